"""Hand the signed-off audits over as Parquet, and summarise what others handed over, by an engine of one's choice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from caseaudit import __version__
from caseaudit.desk import summarising
from caseaudit.desk.sources import DUCKDB as DUCKDB
from caseaudit.desk.sources import ENGINES as ENGINES
from caseaudit.desk.sources import SPARK as SPARK
from caseaudit.desk.sources import SQLITE as SQLITE
from caseaudit.desk.sources import Source as Source
from caseaudit.desk.summarising import EVERYTHING, Words
from caseaudit.desk.watching import WRITING
from caseaudit.desk.workspace import Workspace, now_utc
from caseaudit.domain.counts import AuditCount, Cell
from caseaudit.domain.grade import Grade
from caseaudit.domain.how_many import how_many
from caseaudit.domain.report import Asked, Report
from caseaudit.problems import Problem, bad_input
from caseaudit.store import lake, questions
from caseaudit.store.index import Wanted
from caseaudit.store.lake import About, Rows
from caseaudit.store.questions import Engine

PRACTICE = Wanted(practice_only=True)
SIGNED = PRACTICE._replace(equal=(("state", "signed-off"),))


class Closing(Engine, Protocol):
    """An engine that ends."""

    def close(self) -> None:
        """End it."""


class Exported(NamedTuple):
    """A lake that was written."""

    about: About
    problems: tuple[Problem, ...]
    """Files that could not be read, and copies: none of them is in it."""


# ── handing over ─────────────────────────────────────────────────────────────


def export(workspace: Workspace, folder: Path, *, replace: bool = False) -> Exported:
    """Write every signed-off audit of practice to a folder, whole or not at all; only with `replace` over a lake.

    Raises `BadInput` for a folder that does not fit, or if DuckDB is not installed; `StorageTrouble`.
    """
    from caseaudit.store import lake_writing

    _refuse_place(workspace, folder)
    index = workspace.look()
    problems = (*index.unreadable(), *index.copies())
    told, signed = workspace.watch(WRITING), index.count(SIGNED)
    about = lake_writing.write(
        index, folder, _named(workspace), _about(workspace), lambda written: told(written, signed), replace=replace
    )
    return Exported(about, problems)


def _refuse_place(workspace: Workspace, folder: Path) -> None:
    if not folder.absolute().parent.is_dir():
        raise bad_input(str(folder.parent), "is not a folder", "Make it first, or choose another one")
    records = (workspace.places.audits, workspace.places.hidden)
    if any(folder.resolve().is_relative_to(place.resolve()) for place in records):
        raise bad_input(str(folder), "is among the records themselves", "Choose a folder outside the workspace")


def _about(workspace: Workspace) -> About:
    """Return what is known before anything is written."""
    index = workspace.index
    counts = questions.audits(index, PRACTICE)
    in_progress = sum(count.n for count in counts if count.state != "signed-off")
    left_out = (in_progress, len(index.unreadable()), len(index.copies()))
    return About(lake.FORMAT, __version__, workspace.now(), 0, 0, 0, *left_out)


def _named(workspace: Workspace) -> dict[str, Rows]:
    """Return the rows of the tables that say what the counts are called."""
    counts = questions.audits(workspace.index, SIGNED), questions.cells(workspace.index, SIGNED)
    called = summarising.words(workspace, *counts)
    return {
        "asked": [(*key, *asked) for key, asked in called.asked.items()],
        "grade": [
            (place, grade.id, grade.label, grade.short, grade.mark, int(grade.good), grade.meaning)
            for place, grade in enumerate(called.grades)
        ],
    }


# ── summarising what was handed over ─────────────────────────────────────────


def summarise(source: Source, wanted: Wanted = EVERYTHING, by: Iterable[str] = (), today: str = "") -> Report:
    """Return the report over the audits of a lake, as `summarising.summarise` does over those of a workspace.

    The lake itself says what things are called; no workspace is needed. How many audits were in progress it knows of
    everything alone, so of a part the report does not say it. Raises `BadInput` for what is no lake, or for
    an engine that is not installed, `StorageTrouble` if it cannot be read.
    """
    dimensions = summarising.checked(by)
    with opened(source) as engine:
        return summarise_by(
            engine, source.place, wanted, dimensions, today or now_utc().astimezone().date().isoformat()
        )


def summarise_by(engine: Engine, place: str, wanted: Wanted, dimensions: list[str], today: str) -> Report:
    """Return the report over the lake that an engine asks. Files that were left out of it count as one problem."""
    about = lake.about(engine, place)
    asked = {(row[0], row[1]): Asked(*row[2:]) for row in lake.asked(engine)}
    grades = [
        Grade(grade_id, label, short, mark, bool(good), meaning)
        for grade_id, label, short, mark, good, meaning in lake.grades(engine)
    ]

    def words(audits: list[AuditCount], cells: list[Cell]) -> Words:
        occurring = {cell.grade for cell in cells} | {count.judgement for count in audits}
        return Words(asked, tuple(grade for grade in grades if grade.id in occurring))

    report = summarising.counted(engine, wanted, dimensions, today, words)
    whole = wanted._replace(sort=EVERYTHING.sort) == EVERYTHING
    return report._replace(
        in_progress=about.in_progress if whole else 0,
        knows_in_progress=whole,
        unreadable=_left_out(place, about.unreadable, "could not be read"),
        copies=_left_out(
            place, about.copies, "was a copy of an audit" if about.copies == 1 else "were copies of audits"
        ),
    )


def unmatched(source: Source, wanted: Wanted) -> list[Problem]:
    """Return why no audit of a lake fits the filters, as `choosing.unmatched` does for a workspace."""
    from caseaudit.desk import choosing

    with opened(source) as engine:
        return choosing.unmatched(_Audits(engine), wanted, choosing.SIGNED)


class _Audits:
    """Which audits a lake holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self, wanted: Wanted) -> int:
        """Return how many audits are wanted."""
        return sum(count.n for count in questions.audits(self._engine, wanted))

    def distinct(self, column: str, among: Wanted) -> list[str]:
        """Return the values that some audits have in one of the filters."""
        return questions.values(self._engine, among, column)


def _left_out(place: str, number: int, why: str) -> tuple[Problem, ...]:
    if not number:
        return ()
    what = f"{how_many(number, 'file')} {why} when this was exported"
    return (Problem(place, what, "`caseaudit summary` in the workspace names them; mend them and export again"),)


@contextlib.contextmanager
def opened(source: Source) -> Iterator[Engine]:
    """Give the engine of a source; nothing of any other is loaded."""
    engine = _open(source)
    try:
        yield engine
    finally:
        engine.close()


def _open(source: Source) -> Closing:
    if source.engine == SPARK:
        from caseaudit.store.spark import THIS_MACHINE, Spark

        return Spark(source.place, source.master or THIS_MACHINE)
    from caseaudit.store.lake_duckdb import Duck

    return Duck(Path(source.place))
