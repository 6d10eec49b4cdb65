"""Two people changed one audit: every edit is kept, and only what both changed is asked about."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Action, Audit, Judgement
from caseaudit.domain.merging import HEADER_FIELDS, differences, merge, with_theirs
from caseaudit.problems import CaseauditError
from made_up import AT, begun, court

VISIT = Action("A1", "Visit the child", "W. Worker", "2026-12-01")
SUMMARY = Action("A1", "Write the transfer summary", "M. Manager", "2026-12-08")


def full() -> Audit:
    """Return an audit that could be signed, with an action."""
    audit = steps.answered(begun(), "HND-01", state="graded", grade="good", reason="On file.")
    audit = steps.answered(audit, "HND-02", state="graded", grade="yes", reason="On file.")
    audit = steps.answered(audit, "HND-03", state="graded", count=1, reason="On file.")
    return steps.with_action(steps.judged(audit, Judgement("good", "good")), VISIT)


def signed(audit: Audit, by: str = "A. Auditor") -> Audit:
    """Return the audit signed off."""
    return steps.signed(audit, by, AT)


def answered(audit: Audit, criterion: str, grade: str, reason: str = "Mine.") -> Audit:
    """Return the audit with one answer graded."""
    return steps.answered(audit, criterion, state="graded", grade=grade, reason=reason)


# ── as it is told ────────────────────────────────────────────────────────────


def test_different_questions_merge_by_themselves() -> None:
    """Jo grades one question and Sam another: both grades stand and nobody is asked."""
    base = begun()
    found = merge(base, answered(base, "HND-01", "good"), answered(base, "HND-02", "no"))
    assert found.overlaps == ()
    assert [answer.grade for answer in found.audit.answers] == ["good", "no", "", ""]


def test_the_same_question_asks_and_shows_both() -> None:
    """Both graded one question differently: mine stands for now, both are listed with what they began from."""
    base = begun()
    found = merge(base, answered(base, "HND-01", "good"), answered(base, "HND-01", "inadequate"))
    (overlap,) = found.overlaps
    assert overlap.what == "HND-01"
    assert (overlap.base.grade, overlap.mine.grade, overlap.theirs.grade) == ("", "good", "inadequate")
    assert found.audit.answer("HND-01").grade == "good"
    assert with_theirs(found, ["HND-01"]).answer("HND-01").grade == "inadequate"


def test_one_text_is_never_merged_from_two() -> None:
    """Both added a sentence to one reason: neither sentence ends up in the other's text."""
    base = answered(begun(), "HND-01", "good", "Met together.")
    mine = answered(base, "HND-01", "good", "Met together. The child chose the place.")
    theirs = answered(base, "HND-01", "good", "Met together. Late.")
    found = merge(base, mine, theirs)
    assert [overlap.what for overlap in found.overlaps] == ["HND-01"]
    assert found.audit.answer("HND-01").reason == "Met together. The child chose the place."


def test_two_new_actions_are_two_actions() -> None:
    """Each gave the number A1 to an action of their own: both stay, mine under the next number."""
    base = begun()
    found = merge(base, steps.with_action(base, VISIT), steps.with_action(base, SUMMARY))
    assert found.overlaps == ()
    assert [(action.id, action.what) for action in found.audit.actions] == [("A1", SUMMARY.what), ("A2", VISIT.what)]


def test_an_action_that_both_changed_is_asked_about() -> None:
    """One closed it, the other moved its date."""
    base = steps.with_action(begun(), VISIT)
    mine = steps.with_action(base, replace(VISIT, status="closed"))
    theirs = steps.with_action(base, replace(VISIT, due="2026-12-24"))
    assert [overlap.what for overlap in merge(base, mine, theirs).overlaps] == ["A1"]


def test_what_i_took_away_and_they_changed_can_come_back() -> None:
    """A removal against a change is an overlap, and choosing theirs brings their action back."""
    base = steps.with_action(begun(), VISIT)
    theirs = steps.with_action(base, replace(VISIT, status="done"))
    found = merge(base, steps.without_action(base, "A1"), theirs)
    assert found.audit.actions == ()
    assert with_theirs(found, ["A1"]).actions == theirs.actions


