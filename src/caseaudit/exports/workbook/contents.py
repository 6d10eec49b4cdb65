"""The first sheet: what is here, how many, for which days, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from caseaudit.exports.made import day_said
from caseaudit.exports.workbook.model import Content, Written
from caseaudit.exports.workbook.page import Column, Page
from caseaudit.exports.workbook.words import counted, days
from caseaudit.problems import Problem

WIDTHS = (28, 100, 14)
NAMED = 1_000
"""How many files that were left out are named."""


class Listed(NamedTuple):
    """One sheet of the workbook."""

    name: str
    about: str
    rows: int


def draw(page: Page, content: Content, written: Written, sheets: Sequence[Listed]) -> None:
    """Write the sheet."""
    page.title(f"Practice audits: {content.made.workspace}")
    facts = [*_counted(content, written), *_made(content)]
    page.table("", (Column("What", "label"), Column("Which")), facts)
    _links(page, sheets)
    _checklists(page, content)
    _left_out(page, content)


def _counted(content: Content, written: Written) -> Iterator[tuple[str, str]]:
    report = content.report
    yield "Audits that count", f"{counted(report.signed_off, 'audit')}, signed off; never training or second grades"
    yield "Period", days(report.known(report.period))
    yield "Filters", "; ".join(report.only) or "none: every team, worker, checklist and day"
    yield "Not counted yet", f"{counted(report.in_progress, 'audit')} in progress"
    unreadable = len(report.unreadable) + len(content.unread)
    yield (
        "Left out",
        f"{counted(unreadable, 'unreadable file')}, {len(report.copies)} copies of audits{_named(content)}",
    )
    if content.report.disclosure:
        yield "Small numbers", content.report.disclosure.statement[0]
    if content.audits is None:
        yield "Single cases", "left out, so that no case can be told: no sheet of actions or answers"
    else:
        found = f"{counted(written.answers, 'answer')} and {counted(written.actions, 'action')} of "
        yield "Single cases", f"{found}{counted(written.audits, 'audit')}"
        yield "Changed since sign-off", f"{counted(written.changed, 'audit')}; a column of the sheet Answers says which"
    yield "Texts that were cut", f"{written.cut:,}{_where(written.cut)}"


def _named(content: Content) -> str:
    return ", named below" if list(_problems(content)) else ""


def _where(cut: int) -> str:
    return "; each ends with a note that says where all of it stands" if cut else ": none"


def _made(content: Content) -> Iterator[tuple[str, str]]:
    made = content.made
    yield "Made by", f"{made.by}, {day_said(made.day)}"
    yield "Made with", made.program
    yield "Ranges", "Wilson's score interval at 95 %; the sheet Method says more"


def _links(page: Page, sheets: Sequence[Listed]) -> None:
    columns = (Column("Sheet"), Column("What it holds"), Column("Rows"))
    area = page.table("Sheets", columns, [(sheet.name, sheet.about, sheet.rows) for sheet in sheets])
    for row, sheet in enumerate(sheets, area.first):
        page.paper.write_url(row, 0, f"internal:'{sheet.name}'!A1", page.styles["link"], sheet.name)


def _checklists(page: Page, content: Content) -> None:
    versions: dict[str, list[str]] = {}
    for row in content.report.rows:
        known = versions.setdefault(row.checklist, [])
        known += [version for version in row.versions if version not in known]
    titles = {each.checklist: each.title for each in content.report.judgements}
    rows = [(name, titles.get(name, ""), ", ".join(versions[name])) for name in versions]
    page.table("Checklists, as they were answered", (Column("Checklist"), Column("Title"), Column("Versions")), rows)


def _left_out(page: Page, content: Content) -> None:
    found = list(_problems(content))
    if not found:
        return
    columns = (Column("Left out"), Column("Why"))
    page.table("Files that do not count", columns, _lines(found[:NAMED]))
    if len(found) > NAMED:
        page.note(f"{len(found) - NAMED:,} more; `caseaudit summary` names all of them.")


def _problems(content: Content) -> Iterator[Problem]:
    yield from content.report.unreadable
    yield from content.report.copies
    yield from content.unread


def _lines(found: Iterable[Problem]) -> list[tuple[str, str]]:
    return [
        (problem.where.replace("\\", "/").rpartition("/")[2], f"{problem.what}. {problem.remedy}.") for problem in found
    ]
