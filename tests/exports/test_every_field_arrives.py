"""Every field of every shipped checklist arrives in every format: what is asked is found in what is handed over."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
from lxml import html
from markdown_it import MarkdownIt
from msgspec import Struct
from openpyxl import load_workbook

from caseaudit.desk import lakes, reporting, summarising, workbooks
from caseaudit.desk.lakes import Source
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.report import Report, Row
from caseaudit.exports import csv_rows, json_records
from caseaudit.exports.word import figures
from caseaudit.exports.word.case import Case
from caseaudit.exports.word.case import document as case_report
from caseaudit.plaintext import cell
from caseaudit.store import lake, records
from caseaudit.store.lake_duckdb import Duck
from exports.filled import EVERY, SHIPPED, filled, workspace_of_everything
from exports.made_up_report import MADE
from exports.word_text import read, whole

every_checklist = pytest.mark.parametrize("checklist", EVERY)
LABELS = {grade.id: grade.label for scale in SHIPPED.scales.values() for grade in scale.grades}
NOT_A_COLUMN = {"refuses"}
"""Fields of an answer that CSV leaves out: what a checklist lets nobody answer is a rule, and no answer."""


class Everything(NamedTuple):
    """A workspace with audits of every checklist, and the report over it."""

    workspace: Workspace
    report: Report


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Everything:
    """Three audits of every shipped checklist."""
    workspace = workspace_of_everything(tmp_path_factory.mktemp("everything") / "w")
    return Everything(workspace, summarising.summarise(workspace))


def test_every_criterion_of_every_checklist_is_in_the_report(everything: Everything) -> None:
    """So that what arrives of the report is all there is."""
    asked = {(checklist, criterion.id) for checklist in EVERY for criterion in SHIPPED.get(checklist).criteria}
    assert {(row.checklist, row.criterion) for row in everything.report.rows} == asked
    assert all(row.asked == 3 for row in everything.report.rows)


# ── audits, answer by answer ─────────────────────────────────────────────────


def rows_of_csv(*audits: Audit) -> list[dict[str, str]]:
    """Return the rows of a CSV export, as a spreadsheet reads them."""
    stream = io.BytesIO()
    csv_rows.write(audits, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline=""), strict=True))


@every_checklist
def test_csv(checklist: str) -> None:
    """One row an answer; a column for every field of the answer, its section and its judgement, each with its value."""
    audit = filled(checklist)
    rows = rows_of_csv(audit)
    titles = {section.id: section.title for section in audit.sections}
    assert [row["criterion"] for row in rows] == [one.id for one in SHIPPED.get(checklist).criteria]
    for row, answer in zip(rows, audit.answers, strict=True):
        expected = dict(columns_of(answer, Answer))
        assert {name: row[name] for name in expected} == expected
        assert (row["section_title"], row["judgement"]) == (cell(titles[answer.section]), audit.judgement.grade)


def columns_of(found: object, kind: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the columns of every field of a thing, and of the things in it, with what they say."""
    for name, hint in get_type_hints(kind).items():
        value = getattr(found, name, None)
        inner = next((part for part in get_args(hint) if isinstance(part, type) and issubclass(part, Struct)), None)
        if inner:
            yield from columns_of(value, inner, f"{name}_")
        elif name not in NOT_A_COLUMN:
            yield f"{before}{name}", said(value)


def said(value: object) -> str:
    """Return a value as a cell of a CSV file says it."""
    if isinstance(value, tuple):
        return cell(" ".join(value))
    return "" if value is None else cell(value) if isinstance(value, str) else str(value)


@every_checklist
def test_json(checklist: str) -> None:
    """The whole record, read again as the same audit."""
    stream, audit = io.BytesIO(), filled(checklist)
    json_records.write([audit], stream)
    (found,) = json.loads(stream.getvalue())["audits"]
    assert records.decode(json.dumps(found).encode(), "x.json") == audit


@every_checklist
def test_the_report_of_one_case_in_word(checklist: str) -> None:
    """Every question with its section, its verdict and all three texts; actions and judgement."""
    audit = filled(checklist)
    told = whole(read(case_report(Case(audit, LABELS, SHIPPED.get(checklist)), MADE)))
    for section in audit.sections:
        assert section.title in told
    for answer in audit.answers:
        for text in (f"{answer.criterion}: {answer.question}", answer.reason, answer.evidence, answer.impact):
            assert text in told
        assert verdict(answer) in told
    assert audit.judgement
    for text in (audit.actions[0].what, audit.actions[0].owner, audit.judgement.explanation, audit.judgement.reason):
        assert text in told


def verdict(answer: Answer) -> str:
    """Return how a report says what an answer came to."""
    if answer.state != "graded":
        return answer.state.replace("-", " ").capitalize()
    return LABELS[answer.grade] if answer.grade else f"{answer.count}."


