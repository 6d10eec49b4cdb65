"""What counts, and where its counts come from. Quick to load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, Protocol

from caseaudit.store.wanted import Wanted, conditions

Relation = Literal["audits", "cell", "actions", "twice"]

TWICE = """(
  SELECT pair.checklist, pair.case_reference, later.criterion, 1 AS n,
    max(CASE WHEN later.good = 0 AND former.good = 0 THEN 1 ELSE 0 END) AS repeated
  FROM (
    SELECT audits.path, audits.checklist, audits.case_reference,
      lag(audits.path) OVER (
        PARTITION BY audits.checklist, audits.case_reference ORDER BY audits.date, audits.id) AS earlier
    FROM audits
    WHERE audits.state = 'signed-off' AND {where}) AS pair
  JOIN {cell} AS later ON later.path = pair.path
  JOIN {cell} AS former ON former.path = pair.earlier AND former.criterion = later.criterion
  WHERE later.graded = 1 AND former.graded = 1
  GROUP BY pair.checklist, pair.case_reference, later.criterion)"""
"""The relation `twice` where it has to be made of the audits one by one; `{cell}` holds their answers."""


class Source(NamedTuple):
    """Where the counts of a question come from."""

    name: str
    """What stands in the FROM of the question: a relation, or one in brackets."""
    where: str
    """Which of its rows."""
    values: list[str]
    """What is bound in the name and in `where`."""


class Engine(Protocol):
    """What counts. It inherits from this, unless it has its own way to find the counts that are wanted."""

    def ask(self, sql: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a question; each `?` stands for one of the values."""

    def source(self, relation: Relation, wanted: Wanted, columns: Sequence[str]) -> Source:
        """Return where the counts of the audits that are wanted are, told apart by at least these columns.

        Columns that are the same for every audit of a checklist, or of an answer, are there in any case: those of
        `CELLS` and of `AUDITS`.
        """
        del columns  # An engine that has a row for each audit can tell everything apart.
        where, values = conditions(wanted)
        return (
            Source(TWICE.format(where=where, cell="cell"), "1 = 1", values)
            if relation == "twice"
            else Source(relation, where, values)
        )
