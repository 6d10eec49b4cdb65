"""The page in a real browser: no rule of WCAG 2.2 AA broken, nothing blocked, nothing wider than the screen.

Needs playwright and axe-playwright-python (both in `dev`) and a Chromium: the system's (`apt-get install chromium`) or
playwright's own (`playwright install chromium`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, sync_playwright

import programs_here
from caseaudit.desk import summarising
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.report import Report
from caseaudit.exports import html_page
from caseaudit.exports.made import Made
from caseaudit.exports.report_parts import ByTeam
from conftest import NOON
from exports.made_up_report import MADE, TROUBLE, hostile, report, teams
from programs_here import words

AXE = (Path(str(axe_playwright_python.__file__)).parent / "axe.min.js").read_text(encoding="utf-8")
_A4, _MARGIN = 595.3, 40
"""The width of the paper and of a margin, in points."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=programs_here.browser(started.chromium.executable_path))
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["known", "hostile", "demonstration"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the small report, one with every hostile text in a row, or that of two hundred audits."""
    folder = tmp_path_factory.mktemp("page")
    path = folder / "report.html"
    path.write_bytes(html_page.document(*_report(request.param, folder)))
    return path


def _report(which: str, folder: Path) -> tuple[Report, ByTeam, Made]:
    if which == "known":
        return report(), teams(), MADE
    if which == "hostile":
        return hostile(" ".join(TROUBLE))
    demonstration = Workspace(make_demonstration(folder / "w", audits=200), "A. Lead", clock=lambda: NOON)
    found = summarising.summarise(demonstration, by=["month"])._replace(target=80.0)
    return found, summarising.rows_by(demonstration, "team"), MADE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_breaks_no_rule(browser: Browser, file: Path, width: int, scheme: str) -> None:
    """axe-core finds nothing; what it cannot decide is only contrast, which `test_html_page` and `test_charts` do."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: told.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('.chart text')).fontFamily").startswith('"DejaVu')
    found = page.evaluate(f"{AXE};axe.run(document, {{runOnly: {RULES}}})")
    assert found["violations"] == []
    assert {rule["id"] for rule in found["incomplete"]} <= {"color-contrast"}
    assert told == []
    context.close()


def test_the_keyboard_goes_past_the_contents(browser: Browser, file: Path) -> None:
    """The first stop is the way to the report."""
    page = browser.new_page()
    page.goto(file.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_it_prints_on_a4_with_nothing_cut(browser: Browser, file: Path) -> None:
    """In black on white, whatever the screen was, and no table wider than the 18 cm of paper between the margins."""
    page = browser.new_page(viewport={"width": 680, "height": 900}, color_scheme="dark")
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
    assert page.evaluate("Math.max(...[...document.querySelectorAll('table, figure')].map(e => e.scrollWidth))") <= 680
    page.close()


def test_every_word_is_on_the_paper(browser: Browser, file: Path, tmp_path: Path) -> None:
    """Printed on A4, no word lies in the margins or beside the paper, and none of a table or a chart is missing."""
    page = browser.new_page()
    page.goto(file.as_uri())
    (tmp_path / "report.pdf").write_bytes(page.pdf(prefer_css_page_size=True))
    shown: list[str] = page.evaluate(
        "[...document.querySelectorAll('h2, h3, td, th, .chart text')].map(e => e.textContent)"
    )
    page.close()
    printed = [word for sheet in words(tmp_path / "report.pdf") for word in sheet]
    assert all(word.left > _MARGIN and word.right < _A4 - _MARGIN for word in printed)
    letters = Counter("".join(word.text for word in printed))
    wanted = Counter("".join(text for told in shown for text in told.split() if text.isascii()))
    assert {letter: n for letter, n in wanted.items() if letter.isalnum() and letters[letter] < n} == {}
