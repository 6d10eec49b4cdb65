"""Drawing cases: pure, seeded, and the same whatever order the rows stand in.

A case's place in the draw is the SHA-256 of seed and identifier (`case_references.ordered`): the first are drawn.
Groups of one name are one, whatever the case of its letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from caseaudit.domain.case_references import ordered
from caseaudit.domain.sampling import Method, Stratum
from caseaudit.problems import bad_input

NO_NAME = "(none)"
"""The group of the cases that have nothing in the column."""


class Candidate(NamedTuple):
    """A case that can be drawn. Lives in memory alone: it carries the child's identifier."""

    identifier: str
    group: str = ""
    """Its team, worker, status or whatever else the draw goes by."""
    rules: tuple[str, ...] = ()
    """The chosen rules that it meets."""


class Pick(NamedTuple):
    """One case that was drawn, and why."""

    identifier: str
    stratum: str
    why: str


class Draw(NamedTuple):
    """What a draw gave."""

    picks: list[Pick]
    reserve: list[Pick]
    strata: list[Stratum]


Groups = Mapping[str, Sequence[Candidate]]


def draw(candidates: Iterable[Candidate], method: Method, seed: int, size: int | None, reserve: int = 0) -> Draw:
    """Return `size` of the candidates, or all that the method can draw, and `reserve` more for each group.

    Raises `BadInput` where there are fewer than `size`, or none at all.
    """
    placed = sorted(candidates, key=lambda case: (ordered(seed, case.identifier), case.identifier))
    if method == "rules":
        return _by_rules([case for case in placed if case.rules], size, reserve)
    if method == "every-worker":
        return _one_each(_grouped(placed), seed, size, reserve)
    groups = {"": placed} if method == "simple" else _grouped(placed)
    shares = _ALLOCATED[method]({name: len(cases) for name, cases in groups.items()}, _checked(size, len(placed)))
    return _taken(groups, shares, reserve)


def _checked(size: int | None, there: int, called: str = "cases can be drawn") -> int:
    if not there:
        raise bad_input("sample", "has no case to draw from", "Check the list, and what is left out of it")
    wanted = there if size is None else size
    if wanted > there:
        raise bad_input(
            "size", f"asks for {wanted} and {there} {called}", f"Ask for {there} or fewer, or leave less out"
        )
    return wanted


def _grouped(placed: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Return the cases by group, in order of the groups' names; of spellings that differ in case one stands."""
    together: dict[str, list[Candidate]] = defaultdict(list)
    for case in placed:
        together[(case.group or NO_NAME).casefold()].append(case)
    return {min(case.group or NO_NAME for case in together[key]): together[key] for key in sorted(together)}


# ── shares ───────────────────────────────────────────────────────────────────


def proportional(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Return each group's share of the sample by largest remainder; a tie goes to the larger group, then by name.

    `size` is at most the sum of the sizes, so no group is asked for more than it has.
    """
    total = sum(sizes.values())
    if not total:
        return dict.fromkeys(sizes, 0)
    shares = {name: size * cases // total for name, cases in sizes.items()}
    left = size - sum(shares.values())
    for name in sorted(sizes, key=lambda name: (-(size * sizes[name] % total), -sizes[name], name))[:left]:
        shares[name] += 1
    return shares


def equal(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Return the same share for each group, as far as it has the cases; what is over goes to the larger groups."""
    shares = dict.fromkeys(sizes, 0)
    while left := size - sum(shares.values()):
        open_groups = sorted(
            (name for name in sizes if shares[name] < sizes[name]), key=lambda name: (-sizes[name], name)
        )
        if not open_groups:
            break
        each = max(1, min(left // len(open_groups), *(sizes[name] - shares[name] for name in open_groups)))
        for name in open_groups[: left // each]:
            shares[name] += each
    return shares


_ALLOCATED = {"simple": proportional, "proportional": proportional, "equal": equal}


# ── picks ────────────────────────────────────────────────────────────────────


def _taken(groups: Groups, shares: Mapping[str, int], reserve: int) -> Draw:
    picks, more = [], []
    for name, cases in groups.items():
        share = shares[name]
        why = _at_random(name, share, len(cases))
        picks += [Pick(case.identifier, name, why) for case in cases[:share]]
        more += [Pick(case.identifier, name, _next(name)) for case in cases[share : share + reserve]]
    strata = [Stratum(name, len(cases), shares[name]) for name, cases in groups.items() if name]
    return Draw(picks, more, strata)


def _at_random(group: str, share: int, cases: int) -> str:
    return f"drawn at random from {group} ({share} of {cases})" if group else f"drawn at random ({share} of {cases})"


def _next(group: str) -> str:
    return f"next in the draw from {group}" if group else "next in the draw"


def _one_each(groups: Groups, seed: int, size: int | None, reserve: int) -> Draw:
    """One case of every worker; where only `size` workers are wanted, a worker's chance is not that of their cases."""
    wanted = _checked(size, len(groups), "workers have a case that can be drawn")
    by_chance = sorted(groups, key=lambda name: ordered(seed, f"worker\n{name.casefold()}"))
    chosen = {name: cases for name, cases in groups.items() if name in set(by_chance[:wanted])}
    picks = [Pick(cases[0].identifier, name, _of_worker(len(cases))) for name, cases in chosen.items()]
    more = [
        Pick(case.identifier, name, _next(name)) for name, cases in chosen.items() for case in cases[1 : 1 + reserve]
    ]
    return Draw(picks, more, [Stratum(name, len(cases), int(name in chosen)) for name, cases in groups.items()])


def _of_worker(cases: int) -> str:
    return f"drawn at random from this worker's {cases} cases" if cases > 1 else "this worker's only case"


def _by_rules(meeting: list[Candidate], size: int | None, reserve: int) -> Draw:
    """Those that meet most of the rules first; among equals, the draw decides."""
    wanted = _checked(size, len(meeting), "meet the rules")
    worst_first = sorted(meeting, key=lambda case: -len(case.rules))
    picks = [Pick(case.identifier, "", f"meets {' and '.join(case.rules)}") for case in worst_first[:wanted]]
    more = [
        Pick(case.identifier, "", f"next, meets {' and '.join(case.rules)}")
        for case in worst_first[wanted : wanted + reserve]
    ]
    return Draw(picks, more, [])
