"""Hand over a workbook: the summary and every answer behind it, straight to a file, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from caseaudit.desk import choosing, summarising
from caseaudit.desk.auditing import identifiers_in
from caseaudit.desk.exporting import exists_already, refuse_place, sweep_beside
from caseaudit.desk.listing import Wanted
from caseaudit.desk.reporting import as_shared
from caseaudit.desk.watching import BINDING, WRITING, each
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.exports.made import Made
from caseaudit.exports.workbook import writing
from caseaudit.exports.workbook.model import MOST_ROWS, Content, Written
from caseaudit.problems import BadInput, CaseauditError, Problem, bad_input
from caseaudit.store import filesystem, questions
from caseaudit.store.removal import PARTS


class Handed(NamedTuple):
    """What was handed over, and what to know of it."""

    written: Written
    problems: tuple[Problem, ...]
    """Files that could not be read, and copies: none of them is in it."""
    hints: int
    """How many texts look as if they identify a child."""
    audits: int = 0
    """How many audits it speaks of."""


class _Audits:
    """The signed-off audits that are wanted, read one by one; what cannot be read is put aside."""

    def __init__(self, workspace: Workspace, wanted: Wanted) -> None:
        self._register = workspace.register
        self._watch = workspace.watch
        self._ids = questions.signed_off(workspace.index, wanted._replace(practice_only=True))
        self.unread: list[Problem] = []
        self.hints = 0

    def __iter__(self) -> Iterator[Audit]:
        for audit_id in each(self._ids, self._watch(WRITING)):
            if (audit := self._load(audit_id)) and audit.signed_off:
                self.hints += len(identifiers_in(audit))
                yield audit
        self._watch(BINDING)

    def _load(self, audit_id: str) -> Audit | None:
        try:
            return self._register.load(audit_id)
        except CaseauditError as error:
            self.unread += error.problems
            return None


def export(
    workspace: Workspace,
    wanted: Wanted,
    path: Path,
    *,
    force: bool = False,
    limit: int = MOST_ROWS,
    share: int | None = None,
) -> Handed:
    """Write the workbook of the signed-off audits that are wanted; only with `force` over a file that is there.

    Training never leaves. `limit`: how many rows a sheet can have. `share`: hide counts from 1 to below this, and
    leave single cases out. Raises `BadInput` for a place that does not fit, for a filter that is none, for too few
    audits to share and where the library that writes workbooks is not installed; `NothingFound` where no audit fits
    the filters; `StorageTrouble`.
    """
    refuse_place(workspace, path)
    if path.exists() and not force:
        raise exists_already(path)
    sweep_beside(path)
    report = summarising.summarise(workspace, wanted)
    if not report.signed_off:
        choosing.refuse_nothing(workspace.index, wanted, left_out=(*report.unreadable, *report.copies))
    shown = as_shared(report, summarising.rows_by(workspace, "team", wanted), share)
    audits = _Audits(workspace, wanted)
    single = audits if share is None else None
    content = Content(_made(workspace), shown.report, shown.teams, single, audits.unread)
    written = _write(workspace, content, path, force=force, limit=limit)
    return Handed(written, (*report.unreadable, *report.copies, *audits.unread), audits.hints, report.signed_off)


def _write(workspace: Workspace, content: Content, path: Path, *, force: bool, limit: int) -> Written:
    with _parts(workspace) as folder, _told_plainly(path), filesystem.filling(path, replace=force) as stream:
        return writing.write(content, stream, folder, limit)


@contextmanager
def _parts(workspace: Workspace) -> Iterator[str]:
    """Give a private folder for the parts of a workbook, among what the person's account keeps for a while."""
    cache = workspace.places.index_file.parent
    filesystem.make_folder(cache)
    filesystem.sweep_folders(cache, f"{PARTS}*")  # they hold the words of cases
    with TemporaryDirectory(dir=cache, prefix=PARTS, ignore_cleanup_errors=True) as folder:
        yield folder


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise exists_already(path) from None
    except ModuleNotFoundError as error:
        if error.name != "xlsxwriter":
            raise
        raise _not_installed() from None


def _not_installed() -> BadInput:
    return bad_input("xlsx", "needs a library that is not installed", "Run `pip install 'caseaudit[xlsx]'`")


def _made(workspace: Workspace) -> Made:
    from caseaudit import __version__

    return Made(workspace.person, workspace.today(), workspace.name, f"caseaudit {__version__}")
