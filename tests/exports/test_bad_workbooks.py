"""Files that are no workbook, or one that would hurt: each is one clear line, and costs next to nothing."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import tomli

from caseaudit.exports.checklist_xlsx import drawing, opening
from caseaudit.exports.checklist_xlsx.sheets import sheets
from caseaudit.problems import BadInput
from conftest import SAMPLE
from made_up_checklists import KNOWN

HANDOVER = tomli.loads((SAMPLE / "handover.toml").read_text(encoding="utf-8"))
SOUND = drawing.draw(sheets(HANDOVER, KNOWN), KNOWN, "handover")
CRITERIA = "xl/worksheets/sheet3.xml"
Part = Callable[[bytes], bytes]


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a zip file of some parts."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()


def with_part(name: str, change: Part) -> bytes:
    """Return the sound workbook with one of its parts changed, or added."""
    with ZipFile(BytesIO(SOUND)) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    return packed({**parts, name: change(parts.get(name, b""))})


def swapped(old: bytes, new: bytes) -> Part:
    """Return the change of some bytes into others, once."""

    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return change


def lying_about_its_size() -> bytes:
    """Return a workbook with a part that unpacks to far more than the zip file says of it."""
    bomb = with_part("xl/media/image1.png", lambda _: b"\0" * 50_000_000)
    size = struct.pack("<I", 50_000_000)
    assert bomb.count(size) == 2
    return bomb.replace(size, struct.pack("<I", 1_000))


MERGED = b'</sheetData><mergeCells count="1"><mergeCell ref="%s"/></mergeCells>'
FAR = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
CELLS = b"<row>" + b"<c/>" * 700_000 + b"</row></sheetData>"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'


class Bad(NamedTuple):
    """Bytes that are no workbook for us, and what is said about them."""

    name: str
    content: bytes
    says: str


TABLE = [
    Bad("empty", b"", "is empty (an interrupted copy?). Copy it again"),
    Bad("NUL", b"\0" * 8192, "is empty (an interrupted copy?). Copy it again"),
    Bad("cut short", SOUND[: len(SOUND) // 2], "is damaged or cut short. Copy it again"),
    Bad("the end missing", SOUND[:-30], "is damaged or cut short. Copy it again"),
    Bad("a byte changed", SOUND[:3000] + bytes([SOUND[3000] ^ 255]) + SOUND[3001:], "is damaged or cut short."),
    Bad("old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "is an old workbook (.xls), or is locked"),
    Bad("text", b"id,question\nCHR-01,Why?\n", "is not a workbook. Open it in a spreadsheet program and save it as"),
    Bad("HTML under another name", b"<html><table><tr><td>1</td></tr></table></html>", "is not a workbook."),
    Bad("ZIP of anything", packed({"readme.txt": b"hello"}), "is not a workbook."),
    Bad("ODS", packed({"mimetype": b"x", "content.xml": b"<a/>"}), "is an OpenDocument file (.ods). Open it"),
    Bad("XLSB", packed({"xl/workbook.bin": b"x"}), "is a binary workbook (.xlsb). Open it"),
    Bad("DOCX", packed({"word/document.xml": b"<a/>"}), "is a Word document."),
    Bad("only its name", packed({"xl/workbook.xml": b"<workbook/>"}), "cannot be read as a workbook."),
    Bad("XML cut short", with_part(CRITERIA, lambda part: part[:2000]), "is damaged or cut short."),
    Bad("no XML", with_part(CRITERIA, lambda _: b"hello"), "is damaged or cut short."),
    Bad("no cell", with_part(CRITERIA, swapped(b'r="A1"', b'r="ZZZZ99999999999"')), "cannot be read as a workbook."),
    Bad("no such text", with_part(CRITERIA, swapped(b"<v>", b"<v>99999")), "cannot be read as a workbook."),
    Bad("zip bomb", with_part("xl/media/image1.png", lambda _: b"\0" * 60_000_000), "unpacks to more than 48 MiB."),
    Bad("lying zip bomb", lying_about_its_size(), "is damaged or cut short."),
    Bad(
        "10,000 parts",
        packed({f"xl/{n}": b"" for n in range(10_000)} | {"xl/workbook.xml": b""}),
        "holds more than 1000 parts.",
    ),
    Bad("entities", with_part(CRITERIA, swapped(b"<worksheet", LAUGHS)), "holds a document type, as no workbook does."),
    Bad("a cell far away", with_part(CRITERIA, swapped(b"</sheetData>", FAR)), "has cells beyond 5000 rows or 200 col"),
    Bad("700,000 cells", with_part(CRITERIA, swapped(b"</sheetData>", CELLS)), "holds more cells than any checklist"),
    Bad(
        "all cells merged",
        with_part(CRITERIA, swapped(b"</sheetData>", MERGED % b"A1:XFD1048576")),
        "merges more cells than any checklist has. Unmerge them",
    ),
    Bad(
        "merged nowhere",
        with_part(CRITERIA, swapped(b"</sheetData>", MERGED % b"everything")),
        "merges more cells than any checklist has. Unmerge them",
    ),
]


@pytest.mark.parametrize("bad", TABLE, ids=[bad.name for bad in TABLE])
@pytest.mark.timeout(60)
def test_a_file_that_is_no_workbook_is_one_line(bad: Bad) -> None:
    """With its name, what is wrong, and what to do; nothing of its content is in it."""
    with pytest.raises(BadInput) as refused:
        opening.read(bad.content, "ours.xlsx")

    (problem,) = refused.value.problems
    assert problem.where.startswith("ours.xlsx")
    assert str(problem).removeprefix(problem.where + ": ").startswith(bad.says)


@pytest.mark.parametrize("at", range(30, len(SOUND), len(SOUND) // 60))
def test_a_damaged_workbook_never_ends_in_a_crash(at: int) -> None:
    """A byte turned over anywhere: it is refused in plain words, or every cell is what it was."""
    spoilt = SOUND[:at] + bytes([SOUND[at] ^ 0x55]) + SOUND[at + 1 :]
    try:
        grids = opening.read(spoilt, "ours.xlsx")
    except BadInput:
        return
    assert grids == opening.read(SOUND, "ours.xlsx")


def test_what_others_put_into_a_workbook_does_no_harm(tmp_path: Path) -> None:
    """Pictures, notes, colours, charts and hidden sheets are passed over."""
    import openpyxl
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(BytesIO(SOUND))
    criteria = book["Criteria"]
    criteria["C2"].comment = Comment("Ask North about this.", "QA lead")
    criteria["C3"].fill = PatternFill("solid", fgColor="FFFF00")
    chart = BarChart()
    chart.add_data(Reference(criteria, min_col=6, min_row=2, max_row=5))
    criteria.add_chart(chart, "B20")
    book["Sections"].sheet_state = "hidden"
    book.save(tmp_path / "ours.xlsx")

    before, after = opening.read(SOUND, "x"), opening.read((tmp_path / "ours.xlsx").read_bytes(), "x")
    assert {name: list(map(list, grid.rows)) for name, grid in after.items()} == {
        name: list(map(list, grid.rows)) for name, grid in before.items()
    }


def test_a_text_in_several_styles_is_one_text() -> None:
    """As when somebody makes one word of a question bold."""
    rich = b"<si><r><t>Did the </t></r><r><rPr><b/></rPr><t>new</t></r><r><t xml:space='preserve'> worker</t></r></si>"
    content = with_part("xl/sharedStrings.xml", swapped(b"<si><t>key</t></si>", rich))

    assert opening.read(content, "x")["Checklist"].rows[0][0] == "Did the new worker"
