"""The JSON Schemas agree with what they describe: what is sound fits, what is not does not."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from caseaudit.domain.audit import Audit
from caseaudit.domain.checklist_reading import read_checklist
from caseaudit.domain.unknown import tables
from caseaudit.exports import schemas
from caseaudit.store.library import TABLES, Library
from caseaudit.store.places import shipped_checklists
from conftest import SAMPLE

CHECKLISTS = [path for path in (*sorted(shipped_checklists().glob("*.toml")), SAMPLE / "handover.toml")
              if path.name not in TABLES]  # fmt: skip


@pytest.mark.parametrize("path", CHECKLISTS, ids=lambda path: path.stem)
def test_every_checklist_fits_its_schema(library: Library, path: Path) -> None:
    """Every checklist that ships, and the sample."""
    schema = schemas.checklist(library.knowledge)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _first(table: dict[str, Any]) -> dict[str, Any]:
    return table["section"][0]["criterion"][0]


FACT = {"id": "moves", "label": "Moves", "kind": "number"}
FAULTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "an unknown key": lambda table: table.update(colour="red"),
    "a missing title": lambda table: table.pop("title"),
    "an empty title": lambda table: table.update(title="  "),
    "a newer format": lambda table: table.update(format=2),
    "an unknown scale": lambda table: table.update(scale="stars"),
    "a cohort that is none": lambda table: table.update(cohorts=["adults"]),
    "an area that is none": lambda table: table.update(areas=["chronologies"]),
    "an area twice": lambda table: table.update(areas=["chronology", "chronology"]),
    "no section": lambda table: table.update(section=[]),
    "a share above one": lambda table: table.update(judgement={"good_share": 1.5}),
    "an unknown key of the rule": lambda table: table.update(judgement={"god_share": 0.5}),
    "an id that is none": lambda table: _first(table).update(id="hnd-1"),
    "a weight out of range": lambda table: _first(table).update(weight=6),
    "no reason for critical": lambda table: _first(table).pop("critical_reason"),
    "an unknown kind": lambda table: _first(table).update(kind="stars"),
    "a state that cannot be allowed": lambda table: _first(table).update(allows=["maybe"]),
    "a missing descriptor": lambda table: _first(table)["descriptors"].pop("good"),
    "no descriptors": lambda table: _first(table).pop("descriptors"),
    "a descriptor of no grade": lambda table: _first(table)["descriptors"].update(superb="x"),
    "a lift to the lowest grade": lambda table: _first(table)["lift"].update(inadequate="x"),
    "a descriptor of another scale": lambda table: table["section"][0]["criterion"][1].update(
        descriptors={"good": "x"}
    ),
    "no source": lambda table: _first(table).update(sources=[]),
    "an unknown document": lambda table: _first(table)["sources"][0].update(document="nowhere"),
    "a paragraph that is text": lambda table: _first(table)["sources"][0].update(paragraph="44"),
    "a fact without a label": lambda table: table.update(fact=[{"id": "moves", "kind": "number"}]),
    "a fact of no kind": lambda table: table.update(fact=[{"id": "moves", "label": "Moves", "kind": "text"}]),
    "no fact in the list": lambda table: table.update(fact=[]),
    "a theme that is none": lambda table: table.update(fact=[{**FACT, "theme": "T99"}]),
    "a choice of nothing": lambda table: table.update(fact=[{**FACT, "kind": "choice"}]),
    "a choice of one": lambda table: table.update(fact=[{**FACT, "kind": "choice", "choices": ["near"]}]),
    "a choice twice": lambda table: table.update(fact=[{**FACT, "kind": "choice", "choices": ["near", "near"]}]),
    "choices of a number": lambda table: table.update(fact=[{**FACT, "choices": ["near", "far"]}]),
    "a number that lies ahead": lambda table: table.update(fact=[{**FACT, "ahead": True}]),
    "a grade by no clock": lambda table: _first(table).update(by_clock={"late": "good"}),
    "a clock's word that is none": lambda table: _first(table).update(
        timescale="core-group-later", by_clock={"x": "good"}
    ),
    "a clock's grade that is none": lambda table: _first(table).update(
        timescale="core-group-later", by_clock={"late": "yes"}
    ),
    "a clock's grade of another kind": lambda table: table["section"][0]["criterion"][1].update(
        timescale="core-group-later", by_clock={"late": "no"}
    ),
    "an unknown role of a source": lambda table: _first(table)["sources"][0].update(role="hearsay"),
}


@pytest.mark.parametrize("spoil", FAULTS.values(), ids=FAULTS)
def test_what_the_checker_refuses_the_schema_refuses(
    library: Library, spoil: Callable[[dict[str, Any]], object]
) -> None:
    """The two speak with one voice."""
    table = tomllib.loads((SAMPLE / "handover.toml").read_text(encoding="utf-8"))
    spoil(table)
    assert read_checklist(table, "handover", library.knowledge)[1]
    assert not Draft202012Validator(schemas.checklist(library.knowledge)).is_valid(table)


def test_a_record_fits_its_schema(signed: Audit) -> None:
    """As it is written; and a state that does not exist does not fit."""
    schema = schemas.record()
    Draft202012Validator.check_schema(schema)
    record = json.loads(json.dumps(tables(signed)))
    Draft202012Validator(schema).validate(record)
    record["answers"][0]["state"] = "perhaps"
    assert not Draft202012Validator(schema).is_valid(record)
    assert "kept" not in schema["$defs"]["Audit"]["properties"]
