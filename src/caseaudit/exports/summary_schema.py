"""The JSON Schema of a summary, from the types that `summary_json` writes, with what each key means."""

from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

from caseaudit.domain.breakdown import Group, Months
from caseaudit.domain.change import Changes, Period
from caseaudit.domain.intervals import Difference, Interval
from caseaudit.domain.report import Actions, Judgements, Repeat, Row
from caseaudit.domain.trend import Assurance, Cause, Rule
from caseaudit.exports.schemas import DIALECT

Schema = dict[str, Any]

_LINES: Schema = {"type": "array", "items": {"type": "string"}}
_NAMES: Schema = {"checklist": str, "criterion": str}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_BOUND_OF = {Interval: 0, Difference: -1}
_ALWAYS_SHOWN: Schema = {"type": "integer", "minimum": 0}
_UNWRITTEN = frozenset({"symbol"})
"""The fields that no summary holds: where a symbol stands, all else is null."""

MEANINGS = {
    "actions": "The actions of the audits, as they stand today.",
    "asked": "How many audits asked the criterion.",
    "audits": "How many signed-off audits there are.",
    "assurance": "`hits`, `misses` or `either`: what months within the limits do to the target; null without either.",
    "before": "What was before: a period, or a share in it.",
    "breakdowns": "The same figures group by group: by team, and by what `--by` asked for.",
    "by": "What the groups have in common.",
    "cancelled": "How many actions were given up.",
    "capped": "How often the criterion capped the judgement of its audit, of all that asked it.",
    "cases": "In how many cases, of those in which two audits running graded the criterion.",
    "cause": "`improvement`, `concern` or `common cause` (chance); null in a gap, and with fewer than 12 months.",
    "changes": "Criteria whose share of good or better clearly changed, most surely first.",
    "checklist": "The id of a checklist; empty for a group that is no criterion, and for all checklists together.",
    "closed": "How many actions are closed.",
    "compared": "How many criteria were graded often enough in both periods.",
    "compliance": "Good or better of the answers about compliance.",
    "compliance_leads": "Whether compliance is clearly above quality.",
    "copies": "Files that hold an audit which another file holds too; they are not counted.",
    "criterion": "The id of a criterion.",
    "critical": "`none`, `harm` or `welfare`: whether the criterion can limit a judgement.",
    "disclosure": "What was done so that it can be shared, where a figure may be null; null if it was made for the "
    "service itself.",
    "difference": "The latest share less the one before.",
    "done": "How many actions are done and not yet closed.",
    "first": "The first day, as YYYY-MM-DD; empty where there is none.",
    "focus": "`compliance` or `quality`.",
    "found": "The criteria that changed.",
    "gap": "Compliance less quality.",
    "good_or_better": "How many are good or better, of those that have a grade.",
    "grades": "How often each grade was given, by the id of the grade, best first.",
    "groups": "The groups.",
    "high": "The upper bound: of a share at 95 %, of a trend its process limit.",
    "in_progress": "How many audits are not signed off and not counted.",
    "insufficient_evidence": "Of a criterion: how many answers had too little on file. Of a group: of all that apply.",
    "insufficient_evidence_rate": "Too little on file, of all audits in which the criterion applied.",
    "judgements": "How the audits were judged: by checklist, or in a group by the id of the grade.",
    "kind": "`grade`, `yes-no`, `timescale` or `count`.",
    "last": "The last day, as YYYY-MM-DD; empty where there is none.",
    "latest": "What is latest: a period, or a share in it.",
    "limiting": "The criteria that capped a judgement, most often first.",
    "limits": "The process limits of the XmR chart, which may lie below 0 or above 1; null with fewer than 12 months.",
    "low": "The lower bound: of a share at 95 %, of a trend its process limit.",
    "loop": "How many actions were closed with their effect shown, of those that were due and not given up.",
    "marks": "Every month from the first to the last; one without audits is a gap, of 0.",
    "mean": "The mean of the monthly shares, each of the same weight.",
    "method": "How the figures are made, in words.",
    "month": "As YYYY-MM.",
    "months": "Graded answers month by month: all checklists together first, then each.",
    "moving_range": "How far the share is from that of the last month with audits.",
    "n": "How many.",
    "name": "The team, worker, month, ...; empty where a record does not say, and for everything together.",
    "not_applicable": "How many answers did not apply; they are in no denominator.",
    "not_applicable_rate": "Not applicable, of all audits that asked the criterion.",
    "not_assessed": "How many were not answered.",
    "numbers": "How many answers are a number, which has no grade.",
    "of": "Of how many.",
    "oldest": "The day on which the open action that waits longest was due; empty where none is, null when shared.",
    "only": "The filters, in words.",
    "open": "How many actions are open.",
    "overall": "Everything together.",
    "overdue": "How many of the open actions were due before today.",
    "period": "The days of the first and the last audit that counts.",
    "points": "The months in which anything was graded, in order.",
    "quality": "Good or better of the answers about quality.",
    "question": "What the criterion asks.",
    "repeats": "Criteria that were below good in two audits running of one case; no case is named.",
    "rows": "Every criterion, in reading order.",
    "rule": "`outside` a limit, a `trend` of 7, `near` a limit in two of three months, or a `run` of 7 on one side.",
    "section": "The title of the section.",
    "share": "`n` of `of`; null for a month without audits.",
    "signals": "What the month takes part in that chance seldom makes, the weightiest first.",
    "statement": "What was done, in sentences.",
    "strongest": "The criteria that are most surely strong.",
    "symbols": "The symbols that stand in place of figures elsewhere, and what they mean.",
    "target": "The share that was said to be good or better each month; null if nobody has said one.",
    "threshold": "Counts from 1 to below this are not shown.",
    "title": "The title of the checklist.",
    "today": "The day on which the actions were counted.",
    "trend": "The months as XmR charts by the rules of NHS England: all checklists together first, then each.",
    "unreadable": "Files that could not be read, and why; they are not counted.",
    "upward": "Whether it is above, or rising.",
    "value": "The difference.",
    "versions": "The versions of the checklist that the audits used.",
    "weakest": "The criteria that are most surely weak.",
    "weight": "The weight of the criterion in the judgement.",
    "with_effect": "How many actions that are done or closed say what difference they made.",
    "without": "How many audits have no overall judgement.",
}
"""What each key means, wherever it stands."""


