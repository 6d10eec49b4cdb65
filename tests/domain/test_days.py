"""Days as people type them: with the day first they are kept as every other; nothing else is guessed at."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.days import as_iso


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("04/12/2026", "2026-12-04"),
        (" 4/12/2026 ", "2026-12-04"),
        ("29/02/2028", "2028-02-29"),
        ("04/12/2026T14:05", "2026-12-04T14:05"),
        ("2026-12-04", "2026-12-04"),
    ],
)
def test_the_day_may_stand_first(typed: str, kept: str) -> None:
    """As it is written in England; a clock of hours has its time of day behind it."""
    assert as_iso(typed) == kept


@pytest.mark.parametrize(
    "typed", ["12/31/2026", "31/02/2026", "04/12/26", "2026/12/04", "04-12-2026", "4.12.2026", "٠٤/١٢/٢٠٢٦", "", "soon"]
)
def test_what_may_mean_something_else_is_left_for_the_reader_to_refuse(typed: str) -> None:
    """The month first, two figures for a year, a day that no month has."""
    assert as_iso(typed) == typed


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_means_itself_either_way(day: date) -> None:
    """Those of which the month could be the day, too."""
    assert as_iso(day.strftime("%d/%m/%Y")) == as_iso(day.isoformat()) == day.isoformat()
