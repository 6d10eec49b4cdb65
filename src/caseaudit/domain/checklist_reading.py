"""From the plain tables of a TOML file to a checklist, naming everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from math import isfinite
from typing import Any, NamedTuple, get_args

from caseaudit.domain.checklist import (
    COHORTS,
    SCALE_OF_KIND,
    Audited,
    Checklist,
    Criterion,
    Critical,
    Document,
    Focus,
    JudgementRule,
    Kind,
    Scale,
    Section,
    Source,
    SourceRole,
    Status,
)
from caseaudit.problems import nearest

Path = tuple[str | int, ...]
"""Where a value stands: `("section", 0, "criterion", 2, "weight")`."""

CHECKLIST_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
CRITERION_ID = re.compile(r"[A-Z][A-Z0-9]{1,7}-[0-9]{2,3}")
ALLOWS = ("not-applicable", "insufficient-evidence")
LONGEST_TEXT = 20_000


class Fault(NamedTuple):
    """One thing wrong in the tables of a checklist."""

    path: Path
    what: str
    remedy: str


class Key(NamedTuple):
    """A key that a table may have."""

    check: Callable[[Any], str | tuple[str, str] | None]
    """Return what is wrong with a value (and optionally the remedy), or None."""
    needed: bool = False


class Knowledge(NamedTuple):
    """What a checklist may refer to."""

    scales: Mapping[str, Scale]
    documents: Mapping[str, Document]
    timescales: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


def read_checklist(table: Mapping[str, Any], name: str, known: Knowledge) -> tuple[Checklist | None, list[Fault]]:
    """Return the checklist, or None, and every fault found. `name` is the file's name without ending."""
    faults = list(chain(_checklist_faults(table, name, known), _all_section_faults(table, known)))
    if faults:
        return None, faults
    return _build(table), []


# ── checks of one value ──────────────────────────────────────────────────────


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return "is not text"
    if not value.strip():
        return "is empty"
    return f"is longer than {LONGEST_TEXT} characters" if len(value) > LONGEST_TEXT else None


def _texts(value: Any) -> str | None:
    if not isinstance(value, list):
        return "is not a list"
    return next((fault for item in value if (fault := _text(item))), None)


def _true_or_false(value: Any) -> str | None:
    return None if isinstance(value, bool) else "is not true or false"


def _whole(lowest: int, highest: int) -> Callable[[Any], str | tuple[str, str] | None]:
    def check(value: Any) -> tuple[str, str] | None:
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return None
        return "is not a whole number in range", f"Use {lowest} to {highest}"

    return check


def _share(value: Any) -> str | tuple[str, str] | None:
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if numeric and isfinite(value) and 0 < value <= 1:
        return None
    return "is not a share", "Use a number above 0 and up to 1"


def _one_of(*choices: str) -> Callable[[Any], str | tuple[str, str] | None]:
    def check(value: Any) -> str | tuple[str, str] | None:
        if not isinstance(value, str):
            return "is not text"
        return None if value in choices else ("is not one of the words allowed here", nearest(value, choices))

    return check


def _some_of(*choices: str) -> Callable[[Any], str | tuple[str, str] | None]:
    one = _one_of(*choices)

    def check(value: Any) -> str | tuple[str, str] | None:
        if not isinstance(value, list):
            return "is not a list"
        return next((fault for item in value if (fault := one(item))), None)

    return check


def _matching(pattern: re.Pattern[str], example: str) -> Callable[[Any], str | tuple[str, str] | None]:
    def check(value: Any) -> str | tuple[str, str] | None:
        if not isinstance(value, str):
            return "is not text"
        return None if pattern.fullmatch(value) else ("is not formed like an id", f"Write it like {example}")

    return check


def _table(value: Any) -> str | None:
    return None if isinstance(value, dict) else "is not a table"


def _tables(value: Any) -> str | None:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return "is not a list of tables"
    return None if value else "is empty"


# ── what each table may hold ─────────────────────────────────────────────────


