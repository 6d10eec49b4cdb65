"""Write `docs/trust.md` from the promises and the figures on record: `python -m docs.trust_page`.

`promises.toml` says what is promised, which tests stand for it, and what has never run on the real system.
`trust-figures.toml` says how often: a test checks an exact figure each time it runs (the fixture `figure`, see
`tests/trust/conftest.py`), and a longer run notes what it measured (`note_measured`).
"""

from __future__ import annotations

import platform
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tomli
import tomli_w

HERE = Path(__file__).parent
PAGE = HERE / "trust.md"
PROMISES = HERE / "promises.toml"
FIGURES = HERE / "trust-figures.toml"

_HEAD = """# What we promise, and how it is proved

For those who must decide whether records about children may be kept with caseaudit: data protection officers, quality
leads, IT. Each promise names the tests that stand for it and the figures they gave, and says plainly what has never
been run on the real system.

**Exact** figures are checked whenever the tests run, which is before every change: a figure that is no longer true
fails. **At least** means that the test counts each time, and fails under that number. Figures with a date were measured
by a longer run, by the command given, on the system named; anybody can run it again.

The tests come with the source. `python -m pytest tests/trust` runs most of those named here, and `.ci/run` all of them.
"""
_NOT_PROMISED = """
## What is not promised

"""


def page() -> str:
    """Return the page."""
    told = promises()
    figures = figures_on_record()
    promised = "".join(_promise(promise, figures) for promise in told["promise"])
    return f"{_HEAD}{promised}{_NOT_PROMISED}{_without(told['not_promised'])}"


def promises() -> dict[str, list[dict[str, Any]]]:
    """Return the tables `promise` and `not_promised`."""
    return tomli.loads(PROMISES.read_text(encoding="utf-8"))


def figures_on_record() -> dict[str, dict[str, Any]]:
    """Return each figure by its name: `value`, `kind` (exact, at-least, measured), `date`, `system`, `command`."""
    return tomli.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def note(name: str, value: float, kind: str, **run: str) -> None:
    """Put a figure on record."""
    figures = figures_on_record() | {name: {"value": value, "kind": kind, **run}}
    FIGURES.write_text(tomli_w.dumps(dict(sorted(figures.items()))), encoding="utf-8")


def note_measured(name: str, value: float, command: str) -> None:
    """Put on record what a longer run measured today on this system; `command` is what repeats it."""
    day = datetime.now(UTC).date().isoformat()
    release = ".".join(platform.release().split(".")[:2])
    system = f"{platform.system()} {release}, Python {platform.python_version()}"
    note(name, value, "measured", date=day, system=system, command=command)


def _promise(promise: dict[str, Any], figures: dict[str, dict[str, Any]]) -> str:
    known = [(name, figures[name]) for name in promise.get("figures", ()) if name in figures]
    return "".join(
        [
            f"\n## {promise['id']}. {promise['title']}\n\n",
            _paragraph(promise["promise"]),
            "\n" + _paragraph(f"*How it is proved.* {promise['proved']}"),
            "\n" if known else "",
            *(_figure(name, figure) for name, figure in known),
            "\n" + _paragraph(f"*Never run on the real system.* {promise['not_proved']}"),
            "\n" + _paragraph(f"*Tests.* {', '.join(f'`{test}`' for test in promise['tests'])}"),
        ]
    )


def _figure(name: str, figure: dict[str, Any]) -> str:
    value = f"{figure['value']:,}"
    if figure["kind"] == "at-least":
        return f"- {name}: at least **{value}**\n"
    if figure["kind"] == "exact":
        return f"- {name}: **{value}**\n"
    return f"- {name}: **{value}** ({figure['date']}, {figure['system']}: `{figure['command']}`)\n"


def _without(things: list[dict[str, Any]]) -> str:
    return "".join(_paragraph(f"- **{thing['id']}. {thing['title']}.** {thing['why']}") for thing in things)


def _paragraph(words: str) -> str:
    lines: Iterator[str] = iter(textwrap.wrap(words, 120, break_long_words=False, break_on_hyphens=False))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
