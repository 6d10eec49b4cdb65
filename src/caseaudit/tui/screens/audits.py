"""The list of audits: find one, open it, begin another."""

from __future__ import annotations

import time
from contextlib import closing
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from caseaudit.desk.listing import Headline, Listed, Wanted, catch_up, second_grades_in_progress
from caseaudit.desk.watching import Errand
from caseaudit.domain.how_many import how_many
from caseaudit.problems import CaseauditError
from caseaudit.tui.commands import AUDITS, TABS, bindings
from caseaudit.tui.screens import errands
from caseaudit.tui.screens.errands import Ended
from caseaudit.tui.screens.page import Page
from caseaudit.tui.widgets.lines import LineList, Piece, column

STATES = ("", "in-progress", "signed-off")
SORTS = ("date", "case", "team", "worker", "auditor", "checklist", "state")
_BETWEEN = 0.4  # seconds between one look at how far the folder is read and the next
_MARKS = {"signed-off": "✓", "in-progress": "◌"}


class Lines:
    """The audits that are wanted, a window at a time."""

    def __init__(self, listed: Listed, blind: frozenset[str] = frozenset()) -> None:
        """`blind` are the audits whose judgement the person here is not to see yet."""
        self.listed, self.blind = listed, blind

    def __len__(self) -> int:
        return self.listed.total

    def headline(self, index: int) -> Headline:
        """Return one audit."""
        return self.listed.at(index)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line: mark, date, case, checklist, and what else there is room for."""
        audit = self.headline(index)
        mark = Piece(f" {_MARKS.get(audit.state, '?')} ", "good" if audit.state == "signed-off" else "weak")
        outcome, tone = self._outcome(audit)
        extras = [(audit.team, 12, 72), (audit.worker, 14, 98), (audit.auditor, 14, 114)]
        shown = [(words, cells) for words, cells, needs in extras if width >= needs]
        title = width - 3 - 11 - 12 - 22 - sum(cells for _, cells in shown)
        pieces = [mark, Piece(column(audit.date, 11)), Piece(column(audit.case, 12), "strong")]
        second = "second grade · " if audit.role == "second-grade" else ""
        pieces.append(Piece(column(f"{second}{audit.title}", title)))
        pieces += [Piece(column(words, cells), "muted") for words, cells in shown]
        return [*pieces, Piece(column(outcome, 22), tone)]

    def _outcome(self, audit: Headline) -> tuple[str, str]:
        """Return the judgement or how far the audit is, and its tone."""
        if audit.id in self.blind:
            return "you grade it again", "muted"
        if audit.state == "signed-off":
            return audit.judgement.replace("-", " "), _tone(audit)
        return f"{audit.answered} of {audit.asked}", _tone(audit)


def _tone(audit: Headline) -> str:
    if audit.state != "signed-off":
        return "muted"
    return {"outstanding": "good", "good": "good", "inadequate": "failing"}.get(audit.judgement, "weak")


class AuditsScreen(Page):
    """The list of audits."""

    CSS_PATH = "audits.tcss"
    commands = (*AUDITS, *TABS)
    tab = "audits"
    help_text = "Every audit in this workspace, newest first. ✓ is signed off, ◌ is in progress."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*AUDITS, *TABS)

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.mine = False
        self._soon: Timer | None = None
        self._caught_up = False
        self._errand = self._asking = Errand()
        self._blind: frozenset[str] = frozenset()

    def body(self) -> list[Widget]:
        """Return the filter, the list and what to do when it is empty."""
        return [
            Input(placeholder="words in case, team, worker, auditor or checklist; enter to go back", id="filter"),
            LineList(id="audits"),
            Static("", id="empty", markup=False),
            Static("", id="waiting", markup=False),
            Static("", id="note", markup=False),
        ]

    def on_mount(self) -> None:
        """Show the list as it was last known, and look at the folder meanwhile."""
        self.query_one("#filter").display = self.query_one("#waiting").display = False
        self.query_one(LineList).focus()
        self.set_interval(_BETWEEN, self._say_how_far)
        self._catch_up()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.look()
        self.call_after_refresh(self._keep_blind)
        if self._caught_up and self.query_one("#waiting").display:
            self._asking = Errand()
            self._ask_what_waits(self._asking)

    def _keep_blind(self) -> None:
        """Hide the judgement of what the person here grades a second time; the first paint does not wait for that."""
        before, self._blind = self._blind, frozenset()
        if second_grades_in_progress(self.desk):
            from caseaudit.desk import moderating

            self._blind = moderating.graded_blind(self.desk)
        if self._blind != before:
            self.look()

    def _catch_up(self) -> None:
        """Look at every file, on a thread of its own."""
        self._errand.stop()
        self._errand = Errand()
        self._catch_up_aside(self._errand)

    @work(thread=True, exclusive=True, group="catch-up")
    def _catch_up_aside(self, errand: Errand) -> None:
        self.post_message(errands.run(errand, lambda: self._caught_up_with(errand)))

    def _caught_up_with(self, errand: Errand) -> str:
        """Look at every file; return what waits for the person at the desk."""
        catch_up(self.desk, time.time(), errand.watch)
        return self._what_waits(errand)

    @work(thread=True, group="catch-up")
    def _ask_what_waits(self, errand: Errand) -> None:
        """Ask again what waits, after something may have been done: what is said is to stay true."""
        self.post_message(errands.run(errand, lambda: self._what_waits(errand)))

    def _what_waits(self, errand: Errand) -> str:
        from caseaudit.desk.waiting import in_words  # not before the list stands there

        again = self.desk.once_more(errand.watch)
        with closing(again.index):
            return in_words(again)

    @on(Ended)
    def _caught(self, event: Ended) -> None:
        if event.errand is self._asking is not self._errand:
            self._say_waiting(event.found)
        if event.errand is not self._errand:
            return
        if isinstance(event.found, CaseauditError):
            self.caseaudit.complain(event.found)
        self._say_waiting(event.found)
        self._caught_up = True
        if self.is_current:
            self.look()
            self._keep_blind()

    def _say_waiting(self, found: object) -> None:
        """Say at the foot of the list what others wait for me to do."""
        waiting = self.query_one("#waiting", Static)
        waiting.display = bool(found) and isinstance(found, str)
        if waiting.display:
            waiting.update(f"{found}. Press w for what waits for you.")

    def _say_how_far(self) -> None:
        """Say to somebody whose list is still empty how many files are read."""
        if not self._caught_up:
            self.query_one("#empty", Static).update(self._why_empty(filtered=False))

    def on_unmount(self) -> None:
        """Read for nobody."""
        self._errand.stop()
        self._asking.stop()

    def look(self) -> None:
        """Show the list, with the cursor on the line it was on."""
        try:
            listed = Listed(self.desk, self._wanted(), refresh=self._caught_up)
        except CaseauditError as error:
            self.caseaudit.complain(error)
            return
        lines = self.query_one(LineList)
        lines.set_source(Lines(listed, self._blind), lines.cursor)
        self._say(listed)

    def _wanted(self) -> Wanted:
        mine = (("auditor", self.desk.person),) if self.mine else ()
        return self.wanted._replace(equal=(*self.wanted.equal, *mine))

    def _say(self, listed: Listed) -> None:
        filters, count = self._filters(), how_many(listed.total, "audit")
        shown = [count, *filters, f"by {self.wanted.sort}", *([] if filters else [self.desk.name])]
        self.say_on_top(" · ".join(shown), whole=bool(filters))
        empty = self.query_one("#empty", Static)
        empty.display = listed.total == 0
        # Only its height goes: were the list hidden, its keys would go into the filter below as letters.
        self.query_one(LineList).set_class(listed.total == 0, "-empty")
        filtered = bool(self._wanted() != Wanted())
        empty.update(self._why_empty(filtered))
        self._note(listed)

    def _filters(self) -> list[str]:
        """Return what narrows the list, in words."""
        urgent, mine = ["not safe?"] * self.wanted.urgent, ["mine"] * self.mine
        text = [f"“{self.wanted.text}”"] if self.wanted.text else []
        return [*urgent, *(value.replace("-", " ") for _, value in self.wanted.equal), *mine, *text]

    def _why_empty(self, filtered: bool) -> str:
        if not self._caught_up:
            now = self._errand.now
            return f"Reading the folder …\n{now.done:,} of {now.total:,}" if now.total else "Reading the folder …"
        return (
            "Nothing matches. Press f, m, ! or / to widen it." if filtered else "No audits yet. Press n to begin one."
        )

    def _note(self, listed: Listed) -> None:
        note, count = self.query_one("#note", Static), len(listed.problems)
        note.display = count > 0
        if count:
            others = f" (and {count - 1} more)" if count > 1 else ""
            note.update(Content(f"Not counted{others}: {listed.problems[0]}"))

    # ── commands ─────────────────────────────────────────────────────────────

    def current(self) -> Headline | None:
        """Return the audit under the cursor."""
        lines = self.query_one(LineList)
        return lines.source.headline(lines.cursor) if isinstance(lines.source, Lines) and len(lines.source) else None

    def action_open(self) -> None:
        """Open the audit under the cursor."""
        if audit := self.current():
            self.caseaudit.open_audit(audit.id)

    @on(LineList.Chosen)
    def _open_clicked(self) -> None:
        self.action_open()

    def action_new(self) -> None:
        """Begin an audit."""
        self.caseaudit.begin_audit()

    def action_filter(self) -> None:
        """Show the filter and go to it."""
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        self.wanted = self.wanted._replace(text=event.value)
        if self._soon:
            self._soon.stop()
        self._soon = self.set_timer(0.12, self.look)

    @on(Input.Submitted, "#filter")
    def _filtered(self) -> None:
        self.query_one("#filter").display = bool(self.wanted.text)
        self.query_one(LineList).focus()

    def action_unfilter(self) -> None:
        """Leave the filter; a second time, take it away."""
        field = self.query_one("#filter", Input)
        if not field.has_focus:
            field.value = ""
        self._filtered()

    def action_state(self) -> None:
        """Show all, those in progress, or those signed off."""
        now = dict(self.wanted.equal).get("state", "")
        state = STATES[(STATES.index(now) + 1) % len(STATES)]
        self.wanted = self.wanted._replace(equal=(("state", state),) if state else ())
        self.look()

    def action_urgent(self) -> None:
        """Show only the cases in which a child may not be safe, or all."""
        self.wanted = self.wanted._replace(urgent=not self.wanted.urgent)
        self.look()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.wanted = self.wanted._replace(sort=SORTS[(SORTS.index(self.wanted.sort) + 1) % len(SORTS)])
        self.look()

    def action_mine(self) -> None:
        """Show only my audits, or everybody's."""
        self.mine = not self.mine
        self.look()

    def action_waiting(self) -> None:
        """Show what waits for me."""
        from caseaudit.tui.screens.mine import MineScreen

        self.app.push_screen(MineScreen())

    def action_moderate(self) -> None:
        """Grade the audit under the cursor a second time, or go on with its moderation."""
        from caseaudit.tui.screens.moderation.going_on import go_on

        if audit := self.current():
            go_on(self.caseaudit, audit.id)

    def action_moderation(self) -> None:
        """Show who has to grade, agree or acknowledge what."""
        from caseaudit.tui.screens.moderation.waiting import ModerationScreen

        self.app.push_screen(ModerationScreen())

    def action_refresh(self) -> None:
        """Read the whole folder again."""
        self._catch_up()
