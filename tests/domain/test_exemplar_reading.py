"""Exemplars that people wrote: every fault is named at once, with its line, its key and what to do."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain.checklist import JudgementRule
from caseaudit.domain.exemplar_reading import ANSWER_KEYS, EXEMPLAR_KEYS, SET_KEYS, Marking, read_exemplars, words
from caseaudit.problems import BadInput, Problem
from caseaudit.store import exemplars
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

SAMPLE = Path(__file__).parents[1] / "sample" / "training"
LIBRARY = Library(shipped_checklists(), SAMPLE)
MARKING = Marking(LIBRARY.get("farewell"), LIBRARY.scales)
WORDS = (SAMPLE / "exemplars" / "farewell.toml").read_text("utf-8")
PAGE = (Path(__file__).parents[2] / "docs" / "checklist-format.md").read_text("utf-8")

HEADER = "[[exemplar]]"
ANSWER = "[[exemplar.answer]]"
TITLE = 'title = "Goodbye visits, June"'
FIRST = 'grade = "outstanding"\nreason = "She chose'
THIRD = 'criterion = "BYE-03"\ngrade = "yes"\nreason = "On the 20th, eight days before."\n'
ALL_FOUR = "outstanding, good, requires-improvement, inadequate"


class Fault(NamedTuple):
    """The exemplars of `farewell` with one slip in them."""

    name: str
    old: str
    """What is replaced, where it stands first."""
    new: str
    says: str
    """How `KEY: WHAT. REMEDY.` begins."""
    at: str = ""
    """How the line begins that is named, where it is not the new one."""
    alone: bool = True
    """Whether the slip is one problem only."""


FAULTS = [
    # keys
    Fault("unknown key", "kind =", "kynd =", 'kynd: is not a key of the format. Probably "kind"', alone=False),
    Fault("missing key", 'kind = "case note"\n', "", "kind: is missing. Add it; docs/checklist-format.md", "format"),
    Fault("unknown key of an extract", "lift =", "lifts =", "exemplar[1].lifts: is not a key", alone=False),
    Fault("missing key of an extract", f"{TITLE}\n", "", "exemplar[1].title: is missing. Add it", HEADER),
    Fault("unknown key of an answer", "reason =", "why =", "exemplar[1].answer[1].why: is not a key", alone=False),
    Fault(
        "missing key of an answer",
        'reason = "She chose',
        "# ",
        "exemplar[1].answer[1].reason: is missing. Add it",
        ANSWER,
    ),
    # values
    Fault("a newer format", "format = 1", "format = 2", "format: was made by a newer caseaudit (format 2; this one"),
    Fault("number for text", 'version = "1.0"', "version = 1.0", "version: is not text"),
    Fault("empty text", TITLE, 'title = " "', "exemplar[1].title: is empty"),
    # the checklist
    Fault(
        "a checklist that is none",
        'checklist = "farewell"',
        'checklist = "farewel"',
        'checklist: is not a checklist of this library. Probably "farewell" is meant',
    ),
    Fault(
        "a checklist that moved on",
        'version = "1.0"',
        'version = "0.9"',
        "version: is not the version of the checklist, which is 1.0 now. Grade the extracts by that version, then",
    ),
    # grades
    Fault(
        "a grade that is none",
        f'grade = "good"\n{TITLE}',
        f'grade = "goood"\n{TITLE}',
        'exemplar[2].grade: is not one of the words allowed here. Probably "good" is meant',
    ),
    Fault(
        "a grade twice",
        f'grade = "good"\n{TITLE}',
        f'grade = "outstanding" #\n{TITLE}',
        f"exemplar[2].grade: stands twice. Write one extract for each grade, in this order: {ALL_FOUR}.",
        alone=False,
    ),
    Fault(
        "a grade on another scale",
        THIRD,
        THIRD.replace('"yes"', '"good"'),
        "exemplar[1].answer[3].grade: is not one of the words allowed here. Use one of: no, yes.",
        'grade = "good"\nreason = "On the 20th',
    ),
    Fault(
        "yes for a grade",
        FIRST,
        FIRST.replace("outstanding", "yes"),
        "exemplar[1].answer[1].grade: is not one of the words allowed here. Use one of: good, inadequate,",
    ),
    # criteria
    Fault(
        "a criterion that is none",
        'criterion = "BYE-05"',
        'criterion = "BYE-07"',
        "exemplar[1].answer[4].criterion: is not one of the words allowed here. Probably",
    ),
    Fault(
        "a criterion that is counted, not graded",
        'criterion = "BYE-05"',
        'criterion = "BYE-04"',
        "exemplar[1].answer[4].criterion: is not one of the words allowed here. Probably",
    ),
    Fault(
        "a criterion twice",
        f"{ANSWER}\n{THIRD}",
        f"{ANSWER}\n{THIRD}{ANSWER}\n{THIRD}#",
        "exemplar[1].answer[4].criterion: stands twice. Keep the checklist's order.",
        f"{THIRD}#",
    ),
    Fault(
        "one criterion fewer than above",
        f'{ANSWER}\ncriterion = "BYE-03"\ngrade = "no"\nreason = "There was none."\n',
        "",
        "exemplar[4].answer: leaves out BYE-03, which an extract above grades. Grade the same criteria in every extr",
        f'{HEADER}\ngrade = "inadequate"',
    ),
    Fault(
        "too many criteria",
        f"{ANSWER}\n{THIRD}",
        f"{ANSWER}\n{THIRD}" * 5,
        "exemplar[1].answer: grades 9 criteria. Grade 4 to 8.",
        HEADER,
        alone=False,
    ),
    # the judgement
    Fault(
        "answers that come to another grade",
        'grade = "good"\nreason = "Told why',
        'grade = "inadequate"\nreason = "Told why',
        "exemplar[2].grade: is not what its answers come to by the checklist's rule, which is inadequate. "
        "Limited to inadequate by BYE-01 (critical: harm); change this grade, or the answers that do not fit the text.",
        f'grade = "good"\n{TITLE}',
    ),
    # what identifies
    *[
        Fault(
            f"{what} in {where}",
            old,
            f"{old}{looks_like} ",
            f"{key}: may hold {what}. Take it out: an exemplar is for everybody's eyes.",
            at,
        )
        for where, key, old, at in (
            ("the situation", "situation", 'situation = "', ""),
            ("an extract", "exemplar[1].text", "12 June. ", "text ="),
            ("a reason", "exemplar[1].answer[1].reason", 'reason = "', ""),
        )
        for what, looks_like in (
            ("an NHS number", "943 476 5919"),
            ("a phone number", "01632 960 983"),
            ("an email address", "ilse@example.org"),
            ("a postcode", "ZE1 0AA"),
            ("a date of birth", "born 3/4/2015"),
        )
    ],
]


def problems_of(tmp_path: Path, written: str, name: str = "farewell") -> tuple[Problem, ...]:
    """Return what is wrong with a file of exemplars."""
    path = tmp_path / f"{name}.toml"
    path.write_text(written, "utf-8")
    with pytest.raises(BadInput) as refused:
        exemplars.read(LIBRARY, path)
    return refused.value.problems


def line_of(written: str, start: str) -> int:
    """Return the number of the first line that begins so."""
    return written[: f"\n{written}".index(f"\n{start}")].count("\n") + 1


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_each_slip_is_named_with_its_line_its_key_and_what_to_do(fault: Fault, tmp_path: Path) -> None:
    """One line a problem: the file and line, the key as people count it, what is wrong, what to do."""
    written = WORDS.replace(fault.old, fault.new, 1)
    problems = problems_of(tmp_path, written)
    (problem,) = [one for one in problems if str(one).partition(": ")[2].startswith(fault.says)]

    assert problem.where == f"{tmp_path / 'farewell.toml'}:{line_of(written, fault.at or fault.new)}"
    assert "\n" not in str(problem)
    assert (len(problems) == 1) is fault.alone


# ── what belongs together ────────────────────────────────────────────────────

Table = dict[str, Any]


def table() -> Table:
    """Return the tables of the sample, ready to be spoilt."""
    return tomllib.loads(WORDS)


def answers(table: Table, extract: int) -> list[Table]:
    """Return the answers of an extract, counted from 1."""
    found: list[Table] = table["exemplar"][extract - 1]["answer"]
    return found


class Spoilt(NamedTuple):
    """Something done to the tables, and every fault that it makes: the key, and what is wrong."""

    name: str
    spoil: Callable[[Table], object]
    faults: list[tuple[tuple[str | int, ...], str]]


SPOILT = [
    Spoilt("text for extracts", lambda table: table.update(exemplar="x"), [(("exemplar",), "is not a list of tables")]),
    Spoilt("no extract at all", lambda table: table.update(exemplar=[]), [(("exemplar",), "is empty")]),
    Spoilt("no answer at all", lambda table: answers(table, 4).clear(), [(("exemplar", 3, "answer"), "is empty")]),
    Spoilt(
        "an extract is missing",
        lambda table: table["exemplar"].pop(1),
        [(("exemplar",), "has no extract for good")],
    ),
    Spoilt(
        "only the middle is written",
        lambda table: table.update(exemplar=table["exemplar"][1:3]),
        [(("exemplar",), "has no extract for outstanding, inadequate")],
    ),
    Spoilt(
        "the lowest comes before the last but one",
        lambda table: table["exemplar"].insert(2, table["exemplar"].pop()),
        [(("exemplar", 3, "grade"), "stands out of order")],
    ),
    Spoilt(
        "the last answer comes first",
        lambda table: answers(table, 4).insert(0, answers(table, 4).pop()),
        [(("exemplar", 3, "answer", place, "criterion"), "stands out of order") for place in (1, 2, 3, 4)],
    ),
    Spoilt(
        "the second extract grades one criterion fewer",
        lambda table: answers(table, 2).pop(2),
        [(("exemplar", 1, "answer"), "leaves out BYE-03, which an extract above grades")],
    ),
    Spoilt(
        "the first extract grades one criterion fewer",
        lambda table: answers(table, 1).pop(2),
        [(("exemplar", at, "answer"), "grades BYE-03, which an extract above leaves out") for at in (1, 2, 3)],
    ),
    Spoilt(
        "every extract grades three criteria",
        lambda table: [answers(table, extract).__delitem__(slice(2, 4)) for extract in (1, 2, 3, 4)],
        [(("exemplar", at, "answer"), "grades 3 criteria") for at in (0, 1, 2, 3)],
    ),
    Spoilt(
        "149 words",
        lambda table: table["exemplar"][0].update(text="word " * 149),
        [(("exemplar", 0, "text"), "has 149 words")],
    ),
    Spoilt(
        "401 words",
        lambda table: table["exemplar"][0].update(text="word " * 401),
        [(("exemplar", 0, "text"), "has 401 words")],
    ),
    Spoilt("150 words", lambda table: table["exemplar"][0].update(text="- word\n" * 150), []),
    Spoilt("400 words", lambda table: table["exemplar"][0].update(text="word " * 400), []),
]


@pytest.mark.parametrize("spoilt", SPOILT, ids=[spoilt.name for spoilt in SPOILT])
def test_the_extracts_of_a_set_belong_together(spoilt: Spoilt) -> None:
    """One for each grade, in order; the same criteria in each, in the checklist's order; of a length to be read."""
    changed = table()
    spoilt.spoil(changed)
    found, faults = read_exemplars(changed, "farewell", MARKING)

    assert [(fault.path, fault.what) for fault in faults] == spoilt.faults
    assert (found is None) is bool(faults)


