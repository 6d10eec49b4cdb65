"""A list draws what is in its window and nothing else: a hundred thousand lines are as quick as ten."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from caseaudit.tui.widgets.lines import LineList, NoLines, Piece, column, one_line_kept
from hostile import HOSTILE

MANY = 100_000


class Counted:
    """A hundred thousand lines that remember which of them were asked for."""

    def __init__(self, lines: int = MANY) -> None:
        self.lines = lines
        self.asked: list[int] = []

    def __len__(self) -> int:
        return self.lines

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line, as wide as it is asked for."""
        self.asked.append(index)
        return [Piece(column(f"line {index}", width))]


class Host(App[None]):
    """Nothing but a list, and a note of what it said."""

    def __init__(self, source: Counted) -> None:
        super().__init__()
        self.source = source
        self.chosen: list[int] = []
        self.moved: list[int] = []

    def compose(self) -> ComposeResult:
        """Lay the list out."""
        yield LineList(self.source)

    def on_mount(self) -> None:
        """Show the lines."""
        self.query_one(LineList).set_source(self.source)
        self.query_one(LineList).focus()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Note which line was chosen."""
        self.chosen.append(event.index)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Note where the cursor went."""
        self.moved.append(event.index)


@pytest.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    """Somebody in front of the long list, in a terminal of 40 × 10."""
    async with Host(Counted()).run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        yield pilot


def _list(pilot: Pilot[None]) -> LineList:
    return pilot.app.query_one(LineList)


def _shown(pilot: Pilot[None]) -> list[str]:
    return [strip.text.strip() for strip in pilot.app.screen._compositor.render_strips()]


async def test_only_the_window_is_drawn(pilot: Pilot[None]) -> None:
    """Ten lines are asked for, whatever stands below them."""
    assert set(_list(pilot).source.asked) == set(range(10))  # type: ignore[attr-defined]
    assert _shown(pilot)[0].startswith("line 0")


@pytest.mark.parametrize(("key", "cursor"), [("end", MANY - 1), ("pagedown", 9), ("down", 1), ("j", 1), ("space", 9)])
async def test_keys_move_the_cursor_and_keep_it_in_sight(pilot: Pilot[None], key: str, cursor: int) -> None:
    """End, page and line: the cursor is where it should be, and its line is on screen."""
    _list(pilot).source.asked.clear()  # type: ignore[attr-defined]
    await pilot.press(key)
    assert _list(pilot).cursor == cursor
    assert any(row.startswith(f"line {cursor}") for row in _shown(pilot))
    assert len(set(_list(pilot).source.asked)) <= 20  # type: ignore[attr-defined]


async def test_home_and_up_stop_at_the_first_line_and_end_and_down_at_the_last(pilot: Pilot[None]) -> None:
    """There is nothing before the first and after the last."""
    await pilot.press("up", "pageup", "home")
    assert _list(pilot).cursor == 0
    await pilot.press("end", "down", "pagedown")
    assert _list(pilot).cursor == MANY - 1
    await pilot.press("home")
    assert _list(pilot).cursor == 0
    assert _shown(pilot)[0].startswith("line 0")


async def test_a_step_redraws_the_two_lines_that_changed(pilot: Pilot[None]) -> None:
    """Moving within the window asks for the line left and the line reached."""
    await pilot.press("down")
    _list(pilot).source.asked.clear()  # type: ignore[attr-defined]
    await pilot.press("down")
    assert set(_list(pilot).source.asked) <= {0, 1, 2, 3}  # type: ignore[attr-defined]


async def test_a_click_moves_and_a_second_click_chooses(pilot: Pilot[None]) -> None:
    """Also in the middle of the list, where the window has moved."""
    await pilot.press("end")
    top = _list(pilot).scroll_offset.y
    await pilot.click(LineList, offset=(3, 4))
    assert _list(pilot).cursor == top + 4
    assert pilot.app.chosen == []  # type: ignore[attr-defined]
    await pilot.click(LineList, offset=(3, 4))
    assert pilot.app.chosen == [top + 4]  # type: ignore[attr-defined]


async def test_a_click_below_the_last_line_does_nothing() -> None:
    """A short list leaves room that is nobody's."""
    async with Host(Counted(3)).run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        await pilot.click(LineList, offset=(3, 7))
        assert _list(pilot).cursor == 0
        assert pilot.app.chosen == []


async def test_a_resize_keeps_the_cursor_in_its_line_and_the_lines_as_wide_as_the_window(pilot: Pilot[None]) -> None:
    """Narrower, wider, lower: every row is as wide as the terminal and the cursor stays on its line."""
    await pilot.press("end")
    for width, height in ((20, 5), (60, 20)):
        await pilot.resize_terminal(width, height)
        await pilot.pause()
        assert _list(pilot).cursor == MANY - 1
        strips = pilot.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {width}


async def test_the_cursor_is_in_sight_after_the_terminal_gets_lower(pilot: Pilot[None]) -> None:
    """Whoever makes the window smaller still sees where they are."""
    await pilot.press(*["down"] * 9)
    await pilot.resize_terminal(40, 4)
    await pilot.pause()
    assert any(row.startswith("line 9") for row in _shown(pilot))


async def test_a_shorter_list_in_its_place_pulls_the_cursor_back(pilot: Pilot[None]) -> None:
    """After a filter the cursor is on a line that exists; an empty list has none to be on."""
    await pilot.press("end")
    _list(pilot).set_source(Counted(5), _list(pilot).cursor)
    await pilot.pause()
    assert _list(pilot).cursor == 4
    assert _shown(pilot)[4].startswith("line 4")
    _list(pilot).set_source(NoLines())
    await pilot.press("down", "end", "pageup")
    assert _list(pilot).cursor == 0
    assert "".join(_shown(pilot)) == ""


async def test_the_line_under_the_cursor_differs_without_colour(pilot: Pilot[None]) -> None:
    """Its style says so to everybody: bold, where the others are plain."""
    await pilot.press("down")
    rows = pilot.app.screen._compositor.render_strips()
    bold = [any(segment.style and segment.style.bold for segment in row) for row in rows]
    assert bold.index(True) == 1
    assert bold.count(True) == 1


@given(text=st.one_of(st.text(), st.sampled_from(HOSTILE)), width=st.integers(0, 60))
def test_a_column_is_exactly_as_wide_as_it_was_asked_to_be(text: str, width: int) -> None:
    """Wide letters, emoji, marks on marks: the next column starts where it should."""
    assert cell_len(column(text, width)) == width
    assert column(text, width).isprintable() or not text.isprintable()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_piece_of_a_line_is_one_line(text: str) -> None:
    """No line end or control character survives in a line."""
    assert not {"\n", "\r", "\t", "\x1b", "\x9b", "\u202e"} & set(one_line_kept(text))
