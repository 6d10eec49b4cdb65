"""Calibration on the desk: begin a session, grade blind, hand it round, gather it, reveal it, learn from it.

A session rests beside the audits, never among them: no list, summary or export of audits can count one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk import exporting
from caseaudit.desk.exemplars import Rubric, rubric
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import calibration
from caseaudit.domain.calibration import FORMAT, About, Asked, Extract, Mark, Person, Result, Session
from caseaudit.domain.exemplar import Exemplar
from caseaudit.domain.people import same_person
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import BadInput, CaseauditError, Problem, bad_input
from caseaudit.store import documents, sessions
from caseaudit.store.library import Library
from caseaudit.store.sessions import Kept


class Graded(NamedTuple):
    """An extract of a session, with what it is graded by."""

    extract: Extract
    rubric: Rubric
    exemplar: Exemplar


class Shown(NamedTuple):
    """A session once it is revealed."""

    session: Session
    result: Result
    reasons: dict[About, str]
    """Why the expert gave their grade."""
    graded: tuple[Graded, ...]
    """The extracts that the library still has in the same words."""
    problems: list[Problem]
    """What has changed in the library since, and a change of the file by hand."""


class Turn(NamedTuple):
    """One person in one session: their calibration over time is a row of these."""

    session: Session
    person: Person


# ── begin ────────────────────────────────────────────────────────────────────


def begin(workspace: Workspace, chosen: Sequence[str], title: str = "") -> Session:
    """Begin a session on extracts, each named `supervision:B`; whoever works here is its trainer.

    Raises `BadInput` naming every extract that there is none of, and `StorageTrouble`.
    """
    if not chosen:
        raise bad_input("--exemplar", "is missing", "Name an extract: supervision:B; `caseaudit train list` shows them")
    extracts = _extracts(workspace.library, chosen)
    name = one_line(title) or ", ".join(dict.fromkeys(workspace.library.get(one.checklist).title for one in extracts))
    session = Session(FORMAT, "", name, workspace.person, workspace.now(), extracts)
    return sessions.keep(workspace.places, session)


def _extracts(library: Library, chosen: Iterable[str]) -> tuple[Extract, ...]:
    found: dict[str, Extract] = {}
    problems: list[Problem] = []
    for named in chosen:
        try:
            extract = _extract(library, named)
        except CaseauditError as error:
            problems += error.problems
            continue
        found[extract.name] = extract
    if problems:
        raise BadInput(*problems)
    return tuple(found.values())


def _extract(library: Library, named: str) -> Extract:
    checklist, colon, letter = named.partition(":")
    if not colon or not letter.strip():
        raise bad_input(one_line(named), "names no extract", "Name the checklist and the letter: supervision:B")
    one = rubric(library, checklist.strip())
    exemplar = one.found.named(letter, one.scale)
    asked = tuple(Asked(each, tuple(grade.id for grade in one.scale_of(each).grades)) for each in one.found.criteria)
    return Extract(one.checklist.id, one.checklist.version, one.found.letter(exemplar), _digest(exemplar), asked)


def _digest(exemplar: Exemplar) -> str:
    return sha256(exemplar.text.encode()).hexdigest()


# ── grade ────────────────────────────────────────────────────────────────────


def place(workspace: Workspace | None, named: str) -> Path:
    """Return the file of a session: of the workspace, by its id; or one that was handed round, by its path.

    Raises `BadInput` if there is none.
    """
    if named.endswith(documents.ENDING) or Path(named).is_file():
        return Path(named)
    if workspace is None:
        raise bad_input(
            one_line(named), "is no file", "Name the file of the session, or the workspace: --workspace DIR"
        )
    return sessions.known(workspace.places, named)


def graded(library: Library, session: Session) -> tuple[Graded, ...]:
    """Return the extracts of a session. Raises `BadInput` where this library has other words than the session."""
    found, problems = _still_there(library, session)
    if problems:
        raise BadInput(*problems)
    return found


def _still_there(library: Library, session: Session) -> tuple[tuple[Graded, ...], list[Problem]]:
    found: list[Graded] = []
    problems: list[Problem] = []
    for extract in session.extracts:
        try:
            found.append(_graded(library, session, extract))
        except CaseauditError as error:
            problems += error.problems
    return tuple(found), problems


def _graded(library: Library, session: Session, extract: Extract) -> Graded:
    one = rubric(library, extract.checklist)
    exemplar = one.found.lettered.get(extract.letter)
    asked = {each.criterion: each.grades for each in extract.asked}
    here = {each: tuple(grade.id for grade in one.scale_of(each).grades) for each in one.found.criteria}
    if exemplar is None or _digest(exemplar) != extract.digest or asked != here:
        what = f"reads otherwise in this library than in session {session.id}"
        raise bad_input(extract.name, what, "Use the same version of the library as the trainer")
    return Graded(extract, one, exemplar)


def mark(path: Path, name: str, given: Mark) -> Session:
    """Keep one grade that somebody gave. Raises `BadInput`, `NotReady` once it is revealed, `StorageTrouble`."""
    given = Mark(given.checklist, given.letter, given.criterion, given.grade, clean(given.reason).strip())
    return sessions.change(path, lambda session: calibration.marked(session, one_line(name), given))


# ── hand round, gather, reveal ───────────────────────────────────────────────


def hand_out(workspace: Workspace, session_id: str, path: Path, *, force: bool = False) -> Session:
    """Write a session to a file that goes to another machine: nobody's grades, and not the expert's."""
    empty = calibration.emptied(sessions.intact(sessions.known(workspace.places, session_id)))
    exporting.write(workspace, sessions.encode(empty), path, force=force)
    return empty


def gather(workspace: Workspace, session_id: str, paths: Sequence[Path]) -> Session:
    """Take in the files that came back, in any order, twice if need be; all of them or none.

    Raises `BadInput` with everything that is wrong in any of them.
    """
    files: list[Session] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files.append(sessions.intact(path))
        except CaseauditError as error:
            problems += error.problems
    if problems:
        raise BadInput(*problems)
    known = sessions.known(workspace.places, session_id)
    return sessions.change(known, lambda session: calibration.gathered(session, files))


def reveal(workspace: Workspace, session_id: str) -> Session:
    """Reveal the grades; nobody grades afterwards. Raises `NotReady` where nobody has graded anything."""
    known = sessions.known(workspace.places, session_id)
    return sessions.change(known, lambda session: calibration.revealed(session, workspace.now()))


# ── look at it ───────────────────────────────────────────────────────────────


def listed(workspace: Workspace) -> tuple[list[Kept], list[Problem]]:
    """Return every session, newest first, and what is wrong with the others and with those changed by hand."""
    return sessions.every(workspace.places)


def show(workspace: Workspace, session_id: str) -> Shown:
    """Return what a session shows. Raises `NotReady` while it is blind."""
    path = sessions.known(workspace.places, session_id)
    kept = sessions.read(path)
    changed = [] if kept.intact else [sessions.altered(path)]
    return _shown(workspace.library, kept.session, changed)


def _shown(library: Library, session: Session, problems: list[Problem]) -> Shown:
    found, missing = _still_there(library, session)
    answers = {
        (each.extract.checklist, each.extract.letter, answer.criterion): answer
        for each in found
        for answer in each.exemplar.answers
    }
    came_of_it = calibration.result(session, {about: answer.grade for about, answer in answers.items()})
    reasons = {about: answer.reason for about, answer in answers.items()}
    return Shown(session, came_of_it, reasons, found, [*problems, *missing])


def over_time(workspace: Workspace, name: str) -> tuple[list[Turn], list[Problem]]:
    """Return somebody's calibration over time, oldest first, and the sessions that could not be read.

    What was changed by hand counts for nothing. Shown to the person themselves: all of it; to a trainer: what is of
    their own sessions. Raises `BadInput` for anybody else. Names are claimed, not proved.
    """
    found, problems = sessions.every(workspace.places)
    turns = [turn for kept in reversed(found) if kept.intact for turn in _turns(workspace, kept.session, name)]
    if same_person(workspace.person, name):
        return turns, problems
    own = [turn for turn in turns if same_person(turn.session.trainer, workspace.person)]
    if not own:
        what = "is shown to that person and to the trainer of the session only"
        raise bad_input("calibration", what, "Say who you are with --by, or ask them")
    return own, problems


def _turns(workspace: Workspace, session: Session, name: str) -> Iterator[Turn]:
    if session.revealed_at:
        for person in _shown(workspace.library, session, []).result.people:
            if same_person(person.name, name):
                yield Turn(session, person)
