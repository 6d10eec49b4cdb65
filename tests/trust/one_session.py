"""Every command, run over a service full of canaries where there is no network, and watched from outside.

A canary is a word that stands in one place and nowhere else: `ZZCANARY-KEPT-reason`. Where it is found afterwards, text
of that place has got to. All of it is run once, and told from there: what each command printed, which sockets were
opened, and where every file lies that was written.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from caseaudit.domain.audit import Audit
from trust import in_a_terminal, test_text_commands
from trust.in_a_terminal import Terminals
from trust.kept_audits import HEAD, NAMES, TEXT, marked, saved, typed
from trust.test_text_commands import CALLS
from trust.texts_everywhere import HARMLESS, Service, laid_out

SKIPPED = "No network can be taken away here: "
"""How the reason of a skipped test begins; `.ci/run` looks for it."""
_PATIENCE = 300.0
_PLACES = "|".join(sorted((*HEAD, *NAMES, *TEXT), key=len, reverse=True))
_ANY = re.compile(rf"(?i)ZZCANARY-([A-Z]+)-({_PLACES}|[a-j]{{3}})".encode())


class Printed(NamedTuple):
    """A call, and what it told."""

    command: str
    line: str
    code: int
    out: bytes
    err: bytes


class Session(NamedTuple):
    """Everything that one run of every command left behind."""

    root: Path
    """All of it: `service` with the workspace and what stands beside it, `home`, `temporary`."""
    printed: list[Printed]
    calls: list[str]
    """What `strace` saw of every call about networks; empty where there is no `strace`."""


def canaries(content: bytes) -> set[tuple[str, str]]:
    """Return every canary in some bytes: whose it is, and which place of a record it stood in."""
    both = content + content.replace(b"\0", b"")  # UTF-16, as some formats have it
    return {(whose.decode().upper(), place.decode().lower()) for whose, place in _ANY.findall(both)}


@cache
def why_not() -> str:
    """Return why no network can be taken away from a program here, and what it asks for be heard, or nothing."""
    if not _works(_without_network()):
        return f"{SKIPPED}it needs `unshare`, of util-linux, and leave to have a network of one's own"
    if not _works(_HEARING):
        return f"{SKIPPED}install strace, `apt-get install strace`"
    return ""


@cache
def _works(prefix: tuple[str, ...]) -> bool:
    return bool(shutil.which(prefix[0])) and not subprocess.run([*prefix, "true"], capture_output=True).returncode


_HEARING = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "signal=none", "-e", "trace=network")


def _without_network() -> tuple[str, ...]:
    return ("unshare", "-n") if os.geteuid() == 0 else ("unshare", "-rn")


def watched(notes: Path) -> list[str]:
    """Return what a command is begun with so that it has no network and every call about one is noted in a file.

    As far as this machine allows: `why_not` says whether it does.
    """
    away = _without_network() if _works(_without_network()) else ()
    return [*away, *((*_HEARING, "-o", str(notes)) if _works(_HEARING) else ())]


class _Watched(Terminals):
    """Terminals in which nothing has a network, and every call about one is noted."""

    def __init__(self, notes: Path, settings: dict[str, str]) -> None:
        command = [*watched(notes), sys.executable, in_a_terminal.__file__]
        around = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONUTF8": "1", **settings}
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=around)


def session_of(tests: pytest.TempPathFactory) -> Session:
    """Return the session of this run of the tests."""
    base = tests.getbasetemp()
    return run_once(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


def run_once(base: Path) -> Session:
    """Return the session; of several processes that ask for it, the first one makes it."""
    done = base / "session.pickle"
    with contextlib.suppress(FileExistsError):
        (base / "every-command").mkdir()
        part = base / "session.part"
        try:
            part.write_bytes(pickle.dumps(_run(base / "every-command")))
        finally:
            part.touch()  # An empty one says that it failed.
            part.rename(done)
    _wait_for(done)
    loaded: Session = pickle.loads(done.read_bytes())
    return loaded


def _wait_for(done: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not done.exists():
        assert time.monotonic() < until, "the process that began the session never finished it"
        time.sleep(0.2)
    assert done.stat().st_size, "the session failed; the first test that asked for it says why"


def _run(root: Path) -> Session:
    before = os.umask(0)
    try:
        return _printed(root, _service(root / "service"))
    finally:
        os.umask(before)


def _letters(number: int) -> str:
    """Return a number in letters: digits might look like something that identifies a child."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")


