"""Everything that a Word file says, read back with the library that reads Word files."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document

from caseaudit.plaintext import visible
from programs_here import converted, pages


def read(content: bytes) -> Document:
    """Return the document in a file."""
    return docx.Document(BytesIO(content))


def texts(document: Document) -> list[str]:
    """Return every text: headers, footers, paragraphs and cells, each as it stands."""
    return list(_texts(document))


def _texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        for part in (section.header, section.footer):
            yield from (paragraph.text for paragraph in part.paragraphs)
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def whole(document: Document) -> str:
    """Return all of it as one text."""
    return "\n".join(texts(document))


def nothing_hidden(text: str) -> bool:
    """Return whether a text holds no control character and none that hides or reorders text."""
    return text == visible(text) and not {"\ufffe", "\uffff", "\r"} & set(text)


def headings(document: Document, style: str = "Heading 1") -> list[str]:
    """Return the headings of one level."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def opened_by_office(content: bytes, folder: Path) -> list[str]:
    """Return the text of each page as LibreOffice lays it out; skip the test where it is not installed."""
    file = folder / "report.docx"
    file.write_bytes(content)
    return pages(converted(file, "pdf"))
