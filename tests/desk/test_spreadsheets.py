"""A checklist goes to a spreadsheet, is edited there, and comes back without loss."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tomli
from hypothesis import given, settings
from openpyxl import Workbook

from caseaudit.desk import checklists, spreadsheets
from caseaudit.exports.checklist_xlsx import drawing
from caseaudit.exports.checklist_xlsx.columns import VALUE
from caseaudit.exports.checklist_xlsx.sheets import faults, sheets
from caseaudit.problems import BadInput
from caseaudit.store import checklist_toml
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from conftest import SAMPLE
from hostile import HOSTILE
from made_up import LIBRARY
from made_up_checklists import KNOWN, any_text, without_empty_tables
from made_up_checklists import checklists as any_checklists
from spreadsheet import Change, column, edited, row, typed

SHIPPED = sorted(Library(shipped_checklists()).paths())
HANDOVER = tomli.loads((SAMPLE / "handover.toml").read_text(encoding="utf-8"))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The workbook of the checklist `handover`."""
    path = tmp_path / "handover.xlsx"
    path.write_bytes(spreadsheets.to_workbook(LIBRARY, "handover").content)
    return path


def brought(path: Path) -> dict[str, Any]:
    """Return the tables of the checklist that a workbook brings back."""
    return tomli.loads(spreadsheets.from_workbook(LIBRARY, path).content.decode())


def told(path: Path, name: str = "") -> list[str]:
    """Return everything that is said to be wrong with a workbook, without the name of its file."""
    with pytest.raises(BadInput) as refused:
        spreadsheets.from_workbook(LIBRARY, path, name)
    lines = str(refused.value).split("\n")
    assert all(line.startswith(f"{path}: ") for line in lines)
    return [line.removeprefix(f"{path}: ") for line in lines]


# ── there and back ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SHIPPED)
def test_every_checklist_that_ships_comes_back_letter_by_letter(name: str, tmp_path: Path) -> None:
    """The file that comes back has the very bytes of the one that ships."""
    made = spreadsheets.to_workbook(LIBRARY, name)
    (tmp_path / "any-name.xlsx").write_bytes(made.content)

    assert spreadsheets.from_workbook(LIBRARY, tmp_path / "any-name.xlsx").content == LIBRARY.paths()[name].read_bytes()
    assert made.not_kept == ""


@settings(max_examples=30)
@given(table=any_checklists())
def test_any_checklist_comes_back_as_it_was(table: dict[str, Any], tmp_path: Path) -> None:
    """Whatever is left out stays out, and whatever is said is said with every letter."""
    path = tmp_path / "anything.xlsx"
    path.write_bytes(drawing.draw(sheets(table, KNOWN), KNOWN, "anything"))

    assert brought(path) == without_empty_tables(table)
    assert spreadsheets.from_workbook(LIBRARY, path).content.decode() == checklist_toml.text(table, KNOWN)


@settings(max_examples=30)
@given(table=any_checklists(any_text))
def test_what_a_cell_cannot_hold_is_refused_and_never_changed(table: dict[str, Any], tmp_path: Path) -> None:
    """With control characters too: either all of it comes back, or each cell that could not is named."""
    wrong = [fault for sheet in sheets(table, KNOWN) for fault in faults(sheet)]
    if wrong:
        assert all("which a cell cannot hold" in fault.what and fault.place.row for fault in wrong)
        return
    (tmp_path / "anything.xlsx").write_bytes(drawing.draw(sheets(table, KNOWN), KNOWN, "anything"))
    assert brought(tmp_path / "anything.xlsx") == without_empty_tables(table)


_TEXTS_OF_A_CRITERION = ("question", "look_for", "good_looks_like", "weak_looks_like", "critical_reason")


def said_everywhere(text: str) -> dict[str, Any]:
    """Return the checklist `handover` with one text in every place that takes any text."""
    table = tomli.loads((SAMPLE / "handover.toml").read_text(encoding="utf-8"))
    for section in table["section"]:
        section.update(dict.fromkeys(("title", "about", "applies_when"), text))
        for criterion in section["criterion"]:
            criterion.update(dict.fromkeys(_TEXTS_OF_A_CRITERION, text))
            for grades in {"descriptors", "lift"} & criterion.keys():
                criterion[grades] = dict.fromkeys(criterion[grades], text)
    return {**table, **dict.fromkeys(("title", "version", "about"), text)}


