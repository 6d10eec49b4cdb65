"""Making an exemplar of one's own audit: who may, of what, and what is left behind when it is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from caseaudit.desk import auditing, exemplars, making, training
from caseaudit.desk.making_words import word_list
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.actions import Action
from caseaudit.domain.audit import Audit, Header, answered, begin
from caseaudit.domain.exemplar import ExemplarSet
from caseaudit.domain.judgement import suggest
from caseaudit.domain.making import STATEMENT, WEEKS, Making, known_names
from caseaudit.domain.moderation import Moderation, Outcome
from caseaudit.domain.replaced_names import surviving
from caseaudit.problems import BadInput, NotReady
from caseaudit.store import makings
from conftest import NOON
from made_up_making import ANSWERS, LISTED, TEXTS, signed, written


@pytest.fixture
def audit(workspace: Workspace) -> Audit:
    """A signed-off audit of `farewell` by A. Auditor."""
    return signed(workspace)


@pytest.fixture
def made(workspace: Workspace, audit: Audit) -> Making:
    """An exemplar in the making with nothing left to decide."""
    return written(workspace, audit.id)


@pytest.fixture
def second(workspace: Workspace) -> Workspace:
    """The same workspace, opened by somebody else."""
    return Workspace(workspace.places, "S. Second", clock=lambda: NOON)


def test_the_names_that_the_record_knows_are_listed_by_themselves(made: Making) -> None:
    """Case, worker, team and auditor, beside those that were given; roles are nobody's names."""
    listed = {each.name: each.replacement for each in made.names}
    assert listed.items() >= {"EB-1042": "the case", "W. Worker": "the worker", "North": "the team"}.items()
    assert listed["A. Auditor"] == "the auditor"
    assert listed["Jaydon"] == "Child A"


def test_roles_are_nobodys_names_and_parts_of_names_are(audit: Audit) -> None:
    """Who owns an action, who was told, who moderated: people by their whole names and by the longer words of them."""
    actions = tuple(
        Action("A1", "Ring.", owner, "2026-12-01") for owner in ("Team manager", "Head of service", "P. Sharma-Hill")
    )
    moderated = Moderation("second", "Mo Derator", "2026-11-21T12:00:00Z")
    worker = replace(audit, worker="Faisal O'Brien", actions=actions, moderation=moderated)

    assert {each.name: each.replacement for each in known_names(worker)} == {
        "EB-1042": "the case",
        "North": "the team",
        "Faisal O'Brien": "the worker",
        "Faisal": "the worker",
        "O'Brien": "the worker",
        "A. Auditor": "the auditor",
        "Mo Derator": "the moderator",
        "Derator": "the moderator",
        "P. Sharma-Hill": "a colleague",
        "Sharma-Hill": "a colleague",
    }


def test_what_was_agreed_in_moderation_is_the_key(workspace: Workspace, audit: Audit) -> None:
    """With the reason that was agreed; on everything else both agree."""
    outcome = Outcome("BYE-02", "graded", "good", "We read it together.")
    agreed = Moderation("second", "Mo Derator", "2099-11-21T12:00:00Z", (outcome,))
    workspace.register.load = lambda _: replace(audit, moderation=agreed)  # type: ignore[method-assign]
    found = making.begin(workspace, audit.id).found("BYE-02")

    assert (found.grade, found.reason) == ("good", "We read it together.")


def test_dates_are_moved_by_a_number_of_weeks_that_nobody_chose(workspace: Workspace, audit: Audit) -> None:
    """Another for each exemplar, as chance will have it."""
    days = {making.begin(workspace, audit.id).days for _ in range(12)}
    assert days <= {7 * weeks for weeks in WEEKS}
    assert len(days) > 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda audit: replace(audit, role="training"), "is itself training"),
        (lambda audit: replace(audit, sign_off=None), "is not signed off"),
        (lambda audit: replace(audit, cohort="care-leaver"), "was changed after it was signed off"),
    ],
)
def test_only_of_a_case_that_is_signed_off_as_it_stands(
    workspace: Workspace, audit: Audit, change: Callable[[Audit], Audit], says: str
) -> None:
    """Nothing is begun otherwise."""
    workspace.register.load = lambda _: change(audit)  # type: ignore[method-assign]
    with pytest.raises(NotReady, match=says):
        making.begin(workspace, audit.id)
    assert making.listed(workspace) == ([], [])


