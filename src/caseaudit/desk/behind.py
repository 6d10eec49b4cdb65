"""The audits behind a figure of a summary, and the checklists that a summary can be narrowed to."""

from __future__ import annotations

from caseaudit.desk.workspace import Workspace
from caseaudit.store import behind, questions
from caseaudit.store.behind import OF_ANSWERS, OF_AUDITS, Figure, Found
from caseaudit.store.index import Wanted

__all__ = ["OF_ANSWERS", "OF_AUDITS", "Behind", "Figure", "Found", "titles"]

_WINDOW = 200


class Behind:
    """The audits behind a figure, latest first, fetched a window at a time."""

    def __init__(self, workspace: Workspace, figure: Figure) -> None:
        self._index = workspace.index
        self.figure = figure
        self._windows: dict[int, list[Found]] = {}
        self.total = behind.count(self._index, figure)

    def at(self, place: int) -> Found:
        """Return the audit at a place, counted from 0."""
        window, offset = divmod(place, _WINDOW)
        if window not in self._windows:
            self._windows[window] = behind.lines(self._index, self.figure, _WINDOW, window * _WINDOW)
        return self._windows[window][offset]


def titles(workspace: Workspace, wanted: Wanted) -> dict[str, str]:
    """Return the title of each checklist with a signed-off audit among those wanted, by id, in order of title.

    A checklist that the library no longer has is called as its audits call it.
    """
    counts = questions.audits(workspace.index, wanted._replace(practice_only=True))
    found = sorted({(count.title, count.checklist) for count in counts if count.state == "signed-off"})
    return {checklist: title for title, checklist in found}
