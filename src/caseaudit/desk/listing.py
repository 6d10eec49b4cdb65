"""Lists of audits, from the index. Quick to load: `audit list` needs little else."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

from caseaudit.desk.watching import Watch, unwatched
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import Problem, bad_input, nearest
from caseaudit.store.index import FILTERS, SORTS, Headline, Wanted

__all__ = ["FILTERS", "SORTS", "Headline", "Listed", "Listing", "Wanted", "catch_up", "checked", "listing"]

_WINDOW = 200


class Listing(NamedTuple):
    """Some lines, how many there are in all, and what could not be read."""

    lines: list[Headline]
    total: int
    problems: list[Problem]


def listing(workspace: Workspace, wanted: Wanted, limit: int = -1, *, quick: bool = True) -> Listing:
    """Return the audits that are wanted, at most `limit` of them (-1: all)."""
    index = workspace.look(quick=quick)
    return Listing(index.headlines(checked(wanted), limit), index.count(wanted), [*index.unreadable(), *index.copies()])


def checked(wanted: Wanted) -> Wanted:
    """Return what is wanted. Raises `BadInput` for a sort or a filter that does not exist."""
    if wanted.sort not in SORTS:
        raise bad_input("sort", "is not a way to sort", nearest(wanted.sort, SORTS))
    for name, _ in wanted.equal:
        if name not in FILTERS:
            raise bad_input("filter", "is not something to filter by", nearest(name, FILTERS))
    return wanted


class Listed:
    """The audits that are wanted, fetched a window at a time: as quick for a hundred thousand as for ten."""

    def __init__(self, workspace: Workspace, wanted: Wanted, *, refresh: bool = True) -> None:
        self._index = workspace.look(quick=True, patient=False) if refresh else workspace.index
        self._wanted = checked(wanted)
        self._windows: dict[int, list[Headline]] = {}
        self.total = self._index.count(wanted)
        self.problems = [*self._index.unreadable(), *self._index.copies()]

    def at(self, place: int) -> Headline:
        """Return the audit at a place, counted from 0."""
        window, offset = divmod(place, _WINDOW)
        if window not in self._windows:
            self._windows[window] = self._index.headlines(self._wanted, _WINDOW, window * _WINDOW)
        return self._windows[window][offset]


def second_grades_in_progress(workspace: Workspace) -> list[Headline]:
    """Return the second grades that the person at the desk is giving; asks the index as it is."""
    wanted = (("role", "second-grade"), ("state", "in-progress"), ("auditor", workspace.person))
    return workspace.index.headlines(Wanted(equal=wanted))


def catch_up(workspace: Workspace, now: float, watch: Watch = unwatched) -> None:
    """Look at every file of the workspace, and sweep up what a crash left over a day ago.

    Meant for a thread of its own: it uses its own connection. `now` is in seconds since 1970.
    """
    again = workspace.once_more(watch)
    with closing(again.index):
        again.look()
    workspace.register.tidy(now)
