"""The workbook: every figure and every answer is in it, every text is text, and it opens."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook

from caseaudit.desk import summarising
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.workspace import Workspace as Desk
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Action, Audit
from caseaudit.domain.method import METHOD
from caseaudit.domain.report import Report
from caseaudit.exports import csv_rows
from caseaudit.exports.made import Made
from caseaudit.exports.spreadsheet import letters
from caseaudit.exports.workbook.criteria import COLUMNS, INTERVALS
from caseaudit.exports.workbook.model import Content, Written
from caseaudit.exports.workbook.writing import write
from caseaudit.plaintext import clean, visible
from caseaudit.problems import Problem
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from caseaudit.store.register import Stamp
from conftest import HEADER, NOON
from exports import made_up_report
from hostile import HOSTILE
from programs_here import converted, pages

MADE = Made("Q. Lead", "2026-11-20", "Test service", "caseaudit 1.0")
SHEETS = ["Contents", "Summary", "Criteria", "Teams", "Months", "Method", "Actions", "Answers"]
STAMP = Stamp("A. Auditor", "2026-11-20T12:00:00Z", "begun")
LAST = letters(len(csv_rows.COLUMNS))
"""The last column of the answers."""
LIVE = re.compile(r"TargetMode|oleObject|<f[ >]|externalLink|ddeLink")


@dataclass
class Book:
    """A workbook that was written, and what its writer said of it."""

    content: bytes
    written: Written

    @property
    def opened(self) -> Workbook:
        """The workbook as another program reads it."""
        return load_workbook(BytesIO(self.content))

    def part(self, name: str) -> str:
        """Return one part as the file holds it."""
        return ZipFile(BytesIO(self.content)).read(name).decode()


@pytest.fixture
def made(workspace: Desk, tmp_path: Path) -> Callable[..., Book]:
    """Write a workbook of some audits over a report, that of the empty workspace if none is given."""

    def make(audits: Iterable[Audit] | None, report: Report | None = None, limit: int = 1_000, **more: Any) -> Book:
        stream = BytesIO()
        found = report or summarising.summarise(workspace)
        content = Content(more.pop("made", MADE), found, more.pop("teams", {}), audits, **more)
        written = write(content, stream, str(tmp_path), limit)
        return Book(stream.getvalue(), written)

    return make


def table(book: Book, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by their headings."""
    headings, *rows = book.opened[sheet].iter_rows(values_only=True)
    return [dict(zip(headings, map(decoded, row), strict=True)) for row in rows]


def decoded(value: Any) -> Any:
    """Return what a cell says; openpyxl leaves the one code of the format that stands for `_` as it is."""
    return re.sub("_x005F_(?=x[0-9A-F]{4}_)", "_", value) if isinstance(value, str) else value


def cells(book: Book, sheet: str) -> list[Any]:
    """Return what is in the cells of a sheet, row by row."""
    return [
        decoded(value) for row in book.opened[sheet].iter_rows(values_only=True) for value in row if value is not None
    ]


def beside(book: Book, label: str) -> Any:
    """Return what the first sheet says beside a word."""
    return next(row[1] for row in book.opened["Contents"].iter_rows(values_only=True) if row[0] == label)


# ── every answer, every action ───────────────────────────────────────────────


