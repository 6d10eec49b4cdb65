"""A checklist as JSON: everything it says, nothing left to look up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import asdict

from caseaudit.domain.checklist import Checklist, Criterion, Document, Scale, Section, Source
from caseaudit.domain.timescales import Timescale
from caseaudit.exports import timescale_json

_HEADLINE = ("id", "title", "version", "status", "audited", "scale", "core")


def headline(checklist: Checklist) -> dict[str, Any]:
    """Return what a list of checklists shows."""
    return {
        **{field: getattr(checklist, field) for field in _HEADLINE},
        "cohorts": list(checklist.cohorts),
        "areas": list(checklist.areas),
        "criteria": len(checklist.criteria),
        "critical": checklist.critical,
    }


def document(
    checklist: Checklist,
    scales: Mapping[str, Scale],
    documents: Mapping[str, Document],
    clocks: Mapping[str, Timescale],
) -> dict[str, Any]:
    """Return the whole checklist, defaults filled in, its grades, its sources and its clocks spelt out."""
    return {
        **asdict(checklist),
        "cohorts": list(checklist.cohorts),
        "areas": list(checklist.areas),
        "judgement": asdict(checklist.judgement),
        "digest": checklist.digest,
        "grades": [grade._asdict() for grade in scales[checklist.scale].grades],
        "sections": [_section(checklist, section, documents, clocks) for section in checklist.sections],
        "facts": [{**asdict(fact), "choices": list(fact.choices)} for fact in checklist.facts],
    }


def _section(
    checklist: Checklist, section: Section, documents: Mapping[str, Document], clocks: Mapping[str, Timescale]
) -> dict[str, Any]:
    criteria = [_criterion(checklist, criterion, documents, clocks) for criterion in section.criteria]
    return {**asdict(section), "criteria": criteria}


def _criterion(
    checklist: Checklist, criterion: Criterion, documents: Mapping[str, Document], clocks: Mapping[str, Timescale]
) -> dict[str, Any]:
    clock = clocks.get(criterion.timescale)
    return {
        **asdict(criterion),
        "allows": list(criterion.allows),
        "scale": checklist.scale_of(criterion),
        "wording": criterion.wording,
        "clock": timescale_json.document(clock) if clock else None,
        "sources": [_source(source, documents.get(source.document)) for source in criterion.sources],
    }


def _source(source: Source, cited: Document | None) -> dict[str, Any]:
    known = {"short": cited.short, "title": cited.title, "reported": cited.reported} if cited else {}
    return {**asdict(source), **known}
