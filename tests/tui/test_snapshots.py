"""How the screens look, at three sizes and in three themes: pictures that a change has to be held against.

Clock, names, folder and content stand still; the cursor does not blink. Pictures are compared with one version
of Textual only, because another one draws other details.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import __version__ as textual
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

import moderated
from caseaudit.desk import auditing
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.listing import Wanted, listing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.tui.app import CaseauditApp
from conftest import HEADER, NOON
from made_up_session import with_exemplars
from tui import calibrating
from tui.person import Person

BASELINE = "8.2.8"
SMALL, USUAL, LARGE = (60, 20), (80, 24), (120, 40)
DARK, LIGHT, CONTRAST = "caseaudit-dark", "caseaudit-light", "caseaudit-contrast"

pytestmark = pytest.mark.skipif(textual != BASELINE, reason=f"pictures are of Textual {BASELINE}, this is {textual}")


@pytest.fixture(autouse=True)
def nothing_blinks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A blinking cursor, or a draft kept meanwhile, would be in one picture and not in the next."""
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr("caseaudit.tui.screens.page.KEPT_AFTER", 3600)


@pytest.fixture(scope="module")
def eastborough(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small demonstration workspace, always the same, always at noon."""
    places = make_demonstration(tmp_path_factory.mktemp("pictures") / "demo", audits=24)
    return Workspace(places, "Y. Calloway", clock=lambda: NOON)


@pytest.fixture
def taken(snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """Compare a screen with its picture, after some keys; `meanwhile` happens before the last of them."""

    def compare(
        workspace: Workspace | None,
        *keys: str,
        audit: str = "",
        size: tuple[int, int] = USUAL,
        theme: str = DARK,
        meanwhile: Callable[[], object] = bool,
    ) -> bool:
        async def pressed(pilot: Pilot[Any]) -> None:
            person = Person(pilot)
            await person.quiet()
            await person.catches_up()
            await person.press(*keys[:-1])
            meanwhile()
            await person.press(*keys[-1:])
            await person.quiet()

        app = CaseauditApp(workspace, audit, {"theme": theme})
        return snap_compare(app, run_before=pressed, terminal_size=size)

    return compare


def an_audit(workspace: Workspace, state: str, checklist: str = "chronology") -> str:
    """Return an audit of the demonstration that is in a state."""
    return listing(workspace, Wanted(equal=(("state", state), ("checklist", checklist)))).lines[0].id


def test_the_first_run(taken: Callable[..., bool]) -> None:
    """Three lines of what it is, three ways in."""
    assert taken(None, size=USUAL)


def test_the_list_of_audits(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Newest first; done and not done can be told apart without colour."""
    assert taken(eastborough, size=LARGE)


def test_the_list_on_a_small_terminal(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """What matters most is still there at 60 by 20."""
    assert taken(eastborough, size=SMALL, theme=LIGHT)


def test_an_empty_list(taken: Callable[..., bool], workspace: Workspace) -> None:
    """It says which key to press."""
    assert taken(workspace, size=USUAL)


def test_a_new_audit(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """The form over the list."""
    assert taken(eastborough, "n", size=USUAL)


def test_an_audit_in_progress(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """List of criteria, rubric side by side, texts below."""
    assert taken(eastborough, audit=an_audit(eastborough, "in-progress"), size=LARGE)


def test_a_graded_criterion_in_the_light_theme(taken: Callable[..., bool], workspace: Workspace) -> None:
    """The chosen grade is marked by a word and a sign beside the colour."""
    audit = auditing.begin(workspace, "handover", HEADER)
    auditing.answer(workspace, audit.id, "HND-01", "requires-improvement", reason="The visit came after the change.")
    assert taken(workspace, "enter", "p", size=LARGE, theme=LIGHT)


def test_an_audit_on_a_small_terminal(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """At 60 by 20 the grades stack and the reason stays in sight."""
    assert taken(eastborough, audit=an_audit(eastborough, "in-progress"), size=SMALL, theme=CONTRAST)


def test_the_review_says_what_is_missing(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Suggested judgement, decision, actions, what is missing."""
    assert taken(eastborough, "r", audit=an_audit(eastborough, "in-progress"), size=USUAL)


def test_the_review_of_a_signed_audit(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Who signed, and what the signature means."""
    assert taken(eastborough, "r", audit=an_audit(eastborough, "signed-off"), size=LARGE, theme=CONTRAST)


def test_the_question_before_a_signature(taken: Callable[..., bool], workspace: Workspace, filled: Audit) -> None:
    """Nothing is missing; what is signed, by whom and what it means stands there once more."""
    assert taken(workspace, "r", "s", audit=filled.id, size=USUAL, theme=LIGHT)


def test_two_answers_to_the_same_question(taken: Callable[..., bool], workspace: Workspace, begun: Audit) -> None:
    """Mine and theirs, in full, one above the other."""
    colleague = Workspace(workspace.places, "B. Colleague", clock=lambda: NOON)

    def answers_too() -> None:
        auditing.answer(colleague, begun.id, "HND-01", "inadequate", reason="The child met a stranger alone.")

    assert taken(workspace, "2", "f2", audit=begun.id, size=SMALL, theme=CONTRAST, meanwhile=answers_too)


def test_the_summary(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """What stands out, section by section; marks and textures tell weak from strong without colour."""
    assert taken(eastborough, "2", size=LARGE)


def test_the_summary_criterion_by_criterion(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Textures tell the grades apart without colour; ranges stand beside the counts."""
    assert taken(eastborough, "2", "v", size=SMALL, theme=LIGHT)


def test_the_heat_map(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Criterion by team: a texture, a share and a number in every cell."""
    assert taken(eastborough, "2", "v", "v", "down", "right", size=USUAL, theme=LIGHT)


def test_the_trend_on_a_small_terminal(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Months as marks between their limits, and the sentence for a board."""
    assert taken(eastborough, "2", "V", size=SMALL, theme=CONTRAST)


def test_the_audits_behind_a_figure(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Which they are, what was said in each, and of which criterion."""
    assert taken(eastborough, "2", "v", "enter", size=USUAL)


def test_the_export_of_a_summary(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Every format with what it is good for."""
    assert taken(eastborough, "2", "e", "tab", "backspace", "shift+tab", "enter", size=USUAL)


def test_who_has_to_moderate_what(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """What waits for whom, how far it is, and for how long."""
    assert taken(eastborough, "o", "f", size=LARGE)


def test_both_grades_side_by_side(taken: Callable[..., bool], workspace: Workspace) -> None:
    """The list with its marks, both reasons beside each other, which number stands for what."""
    case = moderated.two(workspace)
    assert taken(case.moderator, "m", audit=case.second.id, size=LARGE, theme=LIGHT)


def test_both_grades_on_a_small_terminal(taken: Callable[..., bool], workspace: Workspace) -> None:
    """One below the other."""
    case = moderated.returned(workspace)
    assert taken(case.auditor, "m", audit=case.first.id, size=SMALL, theme=CONTRAST)


def test_the_library(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """The checklists, and what the one under the cursor is about."""
    assert taken(eastborough, "5", size=USUAL, theme=LIGHT)


def test_a_page_of_a_checklist(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """One criterion, as a trainer shows it."""
    assert taken(eastborough, "5", "enter", size=LARGE, theme=CONTRAST)


def test_the_help(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """Every key of the screen, one sentence each."""
    assert taken(eastborough, "question_mark", size=USUAL)


# ── training ─────────────────────────────────────────────────────────────────


@pytest.fixture
def team_day(workspace: Workspace) -> Workspace:
    """A workspace with a session that Anna has begun to grade in."""
    here = with_exemplars(workspace)
    calibrating.fills(here, calibrating.begun(here), "Anna", "22i", "He was told in passing, line 2.")
    return here


@pytest.fixture
def laid_open(workspace: Workspace) -> Workspace:
    """A workspace with a session that is revealed."""
    here = with_exemplars(workspace)
    calibrating.revealed(here, "as it says in line 3.", expert="J. Expert")
    return here


def test_the_areas_with_extracts_to_learn_by(taken: Callable[..., bool], eastborough: Workspace) -> None:
    """A trainer's way in: the areas, the situation, the keys."""
    assert taken(eastborough, "4", size=USUAL)


def test_whose_turn_it_is(taken: Callable[..., bool], team_day: Workspace) -> None:
    """Who is how far, and nothing of what they gave."""
    assert taken(team_day, "4", "s", "enter", size=SMALL, theme=CONTRAST)


def test_grading_an_extract_blind(taken: Callable[..., bool], team_day: Workspace) -> None:
    """The extract beside the rubric, one's own marks above, the reason below."""
    assert taken(team_day, "4", "s", "enter", "enter", "enter", "p", "p", "p", size=LARGE)


def test_a_group_laid_open(taken: Callable[..., bool], laid_open: Workspace) -> None:
    """Everybody on the scale, in words; the expert's grade beside them; what divides the group first."""
    assert taken(laid_open, "4", "s", "enter", "space", size=USUAL, theme=LIGHT)


def test_what_came_of_a_session(taken: Callable[..., bool], laid_open: Workspace) -> None:
    """Everybody beside the expert, and how far the group agrees."""
    assert taken(laid_open, "4", "s", "enter", *["n"] * 10, size=LARGE)


def test_a_group_on_a_projector(taken: Callable[..., bool], laid_open: Workspace) -> None:
    """Large, black and white, nobody named."""
    assert taken(laid_open, "4", "s", "enter", "f", "space", size=USUAL)