def as_csv(value: Any) -> str:
    """Return the value of a cell as the CSV export has it, without its guard against formulas."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def expected(audit: Audit) -> list[dict[str, str]]:
    """Return the answers of an audit as texts, column by column."""
    words = {True: "yes", False: "no", None: ""}
    rows = [{name: read(row) for name, read in csv_rows.COLUMNS.items()} for row in csv_rows.rows(audit)]
    return [
        {name: words[value] if value is None or isinstance(value, bool) else visible(str(value))
         for name, value in row.items()}
        for row in rows
    ]  # fmt: skip


def test_an_answer_has_every_column_of_the_csv_export(signed: Audit, made: Callable[..., Book]) -> None:
    """The same columns in the same order, with the same values."""
    rows = table(made([signed]), "Answers")

    assert list(rows[0]) == list(csv_rows.COLUMNS)
    assert [{name: as_csv(value) for name, value in row.items()} for row in rows] == expected(signed)


@pytest.mark.parametrize("checklist", sorted(Library(shipped_checklists()).paths()))
def test_every_criterion_of_every_checklist_arrives(checklist: str, made: Callable[..., Book]) -> None:
    """With its words, its section and all that the record says of it."""
    library = Library(shipped_checklists())
    asked = library.get(checklist)
    audit = steps.begin("20261120-whole", HEADER, asked, library.scales[asked.scale], "2026-11-20T12:00:00Z")
    audit = replace(audit, sections=tuple(replace(section, on=True) for section in audit.sections))

    rows = table(made([audit]), "Answers")

    assert [row["question"] for row in rows] == [one.question for part in asked.sections for one in part.criteria]
    assert [{name: as_csv(value) for name, value in row.items()} for row in rows] == expected(audit)


def test_a_number_is_a_number_a_date_a_date_and_a_name_of_digits_a_text(
    signed: Audit, made: Callable[..., Book]
) -> None:
    """`0012` keeps its noughts and `1-2` is no second of January."""
    rows = table(made([replace(signed, case="0012", team="1-2", worker="1E5")]), "Answers")

    assert (rows[0]["case"], rows[0]["team"], rows[0]["worker"]) == ("0012", "1-2", "1E5")
    assert rows[0]["date"] == datetime(2026, 11, 20)
    assert (rows[0]["weight"], rows[2]["count"], rows[1]["count"]) == (2, 3, None)


def test_an_action_says_who_owes_what_and_whether_it_is_late(signed: Audit, made: Callable[..., Book]) -> None:
    """Only an open action can be overdue, and only after its day; whoever owns it is named as in the audit."""
    actions = (
        Action("A1", "Visit together", "W. Worker", "2026-11-19", "HND-01"),
        Action("A2", "Tell the child", "T. Manager", "2026-11-20"),
        Action("A3", "Write it down", "W. Worker", "2026-01-01", status="done", evidence="On file", effect="Calmer"),
    )
    rows = table(made([replace(signed, actions=actions)]), "Actions")

    assert [(row["id"], row["what"], row["owner"], row["status"], row["overdue"]) for row in rows] == [
        ("A1", "Visit together", "W. Worker", "open", "yes"),
        ("A2", "Tell the child", "T. Manager", "open", "no"),
        ("A3", "Write it down", "W. Worker", "done", "no"),
    ]
    assert (rows[0]["due"], rows[0]["criterion"], rows[0]["audit"]) == (datetime(2026, 11, 19), "HND-01", signed.id)
    assert (rows[2]["evidence"], rows[2]["effect"], rows[2]["case"], rows[2]["team"]) == (
        *("On file", "Calmer", "EB-1042", "North"),
    )


# ── more than a sheet holds ──────────────────────────────────────────────────


def test_more_answers_than_a_sheet_holds_go_on_to_the_next(signed: Audit, made: Callable[..., Book]) -> None:
    """No answer is lost, each sheet is a table of its own, and the first sheet says which rows are where."""
    audits = [replace(signed, id=f"20261120-{number:06d}") for number in range(5)]
    book = made(audits, limit=8)

    assert book.opened.sheetnames[7:] == ["Answers", "Answers 2", "Answers 3"]
    found = [row["audit"] for name in book.opened.sheetnames[7:] for row in table(book, name)]
    assert found == [audit.id for audit in audits for _ in range(3)]
    assert [book.opened[name].tables.popitem()[1].ref for name in book.opened.sheetnames[7:]] == [
        *(f"A1:{LAST}8", f"A1:{LAST}8", f"A1:{LAST}2"),
    ]
    contents = cells(book, "Contents")
    assert "one row an answer, as a table with filters; rows 8 to 14 of 15, more than a sheet holds" in contents
    assert beside(book, "Single cases") == "15 answers and 5 actions of 5 audits"
    assert book.written == Written(audits=5, answers=15, actions=5, changed=5, cut=0)


def test_a_sheet_that_is_just_full_is_not_followed_by_an_empty_one(signed: Audit, made: Callable[..., Book]) -> None:
    """Three answers and their headings are four rows."""
    assert "Answers 2" not in made([signed], limit=4).opened.sheetnames
    assert "Answers 2" in made([signed], limit=3).opened.sheetnames


def test_a_million_answers_need_no_more_memory_than_a_few(signed: Audit, workspace: Desk, tmp_path: Path) -> None:
    """Audits are looked at one by one, and a row that is written is forgotten."""
    report = summarising.summarise(workspace)

    def most_memory(number: int) -> int:
        audits = (replace(signed, id=f"20261120-{place:06d}", case=f"Case {place}") for place in range(number))
        with (tmp_path / "book.xlsx").open("wb") as stream:
            tracemalloc.start()
            write(Content(MADE, report, {}, audits), stream, str(tmp_path))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return peak

    most_memory(5)
    few = most_memory(600)
    assert most_memory(3_000) < 1.2 * few


# ── every figure ─────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A workspace of sixty fictional audits."""
    folder = tmp_path_factory.mktemp("demonstration") / "workspace"
    return Desk(make_demonstration(folder, audits=60), "A. Auditor", clock=lambda: NOON)


