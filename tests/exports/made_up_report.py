"""A small report of which every figure is known, and the same with hostile texts wherever a person can type."""

from __future__ import annotations

from caseaudit.domain import report as counted
from caseaudit.domain.breakdown import breakdown, months, whole
from caseaudit.domain.change import Change, Changes, Period
from caseaudit.domain.checklist import Grade
from caseaudit.domain.counts import ActionCount, AuditCount, Cell, GroupOfAnswers, GroupOfAudits, RepeatCount
from caseaudit.domain.intervals import newcombe, wilson
from caseaudit.domain.report import Asked, Report, Row
from caseaudit.exports.made import Made
from caseaudit.problems import Problem
from hostile import HOSTILE
from made_up import GRADES, OFSTED

MADE = Made("A. Lead", "2026-11-22", "Eastborough", "caseaudit 0.1")
TITLE, QUESTIONS = (
    "Chronologies",
    {"CHR-01": "Is it up to date?", "CHR-02": "Does it reach back?", "CHR-03": "How many?"},
)
SCALE: tuple[Grade, ...] = OFSTED.grades


def _cell(criterion: str, state: str, grade: str, n: int, **more: object) -> Cell:
    good = n if grade in ("good", "outstanding") else 0
    graded = n if grade else 0
    return Cell("chronology", criterion, state, grade, n, good, graded, version="1.0", **more)  # type: ignore[arg-type]


CELLS = (
    _cell("CHR-01", "graded", "outstanding", 1, focus="compliance", critical="harm", weight=2),
    _cell("CHR-01", "graded", "good", 17, focus="compliance", critical="harm", weight=2),
    _cell("CHR-01", "not-applicable", "", 3, focus="compliance", critical="harm", weight=2),
    _cell("CHR-02", "graded", "good", 4),
    _cell("CHR-02", "graded", "requires-improvement", 9, limiting=2),
    _cell("CHR-02", "graded", "inadequate", 2, limiting=1),
    _cell("CHR-02", "insufficient-evidence", "", 5),
    _cell("CHR-02", "not-assessed", "", 1),
    _cell("CHR-03", "graded", "", 21, kind="count"),
)
AUDITS = (
    AuditCount("signed-off", "chronology", TITLE, "good", 8, 8, "2026-04-02", "2026-11-20"),
    AuditCount("signed-off", "chronology", TITLE, "requires-improvement", 12, 0, "2026-04-09", "2026-11-09"),
    AuditCount("signed-off", "chronology", TITLE, "", 1, 0, "2026-05-01", "2026-05-01"),
)
MONTHLY = [
    GroupOfAnswers(f"2026-{month:02}", "chronology", good, 8, 0, 8) for month, good in ((4, 5), (5, 6), (9, 4), (11, 7))
]


def report(teams: tuple[str, str] = ("North", "South"), title: str = TITLE, asked: str = "") -> Report:
    """Return the report; `asked`, if given, is asked by every criterion."""
    questions = {("chronology", name): Asked(asked or words, "The record", place)
                 for place, (name, words) in enumerate(QUESTIONS.items())}  # fmt: skip
    rows = counted.rows(CELLS, questions, GRADES)
    audits = [count._replace(title=title) for count in AUDITS]
    groups = [GroupOfAudits(teams[0], "", "good", 8), GroupOfAudits(teams[1], "", "requires-improvement", 13)]
    answers = [
        GroupOfAnswers(teams[0], "compliance", 9, 9, 0, 9),
        GroupOfAnswers(teams[0], "quality", 1, 8, 2, 10),
        GroupOfAnswers(teams[1], "compliance", 9, 9, 0, 9),
        GroupOfAnswers(teams[1], "quality", 3, 7, 3, 10),
    ]
    before, latest = wilson(1, 9), wilson(8, 9)
    change = Change("chronology", "CHR-02", before, latest, newcombe(latest, before))
    return Report(
        only=(f"team {teams[0]}",),
        period=counted.period(audits),
        signed_off=21,
        in_progress=4,
        unreadable=(Problem("audits/2026-11/20261101-broken.json", "is empty", "Restore it"),),
        copies=(Problem("audits/2026-11/20261102-copy (1).json", "is a copy", "Remove one"),),
        grades=SCALE,
        overall=whole(audits, CELLS, GRADES),
        judgements=counted.judgements(audits, GRADES),
        rows=rows,
        weakest=counted.weakest(rows),
        strongest=counted.strongest(rows),
        limiting=counted.limiting(rows),
        changes=Changes(Period("2026-09-01", "2026-11-20"), Period("2026-06-01", "2026-08-31"), 2, (change,)),
        repeats=counted.repeats([RepeatCount("chronology", "CHR-02", 2, 6)]),
        actions=counted.actions(
            [ActionCount("open", 1, 0, 2, "2026-08-01"), ActionCount("open", 0, 0, 3, "2027-01-01"),
             ActionCount("done", 0, 1, 1, ""), ActionCount("closed", 0, 1, 7, ""),
             ActionCount("cancelled", 0, 0, 6, "")], "2026-11-22"),
        breakdowns=(breakdown("team", groups, answers, GRADES),),
        months=months(MONTHLY),
    )  # fmt: skip


def teams(names: tuple[str, str] = ("North", "South")) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each team."""
    north = (
        _cell("CHR-01", "graded", "good", 9),
        _cell("CHR-02", "graded", "good", 1),
        _cell("CHR-02", "graded", "inadequate", 7),
    )
    south = (_cell("CHR-01", "graded", "good", 9), _cell("CHR-02", "graded", "good", 3))
    return {name: counted.rows(cells, {}, GRADES) for name, cells in zip(names, (north, south), strict=True)}


def hostile(text: str) -> tuple[Report, dict[str, tuple[Row, ...]], Made]:
    """Return a report that has a text as a team, a title, a question, a filter, a person and a place."""
    names = text, f"{text} 2"
    return report(names, text, text), teams(names), Made(text, "2026-11-22", text, "caseaudit 0.1")


EMPTY = report()._replace(signed_off=0, rows=(), judgements=(), months=(), breakdowns=(), period=Period("", ""))
TROUBLE = [*HOSTILE, "](javascript:alert(1))", "![x](http://example.invalid/x.png)", "www.example.invalid a@b.invalid",
           "</text></svg><script>alert(1)</script>", '" onload="alert(1)', "]]>", "`x`", "a|b", "$x^2$",
           "{{ 7 * 7 }}"]  # fmt: skip
IN_FOURS = [" ".join(TROUBLE[place : place + 4]) for place in range(0, len(TROUBLE), 4)]
"""The same, four in one text, for what takes long to draw."""
