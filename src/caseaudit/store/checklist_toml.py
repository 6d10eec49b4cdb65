"""A checklist as TOML in the one form that this program writes.

Keys stand in the order of the format, grades in the order of the scale, and every text on one line between
double quotes; only `about` at the top, and a text with line breaks, stand between triple quotes. The same
content is always the same bytes, so a round trip through another format can be compared letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from caseaudit.domain import checklist_reading as reading
from caseaudit.domain.checklist import SCALE_OF_KIND
from caseaudit.domain.checklist_reading import Knowledge
from caseaudit.domain.facts_reading import FACT_KEYS
from caseaudit.plaintext import visible

Table = Mapping[str, Any]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_QUOTE, _SPELT_QUOTE = '"', '\\"'
_ENDING_QUOTE = re.compile(r'"(?="")|"\Z')
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b"}
_TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''.*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|" r"(?P<comment>#[^\n]*)",
    re.DOTALL,
)


def text(table: Table, known: Knowledge) -> str:
    """Return the file of a checklist whose tables hold no fault."""
    return written(_arranged(table, known))


def written(table: Table) -> str:
    """Return tables as a file, keys in the order in which they are given."""
    return "".join(f"{line}\n" for line in _lines(table, ""))


def not_kept(content: str, table: Table, known: Knowledge) -> str:
    """Return what of a file is lost when its tables are written anew, in a few words; nothing if nothing is."""
    comments = sum(1 for token in _TOKENS.finditer(content) if token["comment"])
    if content == text(table, known):
        return ""
    layout = "its own spacing, quotes and order of keys"
    return f"its {comments} comment{'' if comments == 1 else 's'}, and {layout}" if comments else layout


# ── keys in the order of the format ──────────────────────────────────────────


def _arranged(table: Table, known: Knowledge) -> dict[str, Any]:
    arranged = _ordered(table, reading.checklist_keys(known))
    if "judgement" in arranged:
        arranged["judgement"] = _ordered(table["judgement"], reading.JUDGEMENT_KEYS)
    arranged["section"] = [_section(section, table["scale"], known) for section in table["section"]]
    if "fact" in arranged:
        arranged["fact"] = [_ordered(fact, FACT_KEYS) for fact in table["fact"]]
    return arranged


def _section(table: Table, scale: str, known: Knowledge) -> dict[str, Any]:
    criteria = [_criterion(criterion, scale, known) for criterion in table["criterion"]]
    return {**_ordered(table, reading.SECTION_KEYS), "criterion": criteria}


def _criterion(table: Table, scale: str, known: Knowledge) -> dict[str, Any]:
    name = SCALE_OF_KIND.get(str(table.get("kind")), scale)
    grades = [grade.id for grade in known.scales[name].grades]
    arranged = _ordered(table, reading.CRITERION_KEYS)
    for key, order in (("descriptors", grades), ("lift", grades[::-1]), ("by_clock", reading.BY_CLOCK)):
        if key in arranged:
            arranged[key] = _ordered(arranged[key], order)
    arranged["sources"] = [_ordered(source, reading.SOURCE_KEYS) for source in table["sources"]]
    return arranged


def _ordered(table: Table, keys: Sequence[str] | Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with its keys in the given order; those that are not in it come last."""
    return {key: table[key] for key in (*keys, *table) if key in table}


# ── lines ────────────────────────────────────────────────────────────────────


def _lines(table: Table, name: str) -> Iterator[str]:
    """Yield the lines of a table: its own values first, then the tables in it, each under its full name."""
    inner = {key: value for key, value in table.items() if _is_tables(value)}
    for key, value in table.items():
        if key not in inner:
            yield f"{_key(key)} = {_value(value, tall=not name and key == 'about')}"
    for key, value in inner.items():
        yield from _tables(value, f"{name}.{_key(key)}" if name else _key(key))


def _is_tables(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _tables(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, list):
        for table in value:
            yield from ("", f"[[{name}]]", *_lines(table, name))
    elif value:
        yield from ("", f"[{name}]", *_lines(value, name))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _value(value: Any, *, tall: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _between_triple_quotes(value) if tall or "\n" in value else _quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    return repr(value)


def _quoted(value: str) -> str:
    return f'"{_spelt(value).replace(_QUOTE, _SPELT_QUOTE)}"'


def _between_triple_quotes(value: str) -> str:
    """Return a text as it reads, line by line; only the quotes that would end it are spelt out."""
    lines = "\n".join(map(_spelt, value.split("\n")))
    return f'"""\n{_ENDING_QUOTE.sub(lambda _: _SPELT_QUOTE, lines)}"""'


def _spelt(value: str) -> str:
    """Return a text with everything spelt out that TOML or the eye cannot take as it is, but for quotes."""
    if value.isascii() and value.isprintable():
        return value.replace("\\", "\\\\")
    return "".join(map(_spelt_character, value))


def _spelt_character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if visible(character) == character:
        return character
    return f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}"
