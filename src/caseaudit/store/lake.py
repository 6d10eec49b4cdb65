"""A lake: the signed-off audits as Parquet, in the tables that the questions of `store.questions` ask.

A lake is a folder. `audit`, `answer` and `action` hold a folder a year each (`answer/year=2026/part-0.parquet`),
`asked` and `grade` what the counts are called, `export` one row about the whole. It holds what the index holds and no
free text. Audits are numbered from 1: `path` is that number, because a file's path may say more than it should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from caseaudit.problems import BadInput, Problem, StorageTrouble, bad_input
from caseaudit.store.index import Index
from caseaudit.store.questions import Engine

FORMAT = 1
"""The version of the tables."""
NOTE = "_caseaudit.json"
"""The file that tells a person, and the next export, what the folder is."""
DATED = ("audit", "answer", "action")
"""The tables that are kept year by year."""
TABLES = {
    "audit": (
        "path BIGINT, id STRING, case_reference STRING, cohort STRING, team STRING, worker STRING, auditor STRING, "
        "date STRING, checklist STRING, version STRING, title STRING, role STRING, purpose STRING, state STRING, "
        "judgement STRING, judged_good INT, answered INT, asked INT, open_actions INT, next_due STRING, revision INT, "
        "words STRING, copy INT"
    ),
    "answer": (
        "path BIGINT, criterion STRING, section STRING, focus STRING, kind STRING, critical STRING, weight INT, "
        "state STRING, grade STRING, good INT, limiting INT"
    ),
    "action": "path BIGINT, action STRING, status STRING, due STRING, effect INT",
    "asked": "checklist STRING, criterion STRING, question STRING, section STRING, place INT",
    "grade": "place INT, id STRING, label STRING, short STRING, mark STRING, good INT, meaning STRING",
    "export": (
        "format INT, program STRING, made STRING, audits BIGINT, answers BIGINT, actions BIGINT, in_progress BIGINT, "
        "unreadable BIGINT, copies BIGINT"
    ),
}
"""The columns of each table, in words that every engine takes for a schema."""

Rows = list[tuple[Any, ...]]

_MONTHS = """
SELECT DISTINCT substr(date, 1, 7) FROM audit
WHERE copy = 0 AND state = 'signed-off' AND role <> 'training' ORDER BY 1
"""
_ROWS = """
SELECT {columns} FROM {source}
WHERE audit.copy = 0 AND audit.state = 'signed-off' AND audit.role <> 'training' AND audit.date BETWEEN ? AND ?
ORDER BY audit.date, audit.id, 2
"""
_ABOUT = "SELECT {columns} FROM export"
_ASKED = "SELECT checklist, criterion, question, section, place FROM asked ORDER BY checklist, place, criterion"
_GRADES = "SELECT id, label, short, mark, good, meaning FROM grade ORDER BY place"


class About(NamedTuple):
    """What a lake holds, and what it does not. The fields are the columns of `export`."""

    format: int
    program: str
    """The version of the program that wrote it."""
    made: str
    """When, UTC: `2026-11-22T14:02:09Z`."""
    audits: int
    answers: int
    actions: int
    in_progress: int
    """How many audits were in progress then, and are not in it."""
    unreadable: int
    """How many files could not be read then."""
    copies: int
    """How many files were copies of an audit."""


def columns(table: str) -> list[str]:
    """Return the names of a table's columns."""
    return [column.split()[0] for column in TABLES[table].split(", ")]


# ── out of the index ─────────────────────────────────────────────────────────


class Month(NamedTuple):
    """The audits of a month, with their answers and actions, as rows of the tables."""

    year: str
    rows: dict[str, Rows]


def months(index: Index) -> Iterator[Month]:
    """Yield the signed-off audits month by month, oldest first; the index must not change meanwhile."""
    numbers: dict[str, int] = {}
    for (month,) in index.ask(_MONTHS, ()):
        for path, *_ in (audits := _of_month(index, "audit", month)):
            numbers[path] = len(numbers) + 1
        found = {"audit": audits, **{table: _of_month(index, table, month) for table in DATED[1:]}}
        yield Month(month[:4], {table: _numbered(rows, numbers) for table, rows in found.items()})


def _of_month(index: Index, table: str, month: str) -> Rows:
    source = "audit" if table == "audit" else f"{table} JOIN audit ON audit.path = {table}.path"
    names = ", ".join(f"{table}.{name}" for name in columns(table))
    return index.ask(_ROWS.format(columns=names, source=source), (f"{month}-01", f"{month}-31"))


def _numbered(rows: Rows, numbers: dict[str, int]) -> Rows:
    return [(numbers[path], *rest) for path, *rest in rows]


# ── asking a lake, by whatever engine ────────────────────────────────────────


def about(engine: Engine, where: str) -> About:
    """Return what a lake holds. Raises `BadInput` if it is none, or of a version that this program cannot read."""
    rows = engine.ask(_ABOUT.format(columns=", ".join(About._fields)), ())
    if len(rows) != 1:
        raise no_lake(where)
    found = About(*rows[0])
    if found.format != FORMAT:
        remedy = "Export the audits again with this version of caseaudit, or read it with the one that wrote it"
        raise bad_input(where, f"is in format {found.format}, and this version reads format {FORMAT}", remedy)
    return found


def asked(engine: Engine) -> Rows:
    """Return the checklist, criterion, question, section and place of everything that is asked."""
    return engine.ask(_ASKED, ())


def grades(engine: Engine) -> Rows:
    """Return the id, label, short word, mark, goodness and meaning of every grade, best first."""
    return engine.ask(_GRADES, ())


def no_lake(where: str) -> BadInput:
    """Return the error for a place that is no lake."""
    return bad_input(where, "holds no audits as Parquet", "Make it with `caseaudit export parquet DIR`")


def damaged(where: str) -> StorageTrouble:
    """Return the error for a lake that cannot be read to its end."""
    return StorageTrouble(Problem(where, "cannot be read", "Export the audits again, then try again"))


def not_installed(engine: str, extra: str) -> BadInput:
    """Return the error for an engine whose library is not there."""
    return bad_input(engine, "needs a library that is not installed", f"Run `pip install 'caseaudit[{extra}]'`")


def folders(place: str, tables: Iterable[str] = TABLES) -> dict[str, str]:
    """Return where each table of the lake at a path or URI lies."""
    return {table: f"{place.rstrip('/')}/{table}" for table in tables}
