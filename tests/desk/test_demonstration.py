"""The demonstration workspace: fictional, the same every time, and as valid as what a person makes."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from caseaudit.desk import agreeing, moderating
from caseaudit.desk.demonstration import NAME, is_demonstration, make_demonstration
from caseaudit.desk.demonstration_cases import LAST_DAY
from caseaudit.desk.demonstration_words import Entry, Situation, Words, all_words
from caseaudit.desk.listing import Wanted, listing
from caseaudit.desk.moderating import Case
from caseaudit.desk.workspace import Workspace, library_of, make
from caseaudit.domain.audit import PURPOSES, Answer, Audit, changed_since_sign_off, missing, progress
from caseaudit.domain.checklist import Checklist
from caseaudit.domain.facts import noted
from caseaudit.domain.identifiers import hints
from caseaudit.domain.moderating import unsettled
from caseaudit.problems import BadInput
from caseaudit.store.places import Places
from caseaudit.store.register import Register

GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
STATES = ("not-applicable", "insufficient-evidence")
WORDS = {words.checklist: words for words in all_words()}
TODAY = LAST_DAY.isoformat()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """The demonstration as it is made when nobody asks for anything else."""
    return make_demonstration(tmp_path_factory.mktemp("made") / "demo")


@pytest.fixture(scope="module")
def records(places: Places) -> list[Audit]:
    """Every record of it, oldest first."""
    register = Register(places)
    return sorted((register.read(path) for path in register.files()), key=lambda audit: audit.date)


@pytest.fixture(scope="module")
def audits(records: list[Audit]) -> list[Audit]:
    """Every audit; second grades are told of below."""
    return [audit for audit in records if audit.role != "second-grade"]


@pytest.fixture(scope="module")
def signed(audits: list[Audit]) -> list[Audit]:
    """Those that are signed off."""
    return [audit for audit in audits if audit.signed_off]


def digest(folder: Path) -> str:
    """Return one digest for all names and bytes under a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    said = [f"{path.relative_to(folder).as_posix()} {sha256(path.read_bytes()).hexdigest()}" for path in files]
    return sha256("\n".join(said).encode()).hexdigest()


def good_share(audits: list[Audit], wanted: Callable[[Audit, Answer], bool]) -> float:
    """Return how much of what is graded and wanted is good or better."""
    grades = [answer.grade for audit in audits for answer in audit.asked if answer.grade and wanted(audit, answer)]
    return sum(grade in GRADES[:2] for grade in grades) / len(grades)


# ── the same every time ──────────────────────────────────────────────────────


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(tmp_path: Path) -> None:
    """Two people who make the same demonstration see the same audits."""
    first, again, other = (
        make_demonstration(tmp_path / name, audits=15, seed=seed).workspace
        for name, seed in (("first", 7), ("again", 7), ("other", 8))
    )
    assert digest(first) == digest(again)
    assert digest(first) != digest(other)


def test_clock_language_and_order_of_sets_make_no_difference(tmp_path: Path) -> None:
    """Another process, in another time zone and with another hash seed, writes the same bytes."""
    here = make_demonstration(tmp_path / "here", audits=15, seed=7).workspace
    program = (
        "import sys; from pathlib import Path; from caseaudit.desk.demonstration import make_demonstration; "
        "make_demonstration(Path(sys.argv[1]), audits=15, seed=7)"
    )
    elsewhere = {**os.environ, "PYTHONHASHSEED": "5", "TZ": "Pacific/Auckland", "LC_ALL": "C", "CASEAUDIT_AUDITOR": "B"}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "there")], env=elsewhere, check=True)
    assert digest(here) == digest(tmp_path / "there")


# ── what it holds ────────────────────────────────────────────────────────────


def test_it_holds_120_audits_of_14_months(audits: list[Audit]) -> None:
    """Fourteen months, ending on the day on which the demonstration is set."""
    assert len(audits) == 120
    assert len({audit.date[:7] for audit in audits}) == 14
    assert audits[-1].date == TODAY


def test_four_teams_twenty_workers_eight_auditors(audits: list[Audit]) -> None:
    """A worker belongs to one team."""
    assert len({audit.team for audit in audits}) == 4
    assert len({audit.worker for audit in audits}) == 20
    assert len({(audit.team, audit.worker) for audit in audits}) == 20
    assert len({audit.auditor for audit in audits}) == 8


