"""When the program itself fails: a note for the people who mend it, without a word of any record."""

from __future__ import annotations

import os
import secrets
import traceback
from contextlib import suppress

from caseaudit.store import places


def note(error: BaseException) -> str:
    """Write where the program failed, with no values and no messages; return the note's short id.

    The file is private. Returns an empty text if no note could be written.
    """
    name = secrets.token_hex(4)
    lines = [f"{type(error).__name__}\n", *_places_of(error)]
    with suppress(OSError):
        folder = places.log_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / f"crash-{name}.txt", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(lines)
        return name
    return ""


def sentence(name: str) -> str:
    """Return what to tell the person, given a note's id."""
    where = f" The note crash-{name} says where; it holds no case text." if name else ""
    return f"caseaudit: the program failed and stopped. What you saved is safe, and so is your draft.{where}"


def _places_of(error: BaseException) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} in {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)]
