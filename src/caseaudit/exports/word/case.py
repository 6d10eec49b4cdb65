"""The report of one case, to share with its worker: what was found, why, what comes of it. No other case is in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm

from caseaudit.domain.audit import Action, Answer, Audit, Judgement, SectionUsed, changed_since_sign_off, progress
from caseaudit.domain.checklist import Checklist, Criterion
from caseaudit.domain.judgement import suggest
from caseaudit.domain.moderation import (
    Moderation,
    agreed_on,
    as_agreed,
    as_counted,
    counting,
    moderated_in_words,
    standing_judgement,
)
from caseaudit.exports.made import Made, day_said
from caseaudit.exports.word.blocks import Column, facts, grid, heading, labelled, note, paragraph, table
from caseaudit.exports.word.figures import NOT_RECORDED
from caseaudit.exports.word.paper import TABLE_HEADING, WIDTH, content, paper
from caseaudit.plaintext import one_line, visible

DRAFT = "DRAFT"

_STATES = {
    "not-applicable": "Not applicable",
    "insufficient-evidence": "Insufficient evidence on file",
    "not-assessed": "Not answered",
}
_TICKS = {True: "yes", False: "no", None: NOT_RECORDED}
_SIGN = ("Worker", "Auditor", "Manager")
_ROOM = 5.0  # cm, for the worker's own words


class Case(NamedTuple):
    """One audit, with what the library says of it today."""

    audit: Audit
    labels: Mapping[str, str]
    """The label of each grade, by its id."""
    checklist: Checklist | None
    """The checklist as it is now; None if the library no longer has it."""

    def grade(self, grade_id: str) -> str:
        """Return the label of a grade."""
        return one_line(self.labels.get(grade_id) or grade_id.replace("-", " ").capitalize())

    def verdict(self, answer: Answer) -> str:
        """Return the grade, the number or the state of an answer."""
        if answer.state != "graded":
            return _STATES[answer.state]
        return str(answer.count) if answer.count is not None else self.grade(answer.grade)

    def next_grade(self, answer: Answer) -> str:
        """Return the grade above that of an answer; nothing where there is none, or no grade."""
        grades = self.audit.checklist.grades
        graded = answer.state == "graded" and answer.kind == "grade" and answer.grade in grades
        place = grades.index(answer.grade) if graded else 0
        return grades[place - 1] if place else ""

    def asked_today(self, answer: Answer) -> Criterion | None:
        """Return the criterion of the library that still asks in the very words that were answered."""
        found = self.checklist.criterion(answer.criterion) if self.checklist else None
        return found if found and found.wording == answer.wording else None


def document(case: Case, made: Made) -> bytes:
    """Return the report as a Word file; of an audit that is not signed off, every page says that it is a draft."""
    audit = case.audit
    title = f"Case audit {one_line(audit.case)}: {one_line(audit.checklist.title)}"
    written = paper(title, made, "" if audit.signed_off else DRAFT)
    heading(written, f"Case audit: {one_line(audit.checklist.title)}", 0)
    paragraph(written, f"Case {one_line(audit.case)}", "Subtitle")
    facts(written, "The audit", _header(audit), (4.6, 12.4))
    _judgement(written, case)
    _answers(written, case)
    _actions(written, audit)
    _comment(written)
    _signatures(written)
    return content(written)


def _header(audit: Audit) -> Iterator[Sequence[str]]:
    used, pack = audit.checklist, audit.pack
    answered, asked = progress(audit)
    yield "Case reference", audit.case
    yield "Cohort", _spoken(audit.cohort) or NOT_RECORDED
    yield "Team", audit.team or NOT_RECORDED
    yield "Worker", audit.worker or NOT_RECORDED
    yield "Auditor", f"{audit.auditor} ({audit.role}, {audit.purpose})"
    if moderated := moderated_in_words(audit, day_said(audit.moderation.at[:10]) if audit.moderation else ""):
        yield "Moderated by", moderated
    yield "File audited on", day_said(audit.date)
    yield "Checklist", f"{used.title}, version {used.version}{f', begun in the pack {pack.id}' if pack else ''}"
    yield "Done with the worker", _TICKS[audit.with_worker]
    yield "Child's view taken", _TICKS[audit.child_view]
    yield "Family's view taken", _TICKS[audit.family_view]
    yield "Answered", f"{answered} of {asked} criteria"
    yield "Audit", f"{audit.id}{f', follows {audit.follows}' if audit.follows else ''}"
    yield "Signed off", _signed(audit)


def _signed(audit: Audit) -> str:
    if audit.sign_off is None:
        return f"{DRAFT}: not signed off; what stands here may still change."
    signed = f"{audit.sign_off.by}, {day_said(audit.sign_off.at[:10])}: “{audit.sign_off.meaning}”"
    changed = "\nChanged since it was signed off: what stands here is not what was signed."
    return signed + (changed if changed_since_sign_off(audit) else "")


# ── judgement ────────────────────────────────────────────────────────────────


def _judgement(written: Document, case: Case) -> None:
    audit = case.audit
    if (agreed := counting(audit)) and standing_judgement(audit):
        _agreed(written, case, agreed)
    elif audit.judgement is None:
        _suggested(written, case)
    else:
        heading(written, f"Judgement: {case.grade(audit.judgement.grade)}")
        _came_about(written, case, audit.judgement)
        by = audit.sign_off.by if audit.sign_off else f"{audit.auditor}, not signed off yet"
        labelled(written, "Decided by:", by)


def _agreed(written: Document, case: Case, agreed: Moderation) -> None:
    """Write the judgement that counts after moderation, and the auditor's own under it."""
    audit, found = case.audit, suggest(as_agreed(case.audit))
    heading(written, f"Judgement: {case.grade(standing_judgement(audit))}, as agreed in moderation")
    labelled(written, "Moderated by:", f"{agreed.by}; agreed {day_said(agreed.at[:10])}")
    if agreed.judgement_reason:
        labelled(written, "Agreed because:", agreed.judgement_reason)
    if found.grade:
        labelled(written, "The agreed grades suggest:", f"{case.grade(found.grade)}. {found.explanation}")
    if audit.judgement:
        signed = audit.sign_off.by if audit.sign_off else audit.auditor
        own = f"{case.grade(audit.judgement.grade)}, decided by {signed}"
        labelled(written, "The auditor's own judgement:", own)
        _came_about(written, case, audit.judgement)


