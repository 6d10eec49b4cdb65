"""One record, as bytes: JSON as the program writes it, TOML where the workspace asks for it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from caseaudit.domain.audit import FORMAT, Action, Answer, Audit
from caseaudit.problems import BadInput, Problem, bad_input
from caseaudit.store import toml_text
from caseaudit.store.names import is_audit_id

LIMIT = 5 * 1_048_576
_PARTS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "answers": ("criterion", Answer),
    "actions": ("id", Action),
}

_RESTORE = "Restore it from its history (`caseaudit audit history ID`)"
_BYTE = re.compile(r"\(byte (\d+)\)")
_PLACE = re.compile(r"at `\$\.?([\w.\[\]…]*)")


class _Stamp(msgspec.Struct):
    format: int
    id: str = ""


_decoder = msgspec.json.Decoder(Audit)
_stamp = msgspec.json.Decoder(_Stamp)


def decode(content: bytes, name: str, *, by_hand: bool = True) -> Audit:
    """Return the audit that a file holds. `name` ends in `.json` or `.toml`.

    `by_hand` also refuses what only a hand writes: the same key twice. Raises `BadInput` with one problem.
    """
    try:
        audit = _from_toml(content, name) if name.endswith(".toml") else _from_json(content, name, by_hand=by_hand)
    except RecursionError:
        raise bad_input(name, "is nested too deeply", _RESTORE) from None
    except MemoryError:
        raise bad_input(name, "is too large to read", _RESTORE) from None
    if problem := _fault(audit, name):
        raise BadInput(problem)
    return audit


def _from_json(content: bytes, name: str, *, by_hand: bool) -> Audit:
    text = toml_text.text_of(content, name)
    body = text.encode()
    try:
        _refuse_newer(_stamp.decode(body).format, name)
        if by_hand:
            _refuse_repeated_keys(text, name)
        audit = _decoder.decode(body)
        return _with_kept(audit, msgspec.json.decode(body)) if by_hand else audit
    except msgspec.ValidationError as error:
        raise _not_a_record(name, str(error)) from None
    except msgspec.DecodeError as error:
        raise _not_json(name, body, str(error)) from None


def _from_toml(content: bytes, name: str) -> Audit:
    table = toml_text.parse(content, name)
    try:
        _refuse_newer(msgspec.convert(table, _Stamp).format, name)
        return _with_kept(msgspec.convert(table, Audit), table)
    except msgspec.ValidationError as error:
        raise _not_a_record(name, str(error)) from None


def _refuse_newer(found: int, name: str) -> None:
    if found > FORMAT:
        what = f"was made by a newer caseaudit (format {found}; this one reads up to {FORMAT})"
        raise bad_input(name, what, "Update caseaudit. Nothing was changed")
    if found < 1:
        raise bad_input(name, "has no valid format number", _RESTORE, "format")


def _refuse_repeated_keys(text: str, name: str) -> None:
    import json

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) != len(pairs):
            raise bad_input(name, "holds the same key twice in one place", "Keep the right one and remove the other")
        return table

    json.loads(text, object_pairs_hook=once)


def _not_a_record(name: str, said: str) -> BadInput:
    place = _PLACE.search(said)
    key = place[1] if place else ""
    what = (
        "lacks a field that every record has" if "missing required field" in said else "does not fit the record format"
    )
    return bad_input(name, what, f"Mend that field, or r{_RESTORE[1:]}", key)


def _not_json(name: str, body: bytes, said: str) -> BadInput:
    if "truncated" in said:
        return bad_input(name, "ends in the middle (an interrupted copy?)", _RESTORE)
    at = _BYTE.search(said)
    offset = int(at[1]) if at else 0
    line = body.count(b"\n", 0, offset) + 1
    column = offset - body.rfind(b"\n", 0, offset)
    return bad_input(f"{name}:{line}:{column}", "is not JSON", f"Mend that place, or r{_RESTORE[1:]}")


def _fault(audit: Audit, name: str) -> Problem | None:
    """Return what the types cannot say: ids that are no ids, dates that are no dates, answers given twice."""
    if not is_audit_id(audit.id):
        return Problem(name, "has an id that cannot be a file name", "Use lower-case letters, digits and hyphens", "id")
    dates = {"date": audit.date, **{action.id: action.due for action in audit.actions if action.due}}
    for key, value in dates.items():
        if not _is_date(value):
            return Problem(name, "is not a date", "Write it as YYYY-MM-DD", key)
    twice = {criterion for criterion in audit.criteria if audit.criteria.count(criterion) > 1}
    if twice:
        return Problem(name, "is answered twice", "Keep the right answer and remove the other", min(twice))
    return _grade_fault(audit, name)


def _grade_fault(audit: Audit, name: str) -> Problem | None:
    for answer in audit.answers:
        graded = answer.state == "graded" and answer.kind == "grade"
        if graded and answer.grade not in audit.checklist.grades:
            return Problem(
                name, "has a grade that its scale does not know", "Use a grade of the scale", answer.criterion
            )
    return None


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def encode(audit: Audit, ending: str = ".json") -> bytes:
    """Return the bytes of a record: keys in a fixed order, one a line, so that people and git can read it."""
    if ending == ".toml":
        import tomli_w

        return tomli_w.dumps(_tables(audit)).encode()
    body = msgspec.json.encode(_tables(audit) if audit.kept else audit)
    return msgspec.json.format(body, indent=1) + b"\n"


def _tables(audit: Audit) -> dict[str, Any]:
    tables: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(audit, kept={}))
    for part, (key, _) in _PARTS.items():
        unknown = audit.kept.get(part, {})
        tables[part] = [{**item, **unknown.get(item[key], {})} for item in tables.get(part, [])]
    return {**tables, **audit.kept.get("record", {})}


def _with_kept(audit: Audit, raw: Any) -> Audit:
    """Keep what this version does not know, so that saving does not lose it."""
    kept = {"record": _unknown(raw, Audit)}
    for part, (key, shape) in _PARTS.items():
        kept[part] = {item[key]: extra for item in raw.get(part, ()) if (extra := _unknown(item, shape))}
    kept = {part: extra for part, extra in kept.items() if extra}
    return msgspec.structs.replace(audit, kept=kept) if kept else audit


def _unknown(table: dict[str, Any], shape: type[msgspec.Struct]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in shape.__struct_fields__}
