"""Draw a sample from a list of cases: read the list, set aside what cannot be drawn, draw, and say why each case."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from caseaudit import __version__
from caseaudit.desk.sampling_eligible import narrowed
from caseaudit.desk.sampling_wish import AGE_BAND, NEED_GROUPS, Wish, method_of, number_of, rule_of
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import case_references, sampling_frame
from caseaudit.domain.case_references import References
from caseaudit.domain.checklist import COHORTS
from caseaudit.domain.sampling import FORMAT, Method, RuleUsed, Sample, SampledCase, SampledFrame
from caseaudit.domain.sampling_drawing import Candidate, Draw, Pick, draw
from caseaudit.domain.sampling_frame import Row
from caseaudit.domain.sampling_rules import Due, Rule, age_band
from caseaudit.domain.timescales import sentence
from caseaudit.problems import BadInput, NotReady, Problem, bad_input
from caseaudit.store import case_key, filesystem, samples
from caseaudit.store.frames import reading
from caseaudit.store.frames.headings import Asked, Found
from caseaudit.store.frames.opening import LARGEST_FILE, LARGEST_TEXT, MIB
from caseaudit.store.frames.reading import Frame

_HIGHEST_SEED = 999_999
_NAMED_AT_ONCE = 5
_LONG_PAST = 31
"""Days without any date in a list that somebody works from."""


class Drawn(NamedTuple):
    """A sample that is not kept yet, and what the person should know of it."""

    sample: Sample
    notes: list[Problem]


def draw_sample(workspace: Workspace, wish: Wish) -> Drawn:
    """Draw a sample and return it; nothing is written.

    Raises `BadInput` with everything that is wrong with the wish or with the list, `NotReady` where no case meets
    the rules.
    """
    method = method_of(wish)
    rules = [rule_of(name) for name in wish.rules]
    number = number_of(wish, rules)
    content = content_of(wish.path)
    frame = _read(content, wish._replace(number=number), rules, method)
    by = "worker" if method == "every-worker" else _group_column(frame, wish)
    kept = _kept_columns(frame, wish)
    secret = case_key.secret()
    named = References(secret, {row.identifier for row in frame.rows})
    left = narrowed(workspace, wish, frame, method, named)
    seed = _any_seed() if wish.seed is None else wish.seed
    candidates = list(_candidates(workspace, left.rows, by, rules, wish.on))
    drawn = _drawn(candidates, method, seed, wish)
    cases = _Cases(left.rows, candidates, named, frame, kept, wish.on)
    sample = Sample(
        format=FORMAT,
        id="",
        program=__version__,
        drawn_by=workspace.person,
        drawn_at=workspace.now(),
        on=wish.on.isoformat(),
        frame=_described(content, wish.path, frame),
        method=method,
        seed=seed,
        size=len(drawn.picks),
        eligible=len(left.rows),
        key_mark=case_references.mark(secret),
        by=by,
        left_out=left.left_out,
        strata=tuple(drawn.strata),
        rules=tuple(_used(workspace, rule, candidates) for rule in rules),
        cases=tuple(map(cases.case, drawn.picks)),
        reserve=tuple(map(cases.case, drawn.reserve)),
    )
    return Drawn(sample, list(_notes(wish, frame, named, sample)))


def keep(workspace: Workspace, sample: Sample) -> Sample:
    """Write a sample into the workspace, whole or not at all, and return it with its id. Raises `StorageTrouble`."""
    return samples.keep(workspace.places, sample)


def content_of(path: Path) -> bytes:
    """Return the bytes of a list. Raises `BadInput` for one that is too large, or not an ordinary file."""
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise bad_input(str(path), what, "Name the file of the list: .xlsx, .xls or .csv")
    limit = LARGEST_FILE if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") else LARGEST_TEXT
    if path.stat().st_size > limit:
        raise bad_input(
            str(path), f"is over the limit of {limit // MIB} MiB", "Take out the sheets that are not needed"
        )
    return filesystem.read_regular(path.resolve(), limit)


# ── the list ─────────────────────────────────────────────────────────────────


def _read(content: bytes, wish: Wish, rules: list[Rule], method: Method) -> Frame:
    """Return the list with the columns that the wish needs. Raises `BadInput` with all that is wrong in them."""
    named = [wish.by, *(column for column, _ in wish.where), *wish.keep]
    needed = [name for name in named if name and name != AGE_BAND]
    needed += [column for rule in rules for column in rule.columns]
    useful = [column for rule in rules for column in rule.may_use]
    useful += ["born", "age"] if AGE_BAND in named else []
    needed += ["worker"] if method == "every-worker" else []
    asked = Asked(wish.number, wish.sheet, wish.columns)
    frame = reading.read(content, str(wish.path), asked, needed, useful, wish.on)
    if frame.faults and not wish.leave_out_faulty:
        hint = Problem(
            "sample", "was not drawn", "Mend the list, or add --leave-out-faulty to draw from the other rows"
        )
        raise BadInput(*frame.problems(str(wish.path)), hint)
    if AGE_BAND in named and not {"born", "age"} & set(frame.read):
        raise bad_input(str(wish.path), "gives neither date of birth nor age", f"Leave {AGE_BAND} out")
    return frame


def _found(frame: Frame, name: str) -> Found:
    """Return the column of a key or heading, which is known to be there."""
    return next(column for column in frame.columns.values() if column.key == frame.key(name))


def _group_column(frame: Frame, wish: Wish) -> str:
    """Return the key of the column of the groups. Raises `BadInput` for a private one that nobody asked to keep."""
    _refuse_private(frame, wish)
    if not wish.by or wish.by == AGE_BAND:
        return wish.by
    return frame.key(wish.by)


def _refuse_private(frame: Frame, wish: Wish) -> None:
    kept = {frame.key(name) for name in wish.keep}
    used = [("--by", wish.by), *(("--where", column) for column, _ in wish.where)]
    problems = [
        Problem(
            option, f"would keep `{frame.key(name)}` of the cases", f"If that is meant, add --keep {frame.key(name)}"
        )
        for option, name in used
        if name and frame.key(name) not in kept and (name == AGE_BAND or _found(frame, name).private)
    ]
    if problems:
        raise BadInput(*problems)


def _kept_columns(frame: Frame, wish: Wish) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(frame.key(name) for name in wish.keep))
    if "case" in keys:
        raise bad_input(
            "--keep", "cannot keep the identifier", "`caseaudit sample cases` finds a case by its reference"
        )
    return keys


def _described(content: bytes, path: Path, frame: Frame) -> SampledFrame:
    headings = {key: frame.columns[key].heading for key in frame.read}
    name = path.name.encode("utf-8", "surrogateescape")
    return SampledFrame(
        digest=sha256(content).hexdigest(),
        name_digest=sha256(name).hexdigest(),
        title=frame.of.title,
        number=frame.of.number,
        sheet=frame.sheet,
        rows=frame.total,
        columns=headings,
    )


# ── the draw ─────────────────────────────────────────────────────────────────


def _candidates(workspace: Workspace, rows: Iterable[Row], by: str, rules: list[Rule], on: date) -> Iterable[Candidate]:
    due = _due(workspace)
    for row in rows:
        met = tuple(rule.id for rule in rules if rule.meets(row.values, on, due))
        yield Candidate(row.identifier, _group(row, by, on) if by else "", met)


def _group(row: Row, by: str, on: date) -> str:
    return age_band(row.values, on) if by == AGE_BAND else sampling_frame.text(row.values.get(by))


def _due(workspace: Workspace) -> Due:
    """Return what asks a clock of the workspace's library for its last day, each clock and day once."""
    from caseaudit.desk.bank_holidays import of_england
    from caseaudit.domain.timescales_counting import due

    known: dict[tuple[str, date], date] = {}

    def asked(clock: str, start: date) -> date:
        if (clock, start) not in known:
            known[clock, start] = due(start, workspace.library.timescale(clock), of_england())
        return known[clock, start]

    return asked


