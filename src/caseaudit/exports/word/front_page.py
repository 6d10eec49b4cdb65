"""The first page of the board's report: six questions, each answered in a few lines that can be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from caseaudit.domain import trend_words
from caseaudit.domain.breakdown import Breakdown, Group
from caseaudit.domain.how_many import how_many
from caseaudit.domain.intervals import LEAST
from caseaudit.domain.report import Actions, Judgements, Report
from caseaudit.domain.withheld import SUPPRESSED, is_said
from caseaudit.exports.made import day_said
from caseaudit.exports.word import figures
from caseaudit.exports.word.figures import named, share
from caseaudit.plaintext import one_line

MOST = 3
"""How many of anything the first page lists; the tables behind it have the rest."""


class Point(NamedTuple):
    """One point: its first words stand in bold."""

    lead: str
    text: str


class Part(NamedTuple):
    """One question that a board asks, and the answer."""

    title: str
    points: tuple[Point, ...]


def parts(report: Report) -> tuple[Part, ...]:
    """Return the page; of a report without audits, only what was looked at."""
    audited = Part("What was audited", tuple(_audited(report)))
    if not report.signed_off:
        return (audited,)
    return (
        audited,
        Part("What is weak", tuple(_weak(report))),
        Part("Where", tuple(_where(report))),
        Part("Is it changing?", tuple(_changing(report))),
        Part("How sure are we?", tuple(_sure(report))),
        Part("What is being done", tuple(_done(report))),
    )


# ── what was audited ─────────────────────────────────────────────────────────


def _audited(report: Report) -> Iterator[Point]:
    if not report.signed_off:
        yield Point("No audit", "is signed off yet, so there is nothing to report.")
    else:
        yield Point(
            f"{how_many(report.signed_off, 'audit')} signed off,", f"done {_when(report)}: {_checklists(report)}."
        )
    if report.only:
        yield Point("Only these:", f"{figures.only(report)}.")
    yield Point("Not counted:", f"{_not_counted(report)}.")
    if report.disclosure:
        hidden = f"counts from 1 to {report.disclosure.threshold - 1} are shown as {SUPPRESSED}"
        yield Point("Small numbers:", f"{hidden}; see “{figures.SHARED}”.")


def _when(report: Report) -> str:
    period = report.known(report.period)
    one = "in" if report.in_months else "on"
    return f"{one if period.first == period.last else 'from'} {figures.days(period)}"


def _checklists(report: Report) -> str:
    most = sorted(report.judgements, key=lambda each: -each.audits)
    return _named_first([f"{each.audits} {one_line(each.title)}" for each in most], "other checklist", MOST + 1)


def _not_counted(report: Report) -> str:
    found = [f"{how_many(report.in_progress, 'audit')} in progress"]
    if report.unreadable:
        found.append(f"{how_many(len(report.unreadable), 'file')} that could not be read")
    if report.copies:
        found.append(how_many(len(report.copies), "copy of an audit", "copies of audits"))
    named_at_end = "; the files are named at the end" if report.partial else ""
    return f"{figures.listed(found)}, and all training{named_at_end}"


# ── what is weak, and where ──────────────────────────────────────────────────


def _weak(report: Report) -> Iterator[Point]:
    yield Point("Good or better:", f"{share(report.overall.good_or_better)} of all graded answers.")
    for row in report.weakest[:MOST]:
        yield Point(f"Weak, {share(row.good_or_better)}:", named(row))
    if not report.weakest:
        yield Point(
            "Weak:",
            f"no criterion{report.of_shown} can be told from the rest; it takes {LEAST} graded answers to say so.",
        )
    if report.limiting:
        worst = report.limiting[0]
        yield Point("Capped most judgements:", f"{named(worst)}, in {figures.part(worst.capped)} audits.")
    if report.strongest:
        best = report.strongest[0]
        yield Point(f"Strongest, {share(best.good_or_better)}:", named(best))


def _where(report: Report) -> Iterator[Point]:
    judged = sorted((each for each in report.judgements if each.good_or_better.of), key=_lowest_judged)
    if judged:
        shown = [f"{one_line(each.title)} {share(each.good_or_better)}" for each in judged]
        yield Point("Audits judged good or better:", f"{_some(shown, 'checklist')}.")
    teams = report.breakdown("team")
    if teams and teams.groups:
        yield from _teams(teams)


def _lowest_judged(judged: Judgements) -> float:
    return judged.good_or_better.n / judged.good_or_better.of


def _teams(teams: Breakdown) -> Iterator[Point]:
    graded = sorted((group for group in teams.groups if group.good_or_better.of), key=_lowest)
    if graded:
        shown = [f"{figures.group(team.name)} {share(team.good_or_better)}" for team in graded]
        yield Point("By team, answers good or better:", f"{_some(shown, 'team')}. {_apart(graded)}")
    if teams.compliance_leads:
        names = _named_first([figures.group(team.name) for team in teams.compliance_leads], "other team")
        yield Point("Compliance is clearly above quality", f"in {names}: the form is there before the effect.")


def _lowest(group: Group) -> float:
    return group.good_or_better.n / group.good_or_better.of


def _room(names: list[str], most: int = MOST) -> int:
    """Return how many of some names are named: one left over takes no more room than saying so."""
    return len(names) if len(names) == most + 1 else most


def _named_first(names: list[str], others: str, most: int = MOST) -> str:
    """Return `North, South and East`, or the first of many and how many others there are."""
    shown = names[: _room(names, most)]
    more = len(names) - len(shown)
    return figures.listed([*shown, how_many(more, others)] if more else shown)


def _some(lowest_first: list[str], what: str) -> str:
    shown = lowest_first[: _room(lowest_first)]
    more = len(lowest_first) - len(shown)
    return "; ".join(shown) + (f"; {how_many(more, f'other {what}')} higher" if more else "")


def _apart(graded: list[Group]) -> str:
    """Return which teams the lowest one is surely below: those whose range lies clear of its own."""
    if len(graded) < 2:
        return ""
    lowest, *others = graded
    clear = [each for each in others if lowest.good_or_better.high < each.good_or_better.low]
    if len(clear) == len(others) > MOST:
        return f"{figures.group(lowest.name)} is clearly below every other team."
    if clear:
        names = _named_first([figures.group(team.name) for team in clear], "other team")
        return f"{figures.group(lowest.name)} is clearly below {names}."
    return "The ranges overlap: these figures do not show that any team differs from another."


# ── whether it changes ───────────────────────────────────────────────────────


def _changing(report: Report) -> Iterator[Point]:
    overall = next((months for months in report.months if not months.checklist), None)
    if overall:
        sentence = trend_words.sentence(report.trend(overall))
        yield Point("Month by month:", f"{sentence[:1].lower()}{sentence[1:]}")
    changes = report.changes
    if not changes.compared:
        yield Point(
            "Criteria:", f"none was graded {LEAST} times both in the latest period and before, so none is compared."
        )
        return
    compared = f"{how_many(changes.compared, 'criterion', 'criteria')} compared"
    lead = f"{figures.days(report.known(changes.latest))} against {figures.days(report.known(changes.before))}:"
    if not changes.found:
        yield Point(lead, f"{compared}, none{report.of_shown} clearly better or worse.")
        return
    better, worse = ([each for each in changes.found if each.is_better is way] for way in (True, False))
    yield Point(lead, f"{compared}, {len(better)} clearly better and {len(worse)} clearly worse; chance alone "
                "would make about one in twenty seem so.")  # fmt: skip
    for word, found in (("Worse,", worse), ("Better,", better)):
        for each in found[: MOST - 1]:
            yield Point(
                f"{word} {share(each.before)}, now {share(each.latest)}:",
                named(report.row(each.checklist, each.criterion)),
            )


# ── how sure, and what is done ───────────────────────────────────────────────


def _sure(report: Report) -> Iterator[Point]:
    example = report.weakest[0].good_or_better if report.weakest else report.overall.good_or_better
    if example.of:
        low, high = figures.percent(example.low), figures.percent(example.high)
        yield Point(
            f"“{share(example)}” reads:",
            f"of {example.of} graded answers {example.n} are good or better, and the true share lies between {low} and "
            f"{high}, {figures.percent(0.95)} sure. The fewer the answers, the wider the range.",
        )
    yield Point(
        "The range covers chance alone:", "not how the cases were chosen, nor whether two auditors grade alike."
    )
    short = report.overall.insufficient_evidence
    yield Point("Not on file:", f"for {figures.part(short)} answers that apply there was too little evidence to grade.")


def _done(report: Report) -> Iterator[Point]:
    yield Point("Actions:", actions(report))
    if report.repeats:
        most = report.repeats[0]
        found = how_many(len(report.repeats), "criterion was", "criteria were")
        where = f"{named(report.row(most.checklist, most.criterion))} in {figures.part(most.cases)} cases"
        often = f"{found} below good in two audits running of the same case; most often: {where}."
        yield Point("Repeat findings:", often)


def actions(report: Report) -> str:
    """Return how the actions stand, in a sentence or two."""
    found = report.actions
    overdue = f", {_or_none(found.overdue)} of them overdue on {day_said(found.today)}" if found.open else ""
    oldest = f" (the oldest was due on {day_said(found.oldest)})" if found.overdue and found.oldest else ""
    given_up = f"; {found.cancelled} cancelled" if found.cancelled else ""
    loop = f" Closed with their effect shown, of those due: {share(found.loop)}." if figures.is_any(found.loop) else ""
    return f"{_or_none(found.open)} open{overdue}{oldest}; {_finished(found)}{given_up}.{loop}"


def _finished(found: Actions) -> str:
    if not (is_said(found.done) or is_said(found.closed)):
        return "none done or closed"
    finished = f"{_or_none(found.done)} done and {_or_none(found.closed)} closed"
    if not found.done + found.closed:
        return finished
    shown = f"{found.with_effect} of these" if is_said(found.with_effect) else "none"
    return f"{finished}, {shown} with {'its' if str(found.with_effect) in '01' else 'their'} effect recorded"


def _or_none(n: int) -> str:
    return str(n) if is_said(n) else "none"
