"""What every workbook shares: a text goes into its cell as it is, whatever the library would make of it."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from xlsxwriter.workbook import Workbook

from caseaudit.exports.spreadsheet import LONGEST, letters, put, units

TRAP = "<r><t>x</t></r></si><si><t>other</t></si><r></r>"


@pytest.mark.parametrize("text", [TRAP, "<r></r>", "=1+1", "{=1}", "http://example.invalid", "0012", "1-2", " a "])
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    """Not a formula, not a link, not a number, and no piece of the file itself."""
    stream = BytesIO()
    with Workbook(stream) as book:
        put(book.add_worksheet(), 0, 0, text, book.add_format({"num_format": "@"}))

    cell = load_workbook(stream).active["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    strings = ZipFile(stream).read("xl/sharedStrings.xml").decode()
    assert strings.count("<si>") == 1


def test_a_text_that_would_be_cut_is_refused() -> None:
    """It is for the caller to say what becomes of it."""
    with Workbook(BytesIO()) as book, pytest.raises(ValueError, match="does not fit"):
        put(book.add_worksheet(), 0, 0, "a" * (LONGEST + 1), book.add_format())


def test_length_is_that_of_a_spreadsheet() -> None:
    """An emoji counts twice."""
    assert [units("abc"), units("é"), units("👩")] == [3, 1, 2]


def test_columns_have_letters() -> None:
    """Counted from 1."""
    assert [letters(number) for number in (1, 26, 27, 28, 702, 703, 16_384)] == [
        "A",
        "Z",
        "AA",
        "AB",
        "ZZ",
        "AAA",
        "XFD",
    ]
