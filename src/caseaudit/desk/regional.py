"""What a region hands over of merged counts: the summary as others may see it, and the reports that a service has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from tempfile import TemporaryDirectory

from caseaudit import __version__
from caseaudit.desk.federating import SERVICE, Regional
from caseaudit.desk.workspace import now_utc, personal_settings
from caseaudit.domain import disclosure
from caseaudit.domain.federation import Counts
from caseaudit.domain.report import Report, Row
from caseaudit.exports.made import Made
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import bad_input
from caseaudit.store import filesystem, places

FORMS = ("html", "markdown", "docx", "xlsx")
"""The reports that merged counts can become."""
_NEEDS = {"xlsxwriter": "xlsx"}
_SOME = 3
_Teams = Mapping[str, Sequence[Row]]


def shared(found: Regional, threshold: int) -> Regional:
    """Return a summary as it may leave the region, with counts from 1 to below the threshold hidden.

    Teams are left out beside services: what is hidden of a team could be worked out from its service. For the rules
    that decide what is hidden, services are then what teams are elsewhere. Raises `BadInput` for a summary of too few
    audits.
    """
    groups = found.report.breakdown(SERVICE)
    if groups is None:
        return Regional(*disclosure.shared(found.report, found.teams, threshold))
    others = tuple(each for each in found.report.breakdowns if each.by not in (SERVICE, "team"))
    alone = found.report._replace(breakdowns=(groups._replace(by="team"), *others))
    report = disclosure.shared(alone, threshold=threshold).report
    named = tuple(each._replace(by=SERVICE) if each.by == "team" else each for each in report.breakdowns)
    return Regional(report._replace(breakdowns=named), {})


def made(counts: Counts, name: str = "", person: str = "") -> Made:
    """Return who makes a report of merged counts, today, and of which services; `name`: what they are together."""
    who = person or places.named_auditor() or str(personal_settings()["auditor"]) or places.account()
    day = now_utc().astimezone().date().isoformat()
    return Made(one_line(who), day, one_line(clean(name)) or _together(counts.names), f"caseaudit {__version__}")


def _together(names: Sequence[str]) -> str:
    if len(names) > _SOME:
        return f"{len(names)} services"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def document(found: Regional, form: str, who: Made) -> bytes:
    """Return a report in one of `FORMS`. Raises `BadInput` where the libraries that write it are not installed."""
    with _libraries(form):
        return _workbook(found, who) if form == "xlsx" else _writer(form)(found.report, found.teams, who)


def _writer(form: str) -> Callable[[Report, _Teams, Made], bytes]:
    if form == "html":
        from caseaudit.exports import html_page

        return html_page.document
    if form == "markdown":
        from caseaudit.exports import markdown

        return markdown.document
    from caseaudit.exports.word import board

    return board.document


def _workbook(found: Regional, who: Made) -> bytes:
    """Return the workbook of counts: no sheets of actions and answers, since no case is known."""
    from caseaudit.exports.workbook import writing
    from caseaudit.exports.workbook.model import Content

    cache, stream = places.cache_folder(), BytesIO()
    filesystem.make_folder(cache)
    with TemporaryDirectory(dir=cache, prefix="workbook-", ignore_cleanup_errors=True) as folder:
        writing.write(Content(who, found.report, found.teams, audits=None), stream, folder)
    return stream.getvalue()


@contextmanager
def _libraries(form: str) -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("caseaudit"):
            raise
        remedy = f"Run `pip install 'caseaudit[{_NEEDS.get(error.name or '', 'reports')}]'`"
        raise bad_input(form, "needs libraries that are not installed", remedy) from None
