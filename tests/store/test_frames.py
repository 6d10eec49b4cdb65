"""Reading lists of cases in every layout that services send, and naming sheet, row and column of what is wrong."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from case_lists import ON, annex_a, cells, headings, looked_after, old_workbook
from caseaudit.problems import BadInput
from caseaudit.store.frames import reading
from caseaudit.store.frames.headings import Asked, recognised
from caseaudit.store.frames.lists import lists
from caseaudit.store.frames.opening import open_book
from caseaudit.store.frames.reading import Frame
from hostile import HOSTILE


def read(path: Path, number: int = 8, *needed: str, **asked: object) -> Frame:
    """Return list 8 of a file, or another."""
    return reading.read(path.read_bytes(), path.name, Asked(number, **asked), needed, (), ON)  # type: ignore[arg-type]


def refused(path: Path, number: int = 8, *needed: str, **asked: object) -> list[str]:
    """Return the lines of the refusal of a file."""
    with pytest.raises(BadInput) as caught:
        read(path, number, *needed, **asked)
    return [str(problem) for problem in caught.value.problems]


def edited(path: Path, change: Callable[[Worksheet], object], rows: int = 3) -> Path:
    """Write list 8 with some rows, change its sheet, and return the file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "List 8"
    sheet.append(headings(8))
    for row in looked_after(rows):
        sheet.append(cells(8, row))
    change(sheet)
    book.save(path)
    return path


def at(sheet: Worksheet, key: str, row: int) -> str:
    """Return the address of a cell of list 8."""
    place = [column.key for column in lists()[8].columns].index(key)
    return str(sheet.cell(row, place + 1).coordinate)


# ── layouts ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "named", ["List 8", "List_8", "list8", "LIST 08", "List 8 - Children in care", "Children in care", "LAC", "Sheet{}"]
)
@pytest.mark.parametrize(("title", "blank"), [(False, 0), (True, 0), (True, 2)])
def test_every_layout_of_annex_a(tmp_path: Path, named: str, title: bool, blank: int) -> None:
    """Any name of the tab, with or without the title above the headings, below empty rows."""
    rows = looked_after(3)
    path = annex_a(tmp_path / "a.xlsx", {6: [], 8: rows}, named="{}", title=title, blank=blank)
    book = open_sheets(path, {"6": "List 6", "8": named})

    frame = read(book)

    assert [row.identifier for row in frame.rows] == ["900100", "900101", "900102"]
    assert [row.values["team"] for row in frame.rows] == ["Team 1", "Team 2", "Team 3"]
    assert [row.place for row in frame.rows] == [row + title + blank for row in (2, 3, 4)]


def open_sheets(path: Path, names: dict[str, str]) -> Path:
    """Rename the sheets of a workbook and return it."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for old, new in names.items():
        book[old].title = new
    book.save(path)
    return path


@pytest.mark.parametrize("number", range(1, 12))
def test_every_list_is_found_by_its_headings_alone(tmp_path: Path, number: int) -> None:
    """Where the tabs say nothing."""
    row = {"case": "A-17"}
    others = {other: [row] for other in range(1, 12)}
    path = annex_a(tmp_path / "a.xlsx", others, named="x{}")

    frame = read(path, number)

    assert (frame.of.number, frame.sheet) == (number, f"x{number}")
    assert [found.identifier for found in frame.rows] == ["A-17"]


def test_a_file_says_which_lists_it_holds(tmp_path: Path) -> None:
    """By the names of its tabs, else by their headings."""
    by_name = annex_a(tmp_path / "a.xlsx", {3: [], 8: []}, named="List_{}")
    by_headings = annex_a(tmp_path / "b.xlsx", {3: [{"case": 1}], 8: [{"case": 1}]}, named="x{}")

    assert recognised(open_book(by_name.read_bytes(), "a")) == [3, 8]
    assert recognised(open_book(by_headings.read_bytes(), "b")) == [3, 8]


def test_headings_with_dirt(tmp_path: Path) -> None:
    """Trailing blanks, straight and curly quotation marks, another case, a hard space, a byte order mark."""

    def dirt(sheet: Worksheet) -> None:
        for cell in sheet[1]:
            words = str(cell.value).replace("'", "\N{RIGHT SINGLE QUOTATION MARK}").replace(" ", "\N{NO-BREAK SPACE}")
            cell.value = f" {words.upper()}  "

    frame = read(edited(tmp_path / "a.xlsx", dirt), 8, "missing", "legal-status")

    assert set(frame.columns) == {column.key for column in lists()[8].columns}
    assert [row.values["missing"] for row in frame.rows] == [0, 0, 0]


def test_an_old_workbook(tmp_path: Path) -> None:
    """An .xls file, its dates as text and as serial numbers."""
    rows = [["Child Unique ID", "Allocated Team", "Allocated Worker", "Date Ceased to be Looked After"]]
    rows += [[4711, "a) North", "W. Worker", 46_300], ["A-12", "", "V. Worker", "01/10/2026"]]
    path = old_workbook(tmp_path / "old.xls", "List 8", rows)

    frame = read(path, 8, columns={"case": "Child Unique ID"})

    assert [(row.identifier, row.values["ended"]) for row in frame.rows] == [
        ("4711", date(2026, 10, 5)),
        ("A-12", date(2026, 10, 1)),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_as_programs_write_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Whatever stands between the cells, however the letters are written."""
    lines = [["Person ID", "Team", "Social worker"], ["0042", "Élan", "W. Worker"]]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))

    frame = read(path, 0)

    assert [(row.identifier, row.values["team"], row.values["worker"]) for row in frame.rows] == [
        ("0042", "Élan", "W. Worker")
    ]


