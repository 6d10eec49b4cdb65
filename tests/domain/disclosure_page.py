"""A shared summary as an attacker reads it: the JSON that is printed, and every equation that holds in it.

Knows nothing of how figures were chosen: it takes the document apart by the meaning of its keys. Three counts make a
share: good or better, below it, and the base; grades make up both; teams, months and workers make up everybody;
criteria make up checklists, and what is about compliance or quality; whole audits make up all audits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disclosure_attacker import Equation, Key, Page

from caseaudit.domain.report import Report, Row
from caseaudit.exports import summary_json

GOOD = ("outstanding", "good")
BELOW = ("requires-improvement", "inadequate")
HALVES = ("good or better", "below")
WHAT = (*HALVES, "graded")


class Reader:
    """Somebody who writes down each figure, and what it must add up to."""

    def __init__(self, document: Mapping[str, Any], teams: Mapping[str, Sequence[Row]]) -> None:
        self.document, self.teams = document, teams
        self.figures: dict[Key, int | None] = {}
        self.sums: list[Equation] = []

    def page(self) -> Page:
        """Return all of it."""
        self._everybody()
        self._criteria()
        self._judgements()
        for cut in self.document["breakdowns"]:
            self._cut(cut)
        self._by_team()
        self._months()
        keys = {key for total, parts in self.sums for key in (total, *parts)} | self.figures.keys()
        shown = {key: n for key, n in self.figures.items() if n is not None}
        return Page(shown, dict.fromkeys(sorted(keys - shown.keys(), key=repr), 0), self.sums)

    def _note(self, key: Key, n: int | None) -> None:
        assert self.figures.get(key, n) == n, key
        self.figures[key] = n

    def _share(self, whose: Key, what: Key, share: Mapping[str, Any]) -> None:
        n, of = share["n"], share["of"]
        for name, count in zip(WHAT, (n, None if n is None else of - n, of), strict=True):
            self._note((whose, what, name), count)
        self.sums.append(((whose, what, "graded"), tuple((whose, what, half) for half in HALVES)))

    def _adds_up(self, total: tuple[Key, Key], parts: Sequence[tuple[Key, Key]], names: Sequence[str] = WHAT) -> None:
        self.sums += [((*total, name), tuple((*part, name) for part in parts)) for name in names]

    def _group(self, whose: Key, group: Mapping[str, Any]) -> None:
        self._share(whose, "all", group["good_or_better"])
        for about in ("compliance", "quality"):
            self._share(whose, about, group[about])
        self._adds_up((whose, "all"), [(whose, "compliance"), (whose, "quality")])
        self._short(whose, group["insufficient_evidence"])
        self._judged((whose, "judged"), group["judgements"])

    def _short(self, whose: Key, share: Mapping[str, Any]) -> None:
        self._note((whose, "all", "short"), share["n"])
        self._note((whose, "all", "applicable"), share["of"])
        self.sums.append(((whose, "all", "applicable"), ((whose, "all", "short"), (whose, "all", "graded"))))

    def _judged(self, key: tuple[Key, Key], given: Mapping[str, int | None]) -> None:
        for grade in (*GOOD, *BELOW):
            self._note((*key, grade), given.get(grade, 0))
        for half, grades in zip(HALVES, (GOOD, BELOW), strict=True):
            self.sums.append(((*key, half), tuple((*key, grade) for grade in grades)))

    def _everybody(self) -> None:
        self._group("", self.document["overall"])
        self._audits("", self.document["audits"])

    def _audits(self, whose: Key, n: int | None) -> None:
        """Note how many audits there are: each of them is judged, for these checklists ask for it."""
        self._note((whose, "judged", "graded"), n)
        self.sums.append(((whose, "judged", "graded"), tuple((whose, "judged", half) for half in HALVES)))

    def _criteria(self) -> None:
        rows = self.document["rows"]
        for row in rows:
            self._criterion(row)
        for about in ("compliance", "quality"):
            self._adds_up(("", about), [("", _leaf(row)) for row in rows if row["focus"] == about])
        self._adds_up(("", "all"), [("", _leaf(row)) for row in rows], ("short",))

    def _criterion(self, row: Mapping[str, Any]) -> None:
        leaf = _leaf(row)
        self._share("", leaf, row["good_or_better"])
        names = {"short": "insufficient_evidence", "n/a": "not_applicable", "open": "not_assessed"}
        for name, key in {**names, "numbers": "numbers", "asked": "asked"}.items():
            self._note(("", leaf, name), row[key])
        self._note(("", leaf, "capped"), row["capped"]["n"])
        if row["capped"]["of"] is not None:
            self._note(("", leaf, "asked, says capped"), row["capped"]["of"])
            self.sums.append((("", leaf, "asked, says capped"), (("", leaf, "asked"),)))
        states = ("graded", "short", "n/a", "open", "numbers")
        self.sums.append((("", leaf, "asked"), tuple(("", leaf, name) for name in states)))
        for half, grades in zip(HALVES, (GOOD, BELOW), strict=True):
            self.sums.append((("", leaf, half), tuple(("", leaf, grade) for grade in grades)))
        for grade in (*GOOD, *BELOW):
            self._note(("", leaf, grade), row["grades"].get(grade, 0))

    def _judgements(self) -> None:
        found = self.document["judgements"]
        for each in found:
            key = ("checklist", each["checklist"]), "judged"
            self._judged(key, each["grades"])
            self._audits(key[0], each["audits"])
            share = each["good_or_better"]
            self._note((*key, HALVES[0]), share["n"])
            self._note((*key, HALVES[1]), None if share["n"] is None else share["of"] - share["n"])
        parts = [(("checklist", each["checklist"]), "judged") for each in found]
        self._adds_up(("", "judged"), parts, (*WHAT, *GOOD, *BELOW))

    def _cut(self, cut: Mapping[str, Any]) -> None:
        whose = [(cut["by"], group["name"]) for group in cut["groups"]]
        for name, group in zip(whose, cut["groups"], strict=True):
            self._group(name, group)
            self._audits(name, group["audits"])
        for what in ("all", "compliance", "quality"):
            self._adds_up(("", what), [(name, what) for name in whose])
        self._adds_up(("", "all"), [(name, "all") for name in whose], ("short", "applicable"))
        self._adds_up(("", "judged"), [(name, "judged") for name in whose], (*WHAT, *GOOD, *BELOW))

    def _by_team(self) -> None:
        for name, rows in self.teams.items():
            for row in rows:
                self._share(("team", name), (row.checklist, row.criterion), summary_json.plain(row.good_or_better))
            for about in ("compliance", "quality"):
                parts = [(("team", name), (row.checklist, row.criterion)) for row in rows if row.focus == about]
                self._adds_up((("team", name), about), parts)
        for leaf in (_leaf(row) for row in self.document["rows"]) if self.teams else ():
            parts = [(("team", name), leaf) for name, rows in self.teams.items()
                     if leaf in {(row.checklist, row.criterion) for row in rows}]  # fmt: skip
            self._adds_up(("", leaf), parts)

    def _months(self) -> None:
        for months in self.document["months"]:
            what = ("checklist", months["checklist"]) if months["checklist"] else "all"
            for point in months["points"]:
                self._share(("month", point["month"]), what, point)
            self._adds_up(("", what), [(("month", point["month"]), what) for point in months["points"]])
            rows = [row for row in self.document["rows"] if row["checklist"] == months["checklist"]]
            if rows:
                self._adds_up(("", what), [("", _leaf(row)) for row in rows])
        self._each_month()

    def _each_month(self) -> None:
        whole, *each = self.document["months"]
        for point in whole["points"]:
            name = "month", point["month"]
            parts = [(name, ("checklist", months["checklist"])) for months in each
                     if point["month"] in {other["month"] for other in months["points"]}]  # fmt: skip
            self._adds_up((name, "all"), parts)


def _leaf(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["checklist"], row["criterion"]


def page(report: Report, teams: Mapping[str, Sequence[Row]]) -> Page:
    """Return what is published of a report that is shared, with the criteria of its teams."""
    return Reader(summary_json.document(report), teams).page()


def counts(document: Any, under: str = "") -> Iterator[tuple[str, int]]:
    """Yield every whole number of a document that counts something, with the key that it stands under."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield from counts(value, key if not key.isdigit() else under)
    elif isinstance(document, list):
        for value in document:
            yield from counts(value, under)
    elif isinstance(document, int) and not isinstance(document, bool):
        yield under, document
