"""No text on its way to the screen is read as markup: the source itself is looked through (promise A8).

Textual reads a plain string as markup almost everywhere, and its own `escape` does not stop that. So every widget that
would do so is told not to, or is given `Content`, which `show.text` and its neighbours return.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "caseaudit"
ROOMS = sorted(SOURCE.rglob("*.py"))
TOLD_BY_KEYWORD = {"Static", "Label", "notify", "TextColumn"}
"""What reads markup unless it is called with `markup=False`."""
SAFE_WIDGETS = {"Input", "Select", "Static", "Label", "TextArea"}
"""Widgets that are used, and known: `Input` and `TextArea` read no markup; a `Select` is given `Content`."""
READS_MARKUP = {"from_markup", "render_markup", "to_content", "escape_markup"}
"""Calls that read markup, or trust Textual to take it away."""
ATTRIBUTES = {"border_title", "border_subtitle", "tooltip"}
"""What a widget draws beside its content, and reads as markup."""


def faults(source: str) -> Iterator[str]:
    """Yield what in a module could read a text as markup, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.ImportFrom):
            yield from _of_import(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _of_assignment(node)


def _of_call(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in TOLD_BY_KEYWORD and not _says_no(node):
        yield f"line {node.lineno}: {name}(...) needs markup=False"
    if name in READS_MARKUP:
        yield f"line {node.lineno}: {name}(...) reads markup; use show.text or show.line"
    if name == "Select" and not _given_content(node):
        yield f"line {node.lineno}: Select(...) needs Content for what it offers; use form.choice"


def _says_no(node: ast.Call) -> bool:
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in node.keywords
    )


def _given_content(node: ast.Call) -> bool:
    """Whether a choice is made by `form.choice`, which gives it `Content` under the name `shown`."""
    return bool(node.args) and isinstance(node.args[0], ast.Name) and node.args[0].id == "shown"


def _of_import(node: ast.ImportFrom) -> Iterator[str]:
    here = f"tests/trust/{Path(__file__).name}"
    for name in node.names:
        if node.module == "textual.widgets" and name.name not in SAFE_WIDGETS:
            yield f"line {node.lineno}: {name.name} may read markup; see SAFE_WIDGETS in {here}"
        if f"{node.module}.{name.name}".startswith(("textual.markup", "rich.markup")):
            yield f"line {node.lineno}: {node.module} does not make a text safe; use show.text or show.line"


def _of_assignment(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES and not _is_literal(node.value):
            yield f"line {node.lineno}: {target.attr} is read as markup; give it show.line(...)"


def _is_literal(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant)


def test_no_text_is_read_as_markup() -> None:
    """Every widget of the house is told that what it is given is text."""
    found = {str(room.relative_to(SOURCE)): told for room in ROOMS if (told := [*faults(room.read_text("utf-8"))])}
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "Static(words)",
        "Static(f'{case}', id='x')",
        "yield Label(words, markup=True)",
        "self.notify(str(problem))",
        "Select([(team, team)])",
        "Content.from_markup(words)",
        "from textual.widgets import Markdown",
        "from rich.markup import escape",
        "widget.border_title = f'{case}'",
        "widget.tooltip = words",
        "TextColumn('{task.description}')",
    ],
)
def test_what_this_test_would_find(line: str) -> None:
    """A test that looks for something must be able to find it."""
    assert [*faults(line)]
