"""`checklist to-xlsx` and `from-xlsx`: a checklist is edited in a spreadsheet and comes back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from caseaudit.desk.workspace import Workspace
from caseaudit.store.places import shipped_checklists
from cli.running import Run
from conftest import SAMPLE
from spreadsheet import edited, typed

WORDS = (SAMPLE / "handover.toml").read_text(encoding="utf-8")
BY_HAND = f"# Ours.\n{WORDS}"


def question(workbook: Path, words: str) -> Path:
    """Give the first criterion of `handover` another question."""
    return edited(workbook, typed("Criteria", "HND-01", "question", words))


def test_a_quality_lead_edits_a_checklist_in_a_spreadsheet(here: Workspace, run: Run) -> None:
    """To a workbook in this folder, edited, and back among the workspace's own: the journey as it is meant."""
    told = run("checklist", "to-xlsx", "chronology")
    assert (told.code, told.out, told.err) == (0, "chronology.xlsx\n", "")

    edited(Path("chronology.xlsx"), typed("Criteria", "CHR-01", "weight", "3"))
    back = run("checklist", "from-xlsx", "chronology.xlsx")

    written = here.places.checklists / "chronology.toml"
    assert (back.code, back.out, back.err) == (0, f"{written}\n", "")
    assert run("checklist", "check", str(written)).code == 0
    assert run("checklist", "diff", str(shipped_checklists() / "chronology.toml"), "chronology").lines[1:] == [
        "CHR-01     changed: weight  carries over"
    ]


def test_what_was_not_edited_comes_back_letter_by_letter(run: Run) -> None:
    """Without a workspace the file is written in this folder."""
    run("checklist", "to-xlsx", "permanence", "--to", "for-the-board.xlsx")
    back = run("checklist", "from-xlsx", "for-the-board.xlsx")

    assert back.out == "permanence.toml\n"
    assert Path("permanence.toml").read_bytes() == (shipped_checklists() / "permanence.toml").read_bytes()


def test_a_file_that_is_there_is_never_written_over_unasked(here: Workspace, run: Run) -> None:
    """Neither a workbook nor a checklist; the message says what would be lost, and stands before the refusal."""
    standing = here.places.checklists / "handover.toml"
    standing.write_text(BY_HAND, encoding="utf-8")
    assert run("checklist", "to-xlsx", "handover").err == (
        "Not carried by a workbook, and so not in the file that comes back: its 1 comment, and its own spacing, quotes "
        "and order of keys.\n"
    )
    before = Path("handover.xlsx").read_bytes()
    assert "handover.xlsx: exists already. Choose another name, or add --replace" in run(
        "checklist", "to-xlsx", "handover"
    ).err  # fmt: skip
    assert Path("handover.xlsx").read_bytes() == before

    refused = run("checklist", "from-xlsx", str(question(Path("handover.xlsx"), "Did they meet?")))

    assert refused.code == 2
    lost, exists = refused.err.splitlines()
    assert lost == (
        f"{standing}: lost if it were replaced: its 1 comment, and its own spacing, quotes and order of keys. "
        "A checklist is written anew, in the program's own form."
    )
    assert exists == f"caseaudit: {standing}: exists already. Choose another name, or add --replace to write over it."
    assert standing.read_text(encoding="utf-8") == BY_HAND


def test_with_replace_it_says_what_is_lost_and_that_the_version_is_as_before(here: Workspace, run: Run) -> None:
    """Before it writes over the file."""
    standing = here.places.checklists / "handover.toml"
    standing.write_text(BY_HAND, encoding="utf-8")
    run("checklist", "to-xlsx", "handover")
    question(Path("handover.xlsx"), "Did they meet?")

    told = run("checklist", "from-xlsx", "handover.xlsx", "--replace")

    assert told.code == 0
    assert told.err.splitlines() == [
        f"{standing}: lost: its 1 comment, and its own spacing, quotes and order of keys. A checklist is written anew, "
        "in the program's own form.",
        f"{standing}: the version is as before. Raise it when wording changes.",
    ]
    assert 'question = "Did they meet?"' in standing.read_text(encoding="utf-8")
    again = run("checklist", "from-xlsx", "handover.xlsx")
    assert (again.code, again.out, again.err) == (0, f"{standing}\n", "")


