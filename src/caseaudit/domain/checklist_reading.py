"""From the plain tables of a TOML file to a checklist, naming everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, get_args

from caseaudit.domain import shape
from caseaudit.domain.checklist import (
    COHORTS,
    SCALE_OF_KIND,
    Audited,
    Checklist,
    Criterion,
    Critical,
    Document,
    Focus,
    JudgementRule,
    Kind,
    Scale,
    Section,
    Source,
    SourceRole,
    Status,
)
from caseaudit.domain.facts_reading import fact_faults, read_facts
from caseaudit.domain.shape import CHECKLIST_ID, Fault, Key, Path
from caseaudit.problems import nearest

CRITERION_ID = re.compile(r"[A-Z][A-Z0-9]{1,7}-[0-9]{2,3}")
BY_CLOCK = ("in-time", "late", "not-done")
"""What a clock can say that proposes a grade."""
ALLOWS = ("not-applicable", "insufficient-evidence")


class Knowledge(NamedTuple):
    """What a checklist may refer to."""

    scales: Mapping[str, Scale]
    documents: Mapping[str, Document]
    timescales: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


def read_checklist(table: Mapping[str, Any], name: str, known: Knowledge) -> tuple[Checklist | None, list[Fault]]:
    """Return the checklist, or None, and every fault found. `name` is the file's name without ending."""
    if newer := shape.newer(table):
        return None, newer
    parts = _checklist_faults(table, name, known), _all_section_faults(table, known), fact_faults(table)
    faults = list(chain(*parts))
    if faults:
        return None, faults
    return _build(table), []


# ── what each table may hold ─────────────────────────────────────────────────


def checklist_keys(known: Knowledge) -> dict[str, Key]:
    """Return the keys of a checklist's head."""
    return {
        "format": Key(shape.whole(1, shape.FORMAT), needed=True),
        "id": Key(shape.matching(CHECKLIST_ID, '"case-recording"'), needed=True),
        "title": Key(shape.text, needed=True),
        "version": Key(shape.text, needed=True),
        "status": Key(shape.one_of(*get_args(Status)), needed=True),
        "audited": Key(shape.one_of(*get_args(Audited)), needed=True),
        "cohorts": Key(shape.some_of(*COHORTS), needed=True),
        "areas": Key(shape.texts),
        "scale": Key(shape.one_of(*known.scales), needed=True),
        "core": Key(shape.true_or_false),
        "about": Key(shape.text, needed=True),
        "judgement": Key(shape.table),
        "section": Key(shape.tables, needed=True),
        "fact": Key(shape.tables),
    }


JUDGEMENT_KEYS = {
    "roll_up": Key(shape.true_or_false),
    "reasons": Key(shape.one_of("required", "optional")),
    "outstanding_share": Key(shape.share),
    "good_share": Key(shape.share),
    "lowest_share": Key(shape.share),
}
SECTION_KEYS = {
    "id": Key(shape.matching(CHECKLIST_ID, '"direct-work"'), needed=True),
    "title": Key(shape.text, needed=True),
    "about": Key(shape.text),
    "applies_when": Key(shape.text),
    "criterion": Key(shape.tables, needed=True),
}
CRITERION_KEYS = {
    "id": Key(shape.matching(CRITERION_ID, '"CHR-03"'), needed=True),
    "question": Key(shape.text, needed=True),
    "kind": Key(shape.one_of(*get_args(Kind))),
    "focus": Key(shape.one_of(*get_args(Focus)), needed=True),
    "weight": Key(shape.whole(1, 5)),
    "critical": Key(shape.one_of(*get_args(Critical))),
    "critical_reason": Key(shape.text),
    "look_for": Key(shape.text, needed=True),
    "good_looks_like": Key(shape.text, needed=True),
    "weak_looks_like": Key(shape.text, needed=True),
    "allows": Key(shape.some_of(*ALLOWS)),
    "timescale": Key(shape.text),
    "descriptors": Key(shape.table),
    "lift": Key(shape.table),
    "by_clock": Key(shape.table),
    "sources": Key(shape.tables, needed=True),
}
SOURCE_KEYS = {
    "document": Key(shape.text, needed=True),
    "paragraph": Key(shape.whole(1, 100_000), needed=True),
    "role": Key(shape.one_of(*get_args(SourceRole)), needed=True),
}


def _checklist_faults(table: Mapping[str, Any], name: str, known: Knowledge) -> Iterator[Fault]:
    yield from shape.faults(table, checklist_keys(known), ())
    if isinstance(table.get("judgement"), dict):
        yield from shape.faults(table["judgement"], JUDGEMENT_KEYS, ("judgement",))
    if isinstance(table.get("id"), str) and table["id"] != name:
        yield Fault(("id",), "is not the file's name", "Give the file and the checklist the same name")
    yield from _area_faults(table.get("areas"), known.areas)


def _area_faults(areas: Any, known: frozenset[str]) -> Iterator[Fault]:
    named = [(at, area) for at, area in enumerate(areas if isinstance(areas, list) else ()) if isinstance(area, str)]
    yield from shape.repeats((("areas", at), area) for at, area in named)
    for at, area in named:
        if area not in known:
            yield Fault(("areas", at), "is not in areas.toml", nearest(area, known))


