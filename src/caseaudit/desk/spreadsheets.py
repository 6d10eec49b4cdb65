"""Take a checklist to a spreadsheet, and bring it back without loss."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from caseaudit.domain.checklist import Checklist
from caseaudit.domain.checklist_reading import read_checklist
from caseaudit.domain.shape import Fault
from caseaudit.exports.checklist_xlsx import drawing, opening, reading, sheets
from caseaudit.exports.checklist_xlsx.cells import CellFault
from caseaudit.exports.checklist_xlsx.columns import Layout, layout
from caseaudit.problems import BadInput, CaseauditError, Problem, bad_input
from caseaudit.store import checklist_toml, filesystem, toml_text
from caseaudit.store.library import LIMIT, TABLES, Library
from caseaudit.store.names import is_reserved


class Workbook(NamedTuple):
    """A checklist as a workbook, and what of its file does not come along."""

    checklist: str
    """Its id."""
    content: bytes
    not_kept: str
    """`its 3 comments, and its own spacing …`, or nothing."""


class Brought(NamedTuple):
    """A checklist that came back from a workbook."""

    checklist: Checklist
    content: bytes
    """Its file."""
    not_read: list[str]
    """The sheets that are no part of it."""


class Standing(NamedTuple):
    """The file that stands where a checklist is to be written."""

    same: bool
    """Whether it holds the very same bytes."""
    not_kept: str
    """What of it is lost beside the words that changed, or nothing."""
    same_version: bool
    """Whether its version is that of the new one, although the words differ."""


# ── to a workbook ────────────────────────────────────────────────────────────


def to_workbook(library: Library, name: str) -> Workbook:
    """Return the workbook of a checklist, by its id or by the path of its file.

    Raises `BadInput` with every problem of the file, with every text that no cell can hold, and where the
    library that writes workbooks is not installed.
    """
    path = _file_of(library, name)
    content = filesystem.read_regular(path, LIMIT)
    table = toml_text.parse(content, str(path))
    drawn = sheets.sheets(table, library.knowledge)
    if faults := [fault for sheet in drawn for fault in sheets.faults(sheet)]:
        raise BadInput(*_problems(path, faults))
    try:
        workbook = drawing.draw(drawn, library.knowledge, table["id"])
    except ModuleNotFoundError:
        raise _not_installed() from None
    text = toml_text.text_of(content, str(path))
    return Workbook(table["id"], workbook, checklist_toml.not_kept(text, table, library.knowledge))


def _file_of(library: Library, name: str) -> Path:
    """Return the file of a checklist that has no problem."""
    path = Path(name)
    if name.endswith(".toml") and path.is_file():
        library.read(path)
        return path
    return library.paths()[library.get(name).id]


# ── and back ─────────────────────────────────────────────────────────────────


def from_workbook(library: Library, path: Path, name: str = "") -> Brought:
    """Return the checklist of a workbook; `name` is the name its file will have, its own id if left out.

    Raises `BadInput` with every problem of the workbook, each with its sheet, row and column.
    """
    try:
        grids = opening.read(_content_of(path), str(path))
    except ModuleNotFoundError:
        raise _not_installed() from None
    found = reading.read(grids, library.knowledge)
    checklist_id = str(found.table.get("id", ""))
    checklist, faults = read_checklist(found.table, name or checklist_id, library.knowledge)
    faults += _name_faults(checklist_id)
    told = {*found.faults, *filter(None, (reading.fault_in(found, fault) for fault in faults))}
    if told or checklist is None:
        raise BadInput(*_problems(path, _in_reading_order(told, layout(library.knowledge))))
    content = checklist_toml.text(found.table, library.knowledge).encode()
    if len(content) > LIMIT:
        what = f"makes a checklist over the limit of {LIMIT // opening.MIB} MiB"
        raise bad_input(str(path), what, "Shorten the longest texts, or make two checklists of it")
    return Brought(checklist, content, found.not_read)


def _content_of(path: Path) -> bytes:
    limit = opening.LARGEST_FILE
    if path.is_file() and path.stat().st_size > limit:
        what = f"is over the limit of {limit // opening.MIB} MiB"
        raise bad_input(str(path), what, "Take out what is no part of the checklist, such as pictures")
    return filesystem.read_regular(path, limit)


def _name_faults(checklist_id: str) -> list[Fault]:
    needed = f"{checklist_id}.toml" in TABLES or is_reserved(checklist_id)
    return [Fault(("id",), "is a name that is needed for something else", "Choose another id")] if needed else []


def _in_reading_order(faults: Iterable[CellFault], sheets_in_order: Layout) -> list[CellFault]:
    names = list(sheets_in_order)
    return sorted(faults, key=lambda fault: (names.index(fault.place.sheet.partition("!")[0]), *fault.place[1:]))


def standing(library: Library, path: Path, brought: Brought) -> Standing | None:
    """Return what stands where a checklist is to be written, or None if nothing does."""
    if not path.exists():
        return None
    content = filesystem.read_regular(path, LIMIT)
    try:
        old = library.read(path)
        text, table = toml_text.text_of(content, str(path)), toml_text.parse(content, str(path))
    except CaseauditError:
        return Standing(same=False, not_kept="all that it holds, which is no sound checklist", same_version=False)
    new = brought.checklist
    return Standing(
        content == brought.content,
        checklist_toml.not_kept(text, table, library.knowledge),
        old.version == new.version and old.digest != new.digest,
    )


# ── files ────────────────────────────────────────────────────────────────────


def keep(path: Path, content: bytes, *, replace: bool) -> None:
    """Write a workbook or a checklist, whole or not at all; only with `replace` over a file that is there.

    Raises `BadInput` for a place that does not fit, `StorageTrouble` if the disk refuses.
    """
    if path.is_dir():
        raise bad_input(str(path), "is a folder", "Name a file in it")
    if not path.parent.is_dir():
        raise bad_input(str(path.parent), "is not a folder", "Make it first, or choose another one")
    if replace:
        filesystem.put(path, content)
    elif not filesystem.publish_new(path, content):
        raise bad_input(str(path), "exists already", "Choose another name, or add --replace to write over it")


def _problems(path: Path, faults: Iterable[CellFault]) -> list[Problem]:
    return [Problem(f"{path}: {fault.place}", fault.what, fault.remedy, fault.place.key) for fault in faults]


def _not_installed() -> BadInput:
    return bad_input("workbooks", "need libraries that are not installed", "Run `pip install 'caseaudit[xlsx]'`")