def _checklist_keys(known: Knowledge) -> dict[str, Key]:
    return {
        "format": Key(_whole(1, 1), needed=True),
        "id": Key(_matching(CHECKLIST_ID, '"case-recording"'), needed=True),
        "title": Key(_text, needed=True),
        "version": Key(_text, needed=True),
        "status": Key(_one_of(*get_args(Status)), needed=True),
        "audited": Key(_one_of(*get_args(Audited)), needed=True),
        "cohorts": Key(_some_of(*COHORTS), needed=True),
        "areas": Key(_texts),
        "scale": Key(_one_of(*known.scales), needed=True),
        "core": Key(_true_or_false),
        "about": Key(_text, needed=True),
        "judgement": Key(_table),
        "section": Key(_tables, needed=True),
    }


JUDGEMENT_KEYS = {
    "roll_up": Key(_true_or_false),
    "reasons": Key(_one_of("required", "optional")),
    "outstanding_share": Key(_share),
    "good_share": Key(_share),
    "lowest_share": Key(_share),
}
SECTION_KEYS = {
    "id": Key(_matching(CHECKLIST_ID, '"direct-work"'), needed=True),
    "title": Key(_text, needed=True),
    "about": Key(_text),
    "applies_when": Key(_text),
    "criterion": Key(_tables, needed=True),
}
CRITERION_KEYS = {
    "id": Key(_matching(CRITERION_ID, '"CHR-03"'), needed=True),
    "question": Key(_text, needed=True),
    "kind": Key(_one_of(*get_args(Kind))),
    "focus": Key(_one_of(*get_args(Focus)), needed=True),
    "weight": Key(_whole(1, 5)),
    "critical": Key(_one_of(*get_args(Critical))),
    "critical_reason": Key(_text),
    "look_for": Key(_text, needed=True),
    "good_looks_like": Key(_text, needed=True),
    "weak_looks_like": Key(_text, needed=True),
    "allows": Key(_some_of(*ALLOWS)),
    "timescale": Key(_text),
    "descriptors": Key(_table),
    "lift": Key(_table),
    "sources": Key(_tables, needed=True),
}
SOURCE_KEYS = {
    "document": Key(_text, needed=True),
    "paragraph": Key(_whole(1, 100_000), needed=True),
    "role": Key(_one_of(*get_args(SourceRole)), needed=True),
}


def _faults(table: Mapping[str, Any], keys: Mapping[str, Key], path: Path) -> Iterator[Fault]:
    """Yield the unknown keys, the missing keys and the wrong values of one table."""
    for key in table.keys() - keys.keys():
        yield Fault((*path, key), "is not a key of the format", nearest(key, keys))
    for key, rule in keys.items():
        if key in table:
            yield from _value_faults(rule.check(table[key]), (*path, key))
        elif rule.needed:
            yield Fault((*path, key), "is missing", "Add it; docs/checklist-format.md says what it holds")


def _value_faults(found: str | tuple[str, str] | None, path: Path) -> Iterator[Fault]:
    if isinstance(found, tuple):
        yield Fault(path, *found)
    elif found:
        yield Fault(path, found, "docs/checklist-format.md says what it holds")


def _checklist_faults(table: Mapping[str, Any], name: str, known: Knowledge) -> Iterator[Fault]:
    yield from _faults(table, _checklist_keys(known), ())
    if isinstance(table.get("judgement"), dict):
        yield from _faults(table["judgement"], JUDGEMENT_KEYS, ("judgement",))
    if isinstance(table.get("id"), str) and table["id"] != name:
        yield Fault(("id",), "is not the file's name", "Give the file and the checklist the same name")
    yield from _area_faults(table.get("areas"), known.areas)


def _area_faults(areas: Any, known: frozenset[str]) -> Iterator[Fault]:
    named = [(at, area) for at, area in enumerate(areas if isinstance(areas, list) else ()) if isinstance(area, str)]
    yield from _repeats((("areas", at), area) for at, area in named)
    for at, area in named:
        if area not in known:
            yield Fault(("areas", at), "is not in areas.toml", nearest(area, known))


