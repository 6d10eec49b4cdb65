"""The practice library: the checklists that ship with the program, and the workspace's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from caseaudit.domain.checklist import Checklist, Document, Grade, Scale
from caseaudit.domain.checklist_reading import Knowledge, read_checklist
from caseaudit.domain.shape import Fault
from caseaudit.problems import BadInput, CaseauditError, Problem, bad_input, nearest, tried
from caseaudit.store import filesystem, toml_text

if TYPE_CHECKING:
    from caseaudit.domain.timescales import Timescale

Shape = TypeVar("Shape")

LIMIT = 1_048_576
TIMESCALES = "timescales.toml"
TABLES = frozenset({"scales.toml", "sources.toml", TIMESCALES, "areas.toml", "packs.toml", "coverage.toml"})


class _GradeTable(msgspec.Struct):
    """A grade as its file has it."""

    id: str
    label: str
    short: str
    mark: str
    good: bool
    meaning: str


class _ScaleTable(msgspec.Struct):
    """A scale as its file has it."""

    id: str
    title: str
    grades: tuple[_GradeTable, ...]


class Shelf(NamedTuple):
    """What a folder of checklists holds: those that can be used, and what is wrong with the others."""

    checklists: dict[str, Checklist]
    problems: list[Problem]


class Clocks(NamedTuple):
    """The clocks that can be used, every id that is given to one, and what is wrong with the others."""

    timescales: dict[str, Timescale]
    ids: frozenset[str]
    problems: list[Problem]


class Library:
    """The checklists of some folders; in a later folder an id takes the place of the same id before."""

    def __init__(self, *folders: Path) -> None:
        self.folders = tuple(folder for folder in folders if folder.is_dir())

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Every scale, by id."""
        return {name: _scale(name, table) for name, table in self._tables("scales.toml").items()}

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Every document that can be cited, by id."""
        return {name: _document(name, table) for name, table in self._tables("sources.toml").items()}

    @cached_property
    def areas(self) -> dict[str, str]:
        """The title of every area of practice, by id."""
        return {name: _area(name, title) for name, title in self._tables("areas.toml").items()}

    @cached_property
    def clocks(self) -> Clocks:
        """Every clock, in the order of the files, and every problem; only local ones give way to later ones."""
        found = Clocks({}, frozenset(), [])
        for at, folder in enumerate(self.folders):
            more = _clocks(folder / TIMESCALES, found.timescales if at else None)
            found = Clocks(found.timescales | more.timescales, found.ids | more.ids, found.problems + more.problems)
        return found

    @cached_property
    def knowledge(self) -> Knowledge:
        """What a checklist may refer to."""
        return Knowledge(self.scales, self.documents, self._clock_ids, frozenset(self.areas))

    @cached_property
    def _clock_ids(self) -> frozenset[str]:
        """The id of every clock, without reading what it says: an audit is opened long before one is shown."""
        files = [folder / TIMESCALES for folder in self.folders]
        contents = [filesystem.read_regular(path, LIMIT) for path in files if path.is_file()]
        return frozenset(name for content in contents for name in toml_text.headers(content))

    @cached_property
    def shelf(self) -> Shelf:
        """Every checklist, in order of title, and every problem, also of the clocks."""
        clocks = self.clocks.problems
        read, problems = tried(self.read, self.paths().values())
        found = {checklist.id: checklist for checklist in read}
        ordered = sorted(found.values(), key=lambda checklist: checklist.title)
        return Shelf({checklist.id: checklist for checklist in ordered}, list(dict.fromkeys((*clocks, *problems))))

    def paths(self) -> dict[str, Path]:
        """Return the file of every checklist, by id."""
        paths = (path for folder in self.folders for path in sorted(folder.glob("*.toml")))
        return {path.stem: path for path in paths if path.name not in TABLES}

    def get(self, checklist_id: str) -> Checklist:
        """Return one checklist. Raises `BadInput` if there is none or it has problems."""
        paths = self.paths()
        if checklist_id not in paths:
            raise bad_input(checklist_id, "is not a checklist of this library", nearest(checklist_id, paths))
        return self.read(paths[checklist_id])

    def timescale(self, clock_id: str) -> Timescale:
        """Return one clock. Raises `BadInput` if there is none or it has problems."""
        found = self.clocks.timescales
        if clock_id in found:
            return found[clock_id]
        if clock_id in self.clocks.ids:
            raise bad_input(clock_id, "has problems of its own", "Mend them; `caseaudit checklist check` names them")
        raise bad_input(clock_id, "is not a clock of this library", nearest(clock_id, found))

    def clock_in_words(self, clock_id: str) -> str:
        """Return one clock as a sentence; nothing where there is none that can be read."""
        from caseaudit.domain.timescales import sentence

        clock = self.clocks.timescales.get(clock_id)
        return sentence(clock) if clock else ""

    def read(self, path: Path) -> Checklist:
        """Return the checklist in a file. Raises `BadInput` with every problem in it."""
        content = filesystem.read_regular(path, LIMIT)
        table = toml_text.parse(content, str(path))
        checklist, faults = read_checklist(table, path.stem, self.knowledge)
        if checklist is None:
            raise faulty(path, content, faults)
        return checklist

    def problems(self, path: Path) -> list[Problem]:
        """Return everything that is wrong with a checklist or the clocks, or with all of those in a folder."""
        files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        found = [problem for file in files for problem in self._problems_of(file)]
        return list(dict.fromkeys(found))  # What is wrong with the scales is wrong with every checklist.

    def _problems_of(self, path: Path) -> Iterable[Problem]:
        if path.name == TIMESCALES:
            ships = path.parent.resolve() in [folder.resolve() for folder in self.folders[:1]]
            return _clocks(path, None if ships else self.clocks.timescales).problems
        if path.name in TABLES:
            return ()
        try:
            self.read(path)
        except CaseauditError as error:
            return error.problems
        return ()

    def _tables(self, name: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for folder in self.folders:
            path = folder / name
            if path.is_file():
                merged |= toml_text.parse(filesystem.read_regular(path, LIMIT), str(path))
        return merged


def _clocks(path: Path, before: Mapping[str, Timescale] | None) -> Clocks:
    """Return the clocks of a file, which need not be there; `before` as for `read_timescales`."""
    from caseaudit.domain.timescales_reading import read_timescales

    if not path.exists():
        return Clocks({}, frozenset(), [])
    try:
        content = filesystem.read_regular(path, LIMIT)
        table = toml_text.parse(content, str(path))
    except CaseauditError as error:
        return Clocks({}, frozenset(), list(error.problems))
    found, faults = read_timescales(table, before)
    return Clocks(found, frozenset(table), list(faulty(path, content, faults).problems))


def _scale(name: str, table: Any) -> Scale:
    grades = table.get("grade") if isinstance(table, dict) else None
    found = _shaped(_ScaleTable, "scales.toml", name, {**table, "grades": grades} if grades else table)
    scale = Scale(found.id, found.title, tuple(Grade(*msgspec.structs.astuple(grade)) for grade in found.grades))
    if len(scale.grades) < 2:
        raise bad_input("scales.toml", "has fewer than two grades", "Give it two or more, best first", name)
    return scale


def _document(name: str, table: Any) -> Document:
    return _shaped(Document, "sources.toml", name, table)


def _area(name: str, title: Any) -> str:
    if not isinstance(title, str) or not title.strip():
        raise bad_input("areas.toml", "has no title", 'Write one line an area: adoption = "Adoption"', name)
    return title


def _shaped(shape: type[Shape], file: str, name: str, table: Any) -> Shape:
    """Return one table of a file in its shape. Raises `BadInput` that names the table."""
    fields = msgspec.to_builtins({**table, "id": name}) if isinstance(table, dict) else table
    try:
        return msgspec.convert(fields, shape)
    except msgspec.ValidationError:
        remedy = "Write it as in the file that ships with caseaudit"
        raise bad_input(file, "lacks a key, or a key holds the wrong kind of value", remedy, name) from None


def faulty(path: Path, content: bytes, faults: Iterable[Fault]) -> BadInput:
    """Return the error that names every fault of a file with its line and key, in reading order."""
    text = toml_text.text_of(content, str(path))
    return BadInput(*sorted((_problem(path, text, fault) for fault in faults), key=_reading_order))


def _problem(path: Path, text: str, fault: Fault) -> Problem:
    line = toml_text.line_of(text, fault.path)
    return Problem(f"{path}:{line}", fault.what, fault.remedy, _spelt(fault.path))


def _spelt(path: tuple[str | int, ...]) -> str:
    """`section[2].criterion[1].weight`, counted from 1 as people count."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _reading_order(problem: Problem) -> tuple[int, str]:
    return int(problem.where.rpartition(":")[2]), problem.key
