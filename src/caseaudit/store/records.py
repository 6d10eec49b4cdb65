"""One record, as bytes: JSON as the program writes it, TOML where the workspace asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from caseaudit.domain.audit import FORMAT, Audit
from caseaudit.domain.unknown import keeping, tables
from caseaudit.problems import BadInput, bad_input, newer
from caseaudit.store import toml_text
from caseaudit.store.names import TOML_ENDINGS, is_audit_id

LIMIT = 5 * 1_048_576
_HIGHEST_COUNT = 999_999
_HIGHEST_REVISION = 99_999_999

_RESTORE = "Restore it from its history (`caseaudit audit history ID`)"
_BYTE = re.compile(r"\(byte (\d+)\)")
_PLACE = re.compile(r"at `\$\.?([\w.\[\]…]*)")


class _Stamp(msgspec.Struct):
    format: int
    id: str = ""


_TWICE = (
    ("is answered twice", attrgetter("answers"), attrgetter("criterion")),
    ("is an action that is there twice", attrgetter("actions"), attrgetter("id")),
    ("is a section that is there twice", attrgetter("sections"), attrgetter("id")),
    ("is a fact that is there twice", attrgetter("facts"), attrgetter("id")),
)
"""What may be in a record once only: what is said if it is there twice, where it stands, and its name."""
_decoder = msgspec.json.Decoder(Audit)
_stamp = msgspec.json.Decoder(_Stamp)


def decode(content: bytes, name: str, *, by_hand: bool = True) -> Audit:
    """Return the audit that a file holds. `name` ends in `.json` or `.toml`.

    `by_hand` also refuses what only a hand writes: the same key twice. Raises `BadInput` with one problem.
    """
    try:
        audit = _from_toml(content, name) if name.endswith(TOML_ENDINGS) else _from_json(content, name, by_hand=by_hand)
    except RecursionError:
        raise bad_input(name, "is nested too deeply", _RESTORE) from None
    except MemoryError:
        raise bad_input(name, "is too large to read", _RESTORE) from None
    if fault := next(_faults(audit), None):
        key, what, remedy = fault
        raise bad_input(name, what, remedy, key)
    return audit


def _from_json(content: bytes, name: str, *, by_hand: bool) -> Audit:
    return _as_written(content) or _as_found(content, name, by_hand=by_hand)


def _as_written(content: bytes) -> Audit | None:
    """Return the audit if the bytes are exactly what this version writes: nothing else can then be in them."""
    try:
        audit = _decoder.decode(content)
        same = audit.format == FORMAT and not audit.kept and encode(audit) == content
    except ValueError:
        return None
    return audit if same else None


def _as_found(content: bytes, name: str, *, by_hand: bool) -> Audit:
    text = toml_text.text_of(content, name)
    body = text.encode()
    try:
        _refuse_newer(_stamp.decode(body).format, name)
        if by_hand:
            _refuse_repeated_keys(text, name)
        return keeping(_decoder.decode(body), msgspec.json.decode(body))
    except msgspec.ValidationError as error:
        raise _not_a_record(name, str(error)) from None
    except msgspec.DecodeError as error:
        raise _not_json(name, body, str(error)) from None
    except ValueError:
        raise _too_large(name) from None


def _from_toml(content: bytes, name: str) -> Audit:
    table = toml_text.parse(content, name)
    try:
        _refuse_newer(msgspec.convert(table, _Stamp).format, name)
        return keeping(msgspec.convert(table, Audit), msgspec.json.decode(msgspec.json.encode(table)))
    except msgspec.ValidationError as error:
        raise _not_a_record(name, str(error)) from None
    except ValueError:
        raise _too_large(name) from None


def _refuse_newer(found: int, name: str) -> None:
    if found > FORMAT:
        raise BadInput(newer(name, found, FORMAT))
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
    if "out of range" in said:
        return _too_large(name)
    place = _PLACE.search(said)
    key = place[1] if place else ""
    what = (
        "lacks a field that every record has" if "missing required field" in said else "does not fit the record format"
    )
    return bad_input(name, what, f"Mend that field, or r{_RESTORE[1:]}", key)


def _too_large(name: str) -> BadInput:
    return bad_input(name, "holds a number that is too large", "Use an ordinary number")


def _not_json(name: str, body: bytes, said: str) -> BadInput:
    if "truncated" in said and not body.rstrip().endswith(b"}"):
        return bad_input(name, "ends in the middle (an interrupted copy?)", _RESTORE)
    at = _BYTE.search(said)
    if at is None:
        return bad_input(name, "is not JSON", f"Mend it, or r{_RESTORE[1:]}")
    offset = int(at[1])
    line = body.count(b"\n", 0, offset) + 1
    column = offset - body.rfind(b"\n", 0, offset)
    return bad_input(f"{name}:{line}:{column}", "is not JSON", f"Mend that place, or r{_RESTORE[1:]}")


def _faults(audit: Audit) -> Iterator[tuple[str, str, str]]:
    """Yield the key, what is wrong and the remedy of what the types cannot say."""
    if not is_audit_id(audit.id):
        yield "id", "has an id that cannot be a file name", "Use lower-case letters, digits and hyphens"
    yield from _odd_dates(audit)
    yield from _repeats(audit)
    yield from _odd_numbers(audit)
    yield from _odd_answers(audit)


def _odd_dates(audit: Audit) -> Iterator[tuple[str, str, str]]:
    dates = [("date", audit.date)]
    for action in audit.actions:
        dates += [(action.id, day) for day in (action.due, action.raised, action.done_on, action.closed_on) if day]
    for key, value in dates:
        if not _is_date(value):
            yield key, "is not a date", "Write it as YYYY-MM-DD"


def _repeats(audit: Audit) -> Iterator[tuple[str, str, str]]:
    for what, things, name in _TWICE:
        names = list(map(name, things(audit)))
        if len(set(names)) < len(names):
            yield min(each for each in names if names.count(each) > 1), what, "Keep the right one and remove the other"


def _odd_numbers(audit: Audit) -> Iterator[tuple[str, str, str]]:
    rule = audit.checklist.judgement
    for key in ("outstanding_share", "good_share", "lowest_share"):
        if not 0 < getattr(rule, key) <= 1:
            yield key, "is not a share", "Use a number above 0 and up to 1"
    if not 0 <= audit.revision.number <= _HIGHEST_REVISION:
        yield "revision", "is not a number that a revision has", _RESTORE


def _odd_answers(audit: Audit) -> Iterator[tuple[str, str, str]]:
    grades = audit.checklist.grades
    for answer in audit.answers:
        for what, remedy in _odd(answer.weight, answer.count, answer.state, answer.kind, answer.grade, grades):
            yield answer.criterion, what, remedy


@lru_cache(4096)
def _odd(
    weight: int, count: int | None, state: str, kind: str, grade: str, grades: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with an answer, and the remedies; very many answers are alike in all of this."""
    found: list[tuple[str, str]] = []
    if not 1 <= weight <= 5:
        found.append(("has a weight that is out of range", "Use 1 to 5"))
    if not 0 <= (count or 0) <= _HIGHEST_COUNT:
        found.append(("has a count that is out of range", f"Use 0 to {_HIGHEST_COUNT}"))
    if grade and state != "graded":
        found.append((f"has a grade and is {state}", "Keep one of the two"))
    elif state == "graded" and kind == "grade" and grade not in grades:
        found.append(("has a grade that its scale does not know", "Use a grade of the scale"))
    return tuple(found)


@lru_cache(4096)
def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def encode(audit: Audit, ending: str = ".json") -> bytes:
    """Return the bytes of a record: keys in a fixed order, one a line, so that people and git can read it."""
    if ending == ".toml":
        import tomli_w

        return tomli_w.dumps(_without_nulls(tables(audit))).encode()
    body = msgspec.json.encode(tables(audit) if audit.kept else audit)
    return msgspec.json.format(body, indent=1) + b"\n"


def _without_nulls(value: Any) -> Any:
    """TOML has no word for nothing: what only a newer version understands and left empty stays out."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value
