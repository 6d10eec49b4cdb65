"""Second grades, a line each: who has to grade, agree or acknowledge what."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import moderating
from caseaudit.desk.moderating import Case, Found
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import progress
from caseaudit.domain.moderating import days_to_moderation, unsettled
from caseaudit.problems import Problem
from caseaudit.tui.commands import MODERATION, bindings
from caseaudit.tui.screens.moderation.going_on import go_on
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.screens.read_aside import ReadAside
from caseaudit.tui.show import line
from caseaudit.tui.widgets.lines import Headings, LineList, Piece, column

_BOTH_NAMES = 96
"""From this width on there is room for the names of auditor and moderator."""
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
        said = {
            "Next step": (case.step, "strong" if mine else tone),
            "Whose turn": ("you" if mine else case.whose, "strong" if mine else ""),
            "Case": (case.first.case, "strong"),
            "How far": (_progress(case), ""),
            "Days": (_days(case, self.today), "muted"),
            "Auditor": (case.first.auditor, "muted"),
            "Moderator": (case.second.auditor, "muted"),
            "Checklist": (case.first.checklist.title, "muted"),
        }
        pieces = [Piece(column(said[name][0], cells), said[name][1]) for name, cells in _columns(width)]
        return [Piece(f" {_MARKS[case.step]} ", tone), *pieces]


def _columns(width: int) -> list[tuple[str, int]]:
    """Return what the columns after the mark are called and how many cells each has, on lines so wide."""
    found = [("Next step", 15), ("Whose turn", 15), ("Case", 11), ("How far", 11), ("Days", 6)]
    found += [("Auditor", 17), ("Moderator", 17)] if width >= _BOTH_NAMES else []
    return [*found, ("Checklist", max(0, width - 3 - sum(cells for _, cells in found)))]


def _headings(width: int) -> str:
    return f"   {''.join(column(name, cells) for name, cells in _columns(width))}"


def _progress(case: Case) -> str:
    if case.step == "to grade":
        return "{} of {}".format(*progress(case.second))
    number = len(unsettled(*case))
    return f"{number} open" if case.step == "to agree" else "agreed"


def _days(case: Case, today: str) -> str:
    days = days_to_moderation(case.first, today)
    return "" if days is None else f"{days} d"


class ModerationScreen(ReadAside):
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

    def body(self) -> list[Widget]:
        """Return the list, what stands instead where it is empty, and what could not be read."""
        empty = Static("Reading …", id="empty", markup=False)
        cases = LineList(id="cases")
        return [Headings(cases, _headings), cases, empty, Static("", id="note", markup=False)]

    def say_what_is_shown(self) -> None:
        """Say which second grades are shown."""
        shown = f"{'all' if self.everything else 'under way'}{' · waits for me' if self.mine else ''}"
        self.query_one(TopLine).say(Content.assemble(" ", line("Moderation", "bold")), f"{shown} · {self.desk.name} ")

    def read(self, desk: Workspace) -> Found:
        """Return the second grades."""
        return moderating.cases(desk)

    def show(self, found: Found) -> None:
        """Show the second grades."""
        cases = moderating.in_order([case for case in found.cases if self._is_shown(case)], self.desk.person)
        otherwise = "Nothing waits. Press f for what is done; M in the list of audits begins a second grade."
        self.fill(CaseLines(cases, self.desk.person, self.desk.today()), otherwise)
        headings = self.query_one(Headings)
        headings.display = bool(cases)
        self.call_after_refresh(headings.refresh)
        self._note(found.problems)

    def _is_shown(self, case: Case) -> bool:
        waits = moderating.waits_for(case, self.desk.person) or not self.mine
        return waits and (self.everything or case.step != "done")

    def _note(self, problems: list[Problem]) -> None:
        note = self.query_one("#note", Static)
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
