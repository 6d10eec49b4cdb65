"""A signed-off audit of the small checklist `farewell`, full of names, dates and worse, to make an exemplar of."""

from __future__ import annotations

from msgspec.structs import replace

import safety
from caseaudit.desk import auditing, making
from caseaudit.desk.workspace import Workspace
from caseaudit.domain.audit import Audit
from caseaudit.domain.making import Making
from caseaudit.domain.replaced_names import Name
from conftest import HEADER
from made_up_session import with_exemplars

ANSWERS = {
    "BYE-01": ("good", "W. Worker came on 20 November 2026 and told Jaydon who comes next."),
    "BYE-02": ("outstanding", "jaydon's own words are there, and the visit of 3-5 November follows from them."),
    "BYE-03": ("yes", "On 20/11/2026, eight days before."),
    "BYE-05": ("good", "Two promises with their days, told to Kelly O’Brien."),
    "BYE-06": ("good", "The new worker was there."),
}
NAMES = {"Jaydon": "Child A", "Kelly O'Brien": "Mum", "Oak Tree": "Alder", "Tolliver": "the new worker"}
TEXTS = {
    "situation": "Jaydon is nine and lives with his mother, Kelly O'Brien. His worker leaves. How was the goodbye?",
    "kind": "case note",
    "title": "Goodbye visits",
    "lift": "Ask Jaydon how he would like the last visit to be.",
    "extract": (
        "3 November 2026. Rang Kelly O'Brien before anything else and said that I am going on 28 November. She asked "
        "for a fortnight's warning for Jaydon. We fixed 12 November and 20 November between us.\n\n"
        "12/11/2026. Walked to the pond behind Oak Tree Primary School with Jaydon. I said that I have a new job, that "
        "it is nothing that he did, and that Ms Tolliver will come instead. He said: “The last one just stopped.” "
        "JAYDON'S rabbit has a name that he wants her to know, and he wants one visit with the two of us, not at home."
        "\n\n20.11.26. The three of us at the pond, as he chose. Jaydon showed Ms Tolliver the place where the frogs "
        "are and told her which questions he does not like. She wrote them down in front of him. W. Worker handed over "
        "the life story album, page six, to be done by 5 December, and the letter to his brother.\n\n"
        "In December Ms Tolliver did the album page with him, and the letter went. He talked about his mother without "
        "being asked, and wants to know when frogs sleep."
    ),
}
LISTED = ("Jaydon", "Kelly O'Brien", "O'Brien", "Oak Tree", "Tolliver", "W. Worker", "EB-1042", "A. Auditor")
"""Every name of it; `North`, its team, is an ordinary word too."""


def signed(workspace: Workspace, answers: dict[str, tuple[str, str]] = ANSWERS) -> Audit:
    """Put the checklist into the workspace, audit a case with it, and sign the audit off."""
    audit = auditing.begin(with_exemplars(workspace), "farewell", replace(HEADER, case="EB-1042"))
    for criterion, (verdict, reason) in answers.items():
        auditing.answer(workspace, audit.id, criterion, verdict, reason=reason, evidence="Case note, Jaydon’s file.")
    for each in workspace.register.load(audit.id).answers:
        if each.state == "not-assessed":
            verdict = "insufficient-evidence" if "insufficient-evidence" not in each.refuses else "1"
            auditing.answer(workspace, audit.id, each.criterion, verdict, reason="Nothing on file.")
    return safety.sign_off(workspace, audit.id, "good", "As seen.")


def written(workspace: Workspace, audit_id: str) -> Making:
    """Begin an exemplar with every text written and every name listed: nothing is left to decide."""
    made = making.begin(workspace, audit_id, [Name(*pair) for pair in NAMES.items()])
    for place, words in TEXTS.items():
        made = making.write(workspace, made.id, place, words)
    return made
