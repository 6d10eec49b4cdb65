"""Work on a thread of its own, and the message that it has ended."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from caseaudit.desk.watching import Errand, Stopped
from caseaudit.problems import CaseauditError


class Ended(Message):
    """An errand has ended: with what it found, with what went wrong, or with nothing, because it was stopped."""

    def __init__(self, errand: Errand, found: object) -> None:
        super().__init__()
        self.errand, self.found = errand, found


def run(errand: Errand, work: Callable[[], object]) -> Ended:
    """Do the work, and return what came of it. Meant for a thread; who asked for it is sent what is returned."""
    try:
        return Ended(errand, work())
    except CaseauditError as error:
        return Ended(errand, error)
    except Stopped:
        return Ended(errand, None)
