"""Facts of the case on the command line: listed, noted, asked at the end of `audit fill`, shown."""

from __future__ import annotations

import pytest

import sample_facts
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.facts import Fact
from cli.running import NEW, Run
from hostile import HOSTILE


@pytest.fixture
def placed(here: Workspace) -> str:
    """The id of an audit whose checklist asks for facts of every kind."""
    sample_facts.add_placement(here)
    return sample_facts.begun(here).id


def noted(here: Workspace, audit: str) -> dict[str, Fact]:
    """Return the facts of an audit as they are saved."""
    return {fact.id: fact for fact in here.register.load(audit).facts}


def test_what_is_asked_is_listed_with_how_to_answer(placed: str, run: Run) -> None:
    """Each with its id, what it takes, and where it stands."""
    told = run("audit", "fact", placed)

    assert told.code == 0
    assert told.lines[:4] == [
        "placement-moves: Moves in the last 12 months",
        "    not noted",
        "    Takes: a whole number",
        "    Count each change of address.",
    ]
    assert "    Takes: YYYY-MM-DD; also what the case system says" in told.lines
    assert "    Takes: 1 in the borough, 2 elsewhere in the region, 3 further away" in told.lines


@pytest.mark.parametrize(
    ("fact", "typed", "kept"),
    [
        ("placement-moves", "03", "3"),
        ("plan-date", "2024-05-04", "2024-05-04"),
        ("plan-date", "04/05/2024", "2024-05-04"),
        ("seen-alone", "Y", "yes"),
        ("placement-distance", "2", "elsewhere in the region"),
        ("placement-distance", "FURTHER", "further away"),
        ("visit-dates", "02/10/2024, 2024-09-04", "2024-09-04 2024-10-02"),
        ("visit-dates", "2024-10-02, 2024-09-04 2024-11-06", "2024-09-04 2024-10-02 2024-11-06"),
        ("next-review-due", "2099-01-15", "2099-01-15"),
    ],
)
def test_a_fact_is_noted(here: Workspace, placed: str, run: Run, fact: str, typed: str, kept: str) -> None:
    """In the form in which it is kept; a choice by its words, its beginning or its place; dates in order."""
    assert run("audit", "fact", placed, fact, typed).code == 0
    assert noted(here, placed)[fact].value == kept


@pytest.mark.parametrize(
    ("fact", "typed", "says"),
    [
        ("placement-moves", "two", "placement-moves: is not a number that fits"),
        ("placement-moves", "-1", "is not a number that fits"),
        ("plan-date", "2099-05-04", "plan-date: lies in the future"),
        ("plan-date", "04/05/24", "plan-date: is not a date. Write it as YYYY-MM-DD"),
        ("plan-date", "0205-05-04", "is not a date of our time"),
        ("seen-alone", "perhaps", "is not one of the words allowed here. Use one of: no, yes"),
        ("placement-distance", "elsewhere in the regoin", 'Probably "elsewhere in the region" is meant'),
        ("visit-dates", "2024-10-02 soon", "visit-dates: is not a date"),
        ("plan-dat", "2024-05-04", 'does not ask for this fact. Probably "plan-date" is meant'),
    ],
)
def test_what_cannot_be_noted_is_told_in_one_line(placed: str, run: Run, fact: str, typed: str, says: str) -> None:
    """What is wrong and what to do; the exit code is 2 and nothing is kept."""
    told = run("audit", "fact", placed, "--", fact, typed)

    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert says in told.err


def test_what_the_case_system_says_stands_beside_the_file(here: Workspace, placed: str, run: Run) -> None:
    """It is said where the two differ, and `audit show` keeps saying it; `-` takes a fact away again."""
    told = run("audit", "fact", placed, "plan-date", "2024-05-04", "--system", "2024-04-30")

    assert told.err == (
        "Date of the current plan: 2024-05-04; the case system says 2024-04-30, which is not the same.\n"
    )
    shown = run("audit", "show", placed).lines
    assert "Facts, 1 of 6 noted" in shown
    assert "  Date of the current plan: 2024-05-04; the case system says 2024-04-30 (not the same)" in shown
    run("audit", "fact", placed, "plan-date", "-", "--system", "-")
    assert noted(here, placed)["plan-date"].value == noted(here, placed)["plan-date"].system == ""


def test_fill_asks_for_the_facts_at_the_end(here: Workspace, placed: str, run: Run) -> None:
    """After the criteria; a mistake is asked again, Enter leaves one out, and each is saved at once."""
    typed = "2\nSeen.\np. 3\n1\n2024-13-01\n2024-05-04\n2024-05-04\n\ny\nq\n"
    told = run("audit", "fill", placed, typed=typed)

    assert told.code == 0
    assert "6 facts of the case, never graded. Enter leaves one out, q stops." in told.lines
    assert "Is not a date. Write it as YYYY-MM-DD, as 2026-11-20." in told.lines
    facts = noted(here, placed)
    assert [facts[name].value for name in ("placement-moves", "plan-date", "placement-distance", "seen-alone")] == [
        *("1", "2024-05-04", "", "yes")
    ]
    assert facts["plan-date"].system == "2024-05-04"
    assert told.lines[-1] == f"Next: caseaudit audit sign-off {placed}"


def test_fill_leaves_the_facts_out_where_nobody_wants_them(placed: str, run: Run) -> None:
    """With `--no-facts`."""
    assert "fact(s)" not in run("audit", "fill", placed, "--no-facts", typed="2\nSeen.\np. 3\n").out


