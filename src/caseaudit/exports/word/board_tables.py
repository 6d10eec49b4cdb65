"""The tables of the board's report: every row of the summary, in words and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docx.document import Document

from caseaudit.domain.breakdown import Breakdown, Group
from caseaudit.domain.change import Change
from caseaudit.domain.how_many import how_many
from caseaudit.domain.intervals import LEAST
from caseaudit.domain.report import Judgements, Report, Row
from caseaudit.domain.withheld import is_said
from caseaudit.exports.made import day_said
from caseaudit.exports.word import figures
from caseaudit.exports.word.blocks import Column, heading, note, table
from caseaudit.exports.word.figures import part, share, stacked
from caseaudit.plaintext import one_line

_ID, _QUESTION, _SHARE = Column("Criterion", 2.2), Column("Question", 7.6), Column(figures.ANSWERS, 3.6)
_CHECKLIST = Column("Checklist", 3.6)
_LEADING = {True: "compliance leads", False: "no clear difference"}


def standing_out(document: Document, report: Report) -> None:
    """Write what stands out: judgements, weak and strong, what capped, focus, changes, repeats, actions, groups."""
    heading(document, "In figures")
    _judgements(document, report)
    _weak_and_strong(document, report)
    _limiting(document, report)
    _focus(document, report)
    _changes(document, report)
    _repeats(document, report)
    _actions(document, report)
    for found in report.breakdowns:
        _groups(document, found, report)


def _judgements(document: Document, report: Report) -> None:
    columns = [
        Column("Checklist", 5.0),
        Column("Audits", 1.6),
        Column("Audits good or better", 3.6),
        Column("Judged", 6.8),
    ]
    table(document, "Judgements", columns, [_judged(each, report) for each in report.judgements])


def _judged(each: Judgements, report: Report) -> Sequence[str]:
    given = figures.grades(report, each.grades)
    given += [f"{each.without} without an overall judgement"] if is_said(each.without) else []
    return one_line(each.title), str(each.audits), figures.judged(each.good_or_better), ", ".join(given)


def _weak_and_strong(document: Document, report: Report) -> None:
    columns = [_ID, _QUESTION, _CHECKLIST, _SHARE]
    for title, rows in (("Weakest", report.weakest), ("Strongest", report.strongest)):
        _table_or_note(
            document,
            f"{title}, of the criteria graded at least {LEAST} times",
            columns,
            [(row.criterion, _question(row), _title(row.checklist, report), share(row.good_or_better)) for row in rows],
            f"{title}: no criterion{report.of_shown} can be told from the rest.",
        )


def _limiting(document: Document, report: Report) -> None:
    columns = [_ID, _QUESTION, _CHECKLIST, Column("Audits capped", 3.6)]
    rows = [
        (row.criterion, _question(row), _title(row.checklist, report), share(row.capped)) for row in report.limiting
    ]
    _table_or_note(
        document, "What capped judgements", columns, rows, f"No criterion{report.of_shown} capped a judgement."
    )


def _focus(document: Document, report: Report) -> None:
    whole = report.overall
    columns = [Column("Focus", 5.0), Column(figures.ANSWERS, 5.0), Column("What it means", 7.0)]
    value, low, high = map(figures.points, whole.gap)
    gap = f"{value} points ({low} to {high})"
    rows = [
        ("Compliance", share(whole.compliance), "Was it done, and in time?"),
        ("Quality", share(whole.quality), "Did it make a difference?"),
    ]
    if whole.compliance.of and whole.quality.of:
        rows.append(("Compliance less quality", gap, _leads(whole)))
    table(document, "Compliance against quality", columns, rows)


def _leads(group: Group) -> str:
    if group.gap.high < 0:
        return "quality leads"
    return _LEADING[group.compliance_leads]


def _changes(document: Document, report: Report) -> None:
    changes = report.changes
    if not changes.compared:
        note(document, f"Changes: no criterion was graded {LEAST} times in both periods, so none is compared.")
        return
    when = f"{figures.days(report.known(changes.latest))}, against {figures.days(report.known(changes.before))}"
    columns = [_ID, Column("Question", 6.8), Column("Is", 1.6), Column("Before", 3.2), Column("Latest", 3.2)]
    rows = [_changed(each, report) for each in changes.found]
    compared = how_many(changes.compared, "criterion", "criteria")
    _table_or_note(document, f"What changed: {when} ({compared} compared)", columns, rows,
                   f"Changes: {compared} compared, {when}; none{report.of_shown} is clearly better "
                   "or worse.")  # fmt: skip


def _changed(each: Change, report: Report) -> Sequence[str]:
    question = _question(report.row(each.checklist, each.criterion))
    word = "better" if each.is_better else "worse"
    return each.criterion, question, word, share(each.before), share(each.latest)


def _repeats(document: Document, report: Report) -> None:
    columns = [_ID, _QUESTION, _CHECKLIST, Column("Cases", 3.6)]
    rows = [
        (
            each.criterion,
            _question(report.row(each.checklist, each.criterion)),
            _title(each.checklist, report),
            share(each.cases),
        )
        for each in report.repeats
    ]
    title = "Repeat findings: below good in two audits running of the same case"
    _table_or_note(document, title, columns, rows, f"Repeat findings: none{report.of_shown}.")


def _actions(document: Document, report: Report) -> None:
    found = report.actions
    rows = [
        ("Open", str(found.open)),
        (f"of these overdue on {day_said(found.today)}", str(found.overdue)),
        ("the open action that waits longest was due", figures.oldest(report)),
        ("Done, not yet closed", str(found.done)),
        ("Closed", str(found.closed)),
        ("of those done or closed, with their effect recorded", str(found.with_effect)),
        ("Cancelled", str(found.cancelled)),
        ("Closed with their effect recorded, of those that were due", share(found.loop)),
    ]
    table(document, "Actions", [Column("Actions", 11.0), Column("How many, or when", 6.0)], rows)


def _groups(document: Document, found: Breakdown, report: Report) -> None:
    headings = ("Audits", figures.ANSWERS, "Compliance", "Quality", "Not on file", "Judged")
    widths = (1.5, 2.5, 2.4, 2.4, 1.9, 3.7)
    columns = [Column(found.by.capitalize(), 2.6), *map(Column, headings, widths)]
    table(document, f"By {found.by}", columns, [_group(group, report) for group in found.groups])


def _group(group: Group, report: Report) -> Sequence[str]:
    name = f"{_title(group.checklist, report)} {group.name}" if group.checklist else figures.group(group.name)
    judged = ", ".join(figures.grades(report, group.judgements)) or figures.NOTHING
    leads = "\n(compliance leads)" if group.compliance_leads else ""
    return (name, str(group.audits), stacked(group.good_or_better), f"{stacked(group.compliance)}{leads}",
            stacked(group.quality), part(group.insufficient_evidence), judged)  # fmt: skip


# ── every criterion ──────────────────────────────────────────────────────────


def every_criterion(document: Document, rows: Sequence[Row], report: Report) -> None:
    """Write every criterion of a checklist, in reading order, with all of its counts."""
    columns = [Column("Criterion", 2.0), Column("Question", 5.8), Column(figures.ANSWERS, 2.3),
               Column("Grades", 3.0), Column("Not graded", 2.3), Column("Capped", 1.6)]  # fmt: skip
    table(document, "All counts", columns, [_row(row, report) for row in rows])


def _row(row: Row, report: Report) -> Sequence[str]:
    question = f"{_question(row)}\n{'; '.join(_about(row))}"
    given, not_given = figures.grades(report, row.grades), figures.ungraded(row)
    return row.criterion, question, stacked(row.good_or_better), _lines(given), _lines(not_given), part(row.capped)


def _about(row: Row) -> Iterator[str]:
    """Yield what a criterion is, apart from what is so for most."""
    if row.section:
        yield one_line(row.section)
    yield row.focus
    if row.kind != "grade":
        yield row.kind.replace("-", " ")
    if row.critical != "none":
        yield f"critical: {row.critical}"
    yield f"weight\N{NO-BREAK SPACE}{row.weight}"
    if len(row.versions) > 1:
        yield f"versions {figures.listed(row.versions)}"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts) or figures.NOTHING


def _question(row: Row) -> str:
    return one_line(row.question) or "(its words are in no record that can be read)"


def _title(checklist: str, report: Report) -> str:
    return figures.titles(report)[checklist]


def _table_or_note(
    document: Document, title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], otherwise: str
) -> None:
    if rows:
        table(document, title, columns, rows)
    else:
        note(document, otherwise)
