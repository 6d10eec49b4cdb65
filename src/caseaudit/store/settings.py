"""What a workspace and a person have settled, in two small TOML files. Unknown keys are kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from caseaudit.problems import BadInput, Problem, nearest, newer
from caseaudit.store import filesystem, places

LIMIT = 1_048_576


class Setting(NamedTuple):
    """One thing that can be settled."""

    default: Any
    meaning: str
    choices: tuple[Any, ...] | range = ()


WORKSPACE = {
    "format": Setting(1, "the version of this file's format", (1,)),
    "name": Setting("", "what the workspace is called on screen"),
    "demonstration": Setting(False, "whether this is the demonstration, with fictional audits"),
    "target": Setting(
        0, "how many percent of a month's graded answers are to be good or better, for the trend; 0: none", range(101)
    ),
    "record_format": Setting("json", "how records are written", ("json", "toml")),
    "encryption": Setting({}, "to whose keys the files are encrypted, as [encryption]"),
    "retention": Setting({}, "how long audits, samples and sessions are kept, as [retention]"),
}
PERSONAL = {
    "auditor": Setting("", "your name as it stands on audits; empty: the name of your account"),
    "theme": Setting("caseaudit-dark", "the colours of the app"),
    "last_workspace": Setting("", "the workspace that was open last in the app"),
    "keys": Setting({}, 'your own keys, by command: `"audit.reason" = "f4"`'),
}


def workspace_settings(workspace: places.Places) -> dict[str, Any]:
    """Return a workspace's settings, defaults filled in. Raises `BadInput`."""
    return _load(workspace.settings, WORKSPACE)


def personal_settings() -> dict[str, Any]:
    """Return the person's settings, defaults filled in; the defaults alone if there is no file yet."""
    path = places.personal_settings()
    return _load(path, PERSONAL) if path.is_file() else _defaults(PERSONAL)


def update_personal(changes: Mapping[str, Any]) -> None:
    """Change some of the person's settings and keep the rest of the file as it is."""
    import tomli_w

    path = places.personal_settings()
    current = _read(path) if path.is_file() else {}
    filesystem.make_folder(path.parent)
    filesystem.put(path, tomli_w.dumps({**current, **changes}).encode())


def make_workspace(workspace: places.Places, **settings: str) -> None:
    """Make the folders and the settings file of a new workspace."""
    import tomli_w

    for folder in (workspace.workspace, workspace.audits, workspace.history, workspace.drafts):
        filesystem.make_folder(folder)
    content = tomli_w.dumps({"format": 1, **settings})
    filesystem.put(workspace.settings, content.encode())


def _defaults(schema: Mapping[str, Setting]) -> dict[str, Any]:
    return {key: setting.default for key, setting in schema.items()}


def _load(path: Path, schema: Mapping[str, Setting]) -> dict[str, Any]:
    table = _read(path)
    problems = [problem for key, value in table.items() if (problem := _wrong(path, key, value, schema))]
    if problems:
        raise BadInput(*problems)
    return {**_defaults(schema), **table}


def _read(path: Path) -> dict[str, Any]:
    from caseaudit.store.toml_text import parse

    return parse(filesystem.read_regular(path, LIMIT), str(path))


def _wrong(path: Path, key: str, value: Any, schema: Mapping[str, Setting]) -> Problem | None:
    setting = schema.get(key)
    if setting is None:
        return None
    if type(value) is not type(setting.default):
        return Problem(str(path), f"is not {_KINDS[type(setting.default)]}", f"It says {setting.meaning}", key)
    if key == "format" and value > max(setting.choices):
        return newer(str(path), value, max(setting.choices))
    if setting.choices and value not in setting.choices:
        return Problem(str(path), "is not one of the choices", _remedy(value, setting.choices), key)
    return None


_KINDS = {str: "text", bool: "true or false", int: "a whole number", dict: "a table"}


def _remedy(value: Any, choices: tuple[Any, ...] | range) -> str:
    if isinstance(choices, range):
        return f"Give a number from {choices[0]} to {choices[-1]}"
    return nearest(str(value), map(str, choices))
