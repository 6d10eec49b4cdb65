"""Many programs save into one audit at the same moment; every edit must be in it, or in its history."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from benchmarks.torture_desk import Desk, Tally, copy_of_this_process, desk, quietly
from caseaudit.cli.main import main

CHECKLIST = "supervision"
"""One with many questions to grade."""


def together(folder: Path, programs: int, edits: int, told: Callable[[int], None]) -> Tally:
    """Have `programs` programs make so many edits each, all at once; `told` hears how many have ended.

    They share the questions: who comes to a question that somebody else answers too is asked, and answers again.
    """
    audit = desk(folder / "together", CHECKLIST)
    questions = _graded(audit)
    quietly(_command(audit, questions[0], "loaded"))
    said = folder / "said"
    with said.open("ab") as heard:
        running = {
            copy_of_this_process(_work(audit, questions[number % len(questions)], number, edits), told=heard.fileno())
            for number in range(programs)
        }
    codes = [_code_of_the_next(running, told, programs) for _ in range(programs)]
    lost = _expected(programs, edits) - _seen(audit)
    return Tally(
        programs, said.read_bytes().count(b"answered."), len(lost), sum(map(bool, codes)) + bool(audit.damage())
    )


def _graded(audit: Desk) -> list[str]:
    asked = audit.workspace().register.load(audit.id).asked
    return [answer.criterion for answer in asked if answer.kind == "grade"]


def _work(audit: Desk, question: str, program: int, edits: int) -> Callable[[], int]:
    started_by = os.getpid()

    def work() -> int:
        for number in range(edits):
            while os.getppid() == started_by and (code := main(_command(audit, question, _words(program, number)))):
                if code != 3:  # somebody else answered the same question: answer again
                    return code
        return 0

    return work


def _command(audit: Desk, question: str, words: str) -> list[str]:
    return ["--workspace", str(audit.folder), "audit", "answer", audit.id, question, "good", "--reason", words,
            "--by", words.partition(",")[0]]  # fmt: skip


def _words(program: int, number: int) -> str:
    return f"program {program}, edit {number}"


def _code_of_the_next(running: set[int], told: Callable[[int], None], programs: int) -> int:
    process, status = os.wait()
    running.remove(process)
    told(programs - len(running))
    return os.waitstatus_to_exitcode(status)


def _expected(programs: int, edits: int) -> set[str]:
    return {_words(program, number) for program in range(programs) for number in range(edits)}


def _seen(audit: Desk) -> set[str]:
    """Return every reason that ever stood in the audit."""
    history = audit.workspace().register.history(audit.id)
    return {answer.reason for number in history.numbers() for answer in history.audit(number).answers}
