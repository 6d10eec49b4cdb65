"""Plans on disk: one JSON file for each sample, named after it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from caseaudit.domain import unknown
from caseaudit.domain.planning import FORMAT, Assignment, Plan
from caseaudit.domain.unknown import Part
from caseaudit.problems import NotReady, Problem, bad_input, tried
from caseaudit.store import documents, encryption, filesystem
from caseaudit.store.documents import ENDING, LIMIT, encode
from caseaudit.store.names import checked_id
from caseaudit.store.places import Places

_PARTS = Part(Plan, inside={"assignments": Part(Assignment, ("case",))})
_REMEDY = "Restore it from a backup, or remove it and make the plan again"


def keep_new(places: Places, plan: Plan) -> None:
    """Write a plan. Raises `NotReady` if the sample has one already, `StorageTrouble`; nothing is changed then."""
    filesystem.make_folder(places.plans, inside=places.workspace)
    if not encryption.publish_new(places.workspace, _path(places, plan.sample), encode(plan)):
        remedy = f"Change it: caseaudit plan reassign {plan.sample} CASE --to NAME"
        raise NotReady(Problem(plan.sample, "has a plan already", remedy))


def put(places: Places, plan: Plan) -> None:
    """Write a plan over the one before it, with what a newer caseaudit wrote into that. Raises `StorageTrouble`."""
    path = _path(places, plan.sample)
    found = msgspec.json.decode(encryption.read(path, LIMIT))
    encryption.put(places.workspace, path, encode(unknown.carried(msgspec.to_builtins(plan), found, _PARTS)))


def _path(places: Places, sample: str) -> Path:
    return places.plans / f"{checked_id(sample)}{ENDING}"


def files(places: Places) -> list[Path]:
    """Return the file of every plan, newest first by its sample's id."""
    return documents.files(places.plans)


def find(places: Places, sample: str) -> Plan:
    """Return the plan of a sample. Raises `BadInput` if there is none or it cannot be read."""
    return read(documents.known(_path(places, sample), "has no plan", f"Make one: caseaudit plan make {sample}"))


def read(path: Path) -> Plan:
    """Return the plan in a file. Raises `BadInput`."""
    plan, _ = documents.read(path, Plan, FORMAT, "plan", _REMEDY)
    if plan.sample != path.stem:
        raise bad_input(str(path), "is the plan of another sample", _REMEDY)
    return plan


def every(places: Places) -> tuple[list[Plan], list[Problem]]:
    """Return every plan that can be read, newest first, and what is wrong with the others."""
    return tried(read, files(places))
