"""What the command line says while people wait, and that it says nothing where nobody could see it go."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.cli import progress
from caseaudit.cli.columns import cells
from caseaudit.cli.progress import said
from caseaudit.desk.watching import BINDING, MAKING, READING, Now
from caseaudit.desk.workspace import Workspace
from cli.running import Run, program


@pytest.mark.parametrize(
    ("now", "rate", "left", "told"),
    [
        (Now(READING, 1234, 10_000), 412.4, 21.3, "1,234 of 10,000  412/s  0:21 left"),
        (Now(READING, 1, 3), 0.2, 10.0, "1 of 3  under 1/s  0:10 left"),
        (Now(READING, 5, 100_000), 9.6, 10_415.6, "5 of 100,000  10/s  2:53:36 left"),
        (Now(READING, 0, 40), 0.0, None, "0 of 40"),
        (Now(READING, 40, 40), 300.0, 0.0, "40 of 40"),
        (Now("Drawing the report", 0, 0), 0.0, None, ""),
    ],
)
def test_how_far_it_is_in_words(now: Now, rate: float, left: float | None, told: str) -> None:
    """Done of total, the rate, the time left; what nobody knows is left out."""
    assert said(now, rate, left) == told


@given(
    st.sampled_from([READING, MAKING, BINDING]), st.integers(0, 999_999), st.integers(0, 999_999), st.integers(40, 200)
)
def test_it_is_one_line_on_any_terminal(what: str, done: int, more: int, width: int) -> None:
    """Whatever the figures, nothing of it goes on to a second line, and it begins with what is done."""
    bar, written = progress._bar(), StringIO()
    bar.console.file, bar.console.width = written, width
    progress._update(bar, bar.add_task(what, total=None, far=""), Now(what, done, done + more))
    bar.console.print(bar.get_renderable())
    (drawn,) = written.getvalue().splitlines()
    assert drawn[:3] == what[:3]
    assert cells(drawn) <= width


def test_where_there_is_no_terminal_nothing_is_drawn(
    here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a thread is begun that could draw it."""
    monkeypatch.setattr(progress, "Line", None)
    assert run("summary").code == 0
    assert run("export", "csv").err == "0 audits exported.\n"


@pytest.mark.parametrize("arguments", [("--quiet", "summary"), ("summary", "--quiet"), ("--quiet", "audit", "list")])
def test_quiet_is_said_before_the_command_or_after_it(
    here: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Then nothing is drawn on a terminal either."""
    monkeypatch.setattr(progress, "_is_shown", lambda: True)
    monkeypatch.setattr(progress, "Line", None)
    assert run(*arguments).code == 0


def test_a_terminal_that_cannot_draw_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """`TERM=dumb`, as under a screen reader or in an editor."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    for terminal, shown in (("xterm-256color", True), ("dumb", False), ("", False)):
        monkeypatch.setenv("TERM", terminal)
        assert progress._is_shown() is shown


def test_the_program_says_nothing_more_than_before_in_a_pipe(here: Workspace, tmp_path: Path) -> None:
    """For scripts nothing changed: one line at the end."""
    ran = program("export", "json", "--output", str(tmp_path / "a.json"))
    assert (ran.code, ran.out, ran.err) == (0, "", "0 audits exported.\n")
