"""Whatever becomes of a file, it is read or refused in one line; `python -m benchmarks.fuzz` tries for longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.fuzz_loaders import NAMES, loaders, refused, spoilt

from trust.conftest import Figures

LOADERS = loaders()
EACH = 1_000


@pytest.mark.parametrize("name", LOADERS)
def test_a_sound_file_is_read(name: str, tmp_path: Path) -> None:
    """What the others are made of."""
    path = tmp_path / NAMES.get(name, "x.json")

    assert [sound for sound in LOADERS[name].sound[:3] if refused(LOADERS[name], sound, path)] == []


@pytest.mark.parametrize("name", LOADERS)
def test_a_spoilt_file_is_read_or_refused_in_one_line(name: str, tmp_path: Path) -> None:
    """Bytes turned over, taken out, doubled, put in: nothing else comes of it, and no word of it is repeated."""
    loader, path = LOADERS[name], tmp_path / NAMES.get(name, "x.json")
    said = sum(refused(loader, spoilt(loader.sound[n % len(loader.sound)], n), path) for n in range(EACH))

    assert said > EACH // 4  # They are spoilt indeed.


def test_how_many_are_tried(figure: Figures) -> None:
    """Each time the tests run, the same ones."""
    figure("Spoilt files read or refused in one line, at every change", len(LOADERS) * EACH)
    figure("Kinds of reader they were given to", len(LOADERS))
