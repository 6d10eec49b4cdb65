"""Text that seems to name a child is pointed out; what an audit is full of anyway is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain.escalation import Escalation
from caseaudit.domain.identifiers import found, hints
from caseaudit.domain.moderation import Moderation, Outcome
from made_up import begun, texts

SEEN = [
    ("NHS number 943 476 5919 on the form", "an NHS number"),
    ("943-476-5919", "an NHS number"),
    ("9434765919", "an NHS number"),
    ("UPN H801200001001 copied in", "a unique pupil number"),
    ("lives at W1A 1AA now", "a postcode"),
    ("EC1A1BB", "a postcode"),
    ("call 07700 900123", "a phone number"),
    ("+44 7700 900123", "a phone number"),
    ("020 7946 0958", "a phone number"),
    ("(020) 7946 0958", "a phone number"),
    ("0161 496 0000.", "a phone number"),
    ("01632960123", "a phone number"),
    ("mail mum.x+y@example.org today", "an email address"),
    ("DOB 01/02/2012", "a date of birth"),
    ("d.o.b. 1.2.12", "a date of birth"),
    ("born on 3 March 2012", "a date of birth"),
    ("Date of birth: 2012-03-01", "a date of birth"),
]


@pytest.mark.parametrize(("text", "kind"), SEEN)
def test_what_identifies_is_seen(text: str, kind: str) -> None:
    """Each kind is found however it is usually written."""
    assert kind in found(text)


UNSEEN = [
    "EB-1042",
    "case EB-1042, team North, criterion HND-01",
    "visited on 2026-11-20 and 20 November 2026",
    "visits 01/02/2026, 08/02/2026 and 15/02/2026",
    "visits 01-02-2026 10-02-2026",
    "supervision 02.03.2026, 09.03.2026",
    "at 09:30 on 20 11 2026 and 14:02",
    "reference 1234567890 of the other system",
    "LCS 10023456, episode 2026/117",
    "20261120-k7m3x9",
    "section 47 enquiry, s.20, regulation 24, page 3 of 12",
    "£1,250.00 a week",
    "the order of 2 May 2025 expires",
    "born early, at 32 weeks",
    "A123456789012",
    "@home with mum",
    "",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_an_audit_is_full_of_is_not_pointed_out(text: str) -> None:
    """References, dates of visits, times, sums and ten digits without a valid check digit raise no hint."""
    assert found(text) == []


def test_each_kind_is_named_once_and_in_one_order() -> None:
    """Twice the same kind is one hint."""
    assert found("a@example.org b@example.org W1A 1AA") == ["a postcode", "an email address"]


def test_hints_name_the_place_and_never_the_text() -> None:
    """Every text of an audit is looked at: header, answers, actions, judgement."""
    secret = "07700 900123"
    audit = begun(case=secret, worker=secret)
    audit = steps.answered(audit, "HND-02", evidence=secret)
    audit = steps.with_action(audit, steps.Action("A1", "Ring", secret, "2026-12-01"))
    audit = steps.judged(audit, steps.Judgement("good", reason=secret))
    given_hints = hints(audit)
    assert [hint.key for hint in given_hints] == ["case", "worker", "HND-02", "A1", "judgement"]
    assert not any(secret in str(hint) for hint in given_hints)


def test_what_was_said_for_good_is_looked_at_too() -> None:
    """What was said of a child's safety, in moderation and last time cannot be changed; it can be kept from others."""
    secret = "07700 900123"
    audit = begun()
    asked = tuple(replace(answer, before=steps.Before("", "graded", "good", secret)) for answer in audit.answers[:1])
    outcome = Outcome("HND-02", "graded", "good", secret)
    audit = replace(
        audit,
        answers=(*asked, *audit.answers[1:]),
        escalations=(Escalation("HND-03", "safe", "T. Manager", "A. Auditor", "2026-11-20T12:00:00Z", secret),),
        moderation=Moderation("20261120-second", "M. Moderator", "", (outcome,), comment=secret),
    )
    assert [hint.key for hint in hints(audit)] == ["HND-01", "HND-03", "HND-02", "moderation"]
    assert {hint.remedy for hint in hints(audit)} == {
        "It stays in the record: give the record to nobody who need not know it"
    }


@given(texts)
def test_looking_never_changes_an_audit_and_never_fails(text: str) -> None:
    """Whatever stands in an audit, looking through it is safe."""
    audit = replace(begun(), case=text)
    assert {hint.key for hint in hints(audit)} <= {"case"}
    assert audit.case == text
