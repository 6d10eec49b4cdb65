"""What follows from audits: which of them have actions."""

from __future__ import annotations

from caseaudit.store.index import Index
from caseaudit.store.wanted import Wanted, conditions

_WITH_ACTIONS = """
SELECT id FROM audit
WHERE {where} AND EXISTS (SELECT 1 FROM action WHERE action.number = audit.number)
ORDER BY date DESC, id DESC
"""


def with_actions(index: Index, wanted: Wanted) -> list[str]:
    """Return the ids of the audits that have an action, the latest first."""
    where, values = conditions(wanted)
    return [audit for (audit,) in index.ask(_WITH_ACTIONS.format(where=where), values)]
