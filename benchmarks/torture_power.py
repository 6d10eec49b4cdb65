"""Every state that a power cut can leave is made from what the real store did, and opened by the real register.

The calls of a few saves are recorded as they happen. A disk keeps what it was told to force and nothing else for sure:
after each call, every subset of the names that were not forced yet is tried, and for every file that was not forced,
that it is as before, empty, half there, zeros, or whole. The rules are those of a disk that reorders at will, which is
harder than any journal.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import combinations, product
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.torture_desk import CRITERION, NOTHING, Desk, Tally, another, edit, empty, quietly
from caseaudit.desk.session import Sitting
from caseaudit.domain import audit as steps
from caseaudit.problems import CaseauditError
from caseaudit.store import claiming

WAYS = ("link", "rename", "creation")
"""How a revision takes its name: by the file system's links, without them, and without a rename that refuses, too."""
_OTHER_DAYS = ("2026-11-20", "2026-10-30")
"""Every save from the app puts the audit into another month's folder."""
_MINUTES_LATER = 300
"""Seconds."""


class Step(NamedTuple):
    """One thing that was asked of the disk, or (`said`) that the program said to be done."""

    what: str
    file: int = 0
    path: str = ""
    was: str = ""
    content: bytes = b""


class Recording:
    """What is asked of the disk below one folder, in order."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self.steps: list[Step] = []
        self.files: dict[str, int] = {}
        self._contents: dict[int, bytes] = {}
        self._opened: dict[int, str] = {}
        self.before = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self.folders = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}
        for number, path in enumerate(self.before, start=1):
            self.files[path], self._contents[number] = number, self.before[path]

    def said(self, what: str, number: int) -> None:
        """Note that the program said that an edit is `saved` or `kept`."""
        self.steps.append(Step(what, number))

    @contextmanager
    def listening(self, way: str) -> Iterator[None]:
        """Record until the end of this, on a file system where a name can be claimed one way."""
        watched: dict[str, Callable[..., Any]] = {
            name: getattr(self, f"_{name}")
            for name in ("open", "write", "fsync", "close", "unlink", "mkdir", "replace")
        }
        with ExitStack() as patches:
            for name, saw in watched.items():
                patches.enter_context(patch.object(os, name, _watched(getattr(os, name), saw)))
            link = _watched(os.link, self._link) if way == "link" else _unknown
            rename = _watched(_without_replacing, self._replace) if way == "rename" else _unknown
            patches.enter_context(patch.object(os, "link", link))
            patches.enter_context(patch.object(claiming, "_by_rename", rename))
            yield

    def _below(self, path: Any) -> str:
        text = os.fspath(path)
        return os.path.relpath(text, self._folder) if str(text).startswith(self._folder) else ""

    def _open(self, descriptor: int, path: Any, flags: int, *_: Any) -> None:
        if name := self._below(path):
            self._opened[descriptor] = name
            if flags & os.O_CREAT and name not in self.files:
                self.files[name] = number = len(self._contents) + 1
                self._contents[number] = b""
                self.steps.append(Step("make", number, name))

    def _write(self, size: int, descriptor: int, content: bytes) -> None:
        if name := self._opened.get(descriptor):
            number = self.files[name]
            self._contents[number] += bytes(content[:size])
            self.steps.append(Step("write", number, name, content=self._contents[number]))

    def _fsync(self, _: None, descriptor: int) -> None:
        if name := self._opened.get(descriptor):
            self.steps.append(Step("force", self.files.get(name, 0), name))

    def _close(self, _: None, descriptor: int) -> None:
        self._opened.pop(descriptor, None)

    def _link(self, _: None, old: Any, new: Any) -> None:
        number = self.files[self._below(new)] = self.files[self._below(old)]
        self.steps.append(Step("make", number, self._below(new)))

    def _replace(self, _: None, old: Any, new: Any) -> None:
        number = self.files[self._below(new)] = self.files.pop(self._below(old))
        self.steps.append(Step("rename", number, self._below(new), self._below(old)))

    def _unlink(self, _: None, path: Any) -> None:
        if name := self._below(path):
            self.files.pop(name, None)
            self.steps.append(Step("unlink", path=name))

    def _mkdir(self, _: None, path: Any, *__: Any) -> None:
        self.steps.append(Step("folder", path=self._below(path)))


def _watched(real: Callable[..., Any], saw: Callable[..., None]) -> Callable[..., Any]:
    def call(*given: Any, **more: Any) -> Any:
        outcome = real(*given, **more)
        saw(outcome, *given)
        return outcome

    return call


def _unknown(*_: Any) -> None:
    raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


def _without_replacing(old: Path, new: Path) -> None:
    if new.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    old.rename(new)


# ── what a power cut can leave ───────────────────────────────────────────────

State = frozenset[tuple[str, bytes]]
"""The files, by their path; a folder's path ends in a slash."""


class Left(NamedTuple):
    """What is on the disk after a power cut, and what the program had said by then."""

    state: State
    saved: int
    """The last edit that was said to be saved; -1 before the audit was said to be begun."""
    kept: int
    """The last edit that was said to be kept in the draft."""


def after_a_power_cut(recording: Recording) -> Iterator[Left]:
    """Yield every state that a power cut after any step can leave, each once for each thing that had been said."""
    seen = set[Left]()
    for number in range(len(recording.steps) + 1):
        steps_so_far = recording.steps[:number]
        saved = max([step.file for step in steps_so_far if step.what == "saved"], default=-1)
        kept = max([step.file for step in steps_so_far if step.what == "kept"], default=0)
        for state in _states(recording, steps_so_far):
            if (left := Left(state, saved, kept)) not in seen:
                seen.add(left)
                yield left


