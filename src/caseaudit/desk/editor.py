"""Write a long text in one's own editor, in a private file that is removed afterwards."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from caseaudit.desk.workspace import Workspace
from caseaudit.problems import bad_input
from caseaudit.store import filesystem, places


def edited(workspace: Workspace, words: str) -> str:
    """Return the text as the editor left it. Raises `BadInput` if there is no editor or it fails.

    The file lies in the workspace's own folder of drafts, under the same protection as the records.
    """
    command = places.editor()
    filesystem.make_folder(workspace.drafts.folder)
    with filesystem.staged(workspace.drafts.folder, words.encode()) as path:
        _run([*shlex.split(command), str(path)], command)
        return path.read_bytes().decode("utf-8", "replace").removesuffix("\n")


def _run(command: list[str], name: str) -> None:
    try:
        done = subprocess.run(command, check=False)  # noqa: S603 (the person's own editor)
    except OSError:
        raise bad_input(Path(name).name, "cannot be started", "Set EDITOR to an editor you have") from None
    if done.returncode:
        raise bad_input(Path(name).name, "ended with an error; your text is as it was", "Try again")
