"""What every workbook of this program shares: how long a cell may be, how a text is put into one, how a page prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""The longest text of a cell, in UTF-16 units."""
_A4 = 9
_RICH = ("<r>", "</r>")
"""What the library takes for a text with styles of its own, and writes into the file as it stands."""


def units(text: str) -> int:
    """Return how long a text is for a spreadsheet, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1: 28 is AB."""
    above, last = divmod(column - 1, 26)
    return (letters(above) if above else "") + chr(ord("A") + last)


def put(paper: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write a text, or nothing at all; never a formula, a number or a link. Row and column are counted from 0.

    Raises `ValueError` for a text that the library would cut.
    """
    if not text:
        failed = paper.write_blank(row, column, None, style)
    elif text.startswith(_RICH[0]) and text.endswith(_RICH[1]):
        failed = paper.write_rich_string(row, column, style, text[:1], text[1:], style)
    else:
        failed = paper.write_string(row, column, text, style)
    if failed:
        raise ValueError("a text does not fit into its cell")


def new_paper(book: Workbook, title: str, head: str) -> Worksheet:
    """Return a new sheet, landscape on A4, with `head` on the printed page and no warnings about texts of digits."""
    paper = book.add_worksheet(title)
    paper.set_landscape()
    paper.set_paper(_A4)
    paper.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    paper.set_header(f"&L{head.replace('&', '&&')}&R&A")
    paper.set_footer("&RPage &P of &N")
    paper.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return paper