@pytest.mark.parametrize("text", [text.replace("\ud800", "") for text in HOSTILE])
def test_a_hostile_text_in_every_cell_comes_back_or_is_refused_with_its_cell(text: str, tmp_path: Path) -> None:
    """Formulas, apostrophes, markup and writing from right to left are text like any other."""
    table = said_everywhere(text)
    wrong = [fault for sheet in sheets(table, KNOWN) for fault in faults(sheet)]
    if set(text) & {"\x00", "\x07", "\x1b", "\r"}:
        assert {"Checklist!B4", "Sections!B2", "Criteria!C2", "Criteria!N5"} <= {str(fault.place) for fault in wrong}
        return
    (tmp_path / "handover.xlsx").write_bytes(drawing.draw(sheets(table, KNOWN), KNOWN, "handover"))
    assert wrong == []
    assert brought(tmp_path / "handover.xlsx") == table


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a bell \x07", "holds a control character (U+0007), which a cell cannot hold. Take it out."),
        ("a return \r", "holds a control character (U+000D), which a cell cannot hold. Take it out."),
        ("code _x000D_ here", "holds a code like _x0041_, which a spreadsheet takes for a letter."),
        ("x005F_", "holds a code like _x0041_, which a spreadsheet takes for a letter."),
        ("😀" * 16_384, "is longer than 32767 characters, the most a cell can hold. Shorten it."),
    ],
    ids=["bell", "return", "code", "half a code", "long"],
)
def test_what_no_cell_can_hold_is_named_before_anything_is_written(text: str, says: str, tmp_path: Path) -> None:
    """With the file, the sheet, the row, the column and the key."""
    path = tmp_path / "handover.toml"
    path.write_text(checklist_toml.text({**HANDOVER, "title": text}, KNOWN), encoding="utf-8")

    with pytest.raises(BadInput) as refused:
        spreadsheets.to_workbook(LIBRARY, str(path))

    assert str(refused.value).startswith(f"{path}: Checklist!B4: title: {says}")


def test_a_list_without_items_is_not_a_list_left_out(tmp_path: Path) -> None:
    """`allows = []` allows neither answer; without the key both are allowed."""
    table = {**HANDOVER, "cohorts": []}
    (tmp_path / "handover.xlsx").write_bytes(drawing.draw(sheets(table, KNOWN), KNOWN, "handover"))

    assert brought(tmp_path / "handover.xlsx")["cohorts"] == []


def test_what_a_count_says_of_grades_is_refused_before_it_could_be_lost(tmp_path: Path) -> None:
    """A number has no grades; no column could hold them, and the checker says so by line and key."""
    table = tomli.loads((SAMPLE / "handover.toml").read_text(encoding="utf-8"))
    table["section"][0]["criterion"][2]["descriptors"] = {"few": "One or two."}
    path = tmp_path / "handover.toml"
    path.write_text(checklist_toml.text(table, KNOWN), encoding="utf-8")
    (problem,) = checklists.check(LIBRARY, path)
    assert (problem.key, problem.what) == (
        "section[1].criterion[3].descriptors",
        "speaks of grades, and a count has none",
    )


def test_a_checklist_with_a_problem_is_not_taken_to_a_spreadsheet(tmp_path: Path) -> None:
    """Its problems are named as `check` names them, with their lines."""
    path = tmp_path / "handover.toml"
    path.write_text((SAMPLE / "handover.toml").read_text(encoding="utf-8").replace("weight = 2", "weight = 9"))

    with pytest.raises(BadInput, match=r"handover\.toml:19: section\[1\]\.criterion\[1\]\.weight"):
        spreadsheets.to_workbook(LIBRARY, str(path))


def test_comments_of_a_file_are_counted_as_not_coming_along(tmp_path: Path) -> None:
    """So that whoever brings it back knows what will be gone."""
    path = tmp_path / "handover.toml"
    path.write_text("# ours\n" + (SAMPLE / "handover.toml").read_text(encoding="utf-8"), encoding="utf-8")

    assert spreadsheets.to_workbook(LIBRARY, str(path)).not_kept.startswith("its 1 comment,")


