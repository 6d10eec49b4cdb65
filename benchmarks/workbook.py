"""The workbook of very many answers against XlsxWriter that writes the very same cells, both in constant memory.

The export begins at the records on disk and ends with a file that has its name; the peer has every cell in memory
already and only writes them.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from xlsxwriter.workbook import Workbook

from benchmarks.figures import Figure
from benchmarks.sizes import Bench
from benchmarks.timing import medians, seconds
from benchmarks.workspaces import answered, workspace_of
from caseaudit.desk import exporting, workbooks
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.exports import csv_rows
from caseaudit.exports.workbook.cases import answer
from caseaudit.exports.workbook.rows import Day, Value
from caseaudit.store.places import Places

LIMIT = 1.2
_RUNS_EACH = 5
"""Of so many runs of a small program, one of this."""
_DAY = "yyyy-mm-dd"


def measure(bench: Bench) -> list[Figure]:
    """Time both, the index of the workspace being there already."""
    audits = -(-bench.sizes.answers // len(answered().asked))
    workspace = Workspace(workspace_of(bench.folder / "exported", audits, signed=True), "A. Auditor")
    ours = partial(seconds, partial(_export, workspace.places, bench.folder / "ours.xlsx"))
    plain = partial(seconds, partial(_plainly, _cells(workspace), bench.folder / "plain.xlsx"))
    runs = max(1, bench.sizes.runs // _RUNS_EACH)
    return [Figure(f"xlsx of {bench.sizes.answers:,} answers", *medians(ours, plain, runs), LIMIT)]


def _export(places: Places, path: Path) -> None:
    workbooks.export(Workspace(places, "A. Auditor"), Wanted(), path, force=True)


def _cells(workspace: Workspace) -> list[list[Value]]:
    signed = exporting.choose(workspace, Wanted()).audits
    return [list(csv_rows.COLUMNS), *(answer(row) for audit in signed for row in csv_rows.rows(audit))]


def _plainly(rows: list[list[Value]], path: Path) -> None:
    """Write the cells as anybody would who wants text to stay text."""
    with Workbook(str(path), {"constant_memory": True}) as book:
        text, number, day = (book.add_format({"num_format": form}) for form in ("@", "0", _DAY))
        paper = book.add_worksheet("Answers")
        for at, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    if value:
                        paper.write_string(at, column, value, text)
                elif isinstance(value, Day):
                    paper.write_number(at, column, value.number, day)
                elif value is not None:
                    paper.write_number(at, column, value, number)