def _service(folder: Path) -> Service:
    """A service with every kind of thing in it, and three audits whose every place has a canary of its own."""
    folder.mkdir(parents=True)
    service = laid_out(folder, [f"ZZCANARY-ANY-{_letters(number)}" for number in range(len(HARMLESS))])
    workspace = service.workspace
    first = saved(workspace, marked("KEPT", "2026-11-19"))
    second = saved(workspace, marked("SECOND", "2026-11-19", role="second-grade", follows=first.id))
    saved(workspace, agreed(first, second))
    open_one = saved(workspace, marked("OPEN", "2026-11-18", sign_off=None))
    typed(workspace, marked("TYPED", "2026-11-18", id=open_one.id, sign_off=None), "A. Auditor")
    return service


def _printed(root: Path, service: Service) -> Session:
    for path in (root, *root.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    home, temporary, notes = root / "home", root / "temporary", root / "strace.txt"
    for folder in (home, temporary):
        folder.mkdir(0o700)
    where = {"HOME": str(home), "TMPDIR": str(temporary), "CASEAUDIT_WORKSPACE": str(service.places.workspace)}
    words = test_text_commands._words(service)
    with contextlib.closing(_Ending(_Watched(notes, {**where, "CASEAUDIT_AUDITOR": "A. Auditor"}))) as opened:
        printed = [_run_one(opened.terminals, service, words, *each) for each in _calls(service)]
    calls = notes.read_text().splitlines() if notes.exists() else []
    return Session(root, printed, calls)


class _Ending(NamedTuple):
    terminals: Terminals

    def close(self) -> None:
        self.terminals.end()


def _calls(service: Service) -> Iterator[tuple[str, str, str]]:
    """Yield each command with its arguments and what is typed: those of the table, and those over the canaries."""
    for number in range(3):
        yield "export counts", f"--name Service{number} -o counts-{number}.json", ""
    for command, calls in CALLS.items():
        yield from ((command, call.words, call.typed) for call in calls)
    for command, words in _OVER_CANARIES:
        yield command, words, "y\n" + "q\n" * 9 if command == "audit fill" else ""


KEPT, OPEN = "20261119-kept", "20261118-open"
_OVER_CANARIES = (
    ("audit show", KEPT),
    ("audit history", KEPT),
    ("moderate compare", f"{KEPT} --all"),
    ("audit fill", f"{OPEN} --all"),
    ("audit answer", f"{OPEN} HND-02 yes --reason ZZCANARY-TOLD-reason --evidence ZZCANARY-TOLD-evidence"),
    ("audit escalate", f"{OPEN} HND-01 safe --told ZZCANARY-TOLD-told --note ZZCANARY-TOLD-note"),
    ("audit action", f"{OPEN} --what ZZCANARY-TOLD-action --owner Somebody --due 2027-01-01"),
    ("action update", f"{KEPT} A1 --reopen"),
    ("audit reopen", f"{KEPT} --reason ZZCANARY-TOLD-reason"),
    ("audit sign-off", f"{KEPT} --judgement good --reason ZZCANARY-TOLD-judgement"),
    ("retention hold", f"{KEPT} --reason ZZCANARY-TOLD-why"),
    ("retention list", ""),
    ("audit show", "ZZCANARY-TOLD-reason"),
    ("audit answer", f"{OPEN} HND-01 ZZCANARY-TOLD-reason"),
    ("export csv", "--checklist handover --output made-audits.csv"),
    ("export json", "--checklist handover --output made-audits.json"),
    ("export html", "--checklist handover --output made-report.html"),
    ("export docx", "--checklist handover --output made-report.docx"),
)
"""Commands over the audits with the canaries, and canaries given where words can be typed, even by mistake."""


def _run_one(
    terminals: Terminals, service: Service, words: dict[str, str], command: str, line: str, typed_in: str
) -> Printed:
    arguments = [word.format(**words) for word in line.split()]
    told = terminals.run(*command.split(), *arguments, folder=service.folder, typed=typed_in)
    return Printed(command, f"{command} {line}".strip(), told.code, told.out, told.err)


def agreed(first: Audit, second: Audit) -> Audit:
    """Return the first of two audits with every word of a moderation."""
    from msgspec.structs import replace

    from caseaudit.domain.moderation import Moderation, Outcome

    def word(place: str) -> str:
        return f"ZZCANARY-KEPT-{place}"

    outcomes = tuple(Outcome(each.criterion, "graded", "good", word("outcome")) for each in first.answers[:1])
    at = f"{first.date}T12:00:00Z"
    said = Moderation(second.id, word("moderator"), at, outcomes, "good", word("agreed"), word("comment"))
    return replace(
        first, moderation=replace(said, acknowledged_by=first.auditor, acknowledged_at=at, reply=word("reply"))
    )
