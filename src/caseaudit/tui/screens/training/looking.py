"""What good looks like, found by word across every checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Input, Static

from caseaudit.desk.exemplars import Passage, good_looks_like
from caseaudit.domain.how_many import how_many
from caseaudit.tui.commands import LOOKING_UP, bindings
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.screens.training.screen import next_cohort
from caseaudit.tui.show import line, paragraphs, text
from caseaudit.tui.widgets.keys import KeyLine
from caseaudit.tui.widgets.lines import LineList, Piece, column

if TYPE_CHECKING:
    from caseaudit.store.library import Library


class PassageLines:
    """The passages found, a line each."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages

    def __len__(self) -> int:
        return len(self.passages)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        checklist, criterion = self.passages[index]
        title = 26 if width >= 80 else 0
        return [
            Piece(" "),
            Piece(column(criterion.id, 9), "strong"),
            Piece(column(checklist.title, title), "muted"),
            Piece(column(criterion.good_looks_like, max(0, width - 10 - title))),
        ]


class LookingUp(Screen[None]):
    """Words above, the passages that hold them below, the one under the cursor in full."""

    CSS_PATH = "training.tcss"
    commands = LOOKING_UP
    help_text = "Every word you type has to begin a word of the passage. Enter goes from the words to the passages."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*LOOKING_UP)
    AUTO_FOCUS = "#words-wanted"

    def __init__(self, library: Library, cohort: str = "") -> None:
        super().__init__()
        self.library, self.cohort = library, cohort

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield TopLine()
        yield Input(placeholder="words of what good looks like; enter goes to the list", id="words-wanted")
        yield LineList(id="passages")
        yield Static("", id="passage", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show everything there is."""
        self._find()

    @on(Input.Changed, "#words-wanted")
    def _find(self) -> None:
        found = good_looks_like(self.library, self.query_one(Input).value, self.cohort)
        self.query_one(LineList).set_source(PassageLines(found))
        number = how_many(len(found), "passage")
        only = self.cohort.replace("-", " ") or "all cohorts"
        self.query_one(TopLine).say(line(" What good looks like", "bold"), f"{number}, {only} ")
        self._describe()

    def current(self) -> Passage | None:
        """Return the passage under the cursor."""
        lines = self.query_one(LineList)
        found = lines.source.passages if isinstance(lines.source, PassageLines) else []
        return found[lines.cursor] if found else None

    @on(LineList.Moved)
    def _describe(self) -> None:
        passage, shown = self.current(), self.query_one("#passage", Static)
        if passage is None:
            leave = "enter, then c," if self.query_one(Input).has_focus else "c"
            where = f" for {self.cohort.replace('-', ' ')}; {leave} goes on to the next cohort" if self.cohort else ""
            shown.update(text(f"Nothing holds all of these words{where}. Type fewer, or the beginning of one."))
            return
        question = f"{passage.criterion.id}, {passage.checklist.title}"
        good = ("Good looks like", passage.criterion.good_looks_like)
        shown.update(paragraphs((question, passage.criterion.question), good))

    @on(Input.Submitted, "#words-wanted")
    def _to_the_list(self) -> None:
        self.query_one(LineList).focus()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_read()

    def action_read(self) -> None:
        """Read the criterion under the cursor."""
        from caseaudit.tui.screens.reading import Reading

        if passage := self.current():
            self.app.push_screen(Reading(passage.checklist, self.library, passage.criterion.id))

    def action_words(self) -> None:
        """Go back to the words."""
        self.query_one(Input).focus()

    def action_cohort(self) -> None:
        """Look in the checklists of the next cohort."""
        known = {cohort for one in self.library.shelf.checklists.values() for cohort in one.cohorts}
        self.cohort = next_cohort(self.cohort, known)
        self._find()

    def action_back(self) -> None:
        """Back to the training."""
        self.dismiss()
