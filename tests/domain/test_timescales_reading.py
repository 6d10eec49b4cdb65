"""A file of clocks: every fault is named at once, and a clock that can be used says who sets it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.shape import Fault
from caseaudit.domain.timescales import COUNTINGS_OF_UNIT, Stretch, Timescale, caution, counted, sentence, span
from caseaudit.domain.timescales_reading import TIMESCALE_KEYS, read_timescales
from hostile import HOSTILE

CORE_GROUP: dict[str, Any] = {
    "title": "Core groups",
    "from": "the core group before",
    "until": "the next one meets",
    "within": 4,
    "unit": "weeks",
    "counting": "day 0",
    "standing": "local",
    "source": "Our procedures, chapter 3",
    "dated": "May 2026",
    "confidence": "A",
}
LEFT_OUT = object()


def table(**changes: Any) -> dict[str, Any]:
    """Return the clock above with some keys changed, added, or left out; `starts` stands for `from`."""
    changed = {**CORE_GROUP, **{"from" if key == "starts" else key: value for key, value in changes.items()}}
    return {key: value for key, value in changed.items() if value is not LEFT_OUT}


def read(**changes: Any) -> Timescale:
    """Return the clock above with some keys changed."""
    found, faults = read_timescales({"core-group": table(**changes)})
    assert faults == []
    return found["core-group"]


def faults_of(value: Any, name: str = "core-group") -> list[str]:
    """Return what is wrong with one table, each as `KEY: WHAT. REMEDY`."""
    found, faults = read_timescales({name: value})
    assert bool(found) is not bool(faults)
    return [said(fault) for fault in faults]


def said(fault: Fault) -> str:
    """Return a fault in one line."""
    return f"{'.'.join(map(str, fault.path))}: {fault.what}. {fault.remedy}"


# ── what is wrong ────────────────────────────────────────────────────────────


class Wrong(NamedTuple):
    """One change to the clock that makes one fault."""

    name: str
    changes: dict[str, Any]
    says: str


WRONG = [
    Wrong("unknown key", {"untill": "x"}, 'core-group.untill: is not a key of the format. Probably "until" is meant'),
    Wrong("no title", {"title": LEFT_OUT}, "core-group.title: is missing. Add it"),
    Wrong("no start", {"starts": LEFT_OUT}, "core-group.from: is missing. Add it"),
    Wrong("empty text", {"until": "  "}, "core-group.until: is empty"),
    Wrong("number for text", {"source": 2010}, "core-group.source: is not text"),
    Wrong("text for a number", {"within": "4"}, "core-group.within: is not a whole number in range. Use 1 to 1000"),
    Wrong("no time at all", {"within": 0}, "core-group.within: is not a whole number in range"),
    Wrong("a fraction", {"within": 1.5}, "core-group.within: is not a whole number in range"),
    Wrong("true for a number", {"within": True}, "core-group.within: is not a whole number in range"),
    Wrong("a unit that is none", {"unit": "week"}, "core-group.unit: is not one of the words allowed here"),
    Wrong("a unit that is a list", {"unit": ["weeks"]}, "core-group.unit: is not text"),
    Wrong("a count that is none", {"counting": "day 1"}, "core-group.counting: is not one of the words allowed"),
    Wrong("hours from day 0", {"unit": "hours"}, 'core-group.counting: does not fit hours. Use one of: to the hour'),
    Wrong("months with a first day", {"unit": "months", "counting": "inclusive first day"}, "does not fit months"),
    Wrong("a standing that is none", {"standing": "law"}, "core-group.standing: is not one of the words allowed here"),
    Wrong("a confidence that is none", {"confidence": "D"}, "core-group.confidence: is not one of the words"),
    Wrong("a limit that is none", {"limit": "about"}, "core-group.limit: is not one of the words allowed here"),
    Wrong("yes for true", {"or_before": "yes"}, "core-group.or_before: is not true or false"),
    Wrong("a source without a year", {"dated": "recent"}, "core-group.dated: holds no year. Say how old the source is"),
    Wrong("no number, local", {"within": LEFT_OUT}, "core-group.within: is missing. Add the number, or say in usual"),
    Wrong("no number, law", {"within": LEFT_OUT, "standing": "statutory"}, "core-group.within: is missing. Add the"),
    Wrong("a number and a habit", {"usual": "6 weeks"}, "core-group.usual: stands beside a number. Keep within"),
    Wrong(
        "a habit for law",
        {"within": LEFT_OUT, "usual": "6 weeks", "standing": "statutory"},
        "core-group.usual: is for local clocks alone. Give the number in within",
    ),
    Wrong(
        "a number of weekdays",
        {"unit": "weekday", "counting": "not counted"},
        "core-group.within: has no meaning for a weekday. Take it out",
    ),
    Wrong("then, no table", {"then": "3 months"}, "core-group.then: is not a table"),
    Wrong("then, no unit", {"then": {"within": 3}}, "core-group.then.unit: is missing. Add it"),
    Wrong("then, hours", {"then": {"within": 3, "unit": "hours"}}, "core-group.then.unit: is not one of the words"),
    Wrong(
        "then, after a first day",
        {"then": {"within": 3, "unit": "months"}, "counting": "inclusive first day"},
        "core-group.then: can only follow a count from day 0. Make two clocks of it",
    ),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=[wrong.name for wrong in WRONG])
def test_each_fault_names_its_key_and_what_to_do(wrong: Wrong) -> None:
    """One thing wrong is one fault."""
    (fault,) = faults_of(table(**wrong.changes))
    assert wrong.says in fault
    assert not fault.endswith(". ")


@pytest.mark.parametrize("value", ["4 weeks", 4, [], True, None])
def test_a_clock_is_a_table(value: Any) -> None:
    """Anything else under its id is told how a clock begins."""
    assert faults_of(value) == [
        'core-group: is not a table. Begin each clock with its id in brackets: "[first-visit]"',
    ]


@pytest.mark.parametrize(
    "name", ["Core group", "core_group", "-core", "", "c" * 65, *(text for text in HOSTILE if text != "con")]
)
def test_an_id_is_formed_like_every_other(name: str) -> None:
    """Lower-case letters, digits and hyphens."""
    assert faults_of(table(), name)[0] == f'{name}: is not formed like an id. Write it like "first-visit"'


def test_every_fault_is_named_at_once_and_the_sound_clocks_stay() -> None:
    """Three things wrong in two clocks, and a third that can be used."""
    found, faults = read_timescales(
        {"one": table(unit="week", dated="recent"), "two": table(), "three": table(title=LEFT_OUT)}
    )
    assert list(found) == ["two"]
    assert [fault.path for fault in faults] == [("one", "unit"), ("one", "dated"), ("three", "title")]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(HOSTILE) | st.sampled_from([*CORE_GROUP]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*TIMESCALE_KEYS, "x"]), inner),
    max_leaves=6,
)
allowed = st.sampled_from(["weeks", "weekday", "months", "day 0", "not counted", "local", "guidance", "C", "2026", 3])


@given(st.dictionaries(st.sampled_from([*TIMESCALE_KEYS]), anything | allowed), st.booleans())
def test_no_table_whatever_is_too_strange_to_be_told(changes: dict[str, Any], own: bool) -> None:
    """It is read or its faults are named; what is read can be shown."""
    found, faults = read_timescales({"core-group": {**CORE_GROUP, **changes}}, {} if own else None)
    assert bool(found) is not bool(faults)
    for clock in found.values():
        assert sentence(clock)
        assert counted(clock)


# ── a workspace's own ────────────────────────────────────────────────────────

LAW, GUIDANCE, LOCAL = (read(standing=standing) for standing in ("statutory", "guidance", "local"))
BEFORE = {"law": LAW, "guidance": GUIDANCE, "local": LOCAL}


@pytest.mark.parametrize(("name", "who"), [("law", "law"), ("guidance", "national guidance")])
@pytest.mark.parametrize("changes", [{}, {"standing": "statutory"}, {"unit": "moons"}])
def test_what_law_or_guidance_sets_is_refused_before_all_else(name: str, who: str, changes: dict[str, Any]) -> None:
    """One fault on the table itself, whatever the table holds."""
    found, faults = read_timescales({name: table(**changes)}, BEFORE)
    assert found == {}
    (fault,) = faults
    assert fault.path == (name,)
    assert fault.what == f"is set by {who} and cannot be changed here"
    assert "give yours an id of its own" in fault.remedy


@pytest.mark.parametrize("name", ["local", "our-own"])
def test_a_local_clock_can_be_set_and_added(name: str) -> None:
    """The whole table counts; nothing is taken over from the one before."""
    found, faults = read_timescales({name: table(within=6)}, BEFORE)
    assert faults == []
    assert found[name].within == 6


@pytest.mark.parametrize("standing", ["statutory", "guidance"])
@pytest.mark.parametrize("name", ["local", "our-own"])
def test_a_workspace_makes_no_law(name: str, standing: str) -> None:
    """Its own clocks are local."""
    found, faults = read_timescales({name: table(standing=standing)}, BEFORE)
    assert found == {}
    assert [said(fault) for fault in faults] == [
        f'{name}.standing: is not for a workspace to say. Write standing = "local"'
    ]


# ── in words ─────────────────────────────────────────────────────────────────


def test_a_clock_says_who_sets_it_and_how_old_that_is() -> None:
    """Title, length, from when to when; standing, source, date."""
    assert sentence(read(standing="guidance")) == (
        "Core groups: 4 weeks, from the core group before until the next one meets. "
        "Guidance: Our procedures, chapter 3; May 2026."
    )


@pytest.mark.parametrize(("letter", "warns"), [("A", False), ("B", False), ("C", True)])
def test_only_general_knowledge_must_be_checked(letter: str, warns: bool) -> None:
    """Wherever the clock's sentence stands, and in a line of its own."""
    clock = read(confidence=letter)
    assert ("check before relying on it" in sentence(clock)) is warns
    assert caution(clock) == ("Confidence C: check before relying on it." if warns else "")


