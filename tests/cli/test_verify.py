"""`verify`, `seal` and `doctor` as somebody types them at the end of a month."""

from __future__ import annotations

import json
import re
from pathlib import Path

from caseaudit.desk.workspace import Workspace
from cli.running import Run

SEAL = re.compile(r"caseaudit seal \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: 1 audit, (\d) revisions?, sha256 [0-9a-f]{64}")


def rewritten(workspace: Workspace, audit: str, number: int) -> Path:
    """Change a word of a revision."""
    path = workspace.register.history(audit).path(number)
    path.write_bytes(path.read_bytes().replace(b"North", b"South"))
    return path


def test_a_whole_workspace_is_one_line(here: Workspace, answered: str, run: Run) -> None:
    """And the exit code is 0."""
    assert run("verify") == (0, "1 audit, 4 revisions: all whole.\n", "")
    assert run("verify", answered).code == 0


def test_the_first_bad_revision_is_named_with_what_to_do(here: Workspace, answered: str, run: Run) -> None:
    """File, what, what to do, in one line; the exit code is 1; no word of the record."""
    path = rewritten(here, answered, 2)
    said = run("verify")
    assert said.code == 1
    assert said.lines == [
        f"{path}: was altered after revision 3 was saved on it. "
        "Keep a copy of the workspace as it is, and ask who changed it.",
        "1 audit, 4 revisions: 1 thing to look into.",
    ]


def test_the_same_as_json(here: Workspace, answered: str, run: Run) -> None:
    """For a scheduled job."""
    rewritten(here, answered, 2)
    told = json.loads(run("verify", "--json").out)
    assert (told["audits"], told["revisions"], told["whole"], told["seal"]) == (1, 4, False, None)
    (finding,) = told["found"]
    assert (finding["kind"], finding["audit"]) == ("history", answered)
    assert told["bytes"] > 1000


def test_a_month_with_a_seal(here: Workspace, answered: str, run: Run, tmp_path: Path) -> None:
    """Seal, go on working, verify with the line and with the file; then the end is cut off."""
    file = tmp_path / "seal-2026-11.txt"
    said = run("seal", "--output", str(file))
    line = said.out.strip()
    found = SEAL.fullmatch(line)
    assert found
    assert (said.code, said.err, found[1]) == (0, "", "4")
    assert file.read_text(encoding="utf-8").startswith(f"{line}\n{answered} 4 ")

    run("audit", "answer", answered, "HND-01", "outstanding", "--reason", "It was more.")
    for given in (line, str(file)):
        said = run("verify", "--seal", given)
        assert said.code == 0
        assert "holds; " in said.lines[-1]

    history = here.register.history(answered)
    for number in (4, 5):
        history.path(number).unlink()
    here.register.path(history.audit(3)).write_bytes(history.read(3))
    said = run("verify", "--seal", str(file))
    assert said.code == 1
    assert "was sealed with revision 4, and its history ends at revision 3" in said.lines[0]
    assert said.lines[-1].endswith("does not hold.")
    said = run("verify", "--seal", line)
    assert "1 revision of those sealed is gone" in said.lines[0]
    assert "The file that `caseaudit seal --output` wrote says which" in said.lines[0]


def test_a_seal_is_never_written_over(here: Workspace, answered: str, run: Run, tmp_path: Path) -> None:
    """Nor among the records; in the workspace it is written, and it is said that it proves little there."""
    file = tmp_path / "seal.txt"
    run("seal", "--output", str(file))
    said = run("seal", "--output", str(file))
    assert said.code == 2
    assert "exists already. Choose another name: seals are kept, each with its date." in said.err
    assert run("seal", "--output", str(here.places.audits / "seal.txt")).code == 2
    inside = run("seal", "--output", str(here.places.workspace / "seal.txt"))
    assert inside.code == 0
    assert "Keep a copy elsewhere." in inside.err


def test_what_is_no_seal_is_refused(here: Workspace, answered: str, run: Run) -> None:
    """A line that lost its end, a file that is not there, ids together with a seal."""
    line = run("seal").out.strip()
    for given in (line[:-8], "no such file.txt"):
        assert run("verify", "--seal", given).code == 2
    assert "Leave the ids out" in run("verify", answered, "--seal", line).err


def test_a_seal_of_something_broken_says_so(here: Workspace, answered: str, run: Run) -> None:
    """It is made, with what is wrong on stderr and the exit code 1."""
    rewritten(here, answered, 2)
    said = run("seal")
    assert said.code == 1
    assert SEAL.fullmatch(said.out.strip())
    assert "was altered after revision 3" in said.err


def test_an_empty_workspace(here: Workspace, run: Run) -> None:
    """There is nothing to seal, and nothing wrong."""
    assert run("verify") == (0, "0 audits, 0 revisions: all whole.\n", "")
    said = run("seal")
    assert said.code == 2
    assert "has no saved audit to seal" in said.err
    assert run("doctor").out == "Nothing found. 0 audits, 0 revisions looked at.\n"


# ── the doctor ───────────────────────────────────────────────────────────────


def test_the_doctor_explains_and_changes_nothing(here: Workspace, answered: str, run: Run) -> None:
    """Where, what, why, what to do, and the exact command that would mend it."""
    path = here.register.path(here.register.load(answered))
    path.unlink()
    said = run("doctor")
    assert said.code == 1
    assert " ".join(said.out.split()).startswith(
        f"history: {here.places.history / answered} Has no readable file, so no list and no summary has it. "
        "Why it matters: Lists and summaries read that file: the audit is safe, but it is missing from them. "
        f"What to do: Open it once, and it is written again: caseaudit audit show {answered}. "
        "Or: caseaudit doctor --fix --only history would, after asking, write it again from the history. "
        "1 finding; --fix can mend 1, after asking."
    )
    assert not path.exists()


def test_the_doctor_asks_for_each_mend(here: Workspace, answered: str, run: Run) -> None:
    """Whoever says no, or nothing, leaves it as it is."""
    path = here.register.path(here.register.load(answered))
    path.unlink()
    for typed in ("n\n", "", "perhaps\n"):
        said = run("doctor", "--fix", typed=typed)
        assert "The mend: write it again from the history.\n   Do it? y yes, n no:" in said.out
        assert "Left as it is." in said.out
        assert (said.code, path.exists()) == (1, False)
    said = run("doctor", "--fix", typed="y\n")
    assert "Done: wrote revision 4 to" in said.out
    assert said.lines[-1].startswith("1 finding, 1 mended, 0 left.")
    assert (said.code, path.exists()) == (0, True)


def test_the_doctor_mends_without_asking_where_that_is_said(here: Workspace, answered: str, run: Run) -> None:
    """As JSON too, for a scheduled job; JSON alone cannot ask."""
    path = here.register.path(here.register.load(answered))
    path.chmod(0o644)
    assert run("doctor", "--yes").code == run("doctor", "--json", "--fix").code == 2
    told = json.loads(run("doctor", "--json").out)
    (finding,) = told["found"]
    assert (finding["check"], finding["would"], finding["done"]) == (
        "permissions",
        "close them to everybody but you",
        None,
    )
    said = run("doctor", "--json", "--fix", "--yes", "--only", "permissions")
    assert said.code == 0
    assert json.loads(said.out)["found"][0]["done"] == "closed 1 file or folder to others"
    assert path.stat().st_mode & 0o077 == 0


def test_an_unknown_check_is_answered_with_the_nearest(here: Workspace, run: Run) -> None:
    """As everywhere."""
    said = run("doctor", "--only", "copy")
    assert said.code == 2
    assert 'Probably "copies" is meant' in said.err
