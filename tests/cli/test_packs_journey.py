"""A pack on the command line: read it, begin it, answer what is shared once."""

from __future__ import annotations

import json
from pathlib import Path

from caseaudit.desk.workspace import Workspace
from cli.running import Run

WHO = ("--case", "EB-1042", "--team", "North", "--worker", "W. Worker", "--date", "2026-11-20")


def test_the_packs_need_no_workspace(run: Run) -> None:
    """Those that ship, how many checklists each always begins, and how many more where they apply."""
    listed = {line.split()[0]: line.split()[-2:] for line in run("pack", "list").lines}
    assert listed["core"] == ["4", "0"]
    assert listed["child-protection"] == ["5", "6"]
    as_json = {pack["id"]: pack for pack in json.loads(run("pack", "list", "--json").out)}
    assert list(as_json) == [*listed][1:]
    assert [member["id"] for member in as_json["core"]["checklists"]] == [
        *("chronology", "assessment", "voice-visits", "management-oversight")
    ]


def test_a_pack_is_shown_in_reading_order_with_its_statements(run: Run) -> None:
    """What only sometimes applies says when."""
    shown = run("pack", "show", "child-protection")
    assert shown.lines[0] == "Child protection (child-protection)"
    assert shown.lines[3] == " 1 Chronologies (chronology)"
    missing = shown.lines.index(" 5 Missing and exploited children (missing-exploitation)")
    assert shown.lines[missing + 1].startswith("   only where the child went missing")
    assert "caseaudit audit new --pack child-protection --with CHECKLIST" in shown.lines[-1]
    members = json.loads(run("pack", "show", "child-protection", "--json").out)["checklists"]
    assert (members[0]["title"], members[0]["when"]) == ("Chronologies", None)
    assert 'Probably "core" is meant' in run("pack", "show", "coer").err


def test_from_a_pack_to_two_signed_audits(change: Workspace, here: Workspace, run: Run) -> None:
    """One command begins them; the shared questions are answered once; each is signed off by itself."""
    begun = run("audit", "new", "--pack", "change", *WHO)
    assert begun.code == 0
    handover, goodbyes = begun.lines
    assert [json.loads(run("audit", "show", one, "--json").out)["checklist"]["id"] for one in begun.lines] == [
        *("handover", "goodbyes")
    ]

    said = run("audit", "answer", handover, "HND-01", "good", "--reason", "Joint visit.", "--evidence", "p. 4")
    assert f"Carried to {goodbyes}, begun together with this one." in said.err
    run("audit", "answer", handover, "HND-03", "2", "--reason", "Two.")
    alone = run("audit", "answer", handover, "HND-02", "yes", "--reason", "On file.")
    assert "Carried" not in alone.err

    shown = run("audit", "show", goodbyes).out
    assert f"Pack: change; begun together with {handover}" in shown
    assert shown.count(f"Carried from {handover}, begun together with this one.") == 2
    filled = run("audit", "fill", goodbyes, typed="yes\nOn file too.\n\nn\n")
    assert "HND-02" in filled.out
    assert "HND-01, " not in filled.out

    changed = run("audit", "answer", goodbyes, "HND-01", "requires-improvement", "--reason", "Late.")
    assert changed.code == 0
    assert run("audit", "sign-off", handover).lines[0] == "Judgement: Good"
    assert run("audit", "sign-off", goodbyes).lines[0] == "Judgement: Requires improvement"
    assert run("audit", "show", goodbyes).out.count("Carried from") == 1


def test_what_only_sometimes_applies_is_begun_with_a_word(change: Workspace, here: Workspace, run: Run) -> None:
    """And another can be left out."""
    begun = run("audit", "new", "--pack", "change", "--with", "chronology", "--without", "goodbyes", *WHO)
    listed = {line["checklist"] for line in json.loads(run("audit", "list", "--json").out)}
    assert len(begun.lines) == 2
    assert listed == {"handover", "chronology"}


def test_a_checklist_or_a_pack_is_needed_and_not_both(change: Workspace, here: Workspace, run: Run) -> None:
    """Nothing is begun, and the line says what to give."""
    for given, says in (
        ((), "needs --checklist or --pack"),
        (("--checklist", "handover", "--pack", "change"), "needs --checklist or --pack"),
        (("--checklist", "handover", "--with", "goodbyes"), "for a pack only"),
        (("--pack", "chagne"), 'Probably "change" is meant'),
        (("--pack", "change", "--with", "supervision"), "is not in the pack change"),
    ):
        refused = run("audit", "new", *given, *WHO)
        assert (refused.code, refused.out) == (2, "")
        assert says in refused.err
    assert json.loads(run("audit", "list", "--json").out) == []


def test_a_fault_in_the_workspaces_packs_is_named_and_the_others_are_listed(
    change: Workspace, here: Workspace, run: Run
) -> None:
    """With its line, on stderr; `checklist check` names it too."""
    path = Path(here.places.checklists / "packs.toml")
    path.write_text(path.read_text().replace("when", "wen"), encoding="utf-8")
    listed = run("pack", "list")
    assert listed.code == 1
    assert "packs.toml:14: change.checklists[3].wen: is not a key of the format" in listed.err
    assert "core" in listed.out
    assert "packs.toml:14" in run("checklist", "check", str(path.parent)).out
