"""A form on top of a screen: labelled fields, F2 accepts, Escape leaves, problems stand below."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Label, Select, Static

from caseaudit.plaintext import clean, one_line
from caseaudit.problems import CaseauditError, Problem
from caseaudit.tui.screens.box import Box
from caseaudit.tui.show import line
from caseaudit.tui.widgets.keys import KeyLine

Result = TypeVar("Result")


class Form(Box[Result], Generic[Result]):
    """A form that gives something, or None."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["modal.tcss", "form.tcss"]
    help_text = (
        "Tab and Shift+Tab move between fields. Enter goes on to the next one. F2 accepts, Escape leaves: "
        "where you wrote something, only when you press it twice."
    )
    heading = ""

    def __init__(self) -> None:
        super().__init__()
        self._labels: dict[str, str] = {}
        """The label of every field, by its id, from the top."""

    def compose(self) -> ComposeResult:
        """Lay the fields out under each other."""
        with VerticalScroll(classes="box", can_focus=False):
            yield Static(line(self.heading), classes="title", markup=False)
            for label, field in self.fields():
                self._labels[field.id or ""] = label
                yield Horizontal(Label(label, classes="label", markup=False), field, classes="row")
            yield Static("", id="problems", classes="bad", markup=False)
        yield KeyLine()

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the labels and their fields."""
        raise NotImplementedError

    def result(self) -> Result:
        """Return what the form gives. Raises `CaseauditError` with everything that is wrong."""
        raise NotImplementedError

    def written(self) -> tuple[str, ...]:
        """Return what every field says."""
        return tuple(self.value(field.id) for field in self.query(".field") if field.id)

    def field_of(self, problem: Problem) -> str:
        """Return the id of the field that a problem is about: it has its name or its label; or nothing.

        A problem that names no field, as a path that is taken, is about the only text there is.
        """
        named = {problem.where.casefold(), problem.key.casefold()}
        texts = [field.id for field in self.query(Input) if field.id]
        found = (field for field, label in self._labels.items() if named & {field, label.casefold()})
        return next(found, texts[0] if len(texts) == 1 else "")

    def value(self, field: str) -> str:
        """Return what a field says."""
        widget = self.query_one(f"#{field}")
        if isinstance(widget, Select):
            return str(widget.value) if widget.value is not Select.NULL else ""
        return clean(widget.value).strip() if isinstance(widget, Input) else ""

    def answer(self, field: str) -> bool | None:
        """Return a yes, a no or a not-recorded."""
        return {"yes": True, "no": False}.get(self.value(field))

    @on(Input.Submitted)
    def _on_to_the_next(self) -> None:
        self.focus_next()

    async def action_accept(self) -> None:
        """Give the result; or say what is wrong, and go to the first field that is."""
        await self.caseaudit.letters_arrive()
        try:
            found = self.result()
        except CaseauditError as error:
            self._go_to_the_first(error.problems)
            self.refuse(error)
        else:
            self.dismiss(found)

    def _go_to_the_first(self, problems: tuple[Problem, ...]) -> None:
        wrong = {self.field_of(problem) for problem in problems}
        if first := next((field for field in self._labels if field in wrong), ""):
            self.query_one(f"#{first}").focus()


def words(name: str, before: str = "", suggestions: list[str] | None = None, hint: str = "") -> Input:
    """Return a field for one line of text; what was used before is suggested while typing (right arrow takes it)."""
    suggester = SuggestFromList([one_line(s) for s in suggestions], case_sensitive=False) if suggestions else None
    return Input(one_line(before), id=name, suggester=suggester, placeholder=hint, classes="field", compact=True)


def choice(name: str, options: list[tuple[str, str]], before: str = "", *, blank: bool = True) -> Select[str]:
    """Return a choice of (label, value); the labels may be anybody's words. Open, it follows what is typed."""
    shown = [(Text(one_line(label)), value) for label, value in options]  # of Content nothing is found by typing
    chosen = before if before in {value for _, value in options} else Select.NULL
    field: Select[str] = Select(
        shown, id=name, allow_blank=blank, value=chosen, prompt="not recorded", compact=True, classes="field"
    )
    return field


def yes_or_no(name: str, before: bool | None) -> Select[str]:
    """Return a choice of yes, no and not recorded."""
    return choice(
        name, [("yes", "yes"), ("no", "no")], {True: "yes", False: "no"}.get(before, "") if before is not None else ""
    )


def path_written(said: str) -> Path:
    """Return the file or folder that was written; `~somebody` stays as it is where nobody of that name has a home."""
    try:
        return Path(said).expanduser()
    except RuntimeError:
        return Path(said)
