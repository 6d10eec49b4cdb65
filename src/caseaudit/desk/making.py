"""Make an exemplar of a signed-off audit: begin, replace names, decide, write, have it confirmed, finish or discard.

Only who began it changes it; only somebody else confirms it. Names are claimed, not proved.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk.workspace import Workspace, library_of
from caseaudit.domain import making as steps
from caseaudit.domain.audit import Audit, changed_since_sign_off
from caseaudit.domain.checklist import Checklist
from caseaudit.domain.exemplar_reading import FEWEST, Marking
from caseaudit.domain.making import FORMAT, STATEMENT, WEEKS, Confirmed, Making, Refused
from caseaudit.domain.making_view import View as View
from caseaudit.domain.people import same_person
from caseaudit.domain.replaced_names import Name
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import CaseauditError, NotReady, Problem
from caseaudit.store import makings

# ── begin ────────────────────────────────────────────────────────────────────


def begin(workspace: Workspace, audit_id: str, names: Sequence[Name] = ()) -> Making:
    """Begin an exemplar of a signed-off audit. Raises `NotReady`, `BadInput`, `StorageTrouble`."""
    audit = workspace.register.load(audit_id)
    _refuse_unfit(audit)
    marking = _marking(workspace, audit.checklist.id)
    found = steps.findings(audit, marking)
    _refuse_too_few(audit, found, marking.checklist)
    making = Making(
        format=FORMAT,
        id="",
        audit=audit.id,
        maker=workspace.person,
        begun_at=workspace.now(),
        checklist=marking.checklist.id,
        version=marking.checklist.version,
        near=audit.date,
        days=7 * secrets.choice(WEEKS),
        findings=found,
        chosen=steps.usual_choice(found, marking),
        cohort=audit.cohort,
        judged=steps.standing_judgement(audit),
        notes=tuple(steps.notes(audit)),
        names=steps.known_names(audit),
    )
    return makings.keep(workspace.places, steps.with_names(making, names) if names else making)


def _refuse_unfit(audit: Audit) -> None:
    if audit.role == "training":
        raise NotReady(Problem(audit.id, "is itself training", "Choose an audit of a case"))
    if not audit.signed_off:
        raise NotReady(Problem(audit.id, "is not signed off", "Sign it off first: only what stands can teach"))
    if changed_since_sign_off(audit):
        raise NotReady(Problem(audit.id, "was changed after it was signed off", "Reopen it and sign it off again"))


def _refuse_too_few(audit: Audit, found: Sequence[steps.Found], checklist: Checklist) -> None:
    if len(found) >= FEWEST:
        return
    what = f"has {len(found)} grades that version {checklist.version} of the checklist asks for in the same words"
    raise NotReady(Problem(audit.id, what, f"An exemplar needs {FEWEST}: choose another audit"))


def _marking(workspace: Workspace, checklist: str) -> Marking:
    return Marking(workspace.library.get(checklist), workspace.library.scales)


# ── look at it ───────────────────────────────────────────────────────────────


def listed(workspace: Workspace) -> tuple[list[Making], list[Problem]]:
    """Return every one, newest first, and what is wrong with the others."""
    return makings.every(workspace.places)


def views(workspace: Workspace) -> tuple[list[View], list[Problem]]:
    """Return every one with what is left to do, newest first, and what is wrong with the others."""
    found: list[View] = []
    made, problems = listed(workspace)
    for each in made:
        try:
            found.append(view(workspace, each))
        except CaseauditError:
            remedy = f"Mend {each.checklist}, or remove this: caseaudit train make discard {each.id}"
            problems.append(Problem(each.id, "is graded by a checklist that cannot be read", remedy))
    return found, problems


def show(workspace: Workspace, making_id: str) -> View:
    """Return one with what is left to do. Raises `BadInput`, `StorageTrouble`."""
    return view(workspace, makings.find(workspace.places, making_id))


def view(workspace: Workspace, making: Making) -> View:
    """Return one with what is left to do. Raises `BadInput` where its checklist is gone."""
    return View.of(making, _marking(workspace, making.checklist), makings.small_words(workspace.library))


# ── change it ────────────────────────────────────────────────────────────────


def replace(workspace: Workspace, making_id: str, names: Sequence[Name]) -> Making:
    """Put names on the word list, or with an empty replacement take them off. Raises `BadInput`, `NotReady`."""
    return _change(workspace, making_id, lambda making: steps.with_names(making, names))


def keep(workspace: Workspace, making_id: str, words: Sequence[str]) -> Making:
    """Say of words that they name nobody. Raises `NotReady` for somebody who did not begin it."""
    tidy = [one_line(clean(word)) for word in words]
    return _change(workspace, making_id, lambda making: steps.with_kept(making, [word for word in tidy if word]))


def write(workspace: Workspace, making_id: str, place: str, words: str) -> Making:
    """Write one text anew, with the real names and dates. Raises `BadInput` for a text that it has not, `NotReady`."""
    text = clean(words).strip() if place == "extract" else " ".join(clean(words).split())
    return _change(workspace, making_id, lambda making: steps.with_text(making, place, text))


def choose(workspace: Workspace, making_id: str, criteria: Sequence[str]) -> Making:
    """Choose what the extract is graded on. Raises `BadInput` naming what has no grade, `NotReady`."""
    return _change(workspace, making_id, lambda making: steps.with_choice(making, criteria))


def _change(workspace: Workspace, making_id: str, step: Callable[[Making], Making]) -> Making:
    def changed(making: Making) -> Making:
        if not same_person(making.maker, workspace.person):
            remedy = "Tell them what to change; you can confirm it or discard it"
            raise NotReady(Problem(making.id, f"is being made by {one_line(making.maker)}", remedy))
        return step(making)

    return makings.change(workspace.places, making_id, changed)


# ── confirm, finish, discard ─────────────────────────────────────────────────


def ready(workspace: Workspace, making_id: str, by: str = "") -> View:
    """Return one to be read by somebody else than its maker, before they confirm it.

    `by`: who reads it, if not whoever works here. Raises `NotReady` for the maker, and with all that is left to do.
    """
    now = show(workspace, making_id)
    _refuse_its_maker(now.making, by or workspace.person)
    _refuse_unready(now)
    _refuse_refused(now.making, now.marking, by or workspace.person)
    return now


def confirm(workspace: Workspace, making_id: str, read: View, by: str = "") -> Making:
    """Say `STATEMENT` of what was read. Raises as `ready`, and `NotReady` where it was changed meanwhile."""

    def confirmed(making: Making) -> Making:
        _refuse_refused(making, read.marking, who)
        if steps.digest(making, read.marking) != steps.digest(read.making, read.marking):
            raise NotReady(Problem(making_id, "was changed while you read it", "Read it again"))
        digest = steps.digest(making, read.marking)
        return steps.with_confirmation(making, Confirmed(who, workspace.now(), STATEMENT, digest))

    who = one_line(by) or workspace.person
    ready(workspace, making_id, who)
    return makings.change(workspace.places, making_id, confirmed)


def refuse(workspace: Workspace, making_id: str, read: View, by: str = "") -> Making:
    """Say of what was read that somebody can be recognised; whoever confirmed it before, it is not confirmed now.

    `by`: who says so, if not whoever works here. Raises `NotReady` for the maker.
    """
    who = one_line(by) or workspace.person
    _refuse_its_maker(read.making, who)
    refused = Refused(who, workspace.now(), steps.digest(read.making, read.marking))
    return makings.change(workspace.places, making_id, lambda making: steps.with_refusal(making, refused))


def _refuse_its_maker(making: Making, who: str) -> None:
    if same_person(making.maker, who):
        raise NotReady(Problem(making.id, "was made by you", "Somebody else confirms it, under their name: --by NAME"))


def _refuse_refused(making: Making, marking: Marking, who: str) -> None:
    """One reader's word is not outweighed by another's: it is changed first, or whoever refused it confirms it."""
    refused = making.refused
    if refused and steps.is_refused(making, marking) and not same_person(refused.by, who):
        what = f"may let somebody be recognised, as {one_line(refused.by)} said of it as it stands"
        raise NotReady(Problem(making.id, what, "Its maker changes it first, or they confirm it themselves"))


def _refuse_unready(now: View) -> None:
    if now.left:
        raise NotReady(*now.problems)


class Finished(NamedTuple):
    """What came of it."""

    name: str
    """What the set is called: `supervision.practice-1`."""
    path: Path
    removed: Path
    """Where it was in the making."""


def finish(workspace: Workspace, making_id: str) -> Finished:
    """Write the confirmed exemplar into the workspace's own library, and remove what it was made from.

    Raises `NotReady` with everything that is left to do, and where nobody confirmed what it says now.
    """
    now = show(workspace, making_id)
    _refuse_unready(now)
    if now.refused and now.making.refused:
        what = f"is not confirmed: {one_line(now.making.refused.by)} said that somebody in it can be recognised"
        raise NotReady(Problem(making_id, what, "Ask them what gives it away, change it, and have it read again"))
    if not now.confirmed:
        what = "is not confirmed as it stands now"
        remedy = f"Somebody else reads it: caseaudit train make confirm {making_id} --by NAME"
        raise NotReady(Problem(making_id, what, remedy))
    table = steps.table(now.making, now.marking)
    path = makings.publish(workspace.places, workspace.library, now.making.checklist, table)
    workspace.library = library_of(workspace.places)  # the folder may be new
    return Finished(path.stem, path, makings.remove(workspace.places, making_id))


class Discarded(NamedTuple):
    """What was removed."""

    path: Path
    names: int
    texts: int


def discard(workspace: Workspace, making_id: str) -> Discarded:
    """Remove one with everything in it, and say what that was. Anybody may. Raises `BadInput`, `StorageTrouble`."""
    making = makings.find(workspace.places, making_id)
    texts = len(making.findings) + len(making.notes) + sum(bool(making.text(place)) for place in steps.TEXTS)
    return Discarded(makings.remove(workspace.places, making_id), len(making.names), texts)
