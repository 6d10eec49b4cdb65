"""Verify: every history is recomputed, every readable file is held against it, and what points to nothing is named.

Each file is read once. Where the two of an audit do not fit, they are read again: somebody may just be saving.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from caseaudit.desk.verifying_links import Link, links, loose_ends, pointing_to_nothing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain import seal as seals
from caseaudit.domain.audit import Audit
from caseaudit.domain.seal import Saved, Seal
from caseaudit.domain.signature import changed_since_sign_off, edited_outside
from caseaudit.problems import CaseauditError, Problem, bad_input, nearest
from caseaudit.store import chains_readable, encryption, makings, plans, records, samples, sessions
from caseaudit.store import retention as removed
from caseaudit.store.chains import Chain
from caseaudit.store.chains_readable import Readable
from caseaudit.store.names import is_audit_id
from caseaudit.store.register import Register

CHECKING = "Checking audits"
_AT_ONCE = 4
"""Threads that read."""
_AHEAD = 32
"""Audits that are read before they are asked for."""
Kind = Literal["history", "signature", "readable", "outside", "link", "document", "seal"]
"""An altered history, a signature that no longer holds, a readable file that is amiss, one that was edited outside the
program, something that points to nothing, a sample or plan or session that is amiss, something that was sealed."""


class Finding(NamedTuple):
    """One thing to report."""

    kind: Kind
    audit: str
    """Its id; empty where it is about none."""
    problem: Problem


class Looked(NamedTuple):
    """All that belongs to one audit, read."""

    id: str
    path: Path | None
    """The readable file."""
    chain: Chain
    readable: Readable
    size: int
    """How many bytes were read."""

    @property
    def audit(self) -> Audit | None:
        """What the newest revision says, or without one the readable file."""
        return self.chain.newest or self.readable.audit

    @property
    def where(self) -> str:
        """The file that says it."""
        return self.chain.links[-1].where if self.chain.newest else str(self.path)


class Verified(NamedTuple):
    """What was looked at, and what there is to report."""

    audits: int
    revisions: int
    size: int
    """How many bytes were read."""
    found: list[Finding]
    newer: int = 0
    """How many revisions were saved since the seal, where there is one."""
    seal: Seal | None = None


# ── reading ──────────────────────────────────────────────────────────────────


def audit_files(workspace: Workspace) -> dict[str, Path | None]:
    """Return the readable file of every audit by its id, in order of the ids; None where there is a history alone."""
    places = workspace.places
    histories = places.history.iterdir() if places.history.is_dir() else ()
    found: dict[str, Path | None] = {path.name: None for path in histories if is_audit_id(path.name)}
    for path in workspace.register.files():
        name = encryption.plain(path).stem
        if is_audit_id(name) and not found.get(name):
            found[name] = path
    return dict(sorted(found.items()))


def looked_at(workspace: Workspace, files: Mapping[str, Path | None]) -> Iterator[Looked]:
    """Read all that belongs to some audits, and yield them in the order in which they are given.

    A few are read at once: where files lie on a share, most of the time would go into waiting for it.
    """
    told, register = workspace.watch(CHECKING), workspace.register
    told(0, len(files))
    with ThreadPoolExecutor(_AT_ONCE, "verify") as readers:
        try:
            read = _ahead(readers, partial(_look, register), files.items())
            for done, looked in enumerate(read, 1):
                if looked.path or looked.chain.links:
                    yield looked
                told(done, len(files))
        finally:
            readers.shutdown(cancel_futures=True)


def _ahead(
    readers: Executor, look: Callable[[str, Path | None], Looked], files: Iterable[tuple[str, Path | None]]
) -> Iterator[Looked]:
    """Yield what is read, in order, while the next few are being read."""
    begun: deque[Future[Looked]] = deque()
    for audit_id, path in files:
        begun.append(readers.submit(look, audit_id, path))
        if len(begun) > _AHEAD:
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()


def _look(register: Register, audit_id: str, path: Path | None) -> Looked:
    """Read an audit; once more where its parts do not fit, for somebody may just be saving."""
    looked = _look_once(register, audit_id, path)
    if looked.readable.standing != "same" or looked.chain.problem:
        return _look_once(register, audit_id, register.find(audit_id))
    return looked


def _look_once(register: Register, audit_id: str, path: Path | None) -> Looked:
    """Read the readable file first: whoever saves meanwhile publishes a revision before they write it."""
    content, problem = _read(path) if path else (b"", None)
    chain = _chain(register, audit_id)
    if problem:
        readable = Readable("unreadable", None, problem)
    elif path:
        readable = chains_readable.compared(audit_id, chain, str(encryption.plain(path)), content)
    else:
        readable = chains_readable.missing(audit_id, str(register.places.history / audit_id))
    return Looked(audit_id, path, chain, readable, len(content) + chain.size)


def _chain(register: Register, audit_id: str) -> Chain:
    try:
        return register.history(audit_id).chain()
    except CaseauditError as error:
        return Chain((), error.problems[0], None, b"", 0)


def _read(path: Path) -> tuple[bytes, Problem | None]:
    try:
        return encryption.read(path, records.LIMIT), None
    except CaseauditError as error:
        return b"", error.problems[0]


# ── verifying ────────────────────────────────────────────────────────────────


def verify(workspace: Workspace, ids: Sequence[str] = (), seal: Seal | None = None) -> Verified:
    """Recompute everything, or the audits that are named; hold it against a seal, if there is one.

    Raises `BadInput` for an audit that is not there, and for a seal together with some audits.
    """
    if seal and ids:
        raise bad_input("--seal", "is about all audits together", "Leave the ids out")
    files = audit_files(workspace)
    whole = Pass(workspace, files)
    for looked in looked_at(workspace, _chosen(files, ids)):
        whole.take(looked)
    if not ids:
        whole.documents()
    whole.point()
    if seal:
        whole.compare(seal)
    return whole.verified(seal)


def _chosen(files: Mapping[str, Path | None], ids: Sequence[str]) -> Mapping[str, Path | None]:
    for audit_id in ids:
        if audit_id not in files:
            known = nearest(audit_id, files) if 0 < len(files) <= 12 else "`caseaudit audit list` shows the ids"
            raise bad_input(audit_id, "is not an audit of this workspace", known)
    return {audit_id: files[audit_id] for audit_id in ids or files}


class Pass:
    """One pass over the workspace."""

    def __init__(self, workspace: Workspace, files: Mapping[str, Path | None]) -> None:
        self._workspace, self._files = workspace, files
        self.found: list[Finding] = []
        """What there is to report so far."""
        self._links: list[tuple[str, str, Link]] = []
        self._actions: dict[str, frozenset[str]] = {}
        self._saved: dict[str, tuple[Saved, ...]] = {}
        self._audits = self._revisions = self._size = self._newer = 0

    def take(self, looked: Looked) -> None:
        """Take in what one audit is. A copy under another name is no audit."""
        self._audits += (looked.audit is not None and looked.readable.standing != "copy") or bool(looked.chain.links)
        self._size += looked.size
        self._revisions += len(looked.chain.links)
        if saved := tuple(Saved(link.number, link.digest, link.at) for link in looked.chain.links):
            self._saved[looked.id] = saved
        self.found += findings(looked)
        if looked.audit:
            self._links += [(looked.id, looked.where, link) for link in links(looked.audit)]
            self._actions[looked.id] = frozenset(action.id for action in looked.audit.actions)

    def documents(self) -> None:
        """Take in what is wrong with samples, plans and sessions."""
        self.found += [Finding("document", "", problem) for problem in document_problems(self._workspace)]

    def point(self) -> None:
        """Take in what points to nothing."""
        known = {path.stem for path in samples.files(self._workspace.places)}
        for audit_id, where, link in self._links:
            if not self._is_there(link, known):
                self.found.append(Finding("link", audit_id, pointing_to_nothing(link, where)))

    def _is_there(self, link: Link, known: set[str]) -> bool:
        if link.kind == "sample":
            return link.target in known or not is_audit_id(link.target)
        audit_id, _, action = link.target.partition("/")
        if audit_id not in self._files:
            return not is_audit_id(audit_id) or bool(removed.removed_on(self._workspace.places, audit_id))
        return link.kind != "action" or action in self._actions.get(audit_id, {action})

    def compare(self, seal: Seal) -> None:
        """Take in what is not as it was sealed."""
        remedy = _WHICH if seal.heads is None else _ASK
        for difference in seals.differences(seal, self._saved):
            where = str(self._workspace.places.history / difference.audit)
            self.found.append(Finding("seal", difference.audit, Problem(where, difference.what, remedy)))
        now = sum(len(saved) for saved in self._saved.values())
        self._newer = max(0, now - seal.revisions)

    def verified(self, seal: Seal | None) -> Verified:
        """Return what there is to say."""
        found = sorted(self.found, key=lambda finding: (finding.audit == "", finding.audit))
        return Verified(self._audits, self._revisions, self._size, found, self._newer, seal)


_WHICH = "The file that `caseaudit seal --output` wrote says which; without one, compare with a backup"
_ASK = "Compare with a backup; if it was removed because its time was over, the certificate of that day says so"


def findings(looked: Looked) -> list[Finding]:
    """Return what is wrong with one audit by itself: the first bad revision, its readable file, its signature."""
    found = [Finding("history", looked.id, looked.chain.problem)] if looked.chain.problem else []
    if looked.readable.problem and not (looked.chain.problem and looked.readable.standing == "altered"):
        kind: Kind = "outside" if looked.readable.standing == "edited" else "readable"
        found.append(Finding(kind, looked.id, looked.readable.problem))
    newest = looked.audit
    if newest is None:
        return found
    if edited_outside(newest) and changed_since_sign_off(newest):
        what = "was changed outside caseaudit after it was signed off"
        remedy = f"Reopen it with a reason, then sign it off again: caseaudit audit reopen {looked.id} --reason WHY"
        found.append(Finding("signature", looked.id, Problem(looked.where, what, remedy)))
    return found + [Finding("link", looked.id, problem) for problem in loose_ends(newest, looked.where)]


def document_problems(workspace: Workspace) -> Iterable[Problem]:
    """Return what is wrong with samples, plans, sessions of training and exemplars in the making."""
    return [each for kind in (samples, plans, sessions, makings) for each in kind.every(workspace.places)[1]]
