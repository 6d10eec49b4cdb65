"""What each key of the checklist format means, in a few words, for somebody who edits it in a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

CHECKLIST: Mapping[str, str] = {
    "format": "Always 1.",
    "id": "The name of the checklist's file. Lower-case letters, digits and hyphens. Audits refer to it: keep it.",
    "title": "What people call it.",
    "version": "Yours. Raise it whenever wording changes.",
    "status": "Whether it is still being written, in use, or no longer used.",
    "audited": "Which file is read.",
    "cohorts": "Whom it is for. Several are separated by commas.",
    "areas": "The areas of practice it covers, the main one first. Several are separated by commas.",
    "scale": "The scale its criteria are graded on.",
    "core": "true if it is run on every open case.",
    "about": "Two to five sentences: what it judges, what to have open, what it leaves out.",
}
JUDGEMENT: Mapping[str, str] = {
    "roll_up": "false asks for no overall judgement. true if left empty.",
    "reasons": "Whether every grade needs a reason before sign-off. required if left empty.",
    "outstanding_share": "This share of the weight at the top grade, and nothing below good, suggests the top grade. "
    "0.5 if left empty.",
    "good_share": "This share of the weight at good or better suggests good. 0.75 if left empty.",
    "lowest_share": "This share of the weight at the lowest grade suggests the lowest grade. 0.34 if left empty.",
}
SECTIONS: Mapping[str, str] = {
    "id": "Lower-case letters, digits and hyphens; once in the checklist.",
    "title": "A few words.",
    "about": "One sentence, shown above the first question.",
    "applies_when": "A statement that the auditor ticks; without the tick the section is left out. Empty: always read.",
}
CRITERIA: Mapping[str, str] = {
    "id": "Capital letters, a hyphen, two or three digits. Never reused for another question.",
    "section": "The id of the section in which it is asked. Rows of a section are asked from top to bottom.",
    "question": "One question that a file can answer. Another wording is asked anew in every re-audit.",
    "kind": "How it is answered: by a grade if left empty.",
    "focus": "Whether it asks that something was done, or how good it was.",
    "weight": "1 to 5. 1 if left empty.",
    "critical": "Whether failing it limits the judgement. none if left empty.",
    "critical_reason": "One sentence: why failing this one limits the judgement. Needed where critical is not none.",
    "look_for": "Where in the file, and what to read.",
    "good_looks_like": "What an auditor sees when it is done well.",
    "weak_looks_like": "What an auditor sees when it is not.",
    "allows": "Which of these answers may be given instead of a grade. Both if left empty; (none) for neither.",
    "timescale": "The clock that it is measured by.",
    "descriptors": "What the work looks like at this grade, in one case. Needed for a criterion that is graded.",
    "lift": "What would lift the work to this grade from the one below.",
    "by_clock": "The grade that is proposed when the clock says so. Only for a graded criterion with a timescale.",
}
SOURCES: Mapping[str, str] = {
    "criterion": "The id of the criterion that rests on it. A criterion has one row here or more.",
    "document": "The document that is cited.",
    "paragraph": "The paragraph that is cited, as a whole number.",
    "role": "What the paragraph does.",
}
FACTS: Mapping[str, str] = {
    "id": "Lower-case letters, digits and hyphens; once in the checklist. Audits are added up by it: keep it.",
    "label": "What is asked, in a few words. Never something that would name a person.",
    "kind": "What can be noted.",
    "choices": "For kind choice: what can be chosen, one on each line of the cell.",
    "hint": "Where in the file it stands, or how it is counted.",
    "theme": "The question about the service that it helps to answer.",
    "system": "true if it is also asked what the case system says.",
    "ahead": "true if a date may lie in the future.",
}
WORDS: Mapping[str, str] = {
    "draft": "still being written",
    "published": "in use",
    "retired": "no longer used",
    "case-file": "the child's file",
    "supervision-file": "the worker's supervision records",
    "other-record": "another record",
    "required": "no sign-off while a grade has no reason",
    "optional": "a grade may stand without a reason",
    "grade": "on the checklist's own scale",
    "yes-no": "yes or no",
    "timescale": "in time, late or not done",
    "count": "a number; never part of the judgement",
    "number": "a whole number",
    "date": "one date",
    "choice": "one of some words",
    "dates": "several dates",
    "compliance": "was it done, when, by whom",
    "quality": "was it any good, what did it change",
    "none": "failing it limits nothing",
    "harm": "failing it leaves the child at risk",
    "welfare": "failing it leaves the child's welfare unpromoted",
    "not-applicable": "it does not arise in this case",
    "insufficient-evidence": "the file does not say",
    "finding": "it observed this",
    "recommendation": "it asked for this",
    "commitment": "it promised this",
    "extension": "it is about a neighbouring practice; the link is ours",
}
"""What the words mean that a cell may hold; ids of scales, documents, clocks and areas speak for themselves."""
