"""A second grade on the command line: chosen, given blind, compared, agreed on, returned, acknowledged."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from cli.running import NEW, Run, Said
from cli.test_hostile import harmless
from hostile import HOSTILE
from moderated import AUDITOR, returned, sitting

MODERATOR = ("--by", "M. Moderator")
Grade = Callable[..., str]


@pytest.fixture
def grade(run: Run) -> Grade:
    """Answer an audit of `handover`, with HND-01 as given, and sign it off."""

    def graded(audit: str, first: str, *by: str, reason: str = "Seen on file.", judgement: str = "") -> str:
        for criterion, verdict in (("HND-01", first), ("HND-02", "yes"), ("HND-03", "2")):
            run("audit", "answer", audit, criterion, verdict, "--reason", reason, *by)
        said = run("audit", "sign-off", audit, *by, *(("--judgement", judgement) if judgement else ()))
        assert said.code == 0, said.err
        return audit

    return graded


@pytest.fixture
def first(audit: str, grade: Grade) -> str:
    """The id of an audit that A. Auditor has signed off as good."""
    return grade(audit, "good")


@pytest.fixture
def second(first: str, run: Run, grade: Grade) -> str:
    """The id of its second grade, which M. Moderator has signed off as requires improvement."""
    begun = run("moderate", "begin", first, *MODERATOR).out.strip()
    return grade(begun, "requires-improvement", *MODERATOR, reason="It came after the change.")


def words(said: Said) -> str:
    """What stands on stdout, however it is wrapped."""
    return " ".join(said.out.split())


# ── the whole way ────────────────────────────────────────────────────────────


def test_the_whole_way(first: str, run: Run, grade: Grade) -> None:
    """Draw, begin, grade, sign, compare, agree, return, acknowledge; the list says at each step who is next."""
    assert run("moderate", "draw", "--share", "50").lines == [first]
    drawn = run("moderate", "draw", "--share", "50", "--moderator", "M. Moderator")
    (second,) = drawn.lines
    assert second != first
    assert run("moderate", "draw", "--share", "50").err == "Nothing more to moderate: the share is reached.\n"

    listed = run("moderate", "list", "--mine", *MODERATOR)
    assert listed.lines[1].split() == [
        *(first, second, "EB-1042", "A.", "Auditor", "M.", "Moderator", "to", "grade", "0/3", "-"),
        listed.lines[1].split()[-1],
    ]
    shown = run("audit", "show", second)
    assert shown.code == 0
    assert "Seen on file" not in shown.out

    grade(second, "requires-improvement", *MODERATOR, reason="It came after the change.")
    compared = run("moderate", "compare", first)
    assert compared.lines[:9] == [
        "Handover between workers, case EB-1042",
        "2 of 3 criteria graded alike.",
        "",
        "HND-01 (moderator one grade more severe): Did the new worker meet the child together with the one who was "
        "leaving?",
        "  A. Auditor: Good",
        "    Reason: Seen on file.",
        "  M. Moderator: Requires improvement",
        "    Reason: It came after the change.",
        "  Nothing is agreed yet.",
    ]
    assert "HND-02" not in compared.out
    assert "HND-02" in run("moderate", "compare", second, "--all").out

    agreed = run("moderate", "agree", first, "HND-01", "requires-improvement", "--reason", "Too late.", *MODERATOR)
    assert (agreed.code, agreed.err) == (0, "HND-01: agreed. Nothing is open.\n")
    back = run("moderate", "return", first, "--judgement", "3", "--reason", "By HND-01.", "--comment", "Clear reasons.",
               *MODERATOR)  # fmt: skip
    assert (back.code, back.err) == (0, f"{first} is returned to A. Auditor.\n")
    assert run("moderate", "list", "--mine").lines[1].split()[-5:-2] == ["to", "acknowledge", "3/3"]

    read = run("moderate", "acknowledge", first, "--reply", "Thank you.")
    assert (read.code, read.err) == (0, f"{first}: acknowledged.\n")
    page = words(run("moderate", "compare", first))
    assert "Agreed: Requires improvement. Too late." in page
    assert "Agreed judgement: Requires improvement. By HND-01." in page
    assert "Returned by M. Moderator" in page
    assert "Clear reasons." in page
    assert "Acknowledged by A. Auditor" in page
    assert "Thank you." in page
    assert run("moderate", "list", "--mine").err == "Nothing of that kind.\n"


# ── what counts, told where the audit is shown ───────────────────────────────


def agree(first: str, run: Run) -> None:
    """Agree the moderator's grade of HND-01; nothing is returned yet."""
    run("moderate", "agree", first, "HND-01", "requires-improvement", "--reason", "Too late.", *MODERATOR)


