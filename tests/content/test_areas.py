"""The forty areas that the inspection documents judge: each is audited by some checklist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

MAP = Path(__file__).parents[3] / "shared" / "research" / "criteria-map.json"
LIBRARY = Library(shipped_checklists())
CHECKLISTS = LIBRARY.shelf.checklists
AREAS = [
    *("supervision", "management-oversight", "transfer-continuity", "chronology", "case-recording", "front-door"),
    *("early-help-thresholds", "assessment", "pre-birth", "nrpf", "disabled-children", "parental-vulnerabilities"),
    *("strategy-s47", "cp-planning", "cin-planning", "visits-voice", "advocacy-participation", "complaints-learning"),
    *("missing-rhi", "exploitation-safety-planning", "multi-agency-panels", "entry-to-care", "plo-court"),
    *("reunification", "homeless-16-17", "cla-plan-review", "permanence", "special-guardianship", "matching"),
    *("placement-support", "life-story", "contact-identity", "cla-health", "education-pep", "adoption"),
    *("transition-pathway", "care-leaver-support", "private-fostering", "ehe-missing-education", "allegations-lado"),
]
CORE = {"management-oversight", "chronology", "voice-visits", "assessment"}


@pytest.mark.parametrize("area", AREAS)
def test_every_area_is_found_in_a_checklist(area: str) -> None:
    """What the documents judge, somebody can audit."""
    assert [checklist.id for checklist in CHECKLISTS.values() if area in checklist.areas]


def test_every_checklist_names_its_areas() -> None:
    """So that nobody has to guess where a subject is asked about."""
    assert [checklist.id for checklist in CHECKLISTS.values() if not checklist.areas] == []


def test_each_area_has_a_title_of_its_own() -> None:
    """The forty, in the order in which a case meets them; no two are called the same."""
    assert list(LIBRARY.areas) == AREAS
    assert len(set(LIBRARY.areas.values())) == len(AREAS) == 40


def test_four_checklists_are_the_core() -> None:
    """Those that are run on any open case."""
    assert {checklist.id for checklist in CHECKLISTS.values() if checklist.core} == CORE


def test_the_areas_are_those_of_the_map() -> None:
    """The list above is a copy, so that this test needs nothing that does not ship."""
    if not MAP.is_file():
        pytest.skip("the map of criteria is not here")
    assert [area["id"] for area in json.loads(MAP.read_text(encoding="utf-8"))["areas"]] == AREAS
