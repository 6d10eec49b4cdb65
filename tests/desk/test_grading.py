"""One person's turn on the desk: it knows nothing of the others, and loses nothing it was given."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from caseaudit.desk import grading, training
from caseaudit.desk.grading import Sheet, without_a_grade
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import Session
from caseaudit.problems import BadInput, NotReady, Problem, StorageTrouble
from caseaudit.store import sessions


def on_disk(here: Workspace, session: Session) -> Session:
    """Return the session as its file has it."""
    return sessions.intact(sessions.known(here.places, session.id))


def test_a_turn_is_taken_up_where_it_was_left(here: Workspace, session: Session) -> None:
    """Under the name as it was written first; another grade keeps the reason, another reason keeps the grade."""
    sheet = Sheet(here, session.id, "  Anna ")
    sheet.reason(0, "Nothing to say it of yet.")
    assert (sheet.name, sheet.unsaved, sheet.keep(), sheet.left) == ("Anna", False, False, list(range(10)))
    sheet.grade(0, "good")
    sheet.reason(0, "Line 3.")
    sheet.grade(0, "inadequate")
    assert (sheet.unsaved, sheet.keep(), sheet.unsaved) == (True, True, False)
    again = Sheet(here, session.id, "ANNA")
    mark = again.mark(0)
    assert mark
    assert (again.name, again.left[0], mark.grade, mark.reason) == ("Anna", 1, "inadequate", "Line 3.")


def test_a_sheet_holds_nothing_of_anybody_else(here: Workspace, session: Session) -> None:
    """Not what the others gave, not the expert's grades, reasons or name: there is nothing that a screen could show."""
    anna = Sheet(here, session.id, "Anna")
    anna.grade(0, "inadequate")
    anna.reason(0, "ANNA-SAW-IT")
    anna.keep()
    known = repr({name: value for name, value in vars(Sheet(here, session.id, "Bo")).items() if name != "questions"})
    asked = repr(Sheet(here, session.id, "Bo").questions)
    for each in training.graded(here.library, session):
        for answer in each.exemplar.answers:
            assert repr(answer.reason)[1:-1] not in asked
        assert repr(each.exemplar.lift)[1:-1] not in asked
    assert "Anna" not in known
    assert "ANNA-SAW-IT" not in known + asked
    assert "J. Expert" not in known + asked
    standing = grading.standing(here, session.id)
    assert ("ANNA-SAW-IT" in repr(standing), standing.turns) == (False, (("Anna", 1),))


def test_what_the_disk_refuses_waits_until_it_takes_it(
    here: Workspace, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The grade stays in sight, is not called kept, and goes with the next one."""
    sheet = Sheet(here, session.id, "Anna")
    sheet.grade(0, "good")
    with monkeypatch.context() as broken:
        broken.setattr(sessions, "change", _refuses)
        with pytest.raises(StorageTrouble):
            sheet.keep()
    assert (sheet.unsaved, len(on_disk(here, session).participants)) == (True, 0)
    sheet.grade(1, "inadequate")
    sheet.keep()
    assert [mark.grade for mark in on_disk(here, session).participants[0].marks] == ["good", "inadequate"]


def _refuses(*_: object) -> None:
    raise StorageTrouble(Problem("disk", "is full", "Make room"))


def test_five_who_grade_at_once_lose_nothing(here: Workspace, session: Session) -> None:
    """On five threads, as on five machines with one shared folder."""

    def grades(name: str) -> None:
        sheet = Sheet(here.once_more(), session.id, name)
        for place, question in enumerate(sheet.questions):
            sheet.grade(place, question.scale.grades[0].id)
            if place % 5 == 4:
                sheet.keep()

    with ThreadPoolExecutor(5) as people:
        list(people.map(grades, ("Anna", "Bo", "Cem", "Dee", "Eve")))
    assert {each.name: len(each.marks) for each in on_disk(here, session).participants} == dict.fromkeys(
        ("Anna", "Bo", "Cem", "Dee", "Eve"), 10
    )
    assert grading.standing(here, session.id).done == 5


def test_a_turn_that_cannot_be_taken_is_refused(here: Workspace, session: Session) -> None:
    """No such session, no name, revealed; what is wrong and what to do."""
    with pytest.raises(BadInput, match="is not a session of this workspace"):
        Sheet(here, "session-20261120-nobody", "Anna")
    with pytest.raises(BadInput, match="Give a name"):
        Sheet(here, session.id, " \n")
    sheet = Sheet(here, session.id, "Anna")
    sheet.grade(0, "good")
    sheet.keep()
    training.reveal(here, session.id)
    with pytest.raises(NotReady, match="Begin another session"):
        Sheet(here, session.id, "Bo")
    sheet.grade(1, "good")
    with pytest.raises(NotReady, match="is revealed"):
        sheet.keep()


def test_an_answer_without_a_grade_only_where_the_checklist_allows_it(here: Workspace) -> None:
    """As in an audit."""
    criterion = here.library.get("farewell").criteria[0]
    assert without_a_grade(criterion) == {"0": "not-applicable", "i": "insufficient-evidence"}


def test_a_folder_stands_for_the_files_in_it(here: Workspace, session: Session, tmp_path: Path) -> None:
    """Other files in it are left alone; a folder without any is told."""
    folder = tmp_path / "back"
    folder.mkdir()
    (folder / "notes.txt").write_text("No session.", "utf-8")
    with pytest.raises(BadInput, match=r"has no file that ends in \.json"):
        training.gather(here, session.id, [folder])
    for name in ("Anna", "Bo"):
        training.hand_out(here, session.id, folder / f"{name}.json")
        about, grades = next(iter(session.asked.items()))
        training.mark(folder / f"{name}.json", name, training.Mark(*about, grades[0]))
    assert [each.name for each in training.gather(here, session.id, [folder]).participants] == ["Anna", "Bo"]