def test_a_section_may_be_called_as_a_field_of_the_header() -> None:
    """A section `team` and the field `team` are two things when theirs is chosen."""
    base = begun()
    section = replace(base.sections[0], id="team")
    base = replace(base, sections=(section,))
    mine = replace(base, team="South", sections=(replace(section, title="Mine"),))
    theirs = replace(base, team="East", sections=(replace(section, title="Theirs"),))
    chosen = with_theirs(merge(base, mine, theirs), ["team"])
    assert chosen.team == "East"
    assert chosen.sections[0].title == "Theirs"


def test_a_sign_off_and_an_edit_always_meet() -> None:
    """She signs while he changes an answer, in either order: it is asked, and no signature stands meanwhile."""
    base = full()
    edited = answered(base, "HND-01", "inadequate")
    for mine, theirs in ((signed(base), edited), (edited, signed(base))):
        found = merge(base, mine, theirs)
        assert "sign_off" in [overlap.what for overlap in found.overlaps]
        assert not found.audit.signed_off


def test_their_signature_comes_with_what_they_signed() -> None:
    """Choosing their sign-off takes their answers with it; only my action goes along."""
    base = full()
    mine = steps.with_action(answered(base, "HND-01", "inadequate"), replace(SUMMARY, id="A2"))
    chosen = with_theirs(merge(base, mine, signed(base)), ["sign_off"])
    assert chosen.signed_off
    assert not steps.changed_since_sign_off(chosen)
    assert chosen.answer("HND-01").grade == "good"
    assert [action.id for action in chosen.actions] == ["A1", "A2"]


def test_two_signatures_are_asked_about() -> None:
    """Both signed the same words: a person has to say whose signature stands."""
    base = full()
    found = merge(base, signed(base, "A. Auditor"), signed(base, "B. Auditor"))
    assert [overlap.what for overlap in found.overlaps] == ["sign_off"]
    assert not found.audit.signed_off


def test_a_reopening_keeps_its_reason_through_a_merge() -> None:
    """He reopens while she closes an action: the reopening and its reason stay on record."""
    base = signed(full())
    mine = steps.reopened(base, "A. Auditor", AT, "A visit was overlooked.")
    theirs = steps.with_action(base, replace(VISIT, status="closed"))
    found = merge(base, mine, theirs)
    assert found.overlaps == ()
    assert not found.audit.signed_off
    assert found.audit.events[-1].note == "A visit was overlooked."
    assert found.audit.actions[0].status == "closed"


def test_an_action_closed_after_a_sign_off_asks_nobody() -> None:
    """A signature that both began from is no news to either."""
    base = signed(full())
    found = merge(base, steps.with_action(base, replace(VISIT, status="done")), steps.with_action(base, SUMMARY))
    assert [overlap.what for overlap in found.overlaps] == ["A1"]
    assert found.audit.signed_off


def test_differences_are_told_in_reading_order() -> None:
    """Fields of the header first, then sections, criteria, actions, judgement and sign-off."""
    base = begun()
    assert differences(base, base) == []
    changed = steps.amended(steps.answered(full(), "HND-04", state="graded", grade="good", reason="R."), team="South")
    assert differences(base, signed(changed)) == [
        *("team", "court", "HND-01", "HND-02", "HND-03", "HND-04", "A1", "judgement", "sign-off"),
    ]


# ── for any two people ───────────────────────────────────────────────────────

