"""Before the signature: what is missing, what the rule suggests, what the auditor decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from caseaudit.desk import auditing
from caseaudit.desk.session import Sitting
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import MEANING, Action, Audit
from caseaudit.domain.escalation import calls_for_one, latest, said_in_words
from caseaudit.domain.gaps import SECTIONS
from caseaudit.domain.how_many import how_many
from caseaudit.domain.judgement import suggest
from caseaudit.domain.moderation import as_agreed, counting, moderated_in_words, standing_judgement
from caseaudit.domain.reaudit import movements
from caseaudit.problems import CaseauditError, Problem
from caseaudit.tui.commands import REVIEW, bindings
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.show import line, text
from caseaudit.tui.widgets.keys import KeyLine
from caseaudit.tui.widgets.lines import LineList, Piece, column


class MissingLines:
    """What is missing, and what may name a child, a line each."""

    def __init__(self, problems: list[Problem], hints: list[Problem]) -> None:
        self.rows = [("✗", problem) for problem in problems] + [("?", hint) for hint in hints]

    def __len__(self) -> int:
        return len(self.rows)

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line."""
        mark, problem = self.rows[index]
        tone = "failing" if mark == "✗" else "weak"
        words = f"{problem.key + ': ' if problem.key else ''}{problem.what}. {problem.remedy}."
        return [Piece(f" {mark} ", tone), Piece(column(words, width - 3))]


_REASON = " judgement"
"""What typing the reason of the judgement is about, for the undo: no criterion."""
_BEFORE_SIGNING = {"grade", "reason", "sign", "add_action"}
_AFTER_SIGNING = {"moderate"}
MODERATE = "moderate"
"""What the review gives in place of a criterion, where moderation is to go on."""


