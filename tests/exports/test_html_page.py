"""The report as a page: one file, no script, every word escaped, and a structure that reads aloud."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from textual.color import Color

from caseaudit.exports import html_page, markdown
from caseaudit.plaintext import one_line
from exports.made_up_report import EMPTY, IN_FOURS, MADE, hostile, report, teams
from exports.test_markdown import shown
from house.test_contrast import ENOUGH, contrast

GOLDEN = Path(__file__).parent / "golden" / "report.html"
Attributes = dict[str, str | None]


class Page(HTMLParser):
    """The elements of a page, the text of its body outside pictures, and what stands in its style elements."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.words: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "use", "path", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if "style" in self._open:
            self.styles.append(data)
        elif "svg" not in self._open and "body" in self._open:
            self.words.append(data)

    def all(self, tag: str) -> list[Attributes]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        """What is read, with single spaces."""
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def page() -> Page:
    """The page of the small report."""
    return Page(html_page.document(report(), teams(), MADE))


def test_it_says_all_that_the_text_says(page: Page) -> None:
    """Every word of the Markdown report, whose completeness is tested, is on the page too."""
    said = Counter(re.findall(r"\w+", page.text))
    for word, times in Counter(re.findall(r"\w+", shown(markdown.document(report(), teams(), MADE).decode()))).items():
        assert said[word] >= times, word


def test_the_same_report_makes_the_same_bytes() -> None:
    """So that two people can see that they have the same."""
    assert html_page.document(report(), teams(), MADE) == html_page.document(report(), teams(), MADE)


def test_the_page_is_what_it_was() -> None:
    """Every line of a small report, as it is known, without its charts and its style."""
    written = html_page.document(report(), teams(), MADE).decode()
    known = re.sub(r"(?s)<(svg|style)\b.*?</\1>|<meta http-equiv[^>]*>", "", written)
    assert known == GOLDEN.read_text(encoding="utf-8")


def test_it_loads_nothing_and_runs_nothing(page: Page) -> None:
    """No script, frame, form, picture file or link outwards, and no style but those that its policy names."""
    kinds = {tag for tag, _ in page.elements}
    assert not kinds & {"script", "iframe", "object", "embed", "link", "img", "form", "input", "base", "image", "audio"}
    for tag, attributes in page.elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#"), tag
        assert "src" not in attributes
    (policy,) = [meta["content"] or "" for meta in page.all("meta") if meta.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert len(page.styles) > 2
    for style in page.styles:
        assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy


def test_its_structure_reads_aloud(page: Page) -> None:
    """Language, landmarks, a way past the contents, headings in order, tables with headers, no name twice."""
    assert page.all("html") == [{"lang": "en-GB"}]
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(names) == len(set(names))
    for _, attributes in page.elements:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in names
        if (attributes.get("href") or "").startswith("#"):
            assert (attributes["href"] or "")[1:] in names
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("table")) == len(page.all("caption")) > 8
    assert {header.get("scope") for header in page.all("th")} == {"col", "row"}
    assert all(table.get("tabindex") == "0" for table in page.all("div") if table.get("role") == "region")


@pytest.mark.parametrize("text", IN_FOURS)
def test_hostile_texts_are_only_text(text: str, page: Page) -> None:
    """As team, title, question, filter, name and place they are shown as they are, and the page stays what it is."""
    content = html_page.document(*hostile(text))
    found = Page(content)
    outside = [tag for tag, _ in found.elements if tag not in ("g", "text", "path", "defs", "use", "rect", "tspan")]
    kinds = set(outside)
    assert kinds == {tag for tag, _ in page.elements} - {"g", "text", "path", "defs", "use", "rect", "tspan"}
    assert Counter(outside)["td"] == len(page.all("td"))
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    assert one_line(text) in found.text.replace("\N{NO-BREAK SPACE}", " ")
    written = content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert one_line(written).split() == written.split()


def test_a_report_of_no_audits_says_so() -> None:
    """A page all the same, without a chart."""
    found = Page(html_page.document(EMPTY, {}, MADE))
    assert "No audit is signed off yet" in found.text
    assert not found.all("svg")


def test_the_shades_of_cells_and_the_colours_of_text_have_contrast() -> None:
    """4.5 to 1 in light and in dark (WCAG 2.2, 1.4.3)."""
    style = html_page._text("html_report.css")
    colours = [dict(re.findall(r"--(\w+):(#\w+)", block)) for block in re.findall(r":root\{(.*?)\}", style, re.DOTALL)]
    light, dark = colours[0], {**colours[0], **colours[1]}
    pairs = [("text", "ground"), ("soft", "ground"), ("link", "ground"), ("text", "panel")]
    pairs += [("on", f"d{depth}") for depth in range(4)] + [("on4", "d4")]
    for theme in (light, dark):
        for ink, ground in pairs:
            assert contrast(Color.parse(theme[ink]), Color.parse(theme[ground])) > ENOUGH, (ink, ground)
