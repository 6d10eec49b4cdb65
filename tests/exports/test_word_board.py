"""The board's report: one page to trust first, and behind it every figure of the summary."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm

import safety
from caseaudit.cli.main import main
from caseaudit.desk import summarising
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.breakdown import Breakdown
from caseaudit.domain.change import Change, Changes, Period
from caseaudit.domain.intervals import newcombe, wilson
from caseaudit.domain.method import METHOD
from caseaudit.domain.report import Report, Row
from caseaudit.exports.made import Made
from caseaudit.exports.word import figures, front_page
from caseaudit.exports.word.board import document
from caseaudit.plaintext import one_line
from caseaudit.problems import Problem
from conftest import NOON
from exports.word_text import headings, nothing_hidden, opened_by_office, read, texts, whole
from hostile import HOSTILE

MADE = Made("A. Lead", "2026-11-22", "Eastborough", "caseaudit 0.1")
BROKEN = Problem("/home/a-person/audits/2026-11/20261101-broken.json", "is empty", "Restore it")
COPY = Problem("C:\\Users\\a-person\\audits\\20261102-copy (1).json", "is a copy", "Remove one of the two")

Rows = dict[str, tuple[Row, ...]]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Rows]:
    """The report over forty fictional audits, with a change and files that could not be counted."""
    places = make_demonstration(tmp_path_factory.mktemp("demonstration") / "w", audits=40, seed=2)
    workspace = Workspace(places, "A. Lead", clock=lambda: NOON)
    report = summarising.summarise(workspace, by=["month"])
    row, before, latest = report.rows[0], wilson(1, 9), wilson(8, 9)
    change = Change(row.checklist, row.criterion, before, latest, newcombe(latest, before))
    changes = Changes(Period("2026-09-01", "2026-11-20"), Period("2026-06-01", "2026-08-31"), 6, (change,))
    report = report._replace(changes=changes, unreadable=(BROKEN,), copies=(COPY,), only=("team North",))
    return report, summarising.rows_by(workspace, "team")


@pytest.fixture(scope="module")
def report(counted: tuple[Report, Rows]) -> Report:
    """The report alone."""
    return counted[0]


@pytest.fixture(scope="module")
def board(counted: tuple[Report, Rows]) -> bytes:
    """The Word file of it."""
    return document(*counted, MADE)


@pytest.fixture(scope="module")
def written(board: bytes) -> Document:
    """The Word file, read back."""
    return read(board)


@pytest.fixture(scope="module")
def tables(written: Document) -> list[list[list[str]]]:
    """Every table as rows of texts."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in written.tables]


def row_of(tables: list[list[list[str]]], *heads: str) -> list[list[str]]:
    """Return every row that begins with some texts."""
    return [row for table in tables for row in table if tuple(row[: len(heads)]) == heads]


# ── every row of the report arrives ──────────────────────────────────────────


def test_every_criterion_arrives_with_all_its_counts(report: Report, tables: list[list[list[str]]]) -> None:
    """Question, section, focus, share with its range, each grade, each other state, and how often it capped."""
    every = [row for table in tables if table[0][-1] == "Capped" for row in table[1:]]
    assert [row[0] for row in every] == [row.criterion for row in report.rows]
    for cells, row in zip(every, report.rows, strict=True):
        assert cells[1].startswith(f"{row.question}\n{row.section}; {row.focus}; ")
        assert ("critical" in cells[1]) == (row.critical != "none")
        assert cells[2] == figures.stacked(row.good_or_better)
        assert cells[3].split("\n") == ([f"{n} {report.grade(g).label}" for g, n in row.grades.items()] or ["–"])
        others = (row.numbers, row.not_applicable, row.insufficient_evidence, row.not_assessed)
        assert sum(int(line.split()[0]) for line in cells[4].split("\n") if line != "–") == sum(others)
        assert cells[5] == f"{row.capped.n} of {row.capped.of}"


