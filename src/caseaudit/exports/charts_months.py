"""The months of a trend, drawn on a figure: shares, mean, limits, target and gaps, and under each month its count."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from caseaudit.domain.intervals import whole_percent
from caseaudit.domain.trend import Chart, Mark, drawn
from caseaudit.domain.trend_words import AS_CHANCE
from caseaudit.exports.charts_said import no_share
from caseaudit.exports.charts_svg import FAINT, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SMALL = 8
_MANY_MONTHS = 30
_OVER, _HIGH = 0.4, 2.1
"""The room over the chart and the height of the chart, in inches."""
_DIGIT = 0.072
"""How wide a letter under a month is at the most, in inches."""
_CAUSES = {
    "improvement": ("^", "#0b6fae", "improvement"),
    "concern": ("s", "#c4571b", "concern"),
    "common cause": ("o", FAINT, AS_CHANCE),
}


def height(chart: Chart) -> float:
    """Return how high a figure has to be, in inches: so high that every count of a month is read whole."""
    return _foot(chart) + _HIGH + _OVER


def draw(figure: Figure, chart: Chart) -> None:
    """Draw the months on a figure of that height."""
    tall = height(chart)
    axes = figure.add_axes((0.11, _foot(chart) / tall, 0.74, _HIGH / tall))
    _month_axis(axes, _words(chart))
    _process_lines(axes, chart)
    _points(axes, chart)


def _foot(chart: Chart) -> float:
    return 0.2 + _DIGIT * max(map(len, _words(chart)), default=0)


def _words(chart: Chart) -> list[str]:
    return [_under(mark, len(chart.marks)) for mark in chart.marks]


def _month_axis(axes: Axes, under: Sequence[str]) -> None:
    """Draw percent upwards, months across, and under each month its words."""
    months = len(under)
    axes.set_ylim(-3, 103)
    axes.set_xlim(-0.6, max(months - 0.4, 0.6))
    axes.set_yticks([0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"], fontsize=_SMALL)
    axes.patch.set_visible(False)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xticks(range(months), ["" for _ in under])
    size = _SMALL if months <= 20 else 6.5
    upright: dict[str, Any] = {"rotation": 90, "rotation_mode": "anchor", "ha": "right", "va": "center"}
    for place, words in enumerate(under):
        axes.text(place, -10, words, fontsize=size, **upright)


def _under(mark: Mark, months: int) -> str:
    """Return what stands under a month: its count and base; of very many months, only each January is named."""
    if months > _MANY_MONTHS:
        return mark.month if mark.month.endswith("-01") else ""
    return f"{mark.n}/{mark.of}  {mark.month}" if mark.of else f"{no_share(mark)}  {mark.month}"


def _process_lines(axes: Axes, chart: Chart) -> None:
    """Draw the mean, the limits and the target, each with its name at its end."""
    named: list[tuple[float, str, object]] = []
    if chart.mean is not None:
        named.append((chart.mean, "mean", "-"))
    if chart.limits is not None:
        low, high = drawn(chart.limits)
        named += [(high, "upper limit", "--"), (low, "lower limit", "--")]
    if chart.target is not None:
        named.append((chart.target, "target", (0, (1, 1.5))))
    for value, _, line in named:
        axes.axhline(value, color=INK, lw=1.0, ls=line)
    heights = _apart([value for value, _, _ in named])
    for (value, name, _), height in zip(named, heights, strict=True):
        for words, down in ((name, 2.5), (f"{whole_percent(value, 100)} %", -3.0)):
            axes.annotate(words, (1.01, height + down), xycoords=("axes fraction", "data"), va="center", fontsize=7)


def _apart(values: Sequence[float], least: float = 13.0) -> list[float]:
    """Return heights near the values, so far apart that the words at them do not meet."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    heights = list(values)
    for below, above in pairwise(order):
        heights[above] = max(heights[above], heights[below] + least)
    return [height - max(0.0, max(heights) - 104) for height in heights]


def _points(axes: Axes, chart: Chart) -> None:
    """Draw the months: a line that breaks where there is a gap, and a mark that tells a signal by its shape."""
    places = range(len(chart.marks))
    heights = [float("nan") if mark.value is None else mark.value for mark in chart.marks]
    axes.plot(list(places), heights, color=FAINT, lw=1.2)
    for place, mark in enumerate(chart.marks):
        if mark.value is None:
            axes.axvspan(place - 0.35, place + 0.35, color=FAINT, alpha=0.15, lw=0)
            continue
        shape, colour, _ = _CAUSES[mark.cause or "common cause"]
        axes.plot([place], [mark.value], marker=shape, color=colour, ms=6, mec=INK, mew=0.7)
    told = [cause for cause in _CAUSES if any(mark.cause == cause for mark in chart.marks)]
    for cause in told:
        shape, colour, words = _CAUSES[cause]
        axes.plot([], [], ls="", marker=shape, color=colour, mec=INK, mew=0.7, label=words)
    if told:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, frameon=False, fontsize=_SMALL, handletextpad=0.1
        )
