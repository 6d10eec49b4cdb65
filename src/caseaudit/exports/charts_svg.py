"""What makes a drawn figure a picture to hand over: the same bytes each time, and for the page one that reads aloud.

An SVG from here has a title and a description, no `style` attribute (so that a page need not allow any), names of
its own for what it refers to, and colours that follow the reader's choice of light or dark through `STYLE`.
"""

from __future__ import annotations

import re
import warnings
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Picture = Literal["svg", "png"]

INK, PAPER, FAINT = "#1b2733", "#fefefd", "#6b7784"
"""The three colours that turn with light and dark: text and lines, the ground, and what stands back."""
STYLE = (
    ".chart{--ink:#1b2733;--paper:#fefefd;--faint:#6b7784}"
    "@media screen and (prefers-color-scheme:dark){.chart{--ink:#e6ebf0;--paper:#151b21;--faint:#97a3af}}"
    '.chart text{font-family:"DejaVu Sans",Verdana,"Segoe UI",system-ui,sans-serif}'
)
"""The style of every SVG from here: always the same text, so that a page can allow it by its digest."""
DOTS_AN_INCH = 200

_TURNING = {INK: "var(--ink)", PAPER: "var(--paper)", FAINT: "var(--faint)"}
_TAG = re.compile(r"<[^<>]*>")
_STYLED = re.compile(r' style="([^"]*)"')
_NAMED = re.compile(r' id="([^"]*)"')
_LINKED = re.compile(r'url\(#([^)]*)\)|href="#([^"]*)"')
_SIZE = re.compile(r'<svg[^>]*?viewBox="([^"]*)"[^>]*>')
_FONT = re.compile(r"^(?:(italic|oblique) )?(?:(bold|[1-9]00) )?([0-9.]+px) .*$")


def settings() -> dict[Any, Any]:
    """Return the settings of matplotlib that every chart is drawn with, whatever a person has set for their own."""
    return {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "text.parse_math": False,
        "text.usetex": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "caseaudit",
        "path.simplify": False,
        "hatch.linewidth": 0.8,
        "axes.edgecolor": FAINT,
        "axes.linewidth": 0.8,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }


def picture(figure: Figure, form: Picture, title: str, told: str) -> bytes:
    """Return a figure as the bytes of a picture; `title` and `told`, fit to show, are kept inside it."""
    stream = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a letter that the font lacks is drawn as a box
        if form == "png":
            about = {"Software": None, "Title": title, "Description": told}
            figure.savefig(stream, format="png", dpi=DOTS_AN_INCH, metadata=about, facecolor=PAPER)
            return stream.getvalue()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(stream, format="svg", metadata=nothing, transparent=True)
    return _told(_plain(stream.getvalue().decode()), title, told).encode()


def _plain(drawn: str) -> str:
    """Return the SVG element alone, without comments, and with attributes in place of styles."""
    drawn = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", drawn[drawn.index("<svg") :], flags=re.DOTALL)
    drawn = re.sub(r'<style type="text/css">.*?</style>|\s*<defs>\s*</defs>', "", drawn, flags=re.DOTALL)
    return _TAG.sub(lambda tag: _STYLED.sub(lambda style: _attributes(style[1]), tag[0]), drawn)


def _attributes(style: str) -> str:
    """Return the declarations of a style as attributes of SVG."""
    kept: dict[str, str] = {}
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            kept |= _font(value)
        elif name != "font-family":
            kept[name] = _TURNING.get(value, value)
    return "".join(f' {name}="{value}"' for name, value in kept.items())


def _font(value: str) -> dict[str, str]:
    """Return what the short form of a font says; the family is that of the page."""
    found = _FONT.match(value)
    slant, weight, size = found.groups() if found else (None, None, None)
    parts = {"font-style": slant, "font-weight": weight, "font-size": size}
    return {name: part for name, part in parts.items() if part}


def _told(drawn: str, title: str, told: str) -> str:
    """Return the SVG with names of its own, its title and its description."""
    mark = sha256("\n".join((title, told, drawn)).encode()).hexdigest()[:10]
    linked = {one or other for one, other in _LINKED.findall("".join(_TAG.findall(drawn)))}
    drawn = _TAG.sub(lambda tag: _renamed(tag[0], linked, mark), drawn)
    box = _SIZE.search(drawn)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{box[1] if box else ""}" role="img"'
        f' aria-labelledby="t{mark} d{mark}">'
        f'<title id="t{mark}">{escape(title)}</title><desc id="d{mark}">{escape(told)}</desc><style>{STYLE}</style>'
    )
    return _SIZE.sub(lambda _: head, drawn, count=1)


def _renamed(tag: str, linked: set[str], mark: str) -> str:
    tag = _NAMED.sub(lambda name: f' id="{mark}{name[1]}"' if name[1] in linked else "", tag)
    tag = tag.replace("xlink:href", "href")
    return _LINKED.sub(lambda link: link[0].replace("#", f"#{mark}", 1), tag)
