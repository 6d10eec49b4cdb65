"""The removal of audits, samples and sessions whose time is over: every file of them, and of nothing else.

What is to go is written down before (`store.retention.begin`). A history goes as a whole, and an audit's readable file
goes last of all its files. So whatever interrupts a removal, what is left is still found, and the next run finishes it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from caseaudit.problems import CaseauditError
from caseaudit.store import encryption, filesystem, index_file
from caseaudit.store.names import RECORD_ENDINGS
from caseaudit.store.places import Places

_ID_INSIDE = re.compile(rb"""(?:"(?:id|sample)"\s*:\s*"|(?:^|\n)id\s*=\s*["'])([a-z0-9-]{1,64})["']""")
PARTS = "workbook-"
"""How the folders begin, beside the index, in which the parts of a workbook lie while it is written."""
_IN_HAND = ".caseaudit-"
"""What is in the name of a file that somebody's editor has open, and of what the editor keeps beside it."""
_FIRST_WORD = re.compile(r"[.~$]*([a-z0-9-]*)")


def unfinished(places: Places) -> bool:
    """Return whether histories that were taken away still wait to be removed."""
    return _taken_away(places).is_dir() and any(_taken_away(places).iterdir())


def _taken_away(places: Places) -> Path:
    return places.hidden / "removing"


class Removal:
    """One removal from one workspace. Raises `StorageTrouble` where the disk refuses; it can be done again then."""

    def __init__(self, places: Places, inside: Mapping[str, str]) -> None:
        """`inside`: the id of the audit in each file of the folder of audits that can be read, by its path."""
        self._places, self._inside = places, inside
        self._folders = set[Path]()
        self.files = 0
        """How many files are removed so far."""

    def audits(self, ids: frozenset[str]) -> None:
        """Remove audits, with their histories, drafts, copies and whatever else bears their name."""
        self._histories(ids)
        for path in self._kept_beside():
            if self._kept_of(path) in ids or (_IN_HAND in path.name and filesystem.is_left_behind(path)):
                self._remove(path)
        _remove_empty_folders(self._places.drafts)
        _remove_empty_folders(self._places.set_aside)
        found = [path for path in _every_file(self._places.audits) if self._audit_in(path) in ids]
        for path in sorted(found, key=lambda path: encryption.plain(path).stem in ids):
            self._remove(path)
        _remove_empty_folders(self._places.audits)

    def documents(self, folder: Path, ids: frozenset[str]) -> None:
        """Remove the samples, plans or sessions of a folder, with their copies."""
        for path in (*_every_file(folder), *_every_file(self._places.set_aside)):
            if (_id_inside(path) or _first_word(path)) in ids:
                self._remove(path)
        _remove_empty_folders(self._places.set_aside)

    def clear_cache(self) -> None:
        """Remove this person's index, which is made anew when it is needed, and parts of exports that were killed.

        Raises `StorageTrouble` where the index, which holds case references, stays.
        """
        index_file.forget(self._places.index_file)
        filesystem.remove(encryption.encrypted(self._places.index_file))
        filesystem.sweep_folders(self._places.index_file.parent, f"{PARTS}*")

    def settle(self) -> None:
        """Force to disk that the files are gone."""
        for folder in filter(Path.is_dir, self._folders):
            filesystem.sync_folder(folder)

    def _histories(self, ids: frozenset[str]) -> None:
        away = _taken_away(self._places)
        for folder in _folders_in(self._places.history):
            if _first_word(folder) in ids:
                filesystem.make_folder(away, inside=self._places.workspace)
                self._take_away(folder, away / os.urandom(8).hex())
        for folder in _folders_in(away):
            self._empty(folder)
        if away.is_dir():
            away.rmdir()

    def _take_away(self, folder: Path, to: Path) -> None:
        """Take a history away all at once: a part of one would look as if somebody had altered it."""
        try:
            folder.rename(to)
        except OSError as error:
            raise filesystem.trouble(folder, error) from None
        self._folders.add(folder.parent)

    def _empty(self, folder: Path) -> None:
        for path in list(_every_file(folder)):
            self._remove(path)
        shutil.rmtree(folder)

    def _kept_beside(self) -> Iterator[Path]:
        """Yield what lies beside the histories: drafts, holds, what was set aside, what a crash left."""
        for folder in _folders_in(self._places.hidden):
            if folder not in (self._places.history, self._places.removed):
                yield from _every_file(folder)
        yield from (path for path in self._places.hidden.iterdir() if not path.is_dir())

    def _kept_of(self, path: Path) -> str:
        """Return the id of the audit that a draft or a left-over holds; of anything else, what its name begins with."""
        aside = path.is_relative_to(self._places.set_aside)
        is_copy = aside or path.is_relative_to(self._places.drafts) or path.name.endswith(filesystem.TEMPORARY_ENDING)
        inside = _id_inside(path) if is_copy else ""
        return inside or _first_word(path)

    def _audit_in(self, path: Path) -> str:
        """Return the id of the audit that a file holds, or that it bears as its name where nobody can read it."""
        if known := self._inside.get(_storable(path)):
            return known
        if not any(ending in path.name for ending in (*RECORD_ENDINGS, filesystem.TEMPORARY_ENDING)):
            return ""
        return _id_inside(path) or _first_word(path)

    def _remove(self, path: Path) -> None:
        filesystem.remove(path)
        self._folders.add(path.parent)
        self.files += 1


def _id_inside(path: Path) -> str:
    """Return the first id that a file gives: a record, a draft, a sample, a plan or a session gives its own first."""
    try:
        found = _ID_INSIDE.search(encryption.opened(filesystem.read_regular(path, filesystem.LARGEST), path))
    except CaseauditError:
        return ""
    return found[1].decode() if found else ""


def _first_word(path: Path) -> str:
    """Return what a file's name begins with, up to the first character that no id has: `ID (2).json`, `ID-LAPTOP.json`.

    A name that goes on as an id does is another id.
    """
    found = _FIRST_WORD.match(path.name)
    return found[1].rstrip("-") if found else ""


def _every_file(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, those in hidden folders too; links are files, and are not followed."""
    for where, folders, names in os.walk(folder):
        yield from (Path(where, name) for name in names)
        yield from (Path(where, name) for name in folders if Path(where, name).is_symlink())


def _folders_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()] if folder.is_dir() else []


def _remove_empty_folders(folder: Path) -> None:
    for where, _, _ in os.walk(folder, topdown=False):
        if where != str(folder) and not any(Path(where).iterdir()):
            Path(where).rmdir()


def _storable(path: Path) -> str:
    """Return a path as the index writes it: a name may hold bytes that are no letters."""
    return str(path).encode(errors="backslashreplace").decode()
