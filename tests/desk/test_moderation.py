"""Moderation in a workspace: who may begin, what is chosen, what both agree on, and what then counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from caseaudit.desk import agreeing, auditing, moderating, summarising
from caseaudit.desk.listing import Wanted, listing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import actions
from caseaudit.domain import audit as steps
from caseaudit.domain import moderating as rounds
from caseaudit.domain.audit import Audit
from caseaudit.domain.moderating import side_by_side
from caseaudit.domain.moderation import standing
from caseaudit.problems import BadInput, CaseauditError, NotReady
from caseaudit.store.register import Stamp
from conftest import HEADER, NOON
from hostile import HOSTILE
from moderated import AUDITOR, MODERATOR, graded, returned, sitting, two


@pytest.fixture
def moderator(workspace: Workspace) -> Workspace:
    """The same folder, opened by the moderator on the same day."""
    return sitting(workspace, MODERATOR)


def signed(workspace: Workspace, grade: str = "good", **header: str) -> Audit:
    """Return an audit of `handover` that is signed off."""
    auditor = sitting(workspace, header.get("auditor", AUDITOR))
    return graded(auditor, auditing.begin(auditor, "handover", replace(HEADER, **header)).id, grade)


# ── beginning ────────────────────────────────────────────────────────────────


def test_a_second_grade_is_a_file_of_its_own_by_whoever_begins_it(workspace: Workspace, moderator: Workspace) -> None:
    """The first is not touched; the moderator's name stands on the second; it asks the same words and holds none."""
    first = signed(workspace)
    second = moderating.begin(moderator, first.id)
    assert (second.auditor, second.role, second.follows) == (MODERATOR, "second-grade", first.id)
    assert {answer.state for answer in second.answers} == {"not-assessed"}
    assert workspace.register.load(first.id) == first
    assert moderating.begin(moderator, signed(workspace).id, "N. Named").auditor == "N. Named"


def test_it_is_begun_once(workspace: Workspace, moderator: Workspace) -> None:
    """The refusal names who grades it, and what to go on with."""
    first = signed(workspace)
    second = moderating.begin(moderator, first.id)
    with pytest.raises(NotReady) as refused:
        moderating.begin(sitting(workspace, "N. Named"), first.id)
    assert str(refused.value) == f"{first.id}: is being graded a second time by {MODERATOR}. Go on with {second.id}."


@pytest.mark.parametrize("name", ["A. Auditor", "a.  auditor"])
def test_the_auditor_is_never_the_moderator(workspace: Workspace, name: str) -> None:
    """At the desk or by name."""
    first = signed(workspace)
    for attempt in (lambda: moderating.begin(sitting(workspace, name), first.id),
                    lambda: moderating.begin(sitting(workspace, MODERATOR), first.id, name)):  # fmt: skip
        with pytest.raises(BadInput, match="the moderator is the auditor"):
            attempt()
    assert listing(workspace, Wanted()).total == 1


@pytest.mark.parametrize("name", ["x" * 121, "x\n" * 61])
def test_a_name_that_is_none_begins_nothing(workspace: Workspace, moderator: Workspace, name: str) -> None:
    """As in the header of any audit."""
    first = signed(workspace)
    with pytest.raises(BadInput, match="auditor: is longer than 120 characters"):
        moderating.begin(moderator, first.id, name)
    assert listing(workspace, Wanted()).total == 1


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()][:34])
def test_any_text_goes_through(workspace: Workspace, text: str) -> None:
    """As the moderator's name, a reason, a comment, a reply: kept to the letter, but for what drives a terminal."""
    first = signed(workspace)
    who = sitting(workspace, text[:100])
    second = moderating.begin(who, first.id)
    graded(who, second.id, "requires-improvement")
    moderating.settle(who, first.id, "HND-01", "requires-improvement", text)
    moderating.hand_back(who, first.id, comment=text)
    moderation = moderating.acknowledge(sitting(workspace, AUDITOR), first.id, text).moderation
    assert moderation is not None
    said = (moderation.outcomes[0].reason, moderation.comment, moderation.reply)
    assert len({*said}) == 1
    assert "\x1b" not in f"{said}{moderation.by}"


