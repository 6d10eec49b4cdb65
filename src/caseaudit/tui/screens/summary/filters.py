"""What a summary is narrowed to: a team, a checklist, a cohort, some days."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import ClassVar, NamedTuple

from textual.widget import Widget

from caseaudit.desk.listing import Wanted
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.days import as_iso
from caseaudit.problems import BadInput, Problem, bad_input
from caseaudit.tui.screens.form import Form, choice, words


class Filters(NamedTuple):
    """What is shown; empty is all of it."""

    team: str = ""
    checklist: str = ""
    cohort: str = ""
    since: str = ""
    until: str = ""

    @property
    def wanted(self) -> Wanted:
        """The audits that are shown."""
        chosen = (("team", self.team), ("checklist", self.checklist), ("cohort", self.cohort))
        equal = tuple((name, value) for name, value in chosen if value)
        return Wanted(equal=equal, since=self.since, until=self.until)

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()

    def said(self) -> str:
        """Return what is shown in words; the checklist stands in the heading."""
        cohort = f"cohort {self.cohort.replace('-', ' ')}" if self.cohort else ""
        team = f"team {self.team}" if self.team else "all teams"
        narrowed = list(filter(None, (cohort, self._days())))
        return " · ".join([team, *narrowed]) if self.team or narrowed else "all teams, cohorts, dates"

    def _days(self) -> str:
        if self.since and self.until:
            return f"{self.since} to {self.until}"
        if self.since or self.until:
            return f"since {self.since}" if self.since else f"until {self.until}"
        return ""


class Choices(NamedTuple):
    """What there is to choose from."""

    teams: tuple[str, ...]
    checklists: dict[str, str]
    """Titles by id."""
    cohorts: tuple[str, ...]


def turned(options: list[str], now: str, by: int) -> str:
    """Return the option after the one now, or before it; all of them (empty) comes between the last and the first."""
    around = ["", *options]
    return around[(around.index(now) + by) % len(around)] if now in around else ""


class Narrow(Form[Filters]):
    """Ask for every filter at once; gives them."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../modal.tcss", "../form.tcss"]
    heading = "What to show"
    unfinished = False

    def __init__(self, desk: Workspace, before: Filters, choices: Choices, first: str = "team") -> None:
        """`first` is the field that has the keyboard."""
        super().__init__()
        self.desk, self.before, self.choices, self.first = desk, before, choices, first

    def fields(self) -> list[tuple[str, Widget]]:
        """Return the filters as they stand."""
        before, choices = self.before, self.choices
        cohorts = [(cohort.replace("-", " "), cohort) for cohort in choices.cohorts]
        titles = [(title, checklist) for checklist, title in choices.checklists.items()]
        fields = [
            ("Team", choice("team", [(team, team) for team in choices.teams], before.team)),
            ("Checklist", choice("checklist", titles, before.checklist)),
            ("Cohort", choice("cohort", cohorts, before.cohort)),
        ]
        for _, field in fields:
            field.prompt = "all"
        hint = "YYYY-MM-DD; empty for all"
        return [
            *fields,
            ("From", words("since", before.since, hint=hint)),
            ("To", words("until", before.until, hint=hint)),
        ]

    def on_mount(self) -> None:
        """Go to the field that was asked for."""
        self.query_one(f"#{self.first}").focus()

    def result(self) -> Filters:
        """Return the filters. Raises `BadInput` for a day that is none, and for days the wrong way round."""
        typed = Filters(*(self.value(field) for field in Filters._fields))
        found = typed._replace(since=as_iso(typed.since), until=as_iso(typed.until))
        _check_days(found)
        return found


def _check_days(filters: Filters) -> None:
    problems = [
        problem for name, day in (("From", filters.since), ("To", filters.until)) for problem in _wrong(name, day)
    ]
    if problems:
        raise BadInput(*problems)
    if filters.since and filters.until and filters.since > filters.until:
        raise bad_input("From", "lies after the last day", "Swap the two days")


def _wrong(name: str, day: str) -> tuple[Problem, ...]:
    try:
        sound = not day or date.fromisoformat(day).isoformat() == day
    except ValueError:
        sound = False
    return () if sound else bad_input(name, "is not a day", "Write it as 2026-11-20").problems
