"""Making an exemplar on the command line: from a signed-off audit to the library, and every way to stop."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseaudit.cli.columns import cells
from caseaudit.desk.workspace import Workspace
from cli.running import Run
from hostile import HOSTILE
from made_up_making import TEXTS, signed, written

SHORT = ("situation", "kind", "title", "lift")
CONFIRMED = ("confirm", "MAKING", "--read", "--nobody-recognised")


@pytest.fixture
def audit(here: Workspace) -> str:
    """The id of a signed-off audit."""
    return signed(here).id


@pytest.fixture
def begun(audit: str, run: Run) -> str:
    """The id of an exemplar in the making."""
    return run("train", "make", "begin", audit).out.strip()


@pytest.fixture(name="written")
def with_nothing_left(here: Workspace, audit: str) -> str:
    """The id of one with every text written and every name listed."""
    return written(here, audit).id


def test_the_walk_from_an_audit_to_the_library(audit: str, here: Workspace, run: Run, tmp_path: Path) -> None:
    """Begin, write, decide, confirm as somebody else, finish; then it is used like every exemplar."""
    words, extract = tmp_path / "names.txt", tmp_path / "extract.txt"
    words.write_text("# who is who\nKelly O'Brien = Mum\n", "utf-8")
    extract.write_text(TEXTS["extract"], "utf-8")
    first = run("train", "make", "begin", audit, "--replace", "Jaydon=Child A", "--words", str(words))
    making = first.out.strip()
    assert (first.code, "5 to write or mend, 0 to decide. Next: caseaudit train make show" in first.err) == (0, True)
    for place in SHORT:
        assert run("train", "make", "text", making, place, TEXTS[place]).code == 0
    assert run("train", "make", "text", making, "extract", "--file", str(extract)).code == 0
    shown = run("train", "make", "show", making)
    assert shown.code == 1
    assert "- Oak Tree  may be a name, in extract" in shown.lines
    assert "- Tolliver  may be a name, in extract" in shown.lines
    assert "Jaydon = Child A  (8 times)" in shown.out
    assert run("train", "make", "replace", making, "Oak Tree=Alder").code == 0
    assert "Nothing is left to decide" in run("train", "make", "keep", making, "Tolliver").err
    assert run("train", "make", "replace", making, "Tolliver=the new worker").code == 0
    assert "caseaudit train make confirm" in run("train", "make", "show", making).out
    confirmed = run("--by", "S. Second", "train", "make", "confirm", making, typed="yes\nno\n")
    assert (confirmed.code, "I have read every word of it" in confirmed.err) == (0, True)
    assert "behind Alder Primary School with Child A" in " ".join(confirmed.out.split())
    done = run("train", "make", "finish", making)
    assert (done.code, done.out.strip()) == (0, "farewell.practice-1")
    assert "Removed: " in done.err

    assert run("train", "make", "list").lines[1:] == []
    assert run("checklist", "check", str(here.places.checklists)).code == 0
    assert "Child A" in run("checklist", "exemplar", "farewell.practice-1").out
    assert [line for line in run("train", "list").lines if line.startswith("farewell.practice-1")]
    assert "Jaydon" not in run("train", "paper", "farewell.practice-1", "--extract", "A", "--to", "markdown").out
    session = run("train", "begin", "--exemplar", "farewell.practice-1:A").out.strip()
    assert run("train", "grade", session, "--as", "Anna", typed="1\nSo.\n" * 5).lines[-1].startswith("Everything")


def test_the_list_and_the_page_as_json(written: str, run: Run) -> None:
    """The list has no text; the page has the exemplar as it will be, and what is left."""
    (headline,) = json.loads(run("train", "make", "list", "--json").out)
    page = json.loads(run("train", "make", "show", written, "--json", "--notes").out)

    assert (headline["id"], headline["next"], headline["to_decide"]) == (written, "to be confirmed", 0)
    assert "Jaydon" not in json.dumps([headline, page["exemplar"], page["notes"]])
    assert page["exemplar"]["exemplar"][0]["grade"] == "good"
    assert page["left"] == {"fixes": [], "doubts": []}
    assert run("train", "make", "list").lines[1].split()[0] == written


def test_the_notes_say_what_to_write_by(begun: str, run: Run) -> None:
    """Where it stands on file, with names replaced; never without being asked for."""
    assert "On file" not in run("train", "make", "show", begun).out
    run("train", "make", "replace", begun, "Jaydon=Child A")
    assert "On file: Case note, Child A’s file." in run("train", "make", "show", begun, "--notes").out


@pytest.mark.parametrize("typed", ["yes\nyes\n", ""])
def test_who_does_not_say_both_confirms_nothing(written: str, run: Run, typed: str) -> None:
    """Neither by silence nor by haste."""
    told = run("--by", "S. Second", "train", "make", "confirm", written, typed=typed)
    assert (told.code, "is not confirmed" in told.err) == (1, True)
    assert run("train", "make", "finish", written).code == 1


def test_who_says_that_somebody_can_be_recognised_withdraws_what_was_confirmed(written: str, run: Run) -> None:
    """Its maker reads who said so; nobody else confirms the same words, and changed they are read again."""
    confirm = ("train", "make", "confirm", written)
    assert run("--by", "S. Second", *confirm, typed="yes\nno\n").code == 0
    told = run("--by", "T. Third", *confirm, typed="yes\nyes\n")
    assert (told.code, "is not confirmed, whoever confirmed it before" in told.err) == (1, True)

    shown = " ".join(run("train", "make", "show", written).out.split())
    assert "T. Third said: somebody in it can be recognised. Ask them what gives it away" in shown
    assert "Confirmed by" not in shown
    assert run("train", "make", "list").lines[1].split()[-3:] != ["to", "finish"]
    told = run("train", "make", "finish", written)
    assert (told.code, "T. Third said that somebody in it can be recognised" in told.err) == (1, True)
    told = run("--by", "S. Second", *confirm, "--read", "--nobody-recognised")
    assert (told.code, "as T. Third said of it as it stands" in told.err) == (1, True)

    run("train", "make", "text", written, "lift", "Ask him.")
    assert "T. Third said before it was changed: somebody" in " ".join(
        run("train", "make", "show", written).out.split()
    )
    assert run("--by", "S. Second", *confirm, "--read", "--nobody-recognised").code == 0
    assert "T. Third" not in run("train", "make", "show", written).out
    assert run("train", "make", "finish", written).code == 0


def test_a_change_after_it_was_confirmed_asks_for_another_confirmation(written: str, run: Run) -> None:
    """However small."""
    run("--by", "S. Second", "train", "make", *(written if word == "MAKING" else word for word in CONFIRMED))
    run("train", "make", "text", written, "lift", "Ask him.")
    told = run("train", "make", "finish", written)
    assert (told.code, "is not confirmed as it stands now" in told.err) == (1, True)


def test_discarding_says_what_went(written: str, here: Workspace, run: Run) -> None:
    """And nothing is left of it."""
    told = run("train", "make", "discard", written)
    assert (told.code, "a list of 8 names and how far dates were moved." in told.err) == (0, True)
    assert list(here.places.making.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("begin", "nobody"), 2, "nobody"),
        (("show", "making-20261120-nobody"), 2, "is no exemplar in the making in this workspace"),
        (("replace", "MAKING"), 2, "NAME=WORDS: is missing"),
        (("replace", "MAKING", "Kai=Tom", "Tom=Ben"), 2, "Kai: replace: would be replaced by words that hold Tom"),
        (("keep", "MAKING"), 2, "WORDS: are missing"),
        (("text", "MAKING", "extrakt", "x"), 2, 'extrakt: text: is no text of it. Probably "extract"'),
        (("text", "MAKING", "lift", "x", "--file", "y"), 2, "--file: and WORDS are both given"),
        (("choose", "MAKING"), 2, "CRITERION: is missing"),
        (("choose", "MAKING", "BYE-99"), 2, "BYE-99: criterion: has no grade in this audit"),
        (CONFIRMED, 1, "was made by you"),
    ],
)
def test_a_mistake_is_one_line_with_a_way_on(
    written: str, run: Run, arguments: tuple[str, ...], code: int, says: str
) -> None:
    """Nothing on stdout."""
    told = run("train", "make", *(written if word == "MAKING" else word for word in arguments))
    assert (told.code, told.out, told.err.count("\n")) == (code, "", 1)
    assert says in told.err


def test_only_of_a_signed_off_audit(here: Workspace, audit: str, run: Run) -> None:
    """Reopened, it does not stand."""
    run("audit", "reopen", audit, "--reason", "Checked again.")
    told = run("train", "make", "begin", audit)
    assert (told.code, "is not signed off" in told.err) == (1, True)


def test_no_line_is_wider_than_the_terminal(written: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts, word list and what is left; a command to copy is not broken."""
    monkeypatch.setenv("COLUMNS", "60")
    run("train", "make", "text", written, "situation", "Jaydon and Priya live with Tomasz. " * 12)
    page = run("train", "make", "show", written, "--notes")
    wide = [line for line in page.lines if cells(line) > 60 and "caseaudit train make" not in line]
    assert wide == []
    assert "Priya" in page.out


HARD = (
    "[Child A] said",
    "[@click=app.quit]press",
    "=1+1",
    "escape \x1b[31m",
    "right to left \u202eevil",
    "emoji 👩‍👧‍👦",
    "%s %n {0}",
)


def test_any_text_goes_through(begun: str, run: Run) -> None:
    """As a text, as a name, as its replacement, as a word that stays."""
    assert all(any(text in each for each in HOSTILE) for text in HARD)
    for text in HARD:
        for step in (("text", begun, "--", "lift", text), ("text", begun, "--", "BYE-01", text),
                     ("replace", begun, "--", f"Jaydon={text}", f"{text.replace('=', '')}x=y"),
                     ("keep", begun, "--", text)):  # fmt: skip
            assert run("train", "make", *step).code == 0
        shown = run("train", "make", "show", begun, "--notes")
        assert shown.code == 1
        assert not {"\x1b", "\x9b", "\u202e", "\x07", "\x00"} & {*shown.out}
    assert json.loads(run("train", "make", "show", begun, "--json").out)["id"] == begun
