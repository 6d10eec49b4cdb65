"""A spreadsheet program for tests: change the cells of a workbook as a person would, and save it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Change = Callable[[Workbook], object]


def edited(path: Path, *changes: Change) -> Path:
    """Open a workbook, change it, save it where it was, and return its path."""
    book = load_workbook(path)
    for change in changes:
        change(book)
    book.save(path)
    return path


def column(sheet: Worksheet, heading: str) -> int:
    """Return which column stands below a heading, counted from 1."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def row(sheet: Worksheet, named: str) -> int:
    """Return which row begins with a word, counted from 1."""
    return next(cell.row for cell in sheet["A"] if cell.value == named)


def typed(sheet: str, named: str, heading: str, value: object) -> Change:
    """Return the change of one cell: in the row that begins with a word, below a heading."""

    def change(book: Workbook) -> None:
        paper = book[sheet]
        paper.cell(row(paper, named), column(paper, heading)).value = value

    return change
