"""One step at a time, as the command line takes them: what is given is cleaned, checked, saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from caseaudit.desk import auditing
from caseaudit.desk.session import Sitting
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import BadInput, NotReady
from hostile import HOSTILE
from made_up import header

# ── the header ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_becomes_one_clean_line_of_the_header(text: str, workspace: Workspace) -> None:
    """A case reference of any characters is kept, on one line, and cannot drive a terminal."""
    audit = auditing.begin(workspace, "handover", header(case=text[:100], team=text[:100]))
    assert audit.case == audit.team == workspace.register.load(audit.id).case
    assert audit.case.isprintable() or any(ord(letter) > 0x2000 for letter in audit.case)
    assert "\n" not in audit.case


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"case": " \n"}, "case: is empty. Give a case reference, never a name."),
        ({"auditor": ""}, "auditor: is empty. Give a name."),
        ({"case": "x" * 121}, "case: is longer than 120 characters. Shorten it."),
        ({"date": "20 November"}, "date: is not a date. Write it as YYYY-MM-DD"),
        ({"date": "2026-02-30"}, "date: is not a date."),
        ({"date": "20261120"}, "date: is not a date of our time."),
        ({"date": "1850-01-01"}, "date: is not a date of our time."),
        ({"date": "2999-01-01"}, "date: is not a date of our time."),
        (
            {"cohort": "child-in-nede"},
            'cohort: is not one of the words allowed here. Probably "child-in-need" is meant',
        ),
        ({"role": "boss"}, "role: is not one of the words allowed here."),
        ({"purpose": "rutine"}, 'purpose: is not one of the words allowed here. Probably "routine" is meant'),
    ],
)
def test_a_header_that_cannot_be_is_refused_and_nothing_written(
    fields: dict[str, Any], says: str, workspace: Workspace
) -> None:
    """Each field says what it wants; no file appears."""
    with pytest.raises(BadInput) as refused:
        auditing.begin(workspace, "handover", header(**fields))
    assert says in str(refused.value)
    assert list(workspace.register.files()) == []


def test_every_fault_of_a_header_is_named_at_once(workspace: Workspace) -> None:
    """Three slips, three lines."""
    with pytest.raises(BadInput) as refused:
        auditing.begin(workspace, "handover", header(case="", date="today", role="boss"))
    assert [problem.where for problem in refused.value.problems] == ["case", "date", "role"]


# ── answers ──────────────────────────────────────────────────────────────────

VERDICTS: list[tuple[str, str, dict[str, Any]]] = [
    ("HND-01", "good", {"state": "graded", "grade": "good"}),
    ("HND-01", "Requires improvement", {"state": "graded", "grade": "requires-improvement"}),
    ("HND-01", "4", {"state": "graded", "grade": "inadequate"}),
    ("HND-01", "insufficient", {"state": "insufficient-evidence"}),
    ("HND-01", "Insufficient_Evidence", {"state": "insufficient-evidence"}),
    ("HND-01", "clear", {"state": "not-assessed"}),
    ("HND-02", "YES", {"state": "graded", "grade": "yes"}),
    ("HND-02", "n/a", {"state": "not-applicable"}),
    ("HND-02", "not applicable", {"state": "not-applicable"}),
    ("HND-03", "0", {"state": "graded", "count": 0}),
    ("HND-03", "12", {"state": "graded", "count": 12}),
]


@pytest.mark.parametrize(("criterion", "verdict", "becomes"), VERDICTS)
def test_a_word_becomes_an_answer(
    criterion: str, verdict: str, becomes: dict[str, Any], workspace: Workspace, begun: Audit
) -> None:
    """Grades by name, label or place; states by name or short form; numbers for a count."""
    answer = auditing.answer(workspace, begun.id, criterion, verdict, reason="On file.")
    assert {name: getattr(answer, name) for name in becomes} == becomes
    assert workspace.register.load(begun.id).answer(criterion) == answer


@pytest.mark.parametrize(
    ("criterion", "verdict", "says"),
    [
        ("HND-01", "goood", 'HND-01: grade: cannot be answered so. Probably "good" is meant'),
        ("HND-01", "yes", "HND-01: grade: cannot be answered so"),
        ("HND-01", "5", "HND-01: grade: cannot be answered so"),
        ("HND-01", "na", "HND-01: cannot be answered not-applicable. Grade it, or use insufficient-evidence"),
        ("HND-02", "good", "HND-02: grade: cannot be answered so"),
        ("HND-03", "many", "HND-03: count: asks for a number. Give a whole number, 0 or more"),
        ("HND-03", "-1", "HND-03: count: asks for a number"),
        ("HND-03", "9" * 5000, "HND-03: count: asks for a number"),
        ("HND-09", "good", "criterion: does not ask this criterion"),
    ],
)
def test_a_word_that_is_no_answer_is_refused(
    criterion: str, verdict: str, says: str, workspace: Workspace, begun: Audit
) -> None:
    """The nearest word is named, and nothing is saved."""
    with pytest.raises(BadInput) as refused:
        auditing.answer(workspace, begun.id, criterion, verdict)
    assert says in str(refused.value)
    assert workspace.register.load(begun.id) == begun


@pytest.mark.parametrize("text", [*HOSTILE, "a" * 1_000_000])
def test_any_reason_is_kept_as_typed(text: str, workspace: Workspace, begun: Audit) -> None:
    """Brackets, escapes and a megabyte of text are kept, with what no keyboard types made visible."""
    answer = auditing.answer(workspace, begun.id, "HND-02", "yes", reason=text)
    assert answer.reason == auditing.clean(text)
    assert workspace.register.load(begun.id).answer("HND-02") == answer


def test_what_is_not_given_stays(workspace: Workspace, begun: Audit) -> None:
    """A second answer with only a reason leaves the evidence; an empty one takes it away."""
    auditing.answer(workspace, begun.id, "HND-02", "yes", reason="R", evidence="E")
    assert auditing.answer(workspace, begun.id, "HND-02", "no").evidence == "E"
    assert auditing.answer(workspace, begun.id, "HND-02", "no", evidence="").evidence == ""


def test_an_action_that_cannot_be_is_refused(workspace: Workspace, begun: Audit) -> None:
    """A date that is none and a criterion that is not asked."""
    with pytest.raises(BadInput, match="due: is not a date"):
        auditing.add_action(workspace, begun.id, "Visit", "W. Worker", "soon")
    with pytest.raises(BadInput, match="does not ask this criterion"):
        auditing.add_action(workspace, begun.id, "Visit", "W. Worker", "2026-12-01", "HND-99")
    assert auditing.add_action(workspace, begun.id, "Visit", "W.\nWorker", "2026-12-01", "HND-01").owner == "W. Worker"


# ── judgement, sign-off, reopening ───────────────────────────────────────────


def test_the_suggested_judgement_needs_no_word(
    workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """Signing without a grade takes the suggestion, with its sentence."""
    fill(begun)
    signed = auditing.sign_off(workspace, begun.id)
    assert signed.judgement is not None
    assert (signed.judgement.grade, signed.judgement.suggested) == ("good", "good")
    assert signed.judgement.explanation
    assert workspace.register.load(begun.id) == signed


def test_a_judgement_of_ones_own_needs_a_reason(
    workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """A grade that differs is the auditor's right, with a reason; what is on no scale is refused."""
    fill(begun)
    with pytest.raises(NotReady, match="the judgement differs from the suggested one"):
        auditing.sign_off(workspace, begun.id, "requires improvement")
    with pytest.raises(BadInput, match="is not on the scale ofsted"):
        auditing.sign_off(workspace, begun.id, "fine")
    signed = auditing.sign_off(workspace, begun.id, "requires improvement", "The visit came a week late.")
    assert signed.judgement is not None
    assert signed.judgement.reason == "The visit came a week late."


