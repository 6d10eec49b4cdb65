"""Exemplars on the command line: read at any grade, graded blind, checked like a checklist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseaudit.cli.columns import cells
from caseaudit.cli.wrapped import wrapped
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.exemplar import ExemplarSet
from caseaudit.store import exemplars
from cli.running import Run
from hostile import HOSTILE
from made_up_session import with_exemplars

SHOW = ("checklist", "exemplar", "farewell")
LABELS = ("Outstanding", "Good", "Requires improvement", "Inadequate")


@pytest.fixture
def found(here: Workspace) -> ExemplarSet:
    """The exemplars of the small checklist `farewell`, in the workspace of the test."""
    return exemplars.get(with_exemplars(here).library, "farewell")


def rewritten(here: Workspace, old: str, new: str) -> None:
    """Replace something where it stands first in the exemplars of the workspace."""
    path = here.places.checklists / "exemplars" / "farewell.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def test_a_trainer_reads_one_grade(found: ExemplarSet, run: Run) -> None:
    """The situation, the extract as it was written, then the expert's answers, the rule, and what would lift it."""
    shown = run(*SHOW, "3")
    expected = [
        "Saying goodbye 1.0: case note",
        "The situation",
        f"Extract {found.letter(found.exemplars[2])}: Goodbye visits, June",
        "Nobody in these extracts exists.",
        "  18 June. No name yet. TM (R.A.) says by Friday.",
        "The expert's grade: Requires improvement",
        "  20 % of the grades, by weight, are good or better; good asks for 75 %.",
        "BYE-03: Was the goodbye before the worker's last day?",
        "  Yes. On the 25th, three days before.",
        "BYE-05: Does the new worker know what was promised?",
        "What would lift it to Good",
        "  Find out who comes next before telling Ilse, and write down what she says",
    ]
    places = [shown.lines.index(line) for line in expected]

    assert shown.code == 0
    assert places == sorted(places)


def test_without_a_grade_all_four_are_shown_best_first(found: ExemplarSet, run: Run) -> None:
    """Each with its judgement; the situation once."""
    lines = run(*SHOW).lines

    assert [line for line in lines if line.startswith("The expert's grade")] == [
        f"The expert's grade: {label}" for label in LABELS
    ]
    assert lines.count("The situation") == 1
    assert lines.count("Nobody in these extracts exists.") == 4
    assert "What keeps it at Outstanding, and would be lost first" in lines
    assert "What would lift it to Requires improvement" in lines


def test_what_changes_from_one_grade_to_the_next_is_marked(here: Workspace, found: ExemplarSet, run: Run) -> None:
    """A sign before each line that the extract before does not have, its new words in braces, and grades that moved."""
    like = "24 June. Last visit. We finished the rabbit picture. She gave me one to keep and asked me for the other."
    rewritten(here, "3 June. Rang Benedikt before anything else and told him I am going on the 28th.", like)
    shown = run(*SHOW, "--changes")
    best, good, *_ = shown.out.split("\nExtract ")[1:]

    assert [line for line in best.splitlines() if line[:2] in ("+ ", "~ ")] == []
    assert next(line for line in good.splitlines() if line[:2] in ("+ ", "~ "))[1:9] == " {+5+} J"
    assert "rabbit {+drawing.+} She gave" in " ".join(good.split())
    assert "  Good (was Outstanding). Told why, when and who" in good
    assert "  Yes. On the 24th" in good
    assert run(*SHOW, "2", "--changes").code == 2
    assert "--changes: needs all extracts" in run(*SHOW, "--changes", "--without-answers").err


def test_a_group_grades_blind(here: Workspace, found: ExemplarSet, run: Run) -> None:
    """Other grades, reasons and lifts in the file change nothing that is shown; the order is that of the letters."""
    blind = run(*SHOW, "--without-answers")
    assert [line[:9] for line in blind.lines if line.startswith("Extract")] == [
        f"Extract {letter}" for letter in "ABCD"
    ]
    assert blind.lines.count("  BYE-02: Are the child's own words about the change on file?") == 4
    rewritten(here, 'grade = "good"\nreason = "Told why', 'grade = "outstanding"\nreason = "Because')
    rewritten(here, 'lift = "The visit', 'lift = "A visit')
    assert run(*SHOW, "2").out.count("Outstanding. Because") == 1
    assert run(*SHOW, "--without-answers").out == blind.out
    for letter in "ABCD":
        one = run(*SHOW, letter, "--without-answers").out
        assert one.partition("\n\n\n")[2] in blind.out


def test_blind_json_holds_no_grade_either(found: ExemplarSet, run: Run) -> None:
    """A program that shows the extracts to a group cannot let one slip."""
    told = json.loads(run(*SHOW, "--without-answers", "--json").out)

    assert [set(extract) for extract in told["exemplars"]] == [{"letter", "title", "text", "answers"}] * 4
    assert {key for extract in told["exemplars"] for answer in extract["answers"] for key in answer} == {
        "criterion",
        "question",
    }
    assert [extract["letter"] for extract in told["exemplars"]] == ["A", "B", "C", "D"]


def test_json_says_everything(found: ExemplarSet, run: Run) -> None:
    """Every word of the file, the letter of each extract, and the question of each criterion."""
    told = json.loads(run(*SHOW, "--json").out)

    assert (told["checklist"], told["version"], told["title"]) == ("farewell", "1.0", "Saying goodbye")
    assert (told["fictional"], told["situation"], told["kind"]) == (found.fictional, found.situation, found.kind)
    for extract, exemplar in zip(told["exemplars"], found.exemplars, strict=True):
        assert found.lettered[extract["letter"]] == exemplar
        assert (extract["grade"], extract["text"], extract["lift"]) == (exemplar.grade, exemplar.text, exemplar.lift)
        assert [(answer["criterion"], answer["grade"], answer["reason"]) for answer in extract["answers"]] == [
            (answer.criterion, answer.grade, answer.reason) for answer in exemplar.answers
        ]
    assert told["exemplars"][0]["answers"][2]["question"] == "Was the goodbye before the worker's last day?"