def test_an_audit_with_too_few_grades_is_refused(workspace: Workspace) -> None:
    """What was graded by other words does not count."""
    audit = signed(workspace)
    path = workspace.places.checklists / "farewell.toml"
    words = path.read_text("utf-8").replace("Are the child's own words", "Are her words")
    path.write_text(words.replace("Was the goodbye before", "Was it before"), "utf-8")
    with pytest.raises(NotReady, match=r"has 3 grades that version 1\.0 of the checklist asks for in the same words"):
        making.begin(Workspace(workspace.places, "A. Auditor"), audit.id)


def test_only_its_maker_changes_it(workspace: Workspace, second: Workspace, made: Making) -> None:
    """Whatever the change; a maker is known whatever the case of the name."""
    for step in (
        lambda: making.write(second, made.id, "lift", "x"),
        lambda: making.keep(second, made.id, ["Oak Tree"]),
        lambda: making.replace(second, made.id, word_list(["Oak Tree=x"])),
        lambda: making.choose(second, made.id, list(ANSWERS)),
    ):
        with pytest.raises(NotReady, match=r"is being made by A\. Auditor"):
            step()
    same = Workspace(workspace.places, "a.  AUDITOR")
    assert making.write(same, made.id, "lift", "Ask.").lift == "Ask."


def test_only_somebody_else_confirms_it_and_only_what_they_read(
    workspace: Workspace, second: Workspace, made: Making
) -> None:
    """In words that are kept; a change while they read is told."""
    with pytest.raises(NotReady, match="was made by you"):
        making.ready(workspace, made.id)
    read = making.ready(second, made.id)
    making.write(workspace, made.id, "lift", "Ask him.")
    with pytest.raises(NotReady, match="was changed while you read it"):
        making.confirm(second, made.id, read)
    confirmed = making.confirm(second, made.id, making.ready(second, made.id)).confirmed

    assert confirmed
    assert (confirmed.by, confirmed.statement) == ("S. Second", STATEMENT)
    assert making.show(workspace, made.id).next == "to finish"


def test_nothing_is_finished_before_it_is_confirmed_as_it_stands(
    workspace: Workspace, second: Workspace, made: Making
) -> None:
    """Everything that is left is named; a later change asks for another confirmation."""
    making.write(workspace, made.id, "kind", "")
    with pytest.raises(NotReady, match="kind: is still to be written"):
        making.ready(second, made.id)
    making.write(workspace, made.id, "kind", "case note")
    making.confirm(second, made.id, making.ready(second, made.id))
    making.write(workspace, made.id, "lift", "Ask him first.")
    with pytest.raises(NotReady, match="is not confirmed as it stands now"):
        making.finish(workspace, made.id)


@pytest.fixture
def finished(workspace: Workspace, second: Workspace, made: Making) -> ExemplarSet:
    """The exemplar, in the library."""
    making.confirm(second, made.id, making.ready(second, made.id))
    return exemplars.rubric(workspace.library, making.finish(workspace, made.id).name).found


def test_what_is_finished_leads_back_to_nothing_and_nothing_else_is_left(
    workspace: Workspace, audit: Audit, finished: ExemplarSet, made: Making
) -> None:
    """Neither a name nor an id nor a date in the file; the file that it was made from is gone."""
    text = (workspace.places.checklists / "exemplars" / f"{finished.id}.toml").read_text("utf-8")

    assert finished.id == "farewell.practice-1"
    assert surviving(text, [*LISTED, "S. Second"]) == []
    for link in (audit.id, made.id, "November 2026", "12 November", "20.11.26", "12/11/2026", f"{made.days}"):
        assert link not in text, link
    assert list(workspace.places.making.iterdir()) == []


