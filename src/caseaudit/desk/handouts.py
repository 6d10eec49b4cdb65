"""Training hand-outs: the rubric, an extract with or without answers, a session's result, in three formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from caseaudit.desk import exemplars, training
from caseaudit.desk.reporting import libraries
from caseaudit.desk.workspace import Workspace
from caseaudit.exports.made import Made, day_said
from caseaudit.problems import Problem
from caseaudit.store.library import Library

if TYPE_CHECKING:
    from caseaudit.exports.report_parts import Part

Form = Literal["docx", "html", "markdown"]
FORMS: tuple[Form, ...] = ("docx", "html", "markdown")
_NEEDS: Mapping[Form, str] = {"docx": "docx", "html": "jinja2"}
"""The module of an extra that a format cannot be written without."""


def ready() -> Form:
    """Return the first format that can be written with what is installed here."""
    return next(form for form in FORMS if form not in _NEEDS or find_spec(_NEEDS[form]))


def rubric(library: Library, checklist: str, form: Form, day: str) -> bytes:
    """Return what each grade of a checklist looks like. Raises `BadInput` for no such checklist."""
    from caseaudit.exports import training_parts

    found = library.get(checklist)
    shown = training_parts.rubric(found, library.scales)
    return _written("What each grade looks like", shown, form, _made(f"{found.title} {found.version}", day))


def extract(library: Library, checklist: str, letter: str, form: Form, day: str, *, answers: bool) -> bytes:
    """Return one extract: with the expert's answers, or with room for one's own. Raises `BadInput` for none such."""
    from caseaudit.exports import training_parts

    found = exemplars.rubric(library, checklist)
    exemplar = found.found.named(letter, found.scale)
    shown = training_parts.extract(found, exemplar, answers=answers)
    title = f"Extract {found.found.letter(exemplar)}: {exemplar.title}"
    return _written(title, shown, form, _made(f"{found.checklist.title} {found.checklist.version}", day))


def session(workspace: Workspace, session_id: str, form: Form, *, named: bool = True) -> tuple[bytes, list[Problem]]:
    """Return what came of a session, and what is wrong with it; unless `named`, with letters in place of names.

    Raises `NotReady` while it is blind.
    """
    from caseaudit.exports import training_parts

    found = training.show(workspace, session_id)
    found = found if named else training.unnamed(found)
    rubrics = {each.extract.checklist: each.rubric for each in found.graded}
    shown = training_parts.session(found.session, found.result, found.reasons, rubrics)
    begun, today = found.session.begun_at[:10], workspace.today()
    made = _made("Calibration" if begun == today else f"Session of {day_said(begun)}", today)
    return _written(found.session.title, shown, form, made), found.problems


def _written(title: str, shown: Iterable[Part], form: Form, made: Made) -> bytes:
    with libraries(form):
        return _WRITERS[form](title, shown, made)


def _docx(title: str, shown: Iterable[Part], made: Made) -> bytes:
    from caseaudit.exports.training_parts import CLOSING
    from caseaudit.exports.word import training as word

    return word.document(title, shown, made, CLOSING)


def _html(title: str, shown: Iterable[Part], made: Made) -> bytes:
    from caseaudit.exports import html_page
    from caseaudit.exports.training_parts import CLOSING

    return html_page.page(title, shown, made, CLOSING)


def _markdown(title: str, shown: Iterable[Part], made: Made) -> bytes:
    from caseaudit.exports import markdown

    return markdown.page(title, shown, made)


_WRITERS: Mapping[Form, Callable[[str, Iterable[Part], Made], bytes]] = {
    "docx": _docx,
    "html": _html,
    "markdown": _markdown,
}


def _made(subtitle: str, day: str) -> Made:
    """Return what a hand-out says of itself: not who made it, nor in which workspace."""
    from caseaudit import __version__

    return Made("", day, subtitle, f"caseaudit {__version__}")
