"""A summary as plain text: in words, no line wider than the terminal unless a name is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from caseaudit.cli.columns import NOTHING, aligned, cells
from caseaudit.cli.wrapped import width
from caseaudit.domain.breakdown import Breakdown, Group
from caseaudit.domain.change import Period
from caseaudit.domain.intervals import LEAST, Interval, said
from caseaudit.domain.method import IN_ONE_LINE
from caseaudit.domain.report import Actions, Report, Row
from caseaudit.domain.withheld import SUPPRESSED, is_said, is_withheld
from caseaudit.plaintext import one_line

Cells = Sequence[str]

_END = "|"
_SHARE = "ANSWERS GOOD OR BETTER"
_TOGETHER = "\N{NO-BREAK SPACE}"
_NARROWEST = 20
_MOST = 10
"""How many repeat findings are listed."""


def head(report: Report) -> Iterator[str]:
    """Yield how many audits count, which, and how the figures are made."""
    days = f", {_days(report.known(report.period))}" if report.signed_off else ""
    rest = f"; {report.in_progress} in progress and not counted" if report.knows_in_progress else ""
    yield f"{report.signed_off} signed off{days}{rest}."
    if report.only:
        yield from _hanging(f"Only: {one_line('; '.join(report.only))}.", 2)
    if report.rows:
        yield from _hanging(IN_ONE_LINE, 2)


def disclosure(report: Report) -> Iterator[str]:
    """Yield what was done so that the summary can be shared."""
    if report.disclosure:
        sentences = (line for words in report.disclosure.statement for line in _hanging(f"- {words}", 2))
        yield from _titled("What was done to share these figures", sentences)


def whole(report: Report) -> Iterator[str]:
    """Yield the judgements, every criterion, then what stands out."""
    yield from _titled("Judgements", _judgements(report))
    for checklist, rows in report.by_checklist().items():
        yield from _titled(one_line(checklist), _criteria(rows, report))
    yield from _standing_out(report)
    yield from _titled("Actions", _hanging(_actions(report.actions), 2))


def groups(report: Report, by: str) -> Iterator[str]:
    """Yield the summary group by group."""
    found = report.breakdown(by)
    if found:
        yield from _titled(f"By {by}", _groups(found, report))
        yield from _leading(found)


def _titled(title: str, content: Iterable[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from content


def _days(period: Period) -> str:
    return period.first if period.first == period.last else f"{period.first} to {period.last}"


# ── tables whose last column is words that may go on below ───────────────────


def table(headings: Cells, rows: Sequence[Cells]) -> Iterator[str]:
    """Yield columns that line up; the words of the last one go on below it where they do not fit."""
    starts = aligned([*headings[:-1], _END], [[*row[:-1], _END] for row in rows])
    for start, row in zip(starts, (headings, *rows), strict=True):
        before = start.removesuffix(_END)
        yield from _hanging(before + (row[-1] or NOTHING), cells(before))


def _hanging(text: str, indent: int) -> Iterator[str]:
    """Yield a line, broken between words to fit the terminal; it goes on indented by some cells."""
    line, *words = text.split(" ")
    room, used = max(width(), indent + _NARROWEST), cells(line)
    for word in words:
        wide = cells(word)
        if used > indent and used + 1 + wide > room and line.strip():
            yield _spaced(line)
            line, used = " " * indent + word, indent + wide
        else:
            line, used = f"{line} {word}", used + 1 + wide
    yield _spaced(line)


def _spaced(line: str) -> str:
    return line.replace(_TOGETHER, " ").rstrip()


def _listed(parts: Iterable[str]) -> str:
    """Return parts that are each kept on one line."""
    return ", ".join(part.replace(" ", _TOGETHER) for part in parts)


# ── the parts ────────────────────────────────────────────────────────────────


def _judgements(report: Report) -> Iterator[str]:
    found = [
        (each.checklist, str(each.audits), said(each.good_or_better), _listed(_given(each.grades, report)))
        for each in report.judgements
    ]
    yield from table(("CHECKLIST", "AUDITS", "AUDITS GOOD OR BETTER", "JUDGED"), found)


def _criteria(rows: Sequence[Row], report: Report) -> Iterator[str]:
    found = [(row.criterion, said(row.good_or_better), _answers(row, report)) for row in rows]
    yield from table(("CRITERION", _SHARE, "ALL ANSWERS"), found)


def _answers(row: Row, report: Report) -> str:
    others = {
        "with a number": row.numbers,
        "not applicable": row.not_applicable,
        "no evidence": row.insufficient_evidence,
        "not assessed": row.not_assessed,
    }
    said_of = [n for n in (*row.grades.values(), *others.values()) if is_said(n)]
    if said_of and all(map(is_withheld, said_of)):
        return SUPPRESSED
    return _listed([*_given(row.grades, report), *(f"{n} {what}" for what, n in others.items() if is_said(n))])


def _given(grades: Mapping[str, int], report: Report) -> list[str]:
    """Return counts of grades in words: `5 good`, `3 req. impr.`."""
    return [f"{n} {_short(grade, report)}" for grade, n in grades.items()]


def _short(grade_id: str, report: Report) -> str:
    grade = report.grade(grade_id)
    return one_line(grade.short if grade else grade_id).lower()


def _standing_out(report: Report) -> Iterator[str]:
    for title, rows in (("Weakest", report.weakest), ("Strongest", report.strongest)):
        if rows:
            yield from _titled(f"{title}, of those graded at least {LEAST} times", _shares(rows))
    if report.limiting:
        capped = [(row.criterion, _of(row.capped), _question(row)) for row in report.limiting]
        yield from _titled("What capped judgements", table(("CRITERION", "AUDITS", "QUESTION"), capped))
    yield from _titled("Compliance and quality", _focus(report.overall))
    yield from _leading(report.breakdown("team"))
    yield from _changed(report)
    yield from _repeated(report)


def _shares(rows: Iterable[Row]) -> Iterator[str]:
    found = [(row.criterion, said(row.good_or_better), _question(row)) for row in rows]
    yield from table(("CRITERION", _SHARE, "QUESTION"), found)


def _focus(overall: Group) -> Iterator[str]:
    yield f"Compliance  {said(overall.compliance)}"
    yield f"Quality     {said(overall.quality)}"
    if overall.compliance_leads:
        yield "Compliance is clearly above quality."


def _leading(found: Breakdown | None) -> Iterator[str]:
    """Yield where compliance is above quality, in one sentence."""
    if found and found.compliance_leads and found.by not in ("focus", "criterion"):
        names = ", ".join(_name(group) for group in found.compliance_leads)
        yield from _hanging(f"Compliance is clearly above quality, by {found.by}: {names}.", 2)


def _changed(report: Report) -> Iterator[str]:
    changes = report.changes
    if not changes.compared:
        return
    periods = f"{_days(report.known(changes.latest))} against {_days(report.known(changes.before))}"
    compared = f"{changes.compared} criteria compared; about one in twenty may seem to change by chance."
    yield from _titled("Most changed", _hanging(f"{periods}. {compared}", 2))
    if not changes.found:
        yield f"Nothing{report.of_shown} changed clearly."
        return
    found = [
        (each.criterion, "better" if each.is_better else "worse", said(each.before), said(each.latest))
        for each in changes.found
    ]
    yield from table(("CRITERION", "IS", "BEFORE", "LATEST"), found)


def _repeated(report: Report) -> Iterator[str]:
    if report.repeats:
        found = [
            (each.criterion, _of(each.cases), _question(report.row(each.checklist, each.criterion)))
            for each in report.repeats[:_MOST]
        ]
        title = "Below good in two audits running of the same case"
        yield from _titled(title, table(("CRITERION", "CASES", "QUESTION"), found))
        if more := len(report.repeats) - len(found):
            yield f"{more} more; --json lists them."


def _question(row: Row) -> str:
    return one_line(row.question)


def _of(interval: Interval) -> str:
    return interval.symbol or f"{interval.n} of {interval.of}"


def _actions(actions: Actions) -> str:
    overdue = f", {actions.overdue} of them overdue" if actions.open else ""
    oldest = f", the oldest due {actions.oldest}" if actions.overdue and actions.oldest else ""
    finished = f"{actions.done} done, {actions.closed} closed ({actions.with_effect} with the effect shown)"
    given_up = f", {actions.cancelled} cancelled" if actions.cancelled else ""
    loop = f" Closed with effect, of those due: {said(actions.loop)}." if actions.loop.of or actions.loop.symbol else ""
    return f"{actions.open} open{overdue}{oldest}; {finished}{given_up}.{loop}"


def _groups(found: Breakdown, report: Report) -> Iterator[str]:
    rows = [_group(group, found.by, report) for group in found.groups]
    yield from table((found.by.upper(), "AUDITS", _SHARE, _last_heading(found.by)), rows)


def _last_heading(by: str) -> str:
    return {"criterion": "QUESTION", "focus": "NO EVIDENCE"}.get(by, "JUDGED")


def _group(group: Group, by: str, report: Report) -> Cells:
    return _name(group), str(group.audits), said(group.good_or_better), _last(group, by, report)


def _last(group: Group, by: str, report: Report) -> str:
    if by == "criterion":
        return _question(report.row(group.checklist, group.name))
    if by == "focus":
        return _of(group.insufficient_evidence)
    return _listed(_given(group.judgements, report))


def _name(group: Group) -> str:
    return one_line(group.name) or "not recorded"