@pytest.fixture
def report(demonstration: Desk) -> Report:
    """The report over all of them."""
    return summarising.summarise(demonstration)


@pytest.fixture
def summed(demonstration: Desk, report: Report, made: Callable[..., Book]) -> Book:
    """The workbook of that report."""
    return made([], report, teams=summarising.rows_by(demonstration, "team"))


def test_every_figure_of_every_criterion_is_in_its_row(report: Report, summed: Book) -> None:
    """Counts as whole numbers, shares as shares, from the report and nowhere else."""
    rows = table(summed, "Criteria")

    assert len(rows) == len(report.rows) > 20
    for found, row in zip(rows, report.rows, strict=True):
        assert {name: found[name] or "" for name in COLUMNS} == {name: read(row) or "" for name, (_, read) in
                                                               COLUMNS.items()}  # fmt: skip
        for name, read in INTERVALS.items():
            interval = read(row)
            counts = found[f"{name}: n"], found[f"{name}: of"]
            assert counts == (interval.n, interval.of)
            if interval.of:
                shares = [found[f"{name}: {part}"] for part in ("share", "low", "high")]
                assert shares == pytest.approx([interval.share, interval.low, interval.high])
        shown = {grade.id: found[f"{grade.mark} {grade.short}"] for grade in report.grades}
        assert {grade: count for grade, count in shown.items() if count} == row.grades


def test_the_summary_says_how_audits_were_judged_and_what_stands_out(report: Report, summed: Book) -> None:
    """Judgements by checklist, weakest, strongest, what capped, what changed, what came again, the actions."""
    rows = [row for row in summed.opened["Summary"].iter_rows(values_only=True) if any(row)]
    begun = {row[0]: place for place, row in enumerate(rows) if row[1] is None and row[2] is None}

    def under(title: str, number: int) -> list[tuple[Any, ...]]:
        return rows[begun[title] + 2 : begun[title] + 2 + number]

    judged = under("Judgements", len(report.judgements))
    assert [(row[0], row[2], row[3]) for row in judged] == [
        (each.checklist, each.title, each.audits) for each in report.judgements
    ]
    standing = [*report.weakest, *reversed(report.strongest)]
    assert [row[1] for row in under("Weakest and strongest, of those graded at least 5 times", len(standing))] == [
        row.criterion for row in standing
    ]
    assert [row[1] for row in under("Criteria that capped a judgement", len(report.limiting))] == [
        row.criterion for row in report.limiting
    ]
    changed = under("Most changed", len(report.changes.found))
    assert [(row[0], row[1]) for row in changed] == [(each.checklist, each.criterion) for each in report.changes.found]
    again = under("Below good in two audits running of the same case", len(report.repeats))
    assert [(row[1], row[3]) for row in again] == [(each.criterion, each.cases.of) for each in report.repeats]
    assert [row[1] for row in under("Actions", 6)] == [
        *(report.actions.open, report.actions.overdue, report.actions.done, report.actions.closed),
        *(report.actions.with_effect, report.actions.cancelled),
    ]


def test_what_is_in_points_is_a_number_of_points_and_no_percentage(made: Callable[..., Book]) -> None:
    """A gap of 0.16 reads +16 below "in points", as in every other report; no cell of it has a percent sign."""
    report = made_up_report.report()
    written = made([], report)
    for sheet, heading, expected in (
        ("Teams", "Gap in points", [group.gap.value for group in report.breakdowns[0].groups]),
        ("Summary", "By, in points", [each.difference.value for each in report.changes.found]),
    ):
        rows = list(written.opened[sheet].iter_rows())
        head = next(place for place, row in enumerate(rows) if heading in [cell.value for cell in row])
        at = [cell.value for cell in rows[head]].index(heading)
        found = [row[at] for row in rows[head + 1 : head + 1 + len(expected)]]
        assert expected
        assert [cell.value for cell in found] == pytest.approx([100 * value for value in expected])
        assert {cell.number_format for cell in found} == {"+0;-0;0"}


