"""A training hand-out as a Word file: the same parts as the page and the plain text."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from caseaudit.exports.made import Made, day_said
from caseaudit.exports.report_parts import Part, Table
from caseaudit.exports.training_parts import ROOM
from caseaudit.exports.word.blocks import Column, heading, labelled, note, paragraph, table
from caseaudit.exports.word.front_page import Point
from caseaudit.exports.word.paper import WIDTH, content, paper

_A_QUESTION = 9
"""Paragraphs, at the most: the question, four grades, and room to write on."""


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
    added = [paragraph(written, words) for words in part.words]
    for point in part.points:
        added += _lines_to_write_on(written, point) if point.text == ROOM else [_point(written, point)]
    if part.points:
        _keep_together(added)
    for each in part.tables:
        _table(written, each)


def _point(written: Document, point: Point) -> Paragraph:
    return labelled(written, point.lead, point.text, "List Bullet")


def _lines_to_write_on(written: Document, point: Point) -> list[Paragraph]:
    """Add what is to be filled in, and lines across the page for it."""
    lead = labelled(written, point.lead, "", "List Bullet")
    lines = [written.add_paragraph("\t") for _ in point.text.split()]
    for each in lines:
        each.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        each.paragraph_format.space_before = Pt(8)
    return [lead, *lines]


def _keep_together(added: list[Paragraph]) -> None:
    """Keep a question on one page with what it is graded by; of more paragraphs than that, the first."""
    kept = added[:_A_QUESTION]
    for each in kept:
        each.paragraph_format.keep_together = True
        each.paragraph_format.keep_with_next = each is not kept[-1]


def _table(written: Document, found: Table) -> None:
    width = WIDTH / len(found.headings)
    table(written, found.caption, [Column(each, width) for each in found.headings], found.rows)
