"""A session of calibration from the first extract to what came of it, and what it can never reach."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.desk import auditing, counts_leaving, exporting, federating, lakes, summarising, training
from caseaudit.desk.grading import Sheet
from caseaudit.desk.listing import Wanted, listing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Header
from caseaudit.domain.calibration import Mark, Session
from caseaudit.problems import BadInput, NotReady
from caseaudit.store import sessions
from conftest import HEADER, NOON, SAMPLE
from hostile import HOSTILE
from made_up_session import as_person

GRADED = ("outstanding", "good", "requires-improvement", "inadequate")
FIVE = ("Anna", "Bo", "Cem", "Dee", "Eve")


def grade_all(here: Workspace, session: Session, name: str, place: int) -> None:
    """Give every criterion the grade at a place of its scale, or the last there is."""
    path = sessions.known(here.places, session.id)
    for about, grades in session.asked.items():
        training.mark(path, name, Mark(*about, grades[min(place, len(grades) - 1)], f"{name} saw it."))


def test_a_session_holds_what_is_graded_and_not_what_the_expert_says(here: Workspace, session: Session) -> None:
    """Two extracts by letter, each criterion with its own scale, a trainer; no word of the expert's."""
    text = sessions.known(here.places, session.id).read_text("utf-8")
    expert = [each for extract in training.graded(here.library, session) for each in extract.exemplar.answers]

    assert [extract.name for extract in session.extracts] == ["farewell:B", "farewell:C"]
    assert (session.title, session.trainer, session.revealed_at) == ("Team day", "A. Auditor", "")
    assert [each.grades for each in session.extracts[0].asked if each.criterion == "BYE-03"] == [("yes", "no")]
    assert not [answer.reason for answer in expert if answer.reason in text]


def test_five_people_from_blind_to_revealed(here: Workspace, session: Session) -> None:
    """Two at the trainer's keyboard, three on machines of their own; the files come back in any order."""
    folder = here.places.workspace.parent
    for name, place in (("Anna", 0), ("Bo", 1)):
        grade_all(here, session, name, place)
    files = []
    for place, name in enumerate(("Cem", "Dee", "Eve"), 1):
        path = folder / f"{name}.json"
        training.hand_out(here, session.id, path)
        assert "Anna" not in path.read_text("utf-8")
        for about, grades in session.asked.items():
            training.mark(path, name, Mark(*about, grades[min(place, len(grades) - 1)]))
        files.append(path)
    together = training.gather(here, session.id, [files[2], files[0], files[1], files[0]])
    assert [each.name for each in together.participants] == list(FIVE)
    with pytest.raises(NotReady, match="not revealed yet"):
        training.show(here, session.id)
    training.reveal(here, session.id)
    shown = training.show(here, session.id)

    assert [each.scale for each in shown.result.among] == [GRADED, ("yes", "no")]
    assert shown.result.spreads[0].steps == 3
    assert (shown.result.most_generous.name, shown.result.most_severe.name) == ("Anna", "Eve")  # type: ignore[union-attr]
    assert all(spread.expert and shown.reasons[spread.about] for spread in shown.result.spreads)
    assert shown.problems == []
    for late in (lambda: grade_all(here, session, "Fay", 0), lambda: training.gather(here, session.id, files)):
        with pytest.raises(NotReady, match="is revealed"):
            late()