SPANS = [
    ({}, "4 weeks", "4 weeks, from the core group before until the next one meets"),
    ({"within": 1}, "1 week", "1 week, from"),
    ({"resets": "each core group"}, "every 4 weeks", "every 4 weeks; each core group starts it anew"),
    ({"resets": "each core group", "within": 1}, "every week", "every week; each core group"),
    ({"limit": "at least"}, "at least 4 weeks", "at least 4 weeks, from"),
    ({"limit": "beforehand"}, "4 weeks beforehand", "4 weeks or more before the core group before."),
    ({"then": {"within": 3, "unit": "months"}}, "4 weeks + 3 months", "4 weeks + 3 months, from"),
    ({"or_before": True}, "4 weeks", "until the next one meets, unless it was done before."),
    ({"counting": "inclusive first day"}, "4 weeks", "until the next one meets, counting the first day."),
    ({"unit": "weekday", "counting": "not counted", "within": LEFT_OUT}, "Monday to Friday", ": Monday to Friday."),
    (
        {"within": LEFT_OUT, "usual": "4 to 6 weeks"},
        "no national limit; often 4 to 6 weeks",
        "as [core-group].",
    ),
]


@pytest.mark.parametrize(("changes", "short", "long"), SPANS)
def test_how_long_it_is_in_a_few_words(changes: dict[str, Any], short: str, long: str) -> None:
    """For a column, and inside the sentence."""
    clock = read(**changes)
    assert span(clock) == short
    assert long in sentence(clock)