# ── edited in between ────────────────────────────────────────────────────────


def test_what_is_changed_in_a_cell_is_changed_in_the_file(workbook: Path) -> None:
    """And nothing else is."""
    changed = brought(edited(workbook, typed("Criteria", "HND-01", "question", "+ Did they meet?\n'Both' of them?")))

    assert changed["section"][0]["criterion"][0]["question"] == "+ Did they meet?\n'Both' of them?"
    changed["section"][0]["criterion"][0]["question"] = HANDOVER["section"][0]["criterion"][0]["question"]
    assert changed == HANDOVER


def test_a_criterion_is_added_with_its_source(workbook: Path) -> None:
    """In a new row below all others it is the last of its section."""

    def add(book: Workbook) -> None:
        book["Criteria"].append(["HND-05", "handover", "Was there a handover meeting?", "yes-no", "compliance"])
        for heading in ("look_for", "good_looks_like", "weak_looks_like"):
            book["Criteria"].cell(book["Criteria"].max_row, column(book["Criteria"], heading)).value = "The minutes."
        book["Sources"].append(["HND-05", "ofsted-2014", 44, "extension"])

    handover, court = brought(edited(workbook, add))["section"]
    assert [criterion["id"] for criterion in handover["criterion"]] == ["HND-01", "HND-02", "HND-03", "HND-05"]
    assert handover["criterion"][3]["sources"] == [{"document": "ofsted-2014", "paragraph": 44, "role": "extension"}]
    assert [criterion["id"] for criterion in court["criterion"]] == ["HND-04"]


def test_a_criterion_moves_to_another_section_and_place(workbook: Path) -> None:
    """The word below `section` says where it belongs, the order of the rows when it is asked."""
    moved = brought(edited(workbook, typed("Criteria", "HND-02", "section", " court ")))

    assert [[criterion["id"] for criterion in section["criterion"]] for section in moved["section"]] == [
        *(["HND-01", "HND-03"], ["HND-02", "HND-04"])
    ]


def test_rows_are_taken_out(workbook: Path) -> None:
    """A criterion is gone with its sources; empty rows in between do not matter."""

    def take_out(book: Workbook) -> None:
        for sheet, heading in (("Criteria", "HND-03"), ("Sources", "HND-03")):
            at = row(book[sheet], heading)
            for cell in book[sheet][at]:
                cell.value = None

    handover, _ = brought(edited(workbook, take_out))["section"]
    assert [criterion["id"] for criterion in handover["criterion"]] == ["HND-01", "HND-02"]


def test_an_emptied_cell_leaves_the_key_out(workbook: Path) -> None:
    """A blank that nobody can see is an empty cell too."""
    changed = brought(edited(workbook, typed("Criteria", "HND-01", "weight", "  ")))

    assert "weight" not in changed["section"][0]["criterion"][0]


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        (typed("Criteria", "HND-01", "weight", 3), ("section", 0, "criterion", 0, "weight"), 3),
        (typed("Criteria", "HND-01", "weight", 3.0), ("section", 0, "criterion", 0, "weight"), 3),
        (typed("Criteria", "HND-01", "critical", "welfare "), ("section", 0, "criterion", 0, "critical"), "welfare"),
        (typed("Checklist", "core", VALUE, True), ("core",), True),
        (typed("Checklist", "core", VALUE, "FALSE"), ("core",), False),
        (typed("Checklist", "cohorts", VALUE, "worker;\nreferral,"), ("cohorts",), ["worker", "referral"]),
        (typed("Judgement", "good_share", VALUE, 0.6), ("judgement", "good_share"), 0.6),
        (typed("Judgement", "roll_up", VALUE, "false"), ("judgement", "roll_up"), False),
        (typed("Checklist", "title", VALUE, "one_x000D_\ntwo"), ("title",), "one\ntwo"),
    ],
    ids=[
        "number",
        "number with a point",
        "space after a word",
        "tick",
        "capitals",
        "list",
        "share",
        "no roll-up",
        "CR",
    ],
)
def test_what_a_spreadsheet_makes_of_a_word_is_understood(
    change: Change, path: tuple[str | int, ...], value: object, workbook: Path
) -> None:
    """Numbers, ticks, blanks after a word and the line ends of Windows are what people meant by them."""
    found: Any = brought(edited(workbook, change))
    for key in path:
        found = found[key]

    assert found == value
    assert type(found) is type(value)


