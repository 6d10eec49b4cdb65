"""Training on the command line: begin, grade blind, hand round, gather, reveal, and read what came of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from caseaudit.cli.columns import cells
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.exemplar import ExemplarSet
from caseaudit.exports import schemas
from caseaudit.store import exemplars
from cli.running import Run
from hostile import HOSTILE
from made_up_session import with_exemplars


@pytest.fixture
def found(here: Workspace) -> ExemplarSet:
    """The exemplars of the small checklist `farewell`, in the workspace of the test."""
    return exemplars.get(with_exemplars(here).library, "farewell")


@pytest.fixture
def session(found: ExemplarSet, run: Run) -> str:
    """The id of a session on one extract with five criteria."""
    return run("train", "begin", "--exemplar", "farewell:B", "--title", "Team day").out.strip()


def typed(*grades: str) -> str:
    """Return what somebody types who gives these grades, each with a reason."""
    return "".join(f"{grade}\nIt says so.\n" for grade in grades)


def test_what_there_is_to_grade(found: ExemplarSet, run: Run) -> None:
    """A line for each checklist with exemplars; it needs no workspace."""
    told = run("train", "list")
    (row,) = [line for line in told.lines if line.startswith("farewell ")]

    assert (told.code, row.split()[1:6]) == (0, ["A", "B", "C", "D", "5"])
    assert {each["checklist"] for each in json.loads(run("train", "list", "--json").out)} >= {"farewell", "supervision"}


def test_train_alone_is_the_training_in_the_app(found: ExemplarSet, run: Run) -> None:
    """Which needs a terminal; without one it says what can be done line by line. Its help lists the commands."""
    told = run("train")
    assert (told.code, told.out) == (2, "")
    assert told.err == run("train", "open").err
    assert "Run `caseaudit train list`" in told.err
    assert "look-up" in run("train", "--help").out


def test_what_good_looks_like_is_found_by_word(found: ExemplarSet, run: Run) -> None:
    """Every word begins a word of it; a cohort narrows it; as JSON too; nothing found is said on stderr."""
    told = run("train", "look-up", "PROMISES", "listed")
    assert told.lines[:2] == [
        "BYE-05 (Saying goodbye) Does the new worker know what was promised?", "  The promises are listed."
    ]  # fmt: skip
    as_json = json.loads(run("train", "look-up", "sister", "--cohort", "care-leaver", "--json").out)
    assert all("care-leaver" in each["cohorts"] and "sister" in each["good_looks_like"].lower() for each in as_json)
    nothing = run("train", "look-up", "promises", "zebra")
    assert (nothing.code, nothing.out, "Try fewer" in nothing.err) == (0, "", True)
    assert run("train", "look-up", "x", "--cohort", "nobody").code == 2


def test_an_answer_without_a_grade_is_shown_and_not_counted(session: str, run: Run) -> None:
    """Not applicable and not enough evidence, where the checklist allows them."""
    typed_by_anna = "0\n\ni\nNothing on file.\nyes\n\n2\n\n2\n\n"
    assert (
        "0 not applicable, i insufficient evidence"
        in run("train", "grade", session, "--as", "Anna", typed=typed_by_anna).out
    )
    run("train", "grade", session, "--as", "Bo", typed=typed("1", "1", "yes", "1", "1"))
    run("train", "reveal", session, "--yes")
    shown = run("train", "result", session).out
    assert "Not applicable        Anna" in shown
    assert "count in no figure" in " ".join(shown.split())
    as_json = json.loads(run("train", "result", session, "--json").out)
    assert {each["name"]: each["exact"]["of"] for each in as_json["people"]} == {"Anna": 3, "Bo": 5}


def test_a_session_of_five_from_begin_to_result(session: str, run: Run, tmp_path: Path) -> None:
    """Two in turn at one keyboard, three on files that come back; then everybody stands on the scale."""
    sheets = {"Anna": ("1", "1", "yes", "1", "1"), "Bo": ("2", "2", "yes", "2", "2"), "Cem": ("2", "3", "no", "2", "2"),
              "Dee": ("3", "3", "yes", "3", "3"), "Eve": ("4", "4", "no", "4", "2")}  # fmt: skip
    for name in ("Anna", "Bo"):
        assert run("train", "grade", session, "--as", name, typed=typed(*sheets[name])).code == 0
    files = [str(tmp_path / f"{name}.json") for name in ("Cem", "Dee", "Eve")]
    for file, name in zip(files, ("Cem", "Dee", "Eve"), strict=True):
        assert run("train", "hand-out", session, "-o", file).code == 0
        assert run("train", "grade", file, "--as", name, typed=typed(*sheets[name])).code == 0
    blind = run("train", "result", session)
    assert (blind.code, blind.out, "not revealed yet" in blind.err) == (1, "", True)
    gathered = run("train", "gather", session, *files)
    assert gathered.lines == [f"{name}: 5 of 5 graded" for name in sheets]
    assert run("train", "reveal", session, "--yes").code == 0
    shown = run("train", "result", session)

    assert shown.code == 0
    assert "On average Anna graded highest, Eve lowest." in shown.out
    first = next(line for line in shown.lines if "apart" in line)
    assert "3 steps apart" in first
    for expected in ("Outstanding           Anna", "Inadequate            Eve", "<- the expert", "The expert: ",
                     "Krippendorff's alpha, ordinal"):  # fmt: skip
        assert expected in shown.out, expected
    as_json = json.loads(run("train", "result", session, "--json").out)
    assert [person["name"] for person in as_json["people"]][:1] == ["Anna"]
    assert sum(len(spread["given"]) for spread in as_json["spreads"]) == 25


def test_nobody_learns_anything_while_grading(session: str, found: ExemplarSet, run: Run) -> None:
    """Neither the expert's grade or reasons, nor what somebody else gave."""
    run("train", "grade", session, "--as", "Anna", typed="1\nANNA-REASON\n" * 5)
    shown = run("train", "grade", session, "--as", "Bo", typed=typed("2"))
    told = {answer.reason for exemplar in found.exemplars for answer in exemplar.answers}

    assert "ANNA" not in shown.out.upper()
    assert not [reason for reason in told if reason in " ".join(shown.out.split())]
    assert " ".join(found.lettered["B"].text.split()) in " ".join(shown.out.split())
    assert "participants" not in run("train", "sessions").out
    assert "ANNA-REASON" not in run("train", "sessions", "--json").out


