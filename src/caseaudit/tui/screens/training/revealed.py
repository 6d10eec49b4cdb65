"""What a group gave, criterion by criterion, the widest spread first, then the expert; and what came of it all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import training_talk
from caseaudit.desk.training import Shown
from caseaudit.domain import calibration_words
from caseaudit.domain.calibration import Spread
from caseaudit.tui.commands import bindings
from caseaudit.tui.commands_training import REVEALED
from caseaudit.tui.screens.page import Page, TopLine
from caseaudit.tui.show import line, paragraphs, text
from caseaudit.tui.widgets.lines import LineList, Piece, column

_HEADING = "bold $text-secondary"
_RESULT = "What came of it"


class SpreadLines:
    """The criteria, those that divide the group first, then what came of it: a line each."""

    def __init__(self, spreads: tuple[Spread, ...]) -> None:
        self.spreads = spreads

    def __len__(self) -> int:
        return len(self.spreads) + 1

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: a mark, the criterion and its extract, how far the group is apart."""
        if index == len(self.spreads):
            return [Piece(" Σ ", "strong"), Piece(column(_RESULT, width - 3), "strong")]
        spread = self.spreads[index]
        mark, tone = ("≠", "weak") if spread.divides else ("=", "good")
        name = f"{spread.about[2]} {spread.about[1]} "
        parted = column(calibration_words.parted(spread), max(0, width - 3 - len(name)))
        return [Piece(f" {mark} ", tone), Piece(name, "strong"), Piece(parted, tone)]


class SpreadList(LineList, can_focus=False):
    """The list of criteria; the keys stay with what is shown."""


