"""Everything that reads a file which somebody else may have written, sound files to begin from, and how to spoil them.

A loader may refuse a file with a `CaseauditError`, in one line, and do nothing else that anybody notices.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import counts_json, exemplars, grades_csv, packs, plans, records, samples, sessions, settings
from caseaudit.store.library import Library
from caseaudit.store.places import Places, shipped_checklists

GOLDEN = Path(__file__).parents[1] / "tests" / "trust" / "golden"
CYCLE = GOLDEN / "quality-cycle"
ON = date(2026, 11, 20)
TOKENS = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r\n",
        b"\xe9",
        b"\xed\xa0\x80",
        b"\x1b[6n",
        "\u202e".encode(),
        b"\\ud800",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"=",
        b",",
        b":",
        b"\\",
        b"\\u0000",
        b"null",
        b"NaN",
        b"1e999",
        b"-1",
        b"9" * 400,
    ),
    *(b"[[section]]\n", b'"format": 99', b"format = 99", b"<<<<<<< HEAD\n", b"../../x", b"2026-02-30", b"<!DOCTYPE x>"),
)
"""What breaks readers."""
PRIVATE = ("Seen on file", "[Child A]", "Settled", "W. Worker", "The summary was found", "1001", "01/02/2015")
"""Texts of the sound files that no message may repeat. Of a row without any number nobody can say that it is no row of
headings, and headings are offered; a child's row has numbers."""


class Loader(NamedTuple):
    """Something that reads files."""

    sound: tuple[bytes, ...]
    read: Callable[[bytes, Path], object]
    """Is given the bytes, and a file that holds them."""


def loaders() -> dict[str, Loader]:
    """Return every loader by its name."""
    return {
        "records": Loader(_files("*/audits/*/*.json"), lambda content, _: records.decode(content, "x.json")),
        "records as TOML": Loader(_files("*/audits/*/*.toml"), lambda content, _: records.decode(content, "x.toml")),
        "samples": Loader(_files("*/samples/*"), lambda _, path: samples.read(path)),
        "plans": Loader(_files("*/plans/*"), lambda _, path: plans.read(path)),
        "sessions": Loader(_files("*/training/*"), lambda _, path: sessions.read(path)),
        "counts": Loader(_files("*/counts.json"), lambda content, _: counts_json.decode(content, "x.json")),
        "settings": Loader(_files("*/caseaudit.toml"), lambda _, path: settings.workspace_settings(_Settings(path))),
        "checklists": Loader(_files("*/checklists/handover.toml"), lambda _, path: _library().read(path)),
        "exemplars": Loader(
            _shipped("exemplars/supervision.toml"), lambda _, path: exemplars.problems(_library(), path)
        ),
        "packs": Loader(_shipped("packs.toml"), lambda _, path: packs.problems(_library(), path)),
        "timescales": Loader(_shipped("timescales.toml"), lambda _, path: _clocks(path)),
        "lists of cases, CSV": Loader((CSV, CSV.replace(b",", b";"), CSV.decode().encode("utf-16")), _cases),
        "lists of cases, workbook": Loader((_workbook(),), _cases),
        "grades": Loader((GRADES,), lambda _, path: grades_csv.read(path)),
        "checklists from a workbook": Loader((_workbook(), _drawn()), _from_workbook),
    }


CSV = b'Child ID,Team,Worker,Date of birth\r\n1001,North,"Smith, Jo",01/02/2015\r\n1002,South,V. Worker,2014-03-04\r\n'
GRADES = b"unit,Jo,Sam\n1,good,good\n2,inadequate,\n3,outstanding,good\n"
NAMES = {
    "packs": "packs.toml",
    "timescales": "timescales.toml",
    "exemplars": "supervision.toml",
    "checklists": "handover.toml",
    "samples": next(CYCLE.glob("samples/*")).name,
    "plans": next(CYCLE.glob("plans/*")).name,
}
"""Under which name a file is read, where that matters."""


def spoilt(sound: bytes, number: int) -> bytes:
    """Return a sound file with one to six things wrong with it, the same for the same number."""
    chance = random.Random(number)
    content = bytearray(sound)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randint(0, len(content)), int(2 ** chance.uniform(0, 8))
        match chance.randrange(6):
            case 0 if content:
                content[at % len(content)] ^= 1 << chance.randrange(8)
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length]
            case 3:
                content[at:at] = chance.choice(TOKENS)
            case 4:
                content[at : at + length] = bytes(chance.randbytes(length))
            case _:
                content[at : at + length] = chance.choice(TOKENS)
    return bytes(content)


def refused(loader: Loader, content: bytes, path: Path) -> bool:
    """Read a file; return whether it was refused, or said to have problems.

    Raises whatever else comes of it, and `AssertionError` if what is said takes two lines or quotes the file.
    """
    path.write_bytes(content)
    try:
        found = loader.read(content, path)
    except CaseauditError as error:
        found = list(error.problems)
    problems = [one for one in found if isinstance(one, Problem)] if isinstance(found, list) else []
    for said in map(str, problems):
        if "\n" in said or any(word in said for word in PRIVATE):
            raise AssertionError(said)
    return bool(problems)


def _files(pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(GOLDEN.glob(pattern)))


def _shipped(name: str) -> tuple[bytes, ...]:
    return ((shipped_checklists() / name).read_bytes(),)


@cache
def _library() -> Library:
    library = Library(shipped_checklists())
    _ = library.shelf, library.clocks
    return library


def _clocks(path: Path) -> object:
    """Read clocks as those that ship: a workspace's own may not say what the law says."""
    return [*Library(path.parent).clocks.problems]


class _Settings(Places):
    """A workspace whose settings are any file."""

    @property
    def settings(self) -> Path:
        """The file itself."""
        return self.workspace


def _cases(content: bytes, path: Path) -> object:
    from caseaudit.store.frames.headings import Asked
    from caseaudit.store.frames.reading import everything

    del path
    return everything(content, "list", Asked(columns={"case": "Child ID"}), ON)


def _from_workbook(content: bytes, path: Path) -> object:
    from caseaudit.exports.checklist_xlsx import opening

    del path
    return opening.read(content, "x.xlsx")


def _workbook() -> bytes:
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    for row in CSV.decode().splitlines():
        book.worksheets[0].append(row.split(","))
    book.save(made)
    return made.getvalue()


def _drawn() -> bytes:
    import tomli

    from caseaudit.exports.checklist_xlsx import drawing
    from caseaudit.exports.checklist_xlsx.sheets import sheets

    table = tomli.loads((CYCLE / "checklists" / "handover.toml").read_text(encoding="utf-8"))
    known = _library().knowledge
    return drawing.draw(sheets(table, known), known, "handover")
