"""The one way for a text into the workbook: made plain, and never cut without a word."""

from __future__ import annotations

from caseaudit.exports.spreadsheet import LONGEST, units
from caseaudit.plaintext import visible

_SURELY_SHORT = LONGEST // 2


class Gate:
    """Makes texts fit for a cell, and counts those that a cell could not hold whole."""

    def __init__(self) -> None:
        self.cut = 0

    def fit(self, text: str, place: str) -> str:
        """Return a text without control characters; one that is too long ends with a note.

        `place` is what the note says of where all of it stands: `reason of the audit 20261120-abcdef`.
        """
        shown = visible(text)
        if len(shown) <= _SURELY_SHORT or units(shown) <= LONGEST:
            return shown
        self.cut += 1
        return _cut(shown, visible(f"\n[Cut here: a cell holds no more. All of it stands in {place}.]"))


def _cut(text: str, note: str) -> str:
    """Return as much of a text as leaves room for the note; no letter of two units is halved."""
    room = LONGEST - units(note)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + note
