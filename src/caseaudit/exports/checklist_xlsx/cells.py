"""One value as the text of one cell, and back; and what a cell cannot hold."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, NamedTuple

from caseaudit.exports.checklist_xlsx.columns import Schema, words
from caseaudit.exports.spreadsheet import LONGEST, letters, units

NO_ITEM = "(none)"
"""How a list without items is written; an empty cell leaves the key out."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_|x005F_")
_WHOLE = re.compile("[+-]?[0-9]{1,9}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


class Wrong(NamedTuple):
    """Why a cell cannot be taken or written."""

    what: str
    remedy: str


class Odd(Enum):
    """A cell whose content is no plain value; its value is what is wrong."""

    FORMULA = Wrong("is a formula", "Write the text itself, in a cell formatted as text")
    ERROR = Wrong("holds an error of the spreadsheet", "Write the text itself, in a cell formatted as text")
    DATE = Wrong("is a date, not text", "Format the cell as text and type it again")


Cell = str | int | float | bool | Odd | None
"""What a spreadsheet keeps in one cell."""


class Place(NamedTuple):
    """A cell of the workbook, counted from 1; without a row, its sheet."""

    sheet: str
    row: int = 0
    column: int = 0
    key: str = ""
    """The key of the format that stands there."""

    def __str__(self) -> str:
        return f"{self.sheet}!{letters(self.column)}{self.row}" if self.row else self.sheet


class CellFault(NamedTuple):
    """What is wrong in one place of the workbook."""

    place: Place
    what: str
    remedy: str


# ── from a value to a cell ───────────────────────────────────────────────────


def text_of(value: Any, holds: Schema) -> str:
    """Return a value as the text of its cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _separator(holds).join(value) if value else NO_ITEM
    return value if isinstance(value, str) else repr(value)


def _separator(holds: Schema) -> str:
    return ", " if words(holds) else "\n"


def unfit(value: Any, holds: Schema) -> Wrong | None:
    """Return why a value cannot go into a cell and come back as it was, or None if it can."""
    text = text_of(value, holds)
    if fault := _unfit_text(text):
        return fault
    if value_of(text, holds) != value:
        return Wrong("is a list that a cell cannot hold", "Keep line breaks, spaces and commas out of its items")
    return None


def _unfit_text(text: str) -> Wrong | None:
    if units(text) > LONGEST:
        return Wrong(f"is longer than {LONGEST} characters, the most a cell can hold", "Shorten it")
    if found := _CONTROL.search(text):
        return Wrong(f"holds a control character (U+{ord(found[0]):04X}), which a cell cannot hold", "Take it out")
    if _ESCAPE.search(text):
        return Wrong("holds a code like _x0041_, which a spreadsheet takes for a letter", "Write it in another way")
    return None


# ── from a cell to a value ───────────────────────────────────────────────────


def is_empty(cell: Cell) -> bool:
    """Return whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and len(cell) <= LONGEST and not cell.strip())


def value_of(cell: Cell, holds: Schema) -> Any:
    """Return the value of a cell, None if it is empty, or what is wrong with it.

    A value of the wrong kind is returned as it stands: the checker of the format says what is wrong with it.
    """
    if isinstance(cell, Odd):
        return cell.value
    if is_empty(cell):
        return None
    if isinstance(cell, str):
        return _unfit_text(cell) or _from_text(cell, holds)
    return _from_number(cell, holds)


def _from_text(text: str, holds: Schema) -> Any:
    kind = holds["type"]
    if kind == "array":
        return _items(text, holds)
    if kind == "string":
        loose = text in words(holds) or not ("enum" in holds or _is_id(holds))
        return text if loose else text.strip()
    said = text.strip()
    if kind == "boolean":
        return {"true": True, "false": False}.get(said.lower(), text)
    if _WHOLE.fullmatch(said):
        return int(said)
    return float(said) if kind == "number" and _NUMBER.fullmatch(said) else text


def _is_id(holds: Schema) -> bool:
    return "pattern" in holds and holds["pattern"] != r"\S"


def _items(text: str, holds: Schema) -> list[str]:
    if text.strip() == NO_ITEM:
        return []
    if not words(holds):
        return [line for line in text.split("\n") if line.strip()]
    return [item.strip() for item in re.split("[,;\n]", text) if item.strip()]


def _from_number(cell: float | bool | None, holds: Schema) -> Any:
    """Return a number or a tick of the spreadsheet where one may stand: `2.0` is a whole number."""
    kind = holds["type"]
    if isinstance(cell, bool):
        return cell if kind == "boolean" else Wrong("is TRUE or FALSE, not text", Odd.DATE.value.remedy)
    if kind in ("integer", "number"):
        return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return Wrong("is a number, not text", Odd.DATE.value.remedy)
