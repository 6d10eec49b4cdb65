"""A training hand-out as a Word file: the same parts as the page and the plain text."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document

from caseaudit.exports.made import Made, day_said
from caseaudit.exports.report_parts import Part, Table
from caseaudit.exports.word.blocks import Column, bullet, heading, note, paragraph, table
from caseaudit.exports.word.paper import WIDTH, content, paper


def document(title: str, shown: Iterable[Part], made: Made, closing: str) -> bytes:
    """Return the parts as a Word file, under a title; `closing` is the sentence at the end."""
    written = paper(title, made)
    heading(written, title, 0)
    paragraph(written, f"{made.workspace}, {day_said(made.day)}", "Subtitle")
    for part in shown:
        _part(written, part)
    note(written, closing)
    return content(written)


def _part(written: Document, part: Part) -> None:
    heading(written, part.title, part.level - 1)
    for words in part.words:
        paragraph(written, words)
    for point in part.points:
        bullet(written, point.text, point.lead)
    for each in part.tables:
        _table(written, each)


def _table(written: Document, found: Table) -> None:
    width = WIDTH / len(found.headings)
    table(written, found.caption, [Column(each, width) for each in found.headings], found.rows)