def _all_section_faults(table: Mapping[str, Any], known: Knowledge) -> Iterator[Fault]:
    sections = _tables_in(table, "section")
    yield from _repeats(((("section", at, "id"), section.get("id")) for at, section in sections))
    criteria = [
        (("section", at, "criterion", number), criterion)
        for at, section in sections
        for number, criterion in _tables_in(section, "criterion")
    ]
    yield from _repeats(((*path, "id"), criterion.get("id")) for path, criterion in criteria)
    for at, section in sections:
        yield from _faults(section, SECTION_KEYS, ("section", at))
    for path, criterion in criteria:
        yield from _criterion_faults(criterion, path, table.get("scale"), known)


def _tables_in(table: Mapping[str, Any], key: str) -> list[tuple[int, Mapping[str, Any]]]:
    value = table.get(key)
    items = value if isinstance(value, list) else []
    return [(at, item) for at, item in enumerate(items) if isinstance(item, dict)]


def _repeats(ids: Any) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, value in ids:
        if isinstance(value, str) and value in seen:
            yield Fault(path, "is used twice", "Give each its own id; never reuse one")
        seen.add(value if isinstance(value, str) else "")


def _criterion_faults(table: Mapping[str, Any], path: Path, scale: Any, known: Knowledge) -> Iterator[Fault]:
    yield from _faults(table, CRITERION_KEYS, path)
    if table.get("critical", "none") != "none" and "critical_reason" not in table:
        yield Fault((*path, "critical_reason"), "is missing", "Say why failing this one limits the judgement")
    if "timescale" in table and known.timescales and table["timescale"] not in known.timescales:
        yield Fault(
            (*path, "timescale"),
            "is not in timescales.toml",
            nearest(str(table["timescale"]), known.timescales),
        )
    yield from _descriptor_faults(table, path, _scale(table, scale, known))
    for at, source in _tables_in(table, "sources"):
        yield from _source_faults(source, (*path, "sources", at), known)


def _scale(table: Mapping[str, Any], scale: Any, known: Knowledge) -> Scale | None:
    name = SCALE_OF_KIND.get(str(table.get("kind")), scale)
    return known.scales.get(name) if isinstance(name, str) else None


def _descriptor_faults(table: Mapping[str, Any], path: Path, scale: Scale | None) -> Iterator[Fault]:
    if scale is None or table.get("kind") == "count":
        return
    graded = table.get("kind", "grade") == "grade"
    grades = [grade.id for grade in scale.grades]
    yield from _by_grade(table.get("descriptors", {}), (*path, "descriptors"), grades, needed=graded)
    yield from _by_grade(table.get("lift", {}), (*path, "lift"), grades[:-1], needed=False)


def _by_grade(table: Any, path: Path, grades: list[str], *, needed: bool) -> Iterator[Fault]:
    if isinstance(table, dict):
        yield from _faults(table, {grade: Key(_text, needed) for grade in grades}, path)


def _source_faults(table: Mapping[str, Any], path: Path, known: Knowledge) -> Iterator[Fault]:
    yield from _faults(table, SOURCE_KEYS, path)
    name = table.get("document")
    if not isinstance(name, str) or not name:
        return
    document = known.documents.get(name)
    if document is None:
        yield Fault((*path, "document"), "is not in sources.toml", nearest(name, known.documents))
    elif isinstance(table.get("paragraph"), int) and table["paragraph"] > document.paragraphs:
        yield Fault((*path, "paragraph"), "is past the end of the document", f"Its last is {document.paragraphs}")


# ── building, once nothing is wrong ──────────────────────────────────────────


def _build(table: Mapping[str, Any]) -> Checklist:
    shaped = ("format", "judgement", "section", "cohorts", "areas")
    plain = {key: value for key, value in table.items() if key not in shaped}
    return Checklist(
        **plain,
        cohorts=tuple(table["cohorts"]),
        areas=tuple(table.get("areas", ())),
        judgement=JudgementRule(**table.get("judgement", {})),
        sections=tuple(map(_section, table["section"])),
    )


def _section(table: Mapping[str, Any]) -> Section:
    plain = {key: value for key, value in table.items() if key != "criterion"}
    return Section(**plain, criteria=tuple(map(_criterion, table["criterion"])))


def _criterion(table: Mapping[str, Any]) -> Criterion:
    fields = dict(table)
    fields["sources"] = tuple(Source(**source) for source in table["sources"])
    if "allows" in fields:
        fields["allows"] = tuple(fields["allows"])
    return Criterion(**fields)
