"""The sheet of teams: each team as a whole, then criterion by team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from caseaudit.domain.breakdown import Breakdown, Group
from caseaudit.domain.intervals import LEAST, said
from caseaudit.domain.report import Report, Row
from caseaudit.exports.workbook.looks import named
from caseaudit.exports.workbook.page import SHARE, Area, Column, Page, Value, base, points, share

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

MOST = 200
"""How many teams the table of criteria has side by side."""
WIDTHS = (22, 12, 24, 9, 22)
_HEAT = ((0.2, "#FDF9EF"), (0.4, "#E9EEF2"), (0.6, "#C8E0F2"), (0.8, "#8CC1E6"), (1.01, "#0B4F7D"))
_NOT_RECORDED = "not recorded"


def widths(teams: Mapping[str, Sequence[Row]]) -> list[int]:
    """Return the widths of the columns."""
    return [*WIDTHS, *(11,) * max(10, 2 * min(len(teams), MOST))]


def draw(book: Workbook, page: Page, report: Report, teams: Mapping[str, Sequence[Row]]) -> None:
    """Write the sheet."""
    page.title("Teams")
    page.note(
        f"Answers good or better: darker is more. Fewer than {LEAST} graded say little: hatched, without a colour."
    )
    found = report.breakdown("team")
    if found:
        _groups(page, found, report)
    shown = _largest(found, teams)
    if len(shown) < len(teams):
        page.note(f"{len(teams) - len(shown)} smaller teams are not in the table below; their answers are.")
    page.paper.repeat_columns(0, 1)
    page.paper.freeze_panes(0, 2)
    _matrix(book, page, report, {name: teams[name] for name in shown})


def _largest(found: Breakdown | None, teams: Mapping[str, Sequence[Row]]) -> list[str]:
    """Return the names of the teams that have a place, in their order: those with the most audits."""
    audits = {group.name: group.audits for group in found.groups} if found else {}
    largest = sorted(teams, key=lambda name: -audits.get(name, 0))[:MOST]
    return [name for name in teams if name in set(largest)]


def _groups(page: Page, found: Breakdown, report: Report) -> None:
    grades = [grade.id for grade in report.grades if any(grade.id in group.judgements for group in found.groups)]
    columns = [
        *(Column("Team"), Column("Audits"), Column("Compliance leads"), Column("Graded"), *SHARE),
        *(Column(f"Judged {named(report.grade(grade), grade)}") for grade in grades),
    ]
    page.table("Each team", columns, [_group(group, grades) for group in found.groups])
    columns = [
        *(Column("Team"), Column("Audits"), Column("Compliance"), Column("of"), Column("Quality"), Column("of")),
        *(Column("Gap in points", "points"), Column("Gap, low", "points"), Column("Gap, high", "points")),
        *(Column("Insufficient evidence"), Column("of all that apply"), Column("Rate")),
    ]
    page.table("Compliance against quality, and evidence", columns, [_gap(group) for group in found.groups])


def _group(group: Group, grades: Sequence[str]) -> list[Value]:
    leads = "yes, clearly" if group.compliance_leads else "not clearly"
    found = group.good_or_better
    counts = [group.judgements.get(grade, 0) for grade in grades]
    return [group.name or _NOT_RECORDED, group.audits, leads, base(found), *share(found, said(found)), *counts]


def _gap(group: Group) -> list[Value]:
    gap, evidence = group.gap, group.insufficient_evidence
    known = bool(group.compliance.of and group.quality.of)
    return [
        *(group.name or _NOT_RECORDED, group.audits),
        *(said(group.compliance), base(group.compliance), said(group.quality), base(group.quality)),
        *(points(gap) if known else (None, None, None)),
        *(evidence.symbol or evidence.n, base(evidence), evidence.share),
    ]


def _matrix(book: Workbook, page: Page, report: Report, teams: Mapping[str, Sequence[Row]]) -> None:
    found = {name: {(row.checklist, row.criterion): row for row in rows} for name, rows in teams.items()}
    columns = [Column("Checklist"), Column("Criterion"), Column("Section"), Column("Graded"), Column("All teams")]
    for place, name in enumerate(teams):
        columns += [Column(_heading(place, name, teams)), Column("share")]
    rows = [_criterion(row, [found[name].get((row.checklist, row.criterion)) for name in teams]) for row in report.rows]
    area = page.table("Answers good or better, criterion by team", columns, rows)
    page.paper.repeat_rows(area.first - 1)
    _shade(book, page, area, len(WIDTHS))


def _heading(place: int, name: str, teams: Mapping[str, Sequence[Row]]) -> str:
    said_as = name or _NOT_RECORDED
    return f"{said_as} ({place + 1})" if not name and said_as in teams else said_as


def _criterion(row: Row, in_teams: Sequence[Row | None]) -> list[Value]:
    values: list[Value] = [
        row.checklist,
        row.criterion,
        row.section,
        base(row.good_or_better),
        said(row.good_or_better),
    ]
    for found in in_teams:
        values += _cell(found)
    return values


def _cell(row: Row | None) -> tuple[Value, Value]:
    if row is None or row.good_or_better.share is None:
        return row.good_or_better.symbol if row else None, None
    return f"{row.good_or_better.n} of {row.good_or_better.of}", float(row.good_or_better.share)


# ── colours ──────────────────────────────────────────────────────────────────


def _shade(book: Workbook, page: Page, area: Area, first: int) -> None:
    """Let each share have its shade; one of few answers is hatched instead."""
    if area.last < area.first or len(area.columns) <= first:
        return
    few = book.add_format({"pattern": 14, "fg_color": "#A0A0A0", "bg_color": "#FFFFFF"})
    shades = [
        book.add_format({"bg_color": fill, "font_color": "#FFFFFF" if fill == "#0B4F7D" else "#000000"})
        for _, fill in _HEAT
    ]
    for at in range(first + 1, len(area.columns), 2):
        cells = (area.first, at, area.last, at)
        _rule(page, cells, _formula(area, at - 1, at, LEAST), few)
        lowest = 0.0
        for (highest, _), shade in zip(_HEAT, shades, strict=True):
            _rule(page, cells, _between(area, at, lowest, highest), shade)
            lowest = highest


def _rule(page: Page, cells: tuple[int, int, int, int], formula: str, style: object) -> None:
    page.paper.conditional_format(
        *cells, {"type": "formula", "criteria": formula, "format": style, "stop_if_true": True}
    )


def _formula(area: Area, words: int, number: int, least: int) -> str:
    """Return the rule for `k of n` with too small an n; its cells are those of the first row."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    said_in, share_in = xl_rowcol_to_cell(area.first, words), xl_rowcol_to_cell(area.first, number)
    return f'=AND(ISNUMBER({share_in}),VALUE(MID({said_in},FIND(" of ",{said_in})+4,9))<{least})'


def _between(area: Area, at: int, low: float, high: float) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell = xl_rowcol_to_cell(area.first, at)
    return f"=AND(ISNUMBER({cell}),{cell}>={low},{cell}<{high})"