def _all_section_faults(table: Mapping[str, Any], known: Knowledge) -> Iterator[Fault]:
    sections = shape.tables_in(table, "section")
    yield from shape.repeats(((("section", at, "id"), section.get("id")) for at, section in sections))
    criteria = [
        (("section", at, "criterion", number), criterion)
        for at, section in sections
        for number, criterion in shape.tables_in(section, "criterion")
    ]
    yield from shape.repeats(((*path, "id"), criterion.get("id")) for path, criterion in criteria)
    for at, section in sections:
        yield from shape.faults(section, SECTION_KEYS, ("section", at))
    for path, criterion in criteria:
        yield from _criterion_faults(criterion, path, table.get("scale"), known)


def _criterion_faults(table: Mapping[str, Any], path: Path, scale: Any, known: Knowledge) -> Iterator[Fault]:
    yield from shape.faults(table, CRITERION_KEYS, path)
    if table.get("critical", "none") != "none" and "critical_reason" not in table:
        yield Fault((*path, "critical_reason"), "is missing", "Say why failing this one limits the judgement")
    if "timescale" in table and known.timescales and table["timescale"] not in known.timescales:
        yield Fault(
            (*path, "timescale"),
            "is not in timescales.toml",
            nearest(str(table["timescale"]), known.timescales),
        )
    yield from _descriptor_faults(table, path, _scale(table, scale, known))
    yield from _clock_faults(table, path, _scale(table, scale, known))
    for at, source in shape.tables_in(table, "sources"):
        yield from _source_faults(source, (*path, "sources", at), known)


def _scale(table: Mapping[str, Any], scale: Any, known: Knowledge) -> Scale | None:
    name = SCALE_OF_KIND.get(str(table.get("kind")), scale)
    return known.scales.get(name) if isinstance(name, str) else None


def _descriptor_faults(table: Mapping[str, Any], path: Path, scale: Scale | None) -> Iterator[Fault]:
    if table.get("kind") == "count":
        for key in ("descriptors", "lift"):
            if table.get(key):
                yield Fault((*path, key), "speaks of grades, and a count has none", "Take it out")
        return
    if scale is None:
        return
    graded = table.get("kind", "grade") == "grade"
    grades = [grade.id for grade in scale.grades]
    yield from _by_grade(table.get("descriptors", {}), (*path, "descriptors"), grades, needed=graded)
    yield from _by_grade(table.get("lift", {}), (*path, "lift"), grades[:-1], needed=False)


def _clock_faults(table: Mapping[str, Any], path: Path, scale: Scale | None) -> Iterator[Fault]:
    """What a criterion says of its clock: only where a clock decides a grade, and only grades of its scale."""
    said, place = table.get("by_clock"), (*path, "by_clock")
    if not isinstance(said, dict):
        return
    if table.get("kind", "grade") != "grade":
        yield Fault(place, "belongs to kind grade", "Take it out: every other kind has its own answer to a clock")
    elif "timescale" not in table:
        yield Fault(place, "speaks of a clock, and the criterion has none", "Name its clock as `timescale`")
    elif scale is not None:
        grade = Key(shape.one_of(*(grade.id for grade in scale.grades)))
        yield from shape.faults(said, dict.fromkeys(BY_CLOCK, grade), place)


def _by_grade(table: Any, path: Path, grades: list[str], *, needed: bool) -> Iterator[Fault]:
    if isinstance(table, dict):
        yield from shape.faults(table, {grade: Key(shape.text, needed) for grade in grades}, path)


def _source_faults(table: Mapping[str, Any], path: Path, known: Knowledge) -> Iterator[Fault]:
    yield from shape.faults(table, SOURCE_KEYS, path)
    name = table.get("document")
    if not isinstance(name, str) or not name:
        return
    document = known.documents.get(name)
    if document is None:
        yield Fault((*path, "document"), "is not in sources.toml", nearest(name, known.documents))
    elif isinstance(table.get("paragraph"), int) and table["paragraph"] > document.paragraphs:
        yield Fault((*path, "paragraph"), "is past the end of the document", f"Its last is {document.paragraphs}")


# ── building, once nothing is wrong ──────────────────────────────────────────


def _build(table: Mapping[str, Any]) -> Checklist:
    shaped = ("format", "judgement", "section", "cohorts", "areas", "fact")
    plain = {key: value for key, value in table.items() if key not in shaped}
    return Checklist(
        **plain,
        cohorts=tuple(table["cohorts"]),
        areas=tuple(table.get("areas", ())),
        judgement=JudgementRule(**table.get("judgement", {})),
        sections=tuple(map(_section, table["section"])),
        facts=read_facts(table),
    )


def _section(table: Mapping[str, Any]) -> Section:
    plain = {key: value for key, value in table.items() if key != "criterion"}
    return Section(**plain, criteria=tuple(map(_criterion, table["criterion"])))


def _criterion(table: Mapping[str, Any]) -> Criterion:
    fields = dict(table)
    fields["sources"] = tuple(Source(**source) for source in table["sources"])
    if "allows" in fields:
        fields["allows"] = tuple(fields["allows"])
    return Criterion(**fields)
