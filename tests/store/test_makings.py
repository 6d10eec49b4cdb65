"""Exemplars in the making on disk: private, whole or not at all, gone when they are removed; and what comes of them."""

from __future__ import annotations

import stat
import sys

import pytest
from msgspec.structs import replace

from caseaudit.desk.workspace import Workspace
from caseaudit.domain import making as steps
from caseaudit.domain.exemplar_reading import Marking
from caseaudit.domain.making import FORMAT, Found, Making
from caseaudit.problems import BadInput
from caseaudit.store import documents, exemplars, makings, sessions
from hostile import HOSTILE
from made_up_making import ANSWERS, TEXTS, signed

MAKING = Making(
    FORMAT, "", "20261120-a", "A. Maker", "2026-11-20T12:00:00Z", "farewell", "1.0", "2026-11-20", 35, (), ()
)


def test_one_is_kept_in_a_private_file_of_its_own(workspace: Workspace) -> None:
    """Below the sessions, and none of them; newest first in the list."""
    made = makings.keep(workspace.places, MAKING)
    path = makings.path_of(workspace.places, made.id)

    assert path.parent == workspace.places.training / "making"
    assert makings.find(workspace.places, made.id) == made
    assert makings.every(workspace.places) == ([made], [])
    assert sessions.every(workspace.places) == ([], [])
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_change_stands_on_disk_and_a_removal_leaves_nothing(workspace: Workspace) -> None:
    """Not even a claim."""
    made = makings.keep(workspace.places, MAKING)
    makings.change(workspace.places, made.id, lambda making: replace(making, lift="Ask."))
    assert makings.find(workspace.places, made.id).lift == "Ask."
    makings.remove(workspace.places, made.id)
    assert list(workspace.places.making.iterdir()) == []
    with pytest.raises(BadInput, match="Begin one: caseaudit train make begin AUDIT"):
        makings.find(workspace.places, made.id)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "that this program wrote"),
        (b'{"format": 99}', "was made by a newer caseaudit"),
        (b"", "that this program wrote"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_listed(
    workspace: Workspace, content: bytes, says: str
) -> None:
    """One problem for each."""
    made = makings.keep(workspace.places, MAKING)
    (workspace.places.making / "making-20261120-zzzzzz.json").write_bytes(content)
    found, problems = makings.every(workspace.places)

    assert found == [made]
    assert [says in problem.what for problem in problems] == [True]


def test_a_file_under_another_name_is_refused(workspace: Workspace) -> None:
    """A copy that a sync program made is no second exemplar."""
    made = makings.keep(workspace.places, MAKING)
    copy = makings.path_of(workspace.places, "making-20261120-copied")
    copy.write_bytes(makings.path_of(workspace.places, made.id).read_bytes())
    assert len(makings.every(workspace.places)[1]) == 1


def test_any_text_is_kept_as_it_is(workspace: Workspace) -> None:
    """But for what no file can hold."""
    texts = tuple(text.encode("utf-8", "replace").decode() for text in HOSTILE)
    made = makings.keep(workspace.places, replace(MAKING, extract="\n".join(texts), kept=texts))
    assert makings.find(workspace.places, made.id) == made


def finished(workspace: Workspace) -> tuple[Making, dict[str, object]]:
    """Return a made-up exemplar and its tables; its checklist is in the workspace."""
    signed(workspace)
    found = tuple(Found(criterion, *answer) for criterion, answer in ANSWERS.items())
    made = replace(MAKING, findings=found, chosen=tuple(ANSWERS), **TEXTS)
    marking = Marking(workspace.library.get("farewell"), workspace.library.scales)
    return made, steps.table(made, marking)


def test_what_is_finished_is_read_like_every_exemplar(workspace: Workspace) -> None:
    """Under a name of its own beside the set that is there; the same one is not written twice."""
    _, table = finished(workspace)
    first = makings.publish(workspace.places, workspace.library, "farewell", table)
    again = makings.publish(workspace.places, workspace.library, "farewell", table)
    other = makings.publish(workspace.places, workspace.library, "farewell", {**table, "kind": "another note"})

    assert (first, first.name, other.name) == (again, "farewell.practice-1.toml", "farewell.practice-2.toml")
    shelf = exemplars.shelf(workspace.library)
    assert shelf.problems == []
    assert {"farewell", "farewell.practice-1", "farewell.practice-2"} <= set(shelf.sets)
    assert shelf.sets["farewell.practice-1"].from_practice
    assert exemplars.problems(workspace.library, first) == []


def test_any_text_comes_back_from_the_finished_file(workspace: Workspace) -> None:
    """To the letter."""
    _, table = finished(workspace)
    text = '[Child A] [/] =1+1 three """ quotes " back\\slash 👩‍👧 \u202eevil tab\there'
    (exemplar,) = table["exemplar"]  # type: ignore[misc]
    exemplar["text"] = f"{exemplar['text']}\n{text}\n"
    path = makings.publish(workspace.places, workspace.library, "farewell", table)

    assert exemplars.read(workspace.library, path).exemplars[0].text.endswith(f"\n{text}\n")


def test_what_cannot_be_read_is_not_written(workspace: Workspace) -> None:
    """Every problem is named, and the library stays as it was."""
    _, table = finished(workspace)
    before = exemplars.paths(workspace.library)
    with pytest.raises(BadInput) as told:
        makings.publish(workspace.places, workspace.library, "farewell", {**table, "kind": "", "situation": ""})
    assert len(told.value.problems) == 2
    assert exemplars.paths(workspace.library) == before


def test_the_words_that_are_written_small_are_those_of_what_ships(workspace: Workspace) -> None:
    """No name of an extract is among them."""
    small = makings.small_words(workspace.library)
    assert {"the", "visit", "analysis"} <= small
    assert not {"catrin", "zulmira", "fina"} & small
    assert documents.ENDING == ".json"
