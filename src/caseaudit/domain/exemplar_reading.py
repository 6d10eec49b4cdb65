"""From the plain tables of a TOML file to a set of exemplars, naming everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from caseaudit.domain import identifiers, shape
from caseaudit.domain.checklist import Checklist, Scale
from caseaudit.domain.exemplar import Exemplar, ExemplarAnswer, ExemplarSet, as_audit
from caseaudit.domain.judgement import suggest
from caseaudit.domain.shape import Fault, Key, Path

SHORTEST, LONGEST = 150, 400
"""Words of an extract: enough to grade by, and read in two minutes."""
FEWEST, MOST = 4, 8
"""Criteria that an extract is graded on."""

Tables = list[tuple[int, Mapping[str, Any]]]
"""Tables of one list, each with its place."""
Placed = Sequence[tuple[Path, Any]]
"""Values, each with the path at which it stands."""


class Marking(NamedTuple):
    """What a set of exemplars is graded by."""

    checklist: Checklist
    scales: Mapping[str, Scale]

    @property
    def scale(self) -> Scale:
        """The scale of the whole extract."""
        return self.scales[self.checklist.scale]

    def grades(self) -> list[str]:
        """Return the grades of the whole extract, best first."""
        return [grade.id for grade in self.scale.grades]

    def criteria(self) -> list[str]:
        """Return the criteria that are answered with a grade, in the checklist's order."""
        return [criterion.id for criterion in self.checklist.criteria if criterion.kind != "count"]

    def grades_of(self, criterion: Any) -> list[str]:
        """Return the grades that a criterion is answered with; those of the whole for one that is not known."""
        known = self.checklist.criterion(criterion)
        scale = self.scales[self.checklist.scale_of(known)] if known else self.scale
        return [grade.id for grade in scale.grades]


def read_exemplars(
    table: Mapping[str, Any], name: str, marking: Marking | None
) -> tuple[ExemplarSet | None, list[Fault]]:
    """Return the set, or None, and every fault found. `name` is the file's name without ending.

    Where the checklist is not known (`marking` is None) what can be checked is checked, and no set returned.
    """
    if newer := shape.newer(table):
        return None, newer
    faults = [*_shape_faults(table, marking), *(_fit_faults(table, name, marking) if marking else ())]
    return (None if faults or marking is None else _build(table, name)), faults


def checklist_of(name: str) -> str:
    """Return the checklist of a set by its name: `supervision` of `supervision.practice-1`."""
    return name.partition(".")[0]


# ── checks of one value ──────────────────────────────────────────────────────


def _own_text(value: Any) -> str | tuple[str, str] | None:
    """Text in which nothing looks as if it identified somebody."""
    if fault := shape.text(value):
        return fault
    if kinds := identifiers.found(value):
        return f"may hold {' and '.join(kinds)}", "Take it out: an exemplar is for everybody's eyes"
    return None


def _extract(value: Any) -> str | tuple[str, str] | None:
    if fault := _own_text(value):
        return fault
    count = words(value)
    return None if SHORTEST <= count <= LONGEST else (f"has {count} words", f"Write {SHORTEST} to {LONGEST}")


