"""Exemplars on disk: what ships, what a workspace brings, and what is wrong with a file is named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from caseaudit.desk import checklists
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import BadInput
from caseaudit.store import exemplars
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

SAMPLE = Path(__file__).parents[1] / "sample" / "training"
WORDS = (SAMPLE / "exemplars" / "farewell.toml").read_text("utf-8")


@pytest.fixture
def own(workspace: Workspace) -> Path:
    """The checklists of a workspace that has the sample and its exemplars."""
    shutil.copytree(SAMPLE, workspace.places.checklists, dirs_exist_ok=True)
    return workspace.places.checklists


def in_version(folder: Path, version: str, *, exemplars_too: bool) -> None:
    """Raise the version of the checklist of a folder, with or without grading its exemplars by it."""
    for path in (folder / "farewell.toml", *((folder / "exemplars" / "farewell.toml",) if exemplars_too else ())):
        path.write_text(path.read_text("utf-8").replace('version = "1.0"', f'version = "{version}"'), "utf-8")


def test_a_library_has_the_exemplars_of_every_folder(workspace: Workspace, own: Path) -> None:
    """What ships and what the workspace brings, side by side."""
    shipped, shelf = exemplars.shelf(Library(shipped_checklists())), exemplars.shelf(workspace.library)

    assert set(shelf.sets) == {*shipped.sets, "farewell"}
    assert shelf.problems == shipped.problems
    assert exemplars.get(workspace.library, "farewell") == shelf.sets["farewell"]


def test_a_set_of_ones_own_takes_the_place_of_the_one_before(own: Path, tmp_path: Path) -> None:
    """The same checklist in a later folder wins, and the earlier file is untouched."""
    shutil.copytree(SAMPLE, tmp_path / "later")
    path = tmp_path / "later" / "exemplars" / "farewell.toml"
    path.write_text(WORDS.replace("Nobody in these extracts exists.", "All of it is invented."), "utf-8")
    library = Library(shipped_checklists(), own, tmp_path / "later")

    assert exemplars.paths(library)["farewell"] == path
    assert exemplars.get(library, "farewell").fictional == "All of it is invented."
    assert exemplars.get(Library(shipped_checklists(), own), "farewell").fictional.startswith("Nobody")


def test_exemplars_wait_until_they_are_graded_by_a_new_version(own: Path) -> None:
    """Grades that were given by other words are not shown as if they were given by these."""
    in_version(own, "1.1", exemplars_too=False)
    library = Library(shipped_checklists(), own)

    with pytest.raises(BadInput, match=r"version: is not the version of the checklist, which is 1\.1 now"):
        exemplars.get(library, "farewell")
    assert "farewell" not in exemplars.shelf(library).sets
    in_version(own, "1.1", exemplars_too=True)
    assert exemplars.get(library, "farewell").version == "1.1"


def test_what_ships_is_sound_whatever_a_workspace_brings(own: Path, tmp_path: Path) -> None:
    """A newer checklist in a later folder makes no problem in the earlier one, but its exemplars are not shown."""
    shutil.copytree(SAMPLE, tmp_path / "later")
    (tmp_path / "later" / "exemplars" / "farewell.toml").unlink()
    in_version(tmp_path / "later", "2.0", exemplars_too=False)
    library = Library(shipped_checklists(), own, tmp_path / "later")

    assert [problem for folder in library.folders[1:] for problem in checklists.check(library, folder)] == []
    (problem,) = [found for found in exemplars.shelf(library).problems if str(own) in found.where]
    assert problem.key == "version"


def test_a_checklist_without_exemplars_says_so(workspace: Workspace, own: Path) -> None:
    """And a checklist that is none is a mistake in the name."""
    with pytest.raises(BadInput, match=r"handover: has no exemplars yet\. There are some for: .*farewell"):
        exemplars.get(workspace.library, "handover")
    with pytest.raises(BadInput, match=r'farewel: is not a checklist of this library\. Probably "farewell"'):
        exemplars.get(workspace.library, "farewel")


def test_exemplars_of_a_checklist_with_problems_wait_for_it(own: Path) -> None:
    """The exemplars' file names that, and the checklist's file names what is wrong with it."""
    path = own / "farewell.toml"
    path.write_text(path.read_text("utf-8").replace("weight = 2", "wieght = 2"), "utf-8")
    told = [str(problem) for problem in checklists.check(Library(shipped_checklists(), own), own)]

    assert len(told) == 2
    assert "wieght: is not a key of the format" in told[0]
    assert "farewell.toml:2: checklist: has problems of its own. Mend the checklist first" in told[1]


# ── checking ─────────────────────────────────────────────────────────────────


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """A folder outside every library, with a checklist and exemplars that have one slip."""
    shutil.copytree(SAMPLE, tmp_path / "drafts")
    path = tmp_path / "drafts" / "exemplars" / "farewell.toml"
    path.write_text(WORDS.replace("lift =", "lifted =", 1), "utf-8")
    return tmp_path / "drafts"


@pytest.mark.parametrize("what", ["", "exemplars", "exemplars/farewell.toml"])
def test_a_folder_its_exemplars_or_one_file_can_be_checked(what: str, drafts: Path) -> None:
    """Each is held against the checklist that lies beside it, and the slip is found in all three ways."""
    found = checklists.check(Library(shipped_checklists()), drafts / what)

    assert {problem.key for problem in found} == {"exemplar[1].lifted", "exemplar[1].lift"}


@pytest.mark.parametrize("here", [".", "exemplars"])
def test_a_folder_can_be_named_from_within(here: str, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.` is the folder that it stands for."""
    monkeypatch.chdir(drafts / here)

    assert len(checklists.check(Library(shipped_checklists()), Path())) == 2