def _drawn(candidates: list[Candidate], method: Method, seed: int, wish: Wish) -> Draw:
    if method == "rules" and not any(case.rules for case in candidates):
        what = f"meets {' or '.join(wish.rules)}, of the {len(candidates)} that can be drawn"
        raise NotReady(Problem("no case", what, "Nothing was drawn. Look for something else, or draw at random"))
    return draw(candidates, method, seed, wish.size, wish.reserve)


def _any_seed() -> int:
    return int.from_bytes(os.urandom(4)) % _HIGHEST_SEED + 1


def _used(workspace: Workspace, rule: Rule, candidates: Iterable[Candidate]) -> RuleUsed:
    clocks = (sentence(workspace.library.timescale(clock)) for clock in rule.clocks)
    return RuleUsed(
        rule.id, " ".join((f"{rule.title}.", rule.why, *clocks)), sum(rule.id in one.rules for one in candidates)
    )


class _Cases:
    """What is kept of the cases that were drawn."""

    def __init__(
        self,
        rows: Iterable[Row],
        candidates: Iterable[Candidate],
        named: References,
        frame: Frame,
        kept: tuple[str, ...],
        on: date,
    ) -> None:
        self._rows = {row.identifier: row for row in rows}
        self._rules = {case.identifier: case.rules for case in candidates if case.rules}
        self._named, self._frame, self._kept, self._on = named, frame, kept, on

    def case(self, pick: Pick) -> SampledCase:
        """Return what is kept of one case: no identifier, and only the usual columns and those asked for."""
        row = self._rows[pick.identifier]
        return SampledCase(
            reference=self._named[pick.identifier],
            why=pick.why,
            team=sampling_frame.text(row.values.get("team")),
            worker=sampling_frame.text(row.values.get("worker")),
            cohort=_cohort(self._frame, row),
            stratum=pick.stratum,
            rules=self._rules.get(pick.identifier, ()),
            kept={key: _group(row, key, self._on) for key in self._kept},
        )


