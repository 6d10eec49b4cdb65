"""What the audits say together, and the checklists they are made with."""

from __future__ import annotations

from collections.abc import Callable

import safety
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.screens.reading import Reading
from caseaudit.tui.widgets.lines import LineList
from conftest import HEADER
from tui.person import Person, somebody


def _row(person: Person, criterion: str) -> str:
    """The line of one criterion."""
    return next(line for line in person.lines() if criterion in line)


async def test_a_summary_of_nothing_says_so(workspace: Workspace, begun: Audit) -> None:
    """An audit in progress counts nowhere; the screen says what would."""
    async with somebody(workspace) as person:
        await person.press("2")
        assert "Nothing is signed off yet" in person.page
        assert person.lines() == []


async def test_the_summary_counts_signed_off_audits_criterion_by_criterion(
    workspace: Workspace, sign: Callable[..., Audit], begun: Audit
) -> None:
    """Three signed, one of them good or better, one more in progress: the counts and how sure they are."""
    for grade in ("good", "inadequate", "requires-improvement"):
        sign("North", grade)
    async with somebody(workspace, size=(120, 30)) as person:
        await person.press("2", "v")
        assert "Handover between workers" in person.reads("#heading")
        assert "3 signed off, 1 in progress" in person.reads("#heading")
        assert "1 of 3 (6–79 %)" in _row(person, "HND-01")
        assert "3 of 3" in _row(person, "HND-02")
        assert "meet the child together" in _row(person, "HND-01")


async def test_the_bar_shows_each_grade_in_a_texture_of_its_own(
    workspace: Workspace, sign: Callable[..., Audit]
) -> None:
    """Readable without colour: the best grade first, as long as its share."""
    for grade in ("outstanding", "good", "requires-improvement", "inadequate"):
        sign("North", grade)
    async with somebody(workspace) as person:
        await person.press("2", "v")
        row = _row(person, "HND-01")
        marks = sorted(set(row) - set(row.replace("█", "").replace("▓", "").replace("▒", "").replace("░", "")))
        assert len(marks) == 4
        assert all(row.count(mark) == 5 for mark in marks)


async def test_t_narrows_the_summary_to_one_team_after_the_other(
    workspace: Workspace, sign: Callable[..., Audit]
) -> None:
    """All teams, North, South, all teams."""
    sign("North", "good")
    sign("South", "inadequate")
    async with somebody(workspace) as person:
        await person.press("2", "v")
        assert "1 of 2" in _row(person, "HND-01")
        await person.press("t")
        assert "North" in person.reads("#heading")
        assert "1 of 1" in _row(person, "HND-01")
        await person.press("t")
        assert "0 of 1" in _row(person, "HND-01")
        await person.press("t")
        assert "all teams" in person.reads("#heading")


async def test_c_goes_to_the_next_checklist(workspace: Workspace, sign: Callable[..., Audit]) -> None:
    """All checklists at first, then each; C goes back."""
    sign("North", "good")
    _sign_a_chronology(workspace)
    async with somebody(workspace) as person:
        await person.press("2", "v")
        first = person.reads("#heading")
        assert "All checklists" in first
        await person.press("c")
        assert "Chronologies" in person.reads("#heading")
        assert "(1 of 2)" in person.reads("#heading")
        await person.press("C")
        assert person.reads("#heading") == first


def _sign_a_chronology(workspace: Workspace) -> None:
    begun = auditing.begin(workspace, "chronology", HEADER)
    for answer in begun.asked:
        verdict = "good" if answer.kind == "grade" else "yes" if answer.kind == "yes-no" else "in-time"
        auditing.answer(workspace, begun.id, answer.criterion, verdict, reason="Seen on file.")
    safety.sign_off(workspace, begun.id)


async def test_s_puts_what_is_surely_weak_first(workspace: Workspace, sign: Callable[..., Audit]) -> None:
    """Weakest first, and back to the order of the checklist."""
    for _ in range(2):
        sign("North", "inadequate")
    async with somebody(workspace) as person:
        await person.press("2", "v", "s")
        assert "HND-01" in person.lines()[0]
        await person.press("s")
        assert [line.split()[0] for line in person.lines()[:2]] == ["HND-01", "HND-02"]


async def test_training_counts_nowhere(workspace: Workspace, sign: Callable[..., Audit]) -> None:
    """A group that grades an exemplar changes no figure."""
    sign("North", "good")
    sign("North", "inadequate", role="training")
    async with somebody(workspace) as person:
        await person.press("2", "v")
        assert "1 of 1" in _row(person, "HND-01")


async def test_an_audit_signed_a_moment_ago_counts_when_one_comes_back(
    workspace: Workspace, sign: Callable[..., Audit], filled: Audit
) -> None:
    """From the list to the signature to the summary, in one sitting."""
    async with somebody(workspace) as person:
        await person.press("enter", "r", "s", "enter", "escape", "escape", "2", "v")
        assert "1 signed off" in person.reads("#heading")


