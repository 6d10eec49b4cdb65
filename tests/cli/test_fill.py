"""Filling in an audit through a pipe: whole lines in, whole lines out."""

from __future__ import annotations

import json

from cli.running import Run


def answers(run: Run, audit: str) -> dict[str, dict[str, object]]:
    """Return the answers as they are saved, by criterion."""
    return {answer["criterion"]: answer for answer in json.loads(run("audit", "show", audit, "--json").out)["answers"]}


def test_every_question_in_turn(audit: str, run: Run) -> None:
    """Grade, reason, evidence; by number, by id, as a count; then whether the optional section applies."""
    typed = "2\nSeen together.\nVisit of 3 May\nyes\nOn file.\n\n1\nOne.\n\nn\n"
    filled = run("audit", "fill", audit, typed=typed)
    assert filled.code == 0
    saved = answers(run, audit)
    assert (saved["HND-01"]["grade"], saved["HND-01"]["reason"]) == ("good", "Seen together.")
    assert saved["HND-01"]["evidence"] == "Visit of 3 May"
    assert (saved["HND-02"]["grade"], saved["HND-03"]["count"]) == ("yes", 1)
    assert filled.lines[-4] == "Nothing is missing for sign-off."
    assert filled.lines[-3] == "Suggested judgement: Good"
    assert filled.lines[-1] == f"Next: caseaudit audit sign-off {audit}"


def test_a_question_shows_all_that_a_grade_needs(audit: str, run: Run) -> None:
    """Question, place, where to look, good, weak, and every grade with its descriptor; `d` shows them again."""
    shown = run("audit", "fill", audit, typed="d\nq\n").lines
    assert shown[1] == "HND-01, 1 of 3. The handover itself. quality, critical: harm"
    assert shown[2] == "Did the new worker meet the child together with the one who was leaving?"
    assert shown[3].startswith("Look for: Visit records")
    assert shown[4].startswith("Good looks like: A joint visit")
    assert shown[5].startswith("Weak looks like: The first visit")
    assert shown[6].startswith("1 Outstanding: The child chose")
    assert sum(line.startswith("4 Inadequate: ") for line in shown) == 2
    assert "Grade 1-4, i insufficient evidence, s skip, b back, d descriptors, q stop:" in shown


def test_not_applicable_insufficient_skip_and_back(audit: str, run: Run) -> None:
    """`i` and `n` ask for a reason; `s` leaves a question; `b` returns to the one before."""
    run("audit", "fill", audit, typed="i\nNo visit recorded.\n\ns\nb\nn\nNever changed hands.\n\nq\n")
    saved = answers(run, audit)
    assert (saved["HND-01"]["state"], saved["HND-02"]["state"]) == ("insufficient-evidence", "not-applicable")
    assert saved["HND-02"]["reason"] == "Never changed hands."
    assert saved["HND-03"]["state"] == "not-assessed"


def test_what_does_not_answer_is_asked_again(audit: str, run: Run) -> None:
    """A word that is no grade, a number that is none, a state that the criterion refuses."""
    said = run("audit", "fill", audit, typed="excellent\nn\n9\n2\nYes.\n\nq\n").out
    assert "Cannot be answered so. Type one of these: grade 1-4, i insufficient evidence." in said
    assert "Cannot be answered not-applicable. Grade it, or use insufficient-evidence." in said
    assert answers(run, audit)["HND-01"]["grade"] == "good"


def test_when_the_input_ends_everything_answered_is_saved(audit: str, run: Run) -> None:
    """Even in the middle of an answer: the grade that was given stands, and the end is an ordinary one."""
    ended = run("audit", "fill", audit, typed="1\nBecause.\n\n2")
    assert ended.code == 0
    saved = answers(run, audit)
    assert (saved["HND-01"]["grade"], saved["HND-02"]["grade"]) == ("outstanding", "no")
    assert "Missing for sign-off: HND-02 has no reason." in ended.lines