def test_a_file_of_exemplars_is_known_by_what_it_holds(own: Path, tmp_path: Path) -> None:
    """Wherever it lies; and a checklist of the same name is still a checklist."""
    path = tmp_path / "farewell.toml"
    library = Library(shipped_checklists(), own)
    path.write_text(WORDS, "utf-8")
    assert checklists.check(library, path) == []
    path.write_text((SAMPLE / "farewell.toml").read_text("utf-8"), "utf-8")
    assert checklists.check(library, path) == []
    path.write_text(WORDS.replace("lift =", "lifted =", 1), "utf-8")
    assert len(checklists.check(library, path)) == 2


def a_pipe(path: Path) -> None:
    """Make a pipe that nobody writes to."""
    os.mkfifo(path)


def a_link(path: Path) -> None:
    """Make a link to a file outside."""
    path.symlink_to(SAMPLE / "exemplars" / "farewell.toml")


BAD = {
    "a pipe": (a_pipe, "is not an ordinary file"),
    "a folder": (Path.mkdir, "is a folder, not a file"),
    "a link": (a_link, "is a link, which is not followed"),
    "nothing": (lambda path: path.write_bytes(b""), "is empty"),
    "no TOML": (lambda path: path.write_bytes(b"kind = Ilse"), ":1:8: is not TOML"),
    "UTF-16": (lambda path: path.write_text(WORDS, "utf-16"), "is saved as UTF-16"),
    "too much": (lambda path: path.write_bytes(b"#" * 1_048_577), "over the limit of 1 MiB"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.timeout(20)
def test_what_cannot_be_read_is_named_and_the_rest_is_there(name: str, workspace: Workspace, own: Path) -> None:
    """Nothing is waited for, followed or quoted, and the other exemplars can be used."""
    make, says = BAD[name]
    path = own / "exemplars" / "handover.toml"
    make(path)
    shelf = exemplars.shelf(workspace.library)

    assert "farewell" in shelf.sets
    (problem,) = [found for found in shelf.problems if found.where.startswith(str(path))]
    assert says in str(problem)
    assert "Ilse" not in str(problem)
    assert problem in checklists.check(workspace.library, own)
