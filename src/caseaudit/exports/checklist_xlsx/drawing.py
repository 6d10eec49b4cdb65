"""The workbook of a checklist as bytes: sheets that are read, edited and printed with ease.

Every cell is written as a text, so nothing in it is a formula, a number or a link. The same checklist is always
the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from caseaudit.domain.checklist_reading import Knowledge
from caseaudit.exports.checklist_xlsx.columns import HOW_TO_EDIT, KEY, MEANING, OF_KEYS, VALUE, Column, words
from caseaudit.exports.checklist_xlsx.guide import Guide, guide
from caseaudit.exports.checklist_xlsx.sheets import Sheet
from caseaudit.exports.spreadsheet import new_paper, put

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ROWS_TO_COME = 200
"""How many rows below the last one offer the same words to choose from."""
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_EDGES = {"border": 1, "border_color": "#B8B8B8"}
_TEXT = {"num_format": "@", "text_wrap": True, "valign": "top"}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {**_TEXT, **_EDGES},
    "to come": _TEXT,
    "heading": {**_TEXT, **_EDGES, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"},
    "rule": {"num_format": "@"},
}
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
_PRINT_SCALE = 60
_CHARACTERS_ACROSS = 194
"""How many characters of column width a landscape page takes at that scale."""
_KEY_WIDTHS = (20, 90, 60)
_GUIDE_WIDTHS = (26, 34, 9, 100)
_LIST_WIDTH, _LEAST_WIDTH, _LONGEST_WORD = 24, 11, 22
_LEAST_TEXT, _WIDEST_TEXT, _LINES_WANTED = 36, 80, 12
_LINE, _TALLEST = 15, 409
"""The height of one line of text and of the tallest row, in points."""
_TALL_FOR_GOOD = b' customHeight="1"'


def draw(sheets: Sequence[Sheet], known: Knowledge, name: str) -> bytes:
    """Return the workbook. `name` is the checklist's id, for the head of the printed page.

    Raises `ModuleNotFoundError` where the library that writes workbooks is not installed.
    """
    from xlsxwriter.workbook import Workbook

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": name, "created": _CREATED})
        styles = {style: book.add_format(dict(how)) for style, how in _STYLES.items()}
        page = guide(sheets, known)
        for sheet in sheets:
            draw_one = _draw_keys if sheet.name in OF_KEYS else _draw_rows
            draw_one(new_paper(book, sheet.name, name), sheet, page, styles)
        _draw_guide(new_paper(book, HOW_TO_EDIT, name), page, styles)
    return _growing(stream)


def _growing(stream: BytesIO) -> bytes:
    """Return a workbook whose rows grow with their texts: a height is where a row begins, not somebody's wish."""
    grown = BytesIO()
    with ZipFile(stream) as drawn, ZipFile(grown, "w", ZIP_DEFLATED) as packed:
        for part in drawn.infolist():
            content = drawn.read(part)
            sheet = part.filename.startswith("xl/worksheets/")
            packed.writestr(part, content.replace(_TALL_FOR_GOOD, b"") if sheet else content)
    return grown.getvalue()


# ── a row for each key ───────────────────────────────────────────────────────


def _draw_keys(paper: Worksheet, sheet: Sheet, page: Guide, styles: Mapping[str, Format]) -> None:
    for at, width in enumerate(_KEY_WIDTHS):
        paper.set_column(at, at, width, styles["to come"])
    for at, heading in enumerate((KEY, VALUE, MEANING)):
        put(paper, 0, at, heading, styles["heading"])
    for row, column in enumerate(sheet.columns, 1):
        for at, text in enumerate((column.name, sheet.text(0, column), column.meaning)):
            put(paper, row, at, text, styles["plain"])
        _offer(paper, (row, 1, row, 1), column, page)
        paper.set_row(row, _height((sheet.text(0, column), column.meaning), _KEY_WIDTHS[1:]))
    paper.freeze_panes(1, 1)
    paper.fit_to_pages(1, 0)
    paper.repeat_rows(0)


# ── a row for each section, criterion or source ──────────────────────────────