COUNTED = [
    ({"unit": "working days"}, "The day it starts is day 0; the next working day is day 1. Saturdays,"),
    ({"unit": "weeks"}, "The day it starts is day 0; the next day is day 1. Nights, weekends and bank holidays count"),
    ({"counting": "inclusive first day"}, "The day it starts is the first day, so the last day comes one day sooner."),
    ({"unit": "months"}, "To the same day of the month, or to the month's last day where there is no such day."),
    ({"unit": "hours", "counting": "to the hour"}, "By the clock, from the minute it starts."),
    ({"unit": "school terms", "counting": "not counted"}, "By the school's own term dates"),
    ({"then": {"within": 3, "unit": "working days"}}, "From there, 3 working days more. Saturdays, Sundays and"),
    ({"unit": "weekday", "counting": "not counted", "within": LEFT_OUT}, "Nothing is counted"),
]


@pytest.mark.parametrize(("changes", "words"), COUNTED)
def test_how_it_is_counted_in_words_that_a_manager_understands(changes: dict[str, Any], words: str) -> None:
    """Which day is the first, and what a bank holiday does."""
    clock = read(**changes)
    assert words in counted(clock)
    assert ("not working days" in counted(clock)) is clock.bank_holidays_matter


def test_every_unit_can_be_counted_in_some_way() -> None:
    """And each way has words."""
    for unit, ways in COUNTINGS_OF_UNIT.items():
        for way in ways:
            within = LEFT_OUT if unit == "weekday" else 4
            assert counted(read(unit=unit, counting=way, within=within)).endswith((".", "know."))


def test_what_a_file_says_is_what_is_read() -> None:
    """Every key of the format ends up in the clock."""
    then = {"within": 3, "unit": "months"}
    clock = read(then=then, limit="at least", or_before=True, resets="a", applies_when="b", note="c")
    assert (clock.begins, clock.until, clock.then) == (CORE_GROUP["from"], CORE_GROUP["until"], Stretch(3, "months"))
    assert (clock.limit, clock.or_before, clock.resets, clock.applies_when, clock.note) == (
        *("at least", True, "a", "b", "c"),
    )
    assert {*TIMESCALE_KEYS} - {"from"} | {"id", "begins"} == {*Timescale.__struct_fields__}
