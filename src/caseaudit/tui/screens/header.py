"""Begin an audit, or all those of a pack, and change what the header says."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from caseaudit.desk import auditing, packs
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import PURPOSES, Audit, Header
from caseaudit.domain.checklist import COHORTS
from caseaudit.domain.how_many import how_many
from caseaudit.domain.packs import Pack
from caseaudit.problems import CaseauditError, bad_input
from caseaudit.tui.screens.form import Form, choice, words, yes_or_no

if TYPE_CHECKING:
    from caseaudit.tui.app import CaseauditApp

_FLAGS = {
    "with_worker": "With the worker?",
    "child_view": "Child's view?",
    "family_view": "Family's view?",
}
_PACK = "pack:"


class NewAudit(Form[str]):
    """Begin an audit, or one for each checklist of a pack; gives the id of the first."""

    heading = "New audit"

    def __init__(self, desk: Workspace, checklist: str = "") -> None:
        super().__init__()
        self.desk, self.checklist = desk, checklist
        self._packs = packs.shelf(desk.library).packs
        self._applying: tuple[str, ...] = ()

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the fields, the case first."""
        shelf = self.desk.library.shelf.checklists.values()
        choices = [(checklist.title, checklist.id) for checklist in shelf if checklist.status != "retired"]
        sets = [(f"Pack: {_sized(pack)}", f"{_PACK}{pack.id}") for pack in self._packs.values()]
        return [
            ("Case reference", words("case", hint="a reference, never a name")),
            ("Checklist", choice("checklist", [*sets, *choices], self.checklist or self._usual(choices), blank=False)),
            *_header_fields(
                self.desk, Header(case="", team="", worker="", auditor=self.desk.person, date=self.desk.today())
            ),
        ]

    def _usual(self, choices: list[tuple[str, str]]) -> str:
        """Return the checklist that this person used last, else one that fits any open case."""
        last = self.desk.index.headlines(Wanted(equal=(("auditor", self.desk.person),)), limit=1)
        known = [checklist for _, checklist in choices]
        core = [checklist for checklist in known if self.desk.library.shelf.checklists[checklist].core]
        return last[0].checklist if last and last[0].checklist in known else [*core, *known][0]

    def result(self) -> str:
        """Begin the audit, or all those of the pack, and return the id of the first."""
        pack = self._pack()
        if pack is None:
            return auditing.begin(self.desk, self.value("checklist"), _header(self, auditing.NEEDED)).id
        begun = packs.begin(self.desk, pack.id, _header(self, auditing.NEEDED), self._applying)
        self.app.notify(f"Begun: {len(begun)} audits. This is the first; the list has them all.", markup=False)
        return begun[0].id

    async def action_accept(self) -> None:
        """Begin; of a pack, ask first what is true of the case."""
        await cast("CaseauditApp", self.app).letters_arrive()
        pack = self._pack()
        if pack and pack.sometimes and self._is_sound():
            from caseaudit.tui.screens.packs import WhichApply

            self.app.push_screen(WhichApply(pack), self._confirmed)
        else:
            await super().action_accept()

    def _confirmed(self, applying: tuple[str, ...] | None) -> None:
        if applying is not None:
            self._applying = applying
            self.call_later(super().action_accept)

    def _is_sound(self) -> bool:
        try:
            _header(self, auditing.NEEDED)
        except CaseauditError:
            return False
        return True

    def _pack(self) -> Pack | None:
        chosen = self.value("checklist")
        return self._packs.get(chosen.removeprefix(_PACK)) if chosen.startswith(_PACK) else None


def _sized(pack: Pack) -> str:
    always, more = len(pack.always), len(pack.sometimes)
    return f"{pack.title} ({how_many(always, 'checklist')}{f', up to {always + more}' if more else ''})"


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
        header = _header(self, [field for field in auditing.NEEDED if getattr(self.audit, field)])
        if header.date[:7] != self.audit.date[:7]:
            raise bad_input("date", "is in another month than the audit's folder", f"Keep it in {self.audit.date[:7]}")
        changed = (field for field in Header.__struct_fields__ if field not in ("role", "follows", "sample"))
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


def _header(form: Form[str] | Form[dict[str, object]], needed: Collection[str]) -> Header:
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
    return auditing.checked(header, needed)
