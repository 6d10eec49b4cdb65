"""Three themes of our own: dark, light and high contrast. Their contrast ratios are tested."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="caseaudit-dark",
    primary="#7fb4ca",
    secondary="#8fb8a8",
    accent="#e6b450",
    warning="#e6b450",
    error="#f07178",
    success="#a6cc70",
    foreground="#dfe4e8",
    background="#12171c",
    surface="#171d23",
    panel="#1f272f",
    dark=True,
    variables={"footer-key-foreground": "#e6b450", "block-cursor-text-style": "bold"},
)
LIGHT = Theme(
    name="caseaudit-light",
    primary="#175676",
    secondary="#2c5e4f",
    accent="#7a4b00",
    warning="#7a4b00",
    error="#a11222",
    success="#22601f",
    foreground="#16202a",
    background="#fbfbf8",
    surface="#f3f3ee",
    panel="#e6e6df",
    dark=False,
    variables={
        "text-warning": "#7a4b00",
        "text-error": "#a11222",
        "text-success": "#22601f",
        "text-primary": "#175676",
        "text-secondary": "#2c5e4f",
        "text-accent": "#7a4b00",
        "footer-key-foreground": "#7a4b00",
        "block-cursor-text-style": "bold",
    },
)
CONTRAST = Theme(
    name="caseaudit-contrast",
    primary="#ffffff",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff9c9c",
    success="#8cff8c",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    variables={
        "text-muted": "#e0e0e0",
        "text-warning": "#ffff00",
        "text-error": "#ff9c9c",
        "text-success": "#8cff8c",
        "text-secondary": "#00ffff",
        "footer-key-foreground": "#ffff00",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
    },
)
THEMES = (DARK, LIGHT, CONTRAST)