def test_a_group_that_grades_as_the_expert_agrees_with_the_expert(here: Workspace, session: Session) -> None:
    """Filled in from the key: every one of them the same, and no end to be at."""
    path = sessions.known(here.places, session.id)
    for name in FIVE:
        for each in training.graded(here.library, session):
            for answer in each.exemplar.answers:
                about = (each.extract.checklist, each.extract.letter, answer.criterion)
                training.mark(path, name, Mark(*about, answer.grade))
    training.reveal(here, session.id)
    shown = training.show(here, session.id).result

    assert {(person.exact.n, person.exact.of, person.mean_steps) for person in shown.people} == {(10, 10, 0.0)}
    assert {spread.steps for spread in shown.spreads} == {0}
    assert shown.most_severe is None


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ([], "--exemplar: is missing"),
        (["farewell"], "names no extract"),
        (["farewell:"], "names no extract"),
        (["farewell:Z"], "extract: does not exist. Use one of: A, B, C, D"),
        (["farewel:B"], 'Probably "farewell" is meant'),
        (["handover:B"], "has no exemplars yet"),
        (["farewell:B", "farewel:B", "farewell:Q"], "extract: does not exist"),
    ],
)
def test_what_cannot_be_graded_is_refused_and_nothing_begins(here: Workspace, chosen: list[str], says: str) -> None:
    """All that is wrong at once, with what there is."""
    with pytest.raises(BadInput, match=says) as refused:
        training.begin(here, chosen)
    assert len(refused.value.problems) == max(1, len(chosen) - 1)
    assert training.listed(here) == ([], [])


def test_other_words_in_this_library_are_told_before_anybody_grades(here: Workspace, session: Session) -> None:
    """Somebody whose library moved on would grade another text than the group."""
    path = here.places.checklists / "exemplars" / "farewell.toml"
    text = path.read_text("utf-8")
    for line in ("18 June. No name yet.", "I showed her a photograph."):
        text = text.replace(line, f"{line} She laughed.")
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput, match="Use the same version of the library"):
        training.graded(as_person(here, "Bo").library, replace(session, extracts=session.extracts))


def test_files_that_do_not_belong_are_all_named_and_none_is_taken_in(
    here: Workspace, session: Session, tmp_path: Path
) -> None:
    """One is no session, one was changed by hand, one is sound: the sound one waits too."""
    good, bad, changed = (tmp_path / name for name in ("good.json", "bad.json", "changed.json"))
    for path in (good, changed):
        training.hand_out(here, session.id, path)
        training.mark(path, "Bo", Mark("farewell", "B", "BYE-01", "good"))
    bad.write_text("{}", "utf-8")
    changed.write_text(changed.read_text("utf-8").replace('"good",\n     "reason"', '"good","reason"') + " ", "utf-8")
    with pytest.raises(BadInput) as refused:
        training.gather(here, session.id, [good, bad, changed])
    assert sorted(problem.where for problem in refused.value.problems) == sorted(map(str, (bad, changed)))
    assert sessions.read(sessions.known(here.places, session.id)).session.participants == ()


def test_a_persons_calibration_is_shown_to_them_and_to_their_trainer(here: Workspace) -> None:
    """Two sessions by two trainers: Anna sees both, each trainer their own, Bo nothing."""
    for trainer, place in (("T. One", 0), ("T. Two", 1)):
        theirs = as_person(here, trainer)
        begun = training.begin(theirs, ["farewell:A"])
        grade_all(theirs, begun, "Anna", place)
        training.reveal(theirs, begun.id)
    unfinished = training.begin(here, ["farewell:B"])
    grade_all(here, unfinished, "Anna", 0)

    turns, problems = training.over_time(as_person(here, "anna"), "Anna")
    assert ({turn.session.trainer for turn in turns}, problems) == ({"T. One", "T. Two"}, [])
    for trainer in ("T. One", "T. Two"):
        assert [turn.session.trainer for turn in training.over_time(as_person(here, trainer), "ANNA")[0]] == [trainer]
    for other, says in (("Bo", "to that person and to the trainer"), ("A. Auditor", "nothing .* that is revealed yet")):
        with pytest.raises(BadInput, match=says):
            training.over_time(as_person(here, other), "Anna")


def test_the_session_begun_last_stands_first(here: Workspace) -> None:
    """Also of several that were begun on one day: their ids say nothing of the hour."""
    for hour in (9, 12, 10, 15, 11):
        trainer = Workspace(here.places, "T. Trainer", clock=partial(NOON.replace, hour=hour))
        training.begin(trainer, ["farewell:A"], f"At {hour}")
    assert [kept.session.title for kept in training.listed(here)[0]] == ["At 15", "At 12", "At 11", "At 10", "At 9"]


