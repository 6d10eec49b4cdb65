"""Figures that a test states and `docs/trust.md` prints.

A test of `tests/trust` asks for the fixture `figure` and says what it counted, in words that stand on the page:

    figure("Bad files in the table", 112)              # exact: fails when another number is on record
    figure.at_least("Saves acknowledged", counted)     # varies: fails under the number on record

    pytest tests/trust/test_x.py --write-figures       # puts them on record (one process, no -n)
    python -m docs.trust_page                          # writes the page

The name also stands under `figures` of a promise in `docs/promises.toml`; a test of `tests/house` sees to it that
none is missing on either side. What a longer run measures goes on record with `docs.trust_page.note_measured`.
"""

from __future__ import annotations

import math

import pytest
from docs.trust_page import figures_on_record, note

from cli.conftest import here as here
from cli.conftest import run as run

_WRITE = "--write-figures"
_AGAIN = f"Run this test with {_WRITE} if the new figure is right, then python -m docs.trust_page"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody put the figures of this run on record."""
    parser.addoption(_WRITE, action="store_true", default=False, help="put the figures of tests/trust on record")
    parser.addoption("--histories", type=int, default=15, help="how many histories tests/trust/test_index.py tries")
    parser.addoption("--texts", type=int, default=1, help="how many hostile texts each argument of a command is given")


class Figures:
    """What is on record, and whether this run may change it."""

    def __init__(self, writes: bool) -> None:
        self.writes = writes
        """Whether this run may change what is on record."""

    def __call__(self, name: str, value: float) -> None:
        """State a figure that is the same each time."""
        if self.writes:
            note(name, value, "exact")
        assert _on_record(name) == value, f"{name}: counted {value}, on record {_on_record(name)}. {_AGAIN}"

    def at_least(self, name: str, value: float) -> None:
        """State a figure that varies; put on record with two digits, rounded down, and only where none holds yet."""
        if self.writes and not _is_enough(name, value):
            note(name, _rounded_down(value), "at-least")
        assert _is_enough(name, value), f"{name}: counted {value}, on record {_on_record(name)}. {_AGAIN}"


def _on_record(name: str) -> float | None:
    return figures_on_record().get(name, {}).get("value")


def _is_enough(name: str, value: float) -> bool:
    recorded = _on_record(name)
    return recorded is not None and value >= recorded


def _rounded_down(value: float) -> int:
    """Return the number with two digits and noughts: 14148 is 14000."""
    digits = max(0, len(str(math.floor(value))) - 2)
    return math.floor(value) // 10**digits * 10**digits


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figures:
    """State what was counted; see the head of this file."""
    writes = bool(request.config.getoption(_WRITE, default=False))
    if writes and hasattr(request.config, "workerinput"):
        pytest.fail(f"{_WRITE} needs one process: leave out -n", pytrace=False)
    return Figures(writes)
