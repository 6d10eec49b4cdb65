"""One person's turn in a session of calibration: all that they may see, and every grade kept at once.

Nothing here holds what anybody else gave or what the expert says, so no screen that stands on it can show it.
"""

from __future__ import annotations

from functools import reduce
from threading import Lock
from typing import NamedTuple

from caseaudit.desk import training
from caseaudit.desk.training import Graded
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import calibration
from caseaudit.domain.calibration import About, Mark, Session
from caseaudit.domain.checklist import Criterion, Scale
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import NotReady, Problem, bad_input
from caseaudit.store import sessions
from caseaudit.store.sessions import Kept

KEYS = {"0": "not-applicable", "i": "insufficient-evidence"}
"""What is pressed for an answer that stands on no scale."""


def without_a_grade(criterion: Criterion) -> dict[str, str]:
    """Return the answers without a grade that a criterion allows, by their keys."""
    return {key: state for key, state in KEYS.items() if state in criterion.allows}


# ── how far a session is ─────────────────────────────────────────────────────


class Turn(NamedTuple):
    """How far somebody is."""

    name: str
    given: int


class Standing(NamedTuple):
    """A session without anybody's grades."""

    id: str
    title: str
    trainer: str
    begun: str
    """ISO date."""
    revealed: bool
    intact: bool
    """Whether it says exactly what this program wrote."""
    extracts: tuple[str, ...]
    """What they are called: `supervision:B`."""
    asked: int
    """How many criteria there are to grade."""
    turns: tuple[Turn, ...]

    @property
    def done(self) -> int:
        """How many have graded everything."""
        return sum(turn.given == self.asked for turn in self.turns)


def standings(workspace: Workspace) -> tuple[list[Standing], list[Problem]]:
    """Return every session without anybody's grades, newest first, and what is wrong with the others."""
    found, problems = training.listed(workspace)
    return [_standing(kept) for kept in found], problems


def standing(workspace: Workspace, session_id: str) -> Standing:
    """Return one session without anybody's grades. Raises `BadInput`, `NotReady` if it was changed by hand."""
    return _standing(Kept(sessions.intact(sessions.known(workspace.places, session_id)), intact=True))


def _standing(kept: Kept) -> Standing:
    session = kept.session
    return Standing(
        id=session.id,
        title=session.title,
        trainer=session.trainer,
        begun=session.begun_at[:10],
        revealed=bool(session.revealed_at),
        intact=kept.intact,
        extracts=tuple(extract.name for extract in session.extracts),
        asked=len(session.asked),
        turns=tuple(Turn(each.name, len(each.marks)) for each in session.participants),
    )


# ── a turn ───────────────────────────────────────────────────────────────────


class Extract(NamedTuple):
    """What is read."""

    checklist: str
    """The title of its checklist."""
    letter: str
    title: str
    fictional: str
    situation: str
    text: str


class Question(NamedTuple):
    """What is graded: one criterion of one extract."""

    about: About
    extract: Extract
    criterion: Criterion
    scale: Scale


class Sheet:
    """One person's grades in a session. `keep` may be called from any thread."""

    def __init__(self, workspace: Workspace, session_id: str, name: str) -> None:
        """Take up somebody's turn where they left it.

        Raises `BadInput` for no such session, for no name and where this library has other words than the session,
        `NotReady` once it is revealed or where it was changed by hand.
        """
        self._path = sessions.known(workspace.places, session_id)
        session = sessions.intact(self._path)
        if session.revealed_at:
            raise NotReady(Problem(session.id, "is revealed", "Begin another session to grade again"))
        if not one_line(name):
            raise bad_input(session.id, "has a participant without a name", "Give a name", "participant")
        known = session.participant(one_line(name))
        self.name = known.name if known else one_line(name)
        self.session = session.title
        self.questions = _questions(training.graded(workspace.library, session), session)
        self.marks = {mark.about: mark for mark in (known.marks if known else ())}
        self._waiting: dict[About, Mark] = {}
        self._ungraded: dict[About, str] = {}
        """Reasons that wait for their grade: a reason alone is not kept on the disk."""
        self._one_at_a_time = Lock()

    @property
    def unsaved(self) -> bool:
        """Whether something was given that is not on the disk yet."""
        return bool(self._waiting)

    @property
    def left(self) -> list[int]:
        """The places of the questions that have no answer yet."""
        return [place for place, question in enumerate(self.questions) if question.about not in self.marks]

    def mark(self, place: int) -> Mark | None:
        """Return what was given for a question."""
        return self.marks.get(self.questions[place].about)

    def grade(self, place: int, grade: str) -> None:
        """Give a grade, or another one; the reason stays."""
        words = self.words(place)
        self._ungraded.pop(self.questions[place].about, None)
        self._take(Mark(*self.questions[place].about, grade, words))

    def words(self, place: int) -> str:
        """Return the reason that was given for a question, or that waits for its grade."""
        before = self.mark(place)
        return before.reason if before else self._ungraded.get(self.questions[place].about, "")

    @property
    def wordy(self) -> list[int]:
        """The places of the questions whose reason waits for a grade."""
        return [place for place in self.left if self.words(place).strip()]

    def reason(self, place: int, words: str) -> None:
        """Say why; without a grade it waits for one."""
        before = self.mark(place)
        if before is None:
            self._ungraded[self.questions[place].about] = clean(words)
        elif before.reason != words:
            self._take(Mark(*before.about, before.grade, clean(words)))

    def _take(self, mark: Mark) -> None:
        self.marks[mark.about] = mark
        self._waiting[mark.about] = mark

    def keep(self) -> bool:
        """Write what is not on the disk yet, and say whether there was anything.

        Raises `NotReady` once the session is revealed, `StorageTrouble`; what could not be written waits on.
        """
        with self._one_at_a_time:
            waiting = dict(self._waiting)
            if not waiting:
                return False
            sessions.change(self._path, lambda session: self._with(session, waiting))
            for about, mark in waiting.items():
                if self._waiting.get(about) is mark:
                    del self._waiting[about]
            return True

    def _with(self, session: Session, waiting: dict[About, Mark]) -> Session:
        return reduce(lambda before, mark: calibration.marked(before, self.name, mark), waiting.values(), session)


def _questions(graded: tuple[Graded, ...], session: Session) -> tuple[Question, ...]:
    by_name = {(each.extract.checklist, each.extract.letter): each for each in graded}
    read = {name: _extract(each) for name, each in by_name.items()}
    return tuple(_question(by_name[about[:2]], read[about[:2]], about) for about in session.asked)


def _extract(each: Graded) -> Extract:
    """Return the words of an extract, and not a word of the expert's."""
    found, exemplar = each.rubric.found, each.exemplar
    return Extract(
        each.rubric.checklist.title,
        each.extract.letter,
        exemplar.title,
        found.fictional,
        found.situation,
        exemplar.text,
    )


def _question(each: Graded, extract: Extract, about: About) -> Question:
    return Question(about, extract, each.rubric.criterion(about[2]), each.rubric.scale_of(about[2]))
