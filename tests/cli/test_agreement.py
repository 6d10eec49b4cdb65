"""A quality assurance lead compares two people, or a trainer a whole group, from any spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from caseaudit.cli import agreement_text
from caseaudit.domain.agreement import USUAL
from caseaudit.domain.agreement_report import Pair, report
from caseaudit.exports import agreement_json, agreement_schema
from cli.running import Run
from cli.test_hostile import harmless
from hostile import HOSTILE

MODERATED = """\
Case,Auditor,Moderator
EB-1,good,good
EB-2,good,requires-improvement
EB-3,outstanding,good
EB-4,Good,good
EB-5,Requires improvement,3
EB-6,requires-improvement,inadequate
EB-7,inadequate,inadequate
EB-8,good,
EB-9,good,inadequate
"""
GROUP = """\
Extract,Ann,Ben,Cat
1,1,1,2
2,2,2,2
3,3,,3
4,1,4,2
"""


@pytest.fixture
def at_sixty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal has sixty columns."""
    monkeypatch.setenv("COLUMNS", "60")


def saved(folder: Path, content: str | bytes, name: str = "grades.csv") -> str:
    """Return the path of a file with that content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_an_auditor_and_a_moderator(run: Run, tmp_path: Path, at_sixty: None) -> None:
    """How often the same, which way they differ and how sure that is, the matrix, and the cases to talk about."""
    said = run("agreement", "--from", saved(tmp_path, MODERATED), "--unit", "Case", "--scale", "ofsted")

    assert (said.code, said.err) == (0, "")
    assert max(map(len, said.lines)) <= 60
    page = " ".join(said.out.split())
    assert "9 units, 8 graded by two or more people. Raters: Auditor, Moderator." in page
    assert "Same grade 4 of 8 (22–78 %) Within one grade 7 of 8 (53–98 %)" in page
    assert (
        "Moderator against Auditor: lower 4 times, higher never, the same 4 times; on average 0.62 steps lower." in page
    )
    assert "Auditor (down) against Moderator (across)" in page
    assert "2 good 0 2 1 1 4" in page
    assert "Disagreements, largest first: 4 of 8 STEPS UNIT GRADES 2 EB-9 Auditor good; Moderator inadequate" in page


def test_a_group_of_trainees_with_blanks(run: Run, tmp_path: Path, at_sixty: None) -> None:
    """More than two: Conger's kappa, what each gave, and who stood where on each extract that divided them."""
    said = run("agreement", "--from", saved(tmp_path, GROUP), "--unit", "Extract")

    assert said.code == 0
    assert "Conger's kappa, linear" in said.out
    assert "Same grade        2 of 4" in said.out
    assert [line.split() for line in said.lines if line.startswith("Ann")] == [["Ann", "2", "1", "1", "0"]]
    assert said.lines[-2:] == ["3      4     1: Ann; 2: Cat; 4: Ben", "1      1     1: Ann, Ben; 2: Cat"]


def test_the_measures_and_weights_that_are_asked_for(run: Run, tmp_path: Path) -> None:
    """Each by the name of its variant; what is not asked for is not computed."""
    file = saved(tmp_path, GROUP)
    said = run("agreement", "--from", file, "--unit", "Extract", "--measure", "fleiss", "--measure", "brennan-prediger",
               "--weights", "quadratic")  # fmt: skip

    assert "Fleiss' kappa, quadratic" in said.out
    assert "Brennan-Prediger, quadratic" in said.out
    assert "Conger" not in said.out
    plain = run("agreement", "--from", file, "--unit", "Extract", "--weights", "none").out
    assert "Gwet's AC1 " in plain
    assert "Krippendorff's alpha, nominal" in plain


def test_the_same_as_json_and_its_schema(run: Run, tmp_path: Path) -> None:
    """For programs: nothing rounded, blanks are null, a reason wherever a figure is missing, sources beside figures."""
    said = run("agreement", "--from", saved(tmp_path, MODERATED), "--unit", "case", "--scale", "ofsted", "--json")
    schema = json.loads(run("schema", "agreement").out)
    found = json.loads(said.out)

    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(found)
    assert found["exact"]["n"] == 4
    assert found["crossed"][1] == [0, 2, 1, 1]
    assert found["disagreements"][0] == {"unit": "EB-9", "steps": 2, "grades": ["good", "inadequate"]}
    kappa, ac2, alpha = found["coefficients"]
    assert (kappa["name"], ac2["name"], alpha["name"]) == (
        "Cohen's kappa, linear",
        "Gwet's AC2, linear",
        "Krippendorff's alpha, ordinal",
    )
    assert kappa["source_of_interval"] == "standard error of Fleiss, Cohen and Everitt (1969)"