def test_columns_and_sheets_may_change_places(workbook: Path) -> None:
    """Headings say what a column holds, not its place; a sheet of notes is left alone and named."""

    def rearrange(book: Workbook) -> None:
        sources = book["Sources"]
        for line in sources.iter_rows():
            values = [cell.value for cell in line]
            for cell, value in zip(line, reversed(values), strict=True):
                cell.value = value
        book.move_sheet("Sources", -3)
        book.create_sheet("Our notes")["B7"] = "Ask the team."

    found = spreadsheets.from_workbook(LIBRARY, edited(workbook, rearrange))

    assert tomli.loads(found.content.decode()) == HANDOVER
    assert found.not_read == ["Our notes"]


# ── what is wrong is named with its cell ─────────────────────────────────────


class Bad(NamedTuple):
    """A slip, and everything that is said about it."""

    name: str
    change: Change
    says: list[str]


def head(sheet: str, heading: str, new: object) -> Change:
    """Return the change of a heading."""
    return lambda book: setattr(book[sheet].cell(1, column(book[sheet], heading)), "value", new)


def without(sheet: str, heading: str) -> Change:
    """Return the removal of a column."""
    return lambda book: book[sheet].delete_cols(column(book[sheet], heading))


def key(named: str, new: object) -> Change:
    """Return the change of a key on the sheet Checklist."""
    return lambda book: setattr(book["Checklist"].cell(row(book["Checklist"], named), 1), "value", new)


def cell(sheet: str, address: str, value: object) -> Change:
    """Return the change of a cell by its address."""
    return lambda book: setattr(book[sheet][address], "value", value)