def test_a_plain_list_with_its_own_headings(tmp_path: Path) -> None:
    """Whoever names the columns can use any words; other columns go by their own."""
    path = tmp_path / "a.csv"
    path.write_text('Our ref,Who,"Local\noffice"\n17,W. Worker,Harbour\n\n18,V. Worker,Hill\n', encoding="utf-8")

    frame = read(path, 0, "local office", columns={"case": "our REF", "worker": "Who"})

    assert frame.key("Local office") == "local-office"
    assert [(row.identifier, row.values["local-office"], row.place) for row in frame.rows] == [
        ("17", "Harbour", 3),
        ("18", "Hill", 5),
    ]


# ── cells ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 9, 1),
        datetime(2026, 9, 1, 14, 30),
        "01/09/2026",
        "1/9/2026",
        "01-09-2026",
        "01.09.2026",
        "2026-09-01",
        "2026-09-01T00:00:00",
        "01/09/2026 00:00:00",
        "1 September 2026",
        "01-Sep-2026",
        46_266,
        "46266",
        46_266.75,
    ],
)
def test_every_way_to_write_a_day(tmp_path: Path, cell: object) -> None:
    """All of these are 1 September 2026."""
    path = edited(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__(at(sheet, "visited", 2), cell))

    frame = read(path, 8, "visited")

    assert (frame.rows[0].values["visited"], frame.faults) == (date(2026, 9, 1), [])


@pytest.mark.parametrize(
    "cell",
    [
        "09/31/2026",
        "31/02/2026",
        "01/09/26",
        "soon",
        7,
        3.5,
        True,
        "1 Brumaire 2026",
        "=today",
        "99999999",
        "1066-10-14",
    ],
)
def test_what_is_no_day_is_named_with_sheet_row_and_column(tmp_path: Path, cell: object) -> None:
    """And is not guessed at: nobody knows whether 09/31 was meant for 31/09."""

    def change(sheet: Worksheet) -> None:
        sheet[at(sheet, "visited", 3)] = cell
        sheet[at(sheet, "visited", 3)].data_type = (
            "s" if isinstance(cell, str) else sheet[at(sheet, "visited", 3)].data_type
        )

    frame = read(edited(tmp_path / "a.xlsx", change), 8, "visited")

    assert [str(problem) for problem in frame.problems("a.xlsx")] == [
        'a.xlsx: List 8, row 3, column "Date of Last Social Work Visit": is not a date. '
        "Write it as dd/mm/yyyy, or leave it blank."
    ]
    assert (frame.total, frame.faulty, len(frame.rows)) == (3, 1, 2)


