"""Calibration: a group grades the same fictional extracts blind, then sees its spread, the expert's grades and why.

A session is a record of training. It is never counted as practice, and what one person gave is shown to that person
and to the trainer only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from statistics import fmean
from string import ascii_uppercase
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from caseaudit.domain.agreement import Agreement, agreement
from caseaudit.domain.agreement_table import Table, Unit
from caseaudit.domain.audit import UNGRADED
from caseaudit.domain.intervals import Interval, wilson
from caseaudit.domain.people import same_person
from caseaudit.problems import BadInput, NotReady, Problem, bad_input, nearest

FORMAT = 1

About = tuple[str, str, str]
"""What is graded: checklist, letter of the extract, criterion."""


class Asked(Struct, frozen=True, omit_defaults=True):
    """One criterion that an extract is graded on."""

    criterion: str
    grades: tuple[str, ...]
    """Grade ids of its scale, best first."""


class Extract(Struct, frozen=True, omit_defaults=True):
    """One extract that the group grades. Its letter says nothing of its grade."""

    checklist: str
    version: str
    """The version of that checklist."""
    letter: str
    digest: str
    """SHA-256 of the extract's text: everybody has to have read the same words."""
    asked: tuple[Asked, ...]
    """What is graded, in the checklist's order."""

    @property
    def name(self) -> str:
        """What people call it: `supervision:B`."""
        return f"{self.checklist}:{self.letter}"


class Mark(Struct, frozen=True, omit_defaults=True):
    """One grade that one participant gave."""

    checklist: str
    letter: str
    criterion: str
    grade: str
    """A grade of the scale, or one of `UNGRADED`, which stands on no scale and counts in no figure."""
    reason: str = ""

    @property
    def about(self) -> About:
        """What was graded."""
        return self.checklist, self.letter, self.criterion


class Participant(Struct, frozen=True, omit_defaults=True):
    """One person of the group, and what they gave."""

    name: str
    marks: tuple[Mark, ...] = ()


class Session(Struct, frozen=True, omit_defaults=True):
    """A session of calibration."""

    format: int
    id: str
    title: str
    trainer: str
    begun_at: str
    """UTC."""
    extracts: tuple[Extract, ...]
    participants: tuple[Participant, ...] = ()
    """In the order of their names."""
    revealed_at: str = ""
    """UTC; empty while the group grades blind. Nobody grades afterwards."""
    expert: str = ""
    """Whose grades the group is held against, if the trainer says so."""
    digest: str = ""
    """SHA-256 of everything else, written with the file: a change by hand is told."""

    @property
    def asked(self) -> dict[About, tuple[str, ...]]:
        """Everything that is graded, in order, each with its grades, best first."""
        return {
            (extract.checklist, extract.letter, each.criterion): each.grades
            for extract in self.extracts
            for each in extract.asked
        }

    def participant(self, name: str) -> Participant | None:
        """Return somebody by name, whatever its case."""
        return next((each for each in self.participants if same_person(each.name, name)), None)

    @property
    def lettered(self) -> dict[str, str]:
        """Everybody's letter, for a wall that is to name nobody: from A, in an order that says nothing of the names."""
        mixed = sorted(self.participants, key=lambda each: sha256(f"{self.id} {_key(each.name)}".encode()).digest())
        return {each.name: _letters(place) for place, each in enumerate(mixed)}


