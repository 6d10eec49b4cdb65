"""Write `docs/themes.md` from the themes and the checklists as they are: `python -m docs.themes_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from caseaudit.domain.themes import MEASURES
from caseaudit.domain.themes_table import THEMES, Theme
from caseaudit.store.library import Library
from caseaudit.store.places import shipped_checklists

PAGE = Path(__file__).parent / "themes.md"
_HEAD = """# Themes of the service

Inspection reports say things of a whole service that no single case can show: too many changes of worker, plans out of
date, the same findings at every inspection. `caseaudit themes` answers what audits, added up, can answer, and says of
the rest what is wanting or why files cannot say it. It takes the filters of a summary, `--theme T12` for one theme,
`--json` for other programs, and `--share` before it leaves the service.

It rests on the signed-off audits of practice; training and second grades do not count, but that T01 and T20 look at
second grades. Where a case was audited again with the same checklist, a fact counts once, as the last audit has it.
Shares are `7 of 12 (32–81 %)` with Wilson's 95 % interval, numbers a median with the lowest and the highest. They speak
of the audits that were done: of the service only as far as these were drawn at random.

**Facts** are what a checklist asks beside its criteria: a number, a date, yes or no, one of some words. They are never
graded, never needed for sign-off, and hold no free text, so that nothing in them names anybody. Note them with `f` on
the screen of an audit, at the end of `caseaudit audit fill`, or with `caseaudit audit fact AUDIT FACT VALUE`. Some also
ask what the case system says (marked *s* below): that is how T06 knows how far its figures can be relied on. Ages of
dates are counted to the day of the audit. `caseaudit export facts` hands them over, one row each.

Your own checklists may ask for facts of their own (`docs/checklist-format.md`); with a `theme` they are added up there,
each in the shape of its kind. To be counted with those below, use the same ids.

## What each theme needs

| theme | the question | facts | also | paragraphs |
|---|---|---|---|---|
"""
_CONTEXT = """
## What files cannot say

| theme | the question | why not | paragraphs |
|---|---|---|---|
"""
_FACTS = """
## Which checklist asks for which fact

| fact | what is asked | kind | checklists |
|---|---|---|---|
"""
_ROLES = {"recommendation": " (rec)", "commitment": " (com)"}


def page() -> str:
    """Return the page."""
    measured = (_measured(theme) for theme in THEMES if theme.kind == "measure")
    context = (_context(theme) for theme in THEMES if theme.kind == "context")
    return f"{_HEAD}{''.join(measured)}{_CONTEXT}{''.join(context)}{_FACTS}{''.join(_asked())}"


def _measured(theme: Theme) -> str:
    measure = MEASURES[theme.id]
    facts = ", ".join(f"`{fact}`" for fact in measure.facts)
    return f"| {theme.id} {theme.title} | {theme.asks} | {facts} | {measure.also} | {_cited(theme)} |\n"


def _context(theme: Theme) -> str:
    return f"| {theme.id} {theme.title} | {theme.asks} | {theme.why_not} | {_cited(theme)} |\n"


def _cited(theme: Theme) -> str:
    by_document: dict[str, list[str]] = {}
    for source in theme.sources:
        by_document.setdefault(source.document, []).append(f"{source.paragraph}{_ROLES.get(source.role, '')}")
    return "; ".join(f"{document} {', '.join(cited)}" for document, cited in by_document.items())


def _asked() -> Iterator[str]:
    shelf = Library(shipped_checklists()).shelf.checklists.values()
    facts = {fact.id: fact for checklist in shelf for fact in checklist.facts}
    for name in sorted(facts, key=lambda name: (facts[name].theme, name)):
        fact = facts[name]
        where = ", ".join(checklist.id for checklist in shelf if name in {asked.id for asked in checklist.facts})
        kind = fact.kind if not fact.choices else f"{fact.kind}: {'; '.join(fact.choices)}"
        yield f"| `{name}`{' *s*' if fact.system else ''} | {fact.label} | {kind} | {where} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