def test_reopening_says_why_and_lets_work_go_on(
    workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]
) -> None:
    """Refused without a reason; with one the answers can change, and the past tells all of it."""
    fill(begun)
    auditing.sign_off(workspace, begun.id)
    with pytest.raises(NotReady, match="is signed off and cannot change"):
        auditing.answer(workspace, begun.id, "HND-01", "inadequate")
    with pytest.raises(BadInput, match="reopened without a reason"):
        auditing.reopen(workspace, begun.id, " ")
    auditing.reopen(workspace, begun.id, "A visit was overlooked.")
    auditing.answer(workspace, begun.id, "HND-01", "inadequate", reason="No joint visit.")
    told, broken = auditing.past(workspace, begun.id)
    assert [past.why for past in told][-3:] == ["signed off", "reopened: A visit was overlooked.", "HND-01"]
    assert broken is None


# ── a sitting ────────────────────────────────────────────────────────────────


def test_typing_is_undone_as_a_whole_and_a_grade_on_its_own(workspace: Workspace, begun: Audit) -> None:
    """Ten letters in one field are one step back; a grade is one; then there is nothing to undo."""
    sitting = Sitting(workspace, begun.id)
    steps = auditing.steps
    sitting.change(steps.answered(sitting.working, "HND-01", state="graded", grade="good"), "grade")
    for end in range(1, 11):
        sitting.change(steps.answered(sitting.working, "HND-01", reason="A reason.."[:end]), "reason", joins=True)
    assert not sitting.change(sitting.working)
    assert sitting.undo() == "reason"
    assert sitting.working.answer("HND-01").reason == ""
    assert sitting.undo() == "grade"
    assert sitting.undo() is None
    assert not sitting.unsaved


def test_a_draft_is_written_once_for_each_change(workspace: Workspace, begun: Audit) -> None:
    """Nothing new, nothing written; what is written is what is on screen."""
    sitting = Sitting(workspace, begun.id)
    assert not sitting.keep()
    sitting.change(auditing.steps.answered(sitting.working, "HND-01", reason="Half a sent"))
    assert sitting.keep()
    assert not sitting.keep()
    assert Sitting(workspace, begun.id).working == sitting.working
    sitting.discard()
    assert not Sitting(workspace, begun.id).resumed
