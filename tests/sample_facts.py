"""A checklist that asks for facts of every kind, and whose clock proposes a grade: `placement`."""

from __future__ import annotations

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit, Header
from caseaudit.store import filesystem

ASKED = """
[[fact]]
id = "placement-moves"
label = "Moves in the last 12 months"
kind = "number"
hint = "Count each change of address."
theme = "T12"

[[fact]]
id = "plan-date"
label = "Date of the current plan"
kind = "date"
theme = "T13"
system = true

[[fact]]
id = "placement-distance"
label = "Where the child lives"
kind = "choice"
choices = ["in the borough", "elsewhere in the region", "further away"]
theme = "T11"

[[fact]]
id = "seen-alone"
label = "Seen alone at the last visit"
kind = "yes-no"
theme = "T14"

[[fact]]
id = "visit-dates"
label = "The last three visits"
kind = "dates"
theme = "T14"

[[fact]]
id = "next-review-due"
label = "Next review due"
kind = "date"
theme = "T30"
ahead = true
"""
PLACEMENT = f"""format = 1
id = "placement"
title = "Placement"
version = "1.0"
status = "published"
audited = "case-file"
cohorts = ["child-looked-after"]
scale = "ofsted"
about = "A small checklist for tests, with facts of every kind."

[[section]]
id = "visits"
title = "Visits"

[[section.criterion]]
id = "PLC-01"
question = "Was the child visited when they moved in?"
focus = "compliance"
look_for = "Visit records."
good_looks_like = "A visit within a week."
weak_looks_like = "No visit."
timescale = "looked-after-visit-first"

[section.criterion.descriptors]
outstanding = "Sooner than it had to be."
good = "Within the week."
requires-improvement = "Late."
inadequate = "Not at all."

[section.criterion.by_clock]
in-time = "good"
late = "requires-improvement"
not-done = "inadequate"

[[section.criterion.sources]]
document = "ofsted-2014"
paragraph = 63
role = "finding"
{ASKED}"""


def add_placement(workspace: Workspace) -> None:
    """Put the checklist into a workspace."""
    filesystem.make_folder(workspace.places.checklists)
    (workspace.places.checklists / "placement.toml").write_text(PLACEMENT, encoding="utf-8")


def begun(workspace: Workspace, **fields: str) -> Audit:
    """Return an audit of the checklist, begun and saved."""
    known = {"case": "EB-1042", "team": "North", "worker": "W. Worker", "auditor": "A. Auditor", "date": "2026-11-20"}
    return auditing.begin(workspace, "placement", Header(**{**known, "cohort": "child-looked-after", **fields}))
