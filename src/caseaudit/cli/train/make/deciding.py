"""`caseaudit train make replace`, `keep`, `text` and `choose`: what only the maker decides."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caseaudit.cli import say
from caseaudit.cli.meant import works_in_workspace
from caseaudit.cli.train.make import text as shown
from caseaudit.desk import editor, making
from caseaudit.desk.making_words import word_list
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.making import Making
from caseaudit.problems import DONE, bad_input
from caseaudit.store import filesystem
from caseaudit.store.toml_text import text_of

_LARGEST = 1_048_576


@click.command(epilog='Example: caseaudit train make replace MAKING "Jaydon = Child A" "Oak Tree = the school"')
@click.argument("making_id", metavar="MAKING")
@click.argument("given", nargs=-1, metavar="NAME=WORDS...")
@click.option("--words", "path", metavar="FILE", help="A file of such names, one on each line; # begins a remark.")
@works_in_workspace
def replace(workspace: Workspace, making_id: str, given: tuple[str, ...], path: str | None) -> int:
    """Replace names in MAKING by words, wherever they stand: in every text, in whatever case, whole words.

    The longest name goes first. `NAME=` with nothing after it takes a name off the list again.
    """
    if not given and not path:
        raise bad_input("NAME=WORDS", "is missing", 'Name somebody: "Jaydon = Child A", or a file with --words')
    return _tell(workspace, making.replace(workspace, making_id, word_list(given, Path(path) if path else None)))


@click.command()
@click.argument("making_id", metavar="MAKING")
@click.argument("words", nargs=-1, metavar="WORDS...")
@works_in_workspace
def keep(workspace: Workspace, making_id: str, words: tuple[str, ...]) -> int:
    """Keep WORDS of MAKING as they are: they only look like a name or a date. They leave the word list, too."""
    if not words:
        raise bad_input("WORDS", "are missing", "Name them as `train make show` does, each between quotes")
    return _tell(workspace, making.keep(workspace, making_id, words))


@click.command(epilog="Example: caseaudit train make text MAKING extract --file extract.txt")
@click.argument("making_id", metavar="MAKING")
@click.argument("which")
@click.argument("words", required=False)
@click.option("--file", "path", metavar="FILE", help="The file that holds the text; - is stdin.")
@works_in_workspace
def text(workspace: Workspace, making_id: str, which: str, words: str | None, path: str | None) -> int:
    """Write one text of MAKING: situation, kind, title, extract, lift, or the reason of a criterion by its id.

    Without WORDS and --file your own editor opens with the text as you left it. Write with the real names
    and dates: they are replaced and moved wherever the exemplar is shown. An audit holds no text of the case
    file, so the extract is yours to write: 150 to 400 words of a record that bear the reasons out.
    """
    if words is not None and path:
        raise bad_input("--file", "and WORDS are both given", "Give one of them")
    before = making.show(workspace, making_id).making.text(which)
    written = words if words is not None else _written(workspace, before, path)
    return _tell(workspace, making.write(workspace, making_id, which, written))


def _written(workspace: Workspace, before: str, path: str | None) -> str:
    """Return the text of a file, of stdin, or as the editor left it."""
    if path and path != "-":
        return text_of(filesystem.read_regular(Path(path), _LARGEST), path)
    if path or not sys.stdin.isatty():
        return text_of(sys.stdin.buffer.read(_LARGEST), "stdin")
    return editor.edited(workspace, before)


@click.command()
@click.argument("making_id", metavar="MAKING")
@click.argument("criteria", nargs=-1, metavar="CRITERION...")
@works_in_workspace
def choose(workspace: Workspace, making_id: str, criteria: tuple[str, ...]) -> int:
    """Choose the criteria on which MAKING is graded, four to eight of those that the audit graded.

    The grade of the whole extract follows from them by the checklist's own rule.
    """
    if not criteria:
        raise bad_input("CRITERION", "is missing", "Name four to eight; `train make show MAKING --notes` lists them")
    return _tell(workspace, making.choose(workspace, making_id, criteria))


def _tell(workspace: Workspace, made: Making) -> int:
    say.note(shown.standing(making.view(workspace, made)))
    return DONE
