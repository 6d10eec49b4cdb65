"""Hand-outs on paper: the rubric, an extract with or without its answers, what came of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select

from caseaudit.desk import exporting, handouts
from caseaudit.desk.handing_over import FORMS as NAMED
from caseaudit.desk.handing_over import refuse_place
from caseaudit.desk.handouts import FORMS
from caseaudit.desk.handouts import Form as Format
from caseaudit.domain.how_many import how_many
from caseaudit.problems import CaseauditError, bad_input
from caseaudit.tui.screens.form import Form, choice, path_written, words

if TYPE_CHECKING:
    from caseaudit.desk.exemplars import Rubric
    from caseaudit.desk.workspace import Workspace
    from caseaudit.tui.app import CaseauditApp

_FORMATS = {
    "docx": "docx: to print and change in Word",
    "html": "html: one page, to read and print",
    "markdown": "markdown: plain text",
}
_WORTH_READING = 20  # seconds for which it is said where the file is

Made = Callable[[Format], tuple[bytes, int]]
"""Makes a hand-out in a format; the number is of what is wrong with it."""


class Paper(NamedTuple):
    """Something to hold in one's hands."""

    what: str
    name: str
    """Of the file, without its ending."""
    make: Made


class Order(NamedTuple):
    """What is to be written, in which format, and where."""

    paper: Paper
    form: Format
    path: Path

    def write(self, desk: Workspace) -> str:
        """Write it and say where it is. Raises what its making raises, `BadInput`, `StorageTrouble`."""
        content, wrong = self.paper.make(self.form)
        exporting.write(desk, content, self.path)
        return f"Written to {self.path}." + (
            f" {how_many(wrong, 'problem')}: open the result to read them." if wrong else ""
        )


class PaperForm(Form[Order]):
    """Ask what, in which format, and where to; gives the order."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "../form.tcss"]
    help_text = f"Never over a file that is there. {Form.help_text}"
    heading = "Hand-out"
    unfinished = False

    def __init__(self, desk: Workspace, papers: list[Paper], first: int = 0) -> None:
        super().__init__()
        self.desk, self.papers, self.first = desk, papers, first
        self.form = handouts.ready()

    def fields(self) -> list[tuple[str, Widget]]:
        """Return what there is, the formats, the first that can be written here chosen, and a name."""
        shown = [(paper.what, str(place)) for place, paper in enumerate(self.papers)]
        forms: list[tuple[str, str]] = [(_FORMATS[form], form) for form in FORMS]
        return [
            ("What", choice("what", shown, str(self.first), blank=False)),
            ("Format", choice("form", forms, self.form, blank=False)),
            ("File", words("file", str(self._place(self.papers[self.first], self.form, Path.home())))),
        ]

    def _place(self, paper: Paper, form: str, folder: Path) -> Path:
        return folder / f"{paper.name}{NAMED[form].ending}"

    @on(Select.Changed)
    def _follow(self) -> None:
        """Give the file the name of what it holds and the ending of its format, in the folder that was chosen."""
        if self.value("what") and self.value("form"):
            field = self.query_one("#file", Input)
            paper = self.papers[int(self.value("what"))]
            field.value = str(self._place(paper, self.value("form"), Path(field.value).parent))

    def result(self) -> Order:
        """Return the order. Raises `BadInput` for a place that does not fit, or where something is already."""
        if not self.value("file"):
            raise bad_input("File", "has no name", "Write where it should go")
        path = path_written(self.value("file")).absolute()
        refuse_place(self.desk, path)
        form = next(form for form in FORMS if form == self.value("form"))
        return Order(self.papers[int(self.value("what"))], form, path)


def hand_out(app: CaseauditApp, rubric: Rubric, letter: str = "") -> None:
    """Ask for the rubric or an extract, and write it; with a letter, that extract is offered first."""
    papers = list(_papers(app.desk, rubric))
    first = next((place for place, paper in enumerate(papers) if paper.name.endswith(f"-{letter.lower()}")), 0)
    _ask(app, papers, first if letter else 0)


def hand_out_session(app: CaseauditApp, session_id: str) -> None:
    """Ask for what came of a session, and write it."""

    def made(form: Format, *, named: bool) -> tuple[bytes, int]:
        content, problems = handouts.session(app.desk, session_id, form, named=named)
        return content, len(problems)

    papers = [
        Paper("what came of it, without names", f"{session_id}-without-names", partial(made, named=False)),
        Paper("what came of it, with names and reasons", session_id, partial(made, named=True)),
    ]
    _ask(app, papers)


def _papers(desk: Workspace, rubric: Rubric) -> list[Paper]:
    checklist, own, library, day = rubric.checklist.id, rubric.found.id, desk.library, desk.today()

    def extract(letter: str, *, answers: bool) -> Made:
        return lambda form: (handouts.extract(library, own, letter, form, day, answers=answers), 0)

    papers = [
        Paper(
            "the rubric: what each grade looks like",
            f"{checklist}-rubric",
            lambda form: (handouts.rubric(library, checklist, form, day), 0),
        )
    ]
    for letter in rubric.found.lettered:
        name = f"{own}-extract-{letter.lower()}"
        papers.append(Paper(f"extract {letter}, to grade", name, extract(letter, answers=False)))
        answered = Paper(f"extract {letter}, with the answers", f"{name}-answers", extract(letter, answers=True))
        papers.append(answered)
    return papers


def _ask(app: CaseauditApp, papers: list[Paper], first: int = 0) -> None:
    def given(order: Order | None) -> None:
        if order:
            app.run_worker(lambda: _write(app, order), thread=True, group="count", exit_on_error=True)

    app.push_screen(PaperForm(app.desk, papers, first), given)


def _write(app: CaseauditApp, order: Order) -> None:
    """Write on a thread of its own: the library for Word takes longer to load than the page to draw."""
    try:
        said = order.write(app.desk)
    except CaseauditError as error:
        app.call_from_thread(app.complain, error)
    else:
        app.call_from_thread(lambda: app.notify(Content(said).plain, timeout=_WORTH_READING, markup=False))
