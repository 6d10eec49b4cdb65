"""A grade given with one key against one widget of the smallest app that shows another text."""

from __future__ import annotations

from itertools import cycle

from benchmarks.figures import Figure
from benchmarks.programs import MINIMAL_APP, MINIMAL_APP_READY, app
from benchmarks.sizes import Bench
from benchmarks.terminals import Terminal
from benchmarks.timing import in_turn, slow_one_in_twenty
from benchmarks.workspaces import workspace_to_answer

LIMIT = 3.0
_GRADES = (("1", "1 ✓ Outstanding"), ("2", "2 ✓ Good"))
_LETTERS = (("a", "pressed a"), ("b", "pressed b"))


def measure(bench: Bench) -> list[Figure]:
    """Press the keys of two grades by turns, and two keys of the smallest app; compare the slow ones."""
    ours, theirs = _pressed(bench)
    return [Figure("grade key to repaint, p95", slow_one_in_twenty(ours), slow_one_in_twenty(theirs), LIMIT)]


def _pressed(bench: Bench) -> tuple[list[float], list[float]]:
    places, audit = workspace_to_answer(bench.folder / "keys")
    grades, letters = cycle(_GRADES), cycle(_LETTERS)
    with (
        Terminal(app(places.workspace, audit.id), bench.folder) as screen,
        Terminal(MINIMAL_APP, bench.folder) as minimal,
    ):
        screen.wait_for(audit.criteria[0], "1 ★ Outstanding")
        minimal.wait_for(MINIMAL_APP_READY)
        return in_turn(lambda: screen.press(*next(grades)), lambda: minimal.press(*next(letters)), bench.sizes.presses)
