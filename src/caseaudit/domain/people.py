"""People, as far as audits know them: by what they call themselves."""

from __future__ import annotations


def same_person(one: str, other: str) -> bool:
    """Return whether two names are the same, whatever their case and their spaces."""
    return one.casefold().split() == other.casefold().split()
