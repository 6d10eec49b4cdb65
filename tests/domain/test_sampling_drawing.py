"""Drawing: the seed decides, nobody is drawn twice, shares are fair, and the order of the rows says nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.sampling import METHODS, Method
from caseaudit.domain.sampling_drawing import NO_NAME, Candidate, draw, equal, proportional
from caseaudit.problems import BadInput

GROUPS = st.sampled_from(["North", "South", "West", "", "Élan", "[Child A]"])
RULES = st.lists(st.sampled_from(["visit-overdue", "repeat-plan"]), unique=True).map(tuple)
CASES = st.lists(st.tuples(GROUPS, RULES), min_size=1, max_size=40).map(
    lambda found: [Candidate(str(at), group, rules) for at, (group, rules) in enumerate(found)]
)
SEEDS = st.integers(0, 999_999)
SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), min_size=1, max_size=8)


def case(number: int, group: str = "", *rules: str) -> Candidate:
    """Return a case."""
    return Candidate(str(number), group, rules)


def test_these_are_the_cases_that_seed_7_draws() -> None:
    """For ever, on every version of Python: a sample drawn today can be drawn again in ten years."""
    drawn = draw([case(number) for number in range(1000, 1020)], "simple", 7, 5, 2)

    assert [pick.identifier for pick in drawn.picks] == SEED_7[:5]
    assert [pick.identifier for pick in drawn.reserve] == SEED_7[5:]
    assert {pick.why for pick in drawn.picks} == {"drawn at random (5 of 20)"}


SEED_7 = ["1005", "1018", "1007", "1013", "1016", "1002", "1015"]


@given(CASES, SEEDS, st.randoms(), st.sampled_from(sorted(METHODS)))
def test_the_order_of_the_rows_changes_nothing(
    cases: list[Candidate], seed: int, chance: object, method: Method
) -> None:
    """Whoever sorts the list before drawing from it draws the same cases."""
    shuffled = list(cases)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    cases = [one._replace(rules=one.rules or ("repeat-plan",)) for one in cases]
    shuffled = [one._replace(rules=one.rules or ("repeat-plan",)) for one in shuffled]

    assert draw(cases, method, seed, 1, 2) == draw(shuffled, method, seed, 1, 2)


@given(CASES, SEEDS, st.data())
def test_as_many_are_drawn_as_were_asked_for_and_none_twice(
    cases: list[Candidate], seed: int, data: st.DataObject
) -> None:
    """By every method with a size; the reserve repeats nobody either."""
    size = data.draw(st.integers(1, len(cases)))
    for method in ("simple", "proportional", "equal"):
        drawn = draw(cases, method, seed, size, 2)
        named = [pick.identifier for pick in (*drawn.picks, *drawn.reserve)]
        assert len(drawn.picks) == size
        assert len(named) == len(set(named))
        assert sum(stratum.drawn for stratum in drawn.strata) in (0, size)


@given(SIZES, st.data())
def test_a_share_is_the_quota_rounded_down_or_up(sizes: dict[str, int], data: st.DataObject) -> None:
    """Largest remainder: shares add up to the size, and none is a whole case away from its quota."""
    total = sum(sizes.values())
    size = data.draw(st.integers(0, total))

    shares = proportional(sizes, size)

    assert sum(shares.values()) == size
    assert all(shares[name] <= sizes[name] for name in sizes)
    assert all(abs(shares[name] * total - size * sizes[name]) < total for name in sizes) or not total


@given(SIZES, st.data())
def test_equal_shares_differ_by_one_at_most_among_groups_that_have_more(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    """A group gets less than another only where it has no more, or where the size does not divide."""
    size = data.draw(st.integers(0, sum(sizes.values())))

    shares = equal(sizes, size)

    assert sum(shares.values()) == size
    assert all(shares[name] <= sizes[name] for name in sizes)
    highest = max(shares.values())
    assert all(shares[name] >= highest - 1 for name in sizes if shares[name] < sizes[name])


def test_largest_remainder_by_hand() -> None:
    """Ten of 47, 16 and 37 of a hundred: 4.7, 1.6 and 3.7 give 4, 1 and 3, and the two left go to the .7s."""
    assert proportional({"a": 47, "b": 16, "c": 37}, 10) == {"a": 5, "b": 1, "c": 4}


@given(CASES, SEEDS)
def test_every_worker_has_one_case(cases: list[Candidate], seed: int) -> None:
    """Each name once, whatever the case of its letters."""
    workers = Counter((one.group or NO_NAME).casefold() for one in cases)

    drawn = draw(cases, "every-worker", seed, None)

    assert Counter(pick.stratum.casefold() for pick in drawn.picks) == Counter(workers.keys())


def test_of_some_workers_the_seed_decides_not_the_size_of_their_caseload() -> None:
    """With 20 cases against one each, the busy worker is drawn in about every third of three hundred seeds."""
    cases = [case(number, "Busy") for number in range(20)] + [case(90, "Calm"), case(91, "Quiet")]

    busy = sum(draw(cases, "every-worker", seed, 1).picks[0].stratum == "Busy" for seed in range(300))

    assert 70 < busy < 130


def test_two_spellings_of_a_name_are_one_group() -> None:
    """`W. WORKER` and `W. Worker` are one person."""
    drawn = draw([case(1, "W. Worker"), case(2, "W. WORKER")], "every-worker", 1, None)

    assert len(drawn.picks) == 1
    assert drawn.picks[0].why == "drawn at random from this worker's 2 cases"


def test_rules_take_those_that_meet_most_of_them_first() -> None:
    """Among equals the seed decides; whoever meets none is never drawn."""
    cases = [case(1), case(2, "", "a"), case(3, "", "a", "b"), case(4, "", "b")]

    drawn = draw(cases, "rules", 7, 2, 5)

    assert drawn.picks[0].identifier == "3"
    assert drawn.picks[0].why == "meets a and b"
    assert {pick.identifier for pick in (*drawn.picks, *drawn.reserve)} == {"2", "3", "4"}
    assert len(draw(cases, "rules", 7, None).picks) == 3


@pytest.mark.parametrize(
    ("method", "says"),
    [
        ("simple", "asks for 9 and 3 cases can be drawn"),
        ("proportional", "asks for 9 and 3 cases can be drawn"),
        ("every-worker", "asks for 9 and 2 workers have a case that can be drawn"),
        ("rules", "asks for 9 and 1 meet the rules"),
    ],
)
def test_more_than_there_are_is_refused_with_the_number_there_is(method: Method, says: str) -> None:
    """Nothing smaller is drawn silently."""
    cases = [case(1, "North"), case(2, "South", "a"), case(3, "South")]

    with pytest.raises(BadInput, match=says):
        draw(cases, method, 7, 9)
