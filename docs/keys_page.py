"""Write `docs/keys.md` from the commands as they are declared: `python -m docs.keys_page`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from caseaudit.tui import commands
from caseaudit.tui.commands import Command
from caseaudit.tui.screens.help import spoken

PAGE = Path(__file__).parent / "keys.md"
SCREENS: dict[str, tuple[Command, ...]] = {
    "Everywhere": commands.EVERYWHERE,
    "The tabs": commands.TABS,
    "The welcome": commands.WELCOME,
    "The list of audits": commands.AUDITS,
    "An audit": commands.AUDIT,
    "While you write a text of an audit": commands.WRITING,
    "The review of an audit": commands.REVIEW,
    "The summary": commands.SUMMARY,
    "The audits behind a figure": commands.BEHIND,
    "What waits for you": commands.MINE,
    "The actions": commands.ACTIONS,
    "Who has to moderate what": commands.MODERATION,
    "Both grades side by side": commands.AGREEING,
    "The training": commands.TRAINING,
    "An extract beside its rubric": commands.EXTRACT,
    "What good looks like, by word": commands.LOOKING_UP,
    "A presentation": commands.PRESENTING,
    "A presentation of an extract, besides": commands.PRESENTING_EXTRACT,
    "A presentation of what a group gave, besides": commands.PRESENTING_NAMES,
    "The sessions of calibration": commands.SESSIONS,
    "The extracts of a new session": commands.CHOOSING,
    "Whose turn it is": commands.TURNS,
    "Grading blind": commands.GRADING,
    "What a session shows": commands.REVEALED,
    "How somebody grades over time": commands.OVER_TIME,
    "Exemplars in the making": commands.MAKINGS,
    "Which audit to make one of": commands.SIGNED_AUDITS,
    "An exemplar in the making": commands.MAKING,
    "The checklists": commands.CHECKLISTS,
    "Reading a checklist": commands.READING,
    "A form or a question on top": commands.DIALOG,
    "A yes or a no": commands.CONFIRM,
    "An export that takes long": commands.WRITING_OUT,
    "Two versions of one answer": commands.SETTLE,
}
_HEAD = """# Keys

Every key of the app. `?` or F1 shows those of the screen you are on; `^p` finds a command by its name. `^` is the
control key. In lists the arrow keys, page up, page down, home and end move the cursor; the mouse works too.

Keys are yours to change. The personal settings file (`caseaudit where` says where it is) takes a table of them, by
the id in the last column, in the names Textual gives to keys (`f4`, `ctrl+t`, `x`):

```toml
[keys]
"audit.reason" = "f4"
"audit.next" = "n,space"
```
"""


def page() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *(line for title, shown in SCREENS.items() for line in _section(title, shown))])


def _section(title: str, shown: tuple[Command, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| key | what it does | id |"
    yield "|---|---|---|"
    for command in shown:
        yield f"| {_keys(command)} | {command.name}: {command.help} | `{command.id}` |"
    yield ""


def _keys(command: Command) -> str:
    return ", ".join(f"`{spoken(key)}`" for key in command.keys.split(","))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
