"""What is left to do before an exemplar in the making can be confirmed: texts, words, dates, and faults."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from caseaudit.domain.exemplar_reading import FEWEST, MOST, Marking, read_exemplars
from caseaudit.domain.look_alikes import look_alikes
from caseaudit.domain.making import TEXTS, Making, shown, table
from caseaudit.domain.replaced_names import listed, same_name, surviving
from caseaudit.domain.shape import Fault, Path

Likely = Literal["date", "date of birth", "name", "reference"]
_DATES: dict[str, Likely] = {"doubt": "date", "birth": "date of birth"}


class Doubt(NamedTuple):
    """Words that look like a name or a date, for a person to decide: replace or keep."""

    words: str
    kind: Likely
    places: tuple[str, ...]
    """The texts in which they stand, each once."""


class Fix(NamedTuple):
    """Something wrong that is mended in one text, or in the choice of criteria."""

    place: str
    """One of `TEXTS`, the id of a criterion, `criteria`, or `exemplar` for the whole."""
    what: str
    remedy: str


class Left(NamedTuple):
    """Everything that is left to do."""

    doubts: tuple[Doubt, ...]
    fixes: tuple[Fix, ...]

    def __bool__(self) -> bool:
        return bool(self.doubts or self.fixes)


def left(making: Making, marking: Marking, small: Collection[str]) -> Left:
    """Return what is left; `small` are the words that are written without a capital."""
    fixes = (*_faults(making, marking), *_given_away(making, marking), *_survivors(making, marking))
    return Left(tuple(_doubts(making, small)), fixes)


def places(making: Making) -> tuple[str, ...]:
    """Return every text that the finished exemplar has."""
    return (*TEXTS, *(each.criterion for each in making.answers))


# ── words ────────────────────────────────────────────────────────────────────


def _doubts(making: Making, small: Collection[str]) -> Iterator[Doubt]:
    """Yield each word in doubt once, dates first, in the order in which they stand."""
    found: list[Doubt] = []
    for place in places(making):
        for words, kind in _in_doubt(making, making.text(place), small):
            _note(found, words, kind, place)
    yield from sorted(found, key=lambda doubt: doubt.kind)


def _in_doubt(making: Making, words: str, small: Collection[str]) -> Iterator[tuple[str, Likely]]:
    found = shown(making, words)
    for mark in found.marks:
        if mark.kind in _DATES:
            yield " ".join(found.words[mark.start : mark.end].split()), _DATES[mark.kind]
    ours = [(mark.start, mark.end) for mark in found.marks]
    for alike in look_alikes(found.words, ours, small):
        if not listed(alike.words, making.kept):
            yield alike.words, "reference" if any(map(str.isdigit, alike.words)) else "name"


def _note(found: list[Doubt], words: str, kind: Likely, place: str) -> None:
    for at, doubt in enumerate(found):
        if doubt.kind == kind and same_name(doubt.words, words):
            found[at] = doubt._replace(places=tuple(dict.fromkeys((*doubt.places, place))))
            return
    found.append(Doubt(words, kind, (place,)))


# ── faults ───────────────────────────────────────────────────────────────────

_EMPTY = "is still to be written"


def _faults(making: Making, marking: Marking) -> Iterator[Fix]:
    """Yield what the reading of the finished file would refuse."""
    _, faults = read_exemplars(table(making, marking), making.checklist, marking)
    yield from (_fix(making, fault) for fault in faults)


def _fix(making: Making, fault: Fault) -> Fix:
    place = _place(making, fault.path)
    if fault.path == ("version",):
        return Fix(place, "is graded by a version of the checklist that has passed", "Discard it, and begin again")
    if place == "criteria":
        return Fix(place, fault.what, _remedy_of_the_choice(fault))
    return Fix(place, _EMPTY, "Write it") if fault.what == "is empty" else Fix(place, fault.what, fault.remedy)


def _remedy_of_the_choice(fault: Fault) -> str:
    """Return what to do about the criteria: the grade of the whole follows from them."""
    return "Choose one that weighs in the judgement too" if fault.path[-1] == "grade" else f"Choose {FEWEST} to {MOST}"


def _place(making: Making, path: Path) -> str:
    """Return which text a place in the file stands for."""
    match path:
        case ("exemplar", _, "answer", int(at), *_):
            return making.answers[at].criterion
        case ("exemplar", _, "answer" | "grade", *_):
            return "criteria"
        case ("exemplar", _, "text"):
            return "extract"
        case (*_, str(key)) if key in TEXTS:
            return key
    return "exemplar"


def _given_away(making: Making, marking: Marking) -> Iterator[Fix]:
    """A group that grades blind reads the title first."""
    grades = [grade.label for grade in marking.scale.grades]
    if surviving(shown(making, making.title).words, grades):
        yield Fix("title", "gives a grade away", "Say what the record is, not how good")


def _survivors(making: Making, marking: Marking) -> Iterator[Fix]:
    """Yield each text in which a listed name stands after all: within a date, or in the words of the program."""
    names = [each.name for each in making.names]
    for place in places(making):
        if surviving(shown(making, making.text(place)).words, names):
            yield Fix(place, "still holds a word of the list", "If it is in a date, write that date in figures")
    if surviving(table(making, marking)["fictional"], names):
        what = "holds a word of the list in the sentence that says that it is made up"
        yield Fix("exemplar", what, "Take that word off the list")
