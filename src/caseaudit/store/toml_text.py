"""Read TOML that a person wrote, and find the line on which a key stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from caseaudit.problems import BadInput, bad_input

Path = tuple[str | int, ...]

_RESTORE = "Restore it from its history, or from a backup if it is no audit"
_TABLE = re.compile(r"^\s*(\[\[?)([^\[\]#]+)\]\]?\s*(?:#.*)?$")
_PART = r"(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')"
_KEY = re.compile(rf"^\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


def text_of(content: bytes, name: str) -> str:
    """Return the text of a file that ought to be UTF-8; raise `BadInput` naming the line that is not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise bad_input(name, "is saved as UTF-16", "Save it as UTF-8 and try again")
    content = content.removeprefix(b"\xef\xbb\xbf")
    _refuse_blank(content, name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, name, error.start) from None
    _refuse_merge_marks(text, name)
    return text


def _refuse_blank(content: bytes, name: str) -> None:
    if not content.strip():
        raise bad_input(name, "is empty (an interrupted copy?)", _RESTORE)
    if not content.strip(b"\0 \r\n\t"):
        raise bad_input(name, "holds only blanks, as after a power loss", _RESTORE)


def _not_utf8(content: bytes, name: str, start: int) -> BadInput:
    line = content.count(b"\n", 0, start) + 1
    column = start - content.rfind(b"\n", 0, start)
    return bad_input(f"{name}:{line}:{column}", "is not UTF-8 text", "Save the file as UTF-8 and try again")


def _refuse_merge_marks(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("<<<<<<< ", ">>>>>>> ")):
            raise bad_input(
                f"{name}:{number}", "holds the marks of an unfinished merge", "Keep one side and remove them"
            )


def parse(content: bytes, name: str) -> dict[str, Any]:
    """Return the tables of a TOML file; raise `BadInput` with the line of what cannot be read."""
    import tomli

    text = text_of(content, name)
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise _malformed(name, text, str(error)) from None
    except RecursionError:
        raise bad_input(name, "is nested too deeply", "Write it as plain tables") from None
    except ValueError:
        raise bad_input(name, "holds a number that is too large", "Use an ordinary number") from None


def _malformed(name: str, text: str, said: str) -> BadInput:
    at = _AT_LINE.search(said)
    line, column = at.groups() if at else (str(text.count("\n") + 1), "1")
    what = _AT_LINE.sub("", said).split(":")[0].split("(")[0].strip().rstrip(".").lower() or "cannot be read"
    return bad_input(f"{name}:{line}:{column}", f"is not TOML: {_without_content(what)}", "Mend that line")


def _without_content(message: str) -> str:
    """Drop quoted parts: a message must not repeat what the file says."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "…", message)


def line_of(text: str, path: Path) -> int:
    """Return the line on which the value at `path` stands, or its nearest table; 1 if nothing is found."""
    lines = _lines(text)
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[Path, int]:
    """Map every key and table of a TOML text to its line. Inline tables count as their key's line."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if inside:
            inside = "" if inside in line else inside
            continue
        if header := _TABLE.match(line):
            table = _table_path(header[2], header[1] == "[[", counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found[(*table, *_parts(key[1]))] = number
            inside = _left_open(line)
    return found


def _table_path(name: str, repeated: bool, counts: dict[Path, int]) -> Path:
    """Return the full path of a table header, numbering the tables that repeat."""
    parts = _parts(name)
    path: Path = ()
    for depth, part in enumerate(parts):
        path = (*path, part)
        last = depth == len(parts) - 1
        if last and repeated:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(name: str) -> list[str]:
    return [part.strip().strip("\"'") for part in name.split(".")]


def _left_open(line: str) -> str:
    """Return the quotes that a line opens and does not close, or nothing."""
    for quotes in ('"""', "'''"):
        if line.count(quotes) == 1:
            return quotes
    return ""


def headers(content: bytes) -> list[str]:
    """Return the names of the tables at the top of a file, found by their headers alone: much quicker than reading."""
    return [found.decode() for found in re.findall(rb"^\[([A-Za-z0-9_-]+)\]", content, re.MULTILINE)]
