"""The register: the folder of audits. Nothing is lost, nobody is overwritten.

A save publishes the next numbered revision under a name that must not exist yet, then replaces the
readable file, and only then returns. No lock decides anything, so a shared folder is safe: of two people
who save at once, one is told that the number was taken and merges.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.domain.audit import Audit, Event, Revision
from caseaudit.domain.merging import merge
from caseaudit.domain.signature import visibly_open
from caseaudit.problems import BadInput, StorageTrouble, bad_input, nearest
from caseaudit.store import encryption, filesystem, records, standing
from caseaudit.store.history import Head, History, digest
from caseaudit.store.names import FILE_ENDINGS, checked_id, is_record_name, unguessable
from caseaudit.store.places import Places


class Stamp(NamedTuple):
    """Who makes a revision, when, and in a few words why."""

    by: str
    at: str
    why: str


class Taken(Exception):
    """The revision's number was published by somebody else."""


class Register:
    """The audits of one workspace."""

    def __init__(self, places: Places, record_format: str = "json") -> None:
        self.places = places
        self.ending = f".{record_format}"

    def new_id(self, date: str) -> str:
        """Return an unused id for an audit of this ISO date: `20261120-k7m3x9`. Derived from nobody."""
        return f"{date.replace('-', '')}-{unguessable(6)}"

    def history(self, audit_id: str) -> History:
        """Return the revisions of an audit. Raises `BadInput` for what is not an id."""
        return History(self.places.history, checked_id(audit_id))

    def path(self, audit: Audit) -> Path:
        """Return the readable file that an audit is written to."""
        return self.places.audits / audit.date[:7] / f"{audit.id}{self.ending}"

    def files(self) -> Iterator[Path]:
        """Yield every file that should be a record, folder by folder."""
        for folder, _, names in os.walk(self.places.audits):
            yield from (Path(folder, name) for name in sorted(names) if is_record_name(name))

    def find(self, audit_id: str) -> Path | None:
        """Return the readable file of an audit, or None."""
        month = f"{audit_id[:4]}-{audit_id[4:6]}"
        likely = (self.places.audits / month / f"{audit_id}{ending}" for ending in FILE_ENDINGS)
        for path in likely:
            if os.path.lexists(path):
                return path
        names = {f"{audit_id}{ending}" for ending in FILE_ENDINGS}
        return next((path for path in self.files() if path.name in names), None)

    def read(self, path: Path) -> Audit:
        """Return the audit in a readable file. Raises `BadInput` or `StorageTrouble`."""
        return records.decode(encryption.read(path, records.LIMIT), str(path))

    def load(self, audit_id: str) -> Audit:
        """Return an audit as it stands: the newest revision, with any edit made outside taken in.

        Raises `BadInput` if there is none or it cannot be read.
        """
        history = self.history(audit_id)
        path, head = self.find(audit_id), history.head()
        if path is None:
            if head is None:
                raise self._unknown(audit_id)
            return self._rolled_forward(history, head)
        return self._reconciled(history, head, path) if head else self._copied_in(audit_id, path)

    def _copied_in(self, audit_id: str, path: Path) -> Audit:
        """Return a record that has no history here; refuse a copy that goes by another id."""
        audit = self.read(path)
        if audit.id != audit_id:
            raise bad_input(str(path), "holds another audit than its name says", f"It is {audit.id}: rename the file")
        return audit

    def _unknown(self, audit_id: str) -> Exception:
        if not self.places.audits.is_dir():
            return filesystem.trouble(self.places.audits, FileNotFoundError(errno.ENOENT, "gone"))
        from caseaudit.store import retention

        if on := retention.removed_on(self.places, audit_id):
            return bad_input(audit_id, f"was removed by retention on {on}", "Nothing of it is left here")
        known = [encryption.plain(path).stem for path in self.files()]
        remedy = nearest(audit_id, known) if 0 < len(known) <= 12 else "`caseaudit audit list` shows the ids"
        return bad_input(audit_id, "is not an audit of this workspace", remedy)

    def _from_head(self, history: History, head: Head) -> Audit:
        return records.decode(head.content, str(history.path(head.number)), by_hand=False)

    def _rolled_forward(self, history: History, head: Head) -> Audit:
        """Make the readable file say what the newest revision says, if the disk lets it: the history is the truth."""
        audit = self._from_head(history, head)
        with contextlib.suppress(StorageTrouble):
            self._write_readable(audit, head.content)
        return audit

    def _reconciled(self, history: History, head: Head, path: Path) -> Audit:
        newest = self._from_head(history, head)
        if self._says(path, head.content):
            return newest
        found = self._copied_in(history.folder.name, path)
        if self._is_older(history, found):
            return self._rolled_forward(history, head)
        return self._taken_in(history, newest, found)

    def _says(self, path: Path, content: bytes) -> bool:
        """Whether a readable file says what a revision says, in this program's own hand or another's."""
        found = encryption.read(path, records.LIMIT)
        if found == content:
            return True
        audit = records.decode(content, "revision.json", by_hand=False)
        readable = records.encode(audit, encryption.plain(path).suffix)
        return found == readable or records.decode(found, str(path)) == audit

    def _is_older(self, history: History, found: Audit) -> bool:
        """Whether the readable file is an earlier revision: a crash came between publishing and replacing."""
        number = found.revision.number
        return number in history.numbers() and history.audit(number) == found

    def _taken_in(self, history: History, newest: Audit, found: Audit) -> Audit:
        """Take in an edit made outside the program as a revision of its own, merged if both moved on."""
        base = history.audit(found.revision.number) if found.revision.number in history.numbers() else newest
        merged = merge(base, found, newest)
        over = ", ".join(overlap.what for overlap in merged.overlaps)
        note = f"the file's own words stand for {over}" if over else ""
        at = newest.revision.at
        edited = replace(merged.audit, events=(*merged.audit.events, Event(at, "", "edited-outside", note)))
        audit = visibly_open(newest, edited, Event(at, "", "reopened", "edited outside caseaudit"))
        try:
            before = history.read(audit.revision.number)
            return self._publish(history, audit, Stamp("", at, "edited outside caseaudit"), before)
        except Taken:
            return self.load(found.id)

    def save(self, audit: Audit, stamp: Stamp) -> Audit:
        """Publish the revision after the one that `audit` carries; return it as saved.

        Raises `Taken` if somebody else published that number first or edited the readable file meanwhile
        (`load` takes either in), `StorageTrouble` if the disk refuses: then the last good revision stands
        untouched.
        """
        history = self.history(audit.id)
        try:
            return self._saved(history, audit, stamp)
        except StorageTrouble as error:
            raise standing.told(error, history, audit) from None

    def _saved(self, history: History, audit: Audit, stamp: Stamp) -> Audit:
        if not filesystem.is_folder(self.places.workspace):
            raise filesystem.trouble(self.places.workspace, FileNotFoundError(errno.ENOENT, "gone"))
        self._adopt_if_new_here(history, audit, stamp)
        before = self._undisturbed(history, audit) if audit.revision.number else b""
        return self._publish(history, audit, stamp, before)

    def _undisturbed(self, history: History, audit: Audit) -> bytes:
        """Return the revision that `audit` began from. Raises `Taken` if the readable file says otherwise by now."""
        path = self.find(audit.id)
        try:
            before = history.read(audit.revision.number)
            if path is None or self._says(path, before) or self._is_older(history, self.read(path)):
                return before
        except BadInput:
            pass
        raise Taken

    def _publish(self, history: History, audit: Audit, stamp: Stamp, before: bytes) -> Audit:
        """Write the revision after the one in `before`, which is empty for the first."""
        number = audit.revision.number
        previous = digest(before) if number else ""
        saved = replace(audit, revision=Revision(number + 1, previous, stamp.by, stamp.at, stamp.why))
        content = records.encode(saved)
        filesystem.refuse_over(records.LIMIT, history.plain_path(number + 1), content)
        if not history.publish(number + 1, content):
            raise Taken
        self._write_readable(saved, content)
        return saved

    def confirm(self, audit_id: str) -> None:
        """Make sure that what can be read is on disk: an earlier save may have failed after it was published.

        Raises `StorageTrouble`.
        """
        history = self.history(audit_id)
        if history.numbers():
            history.confirm()

    def _adopt_if_new_here(self, history: History, audit: Audit, stamp: Stamp) -> None:
        """A record that was copied in has no history yet: what it said becomes the revision it names."""
        number = audit.revision.number
        is_new_here = number and not history.holds(number) and not history.numbers()
        path = self.find(audit.id) if is_new_here else None
        if path is not None:
            history.adopt(number, records.encode(self.read(path)), stamp.by, stamp.at)

    def _write_readable(self, audit: Audit, content: bytes) -> None:
        """Write the file that people read. An older one is brought up to date from the history when it is opened."""
        path = self.path(audit)
        old = self.find(audit.id) if audit.revision.number > 1 else None
        filesystem.make_folder(path.parent, inside=self.places.workspace)
        readable = content if self.ending == ".json" else records.encode(audit, self.ending)
        same_name = old is not None and encryption.plain(old) == path
        written = encryption.put(self.places.workspace, path, readable, only_copy=not same_name)
        if old is not None and old != written:
            filesystem.remove(old)

    def tidy(self, now: float) -> int:
        """Remove left-over temporary files over a day old; return how many. `now` in seconds since 1970."""
        with contextlib.suppress(OSError):
            return filesystem.sweep(self.places.workspace, now)
        return 0
