"""Every system call of one save is made to fail in every way that a disk or a share can fail, by `strace`.

A save is recorded first, so that the calls are known. Then, for each call and each fault, a copy of one process that
has loaded the program saves once while strace injects that one fault; the real command can be had the same way.
Whatever happens, the audit before or after can be read; the program says that it saved only if it did; and whatever it
could not do is one line that names a path.
"""

from __future__ import annotations

import os
import random
import re
import select
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.programs import caseaudit, environment
from benchmarks.torture_desk import Desk, copy_of_this_process, desk, quietly
from caseaudit.cli.main import main

FAULTS = ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES", "ESTALE", "ETIMEDOUT", "EINTR", "KILL")
"""What is injected; KILL is the signal, at that very call."""
_CALLS = (
    *("openat", "read", "write", "close", "fstat", "newfstatat", "statx", "lseek", "fsync", "fdatasync", "getdents64"),
    *("link", "linkat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "ftruncate"),
)
_LOOKS = ("newfstatat", "fstat", "statx", "getdents64", "read", "lseek", "openat", "close")
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
_PATIENCE = 20
"""Seconds."""
_SAYS_WHICH = re.compile(
    r"On disk is revision \d+, without your change|Revision \d+, with your change, can be read|is saved"
)


class Call(NamedTuple):
    """The `number`th use of a system call, counted from 1."""

    name: str
    number: int
    given: str
    """What it was given, as strace tells it."""

    saving: bool
    """Whether the save has begun: what comes before is reading."""

    @property
    def makes(self) -> bool:
        """Whether it is one of those that make a save, rather than a look at what is there."""
        return self.saving and (self.name not in _LOOKS or ".tmp" in self.given)

    @property
    def speaks(self) -> bool:
        """Whether it writes to the terminal: what cannot be said there cannot be said at all."""
        return self.given[:2] in ("1<", "2<")


class Outcome(NamedTuple):
    """What one fault led to."""

    call: Call
    fault: str
    code: int
    """The exit code, negative for a signal."""
    said: str
    faults: tuple[str, ...]
    """What should not have happened."""


Run = Callable[[Desk, list[str]], tuple[int, str]]
"""Saves once under strace with some more options; returns the exit code and what was said."""


def why_not() -> str:
    """Return why faults cannot be injected here, or nothing."""
    if not shutil.which("strace"):
        return "install strace, `apt-get install strace`"
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "this system does not let one program trace another"


class Sweep:
    """A workspace that is brought back to where it was before each fault."""

    def __init__(self, folder: Path, *, real: bool = False) -> None:
        """With `real` each save is the installed command, started anew; else a copy of this process."""
        self._log = folder / "strace.log"
        self._home = folder
        self.desk = desk(folder / "refused")
        self._run = self._as_command if real else self._as_copy
        quietly(self.desk.command(1))
        quietly(self.desk.command(2))
        self._kept = folder / "kept"
        shutil.copytree(self.desk.folder, self._kept)
        self._before = self.desk.saved()

    # ── what is there to fail ────────────────────────────────────────────────

    def calls(self) -> list[Call]:
        """Return every system call of one save that has to do with files, in order."""
        self._look_as_later()
        self._as_it_was()
        self._run([])  # what is compiled only once is compiled now
        self._as_it_was()
        code, said = self._run([])
        if code:
            raise AssertionError(f"the save that is recorded failed: {said}")
        return list(self._recorded())

    def _look_as_later(self) -> None:
        """Look at what a save left, so that whatever this process keeps in mind of it is the same each time."""
        self._as_it_was()
        quietly(self.desk.command(self._before + 1))
        self.desk.saved()
        self.desk.damage()

    def _recorded(self) -> Iterator[Call]:
        seen, saving = Counter[str](), False
        for line in self._log.read_text(errors="replace").splitlines():
            if (match := _LINE.match(line)) and match[1] in _CALLS:
                seen[match[1]] += 1
                saving = saving or f'"{self.desk.folder}", ' in match[2]
                yield Call(match[1], seen[match[1]], match[2], saving)

    # ── one fault ────────────────────────────────────────────────────────────

    def outcome(self, call: Call, fault: str) -> Outcome:
        """Save with one fault injected, and look what is left."""
        how = "signal=KILL" if fault == "KILL" else f"error={fault}"
        return self._with(call, fault, f"inject={call.name}:{how}:when={call.number}")

    def lie(self, call: Call) -> Outcome:
        """Save while the system says that a write is done and does nothing."""
        size = int(call.given.rpartition(" = ")[2])
        return self._with(call, "lie", f"inject={call.name}:retval={size}:when={call.number}")

    def _with(self, call: Call, fault: str, injected: str) -> Outcome:
        self._as_it_was()
        code, said = self._run(["-e", injected])
        found = [] if self._was_injected(fault, code) else ["nothing was injected"]
        return Outcome(call, fault, code, said, (*found, *self._faults(call, code, said)))

    def _faults(self, call: Call, code: int, said: str) -> Iterator[str]:
        try:
            saved = self.desk.saved()
        except Exception as error:  # whatever it is, it is what this looks for
            yield f"lost: {error}"
            return
        yield from (f"damaged: {damage}" for damage in [self.desk.damage()] if damage)
        if saved not in (self._before, self._before + 1):
            yield f"lost: edit {saved} is there"
        if ("answered." in said or code == 0) and saved == self._before:
            yield "false: it was said to be saved"
        if code > 0 and not call.speaks and not _is_one_line(said):
            yield f"unclear: {said}"
        if code > 0 and not call.speaks and call.saving and not _SAYS_WHICH.search(said):
            yield f"unclear: which copy is on disk is not said: {said}"

    def _was_injected(self, fault: str, code: int) -> bool:
        return code == -9 if fault == "KILL" else "INJECTED" in self._log.read_text(errors="replace")

    def _as_it_was(self) -> None:
        for part in ("audits", ".caseaudit"):
            shutil.rmtree(self.desk.folder / part)
            shutil.copytree(self._kept / part, self.desk.folder / part)

    # ── a save under strace ──────────────────────────────────────────────────

    def _as_copy(self, more: list[str]) -> tuple[int, str]:
        waiting, go = os.pipe()
        reading, writing = os.pipe()
        process = copy_of_this_process(lambda: self._wait_and_save(waiting), told=writing)
        os.close(writing)
        tracer = subprocess.Popen(["strace", "-qq", "-y", "-p", str(process), "-o", str(self._log), *more])
        _until_traced(process, tracer)
        os.write(go, b"!")
        _, status = os.waitpid(process, 0)
        tracer.wait(_PATIENCE)
        for end in (waiting, go):
            os.close(end)
        with os.fdopen(reading, encoding="utf-8", errors="replace") as pipe:
            return os.waitstatus_to_exitcode(status), pipe.read()

    def _wait_and_save(self, waiting: int) -> int:
        select.select([waiting], [], [])
        return main(self.desk.command(self._before + 1))

    def _as_command(self, more: list[str]) -> tuple[int, str]:
        traced = ["strace", "-qq", "-y", "-f", "-e", f"trace={','.join(_CALLS)}", "-o", str(self._log), *more]
        command = [*traced, *caseaudit(*self.desk.command(self._before + 1))]
        home = environment(self._home)
        ran = subprocess.run(command, env=home, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        return ran.returncode, ran.stderr


def _until_traced(process: int, tracer: subprocess.Popen[bytes]) -> None:
    """Wait until strace holds a process."""
    until = time.monotonic() + _PATIENCE
    while "TracerPid:\t0" in Path(f"/proc/{process}/status").read_text():
        if time.monotonic() > until or tracer.poll() is not None:
            raise AssertionError("strace did not take hold")
        time.sleep(0.0005)


def _is_one_line(said: str) -> bool:
    """Whether the program said one line that begins with its name and has no traceback in it."""
    lines = [line for line in said.splitlines() if "answered." not in line]
    return len(lines) == 1 and lines[0].startswith("caseaudit: ")


# ── the whole sweep ──────────────────────────────────────────────────────────


class Swept(NamedTuple):
    """What a sweep found."""

    calls: int
    """System calls of one save that have to do with files."""
    outcomes: list[Outcome]

    def wrong(self, kind: str) -> list[Outcome]:
        """Return the outcomes in which something of a kind happened: lost, damaged, false, unclear, nothing."""
        return [outcome for outcome in self.outcomes if any(fault.startswith(kind) for fault in outcome.faults)]

    @property
    def injected(self) -> int:
        """How many faults there were: now and then a call comes at another place than it was recorded at."""
        return len(self.outcomes) - len(self.wrong("nothing"))


def refused(folder: Path, points: int, seed: int, told: Callable[[int], None], *, real: bool = False) -> Swept:
    """Inject every fault at every call, or, where that is more than `points`, the first so many of them.

    First come every fault at the calls that make a save, then two at every other call, then the rest by chance. The
    writes that lie are always among them. Raises `AssertionError` where strace cannot be used.
    """
    if reason := why_not():
        raise AssertionError(reason)
    sweep = Sweep(folder, real=real)
    calls = sweep.calls()
    if real:
        calls = [call for call in calls if str(sweep.desk.folder) in call.given or call.speaks]
    outcomes = [sweep.lie(call) for call in calls if call.name == "write" and not call.speaks]
    for call, fault in _in_order(calls, random.Random(seed))[:points]:
        outcomes.append(sweep.outcome(call, fault))
        told(len(outcomes))
    return Swept(len(calls), outcomes)


def _in_order(calls: list[Call], chance: random.Random) -> list[tuple[Call, str]]:
    making = [(call, fault) for call in calls if call.makes for fault in FAULTS]
    others = [call for call in calls if not call.makes]
    two = [(call, fault) for number, call in enumerate(others) for fault in ("KILL", FAULTS[number % 8])]
    rest = sorted({(call, fault) for call in others for fault in FAULTS} - set(two))
    return [*making, *two, *chance.sample(rest, len(rest))]
