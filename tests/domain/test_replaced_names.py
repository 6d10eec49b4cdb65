"""A word list of names: whole words in whatever case and form, each always alike, and nothing else is changed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain.replaced_names import Name, clashes, pair, replacements, surviving, together
from hostile import HOSTILE

LIST = (
    Name("Jaydon", "Child A"),
    Name("Jaydon Smith", "Child B"),
    Name("O'Brien", "Mum"),
    Name("José", "Dad"),
    Name("Strauß", "Gran"),
    Name("T. Worker", "the worker"),
    Name("J.O.", "the supervisor"),
    Name("07700 900123", "(a number)"),
    Name("小明", "Child C"),
)


def replaced(text: str, names: tuple[Name, ...] = LIST) -> str:
    """Return a text with its names replaced."""
    for found in reversed(replacements(text, names)):
        text = text[: found.start] + found.words + text[found.end :]
    return text


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Jaydon's toys", "Child A's toys"),
        ("saw Jaydon.", "saw Child A."),
        ("JAYDON and jaydon", "CHILD A and child a"),
        ("Jaydon Smith came", "Child B came"),
        ("jaydon\n smith", "child b"),
        ("Jaydon-Lee", "Child A-Lee"),
        ("Jaydon2 and _Jaydon_", "Child A2 and _Child A_"),
        ("the O’Brien boys", "the Mum boys"),
        (unicodedata.normalize("NFD", "José rang"), "Dad rang"),
        ("STRAUSS", "GRAN"),
        ("T. Worker rang", "The worker rang"),
        ("told T. Worker", "told the worker"),
        ("J.O. asked", "The supervisor asked"),
        ("asked J.O. Then", "asked the supervisor. Then"),
        ("on 07700  900123", "on (a number)"),
        ("小明说", "Child C说"),
    ],
)
def test_a_name_is_replaced_as_it_is_written(text: str, becomes: str) -> None:
    """Possessives, hyphens, apostrophes, accents, capitals, figures and the start of a sentence."""
    assert replaced(text) == becomes


@pytest.mark.parametrize(
    "text", ["Jaydons", "Brien", "Jose", unicodedata.normalize("NFD", "Josè"), "07700 9001234", "K."]
)
def test_what_is_no_whole_name_stays(text: str) -> None:
    """Half a name is not replaced, and a name is no part of a longer word."""
    assert replaced(text) == text


NAMES = st.lists(
    st.from_regex(r"[A-ZÀ-Þa-zß-ö][a-zß-öA-Z'’-]{0,5}[a-zß-ö](?: [A-Z][a-z]{1,4})?", fullmatch=True),
    min_size=1,
    max_size=5,
)
AROUND = st.lists(st.sampled_from(["went", "home.", "(", "“", "; ", "\n", "'s ", "-", "12", "_", "é"]), max_size=4)
CASES = st.sampled_from([str, str.upper, str.lower, str.title, lambda name: unicodedata.normalize("NFD", name)])


@settings(max_examples=50)
@given(NAMES, st.lists(st.tuples(AROUND, st.integers(0, 4), CASES), min_size=1, max_size=5))
def test_no_listed_name_survives_and_nothing_else_changes(names: list[str], pieces: list[object]) -> None:
    """Wherever it stands, in whatever case; the search for survivors knows nothing of the replacing."""
    listed = together((), [Name(name, f"[{number}]") for number, name in enumerate(names)])
    text = "".join(
        "".join(around) + change(names[which % len(names)])
        for around, which, change in pieces  # type: ignore[misc]
    )
    found = replacements(text, listed)
    after = replaced(text, listed)
    starts, ends = [each.start for each in found], [each.end for each in found]
    kept = [text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)]

    assert surviving(after, [each.name for each in listed]) == []
    assert re.split(r"\[\d\]", after) == kept


@given(st.text(max_size=80) | st.sampled_from(HOSTILE), st.text(max_size=12) | st.sampled_from(HOSTILE))
def test_any_text_and_any_name_go_through(text: str, name: str) -> None:
    """What is replaced stands where it was found; a text without a listed name stays to the letter."""
    line = pair(f"{name.replace('=', '')} = x")
    listed = (line,) if line else ()
    found = replacements(text, listed)

    assert all(text[each.start : each.end] for each in found)
    assert found or replaced(text, listed) == text


@pytest.mark.parametrize(
    ("line", "is_"),
    [
        ("Jaydon = Child A", Name("Jaydon", "Child A")),
        ("  Ann   Marie=Mum ", Name("Ann Marie", "Mum")),
        ("Jaydon =", Name("Jaydon", "")),
        ("[Child A] = [/] =1+1", Name("[Child A]", "[/] =1+1")),
        ("= Child A", None),
        ("Jaydon", None),
        ("- = x", None),
    ],
)
def test_a_line_of_a_word_list(line: str, is_: Name | None) -> None:
    """The name, an equals sign, what takes its place."""
    assert pair(line) == is_


def test_a_later_word_takes_the_place_of_the_same_one_and_an_empty_one_takes_it_off() -> None:
    """Whatever its case."""
    first = (Name("Jaydon", "Child A"), Name("Kai", "Child B"))
    assert together(first, [Name("JAYDON", "Child C"), Name("kai", "")]) == (Name("JAYDON", "Child C"),)


def test_a_replacement_that_brings_a_name_back_is_found() -> None:
    """Two children who swap their names would both survive."""
    names = (Name("Kai", "Tom"), Name("Tom", "Ben"), Name("Ana", "Ms Kai"))
    assert list(clashes(names)) == [(names[0], "Tom"), (names[2], "Kai")]
