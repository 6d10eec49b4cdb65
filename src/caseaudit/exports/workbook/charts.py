"""The charts of the workbook, drawn by the spreadsheet itself from the cells: textures beside colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caseaudit.domain.report import Report
from caseaudit.exports.charts_said import drawable
from caseaudit.exports.workbook.looks import BAR, Look, looks, named, short
from caseaudit.exports.workbook.page import Area, Page

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.workbook import Workbook

_MOST = 25
"""How many bars a chart has at the most."""
_ROW = 20
"""The height of a row of the sheet, in pixels."""
_WIDE = 670
_LEFT, _RIGHT = 0, 4
"""The columns at which charts begin."""
_SHARES = {"num_format": "0 %", "min": 0, "max": 1, "major_gridlines": {"visible": True, "line": {"color": "#D0D0D0"}}}


def rows(checklists: int) -> int:
    """Return how many rows of the sheet the charts take."""
    return _height(checklists) // _ROW + 2


def _height(bars: int) -> int:
    return 150 + 26 * max(8, min(bars, _MOST))


def _fill(look: Look) -> dict[str, Any]:
    """Return a solid fill, or a texture of dark lines on the fill."""
    line = {"border": {"color": "#404040", "width": 0.75}}
    if not look.texture:
        return {**line, "fill": {"color": look.fill}}
    return {**line, "pattern": {"pattern": look.texture, "fg_color": "#404040", "bg_color": look.fill}}


def judged(book: Workbook, page: Page, top: int, area: Area, report: Report) -> None:
    """Draw how the audits of each checklist were judged: one bar a checklist, from the best grade to the weakest."""
    grades = [grade for grade in report.grades if any(grade.id in each.grades for each in report.judgements)]
    bars = len(drawable(report.judgements))
    if not grades or not bars:
        return
    shown = min(bars, _MOST)
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for grade in grades:
        name = named(grade, grade.id)
        cells = {"categories": area.of_chart("Title", shown), "values": area.of_chart(short(grade, grade.id), shown)}
        chart.add_series({"name": name, **cells, **_fill(looks(report.grades)[grade.id]), "gap": 40,
                          "data_labels": _LABELS})  # fmt: skip
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0 %", "major_gridlines": {"visible": False}})
    _place(page, chart, "How the audits were judged (numbers of audits)", top, _LEFT, bars)


_LABELS = {"value": True, "num_format": "#,##0;;", "font": {"bold": True},
           "fill": {"color": "#FFFFFF"}, "border": {"color": "#404040", "width": 0.5}}  # fmt: skip


def standing_out(book: Workbook, page: Page, top: int, area: Area) -> None:
    """Draw the weakest and the strongest criteria, each with a whisker for its interval at 95 %."""
    bars = area.last - area.first + 1
    if bars < 1:
        return
    below, above = (_formula(area, heading) for heading in ("Below", "Above"))
    whiskers = {"type": "custom", "plus_values": above, "minus_values": below, "line": {"color": "#000000"}}
    chart = book.add_chart({"type": "bar"})
    chart.add_series({
        "name": "Answers good or better", "categories": area.of_chart("Criterion"), "values": area.of_chart("Share"),
        "fill": {"color": "#8CC1E6"}, "border": {"color": BAR}, "gap": 40, "x_error_bars": whiskers,
    })  # fmt: skip
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(_SHARES)
    chart.set_legend({"none": True})
    _place(page, chart, "Weakest and strongest: answers good or better, with 95 % interval", top, _RIGHT, bars)


def _formula(area: Area, heading: str) -> str:
    from xlsxwriter.utility import xl_range_abs

    return f"='{area.sheet}'!{xl_range_abs(*area.column(heading))}"


def months(book: Workbook, page: Page, top: int, area: Area, *, targeted: bool) -> None:
    """Draw the share of good or better month by month, with its mean, limits and target where there are any."""
    chart = book.add_chart({"type": "line"})
    target = ("Target", {"color": "#000000", "width": 1.5, "dash_type": "round_dot"}, {"type": "none"})
    lines: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
        ("Share", {"color": BAR, "width": 2.25}, {"type": "circle", "size": 7, "fill": {"color": BAR}}),
        ("Mean", {"color": "#404040", "width": 1.25}, {"type": "none"}),
        ("Lower limit", {"color": "#404040", "width": 1.25, "dash_type": "dash"}, {"type": "none"}),
        ("Upper limit", {"color": "#404040", "width": 1.25, "dash_type": "long_dash_dot"}, {"type": "none"}),
    )
    for heading, line, marker in (*lines, target) if targeted else lines:
        cells = {"categories": area.of_chart("Month"), "values": area.of_chart(heading)}
        chart.add_series({"name": heading, **cells, "line": line, "marker": marker})
    chart.show_blanks_as("gap")
    chart.set_y_axis(_SHARES)
    chart.set_x_axis({"num_font": {"rotation": -45}, "text_axis": True})
    _place(page, chart, "Answers good or better, month by month, all checklists", top, _LEFT, 10)


def _place(page: Page, chart: Chart, title: str, top: int, column: int, bars: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    if column == _LEFT:
        chart.set_legend({"position": "bottom"})
    chart.set_size({"width": _WIDE, "height": _height(bars)})
    page.paper.insert_chart(top, column, chart, {"object_position": 1, "description": title})
