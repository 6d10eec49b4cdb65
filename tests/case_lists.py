"""Lists of cases for tests, written as services write them: workbooks in every layout, old workbooks, CSV."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from caseaudit.store.frames.lists import lists

Cells = Mapping[str, object]
"""The cells of one row, by the key of their column; the others are empty."""
ON = date(2026, 11, 20)
TITLES = {6: "List 6: Children in need", 7: "List 7: Child protection", 8: "List 8: Children in care"}


def headings(number: int) -> list[str]:
    """Return the template's headings of a list."""
    return [column.heading for column in lists()[number].columns if not column.optional]


def cells(number: int, row: Cells) -> list[object]:
    """Return the cells of a row in the order of the headings."""
    return [row.get(column.key) for column in lists()[number].columns if not column.optional]


def annex_a(
    path: Path, rows: Mapping[int, Sequence[Cells]], *, named: str = "List {}", title: bool = False, blank: int = 0
) -> Path:
    """Write an Annex A workbook with some of its lists and return its path.

    `named` is how sheets are called, `title` puts the list's title above the headings, `blank` so many empty rows.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, found in rows.items():
        sheet = book.create_sheet(named.format(number))
        for _ in range(blank):
            sheet.append([])
        if title:
            sheet.append([TITLES.get(number, f"List {number}")])
        sheet.append(headings(number))
        for row in found:
            sheet.append(cells(number, row))
    book.save(path)
    return path


def looked_after(count: int, *, teams: int = 3, workers: int = 5) -> list[Cells]:
    """Return so many open rows of list 8: a child each, spread over teams and workers."""
    return [
        {
            "case": 900_100 + at,
            "born": date(2014, 3, 1),
            "ethnicity": "a) WBRI",
            "postcode": "EB1 4QT",
            "started": date(2024, 5, 7),
            "placed": date(2026, 3, 2),
            "reviewed": date(2026, 9, 1),
            "visited": date(2026, 11, 2),
            "permanence": "f) Long-term fostering",
            "health": date(2026, 6, 1),
            "placements": 1,
            "missing": 0,
            "placement": "f) U6: Foster placement - not FFA",
            "team": f"Team {at % teams + 1}",
            "worker": f"W. Worker {at % workers + 1}",
        }
        for at in range(count)
    ]


# ── old workbooks ────────────────────────────────────────────────────────────

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def old_workbook(path: Path, sheet: str, rows: Sequence[Sequence[str | int | float]]) -> Path:
    """Write an .xls workbook with one sheet, as programs of 2003 did, and return its path.

    Its stream has the records of BIFF8 that a sheet of text and numbers needs; around it is a compound file of one
    stream.
    """
    stream = _biff(sheet, rows)
    stream += b"\0" * (max(4096, len(stream)) - len(stream))
    path.write_bytes(_compound(stream + b"\0" * (-len(stream) % _SECTOR)))
    return path


def _biff(sheet: str, rows: Sequence[Sequence[str | int | float]]) -> bytes:
    begins = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    name = sheet.encode("latin-1")
    bound = struct.pack("<IHBB", 0, 0, len(name), 0) + name
    end = _record(0x000A, b"")
    offset = len(begins) + len(_record(0x0085, bound)) + len(end)
    globals_ = begins + _record(0x0085, struct.pack("<I", offset) + bound[4:]) + end
    paper = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    paper += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for at, row in enumerate(rows):
        paper += b"".join(_cell(at, column, value) for column, value in enumerate(row) if value != "")
    return globals_ + paper + end


def _cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, float(value)))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    """Return a compound file: header, one sector of allocation, one of the folder, then the stream."""
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, _END, 0, _END, 0, 0),
    )
    header += struct.pack("<108I", *[_FREE] * 108)
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream)) + b"\0" * 256
    return header + table + folder + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", text, len(text) + 2, kind, 1, _FREE, _FREE, child, start, size)
