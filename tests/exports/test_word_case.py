"""The report of one case: everything that was found, nothing cut, nothing about anybody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

import safety
from caseaudit.cli.main import main
from caseaudit.desk import auditing, moderating, reporting
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Action, Audit, Judgement, SignOff, with_action
from caseaudit.exports.made import Made
from caseaudit.exports.word.case import Case, document
from caseaudit.plaintext import clean, one_line, visible
from caseaudit.problems import BadInput, NotReady
from conftest import HEADER
from exports.word_text import headings, nothing_hidden, opened_by_office, read, texts, whole
from hostile import HOSTILE
from made_up import AT, HANDOVER, LIBRARY, audits, begun, court
from moderated import AUDITOR, Two, returned, sitting, two

MADE = Made("A. Lead", "2026-11-22", "Test service", "caseaudit 0.1")
STORABLE = [text for text in HOSTILE if "\ud800" not in text]
"""A record cannot hold half a letter; all else it can, if somebody wrote it by hand."""
LABELS = {grade.id: grade.label for scale in LIBRARY.scales.values() for grade in scale.grades}


def report(audit: Audit, **changes: object) -> str:
    """Return everything that the report of an audit of `handover` says."""
    case = Case(audit, LABELS, HANDOVER)._replace(**changes)
    return whole(read(document(case, MADE)))


def graded(grade: str, **words: str) -> Audit:
    """Return an audit whose first criterion has a grade."""
    audit = begun()
    first = replace(audit.answers[0], state="graded", grade=grade, reason="Seen.", **words)
    return replace(audit, answers=(first, *audit.answers[1:]))


def full_of(text: str) -> Audit:
    """Return an audit that says one text wherever a person can write."""
    audit = begun(case=text, team=text, worker=text, auditor=text)
    words = {"question": text, "reason": text, "evidence": text, "impact": text}
    return replace(
        audit,
        checklist=replace(audit.checklist, title=text),
        sections=tuple(replace(section, title=text, applies_when=text) for section in audit.sections),
        answers=tuple(replace(answer, state="not-applicable", **words) for answer in audit.answers),
        actions=(Action("A1", text, text, text, "HND-01", "done", text, text),),
        judgement=Judgement("good", "inadequate", text, text),
        sign_off=SignOff(text, AT, text, "0" * 64),
    )


# ── everything arrives ───────────────────────────────────────────────────────


@settings(max_examples=25)
@given(audits())
def test_every_field_of_every_answer_arrives(audit: Audit) -> None:
    """Question, grade, reason, evidence, impact, in any audit there can be."""
    said = report(audit)
    for answer in audit.asked:
        assert f"{answer.criterion}: {one_line(answer.question)}" in said
        for text in (answer.reason, answer.evidence, answer.impact, answer.carried):
            assert visible(text) in said
        if answer.state == "graded":
            assert (LABELS[answer.grade] if answer.grade else f"{answer.count}.") in said


@settings(max_examples=25)
@given(audits())
def test_everything_about_the_audit_arrives(audit: Audit) -> None:
    """Header, judgement, actions and signature, in any audit there can be."""
    said = report(audit)
    expected = [audit.team, audit.worker, audit.auditor, audit.case, audit.cohort.replace("-", " "), audit.id]
    for action in audit.actions:
        expected += [action.what, action.owner, action.evidence, action.effect]
    if audit.judgement:
        expected += [audit.judgement.explanation, audit.judgement.reason]
    if audit.sign_off:
        expected += [audit.sign_off.by, audit.sign_off.meaning]
    assert [text for text in expected if visible(text) not in said] == []


@pytest.mark.parametrize("text", [*STORABLE, "noncharacters \ufffe and \uffff", "long " * 8_000])
def test_a_hostile_text_is_only_a_text(text: str) -> None:
    """What XML or a screen cannot bear is made visible; nothing is cut, nothing becomes markup."""
    said = texts(read(document(Case(full_of(text), LABELS, HANDOVER), MADE)))
    assert all(map(nothing_hidden, said))
    together = "\n".join(said)
    assert together.count(visible(text)) >= 3 * 3 + 4  # three texts of three answers, and the judgement and the action
    assert f"HND-01: {one_line(text)}".strip() in together


def test_a_reason_keeps_its_paragraphs() -> None:
    """Line ends and empty lines stay where the auditor put them."""
    reason = "First.\n\nSecond,\n\twith a tab."
    document_of = read(document(Case(graded("good", evidence=reason), LABELS, HANDOVER), MADE))
    assert f"Evidence on file: {reason}" in texts(document_of)


def test_it_is_read_in_the_order_of_the_checklist() -> None:
    """Sections and criteria in reading order, then actions, the worker's words and signatures."""
    written = read(document(Case(court(begun(), on=True), LABELS, HANDOVER), MADE))
    assert headings(written) == [
        *("Judgement", "The handover itself", "Cases in court"),
        *("Actions", "The worker's comment", "Signatures"),
    ]
    assert [text[:6] for text in headings(written, "Heading 3")] == ["HND-01", "HND-02", "HND-03", "HND-04"]