class Review(Screen[str | None]):
    """The review page of one audit; gives the criterion to go to, `MODERATE`, or None."""

    CSS_PATH = "review.tcss"
    commands = REVIEW
    help_text = "What stands between you and the signature; the judgement that the rule suggests, and yours."
    BINDINGS: ClassVar[list[BindingType]] = bindings(*REVIEW)
    AUTO_FOCUS = "#missing"

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting

    @property
    def audit(self) -> Audit:
        """The audit as it is being worked on."""
        return self.sitting.working

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield TopLine()
        with VerticalScroll(id="decision", can_focus=False):
            yield Static("", id="suggested", markup=False)
            yield Static("", id="decided", markup=False)
            yield Static("", id="actions", markup=False)
        yield Static("", id="heading", markup=False)
        yield LineList(id="missing")
        yield KeyLine()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing that a signature rules out, or that comes after it."""
        return action not in (_BEFORE_SIGNING if self.audit.signed_off else _AFTER_SIGNING)

    def on_mount(self) -> None:
        """Suggest a judgement and show what is missing."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        self.query_one(TopLine).say(
            Content.assemble((" Review ", "bold $text-primary"), line(self.audit.case, "bold")), ""
        )
        self.query_one("#suggested", Static).update(self._suggested())
        self.query_one("#decided", Static).update(self._decided())
        self.query_one("#actions", Static).update(_actions(self.audit))
        working = self.audit if self.audit.signed_off else auditing.decided(self.audit)
        missing = [] if self.audit.signed_off else steps.missing(working)
        hints = auditing.identifiers_in(self.audit)
        self.query_one(LineList).set_source(MissingLines(missing, hints))
        self.query_one("#heading", Static).update(self._heading(missing, hints))

    def _heading(self, missing: list[Problem], hints: list[Problem]) -> Content:
        if signed := self.audit.sign_off:
            next_step = _next_step(self.audit)
            return line(f"Signed off by {signed.by}: {signed.meaning}{next_step}", "bold $text-success")
        if missing:
            return line(f"{len(missing)} still missing (enter goes there)", "bold $text-error")
        held = " Look at what may name the child first." if hints else ""
        ready = line(f"Nothing is missing. Press s to sign off.{held}", "bold $text-success")
        return Content("\n").join([*_left_out(self.audit), ready])

    def _suggested(self) -> Content:
        if not self.audit.checklist.judgement.roll_up:
            return line("This checklist asks for no overall judgement.")
        agreed = counting(self.audit)
        found = suggest(as_agreed(self.audit) if agreed else self.audit)
        called = "The agreed grades suggest  " if agreed else "Suggested  "
        name = _spoken(found.grade) or "nothing yet"
        moved = Content.styled(_moved(self.audit), "$text-muted")
        return Content.assemble((called, "$text-muted"), line(name, "bold"), "  ", text(found.explanation), moved)

    def _decided(self) -> Content:
        if not self.audit.checklist.judgement.roll_up:
            return Content("\n").join(_moderated(self.audit))
        judgement = self.audit.judgement
        own = judgement.grade if judgement else ""
        chosen = standing_judgement(self.audit) if counting(self.audit) else own
        grades = [
            Content.styled(f" {number} {_spoken(grade)} ", "bold reverse" if grade == chosen else "")
            for number, grade in enumerate(self.audit.checklist.grades, 1)
        ]
        whose = "" if chosen else "  (as suggested, unless you press another number)"
        rows = [Content.assemble(("Judgement  ", "$text-muted"), Content(" ").join(grades), (whose, "$text-muted"))]
        if judgement and judgement.reason and not counting(self.audit):
            rows.append(_row("Reason", judgement.reason))
        return Content("\n").join([*rows, *_moderated(self.audit)])

    # ── commands ─────────────────────────────────────────────────────────────

    def action_grade(self, number: int) -> None:
        """Decide on a judgement; where it differs from the suggested one, ask why."""
        grades = self.audit.checklist.grades
        if number > len(grades) or not self.audit.checklist.judgement.roll_up:
            return
        self._change(lambda: auditing.decided(self.audit, grades[number - 1]))
        judgement = self.audit.judgement
        if judgement and judgement.grade != judgement.suggested and not judgement.reason and not self.audit.signed_off:
            self.action_reason()

    def _change(self, step: object) -> None:
        try:
            self.sitting.change(step())  # type: ignore[operator]
            self.sitting.keep()
        except CaseauditError as error:
            self._complain(error)
        self._draw()

    def _complain(self, error: CaseauditError) -> None:
        for problem in error.problems[:4]:
            self.notify(str(problem), severity="error", timeout=10, markup=False)

    @work
    async def action_reason(self) -> None:
        """Write why the judgement differs."""
        from caseaudit.tui.screens.dialogs import AskAndKeep

        before = self.audit
        words = before.judgement.reason if before.judgement else ""
        said = suggest(before).explanation
        box = AskAndKeep("Why is this your judgement?", said, words, note=self._reasoned, keep=self.sitting.keep)
        reason = await self.app.push_screen_wait(box)
        if reason is not None:
            self._change(lambda: auditing.decided(self.audit, reason=reason))
        elif self.audit != before:
            self._change(lambda: before)

    def _reasoned(self, reason: str) -> None:
        """Take on the reason as far as it is typed: what undoes one letter of it undoes all of it."""
        self.sitting.change(auditing.decided(self.audit, reason=reason), _REASON, joins=True)

    def action_go(self) -> None:
        """Go to what is missing."""
        lines = self.query_one(LineList)
        if isinstance(lines.source, MissingLines) and len(lines.source):
            key = lines.source.rows[lines.cursor][1].key
            if key in self.audit.criteria:
                self.dismiss(key)
            elif key == "judgement":
                self.action_reason()
            elif key == SECTIONS:
                self.dismiss(self.audit.criteria[0])

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_go()

    def action_add_action(self) -> None:
        """Add an action."""
        from caseaudit.tui.screens.action import ActionForm

        form = ActionForm(self.sitting.workspace, self.audit)
        self.app.push_screen(form, self._action_added)

    def _action_added(self, action: Action | None) -> None:
        if action:
            self._change(lambda: steps.with_action(self.audit, action))

    @work
    async def action_sign(self) -> None:
        """Sign off, after one more question."""
        from caseaudit.tui.screens.dialogs import Confirm

        if self.audit.signed_off:
            self.notify("It is signed off. Escape, then o, reopens it.", markup=False)
            return
        person, working = self.sitting.workspace.person, auditing.decided(self.audit)
        if gaps := steps.missing(working):
            self.notify(f"{len(gaps)} still missing. {gaps[0]}", severity="warning", markup=False)
            return
        if await self.app.push_screen_wait(Confirm("Sign off?", _signature(person, working))):
            self._sign(working)

    def _sign(self, working: Audit) -> None:
        try:
            workspace = self.sitting.workspace
            self.sitting.change(steps.signed(working, workspace.person, workspace.now()))
            self.sitting.save("signed off")
        except CaseauditError as error:
            self.sitting.undo()
            self._complain(error)
        else:
            self.notify(f"Signed off and saved as revision {self.sitting.saved.revision.number}.", markup=False)
        self.refresh_bindings()
        self._draw()

    def action_moderate(self) -> None:
        """Go on with the moderation of what is signed."""
        self.dismiss(MODERATE)

    def action_back(self) -> None:
        """Back to the criteria."""
        self.dismiss(None)


