"""The audits behind a figure: which they are, and what was said in each."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk.behind import OF_ANSWERS, OF_AUDITS, Behind, Figure, Found
from caseaudit.domain.how_many import how_many
from caseaudit.domain.report import Report, Row
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import BEHIND, bindings
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.lines import LineList, NoLines, Piece, column

_STATES = {"not-applicable": "not applicable", "insufficient-evidence": "not enough on file", "": ""}


class BehindLines:
    """The audits, a window at a time."""

    def __init__(self, behind: Behind, report: Report) -> None:
        self.behind = behind
        self._grades = {grade.id: grade for grade in report.grades}

    def __len__(self) -> int:
        return self.behind.total

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: date, case, what was answered, and what else there is room for."""
        found = self.behind.at(index)
        audit, answered = found.audit, self._answer(found)
        extras = [(audit.team, 18, 56), (audit.worker, 16, 90), (audit.title, 26, 110)]
        shown = [(words, cells) for words, cells, needs in extras if width >= needs]
        case = max(10, min(24, width - 1 - 11 - 24 - sum(cells for _, cells in shown)))
        pieces = [Piece(" "), Piece(column(audit.date, 11)), Piece(column(audit.case, case), "strong"), answered]
        return [*pieces, *(Piece(column(words, cells), "muted") for words, cells in shown)]

    def _answer(self, found: Found) -> Piece:
        """Return the grade with its mark; of an audit, its judgement or how far it is."""
        given = found.grade if self.behind.figure.criterion else found.audit.judgement
        if grade := self._grades.get(given):
            tone = "good" if grade.good else "failing"
            return Piece(column(f"{grade.mark} {grade.label}", 24), tone)
        if self.behind.figure.criterion:
            return Piece(column(given or _STATES.get(found.state, found.state.replace("-", " ")), 24), "muted")
        audit = found.audit
        is_signed = audit.state == "signed-off"
        return Piece(column(given if is_signed else f"{audit.answered} of {audit.asked} answered", 24), "muted")


class BehindScreen(Page):
    """The list of those audits."""

    CSS_PATH = "behind.tcss"
    commands = BEHIND
    help_text = "The audits behind the figure you came from, the latest first. Escape goes back to it."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*BEHIND)

    def __init__(self, figure: Figure, words: str, report: Report, row: Row | None = None) -> None:
        """`words` say what the figure is of; `row` is its criterion."""
        super().__init__()
        self.figure, self.words, self.report, self.row = figure, words, report, row
        self._widened = False

    def body(self) -> list[Widget]:
        """Return the heading, the list, and what to do when it is empty."""
        return [
            Static("", id="heading", markup=False),
            LineList(id="audits"),
            Static("", id="empty", markup=False),
        ]

    def on_mount(self) -> None:
        """Go to the list."""
        self.query_one(LineList).focus()

    def on_screen_resume(self) -> None:
        """Show what changed while an audit was open."""
        self._look()

    def _look(self) -> None:
        lines = self.query_one(LineList)
        try:
            behind = self._found()
        except CaseauditError as error:
            self.caseaudit.complain(error)
            lines.set_source(NoLines())
            return
        lines.set_source(BehindLines(behind, self.report), lines.cursor)
        self._say(behind.total)

    def _found(self) -> Behind:
        """Return the audits; all of them at first where none is below good, rather than an empty list."""
        self.desk.look(quick=True, patient=False)
        behind = Behind(self.desk, self.figure)
        if not behind.total and self.figure.only == "below good" and not self._widened:
            self.figure = self.figure._replace(only="all")
            behind = Behind(self.desk, self.figure)
        self._widened = True
        return behind

    def _say(self, total: int) -> None:
        counted = how_many(total, "audit")
        self.query_one(TopLine).say(Content.assemble(" ", line("Behind the figure", "bold")), f"{self.desk.name} ")
        which = self.figure.only if self.figure.criterion or self.figure.only != "all" else "all of them"
        place = Content.styled(f"{counted} · {which}", "$text-muted")
        question = Content("\n").join([Content(""), text(self.row.question)]) if self.row else Content("")
        self.query_one("#heading", Static).update(Content.assemble(line(self.words, "bold"), "\n", place, question))
        empty = self.query_one("#empty", Static)
        empty.display, self.query_one(LineList).display = total == 0, total > 0
        empty.update("None. b shows others." if self._kinds()[1:] else "None.")

    def _kinds(self) -> list[str]:
        return list(OF_ANSWERS if self.figure.criterion else OF_AUDITS)

    # ── commands ─────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to read the criterion only where there is one."""
        return (self.row is not None) if action == "read" else super().check_action(action, parameters)

    def action_open(self) -> None:
        """Open the audit under the cursor, at the criterion."""
        lines = self.query_one(LineList)
        if isinstance(lines.source, BehindLines) and len(lines.source):
            found = lines.source.behind.at(lines.cursor)
            self.caseaudit.open_audit(found.audit.id, self.figure.criterion)

    @on(LineList.Chosen)
    def _open_clicked(self) -> None:
        self.action_open()

    def action_only(self) -> None:
        """Show the next kind of them."""
        kinds = self._kinds()
        self.figure = self.figure._replace(only=kinds[(kinds.index(self.figure.only) + 1) % len(kinds)])
        self._look()

    def action_read(self) -> None:
        """Read the criterion."""
        from caseaudit.tui.screens.summary.reading import read

        if self.row:
            read(self.caseaudit, self.row)

    def action_back(self) -> None:
        """Go back to the summary."""
        self.dismiss()