def test_too_little_evidence_does_not_stand_below_good_or_better(report: Report, summed: Book) -> None:
    """In the table of all answers each line says itself what it counts."""
    rows = list(summed.opened["Summary"].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "All together") + 1
    assert rows[head][4:6] == ("How many (95 %)", "Share")
    told = [("Good or better" in row[2], row[2].partition(",")[0]) for row in rows[head + 1 : head + 5]]
    assert told == [(True, "Good or better")] * 3 + [(False, "Too little evidence on file")]
    assert rows[head + 4][4].startswith(f"{report.overall.insufficient_evidence.n} of ")


def test_criterion_by_team_is_the_count_of_each_team(demonstration: Desk, report: Report, summed: Book) -> None:
    """`k of n` and the share, and nothing where the team was never asked."""
    teams = summarising.rows_by(demonstration, "team")
    rows = list(summed.opened["Teams"].iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[4] == "All teams")

    assert [name for name in rows[head][5:] if name and name != "share"] == list(teams)
    for line, row in zip(rows[head + 1 :], report.rows, strict=False):
        for at, counted in enumerate(teams.values()):
            share = next((one.good_or_better for one in counted if one[:2] == row[:2]), None)
            said = f"{share.n} of {share.of}" if share and share.of else None
            assert (line[0], line[1], line[5 + 2 * at]) == (row.checklist, row.criterion, said)
            if share and share.of:
                assert line[6 + 2 * at] == pytest.approx(share.share)


def test_every_month_of_every_checklist_is_there(report: Report, summed: Book) -> None:
    """All checklists together first, then each."""
    rows = [
        row for row in summed.opened["Months"].iter_rows(values_only=True) if re.fullmatch(r"20\d\d-\d\d", str(row[1]))
    ]

    assert [(row[1], row[2], row[3]) for row in rows if row[3]] == [
        tuple(point) for each in report.months for point in each.points
    ]


def test_the_first_sheet_says_what_is_here_and_what_is_not(
    signed: Audit, report: Report, made: Callable[..., Book]
) -> None:
    """Counts, period, filters, files left out by name, who made it when and with what, and a link to each sheet."""
    problems = [Problem("/a/workspace/audits/2026-11/20261101-broken.json", "is empty", "Restore it")]
    narrowed = report._replace(only=("team North",), unreadable=tuple(problems))
    book = made([signed], narrowed, unread=[Problem("20261102-late.json", "is damaged", "Restore it")])

    assert (
        beside(book, "Audits that count") == f"{report.signed_off} audits, signed off; never training or second grades"
    )
    assert beside(book, "Period") == f"{report.period.first} to {report.period.last}"
    assert beside(book, "Filters") == "team North"
    assert beside(book, "Not counted yet") == f"{report.in_progress} audits in progress"
    assert beside(book, "Left out") == "2 unreadable files, 0 copies of audits, named below"
    assert beside(book, "20261101-broken.json") == "is empty. Restore it."
    assert beside(book, "20261102-late.json") == "is damaged. Restore it."
    assert beside(book, "Made by") == "Q. Lead, 20 November 2026"
    assert beside(book, "Made with") == "caseaudit 1.0"
    assert beside(book, "chronology") == "Chronologies"
    links = {cell.value: cell.hyperlink.location for row in book.opened["Contents"] for cell in row if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in SHEETS[1:]}


def test_the_method_is_said_in_full(made: Callable[..., Book]) -> None:
    """Sentence by sentence."""
    assert set(METHOD) <= set(cells(made([]), "Method"))


def test_without_any_audit_it_is_still_a_workbook(made: Callable[..., Book]) -> None:
    """Every sheet with its headings; the first one says that nothing counts."""
    book = made([])

    assert book.opened.sheetnames == SHEETS
    assert beside(book, "Audits that count") == "0 audits, signed off; never training or second grades"
    assert cells(book, "Answers") == list(csv_rows.COLUMNS)


def test_what_is_shared_has_no_single_case(made: Callable[..., Book]) -> None:
    """Where no audit is handed over there are no sheets of actions and answers, and the first sheet says why."""
    book = made(None)

    assert book.opened.sheetnames == SHEETS[:6]
    assert str(beside(book, "Single cases")).startswith("left out")


# ── text is text ─────────────────────────────────────────────────────────────

TRICKS = ["<r><t>x</t></r></is></c><c><f>1+1</f></c><r></r>", "_x0041_ and more", "{=1+1}", "http://example.invalid",
          "internal:Summary!A1", "\ufffe and \uffff", "&lt;b&gt; & <b>", "=1+1\nand more"]  # fmt: skip