def _draw_rows(paper: Worksheet, sheet: Sheet, page: Guide, styles: Mapping[str, Format]) -> None:
    last = len(sheet.rows) + _ROWS_TO_COME
    widths = [_width(sheet, column) for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        paper.set_column(at, at, widths[at], styles["to come"])
        put(paper, 0, at, column.name, styles["heading"])
        for row in range(len(sheet.rows)):
            put(paper, row + 1, at, sheet.text(row, column), styles["plain"])
        _offer(paper, (1, at, last, at), column, page)
    for row in range(len(sheet.rows)):
        paper.set_row(row + 1, _height([sheet.text(row, column) for column in sheet.columns], widths))
    paper.freeze_panes(1, 1)
    paper.repeat_rows(0)
    _spread(paper, widths)


def _width(sheet: Sheet, column: Column) -> int:
    """Return how wide a column is, in characters: enough for its words, and for its texts in a dozen lines."""
    if column.holds["type"] == "array":
        return _LIST_WIDTH
    if not (column.names or words(column.holds) or column.holds["type"] != "string" or column.name == "id"):
        longest = max((len(sheet.text(row, column)) for row in range(len(sheet.rows))), default=0)
        return max(_LEAST_TEXT, min(_WIDEST_TEXT, longest // _LINES_WANTED))
    longest = min(_LONGEST_WORD, max(map(len, words(column.holds)), default=0))
    return max(_LEAST_WIDTH, len(column.name) + 2, longest + 2)


def _height(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Return how tall a row has to be for its texts, in points."""
    lines = [
        sum(len(wrap(line, width * 11 // 10)) or 1 for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(_TALLEST, _LINE * max(lines))


def _spread(paper: Worksheet, widths: Sequence[int]) -> None:
    """Let a sheet that is wider than the page go on to the next one, the first column printed on each."""
    if sum(widths) <= _CHARACTERS_ACROSS:
        paper.fit_to_pages(1, 0)
        return
    across, breaks = widths[0], []
    for at, width in enumerate(widths[1:], 1):
        if across + width > _CHARACTERS_ACROSS:
            breaks.append(at)
            across = widths[0]
        across += width
    paper.repeat_columns(0, 0)
    paper.set_print_scale(_PRINT_SCALE)
    paper.set_v_pagebreaks(breaks)
    paper.print_across()


# ── words to choose from ─────────────────────────────────────────────────────


def _offer(paper: Worksheet, cells: tuple[int, int, int, int], column: Column, page: Guide) -> None:
    """Let cells offer the words that they may take, and say what they hold when they are chosen."""
    says = {"input_title": column.name[:_LONGEST_TITLE], "input_message": column.meaning[:_LONGEST_PROMPT]}
    if source := _choices(column, page):
        wrong = {"error_title": "Not one of the words", "error_message": "Choose one from the list, or leave it empty."}
        paper.data_validation(*cells, {"validate": "list", "source": source, **says, **wrong})
    elif column.holds["type"] != "string":
        paper.data_validation(*cells, {"validate": "any", **says})


def _choices(column: Column, page: Guide) -> str | list[str]:
    """Return what a cell may be chosen from: words, or the cells that hold them; nothing where it is free."""
    holds = column.holds
    if column.names:
        return f"={column.names}!$A$2:$A${1 + _ROWS_TO_COME * 5}"
    if holds["type"] == "boolean":
        return ["true", "false"]
    if holds["type"] == "integer" and holds["maximum"] - holds["minimum"] < 10:
        return [str(number) for number in range(holds["minimum"], holds["maximum"] + 1)]
    block = page.block(holds) if holds["type"] == "string" and words(holds) else None
    return f"='{HOW_TO_EDIT}'!$A${block.first}:$A${block.last}" if block else ""


# ── how to edit ──────────────────────────────────────────────────────────────


def _draw_guide(paper: Worksheet, page: Guide, styles: Mapping[str, Format]) -> None:
    for at, width in enumerate(_GUIDE_WIDTHS):
        paper.set_column(at, at, width)
    for row, line in enumerate(page.lines):
        for at, text in enumerate(line.cells):
            put(paper, row, at, text, styles[line.style])
    paper.fit_to_pages(1, 0)
