"""Samples on disk: whole or not at all, never over another, and a careless change shows."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.sampling import Sample, SampledCase, SampledFrame
from caseaudit.problems import BadInput, NotReady, StorageTrouble
from caseaudit.store import samples
from hostile import HOSTILE

SAMPLE = Sample(
    format=1,
    id="",
    program="0.1.0",
    drawn_by="A. Auditor",
    drawn_at="2026-11-20T12:00:00Z",
    on="2026-11-20",
    frame=SampledFrame("ab" * 32, "cd" * 32, "Children in care", 8, "List 8", 12, {"case": "Child Unique ID"}),
    method="simple",
    seed=7,
    size=1,
    eligible=12,
    key_mark="0badcafe",
    cases=(SampledCase("C-7K3M-9XQ2", "drawn at random (1 of 12)", "North", "W. Worker"),),
)


def kept(workspace: Workspace) -> tuple[Sample, Path]:
    """Keep the sample and return it with its file."""
    sample = samples.keep(workspace.places, SAMPLE)
    return sample, workspace.places.samples / f"{sample.id}.json"


def test_what_was_kept_is_read_again(workspace: Workspace) -> None:
    """Under an id of its day, private to its owner, with a digest of everything it says."""
    sample, path = kept(workspace)

    assert samples.read(path) == (sample, True)
    assert samples.intact(workspace.places, sample.id) == sample
    assert sample.id.startswith("sample-20261120-")
    assert len(sample.digest) == 64
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_back_as_they_went(workspace: Workspace, words: str) -> None:
    """A team may be called anything that text can be."""
    words = words.replace("\ud800", "")
    from msgspec.structs import replace

    sample = samples.keep(workspace.places, replace(SAMPLE, cases=(SampledCase("C-1", "why", words, words),)))

    assert samples.find(workspace.places, sample.id) == (sample, True)


def test_two_draws_of_one_moment_are_two_files(workspace: Workspace) -> None:
    """Nothing is written over."""
    first, second = kept(workspace)[0], kept(workspace)[0]

    assert first.id != second.id
    assert {path.stem for path in samples.files(workspace.places)} == {first.id, second.id}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seed": 7', b'"seed": 8'),
        (b"C-7K3M-9XQ2", b"C-7K3M-9XQ3"),
        (b'"North"', b'"South"'),
        (b'"size": 1,', b'"size": 1,\n "note": "mine",'),
        (b' "format": 1,', b'"format": 1,'),
        (b'"Child Unique ID"', b'"Child ID"'),
    ],
)
def test_a_sample_changed_by_hand_is_shown_and_not_planned_with(workspace: Workspace, old: bytes, new: bytes) -> None:
    """A value, a reference, a key of one's own, even a blank: it is read, and said to be changed."""
    sample, path = kept(workspace)
    path.write_bytes(path.read_bytes().replace(old, new))

    assert not samples.read(path).intact
    assert "was changed after it was drawn" in str(samples.every(workspace.places)[1][0])
    with pytest.raises(NotReady, match="was changed after it was drawn"):
        samples.intact(workspace.places, sample.id)


def test_line_ends_of_another_system_are_no_change(workspace: Workspace) -> None:
    """Version control may turn them."""
    _, path = kept(workspace)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert samples.read(path).intact


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a sample that this program wrote"),
        (b"{", "is not a sample that this program wrote"),
        (b'{"format": 1}', "is not a sample that this program wrote"),
        (b'{"format": 9}', "was made by a newer caseaudit"),
        (b"[" * 100_000, "is not a sample that this program wrote"),
    ],
)
def test_a_file_that_is_no_sample(workspace: Workspace, content: bytes, says: str) -> None:
    """Named, and never a reason not to list the others."""
    sample, path = kept(workspace)
    (path.parent / "sample-20261121-aaaaaa.json").write_bytes(content)

    found, problems = samples.every(workspace.places)

    assert [one.sample for one in found] == [sample]
    assert says in str(problems[0])


def test_a_copy_under_another_name(workspace: Workspace) -> None:
    """It would be two samples of one id."""
    sample, path = kept(workspace)
    copy = path.with_name("sample-20261120-copied.json")
    copy.write_bytes(path.read_bytes())

    with pytest.raises(BadInput, match=f"Its id is {sample.id}: rename the file"):
        samples.read(copy)


def test_an_id_that_is_not_there_or_is_none(workspace: Workspace) -> None:
    """The nearest one is named; a path is no id."""
    sample, _ = kept(workspace)

    with pytest.raises(BadInput, match=sample.id):
        samples.find(workspace.places, sample.id[:-1] + "u")
    with pytest.raises(BadInput, match="is not formed like an id"):
        samples.find(workspace.places, "../caseaudit")


def test_a_workspace_that_is_gone(workspace: Workspace) -> None:
    """The place of an unplugged drive is not filled anew."""
    workspace.places.workspace.rename(workspace.places.workspace.with_name("elsewhere"))

    with pytest.raises(StorageTrouble):
        kept(workspace)
    assert not workspace.places.workspace.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_takes_nothing(workspace: Workspace) -> None:
    """Nothing half-written stays."""
    kept(workspace)
    workspace.places.samples.chmod(0o500)

    with pytest.raises(StorageTrouble):
        kept(workspace)
    workspace.places.samples.chmod(0o700)
    assert len(list(workspace.places.samples.iterdir())) == 1
