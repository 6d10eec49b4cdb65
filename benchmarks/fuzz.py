"""`python -m benchmarks.fuzz [LOADER ...] [--seconds 60] [--write]`: spoil files until a reader fails, or time is up.

With `atheris` installed (`pip install atheris`; it has builds for Linux) what is tried next is guided by which lines of
the readers were reached; without it files are spoilt at random. A reader may refuse a file in one line that repeats
nothing of it. Anything else ends this with 1 and leaves the file. `--write` puts the count on record for docs/trust.md.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

COMMAND = "python -m benchmarks.fuzz"
_GUIDED = "CASEAUDIT_FUZZ"
"""Names the loader in a process of its own: the library never comes back from its work."""
_TRIED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_LARGEST = 65_536
_SLOWEST = 5  # seconds for one file


def main(arguments: list[str]) -> int:
    """Try each loader for some seconds; return 1 if one failed."""
    from benchmarks.fuzz_loaders import loaders

    asked = _asked(arguments)
    tried = failed = 0
    for name in asked.names or loaders():
        with tempfile.TemporaryDirectory(prefix="caseaudit-fuzz-") as folder:
            tries = _guided if _is_there() else _at_random
            many, fault = tries(name, asked.seconds, Path(folder))
        print(f"{name}: {many} files{', FAILED: ' + fault if fault else ''}", flush=True)
        tried, failed = tried + many, failed + bool(fault)
    if asked.write:
        _note(tried, failed, asked.seconds)
    return int(failed > 0)


def _asked(arguments: list[str]) -> argparse.Namespace:
    from benchmarks.fuzz_loaders import loaders

    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*loaders(), []], metavar="LOADER", help=", ".join(loaders()))
    parser.add_argument("--seconds", type=int, default=60, help="for each loader")
    parser.add_argument("--write", action="store_true", help="put the count on record")
    return parser.parse_args(arguments)


def _note(tried: int, failed: int, seconds: int) -> None:
    from docs.trust_page import note_measured

    how = "with atheris" if _is_there() else "at random"
    command = f"{COMMAND} --seconds {seconds} --write"
    note_measured(f"Spoilt files given to the readers in a longer run, {how}", tried, command)
    note_measured("Readers that failed in it", failed, command)


def _is_there() -> bool:
    return find_spec("atheris") is not None


# ── at random ────────────────────────────────────────────────────────────────


def _at_random(name: str, seconds: int, folder: Path) -> tuple[int, str]:
    from benchmarks.fuzz_loaders import NAMES, loaders, refused, spoilt

    loader, path = loaders()[name], folder / NAMES.get(name, "x.json")
    until, number = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        content = spoilt(loader.sound[number % len(loader.sound)], number)
        try:
            refused(loader, content, path)
        except Exception as error:
            return number, f"{type(error).__name__} at number {number}"
        number += 1
    return number, ""


# ── guided ───────────────────────────────────────────────────────────────────


def _guided(name: str, seconds: int, folder: Path) -> tuple[int, str]:
    """Run a process of its own; return how many files it tried, and what it failed with."""
    from benchmarks.fuzz_loaders import loaders

    corpus = folder / "corpus"
    corpus.mkdir()
    for number, sound in enumerate(loaders()[name].sound):
        (corpus / str(number)).write_bytes(sound)
    kept = Path.cwd() / "fuzz-failure-"
    options = [f"-max_total_time={seconds}", f"-max_len={_LARGEST}", f"-timeout={_SLOWEST}", "-print_final_stats=1"]
    command = [sys.executable, "-m", "benchmarks.fuzz", *options, f"-artifact_prefix={kept}", str(corpus)]
    settings = {**os.environ, _GUIDED: f"{name}\n{folder}"}
    ran = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace", env=settings)
    found = _TRIED.search(ran.stderr)
    lines = ran.stderr.strip().splitlines()
    fault = "" if not ran.returncode else next((line for line in lines if "Error" in line), lines[-1] if lines else "?")
    return int(found[1]) if found else 0, fault


def _be_guided(name: str, folder: str) -> None:
    """Never returns."""
    import atheris

    with atheris.instrument_imports(include=["caseaudit"]):
        from benchmarks import fuzz_loaders as of

        loader, path = of.loaders()[name], Path(folder) / of.NAMES.get(name, "x.json")
    atheris.Setup(sys.argv, lambda content: of.refused(loader, content, path) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    if _GUIDED in os.environ:
        _be_guided(*os.environ[_GUIDED].split("\n"))
    sys.exit(main(sys.argv[1:]))
