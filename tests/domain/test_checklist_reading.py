"""A checklist that people wrote: every fault is named at once, with its line, its key and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from caseaudit.domain.checklist import Checklist, Criterion, Section, Source
from caseaudit.problems import BadInput, Problem
from caseaudit.store.library import Library
from made_up import HANDOVER, LIBRARY

WORDS = (Path(__file__).parents[1] / "sample" / "handover.toml").read_text("utf-8")


class Fault(NamedTuple):
    """One line of the checklist `handover` changed so that it makes one fault."""

    name: str
    old: str
    """How the line begins; the first such line is taken."""
    new: str
    """What stands there instead, without the mark; empty: nothing."""
    says: str
    """Part of `KEY: WHAT. REMEDY.`"""
    at: str = ""
    """How the line begins that is named, where it is not the new one."""


CRITERION = "[[section.criterion]]"
LAST_GRADE = "inadequate = "
FAULTS = [
    # keys
    Fault("unknown key", "weight", "wieght = 2", 'wieght: is not a key of the format. Probably "weight" is meant'),
    Fault(
        "unknown key at the top", "about", 'abuot = "x"', 'abuot: is not a key of the format. Probably "about"', "abuot"
    ),
    Fault("unknown key like no other", "weight", "xyzzy = 2", "xyzzy: is not a key of the format. Use one of: allows,"),
    Fault("unknown key in a section", "applies_when", 'applys = "x"', "section[2].applys: is not a key of the format."),
    Fault(
        "unknown key in a source",
        "paragraph",
        "paragraf = 1",
        "sources[1].paragraf: is not a key of the format",
        "paragraf",
    ),
    Fault("unknown table", "about", 'about = "x"\n[judgment]', "judgment: is not a key of the format", "[judgment]"),
    Fault(
        "dotted key",
        "scale",
        'scale = "ofsted"\njudgement.rollup = true',
        "judgement.rollup: is not a key",
        "judgement.rollup",
    ),
    Fault("missing key", "focus", "", "section[1].criterion[1].focus: is missing. Add it", CRITERION),
    Fault("missing key at the top", "title", "", "title: is missing. Add it", "format"),
    Fault(
        "missing sources",
        "[[section.criterion.sources]]",
        "[[section.criterion.source]]",
        "sources: is missing",
        CRITERION,
    ),
    # values
    Fault("number for text", "title", "title = 5", "title: is not text"),
    Fault("text for a number", "weight", 'weight = "2"', "weight: is not a whole number in range. Use 1 to 5"),
    Fault("true for a number", "weight", "weight = true", "weight: is not a whole number in range"),
    Fault("text for a list", "cohorts", 'cohorts = "worker"', "cohorts: is not a list"),
    Fault(
        "text for a table", "scale", 'scale = "ofsted"\njudgement = "strict"', "judgement: is not a table", "judgement"
    ),
    Fault("text for yes or no", "status", 'status = "draft"\ncore = "yes"', "core: is not true or false", "core"),
    Fault("empty text", "question", 'question = " "', "question: is empty"),
    Fault("endless text", "look_for", f'look_for = "{"a" * 20_001}"', "look_for: is longer than 20000 characters"),
    Fault("number out of range", "weight", "weight = 6", "weight: is not a whole number in range. Use 1 to 5"),
    Fault("endless number", "weight", f"weight = 0x{'f' * 100_000}", "weight: is not a whole number in range"),
    Fault(
        "a word that is none",
        "focus",
        'focus = "qualty"',
        'focus: is not one of the words allowed here. Probably "quality"',
    ),
    Fault("text for areas", "scale", 'scale = "ofsted"\nareas = "chronology"', "areas: is not a list", "areas"),
    Fault(
        "an area that is none",
        "scale",
        'scale = "ofsted"\nareas = ["cronology"]',
        'areas[1]: is not in areas.toml. Probably "chronology" is meant',
        "areas",
    ),
    Fault(
        "an area twice",
        "scale",
        'scale = "ofsted"\nareas = ["chronology", "chronology"]',
        "areas[2]: is used twice",
        "areas",
    ),
    Fault("a number for an area", "scale", 'scale = "ofsted"\nareas = [5]', "areas: is not text", "areas"),
    Fault("a cohort that is none", "cohorts", 'cohorts = ["child"]', "cohorts: is not one of the words allowed here"),
    Fault(
        "a scale that is none",
        "scale",
        'scale = "ofstead"',
        'scale: is not one of the words allowed here. Probably "ofsted"',
    ),
    Fault("a newer format", "format", "format = 2", "format: was made by a newer caseaudit (format 2;"),
    *[
        Fault(
            f"a share of {share}",
            "scale",
            f'scale = "ofsted"\n[judgement]\ngood_share = {share}',
            "is not a share",
            "good_share",
        )
        for share in ("0", "1.01", "-0.5", "nan", "inf", "1e400", '"0.5"', "true")
    ],
    # ids
    Fault(
        "not the file's name", "id", 'id = "handovers"', "id: is not the file's name. Give the file and the checklist"
    ),
    Fault(
        "an id out of the folder",
        "id",
        'id = "../handover"',
        'id: is not formed like an id. Write it like "case-recording"',
    ),
    Fault(
        "small letters",
        'id = "HND-01"',
        'id = "hnd-01"',
        'criterion[1].id: is not formed like an id. Write it like "CHR-03"',
    ),
    Fault("another alphabet", 'id = "HND-01"', 'id = "НND-01"', "criterion[1].id: is not formed like an id"),
    Fault("a hidden character", 'id = "HND-01"', 'id = "HND-\u200b01"', "criterion[1].id: is not formed like an id"),
    Fault("twice", 'id = "HND-02"', 'id = "HND-01" #', "criterion[2].id: is used twice. Give each its own id"),
    Fault("twice in two sections", 'id = "HND-04"', 'id = "HND-01" #', "section[2].criterion[1].id: is used twice"),
    Fault("a section twice", 'id = "court"', 'id = "handover" #', "section[2].id: is used twice"),
    # descriptors and lift
    Fault(
        "a grade without a descriptor", LAST_GRADE, "", "descriptors.inadequate: is missing", "[section.criterion.desc"
    ),
    Fault(
        "a grade misspelt",
        LAST_GRADE,
        'inadaquate = "x"',
        'descriptors.inadaquate: is not a key of the format. Probably "inadequate"',
    ),
    Fault(
        "a grade in another alphabet",
        LAST_GRADE,
        '"inаdequate" = "x"',
        'is not a key of the format. Probably "inadequate"',
    ),
    Fault("an empty descriptor", LAST_GRADE, 'inadequate = ""', "descriptors.inadequate: is empty"),
    Fault(
        "a lift to the lowest",
        "[section.criterion.lift]",
        '[section.criterion.lift]\ninadequate = "x"',
        "lift.inadequate: is not a key",
        'inadequate = "x"',
    ),
    # what belongs together
    Fault(
        "critical without a reason",
        "critical_reason",
        "",
        "critical_reason: is missing. Say why failing this",
        CRITERION,
    ),
    Fault(
        "a state that is not allowed",
        "allows",
        'allows = ["not-assessed"]',
        "allows: is not one of the words allowed here",
    ),
    # sources
    Fault(
        "no such document",
        "document",
        'document = "ofsted-2041"',
        'document: is not in sources.toml. Probably "ofsted-2014"',
    ),
    Fault(
        "past the end",
        "paragraph",
        "paragraph = 159",
        "sources[1].paragraph: is past the end of the document. Its last is 158",
    ),
    Fault("paragraph nought", "paragraph", "paragraph = 0", "sources[1].paragraph: is not a whole number in range"),
    Fault(
        "paragraph in words", "paragraph", 'paragraph = "44"', "sources[1].paragraph: is not a whole number in range"
    ),
    Fault(
        "no such role",
        "role",
        'role = "findings"',
        'sources[1].role: is not one of the words allowed here. Probably "finding"',
    ),
    Fault(
        "no such time limit", "weight", 'timescale = "first-visti"', 'is not in timescales.toml. Probably "first-visit"'
    ),
]


def changed(old: str, new: str) -> str:
    """Return the checklist with the first line that begins with `old` replaced."""
    lines = WORDS.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(old))
    return "\n".join([*lines[:at], *new.split("\n"), *lines[at + 1 :]])


def problems_of(tmp_path: Path, words: str, *shelves: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a checklist `handover` of these words."""
    path = tmp_path / "handover.toml"
    path.write_text(words, "utf-8")
    with pytest.raises(BadInput) as refused:
        Library(*LIBRARY.folders, *shelves).read(path)
    return refused.value.problems


