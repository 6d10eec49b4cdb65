"""Exemplars in the making as JSON: a headline without a text, or everything as the exemplar has it."""

from __future__ import annotations

from typing import Any

import msgspec

from caseaudit.domain.making import shown, table
from caseaudit.domain.making_view import View

Table = dict[str, Any]


def headline(view: View) -> Table:
    """Return whose it is, what it is graded by, and what comes next; not a word of its texts."""
    making = view.making
    return {
        "id": making.id,
        "maker": making.maker,
        "begun_at": making.begun_at,
        "checklist": making.checklist,
        "version": making.version,
        "next": view.next,
        "to_write": len(view.left.fixes),
        "to_decide": len(view.left.doubts),
        "confirmed_by": making.confirmed.by if making.confirmed and view.confirmed else "",
    }


def document(view: View, *, notes: bool) -> Table:
    """Return it as it reads with names replaced and dates moved, and what is left; with `notes`, what to write by."""
    return {
        **headline(view),
        "exemplar": table(view.making, view.marking),
        "left": {
            "fixes": [fix._asdict() for fix in view.left.fixes],
            "doubts": [doubt._asdict() for doubt in view.left.doubts],
        },
        "names": msgspec.to_builtins(view.making.names),
        "kept": list(view.making.kept),
        **({"notes": _notes(view)} if notes else {}),
    }


def _notes(view: View) -> list[str]:
    making = view.making
    texts = [text for found in making.findings for text in (found.evidence, found.impact) if text]
    return [shown(making, text).words for text in (*texts, *making.notes)]