def test_every_other_row_arrives(report: Report, tables: list[list[list[str]]]) -> None:
    """Judgements, weakest and strongest, limiting, changes, repeats, and every group of every breakdown."""
    for each in report.judgements:
        assert row_of(tables, each.title, str(each.audits), figures.share(each.good_or_better))
    for row in (*report.weakest, *report.strongest):
        assert [row.criterion, row.question, figures.share(row.good_or_better)] in [
            [cells[0], cells[1], cells[-1]] for cells in row_of(tables, row.criterion)
        ]
    for row in report.limiting:
        assert figures.share(row.capped) in [cells[-1] for cells in row_of(tables, row.criterion, row.question)]
    for repeat in report.repeats:
        assert figures.share(repeat.cases) in [cells[-1] for cells in row_of(tables, repeat.criterion)]
    (change,) = report.changes.found
    assert [figures.share(change.before), figures.share(change.latest)] in [
        cells[-2:] for cells in row_of(tables, change.criterion, report.rows[0].question, "better")
    ]
    for found in report.breakdowns:
        for group in found.groups:
            (cells,) = row_of(tables, group.name, str(group.audits), figures.stacked(group.good_or_better))
            assert cells[5] == figures.part(group.insufficient_evidence)


def test_compliance_quality_and_actions_arrive(report: Report, tables: list[list[list[str]]]) -> None:
    """Each figure in its own row."""
    assert row_of(tables, "Compliance", figures.share(report.overall.compliance))
    assert row_of(tables, "Quality", figures.share(report.overall.quality))
    actions = report.actions
    for name, number in (
        ("Open", actions.open),
        ("of these overdue on 20 November 2026", actions.overdue),
        ("Done, not yet closed", actions.done),
        ("Closed", actions.closed),
        ("of those done or closed, with their effect recorded", actions.with_effect),
        ("Cancelled", actions.cancelled),
    ):
        assert row_of(tables, name, str(number))


def test_it_says_how_it_is_made_and_what_is_not_in_it(report: Report, written: Document) -> None:
    """The whole method; period, filters, versions, who and when; each file left out, and no folder of a person."""
    said = whole(written)
    assert [sentence for sentence in METHOD if sentence not in said] == []
    for expected in (
        f"{report.signed_off} audits signed off, and these alone are counted; {report.in_progress} audit",
        "Only team North.",
        "Chronologies: chronology, version 1.0.",
        "Made by: A. Lead, on 22 November 2026, with caseaudit 0.1.",
        "A file that could not be read: 20261101-broken.json: is empty. Restore it.",
        "A file that is a copy of an audit: 20261102-copy (1).json: is a copy. Remove one of the two.",
    ):
        assert expected in said
    assert "a-person" not in said


# ── the first page ───────────────────────────────────────────────────────────


def test_the_first_page_answers_six_questions(written: Document) -> None:
    """In the order in which a board asks them, before anything else."""
    asked = [
        *("What was audited", "What is weak", "Where", "Is it changing?", "How sure are we?", "What is being done"),
        "How the audits were judged",
    ]
    assert headings(written, "Heading 2")[: len(asked)] == asked
    assert headings(written)[0] == "In pictures"


def test_it_calls_no_team_weaker_whose_range_overlaps(report: Report) -> None:
    """5 of 10 and 7 of 10 may be chance; 5 of 100 and 70 of 100 are not."""
    assert "The ranges overlap: these figures do not show that any team differs" in where(report, (5, 10), (7, 10))
    assert "South is clearly below North." in where(report, (70, 100), (5, 100))


def where(report: Report, *shares: tuple[int, int]) -> str:
    """Return what the first page says of teams that have these shares of good or better."""
    named = zip(("North", "South", "East", "West", "Centre"), shares, strict=False)
    groups = [report.overall._replace(name=name, good_or_better=wilson(*share)) for name, share in named]
    parts = front_page.parts(report._replace(breakdowns=(Breakdown("team", tuple(groups)),)))
    return " ".join(point.text for part in parts if part.title == "Where" for point in part.points)


def test_it_names_every_team_that_is_clearly_above_the_lowest(report: Report) -> None:
    """Not the highest alone, and none whose range overlaps; where it is every one of many, it says so."""
    four = where(report, (5, 100), (70, 100), (80, 100), (6, 10))
    assert "North is clearly below West, South and East." in four
    assert "North is clearly below South and West." in where(report, (20, 100), (70, 100), (2, 9), (80, 100))
    five = where(report, (5, 100), (70, 100), (80, 100), (60, 100), (65, 100))
    assert "North is clearly below every other team." in five