def test_only_the_unanswered_unless_all_is_asked(audit: str, run: Run) -> None:
    """What is answered is passed over; with --all an empty line keeps the grade, the reason, the evidence."""
    run("audit", "answer", audit, "HND-01", "good", "--reason", "First.", "--evidence", "p. 1")
    assert "HND-01," not in run("audit", "fill", audit, typed="q\n").out
    again = run("audit", "fill", audit, "--all", typed="2\n\np. 2\nq\n")
    assert "So far: Good" in again.out
    assert "Reason so far: First." in again.lines
    assert "Good. Reason (Enter keeps what is there):" in again.lines
    kept = answers(run, audit)["HND-01"]
    assert (kept["grade"], kept["reason"], kept["evidence"]) == ("good", "First.", "p. 2")
    passed_over = run("audit", "fill", audit, "--all", typed="\nq\n")
    assert "HND-02," in passed_over.out


def test_an_optional_section_is_asked_about_before_its_questions(audit: str, run: Run) -> None:
    """`y` switches it on and its questions follow; `b` there goes back to the question before."""
    filled = run("audit", "fill", audit, typed="s\ns\ns\nmaybe\ny\n3\nRepeats it.\n\n")
    assert "Does this apply: the case is in court? y yes, n no, b back, q stop:" in filled.lines
    assert "Type y, n, b or q." in filled.lines
    assert "HND-04, 4 of 4. Cases in court. quality" in filled.lines
    assert answers(run, audit)["HND-04"]["grade"] == "requires-improvement"


def test_back_at_the_first_question_stays_there(audit: str, run: Run) -> None:
    """There is nothing before the first question, and that is said."""
    said = run("audit", "fill", audit, typed="b\nq\n").lines
    assert "This is the first question." in said
    assert sum(line.startswith("HND-01, 1 of 3") for line in said) == 2


def test_a_signed_off_audit_is_not_asked(answered: str, run: Run) -> None:
    """One line says why, before any question."""
    run("audit", "sign-off", answered)
    refused = run("audit", "fill", answered, typed="1\n")
    assert (refused.code, refused.out) == (1, "")
    assert "is signed off and cannot change" in refused.err


def test_before_anything_else_whether_the_child_is_safe(audit: str, run: Run) -> None:
    """A critical criterion is graded inadequate: no, told nobody, is asked again; with a name it is kept on record."""
    typed = "4\nNobody came.\n\nmaybe\nn\n\n\nn\nTeam manager, North\nVisit today.\nq\n"
    filled = run("audit", "fill", audit, typed=typed)
    assert "HND-01 is critical. Before anything else:" in filled.lines
    assert "Type y, n, k or q." in filled.out
    assert "Nobody has been told. Tell the responsible manager now, and say who it was." in filled.out
    said = json.loads(run("audit", "show", audit, "--json").out)["escalations"]
    assert [(one["criterion"], one["safe"], one["told"], one["note"]) for one in said] == [
        ("HND-01", "not-safe", "Team manager, North", "Visit today.")
    ]


def test_a_child_whose_safety_nobody_spoke_of_holds_the_sign_off_up(answered: str, run: Run) -> None:
    """`answer` reminds, `sign-off` refuses and names the command, `escalate` settles it, `show` tells it."""
    given = run("audit", "answer", answered, "HND-01", "inadequate")
    assert f"caseaudit audit escalate {answered} HND-01 safe|not-safe|not-known --told NAME" in given.err
    refused = run("audit", "sign-off", answered)
    assert (refused.code, "nobody has said if the child is safe" in refused.err) == (1, True)
    assert run("audit", "escalate", answered, "HND-01", "not-known").code == 1
    assert run("audit", "escalate", answered, "HND-01", "safe", "--told", "[/] =1+1 \x1b[31m \U0001f600").code == 0
    assert run("audit", "sign-off", answered).code == 0
    shown = run("audit", "show", answered)
    assert "  HND-01: safe now; told: [/] =1+1" in shown.out
    assert "\x1b" not in shown.out
