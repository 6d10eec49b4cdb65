"""Every format that leaves the program, over a service whose every text is hostile (promise A9).

Each file is written by its command and read again by another program: no text of a record is a formula, a link, a
script or a heading, and each stands there whole, in every column and place that the format has for it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import click
import duckdb
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from caseaudit.cli.main import main
from caseaudit.plaintext import clean, is_formula, one_line, visible
from exports.every_form import of_docx, of_html, of_markdown
from exports.test_markdown import tokens
from trust.test_text_commands import commands
from trust.texts_everywhere import OPEN_ID, SESSION_ID, TEXTS, Service, laid_out, may_stand_in_an_exemplar

pytestmark = pytest.mark.timeout(400)  # one run of everything; a machine may be busy

Places = Mapping[str, set[str]]
"""What a file holds, by the place where it stands: a column, a key, or all of it."""
ALL = "everything"
LIVE_IN_OFFICE = re.compile(
    r'TargetMode="External"|oleObject|<f[ >]|externalLink|ddeLink|instrText[^>]*>\s*(?!PAGE|NUM)'
)
LIVE_IN_HTML = re.compile(r"<(?:script|iframe|object|embed|link|img|form|input|base)\b|\son[a-z]+=|href=\"(?!#)", re.I)
LIVE_IN_MARKDOWN = {"link_open", "image", "code_inline", "code_block", "fence", "html_inline", "html_block", "s_open",
                    "hr"}  # fmt: skip


# ── reading, each by another program ─────────────────────────────────────────


def _csv(path: Path) -> Places:
    """Return the cells of each column, with the one `'` taken away that a spreadsheet is kept off by."""
    csv.field_size_limit(10 * 1024 * 1024)
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
    found = defaultdict(set)
    for row in rows:
        for column, value in row.items():
            assert not is_formula(value) or value.removeprefix("-").isdigit(), value
            found[column].add(value[1:] if value.startswith("'") and is_formula(value.lstrip("'")) else value)
    return found


def _xlsx(path: Path) -> Places:
    """Return the texts of each column of each sheet."""
    book, found = load_workbook(path), defaultdict(set)
    for paper in book:
        for column in paper.iter_cols():
            cells = [cell for cell in column if cell.value is not None]
            assert not [cell.coordinate for cell in cells if cell.data_type == "f" or _leads_out(cell)]
            found[f"{paper.title} {cells[0].value if cells else ''}"] |= {_unescaped(cell.value) for cell in cells}
    found["properties"] = {str(value) for value in vars(book.properties).values()}
    return found


def _unescaped(value: Any) -> str:
    """Return what a cell says; the library leaves the format's own escape of `_` in texts that stand in the cell."""
    return str(value).replace("_x005F_", "_")


def _leads_out(cell: Any) -> bool:
    """Return whether a cell is a link to anything but a place in the same workbook."""
    return cell.hyperlink is not None and (cell.hyperlink.target is not None or not cell.hyperlink.location)


def _json(path: Path) -> Places:
    """Return the strings under each key."""
    found: dict[str, set[str]] = defaultdict(set)

    def look(value: Any, key: str) -> None:
        if isinstance(value, str):
            found[key].add(value)
        for name, part in value.items() if isinstance(value, dict) else ():
            look(part, name)
        for part in value if isinstance(value, list) else ():
            look(part, key)

    assert {*path.read_bytes()} <= {10, *range(32, 127)}
    look(json.loads(path.read_bytes()), "")
    return found


def _parquet(folder: Path) -> Places:
    """Return the texts of each column of each table."""
    found = defaultdict(set)
    for table in sorted(folder.rglob("*.parquet")):
        read = duckdb.sql(f"SELECT * FROM read_parquet('{table}')")
        for row in read.fetchall():
            for column, value in zip(read.columns, row, strict=True):
                found[f"{table.name} {column}"] |= {value} if isinstance(value, str) else set()
    return found


def _calendar(path: Path) -> Places:
    """Return what the properties of the tasks say."""
    read = Calendar.from_ical(path.read_bytes())
    assert {part.name for part in read.walk()} <= {"VCALENDAR", "VTODO"}
    assert not [part for part in read.walk() if {"ATTACH", "URL", "ALARM"} & {*part}]
    assert {visible(line) for line in path.read_text("utf-8").split("\r\n")} == {*path.read_text("utf-8").split("\r\n")}
    return {ALL: {"\n".join(str(value) for part in read.walk("VTODO") for value in part.values())}}


