"""Hand over what is shown: a format, a file name, and where it went."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar, NamedTuple

from textual import on
from textual.widget import Widget
from textual.widgets import Input, Select

from caseaudit.desk.handing_over import FORMS, Handed, hand_over, refuse_place, refuse_sharing
from caseaudit.desk.listing import Wanted
from caseaudit.desk.watching import Errand
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.disclosure import THRESHOLD
from caseaudit.domain.how_many import how_many
from caseaudit.problems import bad_input
from caseaudit.tui.screens.form import Form, choice, path_written, words

_SHARING = [("no, it stays in the service", "no"), ("yes, hide small numbers", "yes")]


class Order(NamedTuple):
    """What is to be written, and where."""

    form: str
    wanted: Wanted
    path: Path
    share: int | None = None
    """Which counts to hide: from 1 to below this; None where it stays in the service."""

    def write(self, desk: Workspace, errand: Errand) -> Handed:
        """Write it. Raises what `hand_over` raises, and `Stopped` when the errand is."""
        return hand_over(desk, self.form, self.wanted, self.path, errand.watch, self.share)


class HandOver(Form[Order]):
    """Ask for a format and a file; gives the order."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "../form.tcss"]
    help_text = (
        f"Signed-off audits only, as they are filtered, and never over a file that is there. "
        f"Share hides small numbers, and what would give them away. {Form.help_text}"
    )
    unfinished = False

    def __init__(self, desk: Workspace, wanted: Wanted, shown: str) -> None:
        """`shown` says in words what it will hold."""
        super().__init__()
        self.desk, self.wanted = desk, wanted
        self.heading = f"Export: {shown}"

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the formats and a name; what holds everything is offered only where nothing is filtered."""
        all_of_it = self.wanted == Wanted()
        forms = [(f"{name}: {form.what}", name) for name, form in FORMS.items() if form.ending or all_of_it]
        first = forms[0][1]
        name = f"caseaudit-{self.desk.today()}{FORMS[first].ending}"
        return [
            ("Format", choice("form", forms, first, blank=False)),
            ("File", words("file", str(Path.home() / name))),
            ("Share", choice("share", _SHARING, "no", blank=False)),
        ]

    @on(Select.Changed, "#form")
    def _follow(self, event: Select.Changed) -> None:
        """Give the name the ending of the format."""
        field = self.query_one("#file", Input)
        if Path(field.value).name:
            field.value = str(Path(field.value).with_suffix(FORMS[str(event.value)].ending))

    def result(self) -> Order:
        """Return the order. Raises `BadInput` for a place that does not fit, or where something is already."""
        given = self.value("file")
        if not given:
            raise bad_input("File", "has no name", "Write where it should go")
        path = path_written(given).absolute()
        refuse_place(self.desk, path)
        share = self.answer("share")
        if share:
            refuse_sharing(self.value("form"))
        return Order(self.value("form"), self.wanted, path, THRESHOLD if share else None)


def said(handed: Handed) -> str:
    """Return where it is, and what to know before handing it over."""
    parts = [f"{how_many(handed.audits, 'audit')} written to {handed.path}."]
    if handed.left_out:
        parts.append(f"{how_many(handed.left_out, 'file')} left out: the overview names what is not counted.")
    if handed.hints:
        parts.append(f"{how_many(handed.hints, 'text')} may identify a child: read it before it leaves.")
    return " ".join(parts)
