"""The paper that a Word report is written on: A4, its styles, its header and footer, and nothing about anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from caseaudit.exports.made import Made, day_said
from caseaudit.plaintext import one_line

LANGUAGE = "en-GB"
FONT = "Calibri"
WIDTH = 17.0
"""How wide the text is, in cm."""
TABLE_TEXT, TABLE_HEADING, NOTE = "Table Text", "Table Heading", "Note"

_MARGIN = (21.0 - WIDTH) / 2
_TITLE_ROOM, _NAME_ROOM = 75, 30  # letters that fit on the one line of a header
_PROPERTY_ROOM = 255  # letters that the library takes
_INK = RGBColor(0x1B, 0x26, 0x31)
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


class Look(NamedTuple):
    """How a style looks; sizes and spaces in points."""

    size: float
    before: float = 0
    after: float = 3
    bold: bool = False


_LOOKS = {
    "Normal": Look(10.5, 0, 4),
    "Title": Look(20, 0, 0, bold=True),
    "Subtitle": Look(11, 0, 6),
    "Heading 1": Look(15, 14, 4, bold=True),
    "Heading 2": Look(12, 8, 2, bold=True),
    "Heading 3": Look(11, 8, 2, bold=True),
    "Caption": Look(10, 8, 3, bold=True),
    "List Bullet": Look(10.5, 0, 2),
    "Header": Look(9, 0, 0),
    "Footer": Look(9, 0, 0),
    TABLE_TEXT: Look(9.5, 1, 1),
    TABLE_HEADING: Look(9.5, 1, 1, bold=True),
    NOTE: Look(9.5, 0, 3),
}
_KEPT_WITH_NEXT = ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption")


def paper(title: str, made: Made, mark: str = "") -> Document:
    """Return an empty document with its styles and properties; `mark` stands before the title in every header."""
    document = docx.Document()
    _settle_language(document)
    for name, look in _LOOKS.items():
        _settle_style(_style(document, name), look, keep=name in _KEPT_WITH_NEXT)
    _settle_page(document)
    _write_margins(document, one_line(title), made, mark)
    _settle_properties(document, one_line(title), made)
    return document


def content(document: Document) -> bytes:
    """Return the file; the same document makes the same bytes."""
    saved, stream = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name in parts.namelist():
            package.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return stream.getvalue()


# ── language, styles, page ───────────────────────────────────────────────────


def _settle_language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
    settings = document.settings.element
    for theme in settings.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), LANGUAGE)
    for zoom in settings.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _style(document: Document, name: str) -> ParagraphStyle:
    known = name in document.styles
    style: ParagraphStyle = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    return style


def _settle_style(style: ParagraphStyle, look: Look, *, keep: bool) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(look.size), look.bold
    style.font.italic, style.font.color.rgb = False, _INK
    style.quick_style = True
    _drop_themes(style)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.08
    form.keep_with_next, form.widow_control = keep, True


def _drop_themes(style: ParagraphStyle) -> None:
    """Take away the fonts of the theme, which would be drawn in place of the style's own, and the line under titles."""
    for fonts in style.element.iter(qn("w:rFonts")):
        for theme in _THEMES:
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:cs"), FONT)
    for border in list(style.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    for spacing in [each for each in style.element.iter(qn("w:spacing")) if each.get(qn("w:val"))]:
        spacing.getparent().remove(spacing)


def _settle_page(document: Document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(_MARGIN)
    page.top_margin, page.bottom_margin = Cm(2.0), Cm(1.8)
    page.header_distance = page.footer_distance = Cm(0.9)


# ── header, footer, properties ───────────────────────────────────────────────


def _write_margins(document: Document, title: str, made: Made, mark: str) -> None:
    page = document.sections[0]
    header, footer = _two_sided(page.header.paragraphs[0]), _two_sided(page.footer.paragraphs[0])
    if mark:
        marked = header.add_run(f"{mark}  ").font
        marked.bold, marked.size = True, Pt(14)
    header.add_run(f"{shortened(title, _TITLE_ROOM)}\t{shortened(one_line(made.workspace), _NAME_ROOM)}")
    footer.add_run(f"{made.program}, {day_said(made.day)}\tPage ")
    _add_field(footer, "PAGE")
    footer.add_run(" of ")
    _add_field(footer, "NUMPAGES")


def shortened(text: str, room: int) -> str:
    """Return a text that the first page has in full; what is left out here shows as `…`."""
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _two_sided(paragraph: Paragraph) -> Paragraph:
    stops = paragraph.paragraph_format.tab_stops
    for stop in list(paragraph.style.paragraph_format.tab_stops) if paragraph.style else ():
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a number that Word keeps right; it shows 1 until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)
    run = paragraph.add_run("1")
    field.append(run._r)


def _settle_properties(document: Document, title: str, made: Made) -> None:
    properties = document.core_properties
    properties.title, properties.language = shortened(title, _PROPERTY_ROOM), LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(made.day).replace(tzinfo=UTC)
    package = document.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package.rels.pop(name)
