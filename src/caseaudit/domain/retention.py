"""How long audits, samples and sessions are kept, when each is due to be removed, and what a removal leaves behind.

The periods are the service's own, from its retention schedule: none ships with this program. Article 5(1)(e) of the UK
GDPR asks for data to be kept no longer than is needed and gives no period. The case file has periods of its own (75
years from birth for children looked after, 100 for adoption; 35 for child protection was held lawful in R (C) v
Northumberland [2015] EWHC 2134 (Admin)); working papers of an audit are usually kept for much less.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from caseaudit.domain.actions import goes_on
from caseaudit.domain.audit import Audit
from caseaudit.domain.how_many import how_many
from caseaudit.problems import BadInput, Problem, nearest

FORMAT = 1
LONGEST = 1200
"""Months: a hundred years, as for adoption."""
Kind = Literal["audit", "sample", "session"]
_MONTHS = ("audits_months", "samples_months", "training_months")
_WORDS = ("basis", "suspended")
_CHECKLISTS = "checklists"
KEYS = (*_MONTHS, _CHECKLISTS, *_WORDS)
"""What the table `[retention]` of a workspace's settings may hold."""


class Rule(Struct, frozen=True, omit_defaults=True):
    """How long this workspace keeps what it holds, in months; 0: nobody has settled that."""

    audits_months: int = 0
    samples_months: int = 0
    training_months: int = 0
    checklists: dict[str, int] = {}
    """Months by checklist, where they are not those of all audits."""
    basis: str = ""
    """Where the periods come from: the line of the council's schedule."""
    suspended: str = ""
    """Why nothing at all may be removed now, as during an inquiry; empty where removal goes on."""

    def of_audit(self, audit: Audit) -> tuple[int, str]:
        """Return for how many months an audit is kept, and which line of the settings says so."""
        if audit.role == "training":
            return self.training_months, f"training_months = {self.training_months}"
        if own := self.checklists.get(audit.checklist.id):
            return own, f"checklists.{audit.checklist.id} = {own}"
        return self.audits_months, f"audits_months = {self.audits_months}"

    @property
    def shortest_of_audits(self) -> int:
        """The fewest months for which any audit is kept; 0 where no line says anything of audits."""
        return min(filter(None, (self.audits_months, self.training_months, *self.checklists.values())), default=0)


def rule(table: Mapping[str, Any], where: str) -> Rule:
    """Return the rule that a table of settings says. Raises `BadInput` with everything that is wrong in it."""
    if wrong := [problem._replace(where=where) for problem in _wrong(table)]:
        raise BadInput(*wrong)
    return Rule(**table)


def _wrong(table: Mapping[str, Any]) -> Iterator[Problem]:
    for key, value in table.items():
        called = f"retention.{key}"
        if key not in KEYS:
            yield Problem("", "is not a line of the retention rule", nearest(key, KEYS), called)
        elif key in _WORDS and not isinstance(value, str):
            yield Problem("", "is not text", 'Write it in quotes: "..."', called)
        elif key in _MONTHS and not _is_period(value):
            yield _no_period(called)
        elif key == _CHECKLISTS:
            yield from _wrong_periods(value, called)


def _wrong_periods(value: Any, called: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("", "is not a table", "Write [retention.checklists], then a line for each checklist", called)
        return
    yield from (_no_period(f"{called}.{name}") for name, months in value.items() if not _is_period(months))


def _is_period(value: Any) -> bool:
    return type(value) is int and 1 <= value <= LONGEST


def _no_period(called: str) -> Problem:
    return Problem("", "is not a number of months", f"Give a whole number from 1 to {LONGEST}", called)


# ── when ─────────────────────────────────────────────────────────────────────


def counted_from(audit: Audit, typed: str = "") -> str:
    """Return the ISO date from which an audit's time runs: its sign-off, or else the last time somebody saved it.

    `typed` says when somebody last wrote in it without saving, UTC: nobody's work in hand is removed.
    """
    last = audit.sign_off.at if audit.sign_off else audit.revision.at
    return max(audit.date, last[:10], typed[:10])


def due_on(counted: str, months: int) -> str:
    """Return the ISO date on which something is due: so many months on, or the last day of a shorter month."""
    first = date.fromisoformat(counted)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year:
        return date.max.isoformat()
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1])).isoformat()


