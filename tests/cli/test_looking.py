"""Looking at what is there: list, show, history, summary, where."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from caseaudit.cli.columns import aligned, cells
from caseaudit.desk.workspace import Workspace
from cli.running import NEW, Run


def test_the_newest_come_first_and_the_rest_are_counted(here: Workspace, run: Run) -> None:
    """A list stops at its limit and says on stderr how many more there are."""
    ids = [run(*NEW, "--date", f"2026-11-{day:02}").out.strip() for day in (1, 2, 3)]
    listed = run("audit", "list", "--limit", "2")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.lines] == ["ID", ids[2], ids[1]]
    assert listed.err == "1 more; --all lists them.\n"
    assert [line["id"] for line in json.loads(run("audit", "list", "--json").out)] == ids[::-1]


def test_filters_narrow_a_list(here: Workspace, run: Run) -> None:
    """By field, by state, by day, by words; each alone, and together."""
    north = run(*NEW, "--date", "2026-10-01").out.strip()
    south = run(*NEW[:-4], "--team", "South", "--worker", "V. Visitor", "--date", "2026-11-01").out.strip()

    def listed(*filters: str) -> list[str]:
        return [line["id"] for line in json.loads(run("audit", "list", "--json", *filters).out)]

    assert listed("--team", "South") == listed("--since", "2026-10-15") == listed("--text", "visitor") == [south]
    assert listed("--until", "2026-10-15") == listed("--worker", "W. Worker") == [north]
    assert listed("--sort", "team") == [north, south]
    assert listed("--state", "signed-off") == listed("--team", "South", "--until", "2026-10-15") == []


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_listed(audit: str, here: Workspace, run: Run) -> None:
    """One line on stderr, exit code 1, and the data all the same; in the summary too."""
    (here.places.audits / "2026-11" / "20261101-broken.json").write_bytes(b'{"format": 1,')
    record = next(here.places.audits.glob(f"*/{audit}.json"))
    (record.with_name(f"{audit} (conflicted copy).json")).write_bytes(record.read_bytes())
    listed = run("audit", "list")
    assert listed.code == 1
    assert audit in listed.out
    unreadable, copy = listed.err.splitlines()
    assert "20261101-broken.json: ends in the middle" in unreadable
    assert f"is a copy of the audit {audit} and is not counted" in copy
    summary = run("summary", "--json")
    assert summary.code == 1
    assert "20261101-broken.json" in json.loads(summary.out)["unreadable"][0]
    assert "Not counted: 1 unreadable, 1 copies." in run("summary").err


def test_show_for_people(answered: str, run: Run) -> None:
    """Header, answers with grade word and reason, judgement explained, signature."""
    run("audit", "sign-off", answered)
    shown = run("audit", "show", answered).lines
    assert shown[0] == f"{answered}: Handover between workers 1.0"
    assert "Case: EB-1042" in shown
    assert "Child's view: not recorded" in shown
    place = shown.index("  HND-01: Good")
    assert shown[place + 1].strip().startswith("Did the new worker meet")
    assert shown[place + 2] == "    Reason: Seen on file."
    assert "Cases in court: left out, as not ticked: the case is in court" in shown
    assert "Judgement: Good" in shown
    assert shown[-1].startswith("Signed off by A. Auditor, 20")


def test_show_says_when_it_is_no_longer_what_was_signed(answered: str, here: Workspace, run: Run) -> None:
    """A hand that edits a signed record is seen."""
    run("audit", "sign-off", answered)
    record = next(here.places.audits.glob(f"*/{answered}.json"))
    record.write_bytes(record.read_bytes().replace(b"Seen on file.", b"Not seen."))
    assert run("audit", "show", answered).lines[-1].startswith("Changed since it was signed off")


def test_show_as_json_and_as_toml_say_the_same(answered: str, run: Run) -> None:
    """Both are the complete record."""
    as_json = json.loads(run("audit", "show", answered, "--json").out)
    as_toml = tomllib.loads(run("audit", "show", answered, "--toml").out)
    assert as_json["id"] == answered
    assert {key: value for key, value in as_toml.items() if key != "actions"} == as_json


def test_history_tells_who_changed_what(answered: str, run: Run) -> None:
    """Every save has its line; as JSON the changes are a list."""
    run("audit", "sign-off", answered, "--by", "K. Lee")
    table = run("audit", "history", answered)
    assert table.code == 0
    assert table.lines[1].split()[0] == "1"
    assert "begun" in table.lines[1]
    past = json.loads(run("audit", "history", answered, "--json").out)
    assert [save["number"] for save in past] == [1, 2, 3, 4, 5]
    assert past[1]["changed"] == ["HND-01"]
    assert (past[4]["by"], past[4]["why"]) == ("K. Lee", "signed off")


def test_history_says_that_a_save_was_altered(answered: str, here: Workspace, run: Run) -> None:
    """The table is printed all the same; the break is named on stderr and the exit code is 1."""
    saves = sorted((here.places.history / answered).glob("*.json"))
    saves[1].chmod(0o600)
    saves[1].write_bytes(saves[1].read_bytes().replace(b"Seen on file.", b"Never seen."))
    told = run("audit", "history", answered)
    assert told.code == 1
    assert len(told.lines) == 5
    assert "was altered after revision 3 was saved on it" in told.err


def test_where_and_init(tmp_path: Path, run: Run) -> None:
    """`init` prints the folder that it made; `where` says where everything in it is."""
    made = run("init", str(tmp_path / "north"), "--name", "North", "--record-format", "toml")
    assert (made.code, made.lines) == (0, [str(tmp_path / "north")])
    found = json.loads(run("where", "--workspace", made.lines[0], "--json").out)
    assert found["audits"] == str(tmp_path / "north" / "audits")
    assert found["auditor"] == "A. Auditor"
    assert "is a workspace already" in run("init", made.lines[0]).err
    assert str(tmp_path / "north" / "audits") in run("where", "--workspace", made.lines[0]).out


@pytest.mark.parametrize(
    ("text", "width"), [("North", 5), ("é", 1), ("e\u0301", 1), ("中文", 4), ("ﾃ", 1), ("👍", 2), ("", 0)]
)
def test_columns_count_the_cells_of_a_terminal(text: str, width: int) -> None:
    """A wide letter takes two cells, an accent on a letter takes none."""
    assert cells(text) == width


def test_columns_line_up_under_wide_letters() -> None:
    """The second column begins in the same cell in every row; a cell with nothing in it is a dash."""
    assert list(aligned(("A", "B"), [("中", "x"), ("a\tb", "")])) == ["A    B", "中   x", "a b  -"]