# ── choosing ─────────────────────────────────────────────────────────────────


@pytest.fixture
def twelve(workspace: Workspace) -> list[Audit]:
    """Twelve signed-off audits: eight good by one auditor, four inadequate by another."""
    eight = [signed(workspace, case=f"EB-{number}") for number in range(8)]
    return eight + [signed(workspace, "inadequate", case=f"EB-9{number}", auditor="B. Other") for number in range(4)]


def drawn(workspace: Workspace, percent: int, by: moderating.By = "all", seed: int = 1, who: str = "") -> list[str]:
    """Return the ids that are chosen."""
    return [line.id for line in moderating.chosen(workspace, Wanted(), percent, by, seed, who)]


def test_a_share_of_all_of_each_judgement_or_of_each_auditor(workspace: Workspace, twelve: list[Audit]) -> None:
    """A quarter of twelve is three; of each judgement two of eight and one of four; a little of a group is one."""
    assert len(drawn(workspace, 25)) == 3
    for by in ("judgement", "auditor"):
        chosen = drawn(workspace, 25, by)
        assert [sum(audit.id in chosen for audit in group) for group in (twelve[:8], twelve[8:])] == [2, 1]
    assert len(drawn(workspace, 1, "judgement")) == 2
    assert len(drawn(workspace, 100)) == 12


def test_the_same_seed_chooses_the_same_and_another_seed_others(workspace: Workspace, twelve: list[Audit]) -> None:
    """So that a choice can be defended."""
    assert drawn(workspace, 50, seed=4) == drawn(workspace, 50, seed=4)
    assert len({tuple(drawn(workspace, 50, seed=seed)) for seed in range(6)}) > 1


def test_what_has_a_second_grade_counts_towards_the_share(workspace: Workspace, twelve: list[Audit]) -> None:
    """However it was chosen: after three of twelve are begun, a quarter is reached."""
    moderator = sitting(workspace, MODERATOR)
    for audit in twelve[:3]:
        moderating.begin(moderator, audit.id)
    assert drawn(workspace, 25) == []
    assert len(drawn(workspace, 50)) == 3


def test_nobody_is_given_their_own_audits(workspace: Workspace, twelve: list[Audit]) -> None:
    """Others of the group take their place."""
    chosen = drawn(workspace, 25, who="b. other")
    assert len(chosen) == 3
    assert not {*chosen} & {audit.id for audit in twelve[8:]}


def test_second_grades_open_audits_and_training_are_never_chosen(workspace: Workspace) -> None:
    """Only what was signed off as practice."""
    case = two(workspace)
    auditing.begin(workspace, "handover", HEADER)
    signed(workspace, role="training")
    assert drawn(workspace, 100) == []
    assert listing(workspace, Wanted()).total == 4
    assert case.first.signed_off


def test_where_there_is_nothing_to_choose_from_it_says_so(workspace: Workspace) -> None:
    """An empty workspace, or a filter that nothing passes."""
    with pytest.raises(BadInput, match="there is no signed-off audit to choose from"):
        drawn(workspace, 20)


# ── who has to do what ───────────────────────────────────────────────────────


def test_every_step_is_somebodys_until_it_is_done(workspace: Workspace, moderator: Workspace) -> None:
    """To grade and to agree are the moderator's, to acknowledge the auditor's."""
    first = signed(workspace)
    second = moderating.begin(moderator, first.id)

    def now() -> tuple[str, str]:
        (case,) = moderating.cases(workspace).cases
        return case.step, case.whose

    assert now() == ("to grade", MODERATOR)
    graded(moderator, second.id, "good")
    assert now() == ("to agree", MODERATOR)
    moderating.hand_back(moderator, first.id)
    assert now() == ("to acknowledge", AUDITOR)
    moderating.acknowledge(workspace, second.id)
    assert now() == ("done", "")


