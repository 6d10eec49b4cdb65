"""A file of counts, as bytes: JSON with one row a line, the same bytes for the same counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from caseaudit.domain.federation import FORMAT, Counts, Source
from caseaudit.domain.federation_refusals import ASK_AGAIN, Fault, faults
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import BadInput, Problem, bad_input
from caseaudit.store import toml_text

LIMIT = 256 * 1_048_576
"""How large a file may be, in bytes."""
_TOLD = 10
"""How many faults of one file are told."""
_ROWS = ("checklists", "criteria", "grades", "audits", "answers", "actions", "repeats")


class _Stamp(msgspec.Struct):
    caseaudit: Any = None
    format: Any = None


_BEGINNINGS = (b"{", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""Of JSON, or of a text in an encoding that is told apart."""

_decoder = msgspec.json.Decoder(Counts)
_stamp = msgspec.json.Decoder(_Stamp)


# ── writing ──────────────────────────────────────────────────────────────────


def encode(counts: Counts) -> bytes:
    """Return the bytes of a file of counts as `combined` puts them in order: one row a line, in ASCII alone."""
    tables = msgspec.to_builtins(counts)
    return ("{\n" + ",\n".join(f" {_line(key)}: {_value(value)}" for key, value in tables.items()) + "\n}\n").encode()


def _value(value: Any) -> str:
    if not isinstance(value, list | tuple):
        return _line(value)
    return "[" + ",".join(f"\n  {_line(row)}" for row in value) + ("\n ]" if value else "]")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


# ── reading ──────────────────────────────────────────────────────────────────


def decode(content: bytes, name: str) -> Counts:
    """Return the counts that a file holds. Raises `BadInput` with everything that is wrong in it."""
    try:
        counts = _read(content, name)
    except RecursionError:
        raise bad_input(name, "is nested too deeply", ASK_AGAIN) from None
    except MemoryError:
        raise bad_input(name, "is too large to read", ASK_AGAIN) from None
    _refuse(faults(counts), name)
    return counts


def _read(content: bytes, name: str) -> Counts:
    if content.strip(b"\0 \r\n\t") and not content.lstrip().startswith(_BEGINNINGS):
        raise _not_counts(name)
    body = toml_text.text_of(content, name).encode()
    _refuse_other(body, name)
    try:
        return _cleaned(_decoder.decode(body))
    except ValueError:
        _refuse(_misfits(_anything(body, name)), name)
    raise bad_input(name, "does not fit the format", ASK_AGAIN)


