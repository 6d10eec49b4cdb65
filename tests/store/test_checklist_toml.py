"""One form for the file of a checklist: the same content is always the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.checklist_reading import read_checklist
from caseaudit.plaintext import visible
from caseaudit.store import checklist_toml
from conftest import SAMPLE
from hostile import HOSTILE
from made_up import LIBRARY
from made_up_checklists import KNOWN, any_text, checklists, without_empty_tables

SHIPPED = [path for name, path in LIBRARY.paths().items() if path.parent != SAMPLE]
WORDS = (SAMPLE / "handover.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_checklist_that_ships_has_this_form(path: Path) -> None:
    """Letter by letter: written anew, none of them would change."""
    words = path.read_text(encoding="utf-8")

    assert checklist_toml.text(tomli.loads(words), KNOWN) == words
    assert checklist_toml.not_kept(words, tomli.loads(words), KNOWN) == ""


@given(checklists(any_text))
def test_what_is_written_says_what_was_said(table: dict[str, object]) -> None:
    """Any checklist is read back as it was, with every letter of its texts, and nothing wrong in it."""
    written = checklist_toml.text(table, KNOWN)

    assert tomli.loads(written) == without_empty_tables(table)
    assert read_checklist(tomli.loads(written), "anything", KNOWN)[1] == []


@given(checklists(any_text))
def test_nothing_hides_in_a_file(table: dict[str, object]) -> None:
    """What drives a terminal, hides or reorders text is spelt out, so that an editor shows what is there."""
    written = checklist_toml.text(table, KNOWN)

    assert visible(written) == written


def test_keys_and_grades_stand_in_the_order_of_the_format() -> None:
    """Whatever the order in which somebody wrote them."""
    table = tomli.loads(WORDS)
    section = table["section"][0]
    first = section["criterion"][0]
    first["descriptors"] = dict(reversed(first["descriptors"].items()))
    first["lift"] = dict(reversed(first["lift"].items()))
    section["criterion"][0] = dict(reversed(first.items()))

    written = checklist_toml.text(dict(reversed(table.items())), KNOWN)

    assert written == checklist_toml.text(tomli.loads(WORDS), KNOWN)
    places = [written.index(f"\n{word} = ") for word in ("outstanding", "good", "requires-improvement", "inadequate")]
    assert places == sorted(places)
    assert written.index("[section.criterion.lift]\nrequires-improvement = ") > 0


@pytest.mark.parametrize(
    ("text", "stands_as"),
    [
        ('She said "no"', '"She said \\"no\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("first\nsecond", '"""\nfirst\nsecond"""'),
        ('three """ quotes\n', '"""\nthree \\""" quotes\n"""'),
        ('ends with "a quote"\nand "again"', '"""\nends with "a quote"\nand "again\\""""'),
        ("escape \x1b[31m", '"escape \\u001B[31m"'),
        ("right \u202e to left", '"right \\u202E to left"'),
        ("tag \U000e0041", '"tag \\U000E0041"'),
        ("família 👩‍👧", '"família 👩‍👧"'),
    ],
)
def test_how_a_text_stands(text: str, stands_as: str) -> None:
    """On one line between double quotes; with line breaks as it reads, between triple quotes."""
    table = tomli.loads(WORDS)
    table["section"][1]["title"] = text

    assert f'id = "court"\ntitle = {stands_as}\napplies_when' in checklist_toml.text(table, KNOWN)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_about_stands_between_triple_quotes(text: str) -> None:
    """Even where it is one line: it is the one long text at the top."""
    written = checklist_toml.text({**tomli.loads(WORDS), "about": text}, KNOWN)

    assert '\nabout = """\n' in written
    assert tomli.loads(written)["about"] == text


# ── what of a file by hand is not kept ───────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda words: words, ""),
        (lambda words: words.replace("weight = 2", "weight = 2  # twice"), "its 1 comment, and its own spacing"),
        (lambda words: "# ours\n#\n" + words, "its 2 comments, and its own spacing"),
        (lambda words: words.replace("weight = 2", "weight  =  2"), "its own spacing, quotes and order of keys"),
        (lambda words: words.replace('"harm"', "'harm'"), "its own spacing, quotes and order of keys"),
        (lambda words: words.replace("\n", "\r\n"), "its own spacing"),
        (lambda words: words.replace("A child", "A child # one"), ""),
    ],
    ids=["nothing", "a comment", "two comments", "spaces", "quotes", "line ends", "no comment, but a text"],
)
def test_what_would_be_lost_is_said(change: object, says: str) -> None:
    """Comments are counted; a `#` in a text is none."""
    words = change(checklist_toml.text(tomli.loads(WORDS), KNOWN))  # type: ignore[operator]
    told = checklist_toml.not_kept(words, tomli.loads(words), KNOWN)

    assert told.startswith(says)
    assert bool(told) == bool(says)


@given(st.lists(any_text, min_size=1, max_size=4), any_text)
def test_comments_are_told_from_texts(texts: list[str], comment: str) -> None:
    """Whatever stands in the texts of a file, one comment is one comment."""
    table = tomli.loads(WORDS)
    table["section"][0]["criterion"][0] |= dict(zip(("question", "look_for", "good_looks_like"), texts, strict=False))
    written = checklist_toml.text(table, KNOWN)
    words = f"# {' '.join(visible(comment).split())}\n{written}"

    assert checklist_toml.not_kept(words, table, KNOWN).startswith("its 1 comment,")
