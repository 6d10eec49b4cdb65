"""Two people changed one audit: keep every edit, and ask only where both changed the same thing.

The unit is one answer, one action, one section or one field of the header, never a word inside a
text. `base` is what both started from. A signature stands over nothing but what was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from caseaudit.domain.audit import Action, Answer, Audit, Event, Header, Revision, SectionUsed, next_action_id
from caseaudit.domain.escalation import Escalation
from caseaudit.domain.facts import Fact

Part = TypeVar("Part")

HEADER_FIELDS = Header.__struct_fields__
_PARTS = (SectionUsed, Answer, Action, Fact)
_DECISIONS = ("judgement", "sign_off", "moderation")


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
    """Both edits; where they overlap, mine. Open, if somebody signed what the other changed."""
    overlaps: tuple[Overlap, ...]
    theirs: Audit
    """Their side, as it is stored."""


def merge(base: Audit, mine: Audit, theirs: Audit) -> Merge:
    """Return both sets of edits in one audit; in each overlap mine stands and both are listed.

    The revision is theirs: it is what is stored. Mine that is new goes after their events. A sign-off by
    either side that the other did not see is always an overlap, and then neither signature stands.
    """
    overlaps: list[Overlap] = []
    mine = _renumbered(base, mine, theirs)
    fields = (*HEADER_FIELDS, *_DECISIONS, "kept")
    merged = replace(
        theirs,
        **{field: _field(field, base, mine, theirs, overlaps) for field in fields},
        events=_events(base, mine, theirs),
        escalations=_escalations(mine, theirs),
        facts=_parts("id", base.facts, mine.facts, theirs.facts, overlaps),
        sections=_parts("id", base.sections, mine.sections, theirs.sections, overlaps),
        answers=_parts("criterion", base.answers, mine.answers, theirs.answers, overlaps),
        actions=_parts("id", base.actions, mine.actions, theirs.actions, overlaps),
    )
    if _signed_unseen(base, mine, theirs) or _signed_unseen(base, theirs, mine):
        overlaps = [overlap for overlap in overlaps if overlap.what != "sign_off"]
        overlaps.append(Overlap("sign_off", base.sign_off, mine.sign_off, theirs.sign_off))
        merged = replace(merged, sign_off=None, events=_events(base, _unsigned(mine), theirs))
    return Merge(merged, tuple(overlaps), theirs)


def _signed_unseen(base: Audit, signer: Audit, other: Audit) -> bool:
    """Whether one side signed while the other changed something, or signed and reopened it."""
    fresh = signer.sign_off not in (None, base.sign_off, other.sign_off)
    reopened = any(event.what == "reopened" for event in {*other.events} - {*base.events})
    return fresh and (reopened or _content(other) != _content(base))


def _renumbered(base: Audit, mine: Audit, theirs: Audit) -> Audit:
    """Both may have given the next number to an action of their own: mine takes one that nobody used."""
    begun = {action.id for action in base.actions}
    stored = {action.id: action.what for action in theirs.actions}
    for action in mine.actions:
        if action.id not in begun and stored.get(action.id, action.what) != action.what:
            free = next_action_id(replace(mine, actions=(*mine.actions, *theirs.actions)))
            own = (replace(action, id=free) if known is action else known for known in mine.actions)
            mine = replace(mine, actions=tuple(own))
    return mine


def _unsigned(audit: Audit) -> Audit:
    """Return an audit whose signing did not come to be."""
    return replace(audit, events=tuple(event for event in audit.events if event.what != "signed-off"))


def _events(base: Audit, mine: Audit, theirs: Audit) -> tuple[Event, ...]:
    known = {*base.events, *theirs.events}
    return (*theirs.events, *(event for event in mine.events if event not in known))


def _escalations(mine: Audit, theirs: Audit) -> tuple[Escalation, ...]:
    """Nothing that was said of a child's safety is ever taken back: what either said, in the order of time."""
    said = dict.fromkeys([*theirs.escalations, *mine.escalations])
    return tuple(sorted(said, key=lambda escalation: escalation.at))


def differences(before: Audit, after: Audit) -> list[str]:
    """Return what differs, in reading order: fields of the header, sections, criteria, actions, sign-off."""
    fields = [field for field in HEADER_FIELDS if getattr(before, field) != getattr(after, field)]
    parts = [
        *_changed("id", before.facts, after.facts),
        *_changed("id", before.sections, after.sections),
        *_changed("criterion", before.answers, after.answers),
        *_changed("id", before.actions, after.actions),
    ]
    said = ["escalation"] if before.escalations != after.escalations else []
    decisions = [name for name in _DECISIONS if getattr(before, name) != getattr(after, name)]
    return fields + parts + said + [name.replace("_", "-") for name in decisions]


def _changed(key: str, before: Sequence[Any], after: Sequence[Any]) -> list[str]:
    old, new = ({getattr(part, key): part for part in side} for side in (before, after))
    return [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]


def with_theirs(merge: Merge, what: Iterable[str]) -> Audit:
    """Return the merged audit with their side of the named overlaps in place of mine.

    Their signature comes with all that they signed: only my actions then go with it.
    """
    named = set(what)
    chosen = [overlap for overlap in merge.overlaps if overlap.what in named]
    fields = {overlap.what: overlap.theirs for overlap in chosen if _shape(overlap) is None}
    actions = _chosen("id", merge.audit.actions, chosen, Action)
    if fields.get("sign_off"):
        return replace(merge.theirs, actions=actions)
    return replace(
        merge.audit,
        **fields,
        sections=_chosen("id", merge.audit.sections, chosen, SectionUsed),
        answers=_chosen("criterion", merge.audit.answers, chosen, Answer),
        facts=_chosen("id", merge.audit.facts, chosen, Fact),
        actions=actions,
    )


def _shape(overlap: Overlap) -> type | None:
    """Return what kind of part an overlap is about, or None for a field: a section may be called `team`."""
    sides = (overlap.base, overlap.mine, overlap.theirs)
    return next((shape for shape in _PARTS for side in sides if isinstance(side, shape)), None)


def _chosen(key: str, parts: Sequence[Part], chosen: list[Overlap], shape: type[Part]) -> tuple[Part, ...]:
    """Put their side of the chosen overlaps in place; what only they kept comes back at the end."""
    theirs: dict[str, Part | None] = {overlap.what: overlap.theirs for overlap in chosen if _shape(overlap) is shape}
    picked = [theirs.pop(getattr(part, key), part) for part in parts]
    return tuple(part for part in (*picked, *theirs.values()) if part is not None)


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
    return replace(audit, revision=Revision(), events=())
