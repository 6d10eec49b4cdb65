"""Files that are no lists, or would hurt whoever opens them: refused in one line, in little time and memory."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from case_lists import annex_a, looked_after
from caseaudit.problems import BadInput
from caseaudit.store.frames.opening import open_book


def refusal(content: bytes) -> str:
    """Return what is said of a file whose rows are asked for."""
    with pytest.raises(BadInput) as caught:
        every_row(content)
    return str(caught.value)


def every_row(content: bytes) -> None:
    """Read all of a file."""
    book = open_book(content, "list.xlsx")
    for sheet in book.sheets:
        list(book.rows(sheet))


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    """A workbook with list 8."""
    return annex_a(tmp_path / "a.xlsx", {8: looked_after(3)}).read_bytes()


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a workbook with its parts changed; a part that becomes None is left out."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            changed = change(part, old.read(part))
            if changed is not None:
                new.writestr(part, changed)
    return made.getvalue()


def workbook(**cells: object) -> bytes:
    """Return a workbook with some cells."""
    book, made = Workbook(), io.BytesIO()
    for address, value in cells.items():
        book.worksheets[0][address] = value
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\0" * 900, "is empty"),
        (b"PK\x03\x04 and then nothing", "is damaged or cut short"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "cannot be read as a workbook"),
        (b"%PDF-1.7\0\0\0", "is neither a workbook nor text"),
    ],
)
def test_no_list_at_all(content: bytes, says: str) -> None:
    """One line each."""
    assert says in refusal(content)


def test_cut_short(sound: bytes) -> None:
    """A copy that was interrupted."""
    for length in (len(sound) // 2, len(sound) - 30):
        assert "is damaged or cut short" in refusal(sound[:length])


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("content.xml", "OpenDocument"),
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", ".xlsb"),
        ("x", "not a workbook"),
    ],
)
def test_other_kinds_of_file_in_the_same_wrapping(part: str, says: str) -> None:
    """Each is named."""
    made = io.BytesIO()
    with ZipFile(made, "w") as packed:
        packed.writestr(part, "<x/>")
    assert says in refusal(made.getvalue())


@pytest.mark.parametrize("address", ["XFD1", "A1048576", "XFD1048576", "DA2", "A300000"])
def test_a_cell_in_a_far_corner(address: str) -> None:
    """The library would make room for every cell before it: 500 gibibytes for the last corner."""
    said = refusal(workbook(A1="Case ID", **{address: "x"}))

    assert said.startswith("list.xlsx: has cells beyond row 299999 or column 104")


def test_a_far_cell_that_is_only_formatted_does_no_harm() -> None:
    """Somebody coloured a whole column."""
    book, made = Workbook(), io.BytesIO()
    book.worksheets[0].append(["Case ID"])
    book.worksheets[0]["A1048576"].number_format = "0.00"
    book.save(made)

    opened = open_book(made.getvalue(), "list.xlsx")

    assert [line.cells for line in opened.rows("Sheet")] == [["Case ID"]]


def test_a_far_row_whose_cells_do_not_say_where_they_stand(sound: bytes) -> None:
    """Leaving the address out of a cell is allowed."""
    far = b'<row r="1048576"><c t="n"><v>1</v></c></row></sheetData>'

    changed = repacked(sound, lambda part, old: old.replace(b"</sheetData>", far) if "sheet1" in part else old)

    assert "has cells beyond" in refusal(changed)


def test_a_long_sheet_that_lies_about_its_size() -> None:
    """Blown up with empty tags until it is too long to be looked through: it packs tighter than any list."""
    lie = b'<dimension ref="A1:B2"/>'
    padding = b"<row/>" * 12_000_000

    def blown(part: str, old: bytes) -> bytes:
        if "sheet1" not in part:
            return old
        return old.replace(b'<dimension ref="A1:XFD1"/>', lie).replace(b"<sheetData>", b"<sheetData>" + padding)

    changed = repacked(workbook(A1="Case ID", XFD1="x"), blown)

    assert len(changed) < 1_048_576
    assert "unpacks to hundreds of times its size, as no list does" in refusal(changed)


def test_a_document_type_with_entities(sound: bytes) -> None:
    """No workbook has one."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'

    changed = repacked(
        sound,
        lambda part, old: old.replace(b"<workbook ", bomb + b"<workbook ", 1) if part == "xl/workbook.xml" else old,
    )

    assert "is damaged or cut short" in refusal(changed)


def test_a_workbook_without_its_sheet(sound: bytes) -> None:
    """A part is missing."""
    changed = repacked(sound, lambda part, old: None if "sheet1.xml" in part else old)

    assert "cannot be read" in refusal(changed)


def test_a_sheet_of_rubbish(sound: bytes) -> None:
    """What is inside is not what it says."""
    changed = repacked(sound, lambda part, old: old[:300] if "sheet1.xml" in part else old)

    assert "cannot be read" in refusal(changed)
