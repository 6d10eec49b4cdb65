"""Counts made up for tests: of services that ask the same questions, each with audits of its own."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from caseaudit.domain.federation import (
    ActionsAlike,
    AnswersAlike,
    AuditsAlike,
    Counts,
    Graded,
    RepeatsAlike,
    Source,
    Titled,
    Wording,
    combined,
    sealed,
)
from made_up import GRADES, lines

MONTHS = ("2026-01", "2026-06", "2026-11")
TITLES = (Titled("chronology", "1.0", "Chronologies"), Titled("chronology", "1.1", "Chronologies"))
WORDINGS = tuple(
    Wording("chronology", title.version, criterion, f"{place:032x}", place, "The record", question)
    for title in TITLES
    for place, (criterion, question) in enumerate(
        {"CHR-01": "Is it up to date?", "CHR-02": "Does it reach back?"}.items()
    )
)
SCALE = tuple(
    Graded(place, grade, grade.capitalize(), grade[:4], "●", place < 2, "") for place, grade in enumerate(GRADES)
)


def answer(group: tuple[Any, ...], criterion: str, state: str, grade: str, **more: Any) -> AnswersAlike:
    """Return one answer of an audit of a group."""
    n = more.pop("n", 1)
    known = {"n": n, "good": n * (grade in GRADES[:2]), "limiting": 0, **more}
    return AnswersAlike(*group, criterion, "record", "quality", "grade", "none", 1, state, grade, **known)  # type: ignore[arg-type]


def of_one(service: str, audits: tuple[AuditsAlike, ...], answers: tuple[AnswersAlike, ...], **more: Any) -> Counts:
    """Return the counts of one export of one service."""
    months = sorted(row.month for row in audits)
    numbers = {"in_progress": 0, "unreadable": 0, "copies": 0, **more.pop("numbers", {})}
    source = Source(
        service,
        "2026-11-20",
        months[0] if months else "",
        months[-1] if months else "",
        sum(row.n for row in audits),
        only=(),
        program="caseaudit 0.1",
        digest="",
        **numbers,
    )
    known = {"checklists": TITLES, "criteria": WORDINGS, "grades": SCALE, **more}
    return sealed(Counts("counts", 1, services=(source,), audits=audits, answers=answers, **known))


def small(service: str, month: str = "2026-11", grade: str = "good", n: int = 1, **more: Any) -> Counts:
    """Return the counts of a service with one kind of audit, `n` of them, that asks one criterion."""
    group = (service, "North", "care-leaver", "audit", month, "chronology", "1.0")
    audits = (AuditsAlike(*group, grade, n, n * (grade in GRADES[:2]), 0, n),)
    return of_one(service, audits, (answer(group, "CHR-01", "graded", grade, n=n),), **more)


_STATES = st.sampled_from(
    [
        *(("graded", grade) for grade in GRADES),
        ("not-applicable", ""),
        ("insufficient-evidence", ""),
        ("not-assessed", ""),
    ]
)


@st.composite
def counts(draw: st.DrawFn, service: str) -> Counts:
    """Any counts of a service: none to six audits, in teams of any name."""
    teams = draw(st.lists(lines, min_size=1, max_size=2))
    audits, answers = list[AuditsAlike](), list[AnswersAlike]()
    for _ in range(draw(st.integers(0, 6))):
        group = (
            service,
            draw(st.sampled_from(teams)),
            draw(st.sampled_from(["", "care-leaver"])),
            draw(st.sampled_from(["audit", "re-audit"])),
            draw(st.sampled_from(MONTHS)),
            "chronology",
            draw(st.sampled_from(["1.0", "1.1"])),
        )
        judgement = draw(st.sampled_from(["", *GRADES]))
        audits.append(AuditsAlike(*group, judgement, 1, int(judgement in GRADES[:2]), 0, 1))
        for criterion in ("CHR-01", "CHR-02"):
            state, grade = draw(_STATES)
            answers.append(answer(group, criterion, state, grade, limiting=int(grade == "inadequate")))
    actions = draw(
        st.dictionaries(st.tuples(st.sampled_from(["open", "closed"]), st.sampled_from([0, 1])), st.integers(1, 9))
    )
    n = draw(st.integers(0, len(audits) // 2))
    return of_one(
        service,
        tuple(audits),
        tuple(answers),
        actions=tuple(ActionsAlike(service, status, overdue, 0, n) for (status, overdue), n in actions.items()),  # type: ignore[arg-type]
        repeats=(RepeatsAlike(service, "chronology", "CHR-01", n, draw(st.integers(0, n))),) if n else (),
        numbers={"in_progress": draw(st.integers(0, 3)), "unreadable": draw(st.integers(0, 2))},
    )


@st.composite
def services(draw: st.DrawFn) -> list[Counts]:
    """The counts of two to five services."""
    names = draw(
        st.lists(
            lines.filter(str.strip), min_size=2, max_size=5, unique_by=lambda name: " ".join(name.casefold().split())
        )
    )
    return [draw(counts(name)) for name in names]


@st.composite
def bracketed(draw: st.DrawFn, parts: list[Counts]) -> Counts:
    """The counts merged in any order, two or more at a time, in any brackets."""
    rest = draw(st.permutations(parts))
    while len(rest) > 1:
        begin = draw(st.integers(0, len(rest) - 2))
        end = draw(st.integers(begin + 2, len(rest)))
        rest[begin:end] = [combined(rest[begin:end])]
    return rest[0]
