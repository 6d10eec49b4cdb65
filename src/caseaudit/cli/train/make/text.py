"""An exemplar in the making as plain text: what it says, what is left to do, what the audit says to write it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from caseaudit.cli.wrapped import wrapped
from caseaudit.desk.making import View
from caseaudit.domain.exemplar_reading import LONGEST, SHORTEST
from caseaudit.domain.how_many import how_many
from caseaudit.domain.making import FICTIONAL, TEXTS, Found, shown
from caseaudit.domain.replaced_names import replacements
from caseaudit.plaintext import one_line

_INDENT = "  "
_NOTHING = "(still to be written)"
_NO_EXTRACT = (
    f"(still to be written, by you: {SHORTEST} to {LONGEST} words of a record that bear out the reasons below)"
)
_CALLED = {
    "situation": "Situation",
    "kind": "Kind of record",
    "title": "Title",
    "extract": "Extract",
    "lift": "What would lift it",
}


def page(view: View) -> Iterator[str]:
    """Yield everything that the exemplar says so far, names replaced and dates moved."""
    making = view.making
    yield from wrapped(f"{making.id}: {view.checklist.title} {making.version}, made by {making.maker}")
    yield from wrapped(f"Grade by the checklist's rule: {view.grade or '(none yet)'}")
    yield from wrapped(FICTIONAL)
    for place in TEXTS:
        yield ""
        yield _CALLED[place]
        nothing = _NO_EXTRACT if place == "extract" else _NOTHING
        yield from wrapped(view.shown(place).words or nothing, _INDENT)
    for found in making.answers:
        yield ""
        yield from _answer(view, found)


def _answer(view: View, found: Found) -> Iterator[str]:
    criterion = view.checklist.criterion(found.criterion)
    question = criterion.question if criterion else ""
    yield from wrapped(f"{found.criterion}, {view.grade_of(found.criterion, found.grade)}: {question}")
    yield from wrapped(view.shown(found.criterion).words or _NOTHING, _INDENT)


def written_by(view: View) -> Iterator[str]:
    """Yield what the audit says to write the extract by: where it stands on file, what difference it made."""
    making = view.making

    def said(label: str, words: str) -> Iterator[str]:
        if words.strip():
            yield from wrapped(f"{label}: {shown(making, words).words}", _INDENT)

    yield ""
    yield from wrapped("To write it by, from the audit; this is never in the exemplar")
    if making.cohort:
        yield from wrapped(f"Cohort: {making.cohort.replace('-', ' ')}", _INDENT)
    for found in making.findings:
        chosen = "" if found in making.answers else ", not chosen"
        yield from wrapped(f"{found.criterion}, {view.grade_of(found.criterion, found.grade)}{chosen}", _INDENT)
        if chosen:
            yield from said("  Reason", found.reason)
        yield from said("  On file", found.evidence)
        yield from said("  Difference", found.impact)
    for note in making.notes:
        yield from wrapped(shown(making, note).words, _INDENT)


def words(view: View) -> Iterator[str]:
    """Yield the word list with how often each name stands in the texts, and the words that stay."""
    making = view.making
    texts = [making.text(place) for place in (*TEXTS, *(found.criterion for found in making.answers))]
    yield ""
    yield "Replaced wherever they stand"
    stands = Counter(each.name.name for text in texts for each in replacements(text, making.names))
    for name in making.names:
        number = stands[name.name]
        times = "nowhere yet" if not number else f"{how_many(number, 'time')}"
        yield from wrapped(f"{name.name} = {name.replacement}  ({times})", _INDENT)
    if making.kept:
        yield "Kept as they are"
        yield from wrapped(", ".join(making.kept), _INDENT)


def left(view: View) -> Iterator[str]:
    """Yield what is left to do, and with which command."""
    yield ""
    if not view.left:
        yield from _then(view)
        return
    yield f"Still to do: {len(view.left.fixes) + len(view.left.doubts)}"
    for fix in view.left.fixes:
        yield from wrapped(f"- {fix.place}: {fix.what}. {fix.remedy}.")
    for doubt in view.left.doubts:
        yield from wrapped(f"- {doubt.words}  may be a {doubt.kind}, in {', '.join(doubt.places)}")
    yield ""
    yield from _commands(view)  # to copy, so no line of them is broken


def _commands(view: View) -> Iterator[str]:
    command, making = "caseaudit train make", view.making.id
    if view.left.fixes:
        yield f"Write:   {command} text {making} extract"
    for doubt in view.left.doubts[-1:]:
        yield f'Replace: {command} replace {making} "{one_line(doubt.words)} = ..."'
        yield f'Keep:    {command} keep {making} "{one_line(doubt.words)}"'
    yield f"Notes:   {command} show {making} --notes"


def _then(view: View) -> Iterator[str]:
    making = view.making
    if view.refusal:
        yield from wrapped(view.refusal)
    if view.refused:
        yield from wrapped("Ask them what gives it away, and change it; then somebody else reads it again.")
        return
    if view.confirmed and making.confirmed:
        yield from wrapped(f"Confirmed by {making.confirmed.by}: {making.confirmed.statement}")
        yield f"Next: caseaudit train make finish {making.id}"
        return
    again = " again, for it was changed since" if making.confirmed else ""
    yield from wrapped(f"Nothing is left to decide. Somebody else than {making.maker} reads and confirms it{again}:")
    yield f"{_INDENT}caseaudit train make confirm {making.id} --by NAME"


def standing(view: View) -> str:
    """Return how far it is, in one line."""
    making = view.making.id
    if not view.left:
        if view.refused:
            return f"{view.refusal} Next: ask them, and change it"
        step = "finish" if view.confirmed else "confirm"
        return f"Nothing is left to decide. Next: caseaudit train make {step} {making}"
    to_write, to_decide = len(view.left.fixes), len(view.left.doubts)
    return f"{to_write} to write or mend, {to_decide} to decide. Next: caseaudit train make show {making}"
