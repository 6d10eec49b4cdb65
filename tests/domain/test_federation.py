"""Counts of several services add up, in whatever order they come, and refuse what cannot be added."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain.federation import Counts, Titled, combined, sealed
from caseaudit.domain.federation_refusals import faults, refusals
from made_up_counts import SCALE, WORDINGS, bracketed, services, small

# ── adding ───────────────────────────────────────────────────────────────────


@given(st.data())
def test_neither_the_order_nor_the_brackets_matter(data: st.DataObject) -> None:
    """Any permutation in any brackets gives the same counts."""
    parts = data.draw(services())
    assert data.draw(bracketed(parts)) == combined(parts)


@given(services())
def test_nothing_is_lost_and_nothing_is_counted_twice(parts: list[Counts]) -> None:
    """Every table adds up to the sum of the parts, and what is merged is as sound as they are."""
    merged = combined(parts)
    for table in ("audits", "answers", "actions", "repeats"):
        assert _sum(merged, table) == sum(_sum(part, table) for part in parts)
    assert len(merged.services) == len(parts)
    assert list(faults(merged)) == []


def _sum(counts: Counts, table: str) -> int:
    return sum(row.n for row in getattr(counts, table))


def test_rows_that_are_alike_become_one() -> None:
    """Two exports of one service over different months keep their months; the same row twice is one of both."""
    merged = combined([small("Eastborough", "2026-10", n=3), small("Eastborough", "2026-11", n=4)])
    assert [(row.month, row.n) for row in merged.answers] == [("2026-10", 3), ("2026-11", 4)]
    twice = small("Eastborough", n=3)
    assert combined([replace(twice, answers=twice.answers * 2)]).answers[0].n == 6


def test_the_digest_is_of_what_was_exported() -> None:
    """The same export has the same digest in whatever order its rows come; another count has another."""
    one, other = small("Eastborough", n=3), small("Eastborough", n=4)
    shuffled = sealed(replace(one, criteria=one.criteria[::-1], grades=one.grades[::-1]))
    assert shuffled.services == one.services
    assert other.services[0].digest != one.services[0].digest


# ── refusing files that cannot be added ──────────────────────────────────────


def told(*named: tuple[str, Counts]) -> list[str]:
    """Return what is said against merging."""
    return [str(problem) for problem in refusals(named)]


def test_services_that_ask_the_same_can_be_merged() -> None:
    """Also where the same question stands in another version of the checklist."""
    newer = tuple(row._replace(version="2.0") for row in WORDINGS)
    title = (Titled("chronology", "2.0", "Chronologies"),)
    audits = small("B").audits[0]._replace(version="2.0"), small("B").answers[0]._replace(version="2.0")
    other = replace(small("B"), criteria=newer, checklists=title, audits=audits[:1], answers=audits[1:])
    assert list(faults(other)) == []
    assert told(("a.json", small("A")), ("b.json", other)) == []


def test_the_same_export_twice_is_refused() -> None:
    """Under whatever name the file goes."""
    assert told(("a.json", small("A")), ("copy.json", small("A"))) == [
        "copy.json: holds the same export of A as a.json. Name each export once."
    ]


def test_a_service_twice_over_the_same_months_is_refused() -> None:
    """However its name is written; two exports over different months are two halves of a year."""
    assert told(("a.json", small("A  service")), ("b.json", small("a Service", n=2))) == [
        "b.json: holds audits of a Service from 2026-11, and so does a.json. "
        "Leave one of them out; if they are two services, export one again with --name."
    ]
    assert told(("a.json", small("A", "2026-10")), ("b.json", small("A", "2026-11"))) == []


def test_a_service_that_is_in_a_merged_file_already_is_refused() -> None:
    """A region's file and one of its parts."""
    region = combined([small("A"), small("B")])
    assert [line.partition(":")[0] for line in told(("region.json", region), ("b.json", small("B")))] == ["b.json"]


def test_other_words_are_refused_criterion_by_criterion() -> None:
    """With the files, the versions, the checklist, the criterion, and what to do; every criterion at once."""
    other = tuple(row._replace(wording="f" * 32, question="Is it?") for row in WORDINGS if row.version == "1.0")
    found = told(("a.json", small("A")), ("b.json", small("B", criteria=other)), ("c.json", small("C")))
    assert found == [
        f"a.json (versions 1.0, 1.1), c.json (versions 1.0, 1.1) against b.json (version 1.0): "
        f"chronology asks {criterion} in other words. Audit with one wording everywhere and export again with "
        f"--since the month in which it came in, or merge without the files that ask it otherwise."
        for criterion in ("CHR-01", "CHR-02")
    ]


