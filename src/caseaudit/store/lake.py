"""A lake: the signed-off audits as Parquet, and how the questions of `store.questions` find their counts in it.

A lake is a folder. `audits`, `cell` and `actions` hold a folder a year each (`cell/year=2026/part-0.parquet`), a row an
audit, an answer, an action; `alike` a row for each kind of answer that occurs, whose number every answer carries, so
that answers are counted by one small number; `twice` how often a criterion was below good twice running; `asked` and
`grade` what the counts are called; `export` one row about the whole. It holds what the index holds and no free text.
Audits are numbered from 1: `path` is that number, because a file's path may say more than it should.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from caseaudit.problems import BadInput, Problem, StorageTrouble, bad_input
from caseaudit.store.columns import CODE
from caseaudit.store.source import TWICE, Engine, Relation, Source
from caseaudit.store.wanted import Wanted, conditions

FORMAT = 2
"""The version of the tables."""
NOTE = "_caseaudit.json"
"""The file that tells a person, and the next export, what the folder is."""
DATED = ("audits", "cell", "actions")
"""The tables that are kept year by year."""
SIGNED_OFF = Wanted(practice_only=True, equal=(("state", "signed-off"),))
"""The audits that leave."""

_ABOUT_WHOM = "cohort STRING, team STRING, worker STRING, auditor STRING"
_WHEN_AND_WHY = "date STRING, month STRING, role STRING, purpose STRING"
ALIKE = ", ".join(f"{name} {'INT' if kind == 'INTEGER' else 'STRING'}" for name, kind in CODE.items())
"""What is the same of all answers of a kind."""
EXPORT = "export"
TABLES = {
    EXPORT: (
        "format INT, program STRING, made STRING, audits BIGINT, answers BIGINT, actions BIGINT, in_progress BIGINT, "
        "unreadable BIGINT, copies BIGINT"
    ),
    "audits": (
        f"path BIGINT, id STRING, case_reference STRING, {_ABOUT_WHOM}, {_WHEN_AND_WHY}, checklist STRING, "
        "version STRING, title STRING, judgement STRING, judged_good INT, compliance INT, quality INT, words STRING"
    ),
    "cell": f"path BIGINT, alike INT, {_ABOUT_WHOM}, {_WHEN_AND_WHY}, {ALIKE}",
    "actions": (
        f"path BIGINT, action STRING, {_ABOUT_WHOM}, {_WHEN_AND_WHY}, checklist STRING, version STRING, "
        "status STRING, due STRING, effect INT"
    ),
    "alike": f"alike INT, {ALIKE}",
    "twice": "checklist STRING, criterion STRING, repeated BIGINT, n BIGINT",
    "asked": "checklist STRING, criterion STRING, question STRING, section STRING, place INT",
    "grade": "place INT, id STRING, label STRING, short STRING, mark STRING, good INT, meaning STRING",
}
"""The columns of each table, in words that every engine takes for a schema. `export` says whether to read the rest."""
_A_ROW_EACH = ("'signed-off' AS state", "0 AS copy", "1 AS n")
SAME = {
    "audits": (*_A_ROW_EACH, "date AS first", "date AS last"),
    "cell": _A_ROW_EACH,
    "actions": _A_ROW_EACH,
}
"""What the questions ask of these tables besides: it goes without saying in a lake, so no file holds it."""

Rows = list[tuple[Any, ...]]

_ABOUT = "SELECT {columns} FROM export"
_ASKED = "SELECT checklist, criterion, question, section, place FROM asked ORDER BY checklist, place, criterion"
_GRADES = "SELECT id, label, short, mark, good, meaning FROM grade ORDER BY place"
_OF_THESE_AUDITS = "path IN (SELECT path FROM audits WHERE {where})"
_COUNTED = """(
  SELECT {columns}, 'signed-off' AS state, counted.n AS n, alike.good * counted.n AS good,
    alike.graded * counted.n AS graded, alike.limiting * counted.n AS limiting
  FROM (SELECT {by}, count(*) AS n FROM cell WHERE {where} GROUP BY {by}) AS counted
  JOIN alike ON alike.alike = counted.alike)"""
_SUMS = ("good", "graded", "limiting")
_FEW = {"month", "cohort"}
"""What has so few values that kinds of answers can be counted for each of them first."""
_ANSWERS = "(SELECT path, criterion, good, graded FROM cell WHERE {where})"


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


def names(columns: str) -> list[str]:
    """Return the names of the columns of a schema."""
    return [column.split()[0] for column in columns.split(", ")]


# ── where the counts are ─────────────────────────────────────────────────────


class Lake(Engine):
    """What every engine over a lake knows of where its counts lie."""

    def source(self, relation: Relation, wanted: Wanted, columns: Sequence[str]) -> Source:
        """Return the relation itself, or one that is quicker to count where no audit has to be told from another."""
        wanted = wanted._replace(practice_only=False)  # There is nothing else in a lake.
        if relation == "audits":
            return super().source(relation, wanted, columns)
        if relation == "twice":
            return _one_by_one(wanted) if _chooses_audits(wanted) else Source("twice", *_of_checklist(wanted))
        where, values = _conditions(wanted)
        told_apart = [column for column in columns if column not in CODE]
        if relation == "cell" and set(told_apart) <= _FEW:
            return Source(_counted(told_apart, where), "1 = 1", values)
        return Source(relation, where, values)


def _counted(told_apart: list[str], where: str) -> str:
    """Return the relation `cell` with the answers of a kind counted before anything is said of them."""
    same = [f"alike.{name}" for name in CODE if name not in _SUMS]
    columns = [*same, *(f"counted.{name}" for name in told_apart)]
    return _COUNTED.format(columns=", ".join(columns), by=", ".join(["alike", *told_apart]), where=where)


def _one_by_one(wanted: Wanted) -> Source:
    """Return the relation `twice`, made of no more answers than it takes."""
    of_audits, values = conditions(wanted)
    where, more = _conditions(wanted)
    return Source(TWICE.format(where=of_audits, cell=_ANSWERS.format(where=where)), "1 = 1", [*values, *more, *more])


def _conditions(wanted: Wanted) -> tuple[str, list[str]]:
    """Return what follows WHERE for the rows of the audits that are wanted, which say less than the audits do."""
    own = tuple(pair for pair in wanted.equal if pair[0] != "case")
    where, values = conditions(wanted._replace(text="", equal=own))
    if not wanted.text and own == wanted.equal:
        return where, values
    of_audits, more = conditions(wanted)
    return f"{where} AND {_OF_THESE_AUDITS.format(where=of_audits)}", [*values, *more]


def _chooses_audits(wanted: Wanted) -> bool:
    """Whether only some of the audits of a checklist are wanted: then `twice` pairs others than it holds."""
    chosen = {pair for pair in wanted.equal if pair[0] != "checklist"} - set(SIGNED_OFF.equal)
    return bool(chosen or wanted.text or wanted.since or wanted.until)


def _of_checklist(wanted: Wanted) -> tuple[str, list[str]]:
    asked = [value for name, value in wanted.equal if name == "checklist"]
    return " AND ".join(["1 = 1", *("checklist = ?" for _ in asked)]), asked


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


def too_large(where: str) -> StorageTrouble:
    """Return the error for a question that takes more memory than this machine has."""
    remedy = "Ask for fewer audits (--since, --checklist), or count with --engine spark"
    return StorageTrouble(Problem(where, "takes more memory to count than there is", remedy))


def not_installed(engine: str, extra: str) -> BadInput:
    """Return the error for an engine whose library is not there."""
    return bad_input(engine, "needs a library that is not installed", f"Run `pip install 'caseaudit[{extra}]'`")


def folders(place: str, tables: Iterable[str] = TABLES) -> dict[str, str]:
    """Return where each table of the lake at a path or URI lies."""
    return {table: f"{place.rstrip('/')}/{table}" for table in tables}