def _letters(place: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    before, last = divmod(place, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


def joined(session: Session, name: str) -> Session:
    """Return the session with one more participant; as it was if they are there. Raises `BadInput`, `NotReady`."""
    if not name.strip():
        raise bad_input(session.id, "has a participant without a name", "Give a name", "participant")
    if session.participant(name):
        return session
    _refuse_if_revealed(session)
    return replace(session, participants=_in_order((*session.participants, Participant(name))))


def _in_order(people: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple(sorted(people, key=lambda each: _key(each.name)))


def _key(name: str) -> str:
    """Return what is the same for every way to write a name that means the same person."""
    return " ".join(name.casefold().split())


def marked(session: Session, name: str, mark: Mark) -> Session:
    """Return the session with what one participant gave; given again, it takes the place of what was.

    Raises `NotReady` once the grades are revealed, `BadInput` for an extract, criterion or grade that there is none of.
    """
    _refuse_if_revealed(session)
    if problem := _unfit(session, mark):
        raise BadInput(problem)
    session = joined(session, name)
    return replace(session, participants=tuple(_with(each, name, mark) for each in session.participants))


def _with(each: Participant, name: str, mark: Mark) -> Participant:
    if not same_person(each.name, name):
        return each
    others = (known for known in each.marks if known.about != mark.about)
    return replace(each, marks=_sorted((*others, mark)))


def _sorted(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: mark.about))


def _refuse_if_revealed(session: Session) -> None:
    if session.revealed_at:
        raise NotReady(Problem(session.id, "is revealed", "Begin another session to grade again"))


def _unfit(session: Session, mark: Mark) -> Problem | None:
    """Return why a mark does not belong to a session, or None."""
    criteria = [criterion for *extract, criterion in session.asked if extract == [mark.checklist, mark.letter]]
    if not criteria:
        names = [extract.name for extract in session.extracts]
        return Problem(session.id, "has no such extract", nearest(f"{mark.checklist}:{mark.letter}", names), "extract")
    if mark.criterion not in criteria:
        return Problem(session.id, "does not grade this criterion", nearest(mark.criterion, criteria), "criterion")
    grades = session.asked[mark.about]
    if mark.grade not in (*grades, *UNGRADED):
        return Problem(session.id, "is not a grade of this scale", nearest(mark.grade, grades), mark.criterion)
    return None


def unmarked(session: Session, name: str) -> list[About]:
    """Return what a participant has not graded yet, in the order of the session."""
    given = {mark.about for mark in (session.participant(name) or Participant(name)).marks}
    return [each for each in session.asked if each not in given]


def revealed(session: Session, at: str) -> Session:
    """Return the session with its grades revealed. Raises `NotReady` where nobody has graded anything."""
    _refuse_if_revealed(session)
    if not any(each.marks for each in session.participants):
        raise NotReady(Problem(session.id, "has nobody who graded anything yet", "Let the group grade first"))
    return replace(session, revealed_at=at)


def emptied(session: Session) -> Session:
    """Return a session to take to another machine: the same extracts, and nobody's grades.

    Raises `NotReady` once the grades are revealed.
    """
    _refuse_if_revealed(session)
    return replace(session, participants=(), digest="")


# ── files that come back ─────────────────────────────────────────────────────


def gathered(session: Session, others: Iterable[Session]) -> Session:
    """Return a session with the grades of the files that came back, in whatever order they come.

    Raises `NotReady` once it is revealed, and `BadInput` naming all that does not belong together: other sessions,
    other words, a person without a name, grades that there are none of, one person who graded the same twice and not
    alike.
    """
    _refuse_if_revealed(session)
    files = list(others)
    problems = [problem for other in files for problem in _strange(session, other)]
    sheets: dict[str, list[Participant]] = {}
    for each in (each for one in (session, *files) for each in one.participants):
        sheets.setdefault(_key(each.name), []).append(each)
    problems += [problem for each in sheets.values() for problem in _twice(session, each, {*_marks(each)})]
    if problems:
        raise BadInput(*sorted(set(problems)))
    return replace(session, participants=_in_order(map(_one_sheet, sheets.values())))


def _strange(session: Session, other: Session) -> Iterator[Problem]:
    """Yield why a file does not belong to a session."""
    if (other.id, other.extracts) != (session.id, session.extracts):
        yield Problem(other.id, "is another session, or about other extracts", "Gather the files of one session")
        return
    yield from faults(other)


def faults(session: Session) -> Iterator[Problem]:
    """Yield what is wrong in a session that was read from a file: nothing, in one that this program wrote."""
    if not session.asked or not all(session.asked.values()):
        yield Problem(session.id, "grades nothing", "Begin another session", "extracts")
    for each in session.participants:
        if not each.name.strip():
            yield Problem(session.id, "has a participant without a name", "Give a name", "participant")
        yield from filter(None, (_unfit(session, mark) for mark in each.marks))
    names = [_key(each.name) for each in session.participants]
    yield from (problem for each in session.participants for problem in _twice(session, [each], each.marks))
    for name in {name for name in names if names.count(name) > 1}:
        written = " and ".join(sorted(each.name for each in session.participants if _key(each.name) == name))
        yield Problem(session.id, f"has two sheets of one person: {written}", "Gather the files anew", "participant")


def _marks(sheets: Sequence[Participant]) -> Iterator[Mark]:
    return (mark for sheet in sheets for mark in sheet.marks)


def _twice(session: Session, sheets: Sequence[Participant], given: Iterable[Mark]) -> Iterator[Problem]:
    """Yield each criterion to which one person gave two answers; what they gave is nobody's to read yet."""
    times = Counter(mark.about for mark in given)
    written = " and ".join(sorted({sheet.name for sheet in sheets}))
    for checklist, letter, criterion in sorted(about for about, number in times.items() if number > 1):
        what = f"has two different grades or reasons of {written} for {criterion}, extract {letter} of {checklist}"
        yield Problem(session.id, what, "Ask them which one stands, and gather only that file", "participant")


def _one_sheet(sheets: Sequence[Participant]) -> Participant:
    """Return one person's sheet; of several ways to write the name, the first by the alphabet."""
    name = min(sheet.name for sheet in sheets)
    return Participant(name, _sorted({*_marks(sheets)}))


# ── what came of it ──────────────────────────────────────────────────────────

Expert = Mapping[About, str]
"""The expert's grade of each criterion of each extract."""


class Spread(NamedTuple):
    """One criterion of one extract: what everybody gave."""

    about: About
    grades: tuple[str, ...]
    """The scale, best first."""
    given: tuple[tuple[str, Mark], ...]
    """Each participant who graded it, in the order of their names."""
    expert: str
    """The expert's grade; empty where the library does not have it any more."""
    steps: int
    """How far the highest and the lowest grade of the group are apart."""

    @property
    def ungraded(self) -> int:
        """How many gave no grade of the scale: not applicable, or not enough evidence."""
        return sum(mark.grade in UNGRADED for _, mark in self.given)

    @property
    def divides(self) -> bool:
        """Whether the group did not all say the same."""
        return len({mark.grade for _, mark in self.given}) > 1


class Person(NamedTuple):
    """One participant beside the expert."""

    name: str
    exact: Interval
    """How often they gave the expert's grade."""
    mean_steps: float | None
    """How many steps lower than the expert they grade on average: above 0 more severe, below 0 more generous.

    Of scales with more than two grades; None where they graded on none.
    """


class Result(NamedTuple):
    """What a session shows once it is revealed."""

    spreads: tuple[Spread, ...]
    """Those that divide the group first."""
    people: tuple[Person, ...]
    """The most generous first."""
    among: tuple[Agreement, ...]
    """How far the group agrees with itself, for each scale; none with fewer than two who graded."""

    @property
    def most_generous(self) -> Person | None:
        """Who grades highest beside the expert; None where nobody grades otherwise than all the others."""
        return self._ends[0] if self._ends else None

    @property
    def most_severe(self) -> Person | None:
        """Who grades lowest beside the expert; None where nobody grades otherwise than all the others."""
        return self._ends[1] if self._ends else None

    @property
    def _ends(self) -> tuple[Person, Person] | None:
        told = [person for person in self.people if person.mean_steps is not None]
        return (told[0], told[-1]) if told and told[0].mean_steps != told[-1].mean_steps else None


def result(session: Session, expert: Expert) -> Result:
    """Return what a session shows. Raises `NotReady` while it is blind."""
    if not session.revealed_at:
        raise NotReady(Problem(session.id, "is not revealed yet", "Reveal it once everybody has graded"))
    spreads = (_spread(session, about, expert) for about in session.asked)
    people = (_person(session, each, expert) for each in session.participants if each.marks)
    return Result(
        spreads=tuple(sorted(spreads, key=lambda spread: (-spread.steps, not spread.divides))),
        people=tuple(sorted(people, key=lambda one: (one.mean_steps is None, one.mean_steps or 0.0, one.name))),
        among=tuple(_among(session)),
    )


def _spread(session: Session, about: About, expert: Expert) -> Spread:
    grades = session.asked[about]
    given = tuple((each.name, mark) for each in session.participants for mark in each.marks if mark.about == about)
    places = [grades.index(mark.grade) for _, mark in given if mark.grade in grades]
    return Spread(about, grades, given, expert.get(about, ""), max(places) - min(places) if places else 0)


def _person(session: Session, each: Participant, expert: Expert) -> Person:
    asked = session.asked
    steps = [
        (asked[mark.about].index(mark.grade) - asked[mark.about].index(expert[mark.about]), len(asked[mark.about]))
        for mark in each.marks
        if mark.grade in asked[mark.about] and expert.get(mark.about) in asked[mark.about]
    ]
    by_degrees = [apart for apart, points in steps if points > 2]
    exact = wilson(sum(apart == 0 for apart, _ in steps), len(steps))
    return Person(each.name, exact, fmean(by_degrees) if by_degrees else None)


def _among(session: Session) -> Iterator[Agreement]:
    """Yield how far the group agrees with itself, scale by scale."""
    graders = [each for each in session.participants if each.marks]
    if len(graders) < 2:
        return
    given = [{mark.about: mark.grade for mark in each.marks} for each in graders]
    for scale in dict.fromkeys(session.asked.values()):
        units = tuple(
            Unit(said(about), tuple(_place(scale, marks.get(about, "")) for marks in given))
            for about, grades in session.asked.items()
            if grades == scale
        )
        yield agreement(Table(scale, tuple(each.name for each in graders), units))


def _place(scale: tuple[str, ...], grade: str) -> int | None:
    return scale.index(grade) if grade in scale else None


def said(about: About) -> str:
    """Return what is graded as people say it: `supervision:B SUP-03`."""
    checklist, letter, criterion = about
    return f"{checklist}:{letter} {criterion}"
