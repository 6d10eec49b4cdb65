"""Hand over the counts of a service: how many audits and answers are alike, and nothing of any one of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit import __version__
from caseaudit.desk import choosing, summarising
from caseaudit.desk.listing import Wanted
from caseaudit.desk.watching import READING, each
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.federation import (
    FORMAT,
    AnswersAlike,
    AuditsAlike,
    Counts,
    Graded,
    Source,
    Titled,
    Wording,
    combined,
    sealed,
)
from caseaudit.domain.federation_refusals import faults
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import CaseauditError, Problem, StorageTrouble, bad_input
from caseaudit.store import counts_json, counts_taken, questions

FILTERS = ("team", "checklist", "cohort", "role", "purpose")
"""What may choose the audits: nothing that names a case or a person."""


class Leaving(NamedTuple):
    """The bytes of a file of counts, and what to know before handing it over."""

    content: bytes
    source: Source
    rows: int
    """How many kinds of answers it tells apart."""
    smallest: int
    """How many audits are the fewest of one team, cohort, role, month and checklist."""
    problems: tuple[Problem, ...]
    """Files that could not be read, and copies: none of them is in it."""


def export(workspace: Workspace, wanted: Wanted, *, name: str = "", without_teams: bool = False) -> Leaving:
    """Return the counts of the signed-off audits that are wanted, for a region to merge.

    `name`: what the service calls itself, if not as its workspace. Training and second grades never count. Raises
    `BadInput` for days that are not whole months, for a filter that names a person, or a name that is none;
    `NothingFound` where no audit fits the filters.
    """
    _refuse(wanted)
    service = one_line(clean(name or workspace.name))
    if not service:
        raise bad_input("--name", "is empty", "Give the name of the service")
    index = workspace.look()
    problems = [*index.unreadable(), *index.copies()]
    if not index.count(wanted._replace(equal=(*wanted.equal, ("state", "signed-off")), practice_only=True)):
        choosing.refuse_nothing(index, wanted, left_out=problems)
    counts = _counted(workspace, wanted._replace(practice_only=True), service, problems)
    if without_teams:
        counts = _without_teams(counts)
    counts = sealed(counts)
    if any(faults(counts)):
        what = Problem(str(workspace.places.workspace), "changed while it was counted", "Run the command again")
        raise StorageTrouble(what)
    smallest = min((row.n for row in _groups(counts)), default=0)
    return Leaving(counts_json.encode(counts), counts.services[0], len(counts.answers), smallest, tuple(problems))


def _refuse(wanted: Wanted) -> None:
    """Refuse what would make the counts say more than they may: a person, some words, days within a month."""
    for name, _ in wanted.equal:
        if name not in FILTERS:
            raise bad_input(f"--{name}", "would tell whose audits they are", "Leave it out: counts name nobody")
    if wanted.text:
        raise bad_input("--text", "would tell whose audits they are", "Leave it out: counts name nobody")
    if wanted.since and not wanted.since.endswith("-01"):
        example = f"{wanted.since[:7]}-01"
        raise bad_input("--since", "is within a month, and counts tell no days", f"Give a first day, as {example}")
    if wanted.until and wanted.until != (last := _last_day(wanted.until[:7])):
        raise bad_input("--until", "is within a month, and counts tell no days", f"Give a last day, as {last}")


def _last_day(month: str) -> str:
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02}"


def _counted(workspace: Workspace, wanted: Wanted, service: str, problems: list[Problem]) -> Counts:
    index, today = workspace.index, workspace.today()
    audits = counts_taken.audits(index, wanted, service)
    answers = counts_taken.answers(index, wanted, service)
    asked = _Asked(workspace, wanted, problems)
    return Counts(
        "counts",
        FORMAT,
        services=(_source(workspace, wanted, service, audits, problems),),
        checklists=tuple(asked.titles),
        criteria=tuple(asked.wordings),
        grades=tuple(_grades(workspace, wanted, audits, answers)),
        audits=audits,
        answers=answers,
        actions=counts_taken.actions(index, wanted, service, today),
        repeats=counts_taken.repeats(index, wanted, service),
    )


def _source(
    workspace: Workspace, wanted: Wanted, service: str, audits: tuple[AuditsAlike, ...], problems: list[Problem]
) -> Source:
    months = [row.month for row in audits]
    states = questions.audits(workspace.index, wanted)
    copies = len(workspace.index.copies())
    return Source(
        service,
        workspace.today(),
        min(months, default=""),
        max(months, default=""),
        audits=sum(row.n for row in audits),
        in_progress=sum(row.n for row in states if row.state != "signed-off"),
        unreadable=len(problems) - copies,
        copies=copies,
        only=summarising.in_words(wanted),
        program=f"caseaudit {__version__}",
        digest="",
    )


# ── what was asked, in the words of the records ──────────────────────────────


class _Asked:
    """The titles and the wordings in the records themselves; what cannot be read is put among the problems."""

    def __init__(self, workspace: Workspace, wanted: Wanted, problems: list[Problem]) -> None:
        self.titles: set[Titled] = set()
        self.wordings: set[Wording] = set()
        for audit_id in each(questions.signed_off(workspace.index, wanted), workspace.watch(READING)):
            try:
                self._take(workspace.register.load(audit_id))
            except CaseauditError as error:
                problems += error.problems

    def _take(self, audit: Audit) -> None:
        used = audit.checklist
        titles = {section.id: section.title for section in audit.sections}
        self.titles.add(Titled(used.id, used.version, used.title))
        for place, answer in enumerate(audit.answers):
            words = (answer.wording, place, titles.get(answer.section, ""), answer.question)
            self.wordings.add(Wording(used.id, used.version, answer.criterion, *words))


def _grades(
    workspace: Workspace, wanted: Wanted, audits: tuple[AuditsAlike, ...], answers: tuple[AnswersAlike, ...]
) -> Iterator[Graded]:
    """Yield the grades that occur, with their place among those of the library."""
    index = workspace.index
    called = summarising.words(workspace, questions.audits(index, wanted), questions.cells(index, wanted))
    known = list(dict.fromkeys(grade.id for scale in workspace.library.scales.values() for grade in scale.grades))
    good = {row.grade for row in answers if row.good} | {row.judgement for row in audits if row.good}
    for grade in called.grades:
        place = known.index(grade.id) if grade.id in known else len(known)
        is_good = grade.good or grade.id in good
        yield Graded(place, grade.id, grade.label, grade.short, grade.mark, is_good, grade.meaning)


# ── teams ────────────────────────────────────────────────────────────────────


def _without_teams(counts: Counts) -> Counts:
    """Return the counts with every team called as its service is."""
    (source,) = counts.services
    only = tuple("one team" if each.startswith("team ") else each for each in source.only)
    merged = replace(
        counts,
        services=(replace(source, only=only),),
        audits=tuple(row._replace(team=row.service) for row in counts.audits),
        answers=tuple(row._replace(team=row.service) for row in counts.answers),
    )
    return combined([merged])


def _groups(counts: Counts) -> tuple[AuditsAlike, ...]:
    """Return the audits by what they are alike in apart from how they were judged."""
    unjudged = tuple(row._replace(judgement="") for row in counts.audits)
    return combined([replace(counts, audits=unjudged)]).audits