Step = tuple[str, tuple[Any, ...]]
words = st.sampled_from(["", "one", "two"])
grades = st.sampled_from(["good", "inadequate"])
ANY_STEP: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("answer"), st.tuples(st.sampled_from(["HND-01", "HND-04"]), grades, words)),
    st.tuples(st.just("answer"), st.tuples(st.just("HND-02"), st.sampled_from(["yes", "no"]), words)),
    st.tuples(st.just("clear"), st.tuples(st.sampled_from(["HND-01", "HND-02"]))),
    st.tuples(st.just("switch"), st.tuples(st.booleans())),
    st.tuples(st.just("amend"), st.tuples(st.sampled_from(["team", "worker"]), words)),
    st.tuples(st.just("judge"), st.tuples(grades, words)),
    st.tuples(st.just("add"), st.tuples(words)),
    st.tuples(st.just("close"), st.tuples(words)),
    st.tuples(st.just("drop"), st.tuples()),
    st.tuples(st.just("sign"), st.tuples(st.sampled_from(["Jo", "Sam"]))),
    st.tuples(st.just("reopen"), st.tuples(st.sampled_from(["Jo", "Sam"]))),
)  # fmt: skip


def taken(audit: Audit, step: Step) -> Audit:
    """Return the audit after one step, or as it was where the step is refused."""
    name, given_words = step
    with suppress(CaseauditError):
        return STEPS[name](audit, *given_words)
    return audit


STEPS: dict[str, Any] = {
    "answer": lambda a, criterion, grade, reason: answered(a, criterion, grade, reason or "On file."),
    "clear": lambda a, criterion: steps.answered(a, criterion, state="not-assessed"),
    "switch": lambda a, on: steps.switched(a, "court", on=on),
    "amend": lambda a, field, word: steps.amended(a, **{field: word}),
    "judge": lambda a, grade, reason: steps.judged(a, Judgement(grade, "good", reason=reason or "Because.")),
    "add": lambda a, what: steps.with_action(a, replace(VISIT, id=steps.next_action_id(a), what=f"Do {what}")),
    "close": lambda a, word: steps.with_action(a, replace((a.actions or (VISIT,))[0], status="closed", effect=word)),
    "drop": lambda a: steps.without_action(a, "A1"),
    "sign": signed,
    "reopen": lambda a, by: steps.reopened(a, by, AT, "It has to change."),
}  # fmt: skip


@st.composite
def three(draw: st.DrawFn) -> tuple[Audit, Audit, Audit]:
    """What both began from, my version and theirs, each made by the steps that a person can take."""
    base = draw(st.sampled_from([begun(), full(), signed(full()), court(full(), on=True)]))
    sides = []
    for _ in range(2):
        audit = base
        for step in draw(st.lists(ANY_STEP, max_size=5)):
            audit = taken(audit, step)
        sides.append(audit)
    return base, sides[0], sides[1]


def part(audit: Audit, name: str) -> Any:
    """Return the part that goes by a name in `differences`."""
    if name in (*HEADER_FIELDS, "judgement"):
        return getattr(audit, name)
    if name == "sign-off":
        return audit.sign_off
    parts = {**{p.id: p for p in (*audit.sections, *audit.actions)}, **{a.criterion: a for a in audit.answers}}
    return parts.get(name)


def work(action: Action) -> Action:
    """Return an action without its number, which a merge may change."""
    return replace(action, id="")


@given(three())
def test_against_no_change_the_other_side_stands(sides: tuple[Audit, Audit, Audit]) -> None:
    """If only one of the two changed something, the merge is exactly that."""
    base, mine, _ = sides
    assert merge(base, mine, base).audit == mine
    assert merge(base, base, mine).audit == mine
    assert merge(base, mine, base).overlaps == merge(base, base, mine).overlaps == ()


@given(three())
def test_the_same_change_on_both_sides_is_no_overlap(sides: tuple[Audit, Audit, Audit]) -> None:
    """Who did the same as the other is not asked."""
    base, mine, _ = sides
    assert merge(base, mine, mine) == (mine, (), mine)


