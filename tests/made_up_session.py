"""Sessions of calibration made up for tests: two extracts, five people, and anything that they can have given."""

from __future__ import annotations

import shutil
from functools import reduce

from hypothesis import strategies as st

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import FORMAT, About, Asked, Extract, Mark, Session, marked
from conftest import NOON, SAMPLE
from made_up import AT, GRADES

TIMES = ("yes", "no")
B = Extract("farewell", "1.0", "B", "b" * 64, (Asked("BYE-01", GRADES), Asked("BYE-03", TIMES)))
C = Extract("farewell", "1.0", "C", "c" * 64, (Asked("BYE-01", GRADES), Asked("BYE-02", GRADES)))
EMPTY = Session(FORMAT, "session-20261120-aaaaaa", "Team day", "T. Trainer", AT, (B, C))
ABOUTS = list(EMPTY.asked)
EXPERT = dict(zip(ABOUTS, ("good", "yes", "requires-improvement", "good"), strict=True))
PEOPLE = ("Anna", "Bo", "Cem", "Dee", "Eve")


def with_exemplars(workspace: Workspace) -> Workspace:
    """Return the workspace with the exemplars of the small checklist `farewell`."""
    shutil.copytree(SAMPLE / "training", workspace.places.checklists, dirs_exist_ok=True)
    return workspace


def as_person(here: Workspace, name: str) -> Workspace:
    """Return the same workspace, opened by somebody else."""
    return Workspace(here.places, name, clock=lambda: NOON)


def mark(about: About, grade: str, reason: str = "Seen in line 3.") -> Mark:
    """Return a mark."""
    return Mark(*about, grade, reason)


@st.composite
def marks(draw: st.DrawFn) -> list[tuple[str, Mark]]:
    """What some of five people gave, each criterion once at the most, in any order."""
    wanted = draw(st.lists(st.sampled_from([(name, about) for name in PEOPLE for about in ABOUTS]), unique=True))
    return [(name, mark(about, draw(st.sampled_from(EMPTY.asked[about])))) for name, about in wanted]


def given_by(session: Session, given: list[tuple[str, Mark]]) -> Session:
    """Return the session once all of this was graded."""
    return reduce(lambda before, one: marked(before, *one), given, session)