def give_back(first: str, run: Run) -> None:
    """Return the audit with the agreed judgement."""
    run("moderate", "return", first, "--judgement", "3", "--reason", "By HND-01.", "--comment", "Name the page.",
        *MODERATOR)  # fmt: skip


def test_show_tells_what_counts_with_the_auditors_own_beside_it(second: str, first: str, run: Run) -> None:
    """Before it is returned nothing is told; then the agreed grade and judgement, the reasons, and who agreed."""
    before = run("audit", "show", first).out
    agree(first, run)
    assert run("audit", "show", first).out == before
    give_back(first, run)
    shown = run("audit", "show", first).lines
    place = shown.index("  HND-01: Requires improvement, as agreed (auditor's: Good)")
    assert shown[place + 2 : place + 4] == ["    Agreed because: Too late.", "    Auditor's reason: Seen on file."]
    place = shown.index("Judgement: Requires improvement, as agreed")
    assert shown[place + 1] == "Agreed because: By HND-01."
    assert shown[place + 2].startswith("The agreed grades suggest: Requires improvement. ")
    assert shown[place + 3] == "Auditor's judgement: Good"
    (told,) = (line for line in shown if line.startswith("Moderated by: "))
    assert told.startswith("Moderated by: M. Moderator, agreed 20")
    assert told.endswith("; what was agreed counts")
    assert shown[-3].endswith(f"; second grade {second}")
    assert shown[-2:] == ["Returned with: Name the page.", "Not acknowledged by its auditor yet."]
    assert "  HND-02: Yes" in shown
    run("moderate", "acknowledge", first, "--reply", "Thank you.")
    assert run("audit", "show", first).lines[-1].startswith("Acknowledged by A. Auditor, 20")


def test_what_is_opened_again_is_told_as_its_auditor_gives_it(here: Workspace, run: Run) -> None:
    """While it is open, and after it is signed again: beside it stands that what was agreed no longer counts."""
    first, later = returned(here).first.id, sitting(here, AUDITOR, 9)

    def shown() -> str:
        said = run("audit", "show", first).out
        assert "  HND-01: Good\n" in said
        assert "as agreed" not in said
        return said

    auditing.reopen(later, first, "A slip.")
    assert "agreed 2026-11-27; open again since, so it will count as its auditor signs it\n" in shown()
    auditing.sign_off(later, first)
    assert "agreed 2026-11-27; signed again since, so it counts as its auditor signed it\n" in shown()


def test_a_second_grade_says_what_it_is_and_makes_no_report(second: str, first: str, run: Run, here: Workspace) -> None:
    """`show` says where what counts stands; the report for the worker is refused, and the right audit is named."""
    told = f"Follows: {first}, which it grades a second time; what counts stands there"
    assert told in run("audit", "show", second).lines
    target = here.places.workspace.parent / "case.docx"
    said = run("export", "docx", "--audit", second, "--output", str(target))
    assert said.code == 2
    assert f"is a second grade, which is no report of the case. Name the audit that it grades, {first}" in said.err
    assert not target.exists()


def test_the_list_of_audits_tells_the_second_grade_from_the_first(second: str, first: str, run: Run) -> None:
    """Both stand there with the same case and state; the role is what differs."""
    heading, *lines = run("audit", "list").lines
    assert heading.split()[:5] == ["ID", "DATE", "STATE", "ROLE", "CASE"]
    told = {line.split()[0]: line.split()[2:5] for line in lines}
    assert told == {
        first: ["signed-off", "audit", "EB-1042"],
        second: ["signed-off", "second-grade", "EB-1042"],
    }


