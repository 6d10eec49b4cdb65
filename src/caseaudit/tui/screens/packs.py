"""What is true of a case: which of the checklists that only sometimes apply a pack begins."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual.events import DescendantFocus
from textual.widget import Widget

from caseaudit.domain.packs import Pack
from caseaudit.tui.screens.form import Form, choice

_YES_OR_NO = [("yes", "yes"), ("no", "no")]


class WhichApply(Form[tuple[str, ...]]):
    """Confirm the statements of a pack; gives the ids of the checklists that apply."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["modal.tcss", "form.tcss", "packs.tcss"]
    heading = "What is true of this case?"

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.pack = pack

    def fields(self) -> list[tuple[str, Widget]]:
        """Return each statement with its answer: no, until somebody says yes."""
        return [
            (f"{member.when[:1].upper()}{member.when[1:]}", choice(_name(at), _YES_OR_NO, "no", blank=False))
            for at, member in enumerate(self.pack.sometimes)
        ]

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Bring the whole statement into sight, not only its answer."""
        row = event.widget.parent
        if isinstance(row, Widget):
            self.call_after_refresh(row.scroll_visible, animate=False)

    def result(self) -> tuple[str, ...]:
        """Return the checklists whose statement is true."""
        return tuple(member.id for at, member in enumerate(self.pack.sometimes) if self.value(_name(at)) == "yes")


def _name(at: int) -> str:
    return f"statement-{at}"
