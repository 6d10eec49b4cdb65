"""The two lines above the views: what is shown, how much of it there is, and what is being counted."""

from __future__ import annotations

from textual.content import Content

from caseaudit.desk.watching import Now
from caseaudit.tui.screens.summary.counted import Counted
from caseaudit.tui.show import line

_NOTHING = "Nothing is signed off yet. Sign an audit off and it counts here."
_NOTHING_HERE = "Nothing that is signed off matches. Press escape to show all again."


def heading(shown: Counted, under_way: str = "") -> Content:
    """Return the lines above what was counted; `under_way` takes the place of the figures while others are counted."""
    signed, begun = shown.report.signed_off, shown.report.in_progress
    lines = [Content.assemble(line(title(shown), "bold"), "  ", (_place(shown), "$text-muted"))]
    if under_way:
        lines.append(line(under_way, "$text-accent"))
    else:
        counted = f"{signed} signed off, {begun} in progress · {shown.filters.said()}"
        lines.append(line(counted, "$text-accent" if shown.filters.narrows else ""))
    if not signed:
        lines.append(Content(_NOTHING_HERE if shown.filters.narrows else _NOTHING))
    return Content("\n").join(lines)


def how_far(now: Now) -> str:
    """Return what to say while somebody waits for figures."""
    counted = f"{now.done:,} of {now.total:,} files read. " if now.total else ""
    return f"Counting … {counted}Escape stops it."


def title(shown: Counted) -> str:
    """Return the title of the checklist that is shown, if it is one."""
    chosen = shown.filters.checklist
    if chosen or len(shown.titles) == 1:
        return shown.titles.get(chosen or next(iter(shown.titles)), chosen)
    return "All checklists"


def _place(shown: Counted) -> str:
    ids, chosen = list(shown.titles), shown.filters.checklist
    if chosen in ids:
        return f"({ids.index(chosen) + 1} of {len(ids)})"
    return f"({len(ids)})" if len(ids) > 1 and not chosen else ""
