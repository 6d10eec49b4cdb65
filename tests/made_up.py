"""Audits made up for tests: one to begin from, and any that hypothesis can think of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain.audit import (
    PURPOSES,
    ROLES,
    Action,
    Answer,
    Audit,
    Event,
    Header,
    Judgement,
    Revision,
    SectionUsed,
    SignOff,
    begin,
)
from caseaudit.domain.carrying import PackUsed
from caseaudit.domain.checklist import COHORTS
from caseaudit.plaintext import clean
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists
from hostile import HOSTILE

LIBRARY = Library(shipped_checklists(), Path(__file__).parent / "sample")
HANDOVER = LIBRARY.get("handover")
OFSTED = LIBRARY.scales["ofsted"]
AT = "2026-11-20T12:00:00Z"
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
_GRADES_OF = {"grade": GRADES, "yes-no": ("yes", "no")}


def header(**fields: Any) -> Header:
    """Return a header with some fields of its own."""
    known = {"case": "EB-1042", "team": "North", "worker": "W. Worker", "auditor": "A. Auditor", "date": "2026-11-20"}
    return Header(**{**known, **fields})


def begun(audit_id: str = "20261120-abcdef", **fields: Any) -> Audit:
    """Return a new audit of `handover` that no register has seen."""
    return begin(audit_id, header(**fields), HANDOVER, OFSTED, AT)


texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)).map(clean)
"""Any text that a person can have typed or pasted."""
lines = texts.filter(lambda text: "\n" not in text)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(date.isoformat)
ticks = st.sampled_from([None, True, False])
unknown = st.dictionaries(
    st.from_regex(r"x_[a-z]{1,6}", fullmatch=True),
    st.recursive(
        st.one_of(st.booleans(), st.integers(-(2**53), 2**53), texts),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["a", "b c", "é"]), inner, max_size=2)
        ),
        max_leaves=4,
    ),
    max_size=2,
)
"""Fields that only a newer version knows."""


@st.composite
def answers(draw: st.DrawFn, asked: Answer) -> Answer:
    """Any answer to a question: one of the four states, with the fields that go with it."""
    origin = draw(st.sampled_from(["", "20261120-bbbbbb"]))
    words = replace(asked, reason=draw(texts), evidence=draw(texts), impact=draw(texts), carried=origin)
    state = draw(st.sampled_from(["graded", "not-applicable", "insufficient-evidence", "not-assessed"]))
    if state != "graded":
        return replace(words, state=state)
    if asked.kind == "count":
        return replace(words, state=state, count=draw(st.integers(0, 999_999)))
    return replace(words, state=state, grade=draw(st.sampled_from(_GRADES_OF[asked.kind])))


def actions(number: int) -> st.SearchStrategy[Action]:
    """Any action that is the `number`th of its audit."""
    status = st.sampled_from(["open", "done", "closed", "cancelled"])
    return st.builds(Action, st.just(f"A{number}"), texts, lines, days, status=status, evidence=texts, effect=texts)


packs = st.builds(PackUsed, st.just("core"), st.just(("20261120-abcdef", "20261120-bbbbbb")), st.just(("HND-01",)))
judgements = st.builds(Judgement, st.sampled_from(GRADES), st.sampled_from(GRADES), texts, texts)
sign_offs = st.builds(SignOff, lines, st.just(AT), texts, st.just("0" * 64))
events = st.builds(Event, st.just(AT), lines, st.sampled_from(["created", "reopened", "edited-outside"]), texts)


@st.composite
def audits(draw: st.DrawFn) -> Audit:
    """Any audit of `handover` that can rest on disk, with fields that this version does not know."""
    audit = begun(case=draw(lines), team=draw(lines), worker=draw(lines), date=draw(days))
    kept = {"record": draw(unknown), "answers": {"HND-01": draw(unknown)}, "checklist": draw(unknown)}
    return replace(
        audit,
        revision=Revision(draw(st.integers(0, 99)), "0" * 64, draw(lines), AT, draw(texts)),
        cohort=draw(st.sampled_from(["", *COHORTS])),
        role=draw(st.sampled_from(ROLES)),
        purpose=draw(st.sampled_from(PURPOSES)),
        pack=draw(st.none() | packs),
        with_worker=draw(ticks),
        child_view=draw(ticks),
        family_view=draw(ticks),
        sections=tuple(replace(section, on=draw(st.booleans())) for section in audit.sections),
        answers=tuple(draw(answers(answer)) for answer in audit.answers),
        actions=tuple(draw(actions(number)) for number in range(1, draw(st.integers(1, 3)))),
        judgement=draw(st.none() | judgements),
        sign_off=draw(st.none() | sign_offs),
        events=(*audit.events, *draw(st.lists(events, max_size=2))),
        kept=without_the_empty(kept),
    )


def without_the_empty(kept: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept in the shape in which a record is read."""
    kept = {**kept, "answers": {name: extra for name, extra in kept["answers"].items() if extra}}
    return {part: extra for part, extra in kept.items() if extra}


def court(audit: Audit, *, on: bool) -> Audit:
    """Return an audit of `handover` with its optional section on or off, whatever its answers."""
    sections = (audit.sections[0], SectionUsed("court", "Cases in court", "the case is in court", on=on))
    return replace(audit, sections=sections)