def test_a_section_that_does_not_apply_says_so() -> None:
    """It is named, with what it would apply to, and none of its questions."""
    said = report(court(begun(), on=False))
    assert "Left out, because this does not apply here: the case is in court" in said
    assert "HND-04" not in said


# ── judgement ────────────────────────────────────────────────────────────────


def test_who_decided_and_against_what() -> None:
    """The judgement, what the rule suggested, both reasons, and who signed."""
    judgement = Judgement("good", "requires-improvement", "Held by HND-01.", "The joint visit came next day.")
    said = report(replace(begun(), judgement=judgement, sign_off=SignOff("B. Signer", AT, "I have read it.", "0")))
    for expected in (
        "Judgement: Good",
        "The checklist's rule suggested: Requires improvement",
        "How the rule came to it: Held by HND-01.",
        "The auditor's reason: The joint visit came next day.",
        "Decided by: B. Signer",
        "B. Signer, 20 November 2026: “I have read it.”",
        "Changed since it was signed off: what stands here is not what was signed.",
    ):
        assert expected in said


# ── after moderation ─────────────────────────────────────────────────────────


def of_moderated(workspace: Workspace, case: Two) -> list[str]:
    """Return the paragraphs and cells of the report of a moderated case."""
    return texts(read(reporting.case(workspace, case.first.id).content))


def test_what_was_agreed_counts_and_the_auditors_own_stands_beside_it(workspace: Workspace) -> None:
    """Judgement and grade as agreed, with who moderated, and why; then what the auditor gave. What lifts it fits."""
    said = of_moderated(workspace, returned(workspace, "For the auditor alone."))
    lift = HANDOVER.criteria[0].lift
    for expected in (
        "Judgement: Requires improvement, as agreed in moderation",
        "Moderated by: M. Moderator; agreed 27 November 2026",
        "Agreed because: By HND-01.",
        "The auditor's own judgement: Good, decided by A. Auditor",
        "Agreed because: The visit came after the change.",
        "The auditor's own grade: Good",
        "The auditor's reason: A. Auditor has read HND-01.",
        "Reason: A. Auditor has read HND-02.",
        f"What would lift it to Good: {lift['good']}",
        "M. Moderator, agreed 27 November 2026; what was agreed counts",
    ):
        assert expected in said
    assert any(text.startswith("Requires improvement, as agreed in moderation. (") for text in said)
    assert any(text.startswith("The agreed grades suggest: Requires improvement. ") for text in said)
    assert not [text for text in said if "For the auditor alone." in text or lift["outstanding"] in text]


def test_before_it_is_returned_nothing_of_moderation_is_told(workspace: Workspace) -> None:
    """Neither who grades it a second time, nor what is agreed so far."""
    case = two(workspace)
    before = of_moderated(workspace, case)
    moderating.settle(case.moderator, case.first.id, "HND-01", "requires-improvement", "The visit came late.")
    assert of_moderated(workspace, case) == before
    assert not [text for text in before if "oderat" in text or "greed in" in text]


def test_what_was_signed_again_is_told_as_signed(workspace: Workspace) -> None:
    """What was agreed on the version before no longer counts, and the report says so."""
    case = returned(workspace)
    later = sitting(workspace, AUDITOR, 9)
    auditing.reopen(later, case.first.id, "A slip.")
    auditing.sign_off(later, case.first.id)
    said = of_moderated(workspace, case)
    assert "Judgement: Good" in said
    assert "M. Moderator, agreed 27 November 2026; signed again since, so it counts as its auditor signed it" in said
    assert not [text for text in said if "as agreed in" in text]


def test_a_second_grade_is_no_report(workspace: Workspace) -> None:
    """It is refused, as a draft too, and the audit that it grades is named."""
    case = two(workspace)
    for draft in (False, True):
        with pytest.raises(BadInput, match=f"is a second grade.*{case.first.id}: what was agreed stands in its report"):
            reporting.case(workspace, case.second.id, draft=draft)


# ── what would lift it ───────────────────────────────────────────────────────


def test_what_would_lift_it_is_the_next_grade_alone() -> None:
    """From inadequate one is lifted to the grade above, not to the best; from the best nothing lifts."""
    lift = HANDOVER.criteria[0].lift
    said = report(graded("inadequate"))
    assert f"What would lift it to Requires improvement: {lift['requires-improvement']}" in said
    assert lift["good"] not in said
    assert "What would lift" not in report(graded("outstanding"))