def test_somebody_stops_goes_back_and_goes_on(session: str, run: Run) -> None:
    """Each grade is kept at once; the next time begins where it stopped; --all asks everything again."""
    first = run("train", "grade", session, "--as", "Anna", typed="b\nd\nt\nfive\n2\nWhy.\ns\nq\n")
    assert "This is the first question." in first.out
    assert "Is not on the scale ofsted." in first.out
    assert first.lines[-1] == "4 still to grade; the same command goes on there."
    again = run("train", "grade", session, "--as", "anna", typed=typed("2", "no", "2", "2"))
    assert again.lines[-1] == "Everything is graded. The trainer reveals it once everybody has."
    assert "BYE-01" not in again.out
    assert run("train", "grade", session, "--as", "Anna").lines == [
        "Everything is graded. With --all you go through it again."
    ]
    kept = run("train", "grade", session, "--as", "Anna", "--all", typed="\n3\n\nq\n")
    assert "So far: Good" in kept.out
    assert "Enter keeps what is there" in kept.out


def test_a_persons_own_calibration(session: str, run: Run) -> None:
    """To themselves and to the trainer; to nobody else."""
    run("train", "grade", session, "--as", "Anna", typed=typed("1", "1", "yes", "1", "1"))
    run("train", "reveal", session, "--yes")

    assert session in run("--by", "anna", "train", "result", "--as", "Anna").out
    assert session in run("train", "result", session, "--as", "Anna").out
    refused = run("--by", "Bo", "train", "result", "--as", "Anna")
    assert (refused.code, refused.out) == (2, "")
    assert json.loads(run("train", "result", "--as", "Anna", "--json").out)[0]["exact"]["of"] == 5


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    session: str, run: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Names of people and words of reasons are broken like any other."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for number in range(8):
        run("train", "grade", session, "--as", f"Somebody with a long name {number}", typed="1\nSo it says.\n" * 5)
    run("train", "reveal", session, "--yes")
    page = run("train", "result", session)

    assert page.code == 0
    scale = [line for line in page.lines if "Somebody" not in line]
    assert max(map(cells, [*scale, *run("train", "grade", session, "--as", "X").lines])) <= min(columns, 100)


@pytest.mark.parametrize(
    "text", [text for text in HOSTILE if text.strip() and "\n" not in text and "\ud800" not in text]
)
def test_any_name_and_reason_go_through(session: str, run: Run, text: str) -> None:
    """Nothing of them drives the terminal, and nothing is taken for markup."""
    run("train", "grade", session, "--as", text, typed=f"1\n{text}\n")
    run("train", "reveal", session, "--yes")
    shown = run("train", "result", session)

    assert shown.code == 0
    assert not {"\x1b", "\x9b", "\u202e", "\x07", "\x00"} & {*shown.out}
    assert "Most" not in shown.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("begin",), "--exemplar: is missing. Name an extract"),
        (("begin", "--exemplar", "farewell"), "farewell: names no extract. Name the checklist and the letter"),
        (("grade", "session-20261120-nobody", "--as", "A"), "is not a session of this workspace"),
        (("grade", "SESSION"), "--as: is missing"),
        (("grade", "nowhere.json", "--as", "A"), "nowhere.json: does not exist"),
        (("hand-out", "SESSION"), "--output: is missing"),
        (("gather", "SESSION"), "FILE: is missing"),
        (("result",), "SESSION: is missing"),
    ],
)
def test_a_mistake_is_one_line_with_a_way_on(session: str, run: Run, arguments: tuple[str, ...], says: str) -> None:
    """Nothing on stdout, exit code 2."""
    told = run("train", *(session if word == "SESSION" else word for word in arguments))
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert says in told.err


