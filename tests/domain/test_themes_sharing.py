"""Themes that leave the service: no small number is in them, nor a way to reckon one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain import themes
from caseaudit.domain.audit import Audit
from caseaudit.domain.themes_figures import Answers, Family, Figure
from caseaudit.domain.themes_sharing import is_hidden, shared
from made_up_themes import evidence, fact, numbers, seen

THRESHOLD = 5


def handed_over(*audits: Audit) -> Answers:
    """Return the answers as they leave."""
    return shared(themes.answers(evidence(*audits)), THRESHOLD)


def family(found: Answers, theme: str, title: str) -> Family:
    """Return one table of one theme."""
    families = next(each for each in found.themes if each.theme == theme).families
    return next(each for each in families if each.title == title)


def test_a_small_count_is_hidden_with_all_parts_of_its_whole() -> None:
    """Of forty children two moved three times: with the other cut-off, and the rest, nobody can reckon the two."""
    moved = numbers("placement-moves", *[0] * 30, *[1] * 8, 3, 4)
    found = family(handed_over(*moved), "T12", "Moves in the last 12 months")

    assert all(is_hidden(figure) for figure in found.figures if figure.share)


def test_large_counts_stay_and_single_cases_go() -> None:
    """The median is of all of them; the lowest and the highest are of one child each."""
    moved = numbers("placement-moves", *[0] * 20, *[3] * 10)
    found = family(handed_over(*moved), "T12", "Moves in the last 12 months")

    assert [figure.share.n for figure in found.figures if figure.share] == [10, 10]
    (spread,) = [figure.spread for figure in found.figures if figure.spread]
    assert (spread.n, spread.median, spread.lowest, spread.highest) == (30, 0.0, None, None)


def test_one_cut_off_less_another_is_a_count_too() -> None:
    """Ten moved, eight of them three times or more: the two between are not to be found by subtracting."""
    moved = numbers("placement-moves", *[0] * 20, 1, 1, *[3] * 8)
    found = family(handed_over(*moved), "T12", "Moves in the last 12 months")

    assert all(is_hidden(figure) for figure in found.figures if figure.share)


def test_a_small_group_hides_all_groups_and_not_the_whole() -> None:
    """Two cohorts of which one is small: both go; how many there are together says nothing of either."""
    audits = [seen(fact("plan-date", "2024-01-01", "date"), cohort="child-looked-after") for _ in range(12)]
    audits += [seen(fact("plan-date", "2026-11-01", "date"), cohort="child-in-need") for _ in range(3)]
    audits += [seen(fact("plan-date", "2026-11-01", "date"), cohort="child-looked-after") for _ in range(9)]
    found = family(handed_over(*audits), "T13", "Plans in force")

    assert [is_hidden(figure) for figure in found.figures if figure.share and figure.group] == [True] * 4
    assert [figure.share.n for figure in found.figures if figure.share and not figure.group] == [12, 12]


def test_it_says_what_was_done_and_not_how_much() -> None:
    """How many counts are small would help to work them out."""
    told = handed_over(*numbers("placement-moves", 1, 2)).shared

    assert "counts from 1 to 4 are hidden (c)" in told
    assert handed_over(*numbers("placement-moves", 1, 2)).signed_off == 0


moves = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["North", "South"]), st.booleans()), max_size=40)


@given(moves)
def test_whatever_was_noted_no_small_count_is_shown(rows: list[tuple[int, str, bool]]) -> None:
    """Not as a count, not as what is left of its base, not as one cut-off less another, and never by a single case."""
    audits = [
        seen(fact("placement-moves", str(many)), fact("seen-alone", "yes" if alone else "no", "yes-no"), team=team)
        for many, team, alone in rows
    ]
    for answer in handed_over(*audits).themes:
        for each in answer.families:
            for figure in each.figures:
                assert not any(0 < count < THRESHOLD for count in counts(figure))
            assert not each.parts or not any(0 < gap < THRESHOLD for gap in between(each))


def counts(figure: Figure) -> list[int]:
    """Return every count that a figure shows, and what is left of its base."""
    found = [other.n for other in (figure.spread, figure.grades) if other and other.n is not None]
    if figure.spread:
        assert figure.spread.lowest is None
    if figure.share and figure.share.n is not None and figure.share.of is not None:
        found += [figure.share.n, figure.share.of, figure.share.of - figure.share.n]
    return found


def between(each: Family) -> list[int]:
    """Return the differences of the shares of one base."""
    shown = [(one.group, one.share) for one in each.figures if one.share and one.share.n is not None]
    return [
        abs((one.n or 0) - (other.n or 0))
        for place, (group, one) in enumerate(shown)
        for its, other in shown[place + 1 :]
        if its == group and one.of == other.of
    ]
