"""The sheet that says how to edit a checklist's workbook, and holds the words that its cells may take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from caseaudit.domain.checklist_reading import Knowledge
from caseaudit.exports.checklist_xlsx.cells import NO_ITEM
from caseaudit.exports.checklist_xlsx.columns import OF_KEYS, Column, Schema, words
from caseaudit.exports.checklist_xlsx.meanings import WORDS
from caseaudit.exports.checklist_xlsx.sheets import Sheet

_RULES = (
    "Change the cells of the other sheets, add rows, take rows out. Then bring the workbook back:",
    "caseaudit checklist from-xlsx FILE.xlsx",
    "It names everything that is wrong at once, each with its sheet, row and column, and writes nothing until all is "
    "well. The file of the checklist is then written anew, in the order of the format.",
    "An empty cell leaves the key out, and what is left out has its usual value.",
    "A new criterion is a row on the sheet Criteria, with the id of its section, and at least one row with its own id "
    "on the sheet Sources. Rows of a section are asked from top to bottom.",
    "The id of a criterion stays with its question for good: audits refer to it. A new question gets a new id.",
    "Raise the version on the sheet Checklist whenever wording changes.",
    "Keep the names of the sheets and the headings. Do not merge cells. A formula is refused: every cell is text.",
    f"Several words in one cell are separated by commas; {NO_ITEM} says that there are none of them.",
    "Line breaks, apostrophes and signs such as = + - @ at the start of a text are kept as they are.",
    "Colours, widths and comments of the workbook are for you: they are not brought back. This sheet is not read.",
)


class Block(NamedTuple):
    """The words that one kind of cell may take, one a row."""

    words: tuple[str, ...]
    first: int
    """The row of the first word, counted from 1."""

    @property
    def last(self) -> int:
        """The row of the last word."""
        return self.first + len(self.words) - 1


class Line(NamedTuple):
    """A row of the sheet, and how it is drawn: `rule`, `heading` or `plain`."""

    cells: tuple[str, ...]
    style: str = "plain"


class Guide(NamedTuple):
    """The rows of the sheet, and where the words stand that a list to choose from is made of."""

    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]

    def block(self, holds: Schema) -> Block | None:
        """Return where the words of a value stand, or None where any text may stand."""
        return next((block for block in self.blocks if block.words == tuple(words(holds))), None)


def guide(sheets: Sequence[Sheet], known: Knowledge) -> Guide:
    """Return the sheet for a checklist's other sheets."""
    lines = [Line(("How to edit this checklist",), "heading"), *(Line((rule,), "rule") for rule in _RULES), Line(())]
    lines += [Line(("sheet", "heading", "needed", "what it means"), "heading"), *_keys(sheets)]
    blocks = []
    for names, allowed in _vocabularies(sheets).items():
        lines += [Line(()), Line((f"words for {names}", "", "", "what they mean"), "heading")]
        blocks.append(Block(allowed, len(lines) + 1))
        lines += [Line((word, "", "", _meaning(word, known))) for word in allowed]
    return Guide(tuple(lines), tuple(blocks))


def _keys(sheets: Sequence[Sheet]) -> Iterator[Line]:
    for sheet in sheets:
        for column in sheet.columns:
            yield Line((sheet.name, column.name, "yes" if column.needed else "", column.meaning))


def _vocabularies(sheets: Sequence[Sheet]) -> dict[str, tuple[str, ...]]:
    """Return each set of words once, under the columns that take it."""
    taken: dict[tuple[str, ...], list[str]] = {}
    for sheet in sheets:
        for column in sheet.columns:
            if allowed := tuple(words(column.holds)):
                taken.setdefault(allowed, []).append(_called(sheet, column))
    return {" and ".join(names): allowed for allowed, names in taken.items()}


def _called(sheet: Sheet, column: Column) -> str:
    return column.name if sheet.name in OF_KEYS else f"{sheet.name}, {column.name}"


def _meaning(word: str, known: Knowledge) -> str:
    if document := known.documents.get(word):
        return f"{document.title} ({document.date}), paragraphs 1 to {document.paragraphs}"
    if scale := known.scales.get(word):
        return ", ".join(grade.label for grade in scale.grades)
    return WORDS.get(word, "")
