"""Five people and two made-up extracts: what each of them gives, what stands on the screen, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from textual.screen import Screen
from textual.widgets import Static, TextArea

from caseaudit.desk import training
from caseaudit.desk.grading import Sheet
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import Session
from caseaudit.tui.screens.training.sessions import SessionsScreen
from caseaudit.tui.widgets.lines import LineList
from caseaudit.tui.widgets.rubric import Rubric
from tui.person import Person

EXTRACTS = ["farewell:B", "farewell:C"]
SHEETS = {
    "Anna": "2211344234",
    "Bo": "3312444244",
    "Cem": "1111233223",
    "Dee": "2221343234",
    "Eve": "231134423i",
}
"""The keys that each presses: five criteria of extract B, then of C. Anna gives what the expert gives."""


def begun(here: Workspace, **fields: str) -> Session:
    """Return a new session on the two extracts."""
    return training.begin(here, EXTRACTS, fields.pop("title", "Team day"), **fields)


def fills(here: Workspace, session: Session, name: str, keys: str, reason: str = "") -> None:
    """Give somebody's grades as the desk takes them, without a screen; the first of them with a reason."""
    sheet = Sheet(here, session.id, name)
    for place, key in enumerate(keys):
        grades = sheet.questions[place].scale.grades
        sheet.grade(place, "insufficient-evidence" if key == "i" else grades[int(key) - 1].id)
    sheet.reason(0, reason)
    sheet.keep()


def revealed(here: Workspace, reason: str = "", **fields: str) -> Session:
    """Return a session in which all five graded, and which is revealed; each gives the reason once."""
    session = begun(here, **fields)
    for name, keys in SHEETS.items():
        fills(here, session, name, keys, reason and f"{name}: {reason}")
    return training.reveal(here, session.id)


async def opens_sessions(person: Person) -> None:
    """Look at the list of sessions; not by way of the tab, which reads all the extracts that ship."""
    person.app.push_screen(SessionsScreen())
    await person.quiet()
    await person.catches_up()


def shown_on(screen: Screen[object]) -> Iterator[str]:
    """Yield every word that the widgets of a screen hold, in sight or not."""
    for widget in screen.walk_children():
        if isinstance(widget, Static):
            yield str(widget.content)
        elif isinstance(widget, TextArea):
            yield widget.text
        elif isinstance(widget, LineList):
            yield from ("".join(piece.text for piece in widget.source.line(n, 200)) for n in range(len(widget.source)))
        elif isinstance(widget, Rubric):
            yield from (strip.text for strip in (*widget.head, *widget.cards.lines, *widget.foot))


def everything(person: Person) -> str:
    """Return every word of every screen of the stack, and of what the one on top knows of the session."""
    words = [person.page, *(words for screen in person.app.screen_stack for words in shown_on(screen))]
    known = getattr(person.screen, "sheet", None)
    return "\n".join([*words, repr(vars(known)) if known else ""])