def months_before(today: str, months: int) -> str:
    """Return the latest ISO date that can be due today after so many months; nothing later is."""
    last = date.fromisoformat(today)
    year, month = divmod(last.year * 12 + last.month - 1 - months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1]).isoformat() if year >= 1 else date.min.isoformat()


class Due(NamedTuple):
    """One thing whose time is over, and what may keep it all the same."""

    kind: Kind
    id: str
    about: str
    """Of an audit, its checklist's id; else empty."""
    counted_from: str
    due: str
    """ISO date."""
    rule: str
    """The line of the settings that says so."""
    second_grades: tuple[str, ...] = ()
    """The ids of the second grades that go with it."""
    hold: str = ""
    """Why it is held, if it is."""
    open_actions: int = 0
    """How many of its actions nobody has closed."""
    needed_by: int = 0
    """Of a sample: how many audits that were drawn in it stay."""

    def kept_by(self, *, even_with_open_actions: bool = False) -> str:
        """Return in a few words why it stays although its time is over; nothing if it may go."""
        if self.hold:
            return "held"
        if self.open_actions and not even_with_open_actions:
            return how_many(self.open_actions, "open action")
        if self.needed_by:
            return f"{how_many(self.needed_by, 'audit')} drawn in it"
        return ""


def due_audit(
    audit: Audit, second_grades: Iterable[Audit], rule: Rule, holds: Mapping[str, str], today: str, typed: str = ""
) -> Due | None:
    """Return that an audit is due, with its second grades; None if it is not yet, or no line says when."""
    months, line = rule.of_audit(audit)
    counted = counted_from(audit, typed)
    if not months or (due := due_on(counted, months)) > today:
        return None
    seconds = tuple(second_grades)
    together = (audit, *seconds)
    hold = next((holds[each.id] for each in together if each.id in holds), "")
    unfinished = sum(goes_on(action) for each in together for action in each.actions)
    ids = tuple(each.id for each in seconds)
    return Due("audit", audit.id, audit.checklist.id, counted, due, line, ids, hold, unfinished)


# ── what is left behind ──────────────────────────────────────────────────────


class Removed(Struct, frozen=True):
    """How many audits of one checklist, from one month, were removed."""

    checklist: str
    month: str
    """`2024-11`: the month of sign-off, or of the last change."""
    number: int


class Certificate(Struct, frozen=True, omit_defaults=True):
    """What was removed, by which rule, when, and who had it done. It names no case, no child, no worker, no auditor.

    Ids stand in it only while the removal is under way: an id is derived from nobody, but an export that was handed out
    before may still say whose it is.
    """

    format: int
    begun_at: str
    """UTC."""
    by: str
    """Who had it done: claimed, not proved."""
    program: str
    """The version of caseaudit that did it."""
    rule: Rule
    audits: tuple[Removed, ...] = ()
    second_grades: int = 0
    samples: int = 0
    """With the plans that were made of them."""
    sessions: int = 0
    even_with_open_actions: bool = False
    """Whether audits whose actions were not closed were to go too."""
    completed_at: str = ""
    """UTC; empty while the removal is under way."""
    held_meanwhile: int = 0
    """How many of these audits stayed, because they were put under hold before it was their turn."""
    files: int = 0
    """How many files were removed."""
    still_to_remove: dict[Kind, tuple[str, ...]] = {}
    """Ids; empty once the removal is complete."""


def counted(audits: Iterable[tuple[str, str]]) -> tuple[Removed, ...]:
    """Return how many audits there are of each checklist and month."""
    numbers = Counter(audits)
    return tuple(Removed(checklist, month, numbers[checklist, month]) for checklist, month in sorted(numbers))
