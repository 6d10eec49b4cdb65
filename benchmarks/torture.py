"""`python -m benchmarks.torture [NAME ...]`: kill it, fill its disk, cut its power, have sixty save at once; and count.

Each figure that must be nought is nought, or this ends with 1. `--write` puts the figures on record for docs/trust.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import torture_killing, torture_merging, torture_power, torture_refusing, torture_together
from benchmarks.torture_desk import AUDITOR, NOTHING

Figures = dict[str, int]
Told = Callable[[int], None]
COMMAND = "python -m benchmarks.torture"
_EDITS_A_PROGRAM = 10
_IN_MEMORY = Path("/dev/shm")
_PLACES = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "CASEAUDIT_WORKSPACE")


class Run(NamedTuple):
    """What a torture is given."""

    folder: Path
    points: int
    seed: int
    told: Told
    """Hears how many so far."""


class Torture(NamedTuple):
    """One way to be hard on the program."""

    about: str
    points: int
    """How many times, unless somebody says otherwise; no more than there are."""
    run: Callable[[Run], Figures]


def _killed(run: Run) -> Figures:
    tally = torture_killing.killed(*run)
    return {
        "Kills while saving": tally.points,
        "Saves and drafts acknowledged before a kill": tally.acknowledged,
        "Acknowledged saves lost to a kill": tally.lost,
        "Audits damaged by a kill": tally.damaged,
        "Temporary files left by kills, all swept later": tally.left_behind,
    }


def _commands(run: Run) -> Figures:
    tally = torture_killing.commands_killed(*run)
    return {
        "Kills of the installed command": tally.points,
        "Saves lost by the installed command": tally.lost,
        "Audits damaged by the installed command": tally.damaged,
    }


def _refused(run: Run) -> Figures:
    return _of_a_sweep(torture_refusing.refused(*run), "")


def _commands_refused(run: Run) -> Figures:
    return _of_a_sweep(torture_refusing.refused(*run, real=True), " of the installed command")


def _of_a_sweep(swept: torture_refusing.Swept, whose: str) -> Figures:
    for outcome in swept.outcomes:
        if outcome.faults:
            print(outcome, file=sys.stderr)
    return {
        f"System calls in one save{whose}": swept.calls,
        f"Faults injected into a save{whose}": swept.injected,
        f"Audits lost to a fault{whose}": len(swept.wrong("lost")),
        f"Audits damaged by a fault{whose}": len(swept.wrong("damaged")),
        f"Saves that were false{whose}": len(swept.wrong("false")),
        f"Refusals that were unclear{whose}": len(swept.wrong("unclear")),
    }


def _power(run: Run) -> Figures:
    """Every way to publish; `points` saves are made before the power goes."""
    tally = NOTHING
    for way in torture_power.WAYS:
        tally = tally.plus(torture_power.power_cut(run.folder, run.points, way))
        run.told(tally.points)
    return {
        "States a power cut can leave, each opened": tally.points,
        "Saves lost to a power cut": tally.lost,
        "Audits damaged by a power cut": tally.damaged,
    }


def _together(run: Run) -> Figures:
    tally = torture_together.together(run.folder, run.points, _EDITS_A_PROGRAM, run.told)
    return {
        "Programs that saved one audit at once": tally.points,
        "Edits that they made": tally.acknowledged,
        "Edits lost to each other": tally.lost,
        "Audits damaged by each other": tally.damaged,
    }


def _merging(run: Run) -> Figures:
    counted = torture_merging.merged(run.points, run.seed, run.told)
    return {
        "Triples of versions merged": counted.triples,
        "Triples in which somebody is asked": counted.asked,
        "Changes lost in a merge": counted.lost,
        "Texts mixed from two": counted.mixed,
        "Signatures that met a change unasked": counted.unasked,
    }


TORTURES = {
    "killed": Torture("copies of the program are killed while they save", 10_000, _killed),
    "commands": Torture("the installed command is killed", 200, _commands),
    "refused": Torture("each system call of a save fails in each way, by strace", 100_000, _refused),
    "commands-refused": Torture("the same with the installed command", 400, _commands_refused),
    "power": Torture("every state that a power cut can leave during so many saves", 4, _power),
    "together": Torture("so many programs save one audit at once", 64, _together),
    "merging": Torture("so many triples of versions are merged", 1_000_000, _merging),
}


def main(arguments: list[str]) -> int:
    """Run what is named, or everything; return 1 if anything was lost, damaged or falsely said to be saved."""
    asked = _asked(arguments)
    figures: Figures = {}
    for name in asked.names or TORTURES:
        figures |= _run(name, asked.points or TORTURES[name].points, asked.seed)
    if asked.write:
        _put_on_record(figures, asked)
    print(json.dumps(figures) if asked.json else "\n".join(f"{name}: {value:,}" for name, value in figures.items()))
    return int(any(value for name, value in figures.items() if is_fault(name)))


def is_fault(name: str) -> bool:
    """Return whether a figure must be nought."""
    return any(word in name.split() for word in ("lost", "damaged", "false", "unclear", "mixed", "unasked"))


def _run(name: str, points: int, seed: int) -> Figures:
    def told(so_far: int) -> None:
        if sys.stderr.isatty() or so_far % 100 == 0:
            print(f"\r{name}: {so_far:,} of {points:,}", end="", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="caseaudit-torture-", dir=_where(name)) as folder:
        _sees_nobody(folder)
        figures = TORTURES[name].run(Run(Path(folder).resolve(), points, seed, told))
    print(file=sys.stderr)
    return figures


def _where(name: str) -> Path | None:
    """What models a disk needs none; everything else is done on the one that TMPDIR names."""
    return _IN_MEMORY if name == "power" and _IN_MEMORY.is_dir() else None


def _sees_nobody(home: str) -> None:
    """Give the program a home of its own, so that it neither sees nor changes anything of whoever runs this."""
    for place in _PLACES:
        os.environ.pop(place, None)
    os.environ["HOME"] = home
    os.environ["CASEAUDIT_AUDITOR"] = AUDITOR


def _put_on_record(figures: Figures, asked: argparse.Namespace) -> None:
    from docs.trust_page import note_measured

    points = f" --points {asked.points}" if asked.points else ""
    command = " ".join([COMMAND, *asked.names]) + points
    for name, value in figures.items():
        note_measured(name, value, command)


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=COMMAND, description="Be hard on caseaudit, and count what it keeps.")
    known = "; ".join(f"{name}: {torture.about}" for name, torture in TORTURES.items())
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{known}; all, if left out")
    parser.add_argument("--points", type=int, default=0, help="how often; a whole run, if left out")
    parser.add_argument("--seed", type=int, default=7, help="another run of chance")
    parser.add_argument("--write", action="store_true", help="put the figures on record for docs/trust.md")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(TORTURES):
        parser.error(f"{min(unknown)} is not a torture; use {', '.join(TORTURES)}")
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
