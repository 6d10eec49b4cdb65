"""An XmR chart in the terminal: months as marks, their mean and limits as lines, with a cursor that goes over months.

Drawn here: the charting libraries there are take longer to load than the whole app, and colour text their own way.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from caseaudit.domain.intervals import whole_percent
from caseaudit.domain.trend import Chart, Mark, drawn

AXIS = 7
"""How many cells the scale on the left takes."""
_NAMED = 6
"""How many cells the names of the lines take on the right; the target takes one more."""
_FOOT = 2
_WIDEST = 8
_LETTERS = "JFMAMJJASOND"
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MARKS = {"improvement": ("▲", "good"), "concern": ("▼", "failing"), "common cause": ("●", "")}


class Scale(NamedTuple):
    """What the height of the chart means, in percent."""

    low: int
    high: int

    def row(self, value: float, height: int) -> int:
        """Return the row of a value in a chart of so many rows, from the top."""
        share = (self.high - value) / (self.high - self.low)
        return max(0, min(height - 1, round(share * (height - 1))))


def scale_of(chart: Chart) -> Scale:
    """Return a scale in tens that holds every value, the limits and the target, and spans at least 20."""
    values = [mark.value for mark in chart.audited if mark.value is not None]
    limits = list(drawn(chart.limits)) if chart.limits else []
    wanted = [] if chart.target is None else [chart.target]
    all_of_it = [*values, *limits, *wanted]
    low, high = floor(min(all_of_it) / 10) * 10, ceil(max(all_of_it) / 10) * 10
    return Scale(min(low, max(0, high - 20)), max(high, min(100, low + 20)))


class TrendChart(Widget, can_focus=True):
    """The chart."""

    DEFAULT_CSS = """
    TrendChart {
        height: 1fr; background: $background;
        & > .trend--muted { color: $text-muted; }
        & > .trend--good { color: $text-success; text-style: bold; }
        & > .trend--failing { color: $text-error; text-style: bold; }
        & > .trend--mean { color: $text-primary; }
        & > .trend--limit { color: $text-warning; }
        & > .trend--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"trend--{name}" for name in ("muted", "good", "failing", "mean", "limit", "cursor")
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "month(-1)", show=False),
        Binding("right,l", "month(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
    ]
    cursor = reactive(0, init=False)

    class Moved(Message):
        """The cursor is on another month."""

    class Chosen(Message):
        """A month was clicked while the cursor was on it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.chart: Chart | None = None

    def set_chart(self, chart: Chart) -> None:
        """Show another chart, with the cursor on its latest month unless it is on one that the new chart has too."""
        before = self.mark.month if self.mark else ""
        self.chart = chart
        months = [mark.month for mark in chart.marks]
        self.cursor = months.index(before) if before in months else len(months) - 1
        self.refresh()

    @property
    def mark(self) -> Mark | None:
        """The month under the cursor."""
        marks = self.chart.marks if self.chart else ()
        return marks[self.cursor] if 0 <= self.cursor < len(marks) else None

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a month."""
        return max(0, min(cursor, len(self.chart.marks) - 1)) if self.chart else 0

    def watch_cursor(self) -> None:
        """Tell who shows what the month says."""
        self.post_message(self.Moved())

    def action_month(self, by: int) -> None:
        """Move the cursor by some months."""
        self.cursor += by

    def action_jump(self, to: int) -> None:
        """Move the cursor to the first or the last month."""
        self.cursor = to if to >= 0 or not self.chart else len(self.chart.marks) - 1

    def on_click(self, event: Click) -> None:
        """Move to the month clicked; choose it if the cursor is there already."""
        at = self._first + (event.x - AXIS) // self._slot
        if self.chart and event.x >= AXIS and 0 <= at < len(self.chart.marks):
            if at == self.cursor:
                self.post_message(self.Chosen())
            self.cursor = at

    # ── where things lie ─────────────────────────────────────────────────────

    @property
    def _room(self) -> int:
        target = self.chart is not None and self.chart.target is not None
        return max(1, self.size.width - AXIS - _NAMED - target)

    @property
    def _slot(self) -> int:
        """How many cells wide a month is."""
        months = len(self.chart.marks) if self.chart else 1
        return max(2, min(_WIDEST, self._room // max(1, months)))

    @property
    def _first(self) -> int:
        """The first month in sight: all of them, or so many that the cursor is among them, the latest if it can be."""
        fitting, months = self._room // self._slot, len(self.chart.marks) if self.chart else 0
        return max(0, min(self.cursor, months - fitting))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        height = self.size.height - _FOOT
        chart = self.chart
        if chart is None or not chart.audited or height < 1:
            return Strip.blank(self.size.width, self.rich_style)
        segments = self._line(chart, y, height) if y < height else self._foot(chart, y - height)
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style).simplify()

    def _seen(self, chart: Chart) -> tuple[Mark, ...]:
        return chart.marks[self._first : self._first + self._room // self._slot]

    # ── drawing ──────────────────────────────────────────────────────────────

    def _line(self, chart: Chart, y: int, height: int) -> list[Segment]:
        scale, seen = scale_of(chart), self._seen(chart)
        cells = self._ruled(chart, scale, y, height, len(seen) * self._slot)
        for x in self._joined(seen, scale, y, height):
            cells[x] = Segment("·", self._style("muted"))
        for place, mark in enumerate(seen):
            if mark.value is not None and scale.row(mark.value, height) == y:
                cells[self._middle(place)] = self._marked(mark, self._first + place == self.cursor)
        return [Segment(self._label(chart, scale, y, height), self._style("muted")), *cells]

    def _marked(self, mark: Mark, on_cursor: bool) -> Segment:
        sign, tone = _MARKS[mark.cause] if mark.cause else ("○", "")
        return Segment(sign, self._style("cursor" if on_cursor else tone))

    def _ruled(self, chart: Chart, scale: Scale, y: int, height: int, width: int) -> list[Segment]:
        """Return a row with the mean or a limit if it lies there."""
        for name, sign, tone, value in _rules(chart):
            if scale.row(value, height) == y:
                line = [Segment(sign, self._style(tone)) for _ in range(width)]
                return [*line, Segment(f" {name}", self._style(tone))]
        return [Segment(" ", self.rich_style) for _ in range(width)]

    def _label(self, chart: Chart, scale: Scale, y: int, height: int) -> str:
        named = {scale.row(value, height): f"{value} %" for value in (scale.low, scale.high)}
        named |= {
            scale.row(value, height): f"{whole_percent(value, 100)} %" for _, _, _, value in reversed(_rules(chart))
        }
        return f"{named.get(y, ''):>{AXIS - 1}} "

    def _joined(self, seen: tuple[Mark, ...], scale: Scale, y: int, height: int) -> set[int]:
        """Return the cells of a row that the line between months goes through; it is broken at a gap."""
        points = [
            None if mark.value is None else (self._middle(place), scale.row(mark.value, height))
            for place, mark in enumerate(seen)
        ]
        return {x for one, other in pairwise(points) if one and other for x, row in _between(one, other) if row == y}

    def _middle(self, place: int) -> int:
        return place * self._slot + self._slot // 2

    def _foot(self, chart: Chart, y: int) -> list[Segment]:
        before, seen = Segment(" " * AXIS, self.rich_style), self._seen(chart)
        if y:
            return [before, Segment(_years(seen, self._slot), self._style("muted"))]
        here = self.cursor - self._first
        return [
            before,
            *(
                Segment(_month(mark, self._slot), self._style("cursor" if place == here else "muted"))
                for place, mark in enumerate(seen)
            ),
        ]

    def _style(self, tone: str) -> Style:
        return self.get_component_rich_style(f"trend--{tone}") if tone else self.rich_style


def _between(one: tuple[int, int], other: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the cells on the way from one to the other."""
    (x, y), (to_x, to_y) = one, other
    steps = max(abs(to_x - x), abs(to_y - y), 1)
    return [(x + round((to_x - x) * step / steps), y + round((to_y - y) * step / steps)) for step in range(steps + 1)]


def _rules(chart: Chart) -> list[tuple[str, str, str, float]]:
    """Return the lines across: name, sign, tone and value; the first of those in one row is drawn."""
    rules = [("mean", "─", "mean", chart.mean)] if chart.mean is not None else []
    if chart.limits:
        low, high = drawn(chart.limits)
        rules += [("upper", "-", "limit", high), ("lower", "-", "limit", low)]
    return rules if chart.target is None else [*rules, ("target", "=", "good", chart.target)]


def _month(mark: Mark, slot: int) -> str:
    number = int(mark.month[5:]) - 1
    return (_NAMES[number] if slot > len(_NAMES[number]) else _LETTERS[number]).center(slot)


def _years(marks: tuple[Mark, ...], slot: int) -> str:
    """Return the years below the months in which they begin, and below the first month, as far as there is room."""
    words = ""
    for place, mark in enumerate(marks):
        at = place * slot + (slot - 1) // 2
        if (place == 0 or mark.month.endswith("-01")) and len(words) < at + 1:
            words = f"{words:<{at}}{mark.month[:4]}"
    return words
