"""The door of the app. Starting makes no garbage, so nothing looks for it before the first page is drawn."""

from __future__ import annotations

import gc

from caseaudit.desk.workspace import Workspace, personal_settings
from caseaudit.problems import BadInput


def run(workspace: str | None, audit: str = "", person: str = "") -> int:
    """Open the app on a workspace, or on the welcome if there is none; return the exit code."""
    gc.disable()
    from caseaudit.tui.app import CaseauditApp

    opened = _opened(workspace, person)
    app = CaseauditApp(opened, audit, personal_settings())
    return app.run() or app.return_code or 0


def _opened(workspace: str | None, person: str) -> Workspace | None:
    """Return the workspace; None if none was named and there is none. Its settings are read, so that they are right."""
    try:
        opened = Workspace.open(workspace, person)
    except BadInput:
        if workspace:
            raise
        return None
    opened.settings  # noqa: B018 (a workspace that cannot be read is said before the screen changes)
    return opened
