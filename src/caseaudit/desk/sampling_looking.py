"""Look at lists and samples: what of a file can be read, what was drawn, and which child a reference stands for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk.sampling import content_of
from caseaudit.desk.sampling_eligible import on_several_rows
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import case_references, sampling_frame
from caseaudit.domain.case_references import References
from caseaudit.domain.sampling import Sample, SampledCase
from caseaudit.problems import BadInput, CaseauditError, Problem, bad_input
from caseaudit.store import case_key, samples
from caseaudit.store.frames import headings, reading
from caseaudit.store.frames.headings import Asked, Found
from caseaudit.store.frames.lists import PLAIN, Column, lists
from caseaudit.store.frames.opening import open_book
from caseaudit.store.samples import Kept

__all__ = ["Kept", "Looked", "Traced", "check", "find", "listed", "trace"]


def listed(workspace: Workspace) -> tuple[list[Kept], list[Problem]]:
    """Return every sample, newest first, and what is wrong with those that were changed or cannot be read."""
    return samples.every(workspace.places)


def find(workspace: Workspace, sample_id: str) -> tuple[Sample, list[Problem]]:
    """Return a sample, and what is wrong with it. Raises `BadInput` if there is none or it cannot be read."""
    kept = samples.find(workspace.places, sample_id)
    return kept.sample, [] if kept.intact else [samples.altered(sample_id)]


# ── what can be read ─────────────────────────────────────────────────────────


class Looked(NamedTuple):
    """One list of a file, as far as it can be read."""

    number: int
    title: str
    sheet: str
    rows: int
    cases: int
    """How many children its rows tell of."""
    open: int
    """How many rows are open on the day."""
    columns: tuple[Found, ...]
    missing: tuple[Column, ...]
    """Columns of the template that the list has not."""
    problems: list[Problem]


def check(path: Path, asked: Asked, on: date) -> list[Looked]:
    """Return the list that is asked for, or every list of Annex A that the file holds, with all that is wrong.

    Raises `BadInput` for a file that holds no list.
    """
    content = content_of(path)
    if asked.number != PLAIN or asked.sheet or asked.columns:
        return [_looked(content, path, asked, on)]
    numbers = _numbers(content, path)
    return [_looked(content, path, Asked(number), on) for number in numbers or [PLAIN]]


def _numbers(content: bytes, path: Path) -> list[int]:
    """Return the lists of Annex A whose headings are in the file."""
    book = open_book(content, str(path))
    return headings.recognised(book)


def _looked(content: bytes, path: Path, asked: Asked, on: date) -> Looked:
    try:
        frame = reading.everything(content, str(path), asked, on)
    except CaseauditError as error:
        if asked.number == PLAIN:
            raise
        return Looked(asked.number, lists()[asked.number].title, "", 0, 0, 0, (), (), list(error.problems))
    closed = sampling_frame.closed(frame.of.ends, on)
    still_open = [row for row in frame.rows if not closed(row)]
    missing = tuple(column for column in frame.of.columns if column.key not in frame.columns and not column.optional)
    return Looked(
        number=frame.of.number,
        title=frame.of.title,
        sheet=frame.sheet,
        rows=frame.total,
        cases=len({row.identifier for row in frame.rows}),
        open=len(still_open),
        columns=tuple(frame.columns.values()),
        missing=missing if frame.of.number else (),
        problems=[*frame.problems(str(path)), *on_several_rows(path, frame, still_open)],
    )


# ── whose reference is whose ─────────────────────────────────────────────────


class Traced(NamedTuple):
    """One case of a sample, and where it stands in the list."""

    case: SampledCase
    identifier: str
    """Empty where no row of the list has this reference."""
    row: int
    reserve: bool


def trace(workspace: Workspace, sample_id: str, path: Path) -> tuple[list[Traced], list[Problem]]:
    """Return which identifier each reference of a sample stands for, and what to know of the list.

    Raises `BadInput` where the list cannot be read, or the references were made with another person's secret.
    """
    sample, problems = find(workspace, sample_id)
    secret = case_key.known_secret()
    if case_references.mark(secret) != sample.key_mark:
        who = sample.drawn_by
        raise bad_input(
            sample_id, "has references that another secret made", f"Ask {who}, who drew it, to look the cases up"
        )
    content = content_of(path)
    if sha256(content).hexdigest() != sample.frame.digest:
        problems.append(
            Problem(str(path), "is not the very file that was drawn from", "Expect cases that are not found")
        )
    places = _places(content, path, sample)
    owners = References(secret, places).owners()
    return [
        _traced(case, owners, places, case in sample.reserve) for case in (*sample.cases, *sample.reserve)
    ], problems


def _places(content: bytes, path: Path, sample: Sample) -> dict[str, int]:
    """Return the row of each identifier: the last one where there are several."""
    asked = Asked(sample.frame.number, sample.frame.sheet, {"case": sample.frame.columns["case"]})
    try:
        frame = reading.read(content, str(path), asked, (), (), date.max)
    except BadInput as error:
        raise BadInput(*error.problems) from None
    return {row.identifier: row.place for row in frame.rows}


def _traced(case: SampledCase, owners: Mapping[str, str], places: Mapping[str, int], reserve: bool) -> Traced:
    identifier = owners.get(case.reference) or owners.get(case_references.short(case.reference), "")
    return Traced(case, identifier, places.get(identifier, 0), reserve)
