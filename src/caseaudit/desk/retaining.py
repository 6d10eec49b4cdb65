"""Keep audits no longer than the workspace's rule says: what is due, what is held, and the removal itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit import __version__
from caseaudit.desk.retaining_audits import Kept
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import retention as rules
from caseaudit.domain.audit import Audit
from caseaudit.domain.retention import Certificate, Due, Kind, Rule
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import BadInput, CaseauditError, NotReady, Problem, bad_input, nearest, tried
from caseaudit.store import makings, plans, samples, sessions
from caseaudit.store import retention as kept
from caseaudit.store.index import Wanted
from caseaudit.store.places import Places
from caseaudit.store.removal import Removal, unfinished
from caseaudit.store.retention import Hold

_SETTLE = "Add the lines `[retention]` and `audits_months = N`, with the months of your retention schedule"


class Found(NamedTuple):
    """What is due on a day, and what could not be judged."""

    rule: Rule
    due: list[Due]
    """The longest due first."""
    problems: list[Problem]
    unfinished: bool
    """Whether a removal was interrupted: the next one finishes it."""


def rule_of(workspace: Workspace) -> Rule:
    """Return the workspace's rule. Raises `BadInput` for one that is wrong, `NotReady` where there is none."""
    table = workspace.settings["retention"]
    where = str(workspace.places.settings)
    if not table:
        raise NotReady(Problem(where, "says nothing of how long anything is kept", _SETTLE))
    return rules.rule(table, where)


def look(workspace: Workspace, on: str = "", *, even_with_open_actions: bool = False) -> Found:
    """Return everything that is due today, or will be on another day. Changes nothing. Raises as `rule_of`."""
    rule, today = rule_of(workspace), on or workspace.today()
    audits = Kept(workspace)
    audits.problems += _unknown_checklists(workspace, rule)
    holds = {audit: hold.reason for audit, hold in kept.holds(workspace.places).items()}
    due = list(_due_audits(audits, rule, holds, today))
    may_go = [one for one in due if not one.kept_by(even_with_open_actions=even_with_open_actions)]
    going = {audit for one in may_go for audit in (one.id, *one.second_grades)}
    due += _due_samples(workspace, audits, rule, going, today)
    due += _due_sessions(workspace, audits.problems, rule, today)
    due.sort(key=lambda one: (one.due, one.kind, one.id))
    return Found(rule, due, audits.problems, bool(_begun(workspace)) or unfinished(workspace.places))


def _unknown_checklists(workspace: Workspace, rule: Rule) -> list[Problem]:
    """Return a problem for each line about a checklist that there is none of: its audits would be kept too long."""
    known = {*workspace.library.shelf.checklists, *workspace.index.distinct("checklist")}
    where = str(workspace.places.settings)
    return [
        Problem(
            where,
            "is not a checklist of the library, nor of any audit",
            nearest(name, known),
            f"retention.checklists.{name}",
        )
        for name in rule.checklists
        if name not in known
    ]


def _due_audits(audits: Kept, rule: Rule, holds: dict[str, str], today: str) -> Iterator[Due]:
    if not rule.shortest_of_audits:
        return
    last = rules.months_before(today, rule.shortest_of_audits)
    for audit in audits.until(last):
        if audit.role == "second-grade" and audits.is_here(audit.follows):
            continue  # It goes with the audit that it grades.
        seconds = audits.second_grades(audit)
        if found := rules.due_audit(audit, seconds, rule, holds, today, audits.typed.get(audit.id, "")):
            yield found


def _due_samples(workspace: Workspace, audits: Kept, rule: Rule, going: set[str], today: str) -> Iterator[Due]:
    for sample, drawn in _samples(workspace, audits.problems).items():
        if rule.samples_months and (due := rules.due_on(drawn, rule.samples_months)) <= today:
            staying = sum(one not in going for one in audits.drawn_in(sample))
            line = f"samples_months = {rule.samples_months}"
            yield Due("sample", sample, "", drawn, due, line, needed_by=staying)