def test_the_list_as_json(second: str, first: str, run: Run) -> None:
    """What differs is named once both are signed; days run to today until something is agreed."""
    (found,) = json.loads(run("moderate", "list", "--json").out)
    assert found.pop("days") >= 0
    assert found == {
        "audit": first,
        "second_grade": second,
        "case": "EB-1042",
        "checklist": "handover",
        "auditor": "A. Auditor",
        "moderator": "M. Moderator",
        "step": "to agree",
        "answered": 3,
        "asked": 3,
        "differ": ["HND-01"],
    }


def test_returning_says_when_the_agreed_grades_suggest_another_judgement(second: str, first: str, run: Run) -> None:
    """The auditor's judgement stands unless another is given; the rule's is pointed out."""
    run("moderate", "agree", first, "HND-01", "requires-improvement", "--reason", "Too late.", *MODERATOR)
    said = run("moderate", "return", first, *MODERATOR)
    assert said.code == 0
    assert said.err.splitlines()[1] == (
        "By the rule the agreed grades suggest Requires improvement; the judgement is Good."
    )


# ── every refusal ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("begin", "FIRST"), 2, "moderator: the moderator is the auditor. Let somebody else grade it a second time."),
        (("begin", "nothing"), 2, "nothing"),
        (("list", "--step", "to aggree"), 2, 'Probably "to agree" is meant'),
        (("draw", "--share", "0"), 2, "--share: is not a number that fits. Give a whole number, from 1 to 100."),
        (("draw", "--share", "101"), 2, "--share: is not a number that fits."),
        (("draw", "--of-each", "teem"), 2, "--of-each: is not one of the words allowed here."),
        (("draw", "--team", "Nowhere"), 2, 'team "Nowhere": no signed-off audit has it. Use one of: North.'),
        (("compare", "FIRST"), 1, "FIRST: has no second grade. Begin one: caseaudit moderate begin FIRST."),
        (("agree", "FIRST", "HND-01", "good", "--reason", "x", *MODERATOR), 1, "FIRST: has no second grade."),
        (("return", "FIRST", *MODERATOR), 1, "FIRST: has no second grade."),
        (("acknowledge", "FIRST"), 1, "FIRST: has not been moderated. Nothing to acknowledge yet."),
    ],
)
def test_before_there_is_a_second_grade(first: str, run: Run, arguments: tuple[str, ...], code: int, says: str) -> None:
    """One line each, with what to do."""
    said = run("moderate", *(first if word == "FIRST" else word for word in arguments))
    assert (said.code, said.out) == (code, "")
    assert said.err.count("\n") == 1
    assert says.replace("FIRST", first) in said.err


def test_an_open_audit_is_not_moderated(audit: str, run: Run) -> None:
    """Its auditor has not finished."""
    said = run("moderate", "begin", audit, *MODERATOR)
    assert (said.code, said.err) == (
        1, f"caseaudit: {audit}: is not signed off. Moderate it once its auditor has signed it off.\n",
    )  # fmt: skip


def test_while_it_is_blind_the_first_is_not_shown_to_its_moderator(first: str, run: Run) -> None:
    """Neither on the screen nor in a report; to everybody else, and once the second is signed, it is."""
    run("moderate", "begin", first, *MODERATOR)
    shown = (("audit", "show", first), ("audit", "show", first, "--json"), ("audit", "history", first))
    for command in (*shown, ("export", "docx", "--audit", first)):
        said = run(*MODERATOR, *command)
        assert (said.code, said.out) == (1, "")
        assert f"{first}: is hidden while you grade it a second time. Sign your own grade off first" in said.err
    assert run("audit", "show", first).code == 0