def test_what_waits_for_me_stands_first(workspace: Workspace, moderator: Workspace) -> None:
    """Then what waits for others, in the order of the steps."""
    mine = moderating.begin(sitting(workspace, "N. Named"), signed(workspace, case="EB-1").id)
    for number in (2, 3):
        moderating.begin(moderator, signed(workspace, case=f"EB-{number}").id)
    found = moderating.in_order(moderating.cases(workspace).cases, "n. named")
    assert found[0].second.id == mine.id
    assert len(found) == 3


def test_a_second_grade_whose_audit_cannot_be_read_is_named_not_dropped(workspace: Workspace) -> None:
    """The others are listed all the same."""
    good, lost = two(workspace), two(workspace, case="EB-2")
    path = workspace.register.path(lost.first)
    path.write_text("{")
    found = moderating.cases(workspace)
    assert [case.first.id for case in found.cases] == [good.first.id]
    assert any(str(path) in problem.where for problem in found.problems)


def test_while_i_grade_blind_the_audit_is_among_those_i_must_not_see(
    workspace: Workspace, moderator: Workspace
) -> None:
    """Mine alone, and only until I sign."""
    first = signed(workspace)
    second = moderating.begin(moderator, first.id)
    moderator.look()
    assert moderating.graded_blind(moderator) == {first.id}
    assert moderating.graded_blind(workspace) == frozenset()
    graded(moderator, second.id, "good")
    moderator.look()
    assert moderating.graded_blind(moderator) == frozenset()


# ── agreeing ─────────────────────────────────────────────────────────────────


def test_either_id_will_do(workspace: Workspace) -> None:
    """For comparing, agreeing, returning, acknowledging."""
    case = two(workspace)
    assert moderating.compared(workspace, case.first.id) == moderating.compared(workspace, case.second.id)
    first = moderating.settle(case.moderator, case.second.id, "HND-01", "2", "The child's words are there.")
    assert first.id == case.first.id


def test_nothing_is_compared_while_the_second_grade_is_blind(workspace: Workspace, moderator: Workspace) -> None:
    """The refusal says what to sign."""
    second = moderating.begin(moderator, signed(workspace).id)
    with pytest.raises(NotReady, match=f"{second.id}: is given blind and is not signed off. Sign it off first"):
        moderating.compared(moderator, second.id)


def test_a_number_that_differs_is_agreed_as_a_number(workspace: Workspace) -> None:
    """Two workers or three: it is kept as a number, beside the reason."""
    case = two(workspace, second="good", numbers=("2", "3"))
    first = moderating.settle(case.moderator, case.first.id, "HND-03", "3", "The agency worker counts.")
    assert first.moderation is not None
    assert first.moderation.outcomes[0].count == 3
    (sides, *_) = side_by_side(first, case.second)
    assert (sides.first.count, sides.second.count) == (2, 3)


def test_what_is_agreed_is_kept_from_sitting_to_sitting(workspace: Workspace) -> None:
    """Grade by grade, the judgement, the comment; returning takes up what was noted."""
    case = two(workspace)
    moderating.settle(case.moderator, case.first.id, "HND-01", "requires-improvement", "The visit came after.")
    moderating.note(case.moderator, case.first.id, judgement="requires-improvement", judgement_reason="By HND-01.")
    moderating.note(case.moderator, case.first.id, comment="Well argued.")
    assert moderating.suggested(workspace.register.load(case.first.id)).grade == "requires-improvement"
    moderation = moderating.hand_back(case.moderator, case.first.id).moderation
    assert moderation is not None
    assert (moderation.judgement, moderation.judgement_reason, moderation.comment) == (
        "requires-improvement", "By HND-01.", "Well argued.",
    )  # fmt: skip