def test_a_file_has_the_name_of_its_checklist() -> None:
    """So that it is found, and that there is one for each."""
    (fault,) = read_exemplars(table(), "goodbye", MARKING)[1]

    assert (fault.path, fault.what) == (("checklist",), "is not the file's name")


def test_all_slips_are_named_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Five slips in one file are five problems, first line first; a person mends them in one go."""
    written = WORDS
    for old, new in (
        ('version = "1.0"', 'version = "2.0"'),
        (TITLE, "title = 5"),
        ('criterion = "BYE-05"', 'criterion = "BYE-5"'),
        ('grade = "good"\nreason = "Told why', 'grade = "inadequate"\nreason = "Told why'),
        ('reason = "There was none."', 'reason = ""'),
    ):
        written = written.replace(old, new, 1)
    found = problems_of(tmp_path, written)

    assert [problem.key for problem in found] == [
        "version",
        "exemplar[1].title",
        "exemplar[1].answer[4].criterion",
        "exemplar[2].grade",
        "exemplar[4].answer[3].reason",
    ]
    lines = [int(problem.where.rpartition(":")[2]) for problem in found]
    assert lines == sorted(lines)


def test_without_the_checklist_the_rest_is_still_checked(tmp_path: Path) -> None:
    """Two problems, not one today and one tomorrow."""
    written = WORDS.replace('checklist = "farewell"', 'checklist = "nowhere"').replace(TITLE, 'title = ""', 1)

    assert [problem.key for problem in problems_of(tmp_path, written)] == ["checklist", "exemplar[1].title"]


def test_a_checklist_that_asks_for_no_judgement_holds_no_extract_to_one() -> None:
    """Its extracts have a grade, and no rule that says how it came about."""
    without = replace(MARKING.checklist, judgement=JudgementRule(roll_up=False))
    changed = table()
    for answer in answers(changed, 1):
        answer["grade"] = "no" if answer["criterion"] == "BYE-03" else "inadequate"

    assert read_exemplars(changed, "farewell", Marking(without, MARKING.scales))[1] == []
    assert len(read_exemplars(changed, "farewell", MARKING)[1]) == 1


# ── whatever a file holds ────────────────────────────────────────────────────

anything = st.recursive(
    st.one_of(st.booleans(), st.integers(-9, 9), st.floats(), st.text(max_size=9), st.sampled_from(["good", "BYE-01"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*SET_KEYS, *EXEMPLAR_KEYS, *ANSWER_KEYS, "x"]), inner, max_size=4),
    ),
    max_leaves=8,
)
"""Any value that TOML can hold, with the format's own keys and words in it now and then."""
places = st.lists(st.one_of(st.integers(0, 3), st.sampled_from([*SET_KEYS, *EXEMPLAR_KEYS, *ANSWER_KEYS])), max_size=5)