def test_dates_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    """As cells formatted as dates, and as bare numbers."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.append(["Case ID", "Closed", "Date"])
    sheet.append([1, date(2026, 9, 1), 44_804])
    book.save(tmp_path / "mac.xlsx")

    frame = read(tmp_path / "mac.xlsx", 0, "ended")

    assert frame.rows[0].values["ended"] == date(2026, 9, 1)
    assert frame.rows[0].values["date"] == date(2026, 9, 1)


@pytest.mark.parametrize("cell", ["#N/A", "n/a", "NaN", "-", "  ", "#REF!", "\N{NO-BREAK SPACE}", None])
def test_blank_in_all_its_forms(tmp_path: Path, cell: object) -> None:
    """Nothing there is nothing, whatever a program wrote for it."""

    def change(sheet: Worksheet) -> None:
        for key in ("visited", "team", "placements", "permanence"):
            sheet[at(sheet, key, 2)] = cell

    frame = read(edited(tmp_path / "a.xlsx", change), 8, "visited", "placements", "permanence")

    values = frame.rows[0].values
    assert (values["visited"], values["team"], values["placements"], values["permanence"]) == (None, "", None, "")
    assert frame.faults == []


def test_codes_lose_the_prefix_that_orders_them(tmp_path: Path) -> None:
    """`a) Yes` and `Yes` are one; teams keep every letter."""

    def change(sheet: Worksheet) -> None:
        sheet[at(sheet, "permanence", 2)] = "zz)  Long-term fostering"
        sheet[at(sheet, "permanence", 3)] = "Long-term fostering"
        sheet[at(sheet, "team", 2)] = "a) Team"

    frame = read(edited(tmp_path / "a.xlsx", change), 8, "permanence")

    assert [row.values["permanence"] for row in frame.rows[:2]] == ["Long-term fostering"] * 2
    assert frame.rows[0].values["team"] == "a) Team"


@pytest.mark.parametrize(
    ("cell", "identifier"), [(4711, "4711"), ("4711", "4711"), (" 4711 ", "4711"), (4711.0, "4711"), ("0042", "0042")]
)
def test_a_number_and_the_same_number_as_text_are_one_child(tmp_path: Path, cell: object, identifier: str) -> None:
    """Leading noughts of text are part of it."""
    path = edited(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__("A2", cell))

    assert read(path).rows[0].identifier == identifier


@pytest.mark.parametrize(
    ("cell", "what"),
    [(1.5, "is not a whole number"), ("three", "is not a whole number"), (-1, "is not a whole number")],
)
def test_what_is_no_number(tmp_path: Path, cell: object, what: str) -> None:
    """Placements come in wholes."""
    path = edited(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__(at(sheet, "placements", 2), cell))

    assert [fault.what for fault in read(path, 8, "placements").faults] == [what]


def test_formulas_count_by_their_result_and_are_never_run(tmp_path: Path) -> None:
    """One that no spreadsheet program has worked out is named: blank would be a wrong answer."""
    path = edited(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__(at(sheet, "visited", 2), "=TODAY()-9"))

    told = [str(problem) for problem in read(path, 8, "visited").problems("a.xlsx")]

    assert told == [
        'a.xlsx: List 8, row 2, column "Date of Last Social Work Visit": is a formula without a result. '
        "Open the file in a spreadsheet program and save it, so that its formulas are worked out."
    ]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Teams are called what they are called, and nothing in them is followed."""
    path = tmp_path / "a.csv"
    with codecs.open(str(path), "w", "utf-8", "replace") as stream:
        stream.write("Case ID,Team\n")
        for number, words in enumerate(HOSTILE):
            quoted = words.replace('"', '""').replace("\x00", "")
            stream.write(f'{number},"{quoted}"\n')

    frame = read(path, 0)

    assert len(frame.rows) == len(HOSTILE)
    assert frame.rows[HOSTILE.index("[Child A] said [Mum] left")].values["team"] == "[Child A] said [Mum] left"
    assert frame.rows[HOSTILE.index("=1+1")].values["team"] == "=1+1"
    assert not any("\x1b" in str(row.values["team"]) for row in frame.rows)


# ── what is wrong with a list ────────────────────────────────────────────────


def test_all_problems_at_once_and_how_many_more(tmp_path: Path) -> None:
    """Twenty in full, then the number of the others."""

    def change(sheet: Worksheet) -> None:
        for row in range(2, 32):
            sheet[at(sheet, "visited", row)] = "soon"

    told = read(edited(tmp_path / "a.xlsx", change, rows=30), 8, "visited").problems("a.xlsx")

    assert len(told) == 21
    assert str(told[-1]) == "a.xlsx: has 10 more problems like these. Mend the first ones, and try again."


def test_dates_to_come_and_dates_in_the_wrong_order(tmp_path: Path) -> None:
    """With the row, both headings, and the day that the list describes."""

    def change(sheet: Worksheet) -> None:
        sheet[at(sheet, "visited", 2)] = date(2026, 11, 21)
        sheet[at(sheet, "ended", 3)] = date(2024, 5, 6)

    told = [str(problem) for problem in read(edited(tmp_path / "a.xlsx", change), 8, "visited").problems("a.xlsx")]

    assert told == [
        'a.xlsx: List 8, row 2, column "Date of Last Social Work Visit": is after 20/11/2026. '
        "Mend the date, or say with --on which day the list describes.",
        'a.xlsx: List 8, row 3, column "Date Ceased to be Looked After": comes before "Date Started to be Looked '
        'After" of the same row. Check which of the two dates is right.',
    ]


