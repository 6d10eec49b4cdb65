"""A plan: who audits which of the sampled cases, by when. Nobody audits their own case, nor their own team's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from math import ceil
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from caseaudit.domain.people import same_person
from caseaudit.domain.sampling import Sample, SampledCase
from caseaudit.problems import BadInput, Problem, bad_input, nearest

FORMAT = 1
Progress = Literal["to begin", "in progress", "signed off"]


class Auditor(Struct, frozen=True, omit_defaults=True):
    """Somebody who audits, and the team that they work in."""

    name: str
    team: str = ""


class Assignment(Struct, frozen=True, omit_defaults=True):
    """One case, and who audits it by when."""

    case: str
    """The case reference."""
    auditor: str
    due: str
    """ISO date."""
    team: str = ""
    worker: str = ""
    cohort: str = ""


class Plan(Struct, frozen=True, omit_defaults=True):
    """Who audits what by when, for one sample."""

    format: int
    sample: str
    """Id of the sample; the plan's own too."""
    checklists: tuple[str, ...]
    """With which checklists each case is audited."""
    made_by: str
    made_at: str
    """UTC."""
    seed: int
    """The same sample, auditors and seed make the same plan."""
    auditors: tuple[Auditor, ...]
    assignments: tuple[Assignment, ...]
    pack: str = ""
    """The pack that the checklists come from, if they do."""
    own_teams: bool = False
    """Whether auditors may audit their own team."""


def may_audit(auditor: Auditor, case: SampledCase | Assignment, *, own_teams: bool) -> bool:
    """Return whether it is neither the auditor's own case nor, unless that is allowed, their own team's."""
    if case.worker and same_person(auditor.name, case.worker):
        return False
    return own_teams or not (auditor.team and case.team and same_person(auditor.team, case.team))


def shared_out(
    cases: Sequence[SampledCase], auditors: Sequence[Auditor], seed: int, *, own_teams: bool = False
) -> dict[str, str]:
    """Return the auditor of each case reference: as even a load as the rules allow, fixed by the seed.

    The largest load is as small as can be. Raises `BadInput` naming every case that nobody may audit, a name that is
    there twice, or where there is nobody at all.
    """
    _refuse(cases, auditors, own_teams=own_teams)
    placed = sorted(auditors, key=lambda auditor: _place(seed, auditor.name))
    able = {
        case.reference: [auditor.name for auditor in placed if may_audit(auditor, case, own_teams=own_teams)]
        for case in sorted(cases, key=lambda case: _place(seed, case.reference))
    }
    most = max(1, ceil(len(cases) / len(auditors)))
    while (found := _matched(able, most)) is None:
        most += 1
    return found


def _place(seed: int, name: str) -> bytes:
    return sha256(f"{seed} {name}".encode()).digest()


def _refuse(cases: Sequence[SampledCase], auditors: Sequence[Auditor], *, own_teams: bool) -> None:
    if not auditors:
        raise bad_input("plan", "has nobody to audit", "Name at least one auditor")
    names = Counter(" ".join(auditor.name.casefold().split()) for auditor in auditors)
    problems = [Problem("auditor", "is named twice", "Name each auditor once") for times in names.values() if times > 1]
    problems += [
        Problem(case.reference, "is a case that none of them may audit", "Add an auditor from another team", "plan")
        for case in cases
        if not any(may_audit(auditor, case, own_teams=own_teams) for auditor in auditors)
    ]
    if problems:
        raise BadInput(*problems)


def _matched(able: dict[str, list[str]], most: int) -> dict[str, str] | None:
    """Return an auditor for every case, none with more than `most`; None if there is no such way (Kuhn's method)."""
    load: dict[str, list[str]] = {name: [] for names in able.values() for name in names}

    def find(case: str, tried: set[str]) -> bool:
        for name in sorted(able[case], key=lambda name: len(load[name])):
            if name in tried:
                continue
            tried.add(name)
            if len(load[name]) < most or _moved_on(name, tried, find, load):
                load[name].append(case)
                return True
        return False

    if not all(find(case, set()) for case in able):
        return None
    return {case: name for name, cases in load.items() for case in cases}


def _moved_on(name: str, tried: set[str], find: Callable[[str, set[str]], bool], load: dict[str, list[str]]) -> bool:
    """Give one of an auditor's cases to somebody else, if anybody can take it."""
    for case in list(load[name]):
        if find(case, tried):
            load[name].remove(case)
            return True
    return False


def spread(number: int, first: date, due: date, is_working: Callable[[date], bool]) -> list[date]:
    """Return `number` due dates, evenly over the working days after `first`, the last of them on `due`."""
    days = [first + timedelta(passed) for passed in range(1, (due - first).days + 1)]
    working = [day for day in days if is_working(day)] or [due]
    return [working[ceil((place + 1) * len(working) / number) - 1] for place in range(number)]


def assigned(sample: Sample, owner: dict[str, str], due: dict[str, list[date]]) -> tuple[Assignment, ...]:
    """Return the assignments in the order of the sample; each auditor's due dates are used up one after the other."""
    waiting = {name: iter(days) for name, days in due.items()}
    return tuple(
        Assignment(
            case.reference,
            owner[case.reference],
            next(waiting[owner[case.reference]]).isoformat(),
            case.team,
            case.worker,
            case.cohort,
        )
        for case in sample.cases
    )


def reassigned(made: Plan, case: str, auditor: Auditor, due: str = "") -> Plan:
    """Return the plan with a case given to somebody else, or due on another day.

    Raises `BadInput` for a case that is not in it, and where it is the auditor's own case or team.
    """
    known = [assignment.case for assignment in made.assignments]
    if case not in known:
        raise bad_input(case, "is not a case of this plan", nearest(case, known))
    before = next(assignment for assignment in made.assignments if assignment.case == case)
    if not may_audit(auditor, before, own_teams=made.own_teams):
        raise bad_input(case, "is the auditor's own case, or their own team's", "Give it to somebody else", "auditor")
    after = replace(before, auditor=auditor.name, due=due or before.due)
    others = () if any(same_person(known.name, auditor.name) for known in made.auditors) else (auditor,)
    assignments = tuple(after if each is before else each for each in made.assignments)
    return replace(made, assignments=assignments, auditors=(*made.auditors, *others))


class Standing(NamedTuple):
    """How far one auditor is."""

    auditor: str
    cases: int
    to_begin: int
    in_progress: int
    signed_off: int
    overdue: int


def standings(made: Plan, progress: dict[str, Progress], today: str) -> list[Standing]:
    """Return how far each auditor is, by name; `progress` tells it of each case reference."""
    found = []
    for auditor in sorted({each.auditor for each in made.assignments}):
        own = [each for each in made.assignments if each.auditor == auditor]
        states = Counter(progress.get(each.case, "to begin") for each in own)
        late = sum(each.due < today and progress.get(each.case) != "signed off" for each in own)
        numbers = (states["to begin"], states["in progress"], states["signed off"])
        found.append(Standing(auditor, len(own), *numbers, late))
    return found
