"""One audit from its first command to the board's table, each step a command."""

from __future__ import annotations

import csv
import io
import json

from caseaudit.desk.workspace import Workspace
from cli.running import NEW, Run


def test_an_audit_from_new_to_export(here: Workspace, run: Run) -> None:
    """new, answer, sign-off, list, summary, export: every step hands on what the next one needs."""
    begun = run(*NEW, "--auditor", "A. Auditor", "--cohort", "child-in-need", "--date", "2026-11-20", "--with-worker")
    audit = begun.out.removesuffix("\n")
    assert begun.code == 0
    assert audit.startswith("20261120-")
    assert begun.lines == [audit]

    for criterion, grade in (("HND-01", "good"), ("HND-02", "2"), ("HND-03", "not-applicable")):
        given = run("audit", "answer", audit, criterion, grade, "--reason", "Seen on file.", "--evidence", "p. 4")
        assert (given.code, given.out) == (0, "")
    assert "HND-03: Not applicable. 3 of 3 answered." in given.err

    signed = run("audit", "sign-off", audit)
    assert (signed.code, signed.lines[0]) == (0, "Judgement: Good")
    assert "Left out, as not applying here: Cases in court (1 of 4 questions). Signed off by" in signed.err

    (line,) = json.loads(run("audit", "list", "--json").out)
    assert (line["id"], line["state"], line["judgement"]) == (audit, "signed-off", "good")

    found = json.loads(run("summary", "--json").out)
    assert (found["audits"], found["unreadable"]) == (1, [])
    rows = {row["criterion"]: row for row in found["rows"]}
    assert rows["HND-01"]["checklist"] == "handover"
    assert rows["HND-01"]["grades"] == {"good": 1}
    assert rows["HND-01"]["good_or_better"]["n"] == rows["HND-01"]["good_or_better"]["of"] == 1
    assert rows["HND-03"]["not_applicable"] == 1
    assert set(rows["HND-02"]) >= {
        *("checklist", "criterion", "grades", "not_applicable", "insufficient_evidence", "not_assessed"),
        "good_or_better",
    }

    exported = run("export", "csv")
    table = list(csv.DictReader(io.StringIO(exported.out.removeprefix("\ufeff"))))
    assert [(row["criterion"], row["state"]) for row in table] == [
        ("HND-01", "graded"),
        ("HND-02", "graded"),
        ("HND-03", "not-applicable"),
    ]


def test_the_auditor_and_the_day_are_filled_in(here: Workspace, run: Run) -> None:
    """Without --auditor and --date the audit is yours and today's."""
    audit = run(*NEW, "--by", "K. Lee").out.strip()
    header = json.loads(run("audit", "show", audit, "--json").out)
    assert header["auditor"] == "K. Lee"
    assert header["date"] == here.__class__(here.places).today()


def test_options_that_hold_for_every_command_stand_before_or_after_it(workspace: Workspace, run: Run) -> None:
    """`caseaudit --workspace DIR audit list` and `caseaudit audit list --workspace DIR` are the same."""
    folder = str(workspace.places.workspace)
    audit = run("--workspace", folder, "--by", "K. Lee", *NEW).out.strip()
    before = run("--workspace", folder, "audit", "list")
    after = run("audit", "list", "--workspace", folder)
    assert before == after
    assert audit in before.out
    assert "K. Lee" in before.out


def test_an_optional_section_and_an_action(audit: str, run: Run) -> None:
    """A section is switched on and off by name; an action prints its id."""
    assert "1 of 4" not in run("audit", "section", audit, "court", "on").err
    assert "0 of 4 answered" in run("audit", "section", audit, "court", "on").err
    assert "0 of 3 answered" in run("audit", "section", audit, "court", "off").err
    added = run("audit", "action", audit, "--what", "Visit together", "--owner", "W. Worker", "--due", "2026-12-04")
    assert (added.code, added.out) == (0, "A1\n")
    assert "A1: open, due 2026-12-04, W. Worker" in run("audit", "show", audit).out


