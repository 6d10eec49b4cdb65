"""The steps of an audit: each returns a new one, and refuses what does not fit together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain.audit import STATES, Action, Audit, Judgement
from caseaudit.problems import BadInput, NotReady
from made_up import AT, HANDOVER, OFSTED, audits, begun

VISIT = Action("A1", "Visit the child", "W. Worker", "2026-12-01", "HND-01")


def complete(**fields: Any) -> Audit:
    """Return an audit that lacks nothing for its sign-off."""
    audit = begun(**fields)
    audit = steps.answered(audit, "HND-01", state="graded", grade="good", reason="A joint visit is on file.")
    audit = steps.answered(audit, "HND-02", state="graded", grade="yes", reason="Dated two days before.")
    audit = steps.answered(audit, "HND-03", state="graded", count=2, reason="Two in twelve months.")
    return steps.judged(audit, Judgement("good", "good", "100% of the weight is good or better."))


def signed() -> Audit:
    """Return an audit that is signed off."""
    return steps.signed(complete(), "A. Auditor", AT)


# ── beginning ────────────────────────────────────────────────────────────────


def test_a_new_audit_asks_everything_and_answers_nothing() -> None:
    """It stands alone: checklist, digest, scale, and the words of every question."""
    audit = begun()
    assert audit.criteria == ["HND-01", "HND-02", "HND-03", "HND-04"]
    assert {answer.state for answer in audit.answers} == {"not-assessed"}
    assert audit.answer("HND-01").question == HANDOVER.criteria[0].question
    assert audit.checklist.digest == HANDOVER.digest
    assert audit.checklist.good == ("outstanding", "good")
    assert [event.what for event in audit.events] == ["created"]


def test_an_optional_section_waits_for_its_tick() -> None:
    """A section with `applies_when` is off at first, and its criteria are not asked."""
    audit = begun()
    assert [section.on for section in audit.sections] == [True, False]
    assert [answer.criterion for answer in audit.asked] == ["HND-01", "HND-02", "HND-03"]
    assert steps.progress(audit) == (0, 3)


# ── answering ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("criterion", "fields"),
    [
        ("HND-01", {"state": "graded", "grade": "good"}),
        ("HND-01", {"state": "insufficient-evidence"}),
        ("HND-02", {"state": "not-applicable", "reason": "No change of worker."}),
        ("HND-02", {"state": "not-assessed"}),
        ("HND-03", {"state": "graded", "count": 0}),
    ],
)
def test_each_state_is_its_own(criterion: str, fields: dict[str, Any]) -> None:
    """An answer holds the state that was given and only the fields that belong to it."""
    answer = steps.answered(begun(), criterion, **fields).answer(criterion)
    assert {name: getattr(answer, name) for name in fields} == fields
    assert bool(answer.grade) == ("grade" in fields)
    assert (answer.count is not None) == ("count" in fields)


@given(st.lists(st.sampled_from(STATES), min_size=2, max_size=6))
def test_states_never_mix(states: list[str]) -> None:
    """However often an answer changes its state, nothing of a state before is left in it."""
    audit = begun()
    for state in states:
        grade = {"grade": "no"} if state == "graded" else {}
        audit = steps.answered(audit, "HND-02", state=state, **grade)
        answer = audit.answer("HND-02")
        assert (answer.state, answer.grade) == (state, grade.get("grade", ""))


def test_one_answer_changes_and_the_rest_stay() -> None:
    """Answering makes a new audit; the old one and every other answer are as they were."""
    before = begun()
    after = steps.answered(before, "HND-02", state="graded", grade="yes", reason="On file.")
    assert before.answer("HND-02").state == "not-assessed"
    assert [a for a in after.answers if a.criterion != "HND-02"] == [
        a for a in before.answers if a.criterion != "HND-02"
    ]


def test_answering_a_switched_off_section_switches_it_on() -> None:
    """Who answers a question says that it applies; clearing the answer leaves the switch alone."""
    audit = steps.answered(begun(), "HND-04", state="graded", grade="good")
    assert audit.section("court").on
    untouched = steps.answered(begun(), "HND-04", reason="A note.")
    assert not untouched.section("court").on


@pytest.mark.parametrize(
    ("criterion", "fields", "says"),
    [
        ("HND-99", {"state": "graded", "grade": "good"}, "does not ask this criterion"),
        ("HND-01", {"state": "graded"}, "is graded without a grade"),
        ("HND-03", {"state": "graded"}, "asks for a number"),
        ("HND-03", {"state": "graded", "count": -1}, "asks for a number"),
        ("HND-01", {"state": "not-applicable"}, "cannot be answered not-applicable"),
    ],
)
def test_what_does_not_fit_is_refused(criterion: str, fields: dict[str, Any], says: str) -> None:
    """A grade needs a grade, a count a number, and a checklist may refuse a state."""
    with pytest.raises(BadInput, match=says):
        steps.answered(begun(), criterion, **fields)


def test_the_nearest_criterion_is_named() -> None:
    """A slip of the finger gets the spelling that was meant."""
    with pytest.raises(BadInput, match='Probably "HND-01" is meant'):
        steps.answered(begun(), "HND-1", state="not-assessed")


def test_a_refused_state_says_which_other_is_allowed() -> None:
    """HND-01 allows insufficient evidence, and says so when not applicable is tried."""
    with pytest.raises(BadInput, match="Grade it, or use insufficient-evidence"):
        steps.answered(begun(), "HND-01", state="not-applicable")


# ── sections, header, judgement ──────────────────────────────────────────────


def test_a_switch_keeps_what_was_answered() -> None:
    """Switched off and on again, a section still holds its answers."""
    audit = steps.answered(begun(), "HND-04", state="graded", grade="good", reason="Names the turning points.")
    off = steps.switched(audit, "court", on=False)
    assert "HND-04" not in [answer.criterion for answer in off.asked]
    assert steps.switched(off, "court", on=True) == audit


@pytest.mark.parametrize(
    ("section", "on", "says"), [("handover", False, "always applies"), ("courts", True, 'Probably "court" is meant')]
)
def test_a_switch_that_is_none_is_refused(section: str, on: bool, says: str) -> None:
    """A section that always applies cannot be switched off, and one that is not there not at all."""
    with pytest.raises(BadInput, match=says):
        steps.switched(begun(), section, on=on)


def test_the_header_can_be_amended_and_nothing_else() -> None:
    """Team, worker, dates and ticks can change; a field that is none of the header is refused."""
    assert steps.amended(begun(), team="South", child_view=True).team == "South"
    with pytest.raises(BadInput, match='Probably "worker" is meant'):
        steps.amended(begun(), wroker="Somebody")
    with pytest.raises(BadInput, match="has no such field"):
        steps.amended(begun(), revision=steps.Revision(9))


def test_a_judgement_is_a_grade_of_the_scale_and_can_be_taken_back() -> None:
    """The auditor decides; what is not on the scale is refused."""
    audit = steps.judged(begun(), Judgement("good", "requires-improvement", reason="One gap, and it is known."))
    assert audit.judgement is not None
    assert steps.judged(audit, None).judgement is None
    with pytest.raises(BadInput, match="is not a grade of this checklist"):
        steps.judged(begun(), Judgement("goodish"))


# ── actions ──────────────────────────────────────────────────────────────────


def test_actions_are_added_changed_and_removed_by_id() -> None:
    """The same id changes the action; another adds one; removing leaves the others."""
    audit = steps.with_action(begun(), VISIT)
    audit = steps.with_action(audit, replace(VISIT, id="A2", what="Write the summary"))
    audit = steps.with_action(audit, replace(VISIT, status="done", evidence="Visit record of 1 December."))
    assert [(action.id, action.status) for action in audit.actions] == [("A1", "done"), ("A2", "open")]
    assert [action.id for action in steps.without_action(audit, "A1").actions] == ["A2"]


def test_an_action_id_is_never_given_twice() -> None:
    """The next id follows the highest, even where one below it was removed."""
    audit = begun()
    assert steps.next_action_id(audit) == "A1"
    for number in ("A1", "A7", "Axe"):
        audit = steps.with_action(audit, replace(VISIT, id=number))
    assert steps.next_action_id(steps.without_action(audit, "A1")) == "A8"


def test_actions_go_on_after_the_sign_off() -> None:
    """An action can be added and closed when the audit is signed; the signature still holds."""
    audit = steps.with_action(signed(), VISIT)
    audit = steps.with_action(audit, replace(VISIT, status="closed", effect="The child asked for the new worker."))
    assert audit.signed_off
    assert not steps.changed_since_sign_off(audit)


# ── what is missing ──────────────────────────────────────────────────────────


def test_nothing_is_missing_from_a_complete_audit() -> None:
    """What can be signed has no gaps."""
    assert steps.missing(complete()) == []


@pytest.mark.parametrize(
    ("spoil", "key", "says"),
    [
        (lambda a: steps.answered(a, "HND-02", state="not-assessed"), "HND-02", "is not answered"),
        (lambda a: steps.answered(a, "HND-01", reason=" \n"), "HND-01", "has no reason"),
        (lambda a: steps.answered(a, "HND-02", state="not-applicable", reason=""), "HND-02", "has no reason"),
        (lambda a: steps.switched(a, "court", on=True), "HND-04", "is not answered"),
        (lambda a: steps.amended(a, case=""), "case", "has no case"),
        (lambda a: steps.amended(a, auditor=""), "auditor", "has no auditor"),
        (lambda a: steps.judged(a, None), "", "has no judgement"),
        (lambda a: steps.judged(a, Judgement("inadequate", "good")), "judgement", "differs from the suggested"),
        (lambda a: steps.with_action(a, replace(VISIT, owner=" ", due="")), "A1", "lacks owner and due"),
    ],
)
def test_every_gap_is_named(spoil: Callable[[Audit], Audit], key: str, says: str) -> None:
    """Each thing that stands between an audit and its sign-off is one problem with its place."""
    (gap,) = steps.missing(spoil(complete()))
    assert gap.key == key
    assert says in gap.what


def test_an_audit_that_asks_nothing_cannot_be_signed() -> None:
    """Where every section is left out, even a complete audit lacks the one thing that it is about."""
    audit = complete()
    audit = replace(audit, sections=tuple(replace(section, on=False) for section in audit.sections))
    (gap,) = steps.missing(audit)
    assert (gap.key, gap.remedy) == ("sections", "Switch on those that apply")
    with pytest.raises(NotReady, match="sections: are all left out, so nothing is asked"):
        steps.signed(audit, "A. Auditor", AT)


def test_what_is_left_out_is_named_with_its_questions() -> None:
    """The section on court, with its one question of four; once it is switched on, nothing."""
    said = "Left out, as not applying here: Cases in court (1 of 4 questions)."
    assert steps.left_out_in_words(complete()) == said
    assert steps.left_out_in_words(steps.switched(complete(), "court", on=True)) == ""


def test_all_gaps_are_named_at_once() -> None:
    """A new audit lacks three answers and a judgement, and hears of all four."""
    assert [gap.key for gap in steps.missing(begun())] == ["HND-01", "HND-02", "HND-03", ""]
    with pytest.raises(NotReady) as refused:
        steps.signed(begun(), "A. Auditor", AT)
    assert len(refused.value.problems) == 4


def test_a_checklist_may_leave_reasons_to_the_auditor() -> None:
    """With `reasons = "optional"` a grade needs none, and not-applicable still does."""
    rule = replace(HANDOVER.judgement, reasons="optional")
    audit = complete()
    audit = replace(audit, checklist=replace(audit.checklist, judgement=rule))
    assert steps.missing(steps.answered(audit, "HND-01", reason="")) == []
    without = steps.answered(audit, "HND-02", state="not-applicable", reason="")
    assert [gap.key for gap in steps.missing(without)] == ["HND-02"]


def test_a_checklist_without_roll_up_asks_for_no_judgement() -> None:
    """With `roll_up = false` nothing is missing where no judgement is given."""
    audit = steps.judged(complete(), None)
    rule = replace(audit.checklist.judgement, roll_up=False)
    assert steps.missing(replace(audit, checklist=replace(audit.checklist, judgement=rule))) == []


# ── signing and reopening ────────────────────────────────────────────────────


def test_a_signature_says_who_when_and_what_it_means() -> None:
    """It binds a name, a time and a meaning to a digest of the content, and is on record."""
    audit = signed()
    assert audit.sign_off is not None
    assert (audit.sign_off.by, audit.sign_off.at) == ("A. Auditor", AT)
    assert audit.sign_off.meaning == steps.MEANING
    assert audit.sign_off.digest == steps.content_digest(complete())
    assert audit.events[-1].what == "signed-off"


CHANGES: dict[str, Callable[[Audit], Audit]] = {
    "answer": lambda audit: steps.answered(audit, "HND-01", reason="Rewritten."),
    "switch": lambda audit: steps.switched(audit, "court", on=True),
    "amend": lambda audit: steps.amended(audit, team="South"),
    "judge": lambda audit: steps.judged(audit, None),
    "take an action away": lambda audit: steps.without_action(audit, "A1"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_signed_cannot_change(change: Callable[[Audit], Audit]) -> None:
    """Every step that would change signed content is refused and says to reopen."""
    with pytest.raises(NotReady, match="Reopen it with a reason first"):
        change(signed())


def test_signing_twice_and_reopening_twice_are_refused() -> None:
    """An audit is signed or open, one at a time."""
    with pytest.raises(NotReady, match="signed off already"):
        steps.signed(signed(), "B. Auditor", AT)
    with pytest.raises(NotReady, match="is not signed off"):
        steps.reopened(complete(), "A. Auditor", AT, "To correct the date.")


def test_a_reopening_needs_a_reason_and_leaves_a_mark() -> None:
    """The signature goes, both events stay, and the audit can be changed and signed again."""
    with pytest.raises(BadInput, match="reopened without a reason"):
        steps.reopened(signed(), "A. Auditor", AT, " ")
    audit = steps.reopened(signed(), "B. Manager", AT, "A visit was overlooked.")
    audit = steps.answered(audit, "HND-01", grade="requires-improvement", reason="The visit came late.")
    audit = steps.judged(audit, Judgement("requires-improvement", "requires-improvement"))
    again = steps.signed(audit, "A. Auditor", AT)
    assert [event.what for event in again.events] == ["created", "signed-off", "reopened", "signed-off"]
    assert again.events[2].note == "A visit was overlooked."


def test_content_changed_behind_a_signature_is_seen() -> None:
    """A file edited by hand after the sign-off no longer matches the digest that was signed."""
    audit = signed()
    assert not steps.changed_since_sign_off(audit)
    edited = replace(audit, answers=(replace(audit.answers[0], reason="Edited by hand."), *audit.answers[1:]))
    assert steps.changed_since_sign_off(edited)
    assert not steps.changed_since_sign_off(begun())


@settings(max_examples=30)
@given(audits(), audits())
def test_the_digest_covers_all_but_revision_events_actions_and_signature(one: Audit, other: Audit) -> None:
    """Two audits have the same digest exactly where everything that a signature covers is the same."""
    free = {name: getattr(other, name) for name in ("revision", "events", "actions", "sign_off")}
    assert steps.content_digest(replace(one, **free)) == steps.content_digest(one)
    assert (steps.content_digest(one) == steps.content_digest(other)) == (replace(one, **free) == other)


def test_the_scale_takes_ids_labels_and_places() -> None:
    """A person may say `requires improvement`, `Requires_Improvement` or 3."""
    for said in ("requires-improvement", "Requires improvement", "requires_improvement", " REQUIRES  improvement", "3"):
        assert OFSTED.named(said).id == "requires-improvement"
    for said in ("0", "5", "", "goodish", "9" * 5000, "1.5"):
        with pytest.raises(BadInput, match="is not on the scale ofsted"):
            OFSTED.named(said)
