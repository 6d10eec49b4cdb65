"""The page in a real browser: no rule of WCAG 2.2 AA broken, nothing blocked, nothing wider than the screen.

Needs playwright and axe-playwright-python (both in `dev`) and a Chromium: the system's (`apt-get install chromium`) or
playwright's own (`playwright install chromium`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, sync_playwright

from caseaudit.exports import html_page
from exports.made_up_report import MADE, TROUBLE, hostile, report, teams

AXE = (Path(str(axe_playwright_python.__file__)).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as started:
        found = next(filter(None, map(shutil.which, NAMES)), None) or started.chromium.executable_path
        if not Path(found).exists():
            pytest.skip("no Chromium here: `apt-get install chromium`, or `playwright install chromium`")
        opened = started.chromium.launch(executable_path=found)
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["known", "hostile"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the small report, or one with every hostile text in a row."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    found = (report(), teams(), MADE) if request.param == "known" else hostile(" ".join(TROUBLE))
    path.write_bytes(html_page.document(*found))
    return path


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
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
