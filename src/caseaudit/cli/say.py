"""The one gate between the program and the terminal.

Whatever reaches stdout or stderr goes through here, and nothing that goes through here can drive a
terminal: text by `plaintext.visible`, JSON and TOML by their own escapes.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from caseaudit.problems import Problem

NOBODY_READS = 141
"""The exit code of a program whose reader went away, as shells know it."""


def prepare() -> None:
    """Make the standard streams take and give any text: what they cannot show is spelt out."""
    global _printed
    _printed = False
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream, errors in ((sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace"), (sys.stdin, "replace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


_taking_away: Callable[[], None] | None = None
_printed = False


def before_writing(take_away: Callable[[], None]) -> None:
    """Have something called once, before anything more is written: it takes away what it drew on the terminal."""
    global _taking_away
    _taking_away = take_away


def clear() -> None:
    """Take away what was drawn on the terminal."""
    global _taking_away
    take_away, _taking_away = _taking_away, None
    if take_away:
        take_away()


def has_printed() -> bool:
    """Whether anything was written to stdout."""
    return _printed


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 (lives as long as the program)


def out(text: str = "") -> None:
    """Write text to stdout, and end the line."""
    _write(sys.stdout, f"{_shown(text)}\n")


def lines(texts: Iterable[str]) -> None:
    """Write each text to stdout as a line."""
    for text in texts:
        out(text)


def note(text: str) -> None:
    """Write narration to stderr, and end the line."""
    _write(sys.stderr, f"{_shown(text)}\n")


def _shown(text: str) -> str:
    """Return text fit to show. Help and `--version` need none of it, so it is loaded when first used."""
    from caseaudit.plaintext import visible

    return visible(text)


def problems(found: Iterable[Problem]) -> None:
    """Write each problem to stderr, one line each."""
    from caseaudit.plaintext import one_line

    for problem in found:
        note(f"caseaudit: {one_line(str(problem))}")


def reported(found: Sequence[Problem]) -> int:
    """Write each problem to stderr; return the exit code that says whether there was any."""
    from caseaudit.problems import DONE, SOMETHING_TO_REPORT

    problems(found)
    return SOMETHING_TO_REPORT if found else DONE


def document(value: Any) -> None:
    """Write a value to stdout as JSON, in ASCII alone, so that it is fit for a terminal and for a program."""
    import json

    _write(sys.stdout, f"{json.dumps(value, ensure_ascii=True, indent=1)}\n")


def toml(text: str) -> None:
    r"""Write a TOML text to stdout; inside its strings, what could drive a terminal is spelt `\U0000202E`."""
    _write(sys.stdout, "".join(map(_spelt, text)))


def _spelt(character: str) -> str:
    return character if _shown(character) == character else f"\\U{ord(character):08X}"


def content(what: bytes) -> None:
    """Write the bytes of an export to stdout. They must be fit to show already."""
    global _printed
    flush()
    clear()
    _printed = True
    with _listened(sys.stdout):
        sys.stdout.buffer.write(what)
    flush()


def ask(prompt: str) -> str | None:
    """Ask for one line on stdin; return it without its end, or None when there is no more."""
    clear()
    try:
        line = _typed(_shown(prompt)) if sys.stdin.isatty() else _piped(prompt)
    except EOFError:
        return None
    return line


def yes_or_no(prompt: str) -> str:
    """Ask for one of the two, or its first letter; return `yes`, `no`, or nothing for any other answer."""
    reply = (ask(prompt) or "").strip().casefold()
    return next((word for word in ("yes", "no") if reply in (word, word[0])), "")


def _typed(prompt: str) -> str:
    """Read a line as a person types it; `readline` lifts the terminal's limit of 4096 characters a line."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    return input(prompt)


def _piped(prompt: str) -> str:
    out(prompt.rstrip())
    flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def flush() -> None:
    """Hand what was written to the system, so that a failure is told while it still can be."""
    with _listened(sys.stdout):
        sys.stdout.flush()


def _write(stream: TextIO, text: str) -> None:
    global _printed
    clear()
    _printed = _printed or stream is sys.stdout
    with _listened(stream):
        stream.write(text)


@contextlib.contextmanager
def _listened(stream: TextIO) -> Any:
    """End quietly if nobody reads any more; after any failure, write to nowhere from then on."""
    try:
        yield
    except BrokenPipeError:
        _silence(stream)
        raise SystemExit(NOBODY_READS) from None
    except OSError:
        _silence(stream)
        raise


def _silence(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
