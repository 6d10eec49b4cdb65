"""What the documents say is true of the program."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
import tomli
from docs.pictures import PICTURES, take

from caseaudit.desk.checklists import OF_THEIR_TIME
from caseaudit.desk.demonstration import make_demonstration
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Answer, Audit
from caseaudit.domain.checklist_reading import CRITERION_KEYS, JUDGEMENT_KEYS, SECTION_KEYS, SOURCE_KEYS
from caseaudit.domain.facts_reading import FACT_KEYS
from caseaudit.domain.packs import MEMBER_KEYS, PACK_KEYS
from caseaudit.domain.sampling import RuleUsed, Sample, SampledCase, SampledFrame, Stratum
from caseaudit.exports import counts_schema
from caseaudit.store.library import Library
from caseaudit.store.packs import shelf
from caseaudit.store.places import shipped_checklists

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_readme_lists_every_checklist_that_ships() -> None:
    """And none that does not."""
    listed = set(re.findall(r"^\| `([a-z-]+)`", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))

    assert listed == set(Library(shipped_checklists()).paths())


@pytest.mark.parametrize("year", ["2014", "2019", "good in 2022", "outstanding in 2025-26"])
def test_where_the_library_introduces_itself_it_says_how_old_its_documents_are(year: str) -> None:
    """Nobody takes the services of 2014 or 2019 for those of today: the README and `checklist list` both say so."""
    library = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("## The practice library")[2].partition("\n## ")[0]
    )

    assert year in " ".join(library.split())
    assert year in OF_THEIR_TIME


def test_the_readme_names_every_extra() -> None:
    """All that people may want; `dev` is for those who work on the program, and stands there."""
    start = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Start")[2].partition("\n## ")[0]
    extras = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    assert {extra for extra in extras if f"`{extra}`" not in start} == {"dev"}


@pytest.mark.parametrize("page", ["practice-managers.md", "quality-leads.md", "trainers.md"])
def test_the_readme_leads_to_the_page_of_each_role(page: str) -> None:
    """Nobody has to look into the folder to find their own."""
    assert f"](docs/{page})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_pages_install_where_the_program_looks() -> None:
    """With the `pip` of the environment that the README makes: another one installs where caseaudit does not look."""
    said = re.compile(r"(\S*)pip install")
    others = [(page.name, found[0]) for page in PAGES for found in said.finditer(page.read_text(encoding="utf-8"))
              if ".venv" not in found[1]]  # fmt: skip

    assert others == []


def test_the_pages_name_every_pack_and_every_key_of_one() -> None:
    """Those that ship, and what a service writes in its own."""
    page = (ROOT / "docs" / "checklist-format.md").read_text(encoding="utf-8")
    packs = shelf(Library(shipped_checklists())).packs

    assert {
        name for name in (*packs, *PACK_KEYS.keys() - {"checklists"}, *MEMBER_KEYS) if f"`{name}`" not in page
    } == set()


def test_the_record_format_names_every_field() -> None:
    """Those of the record, and those of one answer."""
    page = (ROOT / "docs" / "record-format.md").read_text(encoding="utf-8")
    fields = {*Audit.__struct_fields__, *Answer.__struct_fields__} - {"kept", "answers", "count"}

    assert {field for field in fields if f"`{field}`" not in page} == set()


def test_the_sample_format_names_every_field() -> None:
    """Those of the sample, its list, its cases, its groups and its rules."""
    page = (ROOT / "docs" / "sample-format.md").read_text(encoding="utf-8")
    parts = (Sample, SampledFrame, SampledCase, Stratum, RuleUsed)
    fields = {field for part in parts for field in part.__struct_fields__}

    assert {field for field in fields if f"`{field}`" not in page} == set()


def test_the_checklist_format_names_every_key() -> None:
    """At the top, of a section, a criterion, a source and the judgement."""
    page = (ROOT / "docs" / "checklist-format.md").read_text(encoding="utf-8")
    keys = {"areas", *SECTION_KEYS, *CRITERION_KEYS, *SOURCE_KEYS, *JUDGEMENT_KEYS, *FACT_KEYS} - {
        "criterion",
        "by_clock",
        "descriptors",
        "lift",
        "sources",
    }

    assert {key for key in keys if f"`{key}`" not in page} == set()


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_file_that_a_page_points_to_exists(page: Path) -> None:
    """Pictures and other pages."""
    words = page.read_text(encoding="utf-8")
    named = {*re.findall(r"\]\((?!http)([^)#]+)\)", words), *re.findall(r"`(docs/[a-z-]+\.md)`", words)}

    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_are_made_by_the_program_and_load_nothing_from_elsewhere(name: str, tmp_path: Path) -> None:
    """Each can be made again, and opens no connection."""
    workspace = Workspace(make_demonstration(tmp_path / "demo", audits=12), person="Y. Calloway")
    picture = asyncio.run(take(name, PICTURES[name], workspace))

    assert picture.startswith("<svg")
    for svg in (picture, (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")):
        assert not re.search(r"url\(\W*http", svg)


def test_the_format_of_counts_names_every_column() -> None:
    """Of every table, and every key of a service."""
    page = (ROOT / "docs" / "counts-format.md").read_text(encoding="utf-8")
    schema = counts_schema.counts()["$defs"]
    columns = {column["title"] for table in schema.values() for column in table.get("prefixItems", ())}
    keys = {*columns, *schema["Counts"]["properties"], *schema["Source"]["properties"]}

    assert len(keys) > 40
    assert {key for key in keys if f"`{key}`" not in page} == set()