def test_when_all_grades_are_one_it_says_why_there_is_no_kappa(run: Run, tmp_path: Path) -> None:
    """No NaN in either form; the share still stands."""
    file = saved(tmp_path, "A,B\n" + "good,good\n" * 8)
    said = run("agreement", "--from", file, "--scale", "good,poor")
    found = json.loads(run("agreement", "--from", file, "--scale", "good,poor", "--json").out)

    assert "Same grade        8 of 8 (68–100 %)" in said.out
    assert "Cohen's kappa and Krippendorff's alpha cannot be computed: every grade" in " ".join(said.out.split())
    assert [each["value"] for each in found["coefficients"]] == [None, 1.0, None]
    assert "nan" not in said.out.lower()


def test_the_paradox_is_explained_on_the_page(run: Run, tmp_path: Path) -> None:
    """Right below the figures that it is about; on a scale of two grades all are within one, so that is not said."""
    file = saved(tmp_path, "A,B\n" + "good,good\n" * 118 + "good,poor\n" * 5 + "poor,good\n" * 2)
    page = run("agreement", "--from", file).out

    assert "(the kappa paradox)" in " ".join(page.split())
    assert "Within one grade" not in page


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("A,B\n1,2\n2,2\n", id="commas"),
        pytest.param("A;B\n1;2\n2;2\n", id="semicolons"),
        pytest.param("A\tB\n1\t2\n2\t2\n", id="tabs"),
        pytest.param("\ufeffA,B\r\n1,2\r\n2,2\r\n", id="as a spreadsheet saves it"),
        pytest.param("A,B,,\r\n1,2,,\r\n,,,\r\n\r\n2,2,,\r\n,,,\r\n", id="with blank rows and columns"),
        pytest.param('"A","B"\n"1"," 2 "\n2,2', id="quoted, and no end to the last line"),
    ],
)
def test_every_usual_way_to_save_a_table_is_read(run: Run, tmp_path: Path, content: str) -> None:
    """The same two units each time."""
    found = json.loads(run("agreement", "--from", saved(tmp_path, content), "--json").out)

    assert (found["raters"], found["scale"], found["exact"]["n"], found["units"]) == (["A", "B"], ["1", "2"], 1, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", ": is empty. Save the table", id="empty"),
        pytest.param(b",,\n,,\n", ": holds nothing but separators.", id="only separators"),
        pytest.param(b"A,B\n", ": has headings and no row", id="no rows"),
        pytest.param(b"A\n1\n", ": has only one column of grades.", id="one column"),
        pytest.param(b"A,B\n1,\n,2\n", ": has no row with two grades or more.", id="nothing twice"),
        pytest.param("A,B\n1,2\n".encode("utf-16"), ": is saved as UTF-16.", id="UTF-16"),
        pytest.param(b"A,B\n1,caf\xe9\n", ":2:6: is not UTF-8 text.", id="Latin-1"),
        pytest.param(b"PK\x03\x04rest", ": is a workbook.", id="a workbook"),
        pytest.param(b'A,B\n1,"2\n2,2\n', ":2: opens a quotation mark that is never closed.", id="an open quote"),
        pytest.param(b'A,B\n1,"2"3\n', ":2: has a quotation mark in the middle", id="a quote inside"),
        pytest.param(b"A,B\n1," + b"x" * 20_000 + b"\n", ":2: has a cell that is too long", id="a long text"),
        pytest.param(b"<<<<<<< HEAD\nA,B\n1,2\n", ":1: holds the marks of an unfinished merge.", id="a merge"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    """With the file, the line where there is one, and what to do."""
    path = saved(tmp_path, content)
    told = run("agreement", "--from", path)

    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert told.err.startswith(f"caseaudit: {path}{said}")


def test_all_faults_of_a_table_are_told_at_once(run: Run, tmp_path: Path) -> None:
    """A short row, a long one and a cell that is no grade: three lines, in their order, and no cell is quoted."""
    path = saved(tmp_path, "Case,A,B\nx,1,2\ny,1\nz,secret words,2\nw,2,2,9\n")
    told = run("agreement", "--from", path, "--unit", "Case", "--scale", "1,2")

    assert told.code == 2
    assert [line.partition(". ")[0] for line in told.err.splitlines()] == [
        f"caseaudit: {path}:3: has 2 cells where there are 3 headings",
        f"caseaudit: {path}:4: column 2 (A): is not a grade of the scale",
        f"caseaudit: {path}:5: has 4 cells where there are 3 headings",
    ]
    assert "secret" not in told.err


def test_a_thousand_faults_do_not_bury_the_first(run: Run, tmp_path: Path) -> None:
    """Fifty are told one by one, then how many more there are."""
    path = saved(tmp_path, "A,B\n1,1\n" + "1,x\n" * 1000)
    lines = run("agreement", "--from", path, "--scale", "1,2").err.splitlines()

    assert len(lines) == 51
    assert "has 950 more faults" in lines[-1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--scale", "ofstd"), '--scale: is not a scale of this library. Probably "ofsted" is meant'),
        (("--scale", "1,,2"), "--scale: has an empty grade in it."),
        (("--scale", "Good,good"), "--scale: names a grade twice."),
        (("--weights", "lineer"), '--weights: is not one of the words allowed here. Probably "linear" is meant'),
        (("--measure", "kapa"), '--measure: is not one of the words allowed here. Probably "kappa" is meant'),
    ],
)
def test_a_slip_in_an_option_names_what_is_meant(run: Run, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    """Before the file is read."""
    told = run("agreement", "--from", saved(tmp_path, MODERATED), *options)

    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"caseaudit: {said}")


def test_a_folder_and_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """Said as such."""
    assert "is a folder. Name a CSV file in it" in run("agreement", "--from", str(tmp_path)).err
    assert "does not exist" in run("agreement", "--from", str(tmp_path / "none.csv")).err


def test_a_scale_that_was_guessed_from_words_is_owned_up_to(run: Run, tmp_path: Path) -> None:
    """The alphabet knows nothing of good and poor; the scale that fits is named."""
    told = run("agreement", "--from", saved(tmp_path, "A,B\ngood,outstanding\ninadequate,good\n"))
    gap = run("agreement", "--from", saved(tmp_path, "A,B\n1,4\n2,2\n"))

    assert told.code == 0
    assert "in the order of the alphabet; if that is not best first, --scale ofsted fits." in told.err
    assert "does not occur, and counts as no step" in gap.err
    assert run("agreement", "--from", saved(tmp_path, "A,B\n1,2\n2,2\n")).err == ""


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip() and "\ud800" not in text])
def test_hostile_words_in_any_cell_come_out_harmless(run: Run, tmp_path: Path, text: str) -> None:
    """As the name of a unit, as a heading, as a grade; on the page, in JSON, in what is refused."""
    quoted = '"' + text.replace('"', '""') + '"'
    file = saved(tmp_path, f"Case,{quoted},B\n{quoted},{quoted},good\n{quoted},good,{quoted}\nx,good,good\n")

    for options in (("--unit", "Case"), ("--unit", "Case", "--json"), (), ("--unit", "Case", "--scale", "good,poor")):
        assert harmless(run("agreement", "--from", file, *options))
    assert run("agreement", "--from", file, "--unit", "Case").code == 0
    assert json.loads(run("agreement", "--from", file, "--unit", "Case", "--json").out)["units"] == 3
    assert harmless(run("agreement", "--from", text))
    assert harmless(run("agreement", "--from", file, "--scale", text))
    assert harmless(run("agreement", "--from", file, "--unit", text))


