"""How cells look: styles by name, and the colour and the texture of each grade, which print in black and white too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from caseaudit.domain.checklist import Grade
from caseaudit.plaintext import one_line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_EDGES = {"border": 1, "border_color": "#B8B8B8"}
_TOP = {"valign": "top"}
_RIGHT = {"align": "right", "indent": 1}
_TEXT = {**_TOP, "num_format": "@"}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "text": {**_TEXT, **_EDGES, "text_wrap": True},
    "number": {**_TOP, **_EDGES, **_RIGHT, "num_format": "#,##0"},
    "share": {**_TOP, **_EDGES, **_RIGHT, "num_format": "0 %"},
    "points": {**_TOP, **_EDGES, **_RIGHT, "num_format": "+0;-0;0"},
    "heading": {**_TEXT, **_EDGES, "text_wrap": True, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"},
    "title": {**_TEXT, "bold": True, "font_size": 18, "font_color": "#1F3A5F"},
    "part": {**_TEXT, "bold": True, "font_size": 13, "font_color": "#1F3A5F"},
    "note": {**_TEXT, "text_wrap": True, "font_color": "#404040"},
    "label": {**_TEXT, **_EDGES, "text_wrap": True, "bold": True},
    "link": {**_TEXT, **_EDGES, "font_color": "#0B4F7D", "underline": 1},
    "cell": _TEXT,
    "cell wrapped": {**_TEXT, "text_wrap": True},
    "cell quoted wrapped": {**_TEXT, "text_wrap": True, "quote_prefix": True},
    "cell number": {**_TOP, "num_format": "0"},
    "cell day": {**_TOP, "align": "left", "num_format": "yyyy-mm-dd"},
    "cell quoted": {**_TEXT, "quote_prefix": True},
}

Styles = Mapping[str, "Format"]


class Look(NamedTuple):
    """How a grade is drawn: a fill, a texture of the spreadsheet over it, and letters that can be read on it."""

    fill: str
    texture: str
    letters: str = "#000000"

    @property
    def bar(self) -> str:
        """The colour of a bar behind black figures."""
        return self.fill if self.letters == "#000000" else "#7FA8C4"


_GOOD = (Look("#0B4F7D", "", "#FFFFFF"), Look("#8CC1E6", ""), Look("#C8E0F2", "percent_20"))
_WEAK = (Look("#F5CF73", "wide_upward_diagonal"), Look("#F0A582", "outlined_diamond"), Look("#E8975C", "large_grid"))
BAR = "#0B4F7D"


def styles(book: Workbook) -> Styles:
    """Return the styles of a workbook, by their names."""
    return {name: book.add_format(dict(how)) for name, how in _STYLES.items()}


def looks(grades: Iterable[Grade]) -> dict[str, Look]:
    """Return the look of each grade, by its id: one family for good or better, another one for below."""
    found: dict[str, Look] = {}
    place, before = 0, None
    for grade in grades:
        place = place + 1 if grade.good == before else 0
        before = grade.good
        family = _GOOD if grade.good else _WEAK
        found[grade.id] = family[_start(grade) if grade.good and not place else min(place, len(family) - 1)]
    return found


def _start(grade: Grade) -> int:
    """Only the top of a scale that has something above good is dark; a plain yes looks as good does."""
    return 0 if grade.id == "outstanding" else 1


def named(grade: Grade | None, grade_id: str) -> str:
    """Return a grade as people read it, told by its mark too: `◐ Requires improvement`."""
    return one_line(f"{grade.mark} {grade.label}") if grade else one_line(grade_id)


def short(grade: Grade | None, grade_id: str) -> str:
    """Return a grade in a word for a narrow column, told by its mark too: `◐ Req. impr.`."""
    return one_line(f"{grade.mark} {grade.short}") if grade else one_line(grade_id)


def rules(book: Workbook, grades: Sequence[Grade]) -> dict[str, Format]:
    """Return the style that a cell takes on where it names a grade."""
    return {
        grade: book.add_format({"bg_color": look.fill, "font_color": look.letters, "bold": look.texture != ""})
        for grade, look in looks(grades).items()
    }