QUESTION, WEIGHT = ("Criteria", "HND-01", "question"), ("Criteria", "HND-01", "weight")
AS_TEXT = "Format the cell as text and type it again."
TYPE_IT = "Write the text itself, in a cell formatted as text."
TABLE = [
    # what `check` says, with the cell
    Bad("a number out of range", typed(*WEIGHT, "9"), ["Criteria!F2: weight: is not a whole number in range. Use 1"]),
    Bad("a word for a number", typed(*WEIGHT, "nine"), ["Criteria!F2: weight: is not a whole number in range."]),
    Bad("half a number", typed(*WEIGHT, 2.5), ["Criteria!F2: weight: is not a whole number in range."]),
    Bad(
        "a word misspelt",
        typed("Criteria", "HND-01", "focus", "qualty"),
        ['Criteria!E2: focus: is not one of the words allowed here. Probably "quality" is meant; use one of: compl'],
    ),
    Bad(
        "a word of a list misspelt",
        typed("Checklist", "cohorts", VALUE, "child-in-need, wroker"),
        ['Checklist!B8: cohorts: is not one of the words allowed here. Probably "worker" is meant;'],
    ),
    Bad(
        "an area that is none",
        typed("Checklist", "areas", VALUE, "supervision, chronolgy"),
        ['Checklist!B9: areas: is not in areas.toml. Probably "chronology" is meant;'],
    ),
    Bad(
        "a document misspelt",
        typed("Sources", "HND-01", "document", "ofsted-2015"),
        ['Sources!B2: document: is not in sources.toml. Probably "ofsted-2014" is meant;'],
    ),
    Bad(
        "a paragraph too far",
        typed("Sources", "HND-01", "paragraph", 4400),
        ["Sources!C2: paragraph: is past the end of the document. Its last is 158."],
    ),
    Bad("no question", typed(*QUESTION, None), ["Criteria!C2: question: is missing. Add it;"]),
    Bad(
        "no descriptor", typed("Criteria", "HND-01", "descriptors.good", None), ["Criteria!O2: descriptors.good: is m"]
    ),
    Bad(
        "a descriptor of another scale",
        typed("Criteria", "HND-02", "descriptors.good", "x"),
        ["Criteria!O3: descriptors.good: is not a key of the format. Use one of: no, yes."],
    ),
    Bad(
        "no reason", typed("Criteria", "HND-01", "critical_reason", None), ["Criteria!H2: critical_reason: is missing"]
    ),
    Bad("endless text", typed(*QUESTION, "a" * 20_001), ["Criteria!C2: question: is longer than 20000 characters."]),
    Bad(
        "a share in per cent", typed("Judgement", "good_share", VALUE, "60 %"), ["Judgement!B5: good_share: is not a s"]
    ),
    Bad(
        "an id misformed",
        typed("Sections", "court", "id", "Court"),
        [
            "Sections!A3: id: is not formed like an id.",
            'Criteria!B5: section: is not on the sheet Sections. Probably "Court" is meant;',
        ],
    ),
    Bad(
        "an id twice",
        cell("Criteria", "A4", "HND-02"),
        [
            "Criteria!A4: id: is used twice. Give each its own id; never reuse one.",
            "Sources!A4: criterion: is not on the sheet Criteria. Probably",
        ],
    ),
    # what belongs together
    Bad(
        "no section",
        typed("Criteria", "HND-01", "section", None),
        ["Criteria!B2: section: is missing. Write the id of"],
    ),
    Bad(
        "a section misspelt",
        typed("Criteria", "HND-01", "section", "handovr"),
        ['Criteria!B2: section: is not on the sheet Sections. Probably "handover" is meant; use one of: court, hand'],
    ),
    Bad(
        "a citation of nothing",
        cell("Sources", "A6", "HND-09"),
        [
            "Sources!A6: criterion: is not on the sheet Criteria.",
            "Sources!B6: document: is missing.",
            "Sources!C6: paragraph: is missing.",
            "Sources!D6: role: is missing.",
        ],
    ),
    Bad(
        "no citation",
        lambda book: book["Sources"].delete_rows(row(book["Sources"], "HND-02")),
        ["Criteria!A3: sources: has no row. Add one on the sheet Sources."],
    ),
    Bad(
        "no criterion",
        typed("Criteria", "HND-04", "section", "handover"),
        ["Sections!A3: criterion: has no row. Add one on the sheet Criteria."],
    ),
    # headings and keys
    Bad(
        "a heading misspelt",
        head("Criteria", "weight", "wieght"),
        ['Criteria!F1: is not a heading of this sheet. Probably "weight" is meant; the sheet "How to edit" lists'],
    ),
    Bad("a heading of ours", head("Criteria", "weight", "Our notes"), ["Criteria!F1: is not a heading of this sheet."]),
    Bad("a heading twice", cell("Sources", "E1", "role"), ["Sources!E1: is a heading that stands here twice."]),
    Bad("no heading", cell("Sources", "F3", "a note"), ["Sources!F3: stands below no heading. Write one in row 1,"]),
    Bad("no column", without("Criteria", "focus"), ["Criteria: focus: is missing. Add a column of this name;"]),
    Bad("no ids", without("Criteria", "id"), ["Criteria: id: is missing. Add a column of this name;"]),
    Bad("no sections", without("Criteria", "section"), ["Criteria: section: is missing. Add a column of this name"]),
    Bad("no values", without("Judgement", VALUE), ["Judgement: value: is missing. Add a column of this name"]),
    Bad(
        "no headings", lambda book: book["Criteria"].delete_rows(1), ["Criteria!A1: is not the first of a row of head"]
    ),
    Bad(
        "an empty sheet", lambda book: book["Sources"].delete_rows(1, 99), ["Sources!A1: is not the first of a row of"]
    ),
    Bad(
        "a key misspelt",
        key("title", "titel"),
        [
            "Checklist: title: is missing. Add a row of this name;",
            'Checklist!A4: key: is not a key of the format. Probably "title" is meant;',
        ],
    ),
    Bad("a key twice", cell("Checklist", "A14", "core"), ["Checklist!A14: key: is a key that stands here twice."]),
    Bad("a value without a key", cell("Checklist", "B14", "x"), ["Checklist!A14: key: is not a key of the format."]),
    # sheets
    Bad(
        "no sheet", lambda book: book.remove(book["Sources"]), ["Sources: is missing: the workbook has no sheet of th"]
    ),
    Bad("no criteria", lambda book: book.remove(book["Criteria"]), ["Criteria: is missing: the workbook has no sheet"]),
    Bad("no first sheet", lambda book: book.remove(book["Checklist"]), ["Checklist: is missing: the workbook has no"]),
    Bad(
        "a sheet renamed",
        lambda book: setattr(book["Criteria"], "title", "criterias"),
        ["Criteria: is missing: the workbook has no sheet of this name. Give it this name again: another sheet looks"],
    ),
    Bad("merged cells", lambda book: book["Criteria"].merge_cells("C2:D3"), ["Criteria!C2:D3: is merged. Unmerge the"]),
    # what is no text
    Bad("a formula", typed(*QUESTION, "=1+1"), [f"Criteria!C2: question: is a formula. {TYPE_IT}"]),
    Bad("a formula as a number", typed(*WEIGHT, "=1+1"), [f"Criteria!F2: weight: is a formula. {TYPE_IT}"]),
    Bad(
        "an error", typed(*QUESTION, "#REF!"), [f"Criteria!C2: question: holds an error of the spreadsheet. {TYPE_IT}"]
    ),
    Bad("a date", typed(*QUESTION, date(2026, 11, 20)), [f"Criteria!C2: question: is a date, not text. {AS_TEXT}"]),
    Bad(
        "a version as a number",
        typed("Checklist", "version", VALUE, 1.0),
        [f"Checklist!B5: version: is a number, not text. {AS_TEXT}"],
    ),
    Bad("a tick", typed(*QUESTION, True), [f"Criteria!C2: question: is TRUE or FALSE, not text. {AS_TEXT}"]),
    Bad(
        "a code", typed(*QUESTION, "x_x0007_y"), ["Criteria!C2: question: holds a code like _x0041_, which a spreadsh"]
    ),
]


