"""Begin an audit, and change what its header says."""

from __future__ import annotations

from textual.widget import Widget

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import PURPOSES, Audit, Header
from caseaudit.domain.checklist import COHORTS
from caseaudit.problems import bad_input
from caseaudit.tui.screens.form import Form, choice, words, yes_or_no

_FLAGS = {
    "with_worker": "With the worker?",
    "child_view": "Child's view?",
    "family_view": "Family's view?",
}


class NewAudit(Form[str]):
    """Begin an audit; gives its id."""

    heading = "New audit"

    def __init__(self, desk: Workspace, checklist: str = "") -> None:
        super().__init__()
        self.desk, self.checklist = desk, checklist

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the fields, the case first."""
        shelf = self.desk.library.shelf.checklists.values()
        choices = [(checklist.title, checklist.id) for checklist in shelf if checklist.status != "retired"]
        return [
            ("Case reference", words("case", hint="a reference, never a name")),
            ("Checklist", choice("checklist", choices, self.checklist or choices[0][1], blank=False)),
            *_header_fields(
                self.desk, Header(case="", team="", worker="", auditor=self.desk.person, date=self.desk.today())
            ),
        ]

    def result(self) -> str:
        """Begin the audit and return its id."""
        return auditing.begin(self.desk, self.value("checklist"), _header(self)).id


class Details(Form[dict[str, object]]):
    """Change the header of an audit; gives the fields that changed."""

    heading = "Details"

    def __init__(self, desk: Workspace, audit: Audit) -> None:
        super().__init__()
        self.desk, self.audit = desk, audit

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the fields as they stand."""
        header = Header(**{field: getattr(self.audit, field) for field in Header.__struct_fields__})
        return [("Case reference", words("case", header.case)), *_header_fields(self.desk, header)]

    def result(self) -> dict[str, object]:
        """Return the fields that changed."""
        if self.audit.signed_off:
            raise bad_input(self.audit.id, "is signed off", "Reopen it with a reason first")
        header = _header(self)
        if header.date[:7] != self.audit.date[:7]:
            raise bad_input("date", "is in another month than the audit's folder", f"Keep it in {self.audit.date[:7]}")
        changed = (field for field in Header.__struct_fields__ if field not in ("role", "follows"))
        return {
            field: getattr(header, field) for field in changed if getattr(header, field) != getattr(self.audit, field)
        }


def _header_fields(desk: Workspace, header: Header) -> list[tuple[str, Widget]]:
    index = desk.index
    flags = [(label, yes_or_no(field, getattr(header, field))) for field, label in _FLAGS.items()]
    return [
        ("Team", words("team", header.team, index.distinct("team"))),
        ("Worker", words("worker", header.worker, index.distinct("worker"))),
        ("Cohort", choice("cohort", _options(COHORTS), header.cohort)),
        ("Auditor", words("auditor", header.auditor, index.distinct("auditor"))),
        ("Date", words("date", header.date, hint="YYYY-MM-DD")),
        ("Purpose", choice("purpose", _options(PURPOSES), header.purpose, blank=False)),
        *flags,
    ]


def _options(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value.replace("-", " "), value) for value in values]


def _header(form: Form[str] | Form[dict[str, object]]) -> Header:
    """Return the header a form describes. Raises `BadInput` with every field that cannot be used."""
    said = form.value
    header = Header(
        case=said("case"),
        team=said("team"),
        worker=said("worker"),
        auditor=said("auditor"),
        date=said("date"),
        cohort=said("cohort"),
        purpose=next(purpose for purpose in PURPOSES if purpose == said("purpose")),
        with_worker=form.answer("with_worker"),
        child_view=form.answer("child_view"),
        family_view=form.answer("family_view"),
    )
    return auditing.checked(header)
