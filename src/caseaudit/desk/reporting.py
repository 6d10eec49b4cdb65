"""Reports to hand over: the board's as a document, a page or plain text, and the one of a single case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

from caseaudit.desk import choosing, moderating, summarising
from caseaudit.desk.auditing import identifiers_in
from caseaudit.desk.listing import Wanted
from caseaudit.desk.watching import DRAWING
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.checklist import Checklist
from caseaudit.domain.disclosure import Shared, is_bare, shared
from caseaudit.domain.report import Report
from caseaudit.exports.made import Made
from caseaudit.problems import CaseauditError, NotReady, Problem, bad_input

if TYPE_CHECKING:
    from caseaudit.exports.report_parts import ByTeam

Form = Literal["html", "markdown"]


class Document(NamedTuple):
    """The bytes of a report, and what to know before handing it over."""

    content: bytes
    audits: int
    """How many audits it speaks of."""
    problems: tuple[Problem, ...]
    """Files that could not be read, and copies: none of them is in it."""
    hints: int
    """How many texts look as if they identify a child."""
    bare: bool = False
    """Whether it is shared and shows hardly any figure."""


def board(workspace: Workspace, wanted: Wanted, share: int | None = None) -> Document:
    """Return the board's report over the signed-off audits that are wanted, as a Word file.

    `share`: hide counts from 1 to below this, and what would give them away. Raises `BadInput` where the libraries
    that write it are not installed, and where too few audits are left to share; `NothingFound` where none fits the
    filters.
    """
    with libraries("docx"):
        from caseaudit.exports.word import board

        report = _report(workspace, wanted)
        shown = as_shared(report, summarising.rows_by(workspace, "team", wanted), share)
        workspace.watch(DRAWING)
        content = board.document(shown.report, shown.teams, _made(workspace))
        return _document(content, report, shown.report)


def page(
    workspace: Workspace, wanted: Wanted, form: Form, by: Iterable[str] = (), share: int | None = None
) -> Document:
    """Return the same figures to be read as a page or as plain text, by team and by what else is asked.

    `share`: as in `board`. Raises `BadInput` for a dimension that does not exist, and where the libraries that write
    it are not installed; `NothingFound` where no audit fits the filters.
    """
    with libraries(form):
        report = _report(workspace, wanted, by)
        shown = as_shared(report, summarising.rows_by(workspace, "team", wanted), share)
        workspace.watch(DRAWING)
        content = _writer(form)(shown.report, shown.teams, _made(workspace))
        return _document(content, report, shown.report)


def _document(content: bytes, report: Report, shown: Report) -> Document:
    problems = (*report.unreadable, *report.copies)
    bare = shown.disclosure is not None and is_bare(shown)
    return Document(content, report.signed_off, problems, hints=0, bare=bare)


def _report(workspace: Workspace, wanted: Wanted, by: Iterable[str] = ()) -> Report:
    report = summarising.summarise(workspace, wanted, by)
    if not report.signed_off:
        choosing.refuse_nothing(workspace.index, wanted, left_out=(*report.unreadable, *report.copies))
    return report


def as_shared(report: Report, teams: ByTeam, share: int | None) -> Shared:
    """Return a report and its teams as they may be read: as they are, or with small numbers hidden.

    All that is drawn together is made smaller together, before anything is drawn. Raises `BadInput` where too few
    audits are left to share.
    """
    if share is None:
        return Shared(report, {name: tuple(rows) for name, rows in teams.items()})
    return shared(report, teams, share)


def _writer(form: Form) -> Callable[[Report, ByTeam, Made], bytes]:
    if form == "html":
        from caseaudit.exports import html_page

        return html_page.document
    from caseaudit.exports import markdown

    return markdown.document


def case(workspace: Workspace, audit_id: str, *, draft: bool = False) -> Document:
    """Return the report of one audit, as a Word file; with `draft` also of one in progress.

    Raises `BadInput` for no such audit, for training, for a second grade, and where the library that writes it is not
    installed; `NotReady` for an audit in progress, and for one that the person at the desk is grading a second time.
    """
    workspace.look(quick=True)
    moderating.refuse_to_show(workspace, audit_id)
    audit = workspace.register.load(audit_id)
    _refuse(audit, draft=draft)
    labels = {grade.id: grade.label for scale in workspace.library.scales.values() for grade in scale.grades}
    with libraries("docx"):
        from caseaudit.exports.word import case

        content = case.document(case.Case(audit, labels, _checklist(workspace, audit)), _made(workspace))
        return Document(content, 1, (), hints=len(identifiers_in(audit)))


def _refuse(audit: Audit, *, draft: bool) -> None:
    if audit.role == "training":
        raise bad_input(audit.id, "is a training audit, which never leaves", "Name an audit of practice")
    if audit.role == "second-grade":
        remedy = f"Name the audit that it grades, {audit.follows}: what was agreed stands in its report"
        raise bad_input(audit.id, "is a second grade, which is no report of the case", remedy)
    if not audit.signed_off and not draft:
        remedy = "Sign it off first, or add --draft for a copy that says DRAFT on every page"
        raise NotReady(Problem(audit.id, "is not signed off", remedy))


def _checklist(workspace: Workspace, audit: Audit) -> Checklist | None:
    """Return the checklist as it is now, if the library still has it without a problem."""
    try:
        return workspace.library.get(audit.checklist.id)
    except CaseauditError:
        return None


def _made(workspace: Workspace) -> Made:
    from caseaudit import __version__

    return Made(workspace.person, workspace.today(), workspace.name, f"caseaudit {__version__}")


@contextmanager
def libraries(form: str) -> Iterator[None]:
    """Tell a person which extra to install, where a library that a format needs is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("caseaudit"):
            raise
        remedy = "Run `pip install 'caseaudit[reports]'`"
        raise bad_input(form, "needs libraries that are not installed", remedy) from None
