"""`--share`: small numbers hidden in what leaves the service; refused where single cases would leave with it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from caseaudit.cli.wording import Number
from caseaudit.problems import bad_input

_LOWEST, _USUAL = 3, 5


def shares(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command `--share` and `--threshold`: it takes them as `share`, the threshold, None for the own service."""

    @functools.wraps(command)
    def chosen(*first: Any, share: bool, threshold: int | None, **options: Any) -> int:
        if threshold and not share:
            raise bad_input("--threshold", "is for what is shared", "Add --share")
        return command(*first, share=(threshold or _USUAL) if share else None, **options)

    told = f"With --share: hide counts from 1 to below this; {_USUAL}, if left out."
    threshold = click.option("--threshold", type=Number(_LOWEST, 100), metavar="N", help=told)
    return _share("Hide small numbers, and what would give them away, so that it can leave the service.")(
        threshold(chosen)
    )


def bare(dimension: str | None = None) -> str:
    """Return what to say where hardly any figure may be shown, with what was asked for beside the teams."""
    if dimension:
        remedy = f"Make it again without --by {dimension}, and share that one alone"
        return f"Hardly any figure is shown: with --by {dimension}, more would give small numbers away. {remedy}."
    return "Hardly any figure is shown. Share a longer time, or more of the service."


def never_shares(what: str, instead: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command that hands over single cases a `--share` that is refused, and says what to use instead."""

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def chosen(*first: Any, share: bool, **options: Any) -> int:
            if share:
                raise refusal(what, instead)
            return command(*first, **options)

        return _share(f"Refused: {what}. Use {instead}.")(chosen)

    return decorate


def refusal(what: str, instead: str) -> Exception:
    """Return the error that single cases cannot be shared as if they were counts."""
    return bad_input("--share", f"hides small numbers in figures, and {what}", f"Use {instead}")


def _share(told: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option("--share", is_flag=True, help=told)