def words(text: str) -> int:
    """Return how many words a text has; a dash or a bullet that stands alone is none."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


# ── what each table may hold ─────────────────────────────────────────────────

SET_KEYS = {
    "format": Key(shape.whole(1, shape.FORMAT), needed=True),
    "checklist": Key(shape.text, needed=True),
    "version": Key(shape.text, needed=True),
    "from_practice": Key(shape.true_or_false),
    "fictional": Key(_own_text, needed=True),
    "situation": Key(_own_text, needed=True),
    "kind": Key(_own_text, needed=True),
    "exemplar": Key(shape.tables, needed=True),
}
EXEMPLAR_KEYS = {
    "grade": Key(shape.text, needed=True),
    "title": Key(_own_text, needed=True),
    "text": Key(_extract, needed=True),
    "lift": Key(_own_text, needed=True),
    "answer": Key(shape.tables, needed=True),
}
ANSWER_KEYS = {
    "criterion": Key(shape.text, needed=True),
    "grade": Key(shape.text, needed=True),
    "reason": Key(_own_text, needed=True),
}


def _narrowed(keys: Mapping[str, Key], **choices: Iterable[str]) -> dict[str, Key]:
    """Return the keys, some of which take only these words."""
    return {**keys, **{key: Key(shape.one_of(*allowed), needed=True) for key, allowed in choices.items()}}


def _shape_faults(table: Mapping[str, Any], marking: Marking | None) -> Iterator[Fault]:
    """Keys and values, table by table."""
    yield from shape.faults(table, SET_KEYS, ())
    keys = _narrowed(EXEMPLAR_KEYS, grade=marking.grades()) if marking else EXEMPLAR_KEYS
    for at, exemplar in _exemplars(table):
        yield from shape.faults(exemplar, keys, ("exemplar", at))
        yield from _answers_faults(exemplar, ("exemplar", at, "answer"), marking)


def _answers_faults(exemplar: Mapping[str, Any], path: Path, marking: Marking | None) -> Iterator[Fault]:
    answers = _answers(exemplar)
    if answers and not FEWEST <= len(answers) <= MOST:
        yield Fault(path, f"grades {_counted(len(answers))}", f"Grade {FEWEST} to {MOST}")
    for place, answer in answers:
        yield from shape.faults(answer, _answer_keys(answer, marking), (*path, place))


def _answer_keys(answer: Mapping[str, Any], marking: Marking | None) -> Mapping[str, Key]:
    if marking is None:
        return ANSWER_KEYS
    grades = marking.grades_of(answer.get("criterion"))
    return _narrowed(ANSWER_KEYS, criterion=marking.criteria(), grade=grades)


def _exemplars(table: Mapping[str, Any]) -> Tables:
    return shape.tables_in(table, "exemplar")


def _answers(exemplar: Mapping[str, Any]) -> Tables:
    return shape.tables_in(exemplar, "answer")


def _counted(count: int) -> str:
    return f"{count} criteri{'on' if count == 1 else 'a'}"


# ── whether the tables fit the checklist and each other ──────────────────────


def _fit_faults(table: Mapping[str, Any], name: str, marking: Marking) -> Iterator[Fault]:
    yield from _name_faults(table, name, marking.checklist)
    yield from _checklist_faults(table, marking.checklist)
    yield from _grade_faults(_exemplars(table), marking.grades(), every=table.get("from_practice") is not True)
    known = marking.criteria()
    for at, exemplar in _exemplars(table):
        yield from _order_faults(_graded(exemplar, ("exemplar", at, "answer")), known, "Keep the checklist's order")
        yield from _judgement_faults(exemplar, ("exemplar", at, "grade"), marking)
    yield from _difference_faults(table, known)


def _name_faults(table: Mapping[str, Any], name: str, checklist: Checklist) -> Iterator[Fault]:
    """A file has its checklist's name; one from practice may have a name of its own after a full stop."""
    _, further, own = name.partition(".")
    if checklist.id != checklist_of(name) or (further and not shape.CHECKLIST_ID.fullmatch(own)):
        yield Fault(("checklist",), "is not the file's name", "Name the file after its checklist")
    elif further and table.get("from_practice") is not True:
        remedy = f"Name it {checklist.id}.toml, or write from_practice = true in it"
        yield Fault(("checklist",), "is not the file's whole name", remedy)


def _checklist_faults(table: Mapping[str, Any], checklist: Checklist) -> Iterator[Fault]:
    version = table.get("version")
    if isinstance(version, str) and version != checklist.version:
        what = f"is not the version of the checklist, which is {checklist.version} now"
        yield Fault(("version",), what, "Grade the extracts by that version, then write its number here")


