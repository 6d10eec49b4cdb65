"""CSV: the bytes are a contract, and no text becomes a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from msgspec.structs import replace

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.escalation import Escalation
from caseaudit.domain.timing import Timing
from caseaudit.exports import csv_rows
from caseaudit.plaintext import clean, visible
from hostile import HOSTILE
from moderated import returned

NOW = "2026-11-20T12:00:00Z"
GOLDEN = Path(__file__).parent / "golden" / "audits.csv"


def written(*audits: Audit) -> bytes:
    """Return the bytes of an export."""
    stream = io.BytesIO()
    csv_rows.write(audits, stream)
    return stream.getvalue()


def read(content: bytes) -> list[dict[str, str]]:
    """Read an export back as a spreadsheet would, strictly."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_bytes_are_those_of_the_golden_file(signed: Audit) -> None:
    """Another byte is another format: change the golden file only with a line in the changelog."""
    assert written(signed) == GOLDEN.read_bytes()


def test_no_audit_is_a_header_and_nothing_else() -> None:
    """The columns are always the same."""
    content = written()
    assert content.startswith(b"\xef\xbb\xbfaudit,case,")
    assert content.decode("utf-8-sig") == ",".join(csv_rows.COLUMNS) + "\r\n"


def test_one_row_an_answer_that_is_asked(signed: Audit) -> None:
    """The section that does not apply has no rows."""
    assert [row["criterion"] for row in read(written(signed, signed))] == ["HND-01", "HND-02", "HND-03"] * 2


def test_numbers_stay_numbers_and_text_is_guarded(signed: Audit) -> None:
    """The guard is one `'`, on text only."""
    first, second, third = read(written(signed))
    assert (first["reason"], first["worker"]) == ("'=1+1", "'- W. Worker")
    assert (third["count"], third["weight"], first["weight"], first["actions"]) == ("3", "1", "2", "1")
    assert third["reason"] == "'-3 is not a formula here."
    assert second["reason"] == 'He said "no",\nthen left.'
    assert (first["with_worker"], first["child_view"], first["family_view"]) == ("yes", "no", "")


def test_dates_behind_an_answer_say_whether_the_case_system_agrees(signed: Audit) -> None:
    """Start, end, every date held, the verdict; and whether the case system gives another date than the file."""
    dates = Timing("x", "2026-01-01", "2026-01-09", ("2026-01-02", "2026-01-05"), system="2026-01-08", verdict="late")
    timed = (replace(signed.answers[0], timing=dates), *signed.answers[1:])
    first, second, _ = read(written(replace(signed, answers=timed)))
    told = {name.removeprefix("timing_"): value for name, value in first.items() if name.startswith("timing_")}
    assert (told["start"], told["end"], told["held"]) == ("2026-01-01", "2026-01-09", "2026-01-02 2026-01-05")
    assert (told["verdict"], told["system"], told["system_differs"]) == ("late", "2026-01-08", "yes")
    assert second["timing_system_differs"] == ""


def test_what_was_agreed_stands_beside_what_the_auditor_gave(workspace: Workspace) -> None:
    """Both grades, which of them counts, who agreed it, when and why."""
    case = returned(workspace)
    agreed, same, _ = read(written(case.first))
    assert (agreed["grade"], agreed["counted_grade"]) == ("good", "requires-improvement")
    assert agreed["agreed_reason"] == "The visit came after the change."
    assert (same["grade"], same["counted_grade"], same["agreed_reason"]) == ("yes", "yes", "")
    assert (agreed["judgement"], agreed["counted_judgement"]) == ("good", "requires-improvement")
    assert (agreed["moderated_by"], agreed["moderation_comment"]) == ("M. Moderator", "Well argued.")
    assert agreed["moderation_reason"] == "By HND-01."


def test_an_agreement_that_is_not_returned_yet_counts_nowhere(workspace: Workspace) -> None:
    """While the two are still agreeing, what counts is what the auditor gave."""
    case = returned(workspace)
    assert case.first.moderation
    pending = replace(case.first, moderation=replace(case.first.moderation, at=""))
    first, *_ = read(written(pending))
    assert (first["counted_grade"], first["counted_judgement"]) == ("good", "good")
    assert (first["moderated_by"], first["agreed_reason"], first["moderation_comment"]) == ("", "", "")


def test_what_was_said_of_a_childs_safety_stands_at_its_criterion(signed: Audit) -> None:
    """The last word on the criterion that called for one; nothing at the others."""
    said = [Escalation("HND-01", safe, "T. Manager", "A. Auditor", NOW, "=Visited") for safe in ("not-safe", "safe")]
    first, second, _ = read(written(replace(signed, escalations=tuple(said))))
    told = (first["safe_now"], first["safe_told"], first["safe_note"], first["safe_by"], first["safe_at"])
    assert told == ("safe", "T. Manager", "'=Visited", "A. Auditor", NOW)
    assert {value for name, value in second.items() if name.startswith("safe_")} == {""}


def test_an_altered_audit_is_marked(signed: Audit) -> None:
    """A row says whether its audit is still what was signed."""
    altered = replace(signed, case="EB-9999")
    assert {row["changed_since_sign_off"] for row in read(written(signed))} == {"no"}
    assert {row["changed_since_sign_off"] for row in read(written(altered))} == {"yes"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_cell_and_is_no_formula(signed: Audit, text: str) -> None:
    """Every text is one cell of one row; none begins as a formula does; none holds a control character."""
    kept = clean(text)
    answers = (replace(signed.answers[0], reason=kept, evidence=kept, impact=kept), *signed.answers[1:])
    rows = read(written(replace(signed, case=kept, team=kept, answers=answers)))
    assert len(rows) == 3
    for value in (rows[0]["case"], rows[0]["reason"], rows[0]["impact"], rows[2]["team"]):
        assert value.removeprefix("'") == visible(kept).removeprefix("'")
        assert not value.startswith(("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"))
        assert not {*map(chr, range(9)), "\r", "\x1b", "\x7f", "\x9b", "\u202e"} & set(value)
