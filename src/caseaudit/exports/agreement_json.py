"""Agreement as JSON: every figure, how it was made, and why one is missing where it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from caseaudit.domain import agreement_words as words
from caseaudit.domain.agreement import Agreement, Disagreement
from caseaudit.domain.agreement_coefficient import Coefficient
from caseaudit.domain.agreement_direction import Direction
from caseaudit.domain.agreement_report import Group, Parted, Report
from caseaudit.domain.intervals import Interval

Table = dict[str, Any]


def document(found: Agreement) -> Table:
    """Return the agreement in a table of grades as plain tables, in the shape of `agreement_schema.agreement`."""
    return {**_overall(found), "disagreements": [_unit(each, found) for each in found.disagreements]}


def report(found: Report) -> Table:
    """Return the agreement of auditors and moderators, in the same shape, with its groups."""
    return {
        **_overall(found.overall),
        "audits": found.audits,
        "checklists": _groups(found.checklists),
        "criteria": _groups(found.criteria),
        "auditors": _groups(found.auditors),
        "disagreements": [_pair(each) for each in found.disagreements],
    }


def _overall(found: Agreement) -> Table:
    return {
        "scale": list(found.scale),
        "raters": list(found.raters),
        "units": found.units,
        "given": [{"rater": each.rater, "grades": list(each.grades)} for each in found.given],
        "crossed": None if found.crossed is None else [list(row) for row in found.crossed],
        "exact": _share(found.exact),
        "within_one": _share(found.within_one),
        "coefficients": [_coefficient(each) for each in found.coefficients],
        "direction": _direction(found.direction),
        "explanation": words.paradox(found),
        "method": list(words.METHOD),
    }


def _share(share: Interval) -> Table:
    return {"n": share.n, "of": share.of, "low": share.low, "high": share.high}


def _coefficient(coefficient: Coefficient) -> Table:
    source, source_of_interval = words.source(coefficient)
    return {
        "name": words.name(coefficient),
        **coefficient._asdict(),
        "source": source,
        "source_of_interval": source_of_interval,
    }


def _direction(direction: Direction | None) -> Table | None:
    return None if direction is None else {**direction._asdict(), "same": direction.same, "clear": direction.is_clear}


def _groups(groups: Iterable[Group]) -> list[Table]:
    return [_group(group) for group in groups]


def _group(group: Group) -> Table:
    return {
        "checklist": group.checklist,
        "name": group.name,
        "exact": _share(group.exact),
        "within_one": _share(group.within_one),
        "coefficient": None if group.coefficient is None else _coefficient(group.coefficient),
        "direction": _direction(group.direction),
    }


def _unit(each: Disagreement, found: Agreement) -> Table:
    grades = [None if place is None else found.scale[place] for place in each.unit.places]
    return {"unit": each.unit.name, "steps": each.steps, "grades": grades}


def _pair(each: Parted) -> Table:
    pair = each.pair
    said_by = {"checklist": pair.checklist, "criterion": pair.criterion, "auditor": pair.auditor,
               "moderator": pair.moderator}  # fmt: skip
    return {"unit": pair.audit, "steps": each.steps, "grades": [pair.first, pair.second], **said_by}
