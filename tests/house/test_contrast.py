"""Every theme can be read: WCAG 2.2 contrast, 4.5 to 1 for text (success criterion 1.4.3)."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from caseaudit.tui.themes import CONTRAST, THEMES

ENOUGH, PLENTY = 4.5, 7.0
ON_SCREEN = (
    "foreground",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-warning",
    "text-error",
    "text-success",
)
BEHIND = ("background", "surface", "panel")


def luminance(color: Color) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2, definition of relative luminance)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_highest_contrast_there_is() -> None:
    """The arithmetic agrees with the definition."""
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=[theme.name for theme in THEMES])
@pytest.mark.parametrize("behind", BEHIND)
@pytest.mark.parametrize("text", ON_SCREEN)
def test_text_stands_out_from_what_is_behind_it(theme: Theme, behind: str, text: str) -> None:
    """In each theme, each colour of text on each background."""
    colors = theme.to_color_system().generate()
    ground = Color.parse(colors[behind])
    found = contrast(ground.blend(Color.parse(colors[text]), Color.parse(colors[text]).a, 1), ground)

    assert found >= (PLENTY if theme is CONTRAST else ENOUGH), f"{found:.1f}"


@pytest.mark.parametrize("theme", THEMES, ids=[theme.name for theme in THEMES])
def test_the_line_under_the_cursor_can_be_read(theme: Theme) -> None:
    """The cursor's own colours keep the words readable."""
    colors = theme.to_color_system().generate()
    ground, said = Color.parse(colors["block-cursor-background"]), colors["block-cursor-foreground"]
    text = ground.get_contrast_text(0.87) if said.startswith("auto") else Color.parse(said)

    assert contrast(ground.blend(text, text.a, 1), ground) >= ENOUGH
