"""Drawing cases from a very long list against python-calamine that reads the same list and does nothing with it.

The draw begins at the file's bytes, looks through the workbook for what would hurt, checks every date it needs, makes
the references, orders the cases and says why each was drawn; the peer makes a Python list of every row.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook
from xlsxwriter.workbook import Workbook as Written

from benchmarks.figures import Figure
from benchmarks.sizes import Bench
from benchmarks.timing import medians, seconds
from benchmarks.workspaces import workspace_of
from caseaudit.desk.sampling import draw_sample
from caseaudit.desk.sampling_wish import Wish
from caseaudit.desk.workspace import Workspace
from caseaudit.store.frames.lists import CaseList, Column, lists

LIMIT = 1.5
_LIST = 8
_DRAWN = 50
_RUNS_EACH = 5
"""Of so many runs of a small program, one of this."""
_ON = date(2026, 11, 20)
_TEAMS, _WORKERS = 40, 1_200


def measure(bench: Bench) -> list[Figure]:
    """Time both, for a draw by team, and for one that asks four rules and their clocks of every row."""
    path = bench.folder / "annex-a.xlsx"
    _write(path, bench.sizes.sampled)
    workspace = Workspace(workspace_of(bench.folder / "sampled", 1, signed=True), "A. Auditor")
    wish = Wish(path, _ON, _LIST, size=min(_DRAWN, bench.sizes.sampled // 5), seed=7)
    rules = ("visit-overdue", "review-overdue", "health-assessment-overdue", "no-permanence-plan")
    wishes = {"by team": wish._replace(by="team"), "by four rules": wish._replace(rules=rules)}
    plain = partial(seconds, partial(_plainly, path))
    runs = max(1, bench.sizes.runs // _RUNS_EACH)
    return [
        Figure(
            f"sample of {wished.size} from {bench.sizes.sampled:,}, {how}",
            *medians(partial(seconds, partial(draw_sample, workspace, wished)), plain, runs),
            None if wished.rules else LIMIT,
        )
        for how, wished in wishes.items()
    ]


def _plainly(path: Path) -> list[list[object]]:
    book = CalamineWorkbook.from_path(path)
    return list(book.get_sheet_by_name(f"List {_LIST}").iter_rows())


def _write(path: Path, rows: int) -> None:
    """Write a list of looked after children with every column filled, as an authority's own system exports it."""
    looked_after: CaseList = lists()[_LIST]
    with Written(str(path), {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        paper = book.add_worksheet(f"List {_LIST}")
        paper.write_row(0, 0, [column.heading for column in looked_after.columns])
        for at in range(1, rows + 1):
            for place, column in enumerate(looked_after.columns):
                if column.key == "ended":
                    continue
                if column.kind in ("date", "birth"):
                    paper.write_datetime(at, place, _day(column, at), day)
                else:
                    paper.write(at, place, _value(column, at))


def _day(column: Column, at: int) -> date:
    """Return a date of a row: births years ago, beginnings before everything that follows from them."""
    back = {"born": 2_000 + at % 3_000, "started": 900 + at % 400, "placed": at % 700}
    return _ON - timedelta(days=back.get(column.key, at % 250))


def _value(column: Column, at: int) -> str | int:
    match column.kind:
        case "identifier":
            return 1_000_000 + at * 7
        case "count" | "age":
            return at % 5
    return {"team": f"Team {at % _TEAMS}", "worker": f"W. Worker {at % _WORKERS}"}.get(column.key, "b) No")