@pytest.mark.parametrize("text", [*HOSTILE, *TRICKS])
def test_hostile_text_is_plain_text_in_every_sheet(
    text: str, signed: Audit, workspace: Desk, made: Callable[..., Book]
) -> None:
    """In names, reasons, titles and actions: shown as it is, no formula, no link, no control or turning character."""
    kept = clean(text)
    answers = (replace(signed.answers[0], reason=kept, evidence=kept, question=kept), *signed.answers[1:])
    used = replace(signed.checklist, title=kept)
    action = Action("A1", kept, kept, "2026-12-04", "HND-01")
    audit = replace(signed, case=kept, team=kept, worker=kept, checklist=used, answers=answers, actions=(action,))
    workspace.register.save(replace(audit, revision=steps.Revision()), STAMP)
    report = summarising.summarise(workspace)
    book = made(
        [audit], report, teams=summarising.rows_by(workspace, "team"), made=MADE._replace(workspace=kept, by=kept)
    )

    shown = visible(kept)
    first = table(book, "Answers")[0]
    assert {
        first[name] for name in ("case", "team", "worker", "reason", "evidence", "question", "checklist_title")
    } == {shown}
    assert (table(book, "Actions")[0]["what"], table(book, "Actions")[0]["owner"]) == (shown, shown)
    assert shown in cells(book, "Teams")
    assert shown in cells(book, "Summary")
    assert cells(book, "Contents")[0].removeprefix("Practice audits: ") == shown
    for name in ZipFile(BytesIO(book.content)).namelist():
        words = book.part(name)
        assert not LIVE.search(words)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", words)


def test_what_begins_like_a_formula_stays_text_when_somebody_edits_its_cell(
    signed: Audit, made: Callable[..., Book]
) -> None:
    """It carries the mark with which a spreadsheet keeps text text."""
    sheet = made([replace(signed, case="=1+1", team="+44 7700 900000")]).opened["Answers"]

    assert [(cell.data_type, cell.quotePrefix, cell.number_format) for cell in (sheet["B2"], sheet["D2"])] == [
        *(("s", True, "@"), ("s", True, "@")),
    ]
    assert not sheet["A2"].quotePrefix


@pytest.mark.parametrize("text", ["a" * 40_000, "👩" * 20_000, "x" * 32_768], ids=["long", "emoji", "one too many"])
def test_what_a_cell_cannot_hold_is_cut_and_says_where_all_of_it_is(
    text: str, signed: Audit, made: Callable[..., Book]
) -> None:
    """The note names the audit and the field, and the first sheet counts it; a letter is never halved."""
    answers = (replace(signed.answers[0], reason=text), *signed.answers[1:])
    book = made([replace(signed, answers=answers)])

    kept, note = table(book, "Answers")[0]["reason"].rsplit("\n", 1)
    assert note == "[Cut here: a cell holds no more. All of it stands in reason of the audit 20261120-golden.]"
    assert text.startswith(kept)
    assert 32_600 < len((kept + note).encode("utf-16-le")) // 2 + 1 <= 32_767
    assert beside(book, "Texts that were cut").startswith("1;")
    assert book.written.cut == 1


def test_a_text_that_just_fits_is_whole(signed: Audit, made: Callable[..., Book]) -> None:
    """32,767 characters, half of them of two units."""
    answers = (replace(signed.answers[0], reason="👩" * 16_383 + "x"), *signed.answers[1:])
    book = made([replace(signed, answers=answers)])

    assert table(book, "Answers")[0]["reason"] == answers[0].reason
    assert book.written.cut == 0


def test_the_same_content_is_the_same_bytes(signed: Audit, made: Callable[..., Book]) -> None:
    """No clock is in it."""
    assert made([signed]).content == made([signed]).content


# ── for reading ──────────────────────────────────────────────────────────────


def test_answers_and_actions_are_tables_with_filters(signed: Audit, made: Callable[..., Book]) -> None:
    """Tables of the spreadsheet itself, over every row and column."""
    book = made([signed]).opened

    for name, ref in (("Answers", f"A1:{LAST}4"), ("Actions", "A1:O2")):
        found = book[name].tables[name]
        assert (found.ref, found.autoFilter.ref) == (ref, ref)
        assert [column.name for column in found.tableColumns] == [cell.value for cell in book[name][1]]


