"""The report as Markdown: all of it, and nothing in it that a name could set off."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from caseaudit.domain.method import METHOD
from caseaudit.exports import markdown
from caseaudit.plaintext import one_line
from exports.made_up_report import EMPTY, MADE, TROUBLE, hostile, report, teams

GOLDEN = Path(__file__).parent / "golden" / "report.md"
READER = MarkdownIt("gfm-like", {"html": True, "linkify": True})


def tokens(text: str) -> list[Token]:
    """Return everything that a reader of Markdown makes of a text."""
    return [token for block in READER.parse(text) for token in (block, *(block.children or ()))]


def shown(text: str) -> str:
    """Return the words that a reader sees."""
    return " ".join(token.content for token in tokens(text) if token.type == "text")


def test_the_report_is_what_it_was() -> None:
    """Every line of a small report, as it is known."""
    assert markdown.document(report(), teams(), MADE).decode() == GOLDEN.read_text(encoding="utf-8")


def test_every_figure_of_the_report_arrives() -> None:
    """Each row with each of its counts, each group, month, action, change, file left out, and the method."""
    text = re.sub(r"\s+", " ", shown(markdown.document(report(), teams(), MADE).decode()))
    for words in (
        "Is it up to date?", "compliance", "critical: harm", "weight 2", "asked in 21 audits", "version 1.0",
        "1 Outstanding, 17 Good", "18 of 18 (82–100 %)", "3 not applicable",
        "4 Good, 9 Requires improvement, 2 Inadequate", "4 of 15 (11–52 %)", "5 insufficient evidence, 1 not assessed",
        "3 of 21", "21 numbers", "8 Good, 12 Requires improvement, 1 without an overall judgement", "8 of 20 (22–61 %)",
        "North", "South", "9 of 9 (70–100 %)", "1 of 8 (2–47 %)", "compliance is clearly higher",
        "1 of 9 (2–43 %)", "8 of 9 (57–98 %)", "better", "2 of 6 (10–70 %)",
        "April 2026", "5 of 8", "June 2026", "no audits", "November 2026", "7 of 8",
        "5 open, 2 of them overdue on 22 November 2026", "1 August 2026", "100 % (9 of 9)", "13 % (1 of 8)",
        "4 audits in progress", "20261101-broken.json: is empty. Restore it.", "20261102-copy (1).json: is a copy.",
        "Only team North.", "2 April 2026 to 20 November 2026", "A. Lead, on 22 November 2026", "caseaudit 0.1",
        *METHOD,
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("text", TROUBLE)
def test_hostile_texts_are_only_text(text: str) -> None:
    """No link, picture, code, HTML, heading or table cell comes of a name; it is read as it is, on one line."""
    written = markdown.document(*hostile(text)).decode()
    kinds = [token.type for token in tokens(written)]
    plain = [token.type for token in tokens(markdown.document(report(), teams(), MADE).decode())]
    for kind in (
        "link_open",
        "image",
        "code_inline",
        "code_block",
        "fence",
        "html_inline",
        "html_block",
        "s_open",
        "hr",
    ):
        assert kind not in kinds
    for kind in (
        "heading_open",
        "td_open",
        "th_open",
        "bullet_list_open",
        "ordered_list_open",
        "em_open",
        "table_open",
    ):
        assert kinds.count(kind) == plain.count(kind), kind
    assert one_line(text) in shown(written)
    assert one_line(written).split() == written.split()


def test_mentions_and_numbers_of_issues_stay_text() -> None:
    """Where mail and wikis make links of them."""
    assert markdown.escaped("@lead #12 www.x.invalid http://x") == r"\@lead \#12 www\.x.invalid http\://x"
    assert markdown.paragraph("1. first") == r"1\. first"
    assert markdown.paragraph("- no concerns") == r"\- no concerns"


def test_a_report_of_no_audits_says_so() -> None:
    """And what was left out, and how figures would be made."""
    text = shown(markdown.document(EMPTY, {}, MADE).decode())
    assert "No audit is signed off yet" in re.sub(r"\s+", " ", text)
    assert "4 audits in progress" in text


def test_it_needs_no_library_beside_the_program() -> None:
    """Neither the one that draws, nor the template engine, nor the one of Word."""
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(('matplotlib', 'jinja2', 'docx', 'markupsafe')))\n"
        "from exports.made_up_report import MADE, report, teams\n"
        "from caseaudit.exports import markdown\n"
        "print(len(markdown.document(report(), teams(), MADE)) > 3000)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=Path(__file__).parents[1], timeout=60)
    assert (ran.stdout.strip(), ran.stderr) == (b"True", b"")
