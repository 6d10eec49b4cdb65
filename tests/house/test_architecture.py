"""The house stands as it was drawn: imports run one way, rooms stay small, nothing heavy is loaded by the way."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
ROOMS = sorted((HOUSE / "src" / "caseaudit").rglob("*.py"))
LARGEST_ROOM = 400

rooms = pytest.mark.parametrize("room", ROOMS, ids=[str(room.relative_to(HOUSE / "src")) for room in ROOMS])


def loaded_by(script: str) -> set[str]:
    """Return the modules that a fresh Python has loaded after a script."""
    script += "\nimport sys; print(*sorted(sys.modules), sep='\\n')"
    return set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )


def test_imports_run_one_way() -> None:
    """The contracts of pyproject.toml hold: layers, who knows Textual, what the domain must not know."""
    linter = "from importlinter.cli import lint_imports_command as check; check(['--no-cache'])"
    checked = subprocess.run([sys.executable, "-c", linter], cwd=HOUSE, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    assert "Contracts: 3 kept, 0 broken." in checked.stdout


@rooms
def test_a_room_is_small_enough_to_know(room: Path) -> None:
    """No module has more than 400 lines; one that wants to is two."""
    assert len(room.read_text("utf-8").splitlines()) <= LARGEST_ROOM


@rooms
def test_nothing_rests_on_assert(room: Path) -> None:
    """Python may be told to skip `assert`; what must hold is checked in another way."""
    tree = ast.parse(room.read_text("utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)] == []


def test_the_package_itself_loads_nothing() -> None:
    """`import caseaudit` loads no other room and no library."""
    before, after = loaded_by(""), loaded_by("import caseaudit")
    assert after - before == {"caseaudit"}


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("caseaudit.domain.audit", {"textual", "rich", "click", "tomli", "sqlite3", "pathlib", "platformdirs"}),
        ("caseaudit.store.index", {"textual", "rich", "click", "tomli", "tomli_w", "msgspec", "platformdirs"}),
        ("caseaudit.desk.auditing", {"textual", "rich", "click", "stdnum"}),
        ("caseaudit.desk.listing", {"textual", "rich", "click", "msgspec", "tomli"}),
        ("caseaudit.cli.progress", {"textual", "rich", "signal"}),
    ],
)
def test_what_a_room_never_loads(module: str, never: set[str]) -> None:
    """A list needs no decoder, and nobody but the screens Textual."""
    assert loaded_by(f"import {module}") - loaded_by("") & never == set()
