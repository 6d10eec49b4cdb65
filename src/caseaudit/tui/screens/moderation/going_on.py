"""Whatever comes next in the moderation of an audit: begin it, grade, agree, read and acknowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from caseaudit.desk import moderating
from caseaudit.desk.moderating import Case
from caseaudit.problems import CaseauditError
from caseaudit.tui.show import line

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

_WHAT_IT_IS = (
    "You grade the same case in the same words. Nothing of what the first auditor wrote is shown before you sign off; "
    "then both grades stand side by side, and you agree."
)


def go_on(app: CaseauditApp, audit_id: str, *, instead: bool = False) -> None:
    """Take the next step with an audit or its second grade; say why where there is none.

    `instead`: a second grade takes the place of the screen on top, which shows what it must not see.
    """
    try:
        case = moderating.case_begun(app.desk, audit_id)
        if case is None:
            moderating.refuse(app.desk, audit_id)
    except CaseauditError as error:
        app.complain(error)
        return
    if case is None:
        _ask_to_begin(app, audit_id, instead)
    elif case.step == "to grade":
        _grade(app, case, audit_id, instead)
    else:
        from caseaudit.tui.screens.moderation.agreeing import AgreeingScreen

        app.push_screen(AgreeingScreen(case))


def _ask_to_begin(app: CaseauditApp, audit_id: str, instead: bool) -> None:
    from caseaudit.tui.screens.dialogs import Confirm

    def begin(wanted: bool | None) -> None:
        if not wanted:
            return
        try:
            second = moderating.begin(app.desk, audit_id)
        except CaseauditError as error:
            app.complain(error)
        else:
            app.open_audit(second.id, instead=instead)

    words = Content.assemble(line(app.desk.person, "bold"), ": ", _WHAT_IT_IS)
    app.push_screen(Confirm("Begin a blind second grade?", words), begin)


def _grade(app: CaseauditApp, case: Case, audit_id: str, instead: bool) -> None:
    if not moderating.waits_for(case, app.desk.person):
        who = case.second.auditor
        app.notify(
            f"{who} is grading it a second time, blind. Nothing to compare before that is signed off.", markup=False
        )
    elif audit_id == case.second.id and instead:
        app.notify("This is the second grade. Press r and sign off; then m lays both side by side.", markup=False)
    else:
        app.open_audit(case.second.id, instead=instead)
