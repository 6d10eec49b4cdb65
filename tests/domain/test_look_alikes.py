"""Words that look like names: capitals where no sentence begins, words that are never written small, references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.look_alikes import look_alikes
from hostile import HOSTILE

SMALL = frozenset({"went", "home", "seen", "the", "she", "rose", "mark", "asked", "record", "analysis", "and", "visits",
                   "review", "do"})  # fmt: skip
"""Words that the library writes without a capital."""


def alike(text: str, ours: list[tuple[int, int]] | None = None) -> list[str]:
    """Return what looks like a name."""
    return [found.words for found in look_alikes(text, ours or [], SMALL)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jaydon went home.", ["Jaydon"]),
        ("She asked Mark and Rose.", ["Mark", "Rose"]),
        ("Seen at Oak Tree Primary School.", ["Oak Tree"]),
        ("Visits to T. Oduya's home", ["T. Oduya"]),
        ("asked J.W. and K", ["J.W.", "K"]),
        ("Seen: Tyler, Kelly-Ann O'Brien’s boy", ["Tyler", "Kelly-Ann O'Brien"]),
        ("She asked. Sharma went. “Ellie", ["Sharma", "Ellie"]),
        ("the EB-1042 record, 12345678", ["EB-1042", "12345678"]),
        ("killed on the A13, off A127 and the m25", ["A13", "A127", "m25"]),
        ("seen at M4 services, A1(M), near the A4", ["M4", "A1(M)", "A4"]),
        ("the B1234 road", ["B1234"]),
        ("asked عربى and 中文", ["عربى", "中文"]),
    ],
)
def test_what_looks_like_a_name_is_found(text: str, names: list[str]) -> None:
    """Side by side they are one; a possessive is no part of it."""
    assert alike(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "She went home. Seen.",
        "asked Mum, Dad’s CAMHS and Ofsted",
        "on Tuesday, section 47",
        "RECORD AND ANALYSIS\nVisits",
        "I've seen. Don't",
        "- Review",
        "asked [Child A] and Child B",
        "on A4 paper, an A3 sheet and the A4 page",
        "section A12 and section B2, box M1, level A2",
        "at 4 am, a 13 and a2b",
        "",
    ],
)
def test_ordinary_words_are_not(text: str) -> None:
    """Days, kin, roles, services, headings, contractions and the first word of a sentence."""
    assert [word for word in alike(text) if word != "A"] == []


def test_what_the_program_wrote_is_not_asked_about() -> None:
    """A replacement may have capitals."""
    assert alike("asked Child Zed and Kai", [(6, 15)]) == ["Kai"]


@given(st.text(max_size=80) | st.sampled_from(HOSTILE))
def test_any_text_is_read(text: str) -> None:
    """What is found stands in the text, and not in small letters."""
    for found in look_alikes(text, [], SMALL):
        assert " ".join(text[found.start : found.end].split()) == found.words
        assert not found.words[0].islower() or found.words[1:].isdigit()
