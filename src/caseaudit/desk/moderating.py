"""Moderate: choose audits to grade a second time, lay both side by side, agree, return, acknowledge."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from typing import Literal, NamedTuple

from caseaudit.desk import auditing, choosing
from caseaudit.desk.listing import second_grades_in_progress
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import moderating as steps
from caseaudit.domain.audit import Audit, Header
from caseaudit.domain.judgement import Suggestion, suggest
from caseaudit.domain.moderation import Outcome, as_agreed_so_far, is_overtaken
from caseaudit.domain.people import same_person
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import BadInput, CaseauditError, NotReady, Problem, bad_input
from caseaudit.store.index import Headline, Wanted
from caseaudit.store.register import Stamp

Step = Literal["to grade", "to agree", "to acknowledge", "done"]
STEPS: tuple[Step, ...] = ("to grade", "to agree", "to acknowledge", "done")
By = Literal["all", "judgement", "auditor"]
SHARED_OUT: tuple[By, ...] = ("all", "judgement", "auditor")
SECOND_GRADES = ("role", "second-grade")


class Case(NamedTuple):
    """An audit and its second grade."""

    first: Audit
    second: Audit

    @property
    def step(self) -> Step:
        """What has to happen next."""
        moderation = None if steps.is_of_this_version(self.first, self.second) else self.first.moderation
        if moderation and moderation.second != self.second.id:
            return "done"
        if moderation and moderation.at:
            return "done" if moderation.acknowledged_at else "to acknowledge"
        return "to agree" if self.second.signed_off else "to grade"

    @property
    def whose(self) -> str:
        """Who has to do it; nobody once it is done."""
        if self.step == "done":
            return ""
        return self.first.auditor if self.step == "to acknowledge" else self.second.auditor


class Found(NamedTuple):
    """The audits that have a second grade, and what could not be read."""

    cases: list[Case]
    problems: list[Problem]


# ── beginning ────────────────────────────────────────────────────────────────


def begin(workspace: Workspace, audit_id: str, moderator: str = "") -> Audit:
    """Begin the second grade of an audit, blind: nothing of the first is in it; return it, saved.

    The moderator is the person at the desk unless somebody else is named. Raises `NotReady` where there is one
    already or the audit is not signed off, `BadInput` where the moderator is the auditor or the name cannot be used.
    """
    first = workspace.register.load(audit_id)
    workspace.look(quick=True)
    if known := second_grade_of(workspace, first):
        state = "has a second grade" if known.signed_off else "is being graded a second time"
        raise NotReady(Problem(first.id, f"{state} by {one_line(known.auditor)}", f"Go on with {known.id}"))
    name = _checked_name(first, moderator or workspace.person, workspace.today())
    new_id = workspace.register.new_id(workspace.today())
    second = steps.second_grade(first, new_id, name, workspace.today(), workspace.now())
    return workspace.register.save(second, Stamp(workspace.person, workspace.now(), "begun"))


def refuse(workspace: Workspace, audit_id: str) -> None:
    """Raise what keeps the person at the desk from beginning the second grade of an audit."""
    steps.refuse_to_moderate(workspace.register.load(audit_id), workspace.person)


def _checked_name(first: Audit, name: str, today: str) -> str:
    header = Header(case=first.case, team="", worker="", auditor=name, date=today)
    return auditing.checked(header).auditor


def second_grade_of(workspace: Workspace, first: Audit) -> Audit | None:
    """Return the second grade of what is signed, the earliest if there are several; asks the index as it stands."""
    if first.moderation and not is_overtaken(first):
        with suppress(CaseauditError):
            return workspace.register.load(first.moderation.second)
    wanted = Wanted(equal=(SECOND_GRADES, ("case", first.case), ("checklist", first.checklist.id)))
    for line in reversed(workspace.index.headlines(wanted)):
        with suppress(CaseauditError):
            found = workspace.register.load(line.id)
            if found.follows == first.id and (not first.moderation or steps.is_of_this_version(first, found)):
                return found
    return None


# ── finding ──────────────────────────────────────────────────────────────────


def case_of(workspace: Workspace, audit_id: str) -> Case:
    """Return an audit with its second grade; either's id will do. Raises `BadInput`, `NotReady` if it has none."""
    found = case_begun(workspace, audit_id)
    if found is None:
        raise NotReady(Problem(audit_id, "has no second grade", f"Begin one: caseaudit moderate begin {audit_id}"))
    return found