def test_while_it_is_blind_nothing_is_compared_agreed_or_begun_again(first: str, run: Run) -> None:
    """Each refusal says what comes first."""
    second = run("moderate", "begin", first, *MODERATOR).out.strip()
    for arguments, says in (
        (("compare", first), f"{second}: is given blind and is not signed off. Sign it off first"),
        (
            ("agree", first, "HND-01", "good", "--reason", "x"),
            f"{second}: is not signed off. Sign the second grade off",
        ),
        (("return", second), f"{second}: is not signed off. Sign the second grade off"),
        (("begin", first), f"{first}: is being graded a second time by M. Moderator. Go on with {second}"),
        (("begin", second), f"{second}: is a second-grade audit. Moderate the audit that it follows"),
    ):
        said = run(*MODERATOR, "moderate", *arguments)
        assert (said.code, said.out) == (1, "")
        assert says in said.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("agree", "HND-01", "gud", "--reason", "x", *MODERATOR), 2, "HND-01: grade: cannot be answered so."),
        (("agree", "HND-99", "good", "--reason", "x", *MODERATOR), 2, "criterion: does not ask this criterion."),
        (("agree", "HND-01", "good", "--reason", " ", *MODERATOR), 2, "HND-01: is agreed without a reason."),
        (("agree", "HND-01", "na", "--reason", "x", *MODERATOR), 2, "HND-01: is not a grade of this scale."),
        (("agree", "HND-03", "two", "--reason", "x", *MODERATOR), 2, "count: asks for a number."),
        (("agree", "HND-01", "good", "--reason", "x"), 2, "moderator: the moderator is the auditor."),
        (("return",), 2, "moderator: the moderator is the auditor."),
        (("return", *MODERATOR), 1, "HND-01: is graded differently and nothing is agreed. Agree, with a reason."),
        (("acknowledge",), 1, "has not been moderated."),
    ],
)
def test_what_does_not_fit_changes_nothing(
    second: str, first: str, run: Run, arguments: tuple[str, ...], code: int, says: str
) -> None:
    """The record stays as it was, byte for byte."""
    before = run("audit", "show", first, "--json").out
    said = run("moderate", arguments[0], first, *arguments[1:])
    assert (said.code, said.out) == (code, "")
    assert says in said.err
    assert run("audit", "show", first, "--json").out == before


def test_a_judgement_that_differs_needs_a_reason(second: str, first: str, run: Run) -> None:
    """And one that the scale does not have is refused with the nearest."""
    run("moderate", "agree", first, "HND-01", "good", "--reason", "It holds.", *MODERATOR)
    said = run("moderate", "return", first, "--judgement", "inadequate", *MODERATOR)
    assert (said.code, "the agreed judgement differs from the auditor's. Say why." in said.err) == (1, True)
    assert run("moderate", "return", first, "--judgement", "gud", *MODERATOR).code == 2


def test_what_is_returned_is_agreed_on_no_more_and_only_its_auditor_acknowledges(
    second: str, first: str, run: Run
) -> None:
    """Later than too late."""
    run("moderate", "agree", first, "HND-01", "good", "--reason", "It holds.", *MODERATOR)
    assert run("moderate", "return", first, *MODERATOR).code == 0
    again = run("moderate", "agree", first, "HND-01", "inadequate", "--reason", "No.", *MODERATOR)
    assert (again.code, "is moderated already" in again.err) == (1, True)
    other = run("moderate", "acknowledge", first, *MODERATOR)
    assert (other.code, "is acknowledged by its auditor only. Let A. Auditor do it." in other.err) == (2, True)


def test_a_record_that_cannot_be_read_is_named_beside_the_list(second: str, here: Workspace, run: Run) -> None:
    """Exit code 1, the file on stderr; the rest is listed."""
    (here.places.audits / "2026-11" / "20261101-broken.json").write_text("{")
    said = run("moderate", "list")
    assert (said.code, len(said.lines)) == (1, 2)
    assert "20261101-broken.json" in said.err


def test_nothing_is_being_moderated(here: Workspace, run: Run) -> None:
    """What to do instead."""
    said = run("moderate", "list")
    assert (said.code, said.out) == (0, "")
    assert said.err == "Nothing is being moderated. Choose: caseaudit moderate draw\n"


