"""Who has only what was shared works out no small number, however hard they try.

The usual run takes some hundred tables; ten thousand, in a few minutes, by

    CASEAUDIT_TABLES=10000 pytest tests/domain/test_disclosure_attack.py
"""

from __future__ import annotations

import os
from itertools import product
from random import Random

import pytest
from disclosure_attacker import Page, by_linear_programming, by_subtraction
from disclosure_page import counts, page
from disclosure_register import register, report_of
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain.disclosure import shared
from caseaudit.domain.disclosure_hiding import Key, Sum, added_up, hidden_counts
from caseaudit.exports import summary_json
from caseaudit.problems import BadInput

TABLES = int(os.environ.get("CASEAUDIT_TABLES", "600"))
IN_ONE_GO = 200
NO_COUNTS = {"weight", "threshold", "compared"}
"""Keys of a summary whose whole numbers count nobody."""


def a_table(dice: Random) -> tuple[dict[Key, int], list[Sum]]:
    """Return teams by grades, from 3 by 4 to 6 by 6, with all totals: mostly small counts, a share of them nought."""
    mean, noughts = dice.choice((3, 6, 10, 20, 40)), dice.choice((0, 0.1, 0.3, 0.5))
    rows, columns = range(dice.randint(3, 6)), range(dice.randint(4, 6))
    return added_up({
        (f"team {row}", f"grade {column}"): 0 if dice.random() < noughts else int(dice.expovariate(1 / mean))
        for row, column in product(rows, columns)
    })  # fmt: skip


def published(found: dict[Key, int], sums: list[Sum], hidden: frozenset[Key]) -> Page:
    """Return the table as it is printed; a nought is shown, so what is suppressed is 1 at the least."""
    return Page({key: n for key, n in found.items() if key not in hidden}, dict.fromkeys(hidden, 1), sums)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("start", range(0, TABLES, IN_ONE_GO))
def test_nothing_is_recovered_from_random_tables(start: int) -> None:
    """Neither by subtraction, nor by linear programming over whole numbers."""
    tables = [a_table(Random(seed)) for seed in range(start, start + IN_ONE_GO)]
    pages = [published(found, sums, hidden_counts(found, sums)) for found, sums in tables]

    assert sum(len(each.suppressed) for each in pages) > IN_ONE_GO
    assert not any(0 < n < 5 for each in pages for n in each.shown.values())
    assert sum(len(by_subtraction(each)) for each in pages) == 0
    assert by_linear_programming(pages) == []


def test_without_further_suppression_most_would_be_recovered() -> None:
    """The same attacker against tables of which only the counts of 1 to 4 are suppressed."""
    tables = [a_table(Random(seed)) for seed in range(IN_ONE_GO)]
    pages = [published(found, sums, frozenset(key for key, n in found.items() if 0 < n < 5)) for found, sums in tables]
    suppressed = sum(len(each.suppressed) for each in pages)

    assert sum(len(by_subtraction(each)) for each in pages) > suppressed / 2
    assert len(by_linear_programming(pages)) > suppressed / 2


def test_few_counts_are_lost() -> None:
    """For each small count less than one other is suppressed."""
    tables = [a_table(Random(seed)) for seed in range(IN_ONE_GO)]
    small = sum(0 < n < 5 for found, _ in tables for n in found.values())

    assert sum(len(hidden_counts(found, sums)) for found, sums in tables) < 1.8 * small


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz")), st.integers(0, 30), min_size=1),
    st.integers(3, 12),
)
def test_whatever_the_table(cells: dict[tuple[str, str], int], threshold: int) -> None:
    """With gaps and any threshold: small counts are hidden, and stay so; a nought is shown."""
    found, sums = added_up(cells)
    hidden = hidden_counts(found, sums, threshold)

    assert {key for key, n in found.items() if 0 < n < threshold} <= hidden
    assert all(found[key] for key in hidden)
    assert by_subtraction(published(found, sums, hidden)) == {}
    assert by_linear_programming([published(found, sums, hidden)]) == []


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from((8, 12, 30, 60, 150)),
    st.sampled_from(((), ("worker",), ("month",))),
    st.booleans(),
    st.sampled_from((3, 5, 5, 10)),
)
def test_no_small_number_is_recovered_from_a_shared_summary(
    seed: int, audits: int, by: tuple[str, ...], heat_map: bool, threshold: int
) -> None:
    """From all that is printed on one page, with every sum that links it: shares, evidence, judgements and months."""
    report, teams = report_of(register(Random(seed), audits), *by)
    try:
        given_out = shared(report, teams if heat_map else {}, threshold)
    except BadInput:
        assert audits < threshold
        return
    found = page(given_out.report, given_out.teams)
    printed = [(key, n) for key, n in counts(summary_json.document(given_out.report)) if key not in NO_COUNTS]
    worked_out = [*by_subtraction(found).items(), *by_linear_programming([found])]

    assert [each for each in (*printed, *worked_out) if 0 < each[1] < threshold] == []
