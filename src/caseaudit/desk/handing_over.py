"""Every format that a summary can be handed over in, in one table, for whoever offers a choice of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol

from caseaudit.desk import exporting
from caseaudit.desk.listing import Wanted
from caseaudit.desk.watching import Watch, unwatched
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import Problem, bad_input


class Handed(NamedTuple):
    """What was written, and what to know before handing it over."""

    path: Path
    audits: int
    left_out: int
    """How many files could not be read, or are copies."""
    hints: int
    """How many texts look as if they identify a child."""


Writer = Callable[[Workspace, Wanted, Path, int | None], Handed]
"""The last says which counts to hide: from 1 to below it; None where it stays in the service."""


class Form(NamedTuple):
    """A format."""

    what: str
    """What it is good for."""
    ending: str
    """Of a file name; empty where a folder is written."""
    write: Writer
    shares: bool = False
    """Whether it can leave the service with small numbers hidden; what holds single cases cannot."""


class _Made(Protocol):
    """What the exports have in common that are made as bytes."""

    @property
    def content(self) -> bytes: ...
    @property
    def audits(self) -> int: ...
    @property
    def problems(self) -> list[Problem] | tuple[Problem, ...]: ...
    @property
    def hints(self) -> int: ...


def _bytes(make: Callable[[Workspace, Wanted, int | None], _Made]) -> Writer:
    def write(workspace: Workspace, wanted: Wanted, path: Path, share: int | None) -> Handed:
        made = make(workspace, wanted, share)
        exporting.write(workspace, made.content, path)
        return Handed(path, made.audits, len(made.problems), made.hints)

    return write


def _records(form: str) -> Writer:
    return _bytes(lambda workspace, wanted, _: exporting.export(workspace, form, wanted))


def _document(workspace: Workspace, wanted: Wanted, share: int | None) -> _Made:
    from caseaudit.desk import reporting

    return reporting.board(workspace, wanted, share)


def _page(workspace: Workspace, wanted: Wanted, share: int | None) -> _Made:
    from caseaudit.desk import reporting

    return reporting.page(workspace, wanted, "html", share=share)


def _text(workspace: Workspace, wanted: Wanted, share: int | None) -> _Made:
    from caseaudit.desk import reporting

    return reporting.page(workspace, wanted, "markdown", share=share)


def _workbook(workspace: Workspace, wanted: Wanted, path: Path, share: int | None) -> Handed:
    try:
        from caseaudit.desk import workbooks
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("caseaudit"):
            raise
        raise bad_input(
            "xlsx", "needs a library that is not installed", "Run `pip install 'caseaudit[xlsx]'`"
        ) from None

    made = workbooks.export(workspace, wanted, path, share=share)
    return Handed(path, made.audits, len(made.problems), made.hints)


def _lake(workspace: Workspace, wanted: Wanted, path: Path, _share: int | None) -> Handed:
    from caseaudit.desk import lakes

    if wanted != Wanted():
        raise bad_input("parquet", "holds every signed-off audit", "Show all first, or choose another format")
    made = lakes.export(workspace, path)
    return Handed(path, made.about.audits, len(made.problems), 0)


FORMS: Mapping[str, Form] = {
    "csv": Form("one row an answer, for a spreadsheet", ".csv", _records("csv")),
    "xlsx": Form("a workbook: summary, charts, every answer", ".xlsx", _workbook, shares=True),
    "docx": Form("the report to the board, in Word", ".docx", _bytes(_document), shares=True),
    "html": Form("the report as one page, to read and print", ".html", _bytes(_page), shares=True),
    "markdown": Form("the report as text, for an email", ".md", _bytes(_text), shares=True),
    "json": Form("complete records, for another program", ".json", _records("json")),
    "parquet": Form("a folder of all of it, for DuckDB", "", _lake),
}
"""The formats by name, in the order in which people ask for them."""


def refuse_place(workspace: Workspace, path: Path) -> None:
    """Raise `BadInput` for a place that nothing may be written to, or where something is already."""
    exporting.refuse_place(workspace, path)
    if path.exists():
        raise bad_input(str(path), "exists already", "Choose another name")


def refuse_sharing(form: str) -> None:
    """Raise `BadInput` for a format that holds single cases: hiding small numbers would not make it fit to share."""
    if not FORMS[form].shares:
        fitting = ", ".join(name for name, each in FORMS.items() if each.shares)
        raise bad_input("Share", f"hides small numbers, and {form} holds single cases", f"Choose {fitting}")


def hand_over(
    workspace: Workspace,
    form: str,
    wanted: Wanted,
    path: Path,
    watch: Watch = unwatched,
    share: int | None = None,
) -> Handed:
    """Write what is wanted in a format, whole or not at all, and never over anything.

    `share`: hide counts from 1 to below this, and what would give them away, so that it can leave the service.
    Meant for a thread of its own: it opens the workspace once more. Raises `BadInput` for a place that does not fit
    and for a library that is missing, `StorageTrouble` if the disk refuses.
    """
    if share is not None:
        refuse_sharing(form)
    again = workspace.once_more(watch)
    refuse_place(again, path)
    with closing(again.index):
        return FORMS[form].write(again, wanted, path, share)
