"""From a figure to what good looks like: the page of a criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.domain.report import Row

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp


def read(app: CaseauditApp, row: Row) -> None:
    """Show the page of a criterion; say so if the library has it no longer."""
    from caseaudit.tui.screens.reading import Reading

    checklist = app.desk.library.shelf.checklists.get(row.checklist)
    if checklist and any(criterion.id == row.criterion for criterion in checklist.criteria):
        app.push_screen(Reading(checklist, app.desk.library, row.criterion))
    else:
        words = f"{row.criterion} is no longer in the library. Its audits keep the wording: enter opens them."
        app.notify(words, severity="warning", markup=False)
