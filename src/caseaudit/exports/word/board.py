"""The board's report: a page to trust first, then pictures, then every figure, and at the end how they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from docx.document import Document

from caseaudit.domain.how_many import how_many
from caseaudit.domain.method import METHOD
from caseaudit.domain.report import Report, Row
from caseaudit.exports import charts, charts_said
from caseaudit.exports.made import Made, day_said
from caseaudit.exports.word import board_tables, figures, front_page
from caseaudit.exports.word.blocks import bullet, heading, note, paragraph, picture
from caseaudit.exports.word.paper import content, paper
from caseaudit.plaintext import one_line

TITLE = "Practice audit: report to the board"

ByTeam = Mapping[str, Sequence[Row]]


def document(report: Report, teams: ByTeam, made: Made) -> bytes:
    """Return the report as a Word file; `teams` holds the rows of each team, by its name.

    Raises `ModuleNotFoundError` where the library that draws charts is not installed.
    """
    written = paper(TITLE, made)
    _first_page(written, report, made)
    _disclosure(written, report)
    if report.signed_off:
        _pictures(written, report)
        board_tables.standing_out(written, report)
        _checklists(written, report, teams)
    _end(written, report, made)
    return content(written)


def _first_page(written: Document, report: Report, made: Made) -> None:
    heading(written, TITLE, 0)
    paragraph(written, f"{one_line(made.workspace)}, {day_said(made.day)}", "Subtitle")
    for part in front_page.parts(report):
        heading(written, part.title, 2)
        for point in part.points:
            bullet(written, point.text, point.lead)


def _disclosure(written: Document, report: Report) -> None:
    """Write what was done so that the report can be shared, behind the first page: that is full without it."""
    if report.disclosure:
        heading(written, figures.SHARED, 2, new_page=True)
        for sentence in report.disclosure.statement:
            bullet(written, sentence)


# ── pictures ─────────────────────────────────────────────────────────────────


def _pictures(written: Document, report: Report) -> None:
    heading(written, "In pictures", new_page=report.disclosure is None)
    _judged(written, report)
    for months in report.months:
        if not months.checklist:
            chart = report.trend(months)
            heading(written, "Answers good or better, month by month", 2)
            picture(written, charts.trend(chart, "all checklists", "png"), charts_said.trend(chart))


def _judged(written: Document, report: Report) -> None:
    heading(written, "How the audits were judged", 2)
    judged = charts_said.drawable(report.judgements)
    for some in charts.batches(judged, charts.BARS):
        picture(written, charts.judged(some, report.grades, "png"), charts_said.judged(some, report.grades))
    if not any(each.grades for each in report.judgements):
        note(written, "These checklists ask for no overall judgement.")
    elif len(judged) < len(report.judgements):
        note(written, figures.NOT_DRAWN)


def _checklists(written: Document, report: Report, teams: ByTeam) -> None:
    heading(written, "Checklist by checklist", new_page=True)
    titles = figures.titles(report)
    for checklist, rows in report.by_checklist().items():
        heading(written, titles[checklist], 2)
        _criteria(written, rows, report, titles[checklist])
        _teams(written, rows, teams, titles[checklist])
        board_tables.every_criterion(written, rows, report)


def _criteria(written: Document, rows: Sequence[Row], report: Report, title: str) -> None:
    graded = [row for row in rows if row.good_or_better.of]
    for some in charts.batches(graded, charts.CRITERIA):
        png = charts.criteria(some, title, "png", report.overall.good_or_better)
        picture(written, png, charts_said.criteria(some), "Answers good or better, with the range")


def _teams(written: Document, rows: Sequence[Row], teams: ByTeam, title: str) -> None:
    if len(teams) < 2:
        return
    for some in charts.batches(rows, charts.CRITERIA):
        for names in charts.batches(sorted(teams), charts.GROUPS):
            shown = {name: teams[name] for name in names}
            picture(written, charts.heat_map(some, shown, title, "png"), charts_said.heat(some, shown), "By team")


# ── the end: how it is made, and what is not in it ───────────────────────────


def _end(written: Document, report: Report, made: Made) -> None:
    heading(written, "How the figures are made", new_page=True)
    for sentence in METHOD:
        bullet(written, sentence)
    _counted(written, report, made)
    _left_out(written, report)


def _counted(written: Document, report: Report, made: Made) -> None:
    heading(written, "What this report is made from", 2)
    period = (
        f"Audits from {figures.days(report.known(report.period))}." if report.signed_off else "No audit is signed off."
    )
    filters = f"Only {figures.only(report)}." if report.only else "No audit was filtered out."
    bullet(written, f"{period} {filters}", "What:")
    bullet(written, f"{how_many(report.signed_off, 'audit')} signed off, and these alone are counted; "
           f"{how_many(report.in_progress, 'audit')} in progress.", "How many:")  # fmt: skip
    for checklist, title in figures.titles(report).items():
        bullet(written, f"{checklist}, {_versions(report, checklist)}.", f"{title}:")
    who = f"{one_line(made.by)}, on" if made.by else "On"
    bullet(written, f"{who} {day_said(made.day)}, with {made.program}.", "Made by:" if made.by else "Made:")


def _versions(report: Report, checklist: str) -> str:
    rows = report.by_checklist().get(checklist, [])
    found = list(dict.fromkeys(chain.from_iterable(row.versions for row in rows)))
    return f"version{'' if len(found) == 1 else 's'} {figures.listed(found)}" if found else "version unknown"


def _left_out(written: Document, report: Report) -> None:
    heading(written, "What was left out", 2)
    bullet(written, f"{how_many(report.in_progress, 'audit')} in progress, every training audit, and second grades.")
    for found, what in ((report.unreadable, "could not be read"), (report.copies, "is a copy of an audit")):
        for each in found:
            bullet(written, figures.problem(each), f"A file that {what}:")
    if not report.partial:
        bullet(written, "No file: every record could be read, and none was a copy.")
