"""The JSON Schema of what `agreement --json` prints, with what each key means."""

from __future__ import annotations

from typing import Any

from caseaudit.domain.agreement_coefficient import MEASURES, WEIGHTS
from caseaudit.exports.schemas import DIALECT

Schema = dict[str, Any]

MEANINGS = {
    "auditor": "Who audited.",
    "auditors": "The same by auditor, named in `name`.",
    "audits": "How many audits the pairs come from.",
    "checklist": "The id of a checklist; empty for an auditor.",
    "checklists": "The same by checklist.",
    "clear": "Whether p is below 0.05.",
    "coefficient": "Gwet's coefficient of the group; null where there are too few pairs.",
    "coefficients": "Agreement beyond chance, in each of the measures asked for.",
    "criteria": "The same by criterion, named in `name`.",
    "criterion": "The id of a criterion.",
    "crossed": "How often the first rater gave the grade of the row and the second that of the column; null where "
    "there are not two raters.",
    "direction": "Which way the second rater differs from the first; null where there are not two, or too few pairs.",
    "disagreements": "The units that were not graded the same by all, the largest difference first.",
    "exact": "On how many units all gave the same grade.",
    "explanation": "Why kappa or alpha is low beside high agreement; empty where there is nothing to explain.",
    "given": "How often each rater gave each grade.",
    "grades": "Under `given` how often each grade was given, best first; under `disagreements` the grade that each "
    "rater gave, null where none.",
    "high": "The upper bound, at 95 %; null where there is none.",
    "higher": "How often the second rater graded higher, which is more generous.",
    "low": "The lower bound, at 95 %; null where there is none.",
    "lower": "How often the second rater graded lower, which is more severe.",
    "median_days": "From the auditor's signature to the agreement, in calendar days; null while nothing is agreed.",
    "moderated": "How many audits have a second grade that is signed off.",
    "waiting": "How many have a second grade that is not signed off yet.",
    "signed_off": "How many audits are signed off; training and second grades are left out.",
    "scales": "The agreement on each scale, the one with the most pairs first; `name` is the id of the scale.",
    "mean_steps": "How many steps lower the second rater grades on average; below 0 it is higher.",
    "measure": "`kappa`, `gwet`, `alpha`, `fleiss` or `brennan-prediger`.",
    "method": "How the figures are made, in words.",
    "moderator": "Who moderated.",
    "n": "How many.",
    "name": "What a coefficient is called; the criterion or the auditor of a group; the id of a scale.",
    "of": "Of how many: the units that two or more raters graded.",
    "p": "The two-sided p of the sign test; null where they never differ.",
    "rater": "Who graded: the heading of the column, or `auditor` and `moderator`.",
    "raters": "Under the root all who graded, in the order of the columns; under a coefficient how many they are.",
    "same": "How often both gave the same grade.",
    "scale": "The grades, best first.",
    "source": "Who published the coefficient.",
    "source_of_interval": "Who published its interval.",
    "steps": "How far the highest and the lowest grade are apart.",
    "unit": "What was graded: its name in the table, else its line; of moderated audits the id of the audit.",
    "units": "How many units anybody graded.",
    "value": "The coefficient, 1 for full agreement, 0 for that of chance; null where it cannot be computed.",
    "weights": "`none`, `linear` or `quadratic`; of alpha they are nominal, ordinal and interval.",
    "why": "Why there is no value, or no interval; empty where there are both.",
    "within_one": "On how many units no two grades are more than one step apart.",
}
"""What each key means, wherever it stands."""

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNTS: Schema = {"type": "array", "items": _COUNT}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_FIGURE: Schema = {"type": ["number", "null"], "maximum": 1}
_NUMBER: Schema = {"type": ["number", "null"]}
_TRUE_OR_FALSE: Schema = {"type": "boolean"}


def agreement() -> Schema:
    """Return the schema of what `caseaudit agreement --json` prints: of a table, or of the audits of a workspace."""
    title = "Agreement between people who graded the same"
    return {"$schema": DIALECT, "title": title, "anyOf": [_of_raters(), _of_a_workspace()]}


def _of_a_workspace() -> Schema:
    counts = dict.fromkeys(("signed_off", "moderated", "waiting"), _COUNT)
    return _table({**counts, "median_days": _NUMBER, "scales": _list(_of_raters(name=_TEXT))})


def _of_raters(**more: Schema) -> Schema:
    keys = {
        **more,
        **dict.fromkeys(("scale", "raters", "method"), _list(_TEXT)),
        "units": _COUNT,
        "given": _list(_table({"rater": _TEXT, "grades": _COUNTS})),
        "crossed": _or_null(_list(_COUNTS)),
        **dict.fromkeys(("exact", "within_one"), _interval()),
        "coefficients": _list(_coefficient()),
        "direction": _or_null(_direction()),
        "explanation": _TEXT,
        "disagreements": _list(_disagreement()),
    }
    of_pairs = {"audits": _COUNT, **dict.fromkeys(("checklists", "criteria", "auditors"), _list(_group()))}
    return _table(keys, of_pairs)


def _interval() -> Schema:
    return _table({"n": _COUNT, "of": _COUNT, "low": _SHARE, "high": _SHARE})


def _coefficient() -> Schema:
    texts = dict.fromkeys(("name", "why", "source", "source_of_interval"), _TEXT)
    chosen: dict[str, Schema] = {"measure": {"enum": list(MEASURES)}, "weights": {"enum": list(WEIGHTS)}}
    return _table({**texts, **chosen, "raters": _COUNT, "n": _COUNT, "value": _FIGURE, "low": _FIGURE, "high": _FIGURE})


def _direction() -> Schema:
    counts = dict.fromkeys(("n", "lower", "higher", "same"), _COUNT)
    return _table({**counts, "mean_steps": _NUMBER, "p": _or_null(_SHARE), "clear": _TRUE_OR_FALSE})


def _group() -> Schema:
    keys = {
        **dict.fromkeys(("checklist", "name"), _TEXT),
        **dict.fromkeys(("exact", "within_one"), _interval()),
        "coefficient": _or_null(_coefficient()),
        "direction": _or_null(_direction()),
    }
    return _table(keys)


def _disagreement() -> Schema:
    grades = _list({"type": ["string", "null"]})
    keys = {"unit": _TEXT, "steps": {"type": "integer", "minimum": 1}, "grades": grades}
    return _table(keys, dict.fromkeys(("checklist", "criterion", "auditor", "moderator"), _TEXT))


def _table(keys: dict[str, Schema], of_pairs: dict[str, Schema] | None = None) -> Schema:
    """Return the schema of a table; those keys that only moderated audits have need not be there."""
    every = {**keys, **(of_pairs or {})}
    properties = {name: {"description": MEANINGS[name], **kind} for name, kind in every.items()}
    return {"type": "object", "additionalProperties": False, "required": list(keys), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(kind: Schema) -> Schema:
    return {"anyOf": [kind, {"type": "null"}]}
