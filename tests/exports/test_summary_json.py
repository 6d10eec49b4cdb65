"""The JSON of a summary fits its schema, and the schema says what every key means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.summarising import DIMENSIONS, summarise
from caseaudit.desk.workspace import Workspace
from caseaudit.exports import summary_json, summary_schema
from caseaudit.store.index import Wanted
from conftest import NOON

SCHEMA = summary_schema.summary()


@pytest.fixture
def demo(tmp_path: Path) -> Workspace:
    """A demonstration of eighty audits."""
    return Workspace(make_demonstration(tmp_path / "demo", audits=80), clock=lambda: NOON)


def as_read(workspace: Workspace, *by: str, wanted: Wanted | None = None) -> Any:
    """Return the summary as a program reads it."""
    report = summarise(workspace, wanted or Wanted(), by)
    return json.loads(json.dumps(summary_json.document(report)))


def test_a_summary_fits_its_schema(demo: Workspace) -> None:
    """With every breakdown, with a file that cannot be read, and with nothing in it."""
    (demo.places.audits / "2026-11" / "20261101-broken.json").write_bytes(b"{")
    Draft202012Validator.check_schema(SCHEMA)
    full = as_read(demo, *DIMENSIONS)
    assert sorted(each["by"] for each in full["breakdowns"]) == sorted(DIMENSIONS)
    assert "20261101-broken.json" in full["unreadable"][0]
    for document in (full, as_read(demo, wanted=Wanted(equal=(("team", "Nowhere"),)))):
        Draft202012Validator(SCHEMA).validate(document)


SPOILT: dict[str, Callable[[Any], object]] = {
    "a key too many": lambda document: document.update(colour="red"),
    "a key too few": lambda document: document.pop("months"),
    "a share above one": lambda document: document["rows"][0]["good_or_better"].update(high=1.1),
    "a count below none": lambda document: document["actions"].update(open=-1),
    "a difference out of bounds": lambda document: document["overall"]["gap"].update(low=-1.1),
    "a grade that nobody gave": lambda document: document["rows"][0]["grades"].update(good=0),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_no_summary_does_not_fit(spoil: Callable[[Any], object], demo: Workspace) -> None:
    """The schema is not so wide that anything fits."""
    document = as_read(demo)
    spoil(document)
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def keys(schema: Any) -> Iterator[tuple[str, Any]]:
    """Yield every key that a schema knows, with what it says of it."""
    for name, inner in schema.get("properties", {}).items():
        yield name, inner
        yield from keys(inner)
    for inner in [schema["items"]] if "items" in schema else schema.get("anyOf", ()):
        yield from keys(inner)


def test_every_key_is_described_and_none_in_vain() -> None:
    """A key without a meaning cannot get in; a meaning without a key is old."""
    found = dict(keys(SCHEMA))
    assert all(inner["description"] for inner in found.values())
    assert found.keys() == summary_schema.MEANINGS.keys()


def test_the_keys_that_other_programs_rely_on(demo: Workspace) -> None:
    """Audits, what is unreadable, and for each criterion its counts."""
    document = as_read(demo)
    assert document["audits"] == summarise(demo).signed_off > 0
    row = document["rows"][0]
    assert {"checklist", "criterion", "grades", "not_applicable", "insufficient_evidence", "not_assessed"} <= row.keys()
    assert set(row["good_or_better"]) == {"n", "of", "low", "high"}
    assert sum(row["grades"].values()) == row["good_or_better"]["of"]


def test_no_case_is_named(demo: Workspace) -> None:
    """Repeat findings are counts of cases, and never which."""
    every_case = {line.case for line in demo.index.headlines(Wanted())} if as_read(demo) else set()
    words = json.dumps(as_read(demo, *DIMENSIONS))
    assert every_case
    assert not [case for case in every_case if f'"{case}"' in words]
