"""Run one command, and answer every mishap with a plain line and an exit code."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Sequence

from caseaudit.cli import say

_NEW_OBJECTS = 50_000
"""How many new objects before Python looks for garbage. Starting makes none, and looking costs a twentieth of it."""


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; return its exit code. Never raises what a person would see."""
    try:
        _keep_private()
        say.prepare()
        return _run(arguments)
    except (Exception, KeyboardInterrupt) as error:
        from caseaudit.cli import mishaps

        return mishaps.answer(error)
    finally:
        say.clear()


def _keep_private() -> None:
    """What libraries write is for its owner alone too, and nothing ever writes the program's memory to a file."""
    os.umask(0o077)
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has neither of the two.
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(arguments: Sequence[str]) -> int:
    gc.set_threshold(_NEW_OBJECTS)
    from caseaudit.cli.front import caseaudit

    code = caseaudit.main(list(arguments), prog_name="caseaudit", standalone_mode=False)
    say.flush()
    return code if isinstance(code, int) else 0
