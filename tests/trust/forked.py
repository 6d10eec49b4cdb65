"""Commands of the program as processes of their own, with little time and memory, for the price of a fork each.

A lean process loads the program once, and copies itself for every command that it is told to run. The copy may use
only so much processor time and memory, as the system counts them; whoever asks is told how much it was.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

SECONDS = 2
MEBIBYTES = 300
_LOADED = (
    *("caseaudit.cli.main", "caseaudit.cli.audit.listing", "caseaudit.cli.audit.show", "caseaudit.cli.sample.reading"),
    *("caseaudit.cli.checklist.reading", "caseaudit.cli.plan.reading", "caseaudit.cli.agreement"),
    *(
        "caseaudit.cli.merge",
        "caseaudit.desk.auditing",
        "caseaudit.desk.summarising",
        "caseaudit.store.frames.opening",
        "python_calamine",
    ),
)


class Ran(NamedTuple):
    """A command that has ended."""

    code: int
    """Its exit code; negative: the signal that ended it, as -24 for using up its processor time."""
    out: str
    err: str
    seconds: float
    """Of processor time."""
    mebibytes: float
    """At its largest."""


class Server:
    """The process that copies itself."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, folder: Path, *arguments: str) -> Ran:
        """Run a command in a folder, in the environment of this process."""
        order = {"folder": str(folder), "arguments": arguments, "environment": dict(os.environ)}
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps(order) + "\n")
        asked.flush()
        return Ran(**json.loads(answers.readline()))


@contextmanager
def server() -> Iterator[Server]:
    """Keep a server for some commands."""
    process = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="ascii"
    )
    try:
        yield Server(process)
    finally:
        process.stdin.close()  # type: ignore[union-attr]
        process.wait(10)


# ── in the process itself ────────────────────────────────────────────────────


def _serve() -> None:
    for name in _LOADED:
        _load(name)
    for line in os.fdopen(os.dup(0), encoding="ascii"):  # Whoever reads from `sys.stdin` cannot set it up any more.
        print(json.dumps(_run(json.loads(line))), flush=True)


def _load(name: str) -> None:
    try:
        __import__(name)
    except ImportError:
        if name.endswith("main"):
            raise


def _run(order: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _be_the_command(order, out, err)
        _, status, used = os.wait4(child, 0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "out": _read(out),
            "err": _read(err),
            "seconds": used.ru_utime + used.ru_stime,
            "mebibytes": used.ru_maxrss / 1024,
        }


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def _be_the_command(order: dict[str, Any], out: IO[bytes], err: IO[bytes]) -> None:
    code = 70
    try:
        with Path(os.devnull).open("rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["folder"])
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEBIBYTES << 20, MEBIBYTES << 20))
        from caseaudit.cli.main import main

        code = main(order["arguments"])
        sys.stdout.flush()
    except BaseException as error:
        code = int(error.code or 0) if isinstance(error, SystemExit) else 70  # type: ignore[arg-type]
        if code == 70:
            import traceback

            traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
