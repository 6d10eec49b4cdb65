"""What a newer caseaudit wrote into a record and this one does not know: kept, and written back in its place.

Only what a newer one says of a revision goes: the next revision has its own.
"""

from __future__ import annotations

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


class _Part(NamedTuple):
    """A table inside another one, or a list of tables, which `names` tell apart."""

    shape: type[msgspec.Struct]
    names: tuple[str, ...] = ()


_INSIDE: dict[type[msgspec.Struct], dict[str, _Part]] = {
    Audit: {
        "checklist": _Part(ChecklistUsed),
        "pack": _Part(PackUsed),
        "facts": _Part(Fact, ("id",)),
        "sections": _Part(SectionUsed, ("id",)),
        "answers": _Part(Answer, ("criterion",)),
        "judgement": _Part(Judgement),
        "escalations": _Part(Escalation, ("criterion", "at")),
        "actions": _Part(Action, ("id",)),
        "sign_off": _Part(SignOff),
        "moderation": _Part(Moderation),
        "events": _Part(Event, ("at", "by", "what")),
    },
    ChecklistUsed: {"judgement": _Part(JudgementRule)},
    Answer: {"timing": _Part(Timing), "before": _Part(Before)},
    Moderation: {"outcomes": _Part(Outcome, ("criterion",))},
}
_OURS = "kept"
_DEEPEST = 64


def keeping(audit: Audit, raw: Tables) -> Audit:
    """Return the audit with what `raw`, its own tables, holds beyond it.

    Raises `RecursionError` for what is nested too deeply to be written back.
    """
    parts = _beyond(raw, Audit)
    record = {key: parts.pop(key) for key in list(parts) if key not in _INSIDE[Audit]}
    kept = {"record": record, **parts} if record else parts
    if not _is_shallow(kept, _DEEPEST):
        raise RecursionError
    return msgspec.structs.replace(audit, kept=kept)


def tables(audit: Audit) -> Tables:
    """Return an audit as plain tables, as its file has them: with what this version does not know."""
    plain: Tables = msgspec.to_builtins(msgspec.structs.replace(audit, kept={}))
    parts = {part: more for part, more in audit.kept.items() if part in _INSIDE[Audit]}
    return {**_with(plain, parts, Audit), **audit.kept.get("record", {})}


def _beyond(table: Tables, shape: type[msgspec.Struct]) -> Tables:
    """Return what a table, and those inside it, hold that this version does not know."""
    found = {key: value for key, value in table.items() if key not in shape.__struct_fields__ or key == _OURS}
    for name, part in _INSIDE.get(shape, {}).items():
        if more := _beyond_part(table.get(name), part):
            found[name] = more
    return found


def _beyond_part(held: Any, part: _Part) -> Tables:
    if not part.names:
        return _beyond(held or {}, part.shape)
    return {_name(item, part): more for item in held or () if (more := _beyond(item, part.shape))}


def _with(plain: Tables, more: Tables, shape: type[msgspec.Struct]) -> Tables:
    """Return a table with what was kept of it put back; what has been taken out since stays out."""
    inside = _INSIDE.get(shape, {})
    unknown = {key: value for key, value in more.items() if key not in inside}
    parts = {
        name: _put_back(plain[name], more[name], inside[name]) for name in inside if name in more and name in plain
    }
    return {**plain, **parts, **unknown}


def _put_back(held: Any, more: Tables, part: _Part) -> Any:
    if not part.names:
        return _with(held, more, part.shape)
    return [_with(item, more.get(_name(item, part), {}), part.shape) for item in held]


def _name(table: Tables, part: _Part) -> str:
    return " ".join(str(table.get(name, "")) for name in part.names)


def _is_shallow(value: Any, room: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return room > 0 and all(_is_shallow(item, room - 1) for item in inside)
