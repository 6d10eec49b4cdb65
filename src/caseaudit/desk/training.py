"""Calibration on the desk: begin a session, grade blind, hand it round, gather it, reveal it, learn from it.

A session rests beside the audits, never among them: no list, summary or export of audits can count one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.desk import exporting
from caseaudit.desk.exemplars import Rubric, rubric
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import calibration
from caseaudit.domain.calibration import (
    FORMAT,
    About,
    Asked,
    Extract,
    Mark,
    Participant,
    Person,
    Result,
    Session,
    Spread,
)
from caseaudit.domain.exemplar import Exemplar
from caseaudit.domain.exemplar_reading import checklist_of
from caseaudit.domain.people import same_person
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import Problem, all_of, bad_input, tried
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

    def _rubric(self, about: About) -> Rubric | None:
        same = (each.rubric for each in self.graded if (each.extract.checklist, each.extract.letter) == about[:2])
        return next(same, None)

    def question(self, about: About) -> str:
        """Return what was asked, as the library has it; the id of the criterion where it does not."""
        rubric = self._rubric(about)
        return rubric.criterion(about[2]).question if rubric else about[2]

    def label(self, about: About, grade: str) -> str:
        """Return what a grade is called, as the library has it; its id where it does not."""
        rubric = self._rubric(about)
        return rubric.label(about[2], grade) if rubric else grade

    def where(self, about: About) -> str:
        """Return which criterion of which extract it is: `SUP-03, extract B of Supervision`."""
        rubric = self._rubric(about)
        return f"{about[2]}, extract {about[1]} of {rubric.checklist.title if rubric else about[0]}"

    def expert(self, spread: Spread, *, named: bool = True) -> str:
        """Return the expert's grade and reason, with who the expert is if `named`; or that there is none any more."""
        if not spread.expert:
            return "The expert's key is not in this library any more."
        who = f"The expert, {self.session.expert}" if named and self.session.expert else "The expert"
        return f"{who}: {self.label(spread.about, spread.expert)}. {self.reasons.get(spread.about, '')}".strip()


class Turn(NamedTuple):
    """One person in one session: their calibration over time is a row of these."""

    session: Session
    person: Person


# ── begin ────────────────────────────────────────────────────────────────────


def begin(workspace: Workspace, chosen: Sequence[str], title: str = "", expert: str = "") -> Session:
    """Begin a session on extracts, each named `supervision:B`; whoever works here is its trainer.

    `expert`: whose grades the group is held against, if that is to be said.

    Raises `BadInput` naming every extract that there is none of, and `StorageTrouble`.
    """
    if not chosen:
        raise bad_input("--exemplar", "is missing", "Name an extract: supervision:B; `caseaudit train list` shows them")
    extracts = _extracts(workspace.library, chosen)
    name = one_line(title) or ", ".join(
        dict.fromkeys(workspace.library.get(checklist_of(one.checklist)).title for one in extracts)
    )
    session = Session(FORMAT, "", name, workspace.person, workspace.now(), extracts, expert=one_line(expert))
    return sessions.keep(workspace.places, session)


def _extracts(library: Library, chosen: Iterable[str]) -> tuple[Extract, ...]:
    found = all_of(partial(_extract, library), chosen)
    return tuple({extract.name: extract for extract in found}.values())


def _extract(library: Library, named: str) -> Extract:
    checklist, colon, letter = named.partition(":")
    if not colon or not letter.strip():
        raise bad_input(one_line(named), "names no extract", "Name the checklist and the letter: supervision:B")
    one = rubric(library, checklist.strip())
    exemplar = one.found.named(letter, one.scale)
    asked = tuple(Asked(each, tuple(grade.id for grade in one.scale_of(each).grades)) for each in one.found.criteria)
    return Extract(one.found.id, one.checklist.version, one.found.letter(exemplar), _digest(exemplar), asked)


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
    return tuple(all_of(partial(_graded, library, session), session.extracts))


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

    A folder stands for every session file in it. Raises `BadInput` with everything that is wrong in any of them.
    """
    files = all_of(sessions.intact, _files(paths))
    known = sessions.known(workspace.places, session_id)
    return sessions.change(known, lambda session: calibration.gathered(session, files))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files, and those of a folder in its place. Raises `BadInput` for a folder without any."""
    for path in paths:
        if not path.is_dir():
            yield path
        elif found := [each for each in path.glob(f"*{documents.ENDING}") if not each.name.startswith(".")]:
            yield from sorted(found)
        else:
            raise bad_input(str(path), f"has no file that ends in {documents.ENDING}", "Name the files that came back")


