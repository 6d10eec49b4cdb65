"""Word lists as people give them: `Jaydon = Child A`, as options or one on each line of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from caseaudit.domain.replaced_names import Name, pair
from caseaudit.plaintext import clean, one_line
from caseaudit.problems import BadInput, Problem
from caseaudit.store import filesystem
from caseaudit.store.toml_text import text_of

_SHOWN = 40  # characters of what somebody typed that a message repeats
_LARGEST = 1_048_576
_WRITE = "Write it as NAME = REPLACEMENT, as Jaydon = Child A"


def word_list(given: Iterable[str], path: Path | None = None) -> list[Name]:
    """Return the names of a file and those given, the latter last. Raises `BadInput` naming every wrong line."""
    lines = [*(_lines(path) if path else ()), *((one_line(each)[:_SHOWN] or "NAME=WORDS", each) for each in given)]
    found = [(where, pair(one_line(clean(line)))) for where, line in lines]
    if wrong := [Problem(where, "is no name with its replacement", _WRITE) for where, name in found if name is None]:
        raise BadInput(*wrong)
    return [name for _, name in found if name]


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each line of a file that says something, with its place; `#` begins a remark."""
    words = text_of(filesystem.read_regular(path, _LARGEST), str(path))
    for number, line in enumerate(words.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield f"{path}:{number}", line