def test_the_one_team_that_is_left_over_is_named(report: Report) -> None:
    """A fourth takes no more room than "1 other team"; of five, two are counted."""
    four = where(report, (5, 100), (70, 100), (80, 100), (6, 10))
    assert re.search(r"North 5 of 100 .*; West 6 of 10 .*; South 70 of 100 .*; East 80 of 100 \(\d+–\d+\s%\)\.", four)
    assert "; 2 other teams higher. " in where(report, (5, 100), (70, 100), (80, 100), (60, 100), (65, 100))
    leading = report.breakdowns[0].groups[0]
    many = tuple(leading._replace(name=f"Team {number}") for number in range(1, 5))
    (told,) = (
        point.text
        for part in front_page.parts(report._replace(breakdowns=(Breakdown("team", many),)))
        for point in part.points
        if point.lead.startswith("Compliance is clearly above")
    )
    assert told.startswith("in Team 1, Team 2, Team 3 and Team 4: ")


ACTIONS = [
    (
        (5, 2, 1, 7, 8),
        "5 open, 2 of them overdue on 20 November 2026; 1 done and 7 closed, 8 of these with their effect",
    ),
    ((5, 0, 7, 0, 0), "5 open, none of them overdue on 20 November 2026; 7 done and none closed, none with its effect"),
    ((0, 0, 0, 2, 1), "none open; none done and 2 closed, 1 of these with its effect recorded."),
    ((0, 0, 0, 0, 0), "none open; none done or closed."),
]


@pytest.mark.parametrize(("counts", "told"), ACTIONS)
def test_none_is_a_word_and_no_nought(report: Report, counts: tuple[int, int, int, int, int], told: str) -> None:
    """7 done and none closed, as people say it."""
    names = ("open", "overdue", "done", "closed", "with_effect")
    found = report.actions._replace(**dict(zip(names, counts, strict=True)), cancelled=0, oldest="")
    assert front_page.actions(report._replace(actions=found)).startswith(told)


def test_filters_are_said_by_title_and_in_written_days(report: Report) -> None:
    """As the report says them everywhere else; also behind the name of a service, where counts were merged."""
    first = report.judgements[0]
    filters = (
        f"checklist {first.checklist}",
        "dated 2026-06-01 or after",
        "team dated 2026-06-01 or after",
        "worker B: x",
    )
    told = f"checklist {first.title}; dated 1 June 2026 or after; team dated 2026-06-01 or after; worker B: x"
    assert figures.only(report._replace(only=filters)) == told
    merged = report._replace(only=(f"North: {filters[0]}", f"South: {filters[1]}"), in_months=True)
    assert figures.only(merged) == f"North: checklist {first.title}; South: dated 1 June 2026 or after"
    (point,) = (
        point
        for part in front_page.parts(report._replace(only=filters))
        for point in part.points
        if point.lead == "Only these:"
    )
    assert point.text == f"{told}."


def test_without_audits_it_says_so() -> None:
    """No picture and no table; still how it would be made."""
    empty = read(document(nothing(), {}, MADE))
    assert "No audit is signed off yet, so there is nothing to report." in whole(empty)
    assert (len(empty.inline_shapes), len(empty.tables)) == (0, 0)
    assert METHOD[0] in whole(empty)


def nothing() -> Report:
    """Return the report of a workspace without a single audit."""
    from caseaudit.domain import breakdown, report

    nowhen = Period("", "")
    return Report(
        only=(), period=nowhen, signed_off=0, in_progress=0, unreadable=(), copies=(), grades=(),
        overall=breakdown.whole([], [], []), judgements=(), rows=(), weakest=(), strongest=(), limiting=(),
        changes=Changes(nowhen, nowhen, 0, ()), repeats=(), actions=report.actions([], "2026-11-22"),
        breakdowns=(), months=(),
    )  # fmt: skip


# ── hostile texts ────────────────────────────────────────────────────────────


def renamed(report: Report, names: Sequence[str]) -> Report:
    """Return the report with a hostile text as each question, section, team and title."""
    rows = tuple(
        row._replace(question=names[place % len(names)], section=names[place % len(names)])
        for place, row in enumerate(report.rows)
    )
    teams = report.breakdowns[0]
    groups = tuple(teams.groups[0]._replace(name=name) for name in names)
    return report._replace(
        rows=rows,
        only=tuple(names),
        judgements=tuple(each._replace(title=name) for each, name in zip(report.judgements, names, strict=False)),
        breakdowns=(teams._replace(groups=groups),),
    )


def test_a_hostile_text_is_only_a_text(report: Report) -> None:
    """Nothing drives, hides or reorders anything, nothing is cut, and everything stands there."""
    names = [*HOSTILE, "noncharacters \ufffe and \uffff"]
    made = MADE._replace(by=names[19], workspace=names[20])
    # The pictures are tested where they are drawn; without teams there is no heat map.
    said = texts(read(document(renamed(report, names), {}, made)))
    assert all(map(nothing_hidden, said))
    together = "\n".join(said)
    assert [name for name in names if one_line(name) not in together] == []