# ── hostile text ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [text for text in HOSTILE if 0 < len(text.strip()) <= 120])
def test_hostile_reasons_comments_and_replies_come_out_harmless(first: str, run: Run, grade: Grade, text: str) -> None:
    """And a reason of several lines cannot pass for a line of ours."""
    by = ("--by", text)
    second = grade(run("moderate", "begin", first, *by).out.strip(), "requires-improvement", *by, reason=text)
    assert run("moderate", "agree", first, "HND-01", "3", "--reason", text, *by).code == 0
    assert run("moderate", "return", second, "--comment", text, *by).code == 0
    assert run("moderate", "acknowledge", first, "--reply", text).code == 0
    page = run("moderate", "compare", first)
    assert harmless(page)
    assert "\nlines" not in page.out
    assert harmless(run("moderate", "list"))
    assert len(run("moderate", "list").lines) == 2
    assert harmless(run("agreement"))


# ── how far they agree ───────────────────────────────────────────────────────


def test_agreement_of_what_was_moderated(second: str, run: Run) -> None:
    """How much, how soon, then scale by scale."""
    said = run("agreement")
    assert (said.code, said.err) == (0, "")
    page = words(said)
    assert "1 of 1 signed-off audit graded a second time (100 %)." in page
    assert "On the scale ofsted" in page
    assert "On the scale yes-no" in page
    only = words(run("agreement", "--scale", "ofsted"))
    assert "Same grade 0 of 1" in only
    assert "yes-no" not in only


def test_agreement_as_json_and_its_schema(second: str, first: str, run: Run) -> None:
    """Each scale in the shape of a table's, with its groups."""
    found = json.loads(run("agreement", "--json").out)
    schema = json.loads(run("schema", "agreement").out)
    Draft202012Validator(schema).validate(found)
    assert {key: found[key] for key in ("signed_off", "moderated", "waiting", "median_days")} == {
        "signed_off": 1, "moderated": 1, "waiting": 0, "median_days": None,
    }  # fmt: skip
    ofsted = next(each for each in found["scales"] if each["name"] == "ofsted")
    assert ofsted["disagreements"] == [
        {"unit": first, "steps": 1, "grades": ["good", "requires-improvement"], "checklist": "handover",
         "criterion": "HND-01", "auditor": "A. Auditor", "moderator": "M. Moderator"},
    ]  # fmt: skip


def test_agreement_before_anything_was_moderated(here: Workspace, run: Run) -> None:
    """Not an error: it says where one stands and what to do next."""
    assert words(run("agreement")) == "No audit is signed off yet, so none was graded a second time."
    audit = run(*NEW, "--date", "2026-11-20").out.strip()
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
        run("audit", "answer", audit, criterion, verdict, "--reason", "Seen on file.")
    run("audit", "sign-off", audit)
    said = run("agreement")
    assert (said.code, words(said)) == (
        0,
        "None of 1 signed-off audit was graded a second time yet. Choose some and begin: caseaudit moderate draw "
        "--share 20 --moderator NAME",
    )
    run("moderate", "begin", audit, *MODERATOR)
    assert words(run("agreement")) == (
        "1 second grade begun, none signed off. See who has to do what: caseaudit moderate list"
    )
    assert "of that kind" in words(run("agreement", "--team", "North"))
    assert json.loads(run("agreement", "--json").out)["scales"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--unit", "Case"), "--unit: names a column of a table. Give the table with --from, or leave it out."),
        (("--scale", "ofsteed"), 'is no scale that anybody graded on twice. Probably "ofsted" is meant'),
        (("--from", "x.csv", "--team", "North"), "--from: names a table, which has no audits to choose from."),
    ],
)
def test_options_that_do_not_go_together(second: str, run: Run, arguments: tuple[str, ...], says: str) -> None:
    """A table has no audits, and the audits have no columns."""
    said = run("agreement", *arguments)
    assert (said.code, said.out) == (2, "")
    assert says in said.err