def _anything(body: bytes, name: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.ValidationError:
        raise bad_input(name, "holds a number that is too large", ASK_AGAIN) from None
    except msgspec.DecodeError as error:
        raise _not_json(body, name, str(error)) from None


def _refuse_other(content: bytes, name: str) -> None:
    """Raise `BadInput` for what is no JSON, no counts, or of a newer format."""
    try:
        stamp = _stamp.decode(content)
    except msgspec.ValidationError:
        raise _not_counts(name) from None
    except msgspec.DecodeError as error:
        raise _not_json(content, name, str(error)) from None
    if stamp.caseaudit != "counts":
        raise _not_counts(name)
    if isinstance(stamp.format, int) and stamp.format > FORMAT:
        what = f"was made by a newer caseaudit (format {stamp.format}; this one reads format {FORMAT})"
        raise bad_input(name, what, "Update caseaudit")


def _not_counts(name: str) -> BadInput:
    return bad_input(name, "holds no counts", "Make it with `caseaudit export counts`")


def _not_json(content: bytes, name: str, said: str) -> BadInput:
    if not content.strip():
        return bad_input(name, "is empty", ASK_AGAIN)
    if "truncated" in said or not content.rstrip().endswith(b"}"):
        return bad_input(name, "ends in the middle (an interrupted copy?)", "Copy it again, whole")
    return bad_input(name, "is not JSON", ASK_AGAIN)


def _refuse(found: Iterable[Fault], name: str) -> None:
    """Raise `BadInput` if there is any fault, with the first few of them and how many more there are."""
    all_of_them = iter(found)
    told = [Problem(name, fault.what, fault.remedy, fault.key) for fault in islice(all_of_them, _TOLD)]
    if more := sum(1 for _ in all_of_them):
        told.append(Problem(name, f"has {more} more faults", ASK_AGAIN))
    if told:
        raise BadInput(*told)


class _Kept(dict[str, str]):
    """Texts as they are kept, each held once: a million rows repeat a few names."""

    def __missing__(self, text: str) -> str:
        kept = self[text] = clean(text)
        return kept


def _cleaned(counts: Counts) -> Counts:
    """Return the counts with every text fit to keep."""
    kept = _Kept()

    def fit(row: Any) -> Any:
        return row._make([kept[value] if isinstance(value, str) else value for value in row])

    tables = {table: tuple(map(fit, getattr(counts, table))) for table in _ROWS}
    return replace(counts, services=tuple(_source(source, kept) for source in counts.services), **tables)


def _source(source: Source, kept: _Kept) -> Source:
    only = tuple(kept[each] for each in source.only)
    return replace(source, service=kept[source.service], program=kept[source.program], only=only)


# ── what does not fit the format, all of it ──────────────────────────────────


def _misfits(found: dict[str, Any]) -> Iterator[Fault]:
    """Yield a fault for each row and key that does not fit the types of `Counts`."""
    hints = get_type_hints(Counts, include_extras=True)
    for key in found.keys() - hints.keys():
        yield Fault(one_line(key)[:40], "is no key of a file of counts")
    for key, hint in hints.items():
        if key not in found:
            if key in ("services", "format"):
                yield Fault(key, "is missing")
        elif key in (*_ROWS, "services") and isinstance(found[key], list) and found[key]:
            yield from _misfits_of_rows(key, found[key], get_args(get_type_hints(Counts)[key])[0])
        else:
            yield from _misfit(key, found[key], hint, ())


def _misfits_of_rows(key: str, rows: list[Any], shape: type) -> Iterator[Fault]:
    columns = getattr(shape, "_fields", ())
    for place, row in enumerate(rows, 1):
        yield from _misfit(f"{key}[{place}]", row, shape, columns)


def _misfit(key: str, value: Any, shape: Any, columns: tuple[str, ...]) -> Iterator[Fault]:
    try:
        msgspec.convert(value, shape)
    except (msgspec.ValidationError, ValueError) as error:
        said, _, place = str(error).partition(" - at ")
        yield Fault(f"{key}{_column(place, columns)}", _in_words(said))


def _column(place: str, columns: tuple[str, ...]) -> str:
    """Return the name of what msgspec calls `$[17]` or `$.day`."""
    inner = place.strip("`$")
    number = inner.strip("[]")
    if number.isdecimal() and int(number) < len(columns):
        return f".{columns[int(number)]}"
    return inner if inner.startswith(".") else ""


_WORDS = (
    ("matching regex", "is not written as it should be"),
    ("`str` of length <=", "is not written as it should be"),
    ("`str` of length", "is empty"),
    ("`array` of length >=", "is empty"),
    (">= 1", "is below 1"),
    (">= 0", "is below 0"),
    ("<=", "is too large"),
    ("out of range", "is too large"),
    ("unknown field", "is no key of a file of counts"),
    ("missing required field", "lacks a key"),
    ("Invalid enum value", "is not one of the words allowed here"),
    ("of length", "has too few or too many columns"),
    ("Expected `int", "is not a whole number"),
    ("Expected `str`", "is not text"),
    ("Expected `array`", "is not a list"),
)


def _in_words(said: str) -> str:
    """Return what a decoder found wrong as people say it; its own words may hold the text of a file."""
    return next((words for sign, words in _WORDS if sign in said), "does not fit the format")
