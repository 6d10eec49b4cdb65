"""A figure: how many times as long one thing takes as another, and how much is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

_HEADINGS = ("FIGURE", "RATIO", "LIMIT", "")
_WITH_TIMES = ("FIGURE", "RATIO", "LIMIT", "", "MEASURED", "BASELINE")


class Figure(NamedTuple):
    """One ratio, with the two times it was made of."""

    name: str
    measured: float
    """Seconds, a median; or megabytes."""
    baseline: float
    """Seconds, a median of the same number of runs, taken in turn with the others; or megabytes."""
    limit: float | None = None
    """The highest ratio that is allowed; None where nothing is promised."""
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """How many times as long as the baseline it took."""
        return self.measured / self.baseline

    @property
    def verdict(self) -> str:
        """`ok`, `over`, or `no limit`."""
        if self.limit is None:
            return "no limit"
        return "ok" if self.ratio <= self.limit else "over"


def table(figures: Iterable[Figure], *, times: bool = False) -> Iterator[str]:
    """Yield the lines of a table, headings first; with `times`, also what each ratio was made of."""
    rows = [_WITH_TIMES if times else _HEADINGS, *(_row(figure, times) for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        aligned = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join((name.ljust(widths[0]), *aligned)).rstrip()


def _row(figure: Figure, times: bool) -> tuple[str, ...]:
    limit = "-" if figure.limit is None else f"{figure.limit:.2f}"
    row = (figure.name, f"{figure.ratio:.2f}", limit, figure.verdict)
    return (*row, _said(figure.measured, figure.unit), _said(figure.baseline, figure.unit)) if times else row


def _said(quantity: float, unit: str) -> str:
    return f"{quantity * 1000:.2f} ms" if unit == "s" else f"{quantity:.1f} {unit}"