def test_advice_on_other_words_is_left_out() -> None:
    """Where the library asks in other words now, or no longer asks, the report says that it gives no advice."""
    audit = graded("good")
    rewritten = replace(audit, answers=(replace(audit.answers[0], wording="f" * 32), *audit.answers[1:]))
    for said in (report(rewritten), report(audit, checklist=None)):
        assert HANDOVER.criteria[0].lift["outstanding"] not in said
        assert "What would lift the work is left out for HND-01:" in said


# ── drafts, training, other cases ────────────────────────────────────────────


def test_an_audit_in_progress_is_handed_over_only_as_a_draft(workspace: Workspace, begun: Audit) -> None:
    """Refused in one line; with `draft`, every page says what it is."""
    with pytest.raises(NotReady, match=r"is not signed off\. Sign it off first, or add --draft"):
        reporting.case(workspace, begun.id)
    header = read(reporting.case(workspace, begun.id, draft=True).content).sections[0].header
    assert header.paragraphs[0].text.startswith("DRAFT  Case audit EB-1042")


def test_what_is_signed_is_no_draft(workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]) -> None:
    """Also where a draft would have done."""
    fill(begun)
    safety.sign_off(workspace, begun.id)
    assert "DRAFT" not in whole(read(reporting.case(workspace, begun.id, draft=True).content))


def test_nothing_about_other_cases(workspace: Workspace, begun: Audit, fill: Callable[[Audit], Audit]) -> None:
    """Neither their reference nor their worker, nor a word of what was found there."""
    other = auditing.begin(workspace, "handover", replace(HEADER, case="EB-9999", worker="Somebody Else"))
    auditing.answer(workspace, other.id, "HND-01", "good", reason="Only there.")
    said = whole(read(reporting.case(workspace, fill(begun).id, draft=True).content))
    assert not [text for text in ("EB-9999", "Somebody Else", "Only there.", other.id) if text in said]


def test_training_never_leaves(workspace: Workspace) -> None:
    """Not even as a draft."""
    training = auditing.begin(workspace, "handover", replace(HEADER, role="training"))
    with pytest.raises(BadInput, match="is a training audit, which never leaves"):
        reporting.case(workspace, training.id, draft=True)


# ── the file ─────────────────────────────────────────────────────────────────


def test_the_same_audit_makes_the_same_bytes() -> None:
    """No clock and no chance is in it."""
    case = Case(graded("good"), LABELS, HANDOVER)
    assert document(case, MADE) == document(case, MADE)


def test_the_properties_name_nobody() -> None:
    """Neither the auditor nor the account; the language is English as it is written in England."""
    properties = read(document(Case(full_of("N. Somebody"), LABELS, HANDOVER), MADE)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.language == "en-GB"
    assert properties.created.date().isoformat() == MADE.day


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """Every page carries the mark of a draft and its number; a row longer than a page goes on overleaf."""
    action = Action("A1", f"{'Visit together. ' * 900}This is the end.", "W. Worker", "2026-12-04")
    audit = with_action(graded("good", evidence=clean("Page\n" * 90)), action)
    pages = opened_by_office(document(Case(audit, LABELS, HANDOVER), MADE), tmp_path)
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert "DRAFT" in page
        assert f"Page {number} of {len(pages)}" in page
    told = " ".join(word for page in pages for word in page.split())
    assert told.count("together.") == 900


def test_a_header_is_one_line_however_long_a_name_is() -> None:
    """What is shortened there shows it, and stands in full on the first page."""
    written = read(document(Case(full_of("Name " * 60), LABELS, HANDOVER), MADE))
    (header,) = written.sections[0].header.paragraphs
    assert len(header.text) < 120
    assert "…\t" in header.text
    assert one_line("Name " * 60) in written.paragraphs[0].text


def test_on_the_command_line(
    workspace: Workspace, begun: Audit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In progress: exit code 1 and no file; as a draft: a file, never over another one unasked."""
    target = tmp_path / "case.docx"
    asked = ["export", "docx", "--workspace", str(workspace.places.workspace), "--audit", begun.id]
    assert main([*asked, "--output", str(target)]) == 1
    assert not target.exists()
    assert main([*asked, "--draft", "--output", str(target)]) == 0
    assert main([*asked, "--draft", "--output", str(target)]) == 2
    assert main([*asked, "--draft", "--output", str(target), "--force"]) == 0
    assert main([*asked, "--team", "North", "--output", str(target), "--force"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "--audit: names one audit, so nothing else can choose." in told.err
    assert whole(read(target.read_bytes()))
