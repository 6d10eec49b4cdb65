"""Samples on disk: one JSON file each, written once, whole or not at all, and never written over."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from caseaudit.domain.sampling import FORMAT, Sample
from caseaudit.problems import NotReady, Problem, bad_input, nearest, tried
from caseaudit.store import documents, encryption
from caseaudit.store.documents import ENDING, encode
from caseaudit.store.names import checked_id
from caseaudit.store.places import Places

_DRAW_AGAIN = "Draw it again with the same list and seed, or restore the file from a backup"


class Kept(NamedTuple):
    """A sample as it was found on disk."""

    sample: Sample
    intact: bool
    """Whether it says exactly what was written when it was drawn."""


def digest(sample: Sample) -> str:
    """Return the digest of everything else that a sample says."""
    return sha256(encode(replace(sample, digest=""))).hexdigest()


def keep(places: Places, sample: Sample) -> Sample:
    """Write a sample under an id of its own; return it as written. Raises `StorageTrouble`; nothing is there then."""
    return documents.keep_new(places, places.samples, "sample", sample.drawn_at, partial(_named, sample))


def _named(sample: Sample, name: str) -> Sample:
    named = replace(sample, id=name)
    return replace(named, digest=digest(named))


def files(places: Places) -> list[Path]:
    """Return the file of every sample, newest first by its id."""
    return documents.files(places.samples)


def find(places: Places, sample_id: str) -> Kept:
    """Return a sample by its id. Raises `BadInput` if there is none or it cannot be read."""
    path = places.samples / f"{checked_id(sample_id)}{ENDING}"
    if not encryption.exists(path):
        known = [one.stem for one in files(places)]
        remedy = nearest(sample_id, known) if 0 < len(known) <= 12 else "`caseaudit sample list` shows the ids"
        raise bad_input(sample_id, "is not a sample of this workspace", remedy)
    return read(path)


def read(path: Path) -> Kept:
    """Return the sample in a file, and whether it was changed since it was drawn. Raises `BadInput`."""
    sample, content = documents.read(path, Sample, FORMAT, "sample", _DRAW_AGAIN)
    if sample.id != path.stem:
        raise bad_input(str(path), "holds another sample than its name says", f"Its id is {sample.id}: rename the file")
    unchanged = content.replace(b"\r\n", b"\n") == encode(sample) and sample.digest == digest(sample)
    return Kept(sample, unchanged)


def every(places: Places) -> tuple[list[Kept], list[Problem]]:
    """Return every sample that can be read, newest first, and what is wrong with the others and with those changed."""
    return tried(read, files(places), lambda path, kept: () if kept.intact else (altered(str(path)),))


def altered(where: str) -> Problem:
    """Return what is said of a sample that was changed after it was drawn."""
    return Problem(
        where, "was changed after it was drawn, so it no longer proves how its cases were chosen", _DRAW_AGAIN
    )


def intact(places: Places, sample_id: str) -> Sample:
    """Return a sample fit to plan with. Raises `NotReady` for one that was changed by hand, else as `find`."""
    kept = find(places, sample_id)
    if not kept.intact:
        raise NotReady(altered(str(places.samples / f"{sample_id}{ENDING}")))
    return kept.sample
