"""The program is killed while it saves, again and again, at any moment; then somebody looks what is there.

Copies of one process that has loaded the program do what a person does: most answer with `caseaudit audit answer`,
every third types and saves as the app does. What the program said is saved must be there afterwards.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from benchmarks.programs import caseaudit, environment
from benchmarks.torture_desk import CRITERION, NOTHING, Desk, Tally, another, copy_of_this_process, desk, edit, quietly
from caseaudit.cli.main import main
from caseaudit.desk.session import Sitting
from caseaudit.domain import audit as steps

POINTS_AN_AUDIT = 25
_LONGEST = 0.04
"""Seconds: a few saves."""
_LONGEST_OF_THE_COMMAND = 0.3
_SOME = 4096
_SAVED = b"answered."
_KEPT, _SAVED_IN_THE_APP = b"kept", b"saved"

Told = Callable[[int], None]


def killed(folder: Path, points: int, seed: int, told: Told) -> Tally:
    """Kill the program `points` times while it saves; `told` hears how often so far."""
    chance = random.Random(seed)
    first = desk(folder / "killed")
    _loaded(first)
    tally = NOTHING
    for begun in range(0, points, POINTS_AN_AUDIT):
        audit = another(first.folder)
        for point in range(begun, min(points, begun + POINTS_AN_AUDIT)):
            kill = _kill_in_the_app if point % 3 == 2 else _kill_at_the_command_line
            tally = tally.plus(kill(audit, chance.uniform(0, _LONGEST)))
            told(tally.points)
    return tally._replace(left_behind=first.leavings(), damaged=tally.damaged + bool(first.sweep()))


def commands_killed(folder: Path, points: int, seed: int, told: Told) -> Tally:
    """The same with the installed command, which starts anew each time."""
    chance, tally = random.Random(seed), NOTHING
    audit = desk(folder / "commands")
    for number in range(1, points + 1):
        before = audit.saved()
        tally = tally.plus(_kill_a_command(audit, before, chance.uniform(0.05, _LONGEST_OF_THE_COMMAND), folder))
        told(number)
    return tally._replace(left_behind=audit.leavings(), damaged=tally.damaged + bool(audit.sweep()))


def _loaded(audit: Desk) -> None:
    """Have everything loaded once, so that no copy spends its time on loading."""
    quietly(audit.command(1))
    audit.damage()
    _type_and_save(Sitting(audit.workspace(), audit.id), 2)


def _kill_at_the_command_line(audit: Desk, after: float) -> Tally:
    before = audit.saved()
    said = _said_until_killed(lambda: _answer_for_ever(audit, before), after)
    return _looked_at(audit, before + said.count(_SAVED), said.count(_SAVED))


def _answer_for_ever(audit: Desk, before: int) -> int:
    for number in count(before + 1):
        if code := main(audit.command(number)):
            return code
    return 0


def _kill_in_the_app(audit: Desk, after: float) -> Tally:
    before = audit.typed()
    said = _said_until_killed(lambda: _type_for_ever(audit, before), after).split()
    kept, saved = _acknowledged(said, before)
    drafts = Tally(0, said.count(_KEPT), int(audit.typed() < kept), 0)
    return drafts.plus(_looked_at(audit, saved, said.count(_SAVED_IN_THE_APP)))


def _acknowledged(said: list[bytes], before: int) -> tuple[int, int]:
    """Return the last edit that was said to be kept in the draft, and the last said to be saved."""
    kept, saved = before, 0
    for word in said:
        kept += word == _KEPT
        saved = kept if word == _SAVED_IN_THE_APP else saved
    return kept, saved


def _type_for_ever(audit: Desk, before: int) -> int:
    """Type, keep the draft, type, keep, save: and say each time what is done, as the app shows it."""
    sitting = Sitting(audit.workspace(), audit.id)
    for number in count(before + 1):
        sitting.change(steps.answered(sitting.working, CRITERION, state="graded", grade="good", reason=edit(number)))
        sitting.keep()
        os.write(2, _KEPT + b"\n")
        if number % 3 == 0:
            sitting.save()
            os.write(2, _SAVED_IN_THE_APP + b"\n")
    return 0


def _type_and_save(sitting: Sitting, number: int) -> None:
    sitting.change(steps.answered(sitting.working, CRITERION, state="graded", grade="good", reason=edit(number)))
    sitting.keep()
    sitting.save()


def _said_until_killed(work: Callable[[], int], after: float) -> bytes:
    """Have a copy of this process work, kill it after some seconds, and return everything that it said until then.

    Every other time the seconds count from the first thing that it says, so that a slow machine saves too.
    """
    reading, writing = os.pipe()
    process = copy_of_this_process(work, told=writing)
    os.close(writing)
    first = os.read(reading, _SOME) if process % 2 else b""
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = first + pipe.read()
    if not os.WIFSIGNALED(status):
        raise AssertionError(f"it ended by itself: {said.decode()}")
    return said


def _kill_a_command(audit: Desk, before: int, after: float, home: Path) -> Tally:
    command = caseaudit(*audit.command(before + 1))
    started = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _, said = started.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        started.kill()
        _, said = started.communicate()
    done = said.count(_SAVED)
    return _looked_at(audit, before + done, done)


def _looked_at(audit: Desk, expected: int, saves: int) -> Tally:
    """Count what is lost and what is damaged; `expected` is the last edit that was said to be saved."""
    damage = audit.damage()
    lost = 0 if damage else int(audit.saved() < expected)
    return Tally(1, saves, lost, int(bool(damage)))
