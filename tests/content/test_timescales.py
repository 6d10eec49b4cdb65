"""The clocks that ship: what law and guidance say, transcribed a second time and held against the file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from caseaudit.domain.timescales import CHECK_FIRST, Timescale, counted, sentence, span
from caseaudit.domain.timescales_reading import STRETCH_KEYS, TIMESCALE_KEYS, read_timescales
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

ROOT = Path(__file__).parents[2]
FILE = shipped_checklists() / "timescales.toml"
SOURCES = ROOT.parent / "shared" / "sources"
LIBRARY = Library(shipped_checklists())
CLOCKS = list(LIBRARY.clocks.timescales.values())
LONGEST_SHARED_RUN = 7
TRANSCRIBED = """
referral-decision              guidance   B  1 working day
child-and-family-assessment    guidance   B  45 working days
assessment-census              guidance   A  45 working days
assessment-first-checkpoint    local      B  10 working days
assessment-second-checkpoint   local      B  20 working days
strategy-discussion            local      C  24 hours
initial-conference             guidance   B  15 working days
initial-conference-weekday     guidance   A  Monday to Friday
core-group-first               guidance   B  10 working days
core-group-later               local      B  no national limit; often 6 weeks (Tees) or 4 weeks (Newcastle)
review-conference-first        guidance   B  3 months
review-conference-later        guidance   B  every 6 months
unborn-review-from-birth       local      B  10 working days
unborn-review-from-conference  local      B  3 months
child-protection-visit         local      C  no national limit; often 10 to 20 working days
child-in-need-visit            local      C  no national limit; often 20 to 30 working days
child-in-need-review           local      C  no national limit; often 6 weeks to 3 months
early-help-visit               local      B  every 20 working days
looked-after-visit-first       statutory  A  1 week
looked-after-visit-first-year  statutory  A  every 6 weeks
looked-after-visit-later       statutory  A  every 6 weeks
looked-after-visit-to-18       statutory  A  every 3 months
visit-with-parents-at-first    statutory  A  every week
visit-with-parents-later       statutory  A  every 6 weeks
visit-interim-at-first         statutory  A  every week
visit-interim-later            statutory  A  every 4 weeks
visit-care-order-home-first    statutory  A  1 week
visit-care-order-home-later    statutory  A  every 6 weeks
looked-after-review-first      statutory  A  20 working days
looked-after-review-second     statutory  A  3 months
looked-after-review-later      statutory  A  every 6 months
placement-plan                 statutory  A  5 working days
care-plan                      statutory  B  10 working days
reviewing-officer              guidance   B  5 working days
review-decisions               guidance   C  5 working days
review-record                  guidance   C  15 working days
review-record-sent             guidance   C  20 working days
initial-health-assessment      statutory  B  20 working days
health-review-under-five       guidance   B  every 6 months
health-review-from-five        guidance   B  every 12 months
strengths-and-difficulties     guidance   B  every 12 months
dental-check                   guidance   C  every 12 months
education-plan-begun           guidance   B  10 working days
education-plan-ready           guidance   B  20 working days
education-plan-review          guidance   B  every school term
permanence-plan                guidance   B  20 working days + 3 months
eligible-child                 statutory  A  at least 13 weeks
pathway-assessment             statutory  A  3 months
pathway-plan-review            statutory  B  every 6 months
adviser-visit-first            statutory  A  7 days
adviser-visit-later            statutory  A  every 2 months
adviser-contact                local      C  every 8 weeks
return-interview               guidance   B  72 hours
private-fostering-notice       statutory  A  6 weeks beforehand
private-fostering-first-visit  statutory  C  7 working days
private-fostering-first-year   statutory  A  every 6 weeks
private-fostering-later        statutory  A  every 12 weeks
care-proceedings               statutory  A  26 weeks
care-proceedings-extension     statutory  C  8 weeks
later-life-letter              guidance   B  10 working days
transfer-in-conference         guidance   B  15 working days
connected-person-approval      statutory  C  16 weeks
connected-person-extension     statutory  C  8 weeks
emergency-placement            statutory  C  6 working days
police-protection              statutory  B  72 hours
emergency-order                statutory  C  8 days
emergency-order-extension      statutory  C  7 days
pre-proceedings                guidance   C  16 weeks
serious-incident-notice        guidance   C  5 working days
rapid-review                   guidance   C  15 working days
foster-carer-review            statutory  C  every 12 months
ehc-plan                       statutory  C  20 weeks
ehc-plan-review                statutory  C  every 12 months
supervision-experienced        local      B  no national limit; often 4 weeks (Nottinghamshire) or a month (Walsall)
supervision-newly-qualified    local      B  every 2 weeks
supervision-asye-weeks         local      C  every week
supervision-asye-months        local      C  every 2 weeks
supervision-asye-later         local      C  every month
senior-file-audit              local      B  every 3 months
"""
"""Each clock with its standing, the confidence in its text, and how long it is, in the order of the research."""

every = pytest.mark.parametrize("clock", CLOCKS, ids=[clock.id for clock in CLOCKS])


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of seven words."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + LONGEST_SHARED_RUN]) for at in range(len(words) - LONGEST_SHARED_RUN + 1)}


def test_the_file_has_no_fault() -> None:
    """Every clock that ships can be used."""
    assert LIBRARY.clocks.problems == []
    assert read_timescales(tomllib.loads(FILE.read_text(encoding="utf-8")))[1] == []


def test_no_limit_is_changed_by_a_slip() -> None:
    """What the file says is what was transcribed, clock by clock."""
    lines = [f"{clock.id:<30} {clock.standing:<10} {clock.confidence}  {span(clock)}" for clock in CLOCKS]
    assert sorted(lines) == sorted(TRANSCRIBED.strip().splitlines())


def test_one_clock_counts_its_first_day() -> None:
    """The 26 weeks of proceedings begin with the day of issue; everything else starts from day 0."""
    assert [clock.id for clock in CLOCKS if clock.counting == "inclusive first day"] == ["care-proceedings"]


@every
def test_a_clock_of_confidence_c_must_be_checked(clock: Timescale) -> None:
    """Its sentence says so; no other one does."""
    assert (CHECK_FIRST in sentence(clock)) is (clock.confidence == "C")


@every
def test_what_repeats_says_what_starts_it_anew(clock: Timescale) -> None:
    """From one to the next: every clock that starts with the one before, and no other."""
    assert bool(clock.resets) is bool(re.fullmatch(r"the [a-z ]+ before( \(.+\))?", clock.begins))


@every
def test_what_was_read_in_law_names_where(clock: Timescale) -> None:
    """An act or regulations with the section or regulation."""
    if clock.standing == "statutory" and clock.confidence != "C":
        assert re.search(r"\b(reg|regs|s\.) [0-9]+|explanatory note", clock.source)


@every
def test_it_can_be_read_aloud(clock: Timescale) -> None:
    """Sentence and counting are sentences; no text in them ends with a stop of its own or begins one in the middle."""
    assert re.fullmatch(r"[A-Z].*\.", sentence(clock))
    assert re.fullmatch(r"[A-Z].*\.", counted(clock))
    assert not any(text.endswith(".") for text in (clock.title, clock.begins, clock.until, clock.source, clock.dated))
    assert clock.source[0].isupper()


def test_no_sentence_is_copied_from_a_source() -> None:
    """No run of seven words of any document stands among the clocks."""
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not here")
    ours = runs(FILE.read_text(encoding="utf-8"))
    copied = [" ".join(run) for path in SOURCES.glob("*.txt") for run in ours & runs(path.read_text(encoding="utf-8"))]
    assert copied == []


def test_criteria_name_clocks_that_their_words_state() -> None:
    """Where a criterion names a clock, an auditor reads in the question's own words what it is about."""
    named = {c.id: c.timescale for one in LIBRARY.shelf.checklists.values() for c in one.criteria if c.timescale}
    assert {"ASM-10": "child-and-family-assessment", "MIS-02": "return-interview"}.items() <= named.items()
    assert {*named.values()} <= LIBRARY.clocks.timescales.keys()


def test_the_format_page_names_every_key_and_every_word() -> None:
    """What the checker knows, people can look up."""
    page = (ROOT / "docs" / "checklist-format.md").read_text(encoding="utf-8").partition("## timescales.toml")[2]
    words = {word for key in TIMESCALE_KEYS.values() for word in _choices(key.check)}
    missing = {word for word in {*TIMESCALE_KEYS, *STRETCH_KEYS, *words} if f"`{word}`" not in page}
    assert missing == set()


def _choices(check: object) -> tuple[str, ...]:
    return next((cell.cell_contents for cell in getattr(check, "__closure__", None) or ()
                 if isinstance(cell.cell_contents, tuple)), ())  # fmt: skip