def test_every_checklist_with_words_is_used_and_fits_its_cohorts(audits: list[Audit]) -> None:
    """A supervision file is a worker's; the others are children's."""
    shelf = library_of(None).shelf.checklists
    assert {audit.checklist.id for audit in audits} == set(WORDS)
    for audit in audits:
        assert audit.cohort in shelf[audit.checklist.id].cohorts
        assert re.fullmatch(r"EB-S?\d+", audit.case)


def test_all_purposes_occur_and_re_audits_follow_an_earlier_audit_of_the_case(audits: list[Audit]) -> None:
    """Most are first audits; a re-audit names the one it repeats."""
    known = {audit.id: audit for audit in audits}
    repeats = [audit for audit in audits if audit.role == "re-audit"]
    assert {audit.purpose for audit in audits} == set(PURPOSES)
    assert 0 < len(repeats) < len(audits) / 4
    for audit in repeats:
        before = known[audit.follows]
        assert (before.case, before.checklist.id) == (audit.case, audit.checklist.id)
        assert before.date < audit.date


def test_about_eight_in_a_hundred_are_in_progress_and_some_are_half_answered(audits: list[Audit]) -> None:
    """What is in progress is recent."""
    unfinished = [audit for audit in audits if not audit.signed_off]
    shares = [answered / asked for answered, asked in map(progress, unfinished)]
    assert len(unfinished) == 10
    assert min(audit.date for audit in unfinished) > "2026-08"
    assert any(0.3 < share < 0.7 for share in shares)


def test_most_grades_are_good_or_requires_improvement_and_some_answers_have_none(signed: list[Audit]) -> None:
    """Few are outstanding or inadequate; all four states of an answer occur."""
    found = Counter(answer.grade or answer.state for audit in signed for answer in audit.asked)
    graded = sum(found[grade] for grade in GRADES)
    assert found["good"] + found["requires-improvement"] > 0.8 * graded
    assert 0.02 * graded < found["outstanding"] < 0.12 * graded
    assert 0.02 * graded < found["inadequate"] < 0.12 * graded
    assert all(found[state] > 10 for state in STATES)


def test_there_is_something_to_find_in_a_summary(signed: list[Audit]) -> None:
    """Compliance beats quality, one group is weak everywhere, one team improves and another slips."""
    weak = {"CHR-06", "CHR-11", "PER-12", "SUP-04"}

    def team_in(team: str, *, late: bool) -> Callable[[Audit, Answer], bool]:
        return lambda audit, _: audit.team == team and (audit.date > "2026-04-25") == late

    assert good_share(signed, lambda _, a: a.focus == "compliance") > good_share(
        signed, lambda _, a: a.focus == "quality"
    )
    for team in {audit.team for audit in signed}:
        inside = good_share(signed, lambda audit, a, team=team: audit.team == team and a.criterion in weak)
        outside = good_share(signed, lambda audit, a, team=team: audit.team == team and a.criterion not in weak)
        assert inside < outside
    assert good_share(signed, team_in("Harbour", late=True)) > good_share(signed, team_in("Harbour", late=False)) + 0.1
    assert good_share(signed, team_in("Millbrook", late=True)) < good_share(signed, team_in("Millbrook", late=False))


def test_judgements_are_mostly_as_suggested_and_a_different_one_has_a_reason(signed: list[Audit]) -> None:
    """The auditor decides; now and then differently."""
    decisions = [audit.judgement for audit in signed if audit.judgement]
    different = [decision for decision in decisions if decision.grade != decision.suggested]
    assert len(decisions) == len(signed)
    assert 0 < len(different) < len(signed) / 5
    assert all(decision.reason for decision in different)


def test_some_actions_are_overdue_and_what_is_done_shows_evidence(signed: list[Audit]) -> None:
    """Actions answer weak criteria; a closed one also shows its effect."""
    actions = [(audit, action) for audit in signed for action in audit.actions]
    by_status = Counter(action.status for _, action in actions)
    assert by_status["done"] > 10
    assert by_status["closed"] > 10
    assert any(action.status == "open" and action.due < TODAY for _, action in actions)
    assert any(action.status == "open" and action.due > TODAY for _, action in actions)
    for audit, action in actions:
        assert audit.answer(action.criterion).grade in ("requires-improvement", "inadequate", "good")
        assert bool(action.evidence) == (action.status in ("done", "closed"))
        assert bool(action.effect) == (action.status == "closed")