def case_begun(workspace: Workspace, audit_id: str) -> Case | None:
    """Return an audit with its second grade, by the id of either; None if there is none. Raises `BadInput`."""
    named = workspace.register.load(audit_id)
    if named.role == "second-grade":
        return Case(workspace.register.load(named.follows), named)
    workspace.look(quick=True)
    second = second_grade_of(workspace, named)
    return Case(named, second) if second else None


def compared(workspace: Workspace, audit_id: str) -> Case:
    """Return both grades of a case, to be laid side by side. Raises `NotReady` while the second is given blind."""
    case = case_of(workspace, audit_id)
    if not case.second.signed_off:
        remedy = f"Sign it off first: caseaudit audit sign-off {case.second.id}"
        raise NotReady(Problem(case.second.id, "is given blind and is not signed off", remedy))
    return case


def cases(workspace: Workspace) -> Found:
    """Return every audit that has a second grade, the latest second grade first, and what could not be read."""
    index = workspace.look(quick=True)
    found = _read(workspace, index.headlines(Wanted(equal=(SECOND_GRADES,))))
    return found._replace(problems=[*index.unreadable(), *found.problems])


def waiting(workspace: Workspace) -> list[Case]:
    """Return the cases in which the next step is that of the person at the desk; reads only those that are theirs."""
    index, person = workspace.look(quick=True), workspace.person
    seconds = index.headlines(Wanted(equal=(SECOND_GRADES,)))
    lines = index.headlines(Wanted(text=person)) if seconds else []
    own = {(line.case, line.checklist) for line in lines if is_by(line, person)}
    theirs = [line for line in seconds if is_by(line, person) or (line.case, line.checklist) in own]
    return [case for case in _read(workspace, theirs).cases if waits_for(case, person)]


def _read(workspace: Workspace, lines: list[Headline]) -> Found:
    """Return the cases of some second grades, and what could not be read."""
    found, problems = list[Case](), list[Problem]()
    for line in lines:
        try:
            second = workspace.register.load(line.id)
            found.append(Case(workspace.register.load(second.follows), second))
        except CaseauditError as error:
            problems += [problem._replace(where=f"{line.id}: {problem.where}") for problem in error.problems]
    return Found(found, problems)


def in_order(found: list[Case], person: str) -> list[Case]:
    """Return what waits for this person first, then what waits for others, each in the order of the steps."""
    return sorted(found, key=lambda case: (not waits_for(case, person), STEPS.index(case.step)))


def graded_blind(workspace: Workspace) -> frozenset[str]:
    """Return the ids of the audits that the person at the desk is grading a second time; asks the index as it is."""
    found = set[str]()
    for line in second_grades_in_progress(workspace):
        with suppress(CaseauditError):
            found.add(workspace.register.load(line.id).follows)
    return frozenset(found)


def refuse_to_show(workspace: Workspace, audit_id: str) -> None:
    """Raise `NotReady` for an audit that the person at the desk is grading a second time; asks the index as it is."""
    if audit_id in graded_blind(workspace):
        remedy = "Sign your own grade off first; `caseaudit moderate list` and M in the app go on with it"
        raise NotReady(Problem(audit_id, "is hidden while you grade it a second time", remedy))


# ── choosing ─────────────────────────────────────────────────────────────────


def chosen(
    workspace: Workspace, wanted: Wanted, percent: int, by: By, seed: int, moderator: str = ""
) -> list[Headline]:
    """Return the signed-off audits to grade a second time: some percent of each band, of each auditor, or of all.

    At least one of each group, as far as there are any; the same seed chooses the same ones. Those that have a second
    grade already count towards the share and are not returned, nor are audits of the moderator's own. Raises
    `BadInput` for a share that is none, or where nothing is signed off.
    """
    if not 0 < percent <= 100:
        raise bad_input("share", "is not a share", "Give a share from 1 to 100 percent")
    index = workspace.look(quick=True)
    signed = wanted._replace(equal=(*wanted.equal, ("state", "signed-off")), practice_only=True)
    there = index.headlines(signed)
    if not there:
        if unmatched := choosing.unmatched(index, wanted, choosing.SIGNED):
            raise BadInput(*unmatched)
        raise bad_input("moderation", "there is no signed-off audit to choose from", "Look at the filters")
    have = {case.first.id for case in cases(workspace).cases}
    group = {"all": lambda _: "", "judgement": lambda line: line.judgement, "auditor": lambda line: line.auditor}[by]
    found: list[Headline] = []
    for _, lines in groupby(sorted(there, key=group), key=group):
        found += _of_one_group(list(lines), have, percent, seed, moderator)
    return found


