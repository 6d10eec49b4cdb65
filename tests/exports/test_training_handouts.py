"""What a group holds in its hands: the rubric, an extract to grade, its answers, what came of a session."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from caseaudit.desk import exemplars, handouts
from caseaudit.desk.handouts import FORMS, Form
from caseaudit.domain.calibration import Mark, marked, result, revealed
from caseaudit.exports import html_page, markdown, training_parts
from caseaudit.exports.made import Made
from caseaudit.exports.report_parts import Part
from caseaudit.exports.word import training as word
from caseaudit.exports.word.paper import WIDTH
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from exports.word_text import read, texts
from hostile import HOSTILE
from made_up import AT
from made_up_session import ABOUTS, EMPTY, EXPERT, given_by, mark

GOLDEN = Path(__file__).parent / "golden"
LIBRARY = Library(shipped_checklists(), Path(__file__).parents[1] / "sample" / "training")
FAREWELL = exemplars.rubric(LIBRARY, "farewell")
MADE = Made("", "2026-11-20", "Saying goodbye 1.0", "caseaudit 1.0")
EXTRACT = FAREWELL.found.lettered["B"]
REASONS = {about: f"The expert's reason for {about[2]} of {about[1]}." for about in ABOUTS}


def a_session() -> list[Part]:
    """Return the parts of a session that Anna and Bo graded."""
    anna = [("Anna", mark(about, EXPERT[about])) for about in ABOUTS]
    bo = [("Bo", mark(about, EMPTY.asked[about][-1], "")) for about in ABOUTS]
    session = revealed(given_by(EMPTY, [*anna, *bo]), AT)
    return list(training_parts.session(session, result(session, EXPERT), REASONS, {"farewell": FAREWELL}))


def told(content: bytes, form: Form) -> str:
    """Return the words of a hand-out, one blank between them."""
    text = " ".join(texts(read(content))) if form == "docx" else unescape(content.decode()).replace("\\", "")
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("training-extract", list(training_parts.extract(FAREWELL, EXTRACT, answers=False))),
        ("training-answers", list(training_parts.extract(FAREWELL, EXTRACT, answers=True))),
        ("training-session", a_session()),
    ],
)
def test_hand_outs_are_what_they_were(name: str, parts: list[Part]) -> None:
    """Every line of three small ones, as they are known: as a page and as plain text."""
    written = {
        "md": markdown.page("A hand-out", parts, MADE),
        "html": html_page.page("A hand-out", parts, MADE, training_parts.CLOSING),
    }
    for ending, content in written.items():
        assert content.decode() == (GOLDEN / f"{name}.{ending}").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("letter", ["A", "B", "C", "D"])
def test_an_extract_to_grade_holds_no_word_of_the_experts(letter: str, form: Form) -> None:
    """The whole record and every question; no reason, no lift; with answers all of them."""
    exemplar = FAREWELL.found.lettered[letter]
    blind = told(handouts.extract(LIBRARY, "farewell", letter, form, "2026-11-20", answers=False), form)
    open_ = told(handouts.extract(LIBRARY, "farewell", letter, form, "2026-11-20", answers=True), form)
    secrets = [exemplar.lift, *(answer.reason for answer in exemplar.answers)]

    assert not [secret for secret in secrets if " ".join(secret.split()) in blind]
    assert [secret for secret in secrets if " ".join(secret.split()) not in open_] == []
    for line in filter(str.strip, exemplar.text.splitlines()):
        assert " ".join(line.split()) in blind
    for criterion in FAREWELL.criteria:
        assert criterion.question in blind
        assert all(looks_like in blind for _, looks_like in FAREWELL.descriptors(criterion.id))


@pytest.mark.parametrize("form", FORMS)
def test_the_rubric_says_what_every_grade_of_every_criterion_looks_like(form: Form) -> None:
    """Of the whole checklist, not of what its exemplars grade alone."""
    text = told(handouts.rubric(LIBRARY, "farewell", form, "2026-11-20"), form)
    for criterion in FAREWELL.checklist.criteria:
        assert criterion.question in text
        for looks_like in criterion.descriptors.values():
            assert looks_like in text


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip() and "\ud800" not in text])
def test_names_and_reasons_are_only_text(text: str) -> None:
    """In a result that is handed round, nothing of them is markup, a script or a command to a terminal."""
    session = revealed(marked(EMPTY, text, Mark(*ABOUTS[0], "good", text)), AT)
    parts = list(training_parts.session(session, result(session, EXPERT), REASONS, {}))
    page = html_page.page(text, parts, MADE, training_parts.CLOSING).decode()

    assert "<script>alert" not in page
    assert not {"\x1b", "\x9b", "\u202e", "\x07", "\x00"} & {*page, *markdown.page(text, parts, MADE).decode()}
    assert word.document(text, parts, MADE, training_parts.CLOSING)


def test_a_question_stays_on_one_page_with_its_grades_and_room_to_write_across_it() -> None:
    """In Word: its heading, its words and each grade keep with what follows; the lines run from margin to margin."""
    written = read(handouts.extract(LIBRARY, "farewell", "B", "docx", "2026-11-20", answers=False))
    room = [each for each in written.paragraphs if each.text == "\t"]
    lines = len(FAREWELL.criteria) * 3

    assert len(room) == lines
    assert {round(stop.position.cm, 2) for each in room for stop in each.paragraph_format.tab_stops} == {WIDTH}
    found = written.paragraphs
    for place, paragraph in enumerate(found):
        if paragraph.style.name == "Heading 2":
            until = next(at for at in range(place, len(found)) if found[at].text == "\t" and found[at + 1].text != "\t")
            assert [each.paragraph_format.keep_with_next for each in found[place + 1 : until]] == [True] * (
                until - place - 1
            )
    assert "…" not in told(handouts.extract(LIBRARY, "farewell", "B", "docx", "2026-11-20", answers=False), "docx")


def test_a_hand_out_names_neither_its_maker_nor_a_workspace() -> None:
    """It may lie about in a training room."""
    page = handouts.extract(LIBRARY, "farewell", "B", "markdown", "2026-11-20", answers=True).decode()
    assert page.splitlines()[2] == "Saying goodbye 1.0, 20 November 2026"
