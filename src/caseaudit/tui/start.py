"""The door of the app. Starting makes no garbage, so nothing looks for it before the first page is drawn."""

from __future__ import annotations

import gc
from collections.abc import Callable

from caseaudit.desk.workspace import Workspace, personal_settings, there_is_one
from caseaudit.problems import BadInput


def run(
    workspace: str | None,
    audit: str = "",
    person: str = "",
    ask: Callable[[str], str] | None = None,
    tab: str = "audits",
) -> int:
    """Open the app on a workspace, or on the welcome if there is none; return the exit code.

    `ask` asks for the passphrase of a key, before the screen changes; `tab` is what is shown where no audit is named.
    """
    gc.disable()
    from caseaudit.tui.app import CaseauditApp

    opened = _opened(workspace, person, ask)
    app = CaseauditApp(opened, audit, personal_settings(), tab)
    return app.run() or app.return_code or 0


def _opened(workspace: str | None, person: str, ask: Callable[[str], str] | None) -> Workspace | None:
    """Return the workspace; None if none was named and there is none. Its settings are read, so that they are right."""
    try:
        opened = Workspace.open(workspace, person, ask=ask)
    except BadInput:
        if workspace or there_is_one():
            raise
        return None
    opened.settings  # noqa: B018 (a workspace that cannot be read is said before the screen changes)
    return opened