async def test_a_file_that_cannot_be_counted_is_said_on_the_summary(
    workspace: Workspace, sign: Callable[..., Audit]
) -> None:
    """Never silently dropped."""
    path = workspace.register.path(sign("North", "good"))
    (path.parent / "20261109-zzzzzz.json").write_bytes(b"{")
    async with somebody(workspace, size=(120, 30)) as person:
        await person.press("2", "v")
        assert "1 file not counted" in person.reads("#note")


async def test_r_on_a_row_reads_the_criterion(workspace: Workspace, sign: Callable[..., Audit]) -> None:
    """From a weak figure to what good looks like, and back."""
    sign("North", "good")
    async with somebody(workspace) as person:
        await person.press("2", "v", "down", "r")
        assert person.place == "Reading"
        assert "transfer summary on file" in person.page
        await person.press("escape")
        assert person.place == "SummaryScreen"


async def test_the_checklists_are_listed_with_what_they_are_about(workspace: Workspace) -> None:
    """Those that came with the program and the workspace's own; size and critical criteria at a glance."""
    async with somebody(workspace, size=(120, 30)) as person:
        await person.press("5")
        rows = {line.split(" v")[0].strip(): line for line in person.lines()}
        assert "4 criteria, 1 critical" in rows["Handover between workers"]
        assert "Chronologies" in rows
        await person.press(*["down"] * list(rows).index("Handover between workers"))
        assert "change of worker costs the child nothing" in person.reads("#about")


async def test_below_the_list_stand_the_areas_of_the_checklist_under_the_cursor(workspace: Workspace) -> None:
    """By their titles; a checklist that names none says so."""
    async with somebody(workspace, size=(120, 30)) as person:
        await person.press("5")
        titles = [line.split(" v")[0].strip() for line in person.lines()]
        await person.press(*["down"] * titles.index("Chronologies"))
        assert person.reads("#areas") == "Areas: The child's history"
        assert "Areas: The child's history" in person.page
        await person.press(*["down"] * (titles.index("Handover between workers") - titles.index("Chronologies")))
        assert person.reads("#areas") == "No area is named."


async def test_a_checklist_is_read_criterion_by_criterion(workspace: Workspace) -> None:
    """N and p turn the pages, round and round; every descriptor and its source is there."""
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("5")
        titles = [line.split(" v")[0].strip() for line in person.lines()]
        await person.press(*["down"] * titles.index("Handover between workers"), "enter")
        assert isinstance(person.screen, Reading)
        assert "1 of 4" in person.page
        assert "met a stranger alone" in person.page
        assert "¶44" in person.page
        await person.press("n", "n")
        assert "How many workers" in person.page
        await person.press("p", "p", "p")
        assert "4 of 4" in person.page
        await person.press("escape")
        assert person.place == "ChecklistsScreen"


async def test_a_checklist_of_the_service_takes_the_place_of_a_shipped_one(workspace: Workspace) -> None:
    """Same id, own wording: one line, the service's."""
    own = (workspace.places.checklists / "handover.toml").read_text()
    words = own.replace('id = "handover"', 'id = "chronology"', 1).replace("Handover between workers", "Ours")
    (workspace.places.checklists / "chronology.toml").write_text(words)
    async with somebody(workspace) as person:
        await person.press("5")
        titles = [line.split(" v")[0].strip() for line in person.lines()]
        assert titles.count("Ours") == 1
        assert "Chronologies" not in titles


async def test_a_checklist_with_a_problem_is_named_with_its_line(workspace: Workspace) -> None:
    """The others stay usable."""
    path = workspace.places.checklists / "handover.toml"
    path.write_text(path.read_text().replace('focus = "compliance"', 'focus = "complience"', 1))
    async with somebody(workspace, size=(160, 30)) as person:
        await person.press("5")
        assert "handover.toml:" in person.reads("#note")
        assert "Probably" in person.reads("#note")
        assert person.finds(LineList).source


async def test_the_demonstration_opens_from_the_welcome(workspace: Workspace) -> None:
    """d, F2: a workspace of fictional audits whose summary has something to say."""
    async with somebody(None) as person:
        await person.press("d", "f2")
        await person.waits_until(lambda: person.place == "AuditsScreen")
        await person.catches_up()
        assert len(person.lines()) >= 100
        await person.press("2")
        assert len(person.lines()) > 5


async def test_a_criterion_that_the_law_times_shows_its_clock(workspace: Workspace) -> None:
    """The clock's sentence stands in the guidance, with its source."""
    library = workspace.library
    timed = next(c for c in library.get("assessment").criteria if c.timescale == "child-and-family-assessment")
    async with somebody(workspace) as person:
        person.app.push_screen(Reading(library.get("assessment"), library, timed.id))
        await person.quiet()
        assert "45 working days" in person.guidance
        assert "Clock" in person.guidance
        assert "Working Together" in person.guidance
