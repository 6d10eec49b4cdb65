"""What a report holds, part by part: words, tables and pictures, the same in every format that is read as a page.

Nothing here is made fit to show: each format puts every text through its own gate. A report that is shared is made
smaller before it comes here, never in here: every count comes from `Report` and from the rows of the teams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from caseaudit.domain import trend, trend_words
from caseaudit.domain.breakdown import Breakdown, Group, Months
from caseaudit.domain.change import Change
from caseaudit.domain.how_many import how_many
from caseaudit.domain.intervals import LEAST, Interval, percent, whole_percent
from caseaudit.domain.method import IN_ONE_LINE, METHOD
from caseaudit.domain.report import Judgements, Repeat, Report, Row
from caseaudit.domain.withheld import SUPPRESSED, is_said
from caseaudit.exports import charts, charts_said
from caseaudit.exports.made import Made, day_said
from caseaudit.exports.word import figures, front_page
from caseaudit.exports.word.figures import NOTHING, part, share
from caseaudit.exports.word.front_page import Point

TITLE = "Practice audit: what the audits say"

ByTeam = Mapping[str, Sequence[Row]]
Cells = tuple[str, ...]


class Table(NamedTuple):
    """A table; the first cell of each row names the row."""

    caption: str
    headings: Cells
    rows: tuple[Cells, ...]
    depths: tuple[tuple[int | None, ...], ...] = ()
    """Of a heat map: how dark each cell after the first is; None where it has too little behind it."""


class Part(NamedTuple):
    """One part, under its heading."""

    id: str
    title: str
    level: int = 2
    """2 for a part, 3 for a part of the part before it."""
    words: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    drawings: tuple[Callable[[], bytes], ...] = ()
    """Each returns a chart as SVG."""
    tables: tuple[Table, ...] = ()


def parts(report: Report, teams: ByTeam, made: Made) -> Iterator[Part]:
    """Yield the whole report; of one without audits, only what was looked at and how. `teams`: rows by team."""
    yield from _in_short(report)
    yield from _disclosure(report)
    if report.signed_off:
        yield _judgements(report)
        yield from (_trend(months, report) for months in report.months[:1])
        yield _weak_and_strong(report)
        yield _limiting(report)
        yield _focus(report)
        yield _changes(report)
        yield _repeats(report)
        yield _actions(report)
        yield from (_groups(found, report) for found in report.breakdowns)
        yield from _heat_maps(report, teams)
        yield from _every_criterion(report)
    yield _method(report, made)
    yield _left_out(report)


def _in_short(report: Report) -> Iterator[Part]:
    yield Part("in-short", "In short", words=(IN_ONE_LINE,) if report.signed_off else ())
    for number, found in enumerate(front_page.parts(report), 1):
        yield Part(f"in-short-{number}", found.title, 3, points=found.points)


def _disclosure(report: Report) -> Iterator[Part]:
    """Yield what was done so that the report can be shared, before the first table with a symbol in it."""
    if report.disclosure:
        points = tuple(Point("", sentence) for sentence in report.disclosure.statement)
        yield Part("disclosure", figures.SHARED, points=points)


# ── what stands out ──────────────────────────────────────────────────────────


def _judgements(report: Report) -> Part:
    judged = charts_said.drawable(report.judgements)
    drawings = [partial(charts.judged, some, report.grades) for some in charts.batches(judged, charts.BARS)]
    rows = tuple(_judged(each, report) for each in report.judgements)
    table = Table("Judgements by checklist", ("Checklist", "Audits", "Audits good or better", "Judged"), rows)
    words = (figures.NOT_DRAWN,) if any(each.grades for each in report.judgements if each not in judged) else ()
    return Part("judgements", "How the audits were judged", words=words, drawings=tuple(drawings), tables=(table,))


def _judged(each: Judgements, report: Report) -> Cells:
    without = [f"{each.without} without an overall judgement"] if is_said(each.without) else []
    given = ", ".join(figures.grades(report, each.grades) + without)
    return each.title, str(each.audits), figures.judged(each.good_or_better), given


def _trend(months: Months, report: Report) -> Part:
    chart = report.trend(months)
    rows = tuple(_month(mark) for mark in chart.marks)
    table = Table("All checklists, month by month", ("Month", figures.ANSWERS, "Share", "What it shows"), rows)
    drawing = partial(charts.trend, chart, "all checklists")
    return Part("trend", "Month by month", words=(trend_words.sentence(chart),), drawings=(drawing,), tables=(table,))


def _month(mark: trend.Mark) -> Cells:
    month = trend_words.month_said(mark.month)
    if mark.value is None:
        return month, charts_said.no_share(mark), NOTHING, NOTHING
    told = figures.listed(map(trend_words.described, mark.signals))
    shows = trend_words.cause_said(mark.cause) or "too few months to tell"
    cause = f"{shows}: {told}" if told else shows
    return month, part(Interval(mark.n, mark.of, 0.0, 1.0)), f"{whole_percent(mark.n, mark.of)} %", cause


def _weak_and_strong(report: Report) -> Part:
    tables = [
        Table(
            title, ("Criterion", "Question", "Checklist", figures.ANSWERS), tuple(_share(row, report) for row in rows)
        )
        for title, rows in (("Weakest", report.weakest), ("Strongest", report.strongest))
        if rows
    ]
    words = (
        (f"Of the criteria graded at least {LEAST} times.",)
        if tables
        else (f"No criterion{report.of_shown} can be told from the rest.",)
    )
    return Part("weakest-and-strongest", "Weakest and strongest", words=words, tables=tuple(tables))


def _share(row: Row, report: Report) -> Cells:
    return row.criterion, _question(row), _title(row.checklist, report), share(row.good_or_better)


def _limiting(report: Report) -> Part:
    rows = tuple(
        (row.criterion, _question(row), _title(row.checklist, report), share(row.capped)) for row in report.limiting
    )
    table = Table("Criteria that capped a judgement", ("Criterion", "Question", "Checklist", "Audits capped"), rows)
    return _tabled(
        Part("limiting", "What capped judgements"), table, f"No criterion{report.of_shown} capped a judgement."
    )


def _tabled(found: Part, table: Table, otherwise: str) -> Part:
    """Return the part with its table, or with a sentence where that has no rows."""
    return found._replace(tables=(table,)) if table.rows else found._replace(words=(*found.words, otherwise))


def _focus(report: Report) -> Part:
    groups = [group for found in report.breakdowns if found.by == "team" for group in found.groups]
    rows = [("All together", report.overall), *((figures.group(group.name), group) for group in groups)]
    headings = ("Team", "Compliance", "Quality", "Difference in points", "What it shows")
    table = Table("Compliance and quality by team", headings, tuple(_gap(name, group) for name, group in rows))
    words = ("Compliance asks whether it was done, and in time; quality, whether it made a difference.",)
    return Part("compliance-and-quality", "Compliance against quality", words=words, tables=(table,))


def _gap(name: str, group: Group) -> Cells:
    shares = name, share(group.compliance), share(group.quality)
    if not (group.compliance.of and group.quality.of):
        hidden = SUPPRESSED in (group.compliance.symbol, group.quality.symbol)
        return *shares, SUPPRESSED if hidden else NOTHING, "nothing to compare"
    gap = group.gap
    points = f"{figures.points(gap.value)} ({figures.points(gap.low)} to {figures.points(gap.high)})"
    leads = "compliance" if gap.low > 0 else "quality"
    return *shares, points, f"{leads} is clearly higher" if gap.is_clear else "no clear difference"


def _changes(report: Report) -> Part:
    found = Part("changed", "Most changed")
    changes = report.changes
    if not changes.compared:
        return found._replace(words=(f"No criterion was graded {LEAST} times in both periods, so none is compared.",))
    when = f"{figures.days(report.known(changes.latest))} against {figures.days(report.known(changes.before))}"
    compared = how_many(changes.compared, "criterion", "criteria")
    words = (f"{when}: {compared} compared. About one in twenty may seem to change by chance.",)
    rows = tuple(_changed(each, report) for each in changes.found)
    headings = ("Criterion", "Question", "Checklist", "Is", "Before", "Latest")
    table = Table(f"What changed, {when}", headings, rows)
    return _tabled(found._replace(words=words), table, f"None{report.of_shown} is clearly better or worse.")


def _changed(each: Change, report: Report) -> Cells:
    word = "better" if each.is_better else "worse"
    named = _named(each.checklist, each.criterion, report)
    return *named, word, share(each.before), share(each.latest)


def _named(checklist: str, criterion: str, report: Report) -> Cells:
    return criterion, _question(report.row(checklist, criterion)), _title(checklist, report)


def _repeats(report: Report) -> Part:
    rows = tuple(_repeat(each, report) for each in report.repeats)
    table = Table(
        "Below good in two audits running of the same case", ("Criterion", "Question", "Checklist", "Cases"), rows
    )
    return _tabled(Part("repeats", "Repeat findings"), table, f"None{report.of_shown}.")


def _repeat(each: Repeat, report: Report) -> Cells:
    return *_named(each.checklist, each.criterion, report), share(each.cases)


def _actions(report: Report) -> Part:
    found = report.actions
    rows = (
        ("Open", str(found.open)),
        (f"Open and overdue on {day_said(found.today)}", str(found.overdue)),
        ("The open action that waits longest was due", figures.oldest(report)),
        ("Done, not yet closed", str(found.done)),
        ("Closed", str(found.closed)),
        ("Done or closed, with their effect recorded", str(found.with_effect)),
        ("Cancelled", str(found.cancelled)),
        ("Closed with their effect recorded, of those that were due", share(found.loop)),
    )
    words = (front_page.actions(report),)
    return Part("actions", "Actions", words=words, tables=(Table("Actions", ("Actions", "How many, or when"), rows),))


# ── groups, and criterion by team ────────────────────────────────────────────


def _groups(found: Breakdown, report: Report) -> Part:
    headings = (found.by.capitalize(), "Audits", figures.ANSWERS, "Compliance", "Quality", "Not on file", "Judged")
    table = Table(f"Figures by {found.by}", headings, tuple(_group(group, report) for group in found.groups))
    return _tabled(Part(f"by-{found.by}", f"By {found.by}"), table, "None.")


def _group(group: Group, report: Report) -> Cells:
    name = f"{_title(group.checklist, report)}, {group.name}" if group.checklist else figures.group(group.name)
    judged = ", ".join(figures.grades(report, group.judgements)) or NOTHING
    shares = share(group.good_or_better), share(group.compliance), share(group.quality)
    return name, str(group.audits), *shares, part(group.insufficient_evidence), judged


def _heat_maps(report: Report, teams: ByTeam) -> Iterator[Part]:
    if len(teams) < 2:
        return
    words = (
        f"Share of answers good or better, with its count; darker is more. A cell of fewer than {LEAST} has no shade."
    )
    yield Part("criterion-by-team", "Criterion by team", words=(words,))
    shares = {name: charts_said.of_rows(rows) for name, rows in sorted(teams.items())}
    for number, (checklist, rows) in enumerate(report.by_checklist().items(), 1):
        title = _title(checklist, report)
        tables = [_heat(title, rows, shares, names) for names in charts.batches(list(shares), charts.GROUPS)]
        yield Part(f"criterion-by-team-{number}", title, 3, tables=tuple(tables))


def _heat(
    title: str, rows: Sequence[Row], shares: Mapping[str, Mapping[tuple[str, str], Interval]], names: Sequence[str]
) -> Table:
    found = [[shares[name].get((row.checklist, row.criterion)) for name in names] for row in rows]
    return Table(
        f"{title}: answers good or better by criterion and team",
        ("Criterion", *map(figures.group, names)),
        tuple((row.criterion, *map(_cell, line)) for row, line in zip(rows, found, strict=True)),
        tuple(tuple(map(charts_said.depth, line)) for line in found),
    )


def _cell(found: Interval | None) -> str:
    if found is None or not found.of:
        return found.symbol if found and found.symbol else NOTHING
    return f"{percent(found)} % ({found.n} of {found.of})"


# ── every criterion ──────────────────────────────────────────────────────────


def _every_criterion(report: Report) -> Iterator[Part]:
    yield Part("every-criterion", "Every criterion")
    months = {each.checklist: each for each in report.months}
    for number, (checklist, rows) in enumerate(report.by_checklist().items(), 1):
        yield _checklist(f"checklist-{number}", _title(checklist, report), rows, months.get(checklist), report)


def _checklist(place: str, title: str, rows: Sequence[Row], months: Months | None, report: Report) -> Part:
    graded = [row for row in rows if row.good_or_better.of]
    whole = report.overall.good_or_better
    drawings = [partial(charts.criteria, some, title, whole=whole) for some in charts.batches(graded, charts.CRITERIA)]
    headings = ("Criterion", "Question", figures.ANSWERS, "Grades", "Not graded", "Capped")
    table = Table(f"{title}: every criterion", headings, tuple(_row(row, report) for row in rows))
    words = (f"Month by month. {charts_said.trend(report.trend(months))}",) if months else ()
    return Part(place, title, 3, words, drawings=tuple(drawings), tables=(table,))


def _row(row: Row, report: Report) -> Cells:
    critical = f"critical: {row.critical}" if row.critical != "none" else ""
    asked = f"asked in {how_many(row.asked, 'audit')}, version {figures.listed(row.versions)}"
    about = (row.section, row.focus, row.kind.replace("-", " "), critical, f"weight {row.weight}", asked)
    given, ungraded = ", ".join(figures.grades(report, row.grades)), ", ".join(figures.ungraded(row))
    question = f"{_question(row)} ({'; '.join(filter(None, about))})"
    return row.criterion, question, share(row.good_or_better), given or NOTHING, ungraded or NOTHING, part(row.capped)


def _question(row: Row) -> str:
    return row.question or "(its words are in no record that can be read)"


def _title(checklist: str, report: Report) -> str:
    return figures.titles(report).get(checklist, checklist)


# ── how it is made, and what is not in it ────────────────────────────────────


def _method(report: Report, made: Made) -> Part:
    who = f"{made.by}, on {day_said(made.day)}" if made.by else day_said(made.day)
    period = (
        f"Audits from {figures.days(report.known(report.period))}." if report.signed_off else "No audit is signed off."
    )
    filters = f"Only {figures.only(report)}." if report.only else "No audit was filtered out."
    points = (
        *(Point("", sentence) for sentence in METHOD),
        Point("What:", f"{period} {filters}"),
        *(Point(f"{title}:", _versions(report, checklist)) for checklist, title in figures.titles(report).items()),
        Point("Made:", f"{who}, for {made.workspace}, with {made.program}."),
    )
    return Part("method", "How the figures are made", points=points)


def _versions(report: Report, checklist: str) -> str:
    rows = report.by_checklist().get(checklist, [])
    found = list(dict.fromkeys(chain.from_iterable(row.versions for row in rows)))
    return f"{checklist}, version {figures.listed(found) or 'unknown'}."


def _left_out(report: Report) -> Part:
    left = f"{how_many(report.in_progress, 'audit')} in progress, every training audit, and second grades."
    points = [Point("", left)]
    for found, what in ((report.unreadable, "A file that cannot be read:"), (report.copies, "A copy of an audit:")):
        points += [Point(what, figures.problem(each)) for each in found]
    if not report.partial:
        points.append(Point("", "No file: every record could be read, and none was a copy."))
    return Part("left-out", "What was left out", points=tuple(points))
