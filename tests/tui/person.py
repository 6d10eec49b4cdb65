"""Somebody at the terminal: presses keys, types, pastes, looks. The tests of the screens tell what happens to them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar, cast

from textual.events import Key, Paste
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkerState

from caseaudit.desk.workspace import Workspace
from caseaudit.tui.app import CaseauditApp
from caseaudit.tui.widgets.lines import LineList
from caseaudit.tui.widgets.rubric import Rubric
from caseaudit.tui.widgets.texts import Texts

PATIENCE = 20.0
"""Seconds after which something that should happen is taken as not happening."""
_CHARACTERS = {"space": " ", "enter": "\r", "full_stop": ".", "comma": ","}
_NAMES = {" ": "space", "\n": "enter", ".": "full_stop", ",": "comma"}
_BEHIND = {"catch-up", "count", "draft"}
Shape = TypeVar("Shape", bound=Widget)


class Person:
    """One person in front of the app."""

    def __init__(self, pilot: Pilot[int]) -> None:
        self.pilot = pilot
        self.app = cast("CaseauditApp", pilot.app)

    # ── hands ────────────────────────────────────────────────────────────────

    async def press(self, *keys: str) -> None:
        """Press keys, each after the screen has caught up with the one before."""
        for key in keys:
            await self.burst(key)
            await self.catches_up()

    async def burst(self, *keys: str) -> None:
        """Send keys as a terminal sends them when the app has fallen behind: all in one go."""
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else _CHARACTERS.get(key)))
        await self.quiet()

    async def types(self, words: str) -> None:
        """Type words into whatever has the keyboard."""
        await self.burst(*(_NAMES.get(character, character) for character in words))

    async def pastes(self, words: str) -> None:
        """Paste words into whatever has the keyboard."""
        self.app.post_message(Paste(words))
        await self.quiet()

    async def clicks(self, where: str, row: int = 0) -> None:
        """Click a row of a widget."""
        await self.pilot.click(where, offset=(2, row))
        await self.quiet()

    async def resizes(self, width: int, height: int) -> None:
        """Make the terminal another size, in cells."""
        await self.pilot.resize_terminal(width, height)
        await self.quiet()

    async def catches_up(self) -> None:
        """Wait until what the app does behind the screen, reading, counting or writing a draft, is done and shown."""
        if self._is_behind():
            await self.waits_until(lambda: not self._is_behind())
            await self.quiet()

    def _is_behind(self) -> bool:
        return any(worker.group in _BEHIND and not worker.is_finished for worker in self.app.workers)

    async def waits_until(self, happened: Callable[[], bool]) -> None:
        """Wait for something that happens off the screen's own thread; give up after `PATIENCE`."""
        deadline = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < deadline, "it never happened"
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until no widget has anything left to do: three rounds of messages in a row that leave none."""
        calm, deadline = 0, time.monotonic() + PATIENCE
        while calm < 3 and not self.app._exit:
            assert time.monotonic() < deadline, "the app is never quiet"
            await self.pilot.pause(0)
            calm = 0 if self._busy() else calm + 1

    def _busy(self) -> bool:
        nodes = [node for screen in self.app.screen_stack for node in screen.walk_children(with_self=True)]
        return (
            self.app.message_queue_size > 0
            or any(node.message_queue_size or not node.is_mounted for node in nodes)
            or any(isinstance(node, Texts) and not node.ready for node in nodes)
            or any(worker.state is WorkerState.PENDING for worker in self.app.workers)
        )

    # ── eyes ─────────────────────────────────────────────────────────────────

    @property
    def screen(self) -> Screen[object]:
        """The screen on top."""
        return self.app.screen

    @property
    def place(self) -> str:
        """What kind of screen is on top."""
        return type(self.screen).__name__

    @property
    def page(self) -> str:
        """Everything that stands on the screen, row by row."""
        strips = self.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    @property
    def told(self) -> str:
        """Every message shown since the app began."""
        return "\n".join(notification.message for notification in self.app._notifications)

    def finds(self, what: str | type[Shape], shape: type[Shape] | None = None) -> Shape:
        """Return a widget of the screen on top."""
        return cast("Shape", self.screen.query_one(what, shape) if shape else self.screen.query_one(what))  # type: ignore[arg-type]

    def reads(self, where: str) -> str:
        """Return the words of one label, whether it is in sight or not."""
        return str(self.screen.query_one(where, Static).content)

    @property
    def question(self) -> str:
        """The words above the grades, whether in sight or not."""
        return " ".join(strip.text.strip() for strip in self.screen.query_one(Rubric).head)

    @property
    def guidance(self) -> str:
        """The words below the grades, whether in sight or not."""
        return " ".join(strip.text.strip() for strip in self.screen.query_one(Rubric).foot)

    @property
    def cards(self) -> dict[int, str]:
        """The words on the card of every grade, by its number."""
        grid = self.screen.query_one(Rubric).cards
        return {
            place.number: "\n".join(
                strip.crop(place.left, place.left + place.width).text
                for strip in grid.lines[place.top : place.top + place.height]
            )
            for place in grid.places
        }

    @property
    def chosen(self) -> list[int]:
        """The numbers of the grades that are marked as the answer."""
        return [number for number, words in self.cards.items() if "✓" in words.splitlines()[0]]

    async def clicks_card(self, number: int) -> None:
        """Click the card of a grade, on its first line."""
        rubric = self.screen.query_one(Rubric)
        place = next(place for place in rubric.cards.places if place.number == number)
        left, row = rubric.region.x + place.left + 3, rubric.region.y + len(rubric.head) + place.top
        await self.pilot.click(offset=(left, row))
        await self.quiet()

    def lines(self, where: str = "LineList") -> list[str]:
        """Return every line of a list as it is drawn, whether it is in sight or not."""
        found = self.screen.query_one(where, LineList)
        width = found.size.width
        return ["".join(piece.text for piece in found.source.line(n, width)) for n in range(len(found.source))]


def drawn(widget: Widget) -> str:
    """Return what a widget draws on its whole area, after the last gate."""
    area = Region(0, 0, widget.outer_size.width, widget.outer_size.height)
    return "\n".join(strip.text for strip in widget.render_lines(area))


def squeezed(words: str) -> str:
    """Return words without any blanks: lines wrap where they will."""
    return "".join(words.split())


@asynccontextmanager
async def somebody(
    workspace: Workspace | None,
    audit: str = "",
    *,
    size: tuple[int, int] = (80, 24),
    settings: dict[str, object] | None = None,
) -> AsyncIterator[Person]:
    """Open the app and sit somebody down in front of it."""
    app = CaseauditApp(workspace, audit, settings)
    async with app.run_test(size=size, notifications=True) as pilot:
        person = Person(cast("Pilot[int]", pilot))
        await person.quiet()
        await person.catches_up()
        yield person
