"""Audit a case file: begin, answer, decide, sign off, reopen; and keep every word on the way."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from itertools import pairwise
from secrets import randbelow
from time import sleep
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.desk import carrying
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import PURPOSES, ROLES, Answer, Audit, Header, Judgement
from caseaudit.domain.checklist import COHORTS, SCALE_OF_KIND, Scale
from caseaudit.domain.days import as_iso
from caseaudit.domain.judgement import suggest
from caseaudit.domain.merging import Merge, Overlap, differences, merge
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import BadInput, CaseauditError, Conflict, Problem, StorageTrouble, bad_input, nearest
from caseaudit.store.register import Stamp, Taken
from caseaudit.store.standing import also

_ATTEMPTS = 60
_FIRST_WAIT, _LONGEST_WAIT = 20, 640
"""Milliseconds, at most: of many who save at once each waits by chance, longer each time: none loses every race."""
_LONGEST_NAME = 120
NEEDED = ("case", "team", "worker", "auditor")
"""What whoever begins an audit says; an older record, or a plan from a list without them, may lack team and worker."""
_ALWAYS_NEEDED = ("case", "auditor")
_WANTING = {
    "case": "Give a case reference, never a name",
    "team": "Give the team that works the case",
    "worker": "Give the worker, as your service refers to them, or write unallocated",
    "auditor": "Give a name",
}
_ALIASES = {
    "na": "not-applicable",
    "n/a": "not-applicable",
    "insufficient": "insufficient-evidence",
    "clear": "not-assessed",
}


class Opened(NamedTuple):
    """An audit on the desk."""

    saved: Audit
    """As it stands in the register."""
    working: Audit
    """With what the person typed and has not saved."""
    overlaps: tuple[Overlap, ...] = ()
    """What somebody else changed too while this draft lay open."""
    resumed: bool = False
    """Whether a draft was taken up again."""


class Overlapping(Conflict):
    """Somebody else saved a different answer to the same question."""

    def __init__(self, found: Merge, theirs: Audit) -> None:
        self.merge = found
        self.theirs = theirs
        by = one_line(theirs.revision.by) or "somebody else"
        super().__init__(*(_overlap_problem(theirs.id, overlap, by) for overlap in found.overlaps))


def _overlap_problem(audit_id: str, overlap: Overlap, by: str) -> Problem:
    return Problem(
        audit_id, f"was changed by {by} too, differently", "Look at theirs, then save yours again", overlap.what
    )


# ── opening and saving ───────────────────────────────────────────────────────


def begin(workspace: Workspace, checklist_id: str, header: Header) -> Audit:
    """Make a new audit and save it. Raises `BadInput` for a header or checklist that cannot be used."""
    tidy = checked(header)
    checklist = workspace.library.get(checklist_id)
    scale = workspace.library.scales[checklist.scale]
    audit_id = workspace.register.new_id(tidy.date)
    audit = steps.begin(audit_id, tidy, checklist, scale, workspace.now())
    return workspace.register.save(audit, Stamp(workspace.person, workspace.now(), "begun"))


def checked(header: Header, needed: Collection[str] = _ALWAYS_NEEDED) -> Header:
    """Return the header cleaned. Raises `BadInput` with every field that cannot be used, or is needed and empty."""
    texts = {field: one_line(clean(getattr(header, field))) for field in NEEDED}
    problems = [_text_problem(field, text, field in (*_ALWAYS_NEEDED, *needed)) for field, text in texts.items()]
    day = as_iso(header.date)
    problems += [_date_problem(day)]
    for field, choices in (("cohort", ("", *COHORTS)), ("role", ROLES), ("purpose", PURPOSES)):
        value = getattr(header, field)
        if value not in choices:
            problems.append(
                Problem(field, "is not one of the words allowed here", nearest(value, filter(None, choices)))
            )
    found = [problem for problem in problems if problem]
    if found:
        raise BadInput(*found)
    return replace(header, date=day, **texts)


def _text_problem(field: str, text: str, needed: bool) -> Problem | None:
    if not text and needed:
        return Problem(field, "is empty", _WANTING[field])
    if len(text) > _LONGEST_NAME:
        return Problem(field, f"is longer than {_LONGEST_NAME} characters", "Shorten it")
    return None


def _date_problem(value: str) -> Problem | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return Problem("date", "is not a date", "Write it as YYYY-MM-DD, as 2026-11-20")
    in_range = day.isoformat() == value and 2000 <= day.year <= 2100
    return None if in_range else Problem("date", "is not a date of our time", "Write it as YYYY-MM-DD, as 2026-11-20")


def take_up(workspace: Workspace, audit_id: str) -> Opened:
    """Open an audit with this person's draft, merged with what others saved since. Raises `BadInput`."""
    saved = workspace.register.load(audit_id)
    draft = workspace.drafts.find(audit_id)
    if draft is None:
        return Opened(saved, saved)
    if draft.base == saved.revision.number:
        return Opened(saved, draft.audit, resumed=draft.audit != saved)
    base = workspace.register.history(audit_id).audit(draft.base) if draft.base else saved
    merged = merge(base, draft.audit, saved)
    return Opened(saved, merged.audit, merged.overlaps, resumed=True)