_COHORT_OF_STATUS = (("looked after", "child-looked-after"), ("child protection", "child-protection"))


def _cohort(frame: Frame, row: Row) -> str:
    """Return the cohort: as the row says, as its status says, or as all of that list are."""
    own = sampling_frame.text(row.values.get("cohort")).casefold().replace(" ", "-")
    status = sampling_frame.text(row.values.get("status")).casefold()
    if own in COHORTS:
        return own
    return next((cohort for start, cohort in _COHORT_OF_STATUS if status.startswith(start)), frame.of.cohort)


# ── what the person should know ──────────────────────────────────────────────


def _notes(wish: Wish, frame: Frame, named: References, sample: Sample) -> Iterator[Problem]:
    yield from _excluded_in_vain(wish, named)
    yield from _groups_without(sample)
    yield from _of_another_day(wish, frame)
    yield from frame.problems(str(wish.path)) if wish.leave_out_faulty else ()


def _of_another_day(wish: Wish, frame: Frame) -> Iterator[Problem]:
    """Point out a list whose newest date is long past: clocks would run on to a day that it does not describe."""
    if wish.rules and frame.newest and (wish.on - frame.newest).days > _LONG_PAST:
        newest = frame.newest.isoformat()
        remedy = f"If the list is older, say so: --on {newest}"
        yield Problem(str(wish.path), f"has no date after {newest}, and clocks ran to {wish.on}", remedy)


def _excluded_in_vain(wish: Wish, named: References) -> list[Problem]:
    there = {case_references.short(reference) for reference in named.owners()} if wish.exclude else set()
    missing = [given for given in wish.exclude if case_references.short(given) not in there]
    return [Problem(given, "is excluded and is not in this list", "Check the reference") for given in missing]


def _groups_without(sample: Sample) -> list[Problem]:
    """Return a note where the share of a group was no case at all."""
    if sample.method not in NEED_GROUPS:
        return []
    none = [one.name for one in sample.strata if not one.drawn]
    named = f"{', '.join(none[:_NAMED_AT_ONCE])}{' and others' if len(none) > _NAMED_AT_ONCE else ''}"
    other = "" if sample.method == "equal" else ", or take --method equal"
    remedy = f"Draw more cases{other}, if every group should be heard"
    return [Problem(f"{len(none)} of {len(sample.strata)} groups", f"got no case: {named}", remedy)] if none else []
