"""Begin an audit, and change what its header says."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.widgets import Input, Select

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from conftest import HEADER
from tui.person import Person, somebody

EVERYTHING = ("case", "checklist", "team", "worker", "cohort", "auditor", "date", "purpose")


def _only(workspace: Workspace) -> Audit:
    """The one audit that there is."""
    (path,) = workspace.register.files()
    return workspace.register.read(path)


async def _in_the_form(person: Person, **said: str) -> None:
    """Fill some fields of the form, the way tab and typing would."""
    for field, words in said.items():
        widget = person.finds(f"#{field}")
        if isinstance(widget, Select):
            widget.value = words
        else:
            person.finds(f"#{field}", Input).value = words
    await person.quiet()


async def test_the_form_knows_who_and_when_and_asks_the_case_first(workspace: Workspace) -> None:
    """The auditor is the person, the date is today, and the keyboard is in the case reference."""
    async with somebody(workspace) as person:
        await person.press("n")
        assert person.app.focused is person.finds("#case")
        assert person.finds("#auditor", Input).value == "A. Auditor"
        assert person.finds("#date", Input).value == "2026-11-20"


async def test_f2_begins_the_audit_and_opens_it(workspace: Workspace) -> None:
    """What was written in the form stands in the record, and the first criterion is on screen."""
    async with somebody(workspace) as person:
        await person.press("n")
        await _in_the_form(person, case="EB-77", checklist="handover", team="North", worker="W. Worker")
        await _in_the_form(person, cohort="child-in-need", purpose="thematic", with_worker="yes", child_view="no")
        await person.press("f2")
        assert person.place == "AuditScreen"
        assert "HND-01" in person.page
    begun = _only(workspace)
    assert (begun.case, begun.checklist.id, begun.team, begun.worker) == ("EB-77", "handover", "North", "W. Worker")
    assert (begun.cohort, begun.purpose, begun.auditor, begun.date) == (
        "child-in-need",
        "thematic",
        "A. Auditor",
        "2026-11-20",
    )
    assert (begun.with_worker, begun.child_view, begun.family_view) == (True, False, None)


async def test_enter_goes_through_the_fields_and_typing_fills_them(workspace: Workspace) -> None:
    """The whole form can be filled without a mouse."""
    async with somebody(workspace) as person:
        await person.press("n")
        await person.types("EB-78")
        await person.press("enter")
        assert person.app.focused is person.finds("#checklist")
        await person.press("tab")
        await person.types("South")
        await person.press("enter")
        await person.types("W. Worker")
        await person.press("f2")
    begun = _only(workspace)
    assert (begun.case, begun.team, begun.worker) == ("EB-78", "South", "W. Worker")


async def test_a_form_that_cannot_be_used_says_everything_that_is_wrong_below_itself(workspace: Workspace) -> None:
    """Every problem at once, each with its remedy; the form stays open with what was written."""
    async with somebody(workspace) as person:
        await person.press("n")
        await _in_the_form(person, date="20th of November", auditor="", team="North")
        await person.press("f2")
        assert person.place == "NewAudit"
        for field in ("case", "worker", "auditor", "date"):
            assert f"{field}: " in person.reads("#problems")
        assert "YYYY-MM-DD" in person.page
        assert person.finds("#team", Input).value == "North"
        assert list(workspace.register.files()) == []


async def test_the_keyboard_goes_to_the_first_field_that_is_wrong(workspace: Workspace) -> None:
    """From wherever it was: what is typed next lands where it is wanted."""
    async with somebody(workspace) as person:
        await person.press("n")
        await person.types("EB-80")
        await _in_the_form(person, team="North", worker="", auditor="A. Auditor", date="soon")
        person.finds("#purpose").focus()
        await person.press("f2")
        assert person.app.focused is person.finds("#worker")
        await person.types("W. Worker")
        await person.press("f2")
        assert person.app.focused is person.finds("#date")


async def test_mending_what_was_wrong_is_enough(workspace: Workspace) -> None:
    """After a refusal the same form is accepted once it is right."""
    async with somebody(workspace) as person:
        await person.press("n", "f2")
        assert person.place == "NewAudit"
        await _in_the_form(person, case="EB-79", team="North")
        await person.press("f2")
        assert "worker: is empty" in person.reads("#problems")
        await _in_the_form(person, worker="unallocated")
        await person.press("f2")
        assert person.place == "AuditScreen"


async def test_escape_begins_nothing(workspace: Workspace) -> None:
    """Leaving the form, which is asked about once, leaves no record."""
    async with somebody(workspace) as person:
        await person.press("n")
        await person.types("EB-80")
        await person.press("escape", "escape")
        assert person.place == "AuditsScreen"
    assert list(workspace.register.files()) == []


async def test_typing_in_the_list_of_checklists_goes_to_the_one_that_is_meant(workspace: Workspace) -> None:
    """Tab, enter, a few letters of its title, enter: that one is chosen, and F2 begins it."""
    async with somebody(workspace) as person:
        await person.press("n")
        await person.types("EB-81")
        await person.press("tab", "enter")
        await person.types("chronol")
        await person.press("enter")
        assert person.finds("#checklist", Select).value == "chronology"
        assert workspace.library.get("chronology").title in person.page
        await _in_the_form(person, team="North", worker="W. Worker")
        await person.press("f2")
    assert _only(workspace).checklist.id == "chronology"


async def test_a_name_used_before_is_offered_while_typing(workspace: Workspace, begun: Audit) -> None:
    """One letter of a team that was audited before, then the right arrow: spelling stays the same."""
    async with somebody(workspace) as person:
        await person.press("n")
        person.finds("#team").focus()
        await person.types("N")
        await person.waits_until(lambda: "North" in person.page)
        await person.press("right")
        assert person.finds("#team", Input).value == "North"


async def test_the_details_of_an_audit_can_be_put_right(workspace: Workspace, begun: Audit) -> None:
    """The key h opens the header; F2 keeps what changed, and leaving saves it."""
    async with somebody(workspace, begun.id) as person:
        await person.press("h")
        assert person.place == "Details"
        await _in_the_form(person, case="EB-2042", family_view="yes")
        await person.press("f2")
        assert "EB-2042" in person.page
        await person.press("escape")
    saved = workspace.register.load(begun.id)
    assert (saved.case, saved.family_view, saved.team) == ("EB-2042", True, "North")


async def test_a_team_that_is_known_is_not_taken_away(workspace: Workspace, begun: Audit) -> None:
    """The details keep a team and a worker, as the form did that began the audit."""
    async with somebody(workspace, begun.id) as person:
        await person.press("h")
        await _in_the_form(person, team="", worker="")
        await person.press("f2")
        assert person.place == "Details"
        assert "team: is empty" in person.reads("#problems")
        assert "worker: is empty" in person.reads("#problems")


async def test_a_record_from_before_team_and_worker_were_needed_goes_on(workspace: Workspace) -> None:
    """It opens, its details can be put right one by one, and it can be signed."""
    old = auditing.begin(workspace, "handover", replace(HEADER, team="", worker=""))
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        auditing.answer(workspace, old.id, criterion, verdict, reason="Seen on file.")
    async with somebody(workspace, old.id) as person:
        await person.press("h")
        await _in_the_form(person, team="North")
        await person.press("f2")
        assert person.place == "AuditScreen"
        await person.press("r", "s", "enter")
    saved = workspace.register.load(old.id)
    assert (saved.team, saved.worker, saved.signed_off) == ("North", "", True)


async def test_the_details_of_a_signed_off_audit_stay_as_they_were_signed(workspace: Workspace, signed: Audit) -> None:
    """A signature binds the header too."""
    async with somebody(workspace, signed.id) as person:
        await person.press("h")
        assert person.place == "AuditScreen"
        assert "reopen" in person.told


async def test_the_date_stays_within_the_month_of_the_folder(workspace: Workspace, begun: Audit) -> None:
    """An audit lies in the folder of its month; another month is refused with the reason."""
    async with somebody(workspace, begun.id) as person:
        await person.press("h")
        await _in_the_form(person, date="2026-12-01")
        await person.press("f2")
        assert person.place == "Details"
        assert "2026-11" in person.reads("#problems")


async def test_an_action_is_written_for_the_criterion_on_screen(workspace: Workspace, begun: Audit) -> None:
    """The key a asks what, who and by when; the criterion and a date four weeks on are there already."""
    async with somebody(workspace, begun.id) as person:
        await person.press("a")
        assert person.place == "ActionForm"
        await _in_the_form(person, what="Joint visit before the change", owner="W. Worker")
        await person.press("f2", "escape")
    (action,) = workspace.register.load(begun.id).actions
    assert (action.what, action.owner, action.due) == ("Joint visit before the change", "W. Worker", "2026-12-18")
    assert (action.criterion, action.status) == ("HND-01", "open")


async def test_a_day_may_be_typed_with_the_day_first(workspace: Workspace, begun: Audit) -> None:
    """As it is written in England; it is kept as every other."""
    async with somebody(workspace, begun.id) as person:
        await person.press("a")
        await _in_the_form(person, what="Joint visit", owner="W. Worker", due="04/12/2026")
        await person.press("f2", "escape")
    (action,) = workspace.register.load(begun.id).actions
    assert action.due == "2026-12-04"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [({"what": "", "owner": ""}, "what: "), ({"what": "x", "owner": ""}, "owner: "), ({"due": "soon"}, "due: ")],
)
async def test_an_action_without_what_who_or_when_is_not_accepted(
    workspace: Workspace, begun: Audit, said: dict[str, str], wrong: str
) -> None:
    """An action that nobody can tell is done is not one."""
    async with somebody(workspace, begun.id) as person:
        await person.press("a")
        await _in_the_form(person, **said)
        await person.press("f2")
        assert person.place == "ActionForm"
        assert wrong in person.reads("#problems")


async def test_an_action_goes_to_a_criterion_that_exists(workspace: Workspace, begun: Audit) -> None:
    """A slip in the criterion's id is caught, as it is on the command line."""
    async with somebody(workspace, begun.id) as person:
        await person.press("a")
        await _in_the_form(person, what="x", owner="y", criterion="HND-99")
        await person.press("f2")
        assert person.place == "ActionForm"
        assert person.app.focused is person.finds("#criterion")
        assert "criterion" in person.reads("#problems")