def keep_draft(workspace: Workspace, audit: Audit) -> None:
    """Keep what is typed, durably. Raises `StorageTrouble`."""
    workspace.drafts.keep(audit, workspace.now())


def save(workspace: Workspace, working: Audit, saved: Audit, why: str = "") -> Audit:
    """Save the working audit over `saved`, the one it began from; return it as it now stands.

    Edits that others saved meanwhile are merged. Raises `Overlapping` where both changed the same
    thing; the draft is then kept and nothing is overwritten. Answers that audits begun together share are carried.
    """
    before = saved
    for attempt in range(_ATTEMPTS):
        changed = differences(saved, working)
        if not changed:
            workspace.register.confirm(working.id)
            break
        try:
            working = _visibly_open(workspace, working, saved)
            saved = workspace.register.save(working, _stamp(workspace, why or ", ".join(changed)))
            break
        except Taken:
            sleep(randbelow(min(_FIRST_WAIT << attempt, _LONGEST_WAIT)) / 1000)
            working, saved = _merged(workspace, working, saved)
        except StorageTrouble as error:
            raise _kept(workspace, working, error) from None
    else:
        keep_draft(workspace, working)
        raise Conflict(Problem(working.id, "is being saved by others all the time", "Save again in a minute"))
    with suppress(StorageTrouble):  # it is saved; a draft that says the same does no harm
        workspace.drafts.drop(working.id)
    carrying.carry(workspace, before, saved)
    return saved


def _kept(workspace: Workspace, working: Audit, error: StorageTrouble) -> StorageTrouble:
    """Keep what could not be saved as a draft; return the error, which then says so."""
    with suppress(CaseauditError):
        keep_draft(workspace, working)
        return also(error, "What you typed is kept as a draft")
    return error


def _merged(workspace: Workspace, working: Audit, saved: Audit) -> tuple[Audit, Audit]:
    try:
        theirs = workspace.register.load(working.id)
        found = merge(saved, working, theirs)
        if found.overlaps:
            raise Overlapping(found, theirs)
    except CaseauditError:
        keep_draft(workspace, working)
        raise
    return found.audit, theirs


def _visibly_open(workspace: Workspace, working: Audit, saved: Audit) -> Audit:
    """A signature never just disappears: where a merge took it away, a reopening goes on record."""
    new = working.events[len(saved.events) :]
    if not saved.signed_off or working.signed_off or any(event.what == "reopened" for event in new):
        return working
    note = "changed by two people at the same time"
    reopening = steps.Event(workspace.now(), workspace.person, "reopened", note)
    return replace(working, events=(*working.events, reopening))


def _stamp(workspace: Workspace, why: str) -> Stamp:
    return Stamp(workspace.person, workspace.now(), why if len(why) <= 200 else f"{why[:199]}…")


def discard_draft(workspace: Workspace, audit_id: str) -> None:
    """Throw away what was typed and not saved; the last saved revision stands."""
    workspace.drafts.drop(audit_id)


# ── one step at a time, as the command line takes them ───────────────────────


def open_for_a_step(workspace: Workspace, audit_id: str, *settles: str) -> Opened:
    """Open an audit for one step. Raises `Overlapping` if the draft overlaps in what the step does not settle."""
    opened = take_up(workspace, audit_id)
    unsettled = tuple(overlap for overlap in opened.overlaps if overlap.what not in settles)
    if unsettled:
        raise Overlapping(Merge(opened.working, unsettled, opened.saved), opened.saved)
    return opened


def answer(workspace: Workspace, audit_id: str, criterion: str, verdict: str, **texts: str | None) -> Answer:
    """Answer one criterion and save. `texts` are `reason`, `evidence`, `impact`; None leaves them as they are."""
    opened = open_for_a_step(workspace, audit_id, criterion)
    given = {field: clean(text) for field, text in texts.items() if text is not None}
    changes = verdict_of(workspace, opened.working.answer(criterion), verdict, opened.working)
    working = steps.answered(opened.working, criterion, **changes, **given)
    return save(workspace, working, opened.saved).answer(criterion)