def test_a_grade_that_is_good_in_one_service_alone_is_refused() -> None:
    """A scale of one's own may use the same word in another sense."""
    other = tuple(row._replace(good=True) for row in SCALE)
    assert [line.partition(". ")[0] for line in told(("a.json", small("A")), ("b.json", small("B", grades=other)))] == [
        'a.json: the grade "inadequate" is good or better in b.json alone',
        'a.json: the grade "requires-improvement" is good or better in b.json alone',
    ]


@given(st.data())
def test_what_is_refused_at_once_is_refused_step_by_step(data: st.DataObject) -> None:
    """Whichever two are merged first: a part that does not fit is met sooner or later."""
    parts = data.draw(services())
    odd = replace(parts[0], services=tuple(replace(each, service="Odd", digest="e" * 32) for each in parts[0].services),
                  criteria=tuple(row._replace(question="Is it?") for row in parts[0].criteria))  # fmt: skip
    cut = data.draw(st.integers(1, len(parts)))
    first, rest = combined(parts[:cut]), parts[cut:]
    assert refusals([("first", first), *((str(place), part) for place, part in enumerate(rest)), ("odd", odd)])


# ── a file that contradicts itself ───────────────────────────────────────────


def spoilt(**rows: Any) -> list[str]:
    """Return what is wrong with sound counts of which some rows are changed."""
    counts = small("A", n=2)
    changed = {table: (getattr(counts, table)[0]._replace(**fields),) for table, fields in rows.items()}
    return [f"{fault.key}: {fault.what}" for fault in faults(replace(counts, **changed))]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ({"answers": {"n": 3}}, "answers: holds 3 answers to CHR-01 in a group of 2 audits (chronology, 2026-11)"),
        ({"audits": {"n": 3}}, "audits: adds up to 3 audits, where the service says 2"),
        ({"audits": {"service": "B"}}, "audits: names a service that is not among the services"),
        ({"audits": {"month": "2026-12"}}, "audits: holds a month outside the period of its service"),
        ({"audits": {"good": 3}}, "audits[1].good: is more than the audits that have a judgement"),
        ({"audits": {"quality": 3}}, "audits[1]: has more audits of one focus than audits"),
        ({"answers": {"state": "not-applicable"}}, "answers[1].grade: is there, and the state is not graded"),
        ({"answers": {"limiting": 3}}, "answers[1]: has more good or limiting answers than graded ones"),
        ({"answers": {"criterion": "CHR-09"}}, "criteria: lacks the wording of a criterion that is counted"),
        ({"checklists": {"version": "0.9"}}, "checklists: lacks a version of a checklist that is counted"),
        ({"grades": {"id": "fine"}}, "grades: lacks a grade that is counted"),
    ],
)
def test_counts_that_contradict_each_other(rows: dict[str, Any], what: str) -> None:
    """Each is named with the table, and what is wrong there."""
    assert what in spoilt(**rows)


def test_more_repeats_than_audits() -> None:
    """A pair needs two audits, and no more cases repeat than were compared."""
    from caseaudit.domain.federation import RepeatsAlike

    counts = small("A", n=3, repeats=(RepeatsAlike("A", "chronology", "CHR-01", 2, 3),))
    assert [fault.key for fault in faults(counts)] == ["repeats[1].repeated", "repeats[1].n"]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"day": "2026-02-31"}, "services[1].day"),
        ({"first": "2026-12"}, "services[1].first"),
        ({"last": ""}, "services[1].first"),
        ({"audits": 0}, "services[1].first"),
    ],
)
def test_a_service_that_contradicts_its_counts(fields: dict[str, Any], key: str) -> None:
    """A day that is none, a period that ends before it begins, and one of no audits."""
    counts = small("A", n=2)
    found = faults(replace(counts, services=(replace(counts.services[0], **fields),)))
    assert key in [fault.key for fault in found]


def test_a_file_of_very_many_services_is_looked_through_once() -> None:
    """Not every export against every other: a file that somebody made on purpose does not hold the program up."""
    one = small("A")
    sources = tuple(replace(one.services[0], service=f"S{n}", digest=f"{n:032x}") for n in range(50_000))
    twice = replace(one, services=(*sources, sources[7]))
    assert "services: holds a service twice over the same months" in [f"{f.key}: {f.what}" for f in faults(twice)]