def put(table: Any, path: list[str | int], value: Any) -> None:
    """Put a value where a path leads, as far as it leads anywhere."""
    for part in path:
        fits = isinstance(table, dict) if isinstance(part, str) else isinstance(table, list) and part < len(table)
        if not fits:
            continue
        if not isinstance(below := table[part] if isinstance(table, list) else table.get(part), dict | list):
            table[part] = value
            return
        table = below
    if isinstance(table, list):
        table.append(value)


@given(places, anything, st.booleans())
def test_whatever_stands_in_a_file_is_read_or_named(path: list[str | int], value: Any, known: bool) -> None:
    """No value at any place makes the reading fail, and there is a set or there are faults, never both or neither."""
    changed = table()
    put(changed, path, value)
    found, faults = read_exemplars(changed, "farewell", MARKING if known else None)

    assert (found is None) is bool(faults or not known)
    assert all(fault.what and fault.remedy for fault in faults)


@given(st.lists(st.sampled_from(["word", "TM (R.A.)", "S47", "9", "£5", "it's"]), max_size=9), st.sampled_from(" \n\t"))
def test_words_are_counted_as_a_person_counts_them(said: list[str], gap: str) -> None:
    """What stands between spaces is a word; a bullet, a dash or an arrow that stands alone is none."""
    once = gap.join(said)

    assert words(once) == len(once.split())
    assert words(f"- {once} – \n• → ") == words(once)


# ── the page that says it all ────────────────────────────────────────────────


@pytest.mark.parametrize("key", [*SET_KEYS, *EXEMPLAR_KEYS, *ANSWER_KEYS])
def test_the_format_page_names_every_key(key: str) -> None:
    """In the part about exemplars."""
    part = PAGE.partition("## Exemplars")[2]

    assert any(f"| `{spelling}` |" in part for spelling in (key, f"[[{key}]]", f"[[exemplar.{key}]]"))
