"""The sheet of a summary: charts, then the judgements, every criterion, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from caseaudit.domain.intervals import LEAST, Interval, said
from caseaudit.domain.method import IN_ONE_LINE
from caseaudit.domain.report import Judgements, Report, Row
from caseaudit.domain.withheld import SUPPRESSED, is_withheld
from caseaudit.exports.charts_said import drawable
from caseaudit.exports.workbook import charts
from caseaudit.exports.workbook.looks import looks, named, rules, short
from caseaudit.exports.workbook.page import SHARE, Area, Column, Page, Value, base, points, share
from caseaudit.exports.workbook.words import days

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_COUNT = 11
_WIDTHS = (20, 12, 52, 10, 24, 9, 9, 9, 25)
MOST_OFTEN = "Most often"
_LEADING = (Column("Checklist"), Column("Criterion"), Column("What is asked"))


def widths(report: Report) -> list[int]:
    """Return the widths of the columns."""
    return [*_WIDTHS, *(_COUNT,) * max(2, len(report.grades))]


def draw(book: Workbook, page: Page, report: Report) -> None:
    """Write the sheet."""
    page.title("Summary")
    page.note(IN_ONE_LINE)
    top = page.row
    page.row += charts.rows(len(report.judgements))
    key = _key(page, report)
    _overall(page, report)
    judged = _judgements(page, report)
    page.new_page()
    criteria = _criteria(page, report)
    page.new_page()
    standing = _standing_out(page, report)
    _limiting(page, report)
    _changes(page, report)
    _repeats(page, report)
    _actions(page, report)
    _colour(book, page, report, key, [judged, criteria])
    charts.judged(book, page, top, judged, report)
    charts.standing_out(book, page, top, standing)


# ── tables ───────────────────────────────────────────────────────────────────


def _key(page: Page, report: Report) -> Area:
    columns = (Column("Grade"), Column("Short"), Column("What it means"))
    rows = [(named(grade, grade.id), grade.short, grade.meaning) for grade in report.grades]
    return page.table("Grades, best first", columns, rows)


def _overall(page: Page, report: Report) -> Area:
    whole = report.overall
    found: tuple[tuple[str, Interval], ...] = (
        ("Good or better, of all answers with a grade", whole.good_or_better),
        ("Good or better, of those about compliance", whole.compliance),
        ("Good or better, of those about quality", whole.quality),
        ("Too little evidence on file, of all that apply", whole.insufficient_evidence),
    )
    columns = (Column("Of"), Column(""), Column("What"), Column("Answers"), Column("How many (95 %)"), *SHARE[1:])
    rows = [("all checklists", "", words, base(each), *share(each, said(each))) for words, each in found]
    area = page.table("All together", columns, rows)
    leads = "Compliance is clearly above quality" if whole.compliance_leads else "Neither is clearly above the other"
    page.row -= 1
    page.note(f"{leads} (95 % interval of the difference).")
    page.row += 1
    return area


def _judgements(page: Page, report: Report) -> Area:
    grades = _given(report, (each.grades for each in report.judgements))
    judged = (Column("Audits good or better (95 %)"), *SHARE[1:])
    columns = (Column("Checklist"), Column("Without judgement"), Column("Title"), Column("Audits"), *judged)
    rows = [
        (each.checklist, each.without, each.title, each.audits, *share(each.good_or_better, said(each.good_or_better)),
         most_often(each.grades, report), *(each.grades.get(grade, 0) for grade in grades))
        for each in _drawn_first(report)
    ]  # fmt: skip
    return page.table("Judgements", (*columns, Column(MOST_OFTEN), *headings(report, grades)), rows)


def _drawn_first(report: Report) -> list[Judgements]:
    """Return the judgements with those first of which a bar can be drawn, which the chart takes."""
    drawn = drawable(report.judgements)
    return [*drawn, *(each for each in report.judgements if each not in drawn)]


def _criteria(page: Page, report: Report) -> Area:
    grades = _given(report, (row.grades for row in report.rows))
    columns = (*_LEADING, Column("Graded"), *SHARE, Column(MOST_OFTEN), *headings(report, grades))
    rows = [
        (*_named(row), base(row.good_or_better), *share(row.good_or_better, said(row.good_or_better)),
         most_often(row.grades, report), *(row.grades.get(grade, 0) for grade in grades))
        for row in report.rows
    ]  # fmt: skip
    return page.table("Criterion by criterion", columns, rows)


def _standing_out(page: Page, report: Report) -> Area:
    """Write the weakest and the strongest, with what the whiskers of their chart take."""
    found = [("weakest", row) for row in report.weakest] + [("strongest", row) for row in reversed(report.strongest)]
    rows = [
        (row.checklist, row.criterion, row.question, base(row.good_or_better),
         *share(row.good_or_better, said(row.good_or_better)), which, *_whiskers(row.good_or_better))
        for which, row in found
    ]  # fmt: skip
    columns = (*_LEADING, Column("Graded"), *SHARE, Column("Is"), Column("Below", "share"), Column("Above", "share"))
    area = page.table(f"Weakest and strongest, of those graded at least {LEAST} times", columns, rows)
    if not rows:
        _nothing(page, f"Nothing{report.of_shown} is clearly below or above the whole.")
    return area


def _whiskers(interval: Interval) -> tuple[Value, Value]:
    middle = interval.share or 0.0
    return middle - interval.low, interval.high - middle


def _limiting(page: Page, report: Report) -> None:
    rows = [(*_named(row), base(row.capped), *share(row.capped, said(row.capped))) for row in report.limiting]
    capped = (Column("Capped (95 %)"), *SHARE[1:])
    page.table("Criteria that capped a judgement", (*_LEADING, Column("Asked"), *capped), rows)


def _changes(page: Page, report: Report) -> None:
    changes = report.changes
    columns = (
        *(Column("Checklist"), Column("Criterion"), Column("Before"), Column("Is"), Column("Latest")),
        *(Column("By, in points", "points"), Column("Low", "points"), Column("High", "points")),
    )
    rows = [
        (each.checklist, each.criterion, said(each.before), "better" if each.is_better else "worse",
         said(each.latest), *points(each.difference))
        for each in changes.found
    ]  # fmt: skip
    page.table("Most changed", columns, rows)
    compared = f"{changes.compared} criteria compared; about one in twenty may seem to change by chance."
    if report.disclosure:
        compared = f"{compared} Of them, those are listed that can be shown."
    words = (
        f"{days(report.known(changes.latest))} against {days(report.known(changes.before))}. {compared}"
        if changes.latest.last
        else compared
    )
    _nothing(page, words)


def _nothing(page: Page, words: str) -> None:
    """Write a note right below a table."""
    page.row -= 1
    page.note(words)
    page.row += 1


def _repeats(page: Page, report: Report) -> None:
    rows = [
        (*_named(report.row(each.checklist, each.criterion)), base(each.cases), *share(each.cases, said(each.cases)))
        for each in report.repeats
    ]
    columns = (*_LEADING, Column("Cases"), Column("Again below good (95 %)"), *SHARE[1:])
    page.table("Below good in two audits running of the same case", columns, rows)


def _actions(page: Page, report: Report) -> None:
    found = report.actions
    rows: list[tuple[Value, ...]] = [
        ("open", found.open, f"the oldest is due {found.oldest}" if found.oldest else ""),
        ("open and overdue", found.overdue, f"due before {found.today}"),
        ("done", found.done, "done, and not yet closed"),
        ("closed", found.closed, ""),
        ("done or closed, with effect", found.with_effect, "it says what difference they made"),
        ("cancelled", found.cancelled, ""),
        ("closed with effect, of those due", "", said(found.loop)),
    ]
    page.table("Actions", (Column("Status"), Column("Actions"), Column("Note")), rows)


# ── words ────────────────────────────────────────────────────────────────────


def _named(row: Row) -> tuple[str, str, str]:
    return row.checklist, row.criterion, row.question


def _given(report: Report, counts: Iterable[Mapping[str, int]]) -> list[str]:
    """Return the ids of the grades that were given, best first."""
    given = {grade for each in counts for grade in each}
    known = [grade.id for grade in report.grades if grade.id in given]
    return [*known, *sorted(given - set(known))]


def headings(report: Report, grades: Iterable[str]) -> Iterator[Column]:
    """Yield one column a grade; the table of grades says what the short words stand for."""
    return (Column(short(report.grade(grade), grade)) for grade in grades)


def most_often(counts: Mapping[str, int], report: Report) -> str:
    """Return the grade that was given most often, the weaker one of two alike; nothing where none was.

    Where a count is not shown, neither is the grade.
    """
    if is_withheld(*counts.values()):
        return SUPPRESSED
    most = max(counts.values(), default=0)
    grades = [grade for grade, count in counts.items() if count == most and most]
    return named(report.grade(grades[-1]), grades[-1]) if grades else ""


# ── colours ──────────────────────────────────────────────────────────────────


def _colour(book: Workbook, page: Page, report: Report, key: Area, areas: Iterable[Area]) -> None:
    """Let the grade that was given most often have its colour, and its count a bar; both follow what is typed."""
    filled = [area for area in areas if area.last >= area.first]
    colours = looks(report.grades)
    for row, (grade, style) in enumerate(rules(book, report.grades).items(), key.first):
        same = {"type": "cell", "criteria": "==", "value": f"$A${row + 1}", "format": style}
        page.paper.conditional_format(row, 0, row, 0, same)
        for area in filled:
            page.paper.conditional_format(*area.column(MOST_OFTEN), same)
            heading = short(report.grade(grade), grade)
            if heading in area.columns:
                page.paper.conditional_format(*area.column(heading), _bar(colours[grade].bar))


def _bar(colour: str) -> dict[str, object]:
    return {
        "type": "data_bar", "bar_color": colour, "bar_solid": True, "bar_border_color": "#404040",
        "min_type": "num", "min_value": 0, "data_bar_2010": True,
    }  # fmt: skip