async def test_an_action_can_be_added_after_sign_off(workspace: Workspace, signed: Audit) -> None:
    """Actions go on after the signature: they are how an audit changes something."""
    async with somebody(workspace, signed.id) as person:
        await person.press("a")
        await _in_the_form(person, what="Tell the child who comes next", owner="W. Worker")
        await person.press("f2", "escape")
    saved = workspace.register.load(signed.id)
    assert len(saved.actions) == 1
    assert saved.signed_off


async def test_a_new_audit_can_be_begun_from_the_checklist_that_is_read(workspace: Workspace) -> None:
    """On the screen of checklists, n begins an audit with the one under the cursor."""
    async with somebody(workspace) as person:
        await person.press("5")
        titles = [line.split(" v")[0].strip() for line in person.lines()]
        await person.press(*["down"] * titles.index("Handover between workers"), "n")
        assert person.finds("#checklist", Select).value == "handover"


async def test_a_retired_checklist_is_not_offered(workspace: Workspace) -> None:
    """What a service no longer uses stays readable in old audits and is offered for no new one."""
    path = workspace.places.checklists / "handover.toml"
    path.write_text(path.read_text().replace('status = "published"', 'status = "retired"'))
    async with somebody(workspace) as person:
        await person.press("n")
        offered = {value for _, value in person.finds("#checklist", Select)._options}
        assert "chronology" in offered
        assert "handover" not in offered


async def test_two_audits_of_one_case_stand_side_by_side(workspace: Workspace, begun: Audit) -> None:
    """A case reference is no key: the same case is audited again and nothing is overwritten."""
    again = auditing.begin(workspace, "handover", replace(HEADER, date="2026-11-21"))
    async with somebody(workspace) as person:
        assert len(person.lines()) == 2
    assert again.id != begun.id


async def test_the_checklist_used_last_is_offered_first(workspace: Workspace, begun: Audit) -> None:
    """Most people audit one thing at a time; anything else is a choice."""
    async with somebody(workspace) as person:
        await person.press("n")
        assert person.finds("#checklist", Select).value == begun.checklist.id == "handover"
