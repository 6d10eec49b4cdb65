"""The workbook of a checklist: text in every cell, words to choose from, and fit to be printed."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import tomli
from openpyxl import Workbook, load_workbook

from caseaudit.domain.checklist_reading import CRITERION_KEYS, JUDGEMENT_KEYS, SECTION_KEYS, SOURCE_KEYS
from caseaudit.domain.facts_reading import FACT_KEYS
from caseaudit.exports import schemas
from caseaudit.exports.checklist_xlsx import drawing
from caseaudit.exports.checklist_xlsx.cells import letters
from caseaudit.exports.checklist_xlsx.columns import layout
from caseaudit.exports.checklist_xlsx.sheets import sheets
from conftest import SAMPLE
from made_up_checklists import KNOWN
from programs_here import converted
from spreadsheet import column, row

HANDOVER = tomli.loads((SAMPLE / "handover.toml").read_text(encoding="utf-8"))
CONTENT = drawing.draw(sheets(HANDOVER, KNOWN), KNOWN, "handover")
SHEETS = ["Checklist", "Sections", "Criteria", "Sources", "Facts", "Judgement", "How to edit"]


@pytest.fixture
def book() -> Workbook:
    """The workbook of the checklist `handover`, opened."""
    return load_workbook(BytesIO(CONTENT))


def part(content: bytes, name: str) -> str:
    """Return one part of a workbook as the file holds it."""
    return ZipFile(BytesIO(content)).read(name).decode()


def test_the_sheets_stand_in_their_order(book: Workbook) -> None:
    """The checklist first, how to edit it last."""
    assert book.sheetnames == SHEETS


def test_a_row_is_a_criterion_with_its_grades_in_columns(book: Workbook) -> None:
    """Id, section and question first; each descriptor and each lift below its own heading."""
    criteria = book["Criteria"]
    first = {criteria.cell(1, cell.column).value: cell.value for cell in criteria[2]}

    assert list(first)[:3] == ["id", "section", "question"]
    assert [first["id"], first["section"], first["weight"], first["allows"]] == [
        *("HND-01", "handover", "2", "insufficient-evidence")
    ]
    assert first["descriptors.inadequate"] == "The child was not told, or met a stranger alone."
    assert first["lift.good"] == "Make the joint visit before the change."
    assert [name for name in first if name.startswith("lift.")] == [
        *("lift.requires-improvement", "lift.good", "lift.outstanding", "lift.yes")
    ]


def test_what_is_left_out_is_an_empty_cell(book: Workbook) -> None:
    """A default is not written out, so that it stays a default."""
    criteria = book["Criteria"]

    assert criteria.cell(row(criteria, "HND-02"), column(criteria, "weight")).value is None
    assert book["Judgement"].cell(row(book["Judgement"], "good_share"), 2).value is None


def test_a_row_is_a_citation(book: Workbook) -> None:
    """With the criterion that rests on it."""
    assert [cell.value for cell in book["Sources"][2]] == ["HND-01", "ofsted-2014", "44", "finding"]


def test_every_key_of_the_format_has_its_place_and_its_meaning() -> None:
    """A key that the format gains comes through by itself; what it means is to be said in `meanings`."""
    columns = {sheet: {column.path[0] for column in held} for sheet, held in layout(KNOWN).items()}
    top = set(schemas.checklist(KNOWN)["properties"])

    assert columns["Checklist"] == top - {"judgement", "section", "fact"}
    assert columns["Sections"] == SECTION_KEYS.keys() - {"criterion"}
    assert columns["Criteria"] == (CRITERION_KEYS.keys() - {"sources"}) | {"section"}
    assert columns["Sources"] == SOURCE_KEYS.keys() | {"criterion"}
    assert columns["Facts"] == FACT_KEYS.keys()
    assert columns["Judgement"] == JUDGEMENT_KEYS.keys()
    assert [column.name for held in layout(KNOWN).values() for column in held if not column.meaning] == []


def test_every_cell_is_text_and_nothing_is_live() -> None:
    """No formula, no number, no link, nothing loaded from elsewhere, in any sheet."""
    for name in ZipFile(BytesIO(CONTENT)).namelist():
        words = part(CONTENT, name)
        assert not re.search(r"TargetMode|oleObject|<f[ >]|<hyperlink", words)
        cells = re.findall(r"<c [^>]*?(/?)>", words) if name.startswith("xl/worksheets/") else []
        assert len(cells) == len(re.findall(r'<c [^>]*?(?:t="s"[^>]*>|/>)', words))


def test_the_same_checklist_is_the_same_bytes() -> None:
    """No time and no name of a person is in it."""
    assert drawing.draw(sheets(HANDOVER, KNOWN), KNOWN, "handover") == CONTENT


# ── words to choose from ─────────────────────────────────────────────────────


def offered(book: Workbook, sheet: str, heading: str) -> list[str]:
    """Return the words that the cells below a heading offer."""
    paper = book[sheet]
    cell = f"{letters(column(paper, heading))}2"
    (rule,) = [rule for rule in paper.data_validations.dataValidation if cell in rule.sqref and rule.type == "list"]
    if rule.formula1.startswith('"'):
        return rule.formula1.strip('"').split(",")
    named, _, area = rule.formula1.partition("!")
    cells = book[named.strip("'")][area.replace("$", "")]
    return [one.value for (one,) in cells if one.value]


@pytest.mark.parametrize(
    ("sheet", "heading", "words"),
    [
        ("Criteria", "kind", ["count", "grade", "timescale", "yes-no"]),
        ("Criteria", "focus", ["compliance", "quality"]),
        ("Criteria", "critical", ["harm", "none", "welfare"]),
        ("Criteria", "weight", ["1", "2", "3", "4", "5"]),
        ("Criteria", "section", ["handover", "court"]),
        ("Criteria", "timescale", sorted(KNOWN.timescales)),
        ("Sources", "document", sorted(KNOWN.documents)),
        ("Sources", "role", ["commitment", "extension", "finding", "recommendation"]),
        ("Sources", "criterion", ["HND-01", "HND-02", "HND-03", "HND-04"]),
    ],
)
def test_a_cell_offers_the_words_that_it_may_take(book: Workbook, sheet: str, heading: str, words: list[str]) -> None:
    """And new rows below offer them too."""
    assert offered(book, sheet, heading) == words
    paper = book[sheet]
    rule = next(rule for rule in paper.data_validations.dataValidation
                if f"{letters(column(paper, heading))}2" in rule.sqref)  # fmt: skip
    assert f"{letters(column(paper, heading))}{paper.max_row + 50}" in rule.sqref


def test_how_to_edit_names_every_heading_and_the_command_that_brings_it_back(book: Workbook) -> None:
    """Whoever gets the workbook by mail needs no other page."""
    guide = [cell.value for line in book["How to edit"] for cell in line if cell.value]

    assert "caseaudit checklist from-xlsx FILE.xlsx" in guide
    for sheet, columns in layout(KNOWN, ["ofsted", "yes-no"]).items():
        assert {sheet, *(column.name for column in columns)} <= set(guide)


# ── on paper ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_prints_well(book: Workbook, name: str) -> None:
    """Landscape, A4, with the name of the checklist and the number of the page; headings on every page."""
    paper = book[name]

    assert (paper.page_setup.orientation, paper.page_setup.paperSize) == ("landscape", 9)
    assert paper.oddHeader.left.text == "handover"
    if name != "How to edit":
        assert paper.print_title_rows == "$1:$1"
        assert paper.freeze_panes == "B2"


def test_a_wide_sheet_goes_on_to_the_next_page_with_the_ids(book: Workbook) -> None:
    """It is not shrunk until nobody can read it."""
    criteria = book["Criteria"]

    assert criteria.print_title_cols == "$A:$A"
    assert criteria.page_setup.scale == 60
    assert 1 <= len(criteria.col_breaks.brk) <= 4


def test_texts_wrap_and_rows_grow_with_them(book: Workbook) -> None:
    """A height is where a row begins; a spreadsheet makes it taller when more is typed."""
    criteria = book["Criteria"]
    question = criteria.cell(2, column(criteria, "question"))

    assert question.alignment.wrap_text
    assert question.number_format == "@"
    assert criteria.row_dimensions[2].height >= 45
    assert "customHeight" not in part(CONTENT, "xl/worksheets/sheet3.xml")


def test_libreoffice_opens_it_and_saves_it_without_loss(tmp_path: Path) -> None:
    """Opened and saved by another program, every cell still says what it said."""
    (tmp_path / "handover.xlsx").write_bytes(CONTENT)

    before, after = load_workbook(BytesIO(CONTENT)), load_workbook(converted(tmp_path / "handover.xlsx", "xlsx"))
    for name in SHEETS:
        assert list(after[name].values) == list(before[name].values)
