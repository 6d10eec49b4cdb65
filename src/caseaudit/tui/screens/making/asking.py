"""What is asked while an exemplar is made: a replacement, a second person's word, whether to remove it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from caseaudit.desk import making
from caseaudit.domain.how_many import how_many
from caseaudit.domain.people import same_person
from caseaudit.problems import BadInput, CaseauditError, Problem
from caseaudit.tui.screens.dialogs import Confirm
from caseaudit.tui.screens.form import Form, choice, words
from caseaudit.tui.show import line

if TYPE_CHECKING:
    from caseaudit.desk.making import View
    from caseaudit.desk.workspace import Workspace
    from caseaudit.tui.app import CaseauditApp

_YES_OR_NO = [("yes", "yes"), ("no", "no")]


class SecondPerson(Form[str]):
    """Ask somebody else than the maker whether they read it and whether anybody can be recognised; gives their name."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "../form.tcss"]
    heading = "Confirm: not the maker, but somebody who has just read it"
    help_text = f"Names are claimed, not proved. {Form.help_text}"
    unfinished = False

    def __init__(self, desk: Workspace, view: View) -> None:
        super().__init__()
        self.desk, self.view = desk, view

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the name and the two questions: whether they read it, and whether anybody in it can be recognised."""
        own = "" if same_person(self.desk.person, self.view.making.maker) else self.desk.person
        return [
            ("Your name", words("who", own, hint="not the maker's")),
            ("Read every word?", choice("read", _YES_OR_NO)),
            ("Recognisable?", choice("recognised", _YES_OR_NO)),
        ]

    def result(self) -> str:
        """Confirm it, or keep that somebody can be recognised; return the name.

        Raises `BadInput` with everything that stands against it, `NotReady` for the maker.
        """
        if self.value("who") and self.value("recognised") == "yes":
            making.refuse(self.desk, self.view.making.id, self.view, self.value("who"))
            return self.value("who")
        wrong = []
        if not self.value("who"):
            wrong.append(Problem("Your name", "is missing", "Write who confirms it"))
        if self.value("read") != "yes":
            wrong.append(Problem("Read every word?", "is not answered yes", "Read it first"))
        if self.value("recognised") != "no":
            wrong.append(Problem("Recognisable?", "is not answered no", "Tell its maker what gives them away"))
        if wrong:
            raise BadInput(*wrong)
        making.confirm(self.desk, self.view.making.id, self.view, self.value("who"))
        return self.value("who")


async def discarded(app: CaseauditApp, view: View) -> bool:
    """Ask, remove it, and say what was removed; return whether it is gone."""
    names = how_many(len(view.making.names), "name")
    told = f"Its texts, its list of {names} and how far dates were moved go with it. The audit stays as it is."
    if not await app.push_screen_wait(Confirm("Remove this exemplar in the making?", line(told))):
        return False
    try:
        gone = making.discard(app.desk, view.making.id)
    except CaseauditError as error:
        app.complain(error)
        return False
    app.notify(f"Removed: {how_many(gone.texts, 'text')}, a list of {names}.", markup=False)
    return True