def test_a_session_changed_by_hand_is_shown_with_a_warning_and_measures_nobody(
    here: Workspace, session: Session
) -> None:
    """The group can still talk about it; nobody's calibration over time rests on it."""
    grade_all(here, session, "Anna", 3)
    training.reveal(here, session.id)
    path = sessions.known(here.places, session.id)
    path.write_text(path.read_text("utf-8").replace('"inadequate",', '"good",', 1), "utf-8")

    assert "changed by hand" in training.show(here, session.id).problems[0].what
    turns, problems = training.over_time(as_person(here, "Anna"), "Anna")
    assert (turns, len(problems)) == ([], 1)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip() and "\ud800" not in text])
def test_any_name_and_reason_go_through(here: Workspace, session: Session, text: str) -> None:
    """To the disk and back; what could drive a terminal is made visible on the way in."""
    path = sessions.known(here.places, session.id)
    training.mark(path, text, Mark("farewell", "B", "BYE-01", "good", text))
    kept = sessions.read(path)

    assert kept.intact
    assert len(kept.session.participants) == 1
    assert "\x1b" not in str(kept.session)


# ── what training can never reach ────────────────────────────────────────────


@settings(max_examples=6)
@given(st.lists(st.sampled_from(["training", "audit"]), min_size=1, max_size=3), st.integers(1, 3))
def test_nothing_of_training_is_ever_counted(
    tmp_path_factory: pytest.TempPathFactory, roles: list[str], begun: int
) -> None:
    """Sessions are no audits, and signed-off audits of role training are in no figure, list, count, lake or merge."""
    here = _workspace(tmp_path_factory.mktemp("counted"))
    for at, role in enumerate(roles):
        _signed_off(here, replace(HEADER, case=f"EB-{at}", role=role))  # type: ignore[arg-type]
    practice = roles.count("audit")
    before = _everything(here)
    for _ in range(begun):
        session = training.begin(here, ["farewell:A", "farewell:D"], "SESSION-MARK", "SESSION-MARK")
        sheet = Sheet(here, session.id, "SESSION-MARK")  # what the app grades on
        for place, question in enumerate(sheet.questions):
            sheet.grade(place, question.scale.grades[-1].id)
            sheet.reason(place, "SESSION-MARK")
        sheet.keep()
        training.reveal(here, session.id)

    assert _everything(here) == before
    assert before[:4] == (practice,) * 4
    assert len(here.look().headlines(Wanted())) == len(roles)
    assert before[-2:] == ([], [])
    assert "SESSION-MARK" not in str(before)


def _workspace(folder: Path) -> Workspace:
    from caseaudit.desk.workspace import make

    here = Workspace(make(str(folder / "workspace")), "A. Auditor", clock=lambda: NOON)
    shutil.copytree(SAMPLE / "training", here.places.checklists)
    shutil.copy(SAMPLE / "handover.toml", here.places.checklists)
    return here


def _signed_off(here: Workspace, header: Header) -> None:
    audit = auditing.begin(here, "handover", header)
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        auditing.answer(here, audit.id, criterion, verdict, reason="Seen on file.")
    auditing.sign_off(here, audit.id)


def _everything(here: Workspace) -> tuple[object, ...]:
    """Return what a summary counts and a list shows, and the bytes of every export that a service hands over."""
    csv, json = (exporting.export(here, form, Wanted()) for form in ("csv", "json"))
    counts = counts_leaving.export(here, Wanted(), name="Service")
    file = here.places.workspace.parent / "counts.json"
    file.write_bytes(counts.content)
    merged = federating.summarise(federating.merge([file])).report
    with tempfile.TemporaryDirectory() as folder:
        lake = lakes.export(here, Path(folder) / "lake").about
    index = here.look()
    return (
        summarising.summarise(here, Wanted()).signed_off, csv.audits, lake.audits, merged.signed_off, lake.answers,
        csv.content, json.content, counts.content, listing(here, Wanted()).lines, index.unreadable(), index.copies(),
    )  # fmt: skip
