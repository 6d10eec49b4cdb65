"""Where an export goes: into the file that was named, or to stdout."""

from __future__ import annotations

from pathlib import Path

from caseaudit.cli import say
from caseaudit.desk import exporting
from caseaudit.desk.workspace import Workspace


def tell_if_plain(workspace: Workspace | None) -> None:
    """Say of what leaves an encrypted workspace that it is not encrypted itself."""
    if workspace and workspace.is_encrypted:
        say.note("The workspace is encrypted; what you hand over is not. Keep it where only its readers can open it.")


def hand_over(workspace: Workspace | None, content: bytes, output: str | None, *, force: bool) -> None:
    """Write an export to a file, whole or not at all, or to stdout where none is named.

    Raises `BadInput` for a place that does not fit, `StorageTrouble` if the disk refuses.
    """
    if output:
        exporting.write(workspace, content, Path(output), force=force)
    else:
        say.content(content)
    tell_if_plain(workspace)
