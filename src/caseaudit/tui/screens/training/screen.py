"""The Training tab: the areas of practice that have fictional extracts to learn by."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.desk import exemplars
from caseaudit.desk.exemplars import Rubric
from caseaudit.tui.commands import TABS, TRAINING, bindings
from caseaudit.tui.screens.page import Page
from caseaudit.tui.show import text
from caseaudit.tui.widgets.lines import LineList, Piece, column


class RubricLines:
    """The sets of extracts, a line each."""

    def __init__(self, rubrics: list[Rubric]) -> None:
        self.rubrics = rubrics

    def __len__(self) -> int:
        return len(self.rubrics)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        rubric = self.rubrics[index]
        found, checklist, _ = rubric
        cohorts = ", ".join(checklist.cohorts).replace("-", " ") if width >= 90 else ""
        return [
            Piece(" "),
            Piece(column(rubric.title, 39), "strong"),
            Piece(column(found.kind, 24)),
            Piece(column(cohorts, max(0, width - 64)), "muted"),
        ]


class TrainingScreen(Page):
    """The list of what there is to learn by."""

    CSS_PATH = "training.tcss"
    commands = (*TRAINING, *TABS)
    tab = "training"
    help_text = (
        "Each line is one made-up situation, recorded at four grades. In a session (n begins one, s lists them) a "
        "group grades the same extracts blind, at this keyboard in turn or on machines of their own, and then sees "
        "where it parts. m makes an exemplar of one of your own audits."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(*TRAINING, *TABS)

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Rubric] = []
        self._lying: dict[Path, int] = {}
        self.cohort = ""

    def body(self) -> list[Widget]:
        """Return the list, the situation of what is under the cursor, and what is wrong with others."""
        return [LineList(id="exemplars"), *(Static("", id=name, markup=False) for name in ("only", "about", "note"))]

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def _show(self) -> None:
        self._lying = exemplars.lying(self.desk)
        self._all, problems = exemplars.rubrics(self.desk.library)
        note = self.query_one("#note", Static)
        note.display = bool(problems)
        if problems:
            note.update(text(f"{len(problems)} problem(s). {problems[0]}"))
        self._fill()
        self.query_one(LineList).focus()

    def on_screen_resume(self) -> None:
        """Say where we are, and show what was written into the library meanwhile."""
        self.say_on_top()
        if exemplars.lying(self.desk) != self._lying:
            self._show()

    def _fill(self) -> None:
        found = [one for one in self._all if self.cohort in ("", *one.checklist.cohorts)]
        names, before = [one.found.id for one in found], self.current()
        at = names.index(before.found.id) if before and before.found.id in names else 0
        self.query_one(LineList).set_source(RubricLines(found), at)
        only = f"Only: {self.cohort.replace('-', ' ')}" if self.cohort else "All cohorts"
        self.query_one("#only", Static).update(text(f"{only}. {len(found)} of {len(self._all)} areas."))
        self._describe()

    def current(self) -> Rubric | None:
        """Return what is under the cursor."""
        lines = self.query_one(LineList)
        found = lines.source.rubrics if isinstance(lines.source, RubricLines) else []
        return found[lines.cursor] if found else None

    @on(LineList.Moved)
    def _describe(self) -> None:
        if rubric := self.current():
            situation = " ".join(rubric.found.situation.split())
            self.query_one("#about", Static).update(text(f"{rubric.found.fictional} {situation}"))

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_read()

    def action_read(self) -> None:
        """Read the first extract: by its letter, which says nothing of its grade."""
        from caseaudit.tui.screens.training.extract import ExtractScreen

        if rubric := self.current():
            self.app.push_screen(ExtractScreen(rubric))

    def action_present(self) -> None:
        """Show the first extract full screen."""
        from caseaudit.tui.screens.training.presenting import Presentation

        if rubric := self.current():
            self.app.push_screen(Presentation(exemplars.slides(rubric, rubric.found.lettered["A"])))

    def action_sessions(self) -> None:
        """Show the sessions in which groups grade blind."""
        from caseaudit.tui.screens.training.sessions import SessionsScreen

        self.app.push_screen(SessionsScreen())

    def action_new(self) -> None:
        """Choose extracts for a session, from those of the area under the cursor on."""
        from caseaudit.tui.screens.training.choosing import choose

        rubric = self.current()
        choose(self.caseaudit, rubric.found.id if rubric else "")

    def action_hand_out(self) -> None:
        """Write the rubric or an extract to a file."""
        from caseaudit.tui.screens.training.papers import hand_out

        if rubric := self.current():
            hand_out(self.caseaudit, rubric)

    def action_make(self) -> None:
        """Make an exemplar of one of our own audits."""
        from caseaudit.tui.screens.making.listing import MakingsScreen

        self.app.push_screen(MakingsScreen(), lambda _: self._show())

    def action_look(self) -> None:
        """Look up words in all that good looks like."""
        from caseaudit.tui.screens.training.looking import LookingUp

        self.app.push_screen(LookingUp(self.desk.library, self.cohort))

    def action_cohort(self) -> None:
        """Show the areas of the next cohort."""
        self.cohort = next_cohort(self.cohort, {cohort for one in self._all for cohort in one.checklist.cohorts})
        self._fill()


def next_cohort(cohort: str, known: set[str]) -> str:
    """Return the cohort after this one, in the order in which a child meets them; none after the last."""
    from caseaudit.domain.checklist import COHORTS

    order = ["", *(one for one in COHORTS if one in known)]
    return order[(order.index(cohort) + 1) % len(order)] if cohort in order else ""
