"""Run one command, and answer every mishap with a plain line and an exit code."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from caseaudit.cli import say

_NEW_OBJECTS = 50_000
"""How many new objects before Python looks for garbage. Starting makes none, and looking costs a twentieth of it."""


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; return its exit code. Never raises what a person would see."""
    say.prepare()
    try:
        return _run(arguments)
    except (Exception, KeyboardInterrupt) as error:
        from caseaudit.cli import mishaps

        return mishaps.answer(error)
    finally:
        say.clear()


def _run(arguments: Sequence[str]) -> int:
    gc.set_threshold(_NEW_OBJECTS)
    from caseaudit.cli.front import caseaudit

    code = caseaudit.main(list(arguments), prog_name="caseaudit", standalone_mode=False)
    say.flush()
    return code if isinstance(code, int) else 0
