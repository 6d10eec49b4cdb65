"""After a save that failed: which copy is on disk. Looked up, never assumed."""

from __future__ import annotations

from caseaudit.domain.audit import Audit
from caseaudit.domain.merging import differences
from caseaudit.problems import CaseauditError, StorageTrouble
from caseaudit.store.history import History


def told(error: StorageTrouble, history: History, wanted: Audit) -> StorageTrouble:
    """Return the same trouble, with what is on disk now; `wanted` is the audit that was to be saved."""
    return also(error, _what_stands(history, wanted))


def also(error: StorageTrouble, sentence: str) -> StorageTrouble:
    """Return the same trouble with one more sentence, given without its full stop."""
    return StorageTrouble(*(problem._replace(remedy=f"{problem.remedy}. {sentence}") for problem in error.problems))


def _what_stands(history: History, wanted: Audit) -> str:
    try:
        numbers = history.numbers()
        newest = history.audit(numbers[-1]) if numbers else None
    except CaseauditError:
        return "What is on disk cannot be read now"
    if newest is None:
        return "Nothing of this audit is on disk"
    if differences(newest, wanted):
        return f"On disk is revision {newest.revision.number}, without your change"
    return f"Revision {newest.revision.number}, with your change, can be read, but the disk did not confirm it"