def test_an_audit_filled_from_its_key_gives_its_grade(workspace: Workspace, finished: ExemplarSet) -> None:
    """By the checklist's own rule, as of every exemplar that ships."""
    checklist = workspace.library.get("farewell")
    trainer = Header(case="Training", team="", worker="", auditor="Trainer", date="", role="training")
    filled = begin("training", trainer, checklist, workspace.library.scales[checklist.scale], "")
    (exemplar,) = finished.exemplars
    for each in exemplar.answers:
        filled = answered(filled, each.criterion, state="graded", grade=each.grade, reason=each.reason)

    assert suggest(filled).grade == exemplar.grade


def test_it_is_used_like_every_exemplar(workspace: Workspace, finished: ExemplarSet) -> None:
    """Beside the set that is there: in the list, in a session, by its letter."""
    rubrics, problems = exemplars.rubrics(workspace.library)
    session = training.begin(workspace, [f"{finished.id}:A", "farewell:B"])

    assert problems == []
    assert [each.title for each in rubrics if each.checklist.id == "farewell"] == [
        "Saying goodbye", "Saying goodbye (practice-1)"
    ]  # fmt: skip
    assert [extract.name for extract in session.extracts] == ["farewell.practice-1:A", "farewell:B"]
    assert len(training.graded(workspace.library, session)) == 2
    assert session.title == "Saying goodbye"


def test_nothing_of_it_is_ever_counted(workspace: Workspace, finished: ExemplarSet, made: Making) -> None:
    """The register holds the one audit that it came from, before and after."""
    from caseaudit.desk.listing import Wanted

    assert workspace.look().count(Wanted()) == 1


def test_one_whose_checklist_is_gone_is_named_and_can_be_discarded(workspace: Workspace, made: Making) -> None:
    """The list of the others goes on."""
    (workspace.places.checklists / "farewell.toml").unlink()
    later = Workspace(workspace.places, "A. Auditor")
    views, problems = making.views(later)
    assert (views, [each.where for each in problems]) == ([], [made.id])
    assert making.discard(later, made.id).names == len(made.names)


def test_discarding_says_what_it_removed(workspace: Workspace, second: Workspace, made: Making, audit: Audit) -> None:
    """Anybody may; the audit stays."""
    gone = making.discard(second, made.id)

    assert (gone.names, gone.texts) == (len(made.names), len(ANSWERS) + len(made.notes) + len(TEXTS))
    assert not gone.path.exists()
    assert auditing.take_up(workspace, audit.id)
    with pytest.raises(BadInput, match="is no exemplar in the making"):
        making.discard(workspace, made.id)


def test_one_that_was_finished_twice_is_there_once(workspace: Workspace, second: Workspace, made: Making) -> None:
    """As after a power cut between the writing and the removing."""
    making.confirm(second, made.id, making.ready(second, made.id))
    before = makings.find(workspace.places, made.id)
    name = making.finish(workspace, made.id).name
    again = makings.keep(workspace.places, before)
    assert making.finish(workspace, again.id).name == name


def test_a_word_list_names_every_wrong_line(workspace: Workspace) -> None:
    """A remark and an empty line are none; what is given goes after the file."""
    path = workspace.places.workspace / "names.txt"
    path.write_text("# who\n\nJaydon = Child A\nnonsense\n= x\n", "utf-8")
    with pytest.raises(BadInput) as told:
        word_list(["also wrong"], path)
    assert [problem.where for problem in told.value.problems] == [f"{path}:4", f"{path}:5", "also wrong"]
    path.write_text("Jaydon = Child A\n", "utf-8")
    assert [each.replacement for each in word_list(["Jaydon=Child B"], path)] == ["Child A", "Child B"]
