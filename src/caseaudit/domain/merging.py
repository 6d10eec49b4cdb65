"""Two people changed one audit: keep every edit, and ask only where both changed the same thing.

The unit is one answer, one action, one section or one field of the header, never a word inside a
text. `base` is what both started from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from caseaudit.domain.audit import Audit, Header

Part = TypeVar("Part")

HEADER_FIELDS = Header.__struct_fields__


class Overlap(NamedTuple):
    """One thing that both changed, differently."""

    what: str
    """A criterion id, an action id, a section id or a field of the header."""
    base: Any
    mine: Any
    theirs: Any


class Merge(NamedTuple):
    """The audit with both people's edits, and what a person has to decide."""

    audit: Audit
    """Both edits; where they overlap, mine."""
    overlaps: tuple[Overlap, ...]


def merge(base: Audit, mine: Audit, theirs: Audit) -> Merge:
    """Return both sets of edits in one audit; in each overlap mine stands and both are listed.

    Revision and events are theirs: they are what is stored. A sign-off by either side that the
    other did not see is always an overlap.
    """
    overlaps: list[Overlap] = []
    merged = replace(
        theirs,
        **{field: _field(field, base, mine, theirs, overlaps) for field in (*HEADER_FIELDS, "judgement", "sign_off")},
        sections=_parts("id", base.sections, mine.sections, theirs.sections, overlaps),
        answers=_parts("criterion", base.answers, mine.answers, theirs.answers, overlaps),
        actions=_parts("id", base.actions, mine.actions, theirs.actions, overlaps),
    )
    if theirs.signed_off and _content(mine) != _content(base) and not any(o.what == "sign_off" for o in overlaps):
        overlaps.append(Overlap("sign_off", base.sign_off, mine.sign_off, theirs.sign_off))
    return Merge(merged, tuple(overlaps))


def differences(before: Audit, after: Audit) -> list[str]:
    """Return what differs, in reading order: fields of the header, sections, criteria, actions, sign-off."""
    fields = [field for field in HEADER_FIELDS if getattr(before, field) != getattr(after, field)]
    parts = [
        *_changed("id", before.sections, after.sections),
        *_changed("criterion", before.answers, after.answers),
        *_changed("id", before.actions, after.actions),
    ]
    decisions = [name for name in ("judgement", "sign_off") if getattr(before, name) != getattr(after, name)]
    return fields + parts + [name.replace("_", "-") for name in decisions]


def _changed(key: str, before: Sequence[Any], after: Sequence[Any]) -> list[str]:
    old, new = ({getattr(part, key): part for part in side} for side in (before, after))
    return [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]


def with_theirs(merge: Merge, what: Iterable[str]) -> Audit:
    """Return the merged audit with their side of the named overlaps in place of mine."""
    chosen = {overlap.what: overlap.theirs for overlap in merge.overlaps if overlap.what in set(what)}
    audit = merge.audit
    return replace(
        audit,
        **{field: chosen[field] for field in (*HEADER_FIELDS, "judgement", "sign_off") if field in chosen},
        sections=_chosen("id", audit.sections, chosen),
        answers=_chosen("criterion", audit.answers, chosen),
        actions=_chosen("id", audit.actions, chosen),
    )


def _chosen(key: str, parts: Sequence[Part], chosen: dict[str, Any]) -> tuple[Part, ...]:
    picked = (chosen.get(getattr(part, key), part) for part in parts)
    return tuple(part for part in picked if part is not None)


def _field(field: str, base: Audit, mine: Audit, theirs: Audit, overlaps: list[Overlap]) -> Any:
    sides = (getattr(base, field), getattr(mine, field), getattr(theirs, field))
    return _one(field, *sides, overlaps)


def _one(what: str, base: Any, mine: Any, theirs: Any, overlaps: list[Overlap]) -> Any:
    if mine in (base, theirs):
        return theirs
    if theirs != base:
        overlaps.append(Overlap(what, base, mine, theirs))
    return mine


def _parts(
    key: str, base: Sequence[Part], mine: Sequence[Part], theirs: Sequence[Part], overlaps: list[Overlap]
) -> tuple[Part, ...]:
    """Merge parts by their key: theirs in their order, then what I added."""
    name: Callable[[Part], str] = lambda part: str(getattr(part, key))  # noqa: E731
    before, ours, stored = ({name(part): part for part in side} for side in (base, mine, theirs))
    order = dict.fromkeys([*stored, *ours])
    merged = (_one(part, before.get(part), ours.get(part), stored.get(part), overlaps) for part in order)
    return tuple(part for part in merged if part is not None)


def _content(audit: Audit) -> Audit:
    from caseaudit.domain.audit import Revision

    return replace(audit, revision=Revision(), events=())