def _samples(workspace: Workspace, problems: list[Problem]) -> dict[str, str]:
    """Return the day on which each sample was drawn; that of its plan, where a plan is all that is left."""
    made, unread_plans = plans.every(workspace.places)
    drawn, unread_samples = tried(samples.read, samples.files(workspace.places))
    problems += (*unread_plans, *unread_samples)
    days = {one.sample.id: one.sample.drawn_at[:10] for one in drawn}
    return {plan.sample: plan.made_at[:10] for plan in made} | days


def _due_sessions(workspace: Workspace, problems: list[Problem], rule: Rule, today: str) -> Iterator[Due]:
    found, unread = tried(sessions.read, sessions.files(workspace.places))
    problems += unread
    for session in (one.session for one in found):
        counted = (session.revealed_at or session.begun_at)[:10]
        if rule.training_months and (due := rules.due_on(counted, rule.training_months)) <= today:
            yield Due("session", session.id, "", counted, due, f"training_months = {rule.training_months}")


# ── holding ──────────────────────────────────────────────────────────────────


def hold(workspace: Workspace, audits: Sequence[str], case: str, reason: str) -> list[str]:
    """Hold audits, and all audits of a case if one is named; return the ids that were not held before.

    Raises `BadInput` for an audit or a case that there is none of, or without a reason; nothing is held then.
    """
    why = clean(reason).strip()
    if not why:
        raise bad_input("hold", "has no reason", "Say why it must be kept: the claim, the complaint, the inquiry")
    ids = _named(workspace, audits, case)
    at = workspace.now()
    return [one for one in ids if kept.put_hold(workspace.places, Hold(1, one, workspace.person, at, why))]


def release(workspace: Workspace, audits: Sequence[str], case: str) -> list[str]:
    """Release audits that are held; return their ids. Raises `NotReady` where none of them is held."""
    held = kept.holds(workspace.places)
    ids = [one for one in dict.fromkeys((*audits, *_of_case(workspace, case))) if one in held]
    if not ids:
        raise NotReady(Problem("release", "names nothing that is held", "`caseaudit retention list` shows the holds"))
    return [one for one in ids if kept.release(workspace.places, one)]


def holds(workspace: Workspace) -> dict[str, Hold]:
    """Return every hold, by the id of the audit."""
    return kept.holds(workspace.places)


def _named(workspace: Workspace, audits: Sequence[str], case: str) -> list[str]:
    for audit in audits:
        workspace.register.load(audit)
    of_case = _of_case(workspace, case)
    if case and not of_case:
        raise bad_input("--case", "is a case of which there is no audit", "`caseaudit audit list` shows the cases")
    if not audits and not case:
        raise bad_input("hold", "names no audit", "Give the ids of audits, or --case")
    return list(dict.fromkeys((*audits, *of_case)))


def _of_case(workspace: Workspace, case: str) -> list[str]:
    wanted = Wanted(equal=(("case", case),))
    return [line.id for line in workspace.look(quick=True).headlines(wanted)] if case else []


# ── removing ─────────────────────────────────────────────────────────────────


class Going(NamedTuple):
    """What a removal takes, and what stays although it is due."""

    going: list[Due]
    staying: list[Due]


def going(found: Found, *, even_with_open_actions: bool = False) -> Going:
    """Return what of the things due may go. Raises `NotReady` while removal is suspended."""
    if found.rule.suspended:
        what = f"suspends every removal: {one_line(found.rule.suspended)}"
        raise NotReady(Problem("retention.suspended", what, "Take the line out when that is over"))
    may_go = [one for one in found.due if not one.kept_by(even_with_open_actions=even_with_open_actions)]
    return Going(may_go, [one for one in found.due if one not in may_go])


