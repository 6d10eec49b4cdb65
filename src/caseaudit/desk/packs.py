"""Begin the audits of one case together: one for each checklist of a pack."""

from __future__ import annotations

from collections.abc import Collection

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit, Header
from caseaudit.domain.carrying import PackUsed, shared_criteria
from caseaudit.domain.checklist import Checklist
from caseaudit.domain.packs import Pack
from caseaudit.problems import all_of, bad_input
from caseaudit.store import packs
from caseaudit.store.library import Library
from caseaudit.store.packs import Shelf
from caseaudit.store.register import Stamp


def shelf(library: Library) -> Shelf:
    """Return the packs of a library, and what is wrong with others."""
    return packs.shelf(library)


def find(library: Library, pack_id: str) -> Pack:
    """Return one pack. Raises `BadInput` if there is none."""
    return packs.get(library, pack_id)


def begin(
    workspace: Workspace, pack_id: str, header: Header, wanted: Collection[str] = (), unwanted: Collection[str] = ()
) -> list[Audit]:
    """Begin one audit for each checklist of a pack and return them in reading order.

    `wanted` are the checklists whose statement is true of this case; `unwanted` are left out, and so are those that
    the service has retired. Raises `BadInput` with every problem, and then nothing is begun.
    """
    tidy = auditing.checked(header)
    chosen = all_of(workspace.library.get, packs.get(workspace.library, pack_id).chosen(wanted, unwanted))
    checklists = [checklist for checklist in chosen if checklist.status != "retired" or checklist.id in wanted]
    if not checklists:
        raise bad_input(pack_id, "has only retired checklists", "Name those that you want all the same")
    # A list shows the newest first, and of one day the highest id: so that it shows these in reading order.
    ids = tuple(sorted((workspace.register.new_id(tidy.date) for _ in checklists), reverse=True))
    made = [
        _made(workspace, audit_id, tidy, checklist, PackUsed(pack_id, ids, shared))
        for audit_id, checklist, shared in zip(ids, checklists, shared_criteria(checklists), strict=True)
    ]
    stamp = Stamp(workspace.person, workspace.now(), f"begun with the pack {pack_id}")
    return [workspace.register.save(audit, stamp) for audit in made]


def _made(workspace: Workspace, audit_id: str, header: Header, checklist: Checklist, pack: PackUsed) -> Audit:
    return steps.begin(audit_id, header, checklist, workspace.library.scales[checklist.scale], workspace.now(), pack)
