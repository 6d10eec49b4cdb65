"""Every word can be read in every theme: contrast as it is drawn on the screens, whatever the styles meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from msgspec.structs import replace
from rich.color import ColorTriplet
from rich.segment import Segment
from textual.errors import NoWidget
from textual.strip import Strip
from textual.theme import Theme

import safety
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.themes import CONTRAST, THEMES
from conftest import HEADER
from tui.person import Person, somebody

ENOUGH = 4.5
"""WCAG 2.2, success criterion 1.4.3 (AA), for text of ordinary size."""
PLENTY = 7.0
"""Success criterion 1.4.6 (AAA), for the theme that promises high contrast."""
ROUNDING = 0.05
GRADING = ("4", "n", "space", "enter", "f2", "n", "B", "f2")
SCREENS = {
    "list": (),
    "filter": ("slash",),
    "form": ("n",),
    "form with problems": ("n", "f2"),
    "summary": ("2",),
    "criteria": ("2", "v"),
    "heat map": ("2", "v", "v"),
    "trend": ("2", "v", "v", "v"),
    "behind a figure": ("2", "v", "enter"),
    "summary's filters": ("2", "f"),
    "export": ("2", "e"),
    "actions": ("3",),
    "moderation": ("o",),
    "second grade?": ("down", "M"),
    "training": ("4",),
    "extract": ("4", "enter", "space", "n", "p", "l"),
    "what good looks like": ("4", "slash"),
    "presentation": ("4", "f", "space"),
    "grading blind": (*GRADING, "2", "n", "i"),
    "a group laid open": (*GRADING, "2", "d", "v", "enter", "space"),
    "a group on a projector": (*GRADING, "2", "d", "v", "enter", "f", "space"),
    "checklists": ("5",),
    "reading": ("5", "enter"),
    "audit": ("enter", "3"),
    "writing": ("enter", "e"),
    "signed off": ("down", "enter"),
    "review": ("enter", "r"),
    "signature": ("enter", "r", "s"),
    "help": ("question_mark",),
}


@pytest.fixture
def at_work(workspace: Workspace, fill: Callable[[Audit], Audit]) -> None:
    """One audit signed off as inadequate, and a newer one that is ready for its signature."""
    for day, grade in (("2026-11-19", "inadequate"), ("2026-11-20", "requires-improvement")):
        audit = fill(auditing.begin(workspace, "handover", replace(HEADER, date=day)))
        auditing.answer(workspace, audit.id, "HND-01", grade, reason="Seen on file.")
        if grade == "inadequate":
            safety.sign_off(workspace, audit.id)


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_word_on_the_screen_can_be_read_in_every_theme(
    workspace: Workspace, at_work: None, screen: str
) -> None:
    """Dark, light and high contrast: each letter and digit stands out from what is behind it."""
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press(*SCREENS[screen])
        for theme in THEMES:
            person.app.theme = theme.name
            await person.quiet()
            assert await _still_faint(person, theme) == []


async def test_every_word_in_the_palette_can_be_read_in_every_theme(workspace: Workspace) -> None:
    """The palette is Textual's own; our themes colour it too."""
    async with somebody(workspace, size=(120, 40)) as person:
        for theme in THEMES:
            person.app.theme = theme.name
            await person.press("ctrl+p")
            await person.waits_until(lambda: "Begin an audit" in person.page)
            assert await _still_faint(person, theme) == []
            await person.press("escape")


async def _still_faint(person: Person, theme: Theme) -> list[str]:
    """The words that do not stand out enough once every widget has taken the theme on."""
    for _ in range(20):
        if not _faint(person, theme):
            return []
        await person.quiet()
    return _faint(person, theme)


def _faint(person: Person, theme: Theme) -> list[str]:
    """The words on screen that do not stand out enough, with their contrast."""
    ratios = dict(_ratios(person))
    assert len(ratios) > 3
    enough = PLENTY if theme is CONTRAST else ENOUGH
    return sorted(f"{words!r} {ratio:.1f}" for words, ratio in ratios.items() if ratio < enough - ROUNDING)


def _ratios(person: Person) -> Iterator[tuple[str, float]]:
    """Yield the words of the screen on top with their contrast; what a question covers is dimmed on purpose."""
    strips = person.screen._compositor.render_strips()
    for widget in person.screen.walk_children():
        with suppress(NoWidget):
            seen = person.screen.find_widget(widget).visible_region
            for y in range(seen.y, seen.bottom):
                yield from _ratios_of(strips[y].crop(seen.x, seen.right))


def _ratios_of(strip: Strip) -> Iterator[tuple[str, float]]:
    for segment in strip:
        if any(character.isalnum() for character in segment.text):
            yield segment.text.strip(), _ratio(segment)


def _ratio(segment: Segment) -> float:
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    dark, light = sorted(map(_luminance, (style.color.get_truecolor(), style.bgcolor.get_truecolor())))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: ColorTriplet) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white)."""
    shares = [part / 255 for part in colour]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