def test_who_was_not_done_is_named_at_the_reveal(session: str, run: Run) -> None:
    """And a session that nobody graded is not revealed; both are something to report."""
    assert run("train", "reveal", session, "--yes").code == 1
    run("train", "grade", session, "--as", "Anna", typed=typed("1"))
    told = run("train", "reveal", session, "--yes")
    assert (told.code, "Anna had not graded everything." in told.err) == (1, True)
    assert run("train", "grade", session, "--as", "Bo").code == 1


def test_the_reveal_asks_first(session: str, run: Run) -> None:
    """Who has graded how much, what cannot be gathered afterwards, and whose session it is; no answer is a no."""
    run("train", "grade", session, "--as", "Anna", typed=typed("1"))
    for answer in ("", "no\n"):
        told = run("--by", "S. Else", "train", "reveal", session, typed=answer)
        assert (told.code, "Nothing was revealed." in told.err) == (1, True)
    assert "Anna: 1 of" in told.err
    assert "still out cannot be gathered" in told.err
    assert "not S. Else." in told.err
    assert run("train", "result", session).code == 1
    assert "Revealed." in run("train", "reveal", session, typed="yes\n").err


def test_what_is_not_revealed_is_told_so_to_its_trainer(session: str, run: Run) -> None:
    """Not that it is theirs alone to see."""
    run("train", "grade", session, "--as", "Anna", typed=typed("1"))
    assert "nothing of that person that is revealed yet" in run("train", "result", "--as", "Anna").err
    assert "to that person and to the trainer" in run("--by", "S. Else", "train", "result", "--as", "Anna").err


def test_a_change_by_hand_is_told(here: Workspace, session: str, run: Run) -> None:
    """In the list and before anything goes on from it."""
    path = here.places.training / f"{session}.json"
    path.write_text(path.read_text("utf-8").replace("Team day", "Team night"), "utf-8")
    told = run("train", "sessions")
    assert (told.code, "changed by hand" in told.out, "changed by hand" in told.err) == (1, True, True)
    assert run("train", "grade", session, "--as", "Anna").code == 1


def test_the_file_of_a_session_fits_its_schema(here: Workspace, session: str, run: Run) -> None:
    """As the workspace keeps it."""
    run("train", "grade", session, "--as", "Anna", typed=typed("1"))
    schema = schemas.session()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads((here.places.training / f"{session}.json").read_text("utf-8")))
    assert json.loads(run("schema", "session").out) == json.loads(json.dumps(schema))


# ── hand-outs ────────────────────────────────────────────────────────────────


def test_hand_outs_are_written_and_printed(session: str, found: ExemplarSet, run: Run, tmp_path: Path) -> None:
    """To a file in Word, to stdout as text; never over a file unless it is said."""
    word = tmp_path / "extract.docx"
    arguments = ("train", "paper", "farewell", "--extract", "B", "--to", "docx", "-o", str(word))
    assert run(*arguments).code == 0
    assert word.read_bytes()[:2] == b"PK"
    assert "exists already" in run(*arguments).err
    assert run(*arguments, "--force").code == 0
    assert found.lettered["B"].lift not in run("train", "paper", "farewell", "--extract", "B", "--to", "markdown").out
    assert "# What each grade looks like" in run("train", "paper", "farewell", "--to", "markdown").out
    assert run("train", "paper", "--session", session, "--to", "html").code == 1
    run("train", "grade", session, "--as", "Anna", typed=typed("1", "1", "yes", "1", "1"))
    run("train", "reveal", session, "--yes")
    assert "Anna" in run("train", "paper", "--session", session, "--to", "html").out
    nobody = run("train", "paper", "--session", session, "--to", "markdown", "--without-names")
    assert ("Person A" in nobody.out, "Anna" in nobody.out, "It says so" in nobody.out) == (True, False, False)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "CHECKLIST: or --session is needed"),
        (("farewell", "--session", "x"), "CHECKLIST: or --session is needed"),
        (("--session", "x", "--extract", "B"), "--extract: goes with CHECKLIST"),
        (("farewell", "--with-answers"), "--with-answers: goes with --extract"),
        (("farewell", "--without-names"), "--without-names: goes with --session"),
        (("farewell", "--extract", "Z"), "extract: does not exist. Use one of: A, B, C, D."),
        (("handover", "--extract", "B"), "has no exemplars yet"),
        (("farewell", "-o", "no/where.md"), "is not a folder"),
    ],
)
def test_a_hand_out_that_cannot_be_is_refused_in_one_line(
    found: ExemplarSet, run: Run, arguments: tuple[str, ...], says: str
) -> None:
    """Exit code 2, with a way on."""
    told = run("train", "paper", *arguments, "--to", "markdown")
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert says in told.err
