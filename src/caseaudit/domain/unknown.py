"""What a newer caseaudit wrote into a record and this one does not know: kept, and written back in its place."""

from __future__ import annotations

from typing import Any

import msgspec

from caseaudit.domain.audit import Action, Answer, Audit, ChecklistUsed, Judgement, SectionUsed, SignOff
from caseaudit.domain.carrying import PackUsed
from caseaudit.domain.facts import Fact
from caseaudit.domain.moderation import Moderation

_LISTS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "facts": ("id", Fact),
    "sections": ("id", SectionUsed),
    "answers": ("criterion", Answer),
    "actions": ("id", Action),
}
_TABLES: dict[str, type[msgspec.Struct]] = {
    "checklist": ChecklistUsed,
    "pack": PackUsed,
    "judgement": Judgement,
    "sign_off": SignOff,
    "moderation": Moderation,
}
_DEEPEST = 64


def keeping(audit: Audit, raw: dict[str, Any]) -> Audit:
    """Return the audit with what `raw`, its own tables, holds beyond it.

    Raises `RecursionError` for what is nested too deeply to be written back.
    """
    known = {field for field in Audit.__struct_fields__ if field != "kept"}
    kept = {"record": {key: value for key, value in raw.items() if key not in known}}
    for part, (key, shape) in _LISTS.items():
        kept[part] = {item[key]: extra for item in raw.get(part, ()) if (extra := _unknown(item, shape))}
    for part, shape in _TABLES.items():
        kept[part] = _unknown(raw.get(part) or {}, shape)
    kept = {part: extra for part, extra in kept.items() if extra}
    if not _is_shallow(kept, _DEEPEST):
        raise RecursionError
    return msgspec.structs.replace(audit, kept=kept)


def tables(audit: Audit) -> dict[str, Any]:
    """Return an audit as plain tables, as its file has them: with what this version does not know."""
    plain: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(audit, kept={}))
    for part in _LISTS.keys() & audit.kept.keys() & plain.keys():
        key, _ = _LISTS[part]
        plain[part] = [{**item, **audit.kept[part].get(item[key], {})} for item in plain[part]]
    for part in _TABLES.keys() & audit.kept.keys() & plain.keys():
        plain[part] = {**plain[part], **audit.kept[part]}
    return {**plain, **audit.kept.get("record", {})}


def _unknown(table: dict[str, Any], shape: type[msgspec.Struct]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in shape.__struct_fields__}


def _is_shallow(value: Any, room: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return room > 0 and all(_is_shallow(item, room - 1) for item in inside)
