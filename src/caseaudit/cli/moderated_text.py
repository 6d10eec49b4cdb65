"""How much was moderated, how soon, and how far auditors and moderators agree, as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from caseaudit.cli import agreement_text
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk.agreeing import Moderated
from caseaudit.domain.intervals import whole_percent


def page(found: Moderated, *, filtered: bool = False) -> Iterator[str]:
    """Yield everything, one scale after the other; where there is nothing yet, what to do."""
    if not found.scales:
        yield from wrapped(_nothing_yet(found, filtered))
        return
    yield from wrapped(_how_much(found))
    for each in found.scales:
        yield ""
        if len(found.scales) > 1:
            yield f"On the scale {each.name}"
        yield from agreement_text.report(each.report)


def _how_much(found: Moderated) -> str:
    many = f"{found.moderated} of {_audits(found.signed_off)} graded a second time"
    share = f" ({whole_percent(found.moderated, found.signed_off)} %)" if found.signed_off else ""
    waiting = f", {found.waiting} more begun" if found.waiting else ""
    days = "" if found.median_days is None else f" From signature to agreement: {found.median_days:g} days (median)."
    return f"{many}{share}{waiting}.{days}"


def _audits(number: int) -> str:
    return "1 signed-off audit" if number == 1 else f"{number} signed-off audits"


def _nothing_yet(found: Moderated, filtered: bool) -> str:
    of_that_kind = " of that kind" if filtered else ""
    if found.moderated:
        return f"No criterion{of_that_kind} was graded by both, so there is nothing to compare."
    if found.waiting:
        return (
            f"{found.waiting} second grade{'' if found.waiting == 1 else 's'}{of_that_kind} begun, none signed off. "
            "See who has to do what: caseaudit moderate list"
        )
    if not found.signed_off:
        return f"No audit{of_that_kind} is signed off yet, so none was graded a second time."
    return (
        f"None of {_audits(found.signed_off)}{of_that_kind} was graded a second time yet. Choose some and begin: "
        "caseaudit moderate draw --share 20 --moderator NAME"
    )
