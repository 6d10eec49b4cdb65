"""A report as one HTML file that needs nothing else: no script, no link outwards, light and dark, screen and paper.

Every text passes two gates on the way into the page: `one_line`, after which nothing in it hides or reorders, and the
escaping of the template engine. The page's own policy then forbids scripts, pictures, fonts, forms and frames, and
allows no style but the two whose digests it names.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from caseaudit.domain.report import Report
from caseaudit.exports.charts_svg import STYLE
from caseaudit.exports.made import Made, day_said
from caseaudit.exports.report_parts import TITLE, ByTeam, Part, parts
from caseaudit.plaintext import one_line

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE, _STYLE = "html_report.html.j2", "html_report.css"
_CLOSING = "Only signed-off audits count; training never does."
_LONG_WORD = 24
_FIGURE = re.compile(r"[0-9]+ of [0-9]+( \([0-9]+–[0-9]+\s%\))?|[+−][0-9]+ \([+−][0-9]+ to [+−][0-9]+\)|[0-9]+\s%")
_TOGETHER = re.compile(r"(?<=[0-9]) (?=%)|(?<=[0-9]) (?=of [0-9])|(?<=[0-9] of) (?=[0-9])")


def document(report: Report, teams: ByTeam, made: Made) -> bytes:
    """Return the report as a page in UTF-8; `teams` holds the rows of each team, by its name.

    Raises `ModuleNotFoundError` where the template engine or the library that draws charts is not installed.
    """
    return page(TITLE, parts(report, teams, made), made, _CLOSING)


def page(title: str, shown: Iterable[Part], made: Made, closing: str) -> bytes:
    """Return any parts as a page in UTF-8, under a title; `closing` is the sentence at its very end.

    Raises `ModuleNotFoundError` as `document`.
    """
    style = _text(_STYLE)
    template = _engine().from_string(_text(_TEMPLATE))
    drawn = template.render(
        title=title,
        made=made,
        day=day_said(made.day),
        parts=list(shown),
        style=style,
        policy=policy(style),
        closing=closing,
    )
    return drawn.encode()


def policy(style: str) -> str:
    """Return the policy of a page: nothing may be loaded or run, and only its own style and that of charts applies."""
    allowed = " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (style, STYLE))
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"


def _text(name: str) -> str:
    return files("caseaudit.exports").joinpath(name).read_text(encoding="utf-8")


def _engine() -> Environment:
    """Return the engine: it escapes everything, makes every text plain first, and stops at a name it does not know."""
    from jinja2 import Environment, StrictUndefined

    engine = Environment(
        autoescape=True, finalize=_plain, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    engine.tests |= {"unbroken": _unbroken, "figure": _FIGURE.fullmatch}
    return engine


def _plain(value: Any) -> Any:
    """Return a text on one line and fit to show; what the template calls safe stays: charts and the style."""
    return value if hasattr(value, "__html__") else _TOGETHER.sub("\N{NO-BREAK SPACE}", one_line(str(value)))


def _unbroken(text: str) -> bool:
    """Return whether a word is so long that it must be broken to fit."""
    return any(len(word) > _LONG_WORD for word in text.split())
