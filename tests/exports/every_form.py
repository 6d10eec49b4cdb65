"""Every text that stands in a file, whatever the format: as the program reads it that people open such a file with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
from openpyxl import load_workbook

from exports.test_html_page import Page
from exports.test_markdown import tokens
from exports.word_text import read, texts


def of_csv(path: Path) -> list[str]:
    """Return every cell."""
    csv.field_size_limit(10 * 1024 * 1024)
    text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
    return [value for row in csv.reader(text, strict=True) for value in row]


def of_xlsx(path: Path) -> list[str]:
    """Return every text of every sheet."""
    book = load_workbook(path)
    return [value for paper in book for row in paper.values for value in row if isinstance(value, str)]


def of_docx(path: Path) -> list[str]:
    """Return every paragraph and every cell."""
    return texts(read(path.read_bytes()))


def of_html(path: Path) -> list[str]:
    """Return every text outside the charts."""
    return Page(path.read_bytes()).words


def of_markdown(path: Path) -> list[str]:
    """Return every text that a reader of Markdown sees."""
    return [token.content for token in tokens(path.read_text(encoding="utf-8")) if token.type == "text"]


def of_json(path: Path) -> list[str]:
    """Return every string."""
    return list(_strings(json.loads(path.read_bytes())))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    parts: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _strings(part)


def of_parquet(folder: Path) -> list[str]:
    """Return every text of every table."""
    found: list[str] = []
    for table in sorted(folder.rglob("*.parquet")):
        rows = duckdb.sql(f"SELECT * FROM read_parquet('{table}')").fetchall()
        found += [value for row in rows for value in row if isinstance(value, str)]
    return found


READERS: Mapping[str, Callable[[Path], list[str]]] = {
    "csv": of_csv, "xlsx": of_xlsx, "docx": of_docx, "html": of_html, "markdown": of_markdown, "json": of_json,
    "parquet": of_parquet,
}  # fmt: skip