_OF_NAMES = ("make", "rename", "unlink", "folder")


def _states(recording: Recording, steps_so_far: list[Step]) -> Iterator[State]:
    names = [place for place, step in enumerate(steps_so_far) if step.what in _OF_NAMES]
    unsure = [place for place in names if not _is_forced(steps_so_far, place)]
    contents = list(_contents(recording, steps_so_far))
    for size in range(len(unsure) + 1):
        for lost in combinations(unsure, size):
            entries = _entries(recording, [steps_so_far[place] for place in names if place not in lost])
            for content in contents:
                yield frozenset((path, content.get(file, b"")) for path, file in entries.items())


def _is_forced(steps_so_far: list[Step], place: int) -> bool:
    """Whether the folder of a name was forced to disk after the name changed."""
    folder = _above(steps_so_far[place].path) or "."
    return any(step.what == "force" and step.path == folder for step in steps_so_far[place:])


def _entries(recording: Recording, kept: list[Step]) -> dict[str, int]:
    """Return the names on disk and the file of each; 0 for a folder."""
    entries = {path: number for number, path in enumerate(recording.before, start=1)}
    entries |= {f"{folder}/": 0 for folder in recording.folders}
    for step in kept:
        if step.what == "folder":
            entries[f"{step.path}/"] = 0
        elif step.what == "unlink":
            entries.pop(step.path, None)
        else:
            entries.pop(step.was, None)
            entries[step.path] = step.file
    return {path: file for path, file in entries.items() if _has_its_folder(path, entries)}


def _has_its_folder(path: str, entries: dict[str, int]) -> bool:
    above = _above(path.rstrip("/"))
    return not above or (f"{above}/" in entries and _has_its_folder(above, entries))


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _contents(recording: Recording, steps_so_far: list[Step]) -> Iterator[dict[int, bytes]]:
    """Yield what the files can hold: for each that was written and not forced since, one thing or another."""
    sure = dict(enumerate(recording.before.values(), start=1))
    written: dict[int, bytes] = {}
    for step in steps_so_far:
        if step.what == "write":
            written[step.file] = step.content
        elif step.what == "force" and step.file in written:
            sure[step.file] = written.pop(step.file)
    chances = [_chances(sure.get(file, b""), content) for file, content in written.items()]
    for chosen in product(*chances):
        yield sure | dict(zip(written, chosen, strict=True))


def _chances(before: bytes, content: bytes) -> list[bytes]:
    half = len(content) // 2
    return [before, content[:half], content[:half] + bytes(len(content) - half), bytes(len(content)), content]


# ── what the program makes of it ─────────────────────────────────────────────


def power_cut(folder: Path, saves: int, way: str) -> Tally:
    """Begin an audit, type and save a few times, and open everything that a power cut can leave on the way."""
    workspace = empty(folder / f"power-{way}")
    recording = Recording(workspace)
    with recording.listening(way):
        audit = _worked_on(workspace, recording, saves)
    tally = NOTHING
    for left in after_a_power_cut(recording):
        tally = tally.plus(_opened(Desk(folder / "after", audit.id), left))
    return tally


def _worked_on(workspace: Path, recording: Recording, saves: int) -> Desk:
    audit = another(workspace)
    recording.said("saved", 0)
    for number in range(1, saves + 1):
        if number != 2:
            _type_and_save(audit, number, recording)
        elif quietly(audit.command(number)):
            raise AssertionError("the save that is recorded failed")
        recording.said("saved", number)
    return audit


def _type_and_save(audit: Desk, number: int, recording: Recording) -> None:
    sitting = Sitting(audit.workspace(), audit.id)
    sitting.change(steps.answered(sitting.working, CRITERION, state="graded", grade="good", reason=edit(number)))
    sitting.change(steps.amended(sitting.working, date=_OTHER_DAYS[number % 2]))
    sitting.keep()
    recording.said("kept", number)
    sitting.save()


def _opened(audit: Desk, left: Left) -> Tally:
    """Open a state, and save once more."""
    _lay_out(audit.folder, left.state)
    found = Tally(1, left.saved + 1, 0, 0)
    try:
        listed = audit.workspace().register.find(audit.id) is not None
        saved = audit.saved()
        lost = (
            (left.saved >= 0 and not listed)
            or saved < left.saved
            or (left.kept > left.saved and audit.typed() < left.kept)
        )
        damage = audit.damage() or _goes_on(audit, max(saved, left.kept) + 1)
    except CaseauditError as error:
        unknown = left.saved < 0 and "is not an audit of this workspace" in str(error)
        return found if unknown else found._replace(lost=1)
    return found._replace(lost=int(lost), damaged=int(bool(damage)))


def _goes_on(audit: Desk, number: int) -> str:
    """Return what keeps the next save from going through, or nothing."""
    code = quietly(audit.command(number))
    return "" if not code and audit.saved() == number else "the next save does not go through"


def _lay_out(folder: Path, state: State) -> None:
    """Make a folder hold a state, as it is found some minutes later."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    then = time.time() - _MINUTES_LATER
    for path, content in sorted(state):
        place = folder / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            os.utime(place, (then, then))
