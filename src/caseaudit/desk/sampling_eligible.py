"""Which cases of a list can be drawn, and why the others cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from caseaudit.desk.sampling_wish import Wish
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import case_references, sampling_frame
from caseaudit.domain.case_references import References
from caseaudit.domain.sampling import LeftOut, Method
from caseaudit.domain.sampling_frame import Narrowed, Row
from caseaudit.problems import BadInput, Problem, bad_input
from caseaudit.store import samples
from caseaudit.store.frames import reading
from caseaudit.store.frames.reading import Frame

_NAMED_AT_ONCE = 5


def narrowed(workspace: Workspace, wish: Wish, frame: Frame, method: Method, named: References) -> Narrowed:
    """Return the rows that can be drawn. Raises `BadInput` where none is left, or a child stands there twice."""
    faulty = (LeftOut("with something that cannot be read", frame.faulty),) if wish.leave_out_faulty else ()
    left = Narrowed(frame.rows, faulty)
    if not wish.include_closed and {frame.of.ends, "status"} & set(frame.read):
        left = left.without("closed", sampling_frame.closed(frame.of.ends, wish.on))
        _refuse_none(wish, frame, left, "holds no open case", "Add --include-closed to draw from closed cases")
    for column in dict.fromkeys(frame.key(column) for column, _ in wish.where):
        words = [begins for name, begins in wish.where if frame.key(name) == column]
        left = left.without(f"not asked for by `{column}`", sampling_frame.unlike(column, words))
    left = _one_row_each(wish, frame, left)
    if method == "every-worker":
        left = left.without("without a worker", lambda row: not row.values.get("worker"))
    for why, references in _set_aside(workspace, wish):
        left = left.without(why, _is_among(references, named))
    _refuse_none(wish, frame, left, "has no case left to draw", "Ask for fewer conditions, or exclude less")
    return left


def _refuse_none(wish: Wish, frame: Frame, left: Narrowed, what: str, remedy: str) -> None:
    if not left.rows:
        funnel = "; ".join(f"{out.rows} {out.why}" for out in left.left_out if out.rows)
        raise bad_input(str(wish.path), f"{what} (of {frame.total} rows: {funnel or 'none'})", remedy)


def _one_row_each(wish: Wish, frame: Frame, left: Narrowed) -> Narrowed:
    """Leave one row of each child: the latest of a list of events. Raises `BadInput` where another list has two."""
    if _has_events(frame):
        return left.without("earlier rows of a child", sampling_frame.earlier(left.rows, frame.of.event))
    if problems := on_several_rows(wish.path, frame, left.rows):
        raise BadInput(*problems)
    return left


def _has_events(frame: Frame) -> bool:
    return bool(frame.of.event) and frame.of.event in frame.read


def on_several_rows(path: Path, frame: Frame, rows: Iterable[Row]) -> list[Problem]:
    """Return a problem for each child on several of the rows, the first ones; none of a list of events."""
    if _has_events(frame):
        return []
    twice = list(sampling_frame.repeats(rows))
    heading = frame.columns["case"].heading
    where = f"{path}: {frame.sheet}" if frame.sheet else str(path)
    problems = [
        Problem(
            f'{where}, rows {", ".join(map(str, places[:_NAMED_AT_ONCE]))}, column "{heading}"',
            "hold the same identifier, and this list has one row a child",
            "Delete the older rows",
        )
        for places in twice[: reading.MOST_TOLD]
    ]
    if (more := len(twice) - reading.MOST_TOLD) > 0:
        what = f"has {more} more identifiers on several rows"
        problems.append(Problem(str(path), what, "Mend the first ones, and try again"))
    return problems


def _set_aside(workspace: Workspace, wish: Wish) -> Iterable[tuple[str, frozenset[str]]]:
    if wish.not_audited_within:
        since = _months_before(wish.on, wish.not_audited_within)
        yield f"audited since {since.isoformat()}", _audited_since(workspace, since)
    for sample_id in wish.exclude_samples:
        yield f"drawn in {sample_id}", samples.find(workspace.places, sample_id).sample.references
    if wish.exclude:
        yield "excluded by reference", frozenset(wish.exclude)


def _is_among(references: frozenset[str], named: References) -> Callable[[Row], bool]:
    """Tell whether a row's case goes by one of the references, in its usual form or in a longer one."""
    usual = {case_references.short(reference) for reference in references}

    def among(row: Row) -> bool:
        reference = named[row.identifier]
        return reference in references or case_references.short(reference) in usual

    return among


def _months_before(day: date, months: int) -> date:
    from calendar import monthrange

    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _audited_since(workspace: Workspace, since: date) -> frozenset[str]:
    """Return the references of the cases that were audited on a day or after it; training counts for nothing."""
    from caseaudit.desk.listing import Wanted, listing

    wanted = Wanted(since=since.isoformat(), practice_only=True)
    return frozenset(line.case for line in listing(workspace, wanted, quick=False).lines)