def test_a_broken_file_can_be_replaced(here: Workspace, run: Run) -> None:
    """It is said to be no sound checklist, and gives way."""
    run("checklist", "to-xlsx", "handover")
    (here.places.checklists / "handover.toml").write_text("not a checklist", encoding="utf-8")

    told = run("checklist", "from-xlsx", "handover.xlsx", "--replace")

    assert told.code == 0
    assert "lost: all that it holds, which is no sound checklist." in told.err


def test_problems_are_named_all_at_once_and_nothing_is_written(here: Workspace, run: Run) -> None:
    """With the workbook, the sheet, the row and the column; the exit code is 2."""
    run("checklist", "to-xlsx", "chronology")
    edited(
        Path("chronology.xlsx"),
        typed("Criteria", "CHR-01", "weight", "7"),
        typed("Criteria", "CHR-03", "focus", "qualty"),
    )

    told = run("checklist", "from-xlsx", "chronology.xlsx")

    assert (told.code, told.out) == (2, "")
    assert [line.split(". ")[0] for line in told.err.splitlines()] == [
        "caseaudit: chronology.xlsx: Criteria!F2: weight: is not a whole number in range",
        "caseaudit: chronology.xlsx: Criteria!E3: focus: is not one of the words allowed here",
    ]
    assert not (here.places.checklists / "chronology.toml").exists()


def test_a_sheet_of_notes_is_named_as_not_read(here: Workspace, run: Run) -> None:
    """Whatever it is called."""
    run("checklist", "to-xlsx", "chronology")
    edited(Path("chronology.xlsx"), lambda book: book.create_sheet("\u202eNotes"))

    assert run("checklist", "from-xlsx", "chronology.xlsx").err == (
        "Not read, being no part of a checklist: the sheet <U+202E>Notes.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("to-xlsx", "cronology"), 'caseaudit: cronology: is not a checklist of this library. Probably "chronology"'),
        (("to-xlsx", "chronology", "--to", "."), "caseaudit: .: is a folder. Name a file in it."),
        (("to-xlsx", "chronology", "--to", "no/x.xlsx"), "caseaudit: no: is not a folder. Make it first, or choose"),
        (("from-xlsx", "none.xlsx"), "caseaudit: none.xlsx: does not exist. Check the name."),
        (("from-xlsx", "none.xlsx", "--to", "x.txt"), "caseaudit: --to: does not end in .toml. Give the file"),
        (("from-xlsx", "large.xlsx"), "caseaudit: large.xlsx: is over the limit of 4 MiB. Take out what is no part"),
        (("from-xlsx", "text.xlsx"), "caseaudit: text.xlsx: is not a workbook. Open it in a spreadsheet program"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(arguments: tuple[str, ...], says: str, run: Run) -> None:
    """With the exit code of bad input."""
    Path("large.xlsx").write_bytes(b"PK" + b"\0" * 5_000_000)
    Path("text.xlsx").write_text("id,question")

    told = run("checklist", *arguments)

    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert told.err.startswith(says)


@pytest.mark.parametrize(
    "arguments", [("to-xlsx", "chronology", "--to", "other.xlsx"), ("from-xlsx", "chronology.xlsx")]
)
def test_without_the_libraries_it_says_how_to_get_them(arguments: tuple[str, ...], run: Run) -> None:
    """One plain line; nothing else of the program needs them."""
    run("checklist", "to-xlsx", "chronology")
    gone = "import sys; sys.modules['xlsxwriter'] = sys.modules['openpyxl'] = None"
    script = f"{gone}; from caseaudit.__main__ import main; sys.exit(main())"

    ran = subprocess.run([sys.executable, "-c", script, "checklist", *arguments], capture_output=True, text=True)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "caseaudit: workbooks: need libraries that are not installed. Run `pip install 'caseaudit[xlsx]'`.\n"
    )


def test_no_other_command_loads_what_reads_and_writes_workbooks(run: Run) -> None:
    """They are heavy: only these two commands pay for them."""
    script = "import sys; from caseaudit.__main__ import main; main(); print(*sys.modules, file=sys.stderr)"

    ran = subprocess.run([sys.executable, "-c", script, "checklist", "list"], capture_output=True, text=True)

    assert not {name for name in ran.stderr.split() if name.startswith(("xlsxwriter", "openpyxl"))}
