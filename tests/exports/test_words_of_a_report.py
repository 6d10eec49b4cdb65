"""What a figure counts, and what it is called, is told alike in every form of a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from caseaudit.cli import summary
from caseaudit.domain.change import Period
from caseaudit.domain.point import Point
from caseaudit.domain.report import Report
from caseaudit.exports import html_page, markdown
from caseaudit.exports.word import board
from caseaudit.exports.workbook.model import Content
from caseaudit.exports.workbook.writing import write
from exports.made_up_report import MADE, report, teams


def on_the_command_line(found: Report, _: Path) -> Iterator[str]:
    """Yield the columns of every line, of the summary, by team and month by month."""
    for by, trend in ((None, False), ("team", False), (None, True)):
        for line in summary.lines(found, by, trend=trend):
            yield from re.split(r"\s{2,}", line.strip())


def as_markdown(found: Report, _: Path) -> Iterator[str]:
    """Yield every cell and every line."""
    for line in markdown.document(found, teams(), MADE).decode().splitlines():
        yield from (part.strip() for part in re.split(r"(?<!\\)[|]", line))


def as_a_page(found: Report, _: Path) -> Iterator[str]:
    """Yield what stands between the tags, without the charts."""
    page = re.sub(r"(?s)<(svg|style)\b.*?</\1>", "", html_page.document(found, teams(), MADE).decode())
    yield from (part.replace("\N{NO-BREAK SPACE}", " ").strip() for part in re.split(r"<[^>]*>", page))


def as_word(found: Report, _: Path) -> Iterator[str]:
    """Yield every paragraph and every cell."""
    written = Document(BytesIO(board.document(found, teams(), MADE)))
    yield from (paragraph.text.replace("\N{NO-BREAK SPACE}", " ") for paragraph in written.paragraphs)
    for table in written.tables:
        yield from (cell.text.replace("\N{NO-BREAK SPACE}", " ") for row in table.rows for cell in row.cells)


def as_a_workbook(found: Report, place: Path) -> Iterator[str]:
    """Yield every cell that holds a text."""
    stream = BytesIO()
    write(Content(MADE, found, teams(), None), stream, str(place))
    for sheet in load_workbook(BytesIO(stream.getvalue())):
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str))


Form = Callable[[Report, Path], Iterator[str]]
FORMS: list[Form] = [on_the_command_line, as_markdown, as_a_page, as_word, as_a_workbook]
every_form = pytest.mark.parametrize("form", FORMS)


@every_form
def test_a_heading_says_whether_audits_or_answers_are_good_or_better(form: Form, tmp_path: Path) -> None:
    """4 of 43 audits and 212 of 406 answers of one checklist never stand under the same words."""
    told = [text.lower() for text in form(report(), tmp_path)]
    headings = [text for text in told if re.match(r"((audits|answers) )?good or better( \(95 %\)|: n)?$", text)]
    assert {text.split()[0] for text in headings} == {"audits", "answers"}


@every_form
def test_of_counts_that_know_no_days_it_speaks_of_months(form: Form, tmp_path: Path) -> None:
    """Merged on 22 November, a report names no 30 November: nobody knows more than the months."""
    told = "\n".join(form(report()._replace(in_months=True), tmp_path))
    assert re.search("April 2026 to November 2026|2026-04 to 2026-11", told)
    assert re.search("September 2026 to November 2026,? against June 2026 to August 2026"
                     "|2026-09 to 2026-11 against 2026-06 to 2026-08", told)  # fmt: skip
    assert not re.search("20 November 2026|2026-11-20|31 August 2026|2026-08-31|1 September 2026|2026-09-01", told)
    alone = report()._replace(in_months=True, period=Period("2026-11-01", "2026-11-22"))
    assert not re.search("on November 2026|November 2026 to November", "\n".join(form(alone, tmp_path)))


@every_form
def test_what_is_no_signal_has_one_name(form: Form, tmp_path: Path) -> None:
    """What a statistician calls common cause is "as chance has it" wherever a board reads it."""
    steady = [Point(f"2025-{month:02}", 5 + month % 2, 8) for month in range(1, 13)]
    months = report().months[0]._replace(points=tuple(steady))
    told = "\n".join(form(report()._replace(months=(months,)), tmp_path)).lower()
    assert not re.search("common cause|no signal|as chance does", told)
    assert "as chance has it" in told or form is on_the_command_line


@every_form
def test_a_percent_sign_stands_apart_from_its_number(form: Form, tmp_path: Path) -> None:
    """`53 %`, never `53%`."""
    told = "\n".join(form(report(), tmp_path))
    assert re.search(r"[0-9]\s%", told)
    assert not re.search("[0-9]%", told)
