"""Checklists made up for tests: any sound one that hypothesis can think of, as the tables of its file."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from caseaudit.domain.checklist import COHORTS, SCALE_OF_KIND
from caseaudit.domain.checklist_reading import BY_CLOCK
from hostile import HOSTILE
from made_up import LIBRARY

Table = dict[str, Any]

KNOWN = LIBRARY.knowledge
SCALES = ("ofsted", "met", "yes-no", "in-time")
any_text = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=40)).map(
    lambda text: text.encode("utf-8", "ignore").decode()
)
"""Any text that a TOML file can hold."""
any_text = any_text.filter(str.strip)
plain_text = any_text.filter(lambda text: not any(ord(letter) < 32 and letter not in "\t\n" for letter in text))
"""Any text that a cell can hold, too: without control characters."""
plain_text = plain_text.filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
shares = st.one_of(st.just(1), st.floats(0, 1, exclude_min=True))


def some(of: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Table]:
    """Any of these keys, or none."""
    return st.fixed_dictionaries({}, optional=of)


@st.composite
def sources(draw: st.DrawFn) -> Table:
    """A paragraph that exists in a document that exists."""
    document = draw(st.sampled_from(sorted(KNOWN.documents)))
    paragraph = draw(st.integers(1, KNOWN.documents[document].paragraphs))
    role = draw(st.sampled_from(["finding", "recommendation", "commitment", "extension"]))
    return {"document": document, "paragraph": paragraph, "role": role}


@st.composite
def criteria(draw: st.DrawFn, number: int, scale: str, texts: st.SearchStrategy[str]) -> Table:
    """The `number`th criterion of a checklist on a scale."""
    needed = ("question", "look_for", "good_looks_like", "weak_looks_like")
    table: Table = {"id": f"ANY-{number:02}", "focus": draw(st.sampled_from(["compliance", "quality"]))}
    table |= {key: draw(texts) for key in needed}
    kind = draw(st.sampled_from(["", "grade", "yes-no", "timescale", "count"]))
    allows = st.lists(st.sampled_from(["not-applicable", "insufficient-evidence"]), max_size=2)
    clocks = {"timescale": st.sampled_from(sorted(KNOWN.timescales))} if KNOWN.timescales else {}
    table |= {"kind": kind} if kind else {}
    table |= draw(some({"weight": st.integers(1, 5), "allows": allows, **clocks}))
    table |= draw(st.sampled_from([{}, {"critical": "none"}, {"critical": "harm", "critical_reason": "Because."}]))
    grades = [grade.id for grade in KNOWN.scales[SCALE_OF_KIND.get(kind, scale)].grades]
    if kind in ("", "grade"):
        table["descriptors"] = {grade: draw(texts) for grade in grades}
        if "timescale" in table:
            table |= draw(some({"by_clock": some(dict.fromkeys(BY_CLOCK, st.sampled_from(grades)))}))
    if kind != "count":
        table["lift"] = draw(some(dict.fromkeys(grades[:-1], texts)))
    return {**table, "sources": draw(st.lists(sources(), min_size=1, max_size=2))}


@st.composite
def facts(draw: st.DrawFn, number: int, texts: st.SearchStrategy[str]) -> Table:
    """The `number`th fact that a checklist asks for."""
    kind = draw(st.sampled_from(["number", "date", "yes-no", "choice", "dates"]))
    words = texts.map(lambda text: " ".join(text.split())).filter(bool)
    choices = st.lists(words, min_size=2, max_size=3, unique_by=str.casefold)
    table: Table = {"id": f"fact-{number}", "label": draw(texts), "kind": kind}
    table |= {"choices": draw(choices)} if kind == "choice" else {}
    table |= draw(some({"hint": texts, "theme": st.sampled_from(["T02", "T34"]), "system": st.booleans()}))
    return table | (draw(some({"ahead": st.booleans()})) if kind in ("date", "dates") else {})


@st.composite
def checklists(draw: st.DrawFn, texts: st.SearchStrategy[str] = plain_text) -> Table:
    """Any sound checklist `anything` whose words are any of these texts."""
    scale = draw(st.sampled_from(SCALES))
    per_section = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    numbers = iter(range(1, 100))
    sections = [
        {
            "id": f"section-{at}",
            "title": draw(texts),
            **draw(some({"about": texts, "applies_when": texts})),
            "criterion": [draw(criteria(next(numbers), scale, texts)) for _ in range(many)],
        }
        for at, many in enumerate(per_section)
    ]
    words = {"title": texts, "version": texts, "about": texts}
    areas = st.lists(st.sampled_from(sorted(KNOWN.areas)), max_size=3, unique=True)
    judgement = some(
        {
            "roll_up": st.booleans(),
            "reasons": st.sampled_from(["required", "optional"]),
            **dict.fromkeys(("outstanding_share", "good_share", "lowest_share"), shares),
        }
    )
    asked = [draw(facts(number, texts)) for number in range(draw(st.integers(0, 2)))]
    return {
        "format": 1,
        "id": "anything",
        **{key: draw(text) for key, text in words.items()},
        "status": draw(st.sampled_from(["draft", "published", "retired"])),
        "audited": draw(st.sampled_from(["case-file", "supervision-file", "other-record"])),
        "cohorts": draw(st.lists(st.sampled_from(COHORTS), max_size=3)),
        "scale": scale,
        **draw(some({"core": st.booleans(), "areas": areas, "judgement": judgement})),
        "section": sections,
        **({"fact": asked} if asked else {}),
    }


def without_empty_tables(table: Any) -> Any:
    """Return tables without those inner tables that hold nothing: to a checklist they say nothing."""
    if isinstance(table, dict):
        return {key: without_empty_tables(value) for key, value in table.items() if value != {}}
    return [without_empty_tables(item) for item in table] if isinstance(table, list) else table