def line_of(words: str, start: str) -> int:
    """Return the number of the first line that begins so."""
    return next(number for number, line in enumerate(words.split("\n"), 1) if line.startswith(start))


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_each_fault_is_one_problem_with_line_key_and_remedy(fault: Fault, tmp_path: Path) -> None:
    """One thing wrong is one line: the file and line, the key as people count it, what is wrong, what to do."""
    (tmp_path / "clocks").mkdir()
    (tmp_path / "clocks" / "timescales.toml").write_text('[first-visit]\ntitle = "First visit"\n')
    words = changed(fault.old, fault.new)
    problems = problems_of(tmp_path, words, tmp_path / "clocks")
    (problem,) = [problem for problem in problems if fault.says in str(problem)]
    assert problem.where == f"{tmp_path / 'handover.toml'}:{line_of(words, fault.at or fault.new)}"
    assert str(problem).startswith(f"{problem.where}: {problem.key}: {problem.what}. ")
    assert "\n" not in str(problem)


def test_all_faults_are_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Five slips in one file are five problems, first line first; a person mends them in one go."""
    words = WORDS
    for old, new in (
        ('status = "published"', 'status = "publish"'),
        ("weight = 2", "wieght = 2"),
        ('id = "HND-02"', 'id = "HND-01"'),
        ("paragraph = 6", "paragraph = 600"),
        ('good = "The statement draws its own reading from the history and cites it."\n', ""),
    ):
        words = words.replace(old, new, 1)
    found = problems_of(tmp_path, words)
    assert [problem.key for problem in found] == [
        "status",
        "section[1].criterion[1].wieght",
        "section[1].criterion[2].id",
        "section[1].criterion[3].sources[1].paragraph",
        "section[2].criterion[1].descriptors.good",
    ]
    lines = [int(problem.where.rpartition(":")[2]) for problem in found]
    assert lines == sorted(lines)


def test_lines_are_right_behind_odd_texts(tmp_path: Path) -> None:
    """Multi-line texts that look like keys, and characters that only some count as line ends, move no line."""
    about = 'about = """\n[section]\nid = "no key"\nweight = 9\n"""\n# a comment with \u2028 and \x85 in it'
    old = 'about = "Whether a change of worker costs the child nothing. A small checklist for tests."'
    words = WORDS.replace(old, about).replace("weight = 2", "weight = 8")
    (problem,) = problems_of(tmp_path, words)
    assert problem.where.endswith(f":{line_of(words, 'weight = 8')}")


def test_a_yes_no_question_needs_no_descriptors_and_may_have_them(tmp_path: Path) -> None:
    """Descriptors go by the scale of the question, not of the checklist."""
    at = 'weak_looks_like = "It is missing, or written afterwards."\n'
    with_them = WORDS.replace(at, f'{at}\n[section.criterion.descriptors]\nyes = "There."\nno = "Not there."\n')
    path = tmp_path / "handover.toml"
    path.write_text(with_them, "utf-8")
    assert LIBRARY.read(path).criteria[1].descriptors == {"yes": "There.", "no": "Not there."}
    (problem,) = problems_of(tmp_path, WORDS.replace(at, f'{at}\n[section.criterion.descriptors]\ngood = "There."\n'))
    assert "descriptors.good: is not a key of the format" in str(problem)


def test_two_thousand_faults_are_named_without_delay(tmp_path: Path) -> None:
    """A file full of faults is read once for its lines, not once a fault."""
    odd = "\n".join(f"key_{number} = 1" for number in range(2_000))
    assert len(problems_of(tmp_path, WORDS.replace("format = 1", f"format = 1\n{odd}", 1))) == 2_000


def test_the_sample_reads_as_it_is_written() -> None:
    """What is left out gets its default, and order is kept."""
    assert [criterion.id for criterion in HANDOVER.criteria] == ["HND-01", "HND-02", "HND-03", "HND-04"]
    first, second = HANDOVER.criteria[:2]
    assert (first.weight, first.critical, first.allows) == (2, "harm", ("insufficient-evidence",))
    assert (second.weight, second.critical, second.allows) == (1, "none", ("not-applicable", "insufficient-evidence"))
    assert HANDOVER.sections[1].applies_when == "the case is in court"
    assert [HANDOVER.scale_of(criterion) for criterion in HANDOVER.criteria[:2]] == ["ofsted", "yes-no"]


# ── digests ──────────────────────────────────────────────────────────────────

REWORDED: dict[str, Any] = {
    "question": "Another question?",
    "kind": "yes-no",
    "descriptors": {"good": "Something else."},
}
ELSEWHERE: dict[str, Any] = {
    "id": "HND-77",
    "focus": "compliance",
    "look_for": "Elsewhere.",
    "good_looks_like": "Else.",
    "weak_looks_like": "Else.",
    "sources": (Source("ofsted-2014", 1, "finding"),),
    "weight": 5,
    "critical": "welfare",
    "critical_reason": "Else.",
    "allows": (),
    "timescale": "first-visit",
    "lift": {"good": "Else."},
    "by_clock": {"late": "inadequate"},
}


def test_every_field_of_a_criterion_is_wording_or_is_not() -> None:
    """The two lists below hold every field there is, so that a new one has to be thought about."""
    assert {*REWORDED, *ELSEWHERE} == set(Criterion.__struct_fields__)


@pytest.mark.parametrize(("field", "value"), REWORDED.items())
def test_wording_changes_the_digest_of_the_question(field: str, value: Any) -> None:
    """Other words, another kind or another descriptor: an old answer no longer answers it."""
    criterion = HANDOVER.criteria[0]
    assert replace(criterion, **{field: value}).wording != criterion.wording


@pytest.mark.parametrize(("field", "value"), ELSEWHERE.items())
def test_nothing_but_wording_changes_it(field: str, value: Any) -> None:
    """Weight, sources or hints can change and an old answer still answers the question."""
    criterion = HANDOVER.criteria[0]
    changed = replace(criterion, **{field: value})
    assert changed != criterion
    assert changed.wording == criterion.wording


def test_the_order_of_descriptors_is_no_wording() -> None:
    """A file that lists the grades the other way round asks the same."""
    criterion = HANDOVER.criteria[0]
    turned = dict(reversed(criterion.descriptors.items()))
    assert replace(criterion, descriptors=turned).wording == criterion.wording


def other_versions(checklist: Checklist) -> list[Checklist]:
    """Return the checklist with one thing changed in each, somewhere from the top to the depth."""
    section = checklist.sections[0]
    reworded: Section = replace(section, criteria=(replace(section.criteria[0], weight=3), *section.criteria[1:]))
    return [
        replace(checklist, version="1.1"),
        replace(checklist, title="Handover"),
        replace(checklist, judgement=replace(checklist.judgement, good_share=0.8)),
        replace(checklist, sections=(reworded, *checklist.sections[1:])),
    ]


def test_anything_at_all_changes_the_digest_of_the_checklist() -> None:
    """A record names exactly the checklist that was used."""
    digests = {version.digest for version in [HANDOVER, *other_versions(HANDOVER)]}
    assert len(digests) == 5
    assert LIBRARY.get("handover").digest == HANDOVER.digest
