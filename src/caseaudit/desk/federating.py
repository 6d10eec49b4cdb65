"""Merge the counts of several services, and summarise them as the audits of one service are summarised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk import summarising
from caseaudit.desk.exporting import exists_already
from caseaudit.desk.summarising import EVERYTHING, Words
from caseaudit.domain import breakdown, federation_refusals, report
from caseaudit.domain.breakdown import Breakdown
from caseaudit.domain.counts import GroupOfAnswers, GroupOfAudits
from caseaudit.domain.federation import Counts, combined
from caseaudit.domain.how_many import how_many
from caseaudit.domain.report import Asked, Report, Row, version_key
from caseaudit.problems import BadInput, Problem, bad_input, nearest, tried
from caseaudit.store import counts_json, filesystem, questions
from caseaudit.store.counts_engine import Merged

SERVICE = "service"
DIMENSIONS = (SERVICE, *(each for each in breakdown.DIMENSIONS if each not in ("worker", "auditor")))
"""What a summary of counts can be broken down by: counts know no worker and no auditor."""


class Regional(NamedTuple):
    """A summary of merged counts."""

    report: Report
    teams: dict[str, tuple[Row, ...]]
    """The rows of the report for each team, by its name."""


# ── merging ──────────────────────────────────────────────────────────────────


def merge(paths: Sequence[Path]) -> Counts:
    """Return the counts of some files together.

    Raises `BadInput` with everything that is wrong in any of them; with everything that they disagree about, if each is
    sound; `StorageTrouble` where one cannot be read.
    """
    named, problems = tried(lambda path: (str(path), _read(path)), paths)
    problems += federation_refusals.refusals(named)
    if problems:
        raise BadInput(*problems)
    return combined([counts for _, counts in named])


def _read(path: Path) -> Counts:
    if path.is_dir():
        raise bad_input(str(path), "is a folder", "Name the files in it")
    return counts_json.decode(filesystem.read_regular(path, counts_json.LIMIT), str(path))


def encode(counts: Counts) -> bytes:
    """Return the bytes of a file of counts; the same for the same files in any order."""
    return counts_json.encode(counts)


# ── summarising ──────────────────────────────────────────────────────────────


def summarise(counts: Counts, by: Iterable[str] = ()) -> Regional:
    """Return the report of some counts, by team and by what else is asked, as of the latest day of an export.

    Actions are counted on the day of each export, and the day on which one was due is not known. Raises `BadInput` for
    a dimension that counts do not know.
    """
    dimensions = [_checked(name) for name in dict.fromkeys(("team", *by))]
    today = max(source.day for source in counts.services)
    called = _words(counts)
    with closing(Merged(counts)) as engine:
        others = [name for name in dimensions if name != SERVICE]
        found = summarising.counted(engine, EVERYTHING, others, today, lambda _audits, _cells: called)
        groups = {each.by: each for each in found.breakdowns}
        if SERVICE in dimensions:
            groups[SERVICE] = _by_service(engine, called)
        teams = {
            name: report.rows(cells, called.asked, called.order)
            for name, cells in questions.cells_by(engine, EVERYTHING, "team").items()
        }
    found = found._replace(
        only=tuple(_filters(counts)),
        unreadable=tuple(_left_out(counts, "unreadable", "could not be read")),
        copies=tuple(_left_out(counts, "copies", "held an audit that another file holds too")),
        actions=found.actions._replace(oldest=""),
        breakdowns=tuple(groups[name] for name in dimensions),
        in_months=True,
    )
    return Regional(found, teams)


def _checked(by: str) -> str:
    if by not in DIMENSIONS:
        raise bad_input("by", "is not something to break counts down by", nearest(by, DIMENSIONS))
    return by


def _words(counts: Counts) -> Words:
    """Return what the counts are called: the words of the latest version, where they stand in several."""
    oldest_first = sorted(counts.criteria, key=lambda row: version_key(row.version))
    asked = {(row.checklist, row.criterion): Asked(row.question, row.section, row.place) for row in oldest_first}
    return Words(asked, tuple(row.grade() for row in counts.grades))


def _by_service(engine: Merged, called: Words) -> Breakdown:
    audits = engine.ask(questions.GROUPS_OF_AUDITS.format(source="audits", where="1 = 1", by=SERVICE), ())
    text = questions.GROUPS_OF_ANSWERS.format(source="cell", where="1 = 1", by=SERVICE, inner="focus")
    answers = engine.ask(text, ())
    return breakdown.breakdown(
        SERVICE, [GroupOfAudits(*row) for row in audits], [GroupOfAnswers(*row) for row in answers], called.order
    )


# ── what the services said of their exports ──────────────────────────────────


def _filters(counts: Counts) -> Iterator[str]:
    """Yield the filters in words; behind the name of its service, unless all services used the same."""
    filters = {source.only for source in counts.services}
    if len(filters) == 1:
        yield from filters.pop()
    else:
        yield from (f"{source.service}: {each}" for source in counts.services for each in source.only)


def _left_out(counts: Counts, number: str, why: str) -> Iterator[Problem]:
    for source in counts.services:
        if n := getattr(source, number):
            what = f"{how_many(n, 'file')} {why} when this was exported"
            remedy = "`caseaudit summary` there names them; mend them and export again"
            yield Problem(source.service, what, remedy)


def write(content: bytes, path: Path, *, force: bool = False) -> None:
    """Write a file, whole or not at all; only with `force` over one that is there.

    Raises `BadInput` for a place that does not fit, `StorageTrouble` if the disk refuses.
    """
    if path.is_dir():
        raise bad_input(str(path), "is a folder", "Name a file in it")
    if not path.parent.is_dir():
        raise bad_input(str(path.parent), "is not a folder", "Make it first, or choose another one")
    if force:
        filesystem.put(path, content)
    elif not filesystem.publish_new(path, content):
        raise exists_already(path)