@pytest.mark.parametrize("name", SHEETS)
def test_each_sheet_prints_well(name: str, summed: Book) -> None:
    """Landscape on A4, with the service and the number of the page; headings of long tables on every page."""
    paper = summed.opened[name]

    assert (paper.page_setup.orientation, paper.page_setup.paperSize) == ("landscape", 9)
    assert paper.oddHeader.left.text == "Test service"
    if name in ("Criteria", "Actions", "Answers"):
        assert paper.print_title_rows == "$1:$1"
        assert paper.freeze_panes in ("B2", "C2")


def test_a_long_action_is_read_whole_on_paper(signed: Audit, made: Callable[..., Book]) -> None:
    """Its row begins as tall as its words need, and may still grow."""
    action = Action("A1", "Visit together, " * 20, "W. Worker", "2026-12-04")
    book = made([replace(signed, actions=(action, replace(action, id="A2", what="Visit")))])

    paper = book.opened["Actions"]
    assert paper.row_dimensions[2].height >= 90 > paper.row_dimensions[3].height == 15
    assert paper["C2"].alignment.wrap_text
    assert 'customHeight="1"' not in book.part("xl/worksheets/sheet7.xml")


def test_charts_are_native_and_told_apart_without_colour(summed: Book, report: Report) -> None:
    """Three charts of the spreadsheet, from its own cells; weak grades have a texture, shares have whiskers."""
    judged, standing, months = (summed.part(f"xl/charts/chart{number}.xml") for number in (1, 2, 3))

    assert judged.count("<c:ser>") == len({grade for each in report.judgements for grade in each.grades})
    assert 'prst="wdUpDiag"' in judged
    assert "<c:errBars>" in standing
    assert "sysDash" in months or "dash" in months
    assert "Summary!$C$" in judged


def test_the_grade_given_most_often_takes_its_colour_from_the_table_of_grades(summed: Book, report: Report) -> None:
    """A rule for each grade compares with the cell that names it; its counts have bars."""
    rules = summed.opened["Summary"].conditional_formatting
    kinds = [rule.type for found in rules for rule in found.rules]

    assert kinds.count("cellIs") == 3 * len(report.grades)
    assert kinds.count("dataBar") >= len(report.grades)


def test_libreoffice_opens_it_and_saves_it_without_loss(
    signed: Audit, made: Callable[..., Book], tmp_path: Path
) -> None:
    """Opened and saved by another program, every answer still says what it said, and the table is a table."""
    audits = [
        replace(signed, id=f"20261120-{number:06d}", case=text)
        for number, text in enumerate(map(clean, [*HOSTILE, *TRICKS]))
    ]
    book = made(audits, limit=40)
    (tmp_path / "book.xlsx").write_bytes(book.content)

    before, after = book.opened, load_workbook(converted(tmp_path / "book.xlsx", "xlsx"))
    assert after.sheetnames == before.sheetnames
    for name in ("Answers", "Answers 2", "Answers 3", "Actions"):
        assert list(after[name].values) == [tuple(map(decoded, row)) for row in before[name].values]
        assert after[name].tables


def test_every_sheet_is_printed_with_its_charts_and_its_figures(
    signed: Audit, report: Report, demonstration: Desk, made: Callable[..., Book], tmp_path: Path
) -> None:
    """LibreOffice lays every sheet out on paper: its name on its pages, each criterion, the charts."""
    teams = summarising.rows_by(demonstration, "team")
    (tmp_path / "book.xlsx").write_bytes(made([signed], report._replace(target=80.0), teams=teams).content)

    printed = pages(converted(tmp_path / "book.xlsx", "pdf"))
    by_sheet = {name: "\n".join(page for page in printed if page.split("\n")[0].split()[-1] == name) for name in SHEETS}
    assert all(page.split("\n")[0].startswith("Test service") for page in printed)
    for row in report.rows:
        assert row.criterion in by_sheet["Summary"]
        assert row.criterion in by_sheet["Criteria"]
        assert row.criterion in by_sheet["Teams"]
    for title in ("How the audits were judged", "Weakest and strongest: answers good or better"):
        assert title in by_sheet["Summary"]
    for words in (
        "Answers good or better, month by month",
        "Upper limit",
        "Target",
        *(p.month for p in report.months[0].points),
    ):
        assert words in by_sheet["Months"]
    assert "HND-01" in by_sheet["Answers"]
    assert "Visit together" in by_sheet["Actions"]
    assert "#NAME?" not in " ".join(printed)
    assert not re.search(r"#(REF|VALUE|DIV/0|N/A)|###", " ".join(printed))
