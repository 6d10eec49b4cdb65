"""How the figures of a summary are made, in words; every export that shows figures says it."""

from __future__ import annotations

from caseaudit.domain.change import MONTHS
from caseaudit.domain.intervals import LEAST

IN_ONE_LINE = (
    "k of n (low–high): of n answers graded, or audits judged, k are good or better; the true share lies in the range, "
    "95 % sure."
)

METHOD = (
    "Only signed-off audits count, and neither training nor second grades. A file that cannot be read, and a copy of "
    "an audit, is not counted and is named.",
    "Good or better is k of n: n are the answers with a grade. Not applicable, insufficient evidence, not assessed "
    "and answers that are a number are counted on their own and never in n.",
    "The range after it is Wilson's score interval at 95 %. It is wide where few were graded. Over several criteria "
    "it takes each answer for itself; answers of one audit are alike, so there it is narrower than it should be.",
    f"Weakest and strongest: criteria with at least {LEAST} graded answers, below or above the share of all such "
    "criteria, ordered by the bound of the range nearer to the middle, so that a few answers make nobody first.",
    f"Most changed: the latest {MONTHS} calendar months with audits against the {MONTHS} before, or the days since a "
    f"given date against as many before, for criteria graded at least {LEAST} times in both. Shown only where "
    "Newcombe's 95 % interval of the difference leaves out 0. About one in twenty comparisons does so by chance.",
    "Compliance leads where the same interval of compliance less quality lies above 0.",
    "Repeat findings: cases in which a criterion was below good in two audits running with the same checklist, of "
    "those in which both graded it. A second grade of the same audit is not an audit of its own here.",
    "Capped: the rule of the checklist limited the judgement because of this criterion, and the auditor did not "
    "decide above it.",
    "Actions are those of the signed-off audits; overdue is open with a due date before today.",
)
