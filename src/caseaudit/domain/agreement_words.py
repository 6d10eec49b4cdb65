"""What the figures of agreement mean, in the words of somebody who has to act on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from caseaudit.domain.agreement import Agreement
from caseaudit.domain.agreement_coefficient import Coefficient, Measure
from caseaudit.domain.agreement_direction import Direction
from caseaudit.domain.intervals import LEAST, whole_percent

_COMMON = 0.75
_OFTEN = 0.75
_BELOW = 0.3
_METRICS = {"none": "nominal", "linear": "ordinal", "quadratic": "interval"}
_SOURCES: dict[Measure, tuple[str, str]] = {
    "gwet": ("Gwet (2008, 2014)", "Gwet's variance (2008, 2014) and Student's t"),
    "alpha": ("Krippendorff (2011)", "1000 bootstrap draws of the units, fixed seed (Zapf and others 2016)"),
    "fleiss": ("Fleiss (1971), Gwet (2014)", "Gwet's variance (2008, 2014) and Student's t"),
    "brennan-prediger": ("Brennan and Prediger (1981)", "Gwet's variance (2008, 2014) and Student's t"),
}

IN_ONE_LINE = (
    "k of n (low–high): of n units graded by two or more people, k are graded the same; 95 % sure, the true share "
    "lies in the range."
)

COEFFICIENTS = (
    "A coefficient is 1 for full agreement and 0 for what chance alone would give; kappa, alpha and Gwet's AC differ "
    "in what they call chance. On a few criteria none of them says much: go by how often the grade is the same."
)

METHOD = (
    "Same grade and within one grade are k of n: n are the units that two or more people graded. The range is Wilson's "
    "score interval at 95 %.",
    "A coefficient is 1 for full agreement and 0 for what chance would give. They differ in what they call chance: "
    "kappa takes each person's own habits, alpha the grades of all together, Gwet's AC1 and AC2 how mixed the grades "
    f"are. With weights a near miss counts in part. With fewer than {LEAST} units no range is given.",
    "Direction counts who graded lower. The sign test leaves out what was graded the same. Below 0.05 it is called "
    "more than chance.",
    f"Criteria and auditors with fewer than {LEAST} pairs have counts alone.",
    "Answers of one audit are alike, and each range takes every answer for itself, so it is narrower than it should "
    "be. With many criteria or auditors about one range in twenty misses by chance.",
)


def name(coefficient: Coefficient) -> str:
    """Return what a coefficient is called, with its weights or metric: `Gwet's AC2, linear`."""
    metric = _METRICS[coefficient.weights]
    weighted = "" if coefficient.weights == "none" else f", {coefficient.weights}"
    return {
        "kappa": f"{_whose(coefficient)} kappa{weighted}",
        "gwet": f"Gwet's AC2{weighted}" if weighted else "Gwet's AC1",
        "alpha": f"Krippendorff's alpha, {metric}",
        "fleiss": f"Fleiss' kappa{weighted}",
        "brennan-prediger": f"Brennan-Prediger{weighted}",
    }[coefficient.measure]


def _whose(coefficient: Coefficient) -> str:
    return "Cohen's" if coefficient.raters == 2 else "Conger's"


def source(coefficient: Coefficient) -> tuple[str, str]:
    """Return where the coefficient comes from, and where its interval does."""
    if coefficient.measure != "kappa":
        return _SOURCES[coefficient.measure]
    if coefficient.raters == 2:
        return "Cohen (1960, 1968)", "standard error of Fleiss, Cohen and Everitt (1969)"
    return "Conger (1980), Gwet (2014)", "Gwet's variance (2008, 2014) and Student's t"


def missing(coefficients: Iterable[Coefficient]) -> Iterator[str]:
    """Yield a sentence for each reason why coefficients cannot be computed, or have no range."""
    found: dict[tuple[bool, str], list[str]] = {}
    for each in coefficients:
        if each.why:
            found.setdefault((each.value is None, each.why), []).append(name(each).partition(",")[0])
    for (no_value, why), names in found.items():
        yield f"{_and(names)} cannot be computed: {why}." if no_value else f"No range for {_and(names)}: {why}."


def _and(names: Sequence[str]) -> str:
    """Return `one`, `one and two`, `one, two and three`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def paradox(found: Agreement) -> str:
    """Return the explanation of a low kappa or alpha beside high agreement; empty where there is nothing to explain."""
    common, share = found.commonest, found.exact.share
    low = [each for each in found.coefficients if _is_low(each, share)]
    if common is None or common[1] < _COMMON or share is None or share < _OFTEN or not low:
        return ""
    fell = _and([name(each).partition(",")[0] for each in low])
    is_or_are = "is" if len(low) == 1 else "are"
    alike, commonest = whole_percent(share), whole_percent(common[1])
    return (
        f"{fell} {is_or_are} low although {alike} % were graded the same, because {commonest} % of "
        f"all grades are {common[0]}: where nearly everything gets one grade, chance alone would agree nearly as often "
        "(the kappa paradox). Go by the share of the same grade and by Gwet's AC."
    )


def _is_low(coefficient: Coefficient, share: float | None) -> bool:
    chance_by_habit = coefficient.measure in ("kappa", "alpha", "fleiss")
    value = coefficient.value
    return chance_by_habit and share is not None and value is not None and value <= share - _BELOW


def leaning(direction: Direction, first: str, second: str) -> str:
    """Return in words which way the second rater differs from the first."""
    if not direction.n:
        return f"Nothing was graded by both {first} and {second}."
    if not direction.lower + direction.higher:
        return f"{second} never differed from {first}."
    counts = f"lower {_times(direction.lower)}, higher {_times(direction.higher)}, the same {_times(direction.same)}"
    return f"{second} against {first}: {counts}; {_mean(direction)}. {_surely(direction)}"


def _mean(direction: Direction) -> str:
    steps = direction.mean_steps or 0.0
    if abs(steps) < 0.005:
        return "on average neither way"
    return f"on average {abs(steps):.2f} steps {'lower' if steps > 0 else 'higher'}"


def _surely(direction: Direction) -> str:
    test = f"sign test, {p_said(direction.p)}"
    return f"That is more than chance explains ({test})." if direction.is_clear else f"Chance may explain it ({test})."


def p_said(p: float | None) -> str:
    """Return `p = 0.04`, or `p < 0.001`."""
    if p is None:
        return "no p"
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
