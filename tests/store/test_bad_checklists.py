"""The catalogue of bad checklists and libraries: each is named with its line, and the others can be used."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from caseaudit.desk import auditing, checklists
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import BadInput
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from hostile import HOSTILE
from made_up import header

WORDS = (Path(__file__).parents[1] / "sample" / "handover.toml").read_bytes()
SHIPPED = sorted(Library(shipped_checklists()).shelf.checklists)


class Bad(NamedTuple):
    """A checklist file that cannot be read."""

    name: str
    content: bytes
    says: str


TABLE = [
    Bad("empty", b"", "is empty (an interrupted copy?)"),
    Bad("cut short between lines", WORDS[: WORDS.index(b"[[section]]")], "section: is missing"),
    Bad("a key twice", WORDS.replace(b"weight = 2", b"weight = 2\nweight = 3"), ":20:11: is not TOML: cannot over"),
]
"""Three of many: `tests/trust/bad_files.py` has the others."""


@pytest.mark.parametrize("bad", TABLE, ids=[bad.name for bad in TABLE])
def test_a_bad_checklist_is_one_line_and_the_others_can_be_used(bad: Bad, workspace: Workspace) -> None:
    """It is named with its place and never quoted; the library holds all others, and an audit can begin."""
    path = workspace.places.checklists / "broken.toml"
    path.write_bytes(bad.content)
    shelf = workspace.library.shelf
    assert sorted(shelf.checklists) == sorted([*SHIPPED, "handover"])
    told = [str(problem) for problem in shelf.problems]
    assert any(line.startswith(str(path)) and bad.says in line for line in told)
    assert not any("\n" in line or "worker meet the child" in line for line in told)
    assert shelf.problems == checklists.check(workspace.library, path)
    with pytest.raises(BadInput):
        workspace.library.get("broken")
    assert auditing.begin(workspace, "handover", header()).checklist.id == "handover"


def test_six_hundred_questions_are_read(tmp_path: Path) -> None:
    """As many questions as fit into a mebibyte make a checklist like any other."""
    section, rest = WORDS.split(b'[[section.criterion]]\nid = "HND-01"', 1)
    one = b'[[section.criterion]]\nid = "HND-01"' + rest.split(b"[[section.criterion]]\n", 1)[0]
    many = b"".join(one.replace(b"HND-01", f"H{n // 100:02}-{n % 100:02}".encode()) for n in range(600))
    (tmp_path / "handover.toml").write_bytes(section + many)
    assert len(Library(shipped_checklists()).read(tmp_path / "handover.toml").criteria) == 600


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_any_text_can_be_a_question(text: str, tmp_path: Path, workspace: Workspace) -> None:
    """Brackets, formulas and right-to-left in a question reach the audit letter by letter."""
    import tomli
    import tomli_w

    table = tomli.loads(WORDS.decode())
    table["section"][0]["criterion"][0]["question"] = text
    (workspace.places.checklists / "handover.toml").write_text(tomli_w.dumps(table), "utf-8")
    audit = auditing.begin(workspace, "handover", header())
    assert workspace.register.load(audit.id).answers[0].question == text


def test_a_renamed_question_leaves_old_audits_as_they_were(workspace: Workspace) -> None:
    """A criterion that got another id or other words: audits that asked the old one still hold it and can go on."""
    audit = auditing.begin(workspace, "handover", header())
    path = workspace.places.checklists / "handover.toml"
    path.write_bytes(WORDS.replace(b"HND-02", b"HND-20").replace(b"on file by the day", b"on file on the day"))
    again = Workspace(workspace.places, "A. Auditor")
    assert auditing.answer(again, audit.id, "HND-02", "yes", reason="On file.").question.startswith("Was the transfer")
    old, new = audit.checklist.digest, again.library.get("handover").digest
    assert old != new


def test_what_changed_between_two_versions(workspace: Workspace, tmp_path: Path) -> None:
    """Added, removed, reworded or only reweighted: each criterion says whether an old answer still answers it."""
    words = WORDS.replace(b"HND-02", b"HND-20").replace(b"weight = 2", b"weight = 3")
    words = words.replace(b'inadequate = "The history is wrong', b'inadequate = "All of the history is wrong')
    (tmp_path / "handover.toml").write_bytes(words)
    found = checklists.differences(
        workspace.library.get("handover"), checklists.find(workspace.library, str(tmp_path / "handover.toml"))
    )
    assert [tuple(difference) for difference in found] == [
        ("HND-01", "changed: weight", True),
        ("HND-02", "removed", False),
        ("HND-04", "changed: descriptors", False),
        ("HND-20", "added", False),
    ]


# ── the tables beside the checklists ─────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        ("scales.toml", 'mine = "x"', "scales.toml: mine: lacks a key, or a key holds the wrong kind of value"),
        ("scales.toml", '[mine]\ntitle = "Mine"', "scales.toml: mine: lacks a key"),
        ("scales.toml", '[mine]\ntitle = "Mine"\ngrade = []', "scales.toml: mine: lacks a key"),
        ("scales.toml", '[mine]\ntitle = "Mine"\n[[mine.grade]]\nid = "a"', "scales.toml: mine: lacks a key"),
        ("sources.toml", "[mine]\ntitle = 5", "sources.toml: mine: lacks a key"),
        ("sources.toml", "[mine", "sources.toml:1:1: is not TOML"),
    ],
)
def test_a_bad_table_beside_the_checklists_is_named(name: str, words: str, says: str, workspace: Workspace) -> None:
    """A slip in a workspace's own scales or documents is one line like any other, with no traceback."""
    (workspace.places.checklists / name).write_text(words)
    with pytest.raises(BadInput) as refused:
        workspace.library.get("handover")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_workspace_may_bring_scales_and_documents_of_its_own(workspace: Workspace) -> None:
    """What a workspace adds stands beside what ships."""
    folder = workspace.places.checklists
    grade = 'id = "{0}"\nlabel = "{0}"\nshort = "{0}"\nmark = "{0}"\ngood = {1}\nmeaning = "x"\n'
    best, worst = grade.format("a", "true"), grade.format("b", "false")
    (folder / "scales.toml").write_text(f'[mine]\ntitle = "Mine"\n[[mine.grade]]\n{best}[[mine.grade]]\n{worst}')
    library = Library(shipped_checklists(), folder)
    assert [g.id for g in library.scales["mine"].grades] == ["a", "b"]
    assert "ofsted" in library.scales
    assert library.shelf.problems == []


