"""Type two dates, or a list of them; the clock says what they mean."""

from __future__ import annotations

from textual.widget import Widget

from caseaudit.desk import timing
from caseaudit.desk.timing import Dated
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.timescales import Timescale, span
from caseaudit.domain.timing import Timing
from caseaudit.problems import Problem
from caseaudit.tui.screens.form import Form, words


class DatesForm(Form[Dated]):
    """The dates behind one criterion."""

    def __init__(self, desk: Workspace, audit: Audit, criterion: str, clock: Timescale) -> None:
        super().__init__()
        self.desk, self.audit, self.criterion, self.clock = desk, audit, criterion, clock
        self.heading = f"{criterion} · {clock.title}: {span(clock)}"

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the fields that this clock needs."""
        given = self.audit.answer(self.criterion).timing or Timing(self.clock.id)
        moment = "YYYY-MM-DDTHH:MM" if self.clock.unit == "hours" else "YYYY-MM-DD"
        if self.clock.resets:
            asked = [
                ("From", words("start", given.start, hint=f"{moment}; leave out to begin with the first date")),
                ("Dates", words("held", " ".join(given.held), hint="every date, with spaces between")),
                ("Read up to", words("until", given.until, hint=f"{moment}; today, if left out")),
            ]
        else:
            asked = [
                ("From", words("start", given.start, hint=f"{moment}: {self.clock.begins}")),
                ("Until", words("end", given.end, hint=f"{moment}: {self.clock.until}; empty if it has not happened")),
            ]
        return [
            *asked,
            ("System says", words("system", given.system, hint="what the case system gives, if you looked")),
        ]

    def field_of(self, problem: Problem) -> str:
        """Return the field that a problem is about; the second date of the list is called `held 2`."""
        return super().field_of(problem._replace(where=problem.where.partition(" ")[0]))

    def result(self) -> Dated:
        """Return what was typed and what it says. Raises `BadInput` with every date that is wrong."""
        repeats = bool(self.clock.resets)
        given = Timing(
            self.clock.id,
            self.value("start"),
            "" if repeats else self.value("end"),
            tuple(self.value("held").replace(",", " ").split()) if repeats else (),
            self.value("until") if repeats else "",
            self.value("system"),
        )
        return timing.dated(self.desk, self.audit, self.criterion, given)
