"""Who works in Eastborough, which does not exist: its teams, their workers, and the auditors."""

from __future__ import annotations

from typing import NamedTuple


class Team(NamedTuple):
    """A team: how good its practice is, and how far that moves from the first day to the last, in grades."""

    name: str
    level: float
    drift: float
    workers: tuple[str, ...]
    """The last of them is newly qualified."""


class Worker(NamedTuple):
    """A worker of a team."""

    name: str
    team: Team
    reference: str
    """Of the worker's supervision file."""
    newly_qualified: bool


class Auditor(NamedTuple):
    """An auditor, and how much better (above 0) or worse than colleagues they grade the same work, in grades."""

    name: str
    kindness: float


TEAMS = (
    Team("Harbour", -0.05, 0.9, ("A. Fenwillow", "B. Oyelaran-Pike", "C. Marlstone", "D. Kowalczyk", "E. Thistledown")),
    Team(
        "Hillside", 0.1, 0.0, ("F. Bhattarai-Moss", "G. Larkspur", "H. Nwachukwu", "I. Copperfield", "J. Winterbourne")
    ),
    Team("Millbrook", 0.1, -0.9, ("U. Sandpiper", "L. Achterberg", "M. Chowdhury", "N. Hollowell", "O. Tamboura-Wick")),
    Team(
        "Eastgate", -0.15, 0.0, ("P. Greenhalgh", "R. Abernethy", "S. Bramblewood", "T. Petrescu", "V. Mossadeq-Holt")
    ),
)
WORKERS = tuple(
    Worker(name, team, f"EB-S{5 * number + place:02d}", newly_qualified=name == team.workers[-1])
    for number, team in enumerate(TEAMS)
    for place, name in enumerate(team.workers, 1)
)
AUDITORS = (
    Auditor("W. Ashdown-Mensah", 0.0),
    Auditor("Y. Calloway", 0.12),
    Auditor("Z. Featherstone-Iqbal", -0.1),
    Auditor("A. Quennell", 0.2),
    Auditor("D. Rosenthal-Bright", -0.22),
    Auditor("M. Oduya-Larch", 0.05),
    Auditor("S. Tolliver", -0.05),
    Auditor("H. Vantongeren", 0.0),
)