def reveal(workspace: Workspace, session_id: str) -> Session:
    """Reveal the grades; nobody grades afterwards. Raises `NotReady` where nobody has graded anything."""
    known = sessions.known(workspace.places, session_id)
    return sessions.change(known, lambda session: calibration.revealed(session, workspace.now()))


# ── look at it ───────────────────────────────────────────────────────────────


def listed(workspace: Workspace) -> tuple[list[Kept], list[Problem]]:
    """Return every session, newest first, and what is wrong with the others and with those changed by hand."""
    found, problems = sessions.every(workspace.places)
    return sorted(found, key=lambda kept: kept.session.begun_at, reverse=True), problems


def show(workspace: Workspace, session_id: str) -> Shown:
    """Return what a session shows. Raises `NotReady` while it is blind."""
    path = sessions.known(workspace.places, session_id)
    kept = sessions.read(path)
    changed = [] if kept.intact else [sessions.altered(path)]
    return _shown(workspace.library, kept.session, changed)


def _shown(library: Library, session: Session, problems: list[Problem]) -> Shown:
    found, missing = tried(partial(_graded, library, session), session.extracts)
    answers = {
        (each.extract.checklist, each.extract.letter, answer.criterion): answer
        for each in found
        for answer in each.exemplar.answers
    }
    came_of_it = calibration.result(session, {about: answer.grade for about, answer in answers.items()})
    reasons = {about: answer.reason for about, answer in answers.items()}
    return Shown(session, came_of_it, reasons, tuple(found), [*problems, *missing])


def unnamed(shown: Shown) -> Shown:
    """Return the same with letters in place of names, and without a word that anybody wrote, the trainer included."""
    session, letters = shown.session, shown.session.lettered
    people = tuple(
        Participant(f"Person {letters[each.name]}", tuple(replace(mark, reason="") for mark in each.marks))
        for each in session.participants
    )
    nobodys = replace(session, trainer="", expert="", participants=people)
    expert = {spread.about: spread.expert for spread in shown.result.spreads if spread.expert}
    return shown._replace(session=nobodys, result=calibration.result(nobodys, expert))


def over_time(workspace: Workspace, name: str) -> tuple[list[Turn], list[Problem]]:
    """Return somebody's calibration over time, oldest first, and the sessions that could not be read.

    What was changed by hand counts for nothing. Shown to the person themselves: all of it; to a trainer: what is of
    their own sessions. Raises `BadInput` for anybody else. Names are claimed, not proved.
    """
    found, problems = listed(workspace)
    turns = [turn for kept in reversed(found) if kept.intact for turn in _turns(workspace, kept.session, name)]
    if same_person(workspace.person, name):
        return turns, problems
    own = [turn for turn in turns if same_person(turn.session.trainer, workspace.person)]
    if not own and _is_blind_still(workspace, found, name):
        what = "has nothing of that person that is revealed yet"
        raise bad_input("calibration", what, "Reveal the session first: caseaudit train reveal SESSION")
    if not own:
        what = "is shown to that person and to the trainer of the session only"
        raise bad_input("calibration", what, "Say who you are with --by, or ask them")
    return own, problems


def _is_blind_still(workspace: Workspace, found: Iterable[Kept], name: str) -> bool:
    """Whether somebody takes part in a session of whoever works here that is not revealed."""
    own = (kept.session for kept in found if same_person(kept.session.trainer, workspace.person))
    return any(not each.revealed_at and same_person(one.name, name) for each in own for one in each.participants)


def _turns(workspace: Workspace, session: Session, name: str) -> Iterator[Turn]:
    if session.revealed_at:
        for person in _shown(workspace.library, session, []).result.people:
            if same_person(person.name, name):
                yield Turn(session, person)
