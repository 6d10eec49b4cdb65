"""Sessions of calibration on the desk: a workspace with something to grade, and a session to grade it in."""

from __future__ import annotations

import pytest

from caseaudit.desk import training
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.calibration import Session
from made_up_session import with_exemplars


@pytest.fixture
def here(workspace: Workspace) -> Workspace:
    """A workspace with the exemplars of the small checklist `farewell`."""
    return with_exemplars(workspace)


@pytest.fixture
def session(here: Workspace) -> Session:
    """A session on two of its extracts; a letter may be small."""
    return training.begin(here, ["farewell:B", "farewell:c"], "Team day", "J. Expert")