def _grade_faults(exemplars: Tables, grades: list[str], *, every: bool) -> Iterator[Fault]:
    """Each grade has one extract, best first; of faults that one slip makes, only one is named.

    Where not `every` grade is asked for, some may have none.
    """
    remedy = f"Write one extract for each grade, in this order: {', '.join(grades)}"
    given = [(("exemplar", at, "grade"), exemplar.get("grade")) for at, exemplar in exemplars]
    yield from (faults := list(_order_faults(given, grades, remedy)))
    wanting = [grade for grade in grades if grade not in _values(given)]
    if every and given and wanting and not faults and all(grade in grades for grade in _values(given)):
        yield Fault(("exemplar",), f"has no extract for {', '.join(wanting)}", remedy)


def _graded(exemplar: Mapping[str, Any], path: Path) -> Placed:
    return [((*path, place, "criterion"), answer.get("criterion")) for place, answer in _answers(exemplar)]


def _values(placed: Placed) -> list[Any]:
    return [value for _, value in placed]


def _order_faults(given: Placed, order: list[str], remedy: str) -> Iterator[Fault]:
    """Each value stands once and in this order; what is not in the order is a fault of its own."""
    before: list[str] = []
    for path, value in given:
        if value not in order:
            continue
        if value in before:
            yield Fault(path, "stands twice", remedy)
        elif before and order.index(value) < max(map(order.index, before)):
            yield Fault(path, "stands out of order", remedy)
        before.append(value)


def _difference_faults(table: Mapping[str, Any], known: list[str]) -> Iterator[Fault]:
    """Every extract grades what the first one grades; one that names no criterion is a fault of its own."""
    remedy = "Grade the same criteria in every extract"
    graded = [(("exemplar", at, "answer"), _values(_graded(exemplar, ()))) for at, exemplar in _exemplars(table)]
    graded = [(path, criteria) for path, criteria in graded if criteria and all(one in known for one in criteria)]
    for path, criteria in graded[1:]:
        first = graded[0][1]
        if wanting := [criterion for criterion in first if criterion not in criteria]:
            yield Fault(path, f"leaves out {', '.join(wanting)}, which an extract above grades", remedy)
        if more := [criterion for criterion in criteria if criterion not in first]:
            yield Fault(path, f"grades {', '.join(more)}, which an extract above leaves out", remedy)


def _judgement_faults(exemplar: Mapping[str, Any], path: Path, marking: Marking) -> Iterator[Fault]:
    """The answers, once they are answers, come to the extract's grade by the checklist's own rule, if it has one."""
    answers = [ExemplarAnswer(str(answer.get("criterion")), str(answer.get("grade")), "")
               for _, answer in _answers(exemplar)]  # fmt: skip
    if exemplar.get("grade") not in marking.grades() or not _are_answers(answers, marking):
        return
    graded = Exemplar(grade=exemplar["grade"], title="", text="", lift="", answers=tuple(answers))
    suggested = suggest(as_audit(graded, marking.checklist, marking.scale))
    if suggested.grade and suggested.grade != graded.grade:
        what = f"is not what its answers come to by the checklist's rule, which is {suggested.grade}"
        remedy = f"{suggested.explanation.rstrip('.')}; change this grade, or the answers that do not fit the text"
        yield Fault(path, what, remedy)


def _are_answers(answers: list[ExemplarAnswer], marking: Marking) -> bool:
    criteria = [answer.criterion for answer in answers]
    known = marking.criteria()
    return len({*criteria}) == len(criteria) and all(
        answer.criterion in known and answer.grade in marking.grades_of(answer.criterion) for answer in answers
    )


# ── building, once nothing is wrong ──────────────────────────────────────────


def _build(table: Mapping[str, Any], name: str) -> ExemplarSet:
    plain = {key: value for key, value in table.items() if key not in ("format", "exemplar")}
    return ExemplarSet(**plain, name=name, exemplars=tuple(map(_exemplar, table["exemplar"])))


def _exemplar(table: Mapping[str, Any]) -> Exemplar:
    plain = {key: value for key, value in table.items() if key != "answer"}
    return Exemplar(**plain, answers=tuple(ExemplarAnswer(**answer) for answer in table["answer"]))
