"""Make the pictures in the README from the program itself: `python -m docs.pictures [FOLDER]`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.listing import Wanted, listing
from caseaudit.desk.workspace import Workspace
from caseaudit.tui.app import CaseauditApp

SIZE = (120, 36)
PICTURES: dict[str, tuple[str, ...]] = {
    "audits": (),
    "audit": ("enter",),
    "summary": ("2",),
}
"""What is pressed before each picture is taken."""
_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""Fonts that Textual would load from elsewhere: a picture of ours opens no connection."""


async def take(name: str, keys: tuple[str, ...], workspace: Workspace) -> str:
    """Return one picture as SVG."""
    app = CaseauditApp(workspace)
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        if name == "audit":
            app.open_audit(_half_done(workspace), "CHR-02")
            await pilot.pause()
        else:
            await pilot.press(*keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        return _FONTS.sub("", app.export_screenshot(title=f"caseaudit: {name}"))


def _half_done(workspace: Workspace) -> str:
    """Return an audit that is in progress, with some answers."""
    lines = listing(workspace, Wanted(equal=(("state", "in-progress"), ("checklist", "chronology")))).lines
    return max(lines, key=lambda line: line.answered).id


def main(folder: Path) -> None:
    """Take every picture on a fresh demonstration workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(make_demonstration(Path(scratch) / "Eastborough"), person="Y. Calloway")
        for name, keys in PICTURES.items():
            svg = asyncio.run(take(name, keys, workspace))
            (folder / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures")
