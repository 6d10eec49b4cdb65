"""Which counts may not be merged, and why: what does not add up in one file, and what two files disagree about.

Every fault is found, not only the first. Nothing here reads a file; files are called by the names that they are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from caseaudit.domain.federation import Counts, Source
from caseaudit.problems import Problem

ASK_AGAIN = "Ask the service to export its counts again"
_Named = Sequence[tuple[str, Counts]]


class Fault(NamedTuple):
    """Something in one file that does not add up."""

    key: str
    what: str
    remedy: str = ASK_AGAIN


# ── one file ─────────────────────────────────────────────────────────────────


def faults(counts: Counts) -> Iterator[Fault]:
    """Yield everything in one file that its types allow and its own counts contradict."""
    yield from _of_sources(counts)
    yield from _of_names(counts)
    yield from _of_audits(counts)
    yield from _of_answers(counts)
    yield from _of_repeats(counts)


def _of_sources(counts: Counts) -> Iterator[Fault]:
    for place, source in enumerate(counts.services, 1):
        yield from _of_source(f"services[{place}]", source)
    exports: dict[str, list[Source]] = defaultdict(list)
    for source in counts.services:
        exports[source.service].append(source)
    months = {(row.service, row.month) for row in counts.audits}
    if any(not _within(month, exports[name]) for name, month in months):
        yield Fault("audits", "holds a month outside the period of its service")
    if any(_again([(0, source) for source in counts.services])):
        yield Fault("services", "holds a service twice over the same months")


def _of_source(key: str, source: Source) -> Iterator[Fault]:
    if not _is_date(source.day):
        yield Fault(f"{key}.day", "is not a date")
    if bool(source.first) != bool(source.last) or source.first > source.last:
        yield Fault(f"{key}.first", "is after the last month")
    if bool(source.first) != bool(source.audits):
        yield Fault(f"{key}.first", "does not fit the number of audits")


def _is_date(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _within(month: str, exports: Iterable[Source]) -> bool:
    return any(each.first <= month <= each.last for each in exports)


def _of_names(counts: Counts) -> Iterator[Fault]:
    """Yield the tables that speak of a service, a criterion, a checklist or a grade that the file does not describe."""
    services, grades = {source.service for source in counts.services}, {row.id for row in counts.grades}
    for table in ("audits", "answers", "actions", "repeats"):
        if any(row.service not in services for row in getattr(counts, table)):
            yield Fault(table, "names a service that is not among the services")
    worded, asked = {row[:3] for row in counts.criteria}, {(row[5], row[6], row[7]) for row in counts.answers}
    if asked - worded:
        yield Fault("criteria", "lacks the wording of a criterion that is counted")
    if {row[5:7] for row in counts.audits} - {row[:2] for row in counts.checklists}:
        yield Fault("checklists", "lacks a version of a checklist that is counted")
    if ({row.judgement for row in counts.audits} | {row.grade for row in counts.answers}) - grades - {""}:
        yield Fault("grades", "lacks a grade that is counted")


def _of_audits(counts: Counts) -> Iterator[Fault]:
    """Yield where the audits are not as many as their service says."""
    said, found = Counter[str](), Counter[str]()
    for source in counts.services:
        said[source.service] += source.audits
    for place, row in enumerate(counts.audits, 1):
        found[row.service] += row.n
        if row.good > (row.n if row.judgement else 0):
            yield Fault(f"audits[{place}].good", "is more than the audits that have a judgement")
        if max(row.compliance, row.quality) > row.n:
            yield Fault(f"audits[{place}]", "has more audits of one focus than audits")
    for name in sorted(said.keys() | found.keys()):
        if said[name] != found[name]:
            yield Fault("audits", f"adds up to {found[name]} audits, where the service says {said[name]}")


def _of_answers(counts: Counts) -> Iterator[Fault]:
    """Yield what is answered more often than there are audits to ask it, and grades that do not fit their state."""
    audits, answers = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for audit in counts.audits:
        audits[audit[:7]] += audit.n
    for place, row in enumerate(counts.answers, 1):
        answers[row[:8]] += row.n
        if row.grade and row.state != "graded":
            yield Fault(f"answers[{place}].grade", "is there, and the state is not graded")
        if row.good > (row.n if row.grade else 0) or row.limiting > row.n:
            yield Fault(f"answers[{place}]", "has more good or limiting answers than graded ones")
    for key, n in answers.items():
        if n > audits[key[:7]]:
            what = f"holds {n} answers to {key[7]} in a group of {audits[key[:7]]} audits ({key[5]}, {key[4]})"
            yield Fault("answers", what)


def _of_repeats(counts: Counts) -> Iterator[Fault]:
    audits = Counter[tuple[str, str]]()
    for row in counts.audits:
        audits[row.service, row.checklist] += row.n
    for place, each in enumerate(counts.repeats, 1):
        if each.repeated > each.n:
            yield Fault(f"repeats[{place}].repeated", "is more than the cases that were compared")
        if 2 * each.n > audits[each.service, each.checklist]:
            yield Fault(f"repeats[{place}].n", "is more cases than there are pairs of audits")


# ── several files ────────────────────────────────────────────────────────────


def refusals(named: _Named) -> list[Problem]:
    """Return why files cannot be merged with each other: the same audits twice, other words, another meaning."""
    return [*_twice(named), *_other_words(named), *_other_grades(named)]


def _twice(named: _Named) -> Iterator[Problem]:
    found = _again([(place, source) for place, (_, counts) in enumerate(named) for source in counts.services])
    for pair in sorted(found, key=lambda pair: pair[1][0]):
        (one, first), (other, second) = pair
        if first.digest == second.digest:
            what = f"holds the same export of {second.service} as {named[one][0]}"
            yield Problem(named[other][0], what, "Name each export once")
        else:
            what = f"holds audits of {second.service} from {_months(second)}, and so does {named[one][0]}"
            remedy = "Leave one of them out; if they are two services, export one again with --name"
            yield Problem(named[other][0], what, remedy)


_Placed = tuple[int, Source]
"""An export, and the place of its file."""


def _again(sources: Iterable[_Placed]) -> Iterator[tuple[_Placed, _Placed]]:
    """Yield pairs of exports that may hold the same audits: the same one, or one service over the same months."""
    once: dict[str, _Placed] = {}
    services: dict[str, list[_Placed]] = defaultdict(list)
    for placed in sources:
        source = placed[1]
        if source.digest in once:
            yield once[source.digest], placed
        else:
            once[source.digest] = placed
            services[_called(source)].append(placed)
    for exports in services.values():
        yield from _overlapping([placed for placed in exports if placed[1].first])


def _overlapping(exports: list[_Placed]) -> Iterator[tuple[_Placed, _Placed]]:
    """Yield each export that begins before an earlier one has ended, with that; the one named first comes first."""
    longest: _Placed | None = None
    for placed in sorted(exports, key=lambda placed: (placed[1].first, placed[0])):
        if longest and placed[1].first <= longest[1].last:
            yield (longest, placed) if longest[0] <= placed[0] else (placed, longest)
        if longest is None or placed[1].last > longest[1].last:
            longest = placed


def _called(source: Source) -> str:
    return " ".join(source.service.casefold().split())


def _months(source: Source) -> str:
    return source.first if source.first == source.last else f"{source.first} to {source.last}"


_Words = frozenset[tuple[str, str]]


class _Asked(NamedTuple):
    """How a criterion is asked in one file."""

    words: _Words
    versions: tuple[str, ...]


def _other_words(named: _Named) -> Iterator[Problem]:
    """Yield the criteria that are not asked in the same words everywhere, whatever the versions are called."""
    files: dict[tuple[str, str], dict[str, _Asked]] = defaultdict(dict)
    for place, (_, counts) in enumerate(named):
        for key, asked in _asked(counts).items():
            files[key][str(place)] = asked
    for (checklist, criterion), by_file in sorted(files.items()):
        if len({asked.words for asked in by_file.values()}) > 1:
            yield _disagreement(checklist, criterion, by_file, named)


def _asked(counts: Counts) -> dict[tuple[str, str], _Asked]:
    words, versions = (
        defaultdict[tuple[str, str], set[tuple[str, str]]](set),
        defaultdict[tuple[str, str], set[str]](set),
    )
    for row in counts.criteria:
        words[row.checklist, row.criterion].add((row.wording, row.question))
        versions[row.checklist, row.criterion].add(row.version)
    return {key: _Asked(frozenset(words[key]), tuple(sorted(versions[key]))) for key in words}


def _disagreement(checklist: str, criterion: str, by_file: Mapping[str, _Asked], named: _Named) -> Problem:
    alike: dict[_Words, list[str]] = defaultdict(list)
    for place, asked in by_file.items():
        versions = f"version{'' if len(asked.versions) == 1 else 's'} {', '.join(asked.versions)}"
        alike[asked.words].append(f"{named[int(place)][0]} ({versions})")
    where = " against ".join(", ".join(files) for files in alike.values())
    remedy = (
        "Audit with one wording everywhere and export again with --since the month in which it came in, "
        "or merge without the files that ask it otherwise"
    )
    return Problem(where, f"{checklist} asks {criterion} in other words", remedy)


def _other_grades(named: _Named) -> Iterator[Problem]:
    found: dict[str, dict[bool, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, counts in named:
        for row in counts.grades:
            found[row.id][row.good].append(name)
    for grade, sides in sorted(found.items()):
        if len(sides) > 1:
            what = f'the grade "{grade}" is good or better in {", ".join(sides[True])} alone'
            remedy = "Agree on one scale, or merge without the files that use another"
            yield Problem(", ".join(sides[False]), what, remedy)
