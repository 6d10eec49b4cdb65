"""A page of figures that are counted on a thread of its own, so that no key waits for them."""

from __future__ import annotations

from textual import on, work
from textual.timer import Timer

from caseaudit.desk.watching import Errand
from caseaudit.domain.report import Report
from caseaudit.problems import CaseauditError
from caseaudit.tui.screens import errands
from caseaudit.tui.screens.errands import Ended
from caseaudit.tui.screens.page import Page
from caseaudit.tui.screens.summary.counted import Counted, count
from caseaudit.tui.screens.summary.filters import Filters
from caseaudit.tui.screens.summary.heading import how_far

A_MOMENT = 0.4
"""Seconds of counting after which somebody wonders; what is quicker shows nothing on the way."""
_BETWEEN = 0.2  # seconds between one look at how far it is and the next
_TROUBLE = "Nothing could be counted; the message says why."
_STOPPED = "Counting was stopped. Press 2 to count."


class CountingPage(Page):
    """A page of figures."""

    def __init__(self) -> None:
        super().__init__()
        self.filters = Filters()
        """What is asked for; `shown` says for what the figures are."""
        self.shown: Counted | None = None
        self.without = ""
        """What to say where there are no figures."""
        self.under_way = ""
        """What to say while somebody waits for figures."""
        self._errand: Errand | None = None
        self._soon: Timer | None = None

    @property
    def report(self) -> Report | None:
        """The figures that are shown."""
        return self.shown.report if self.shown else None

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the checklists with figures, by id."""
        return self.shown.titles if self.shown else {}

    @property
    def filters_shown(self) -> Filters:
        """For what the figures are that are shown."""
        return self.shown.filters if self.shown else self.filters

    # ── for the page to say ──────────────────────────────────────────────────

    def draw_figures(self) -> None:
        """Draw what was counted."""
        raise NotImplementedError

    def say_how_far(self) -> None:
        """Say how far the counting is."""
        raise NotImplementedError

    def keep_place(self) -> None:
        """Let the cursor come back to where it is."""
        raise NotImplementedError

    def forget_places(self) -> None:
        """Let the cursor begin at the top."""
        raise NotImplementedError

    # ── counting ─────────────────────────────────────────────────────────────

    def count(self) -> None:
        """Count what is asked for; what is shown stays until that is done. The newest wish is the one that counts."""
        self.put_off()
        self.without = ""
        self._errand = Errand()
        self._soon = self.set_timer(A_MOMENT, self._look)
        self._count_aside(self._errand, self.filters)

    @work(thread=True, exclusive=True, group="count")
    def _count_aside(self, errand: Errand, filters: Filters) -> None:
        self.post_message(errands.run(errand, lambda: count(self.desk, filters, errand)))

    def _look(self) -> None:
        if self._errand:
            self.under_way = how_far(self._errand.now)
            self.say_how_far()
            self._soon = self.set_timer(_BETWEEN, self._look)

    @on(Ended)
    def _counted(self, event: Ended) -> None:
        if event.errand is not self._errand:
            return
        self.put_off()
        if isinstance(event.found, CaseauditError):
            self.without = _TROUBLE
            self.caseaudit.complain(event.found)
        self._show(event.found if isinstance(event.found, Counted) else None)

    def _show(self, found: Counted | None) -> None:
        """Show other figures; the cursor stays where they are of the same audits."""
        if found and self.shown and found.filters == self.shown.filters:
            self.keep_place()
        else:
            self.forget_places()
        self.shown = found
        self.draw_figures()

    def stop_counting(self) -> None:
        """Go back to the figures that are shown, if there are any."""
        self.put_off()
        self.without, self.filters = _STOPPED, self.filters_shown
        self.draw_figures()

    def put_off(self) -> None:
        """Want what is being counted no longer."""
        if self._soon:
            self._soon.stop()
        if self._errand:
            self._errand.stop()
        self._errand = self._soon = None
        self.under_way = ""

    def on_unmount(self) -> None:
        """Count for nobody."""
        self.put_off()
