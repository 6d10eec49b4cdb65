"""A report as Markdown: text for an email, a wiki or another report, with nothing in it that text could set off.

Every character that has a meaning in Markdown is escaped wherever it comes from a figure, a record or our own words,
so that names stay names: no link, picture, mention, heading or markup is ever made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from caseaudit.domain.report import Report
from caseaudit.exports.made import Made, day_said
from caseaudit.exports.report_parts import TITLE, ByTeam, Part, Table, parts
from caseaudit.plaintext import one_line

_ESCAPED = {code: f"\\{chr(code)}" for code in map(ord, "\\`*_{}[]!|~$#@^=")} | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
}
_LINKED = re.compile(r"(?i)(www)\.|:(?=//)|\b(mailto|xmpp|javascript|data):")
_LIST = re.compile(r"^([-+]|[0-9]+[.)])")


def document(report: Report, teams: ByTeam, made: Made) -> bytes:
    """Return the report as Markdown in UTF-8; `teams` holds the rows of each team, by its name."""
    return page(TITLE, parts(report, teams, made), made)


def page(title: str, shown: Iterable[Part], made: Made) -> bytes:
    """Return any parts as Markdown in UTF-8, under a title."""
    subtitle = f"{made.workspace}, {day_said(made.day)}"
    lines = [f"# {escaped(title)}", "", paragraph(subtitle), ""]
    for each in shown:
        lines += _part(each)
    return ("\n".join(lines).rstrip() + "\n").encode()


def _part(found: Part) -> Iterator[str]:
    yield f"{'#' * found.level} {escaped(found.title)}"
    yield ""
    for words in found.words:
        yield paragraph(words)
        yield ""
    for point in found.points:
        yield f"- **{escaped(point.lead)}** {escaped(point.text)}" if point.lead else f"- {paragraph(point.text)}"
    if found.points:
        yield ""
    for table in found.tables:
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"**{escaped(table.caption)}**"
    yield ""
    yield _line(table.headings)
    yield _line(["---"] * len(table.headings), gate=False)
    yield from map(_line, table.rows)
    yield ""


def _line(cells: tuple[str, ...] | list[str], *, gate: bool = True) -> str:
    return f"| {' | '.join(escaped(cell) if gate else cell for cell in cells)} |"


def paragraph(text: str) -> str:
    """Return text that stays a paragraph: as `escaped`, and not the start of a list."""
    return _LIST.sub(lambda start: f"{start[1][:-1]}\\{start[1][-1]}", escaped(text))


def escaped(text: str) -> str:
    """Return text on one line that Markdown shows as it is: no markup, no link, no mention, no HTML."""
    shown = one_line(text).translate(_ESCAPED)
    return _LINKED.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", shown)