def test_a_letter_and_its_grade_are_the_same_extract(found: ExemplarSet, run: Run) -> None:
    """What the group graded as C is what the trainer then shows with its answers."""
    for exemplar in found.exemplars:
        assert run(*SHOW, found.letter(exemplar)).out == run(*SHOW, exemplar.grade).out


# ── on the page ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("options", [(), ("--without-answers",)])
def test_no_line_is_wider_than_the_terminal(
    found: ExemplarSet, run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, options: tuple[str, ...]
) -> None:
    """Lines are broken between words, nothing is lost, and wide terminals do not make lines that no eye follows."""
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run(*SHOW, *options)

    assert max(map(cells, shown.lines)) <= min(columns, 100)
    for exemplar in found.exemplars:
        assert " ".join(exemplar.text.split()) in " ".join(shown.out.split())


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("short", ["  short"]),
        ("\none\n\ntwo\n", ["  one", "", "  two"]),
        ("Date    Event", ["  Date    Event"]),
        (
            "- a promise that is longer than one line can be",
            ["  - a promise that is longer than one", "    line can be"],
        ),
        (
            "   what stands further in stays further in",
            ["     what stands further in stays", "     further in"],
        ),
        ("漢字 " * 9, ["  漢字 漢字 漢字 漢字 漢字 漢字 漢字", "  漢字 漢字"]),
        (f"a {'x' * 50} b", ["  a", f"  {'x' * 50}", "  b"]),
        ("one \u202etwo", ["  one <U+202E>two"]),
    ],
)
def test_a_text_is_broken_to_fit(written: str, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own line ends stay, what fits stays as it is, and what goes on stands below where it began."""
    monkeypatch.setenv("COLUMNS", "40")

    assert list(wrapped(written, "  ")) == lines


@pytest.mark.parametrize(
    "text", [text for text in HOSTILE if text.isprintable() and "\\" not in text and '"' not in text]
)
def test_any_text_can_stand_in_an_extract(here: Workspace, found: ExemplarSet, run: Run, text: str) -> None:
    """Brackets, formulas and other writing come out as they went in."""
    rewritten(here, "I showed her a photograph.", f"I showed her a photograph. {text} ")
    shown = run(*SHOW, "2")

    if shown.code == 0:
        assert " ".join(text.split()) in " ".join(shown.out.split())
    else:
        assert "exemplar[2].text: may hold" in shown.err


@pytest.mark.parametrize("spelt", ["\\u001b[31m", "\\u009b31m", "\\u202e", "\\u2066", "\\u0007", "\\r"])
def test_nothing_in_an_extract_drives_the_terminal(here: Workspace, found: ExemplarSet, run: Run, spelt: str) -> None:
    """TOML can spell any character; none reaches stdout that moves, colours or reorders."""
    rewritten(here, "I showed her a photograph.", f"I showed her a {spelt} photograph.")
    shown = run(*SHOW, "2")

    assert shown.code == 0
    assert not {"\x1b", "\x9b", "\u202e", "\u2066", "\x07", "\r"} & {*shown.out}


# ── mistakes ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("farewel",), 'farewel: is not a checklist of this library. Probably "farewell" is meant'),
        (("handover",), "handover: has no exemplars yet. There are some for:"),
        (("farewell", "goood"), 'grade: is not on the scale ofsted. Probably "good" is meant'),
        (("farewell", "5"), "grade: is not on the scale ofsted. Use one of"),
        ((), "CHECKLIST: is missing"),
    ],
)
def test_a_mistake_is_one_line_with_a_way_on(
    found: ExemplarSet, run: Run, arguments: tuple[str, ...], says: str
) -> None:
    """Nothing on stdout, exit code 2."""
    told = run(*SHOW[:2], *arguments)

    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert says in told.err


def test_exemplars_that_fell_behind_are_not_shown(here: Workspace, found: ExemplarSet, run: Run) -> None:
    """The checklist moved on; the file, the line and what to do are said instead."""
    rewritten(here, 'version = "1.0"', 'version = "0.9"')
    told = run(*SHOW)

    assert (told.code, told.out) == (2, "")
    assert "farewell.toml:3: version: is not the version of the checklist, which is 1.0 now." in told.err


# ── checking ─────────────────────────────────────────────────────────────────


def test_check_names_what_is_wrong_in_exemplars_too(here: Workspace, found: ExemplarSet, run: Run) -> None:
    """In the whole library, in a folder, or in one file."""
    rewritten(here, 'grade = "good"\nreason = "Told why', 'grade = "inadequate"\nreason = "Told why')
    folder = here.places.checklists
    for paths in ((), (str(folder),), (str(folder / "exemplars"),), (str(folder / "exemplars" / "farewell.toml"),)):
        told = run("checklist", "check", *paths)
        own = [line for line in told.lines if line.startswith(str(folder))]
        assert told.code == 1
        assert len(own) == 1
        assert "exemplar[2].grade: is not what its answers come to by the checklist's rule" in own[0]
    as_json = json.loads(run("checklist", "check", str(folder), "--json").out)
    assert [(Path(problem["where"].rpartition(":")[0]).name, problem["key"]) for problem in as_json] == [
        ("farewell.toml", "exemplar[2].grade")
    ]
