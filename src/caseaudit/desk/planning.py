"""Plan the audits of a sample, begin what is planned, and see how far everybody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from caseaudit.desk import auditing, bank_holidays, packs
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import planning
from caseaudit.domain.audit import Audit, Header
from caseaudit.domain.people import same_person
from caseaudit.domain.planning import FORMAT, Assignment, Auditor, Plan, Progress, Standing
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import NotReady, Problem, bad_input
from caseaudit.store import plans, samples
from caseaudit.store.index import Headline, Wanted


class Wish(NamedTuple):
    """What somebody wants planned."""

    sample: str
    auditors: tuple[Auditor, ...]
    due: str
    """ISO date: the last day."""
    checklists: tuple[str, ...] = ()
    pack: str = ""
    spread: bool = False
    """Whether due dates lie evenly between today and the last day; else all are due on it."""
    seed: int = 1
    own_teams: bool = False


class Task(NamedTuple):
    """One planned case, and how far it is."""

    plan: Plan
    assignment: Assignment
    audits: tuple[Headline, ...]
    """The audits of it that were begun."""
    progress: Progress
    overdue: bool


def make(workspace: Workspace, wish: Wish) -> Plan:
    """Make the plan of a sample and keep it.

    Raises `BadInput` for a sample that was changed by hand, a checklist that there is none of, a day that is past or a
    case that nobody may audit; `NotReady` if there is a plan already. Nothing is written then.
    """
    sample = samples.intact(workspace.places, wish.sample)
    checklists = _checklists(workspace, wish)
    auditors = tuple(Auditor(_tidy(one.name), _tidy(one.team)) for one in wish.auditors)
    owner = planning.shared_out(sample.cases, auditors, wish.seed, own_teams=wish.own_teams)
    due = _due(workspace, wish, Counter(owner.values()))
    made = Plan(
        format=FORMAT,
        sample=sample.id,
        checklists=checklists,
        made_by=workspace.person,
        made_at=workspace.now(),
        seed=wish.seed,
        auditors=auditors,
        assignments=planning.assigned(sample, owner, due),
        pack=wish.pack,
        own_teams=wish.own_teams,
    )
    plans.keep_new(workspace.places, made)
    return made


def _tidy(name: str) -> str:
    return one_line(clean(name)).strip()


def _checklists(workspace: Workspace, wish: Wish) -> tuple[str, ...]:
    if bool(wish.checklists) == bool(wish.pack):
        raise bad_input("plan", "needs a checklist or a pack, one of the two", "Give --checklist ID, or --pack ID")
    if wish.pack:
        return tuple(packs.find(workspace.library, wish.pack).chosen((), ()))
    return tuple(workspace.library.get(name).id for name in wish.checklists)


def _due(workspace: Workspace, wish: Wish, loads: Counter[str]) -> dict[str, list[date]]:
    today, last = date.fromisoformat(workspace.today()), date.fromisoformat(wish.due)
    if last < today:
        raise bad_input("due", "is a day that is past", "Give a day from today on")
    if not wish.spread:
        return {name: [last] * number for name, number in loads.items()}
    holidays = bank_holidays.of_england()
    return {
        name: planning.spread(number, today, last, lambda day: day.weekday() < 5 and day not in holidays)
        for name, number in loads.items()
    }


def reassign(workspace: Workspace, sample: str, case: str, auditor: Auditor, due: str = "") -> Plan:
    """Give a planned case to somebody else, or another day. Raises `NotReady` once its audit has begun elsewhere."""
    made = find(workspace, sample)
    workspace.look(quick=True)
    name = _tidy(auditor.name)
    begun = [line for line in _audits(workspace, made, case) if not same_person(line.auditor, name)]
    if begun:
        raise NotReady(
            Problem(case, f"has been begun by {one_line(begun[0].auditor)}", "Let them finish, or talk first")
        )
    team = auditor.team or next((one.team for one in made.auditors if same_person(one.name, name)), "")
    after = planning.reassigned(made, case, Auditor(name, _tidy(team)), due)
    plans.put(workspace.places, after)
    return after


def every(workspace: Workspace) -> tuple[list[Plan], list[Problem]]:
    """Return every plan, newest first, and what is wrong with those that cannot be read."""
    return plans.every(workspace.places)


def find(workspace: Workspace, sample: str) -> Plan:
    """Return the plan of a sample. Raises `BadInput` if it has none."""
    return plans.find(workspace.places, sample)


# ── how far it is ────────────────────────────────────────────────────────────


def tasks(workspace: Workspace, made: Sequence[Plan], auditor: str | None = None) -> list[Task]:
    """Return every planned case of some plans, or those of one auditor, the most pressing first."""
    workspace.look(quick=True)
    today = workspace.today()
    wanted = [(plan, each) for plan in made for each in plan.assignments if _is_of(each, auditor)]
    found = [_task(workspace, plan, each, today) for plan, each in wanted]
    return sorted(found, key=lambda task: (task.progress == "signed off", task.assignment.due, task.assignment.case))


def _is_of(assignment: Assignment, auditor: str | None) -> bool:
    return auditor is None or same_person(assignment.auditor, auditor)


def _task(workspace: Workspace, plan: Plan, assignment: Assignment, today: str) -> Task:
    audits = tuple(_audits(workspace, plan, assignment.case))
    signed = {line.checklist for line in audits if line.state == "signed-off"}
    progress: Progress = "to begin" if not audits else "in progress"
    if signed >= set(plan.checklists):
        progress = "signed off"
    return Task(plan, assignment, audits, progress, assignment.due < today and progress != "signed off")


def _audits(workspace: Workspace, plan: Plan, case: str) -> list[Headline]:
    """Return the audits of a planned case: of that case, with those checklists, from the day of the plan on."""
    wanted = Wanted(equal=(("case", case),), since=plan.made_at[:10], practice_only=True)
    return [line for line in workspace.index.headlines(wanted) if line.checklist in plan.checklists]


def mine(workspace: Workspace) -> list[Task]:
    """Return what the person at the desk still has to audit, the most pressing first."""
    made, _ = every(workspace)
    return [task for task in tasks(workspace, made, workspace.person) if task.progress != "signed off"]


def standings(workspace: Workspace, made: Plan, known: Sequence[Task] | None = None) -> list[Standing]:
    """Return how far each auditor of a plan is; `known` are its tasks, where somebody has asked for them already."""
    found = tasks(workspace, [made]) if known is None else known
    progress = {task.assignment.case: task.progress for task in found}
    return planning.standings(made, progress, workspace.today())


# ── beginning ────────────────────────────────────────────────────────────────


def begin(workspace: Workspace, sample: str, case: str) -> list[Audit]:
    """Begin the audits of a planned case that nobody has begun yet; return them.

    Raises `BadInput` for a case that is not planned, `NotReady` where everything of it has begun.
    """
    made = find(workspace, sample)
    workspace.look(quick=True)
    planned = next((each for each in made.assignments if each.case == case), None)
    if planned is None:
        raise bad_input(case, "is not a case of this plan", f"Run `caseaudit plan show {sample}`")
    begun = {line.checklist: line.id for line in _audits(workspace, made, case)}
    if set(begun) >= set(made.checklists):
        raise NotReady(Problem(case, "has been begun", f"Go on with {', '.join(sorted(begun.values()))}"))
    header = _header(workspace, made, planned)
    if made.pack and not begun:
        return packs.begin(workspace, made.pack, header)
    return [auditing.begin(workspace, name, header) for name in made.checklists if name not in begun]


def _header(workspace: Workspace, made: Plan, planned: Assignment) -> Header:
    return Header(
        case=planned.case,
        team=planned.team,
        worker=planned.worker,
        auditor=planned.auditor,
        date=workspace.today(),
        cohort=planned.cohort,
        sample=made.sample,
    )