def _of_one_group(lines: list[Headline], have: set[str], percent: int, seed: int, moderator: str) -> list[Headline]:
    wanted = -(-percent * len(lines) // 100) - sum(line.id in have for line in lines)
    free = [line for line in lines if line.id not in have and not (moderator and is_by(line, moderator))]
    placed = sorted(free, key=lambda line: sha256(f"{seed} {line.id}".encode()).digest())
    return placed[: max(0, wanted)]


# ── agreeing ─────────────────────────────────────────────────────────────────


def settle(workspace: Workspace, audit_id: str, criterion: str, verdict: str, reason: str) -> Audit:
    """Put on record what was agreed on one criterion, in a grade, a number or a state; return the first audit, saved.

    Raises `BadInput` for what does not fit or for the auditor, `NotReady` before both are signed off.
    """
    case = _to_agree(workspace, audit_id)
    answer = case.first.answer(criterion)
    given = auditing.verdict_of(workspace, answer, verdict, case.first)
    outcome = Outcome(criterion, reason=clean(reason).strip(), **given)  # type: ignore[arg-type]
    after = steps.settled(case.first, case.second, outcome, workspace.person)
    return auditing.save(workspace, after, case.first, f"{criterion} agreed")


def note(workspace: Workspace, audit_id: str, **said: str) -> Audit:
    """Keep what goes with the audit when it is returned: `judgement`, `judgement_reason`, `comment`; return the first.

    Nothing of it counts before `hand_back`.
    """
    case = _to_agree(workspace, audit_id)
    words = {field: clean(text).strip() for field, text in said.items()}
    after = steps.noted(case.first, case.second, workspace.person, **words)
    return auditing.save(workspace, after, case.first, f"{', '.join(said).replace('_', ' ')} agreed")


def hand_back(workspace: Workspace, audit_id: str, judgement: str = "", reason: str = "", comment: str = "") -> Audit:
    """Return a moderated audit to its auditor.

    What is left out is as it was noted before; a judgement on which nothing was noted is the auditor's own. Raises
    `NotReady` with everything on which nothing is agreed yet.
    """
    case = _to_agree(workspace, audit_id)
    before, own = case.first.moderation, case.first.judgement
    grade = (
        _grade(workspace, case.first, judgement) or (before.judgement if before else "") or (own.grade if own else "")
    )
    why = clean(reason) or (before.judgement_reason if before else "")
    words = clean(comment) or (before.comment if before else "")
    after = steps.returned(case.first, case.second, workspace.person, workspace.now(), grade, why, words)
    return auditing.save(workspace, after, case.first, "moderated")


def _grade(workspace: Workspace, first: Audit, judgement: str) -> str:
    return auditing.scale_named(workspace, first.checklist.scale).named(judgement).id if judgement else ""


def suggested(first: Audit) -> Suggestion:
    """Return what the rule makes of the grades that are agreed so far, and of the auditor's where nothing is."""
    return suggest(as_agreed_so_far(first))


def acknowledge(workspace: Workspace, audit_id: str, reply: str = "") -> Audit:
    """Say, as the auditor, that what was returned has been read; either's id will do.

    Raises `NotReady` before anything was returned, `BadInput` for anybody but the auditor.
    """
    named = workspace.register.load(audit_id)
    first = workspace.register.load(named.follows) if named.role == "second-grade" else named
    after = steps.acknowledged(first, workspace.person, workspace.now(), clean(reply))
    return auditing.save(workspace, after, first, "moderation acknowledged")


def _to_agree(workspace: Workspace, audit_id: str) -> Case:
    """Return both grades of a case. Raises `BadInput` where the auditor would agree with themselves."""
    case = case_of(workspace, audit_id)
    if same_person(workspace.person, case.first.auditor):
        raise BadInput(Problem(case.first.id, "the moderator is the auditor", "Let the moderator do it", "moderator"))
    return case


def is_by(line: Headline, person: str) -> bool:
    """Return whether an audit is a person's own."""
    return same_person(line.auditor, person)


def waits_for(case: Case, person: str) -> bool:
    """Return whether the next step is this person's."""
    return bool(case.whose) and same_person(case.whose, person)
