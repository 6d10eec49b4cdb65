"""A sample: which cases were drawn from which list, by which method, and everything needed to defend that.

`Sample` is the record that lies in a workspace as `samples/<id>.json` and that a plan of audits stands on. It holds
case references, never a child's identifier. The drawing itself is in `sampling_drawing`, the rules that look for
worry in `sampling_rules`, how many cases say how much in `sampling_size`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

FORMAT = 1
Method = Literal["simple", "proportional", "equal", "every-worker", "rules"]
METHODS: dict[Method, str] = {
    "simple": "every case has the same chance",
    "proportional": "each group has its share of the sample, by largest remainder",
    "equal": "each group has the same number of cases, as far as it has them",
    "every-worker": "one case of every worker",
    "rules": "cases that meet the chosen rules, those that meet most of them first",
}
"""Each way to draw, and what it promises."""


class SampledFrame(Struct, frozen=True, omit_defaults=True):
    """The list that a sample was drawn from, as far as it may be told."""

    digest: str
    """SHA-256 of the file, in hex: proves which file it was."""
    name_digest: str
    """SHA-256 of the file's name, in hex; the name itself might name somebody."""
    title: str
    """What the list is called: `Children in care`."""
    number: int = 0
    """Which list of Annex A; 0 for any other list."""
    sheet: str = ""
    """The sheet of the workbook; empty for CSV."""
    rows: int = 0
    """Rows that hold anything, below the headings."""
    columns: dict[str, str] = {}
    """The headings of the columns that were read, by what they were read as; `case` is always there."""


class LeftOut(Struct, frozen=True):
    """Some rows that could not be drawn, and why."""

    why: str
    rows: int


class Stratum(Struct, frozen=True):
    """One group of cases, how many could be drawn from it, and how many were."""

    name: str
    cases: int
    drawn: int


class RuleUsed(Struct, frozen=True):
    """A rule that picked cases, as it stood on the day."""

    id: str
    said: str
    """What it looks for, and the clocks that it goes by with their sources."""
    met: int
    """How many of the cases that could be drawn met it."""


class SampledCase(Struct, frozen=True, omit_defaults=True):
    """One case of a sample, or of its reserve."""

    reference: str
    """The case reference: what an audit of it carries as `case`."""
    why: str
    """Why this case, in words: `drawn at random from North (2 of 40)`."""
    team: str = ""
    worker: str = ""
    cohort: str = ""
    stratum: str = ""
    """Its group, where the method has groups."""
    rules: tuple[str, ...] = ()
    """The ids of the chosen rules that it meets."""
    kept: dict[str, str] = {}
    """What else somebody asked to keep, by column: `{"age-band": "5 to 9"}`."""


class Sample(Struct, frozen=True, omit_defaults=True):
    """A sample as it was drawn. Nothing in it changes afterwards; what becomes of its cases stands elsewhere."""

    format: int
    id: str
    program: str
    """The version of caseaudit that drew it."""
    drawn_by: str
    drawn_at: str
    """UTC, to the second."""
    on: str
    """The day that the list was taken to describe: clocks run to it, dates after it are refused."""
    frame: SampledFrame
    method: Method
    seed: int
    """With the same list, the same seed draws the same cases."""
    size: int
    """How many cases were drawn."""
    eligible: int
    """How many cases could have been drawn."""
    key_mark: str
    """Tells which secret made the references, without telling the secret."""
    by: str = ""
    """The column whose values are the groups; `worker` for every-worker."""
    left_out: tuple[LeftOut, ...] = ()
    """Why rows of the frame could not be drawn, in the order in which they were set aside."""
    strata: tuple[Stratum, ...] = ()
    rules: tuple[RuleUsed, ...] = ()
    cases: tuple[SampledCase, ...] = ()
    """The sample, in the order in which it was drawn."""
    reserve: tuple[SampledCase, ...] = ()
    """Who is next, group by group, if a case turns out not to be fit for audit."""
    digest: str = ""
    """SHA-256 of the record without this field, in hex. It shows a careless change, not a determined one."""

    @property
    def references(self) -> frozenset[str]:
        """The references of the cases that were drawn; the reserve is not among them."""
        return frozenset(case.reference for case in self.cases)
