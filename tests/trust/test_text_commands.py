"""Every command, in a real terminal, over a service whose every text is hostile (promise A7, and A8 for commands).

Nothing that a text holds drives the terminal, on stdout or on stderr, and what is shown is the text. The table says
how each command is called; a command that nobody has put into it fails the first test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import category

import click
import pytest
import tomli

from caseaudit.cli.front import caseaudit
from caseaudit.desk import making
from caseaudit.desk.workspace import make
from caseaudit.plaintext import clean, one_line, visible
from hostile import EVERY, STORABLE
from terminal.emulated import Sequence, sequences
from trust.in_a_terminal import Told, terminals
from trust.texts_everywhere import OPEN_ID, SAMPLE_ID, SESSION_ID, TO_BE_AGREED, Service, laid_out

pytestmark = pytest.mark.timeout(400)  # one run of everything; a machine may be busy

WHOLE = "every text, whole"
MOST = "nearly every text: a few may not stand there at all"
ITS_OWN = "words of its own, and here and there a text"
"""What a command shows of the texts."""


class Call(NamedTuple):
    """One way to call a command."""

    words: str
    """Its arguments; `{text}` and the like are filled in with what the service has."""
    shows: str = ITS_OWN
    code: int = 0
    typed: str = ""


_GRADES = "1\nwhy\n" * 5
_TEXTS = "--case {text} --team {text} --worker {text}"
CALLS: dict[str, list[Call]] = {
    "demo": [Call("made-demo --audits 3 --no-open")],
    "init": [Call("made --name {text}")],
    "where": [Call(""), Call("--json")],
    "audit new": [Call("--checklist hostile --auditor {text} " + _TEXTS), Call("--pack pack-all " + _TEXTS)],
    "audit fill": [Call("{everything} --all", WHOLE, typed="y\n" + "\n" * 2000)],
    "audit answer": [Call("{everything} HOS-001 good --reason {text} --evidence {text} --impact {text}")],
    "audit dates": [Call("{everything} HOS-001 --start 2026-11-01")],
    "audit fact": [Call("{everything}", WHOLE), Call("{everything} choice {text}")],
    "audit escalate": [Call("{everything} HOS-001 safe --told {text} --note {text}")],
    "audit section": [Call("{everything} all off"), Call("{everything} all on")],
    "audit action": [Call("{everything} --what {text} --owner {text} --due 2027-01-01")],
    "audit sign-off": [Call("{saved} --judgement good --reason {text}")],
    "audit reopen": [Call("{spare} --reason {text}")],
    "audit re-audit": [Call("{one} --auditor {text} --worker {text}")],
    "audit list": [Call("--all", WHOLE), Call("--all --json", WHOLE)],
    "audit show": [Call("{everything}", WHOLE), Call("{first}", WHOLE), Call("{everything} --json", WHOLE),
                   Call("{everything} --toml", WHOLE)],
    "audit history": [Call("{saved}", WHOLE), Call("{saved} --json", WHOLE)],
    "checklist list": [Call(""), Call("--json")],
    "checklist show": [Call("hostile", WHOLE), Call("hostile --json", WHOLE)],
    "checklist exemplar": [Call("short", MOST), Call("short good", MOST), Call("short --json", MOST)],
    "checklist check": [Call("broken.toml", code=1), Call("{text}", code=2)],
    "checklist new": [Call("made-new")],
    "checklist diff": [Call("hostile other/hostile.toml"), Call("hostile other/hostile.toml --json")],
    "checklist to-xlsx": [Call("hostile --to made.xlsx", code=2), Call("supervision --to made.xlsx")],
    "checklist from-xlsx": [Call("made.xlsx --to {text}", code=2), Call("made.xlsx --to supervision.toml")],
    "pack list": [Call("", WHOLE), Call("--json", WHOLE)],
    "pack show": [Call("pack-all", WHOLE), Call("pack-all --json", WHOLE)],
    "timescale list": [Call("", WHOLE), Call("--json", WHOLE)],
    "timescale show": [Call("clock-all", WHOLE), Call("clock-all --json", WHOLE)],
    "sample check": [Call("cases.csv"), Call("cases.csv --json")],
    "sample size": [Call("--population 100")],
    "sample rules": [Call("")],
    "sample draw": [Call("cases.csv --size 160 --by team --dry-run", MOST)],
    "sample list": [Call(""), Call("--json", WHOLE)],
    "sample show": [Call("{sample}", WHOLE), Call("{sample} --json", WHOLE)],
    "sample cases": [Call("{sample} cases.csv", code=2)],
    "plan make": [Call("{sample} --auditor {text} --checklist short --due 2027-01-01", code=1)],
    "plan list": [Call(""), Call("--json", WHOLE)],
    "plan show": [Call("{sample}", WHOLE), Call("{sample} --json", WHOLE)],
    "plan mine": [Call("", WHOLE), Call("--json", WHOLE)],
    "plan begin": [Call("{sample} {mine}")],
    "plan reassign": [Call("{sample} {mine2} --to {text}")],
    "moderate begin": [Call("{saved} --moderator {text}")],
    "moderate draw": [Call("--of-each auditor --share 100 --moderator {text}")],
    "moderate list": [Call("", WHOLE), Call("--json", WHOLE)],
    "moderate compare": [Call("{first} --all", WHOLE)],
    "moderate agree": [Call("{pair} HOS-001 good --reason {text}")],
    "moderate return": [Call("{pair} --judgement good --reason {text} --comment {text}")],
    "moderate acknowledge": [Call("{pair} --reply {text} --by {text1}")],
    "action list": [Call("", WHOLE), Call("--json", WHOLE)],
    "action update": [Call("{four} A1 --done {text} --owner {text}")],
    "summary": [Call(""), Call("--by team", WHOLE), Call("--by worker --json", WHOLE), Call("--trend"),
                Call("--by auditor --share --json")],
    "themes": [Call("", WHOLE), Call("--json", WHOLE)],
    "agreement": [Call("--from grades.csv --unit {unit}"), Call("--from grades.csv --unit {unit} --json", MOST)],
    "train list": [Call(""), Call("--json")],
    "train begin": [Call("--exemplar short:A --title {text}")],
    "train sessions": [Call(""), Call("--json")],
    "train grade": [Call("{open} --as {text} --all", MOST, typed=_GRADES), Call("{open} --as Newcomer", typed=_GRADES)],
    "train hand-out": [Call("{open} -o made-session.json")],
    "train gather": [Call("{open} made-session.json", WHOLE)],
    "train reveal": [Call("{open} --yes")],
    "train result": [Call("{session}", WHOLE), Call("{session} --json", WHOLE)],
    "train look-up": [Call("", MOST), Call("--json", MOST), Call("{text}")],
    "train make begin": [Call("{first}")],
    "train make list": [Call(""), Call("--json")],
    "train make show": [Call("{making}", code=1), Call("{making} --notes --json", code=1)],
    "train make text": [Call("{making} situation {text}")],
    "train make choose": [Call("{making} HOS-001 HOS-002 HOS-003 HOS-004")],
    "train make replace": [Call("{making} Nobody={text1}", code=2)],
    "train make keep": [Call("{making} {text}")],
    "train make confirm": [Call("{making} --by {text1} --read --nobody-recognised", code=1)],
    "train make finish": [Call("{making}", code=1)],
    "train make discard": [Call("{making}")],
    "train paper": [Call("short --to markdown")],
    "export csv": [Call("")],
    "export xlsx": [Call("--output made-book.xlsx --checklist short")],
    "export json": [Call("", WHOLE)],
    "export counts": [Call("", WHOLE)],
    "export actions": [Call("")],
    "export facts": [Call("")],
    "export calendar": [Call("")],
    "export parquet": [Call("made-lake")],
    "export docx": [Call("--audit {one} --output made.docx")],
    "export html": [Call("--checklist short")],
    "export markdown": [Call("")],
    "merge": [Call("counts-0.json counts-1.json counts-2.json --by team", WHOLE),
              Call("counts-0.json counts-1.json --by team --json", WHOLE), Call("{text}", code=2)],
    "encryption status": [Call(""), Call("--json")],
    "encryption key new": [Call("")],
    "encryption key show": [Call("")],
    "encryption on": [Call("--recipient {text} --recipient {text1}", code=2)],
    "encryption restore-test": [Call("--identity {text}", code=1)],
    "encryption recipients add": [Call("{text}", code=2)],
    "encryption recipients remove": [Call("{text}", code=1)],
    "encryption resume": [Call("", code=1)],
    "encryption off": [Call("", code=1)],
    "retention hold": [Call("{one} --reason {text}")],
    "retention list": [Call(""), Call("--json")],
    "retention release": [Call("{one}")],
    "retention apply": [Call("--yes")],
    "doctor": [Call("", code=1), Call("--json", code=1), Call("--fix --yes", code=1)],
    "verify": [Call("", code=1), Call("--json", code=1), Call("--seal {text}", code=2)],
    "seal": [Call("", code=1)],
    "schema record": [Call("")],
    "schema checklist": [Call("")],
    "schema summary": [Call("")],
    "schema counts": [Call("")],
    "schema agreement": [Call("")],
    "schema sample": [Call("")],
    "schema session": [Call("")],
    "schema themes": [Call("")],
}  # fmt: skip
"""How each command is called over the service. A new command goes in here, with what it shows of the texts."""
IN_THE_APP = {"audit open", "train open"}
"""Commands that do nothing but open the app, where `test_text_screens.py` looks."""


class Ran(NamedTuple):
    """A call, and what it told."""

    command: str
    call: Call
    told: Told

    @property
    def line(self) -> str:
        """What was typed, as it stands in the table."""
        return f"{self.command} {self.call.words}".strip()

    @property
    def json(self) -> bool:
        """Whether stdout is JSON."""
        return "--json" in self.call.words or self.command in ("export json", "export counts")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that there is, by its words."""

    def below(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from below(command, f"{path} {name}")
            elif command is not None:
                yield f"{path} {name}".strip(), command

    yield from below(caseaudit, "")


def test_every_command_is_called() -> None:
    """A command that is new has to say how it is called, or nobody tries it with these texts."""
    known, called = {path for path, _ in commands()}, {*CALLS, *IN_THE_APP}
    assert known - called == set(), "new commands: say in CALLS of tests/trust/test_text_commands.py how each is called"
    assert called - known == set(), "CALLS of tests/trust/test_text_commands.py names commands that there are not"


# ── one run of everything ────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service whose every text is hostile."""
    return laid_out(tmp_path_factory.mktemp("texts"))


def _words(service: Service) -> dict[str, str]:
    texts = service.texts
    return {
        **{name: getattr(service, name) for name in ("everything", "first", "second", "saved")},
        **{name: service.audit(number) for name, number in {"one": 0, "four": 4}.items()},
        "spare": service.audit(3, "again"),
        "pair": service.audit(TO_BE_AGREED),
        "sample": SAMPLE_ID,
        "session": SESSION_ID,
        "open": OPEN_ID,
        "text": texts[0],
        "text1": texts[TO_BE_AGREED],
        "mine": f"{texts[0]} mine",
        "mine2": f"{texts[2]} mine",
        "unit": one_line(texts[21]),
        "making": making.begin(service.workspace, service.first).id,
    }


@pytest.fixture(scope="module")
def ran(service: Service, tmp_path_factory: pytest.TempPathFactory) -> list[Ran]:
    """Every call of the table, one after the other, in terminals."""
    words, folder = _words(service), service.folder
    home = str(tmp_path_factory.mktemp("home"))
    with terminals(CASEAUDIT_WORKSPACE=str(service.places.workspace), CASEAUDIT_AUDITOR="A. Auditor", HOME=home) as run:
        for number, text in enumerate(service.texts[:3]):
            run.run("export", "counts", "--name", text, "-o", f"counts-{number}.json", folder=folder)
        return [
            Ran(path, call, run.run(*path.split(), *_arguments(call, words), folder=folder, typed=call.typed))
            for path, calls in CALLS.items()
            for call in calls
        ]


def _arguments(call: Call, words: dict[str, str]) -> list[str]:
    return [word.format(**words) for word in call.words.split()]


def test_each_call_does_its_work(ran: list[Ran]) -> None:
    """A command that stopped at its first mistake would show nothing, and prove nothing."""
    odd = {one.line: (one.told.code, one.told.err[-300:]) for one in ran if one.told.code != one.call.code}
    assert odd == {}
    assert not [one.line for one in ran if b"the program failed" in one.told.err or b"Traceback" in one.told.err]


# ── what must not be there ───────────────────────────────────────────────────

_PROGRESS = {Sequence("CSI", detail) for detail in ("m", "K", "A", "?25l", "?25h")}
"""What the line of progress is drawn with, on stderr alone: colours, a cleared line, the cursor away and back."""
_TYPING = {Sequence("CSI", "?2004h"), Sequence("CSI", "?2004l")}
"""What the library that edits a typed line says to the terminal: that a paste shall be marked as one."""
_JOINERS = "\u200c\u200d"


def _disallowed(raw: bytes, allowed: set[Sequence] = frozenset()) -> set[Sequence]:  # type: ignore[assignment]
    """Return what of the bytes could drive a terminal, hide text or turn it round."""
    kinds = {found for found in sequences(raw) if found.kind != "character"} - allowed
    return kinds | {Sequence("character", f"U+{ord(each):04X}") for each in {*raw.decode()} if _drives(each)}


def _drives(character: str) -> bool:
    if category(character) == "Cf":
        return character not in _JOINERS
    return category(character) in ("Cc", "Cs", "Zl", "Zp") and character not in "\n\t\x1b"


def test_no_text_drives_the_terminal(ran: list[Ran], figure: Any) -> None:
    """Every byte on stdout is text. On stderr there is the line of progress as well, and nothing else."""
    found = {one.line: odd for one in ran if (odd := _of_both(one))}
    assert found == {}
    figure.at_least("Commands run in a terminal over hostile texts", len(CALLS))
    figure("Control sequences of a text that reached the terminal", len(found))


def _of_both(one: Ran) -> set[Sequence]:
    typing = _TYPING if one.call.typed else set()
    out = one.told.out
    if one.command in WINDOWS_FORMATS:
        out = out.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    err = one.told.err.replace(b"\r\x1b[2K", b"").replace(b"\r", b"") if b"\x1b[2K" in one.told.err else one.told.err
    return _disallowed(out, typing) | _disallowed(err, _PROGRESS)


WINDOWS_FORMATS = {"export csv", "export actions", "export facts", "export calendar"}
"""Formats that end a line with a carriage return and a new line, and may begin with a byte order mark."""


def test_json_is_plain_ascii(ran: list[Ran]) -> None:
    """What a program reads is fit for a terminal, too."""
    assert [one.line for one in ran if one.json and not {*one.told.out} <= {10, *range(32, 127)}] == []


# ── what must be there ───────────────────────────────────────────────────────


def _squeezed(text: str) -> str:
    """Return a text as it is shown, without blanks: lines wrap, and columns are filled up."""
    return "".join(visible(text).split())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def _shown(one: Ran) -> Callable[[str], bool]:
    """Return what tells whether a text is in what a call wrote: exact where a program reads it, else as shown."""
    out = one.told.out.decode()
    if one.json or "--toml" in one.call.words:
        held = "\0\0".join(_strings(json.loads(out) if one.json else tomli.loads(out)))
        return lambda text: text in held or clean(text) in held or one_line(text) in held
    page = "".join(out.split())
    return lambda text: _squeezed(text) in page


def _missing(one: Ran, texts: tuple[str, ...]) -> list[str]:
    is_there = _shown(one)
    return [text for text in texts if not is_there(text)]


def test_each_text_is_shown_as_it_was_written(ran: list[Ran], service: Service, figure: Any) -> None:
    """Whole and to the letter; what hides, turns or drives is spelt out instead."""
    shown = [one for one in ran if one.call.shows != ITS_OWN]
    left = {one.line: _missing(one, service.texts) for one in shown}
    assert {line: texts for line, texts in left.items() if len(texts) > (20 if _is_most(line) else 0)} == {}
    figure("Hostile texts in the catalogue", len(EVERY))
    figure("Hostile texts in every field of a service", len(service.texts))


def _is_most(line: str) -> bool:
    return any(call.shows == MOST and f"{path} {call.words}" == line for path, calls in CALLS.items() for call in calls)


# ── a hostile word in place of every argument ────────────────────────────────

TYPED = tuple(text for text in STORABLE.values() if "\0" not in text)
"""Texts that a shell can hand to a program."""


class Misuse(NamedTuple):
    """A command with one of its arguments, or the value of one of its options, in a text's place."""

    path: str
    place: str
    arguments: list[str]

    @property
    def words(self) -> list[str]:
        """What is typed."""
        return [*self.path.split(), *STAYS_OUT.get(self.path, ()), *self.arguments]


def _misuses(turn: int) -> Iterator[Misuse]:
    """Yield every argument and every option that takes a value, of every command, each with the next text."""
    texts = islice(cycle(TYPED), turn, None)
    for path, command in commands():
        if path in IN_THE_APP:
            continue
        needed = [word for each in command.params if each.required for word in _given(each, "x")]
        for parameter in command.params:
            if isinstance(parameter, click.Argument) or not getattr(parameter, "is_flag", True):
                others = [word for each in command.params if each.required and each is not parameter
                          for word in _given(each, "x")]  # fmt: skip
                yield Misuse(path, parameter.opts[-1], [*others, *_given(parameter, next(texts))])
        yield Misuse(path, "one argument too many", [*needed, next(texts)])


STAYS_OUT = {"demo": ["--no-open"]}
"""What keeps a command out of the app, where nobody sits."""


def _given(parameter: click.Parameter, text: str) -> list[str]:
    return [text] if isinstance(parameter, click.Argument) else [parameter.opts[-1], text]


def test_a_hostile_word_in_any_argument_is_answered_harmlessly(
    tmp_path: Path, figure: Any, request: pytest.FixtureRequest
) -> None:
    """Whatever stands there, and wherever: the answer is words, never a traceback, and nothing of it drives.

    With `--texts 165 --timeout 3600` each argument is given each text, in half an hour.
    """
    turns = range(int(request.config.getoption("--texts", default=1)))
    folder = tmp_path.joinpath(*["deep", "enough", "for", "paths", "that", "lead", "up"])
    folder.mkdir(parents=True)
    place = make(str(tmp_path / "workspace"), name="x").workspace
    with terminals(CASEAUDIT_WORKSPACE=str(place), CASEAUDIT_AUDITOR="A. Auditor", HOME=str(folder)) as run:
        told = [(each, run.run(*each.words, folder=folder, typed="q\n")) for turn in turns for each in _misuses(turn)]
    odd = [(each, one) for each, one in told if one.code not in range(5) or b"the program failed" in one.err]
    assert odd == []
    found = {(each.path, each.place): odd for each, one in told if (odd := _disallowed_in(each, one))}
    assert found == {}
    figure.at_least("Arguments and options tried with a hostile word", len(told))


def _disallowed_in(misuse: Misuse, told: Told) -> set[Sequence]:
    return _of_both(Ran(misuse.path, Call("", typed="q"), told))
