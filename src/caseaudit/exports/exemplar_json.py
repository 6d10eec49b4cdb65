"""Exemplars as JSON, with the expert's answers or without a word of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from caseaudit.domain.checklist import Checklist
from caseaudit.domain.exemplar import Exemplar, ExemplarAnswer, ExemplarSet

_HEADLINE = ("checklist", "version", "fictional", "situation", "kind")


def document(found: ExemplarSet, chosen: Iterable[Exemplar], checklist: Checklist, *, blind: bool) -> dict[str, Any]:
    """Return the situation and the extracts chosen; where they are graded `blind`, nothing that tells a grade."""
    return {
        **{field: getattr(found, field) for field in _HEADLINE},
        "title": checklist.title,
        "exemplars": [_exemplar(found, exemplar, checklist, blind=blind) for exemplar in chosen],
    }


def _exemplar(found: ExemplarSet, exemplar: Exemplar, checklist: Checklist, *, blind: bool) -> dict[str, Any]:
    return {
        "letter": found.letter(exemplar),
        **({} if blind else {"grade": exemplar.grade}),
        "title": exemplar.title,
        "text": exemplar.text,
        **({} if blind else {"lift": exemplar.lift}),
        "answers": [_answer(answer, checklist, blind=blind) for answer in exemplar.answers],
    }


def _answer(answer: ExemplarAnswer, checklist: Checklist, *, blind: bool) -> dict[str, Any]:
    asked = checklist.criterion(answer.criterion)
    return {
        "criterion": answer.criterion,
        "question": asked.question if asked else "",
        **({} if blind else {"grade": answer.grade, "reason": answer.reason}),
    }
