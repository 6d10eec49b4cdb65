"""What retention keeps on disk: holds, the audits that are remembered as removed, and certificates."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from caseaudit.domain.retention import FORMAT, Certificate
from caseaudit.problems import CaseauditError, bad_input
from caseaudit.store import documents, encryption, filesystem
from caseaudit.store.documents import ENDING
from caseaudit.store.names import checked_id, unguessable
from caseaudit.store.places import Places

CERTIFICATES = "retention-certificates"
Shape = TypeVar("Shape", bound=msgspec.Struct)


class Hold(msgspec.Struct, frozen=True):
    """Why an audit is kept whatever the rule says: litigation, a complaint, an inquiry."""

    format: int
    audit: str
    by: str
    """Claimed, not proved."""
    at: str
    """UTC."""
    reason: str


class Gone(msgspec.Struct, frozen=True):
    """That an audit which others still name was removed."""

    format: int
    audit: str
    on: str
    """ISO date."""


# ── holds ────────────────────────────────────────────────────────────────────


def put_hold(places: Places, hold: Hold) -> bool:
    """Hold an audit; return False if it was held already. Raises `StorageTrouble`."""
    path = places.holds / f"{checked_id(hold.audit)}{ENDING}"
    filesystem.make_folder(path.parent, inside=places.workspace)
    return encryption.publish_new(places.workspace, path, documents.encode(hold))


def release(places: Places, audit: str) -> bool:
    """Release an audit; return False if it was not held. Raises `StorageTrouble`."""
    path = places.holds / f"{checked_id(audit)}{ENDING}"
    if not encryption.exists(path):
        return False
    encryption.remove(path)
    return True


def holds(places: Places) -> dict[str, Hold]:
    """Return the holds by audit. One that cannot be read still holds: who wrote it meant that."""
    found = {}
    for path in documents.files(places.holds):
        unreadable = Hold(FORMAT, path.stem, "", "", "the hold cannot be read")
        found[path.stem] = _read(path, Hold) or unreadable
    return found


def _read(path: Path, shape: type[Shape]) -> Shape | None:
    with contextlib.suppress(CaseauditError, msgspec.MsgspecError, RecursionError, ValueError):
        return msgspec.json.decode(encryption.read(path, documents.LIMIT), type=shape)
    return None


# ── what is remembered ───────────────────────────────────────────────────────


def remember(places: Places, audit: str, on: str) -> None:
    """Note that an audit was removed which a record that stays still names. Raises `StorageTrouble`."""
    path = places.removed / f"{audit}{ENDING}"
    filesystem.make_folder(path.parent, inside=places.workspace)
    filesystem.publish_new(path, documents.encode(Gone(FORMAT, audit, on)))


def forget(places: Places, audit: str) -> None:
    """Forget that an audit was removed, once nothing names it any more. Raises `StorageTrouble`."""
    filesystem.remove(places.removed / f"{audit}{ENDING}")


def removed_on(places: Places, audit: str) -> str:
    """Return the ISO date on which an audit was removed, if that is remembered; or nothing."""
    found = _read(places.removed / f"{audit}{ENDING}", Gone)
    return found.on if found else ""


def certificates(places: Places) -> Iterator[tuple[Path, Certificate]]:
    """Yield every certificate, oldest first. Raises `BadInput` for one that cannot be read."""
    for path in sorted((places.workspace / CERTIFICATES).glob(f"*{ENDING}")):
        found = _read(path, Certificate)
        if found is None:
            raise bad_input(str(path), "is not a certificate that this program wrote", "Restore it from a backup")
        yield path, found


def begin(places: Places, certificate: Certificate) -> Path:
    """Write down what is about to be removed; return the file. Raises `StorageTrouble`; nothing is removed then."""
    folder = places.workspace / CERTIFICATES
    filesystem.make_folder(folder, inside=places.workspace)
    while True:
        path = folder / f"{certificate.begun_at[:10]}-{unguessable(6)}{ENDING}"
        if filesystem.publish_new(path, documents.encode(certificate)):
            return path


def complete(path: Path, certificate: Certificate) -> None:
    """Write the certificate as it is kept. Raises `StorageTrouble`."""
    filesystem.put(path, documents.encode(certificate))
