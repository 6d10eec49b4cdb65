"""What is installed is what was built, of few parts, each with a reason and a licence that lets a service use it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import tomli
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from trust.conftest import Figures

HOUSE = Path(__file__).parents[2]
PROJECT = tomli.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {name: parts for name, parts in PROJECT["optional-dependencies"].items() if name != "dev"}
ONLY_WITH_A_CLUSTER = {"pyspark", "py4j"}
"""Half a gigabyte, and installed for a later step of CI."""


def named(requirements: Iterable[str]) -> set[str]:
    """Return the names of some requirements."""
    return {canonicalize_name(Requirement(one).name) for one in requirements}


NAMED = named([*PROJECT["dependencies"], *(part for parts in EXTRAS.values() for part in parts)])


# ── few parts, each with a reason ────────────────────────────────────────────


def test_the_page_of_dependencies_lists_those_that_there_are(figure: Figures) -> None:
    """One line each, with the extra that it comes with, and why it is worth having."""
    page = (HOUSE / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!package)([a-z][\w, -]*?)(?: \(extra `(\w+)`\))? \| (.+) \|$", page, re.MULTILINE)
    listed = {(canonicalize_name(name), extra) for names, extra, _ in rows for name in names.split(", ")}
    core = {(name, "") for name in named(PROJECT["dependencies"])}
    extra = {(name, extra) for extra, parts in EXTRAS.items() for name in named(parts)}

    assert listed == core | extra
    figure("Libraries that the program itself needs", len(core))
    figure("Libraries that come with extras, each for one job", len(extra))


def test_no_part_comes_from_elsewhere() -> None:
    """Each is named, with the oldest version that does, for whichever index a service trusts: no address, no file."""
    every = [Requirement(one) for parts in [PROJECT["dependencies"], *EXTRAS.values()] for one in parts]

    assert [one.name for one in every if one.url or not one.specifier] == []


# ── licences ─────────────────────────────────────────────────────────────────

ALLOWED = {
    *("MIT", "MIT-CMU", "HPND", "0BSD", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "Unlicense", "CC0-1.0"),
    *("Apache-2.0", "PSF-2.0", "Python-2.0", "MPL-2.0", "matplotlib"),
    "LGPL-2.1-or-later",  # used as a library, unchanged
}
"""What may be used in any service, in any way, and asks at most to keep a notice."""
SPOKEN = {
    "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "BSD License": "BSD",
    "BSD-3-Clause": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache-2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
}
"""How older packages say it."""


def test_every_part_of_every_part_has_a_licence_that_lets_a_service_use_it() -> None:
    """Those that the program names, and whatever they bring with them."""
    found = {part: licences(part) for part in installed(NAMED)}

    assert {name: said for name, said in found.items() if not allowed(said)} == {}
    assert found.keys() >= NAMED - ONLY_WITH_A_CLUSTER


def installed(names: Iterable[str]) -> Iterator[str]:
    """Yield some packages and all that they need here; but for those that only a cluster needs."""
    waiting, seen = [(name, "") for name in sorted(names)], set[str]()
    while waiting:
        name, extra = waiting.pop()
        if name not in seen and (part := _found(name)):
            yield name
            waiting += [
                (canonicalize_name(one.name), "")
                for one in map(Requirement, part.requires or ())
                if one.marker is None or one.marker.evaluate({"extra": extra})
            ]
        seen.add(name)


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        if name in ONLY_WITH_A_CLUSTER:
            return None
        raise


def licences(name: str) -> list[str]:
    """Return what a package says of its licence: an expression, what older packages say, its own first line."""
    about = distribution(name).metadata
    expression = about.get("License-Expression")
    spoken = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    return [expression] if expression else spoken or [about.get("License") or _first_line(distribution(name))]


def _first_line(part: Distribution) -> str:
    texts = [file.read_text(encoding="utf-8") for file in part.files or () if "licenses/" in str(file)]
    return texts[0].strip().splitlines()[0] if texts else ""


def allowed(said: list[str]) -> bool:
    """Whether one of some licences, or an expression of which every part has a choice that does, is allowed."""
    return any(all(_has_a_choice(part) for part in one.split(" AND ")) for one in said)


def _has_a_choice(part: str) -> bool:
    choices = part.removeprefix("(").removesuffix(")").split(" OR ") if part.startswith("(") else part.split(" OR ")
    return any(SPOKEN.get(one, one) in ALLOWED for one in choices)


def test_a_licence_that_binds_a_service_would_be_found() -> None:
    """A test that looks for something must be able to find it."""
    assert allowed(["Apache-2.0 OR BSD-2-Clause"])
    assert allowed(["BSD-3-Clause AND (MIT OR GPL-3.0-only)"])
    assert not allowed(["GPL-3.0-or-later"])
    assert not allowed(["MIT AND GPL-3.0-only"])
    assert not allowed(["None"])


# ── the same bytes ───────────────────────────────────────────────────────────

_PARTS = ("src", "checklists", "tests", "docs", "benchmarks")
_FILES = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore")
_LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.egg-info", ".hypothesis", "snapshot_report.html")


def test_two_builds_are_the_same_to_the_last_byte(tmp_path: Path, figure: Figures) -> None:
    """In another folder, by another user, on another day, in another place: anybody can check what they were given.

    The wheel that is built from the source archive is the same, too.
    """
    source = _copied(tmp_path / "one")
    aged = shutil.copytree(source, tmp_path / "another place")
    one = built(source, tmp_path / "first")
    for path in aged.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700 if path.is_dir() else 0o600)
    other = built(aged, tmp_path / "second", TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="7", LOGNAME="somebody")
    archive = next(path for path in (tmp_path / "first").iterdir() if path.name.endswith(".tar.gz"))
    shutil.unpack_archive(archive, tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again = built(unpacked, tmp_path / "third", kinds=("wheel",))

    assert one == other
    assert again.items() <= one.items()
    figure("Builds compared byte for byte", len([*one, *other, *again]))


def _copied(folder: Path) -> Path:
    folder.mkdir()
    for part in _PARTS:
        shutil.copytree(HOUSE / part, folder / part, ignore=_LEFT_BEHIND)
    for name in _FILES:
        shutil.copy(HOUSE / name, folder / name)
    return folder


def built(folder: Path, out: Path, kinds: Iterable[str] = ("sdist", "wheel"), **settings: str) -> dict[str, str]:
    """Build what is handed over, from a folder; return the digest of each file."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out), *(f"-t{kind}" for kind in kinds)]
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**environment, **settings}, timeout=60)
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