def test_the_auditor_cannot_agree_with_themselves(workspace: Workspace) -> None:
    """Not on a criterion, not on the judgement, not on returning."""
    case = two(workspace)
    for attempt in (
        lambda: moderating.settle(case.auditor, case.first.id, "HND-01", "good", "Mine."),
        lambda: moderating.note(case.auditor, case.first.id, comment="Mine."),
        lambda: moderating.hand_back(case.auditor, case.first.id),
    ):
        with pytest.raises(BadInput, match="the moderator is the auditor"):
            attempt()
    assert workspace.register.load(case.first.id).moderation is None


def test_an_audit_that_was_opened_again_waits_for_its_signature(workspace: Workspace) -> None:
    """Nobody agrees on grades that may be changing."""
    case = two(workspace)
    auditing.reopen(case.auditor, case.first.id, "A date was wrong.")
    with pytest.raises(NotReady, match=f"is open again. Agree once {AUDITOR} has signed it off"):
        moderating.settle(case.moderator, case.first.id, "HND-01", "good", "Yes.")


def test_what_was_agreed_with_one_second_grade_is_not_lost_to_another(workspace: Workspace) -> None:
    """Two began at the same moment: the one that was agreed on first stands."""
    case = two(workspace)
    twin = replace(case.second, id="20261125-twin22", revision=steps.Revision())
    workspace.register.save(twin, Stamp("N. Named", workspace.now(), "begun"))
    moderating.settle(case.moderator, case.second.id, "HND-01", "good", "Yes.")
    with pytest.raises(NotReady, match=f"is being agreed with another second grade. Use {case.second.id}"):
        moderating.settle(sitting(workspace, "N. Named"), twin.id, "HND-01", "inadequate", "No.")


def test_the_auditor_closes_an_action_while_the_moderator_returns(workspace: Workspace) -> None:
    """Both are kept, and nobody is asked anything."""
    case = two(workspace, second="good")
    action = auditing.add_action(case.auditor, case.first.id, "Plan the goodbye.", "W. Worker", "2026-12-01")
    seen = moderating.case_of(case.moderator, case.first.id)
    done = actions.done(action, "2026-11-24", "The plan is on file.")
    auditing.save(case.auditor, steps.with_action(seen.first, done), seen.first)
    after = rounds.returned(*seen, MODERATOR, workspace.now(), "good", "", "Well argued.")
    auditing.save(case.moderator, after, seen.first, "moderated")
    both = workspace.register.load(case.first.id)
    assert [action.status for action in both.actions] == ["done"]
    assert both.moderation is not None
    assert both.moderation.comment == "Well argued."


def test_the_first_grade_its_signature_and_the_second_stay_as_they_were(workspace: Workspace) -> None:
    """Returned and acknowledged, the auditor's own grade, reason and signature still stand, and so does the digest."""
    case = returned(workspace)
    first = moderating.acknowledge(case.auditor, case.first.id, "Thank you.")
    assert first.answer("HND-01").grade == "good"
    assert not steps.changed_since_sign_off(first)
    assert workspace.register.load(case.second.id) == case.second
    assert workspace.register.history(first.id).broken() is None


@pytest.mark.parametrize("person", [MODERATOR, "N. Named"])
def test_only_the_auditor_acknowledges(workspace: Workspace, person: str) -> None:
    """The refusal says who."""
    case = returned(workspace)
    with pytest.raises(BadInput, match=f"is acknowledged by its auditor only. Let {AUDITOR} do it"):
        moderating.acknowledge(sitting(workspace, person), case.first.id)


# ── what counts in a summary: the index must hold what stands, not what was given first ──