# ── second grades ────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def found(places: Places) -> list[Case]:
    """Every audit that has a second grade, with it."""
    return moderating.cases(Workspace(places, "A. Lead")).cases


def test_about_one_audit_in_eight_is_moderated_and_one_waits_at_each_step(found: list[Case]) -> None:
    """There is something to grade, something to agree on, something to acknowledge; the rest is done."""
    steps_ = Counter(case.step for case in found)
    assert 0.1 < len(found) / 120 < 0.2
    assert (steps_["to grade"], steps_["to agree"], steps_["to acknowledge"]) == (1, 1, 1)
    assert steps_["done"] == len(found) - 3
    (to_agree,) = (case for case in found if case.step == "to agree")
    assert len(unsettled(*to_agree)) > 0


def test_they_mostly_agree_and_the_moderator_is_the_stricter(places: Places) -> None:
    """With one auditor clearly, with the others no more than chance explains."""
    (scale,) = agreeing.agreement(Workspace(places, "A. Lead"), Wanted()).scales
    share, direction = scale.report.overall.exact.share, scale.report.overall.direction
    assert share is not None
    assert direction is not None
    assert 0.7 < share < 0.95
    assert direction.lower > 2 * direction.higher
    clear = [group.name for group in scale.report.auditors if group.direction and group.direction.is_clear]
    assert clear == ["A. Quennell"]


def test_moderation_is_as_valid_as_what_people_make(found: list[Case]) -> None:
    """Somebody else's, in the same words, later than the first, in order; nothing signed was changed."""
    for first, second in found:
        assert first.auditor != second.auditor
        assert [answer.wording for answer in first.answers] == [answer.wording for answer in second.answers]
        assert first.sign_off is not None
        assert first.sign_off.at < second.created
        assert not changed_since_sign_off(first)
        assert not changed_since_sign_off(second)
        moderation = first.moderation
        if second.sign_off and moderation and moderation.at:
            assert second.created < second.sign_off.at < moderation.at
            assert moderation.at < (moderation.acknowledged_at or "9999")
            assert unsettled(first, second) == []


def test_the_history_of_a_moderated_audit_is_whole(places: Places, found: list[Case]) -> None:
    """Every save stands in its place and in the order of time."""
    register = Register(places)
    for audit in (one for case in found for one in case):
        history = register.history(audit.id)
        assert history.broken() is None
        times = [history.audit(number).revision.at for number in history.numbers()]
        assert times == sorted(times)


# ── as valid as what a person makes ──────────────────────────────────────────


def test_everything_signed_off_is_complete_and_unchanged_since(signed: list[Audit]) -> None:
    """Nothing is missing from a signed-off audit, and the signature still covers what it says."""
    for audit in signed:
        assert missing(audit) == []
        assert not changed_since_sign_off(audit)


def test_nothing_looks_like_an_identifier(audits: list[Audit]) -> None:
    """No text of the demonstration is pointed out as naming a child."""
    assert [hint for audit in audits for hint in hints(audit)] == []


def test_the_answers_carry_the_words_of_the_shipped_checklists(audits: list[Audit]) -> None:
    """The questions and their digests are those of the library as it is now."""
    shelf = library_of(None).shelf.checklists
    digests = {name: checklist.digest for name, checklist in shelf.items()}
    for audit in audits:
        checklist = shelf[audit.checklist.id]
        assert audit.checklist.digest == digests[checklist.id]
        asked = [(answer.criterion, answer.question, answer.wording) for answer in audit.answers]
        assert asked == [(criterion.id, criterion.question, criterion.wording) for criterion in checklist.criteria]


def test_every_history_is_whole_and_ends_with_the_readable_file(places: Places, audits: list[Audit]) -> None:
    """Each revision carries the digest of the one before, as if it had been saved step by step."""
    register = Register(places)
    for audit in audits:
        history = register.history(audit.id)
        head = history.head()
        assert history.broken() is None
        assert head is not None
        assert head.content == register.path(audit).read_bytes()
        assert register.load(audit.id) == audit
    assert {audit.revision.number for audit in audits} >= {1, 2, 3}


