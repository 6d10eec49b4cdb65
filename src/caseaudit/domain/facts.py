"""Facts that a checklist asks for beside its criteria: workers in the last twelve months, date of the plan, seen alone.

They are never graded. Added up over audits, they answer what one case cannot.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

FactKind = Literal["number", "date", "yes-no", "choice", "dates"]
FACT_KINDS: tuple[FactKind, ...] = ("number", "date", "yes-no", "choice", "dates")


class FactAsked(Struct, frozen=True, omit_defaults=True):
    """A fact that a checklist asks for; always optional."""

    id: str
    label: str
    kind: FactKind
    choices: tuple[str, ...] = ()
    """Of a choice: what can be chosen, in order."""
    hint: str = ""
    """Where in the file it stands, or how it is counted."""
    theme: str = ""
    """What it adds up to, as the summary names it."""
    system: bool = False
    """Whether it is also asked what the case system says, to see how far its figures can be relied on."""


class Fact(Struct, frozen=True, omit_defaults=True):
    """A fact of one case, with the words that were asked."""

    id: str
    label: str
    kind: FactKind
    value: str = ""
    """As text: a whole number, an ISO date, `yes` or `no`, one of the choices, ISO dates with spaces between."""
    system: str = ""
    """What the case system says; empty where that was not asked."""
    choices: tuple[str, ...] = ()
    theme: str = ""
