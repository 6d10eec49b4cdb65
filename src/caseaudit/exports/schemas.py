"""The JSON Schema of each format, made from the code that reads it, so that the two cannot disagree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import getclosurevars
from typing import Any

import msgspec

from caseaudit.domain import checklist_reading as reading
from caseaudit.domain.audit import Audit
from caseaudit.domain.calibration import Session
from caseaudit.domain.checklist import SCALE_OF_KIND, Scale
from caseaudit.domain.checklist_reading import Knowledge
from caseaudit.domain.facts_reading import FACT_KEYS, FEWEST_CHOICES
from caseaudit.domain.sampling import Sample
from caseaudit.domain.shape import LONGEST_TEXT, Key

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"\S"}


def record() -> Schema:
    """Return the schema of the record of one audit, from the types it is read into."""
    schema = msgspec.json.schema(Audit)
    schema["$defs"]["Audit"]["properties"].pop("kept")
    return {"$schema": DIALECT, "title": "A caseaudit record", **schema}


def sample() -> Schema:
    """Return the schema of a sample as JSON: its file, and two words on its state."""
    schema = msgspec.json.schema(Sample)
    of_state = {
        "intact": {"type": "boolean", "description": "false where somebody changed the file after it was drawn"},
        "kept": {"type": "boolean", "description": "false where it was only drawn to look at"},
    }
    schema["$defs"]["Sample"]["properties"] |= of_state
    return {"$schema": DIALECT, "title": "A caseaudit sample", **schema}


def session() -> Schema:
    """Return the schema of the file of a session of calibration, from the types it is read into."""
    return {"$schema": DIALECT, "title": "A caseaudit session of calibration", **msgspec.json.schema(Session)}


# ── a checklist, from the tables of keys that check it ───────────────────────


def checklist(known: Knowledge) -> Schema:
    """Return the schema of a checklist with the scales, documents and clocks that it may name."""
    schema = _object(
        reading.checklist_keys(known),
        areas={"type": "array", "items": {"type": "string", "enum": sorted(known.areas)}, "uniqueItems": True},
        judgement=_object(reading.JUDGEMENT_KEYS),
        section=_list(_section(known)),
        fact=_list(_fact()),
    )
    rules = [_rule_of_scale(scale, known) for scale in known.scales.values()]
    return {"$schema": DIALECT, "title": "A caseaudit checklist", **schema, "allOf": rules}


def _fact() -> Schema:
    choices = {"type": "array", "items": _TEXT, "minItems": FEWEST_CHOICES, "uniqueItems": True}
    schema = _object(FACT_KEYS, choices=choices)
    choosing = {"properties": {"kind": {"const": "choice"}}}
    dated = {"properties": {"kind": {"enum": ["date", "dates"]}}}
    ahead = {"properties": {"ahead": {"const": True}}, "required": ["ahead"]}
    rules = [
        {"if": choosing, "then": {"required": ["choices"]}, "else": {"properties": {"choices": False}}},
        {"if": ahead, "then": dated},
    ]
    return {**schema, "allOf": rules}


def _section(known: Knowledge) -> Schema:
    return _object(reading.SECTION_KEYS, criterion=_list(_criterion(known)))


def _criterion(known: Knowledge) -> Schema:
    document = {"type": "string", "enum": sorted(known.documents)}
    texts = {"type": "object", "additionalProperties": _TEXT}
    clock = {"timescale": {"type": "string", "enum": sorted(known.timescales)}} if known.timescales else {}
    schema = _object(
        reading.CRITERION_KEYS,
        sources=_list(_object(reading.SOURCE_KEYS, document=document)),
        descriptors=texts,
        lift=texts,
        by_clock=_by_clock(sorted({grade.id for scale in known.scales.values() for grade in scale.grades})),
        **clock,
    )
    limiting = {"properties": {"critical": {"enum": ["harm", "welfare"]}}, "required": ["critical"]}
    timed = {"required": ["timescale"], "properties": {"kind": {"const": "grade"}}}
    rules = [
        {"if": limiting, "then": {"required": ["critical_reason"]}},
        {"if": {"required": ["by_clock"]}, "then": timed},
    ]
    return {**schema, "allOf": rules}


def _by_clock(grades: list[str]) -> Schema:
    grade = {"type": "string", "enum": grades}
    return {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(reading.BY_CLOCK, grade)}


def _rule_of_scale(scale: Scale, known: Knowledge) -> Schema:
    """Return what a checklist's scale asks of the descriptors of its criteria."""
    on_another = [*SCALE_OF_KIND, "count"]
    rules = [
        {
            "if": {"properties": {"kind": {"not": {"enum": on_another}}}},
            "then": {
                "required": ["descriptors"],
                "properties": {
                    **_by_grade(scale, needed=True),
                    "by_clock": {"additionalProperties": {"enum": [grade.id for grade in scale.grades]}},
                },
            },
        },
        *(
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"properties": _by_grade(known.scales[name], needed=False)},
            }
            for kind, name in SCALE_OF_KIND.items()
            if name in known.scales
        ),
    ]
    criteria = {"properties": {"criterion": {"items": {"allOf": rules}}}}
    return {
        "if": {"properties": {"scale": {"const": scale.id}}},
        "then": {"properties": {"section": {"items": criteria}}},
    }


def _by_grade(scale: Scale, *, needed: bool) -> Schema:
    grades = [grade.id for grade in scale.grades]
    descriptors: Schema = {"propertyNames": {"enum": grades}, **({"required": grades} if needed else {})}
    return {"descriptors": descriptors, "lift": {"propertyNames": {"enum": grades[:-1]}}}


def _object(keys: Mapping[str, Key], **inner: Schema) -> Schema:
    """Return the schema of one table; `inner` holds those of the tables in it, and of what it names."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, key in keys.items() if key.needed],
        "properties": {name: inner.get(name) or _value(key.check) for name, key in keys.items()},
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": items}


def _value(check: Callable[..., object]) -> Schema:
    """Return the schema that says what a check of one value checks."""
    name = check.__qualname__.partition(".")[0]
    return _SAYS[name](getclosurevars(check).nonlocals)


def _choices(within: Mapping[str, Any]) -> Schema:
    return {"type": "string", "enum": sorted(within["choices"])}


_SAYS: dict[str, Callable[[Mapping[str, Any]], Schema]] = {
    "text": lambda _: _TEXT,
    "true_or_false": lambda _: {"type": "boolean"},
    "share": lambda _: {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
    "table": lambda _: {"type": "object"},
    "tables": lambda _: {"type": "array", "minItems": 1, "items": {"type": "object"}},
    "whole": lambda within: {"type": "integer", "minimum": within["lowest"], "maximum": within["highest"]},
    "one_of": _choices,
    "some_of": lambda within: {"type": "array", "items": _value(within["one"])},
    "matching": lambda within: {"type": "string", "pattern": f"^(?:{within['pattern'].pattern})$"},
}
