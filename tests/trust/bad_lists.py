"""The catalogue of bad files: lists of cases, tables of grades, checklists from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from trust.bad_files import SECRET, UTF_16, Make, Row

# ── lists of cases and of grades ─────────────────────────────────────────────

CASES = b"CaseID,Team\n1001,North\n1002,South\n"


def workbook(**cells: object) -> bytes:
    """Return a workbook with some cells."""
    book, made = Workbook(), BytesIO()
    for address, value in {"A1": "CaseID", "A2": SECRET, **cells}.items():
        book.worksheets[0][address] = value
    book.save(made)
    return made.getvalue()


def repacked(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed."""
    made = BytesIO()
    with ZipFile(BytesIO(workbook())) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in names:
            new.writestr(part, change(b""))
    return made.getvalue()


def packed(*parts: str) -> bytes:
    """Return a zip file that holds some names."""
    made = BytesIO()
    with ZipFile(made, "w") as new:
        for part in parts:
            new.writestr(part, "<x/>")
    return made.getvalue()


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
ROW = b'<row><c t="inlineStr"><is><t>x</t></is></c></row>'
MIB = 1_048_576
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def written(make: Callable[..., bytes], *arguments: Any) -> Make:
    """Return what writes a large file when it is needed, and not before."""
    return lambda path: path.write_bytes(make(*arguments))


def padded(part: str, what: bytes, many: int) -> bytes:
    """Return a workbook with very much of something in one of its parts."""
    return repacked(part, lambda old: old.replace(b"<sheetData>", b"<sheetData>" + what * many) or what * many)


NOWHERE = repacked(SHEET, lambda old: old.replace(b'"A2"', b'"ZZZZ99999999999"'))
LISTS = [
    Row(1, "an empty list", "list.csv", b"", "is empty"),
    Row(2, "a list of NUL", "list.csv", b"\0" * 900, "is empty"),
    Row(53, "a cell of 200,000 characters", "harmless list.csv", CASES + b"1003," + b"a" * 200_000 + b"\n", ""),
    Row(
        53,
        "a cell of 11 MiB",
        "list.csv",
        written(lambda: CASES + b"3," + b"a" * 11 * MIB),
        ":4: has a cell of more than",
    ),
    Row(
        54,
        "a quotation mark never closed",
        "list.csv",
        CASES + b'1003,"North\n1004,South\n',
        ":4: opens a quotation mark",
    ),
    Row(
        54,
        "a quotation mark inside",
        "list.csv",
        CASES + b'1003,"North" ZZCANARY\n',
        ":4: has a quotation mark in the m",
    ),
    Row(
        56, "a heading twice", "list.csv", b"CaseID,CaseID\nZZCANARY,1\n", 'has two columns "CaseID". Rename or remove'
    ),
    Row(
        57,
        "a row too long",
        "faulty list.csv",
        CASES + b"1003,North,more,ZZCANARY\n",
        "row 4: has more cells than there are",
    ),
    Row(58, "NUL in a list", "list.csv", CASES + b"10\x0003,North\n", "is neither a workbook nor text"),
    Row(
        56,
        "no such column",
        "list.csv",
        b"Child,Team\nZZCANARY,North\n",
        'has no column "CaseID". Use one of: Child, Team',
    ),
    Row(60, "PDF", "list.csv", b"%PDF-1.7\0\0\0ZZCANARY", "is neither a workbook nor text"),
    Row(60, "no zip", "list.xlsx", b"PK\x03\x04 and then ZZCANARY", "is damaged or cut short"),
    Row(60, "a workbook cut short", "list.xlsx", workbook()[:-30], "is damaged or cut short"),
    Row(60, "an old workbook that is none", "list.xlsx", OLE, "cannot be read as a workbook"),
    Row(60, "a Word document", "list.xlsx", packed("word/document.xml"), "is a Word document"),
    Row(60, "an OpenDocument file", "list.xlsx", packed("content.xml"), "is an OpenDocument file (.ods)"),
    Row(60, "a binary workbook", "list.xlsx", packed("xl/workbook.bin"), "is a binary workbook (.xlsb)"),
    Row(61, "a zip bomb", "list.xlsx", written(padded, SHEET, b" ", 80 * MIB), "unpacks to hundreds of times its size"),
    Row(61, "a bomb beside the sheet", "harmless list", written(padded, "xl/media/image1.png", b"\0", 80 * MIB), ""),
    Row(62, "3,000 parts", "list.xlsx", written(lambda: packed(BOOK, *map(str, range(3_000)))), "unpacks to more than"),
    Row(63, "a thousand laughs", "list.xlsx", repacked(BOOK, lambda old: LAUGHS + old), "is damaged or cut short"),
    Row(64, "a file from outside", "list.xlsx", repacked(BOOK, lambda old: XXE + old), "is damaged or cut short"),
    Row(65, "1,000,000 rows", "list.xlsx", written(padded, SHEET, ROW, 1_000_000), "has cells beyond row 299999"),
    Row(66, "a cell in the last corner", "list.xlsx", workbook(XFD1048576="x"), "has cells beyond row"),
    Row(67, "a cell that is nowhere", "list.xlsx", NOWHERE, "has cells beyond row"),
    Row(68, "200,000 nested tables", "harmless list", written(padded, SHEET, b"<a>", 200_000), ""),
    Row(69, "a part that climbs", "list.xlsx", packed("../../evil.xml"), "is not a workbook"),
    Row(60, "a sheet cut short", "list.xlsx", repacked(SHEET, lambda old: old[:200]), "Sheet: cannot be read"),
    Row(60, "empty grades", "grades", b"", "is empty. Save the table into it as CSV"),
    Row(54, "grades with an open quotation mark", "grades", b'a,b\ngood,"ZZCANARY\n', ":2: opens a quotation mark"),
    Row(53, "a grade of 20,000 characters", "grades", b"a,b\ngood," + b"a" * 20_000 + b"\n", "is too long for a grade"),
    Row(60, "a workbook of grades", "grades", workbook(), "is a workbook. Open it and save the sheet as CSV"),
    Row(
        57, "grades in a row too long", "grades", b"a,b\ngood,good\ngood,good,ZZCANARY\n", ":3: has 3 cells where there"
    ),
    Row(56, "a person twice", "grades", b"a,a\ngood,good\n", "column 2 (a): has the same heading as column 1"),
    Row(7, "grades in UTF-16", "grades", "a,b\ngood,good\n".encode("utf-16"), UTF_16),
    Row(60, "a checklist as no workbook", "checklist.xlsx", b"id,question\nZZCANARY,Why?\n", "is not a workbook"),
    Row(60, "a locked workbook", "checklist.xlsx", OLE, "is an old workbook (.xls), or is locked"),
    Row(
        61,
        "a checklist as a zip bomb",
        "checklist.xlsx",
        written(padded, "xl/media/image1.png", b"\0", 60 * MIB),
        "48 MiB",
    ),
    Row(
        63,
        "a checklist that laughs",
        "checklist.xlsx",
        repacked(SHEET, lambda old: LAUGHS + old),
        "holds a document type",
    ),
    Row(66, "a checklist with a far cell", "checklist.xlsx", workbook(XFD1048576="x"), "has cells beyond 5000 rows"),
]
