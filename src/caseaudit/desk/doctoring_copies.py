"""The doctor looks for copies of audits, by the id inside: made by a sync program, or by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from caseaudit.desk.doctoring_findings import Finding, from_problem, from_problems, setting_aside
from caseaudit.desk.verifying import Looked
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.problems import CaseauditError, Problem
from caseaudit.store import encryption, records

_WHY = "Two people may have worked on it on two computers: what only the copy says counts nowhere"


def copies(workspace: Workspace, standing: Mapping[str, Looked]) -> Iterator[Finding]:
    """Yield every file of the folder of audits that is not the readable file of an audit.

    `standing`: every audit that was looked at already, by what its file is called. The others are read here, once.
    """
    for looked in standing.values():
        if looked.readable.standing == "copy" and looked.path and looked.readable.audit:
            yield _copy(workspace, looked.path, looked.readable.audit, standing)
    known = {looked.path for looked in standing.values()}
    for path in workspace.register.files():
        if path not in known:
            yield from _other(workspace, path, standing)


def _other(workspace: Workspace, path: Path, standing: Mapping[str, Looked]) -> Iterator[Finding]:
    try:
        audit = records.decode(encryption.read(path, records.LIMIT), str(encryption.plain(path)))
    except CaseauditError as error:
        why = "It is in no list and no summary; every summary says that one file was not counted"
        yield from from_problems("unreadable", error.problems, why)
        return
    yield _copy(workspace, path, audit, standing)


def _copy(workspace: Workspace, path: Path, audit: Audit, standing: Mapping[str, Looked]) -> Finding:
    own = standing.get(audit.id)
    if own is None or own.readable.standing == "copy":
        problem = Problem(str(path), f"holds the audit {audit.id} under another name", f"Rename it to {audit.id}")
        return from_problem("copies", problem, "It cannot be opened by its id")
    if _is_on_record(own, audit):
        problem = Problem(
            str(path), f"is a copy of {audit.id}, and says nothing that its history does not", "Move it away"
        )
        return from_problem("copies", problem, _WHY, setting_aside(workspace, [path], audit.id))
    remedy = f"Compare the two, type into {audit.id} what it lacks, then move the copy away"
    problem = Problem(str(path), f"is a copy of {audit.id}, and says something that its history does not", remedy)
    return from_problem("copies", problem, _WHY)


def _is_on_record(own: Looked, audit: Audit) -> bool:
    digest = sha256(records.encode(audit)).hexdigest()
    return digest in {link.digest for link in own.chain.links}
