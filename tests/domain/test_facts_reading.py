"""Facts that a checklist asks for: read as they are written, and everything wrong named at once with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseaudit.domain.facts import FactAsked
from caseaudit.problems import BadInput
from made_up import LIBRARY
from sample_facts import PLACEMENT


def read(folder: Path, words: str) -> list[str]:
    """Return what is wrong with a checklist `placement`, a line each."""
    path = folder / "placement.toml"
    path.write_text(words, encoding="utf-8")
    try:
        LIBRARY.read(path)
    except BadInput as error:
        return [str(problem) for problem in error.problems]
    return []


def line(words: str) -> int:
    """Return the line on which some words stand."""
    return PLACEMENT[: PLACEMENT.index(words)].count("\n") + 1


def test_facts_are_read_in_their_order(tmp_path: Path) -> None:
    """With every key; what is left out has its usual value."""
    assert read(tmp_path, PLACEMENT) == []
    facts = LIBRARY.read(tmp_path / "placement.toml").facts
    assert [fact.id for fact in facts][:3] == ["placement-moves", "plan-date", "placement-distance"]
    assert facts[0] == FactAsked(
        "placement-moves", "Moves in the last 12 months", "number", hint="Count each change of address.", theme="T12"
    )
    assert (facts[1].system, facts[5].ahead, facts[2].choices[2]) == (True, True, "further away")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "number"', 'kind = "nummer"', 'fact[1].kind: is not one of the words allowed here. Probably "number"'),
        ('hint = "Count', 'hnit = "Count', 'fact[1].hnit: is not a key of the format. Probably "hint" is meant'),
        ('theme = "T12"', 'theme = "T1"', "fact[1].theme: is not one of the words allowed here. Probably"),
        ('id = "plan-date"', 'id = "placement-moves"', "fact[2].id: is used twice"),
        ('id = "plan-date"', 'id = "Plan date"', "fact[2].id: is not formed like an id"),
        ('label = "Date of the current plan"', 'label = " "', "fact[2].label: is empty"),
        ('choices = ["in the borough", "elsewhere in the region", "further away"]', "", "fact[3].choices: is missing"),
        ('"in the borough", "elsewhere', '"near", "NEAR", "elsewhere', "fact[3].choices[2]: is used twice"),
        (
            'choices = ["in the borough", "elsewhere in the region", ',
            "choices = [",
            "fact[3].choices: offers no choice",
        ),
        ('kind = "yes-no"', 'kind = "yes-no"\nchoices = ["a", "b"]', 'fact[4].choices: is for kind "choice" alone'),
        ('kind = "yes-no"', 'kind = "yes-no"\nahead = true', "fact[4].ahead: is for dates alone"),
        ("ahead = true", 'ahead = "yes"', "fact[6].ahead: is not true or false"),
        ('late = "requires', 'lat = "requires', 'by_clock.lat: is not a key of the format. Probably "late" is meant'),
        ('late = "requires-improvement"', 'late = "poor"', "by_clock.late: is not one of the words allowed here."),
        ('timescale = "looked-after-visit-first"', "", "by_clock: speaks of a clock, and the criterion has none"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    """One fault, one line: the file, the line, the key, what is wrong and what to do."""
    (told,) = read(tmp_path, PLACEMENT.replace(old, new, 1))

    assert says in told
    assert told.startswith(f"{tmp_path / 'placement.toml'}:")


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """Of facts, of the clock and of the rest of the checklist, in reading order."""
    words = PLACEMENT.replace('kind = "number"', 'kind = "nummer"').replace('version = "1.0"', "version = 1")
    told = read(tmp_path, words.replace('late = "requires-improvement"', 'late = "poor"'))

    places = [int(problem.split(":")[1]) for problem in told]
    assert places == [line('version = "1.0"'), line('late = "requires'), line('kind = "number"')]


def test_facts_are_part_of_what_a_checklist_says(tmp_path: Path) -> None:
    """Its digest changes with them; the wording of its questions, and so the answers to them, does not."""
    read(tmp_path, PLACEMENT)
    before = LIBRARY.read(tmp_path / "placement.toml")
    read(tmp_path, PLACEMENT.replace("Count each change", "Count every change"))
    after = LIBRARY.read(tmp_path / "placement.toml")

    assert before.digest != after.digest
    assert before.criteria[0].wording == after.criteria[0].wording