def test_what_happened_to_an_audit_is_told_in_order(places: Places, audits: list[Audit]) -> None:
    """The times of an audit's revisions and events never go back."""
    for audit in audits:
        history = Register(places).history(audit.id)
        revisions = [history.audit(number).revision.at for number in history.numbers()]
        events = [event.at for event in audit.events]
        assert revisions == sorted(revisions)
        assert events == sorted(events)
        assert max(revisions + events) < f"{TODAY}T23"


def test_the_list_reads_them_all(places: Places) -> None:
    """The index finds 120 audits beside the second grades, nothing unreadable and no copies."""
    found = listing(Workspace(places, "A. Auditor"), Wanted(practice_only=True))
    assert (found.total, found.problems) == (120, [])


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access apart from the mode")
def test_its_files_are_as_private_as_those_of_any_workspace(places: Places) -> None:
    """Files are for their owner alone."""
    files = [path for path in places.workspace.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


# ── opening one again, and what is refused ───────────────────────────────────


def test_a_demonstration_that_is_there_is_opened_and_not_made_again(tmp_path: Path) -> None:
    """What somebody changed in it stays."""
    made = make_demonstration(tmp_path / "demo", audits=3)
    (made.checklists).mkdir()
    before = digest(made.workspace)
    assert make_demonstration(tmp_path / "demo", audits=9, seed=2) == made
    assert digest(made.workspace) == before
    assert is_demonstration(made.workspace)
    assert Workspace(made, "A. Auditor").name == NAME


def test_it_can_be_made_in_an_empty_folder(tmp_path: Path) -> None:
    """A folder that somebody made for it is used."""
    (tmp_path / "demo").mkdir()
    assert make_demonstration(tmp_path / "demo", audits=1).settings.is_file()


def _letter(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("not ours")


def _somebodys_workspace(folder: Path) -> None:
    make(str(folder), name=NAME)


def _a_file(folder: Path) -> None:
    folder.write_text("a file")


def _interrupted(folder: Path) -> None:
    make_demonstration(folder, audits=2).settings.unlink()


def _damaged(folder: Path) -> None:
    make_demonstration(folder, audits=2).settings.write_text("name = ")


@pytest.mark.parametrize("occupy", [_letter, _somebodys_workspace, _a_file, _interrupted, _damaged])
def test_a_folder_that_holds_anything_else_is_left_as_it_is(tmp_path: Path, occupy: Callable[[Path], None]) -> None:
    """The refusal names the folder and says what to do; nothing is written."""
    folder = tmp_path / "taken"
    occupy(folder)
    before = digest(tmp_path)
    with pytest.raises(BadInput) as refused:
        make_demonstration(folder, audits=2)
    assert not is_demonstration(folder)
    assert str(folder) in str(refused.value)
    assert "Choose a folder" in str(refused.value)
    assert digest(tmp_path) == before


def test_less_than_one_audit_is_refused(tmp_path: Path) -> None:
    """And no folder is made."""
    with pytest.raises(BadInput, match="at least one"):
        make_demonstration(tmp_path / "demo", audits=0)
    assert not (tmp_path / "demo").exists()


# ── the words ────────────────────────────────────────────────────────────────


@pytest.fixture(params=sorted(WORDS))
def pair(request: pytest.FixtureRequest) -> tuple[Words, Checklist]:
    """The words of one checklist, and the checklist."""
    return WORDS[request.param], library_of(None).get(request.param)


def test_words_and_checklist_have_the_same_criteria(pair: tuple[Words, Checklist]) -> None:
    """No criterion is without words, and no words are without a criterion."""
    words, checklist = pair
    assert set(words.criteria) == {criterion.id for criterion in checklist.criteria}


def test_every_grade_of_every_criterion_has_two_reasons_and_the_good_ones_an_impact(
    pair: tuple[Words, Checklist],
) -> None:
    """What is good made a difference to a child, and the auditor says which."""
    words, _ = pair
    for criterion in words.criteria.values():
        for grade in GRADES:
            entries = criterion.outcomes[grade]
            assert len({entry.reason for entry in entries}) >= 2
            assert all(bool(entry.impact) == (grade in GRADES[:2]) for entry in entries)
        assert criterion.evidence
        assert criterion.actions


def test_states_have_words_where_the_checklist_allows_them_and_only_there(pair: tuple[Words, Checklist]) -> None:
    """Not applicable and insufficient evidence have their own reasons."""
    words, checklist = pair
    for criterion in checklist.criteria:
        outcomes = set(words.criteria[criterion.id].outcomes)
        assert outcomes == {*GRADES, *criterion.allows}


def test_situations_speak_of_sections_criteria_and_cohorts_that_exist(pair: tuple[Words, Checklist]) -> None:
    """And `when` names only situations that exist."""
    words, checklist = pair
    known = {situation.id for situation in words.situations}
    optional = {section.id for section in checklist.sections if section.applies_when}
    assert optional == {section for situation in words.situations for section in situation.sections}
    for situation in words.situations:
        assert set(situation.cohorts) <= set(checklist.cohorts)
        assert set(_settled(situation)) <= set(words.criteria)
    for criterion in words.criteria.values():
        for entry in (*criterion.actions, *(entry for entries in criterion.outcomes.values() for entry in entries)):
            assert set(entry.when) <= known


def test_every_situation_has_something_to_write_for_every_criterion(pair: tuple[Words, Checklist]) -> None:
    """Whatever is drawn, there are words for it; and words that can never be drawn are not kept."""
    words, checklist = pair
    used = {entry.reason for situation in words.situations for entry in _drawn(words, checklist, situation)}
    written = {e.reason for c in words.criteria.values() for entries in c.outcomes.values() for e in entries}
    assert written == used


def _settled(situation: Situation) -> tuple[str, ...]:
    return (*situation.not_applicable, *situation.sometimes_not_applicable, *situation.insufficient_evidence)


def _drawn(words: Words, checklist: Checklist, situation: Situation) -> Iterator[Entry]:
    """Yield every entry that can be drawn in a situation; fail where there is nothing to draw."""
    for section in checklist.sections:
        if section.applies_when and section.id not in situation.sections:
            continue
        for criterion in section.criteria:
            for outcomes in _needed(criterion.id, situation):
                entries = [e for outcome in outcomes for e in words.entries(criterion.id, outcome, situation)]
                assert entries, (criterion.id, situation.id, outcomes)
                yield from entries
            if criterion.id not in _settled(situation):
                yield from words.entries(criterion.id, "insufficient-evidence", situation)


def _needed(criterion: str, situation: Situation) -> list[tuple[str, ...]]:
    """Return groups of outcomes, each of which needs at least one entry."""
    if criterion in situation.not_applicable:
        return [("not-applicable",)]
    if criterion in situation.insufficient_evidence:
        return [("insufficient-evidence",)]
    return [("not-applicable",), GRADES] if criterion in situation.sometimes_not_applicable else [GRADES]


def test_no_words_are_taken_over_from_the_checklists(pair: tuple[Words, Checklist]) -> None:
    """No run of seven words is a descriptor's: an auditor writes about the case, not the rubric."""
    words, checklist = pair
    rubric = {run for criterion in checklist.criteria for text in criterion.descriptors.values() for run in runs(text)}
    for name, criterion in words.criteria.items():
        for entries in criterion.outcomes.values():
            for entry in entries:
                assert not rubric & runs(f"{entry.reason} {entry.impact}"), name


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of seven words of a text."""
    said = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(said[at : at + 7]) for at in range(len(said) - 6)}


def test_facts_are_noted_as_the_program_itself_would_note_them(audits: list[Audit]) -> None:
    """Nothing that nobody could have typed on the day of the audit; some are left out, and some looked up twice."""
    facts = [(audit, fact) for audit in audits for fact in audit.facts]
    for audit, fact in facts:
        day = date.fromisoformat(audit.date)
        assert noted(fact, fact.value, fact.system, day) == fact
    assert 0.5 < sum(bool(fact.value) for _, fact in facts) / len(facts) < 0.95
    assert {fact.differs for _, fact in facts} == {True, False, None}
