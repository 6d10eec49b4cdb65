"""Small registers by chance: audits of three checklists by teams and workers, and the report that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from caseaudit.domain import breakdown, change, report
from caseaudit.domain.breakdown import Breakdown
from caseaudit.domain.counts import ActionCount, AuditCount, Cell, GroupOfAnswers, GroupOfAudits, RepeatCount
from caseaudit.domain.report import Report, Row
from made_up import GRADES, OFSTED

STATES = ("not-applicable", "insufficient-evidence")
CHECKLISTS = {"chronology": 4, "planning": 6, "voice": 2}
GOOD = ("outstanding", "good")


class Made(NamedTuple):
    """One audit."""

    team: str
    worker: str
    month: str
    checklist: str
    judgement: str
    answers: tuple[str, ...]
    """For each criterion a grade, or a state."""


def register(dice: Random, audits: int) -> list[Made]:
    """Return so many audits: some teams do many, some few; some grades are rare."""
    weights = [dice.random() ** 2 + 0.02 for _ in (*GRADES, *STATES)]
    teams, months = dice.randint(1, 4), dice.randint(1, 5)
    names = list(CHECKLISTS)[: dice.randint(1, 3)]

    def made() -> Made:
        team = min(int(dice.expovariate(0.7)), teams - 1)
        name = dice.choices(names, (6, 3, 1)[: len(names)])[0]
        answers = dice.choices((*GRADES, *STATES), weights, k=CHECKLISTS[name])
        judged = dice.choices(GRADES, weights[:4])[0]
        return Made(f"T{team}", f"W{team}{dice.randrange(3)}", f"2026-0{dice.randint(1, months)}", name, judged,
                    tuple(answers))  # fmt: skip

    return [made() for _ in range(audits)]


def rows_of(audits: Iterable[Made]) -> tuple[Row, ...]:
    """Return the rows of some audits."""
    cells = Counter((audit.checklist, f"C{at}", answer) for audit in audits for at, answer in enumerate(audit.answers))
    return report.rows([_cell(*key, n) for key, n in cells.items()], {}, GRADES)


def _cell(checklist: str, criterion: str, answer: str, n: int) -> Cell:
    graded = answer in GRADES
    focus = "compliance" if int(criterion[1:]) % 2 else "quality"
    limiting = n // 2 if answer == "inadequate" else 0
    return Cell(checklist, criterion, "graded" if graded else answer, answer if graded else "", n,
                n * (answer in GOOD), n * graded, limiting, "1.0", focus=focus)  # fmt: skip


def report_of(audits: list[Made], *by: str) -> tuple[Report, dict[str, tuple[Row, ...]]]:
    """Return the report with its teams, also broken down `by` what a field of an audit says."""
    cells = Counter((a.checklist, f"C{at}", answer) for a in audits for at, answer in enumerate(a.answers))
    counts = Counter((audit.checklist, audit.judgement) for audit in audits)
    judged = [AuditCount("signed-off", name, name.title(), grade, n, n * (grade in GOOD), "2026-01-01", "2026-05-31")
              for (name, grade), n in counts.items()]  # fmt: skip
    whole = [_cell(*key, n) for key, n in cells.items()]
    rows = report.rows(whole, {}, GRADES)
    teams = {name: rows_of(a for a in audits if a.team == name) for name in sorted({a.team for a in audits})}
    empty = change.Period("", "")
    return Report(
        only=(), period=report.period(judged), signed_off=len(audits), in_progress=3, unreadable=(), copies=(),
        grades=OFSTED.grades, overall=breakdown.whole(judged, whole, GRADES),
        judgements=report.judgements(judged, GRADES), rows=rows, weakest=report.weakest(rows),
        strongest=report.strongest(rows), limiting=report.limiting(rows),
        changes=change.changes(empty, empty, [], []),
        repeats=report.repeats([RepeatCount("chronology", "C0", 2, 9)]),
        actions=report.actions([ActionCount("open", 1, 0, 7, "2026-01-09"), ActionCount("done", 0, 1, 3, "")],
                               "2026-06-01"),
        breakdowns=tuple(_breakdown(audits, name) for name in dict.fromkeys(("team", *by))),
        months=breakdown.months(_answers(audits, lambda a: a.month, lambda a, _: a.checklist)),
    ), teams  # fmt: skip


def _breakdown(audits: list[Made], by: str) -> Breakdown:
    def group(audit: Made) -> str:
        return str(getattr(audit, by))

    counts = Counter((group(audit), audit.judgement) for audit in audits)
    judged = [GroupOfAudits(name, "", grade, n) for (name, grade), n in counts.items()]
    return breakdown.breakdown(by, judged, _answers(audits, group, lambda _, at: ("quality", "compliance")[at % 2]),
                               GRADES)  # fmt: skip


def _answers(
    audits: Iterable[Made], group: Callable[[Made], str], inner: Callable[[Made, int], str]
) -> list[GroupOfAnswers]:
    found: Counter[tuple[str, str, str]] = Counter()
    for audit in audits:
        for at, answer in enumerate(audit.answers):
            key = group(audit), inner(audit, at)
            found[(*key, "good")] += answer in GOOD
            found[(*key, "graded")] += answer in GRADES
            found[(*key, "short")] += answer == "insufficient-evidence"
            found[(*key, "applicable")] += answer != "not-applicable"
    keys = dict.fromkeys((name, of) for name, of, _ in found)
    return [GroupOfAnswers(*key, *(found[(*key, what)] for what in ("good", "graded", "short", "applicable")))
            for key in keys]  # fmt: skip