# ── the file ─────────────────────────────────────────────────────────────────


def test_every_picture_has_words_in_its_place(written: Document) -> None:
    """For those who do not see it, and for paper that does not print it."""
    told = [shape._inline.docPr.get("descr") for shape in written.inline_shapes]
    assert len(told) >= 4
    assert all(told)
    assert all(shape.width <= Cm(17.01) and shape.height <= Cm(23) for shape in written.inline_shapes)


def test_headings_of_tables_are_repeated_on_every_page(written: Document) -> None:
    """And no row is torn in two."""
    for table in written.tables:
        assert [_has(row, "w:tblHeader") for row in table.rows] == [True] + [False] * (len(table.rows) - 1)
        assert all(_has(row, "w:cantSplit") for row in table.rows)


def _has(row: Any, tag: str) -> bool:
    return row._tr.trPr is not None and row._tr.trPr.find(qn(tag)) is not None


def test_it_is_a4_in_english_and_names_nobody(written: Document) -> None:
    """Pages are numbered; the properties hold a title and no person."""
    (page,) = written.sections
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    fields = [field.get(qn("w:instr")) for field in page.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    properties = written.core_properties
    assert properties.title == "Practice audit: report to the board"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    languages = {element.get(qn("w:val")) for element in written.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"} == {properties.language}


def test_the_same_report_makes_the_same_bytes(counted: tuple[Report, Rows], board: bytes) -> None:
    """No clock and no chance is in it."""
    assert document(*counted, MADE) == board


def test_libreoffice_opens_it(board: bytes, tmp_path: Path) -> None:
    """The first page is one page: it ends with what is being done, and the pictures begin on the second."""
    pages = opened_by_office(board, tmp_path)
    assert "What is being done" in pages[0]
    assert "In pictures" in pages[1]
    assert "What was left out" in pages[-1]
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))


def test_libreoffice_shows_every_heading_and_every_cell(board: bytes, written: Document, tmp_path: Path) -> None:
    """Letter for letter, whatever lines they are broken into."""
    printed = "".join("".join(opened_by_office(board, tmp_path)).split())
    levels = [words for level in (1, 2, 3) for words in headings(written, f"Heading {level}")]
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert [words for words in levels if "".join(words.split()) not in printed] == []
    found, wanted = Counter(printed), Counter("".join([*levels, *cells]))
    assert {letter: n for letter, n in wanted.items() if letter.isalnum() and found[letter] < n} == {}


# ── on the command line ──────────────────────────────────────────────────────


def test_on_the_command_line(
    workspace: Workspace,
    begun: Audit,
    fill: Callable[[Audit], Audit],
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """A file that names what was left out and exits 1 for it; never over another file; filters are said in it."""
    fill(begun)
    safety.sign_off(workspace, begun.id)
    target = tmp_path / "board.docx"
    asked = ["export", "docx", "--workspace", str(workspace.places.workspace), "--output", str(target)]
    assert main([*asked, "--team", "North"]) == 0
    assert "Only team North." in whole(read(target.read_bytes()))
    assert capsysbinary.readouterr() == (b"", b"Report of 1 signed-off audit.\n")
    assert main(asked) == 2
    assert main([*asked, "--draft", "--force"]) == 2
    (workspace.places.audits / "2026-11" / "20261101-broken.json").write_bytes(b"")
    assert main([*asked, "--force"]) == 1
    assert "20261101-broken.json" in whole(read(target.read_bytes()))


@pytest.mark.parametrize("missing", ["docx", "matplotlib"])
def test_without_the_libraries_one_line_says_which_extra(
    workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit], tmp_path: Path, missing: str
) -> None:
    """Exit code 2, and nothing written."""
    fill(begun)
    safety.sign_off(workspace, begun.id)
    target = tmp_path / "board.docx"
    asked = ["export", "docx", "--workspace", str(workspace.places.workspace), "--output", str(target)]
    script = f"import sys; sys.modules[{missing!r}] = None\nfrom caseaudit.cli.main import main\n"
    script += f"raise SystemExit(main({asked!r}))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    remedy = "Run `pip install 'caseaudit[reports]'`."
    assert told.stderr == f"caseaudit: docx: needs libraries that are not installed. {remedy}\n"
    assert told.returncode == 2
    assert not target.exists()
