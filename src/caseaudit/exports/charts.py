"""The charts of a report, as SVG for a page or as PNG for a document; the same figures give the same bytes.

Made to be read at 360 pixels and on A4, in colour, in black and white, and aloud: every grade has a texture and a
word beside its colour, every share has its count, every picture a description. All text is made plain first, and
none is cut: what is long goes on below, and the picture grows. Where much is to be drawn, draw `batches` of it.

Each function raises `ModuleNotFoundError` where matplotlib is not installed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from caseaudit.domain.checklist import Grade
from caseaudit.domain.intervals import LEAST, Interval, percent, whole_percent
from caseaudit.domain.report import Judgements, Row
from caseaudit.domain.trend import Chart
from caseaudit.exports import charts_months, charts_said
from caseaudit.exports.charts_svg import FAINT, INK, PAPER, Picture, picture, settings
from caseaudit.plaintext import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

T = TypeVar("T")

WIDTH = 4.6
"""How wide a chart is, in inches; a heat map of many groups is wider."""
BARS = 12
"""How many checklists fit one picture on A4."""
CRITERIA = 14
"""How many criteria fit one picture on A4."""
GROUPS = 8
"""How many groups a heat map can have side by side on A4."""

_LINE = 0.16
_LETTERS = 54
_SMALL = 8


class Texture(NamedTuple):
    """How a grade looks, in colour and without."""

    colour: str
    hatch: str


_GOOD = (Texture("#0b4f7d", ""), Texture("#8cc1e6", ""), Texture("#c8e0f2", ".."), Texture("#4f8fbf", "--"))
_WEAK = (Texture("#f5cf73", "///"), Texture("#c4571b", "xxx"), Texture("#e8975c", "\\\\\\"), Texture("#8a3a10", "++"))
_HEAT = ("#fdf9ef", "#e9eef2", "#c8e0f2", "#8cc1e6", "#0b4f7d")
_DARK_TEXT, _LIGHT_TEXT = "#14202b", "#ffffff"


def batches(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Yield items in their order, as evenly as may be, no more than `most` at a time."""
    pictures = -(-len(items) // most)
    for number in range(pictures):
        yield items[number * len(items) // pictures : (number + 1) * len(items) // pictures]


# ── the four charts ──────────────────────────────────────────────────────────


def judged(found: Sequence[Judgements], grades: Sequence[Grade], form: Picture = "svg") -> bytes:
    """Return how the audits of each checklist were judged: one bar a checklist, from the best grade to the weakest.

    `grades` are those of the report, which say which words and textures are used.
    """
    looks = _textures(grades)
    labels = {grade.id: grade.label for grade in grades}
    texts = [
        (_wrapped(f"{each.title} (n = {each.audits})"), _wrapped(charts_said.given(each, labels))) for each in found
    ]
    shown = [grade for grade in grades if any(grade.id in each.grades for each in found)]
    heights = [(len(title) + len(counts)) * _LINE + 0.42 for title, counts in texts]
    with _figure(WIDTH, sum(heights) + _LINE * 1.5 * len(shown) + 0.1) as figure:
        axes = _sheet(figure)
        _legend(axes, shown, looks)
        top = _LINE * 1.5 * len(shown) + 0.1
        for each, (title, counts), height in zip(found, texts, heights, strict=True):
            _bar(axes, top, each, title, counts, looks)
            top += height
        return picture(figure, form, "How the audits were judged", charts_said.judged(found, grades))


def criteria(rows: Sequence[Row], title: str, form: Picture = "svg", whole: Interval | None = None) -> bytes:
    """Return the share of good or better of each criterion: a dot, and a whisker for its interval at 95 %.

    `whole`, the share of all of them together, is drawn as a line.
    """
    texts = [_wrapped(f"{row.criterion}  {row.question}") for row in rows]
    heights = [len(text) * _LINE + 0.3 for text in texts]
    with _figure(WIDTH, sum(heights) + 0.62) as figure:
        axes = _sheet(figure)
        top = 0.08
        for row, text, height in zip(rows, texts, heights, strict=True):
            _lines(axes, 0, top, text)
            _whisker(axes, top + len(text) * _LINE + 0.1, row.good_or_better, whole)
            top += height
        _scale(axes, top, whole)
        return picture(figure, form, f"Good or better by criterion: {one_line(title)}", charts_said.criteria(rows))


def trend(chart: Chart, title: str, form: Picture = "svg") -> bytes:
    """Return the share of good or better month by month, with its mean, limits, signals and gaps."""
    with _figure(WIDTH, charts_months.height(chart)) as figure:
        charts_months.draw(figure, chart)
        return picture(figure, form, f"Month by month: {one_line(title)}", charts_said.trend(chart))


def heat_map(
    rows: Sequence[Row], groups: Mapping[str, Sequence[Row]], title: str, form: Picture = "svg", by: str = "team"
) -> bytes:
    """Return criterion by group: the share of good or better and its count in every cell, darker where it is higher.

    A cell of fewer than `LEAST` graded answers has no colour. `groups` holds the rows of each group, by its name.
    """
    left = max([0.6, *(0.08 * len(one_line(row.criterion)) + 0.1 for row in rows)])
    across = max(_CELL, (WIDTH - left) / max(len(groups), 1))
    names, top = _headings([charts_said.named(name) for name in groups], across)
    across = max([across, *(len(name) * _LINE for name in names if top.upright)])
    width, height = max(WIDTH, left + across * len(names)), top.height + _HIGH * len(rows) + 0.35
    with _figure(width, height) as figure:
        axes = _sheet(figure, width)
        for column, name in enumerate(names):
            _heading(axes, left + across * (column + 0.5), top, name)
        shares = [charts_said.of_rows(found) for found in groups.values()]
        for line, row in enumerate(rows):
            down = top.height + _HIGH * line
            axes.text(0, down + _HIGH / 2, one_line(row.criterion), va="center", fontsize=_SMALL)
            for column, found in enumerate(shares):
                _cell(axes, left + across * column, down, across, found.get((row.checklist, row.criterion)))
        text = f"Good or better; darker is more. Hatched: fewer than {LEAST} graded."
        axes.text(0, height - 0.27, text, va="top", fontsize=_SMALL)
        heading = f"Good or better by criterion and {by}: {one_line(title)}"
        return picture(figure, form, heading, charts_said.heat(rows, groups))


# ── paper ────────────────────────────────────────────────────────────────────


@contextmanager
def _figure(width: float, height: float) -> Iterator[Figure]:
    """Yield an empty figure, in inches, while the settings of the charts hold."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(settings())
        yield Figure(figsize=(width, max(height, 1.0)))


def _sheet(figure: Figure, width: float = WIDTH) -> Axes:
    """Return axes over the whole figure that count in inches, from the top left."""
    axes = figure.add_axes((0.02, 0.0, 0.96, 1.0))
    axes.set_xlim(0, width)
    axes.set_ylim(figure.get_figheight(), 0)
    axes.set_axis_off()
    return axes


def _wrapped(text: str, letters: int = _LETTERS) -> list[str]:
    """Return a text in lines that fit; letters that are twice as wide count twice."""
    text = one_line(text)
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wrap(text, letters // 2 if wide else letters) or [""]


def _lines(axes: Axes, left: float, top: float, lines: Sequence[str], **more: Any) -> None:
    for number, line in enumerate(lines):
        axes.text(left, top + number * _LINE, line, va="top", **more)


# ── judgements ───────────────────────────────────────────────────────────────


def _textures(grades: Sequence[Grade]) -> dict[str, Texture]:
    """Return the look of each grade, by its id: one family for good or better, another one for below."""
    looks: dict[str, Texture] = {}
    place, before = 0, None
    for grade in grades:
        place = place + 1 if grade.good == before else 0
        family = _GOOD if grade.good else _WEAK
        looks[grade.id] = family[place % len(family)]
        before = grade.good
    return looks


def _rectangle(
    axes: Axes, left: float, top: float, width: float, height: float, look: Texture, edge: str = _DARK_TEXT
) -> None:
    from matplotlib.patches import Rectangle

    drawn = Rectangle((left, top), width, height, facecolor=look.colour, edgecolor=edge, hatch=look.hatch, lw=0.7)
    axes.add_patch(drawn).set_clip_on(False)


def _legend(axes: Axes, shown: Sequence[Grade], looks: Mapping[str, Texture]) -> None:
    for number, grade in enumerate(shown):
        top = 0.05 + number * _LINE * 1.5
        _rectangle(axes, 0, top, 0.3, 0.16, looks[grade.id])
        axes.text(0.4, top + 0.08, f"{one_line(grade.mark)} {one_line(grade.label)}", va="center")


def _bar(
    axes: Axes, top: float, each: Judgements, title: Sequence[str], counts: Sequence[str], looks: Mapping[str, Texture]
) -> None:
    _lines(axes, 0, top, title, weight="bold")
    top += len(title) * _LINE + 0.03
    left, room = 0.0, WIDTH - 0.1
    judged_audits = sum(each.grades.values())
    for grade, n in each.grades.items():
        width = room * n / judged_audits
        _rectangle(axes, left, top, width, 0.2, looks.get(grade, _WEAK[0]))
        if width > 0.3:
            box = _ground("any")
            axes.text(left + width / 2, top + 0.1, str(n), ha="center", va="center", fontsize=_SMALL, bbox=box)
        left += width
    _lines(axes, 0, top + 0.24, counts)


# ── criteria ─────────────────────────────────────────────────────────────────

_FROM, _TO = 0.05, WIDTH - 1.15


def _across(share: float) -> float:
    return _FROM + share * (_TO - _FROM)


def _scale(axes: Axes, top: float, whole: Interval | None) -> None:
    """Write the scale from 0 to 100 %, and what the marks mean."""
    for mark in (0, 25, 50, 75, 100):
        axes.text(_across(mark / 100), top, f"{mark} %", ha="center", va="top", fontsize=_SMALL)
    text = "Dot: good or better. Line: 95 % range."
    if whole and whole.share is not None:
        text += f" Dashes: all together, {whole_percent(whole.n, whole.of)} %."
    axes.text(0, top + 0.22, text, va="top", fontsize=_SMALL)


def _whisker(axes: Axes, height: float, found: Interval, whole: Interval | None) -> None:
    text = f"{found.n} of {found.of}" if found.of else "none graded"
    axes.text(_TO + 0.15, height, text, va="center", weight="bold", fontsize=_SMALL)
    for quarter in range(5):
        axes.plot([_across(quarter / 4)] * 2, [height - 0.1, height + 0.1], color=FAINT, lw=0.5)
    if whole and whole.share is not None:
        axes.plot([_across(whole.share)] * 2, [height - 0.11, height + 0.13], color=INK, lw=1.2, ls=(0, (2.5, 1.5)))
    if found.share is None:
        return
    axes.plot([_across(found.low), _across(found.high)], [height] * 2, color=INK, lw=1.6, marker="|", ms=7)
    axes.plot([_across(found.share)], [height], color="#0b6fae", marker="o", ms=7, mec=INK, mew=0.8)


# ── heat map ─────────────────────────────────────────────────────────────────

_CELL, _HIGH = 0.62, 0.4
"""How wide a cell is at the least, and how high, in inches."""
_LETTER = 0.078


class Top(NamedTuple):
    """The room for the names over a heat map."""

    height: float
    upright: bool
    """Whether the names run upwards, because a word of theirs is wider than a cell."""


def _headings(names: Sequence[str], across: float) -> tuple[list[list[str]], Top]:
    """Return the names in lines, and the room that they take."""
    letters = int(across / _LETTER)
    upright = any(len(word) > letters for name in names for word in name.split())
    found = [_wrapped(name, 22 if upright else letters) for name in names]
    longest = max([len(line) for name in found for line in name], default=0)
    lines = max(map(len, found), default=0)
    return found, Top((longest * _LETTER if upright else lines * 0.14) + 0.1, upright)


def _heading(axes: Axes, middle: float, top: Top, name: Sequence[str]) -> None:
    for number, line in enumerate(name):
        if top.upright:
            across = middle + (number - (len(name) - 1) / 2) * 0.14
            axes.text(
                across, top.height - 0.05, line, rotation=90, rotation_mode="anchor", va="center", fontsize=_SMALL
            )
        else:
            down = top.height - 0.05 - (len(name) - 1 - number) * 0.14
            axes.text(middle, down, line, ha="center", va="bottom", fontsize=_SMALL)


def _cell(axes: Axes, left: float, top: float, width: float, found: Interval | None) -> None:
    colour, text, hatch = _heat(found)
    _rectangle(axes, left + 0.015, top + 0.015, width - 0.03, _HIGH - 0.03, Texture(colour, hatch), FAINT)
    words = [f"{percent(found)} %", f"{found.n} of {found.of}"] if found and found.of else [_nothing(found)]
    for number, line in enumerate(words):
        down = top + _HIGH / 2 + (number - (len(words) - 1) / 2) * 0.14
        axes.text(left + width / 2, down, line, ha="center", va="center", fontsize=7.5, color=text, bbox=_ground(hatch))


def _nothing(found: Interval | None) -> str:
    return found.symbol if found and found.symbol else "–"


def _ground(hatch: str) -> dict[str, str] | None:
    """Return what makes words readable on a hatching."""
    return {"boxstyle": "square,pad=0.1", "facecolor": PAPER, "edgecolor": "none"} if hatch else None


def _heat(found: Interval | None) -> tuple[str, str, str]:
    """Return the ground, the text and the hatching of a cell."""
    depth = charts_said.depth(found)
    if depth is None:
        return PAPER, INK, "//" if found and found.of else ""
    return _HEAT[depth], _LIGHT_TEXT if depth == charts_said.DEPTHS - 1 else _DARK_TEXT, ""
