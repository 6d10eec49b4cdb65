"""Encryption changes nothing that a command says, and leaves no word of a case readable on the disk.

Two workspaces with the same audits, samples, plans and sessions, one of them encrypted: every command of the table in
`test_text_commands.py` is run in both, one after the other, and answers the same. Afterwards every byte that the
program left on the disk is searched for the words of the records.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

pytest.importorskip("pyrage", reason="Encryption was not tested: pip install 'caseaudit[encrypt]'")

from caseaudit.cli.main import main
from caseaudit.desk import encrypting
from caseaudit.desk.workspace import Workspace
from caseaudit.store import names
from caseaudit.store.places import Places
from encrypted import AT, key_in
from trust.test_text_commands import CALLS, _arguments, _words
from trust.texts_everywhere import TO_BE_AGREED, laid_out

TEXTS = tuple(f"ZZCANARY word {number}" for number in range(TO_BE_AGREED + 5))
CANARY = b"ZZCANARY"
NOT_IN_A_WORKSPACE = ("demo", "init", "schema ", "encryption ", "checklist ", "pack ", "timescale ", "train list")
"""Commands that read no file which can be encrypted, and those of encryption itself."""
ELSEWHERE = {"where", "doctor", "train open", "export docx", "export xlsx"}
"""`where` names the index, which has another name; `doctor` tells that plain files here were made readable for others;
`train open` opens the app; the other two say nothing on stdout, and take long."""
_TIMES = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ|20\d{6}T\d{6}Z")


class Answered(NamedTuple):
    """What a call answered in the plain and in the encrypted workspace: its code and its stdout."""

    line: str
    plain: tuple[int, str]
    encrypted: tuple[int, str]


class Both(NamedTuple):
    """One run of everything."""

    answered: list[Answered]
    left: dict[str, list[Path]]
    """What the program left on the disk: in the workspace, in the home, in the folder for temporary files."""
    status: encrypting.Status


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Lay a service out twice, encrypt one, and run every command in both."""
    with pytest.MonkeyPatch.context() as patch:
        home, temporary = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("temporary")
        for name, value in {"HOME": str(home), "TMPDIR": str(temporary), "CASEAUDIT_AUDITOR": "A. Auditor"}.items():
            patch.setenv(name, value)
        patch.setattr(tempfile, "tempdir", str(temporary))
        plain = laid_out(tmp_path_factory.mktemp("plain"), TEXTS)
        folder, words = tmp_path_factory.mktemp("encrypted"), _words(plain)
        shutil.copytree(plain.folder, folder, dirs_exist_ok=True)
        places = Places(folder / "workspace")
        mine, _ = encrypting.new_key(AT)
        encrypting.turn_on(places, [mine.public, key_in(tmp_path_factory.mktemp("safe") / "recovery.txt")])
        runs = [_Run(plain.folder, patch), _Run(folder, patch)]
        answered = list(_every_call(words, runs))
        for index in (home / ".cache" / "caseaudit").glob("*.sqlite*"):
            if not index.name.endswith(".age"):
                index.unlink()  # of the plain one
        left = {"workspace": _files(places), "home": _all(home), "temporary": _all(temporary)}
        yield Both(answered, left, encrypting.status(places))


class _Run:
    """Runs commands in one of the two services; the ids that they make are the same in both."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder, self._patch, self._made = folder, patch, 0

    def __call__(self, arguments: list[str], typed: str) -> tuple[int, str]:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with self._patch.context() as patch:
            patch.chdir(self._folder)
            patch.setenv("CASEAUDIT_WORKSPACE", str(self._folder / "workspace"))
            patch.setattr(Workspace, "now", lambda _: AT)
            patch.setattr(names, "os", SimpleNamespace(urandom=self._urandom))
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
            code = main(arguments)
        out.flush()
        said = out.buffer.getvalue().decode("utf-8").replace(str(self._folder), "")  # type: ignore[attr-defined]
        return code, _TIMES.sub("(now)", said.replace(".json.age", ".json"))

    def _urandom(self, size: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(size, "big")


def _every_call(words: dict[str, str], runs: list[_Run]) -> Iterator[Answered]:
    for number, text in enumerate(TEXTS[:3]):
        for run in runs:
            run(["export", "counts", "--name", text, "-o", f"counts-{number}.json"], "")
    for path, calls in CALLS.items():
        if path.startswith(NOT_IN_A_WORKSPACE) or path in ELSEWHERE:
            continue
        for call in calls:
            arguments = [*path.split(), *_arguments(call, words)]
            plain, encrypted = (run(arguments, call.typed) for run in runs)
            yield Answered(f"{path} {call.words}", plain, encrypted)


def _files(places: Places) -> list[Path]:
    """Every file but those that hold public wording."""
    return [path for path in _all(places.workspace) if not path.is_relative_to(places.checklists)
            and path != places.settings]  # fmt: skip


def _all(folder: Path) -> list[Path]:
    return [Path(where, name) for where, _, names_in in os.walk(folder) for name in names_in]


def test_every_command_answers_the_same(both: Both, figure: Any) -> None:
    """Its code and its stdout, but for the time of day, and the ending of a file's name where one is named."""
    assert {one.line: (one.plain, one.encrypted) for one in both.answered if one.plain != one.encrypted} == {}
    assert len([one for one in both.answered if CANARY.decode() in one.plain[1]]) > 40
    figure.at_least("Commands that answer the same in an encrypted workspace", len(both.answered))


@pytest.mark.parametrize("where", ["workspace", "home", "temporary"])
def test_no_word_of_a_case_is_readable_on_the_disk(both: Both, where: str) -> None:
    """In no byte of no file, nor in its name: records, history, drafts, samples, plans, sessions, holds, index."""
    assert [path for path in both.left[where] if CANARY in path.read_bytes()] == []
    assert [path for path in both.left[where] if CANARY.decode() in path.name] == []
    assert len(both.left["workspace"]) > 100


def test_every_file_is_encrypted(both: Both) -> None:
    """Those from before, and those that the commands wrote."""
    assert both.status.is_whole
    assert both.status.others == []