def test_xlsx(everything: Everything, tmp_path: Path) -> None:
    """Every answer of every audit in the table of answers, every criterion in the table of criteria."""
    workbooks.export(everything.workspace, Wanted(), tmp_path / "all.xlsx")
    book = load_workbook(tmp_path / "all.xlsx", read_only=True)
    headings, *rows = book["Answers"].iter_rows(values_only=True)
    answers = {(row[0], row[headings.index("criterion")]): row for row in rows}
    for checklist in EVERY:
        for number in range(3):
            audit = filled(checklist, number)
            for answer in audit.answers:
                found = answers[audit.id, answer.criterion]
                texts = (answer.question, answer.reason, answer.evidence, answer.impact)
                assert {*texts, answer.state, answer.focus, answer.kind, answer.critical, answer.weight} <= {*found}
                assert not answer.grade or answer.grade in found
    names, *criteria = book["Criteria"].iter_rows(values_only=True)
    place = [names.index(name) for name in ("Checklist", "Criterion", "What is asked", "Section")]
    assert [tuple(row[at] for at in place) for row in criteria] == [
        (row.checklist, row.criterion, row.question, row.section) for row in everything.report.rows
    ]


def test_parquet(everything: Everything, tmp_path: Path) -> None:
    """One row an answer with what was asked and graded; and another engine counts from it the very same report."""
    lakes.export(everything.workspace, tmp_path / "lake")
    names = ("criterion", "section", "focus", "kind", "critical", "weight", "grade")
    with closing(Duck(tmp_path / "lake")) as engine:
        rows = engine.ask(f"SELECT {', '.join(names)} FROM {lake.DATED[1]}", ())
    assert len(rows) == sum(row.asked for row in everything.report.rows)
    answers = [answer for checklist in EVERY for number in range(3) for answer in filled(checklist, number).answers]
    assert sorted(map(str, rows)) == sorted(str(tuple(getattr(answer, name) for name in names)) for answer in answers)
    again = lakes.summarise(Source(lakes.DUCKDB, str(tmp_path / "lake")), today="2026-11-20")
    assert again.rows == everything.report.rows
    assert again.judgements == everything.report.judgements


# ── reports, criterion by criterion ──────────────────────────────────────────

Table = list[list[str]]


def plain(text: str) -> str:
    """Return a text with single ordinary spaces."""
    return " ".join(text.split())


def tables_of_markdown(content: bytes) -> list[Table]:
    """Return the tables that a reader of Markdown sees."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(content.decode())
    tables: list[Table] = []
    for token in tokens:
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type == "inline" and token.level >= 4:
            tables[-1][-1].append(plain("".join(part.content for part in token.children or ())))
    return tables


def tables_of_html(content: bytes) -> list[Table]:
    """Return the tables of a page."""
    page = html.fromstring(content)
    return [
        [[plain(each.text_content()) for each in row.xpath("./th|./td")] for row in table.iter("tr")]
        for table in page.iter("table")
    ]


def tables_of_word(content: bytes) -> list[Table]:
    """Return the tables of a Word file."""
    return [[[plain(each.text) for each in row.cells] for row in table.rows] for table in read(content).tables]


def of_criteria(tables: Sequence[Table]) -> Iterator[list[str]]:
    """Yield the rows of the tables that hold every count of every criterion."""
    for table in tables:
        if table[0][0] == "Criterion" and table[0][-1] == "Capped":
            yield from table[1:]


def told(row: Row, report: Report) -> list[str]:
    """Return what a report must say of a criterion."""
    critical = [f"critical: {row.critical}"] if row.critical != "none" else []
    counts = [*figures.grades(report, row.grades), *figures.ungraded(row), figures.part(row.capped)]
    about = [row.question, row.section, row.focus, f"weight {row.weight}", *critical]
    return [plain(text) for text in (*about, figures.share(row.good_or_better), *counts)]


READERS = {"markdown": tables_of_markdown, "html": tables_of_html, "docx": tables_of_word}


@pytest.mark.parametrize("form", READERS)
def test_reports(form: str, everything: Everything) -> None:
    """Every criterion of every checklist has a row that says what is asked, how it weighs, and each of its counts."""
    workspace = everything.workspace
    made = reporting.board(workspace, Wanted()) if form == "docx" else reporting.page(workspace, Wanted(), form)  # type: ignore[arg-type]
    found = list(of_criteria(READERS[form](made.content)))
    assert [cells[0] for cells in found] == [row.criterion for row in everything.report.rows]
    for cells, row in zip(found, everything.report.rows, strict=True):
        line = plain(re.sub(r"\s+", " ", " ".join(cells)))
        assert [text for text in told(row, everything.report) if text not in line] == []
