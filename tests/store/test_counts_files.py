"""A file of counts is the same bytes for the same counts; one that is damaged or altered is refused line by line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.federation import Counts, combined
from caseaudit.problems import BadInput
from caseaudit.store import counts_json
from made_up_counts import bracketed, services, small

WHOLE = counts_json.encode(small("Eastborough", n=2))
NEWER = WHOLE.replace(b'"format": 1', b'"format": 2')
DEEP = b"[" * 100_000
SECRET = "ZZCANARY"


@given(st.data())
def test_the_bytes_depend_on_nothing_but_the_counts(data: st.DataObject) -> None:
    """In any order and any brackets, through files and back after each step."""
    parts = data.draw(services())
    through_files = [counts_json.decode(counts_json.encode(part), "x.json") for part in parts]
    assert through_files == parts
    merged = counts_json.encode(combined(parts))
    assert counts_json.encode(data.draw(bracketed(through_files))) == merged
    assert counts_json.encode(counts_json.decode(merged, "x.json")) == merged


def test_a_person_can_read_the_file() -> None:
    """One row a line, its kind at the top, nothing but ASCII."""
    lines = WHOLE.decode("ascii").splitlines()
    assert lines[:4] == ["{", ' "caseaudit": "counts",', ' "format": 1,', ' "services": [']
    assert '  ["Eastborough","North","care-leaver","audit","2026-11","chronology","1.0","good",2,2,0,2]' in lines


def refused(content: bytes) -> list[str]:
    """Return what is said of a file that cannot be read."""
    with pytest.raises(BadInput) as found:
        counts_json.decode(content, "east.json")
    return str(found.value).splitlines()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty (an interrupted copy?)"),
        (WHOLE[: len(WHOLE) // 2], "ends in the middle (an interrupted copy?)"),
        (WHOLE[:-3], "ends in the middle (an interrupted copy?)"),
        (b"{]}", "is not JSON"),
        (b"<html>", "holds no counts"),
        (b"PK\x03\x04\xff", "holds no counts"),
        (b"[1, 2]", "holds no counts"),
        (b'{"format": 1, "audits": []}', "holds no counts"),
        (NEWER, "was made by a newer caseaudit (format 2; this one reads format 1)"),
        (DEEP, "holds no counts"),
        (b'{"caseaudit": "counts", "services": ' + DEEP, "is nested too deeply"),
        (b'{"caseaudit": "counts", "format": 1, "services": [{"audits": 1e999}]}', "holds a number that is too large"),
        (WHOLE.decode().encode("utf-16"), "is saved as UTF-16"),
    ],
    ids=range(13),
)
def test_what_is_no_file_of_counts(content: bytes, what: str) -> None:
    """One line says what it is instead."""
    (line,) = refused(content)
    assert line.startswith(f"east.json: {what}")


def spoilt(spoil: Callable[[dict[str, Any]], object]) -> list[str]:
    """Return what is said of sound counts after somebody changed them."""
    tables = json.loads(WHOLE)
    spoil(tables)
    return [line.removeprefix("east.json: ").partition(". ")[0] for line in refused(json.dumps(tables).encode())]


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a negative count": (lambda t: t["answers"][0].__setitem__(15, -1), "answers[1].n: is below 1"),
    "a string for a number": (lambda t: t["answers"][0].__setitem__(15, "2"), "answers[1].n: is not a whole number"),
    "half an audit": (lambda t: t["audits"][0].__setitem__(8, 0.5), "audits[1].n: is not a whole number"),
    "nothing for a number": (lambda t: t["audits"][0].__setitem__(8, None), "audits[1].n: is not a whole number"),
    "a number beyond all": (lambda t: t["audits"][0].__setitem__(8, 10**13), "audits[1].n: is too large"),
    "a day for a month": (lambda t: t["audits"][0].__setitem__(4, "2026-11-20"),
                          "audits[1].month: is not written as it should be"),
    "a month that is none": (lambda t: t["audits"][0].__setitem__(4, "2026-13"),
                             "audits[1].month: is not written as it should be"),
    "a column too few": (lambda t: t["audits"][0].pop(), "audits[1]: has too few or too many columns"),
    "a column too many": (lambda t: t["audits"][0].append(SECRET), "audits[1]: has too few or too many columns"),
    "a state that is none": (lambda t: t["answers"][0].__setitem__(13, SECRET),
                             "answers[1].state: is not one of the words allowed here"),
    "a row that is none": (lambda t: t["audits"].append(SECRET), "audits[2]: is not a list"),
    "a table that is none": (lambda t: t.update(audits={"x": SECRET}), "audits: is not a list"),
    "no services": (lambda t: t.pop("services"), "services: is missing"),
    "an empty list of services": (lambda t: t.update(services=[]), "services: is empty"),
    "a key that is none": (lambda t: t.update(case="EB-1042"), "case: is no key of a file of counts"),
    "a key of a service that is none": (lambda t: t["services"][0].update(worker=SECRET),
                                        "services[1]: is no key of a file of counts"),
    "no name": (lambda t: t["services"][0].update(service=""), "services[1].service: is empty"),
    "more graded than audits": (lambda t: t["answers"][0].__setitem__(15, 3),
                                "answers: holds 3 answers to CHR-01 in a group of 2 audits (chronology, 2026-11)"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "what"), SPOILT.values(), ids=SPOILT)
def test_each_fault_is_one_line_that_names_its_row(spoil: Callable[[dict[str, Any]], object], what: str) -> None:
    """And never what stands in it."""
    lines = spoilt(spoil)
    assert what in lines
    assert SECRET not in "\n".join(lines)


def test_every_fault_is_told_at_once() -> None:
    """Until there are more than anybody reads; then how many more."""

    def spoil(tables: dict[str, Any]) -> None:
        tables["audits"][0][8] = "2"
        tables["answers"] = [[*row[:15], -1, 0, 0] for row in tables["answers"] * 12]

    assert spoilt(spoil) == [
        "audits[1].n: is not a whole number",
        *(f"answers[{place}].n: is below 1" for place in range(1, 10)),
        "has 3 more faults",
    ]


def test_hostile_names_are_made_fit_to_keep_on_the_way_in() -> None:
    """An escape character in the name of a team does not get past the door."""
    content = WHOLE.replace(b'"North"', b'"No\\u001b[31mrth\\u0000"')
    counts: Counts = counts_json.decode(content, "east.json")
    assert {row.team for row in counts.audits} == {"No\N{SYMBOL FOR ESCAPE}[31mrth\N{SYMBOL FOR NULL}"}