def apply(workspace: Workspace, found: Found, chosen: Going, *, even_with_open_actions: bool = False) -> list[Path]:
    """Remove for good what was chosen, after finishing what was interrupted before; return the certificates.

    Raises `StorageTrouble` where the disk refuses: what is left is then found again, and can be removed again.
    """
    begun = _begun(workspace)
    if chosen.going:
        certificate = _certificate(workspace, found.rule, chosen.going, even_with_open_actions)
        begun.append((kept.begin(workspace.places, certificate), certificate))
    for path, certificate in begun:
        _carry_out(workspace, path, certificate)
    if unfinished(workspace.places):
        Removal(workspace.places, {}).audits(frozenset())
    return [path for path, _ in begun]


def _begun(workspace: Workspace) -> list[tuple[Path, Certificate]]:
    return [one for one in kept.certificates(workspace.places) if not one[1].completed_at]


def _certificate(workspace: Workspace, rule: Rule, chosen: list[Due], even_with_open_actions: bool) -> Certificate:
    audits = [one for one in chosen if one.kind == "audit"]
    ids: dict[Kind, tuple[str, ...]] = {
        "audit": tuple(sorted(each for one in audits for each in (one.id, *one.second_grades))),
        "sample": tuple(one.id for one in chosen if one.kind == "sample"),
        "session": tuple(one.id for one in chosen if one.kind == "session"),
    }
    return Certificate(
        format=rules.FORMAT,
        begun_at=workspace.now(),
        by=workspace.person,
        program=__version__,
        rule=rule,
        audits=rules.counted((one.about, one.counted_from[:7]) for one in audits),
        second_grades=sum(len(one.second_grades) for one in audits),
        samples=len(ids["sample"]),
        sessions=len(ids["session"]),
        even_with_open_actions=even_with_open_actions,
        still_to_remove={kind: some for kind, some in ids.items() if some},
    )


def _carry_out(workspace: Workspace, path: Path, certificate: Certificate) -> None:
    """Remove what a certificate names, except what was put under hold since; then write it as it is kept."""
    places, naming = workspace.places, certificate.still_to_remove
    here = Kept(workspace)
    audits = frozenset(naming.get("audit", ()))
    spared = _spared(here, audits, kept.holds(places).keys())
    _remember(workspace, here, audits - spared)
    removal = Removal(places, here.inside())
    workspace.index.close()
    del workspace.index
    removal.audits(audits - spared)
    removal.documents(places.making, _made_of(places, audits - spared))
    removal.documents(places.plans, frozenset(naming.get("sample", ())))
    removal.documents(places.samples, frozenset(naming.get("sample", ())))
    removal.documents(places.training, frozenset(naming.get("session", ())))
    removal.clear_cache()
    removal.settle()
    done = {"completed_at": workspace.now(), "files": removal.files, "held_meanwhile": len(spared)}
    kept.complete(path, replace(certificate, still_to_remove={}, **done))


def _made_of(places: Places, audits: frozenset[str]) -> frozenset[str]:
    """Return the exemplars in the making that hold words of these audits."""
    return frozenset(making.id for making in makings.every(places)[0] if making.audit in audits)


def _spared(here: Kept, audits: frozenset[str], held: Collection[str]) -> frozenset[str]:
    """Return which audits stay because they, or their second grade, or what they grade, are held."""
    spared = {audit for audit in audits if audit in held}
    for audit in sorted(audits):
        with suppress(CaseauditError):
            found = here.load(audit)
            if found.role == "second-grade" and {found.id, found.follows} & {*held}:
                spared |= {found.id, found.follows}
    return frozenset(spared & audits)


def _remember(workspace: Workspace, here: Kept, audits: frozenset[str]) -> None:
    """Remember those that an audit which stays still names; forget those that only they named."""
    removed: list[Audit] = []
    for audit in sorted(audits):
        with suppress(CaseauditError):
            removed.append(here.load(audit))
    staying = [one for case in sorted({each.case for each in removed}) for one in here.of_case(case, audits)]
    named = {name for one in staying for name in here.names(one)}
    for audit in sorted(audits & named):
        kept.remember(workspace.places, audit, workspace.today())
    for name in sorted({name for one in removed for name in here.names(one)} - named - audits):
        with suppress(BadInput):
            kept.forget(workspace.places, name)
