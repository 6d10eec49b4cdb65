"""The program's own count of every answer in a lake, by checklist, criterion, state and grade: one whole program."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from caseaudit.store import questions
from caseaudit.store.lake_duckdb import Duck
from caseaudit.store.wanted import Wanted

if __name__ == "__main__":
    with closing(Duck(Path(sys.argv[1]))) as engine:
        print(sum(cell.n for cell in questions.cells(engine, Wanted(practice_only=True))))
