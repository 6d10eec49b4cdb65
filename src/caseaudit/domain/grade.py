"""A grade: one point of a scale. Quick to load, for a summary needs its words and nothing else of a checklist."""

from __future__ import annotations

from typing import NamedTuple


class Grade(NamedTuple):
    """One point of a scale."""

    id: str
    label: str
    short: str
    mark: str
    """One character that tells the grade without colour."""
    good: bool
    """Whether it counts as "good or better"."""
    meaning: str