@given(three())
def test_the_merge_is_the_same_from_either_chair(sides: tuple[Audit, Audit, Audit]) -> None:
    """Both are asked about the same things, and where nobody is asked both get the same audit."""
    base, mine, theirs = sides
    here, there = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {overlap.what for overlap in here.overlaps} == {overlap.what for overlap in there.overlaps}
    if not here.overlaps:
        for field in (*HEADER_FIELDS, "sections", "answers", "judgement", "sign_off"):
            assert getattr(here.audit, field) == getattr(there.audit, field)
        assert set(map(work, here.audit.actions)) == set(map(work, there.audit.actions))
        assert set(here.audit.events) == set(there.audit.events)


@settings(max_examples=200)
@given(three())
def test_no_change_of_either_side_is_lost(sides: tuple[Audit, Audit, Audit]) -> None:
    """Every part that either changed stands in the merge as they left it, or is asked about."""
    base, mine, theirs = sides
    found = merge(base, mine, theirs)
    asked = {overlap.what.replace("_", "-") for overlap in found.overlaps}
    for side in (mine, theirs):
        for name in differences(base, side):
            changed = part(side, name)
            kept = part(found.audit, name) == changed
            renumbered = isinstance(changed, Action) and work(changed) in map(work, found.audit.actions)
            assert kept or renumbered or name in asked
    told = [event for event in mine.events if event.what != "signed-off" or "sign-off" not in asked]
    assert {*told, *theirs.events} <= set(found.audit.events)


@given(three())
def test_every_part_is_one_side_whole(sides: tuple[Audit, Audit, Audit]) -> None:
    """No answer, section or action is put together from two."""
    base, mine, theirs = sides
    audit = merge(base, mine, theirs).audit
    for kind in ("answers", "sections"):
        assert all(one in {*getattr(mine, kind), *getattr(theirs, kind)} for one in getattr(audit, kind))
    assert set(map(work, audit.actions)) <= set(map(work, (*mine.actions, *theirs.actions)))
    assert base.criteria == audit.criteria


@settings(max_examples=200)
@given(three(), st.data())
def test_a_signature_stands_over_nothing_but_what_was_signed(
    sides: tuple[Audit, Audit, Audit], data: st.DataObject
) -> None:
    """Whatever merges, and whichever side is chosen, a signed audit says what its signer read."""
    base, mine, theirs = sides
    found = merge(base, mine, theirs)
    names = [overlap.what for overlap in found.overlaps]
    chosen = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    for audit in (found.audit, with_theirs(found, chosen)):
        assert not steps.changed_since_sign_off(audit)
        if audit.signed_off:
            assert [event.what for event in audit.events if event.what in ("signed-off", "reopened")][
                -1
            ] == "signed-off"


@settings(max_examples=200)
@given(three())
def test_a_sign_off_against_a_change_always_surfaces(sides: tuple[Audit, Audit, Audit]) -> None:
    """If one signed and the other changed anything at all, the sign-off is asked about."""
    base, mine, theirs = sides
    for signer, other in ((mine, theirs), (theirs, mine)):
        fresh = signer.signed_off and signer.sign_off not in (base.sign_off, other.sign_off)
        if fresh and differences(base, other):
            assert "sign_off" in [overlap.what for overlap in merge(base, mine, theirs).overlaps]


@given(three())
def test_theirs_all_over_is_theirs(sides: tuple[Audit, Audit, Audit]) -> None:
    """Whoever chooses theirs in every overlap gets what they saved, wherever both had changed it."""
    base, mine, theirs = sides
    found = merge(base, mine, theirs)
    names = [overlap.what for overlap in found.overlaps]
    chosen = with_theirs(found, names)
    for name in names:
        assert part(chosen, name.replace("_", "-")) == part(theirs, name.replace("_", "-"))


def test_a_reopening_is_not_undone_by_the_same_signature_on_the_other_side() -> None:
    """Both signed at the same moment and one reopened it: it stays open, and the signature is a question."""
    mine = signed(full(), "Jo")
    again = steps.reopened(mine, "Jo", "2026-11-20T12:00:00Z", "It has to change.")
    found = merge(full(), mine, again)
    assert not found.audit.signed_off
    assert [overlap.what for overlap in found.overlaps] == ["sign_off"]
