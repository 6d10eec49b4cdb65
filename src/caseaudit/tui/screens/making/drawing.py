"""How an exemplar in the making is drawn: what is left to do, and one text with what was changed in it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from caseaudit.desk.making import View
from caseaudit.domain.exemplar_reading import LONGEST, SHORTEST
from caseaudit.domain.making import FICTIONAL, LOOK_FOR, TEXTS, Shown, shown
from caseaudit.domain.making_left import Doubt, Fix
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import Piece, column

CALLED = {
    "situation": "Situation: two to four sentences",
    "kind": "Kind of record",
    "title": "Title, silent about the grade",
    "extract": f"Extract: {SHORTEST} to {LONGEST} words of a record, written by you",
    "lift": "What would lift it by one grade",
}
WHOLE, AUDIT = "whole", "audit"
"""The pages that are no text: as it will be read, and what the audit says."""
_AROUND = 80  # characters shown on either side of words in doubt
_HEADING = "bold $text-secondary"
_STYLES = {"name": "bold $text-success", "date": "bold $text-accent", "doubt": "bold reverse", "birth": "bold reverse"}


class LeftLines:
    """What is left to do, a line each."""

    def __init__(self, view: View) -> None:
        self.items: list[Fix | Doubt] = [*view.left.fixes, *view.left.doubts]

    def __len__(self) -> int:
        return len(self.items)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: the text to write or mend, or the words in doubt and where they stand."""
        item = self.items[index]
        if isinstance(item, Fix):
            said = f"{item.what}. {item.remedy}."
            return [Piece(f" ○ {column(item.place, 11)}", "strong"), Piece(column(said, max(0, width - 14)))]
        where = f"may be a {item.kind}, in {', '.join(item.places)}"
        return [Piece(f" ? {column(item.words, 26)}", "strong"), Piece(column(where, max(0, width - 29)))]


def pages(view: View) -> tuple[str, ...]:
    """Return the pages in their order: the texts, the reasons, the whole, what the audit says."""
    return (*TEXTS, *(found.criterion for found in view.making.answers), WHOLE, AUDIT)


def page(view: View, place: str) -> Content:
    """Return one page."""
    if place == WHOLE:
        return Content("\n").join(_whole(view))
    if place == AUDIT:
        return Content("\n").join(_audit(view))
    return Content("\n").join([line(_heading(view, place), _HEADING), _text(view.shown(place))])


def around(view: View, doubt: Doubt) -> Content:
    """Return the words in doubt with what stands around them, wherever they stand."""
    parts = [line(f"{doubt.words}: a {doubt.kind}? Enter replaces it everywhere, s lets it stay.", _HEADING)]
    for place in doubt.places:
        words = " ".join(view.shown(place).words.split())
        parts += [Content(""), line(_heading(view, place), "bold"), *_excerpts(words, doubt.words)]
    return Content("\n").join(parts)


def _excerpts(words: str, doubt: str) -> Iterator[Content]:
    at = words.find(doubt)
    while at >= 0:
        end = at + len(doubt)
        before, after = words[max(0, at - _AROUND) : at], words[end : end + _AROUND]
        yield Content.assemble("… ", text(before), text(doubt, _STYLES["doubt"]), text(after), " …")
        at = words.find(doubt, end)


def _heading(view: View, place: str) -> str:
    if place in CALLED:
        return CALLED[place]
    return f"{place}, {view.grade_of(place, view.making.found(place).grade)}: why"


def _text(found: Shown) -> Content:
    """Return a text with its replaced names, moved dates and doubtful dates marked."""
    if not found.words:
        return Content.styled("Still to be written: e", "$text-muted")
    pieces: list[Content] = []
    at = 0
    for mark in found.marks:
        marked = text(found.words[mark.start : mark.end], _STYLES[mark.kind])
        pieces += [text(found.words[at : mark.start]), marked]
        at = mark.end
    return Content("").join([*pieces, text(found.words[at:])])


def _whole(view: View) -> Iterator[Content]:
    yield line("As it will be read", _HEADING)
    yield text(FICTIONAL)
    yield text(LOOK_FOR, "$text-accent")
    for place in pages(view)[:-2]:
        yield Content("")
        yield line(_heading(view, place), _HEADING)
        yield text(view.shown(place).words or "(still to be written)")
    yield Content("")
    yield line(f"The whole extract, by the checklist's rule: {view.grade or 'no grade yet'}", "bold")


def _audit(view: View) -> Iterator[Content]:
    """Yield what the audit says to write the extract by; none of it is ever in the exemplar."""
    making = view.making
    yield line("What the audit says, to write the extract by; it is never in the exemplar", _HEADING)
    for found in making.findings:
        yield Content("")
        chosen = "" if found in making.answers else ", not chosen (g chooses)"
        yield line(f"{found.criterion}, {view.grade_of(found.criterion, found.grade)}{chosen}", "bold")
        for label, words in (("Reason", found.reason), ("On file", found.evidence), ("Difference", found.impact)):
            if words.strip():
                yield text(f"{label}: {shown(making, words).words}")
    for note in making.notes:
        yield Content("")
        yield text(shown(making, note).words)
