"""One extract beside what it is graded by; the expert's grades stay hidden until somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from caseaudit.desk.exemplars import Rubric, slides
from caseaudit.domain.exemplar import Exemplar, ExemplarAnswer
from caseaudit.domain.exemplar_change import Line, compared
from caseaudit.tui.commands import EXTRACT, bindings
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.keys import KeyLine

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

_HEADING = "bold $text-secondary"
_NEW = "bold underline"
_SIGNS = "Margin: + a new line, ~ one rewritten in part, beside the extract you come from."


class ExtractScreen(Screen[None]):
    """The extract on the left, the criteria on the right; on a narrow terminal one above the other."""

    CSS_PATH = "training.tcss"
    commands = EXTRACT
    help_text = "Tab goes from the extract to the criteria and back; up and down scroll. Grade for yourself first."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*EXTRACT)
    AUTO_FOCUS = "#record"

    def __init__(self, rubric: Rubric) -> None:
        super().__init__()
        self.rubric = rubric
        self.exemplar = rubric.found.lettered["A"]
        self.before: Exemplar | None = None
        self.shown = 0
        """How many of the expert's answers are revealed; one more than there are, and the whole extract's grade too."""
        self.lifted = False
        self.warned = False
        """Whether it was said that what would lift the extract tells its grade."""

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield TopLine()
        with Container(id="sides"):
            with VerticalScroll(id="record"):
                yield Static("", id="words", markup=False)
            with VerticalScroll(id="criteria"):
                yield from (Static("", classes="criterion", markup=False) for _ in (*self._answers, "the whole"))
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the extract."""
        self._draw()

    @property
    def _answers(self) -> tuple[ExemplarAnswer, ...]:
        return self.exemplar.answers

    @property
    def _parts(self) -> list[Static]:
        return list(self.query(".criterion").results(Static))

    def _draw(self) -> None:
        found = self.rubric.found
        title = f"{self.rubric.title}, extract {found.letter(self.exemplar)}"
        revealed = f"{min(self.shown, len(self._answers))} of {len(self._answers)} revealed "
        self.query_one(TopLine).say(Content.assemble(" ", line(title, "bold")), revealed)
        self.query_one("#words", Static).update(Content("\n").join(self._record()))
        for part, words in zip(self._parts, self._criteria(), strict=True):
            part.update(words)

    # ── the extract ──────────────────────────────────────────────────────────

    def _record(self) -> Iterator[Content]:
        found = self.rubric.found
        yield text(found.fictional, "$text-muted")
        yield line("The situation", _HEADING)
        yield text(found.situation)
        yield Content("")
        yield line(f"Extract {found.letter(self.exemplar)}: {self.exemplar.title}", _HEADING)
        if self.before is None:
            yield text(self.exemplar.text)
        else:
            yield line(_SIGNS, "$text-muted")
            yield from map(_changed, compared(self.before.text, self.exemplar.text))
        if self.lifted:
            yield Content("")
            yield line(self.rubric.lifted(self.exemplar), _HEADING)
            yield text(self.exemplar.lift)

    # ── the criteria ─────────────────────────────────────────────────────────

    def _criteria(self) -> Iterator[Content]:
        """Yield each criterion, then the whole."""
        for place, answer in enumerate(self._answers):
            yield Content("\n").join([*self._criterion(answer, revealed=place < self.shown), Content("")])
        yield line(f"The whole extract: {self._whole()}", "bold reverse") if self._is_whole else Content("")

    def _criterion(self, answer: ExemplarAnswer, *, revealed: bool) -> Iterator[Content]:
        yield text(f"{answer.criterion}  {self.rubric.criterion(answer.criterion).question}", "bold")
        if revealed:
            yield self._answer(answer)
            yield text(answer.reason)
        yield from self._descriptors(answer)

    @property
    def _is_whole(self) -> bool:
        return self.shown > len(self._answers)

    def _whole(self) -> str:
        grade = self.rubric.scale.grade(self.exemplar.grade)
        return grade.label if grade else self.exemplar.grade

    def _descriptors(self, answer: ExemplarAnswer) -> Iterator[Content]:
        for label, looks_like in self.rubric.descriptors(answer.criterion):
            yield Content.assemble(line(label, _HEADING), "  ", text(looks_like))

    def _answer(self, answer: ExemplarAnswer) -> Content:
        """Return the expert's grade, and how it differs from the extract one comes from."""
        label = self.rubric.label(answer.criterion, answer.grade)
        scale = self.rubric.scale_of(answer.criterion)
        was = _grade_of(self.before, answer.criterion) if self.before else answer.grade
        moved = ""
        if was and was != answer.grade:
            sign = "▲" if scale.rank(answer.grade) < scale.rank(was) else "▼"
            moved = f"  {sign} was {self.rubric.label(answer.criterion, was)}"
        return Content.assemble((f"The expert: {label}", "bold reverse"), (moved, "bold $text-accent"))

    # ── keys ─────────────────────────────────────────────────────────────────

    def action_reveal(self) -> None:
        """Reveal the next of the expert's grades with its reason; at last the grade of the whole."""
        if self.shown <= len(self._answers):
            self.shown += 1
            self._draw()
            self.call_after_refresh(self._show_last_revealed)

    def _show_last_revealed(self) -> None:
        """Bring what was revealed last into sight, from its question on."""
        self.query_one("#criteria").scroll_to_widget(self._parts[self.shown - 1], animate=False, top=True)

    def action_step(self, by: int) -> None:
        """Go to the extract one grade better or worse, and mark what changed."""
        order = list(self.rubric.found.exemplars)
        at = order.index(self.exemplar) + by
        if not 0 <= at < len(order):
            self.notify("There is none better." if by < 0 else "There is none worse.", markup=False)
            return
        self.before, self.exemplar = self.exemplar, order[at]
        self.warned = False
        self._draw()
        self.query_one("#record").scroll_home(animate=False)

    def action_lift(self) -> None:
        """Show or hide what would lift the extract by one grade; while its grade is hidden, say first that it tells."""
        if not (self.lifted or self._is_whole or self.warned):
            self.warned = True
            self.notify("That tells the grade of the whole extract. l again shows it all the same.", markup=False)
            return
        self.lifted = not self.lifted
        self._draw()
        if self.lifted:
            self.call_after_refresh(self.query_one("#record", VerticalScroll).scroll_end, animate=False)

    def action_hide(self) -> None:
        """Hide the expert's grades again, for the next group."""
        self.shown, self.before, self.lifted, self.warned = 0, None, False, False
        self._draw()

    def action_present(self) -> None:
        """Show the extract full screen."""
        from caseaudit.tui.screens.training.presenting import Presentation

        self.app.push_screen(Presentation(slides(self.rubric, self.exemplar)))

    def action_hand_out(self) -> None:
        """Write the rubric or this extract to a file."""
        from caseaudit.tui.screens.training.papers import hand_out

        hand_out(cast("CaseauditApp", self.app), self.rubric, self.rubric.found.letter(self.exemplar))

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss()


def _grade_of(exemplar: Exemplar, criterion: str) -> str:
    return next((answer.grade for answer in exemplar.answers if answer.criterion == criterion), "")


def _changed(found: Line) -> Content:
    """Return a line with its sign in the margin, and the new words of a rewritten one underlined."""
    parts = [text(part.text, _NEW if part.new and found.sign == "~" else "") for part in found.parts]
    return Content.assemble((f"{found.sign} ", "bold $text-accent"), *parts)
