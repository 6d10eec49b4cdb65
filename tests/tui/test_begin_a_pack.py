"""Begin all the audits of one case from one form, and answer on screen what two of them share."""

from __future__ import annotations

from textual.widgets import Input, Select

from caseaudit.desk import packs
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from conftest import HEADER
from tui.person import Person, somebody


def _begun(workspace: Workspace) -> dict[str, Audit]:
    """Every audit there is, by its checklist."""
    audits = [workspace.register.read(path) for path in workspace.register.files()]
    return {audit.checklist.id: audit for audit in audits}


async def _fills_the_form(person: Person, pack: str, case: str = "EB-77") -> None:
    """Press n, choose a pack and say whose case it is, and who works it."""
    await person.press("n")
    person.finds("#checklist", Select).value = f"pack:{pack}"
    for field, words in (("case", case), ("team", "North"), ("worker", "W. Worker")):
        person.finds(f"#{field}", Input).value = words
    await person.quiet()


async def test_packs_are_offered_beside_checklists(change: Workspace) -> None:
    """With how many checklists each begins; a checklist is chosen until somebody chooses a pack."""
    async with somebody(change) as person:
        await person.press("n")
        field = person.finds("#checklist", Select)
        offered = {str(label): value for label, value in field._options}
        assert offered["Pack: Any open case (4 checklists)"] == "pack:core"
        assert offered["Pack: A change of worker (2 checklists, up to 3)"] == "pack:change"
        assert offered["Chronologies"] == "chronology"
        assert not str(field.value).startswith("pack:")


async def test_a_pack_asks_what_is_true_of_the_case_and_begins_what_applies(change: Workspace) -> None:
    """Each statement is no until somebody says yes; the first audit is opened, and the list has them all."""
    async with somebody(change) as person:
        await _fills_the_form(person, "change")
        await person.press("f2")
        assert person.place == "WhichApply"
        assert "The child moved to another team too" in person.page
        assert person.finds("#statement-0", Select).value == "no"
        person.finds("#statement-0", Select).value = "yes"
        await person.press("f2")
        await person.waits_until(lambda: person.place == "AuditScreen")
        assert "Handover between workers" in person.page
        assert "Begun: 3 audits" in person.told
        await person.press("escape")
        rows = iter(person.lines())
        assert all(title in next(rows) for title in ("Handover betw", "Goodbyes", "Chronologies"))
    assert {audit.case for audit in _begun(change).values()} == {"EB-77"}


async def test_without_a_yes_only_what_always_applies_is_begun(change: Workspace) -> None:
    """F2 twice is enough."""
    async with somebody(change) as person:
        await _fills_the_form(person, "change")
        await person.press("f2", "f2")
        await person.waits_until(lambda: person.place == "AuditScreen")
    assert set(_begun(change)) == {"handover", "goodbyes"}


async def test_a_pack_without_statements_is_begun_at_once(workspace: Workspace) -> None:
    """The four checklists of the core."""
    async with somebody(workspace) as person:
        await _fills_the_form(person, "core")
        await person.press("f2")
        assert person.place == "AuditScreen"
    assert set(_begun(workspace)) == {"chronology", "assessment", "voice-visits", "management-oversight"}


async def test_escape_from_the_statements_goes_back_to_the_form(change: Workspace) -> None:
    """With everything that was written in it, and nothing begun."""
    async with somebody(change) as person:
        await _fills_the_form(person, "change")
        await person.press("f2", "escape")
        assert person.place == "NewAudit"
        assert person.finds("#case", Input).value == "EB-77"
    assert _begun(change) == {}


async def test_a_form_that_cannot_be_used_is_said_before_anything_is_asked(change: Workspace) -> None:
    """Without a case reference there is nothing to confirm."""
    async with somebody(change) as person:
        await _fills_the_form(person, "change", case="")
        await person.press("f2")
        assert person.place == "NewAudit"
        assert "case: is empty" in person.reads("#problems")


async def test_a_pack_whose_checklist_has_a_problem_says_so_in_the_form(change: Workspace) -> None:
    """It begins nothing, and the form stays."""
    path = change.places.checklists / "goodbyes.toml"
    async with somebody(change) as person:
        await _fills_the_form(person, "change")
        path.write_text(path.read_text().replace("weight = 2", "wieght = 2"), encoding="utf-8")
        await person.press("f2", "f2")
        await person.waits_until(lambda: "wieght" in person.reads("#problems"))
        assert person.place == "NewAudit"
    assert _begun(change) == {}


async def test_an_answer_given_in_one_stands_in_the_next_and_can_be_changed_there(change: Workspace) -> None:
    """Grade and reason are there when the second audit is opened, marked; a key changes them, and the mark goes."""
    handover, goodbyes = packs.begin(change, "change", HEADER)
    async with somebody(change, handover.id, size=(100, 40)) as person:
        await person.press("2", "e")
        await person.types("Joint visit.")
        await person.press("escape", "escape")
        person.app.open_audit(goodbyes.id, "HND-01")
        await person.quiet()
        assert person.chosen == [2]
        assert f"Carried from {handover.id}" in person.question
        await person.press("3")
        assert person.chosen == [3]
        assert "Carried from" not in person.question
        await person.press("escape")
    now = _begun(change)
    assert (now["handover"].answer("HND-01").grade, now["goodbyes"].answer("HND-01").grade) == (
        "good",
        "requires-improvement",
    )
    assert now["goodbyes"].answer("HND-01").reason == "Joint visit."
    assert now["goodbyes"].answer("HND-01").carried == ""


async def test_the_statements_fit_a_small_terminal(workspace: Workspace) -> None:
    """At 60 by 20 each statement can be read to its end and answered."""
    async with somebody(workspace, size=(60, 20)) as person:
        await _fills_the_form(person, "child-in-need")
        await person.press("f2")
        assert person.place == "WhichApply"
        assert "mental ill-health" in " ".join(person.page.split())
        await person.press(*["tab"] * 4)
        await person.waits_until(lambda: "privately" in person.page and "education" in person.page)
