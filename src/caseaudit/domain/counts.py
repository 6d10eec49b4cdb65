"""What is counted: the rows that the questions of `store.questions` come back with, whatever engine counts.

Counts add up. Every figure of a summary is made from these few rows, and never from a single audit.
"""

from __future__ import annotations

from typing import NamedTuple


class AuditCount(NamedTuple):
    """How many audits are alike in state, checklist and judgement, and when the first and the last were done."""

    state: str
    checklist: str
    title: str
    judgement: str
    n: int
    good: int
    """How many of them are judged good or better."""
    first: str
    last: str


class Cell(NamedTuple):
    """How many answers of signed-off audits are alike. Columns from `version` on say what was asked."""

    checklist: str
    criterion: str
    state: str
    grade: str
    n: int
    good: int = 0
    """How many of them are good or better."""
    graded: int = 0
    """How many of them have a grade of a scale; a number has none."""
    limiting: int = 0
    """How many of them capped the judgement of their audit."""
    version: str = ""
    section: str = ""
    focus: str = "quality"
    kind: str = "grade"
    critical: str = "none"
    weight: int = 1


class GroupOfAudits(NamedTuple):
    """How many signed-off audits of a group have a judgement."""

    group: str
    checklist: str
    """Only of groups that are criteria: their checklist."""
    judgement: str
    n: int


class GroupOfAnswers(NamedTuple):
    """The answers of a group of signed-off audits."""

    group: str
    inner: str
    """A second dimension: the focus, or the checklist."""
    good: int
    graded: int
    insufficient_evidence: int
    applicable: int
    """How many answers are not `not-applicable`."""


class RepeatCount(NamedTuple):
    """In how many cases a criterion was below good twice running, of those in which it was graded twice running."""

    checklist: str
    criterion: str
    repeated: int
    compared: int


class ActionCount(NamedTuple):
    """How many actions of signed-off audits are alike."""

    status: str
    overdue: int
    """1 if they were due before today."""
    effect: int
    """1 if what difference they made is recorded."""
    n: int
    oldest: str
    """The earliest day on which one of them was due; empty where none says."""
