"""The themes of the inspection documents that no single audit answers, and the paragraphs that each rests on.

A theme is `measure` where audits, added up, answer it; `context` where they cannot, with the reason in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from caseaudit.domain.checklist import Source, SourceRole

ThemeKind = Literal["measure", "context"]


class Theme(NamedTuple):
    """A question about the service."""

    id: str
    title: str
    kind: ThemeKind
    asks: str
    """The question itself."""
    sources: tuple[Source, ...]
    why_not: str = ""
    """Of a theme that is context: why files cannot answer it."""


def _cited(document: str, role: SourceRole, *paragraphs: int) -> Iterator[Source]:
    return (Source(document, paragraph, role) for paragraph in paragraphs)


THEMES = (
    Theme(
        "T01",
        "Grade gap between first-line and senior managers",
        "measure",
        "Do first-line managers grade higher than those who grade a second time?",
        (*_cited("ofsted-2014", "finding", 133),),
    ),
    Theme(
        "T02",
        "Changes of social worker",
        "measure",
        "How many workers has a child had, and is practice weaker where there were many?",
        (*_cited("ofsted-2014", "finding", 6, 44, 64, 120),),
    ),
    Theme(
        "T03",
        "Gaps and quality of supervision",
        "measure",
        "How long are the gaps between supervision sessions, and is there more in them than tasks?",
        (
            *_cited("ofsted-2014", "recommendation", 18),
            *_cited("ofsted-2014", "finding", 134),
            *_cited("locumtoday-2019", "finding", 13),
            *_cited("locumtoday-2019", "recommendation", 44),
            *_cited("communitycare-2020", "finding", 9),
        ),
    ),
    Theme(
        "T04",
        "Compliance strong, quality weak",
        "measure",
        "Is what was done in time ahead of whether it was any good?",
        (*_cited("ofsted-2014", "finding", 7, 133, 39),),
    ),
    Theme(
        "T05",
        "The same findings return at every inspection",
        "measure",
        "Do the same findings come back, and how long do actions wait?",
        (
            *_cited("ofsted-2014", "finding", 1, 115),
            *_cited("locumtoday-2019", "finding", 2, 10, 12, 1),
            *_cited("pse-2019", "recommendation", 9),
            *_cited("communitycare-2020", "finding", 1),
        ),
    ),
    Theme(
        "T06",
        "Accuracy of records and performance data",
        "measure",
        "How far can the figures of the case system be relied on?",
        (
            *_cited("ofsted-2014", "finding", 131),
            *_cited("locumtoday-2019", "finding", 10, 12),
            *_cited("locumtoday-2019", "recommendation", 43),
        ),
    ),
    Theme(
        "T07",
        "Workload",
        "context",
        "Are caseloads manageable?",
        (
            *_cited("ofsted-2014", "finding", 3, 116, 117, 118),
            *_cited("ofsted-2014", "recommendation", 17),
            *_cited("pse-2019", "finding", 6),
        ),
        "How much work somebody carries is known to those who allocate it; a case file does not show it.",
    ),
    Theme(
        "T08",
        "Workforce stability and skill",
        "context",
        "Is the workforce stable and skilled?",
        (
            *_cited("ofsted-2014", "finding", 118, 119, 120, 121),
            *_cited("locumtoday-2019", "finding", 15),
        ),
        "Who is permanent, newly qualified or on a contract is known to the workforce plan, and a handful of "
        "audits would say it of people who can be recognised.",
    ),
    Theme(
        "T09",
        "Referrals and thresholds",
        "measure",
        "Are referrals decided at the right level, and did the children who were assessed need it?",
        (
            *_cited("ofsted-2014", "finding", 4, 30),
            *_cited("ofsted-2014", "recommendation", 10),
            *_cited("locumtoday-2019", "finding", 40),
        ),
    ),
    Theme(
        "T10",
        "Early help reach and impact not evaluated",
        "context",
        "Does early help reach families, and is its effect known?",
        (
            *_cited("ofsted-2014", "recommendation", 9, 143),
            *_cited("ofsted-2014", "finding", 28, 30, 128, 129, 157),
            *_cited("locumtoday-2019", "finding", 40),
        ),
        "Whether early help as a whole reaches those who need it cannot be judged from the files of those "
        "whom it reached; the shares here are of audited referrals alone.",
    ),
    Theme(
        "T11",
        "Sufficiency and distance of placements",
        "measure",
        "How far from home do children live, and why?",
        (
            *_cited("ofsted-2014", "finding", 8, 67, 72),
            *_cited("ofsted-2014", "recommendation", 15),
            *_cited("locumtoday-2019", "finding", 14),
        ),
    ),
    Theme(
        "T12",
        "Placement stability",
        "measure",
        "How often do children move?",
        (*_cited("ofsted-2014", "finding", 76, 98),),
    ),
    Theme(
        "T13",
        "Plans out of date",
        "measure",
        "Are the plans in force up to date?",
        (
            *_cited("ofsted-2014", "finding", 68),
            *_cited("locumtoday-2019", "finding", 27),
        ),
    ),
    Theme(
        "T14",
        "Time between visits",
        "measure",
        "How long do children wait between visits, and are they seen alone?",
        (*_cited("ofsted-2014", "finding", 40, 63, 133),),
    ),
    Theme(
        "T15",
        "Health and education indicators",
        "measure",
        "Are health and education checks done?",
        (*_cited("ofsted-2014", "finding", 69, 79, 80, 83),),
    ),
    Theme(
        "T16",
        "IRO escalation and reporting",
        "measure",
        "Does the reviewing officer challenge drift, and is the challenge answered?",
        (
            *_cited("ofsted-2014", "finding", 66, 131),
            *_cited("communitycare-2020", "finding", 5),
        ),
    ),
    Theme(
        "T17",
        "Patterns in missing episodes across children",
        "measure",
        "What do children go missing for, and do people understand it?",
        (
            *_cited("ofsted-2014", "recommendation", 14),
            *_cited("ofsted-2014", "finding", 50, 81),
            *_cited("locumtoday-2019", "recommendation", 45),
        ),
    ),
    Theme(
        "T18",
        "Complaints, advocacy and feedback",
        "measure",
        "Are children and families asked, and does what they say lead anywhere?",
        (
            *_cited("ofsted-2014", "finding", 138, 139),
            *_cited("locumtoday-2019", "finding", 9),
            *_cited("locumtoday-2019", "commitment", 57),
            *_cited("pse-2019", "finding", 5),
            *_cited("newham-2019", "commitment", 16),
        ),
    ),
    Theme(
        "T19",
        "Learning loop: training, good examples, culture",
        "context",
        "Does learning change practice?",
        (
            *_cited("ofsted-2014", "finding", 122, 153),
            *_cited("locumtoday-2019", "finding", 11),
            *_cited("locumtoday-2019", "commitment", 53, 54, 55),
            *_cited("newham-2019", "commitment", 12, 13, 14),
        ),
        "What training changed is seen in how practice moves from year to year (`caseaudit summary --trend`), "
        "not in any one file; whom to train in what, the weakest criteria of `caseaudit summary` say.",
    ),
    Theme(
        "T20",
        "Is the audit system itself clear and independent?",
        "measure",
        "Does the audit programme itself give a clear and independent view?",
        (
            *_cited("ofsted-2014", "finding", 132, 145, 146),
            *_cited("locumtoday-2019", "recommendation", 43),
            *_cited("communitycare-2020", "finding", 9),
        ),
    ),
    Theme(
        "T21",
        "Plans improve with time",
        "measure",
        "Is work better later in a plan than at its beginning?",
        (*_cited("locumtoday-2019", "finding", 41),),
    ),
    Theme(
        "T22",
        "Uneven practice between services and cohorts",
        "measure",
        "How uneven is practice between teams and between groups of children?",
        (
            *_cited("ofsted-2014", "finding", 34, 40),
            *_cited("locumtoday-2019", "finding", 5, 31, 36),
            *_cited("communitycare-2020", "finding", 2),
        ),
    ),
    Theme(
        "T23",
        "Permanence delay and tracking",
        "measure",
        "How long does it take until a child has a permanent home?",
        (
            *_cited("ofsted-2014", "finding", 86),
            *_cited("locumtoday-2019", "finding", 20, 22),
            *_cited("locumtoday-2019", "recommendation", 46),
            *_cited("communitycare-2020", "finding", 3, 4, 5),
        ),
    ),
    Theme(
        "T24",
        "Care leavers: contact, home, occupation",
        "measure",
        "Is the service in touch with care leavers, and do they have a home and something to do?",
        (
            *_cited("ofsted-2014", "finding", 25, 105, 108, 111, 112),
            *_cited("locumtoday-2019", "finding", 18),
            *_cited("pse-2019", "finding", 7),
        ),
    ),
    Theme(
        "T25",
        "Advocacy and attendance at meetings",
        "measure",
        "Do children have an advocate, and a part in meetings about them?",
        (*_cited("ofsted-2014", "finding", 52, 138, 141),),
    ),
    Theme(
        "T26",
        "Partner attendance",
        "measure",
        "Do partners come to the meetings?",
        (*_cited("ofsted-2014", "finding", 39, 41, 47, 149),),
    ),
    Theme(
        "T27",
        "Private fostering notifications",
        "context",
        "Do people tell the council of private fostering?",
        (*_cited("ofsted-2014", "finding", 55),),
        "Audits read the files that exist; a child nobody told the council of has none. How many notices came "
        "in is not measured here.",
    ),
    Theme(
        "T28",
        "Leadership, culture and corporate parenting",
        "context",
        "Are leaders and corporate parents doing their part?",
        (
            *_cited("ofsted-2014", "finding", 19, 124, 127),
            *_cited("locumtoday-2019", "finding", 4, 6, 8, 16),
            *_cited("locumtoday-2019", "recommendation", 42),
            *_cited("pse-2019", "finding", 1, 2, 8),
            *_cited("pse-2019", "recommendation", 9),
            *_cited("communitycare-2020", "finding", 10),
            *_cited("newham-2019", "commitment", 6),
        ),
        "Leadership is not judged from a case file; what it leads to is in every other theme.",
    ),
    Theme(
        "T29",
        "Length of court proceedings",
        "measure",
        "How long do care proceedings take?",
        (*_cited("ofsted-2014", "finding", 62),),
    ),
    Theme(
        "T30",
        "Child in need reviews on a timetable",
        "measure",
        "Are reviews of children in need on a timetable?",
        (
            *_cited("ofsted-2014", "finding", 40),
            *_cited("locumtoday-2019", "commitment", 56),
            *_cited("newham-2019", "commitment", 15),
        ),
    ),
    Theme(
        "T31",
        "Overall grade and trend",
        "measure",
        "What is the overall grade, how does it move, and what holds it down?",
        (
            *_cited("locumtoday-2019", "finding", 2, 3, 5),
            *_cited("pse-2019", "finding", 2, 3),
        ),
    ),
    Theme(
        "T32",
        "Diversity and identity across the sample",
        "context",
        "Is practice as good for children of every background?",
        (*_cited("ofsted-2014", "finding", 72, 88),),
        "Nothing here asks for ethnicity, faith, language or disability: in samples of this size such a table "
        "would point at single children.",
    ),
    Theme(
        "T33",
        "Front-door timeliness",
        "measure",
        "How long do decisions at the front door take, and is the referrer told?",
        (*_cited("ofsted-2014", "finding", 3, 116),),
    ),
    Theme(
        "T34",
        "Use of return home interviews",
        "measure",
        "Are return interviews offered, taken up and done in time?",
        (*_cited("locumtoday-2019", "recommendation", 45),),
    ),
)
"""Every theme, in order."""
BY_ID = {theme.id: theme for theme in THEMES}