def test_columns_that_nobody_needs_may_hold_anything(tmp_path: Path) -> None:
    """A draw by team never looks at the dentist."""
    path = edited(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__(at(sheet, "dental", 2), "soon"))

    assert read(path, 8, "team").faults == []


def test_a_row_without_an_identifier_and_rows_of_nothing(tmp_path: Path) -> None:
    """The first is a problem, the others are not there."""

    def change(sheet: Worksheet) -> None:
        sheet["A3"] = None
        sheet.append([None] * 20 + ["  "])

    frame = read(edited(tmp_path / "a.xlsx", change))

    assert frame.total == 3
    assert [str(problem) for problem in frame.problems("a.xlsx")] == [
        'a.xlsx: List 8, row 3, column "Child Unique ID": has no identifier. '
        "Write the child's identifier, or delete the row."
    ]


def test_an_identifier_that_the_spreadsheet_rounded(tmp_path: Path) -> None:
    """Sixteen digits do not survive in a number: two children would be one."""
    path = edited(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__("A2", 1234567890123456789))

    assert "rounded" in read(path).faults[0].what


@pytest.mark.parametrize(
    ("number", "needed", "asked", "says"),
    [
        (12, (), {}, "--list: is not a list of Annex A. Give a number from 1 to 11."),
        (3, (), {}, "a.xlsx: List 8: has no row of headings like those of list 3, Referrals. Check --list"),
        (8, ("tem",), {}, 'a.xlsx: List 8: has no column "tem". Probably "team" is meant'),
        (8, (), {"sheet": "List 9"}, "a.xlsx: List 9: is not a sheet of this file."),
        (8, (), {"columns": {"case": "Ref"}}, 'a.xlsx: List 8: has no column "Ref".'),
        (8, (), {"columns": {"kase": "Ref"}}, '--column: `kase` is not a column here. Probably "case" is meant'),
    ],
)
def test_what_is_asked_for_and_not_there(
    tmp_path: Path, number: int, needed: tuple[str, ...], asked: dict[str, object], says: str
) -> None:
    """The message names what there is instead."""
    path = edited(tmp_path / "a.xlsx", lambda _: None)

    assert refused(path, number, *needed, **asked)[0].startswith(says)


def test_a_column_of_the_template_that_is_not_there(tmp_path: Path) -> None:
    """It is asked for by its own key, with what the template calls it; not by that of the child's identifier."""

    def rename(sheet: Worksheet) -> None:
        cell = next(cell for cell in sheet[1] if cell.value == "Start Date of Most Recent Placement")
        cell.value = "Moved in"

    path = edited(tmp_path / "a.xlsx", rename)
    assert refused(path, 8, "placed", "team") == [
        'a.xlsx: List 8: has no column "placed", in the template "Start Date of Most Recent Placement". '
        'Name the one that is meant: --column placed="HEADING".'
    ]
    assert read(path, 8, "placed", columns={"placed": "Moved in"}).faults == []


def test_a_column_that_a_plain_list_has_not(tmp_path: Path) -> None:
    """Its headings are few: they are named, as `--column` takes them."""
    path = tmp_path / "a.csv"
    path.write_text("Case,Squad,Last visit\n1,North,2026-11-01\n", encoding="utf-8")
    assert refused(path, 0, "team") == [
        'a.csv: has no column "team". Name the one that is meant: --column team="HEADING"; the columns are: Case, '
        "Squad, Last visit."
    ]


def test_several_lists_or_sheets_and_none_was_named(tmp_path: Path) -> None:
    """The message lists them."""
    annex = annex_a(tmp_path / "a.xlsx", {3: [], 8: []})
    other = annex_a(tmp_path / "b.xlsx", {3: [], 8: []}, named="x{}")

    assert refused(annex, 0) == ["a.xlsx: holds several lists. Say which with --list: 3 Referrals, 8 Children in care."]
    assert refused(other, 0) == [
        "b.xlsx: has several sheets. Say which with --sheet: x3, x8; or with --list for Annex A."
    ]


def test_a_heading_that_stands_there_twice(tmp_path: Path) -> None:
    """Which of the two would it be?"""

    def change(sheet: Worksheet) -> None:
        sheet.cell(1, 40).value = "Allocated Team"

    path = edited(tmp_path / "a.xlsx", change)

    assert refused(path, 8, "team") == ['a.xlsx: List 8: has two columns "Allocated Team". Rename or remove one.']


def test_no_problem_quotes_a_cell(tmp_path: Path) -> None:
    """A name in a column of dates stays in the file."""
    path = edited(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__(at(sheet, "visited", 2), "Jane Example 2014"))

    assert "Jane" not in "".join(map(str, read(path, 8, "visited").problems("a.xlsx")))
