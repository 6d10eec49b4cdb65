"""The page of promises cannot drift: it is written from the promises, whose tests and figures are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from docs.trust_page import PAGE, figures_on_record, page, promises

HOUSE = Path(__file__).parents[2]
NUMBERED = {f"A{number}" for number in range(1, 21)}
PROMISES = promises()["promise"]

each_promise = pytest.mark.parametrize("promise", PROMISES, ids=[promise["id"] for promise in PROMISES])


def test_the_page_of_promises_is_the_one_the_promises_write() -> None:
    """After a promise or a figure is changed, `python -m docs.trust_page` brings the page up to date."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_promise_is_kept_or_said_not_to_be() -> None:
    """Each of the twenty stands once: promised, or under what is not promised."""
    ids = [told["id"] for told in (*PROMISES, *promises()["not_promised"])]

    assert len(ids) == len(set(ids))
    assert set(ids) >= NUMBERED


@each_promise
def test_the_tests_that_stand_for_a_promise_are_there(promise: dict[str, list[str]]) -> None:
    """Each file, and in it each function that is named."""
    assert promise["tests"]
    assert [test for test in promise["tests"] if not _is_there(test)] == []


def _is_there(test: str) -> bool:
    file, _, function = test.partition("::")
    path = HOUSE / file
    if not path.is_file():
        return False
    names = {_name(node) for node in ast.parse(path.read_text("utf-8")).body}
    return function in names if function else any(name.lower().startswith("test") for name in names)


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name
    is_name = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    return node.targets[0].id if is_name else ""


@each_promise
def test_the_figures_of_a_promise_are_on_record(promise: dict[str, list[str]]) -> None:
    """A promise quotes no figure that nobody counted."""
    assert set(promise.get("figures", ())) - figures_on_record().keys() == set()


@each_promise
def test_a_figure_is_stated_by_a_test_of_its_promise(promise: dict[str, list[str]]) -> None:
    """A measured one says how to measure it again; the others stand in a test that fails when they are wrong."""
    words = "".join((HOUSE / test.partition("::")[0]).read_text("utf-8") for test in promise["tests"])
    figures = {name: figures_on_record()[name] for name in promise.get("figures", ())}

    assert [name for name, figure in figures.items() if figure["kind"] != "measured" and f'"{name}"' not in words] == []
    assert [name for name, figure in figures.items() if figure["kind"] == "measured" and not figure["command"]] == []


def test_no_figure_is_left_over() -> None:
    """Each figure on record stands on the page."""
    quoted = {name for promise in PROMISES for name in promise.get("figures", ())}

    assert figures_on_record().keys() - quoted == set()