def _next_step(audit: Audit) -> str:
    """Return which key goes on with the moderation of a signed audit; nothing where there is none yet."""
    if audit.role == "second-grade":
        return " Press m to lay it beside the first."
    return " Press m to read both grades." if counting(audit) else ""


def _moderated(audit: Audit) -> Iterator[Content]:
    """Yield who moderated it, why the judgement was agreed, and the auditor's own; nothing before it was returned."""
    agreed, own = audit.moderation, audit.judgement
    if agreed is None or not agreed.at:
        return
    yield _row("Moderated", f"{moderated_in_words(audit, agreed.at[:10])}.")
    if counting(audit) and agreed.judgement_reason:
        yield _row("Because", agreed.judgement_reason)
    if counting(audit) and own:
        yield _row("Auditor's", f"{_spoken(own.grade)}. {own.reason}".rstrip())


def _row(label: str, words: str) -> Content:
    return Content.assemble((f"{label:<11}", "$text-muted"), text(words))


def _spoken(grade: str) -> str:
    return grade.replace("-", " ").capitalize()


def _signature(person: str, audit: Audit) -> Content:
    judgement = audit.judgement.grade.replace("-", " ") if audit.judgement else "none asked for"
    hints = auditing.identifiers_in(audit)
    places = f"{how_many(len(hints), 'place')} may name the child: {', '.join(hint.key for hint in hints)}."
    warning = Content.assemble("\n\n", line(places, "$text-warning")) if hints else ""
    return Content.assemble(
        line(f"{audit.case} · {audit.checklist.title} · judgement: {judgement}"),
        *(part for words in (*_safety(audit), *_left_out(audit)) for part in ("\n\n", words)),
        "\n\n",
        line(f"{person}: “{MEANING}”"),
        warning,
        "\n\nAfter this the answers cannot change without a visible reopening.",
    )


def _safety(audit: Audit) -> list[Content]:
    """Return what was said last of the child's safety, a line for each answer that cannot wait."""
    said = latest(audit)
    pressing = [each.criterion for each in audit.asked if calls_for_one(audit, each)]
    return [line(f"{name}: {said_in_words(said[name])}.", "bold $text-warning") for name in pressing]


def _left_out(audit: Audit) -> list[Content]:
    """Return which sections are left out, in one line if any are: whoever signs says that they do not apply."""
    words = steps.left_out_in_words(audit)
    return [line(words, "$text-warning")] if words else []


def _moved(audit: Audit) -> str:
    """Return, of a re-audit, how many criteria moved which way, and which findings repeat."""
    found = [each for each in movements(audit) if each.way in ("better", "same", "worse")]
    if not found:
        return ""
    ways = ", ".join(f"{sum(each.way == way for each in found)} {way}" for way in ("better", "same", "worse"))
    repeated = ", ".join(each.criterion for each in found if each.repeats)
    return f"\nSince last time: {ways}.{f' These findings repeat: {repeated}.' if repeated else ''}"


def _actions(audit: Audit) -> Content:
    if not audit.actions:
        return Content.styled(f"Actions    none{'' if audit.signed_off else ' yet; press a to add one'}", "$text-muted")
    lines = [
        line(f"{action.id}  {action.due}  {action.owner}: {action.what} ({action.status})") for action in audit.actions
    ]
    return Content.assemble(("Actions\n", "$text-muted"), Content("\n").join(lines))
