"""Make any text fit to keep, to show or to export.

Text is data. `clean` is the gate on the way in: what no keyboard produces becomes a visible mark.
`visible` is the gate on the way out: nothing that it returns can drive a terminal or reorder a line.
`cell` keeps a spreadsheet from taking text for a formula.
"""

from __future__ import annotations

import re

_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x7F: 0x2421}
_C1 = dict.fromkeys(range(0x80, 0xA0), "\N{REPLACEMENT CHARACTER}")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_REORDERING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
_HIDDEN = (
    0x00AD,
    0x180E,
    0x200B,
    0x2028,
    0x2029,
    *range(0x2060, 0x2065),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    0xFFFE,
    0xFFFF,
    *range(0xE0000, 0xE0080),
)
_MARKED = {code: f"<U+{code:04X}>" for code in (*_REORDERING, *_HIDDEN)}

_ON_THE_WAY_IN: dict[int, int | str] = {**_CONTROLS, **_C1, **_SURROGATES}
_ON_THE_WAY_OUT: dict[int, int | str] = {**_ON_THE_WAY_IN, **_MARKED}
_LINE_ENDS = re.compile("\r\n?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    r"""Return text fit to keep: line ends are `\n`, control characters are visible marks.

    Letters, spaces, tabs, emoji and writing direction stay exactly as they were typed.
    """
    if text.isascii() and text.isprintable():
        return text
    return _LINE_ENDS.sub("\n", text).translate(_ON_THE_WAY_IN)


def visible(text: str) -> str:
    """Return text fit to show: as `clean`, and what hides or reorders text is spelt out as `<U+202E>`."""
    if text.isascii() and text.isprintable():
        return text
    return _LINE_ENDS.sub("\n", text).translate(_ON_THE_WAY_OUT)


def one_line(text: str) -> str:
    """Return text for one row of a list: as `visible`, with line ends and tabs as single spaces."""
    return " ".join(visible(text).split())


def cell(text: str) -> str:
    """Return text for one cell of a CSV file: one more leading `'` where a spreadsheet would see a formula.

    A text that has such a `'` of its own gets one too, so that whoever takes one away has what was written.
    """
    shown = visible(text)
    return f"'{shown}" if is_formula(shown.lstrip("'")) else shown


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would take what is typed for a formula."""
    return text.startswith(_FORMULA_STARTS)