def _came_about(written: Document, case: Case, judgement: Judgement) -> None:
    """Write how the auditor came to the judgement."""
    if judgement.suggested and judgement.suggested != judgement.grade:
        labelled(written, "The checklist's rule suggested:", case.grade(judgement.suggested))
    if judgement.explanation:
        labelled(written, "How the rule came to it:", judgement.explanation)
    if judgement.reason:
        labelled(written, "The auditor's reason:", judgement.reason)


def _suggested(written: Document, case: Case) -> None:
    heading(written, "Judgement")
    found = suggest(case.audit)
    if found.grade:
        labelled(written, "Suggested so far, and not decided:", case.grade(found.grade))
    paragraph(written, found.explanation)


# ── criteria ─────────────────────────────────────────────────────────────────


def _answers(written: Document, case: Case) -> None:
    for section in case.audit.sections:
        heading(written, section.title)
        if section.on:
            _section(written, case, section)
        else:
            paragraph(written, f"Left out, because this does not apply here: {section.applies_when}")
    _not_lifted(written, case)


def _section(written: Document, case: Case, section: SectionUsed) -> None:
    for answer in case.audit.answers:
        if answer.section == section.id:
            _answer(written, case, answer)


def _answer(written: Document, case: Case, answer: Answer) -> None:
    heading(written, f"{answer.criterion}: {answer.question}", 3)
    counts, outcome = as_counted(case.audit, answer), agreed_on(case.audit, answer.criterion)
    agreed = ", as agreed in moderation" if outcome else ""
    verdict = labelled(written, f"{case.verdict(counts)}{agreed}.", f"({_about(answer)})")
    verdict.paragraph_format.keep_with_next = True
    if outcome:
        labelled(written, "Agreed because:", outcome.reason)
        labelled(written, "The auditor's own grade:", case.verdict(answer))
    if answer.reason or answer.state != "not-assessed":
        labelled(written, "The auditor's reason:" if outcome else "Reason:", answer.reason or NOT_RECORDED)
    for label, text in (("Evidence on file:", answer.evidence), ("Impact for the child:", answer.impact)):
        if text:
            labelled(written, label, text)
    if lift := _lift(case, counts):
        labelled(written, f"What would lift it to {case.grade(case.next_grade(counts))}:", lift)
    if answer.carried:
        note(written, f"Carried from the audit {answer.carried}, which was begun together with this one.")


