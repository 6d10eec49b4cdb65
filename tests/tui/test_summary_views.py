"""The four views of the summary: what they say, and where each line leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import safety
from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.widgets.grid import CellGrid
from caseaudit.tui.widgets.lines import LineList
from caseaudit.tui.widgets.trend_chart import TrendChart
from conftest import HEADER
from tui.person import Person, drawn, somebody

Sign = Callable[..., Audit]
SIZES = [(60, 20), (80, 24), (120, 40)]
VIEWS = ("Overview", "Criteria", "Heat map", "Trend")


def _section(person: Person, name: str) -> list[str]:
    """The lines of one section of the overview."""
    lines = person.lines()
    start = next(n for n, line in enumerate(lines) if line.strip().startswith(name))
    rest = [n for n, line in enumerate(lines) if n > start and line[1:13].strip()]
    return lines[start : min(rest, default=len(lines))]


async def _goes_to(person: Person, words: str) -> None:
    """Put the cursor of the list on the first line with these words."""
    place = next(n for n, line in enumerate(person.lines()) if words in line)
    await person.press("home", *["down"] * place)


# ── the overview ─────────────────────────────────────────────────────────────


async def test_v_turns_the_views_and_says_where_one_is(workspace: Workspace, sign: Sign) -> None:
    """Overview, Criteria, Heat map, Trend and round again; V goes the other way."""
    sign("North", "good")
    async with somebody(workspace) as person:
        await person.press("2")
        for name in (*VIEWS, "Overview"):
            assert person.screen.at == name  # type: ignore[attr-defined]
            assert all(view in person.reads("#views") for view in VIEWS)
            await person.press("v")
        await person.press("V")
        assert person.screen.at == "Overview"  # type: ignore[attr-defined]


async def test_the_overview_says_what_stands_out(workspace: Workspace, sign: Sign) -> None:
    """Five of five below good is weak; what is always good is strong; nothing is left unsaid."""
    for day in range(1, 6):
        sign("North", "inadequate", case=f"EB-{day}")
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2")
        assert "5 signed off, 2026-11-20 to 2026-11-20" in _section(person, "Audits")[0]
        assert "50 % of answers good or better: 5 of 10 (24–76 %)" in _section(person, "Audits")[1]
        assert "Handover between workers" in _section(person, "Judgements")[0]
        (judged,) = (entry for entry in person.screen.query_one("#rows").source.entries if entry.judged)  # type: ignore[attr-defined]
        assert judged.detail.startswith("Handover between workers · 5 audits, 0 of 5 (0–43 %) judged good or better: ")
        assert "▼ HND-01" in _section(person, "Weakest")[0]
        assert "0 of 5 (0–43 %)" in _section(person, "Weakest")[0]
        assert "▲ HND-02" in _section(person, "Strongest")[0]
        for section in ("Most changed", "Capped by", "Focus", "Repeats", "Actions"):
            assert _section(person, section)


async def test_one_audit_makes_nothing_weak_or_strong(workspace: Workspace, sign: Sign) -> None:
    """With one answer each, the overview says that none stands out."""
    sign("North", "inadequate")
    async with somebody(workspace) as person:
        await person.press("2")
        assert "none: no criterion with 5 graded answers" in _section(person, "Weakest")[0]
        assert "none: no criterion with 5 graded answers" in _section(person, "Strongest")[0]


async def test_a_repeat_finding_stands_on_the_overview(workspace: Workspace, sign: Sign) -> None:
    """The same case below good twice running; the case is not named."""
    for day in ("2026-11-18", "2026-11-19"):
        sign("North", "inadequate", case="EB-77", date=day)
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2")
        assert "HND-01     1 of 1 case " in _section(person, "Repeats")[0]
        assert "EB-77" not in person.page


async def test_an_overdue_action_leads_to_its_audit(workspace: Workspace, sign: Sign, filled: Audit) -> None:
    """Two audits, one with an action that waits: enter shows that one."""
    sign("North", "good", case="EB-1")
    auditing.add_action(workspace, filled.id, "Write the summary", "W. Worker", "2026-11-01")
    safety.sign_off(workspace, filled.id)
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2")
        assert "1 open, 1 of them overdue, the oldest due 2026-11-01" in _section(person, "Actions")[0]
        await _goes_to(person, "1 open")
        await person.press("enter")
        assert person.place == "BehindScreen"
        (line,) = person.lines()
        assert "EB-1042" in line


async def test_a_weak_criterion_leads_to_the_audits_that_are_below_good(workspace: Workspace, sign: Sign) -> None:
    """From the figure to the audit, at the criterion, and back by escape to the line one left."""
    for number, grade in enumerate(("inadequate", "good", "requires-improvement", "inadequate", "inadequate"), 1):
        sign("North", grade, case=f"EB-{number}")
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2")
        await _goes_to(person, "▼ HND-01")
        before = person.finds("#rows", LineList).cursor
        await person.press("enter")
        assert "4 audits · below good" in person.reads("#heading")
        assert not any("EB-2 " in line for line in person.lines())
        await person.press("enter")
        assert person.place == "AuditScreen"
        assert "HND-01" in person.page
        await person.press("escape")
        assert person.place == "BehindScreen"
        await person.press("escape")
        assert person.place == "SummaryScreen"
        assert person.finds("#rows", LineList).cursor == before


async def test_b_shows_the_other_audits_behind_a_figure(workspace: Workspace, sign: Sign) -> None:
    """Below good, capped, not enough on file, all of them, and round again."""
    sign("North", "inadequate")
    sign("North", "good")
    async with somebody(workspace) as person:
        await person.press("2", "v", "enter")
        seen = []
        for _ in range(5):
            seen.append(person.reads("#heading").splitlines()[1])
            await person.press("b")
        assert seen[0] == seen[4] == "1 audit · below good"
        assert seen[1:4] == ["1 audit · capped", "0 audits · not enough on file", "2 audits · all"]


async def test_where_nothing_is_below_good_all_the_audits_are_shown(workspace: Workspace, sign: Sign) -> None:
    """An empty list would answer nothing."""
    sign("North", "good")
    async with somebody(workspace) as person:
        await person.press("2", "v", "enter")
        assert "1 audit · all" in person.reads("#heading")
        assert "Good" in person.lines()[0]


async def test_training_stands_behind_no_figure(workspace: Workspace, sign: Sign) -> None:
    """What does not count is not listed either."""
    sign("North", "inadequate")
    sign("North", "inadequate", role="training")
    async with somebody(workspace) as person:
        await person.press("2", "v", "enter")
        assert len(person.lines()) == 1


async def test_a_figure_of_everything_leads_on_to_the_criteria(workspace: Workspace, sign: Sign) -> None:
    """Good or better of all answers is not about one audit: enter turns to the criteria."""
    sign("North", "good")
    async with somebody(workspace) as person:
        await person.press("2")
        await _goes_to(person, "good or better")
        await person.press("enter")
        assert person.screen.at == "Criteria"  # type: ignore[attr-defined]


# ── what is not as it should be ──────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES)
async def test_every_view_of_nothing_says_what_would_count(workspace: Workspace, size: tuple[int, int]) -> None:
    """An empty workspace: no figure, a sentence, and no key that fails."""
    async with somebody(workspace, size=size) as person:
        await person.press("2")
        for _ in VIEWS:
            await person.press("enter", "down", "right", "t", "c", "g", "s", "r")
            assert "Nothing is signed off yet" in person.page
            assert person.place == "SummaryScreen"
            await person.press("v")


@pytest.mark.parametrize("size", SIZES)
async def test_every_view_of_one_audit(workspace: Workspace, sign: Sign, size: tuple[int, int]) -> None:
    """One audit is enough to draw, and enter finds it from everywhere."""
    sign("North", "inadequate", case="EB-5")
    async with somebody(workspace, size=size) as person:
        await person.press("2")
        for _ in VIEWS:
            assert "1 signed off, 0 in progress · all teams" in person.page
            await person.press("enter")
            assert person.place == "BehindScreen"
            assert "EB-5" in person.page
            await person.press("escape", "v")


async def test_a_checklist_that_is_gone_is_called_as_its_audits_call_it(workspace: Workspace, sign: Sign) -> None:
    """Figures, questions and audits stay; only the page of the criterion is no longer there, which is said."""
    sign("North", "inadequate")
    (workspace.places.checklists / "handover.toml").unlink()
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2", "v")
        assert "Handover between workers" in person.reads("#heading")
        assert "meet the child together" in person.lines()[0]
        await person.press("r")
        assert "no longer in the library" in person.told
        await person.press("enter")
        assert len(person.lines()) == 1


async def test_a_file_that_could_not_be_read_is_said_in_every_view(workspace: Workspace, sign: Sign) -> None:
    """And the overview names it in a line of its own."""
    path = workspace.register.path(sign("North", "good"))
    (path.parent / "20261109-zzzzzz.json").write_bytes(b"{")
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2")
        assert "20261109-zzzzzz.json" in _section(person, "Not counted")[0]
        for _ in VIEWS:
            assert "1 file not counted" in person.reads("#note")
            await person.press("v")


# ── the heat map ─────────────────────────────────────────────────────────────


async def test_the_heat_map_has_share_and_number_in_every_cell(workspace: Workspace, sign: Sign) -> None:
    """Five in North with none good, one in South: a texture for the first, none for too few."""
    for number in range(5):
        sign("North", "inadequate", case=f"EB-{number}")
    sign("South", "good")
    async with somebody(workspace) as person:
        await person.press("2", "v", "v")
        head, row = _heat(person, "All"), _heat(person, "HND-01")
        assert head.split() == ["All", "North", "South"]
        assert row.split() == ["HND-01", "░", "17", "%", "6", "░", "0", "%", "5", "100", "%", "1"]


def _heat(person: Person, start: str) -> str:
    """The row of the heat map that begins with some words."""
    return next(row for row in drawn(person.finds(CellGrid)).splitlines() if row.strip().startswith(start))


async def test_a_cell_leads_to_the_audits_of_its_team(workspace: Workspace, sign: Sign) -> None:
    """Arrows go over the cells, what is under the cursor is said in words, enter shows its audits."""
    sign("North", "inadequate", case="EB-1")
    sign("South", "inadequate", case="EB-2")
    sign("", "inadequate", case="EB-3")
    async with somebody(workspace) as person:
        await person.press("2", "v", "v", "right", "right")
        assert "HND-01 · South: 0 of 1" in person.reads("#detail")
        await person.press("enter")
        assert "team South" in person.reads("#heading")
        assert ["EB-2" in line for line in person.lines()] == [True]
        await person.press("escape", "right")
        assert "HND-01 · not recorded: 0 of 1" in person.reads("#detail")
        await person.press("enter")
        assert ["EB-3" in line for line in person.lines()] == [True]


async def test_one_team_alone_is_not_called_all_teams(workspace: Workspace, sign: Sign) -> None:
    """Filtered to one team there is one column, with its name, and nothing to the left or the right of it."""
    sign("North", "inadequate", case="EB-1")
    sign("South", "good", case="EB-2")
    async with somebody(workspace, size=(60, 20)) as person:
        await person.press("2", "v", "v", "t")
        assert "team North" in person.reads("#heading")
        assert _heat(person, "North").split() == ["North"]
        for key in ("left", "right", "end", "home"):
            await person.press(key)
            assert "HND-0" in person.reads("#detail")
            assert "all teams" not in person.reads("#detail")
        assert "HND-01 · North: 0 of 1" in person.reads("#detail")
        await person.press("enter")
        assert ["EB-1" in line for line in person.lines()] == [True]


async def test_teams_that_there_is_no_room_for_are_reached_sideways(workspace: Workspace, sign: Sign) -> None:
    """At 60 columns three teams stand beside all of them; marks say that there are more."""
    for number in range(7):
        sign(f"Team {number}", "good")
    async with somebody(workspace, size=(60, 20)) as person:
        await person.press("2", "v", "v")
        assert "►" in drawn(person.finds(CellGrid))
        assert "Team 6" not in person.page
        await person.press(*["right"] * 7)
        assert "Team 6" in person.page
        assert "◄" in drawn(person.finds(CellGrid))
        assert "All" in _heat(person, "◄")


async def test_a_click_on_a_cell_moves_there_and_a_second_one_opens_it(workspace: Workspace, sign: Sign) -> None:
    """The heat map is for the mouse too."""
    sign("North", "good")
    sign("South", "good", case="EB-2")
    async with somebody(workspace) as person:
        await person.press("2", "v", "v")
        for _ in range(2):
            await person.pilot.click(CellGrid, offset=(25, 3))
            await person.quiet()
        assert person.place == "BehindScreen"
        assert "HND-02 · team North" in person.reads("#heading")


async def test_s_sorts_the_heat_map_too(workspace: Workspace, sign: Sign) -> None:
    """What is surely weak comes to the top."""
    for _ in range(2):
        sign("North", "good")
    safety.sign_off(workspace, _below_good_on_the_second(workspace))
    async with somebody(workspace) as person:
        await person.press("2", "v", "v")
        assert "HND-01" in person.reads("#detail")
        await person.press("s")
        assert "HND-02" in person.reads("#detail")


def _below_good_on_the_second(workspace: Workspace) -> str:
    begun = auditing.begin(workspace, "handover", HEADER)
    for criterion, verdict in (("HND-01", "good"), ("HND-02", "no"), ("HND-03", "2")):
        auditing.answer(workspace, begun.id, criterion, verdict, reason="Seen on file.")
    return begun.id


# ── the trend ────────────────────────────────────────────────────────────────


def _months(sign: Sign, number: int, *below: int) -> None:
    """Sign an audit in each of some months from January 2025; those of some places are below good."""
    for place in range(number):
        month = f"{2025 + place // 12}-{place % 12 + 1:02}"
        sign("North", "inadequate" if place in below else "good", date=f"{month}-10", case=f"EB-{place}")


async def test_below_twelve_months_the_trend_has_no_limits_and_no_signal(workspace: Workspace, sign: Sign) -> None:
    """Eleven months: open marks, the mean, and the sentence that twelve are needed."""
    _months(sign, 11, 10)
    async with somebody(workspace) as person:
        await person.press("2", "v", "v", "v")
        chart = drawn(person.finds(TrendChart))
        assert chart.count("○") == 11
        assert "mean" in chart
        assert "upper" not in chart
        assert "12 are needed" in person.reads("#detail")


async def test_a_month_outside_the_limits_is_a_concern(workspace: Workspace, sign: Sign) -> None:
    """Thirteen months alike and one far below: a mark of its own, and the sentence of a board."""
    _months(sign, 14, 13)
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press("2", "v", "v", "v")
        chart = drawn(person.finds(TrendChart))
        assert chart.count("▼") == 1
        assert all(word in chart for word in ("upper", "mean", "lower", "2025", "2026", "Feb"))
        assert "February 2026" in person.reads("#detail")
        assert "concern" in person.reads("#detail")


async def test_a_target_is_a_line_and_is_held_against_chance(workspace: Workspace, sign: Sign) -> None:
    """What `caseaudit.toml` says is drawn, also where no month comes near it, and the sentence says if it is met."""
    settings = workspace.places.settings
    settings.write_text(f"{settings.read_text(encoding='utf-8')}target = 40\n", encoding="utf-8")
    _months(sign, 12)
    async with somebody(workspace, size=(80, 24)) as person:
        await person.press("2", "v", "v", "v")
        (line,) = [line for line in drawn(person.finds(TrendChart)).split("\n") if line.rstrip().endswith("= target")]
        assert "40 % ====" in line
        assert "every month within the limits meets the target of 40 %" in " ".join(person.reads("#detail").split())


async def test_a_month_leads_to_its_audits(workspace: Workspace, sign: Sign) -> None:
    """The arrows go over the months; enter shows who was audited then."""
    _months(sign, 3)
    async with somebody(workspace) as person:
        await person.press("2", "v", "v", "v")
        assert "March 2025: 2 of 2 answers" in person.reads("#detail")
        await person.press("left")
        assert "February 2025" in person.reads("#detail")
        await person.press("enter")
        assert ["2025-02-10" in line for line in person.lines()] == [True]


async def test_a_month_without_an_audit_is_a_gap(workspace: Workspace, sign: Sign) -> None:
    """Not a zero: no mark, and it is said."""
    sign("North", "good", date="2026-01-10")
    sign("North", "good", date="2026-03-10")
    async with somebody(workspace) as person:
        await person.press("2", "v", "v", "v", "left")
        assert drawn(person.finds(TrendChart)).count("○") == 2
        assert "February 2026: no audit" in person.reads("#detail")
