"""Audits as they lie in a workspace, each with words of its own everywhere that words can be: canaries."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.actions import Action
from caseaudit.domain.audit import Audit, Event, Judgement, SignOff, begin, content_digest
from caseaudit.domain.escalation import Escalation
from caseaudit.store.drafts import Drafts
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from caseaudit.store.register import Stamp
from conftest import HEADER, SAMPLE

HEAD = ("case", "team", "worker", "auditor")
"""Places of a record that lists and figures need."""
NAMES = ("by", "owner", "told", "moderator")
TEXT = (
    "reason", "evidence", "impact", "explanation", "judgement", "note", "action", "effect", "event", "outcome",
    "agreed", "comment", "reply", "why",
)  # fmt: skip
"""Places of a record where people write what they like."""


@cache
def _blank() -> Audit:
    library = Library(shipped_checklists(), SAMPLE)
    checklist = library.get("handover")
    return begin("20261120-aaaaaa", HEADER, checklist, library.scales[checklist.scale], "2026-11-20T12:00:00Z")


def marked(name: str, date: str, **fields: object) -> Audit:
    """Return an audit of a date whose every text begins with this canary, signed off that day."""
    audit_id = f"{date.replace('-', '')}-{name.lower()}"

    def word(what: str) -> str:
        return f"ZZCANARY-{name}-{what}"

    blank = _blank()
    answers = tuple(
        replace(
            each,
            state="graded" if each.kind == "grade" else "insufficient-evidence",
            grade="good" if each.kind == "grade" else "",
            reason=word("reason"),
            evidence=word("evidence"),
            impact=word("impact"),
        )
        for each in blank.answers
    )
    said: dict[str, object] = {
        "id": audit_id,
        "date": date,
        "case": word("case"),
        "team": word("team"),
        "worker": word("worker"),
        "auditor": word("auditor"),
        "answers": answers,
        "judgement": Judgement("good", "good", word("explanation"), word("judgement")),
        "escalations": (Escalation("HND-01", "safe", word("told"), word("by"), f"{date}T10:00:00Z", word("note")),),
        "actions": (Action("A1", word("action"), word("owner"), "2026-12-01", status="closed", effect=word("effect")),),
        "events": (Event(f"{date}T09:00:00Z", word("by"), "created", word("event")),),
        "created": f"{date}T09:00:00Z",
    }
    audit = replace(blank, **(said | fields))
    if "sign_off" in fields:
        return audit
    return replace(audit, sign_off=SignOff(word("by"), f"{date}T12:00:00Z", "I have read it.", content_digest(audit)))


def saved(workspace: Workspace, audit: Audit, times: int = 2) -> Audit:
    """Save an audit some times over, so that it has a history."""
    for _ in range(times):
        audit = workspace.register.save(audit, Stamp(audit.auditor, f"{audit.date}T12:00:00Z", f"{audit.case}-why"))
    return audit


def typed(workspace: Workspace, audit: Audit, auditor: str) -> None:
    """Leave somebody's draft of an audit, typed on the day of the audit."""
    Drafts(workspace.places.drafts, auditor).keep(audit, f"{audit.date}T13:00:00Z")
