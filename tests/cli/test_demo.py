"""The demonstration on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from cli.running import Run


def test_a_demonstration_is_made_and_found_again(tmp_path: Path, run: Run) -> None:
    """Its folder is printed; commands work in it; asked for again, it is left as it is."""
    folder = tmp_path / "shown"
    made = run("demo", str(folder), "--audits", "6", "--seed", "3", "--no-open")
    assert (made.code, made.lines) == (0, [str(folder)])
    listed = run("audit", "list", "--workspace", str(folder), "--json")
    assert listed.code == 0
    assert sum(line["role"] != "second-grade" for line in json.loads(listed.out)) == 6
    assert run("demo", str(folder), "--audits", "9", "--no-open") == made
    assert run("audit", "list", "--workspace", str(folder), "--json") == listed


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, run: Run) -> None:
    """Nothing in it is touched."""
    (tmp_path / "letter.txt").write_text("Dear all")
    refused = run("demo", str(tmp_path), "--no-open")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
