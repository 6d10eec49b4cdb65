"""A lake of any size, quickly made: the program's own tables, filled by DuckDB with numbers that look like chance.

150 areas in 36 months, 165 criteria in eleven checklists, six outcomes of a question: four grades, not applicable, too
little on file. Run as a program it makes the lake in a process of its own.
"""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import closing
from pathlib import Path

from caseaudit.store import lake, questions
from caseaudit.store.lake import About
from caseaudit.store.lake_duckdb import Duck, connect
from caseaudit.store.lake_tables import Tables
from caseaudit.store.source import TWICE

ASKED = 15
"""Answers in an audit."""
_DAYS = 1096
_CHANCE = "(hash({of}) // 2)::BIGINT % {below}"

_ALIKE = f"""
INSERT INTO alike
SELECT number + 1, 'checklist-' || lpad((number // {2 * ASKED * 6})::VARCHAR, 2, '0') AS checklist,
  '1.' || number // {ASKED * 6} % 2,
  'C' || lpad((number // {2 * ASKED * 6})::VARCHAR, 2, '0') || '-' || lpad((number // 6 % {ASKED})::VARCHAR, 2, '0'),
  'section-' || number // 6 % {ASKED} // 4, if(number // 6 % 3 = 0, 'compliance', 'quality'), 'grade',
  if(number // 6 % 5 = 0, 'harm', 'none'), 1,
  ['graded', 'graded', 'graded', 'graded', 'not-applicable', 'insufficient-evidence'][number % 6 + 1],
  ['outstanding', 'good', 'requires-improvement', 'inadequate', '', ''][number % 6 + 1],
  (number % 6 < 2)::INT, (number % 6 < 4)::INT, (number % 6 = 3 AND number // 6 % 5 = 0)::INT
FROM range({11 * 2 * ASKED * 6}) AS every(number)
"""
_AUDITS = """
INSERT INTO audits
SELECT number + 1, replace(day, '-', '') || '-' || lpad(to_hex(number), 6, '0') AS id,
  'EB-' || chance_of_case AS case_reference, 'cohort-' || team % 5, 'Area ' || team AS team,
  'Worker ' || team || '-' || chance % 20 AS worker, 'Auditor ' || team || '-' || chance % 4 AS auditor,
  day, day[:7], if(chance % 9 = 0, 're-audit', 'audit'), 'routine', 'checklist-' || lpad(kind::VARCHAR, 2, '0'),
  '1.' || chance % 2, 'Checklist ' || kind AS title,
  ['outstanding', 'good', 'requires-improvement', 'inadequate'][chance % 4 + 1], (chance % 4 < 2)::INT, 1, 1,
  lower(concat_ws(' ', id, case_reference, team, worker, auditor, title))
FROM (
  SELECT number, strftime(DATE '2023-11-01' + (number * {days} // {audits})::INT, '%Y-%m-%d') AS day,
    {team} AS team, {chance} AS chance, {case} AS chance_of_case, {case} % 11 AS kind
  FROM range({audits}) AS every(number))
WHERE day[:4] = '{year}'
"""
_ANSWERS = f"""
INSERT INTO answer
SELECT path, ((substr(checklist, 11)::INT * 2 + substr(version, 3)::INT) * {ASKED} + place) * 6
  + CASE WHEN chance < 2 THEN 0 WHEN chance < 9 THEN 1 WHEN chance < 14 THEN 2 ELSE chance - 11 END + 1
FROM (
  SELECT path, checklist, version, place, {_CHANCE.format(of=f"path * {ASKED} + place", below=17)} AS chance
  FROM audits, range({ASKED}) AS every(place))
"""
_ACTIONS = """
INSERT INTO action
SELECT path, 'A1', if(path % 3 = 0, 'open', 'done'), if(path % 7 = 0, '', date), (path % 2)::INT
FROM audits WHERE path % 4 = 0
"""
_GRADES = [
    (0, "outstanding", "Outstanding", "Outstanding", "★", 1, ""),
    (1, "good", "Good", "Good", "●", 1, ""),
    (2, "requires-improvement", "Requires improvement", "Requires impr.", "◐", 0, ""),
    (3, "inadequate", "Inadequate", "Inadequate", "○", 0, ""),
]


def make(folder: Path, answers: int) -> None:
    """Make a lake with about as many answers, in the folder only when it is whole."""
    audits, beside = max(1, answers // ASKED), folder.with_name(f"{folder.name}.tmp")
    chance = {
        "team": _CHANCE.format(of="number", below=150),
        "chance": _CHANCE.format(of="number * 2 + 1", below=3600),
        "case": _CHANCE.format(of=f"(number % {-(-audits // 3)}) * 2", below=10**9),
    }
    with closing(connect()) as database:
        tables = Tables(database, beside)
        database.execute(_ALIKE)
        for year in range(2023, 2027):
            database.execute(_AUDITS.format(audits=audits, days=_DAYS, year=year, **chance))
            database.execute(_ANSWERS)
            database.execute(_ACTIONS)
            tables.put_part(str(year))
        tables.fill("grade", _GRADES)
        about = About(lake.FORMAT, "0", "2026-11-02T09:00:00Z", audits, audits * ASKED, audits // 4, 0, 0, 0)
        tables.fill(lake.EXPORT, [tuple(about)])
        tables.put(table for table in lake.TABLES if table not in lake.DATED)
        _pair(tables, beside)
    (beside / lake.NOTE).write_text(json.dumps(about._asdict()), encoding="ascii")
    beside.rename(folder)


def _pair(tables: Tables, folder: Path) -> None:
    """Add what was below good twice running, counted over the audits one by one."""
    text = questions.REPEATS.format(source=TWICE.format(where="1 = 1", cell="cell"), where="1 = 1")
    with closing(Duck(folder)) as engine:
        tables.fill("twice", [(row[0], row[1], row[2], row[3]) for row in engine.ask(text, ())])
    shutil.rmtree(folder / "twice")
    tables.put(["twice"])


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
