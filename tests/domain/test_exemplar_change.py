"""What changed between two extracts of one situation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.exemplar_change import Line, Part, compared
from hostile import HOSTILE

texts = st.one_of(st.sampled_from(HOSTILE), st.text(alphabet="ab \n.", max_size=40))


def test_a_rewritten_line_shows_its_new_words_and_a_new_line_stands_out_whole() -> None:
    """The margin says it without colour: nothing, `~`, `+`."""
    before = "2 May. Visit. Kit was in.\nNo plan yet."
    after = "2 May. Visit. Kit was upset.\nNo plan yet.\nShe asked when her brother comes."
    assert compared(before, after) == (
        Line("~", (Part("2 May. Visit. Kit was ", False), Part("upset.", True))),
        Line(" ", (Part("No plan yet.", False),)),
        Line("+", (Part("She asked when her brother comes.", True),)),
    )


@given(texts)
def test_nothing_changed_between_a_text_and_itself(text: str) -> None:
    """No sign in any margin."""
    assert {line.sign for line in compared(text, text)} <= {" "}


@given(texts, texts)
def test_every_word_of_the_later_text_is_there_as_it_was(before: str, after: str) -> None:
    """Nothing is lost, doubled or moved; a sign stands wherever something is new."""
    lines = compared(before, after)
    assert "\n".join(line.text for line in lines) == after
    assert all(line.sign != " " for line in lines if any(part.new for part in line.parts))


@given(texts, st.sampled_from([" ", "  "]))
def test_a_space_more_is_no_change(text: str, space: str) -> None:
    """Words are compared, not the blanks between and after them; a line that lost a word says so."""
    assert {line.sign for line in compared(text.replace("\n", f"{space}\n"), text)} <= {" "}
    assert [line.sign for line in compared("She was seen today.", "She was seen.")] == ["~"]
