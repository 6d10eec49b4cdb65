"""Second grades, a line each: who has to grade, agree or acknowledge what."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import moderating
from caseaudit.desk.moderating import Case, Found
from caseaudit.desk.watching import Errand
from caseaudit.domain.audit import progress
from caseaudit.domain.moderating import days_to_moderation, unsettled
from caseaudit.problems import CaseauditError, Problem
from caseaudit.tui.commands import MODERATION, bindings
from caseaudit.tui.screens import errands
from caseaudit.tui.screens.errands import Ended
from caseaudit.tui.screens.moderation.going_on import go_on
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line
from caseaudit.tui.widgets.lines import LineList, Piece, column

_MARKS = {"to grade": "○", "to agree": "≠", "to acknowledge": "◐", "done": "✓"}


class CaseLines:
    """The cases, a line each."""

    def __init__(self, cases: list[Case], person: str, today: str) -> None:
        self.cases, self.person, self.today = cases, person, today

    def __len__(self) -> int:
        return len(self.cases)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: what is next, whose it is, how far it is, for how long."""
        case = self.cases[index]
        mine = moderating.waits_for(case, self.person)
        tone = "weak" if mine else "good" if case.step == "done" else "muted"
        extras = [(case.first.auditor, 17, 96), (case.second.auditor, 17, 96)]
        shown = [(words, cells) for words, cells, needs in extras if width >= needs]
        title = max(0, width - 3 - 11 - 15 - 15 - 11 - 6 - sum(cells for _, cells in shown))
        return [
            Piece(f" {_MARKS[case.step]} ", tone),
            Piece(column(case.step, 15), "strong" if mine else tone),
            Piece(column("you" if mine else case.whose, 15), "strong" if mine else ""),
            Piece(column(case.first.case, 11), "strong"),
            Piece(column(_progress(case), 11)),
            Piece(column(_days(case, self.today), 6), "muted"),
            *(Piece(column(words, cells), "muted") for words, cells in shown),
            Piece(column(case.first.checklist.title, title), "muted"),
        ]


def _progress(case: Case) -> str:
    if case.step == "to grade":
        return "{} of {}".format(*progress(case.second))
    number = len(unsettled(*case))
    return f"{number} open" if case.step == "to agree" else "agreed"


def _days(case: Case, today: str) -> str:
    days = days_to_moderation(case.first, today)
    return "" if days is None else f"{days} d"


class ModerationScreen(Page):
    """The list of second grades."""

    CSS_PATH = "waiting.tcss"
    commands = MODERATION
    help_text = (
        "What waits for you stands first. ○ to grade, ≠ to agree, ◐ to acknowledge, ✓ done. Days run from the "
        "auditor's signature to the agreement. In the list of audits M begins a second grade."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*MODERATION)

    def __init__(self) -> None:
        super().__init__()
        self.everything, self.mine = False, False
        self._errand = Errand()

    def body(self) -> list[Widget]:
        """Return the list, what stands instead where it is empty, and what could not be read."""
        empty = Static("Reading …", id="empty", markup=False)
        return [LineList(id="cases"), empty, Static("", id="note", markup=False)]

    def on_mount(self) -> None:
        """Go to the list."""
        self.query_one(LineList).focus()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.look()

    def on_unmount(self) -> None:
        """Read for nobody."""
        self._errand.stop()

    def look(self) -> None:
        """Read the second grades, on a thread of its own."""
        shown = f"{'all' if self.everything else 'under way'}{' · waits for me' if self.mine else ''}"
        self.query_one(TopLine).say(Content.assemble(" ", line("Moderation", "bold")), f"{shown} · {self.desk.name} ")
        self._errand.stop()
        self._errand = Errand()
        self._read(self._errand)

    @work(thread=True, exclusive=True, group="catch-up")
    def _read(self, errand: Errand) -> None:
        self.post_message(errands.run(errand, lambda: moderating.cases(self.desk.once_more(errand.watch))))

    @on(Ended)
    def _show(self, event: Ended) -> None:
        if event.errand is not self._errand:
            return
        if isinstance(event.found, CaseauditError):
            self.caseaudit.complain(event.found)
        elif isinstance(event.found, Found):
            cases = [case for case in event.found.cases if self._is_shown(case)]
            ordered = moderating.in_order(cases, self.desk.person)
            lines = self.query_one(LineList)
            lines.set_source(CaseLines(ordered, self.desk.person, self.desk.today()), lines.cursor)
            self._say(bool(ordered), event.found.problems)

    def _is_shown(self, case: Case) -> bool:
        waits = moderating.waits_for(case, self.desk.person) or not self.mine
        return waits and (self.everything or case.step != "done")

    def _say(self, any_: bool, problems: list[Problem]) -> None:
        empty, note = self.query_one("#empty", Static), self.query_one("#note", Static)
        empty.display, self.query_one(LineList).display = not any_, any_
        empty.update("Nothing waits. Press f for what is done; M in the list of audits begins a second grade.")
        note.display = bool(problems)
        if problems:
            more = f" (and {len(problems) - 1} more)" if problems[1:] else ""
            note.update(line(f"Not read{more}: {problems[0]}"))

    # ── commands ─────────────────────────────────────────────────────────────

    def action_go_on(self) -> None:
        """Take the next step with the case under the cursor."""
        lines = self.query_one(LineList)
        if isinstance(lines.source, CaseLines) and len(lines.source):
            go_on(self.caseaudit, lines.source.cases[lines.cursor].first.id)

    @on(LineList.Chosen)
    def _clicked(self) -> None:
        self.action_go_on()

    def action_shown(self) -> None:
        """Show what is under way, or what is done too."""
        self.everything = not self.everything
        self.look()

    def action_mine(self) -> None:
        """Show only what waits for me, or everybody's."""
        self.mine = not self.mine
        self.look()

    def action_back(self) -> None:
        """Go back to the audits."""
        self.dismiss()