def test_an_audit_of_which_every_section_is_left_out_is_not_signed(here: Workspace, run: Run) -> None:
    """A checklist of optional sections alone asks nothing at first; the refusal says to switch on what applies."""
    path = here.places.checklists / "handover.toml"
    before = 'title = "The handover itself"'
    words = path.read_text(encoding="utf-8").replace(before, f'{before}\napplies_when = "the worker changed"')
    path.write_text(words, encoding="utf-8")
    audit = run(*NEW).out.strip()
    refused = run("audit", "sign-off", audit, "--judgement", "good", "--reason", "Nothing to see.")
    assert refused.code == 1
    assert "sections: are all left out, so nothing is asked. Switch on those that apply." in refused.err


def test_team_and_worker_are_needed_and_not_only_their_options(here: Workspace, run: Run) -> None:
    """`--team ""` says as little as no `--team`; nothing is begun."""
    refused = run(*NEW, "--team", "", "--worker", " ")
    assert refused.code == 2
    assert "team: is empty. Give the team that works the case." in refused.err
    assert "worker: is empty." in refused.err
    assert list(here.register.files()) == []


def test_another_judgement_needs_a_reason(answered: str, run: Run) -> None:
    """The program suggests, the auditor decides, and a different decision says why."""
    bare = run("audit", "sign-off", answered, "--judgement", "outstanding")
    assert bare.code == 1
    assert "Give the reason" in bare.err
    signed = run("audit", "sign-off", answered, "--judgement", "outstanding", "--reason", "Twice over.")
    assert signed.lines[0] == "Judgement: Outstanding (suggested: Good)"
    assert signed.lines[-1] == "Reason: Twice over."


def test_sign_off_names_everything_that_is_missing(audit: str, run: Run) -> None:
    """One line for each gap, nothing signed, exit code 1."""
    run("audit", "answer", audit, "HND-01", "good")
    refused = run("audit", "sign-off", audit)
    assert (refused.code, refused.out) == (1, "")
    assert [line.split(": ")[2:4] for line in refused.err.splitlines()] == [
        ["HND-01", "has no reason. Write why, in a sentence."],
        ["HND-02", "is not answered. Grade it, or say why it cannot be graded."],
        ["HND-03", "is not answered. Grade it, or say why it cannot be graded."],
    ]


def test_reopening_leaves_its_reason_on_record(answered: str, run: Run) -> None:
    """A signed audit does not change until it is reopened, and the reopening is in its history."""
    run("audit", "sign-off", answered)
    refused = run("audit", "answer", answered, "HND-01", "inadequate")
    assert refused.code == 1
    assert "Reopen it with a reason first" in refused.err
    assert run("audit", "reopen", answered, "--reason", "Wrong file.").code == 0
    assert run("audit", "answer", answered, "HND-01", "inadequate").code == 0
    events = json.loads(run("audit", "show", answered, "--json").out)["events"]
    assert [(event["what"], event.get("note")) for event in events][-1] == ("reopened", "Wrong file.")
    shown = run("audit", "show", answered).lines
    told = shown[shown.index("What happened to it") + 1 :]
    assert [line.partition(", ")[2] for line in told[:2]] == ["A. Auditor: signed off", "A. Auditor: reopened"]
    assert told[2:] == ["    Wrong file.", "", "Not signed off."]
    saves = run("audit", "history", answered).lines
    assert saves[-2].endswith("reopened: Wrong file.")


def test_text_that_may_identify_a_child_is_pointed_out_and_not_quoted(answered: str, run: Run) -> None:
    """The hint names the place; the text stays where it is."""
    run("audit", "answer", answered, "HND-01", "good", "--reason", "NHS number 943 476 5919 on the letter.")
    signed = run("audit", "sign-off", answered)
    assert signed.code == 0
    assert "HND-01: may hold an NHS number" in signed.err
    assert "943" not in signed.err


def test_days_may_be_typed_with_the_day_first(here: Workspace, run: Run) -> None:
    """Of an audit and of an action; kept as every other. The month first, or a short year, is refused as before."""
    audit = run(*NEW, "--auditor", "A. Auditor", "--date", "20/11/2026").out.strip()
    assert here.register.load(audit).date == "2026-11-20"
    done = run("audit", "action", audit, "--what", "Joint visit", "--owner", "W. Worker", "--due", "4/12/2026")
    assert (done.code, here.register.load(audit).actions[0].due) == (0, "2026-12-04")
    for typed in ("12/31/2026", "04/12/26"):
        refused = run(*NEW, "--auditor", "A. Auditor", "--date", typed)
        assert (refused.code, "--date: is not a date" in refused.err) == (2, True)