@pytest.mark.parametrize("bad", TABLE, ids=[bad.name for bad in TABLE])
def test_a_slip_is_named_with_its_sheet_row_and_column(bad: Bad, workbook: Path) -> None:
    """One line for each thing that is wrong, in the order of the sheets, and no other line."""
    lines = told(edited(workbook, bad.change))

    assert len(lines) == len(bad.says), lines
    assert all(line.startswith(says) for line, says in zip(lines, bad.says, strict=True)), lines
    assert not any("worker meet the child" in line for line in lines)


def test_everything_that_is_wrong_is_named_at_once(workbook: Path) -> None:
    """A slip on each sheet: five lines, in the order of the sheets."""
    slips = [
        typed("Judgement", "reasons", VALUE, "perhaps"),
        typed("Sources", "HND-04", "role", "hearsay"),
        typed("Criteria", "HND-03", "kind", "cuont"),
        typed("Sections", "court", "title", None),
        typed("Checklist", "status", VALUE, "new"),
    ]

    assert [line.split(": ")[0] for line in told(edited(workbook, *slips))] == [
        *("Checklist!B6", "Sections!B3", "Criteria!D4", "Sources!D5", "Judgement!B3")
    ]


@pytest.mark.parametrize("name", ["con", "scales", "sources", "packs"])
def test_an_id_that_some_system_needs_is_refused(name: str, workbook: Path) -> None:
    """No device of any system, and none of the tables that lie beside the checklists."""
    (line,) = told(edited(workbook, typed("Checklist", "id", VALUE, name)))
    assert line.startswith("Checklist!B3: id: is a name that is needed for something else")


def test_a_checklist_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    """A file over the limit of the library is refused while the workbook still stands."""
    table = tomli.loads((SAMPLE / "handover.toml").read_text(encoding="utf-8"))
    handover = table["section"][0]
    first = {**handover["criterion"][0], "look_for": "a" * 20_000}
    handover["criterion"] = [{**first, "id": f"HND-{number}"} for number in range(10, 70)]
    (tmp_path / "handover.xlsx").write_bytes(drawing.draw(sheets(table, KNOWN), KNOWN, "handover"))

    with pytest.raises(BadInput, match=r"makes a checklist over the limit of 1 MiB\. Shorten the longest texts"):
        spreadsheets.from_workbook(LIBRARY, tmp_path / "handover.xlsx")


def test_a_file_and_its_checklist_have_one_name(workbook: Path) -> None:
    """Where somebody says what the file will be called."""
    (line,) = told(workbook, name="take-over")
    assert line.startswith("Checklist!B3: id: is not the file's name")