class RevealedScreen(Page):
    """One session, once its grades are revealed."""

    CSS_PATH = "revealed.tcss"
    commands = REVEALED
    help_text = (
        "≠ divides the group, = all say the same. Let those who gave the highest and the lowest grade say why before "
        "space shows the expert's. The list ends with what came of it. f shows it on a projector, without names."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*REVEALED)
    AUTO_FOCUS = "#spread"

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown
        self.at = 0
        self.named = True
        self.opened: set[int] = set()
        """The criteria of which the expert's grade is shown."""

    def body(self) -> list[Widget]:
        """Return the list, and one criterion or what came of it."""
        return [
            SpreadList(id="spreads"),
            VerticalScroll(Static("", id="said", markup=False), id="spread"),
            Vertical(Static("", id="note", markup=False), id="notes"),
        ]

    def on_mount(self) -> None:
        """Show what divides the group most."""
        self.query_one(SpreadList).set_source(SpreadLines(self.spreads))
        note = self.query_one("#notes")
        note.display = bool(self.shown.problems)
        if self.shown.problems:
            self.query_one("#note", Static).update(text(str(self.shown.problems[0])))
        self._draw()

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """The criteria, those that divide the group first."""
        return self.shown.result.spreads

    @property
    def people(self) -> dict[str, str]:
        """What everybody is called here."""
        return training_talk.called(self.shown.session, named=self.named)

    # ── drawing ──────────────────────────────────────────────────────────────

    def _draw(self) -> None:
        title = line(f" {self.shown.session.title}", "bold $text-primary")
        self.query_one(TopLine).say(title, f"{self._place()} ", left_gives_way=True)
        parts = self._result() if self.at == len(self.spreads) else self._criterion(self.spreads[self.at])
        self.query_one("#said", Static).update(Content("\n").join(parts))
        self.query_one("#spread", VerticalScroll).scroll_home(animate=False)

    def _place(self) -> str:
        return f"{self.at + 1} of {len(self.spreads) + 1}"

    def _criterion(self, spread: Spread) -> Iterator[Content]:
        yield line(self.shown.where(spread.about), "bold $text-primary")
        yield text(self.shown.question(spread.about), "bold")
        yield Content("")
        yield from self._scale(spread)
        yield self._apart(spread)
        yield Content("")
        if self.at in self.opened:
            yield Content.assemble(("► ", "bold $text-accent"), text(self.shown.expert(spread, named=self.named)))
        else:
            yield line("Why the highest, why the lowest? Then space shows the expert's grade.", "$text-muted")
        if self.named:
            yield from self._reasons(spread)

    def _apart(self, spread: Spread) -> Content:
        """Return how far the group is apart, and with names who stands at either end."""
        tone = "bold $text-warning" if spread.divides else "bold $text-success"
        ends = f". {calibration_words.furthest(spread)}" if self.named and spread.steps else "."
        return Content.assemble(line(calibration_words.parted(spread).capitalize(), tone), text(ends))

    def _scale(self, spread: Spread) -> Iterator[Content]:
        """Yield the scale: a mark or a name for each who gave a grade; an arrow at the expert's, once it is shown."""
        opened = self.at in self.opened
        rows = training_talk.scale(self.shown, spread, self.people if self.named else None)
        for row, (grade, names) in zip(rows, calibration_words.standing(spread), strict=True):
            expert = opened and grade == spread.expert
            mark = ("► ", "bold $text-accent") if expert else "  "
            yield Content.assemble(mark, text(row, "bold" if names or expert else "$text-muted"))

    def _reasons(self, spread: Spread) -> Iterator[Content]:
        reasons = [(self.people[name], mark.reason) for name, mark in spread.given if mark.reason]
        if reasons:
            yield Content("")
            yield line("What they wrote", _HEADING)
            yield from (Content.assemble(line(f"{name}:", "bold"), " ", text(words)) for name, words in reasons)

    def _result(self) -> Iterator[Content]:
        session, result = self.shown.session, self.shown.result
        yield line(_RESULT, "bold $text-primary")
        graded = f"{calibration_words.graders(session)}, {calibration_words.extracts(session)}"
        yield paragraphs(("Graded", graded), ("Trainer", session.trainer), ("The expert", self._expert()))
        yield Content("")
        yield text(calibration_words.dividing(result))
        yield Content("")
        yield line("Beside the expert, the highest grades first", _HEADING)
        yield from map(text, training_talk.beside_the_expert(self.shown, self.people))
        yield text(calibration_words.ends(result, self.people))
        for found in result.among:
            yield Content("")
            yield line("Beside each other", _HEADING)
            yield from map(text, training_talk.beside_each_other(self.shown, found))

    def _expert(self) -> str:
        return self.shown.session.expert if self.named else ""

    # ── keys ─────────────────────────────────────────────────────────────────

    def action_on(self) -> None:
        """Show the expert's grade of this criterion; where it is shown, go on."""
        if self.at < len(self.spreads) and self.at not in self.opened:
            self.opened.add(self.at)
            self._draw()
        else:
            self.action_go(1)

    def action_go(self, by: int) -> None:
        """Go on, or back, by one."""
        if 0 <= self.at + by <= len(self.spreads):
            self.at += by
            self.query_one(SpreadList).cursor = self.at
            self._draw()

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        if event.index != self.at and event.index == self.query_one(SpreadList).cursor:
            self.action_go(event.index - self.at)

    def action_names(self) -> None:
        """Say who gave what, or only how many."""
        self.named = not self.named
        self._draw()

    def action_expert(self) -> None:
        """Show the expert's grades everywhere, or hide them."""
        every = {*range(len(self.spreads))}
        self.opened = set() if self.opened == every else every
        self._draw()

    def action_present(self) -> None:
        """Show it full screen, without names."""
        from caseaudit.tui.screens.training.presenting import RevealedPresentation

        self.app.push_screen(RevealedPresentation(self.shown))

    def action_hand_out(self) -> None:
        """Write what came of it to a file."""
        from caseaudit.tui.screens.training.papers import hand_out_session

        hand_out_session(self.caseaudit, self.shown.session.id)

    def action_back(self) -> None:
        """Back to the sessions."""
        self.dismiss()