def test_a_checklist_of_ones_own_takes_the_place_of_a_shipped_one(workspace: Workspace) -> None:
    """The same id in the workspace wins, and the shipped one is untouched."""
    words = WORDS.replace(
        b'id = "handover"\ntitle = "Handover between', b'id = "chronology"\ntitle = "Handover between'
    )
    (workspace.places.checklists / "chronology.toml").write_bytes(words)
    assert workspace.library.get("chronology").title == "Handover between workers"
    assert Library(shipped_checklists()).get("chronology").title != "Handover between workers"


# ── beginning one ────────────────────────────────────────────────────────────


def test_a_new_checklist_never_takes_the_place_of_one_that_ships(workspace: Workspace) -> None:
    """Its name is refused, with another; nothing is written, and the one that ships is found as before."""
    before = workspace.library.get("supervision")
    with pytest.raises(BadInput, match=r"comes with the program.*Choose another id: supervision-local"):
        checklists.begin(workspace.places.checklists, "supervision")
    assert not (workspace.places.checklists / "supervision.toml").exists()
    assert Workspace(workspace.places, "A. Auditor").library.get("supervision") == before


def test_what_new_writes_is_a_checklist(workspace: Workspace) -> None:
    """The file to start from can be read, and is never written over another."""
    path = checklists.begin(workspace.places.checklists, "direct-work")
    assert workspace.library.problems(path) == []
    with pytest.raises(BadInput, match="exists already"):
        checklists.begin(workspace.places.checklists, "direct-work")


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "A", "", "con", "nul", "com1", "scales", "sources", "a" * 65, "é", "x.toml"]
)
def test_a_name_that_cannot_be_one_is_refused(name: str, workspace: Workspace) -> None:
    """No path, no device of any system, and none of the tables that lie beside the checklists."""
    before = sorted(workspace.places.workspace.rglob("*"))
    with pytest.raises(BadInput, match=r"is not formed like an id|is a name that is needed for something else"):
        checklists.begin(workspace.places.checklists, name)
    assert sorted(workspace.places.workspace.rglob("*")) == before
