"""One signed-off audit whose every byte is known."""

from __future__ import annotations

import pytest

from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Action, Audit, Header, Judgement
from caseaudit.store.library import Library

AT = "2026-11-20T12:00:00Z"


@pytest.fixture
def signed(library: Library) -> Audit:
    """An audit with each state, a formula, a bullet, two lines and letters from everywhere."""
    header = Header(
        case="EB-1042", team="North", worker="- W. Worker", auditor="A. Auditor", date="2026-11-20",
        cohort="child-in-need", with_worker=True, child_view=False,
    )  # fmt: skip
    checklist = library.get("handover")
    audit = steps.begin("20261120-golden", header, checklist, library.scales[checklist.scale], AT)
    audit = steps.answered(audit, "HND-01", state="graded", grade="good", reason="=1+1", evidence="Übergabe, Bl. 4")
    audit = steps.answered(audit, "HND-02", state="not-applicable", reason='He said "no",\nthen left.')
    audit = steps.answered(audit, "HND-03", state="graded", count=3, reason="-3 is not a formula here.", impact="中文")
    audit = steps.with_action(audit, Action("A1", "Visit together", "W. Worker", "2026-12-04", "HND-01"))
    audit = steps.judged(audit, Judgement("good", "good", "All of it is good.", ""))
    return steps.signed(audit, "A. Auditor", AT)