def summary() -> Schema:
    """Return the schema of what `caseaudit summary --json` prints; with `--share` a suppressed figure is null."""
    rates = {"asked": int, "not_applicable_rate": Interval, "insufficient_evidence_rate": Interval}
    group = _table({**get_type_hints(Group), "gap": Difference, "compliance_leads": _or_null({"type": "boolean"})})
    keys = {
        "disclosure": _or_null(_disclosure()),
        "audits": _ALWAYS_SHOWN,
        "in_progress": int,
        **dict.fromkeys(("unreadable", "copies", "only", "method"), _LINES),
        "period": Period,
        "overall": group,
        "judgements": tuple[Judgements, ...],
        "rows": _list(_table({**get_type_hints(Row), **rates})),
        **dict.fromkeys(("weakest", "strongest"), _list(_table(_NAMES))),
        "limiting": _list(_table({**_NAMES, "capped": Interval})),
        "changes": Changes,
        "repeats": tuple[Repeat, ...],
        "actions": _table({**get_type_hints(Actions), "oldest": _or_null({"type": "string"})}),
        "breakdowns": _list(_table({"by": str, "groups": _list(group)})),
        "months": tuple[Months, ...],
        "target": _or_null(_SHARE),
        "trend": _list(_trend()),
    }
    return {"$schema": DIALECT, "title": "A caseaudit summary", **_table(keys)}


def _disclosure() -> Schema:
    words = {"type": "object", "additionalProperties": {"type": "string"}}
    return _table({"threshold": _ALWAYS_SHOWN, "statement": _LINES, "symbols": words})


def _trend() -> Schema:
    signal = _table({"rule": _one_of(Rule), "upward": bool})
    limits = _table({name: {"type": "number"} for name in ("low", "high")})
    mark = {"month": str, "n": int, "of": int, "share": _or_null(_SHARE), "moving_range": _or_null(_SHARE),
            "signals": _list(signal), "cause": _or_null(_one_of(Cause))}  # fmt: skip
    return _table({
        "checklist": str, "mean": _or_null(_SHARE), "limits": _or_null(limits),
        "assurance": _or_null(_one_of(Assurance)), "marks": _list(_table(mark)),
    })  # fmt: skip


def _one_of(words: Any) -> Schema:
    return {"type": "string", "enum": list(get_args(words))}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _table(keys: dict[str, Any], lowest: int = 0) -> Schema:
    properties = {name: {"description": MEANINGS[name], **_shape(kind, lowest)} for name, kind in keys.items()}
    return {"type": "object", "additionalProperties": False, "required": list(keys), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _shape(kind: Any, lowest: int = 0) -> Schema:
    """Return the schema of a type; one that is a schema already is returned as it is."""
    if isinstance(kind, dict):
        return kind
    if get_origin(kind) is tuple:
        return _list(_shape(get_args(kind)[0]))
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": {"type": ["integer", "null"], "minimum": 1}}
    if hasattr(kind, "_fields"):
        hints = {name: hint for name, hint in get_type_hints(kind).items() if name not in _UNWRITTEN}
        return _table(hints, _BOUND_OF.get(kind, 0))
    return _single(kind, lowest)


def _single(kind: Any, lowest: int) -> Schema:
    kinds: dict[Any, Schema] = {
        bool: {"type": "boolean"},
        int: {"type": ["integer", "null"], "minimum": 0},
        str: {"type": "string"},
        float: {"type": ["number", "null"], "minimum": lowest, "maximum": 1},
    }
    return kinds[kind]