def verdict_of(workspace: Workspace, given: Answer, verdict: str, audit: Audit) -> dict[str, object]:
    """Return the fields of an answer that a word stands for: a grade, a state or, for a count, a number."""
    word = verdict.strip().lower().replace("_", "-")
    state = _ALIASES.get(word, word.replace(" ", "-"))
    if state in steps.STATES and state != "graded":
        return {"state": state}
    if given.kind == "count":
        return {"state": "graded", "count": _number(word, given.criterion)}
    scale = scale_of(workspace, given, audit)
    try:
        return {"state": "graded", "grade": scale.named(verdict).id}
    except BadInput:
        words = [grade.id for grade in scale.grades] + [word for word in steps.STATES if word != "graded"]
        raise bad_input(given.criterion, "cannot be answered so", nearest(state, words), "grade") from None


def _number(word: str, criterion: str) -> int:
    if word.isdecimal() and len(word) <= 6:
        return int(word)
    raise bad_input(criterion, "asks for a number", "Give a whole number, 0 or more", "count")


def scale_of(workspace: Workspace, given: Answer, audit: Audit) -> Scale:
    """Return the scale that an answer is graded on."""
    return scale_named(workspace, SCALE_OF_KIND.get(given.kind, audit.checklist.scale))


def scale_named(workspace: Workspace, name: str) -> Scale:
    """Return a scale of the library. Raises `BadInput` if it has no such scale."""
    scale = workspace.library.scales.get(name)
    if scale is None:
        raise bad_input(name, "is a scale this library does not have", "Put it back into scales.toml")
    return scale


def switch(workspace: Workspace, audit_id: str, section: str, *, on: bool) -> Audit:
    """Switch an optional section on or off and save."""
    opened = open_for_a_step(workspace, audit_id, section)
    return save(workspace, steps.switched(opened.working, section, on=on), opened.saved)


def add_action(
    workspace: Workspace, audit_id: str, what: str, owner: str, due: str, criterion: str = ""
) -> steps.Action:
    """Add an action and save. Raises `BadInput` for a date that is none or a criterion that is not asked."""
    opened = open_for_a_step(workspace, audit_id)
    if problem := _date_problem(due):
        raise BadInput(problem._replace(where="due"))
    if criterion:
        opened.working.answer(criterion)
    agreed = steps.Action(steps.next_action_id(opened.working), clean(what), one_line(clean(owner)), due, criterion)
    action = replace(agreed, raised=workspace.today())
    save(workspace, steps.with_action(opened.working, action), opened.saved)
    return action


def decided(audit: Audit, grade: str = "", reason: str | None = None) -> Audit:
    """Return the audit with its judgement: the grade given, else the one decided before, else the suggested."""
    if not audit.checklist.judgement.roll_up:
        return audit
    suggestion, before = suggest(audit), audit.judgement
    chosen = grade or (before.grade if before else "") or suggestion.grade
    if not chosen:
        return audit
    words = clean(reason) if reason is not None else (before.reason if before else "")
    return steps.judged(audit, Judgement(chosen, suggestion.grade, suggestion.explanation, words))


def sign_off(workspace: Workspace, audit_id: str, grade: str = "", reason: str | None = None) -> Audit:
    """Sign an audit off and save. Raises `NotReady` with everything that is missing."""
    opened = open_for_a_step(workspace, audit_id, "judgement", "sign_off")
    chosen = scale_named(workspace, opened.working.checklist.scale).named(grade).id if grade else ""
    working = opened.working if opened.working.signed_off else decided(opened.working, chosen, reason)
    return save(workspace, steps.signed(working, workspace.person, workspace.now()), opened.saved, "signed off")


def reopen(workspace: Workspace, audit_id: str, reason: str) -> Audit:
    """Reopen a signed-off audit, with the reason on record, and save."""
    opened = open_for_a_step(workspace, audit_id, "sign_off")
    audit = steps.reopened(opened.working, workspace.person, workspace.now(), clean(reason))
    return save(workspace, audit, opened.saved, why_reopened(reason))


def why_reopened(reason: str) -> str:
    """Return what the history of saves says of a reopening."""
    return f"reopened: {one_line(clean(reason))}"


def identifiers_in(audit: Audit) -> list[Problem]:
    """Return where the audit's text seems to identify a child."""
    from caseaudit.domain import identifiers

    return identifiers.hints(audit)


class Past(NamedTuple):
    """One revision, and what it changed."""

    number: int
    at: str
    by: str
    why: str
    changed: list[str]


def past(workspace: Workspace, audit_id: str) -> tuple[list[Past], Problem | None]:
    """Return every revision, oldest first, and the first one that was altered afterwards, if any."""
    history = workspace.register.history(audit_id)
    try:
        workspace.register.load(audit_id)
    except BadInput:
        if not history.numbers():
            raise
    revisions = [history.audit(number) for number in history.numbers()]
    changes = [differences(before, after) for before, after in pairwise(revisions)]
    told = zip(revisions, [["begun"], *changes], strict=False)
    return [Past(a.revision.number, a.revision.at, a.revision.by, a.revision.why, c) for a, c in told], history.broken()
