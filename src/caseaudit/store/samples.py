"""Samples on disk: one JSON file each, written once, whole or not at all, and never written over."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from caseaudit.domain.sampling import FORMAT, Sample
from caseaudit.problems import CaseauditError, NotReady, Problem, bad_input, nearest
from caseaudit.store import filesystem
from caseaudit.store.names import checked_id, is_audit_id
from caseaudit.store.places import Places

LIMIT = 16 * 1_048_576
ENDING = ".json"
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DRAW_AGAIN = "Draw it again with the same list and seed, or restore the file from a backup"


class Kept(NamedTuple):
    """A sample as it was found on disk."""

    sample: Sample
    intact: bool
    """Whether it says exactly what was written when it was drawn."""


class _Stamp(msgspec.Struct):
    format: int


def encode(sample: Sample) -> bytes:
    """Return the bytes of a sample, one key a line."""
    return msgspec.json.format(msgspec.json.encode(sample), indent=1) + b"\n"


def digest(sample: Sample) -> str:
    """Return the digest of everything else that a sample says."""
    return sha256(encode(replace(sample, digest=""))).hexdigest()


def keep(places: Places, sample: Sample) -> Sample:
    """Write a sample under an id of its own; return it as written. Raises `StorageTrouble`; nothing is there then."""
    filesystem.make_folder(places.samples, inside=places.workspace)
    while True:
        named = replace(sample, id=_new_id(sample.drawn_at), digest="")
        whole = replace(named, digest=digest(named))
        content = encode(whole)
        filesystem.refuse_over(LIMIT, places.samples, content)
        if filesystem.publish_new(places.samples / f"{whole.id}{ENDING}", content):
            return whole


def _new_id(drawn_at: str) -> str:
    letters = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in os.urandom(6))
    return f"sample-{drawn_at[:10].replace('-', '')}-{letters}"


def files(places: Places) -> list[Path]:
    """Return the file of every sample, newest first by its id."""
    if not places.samples.is_dir():
        return []
    found = (path for path in places.samples.iterdir() if path.suffix == ENDING and is_audit_id(path.stem))
    return sorted(found, key=lambda path: path.stem, reverse=True)


def find(places: Places, sample_id: str) -> Kept:
    """Return a sample by its id. Raises `BadInput` if there is none or it cannot be read."""
    path = places.samples / f"{checked_id(sample_id)}{ENDING}"
    if not path.is_file():
        known = [one.stem for one in files(places)]
        remedy = nearest(sample_id, known) if 0 < len(known) <= 12 else "`caseaudit sample list` shows the ids"
        raise bad_input(sample_id, "is not a sample of this workspace", remedy)
    return read(path)


def read(path: Path) -> Kept:
    """Return the sample in a file, and whether it was changed since it was drawn. Raises `BadInput`."""
    content = filesystem.read_regular(path, LIMIT)
    try:
        found = msgspec.json.decode(content, type=_Stamp).format
        if found > FORMAT:
            what = f"was made by a newer caseaudit (format {found}; this one reads up to {FORMAT})"
            raise bad_input(str(path), what, "Update caseaudit. Nothing was changed")
        sample = msgspec.json.decode(content, type=Sample)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise bad_input(str(path), "is not a sample that this program wrote", _DRAW_AGAIN) from None
    if sample.id != path.stem:
        raise bad_input(str(path), "holds another sample than its name says", f"Its id is {sample.id}: rename the file")
    unchanged = content.replace(b"\r\n", b"\n") == encode(sample) and sample.digest == digest(sample)
    return Kept(sample, unchanged)


def every(places: Places) -> tuple[list[Kept], list[Problem]]:
    """Return every sample that can be read, newest first, and what is wrong with the others and with those changed."""
    found: list[Kept] = []
    problems: list[Problem] = []
    for path in files(places):
        try:
            kept = read(path)
        except CaseauditError as error:
            problems += error.problems
            continue
        found.append(kept)
        problems += [] if kept.intact else [altered(str(path))]
    return found, problems


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