def _whole(read: Callable[[Path], list[str]]) -> Callable[[Path], Places]:
    """Return what reads a document whose places are not told apart."""
    return lambda path: {ALL: {"\n".join(read(path))}}


def _text(path: Path) -> list[str]:
    return [path.read_text("utf-8")]


# ── every format ─────────────────────────────────────────────────────────────


class Form(NamedTuple):
    """How a file is written, read, and where in it the texts stand."""

    command: str
    """The command with its arguments, as far as the file."""
    ending: str
    read: Callable[[Path], Places]
    places: tuple[str, ...]
    """The places in each of which every text stands."""
    texts: tuple[str, ...] = TEXTS


_IN_ROWS = ("case", "team", "worker", "auditor", "checklist_title", "question", "reason", "evidence", "impact",
            "timing_said", "before_reason", "judgement_explanation", "judgement_reason", "signed_off_by")  # fmt: skip
_OF_ACTIONS = ("case", "team", "worker", "what", "owner", "evidence", "effect", "why")
_OF_RECORDS = ("by", "why", "title", "case", "team", "worker", "auditor", "label", "question", "reason", "evidence",
               "impact", "said", "explanation", "told", "note", "what", "owner", "effect", "meaning")  # fmt: skip
_OF_BOOK = (*(f"Answers {column}" for column in _IN_ROWS), "Teams Teams")
_OF_TABLES = tuple(f"part-0.parquet {column}" for column in ("team", "worker", "auditor", "question", "case_reference"))
_FIT = tuple(text for text in TEXTS if may_stand_in_an_exemplar(text))
_EXTRACT = "train paper short --extract A --with-answers"
_RESULT = f"train paper --session {SESSION_ID}"
FORMS: dict[str, Form] = {
    "rows": Form("export csv --output", ".csv", _csv, _IN_ROWS),
    "actions": Form("export actions --output", ".csv", _csv, _OF_ACTIONS),
    "facts": Form("export facts --output", ".csv", _csv, ("case", "team", "label")),
    "workbook of teams": Form("export xlsx --checklist short --output", ".xlsx", _xlsx, _OF_BOOK),
    "workbook of questions": Form(
        "export xlsx --checklist hostile --output", ".xlsx", _xlsx, ("Criteria What is asked",)
    ),
    "records": Form("export json --output", ".json", _json, _OF_RECORDS),
    "counts": Form("export counts --output", ".json", _json, ("audits", "answers", "criteria")),
    "tables": Form("export parquet", "", _parquet, _OF_TABLES),
    "calendar": Form("export calendar --output", ".ics", _calendar, (ALL,)),
    "board report of teams": Form("export docx --checklist short --output", ".docx", _whole(of_docx), (ALL,)),
    "report of a case": Form("export docx --audit {first} --output", ".docx", _whole(of_docx), (ALL,)),
    "page of teams": Form("export html --checklist short --output", ".html", _whole(of_html), (ALL,)),
    "page of questions": Form("export html --checklist hostile --output", ".html", _whole(of_html), (ALL,)),
    "text of teams": Form("export markdown --checklist short --output", ".md", _whole(of_markdown), (ALL,)),
    "text of questions": Form("export markdown --checklist hostile --output", ".md", _whole(of_markdown), (ALL,)),
    "hand-out in Word": Form(f"{_EXTRACT} --to docx --output", ".docx", _whole(of_docx), (ALL,), _FIT),
    "hand-out as a page": Form(f"{_EXTRACT} --to html --output", ".html", _whole(of_html), (ALL,), _FIT),
    "hand-out as text": Form(f"{_EXTRACT} --to markdown --output", ".md", _whole(of_markdown), (ALL,), _FIT),
    "result in Word": Form(f"{_RESULT} --to docx --output", ".docx", _whole(of_docx), (ALL,)),
    "result as a page": Form(f"{_RESULT} --to html --output", ".html", _whole(of_html), (ALL,)),
    "result as text": Form(f"{_RESULT} --to markdown --output", ".md", _whole(of_markdown), (ALL,)),
    "session": Form(f"train hand-out {OPEN_ID} --output", ".json", _json, ()),
    "merged page": Form("merge counts.json --to html --output", ".html", _whole(of_html), (ALL,)),
    "merged workbook": Form("merge counts.json --to xlsx --output", ".xlsx", _xlsx, ("Teams Teams",)),
}
"""Every file that leaves the program. A new command that writes one goes in here."""
ELSEWHERE = {"checklist to-xlsx", "checklist from-xlsx", "seal", "plan reassign"}
"""Checklists as workbooks, which `tests/exports` reads back; a line of digests; and a `--to` that is a person."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service whose every text is hostile."""
    return laid_out(tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="module")
