"""What a newer caseaudit wrote into a file and this one does not know: kept, and written back in its place.

Only what a newer one says of a revision goes: the next revision has its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from caseaudit.domain.audit import Action, Answer, Audit, Before, ChecklistUsed, Event, Judgement, SectionUsed, SignOff
from caseaudit.domain.carrying import PackUsed
from caseaudit.domain.checklist import JudgementRule
from caseaudit.domain.escalation import Escalation
from caseaudit.domain.facts import Fact
from caseaudit.domain.moderation import Moderation, Outcome
from caseaudit.domain.timing import Timing

Tables = dict[str, Any]


class Part(NamedTuple):
    """A table, or a list of tables, which `names` tell apart; and what is inside each, by its key."""

    shape: type[msgspec.Struct]
    names: tuple[str, ...] = ()
    inside: Mapping[str, Part] = MappingProxyType({})


_AUDIT = Part(
    Audit,
    inside={
        "checklist": Part(ChecklistUsed, inside={"judgement": Part(JudgementRule)}),
        "pack": Part(PackUsed),
        "facts": Part(Fact, ("id",)),
        "sections": Part(SectionUsed, ("id",)),
        "answers": Part(Answer, ("criterion",), {"timing": Part(Timing), "before": Part(Before)}),
        "judgement": Part(Judgement),
        "escalations": Part(Escalation, ("criterion", "at")),
        "actions": Part(Action, ("id",)),
        "sign_off": Part(SignOff),
        "moderation": Part(Moderation, inside={"outcomes": Part(Outcome, ("criterion",))}),
        "events": Part(Event, ("at", "by", "what")),
    },
)
_OURS = "kept"
_DEEPEST = 64


def keeping(audit: Audit, raw: Tables) -> Audit:
    """Return the audit with what `raw`, its own tables, holds beyond it.

    Raises `RecursionError` for what is nested too deeply to be written back.
    """
    parts = _beyond(raw, _AUDIT)
    record = {key: parts.pop(key) for key in list(parts) if key not in _AUDIT.inside}
    kept = {"record": record, **parts} if record else parts
    if not _is_shallow(kept, _DEEPEST):
        raise RecursionError
    return msgspec.structs.replace(audit, kept=kept)


def tables(audit: Audit) -> Tables:
    """Return an audit as plain tables, as its file has them: with what this version does not know."""
    plain: Tables = msgspec.to_builtins(msgspec.structs.replace(audit, kept={}))
    parts = {part: more for part, more in audit.kept.items() if part in _AUDIT.inside}
    return {**_with(plain, parts, _AUDIT), **audit.kept.get("record", {})}


def carried(plain: Tables, before: Tables, part: Part) -> Tables:
    """Return the tables of a file with what the file that they take the place of, `before`, holds beyond them."""
    return _with(plain, _beyond(before, part), part)


def _beyond(table: Tables, part: Part) -> Tables:
    """Return what a table, and those inside it, hold that this version does not know."""
    found = {key: value for key, value in table.items() if key not in part.shape.__struct_fields__ or key == _OURS}
    for name, inner in part.inside.items():
        if more := _beyond_part(table.get(name), inner):
            found[name] = more
    return found


def _beyond_part(held: Any, part: Part) -> Tables:
    if not part.names:
        return _beyond(held or {}, part)
    return {_name(item, part): more for item in held or () if (more := _beyond(item, part))}


def _with(plain: Tables, more: Tables, part: Part) -> Tables:
    """Return a table with what was kept of it put back; what has been taken out since stays out."""
    inside = part.inside
    unknown = {key: value for key, value in more.items() if key not in inside}
    parts = {
        name: _put_back(plain[name], more[name], inside[name]) for name in inside if name in more and name in plain
    }
    return {**plain, **parts, **unknown}


def _put_back(held: Any, more: Tables, part: Part) -> Any:
    if not part.names:
        return _with(held, more, part)
    return [_with(item, more.get(_name(item, part), {}), part) for item in held]


def _name(table: Tables, part: Part) -> str:
    return " ".join(str(table.get(name, "")) for name in part.names)


def _is_shallow(value: Any, room: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return room > 0 and all(_is_shallow(item, room - 1) for item in inside)