def _about(answer: Answer) -> str:
    critical = f", critical: {answer.critical}" if answer.critical != "none" else ""
    return f"{answer.focus}, weight {answer.weight}{critical}"


def _lift(case: Case, answer: Answer) -> str:
    asked, above = case.asked_today(answer), case.next_grade(answer)
    return asked.lift.get(above, "") if asked and above else ""


def _not_lifted(written: Document, case: Case) -> None:
    """Say where advice is left out because it may answer other words than those that were asked."""
    asked = [answer for answer in case.audit.asked if case.next_grade(as_counted(case.audit, answer))]
    changed = [answer.criterion for answer in asked if case.asked_today(answer) is None]
    if changed:
        note(written, f"What would lift the work is left out for {', '.join(changed)}: the library no longer asks this "
             "in the words that were answered.")  # fmt: skip


# ── actions, and the worker's own words ──────────────────────────────────────


def _actions(written: Document, audit: Audit) -> None:
    heading(written, "Actions")
    if not audit.actions:
        paragraph(written, "No action was agreed.")
        return
    columns = [Column("No.", 1.2), Column("What", 6.0), Column("For", 2.0), Column("Owner", 2.6),
               Column("Due", 2.4), Column("Status", 2.8)]  # fmt: skip
    table(written, "What will be done, by whom and by when", columns, map(_action, audit.actions))


def _action(action: Action) -> Sequence[str]:
    what = [action.what, f"Done, as shown by: {action.evidence}" if action.evidence else ""]
    what.append(f"Effect: {action.effect}" if action.effect else "")
    return (action.id, "\n".join(filter(None, what)), action.criterion, action.owner or NOT_RECORDED,
            day_said(action.due) or NOT_RECORDED, _spoken(action.status))  # fmt: skip


def _comment(written: Document) -> None:
    heading(written, "The worker's comment")
    (row,) = grid(written, [Column("", WIDTH)], 1, "Room for the worker's comment").rows
    row.height, row.height_rule = Cm(_ROOM), WD_ROW_HEIGHT_RULE.AT_LEAST


def _signatures(written: Document) -> None:
    heading(written, "Signatures")
    columns = [Column("", 3.0), Column("Name", 5.0), Column("Signature", 6.0), Column("Date", 3.0)]
    rows = grid(written, columns, len(_SIGN) + 1, "Signatures").rows
    for place, column in enumerate(columns):
        rows[0].cells[place].paragraphs[0].add_run(column.heading).bold = True
    for row, who in zip(list(rows)[1:], _SIGN, strict=True):
        row.height, row.height_rule = Cm(1.1), WD_ROW_HEIGHT_RULE.AT_LEAST
        row.cells[0].paragraphs[0].style = TABLE_HEADING
        row.cells[0].paragraphs[0].add_run(who)
    for row in list(rows)[:-1]:
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def _spoken(word: str) -> str:
    return visible(word.replace("-", " "))
