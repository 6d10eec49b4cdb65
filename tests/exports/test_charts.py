"""Charts are the same bytes each time, are read without colour and aloud, and hold no text that could do anything."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from textual.color import Color

from caseaudit.domain.checklist import Grade
from caseaudit.domain.trend import Point, chart
from caseaudit.exports import charts, charts_said, charts_svg
from caseaudit.plaintext import one_line
from exports.made_up_report import IN_FOURS, SCALE, report, teams
from house.test_contrast import ENOUGH, contrast

REPORT, TEAMS = report(), teams()
YEARS = [
    Point(f"{2025 + place // 12}-{place % 12 + 1:02}", n, 10) for place, n in enumerate([5] * 8 + [9] * 8) if place != 3
]
DRAWN: dict[str, Callable[[charts_svg.Picture], bytes]] = {
    "judged": lambda form: charts.judged(REPORT.judgements, REPORT.grades, form),
    "criteria": lambda form: charts.criteria(REPORT.rows, "Chronologies", form, REPORT.overall.good_or_better),
    "trend": lambda form: charts.trend(chart(YEARS, target=80), "all checklists", form),
    "heat_map": lambda form: charts.heat_map(REPORT.rows, TEAMS, "Chronologies", form),
}
SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {"svg", "title", "desc", "style", "defs", "g", "path", "rect", "text", "tspan", "use", "clipPath", "pattern"}

every_chart = pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)


def words(svg: bytes) -> str:
    """Return what a chart says to those who see it."""
    return " ".join(text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text"))


@every_chart
@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_figures_give_the_same_bytes(
    draw: Callable[[charts_svg.Picture], bytes], form: charts_svg.Picture
) -> None:
    """Whatever a person has set for matplotlib, and with no day in it."""
    first = draw(form)
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path"}):
        assert draw(form) == first
    assert b"<dc:date>" not in first
    assert b"Matplotlib" not in first


@every_chart
def test_an_svg_reads_aloud_and_brings_nothing_with_it(draw: Callable[[charts_svg.Picture], bytes]) -> None:
    """A title and a description, named by the picture; no style attribute, no link outwards, nothing that runs."""
    svg = draw("svg")
    picture = ET.fromstring(svg)
    title, told = picture[0], picture[1]
    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", f"{title.get('id')} {told.get('id')}")
    assert title.text
    assert told.text
    for element in picture.iter():
        assert element.tag.removeprefix(SVG) in HARMLESS
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        assert element.get("href", "#").startswith("#")


@every_chart
def test_two_charts_on_one_page_share_no_name(draw: Callable[[charts_svg.Picture], bytes]) -> None:
    """What one refers to is its own, though the other is drawn by the same hand."""

    def names(svg: bytes) -> set[str | None]:
        return {element.get("id") for element in ET.fromstring(svg).iter()} - {None}

    mine, other = names(draw("svg")), names(charts.criteria(REPORT.rows[:1], "another"))
    assert mine
    assert not mine & other


def test_every_count_is_written_in_the_chart() -> None:
    """Grades by word and count, shares as k of n, cells with both."""
    assert "8 good, 12 requires improvement, 1 without an overall judgement" in words(DRAWN["judged"]("svg"))
    shares = words(DRAWN["criteria"]("svg"))
    assert "18 of 18" in shares
    assert "4 of 15" in shares
    assert "none graded" in shares
    cells = words(DRAWN["heat_map"]("svg"))
    for word in ("North", "South", "100 %", "9 of 9", "13 %", "1 of 8", "3 of 3", "–"):
        assert word in cells


def test_a_trend_shows_signals_by_shape_limits_and_gaps() -> None:
    """Words beside the lines, counts beneath the months, and a month without audits is a gap."""
    shown = words(DRAWN["trend"]("svg"))
    for word in (
        "mean",
        "upper limit",
        "lower limit",
        "target",
        "80 %",
        "improvement",
        "concern",
        "no audits  2025-04",
    ):
        assert word in shown
    few = words(charts.trend(chart(YEARS[:3]), "few"))
    assert "mean" in few
    assert "limit" not in few


@pytest.mark.parametrize("of", [9, 120, 23_456])
@pytest.mark.parametrize("months", [2, 14, 24, 60])
def test_nothing_of_a_trend_is_cut_off(of: int, months: int) -> None:
    """However large the counts and however many the months: the edges of the picture are empty."""
    points = [
        Point(f"{2020 + place // 12}-{place % 12 + 1:02}", (place * 7) % of, of)
        for place in range(months)
        if place != 3
    ]
    picture = Image.open(BytesIO(charts.trend(chart(points, target=80), "all checklists", "png"))).convert("RGB")
    width, height = picture.size
    for edge in ((0, 0, width, 4), (0, height - 4, width, height), (0, 0, 3, height), (width - 4, 0, width, height)):
        assert len(picture.crop(edge).getcolors() or ()) == 1


def test_every_grade_of_a_scale_looks_different_without_colour() -> None:
    """By its texture, or by being clearly darker; neighbours never look alike."""
    looks = list(charts._textures(SCALE).values())
    for one, other in pairwise(looks):
        grey = contrast(Color.parse(one.colour), Color.parse(other.colour))
        assert one.hatch != other.hatch or grey > 3


def test_no_two_grades_of_two_scales_share_a_look() -> None:
    """As long as each side has no more than there are textures."""
    other = Grade("met", "Met", "Met", "●", True, "")
    looks = charts._textures((*SCALE[:2], other))
    assert len(set(looks.values())) == 3


def test_text_can_be_read_in_light_and_dark() -> None:
    """4.5 to 1 for text (WCAG 2.2, 1.4.3); on each shade of a heat map too."""
    pairs = re.findall(r"--ink:(#\w+);--paper:(#\w+);--faint:(#\w+)", charts_svg.STYLE)
    assert len(pairs) == 2
    for ink, paper, faint in pairs:
        assert contrast(Color.parse(ink), Color.parse(paper)) > ENOUGH
        assert contrast(Color.parse(faint), Color.parse(paper)) > 3
    for n in range(0, 11, 2):
        ground, text, _ = charts._heat(charts.Interval(n, 10, 0, 1))
        assert contrast(Color.parse(ground), Color.parse(text)) > ENOUGH


@pytest.mark.parametrize("text", IN_FOURS)
def test_hostile_texts_are_only_text(text: str) -> None:
    """As a team, a title and a question they are drawn as they are: no markup, nothing that reorders, no formula."""
    names = text, f"{text} 2"
    found = report(names, text, text)
    for svg in (
        charts.judged(found.judgements, found.grades),
        charts.criteria(found.rows, text),
        charts.heat_map(found.rows, teams(names), text),
        charts.trend(chart(found.months[0].points), text),
    ):
        elements = list(ET.fromstring(svg).iter())
        assert {element.tag.removeprefix(SVG) for element in elements} <= HARMLESS
        said = "".join(element.text or "" for element in elements)
        assert said.split() == one_line(said).split()
    shown = words(charts.judged(found.judgements, found.grades)).replace(" ", "")
    assert one_line(text).replace(" ", "") in shown


def test_a_png_is_printed_sharp_and_says_what_it_shows() -> None:
    """At 200 dots an inch it is as wide as a column of A4, and carries its description."""
    picture = Image.open(BytesIO(DRAWN["criteria"]("png")))
    assert picture.width == round(charts.WIDTH * charts_svg.DOTS_AN_INCH)
    assert picture.text["Description"] == charts_said.criteria(REPORT.rows)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["judged", "criteria", "heat_map"])
def test_nothing_to_draw_is_drawn_as_nothing(name: str) -> None:
    """No audits, no rows, no teams: a picture all the same, and no crash."""
    empty = {
        "judged": lambda: charts.judged((), ()),
        "criteria": lambda: charts.criteria((), ""),
        "heat_map": lambda: charts.heat_map((), {}, ""),
    }[name]()
    assert ET.fromstring(empty).tag == f"{SVG}svg"


@given(st.lists(st.integers(), max_size=40), st.integers(1, 15))
def test_batches_lose_nothing_and_are_even(items: list[int], most: int) -> None:
    """All items in their order; no batch above the most, none smaller than another by more than one."""
    found = list(charts.batches(items, most))
    assert [item for batch in found for item in batch] == items
    assert all(0 < len(batch) <= most for batch in found)
    assert not found or max(map(len, found)) - min(map(len, found)) <= 1