# ── moderated audits: the same page, with its groups ─────────────────────────

PAIRS = [
    *[Pair("chronology", "CHR-01", "A. Auditor", "M. Moderator", "20260501-aaaaaa", "good", "inadequate")] * 6,
    Pair("chronology", "CHR-02", "[Child A]", "M. Moderator", "20260502-bbbbbb", "good", "good"),
]


def test_moderated_audits_are_shown_group_by_group(at_sixty: None) -> None:
    """By checklist, criterion and auditor; six clearly more severe grades are marked, one pair is too few to judge."""
    lines = list(agreement_text.report(report(PAIRS, ("good", "inadequate"), USUAL)))

    assert max(map(len, lines)) <= 60
    assert [line.split() for line in lines if line.startswith(("CHR-0", "A. A", "[Child"))] == [
        ["CHR-01", "0", "of", "6", "(0–39", "%)", "-1.00", "+1.00", "clear"],
        ["CHR-02", "1", "of", "1", "(21–100", "%)", "-", "-"],
        ["A.", "Auditor", "0", "of", "6", "(0–39", "%)", "-1.00", "+1.00", "clear"],
        ["[Child", "A]", "1", "of", "1", "(21–100", "%)", "-", "-"],
    ]
    assert "With fewer than 5 pairs there are counts alone" in " ".join(lines)


def test_moderated_audits_as_json_fit_the_same_schema() -> None:
    """With the groups, and with who graded what in each disagreement; without pairs as well."""
    validator = Draft202012Validator(agreement_schema.agreement())
    for pairs in (PAIRS, []):
        found = agreement_json.report(report(pairs, ("good", "inadequate"), USUAL))
        validator.validate(json.loads(json.dumps(found, allow_nan=False)))
        assert len(found["disagreements"]) == (6 if pairs else 0)
    assert not validator.is_valid({**found, "units": -1})