def written(service: Service, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The file of every format, as its command wrote it."""
    folder = tmp_path_factory.mktemp("files")
    paths = {name: folder / f"{name}{form.ending}" for name, form in FORMS.items()}
    with pytest.MonkeyPatch.context() as around:
        around.setenv("CASEAUDIT_WORKSPACE", str(service.places.workspace))
        around.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        around.chdir(folder)
        for name, form in FORMS.items():
            assert main([*form.command.format(first=service.first).split(), str(paths[name])]) == 0, name
    return paths


@pytest.fixture(scope="module")
def held(written: dict[str, Path]) -> dict[str, Places]:
    """What each file holds, as another program reads it. Reading fails where a cell or a task is live."""
    return {name: FORMS[name].read(path) for name, path in written.items()}


def test_every_command_that_writes_a_file_is_in_the_table() -> None:
    """A command that is new has to say how its file is read, or nobody looks into it."""
    writing = {path for path, command in commands() if _writes(command) or path.startswith("export ")}
    known = {command for command in writing if any(form.command.startswith(command) for form in FORMS.values())}
    assert writing - known - ELSEWHERE == set(), (
        "new files: say in FORMS of tests/trust/test_text_exports.py how each is written and read"
    )


def _writes(command: click.Command) -> bool:
    return bool({"--output", "--to"} & {option for parameter in command.params for option in parameter.opts})


# ── whole ────────────────────────────────────────────────────────────────────


def _squeezed(text: str) -> str:
    return "".join(one_line(text).split())


def _missing(texts: tuple[str, ...], place: str, found: set[str]) -> list[str]:
    """Return the texts that do not stand in a place: to the letter in a cell, in any lines in a document."""
    if place != ALL:
        return [text for text in texts if not {text, clean(text), visible(text), one_line(text)} & found]
    page = "\n".join(map(_squeezed, found))
    return [text for text in texts if _squeezed(text) not in page]


def test_every_text_arrives_whole_in_every_place(held: dict[str, Places], figure: Any) -> None:
    """Nothing cut and nothing changed, in each column and key, read back by one rule."""
    left = {
        (name, place): missing
        for name, form in FORMS.items()
        for place in form.places
        if (missing := _missing(form.texts, place, held[name].get(place, set())))
    }
    assert left == {}
    figure.at_least("Files of different kinds that were written and read again", len(FORMS))
    figure.at_least("Hostile texts in places of those files, each found whole", sum(map(_payloads, FORMS.values())))


def _payloads(form: Form) -> int:
    return len(form.texts) * len(form.places)


# ── and only text ────────────────────────────────────────────────────────────


def test_no_part_of_a_file_is_live(written: dict[str, Path], held: dict[str, Places], figure: Any) -> None:
    """No formula, no script, no link outwards, no object, no field but the number of a page, no heading of a text."""
    assert {*held} == {*FORMS}  # cells and tasks were looked at while they were read
    live = {name: found for name, path in written.items() if (found := [*_live(path)])}
    assert live == {}
    figure("Live formulas, links and scripts in those files", sum(map(len, live.values())))


def _live(path: Path) -> Iterator[str]:
    if path.suffix in (".xlsx", ".docx"):
        with ZipFile(path) as opened:
            yield from (name for name in opened.namelist() if not re.fullmatch(r"[\w/\[\].-]+", name))
            parts = [name for name in opened.namelist() if not name.endswith(".png")]
            yield from (name for name in parts if LIVE_IN_OFFICE.search(opened.read(name).decode()))
    if path.suffix == ".html":
        written = path.read_text("utf-8")
        yield from (found[0] for tag in re.findall(r"<[^>]*>", written) if (found := LIVE_IN_HTML.search(tag)))
    if path.suffix == ".md":
        found = tokens(path.read_text("utf-8"))
        yield from (token.type for token in found if token.type in LIVE_IN_MARKDOWN)
        headings = [found[at + 1].content for at, token in enumerate(found) if token.type == "heading_open"]
        yield from ("heading" for heading in headings if "fake" in heading)


def test_nothing_drives_hides_or_reorders(held: dict[str, Places]) -> None:
    """What reaches a reader's eye has no control character, and none that nobody sees; records and tables are exact."""
    exact = {"records", "counts", "tables", "session"}
    told = {name: [text for found in places.values() for text in found] for name, places in held.items()}
    odd = {name: [text for text in texts if visible(text) != text] for name, texts in told.items() if name not in exact}
    assert {name: texts for name, texts in odd.items() if texts} == {}
