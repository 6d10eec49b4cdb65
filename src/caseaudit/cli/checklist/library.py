"""The library that is meant: the shipped checklists, and the workspace's own if there is a workspace."""

from __future__ import annotations

from caseaudit.cli.meant import Meant
from caseaudit.desk.workspace import Workspace, library_of
from caseaudit.problems import BadInput
from caseaudit.store import places
from caseaudit.store.library import Library


def meant_workspace(meant: Meant) -> Workspace | None:
    """Return the workspace, or None where nobody named one and there is none.

    Raises `BadInput` for a folder that was named and is no workspace.
    """
    try:
        return meant.open()
    except BadInput as error:
        if meant.workspace or error.problems[0].where != str(places.default_workspace()):
            raise
        return None


def meant_library(meant: Meant) -> Library:
    """Return the library. Raises `BadInput` as `meant_workspace`."""
    workspace = meant_workspace(meant)
    return library_of(workspace.places if workspace else None)
