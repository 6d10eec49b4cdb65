"""A filter that no audit fits is told, wherever audits are chosen: an empty answer is never taken for good news."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseaudit.desk import choosing
from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.problems import closest, nearest
from cli.running import NEW, Run

REPORTS = ("docx", "xlsx", "html", "markdown", "csv", "json", "facts", "counts", "actions", "calendar")
PRINTED = (("summary",), ("audit", "list"), ("action", "list"), ("agreement",), ("themes",))
NORTH = 'caseaudit: team "norht": no {kind} has it. Probably "North" is meant; use one of: North, South.\n'


@pytest.fixture
def two(here: Workspace, run: Run) -> Workspace:
    """A workspace with a signed-off audit of the team North, of October, and one of the team South, of November."""
    for team, day in (("North", "2026-10-05"), ("South", "2026-11-05")):
        audit = run(*NEW, "--team", team, "--auditor", "A. Auditor", "--date", day).out.strip()
        for criterion, verdict in (("HND-01", "good"), ("HND-02", "yes"), ("HND-03", "2")):
            run("audit", "answer", audit, criterion, verdict, "--reason", "Seen on file.")
        assert run("audit", "sign-off", audit).code == 0
    return here


@pytest.mark.parametrize("command", PRINTED, ids=" ".join)
def test_a_mistyped_value_is_named_with_the_nearest(command: tuple[str, ...], two: Workspace, run: Run) -> None:
    """One line on stderr, exit code 1, and nothing that looks like a result."""
    said = run(*command, "--team", "norht")
    assert (said.code, said.out, said.err) == (1, "", NORTH.format(kind="audit"))


@pytest.mark.parametrize("command", PRINTED, ids=" ".join)
def test_as_json_it_is_told_beside_the_document(command: tuple[str, ...], two: Workspace, run: Run) -> None:
    """What reads stdout still finds JSON there."""
    said = run(*command, "--team", "norht", "--json")
    assert (said.code, said.err) == (1, NORTH.format(kind="audit"))
    json.loads(said.out)


@pytest.mark.parametrize("form", REPORTS)
def test_no_export_is_made_of_nothing(form: str, two: Workspace, run: Run, tmp_path: Path) -> None:
    """No file, neither a new one nor in place of another; and nothing on stdout."""
    new, old = tmp_path / "new", tmp_path / "old"
    old.write_bytes(b"as it was")
    kind = "audit" if form in ("actions", "calendar") else "signed-off audit"
    for path in (new, old):
        said = run("export", form, "--team", "norht", "--force", "--output", str(path))
        assert (said.code, said.out, said.err) == (1, "", NORTH.format(kind=kind))
    assert not new.exists()
    assert old.read_bytes() == b"as it was"


@pytest.mark.parametrize("command", [*PRINTED, *(("export", form, "--output", "made") for form in REPORTS)])
def test_a_swapped_period_is_bad_usage(command: tuple[str, ...], two: Workspace, run: Run) -> None:
    """It is told before anything is looked for, and how to mend it."""
    said = run(*command, "--since", "2026-11-01", "--until", "2026-10-31")
    told = "caseaudit: --since: is a later day than --until. Swap the two dates.\n"
    assert (said.code, said.out, said.err) == (2, "", told)


def test_one_day_is_a_period(two: Workspace, run: Run) -> None:
    """From a day to the same day."""
    said = run("audit", "list", "--since", "2026-10-05", "--until", "2026-10-05", "--json")
    assert (said.code, [line["team"] for line in json.loads(said.out)]) == (0, ["North"])


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (
            ("--team", "North", "--since", "2026-11-01"),
            "filters: there is no audit with all of this together: team North, dated 2026-11-01 or after. "
            "Leave one of them out.",
        ),
        (
            ("--since", "2026-12-01"),
            "filters: there is no audit dated 2026-12-01 or after. Choose another, or leave it out.",
        ),
        (
            ("--text", "lighthouse"),
            "filters: there is no audit with the words “lighthouse”. Choose another, or leave it out.",
        ),
        (("--team", ""), 'team "": no audit is without one. Use one of: North, South.'),
        (("--purpose", "thematic"), 'purpose "thematic": no audit has it. Use one of: routine.'),
        (("--cohort", "referral"), 'cohort "referral": no audit has it. None has any; leave it out.'),
        (
            ("--role", "training"),
            'role "training": is not counted here. `caseaudit audit list --role training` lists such audits.',
        ),
        (
            ("--case", "eb-1042"),
            'case "eb-1042": no audit has it. Probably "EB-1042" is meant; `caseaudit audit list --all` shows those '
            "there are.",
        ),
        (
            ("--case", "EB-1043"),
            'case "EB-1043": no audit has it. `caseaudit audit list --all` shows those there are.',
        ),
        (("--team", "[Child A]"), 'team "[Child A]": no audit has it. Use one of: North, South.'),
    ],
)
def test_why_nothing_fits(two: Workspace, run: Run, filters: tuple[str, ...], says: str) -> None:
    """The one value that is wrong, or that all are right and no audit has them together; never a near case."""
    said = run("summary", *filters)
    assert (said.code, said.out, said.err) == (1, "", f"caseaudit: {says}\n")


def test_every_mistyped_value_is_told_at_once(two: Workspace, run: Run) -> None:
    """Each on its line; a filter that is right is not named."""
    said = run("summary", "--team", "Noth", "--checklist", "handovr", "--auditor", "A. Auditor")
    assert said.err == (
        'caseaudit: team "Noth": no audit has it. Probably "North" is meant; use one of: North, South.\n'
        'caseaudit: checklist "handovr": no audit has it. Probably "handover" is meant; use one of: handover.\n'
    )


def test_long_lists_are_looked_up(two: Workspace, run: Run) -> None:
    """Where there are more values than a line holds, only the nearest is named."""
    for number in range(11):
        run(*NEW, "--team", f"Team {number:02}")
    said = run("summary", "--team", "Northe")
    assert 'Probably "North" is meant; `caseaudit audit list --all` shows those there are.' in said.err
    assert "Team 01" not in said.err


def test_what_is_in_progress_fits_a_summary_and_no_report(here: Workspace, run: Run) -> None:
    """The summary says how many there are; a report of none is not made, and neither is one of an empty workspace."""
    none = run("export", "csv", "--team", "North")
    assert (none.code, none.out) == (1, "")
    assert "filters: there is no signed-off audit yet that could fit." in none.err
    run(*NEW)
    said = run("summary", "--team", "North")
    assert (said.code, said.lines[0]) == (0, "0 signed off; 1 in progress and not counted.")
    assert run("export", "csv", "--team", "North").code == 1
    assert run("export", "csv", "--team", "North", "--all-states").code == 0
    assert run("agreement", "--team", "North").code == 0


def test_an_empty_answer_can_be_good_news(two: Workspace, run: Run) -> None:
    """No child who may not be safe, no action to chase: as before, where there are audits that fit."""
    assert run("audit", "list", "--urgent", "--team", "North")[::2] == (0, "No audits.\n")
    assert run("action", "list", "--team", "North")[::2] == (0, "No actions of that kind.\n")
    assert run("export", "actions", "--team", "North").code == 0


def test_without_a_filter_an_empty_workspace_is_no_mistake(here: Workspace, run: Run) -> None:
    """There is nothing yet, and nobody asked for anything in particular."""
    assert run("audit", "list")[::2] == (0, "No audits.\n")
    assert run("summary").code == run("export", "html").code == run("export", "csv").code == 0


def test_what_could_not_be_read_is_told_too(two: Workspace, run: Run) -> None:
    """It may hold what was looked for."""
    (two.places.audits / "2026-11" / "20261101-broken.json").write_bytes(b'{"format": 1,')
    for command in (("summary",), ("audit", "list"), ("export", "csv"), ("export", "html"), ("export", "counts")):
        said = run(*command, "--team", "norht")
        assert (said.code, said.err.count("\n")) == (1, 2)
        assert "20261101-broken.json: ends in the middle" in said.err


def test_an_export_that_was_made_before_is_asked_too(two: Workspace, run: Run, tmp_path: Path) -> None:
    """DuckDB over a folder says the same as the workspace."""
    lake = str(tmp_path / "lake")
    run("export", "parquet", lake)
    counted = ("summary", "--engine", "duckdb", "--from", lake)
    said = run(*counted, "--team", "norht")
    assert (said.code, said.out, said.err) == (1, "", NORTH.format(kind="signed-off audit"))
    assert "all of this together: team North, dated" in run(*counted, "--team", "North", "--since", "2026-11-01").err
    assert run(*counted, "--team", "North").code == 0


def test_a_case_in_no_list_is_never_guessed(two: Workspace) -> None:
    """The nearest number is another child: only the same letters in other capitals are offered."""
    (problem,) = choosing.unmatched(two.index, Wanted(equal=(("case", "EB-1041"),)), choosing.PRACTICE)
    assert "EB-1042" not in str(problem)


@pytest.mark.parametrize(("word", "meant"), [("HARBOUR", "Harbour"), ("harbor", "Harbour"), ("x", "")])
def test_capitals_do_not_hide_the_nearest_word(word: str, meant: str) -> None:
    """It comes back as it is spelt."""
    assert closest(word, ["Harbour", "Hillside"]) == meant
    assert nearest(word, ["Harbour", "Hillside"]).startswith(f'Probably "{meant}"' if meant else "Use one of: Harbour")
