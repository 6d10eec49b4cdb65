"""What a Word report is built of: headings, paragraphs, tables and pictures. Every text passes the gate here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Emu
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from caseaudit.exports.word.paper import NOTE, TABLE_HEADING, TABLE_TEXT, WIDTH
from caseaudit.plaintext import one_line, visible

Cells = Sequence[str]

_SHADE = "E7EAEE"
_LONG, _MANY_LINES = 600, 20
_SHORT = 6
"""A table of no more rows stays on one page."""
_TALLEST = 22.5  # cm, so that a heading and a caption stand above it on its page


class Column(NamedTuple):
    """One column of a table."""

    heading: str
    width: float
    """In cm."""


def heading(document: Document, text: str, level: int = 1, *, new_page: bool = False) -> None:
    """Add a heading; level 0 is the title of the document."""
    document.add_heading(one_line(text), level).paragraph_format.page_break_before = new_page or None


def paragraph(document: Document, text: str, style: str | None = None) -> Paragraph:
    """Add a paragraph; line ends in the text stay line ends."""
    return document.add_paragraph(visible(text), style)


def note(document: Document, text: str) -> None:
    """Add a paragraph in small letters."""
    paragraph(document, text, NOTE)


def bullet(document: Document, text: str, lead: str = "") -> None:
    """Add a point of a list, with its first words in bold."""
    labelled(document, lead, text, "List Bullet")


def labelled(document: Document, label: str, text: str, style: str | None = None) -> Paragraph:
    """Add a paragraph whose first words are bold."""
    added = document.add_paragraph(style=style)
    if label:
        added.add_run(f"{visible(label)} ").bold = True
    added.add_run(visible(text))
    return added


def picture(document: Document, png: bytes, alt: str, title: str = "") -> None:
    """Add a picture with the words that stand for it, under its title; as large as the page lets it be."""
    if title:
        paragraph(document, one_line(title), "Caption")
    shape = document.add_picture(BytesIO(png))
    scale = min(1.15, Cm(WIDTH) / shape.width, Cm(_TALLEST) / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    shape._inline.docPr.set("descr", one_line(alt))


# ── tables ───────────────────────────────────────────────────────────────────


def table(document: Document, title: str, columns: Sequence[Column], rows: Iterable[Cells]) -> None:
    """Add a table under its title; its headings are repeated on every page. Nothing, if it has no rows."""
    filled = list(rows)
    if not filled:
        return
    paragraph(document, one_line(title), "Caption")
    drawn = grid(document, columns, len(filled) + 1, title)
    for row, cells in zip(drawn.rows, [[column.heading for column in columns], *filled], strict=True):
        _fill(row, cells)
    _make_headings(drawn.rows[0])
    if len(filled) <= _SHORT:
        _keep_together(drawn)
    document.add_paragraph(style=TABLE_TEXT)


def facts(document: Document, title: str, rows: Iterable[Cells], widths: Sequence[float]) -> None:
    """Add a table of two columns without headings: what, in bold, and what it is."""
    filled = list(rows)
    columns = [Column("", width) for width in widths]
    drawn = grid(document, columns, len(filled), title)
    for row, cells in zip(drawn.rows, filled, strict=True):
        _fill(row, cells)
        row.cells[0].paragraphs[0].style = TABLE_HEADING
        _shade(row.cells[0])
    document.add_paragraph(style=TABLE_TEXT)


def grid(document: Document, columns: Sequence[Column], rows: int, title: str) -> Table:
    """Add an empty table of fixed widths; `title` is read to those who do not see it."""
    drawn: Table = document.add_table(rows, len(columns), "Table Grid")
    drawn.autofit = False
    _add(drawn._tbl.tblPr, "w:tblCaption", one_line(title))
    for column, wanted in zip(drawn.columns, columns, strict=True):
        column.width = Cm(wanted.width)
    for row in drawn.rows:
        for cell, wanted in zip(row.cells, columns, strict=True):
            cell.width = Cm(wanted.width)
    return drawn


def _fill(row: _Row, cells: Cells) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        cell.paragraphs[0].style = TABLE_TEXT
        cell.paragraphs[0].add_run(visible(text))
    if not any(map(_is_long, cells)):
        _add(row._tr.get_or_add_trPr(), "w:cantSplit")


def _is_long(text: str) -> bool:
    """Return whether a text may need more than a page in a narrow column, and so must be let go on overleaf."""
    return len(text) > _LONG or text.count("\n") > _MANY_LINES


def _make_headings(row: _Row) -> None:
    _add(row._tr.get_or_add_trPr(), "w:tblHeader")
    for cell in row.cells:
        cell.paragraphs[0].style = TABLE_HEADING
        _shade(cell)


def _keep_together(drawn: Table) -> None:
    """Let the rows of a table follow each other on to one page."""
    for row in drawn.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _shade(cell: _Cell) -> None:
    shade = _add(cell._tc.get_or_add_tcPr(), "w:shd", "clear")
    shade.set(qn("w:fill"), _SHADE)


def _add(parent: BaseOxmlElement, tag: str, value: str = "") -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(tag)
    if value:
        element.set(qn("w:val"), value)
    parent.append(element)
    return element