def test_a_signed_audit_takes_no_more_facts(placed: str, run: Run) -> None:
    """They are part of what was signed; what was signed and how to change it is said."""
    run("audit", "answer", placed, "PLC-01", "good", "--reason", "Seen on file.")
    run("audit", "sign-off", placed)
    told = run("audit", "fact", placed, "placement-moves", "1")

    assert told.code == 1
    assert "is signed off and cannot change. Reopen it with a reason first" in told.err


def test_an_audit_without_facts_says_so(audit: str, run: Run) -> None:
    """The list is empty, and a fact that is named is refused."""
    assert run("audit", "fact", audit).err == "The checklist of this audit asks for no facts.\n"
    assert "asks for no facts" in run("audit", "fact", audit, "moves", "1").err


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_gets_into_a_fact(here: Workspace, placed: str, run: Run, text: str) -> None:
    """A fact takes numbers, dates and chosen words: nothing that somebody pastes can name a child in it."""
    before = noted(here, placed)
    for fact in before:
        told = run("audit", "fact", placed, "--", fact, text)
        assert told.code in (0, 2)
        assert "\x1b" not in told.out + told.err
    assert all(fact.value in ("", *fact.choices, "yes", "no") or fact.value.isdecimal()
               for fact in noted(here, placed).values())  # fmt: skip


def test_checklist_show_and_diff_tell_of_facts(here: Workspace, run: Run) -> None:
    """What is asked, by which theme it adds up; and what changed between two versions."""
    sample_facts.add_placement(here)
    shown = run("checklist", "show", "placement").lines
    assert "Facts it asks for, never graded" in shown
    assert "plan-date: Date of the current plan [date, T13], and what the case system says" in shown
    assert "  One of: in the borough; elsewhere in the region; further away" in shown
    assert "  By the clock: in-time, Good; late, Requires improvement; not-done, Inadequate" in shown

    path = here.places.checklists / "placement.toml"
    older = path.with_name("older.toml")
    older.write_text(path.read_text().replace('"placement"', '"older"'), encoding="utf-8")
    path.write_text(path.read_text().replace('theme = "T12"', 'theme = "T11"').replace("seen-alone", "seen"))
    told = run("checklist", "diff", str(older), "placement").lines
    assert [line.split() for line in told[1:]] == [
        ["fact", "placement-moves", "changed:", "theme", "carries", "over"],
        ["fact", "seen-alone", "removed", "asked", "anew"],
        ["fact", "seen", "added", "asked", "anew"],
    ]


def test_the_clock_proposes_the_grade_that_the_checklist_gives_it(here: Workspace, placed: str, run: Run) -> None:
    """A graded criterion with a clock: late is what the checklist says late is, until the auditor says otherwise."""
    told = run("audit", "dates", placed, "PLC-01", "--start", "2024-10-01", "--end", "2024-10-20")

    assert "PLC-01: Requires improvement." in told.err
    answer = here.register.load(placed).answer("PLC-01")
    assert (answer.grade, answer.timing.verdict if answer.timing else "") == ("requires-improvement", "late")


def test_dates_behind_a_criterion_may_be_typed_with_the_day_first(here: Workspace, placed: str, run: Run) -> None:
    """They are kept as every other."""
    assert run("audit", "dates", placed, "PLC-01", "--start", "01/10/2024", "--end", "20/10/2024").code == 0
    timing = here.register.load(placed).answer("PLC-01").timing
    assert timing is not None
    assert (timing.start, timing.end) == ("2024-10-01", "2024-10-20")


def test_a_clock_proposes_nothing_where_the_checklist_is_silent(here: Workspace, placed: str, run: Run) -> None:
    """The dates are kept, and the criterion waits for its grade."""
    path = here.places.checklists / "placement.toml"
    path.write_text(path.read_text().replace('late = "requires-improvement"\n', ""), encoding="utf-8")
    told = run("audit", "dates", placed, "PLC-01", "--start", "2024-10-01", "--end", "2024-10-20")

    assert "Late." in told.out
    assert here.register.load(placed).answer("PLC-01").state == "not-assessed"


def test_a_second_grade_and_a_re_audit_begin_with_nothing_noted(here: Workspace, placed: str, run: Run) -> None:
    """Both ask for the same facts, and neither is told what somebody else noted."""
    run("audit", "fact", placed, "placement-moves", "3")
    run("audit", "answer", placed, "PLC-01", "good", "--reason", "Seen on file.")
    assert run("audit", "sign-off", placed).code == 0
    second = run("moderate", "begin", placed, "--by", "M. Moderator").out.strip()
    again = run("audit", "re-audit", placed).out.strip()

    for begun in (second, again):
        facts = noted(here, begun)
        assert list(facts) == list(noted(here, placed))
        assert not any(fact.value or fact.system for fact in facts.values())
        assert facts["placement-distance"].choices == noted(here, placed)["placement-distance"].choices


def test_new_audits_begin_with_nothing_noted(here: Workspace, run: Run) -> None:
    """What the checklist asks is in the record from the start, in the words that are asked."""
    sample_facts.add_placement(here)
    audit = run(*NEW[:4], "--checklist", "placement", *NEW[6:]).out.strip()

    facts = here.register.load(audit).facts
    assert [fact.id for fact in facts][:2] == ["placement-moves", "plan-date"]
    assert not any(fact.value or fact.system for fact in facts)
