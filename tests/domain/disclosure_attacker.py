"""Somebody who has only what was published, and works hard at what was suppressed.

First by subtraction, again and again; then by linear programming over whole numbers: the least and the most that a
suppressed count can be. Reads the page alone: what adds up to what, and the counts that are shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array

Key = Hashable
Equation = tuple[Key, tuple[Key, ...]]
"""A total, and its parts."""

MOST = 10_000
"""More than any count here: the attacker knows about how large the service is."""
AT_ONCE = 100
"""How many pages go into one linear program, side by side; a program for each would take all day."""
SLACK = 1e-6


class Page(NamedTuple):
    """Figures as published."""

    shown: Mapping[Key, int]
    suppressed: Mapping[Key, int]
    """The least that each suppressed count can be, before any reckoning."""
    sums: Sequence[Equation]


class Equations(NamedTuple):
    """A page as linear equations over what is suppressed."""

    keys: list[Key]
    left: csr_array
    right: np.ndarray
    bounds: list[tuple[int, int]]


def by_subtraction(published: Page) -> dict[Key, int]:
    """Return the suppressed counts that follow one by one, each from a sum in which only it is missing."""
    known = dict(published.shown)
    while found := dict(_missing_once(published, known)):
        known |= found
    return {key: known[key] for key in published.suppressed if key in known}


def _missing_once(published: Page, known: Mapping[Key, int]) -> Iterator[tuple[Key, int]]:
    for total, parts in published.sums:
        missing = [key for key in (total, *parts) if key not in known]
        if len(missing) == 1:
            rest = sum(known[key] for key in parts if key in known)
            yield missing[0], rest if missing[0] == total else known[total] - rest


def by_linear_programming(pages: Iterable[Page]) -> list[tuple[Key, int]]:
    """Return the suppressed counts that can be but one whole number, with that number."""
    systems = (_equations(each) for each in pages if each.suppressed)
    found: list[tuple[Key, int]] = []
    while batch := list(islice(systems, AT_ONCE)):
        found += _pinned_down(batch)
    return found


def _equations(published: Page) -> Equations:
    number = {key: at for at, key in enumerate(published.suppressed)}
    rows, columns, signs, right = [], [], [], []
    for total, parts in published.sums:
        signed = [(total, -1), *((part, 1) for part in parts)]
        missing = [(number[key], sign) for key, sign in signed if key in number]
        if missing:
            rows += [len(right)] * len(missing)
            columns += [at for at, _ in missing]
            signs += [sign for _, sign in missing]
            right.append(-sum(sign * published.shown[key] for key, sign in signed if key in published.shown))
    left = csr_array((signs, (rows, columns)), shape=(len(right), len(number)))
    return Equations(list(number), left, np.array(right), [(least, MOST) for least in published.suppressed.values()])


def _solved(systems: Sequence[Equations], goals: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return for each system the solution in whole numbers that makes its goal least."""
    answer = linprog(
        np.concatenate(goals),
        A_eq=block_diag([each.left for each in systems], format="csr"),
        b_eq=np.concatenate([each.right for each in systems]),
        bounds=[pair for each in systems for pair in each.bounds],
        integrality=1,
    )
    assert answer.status == 0, answer.message
    return np.split(answer.x, np.cumsum([len(each.keys) for each in systems])[:-1])


def _pinned_down(systems: list[Equations]) -> list[tuple[Key, int]]:
    """Return what has one value only: first look for two solutions that differ, then for the least and the most."""
    dice = np.random.default_rng(len(systems))
    goals = [dice.uniform(1, 2, len(each.keys)) * dice.choice((-1, 1), len(each.keys)) for each in systems]
    one, other = _solved(systems, goals), _solved(systems, [-goal for goal in goals])
    doubtful = [
        (each, at)
        for each, here, there in zip(systems, one, other, strict=True)
        for at in np.flatnonzero(np.abs(here - there) < 1 - SLACK)
    ]
    ranges = ((key, ceil(least - SLACK), floor(most + SLACK)) for key, least, most in _ranges(doubtful))
    return [(key, least) for key, least, most in ranges if least >= most]


def _ranges(doubtful: Sequence[tuple[Equations, int]]) -> Iterator[tuple[Key, float, float]]:
    for start in range(0, len(doubtful), AT_ONCE):
        some = doubtful[start : start + AT_ONCE]
        systems = [each for each, _ in some]
        goals = [np.eye(1, len(each.keys), at)[0] for each, at in some]
        least, most = _solved(systems, goals), _solved(systems, [-goal for goal in goals])
        for (each, at), low, high in zip(some, least, most, strict=True):
            yield each.keys[at], low[at], high[at]
