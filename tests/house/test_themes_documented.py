"""The page of themes cannot drift: it is written from the themes and from the checklists that ship."""

from __future__ import annotations

from docs.themes_page import PAGE, page


def test_the_page_of_themes_is_the_one_the_themes_write() -> None:
    """After a theme or a fact is changed, `python -m docs.themes_page` brings the page up to date."""
    assert PAGE.read_text(encoding="utf-8") == page()
