"""Tidy CSV: one row an answer, every field of the audit beside it, the same columns always.

UTF-8 with a byte order mark, so that a spreadsheet opens every letter right. Text that a spreadsheet
would take for a formula is guarded by a leading `'`; numbers stay numbers. Sections that do not apply to
a case have no rows, so the columns `counted_` count up to what a summary counts: they hold what was agreed in
moderation, once it was returned, and else what the auditor gave.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple

from caseaudit.domain.audit import Answer, Audit, Before, Judgement, SectionUsed, SignOff, changed_since_sign_off
from caseaudit.domain.escalation import Escalation, latest
from caseaudit.domain.moderation import Moderation, Outcome, agreed_on, as_counted, counting
from caseaudit.domain.timing import Timing
from caseaudit.plaintext import cell

Value = str | int | bool | None


class Row(NamedTuple):
    """One answer, where it stands, and whether its audit is still what was signed."""

    audit: Audit
    section: SectionUsed
    answer: Answer
    changed: bool
    counted: Answer
    """The answer as it counts."""
    agreed: Moderation
    """What was agreed on the audit; empty where nothing was, or where it does not count."""
    safe: Escalation
    """The last word on whether the child is safe, if this answer called for one; else empty."""


COLUMNS: dict[str, Callable[[Row], Value]] = {
    "audit": lambda row: row.audit.id,
    "case": lambda row: row.audit.case,
    "cohort": lambda row: row.audit.cohort,
    "team": lambda row: row.audit.team,
    "worker": lambda row: row.audit.worker,
    "auditor": lambda row: row.audit.auditor,
    "date": lambda row: row.audit.date,
    "role": lambda row: row.audit.role,
    "purpose": lambda row: row.audit.purpose,
    "follows": lambda row: row.audit.follows,
    "sample": lambda row: row.audit.sample,
    "created": lambda row: row.audit.created,
    "revision": lambda row: row.audit.revision.number,
    "with_worker": lambda row: row.audit.with_worker,
    "child_view": lambda row: row.audit.child_view,
    "family_view": lambda row: row.audit.family_view,
    "checklist": lambda row: row.audit.checklist.id,
    "checklist_version": lambda row: row.audit.checklist.version,
    "checklist_title": lambda row: row.audit.checklist.title,
    "checklist_digest": lambda row: row.audit.checklist.digest,
    "section": lambda row: row.section.id,
    "section_title": lambda row: row.section.title,
    "criterion": lambda row: row.answer.criterion,
    "question": lambda row: row.answer.question,
    "wording": lambda row: row.answer.wording,
    "focus": lambda row: row.answer.focus,
    "kind": lambda row: row.answer.kind,
    "weight": lambda row: row.answer.weight,
    "critical": lambda row: row.answer.critical,
    "state": lambda row: row.answer.state,
    "grade": lambda row: row.answer.grade,
    "count": lambda row: row.answer.count,
    "counted_state": lambda row: row.counted.state,
    "counted_grade": lambda row: row.counted.grade,
    "counted_count": lambda row: row.counted.count,
    "agreed_reason": lambda row: _outcome(row).reason,
    "reason": lambda row: row.answer.reason,
    "evidence": lambda row: row.answer.evidence,
    "impact": lambda row: row.answer.impact,
    "carried": lambda row: row.answer.carried,
    "timing_clock": lambda row: _timing(row).clock,
    "timing_start": lambda row: _timing(row).start,
    "timing_end": lambda row: _timing(row).end,
    "timing_held": lambda row: " ".join(_timing(row).held),
    "timing_until": lambda row: _timing(row).until,
    "timing_system": lambda row: _timing(row).system,
    "timing_system_differs": lambda row: _timing(row).differs,
    "timing_verdict": lambda row: _timing(row).verdict,
    "timing_said": lambda row: _timing(row).said,
    "before_wording": lambda row: _before(row).wording,
    "before_state": lambda row: row.answer.before.state if row.answer.before else "",
    "before_grade": lambda row: _before(row).grade,
    "before_count": lambda row: _before(row).count,
    "before_reason": lambda row: _before(row).reason,
    "safe_now": lambda row: row.safe.safe if row.safe.by else "",
    "safe_told": lambda row: row.safe.told,
    "safe_note": lambda row: row.safe.note,
    "safe_by": lambda row: row.safe.by,
    "safe_at": lambda row: row.safe.at,
    "actions": lambda row: sum(action.criterion == row.answer.criterion for action in row.audit.actions),
    "judgement": lambda row: _judgement(row).grade,
    "judgement_suggested": lambda row: _judgement(row).suggested,
    "judgement_explanation": lambda row: _judgement(row).explanation,
    "judgement_reason": lambda row: _judgement(row).reason,
    "counted_judgement": lambda row: row.agreed.judgement or _judgement(row).grade,
    "moderated_by": lambda row: row.agreed.by,
    "moderated_at": lambda row: row.agreed.at,
    "moderation_reason": lambda row: row.agreed.judgement_reason,
    "moderation_comment": lambda row: row.agreed.comment,
    "acknowledged_by": lambda row: row.agreed.acknowledged_by,
    "acknowledged_at": lambda row: row.agreed.acknowledged_at,
    "acknowledged_reply": lambda row: row.agreed.reply,
    "signed_off_by": lambda row: _signature(row).by,
    "signed_off_at": lambda row: _signature(row).at,
    "changed_since_sign_off": lambda row: row.changed,
}
"""Every column, in order, and what it holds."""


def write(audits: Iterable[Audit], stream: BinaryIO) -> None:
    """Write the audits to a binary stream."""
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    sheet = csv.writer(text)
    sheet.writerow(COLUMNS)
    for audit in audits:
        sheet.writerows([_fit(value(row)) for value in COLUMNS.values()] for row in rows(audit))
    text.detach()


_UNTIMED = Timing("")
_NOT_BEFORE = Before("", "not-assessed")
_NOT_AGREED = Moderation("", "", "")
_NOT_DIFFERENT = Outcome("", "")
_NOT_ASKED = Escalation("", "not-known", "", "", "")


def _timing(row: Row) -> Timing:
    return row.answer.timing or _UNTIMED


def _before(row: Row) -> Before:
    return row.answer.before or _NOT_BEFORE


def _outcome(row: Row) -> Outcome:
    return agreed_on(row.audit, row.answer.criterion) or _NOT_DIFFERENT


def _judgement(row: Row) -> Judgement:
    return row.audit.judgement or Judgement("")


def _signature(row: Row) -> SignOff:
    return row.audit.sign_off or SignOff("", "", "", "")


def rows(audit: Audit) -> list[Row]:
    """Return one row for each answer of the sections that apply."""
    sections = {section.id: section for section in audit.sections}
    changed, safe = changed_since_sign_off(audit), latest(audit)
    agreed = counting(audit) or _NOT_AGREED
    return [
        Row(
            audit,
            sections[own.section],
            own,
            changed,
            as_counted(audit, own),
            agreed,
            safe.get(own.criterion, _NOT_ASKED),
        )
        for own in audit.asked
    ]


def _fit(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else cell(value)
