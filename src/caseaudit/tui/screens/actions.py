"""What was agreed, across audits: who has to do what by when, and did it help."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import acting
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.actions import Action, Listed
from caseaudit.domain.people import same_person
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import ACTIONS, TABS, bindings
from caseaudit.tui.screens.read_aside import ReadAside
from caseaudit.tui.show import line, paragraphs
from caseaudit.tui.widgets.lines import LineList, Piece, column

SHOWN = ("", "overdue", "closed", "all")
_CALLED = {"": "open and done", "overdue": "overdue", "closed": "closed", "all": "all"}
_MARKS = {"open": "○", "done": "◐", "closed": "✓", "cancelled": "–", "carried": "→"}


class ActionLines:
    """The actions, a line each."""

    def __init__(self, actions: list[Listed]) -> None:
        self.actions = actions

    def __len__(self) -> int:
        return len(self.actions)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: mark, due date, how late, whose, and what."""
        each = self.actions[index]
        late = f"{each.overdue} d late" if each.overdue else each.action.status
        tone = "failing" if each.overdue else "good" if each.action.status == "closed" else "muted"
        mark = "!" if each.overdue else _MARKS[each.action.status]
        owner, case = (16, 11) if width >= 76 else (12, 0)
        rest = max(0, width - 3 - 11 - 11 - owner - case)
        return [
            Piece(f" {mark} ", tone),
            Piece(column(each.action.due, 11)),
            Piece(column(late, 11), tone),
            Piece(column(each.action.owner, owner), "strong"),
            Piece(column(each.case, case), "muted"),
            Piece(column(each.action.what, rest)),
        ]


class ActionsScreen(ReadAside):
    """The list of actions."""

    CSS_PATH = "actions.tcss"
    commands = (*ACTIONS, *TABS)
    tab = "actions"
    help_text = (
        "What audits led to, the longest overdue first. ! is overdue, ○ open, ◐ done, ✓ closed: done is what was done, "
        "closed is what made a difference."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*ACTIONS, *TABS)

    def __init__(self) -> None:
        super().__init__()
        self.shown, self.mine = "", False

    def body(self) -> list[Widget]:
        """Return the list, what stands instead where it is empty, and the action under the cursor."""
        empty = Static("Reading the actions …", id="empty", markup=False)
        return [LineList(id="actions"), empty, Static("", id="about", markup=False)]

    def _is_mine(self, each: Listed) -> bool:
        return not self.mine or same_person(each.action.owner, self.desk.person)

    def say_what_is_shown(self) -> None:
        """Say which actions are shown."""
        mine = " · mine" if self.mine else ""
        self.say_on_top(f"{_CALLED[self.shown]}{mine} · {self.desk.name}")

    def read(self, desk: Workspace) -> list[Listed]:
        """Return the actions."""
        status = "" if self.shown == "overdue" else self.shown
        return acting.listed(desk, Wanted(), status=status, overdue=self.shown == "overdue")

    def show(self, found: list[Listed]) -> None:
        """Show the actions."""
        otherwise = "No actions here. Press f for others; actions are added in an audit with a."
        self.fill(ActionLines([each for each in found if self._is_mine(each)]), otherwise)
        self._describe()

    def current(self) -> Listed | None:
        """Return the action under the cursor."""
        lines = self.query_one(LineList)
        found = lines.source.actions if isinstance(lines.source, ActionLines) else []
        return found[lines.cursor] if found else None

    @on(LineList.Moved)
    def _describe(self) -> None:
        about = self.query_one("#about", Static)
        about.update(_said(each) if (each := self.current()) else "")

    # ── commands ─────────────────────────────────────────────────────────────

    def action_open(self) -> None:
        """Open the audit that the action came from."""
        if each := self.current():
            self.caseaudit.open_audit(each.audit, each.action.criterion)

    @on(LineList.Chosen)
    def _open_clicked(self) -> None:
        self.action_open()

    def action_done(self) -> None:
        """Say that it was done, and what shows that."""
        self._ask("What shows that it was done?", "evidence", acting.finish)

    def action_close(self) -> None:
        """Say what difference it made, of what is done."""
        each = self.current()
        if each and not each.action.evidence.strip():
            words = f"{each.action.id} is not completed yet. Press d first, and say what shows that it was done."
            self.notify(words, severity="warning", markup=False)
        else:
            self._ask("What shows that it made a difference to the child or to practice?", "effect", acting.close)

    def action_cancel(self) -> None:
        """Give it up, with a reason."""
        self._ask("Why will nobody do it?", "why", acting.cancel)

    def action_again(self) -> None:
        """Open it again."""
        if each := self.current():
            try:
                self._taken(acting.take_up_again(self.desk, each.audit, each.action.id))
            except CaseauditError as error:
                self.caseaudit.complain(error)

    def _ask(self, question: str, field: str, step: Callable[..., Action]) -> None:
        """Ask for the words that a step needs; where it cannot be taken, the box stays with them and says why."""
        from caseaudit.tui.screens.dialogs import AskText

        if (each := self.current()) is None:
            return

        def take(words: str) -> None:
            self._taken(step(self.desk, each.audit, each.action.id, words))

        self.app.push_screen(AskText(question, each.action.what, getattr(each.action, field), take=take))

    def _taken(self, after: Action) -> None:
        self.notify(f"{after.id}: {after.status}.", markup=False)
        self.look()

    def action_shown(self) -> None:
        """Show open and done ones, those that are overdue, closed ones, or all."""
        self.shown = SHOWN[(SHOWN.index(self.shown) + 1) % len(SHOWN)]
        self.look()

    def action_mine(self) -> None:
        """Show only mine, or everybody's."""
        self.mine = not self.mine
        self.look()


def _said(each: Listed) -> Content:
    action = each.action
    late = f", {each.overdue} days late" if each.overdue else ""
    about = f"{action.owner}, due {action.due}{late}; agreed {each.age} days ago"
    return Content("\n").join(
        [
            line(f"{each.case} · {each.checklist} {action.criterion} · {about}", "$text-muted"),
            paragraphs(
                ("What", action.what),
                ("Done, as shown by", action.evidence),
                ("Effect", action.effect),
                ("Given up because" if action.status == "cancelled" else "Went on in", action.why),
            ),
        ]
    )
