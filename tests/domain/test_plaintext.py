"""Text is data: what comes in is kept, what goes out can drive nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.plaintext import cell, clean, is_formula, one_line, visible
from hostile import HOSTILE

anything = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters()), st.text(st.characters(categories=["Cs", "Cc"]))
)
hostile = st.sampled_from(HOSTILE)
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(anything)
def test_clean_twice_is_clean_once(text: str) -> None:
    """Text that has been saved and read again is not changed any further."""
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_visible_twice_is_visible_once(text: str) -> None:
    """What has been made fit to show stays as it is."""
    assert visible(visible(text)) == visible(text)


@given(anything)
def test_no_control_character_is_kept_but_tab_and_line_end(text: str) -> None:
    """Nothing that is kept can drive a terminal, and it can always be written as UTF-8."""
    kept = clean(text)
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert kept.encode().decode() == kept


@given(anything)
def test_nothing_shown_drives_a_terminal_or_reorders_a_line(text: str) -> None:
    """What is shown holds no control character, no direction override and nothing that hides."""
    shown = visible(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in "\t\n"]
    assert not [c for c in shown if unicodedata.bidirectional(c) in BIDI]
    assert not set(shown) & set("\u061c\u200e\u200f\u200b\ufeff\u2060\u2063\u206a\u00ad")


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_printable_text_stays_as_it_was_typed(text: str) -> None:
    """Letters, marks, numbers, punctuation, emoji and spaces pass both gates untouched."""
    assert clean(text) == text
    assert visible(text) == text


@given(anything)
def test_one_line_is_one_line(text: str) -> None:
    """A row of a list stays one row."""
    assert len(one_line(text).splitlines()) <= 1
    assert "\t" not in one_line(text)


@given(anything)
def test_a_cell_is_never_a_formula(text: str) -> None:
    """No cell begins with a character that makes a spreadsheet calculate."""
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@given(anything | st.text("'=+-@ab", max_size=6))
def test_a_cell_says_what_was_written(text: str) -> None:
    """One rule brings every text back: take one `'` away where, after any of them, a formula would begin."""
    held = cell(text)
    assert (held[1:] if held.startswith("'") and is_formula(held.lstrip("'")) else held) == visible(text)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("[Child A] said [/]", "[Child A] said [/]", "[Child A] said [/]"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree", "one\ntwo\nthree"),
        ("\x1b[31mred", "␛[31mred", "␛[31mred"),
        ("nul\x00 del\x7f", "nul␀ del␡", "nul␀ del␡"),
        ("c1\x9b31m", "c1\ufffd31m", "c1\ufffd31m"),
        ("lone \ud800", "lone \ufffd", "lone \ufffd"),
        ("a\u202eb", "a\u202eb", "a<U+202E>b"),
        ("zero\u200bwidth", "zero\u200bwidth", "zero<U+200B>width"),
        ("family 👩\u200d👧", "family 👩\u200d👧", "family 👩\u200d👧"),
        ("tag\U000e0041", "tag\U000e0041", "tag<U+E0041>"),
    ],
)
def test_what_becomes_of_odd_characters(typed: str, kept: str, shown: str) -> None:
    """Controls become visible marks on the way in; what hides or reorders is spelt out on the way out."""
    assert clean(typed) == kept
    assert visible(typed) == shown
