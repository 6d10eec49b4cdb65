"""What waits for me: planned cases, audits I began, moderations, actions. The most pressing first."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import planning, waiting
from caseaudit.desk.waiting import Waiting
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import MINE, bindings
from caseaudit.tui.screens.moderation.going_on import go_on
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.screens.read_aside import ReadAside
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import LineList, Piece, column

_MOST = 8
"""Lines about plans, at the most; `caseaudit plan show` has all."""
_MARKS = {"planned": "▸", "audit": "◌", "moderation": "≠", "action": "○"}


class WaitingLines:
    """What waits, a line each."""

    def __init__(self, found: list[Waiting]) -> None:
        self.found = found

    def __len__(self) -> int:
        return len(self.found)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: mark, due date, case, what kind of thing, how far, what it is about, and of whom."""
        each = self.found[index]
        tone = "failing" if each.overdue else "muted"
        mark = Piece(f" {'!' if each.overdue else _MARKS[each.kind]} ", tone)
        extras = [(each.team, 13, 92), (each.worker, 17, 116)]
        shown = [(words, cells) for words, cells, needs in extras if width >= needs]
        rest = max(0, width - 3 - 11 - 13 - 12 - 18 - sum(cells for _, cells in shown))
        return [
            mark,
            Piece(column(each.due or "no date", 11), tone),
            Piece(column(each.case, 13), "strong"),
            Piece(column(each.kind, 12)),
            Piece(column(each.what, 18), "muted"),
            Piece(column(each.about, rest)),
            *(Piece(column(words, cells), "muted") for words, cells in shown),
        ]


class MineScreen(ReadAside):
    """What waits for me."""

    CSS_PATH = "mine.tcss"
    commands = MINE
    help_text = (
        "Everything that waits for you, the most pressing first: ▸ planned, ◌ begun, ≠ moderation, ○ an action. "
        "! is overdue. Enter begins or opens it."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*MINE)

    def body(self) -> list[Widget]:
        """Return the list, and what stands instead where nothing waits."""
        empty, plans = Static("Looking …", id="empty", markup=False), Static("", id="plans", markup=False)
        return [LineList(id="waiting"), empty, plans]

    def say_what_is_shown(self) -> None:
        """Say whose list this is."""
        self.query_one(TopLine).say(line(" What waits for me", "bold $text-primary"), self.desk.person)

    def read(self, desk: Workspace) -> tuple[list[Waiting], list[str]]:
        """Return what waits, and who is how far with what is planned."""
        return waiting.for_me(desk), waiting.progress_in_words(desk)

    def show(self, found: tuple[list[Waiting], list[str]]) -> None:
        """Show what waits, and below it how far the plans are."""
        mine, plans = found
        self.fill(WaitingLines(mine), "Nothing waits for you.")
        self.query_one("#plans").display = bool(plans)
        self.query_one("#plans", Static).update(text("\n".join(plans[:_MOST])))

    def current(self) -> Waiting | None:
        """Return what is under the cursor."""
        lines = self.query_one(LineList)
        found = lines.source.found if isinstance(lines.source, WaitingLines) else []
        return found[lines.cursor] if found else None

    def action_open(self) -> None:
        """Begin what is planned, or open what was begun."""
        each = self.current()
        if each and each.kind == "moderation":
            go_on(self.caseaudit, each.audit)
        elif each and each.audit:
            self.caseaudit.open_audit(each.audit, each.criterion)
        elif each:
            self._begin(each)

    @on(LineList.Chosen)
    def _open_clicked(self) -> None:
        self.action_open()

    def _begin(self, each: Waiting) -> None:
        try:
            begun = planning.begin(self.desk, each.plan, each.case)
        except CaseauditError as error:
            self.caseaudit.complain(error)
        else:
            self.caseaudit.open_audit(begun[0].id)

    def action_back(self) -> None:
        """Back to the list of audits."""
        self.dismiss()
