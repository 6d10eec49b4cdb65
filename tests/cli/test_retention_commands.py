"""What retention says on the command line, and what a re-audit says of the audit that was removed."""

from __future__ import annotations

import json
from pathlib import Path

from caseaudit.desk.workspace import Workspace
from caseaudit.store import retention as kept
from cli.running import Run
from conftest import NOON
from trust.kept_audits import marked, saved
from trust.test_retention import OLD, YOUNG, applied, mentions, ruled


def test_the_conversation(here: Workspace, run: Run) -> None:
    """The list says what is due and by which line; the removal shows it again and asks for a word."""
    old = saved(here, marked("OLD", OLD))
    nothing = run("retention", "list")
    assert (nothing.code, nothing.err.count("\n")) == (1, 1)
    ruled(here)
    listed = run("retention", "list", "--on", "2026-11-20")
    assert listed.code == 1
    assert listed.lines[1].split() == [
        "2026-11-19", "audit", old.id, "handover", OLD, "audits_months", "=", "24", "-"
    ]  # fmt: skip
    assert "No `samples_months` is set, so samples are kept for good." in listed.err
    refused = run("retention", "apply", typed="yes\n")
    assert (refused.code, refused.err.splitlines()[-1]) == (1, "Nothing was removed.")
    assert here.register.load(old.id) == old
    done = run("retention", "apply", typed="remove\n")
    assert done.code == 0
    assert Path(done.lines[-1]).parent == here.places.workspace / kept.CERTIFICATES
    assert "Removed for good: 1 audit." in done.err
    assert run("retention", "apply", "--yes").err == "Nothing to remove.\n"
    assert run("retention", "list").code == 0


def test_holds_on_the_command_line(here: Workspace, run: Run) -> None:
    """Each with its reason, until it is released."""
    old = saved(here, marked("OLD", OLD))
    ruled(here)
    assert run("retention", "hold", old.id, "--reason", "Complaint, stage 2").out == f"{old.id}\n"
    assert run("retention", "hold", old.id, "--reason", "again").out == ""
    assert run("retention", "list").lines[-1].endswith("Complaint, stage 2")
    document = json.loads(run("retention", "list", "--json").out)
    assert [(one["id"], one["stays"]) for one in document["due"]] == [(old.id, "held")]
    assert document["holds"][0]["reason"] == "Complaint, stage 2"
    assert "1 more is due and stays for now" in run("retention", "apply", "--yes").err
    assert run("retention", "release", "--case", old.case).out == f"{old.id}\n"


def test_a_re_audit_says_that_what_it_follows_was_removed(here: Workspace, run: Run) -> None:
    """It names the audit before, so it says what became of it; the words it repeats of last time are its own."""
    old = saved(here, marked("OLD", OLD))
    young = saved(here, marked("YOUNG", YOUNG, role="re-audit", follows=old.id, case=old.case))
    applied(ruled(here))
    assert f"Follows: {old.id} (removed by retention on 2026-11-20)" in run("audit", "show", young.id).lines
    assert "was removed by retention on 2026-11-20. Nothing of it is left here." in run("audit", "show", old.id).err
    later = Workspace(here.places, "Q. Lead", clock=lambda: NOON.replace(year=2028))
    applied(later)
    assert mentions(old.id, here.places.workspace) == []
