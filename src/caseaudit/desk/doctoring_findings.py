"""What the doctor says of a workspace, and how something is mended: asked for, kept, and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from caseaudit.desk.workspace import Workspace
from caseaudit.domain.how_many import how_many
from caseaudit.problems import Problem
from caseaudit.store import filesystem
from caseaudit.store.places import Places

LOOK_INTO_IT = "Look into it: what it says and the audit does not, somebody has to type again; then move it away"
_NAMED = 5


class Fix(NamedTuple):
    """A mend that loses nothing."""

    would: str
    """What it would do, in words that follow on "would"."""
    do: Callable[[], str]
    """Does it, and returns what was done. Raises `CaseauditError`."""


class Finding(NamedTuple):
    """One thing that is not as it should be."""

    check: str
    """Which check found it."""
    where: str
    what: str
    """What is wrong, without a full stop."""
    why: str
    """Why it matters, without a full stop."""
    remedy: str
    """What to do, without a full stop."""
    fix: Fix | None = None


def from_problem(check: str, problem: Problem, why: str, fix: Fix | None = None) -> Finding:
    """Return a problem that somebody else found as a finding."""
    where = f"{problem.where}: {problem.key}" if problem.key else problem.where
    return Finding(check, where, problem.what, why, problem.remedy, fix)


def from_problems(check: str, problems: Iterable[Problem], why: str) -> Iterator[Finding]:
    """Yield problems that somebody else found as findings."""
    return (from_problem(check, problem, why) for problem in problems)


def in_short(names: Sequence[str]) -> str:
    """Return the first few names, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def them(number: int) -> str:
    """Return the word that stands for so many things."""
    return "it" if number == 1 else "them"


# ── mends ────────────────────────────────────────────────────────────────────


def setting_aside(workspace: Workspace, paths: Sequence[Path], audit: str = "") -> Fix:
    """Return the mend that moves files where nothing reads them, and where they stay until somebody removes them.

    `audit`: whose they are, where that is known. Their names begin with it then, so that retention finds them.
    """
    folder = workspace.places.set_aside / workspace.today()
    place = folder.relative_to(workspace.places.workspace)

    def do() -> str:
        for path in paths:
            _move(workspace.places, path, folder, audit)
        return f"moved {how_many(len(paths), 'file')} to {folder}"

    return Fix(f"move {them(len(paths))} to {place}", do)


def keep_copy(workspace: Workspace, path: Path) -> Path:
    """Put a copy of a file aside before it is changed. Raises `CaseauditError`; nothing is changed then."""
    target = _target(workspace.places, path, workspace.places.set_aside / workspace.today())
    filesystem.make_folder(target.parent, inside=workspace.places.workspace)
    filesystem.put(target, filesystem.read_regular(path, filesystem.LARGEST))
    return target


def _move(places: Places, path: Path, folder: Path, audit: str) -> None:
    import shutil

    target = _target(places, path, folder, audit)
    filesystem.make_folder(target.parent, inside=places.workspace)
    try:
        shutil.move(path, target)
        filesystem.sync_folder(target.parent)
    except OSError as error:
        raise filesystem.trouble(path, error) from None


def _target(places: Places, path: Path, folder: Path, audit: str = "") -> Path:
    """Return a place of its own for a file, under the name that it had; an audit's file stays known as that audit's."""
    inside = path.is_relative_to(places.workspace)
    wished = folder / (path.relative_to(places.workspace) if inside else Path("elsewhere", path.name))
    owner = path.parent.name if path.parent.parent == places.history else audit
    if not wished.name.startswith(owner):
        wished = wished.with_name(f"{owner} {wished.name}")
    free, number = wished, 1
    while free.exists() or free.is_symlink():
        number += 1
        free = wished.with_name(f"{wished.name} ({number})")
    return free


def closing(paths: Iterable[Path], keep: int = 0o700) -> Callable[[], str]:
    """Return what takes from others the right to read some files and folders. `keep`: the rights that stay."""

    def do() -> str:
        changed = 0
        for path in paths:
            try:
                path.chmod(path.lstat().st_mode & keep)
            except OSError as error:
                raise filesystem.trouble(path, error) from None
            changed += 1
        return f"closed {how_many(changed, 'file or folder', 'files and folders')} to others"

    return do
