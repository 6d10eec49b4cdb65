"""The programs that people open exports with, where this machine has them: LibreOffice, Poppler, Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest

SKIPPED = "No real program opened it: "
"""How the reason of a skipped test begins; `.ci/run` looks for it."""
_PARTS = {".docx": ("libswlo.so", "swriter", "swriter.exe"), ".xlsx": ("libsclo.so", "scalc", "scalc.exe")}
"""What shows that LibreOffice can open a kind of file: its parts are installed one by one."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def office(ending: str) -> str:
    """Return where LibreOffice is, able to open files of an ending; skip the test where it is not."""
    found = shutil.which("soffice")
    if not found or not any((Path(found).resolve().parent / part).exists() for part in _PARTS[ending]):
        pytest.skip(f"{SKIPPED}install LibreOffice, `apt-get install libreoffice-writer-nogui libreoffice-calc-nogui`")
    return found


def converted(file: Path, ending: str) -> Path:
    """Open a file in LibreOffice without a window, save it as another kind beside it, and return the new file."""
    program, folder = office(file.suffix), file.parent / "converted"
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(file)]
    told = subprocess.run(command, check=True, capture_output=True, timeout=110)
    made = (folder / file.name).with_suffix(f".{ending}")
    assert made.is_file(), told.stderr.decode()
    return made


def pages(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF; skip the test where Poppler is not installed."""
    return _text(pdf, "-layout").split("\f")[:-1]


def _text(pdf: Path, form: str) -> str:
    reader = shutil.which("pdftotext")
    if not reader:
        pytest.skip(f"{SKIPPED}install Poppler, `apt-get install poppler-utils`")
    return subprocess.run([reader, form, str(pdf), "-"], check=True, capture_output=True, timeout=60).stdout.decode(
        errors="replace"
    )


class Word(NamedTuple):
    """A word on paper: how far its left and its right edge are from the left edge of the paper, in points."""

    text: str
    left: float
    right: float


_WORD = re.compile(r'<word xMin="([-0-9.]+)" yMin="[-0-9.]+" xMax="([-0-9.]+)" yMax="[-0-9.]+">(.*?)</word>')


def words(pdf: Path) -> list[list[Word]]:
    """Return the words of each page of a PDF where they stand; skip the test where Poppler is not installed."""
    drawn = _text(pdf, "-bbox").split("</page>")[:-1]
    return [
        [Word(unescape(word[3]), float(word[1]), float(word[2])) for word in _WORD.finditer(page)] for page in drawn
    ]


def browser(own: str) -> str:
    """Return where a Chromium is: the system's, or playwright's `own`; skip the test where there is none."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None) or own
    if not Path(found).is_file():
        pytest.skip(f"{SKIPPED}install Chromium, `apt-get install chromium` or `playwright install chromium`")
    return found