def shares(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """Return of each criterion how many are good or better, and of how many."""
    rows = summarising.summarise(workspace).rows
    return {row.criterion: (row.good_or_better.n, row.good_or_better.of) for row in rows}


def test_a_second_grade_is_never_counted_beside_the_first(workspace: Workspace) -> None:
    """One case is one audit, before anything is agreed: the auditor's grade counts."""
    two(workspace)
    assert summarising.summarise(workspace).signed_off == 1
    assert shares(workspace)["HND-01"] == (1, 1)


def test_what_was_agreed_counts_once_it_is_returned(workspace: Workspace) -> None:
    """Good was agreed down to requires improvement: criterion and judgement count so, in summary and list."""
    returned(workspace)
    assert shares(workspace)["HND-01"] == (0, 1)
    (line,) = listing(workspace, Wanted(equal=(("role", "audit"),))).lines
    assert line.judgement == "requires-improvement"


# ── how far they agree ───────────────────────────────────────────────────────


def test_pairs_are_the_auditors_own_grades_against_the_moderators_scale_by_scale(workspace: Workspace) -> None:
    """What was agreed afterwards changes nothing; numbers are no grades; yes and no is a scale of its own."""
    case = returned(workspace)
    two(workspace, "good", "good", compliance=("yes", "no"), case="EB-2")
    found = agreeing.agreement(workspace, Wanted())
    assert (found.signed_off, found.moderated, found.waiting, found.median_days) == (2, 2, 0, 7)
    pairs = {each.name: each.report.disagreements for each in found.scales}
    assert {name: [(p.pair.first, p.pair.second) for p in parted] for name, parted in pairs.items()} == {
        "ofsted": [("good", "requires-improvement")],
        "yes-no": [("yes", "no")],
    }
    (parted,) = pairs["ofsted"]
    assert (parted.pair.audit, parted.pair.criterion, parted.pair.auditor, parted.pair.moderator) == (
        case.first.id, "HND-01", AUDITOR, MODERATOR,
    )  # fmt: skip


def test_only_what_both_graded_is_a_pair(workspace: Workspace) -> None:
    """Insufficient evidence against a grade is for talking about, not for counting."""
    two(workspace, "good", "insufficient-evidence")
    assert [each.name for each in agreeing.agreement(workspace, Wanted()).scales] == ["yes-no"]


def test_a_second_grade_in_progress_is_waiting_and_no_pair(workspace: Workspace, moderator: Workspace) -> None:
    """It is blind: not even its share of agreement is told."""
    moderating.begin(moderator, signed(workspace).id)
    found = agreeing.agreement(workspace, Wanted())
    assert (found.moderated, found.waiting, found.scales) == (0, 1, ())


@pytest.mark.parametrize(
    ("wanted", "n"),
    [
        (Wanted(), 2),
        (Wanted(equal=(("team", "South"),)), 1),
        (Wanted(equal=(("auditor", AUDITOR), ("checklist", "handover"))), 1),
        (Wanted(equal=(("auditor", MODERATOR),)), 0),
        (Wanted(equal=(("cohort", "child-in-need"),)), 2),
        (Wanted(since="2026-11-20", until="2026-11-20"), 2),
        (Wanted(until="2026-11-19"), 0),
        (Wanted(since="2026-11-21"), 0),
    ],
)
def test_filters_are_of_the_first_audit(workspace: Workspace, wanted: Wanted, n: int) -> None:
    """Its team, its auditor, its date: the second grade is dated five days later, by somebody else."""
    two(workspace)
    two(workspace, team="South", auditor="B. Other", case="EB-2")
    found = agreeing.agreement(workspace, wanted)
    assert (found.moderated, found.signed_off) == (n, n)


def test_what_was_signed_again_is_moderated_again(workspace: Workspace) -> None:
    """Another version, another second grade: its agreement takes the place of the first, which stays in the history."""
    case = returned(workspace)
    auditing.reopen(sitting(workspace, AUDITOR, 9), case.first.id, "A record was found.")
    with pytest.raises(NotReady, match="has a second grade by"):
        moderating.begin(sitting(workspace, MODERATOR, 9), case.first.id)
    again = graded(sitting(workspace, AUDITOR, 10), case.first.id, "outstanding", judgement="outstanding")
    with pytest.raises(NotReady, match="was signed again after it was moderated"):
        moderating.settle(case.moderator, case.second.id, "HND-01", "good", "Yes.")
    second = moderating.begin(sitting(workspace, MODERATOR, 11), again.id)
    assert moderating.case_of(case.moderator, again.id).step == "to grade"
    graded(sitting(workspace, MODERATOR, 12), second.id, "good")
    moderating.settle(case.moderator, again.id, "HND-01", "good", "The visit was a week late.")
    assert {found.second.id: found.step for found in moderating.cases(workspace).cases} == {
        case.second.id: "done",
        second.id: "to agree",
    }
    first = moderating.hand_back(sitting(workspace, MODERATOR, 13), again.id, "good", "By HND-01.")
    assert first.moderation is not None
    assert (first.moderation.second, standing(first, first.answer("HND-01"))) == (second.id, ("graded", "good"))
    assert [found.step for found in moderating.cases(workspace).cases] == ["to acknowledge", "done"]


def test_only_the_first_time_is_an_agreement_unseen(workspace: Workspace) -> None:
    """Whoever signs again knows what the moderator thought: the second round is no pair."""
    case = returned(workspace)
    auditing.reopen(sitting(workspace, AUDITOR, 9), case.first.id, "A record was found.")
    graded(sitting(workspace, AUDITOR, 10), case.first.id, "outstanding", judgement="outstanding")
    second = moderating.begin(sitting(workspace, MODERATOR, 11), case.first.id)
    graded(sitting(workspace, MODERATOR, 12), second.id, "good")
    (ofsted, _) = agreeing.agreement(workspace, Wanted()).scales
    (parted,) = ofsted.report.disagreements
    assert (parted.pair.first, parted.pair.second) == ("good", "requires-improvement")


def test_grades_that_were_changed_in_the_light_of_the_others_are_no_agreement(workspace: Workspace) -> None:
    """Each gave a grade unseen; both then reopened and came round: the pair stays what it was."""
    case = two(workspace)
    for who, audit, grade in ((AUDITOR, case.first, "inadequate"), (MODERATOR, case.second, "good")):
        later = sitting(workspace, who, 9)
        auditing.reopen(later, audit.id, "In the light of the other.")
        auditing.answer(later, audit.id, "HND-01", grade, reason="We talked.")
        graded(later, audit.id, grade, judgement=grade)
    (ofsted, _) = agreeing.agreement(workspace, Wanted()).scales
    (parted,) = ofsted.report.disagreements
    assert (parted.pair.first, parted.pair.second) == ("good", "requires-improvement")


def test_per_criterion_and_per_auditor_from_five_pairs_on(workspace: Workspace) -> None:
    """Four pairs are counts alone; the fifth brings a coefficient and a direction."""
    for number in range(4):
        two(workspace, case=f"EB-{number}")
    (before, _) = agreeing.agreement(workspace, Wanted()).scales
    two(workspace, case="EB-5")
    (after, _) = agreeing.agreement(workspace, Wanted()).scales
    assert [(group.pairs, group.direction is None) for group in before.report.criteria] == [(4, True)]
    assert [(group.pairs, group.direction is None) for group in after.report.auditors] == [(5, False)]


def test_days_to_moderation_run_from_signature_to_agreement(workspace: Workspace) -> None:
    """Signed on 20 November, returned on the 27th; the clock of the moderator says so."""
    case = returned(workspace)
    assert case.first.moderation is not None
    assert case.first.moderation.at == (NOON + timedelta(7)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert rounds.days_to_moderation(case.first) == 7


def test_a_workspace_without_moderation_has_nothing_to_compare(workspace: Workspace) -> None:
    """No error: nothing has been moderated yet."""
    assert agreeing.agreement(workspace, Wanted()) == agreeing.Moderated(0, 0, 0, None, (), ())
    with pytest.raises(CaseauditError, match="has no second grade"):
        moderating.case_of(workspace, signed(workspace).id)
