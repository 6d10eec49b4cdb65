"""Read, check, begin and compare checklists."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from caseaudit.desk import checklist_template
from caseaudit.domain.checklist import Checklist
from caseaudit.domain.shape import CHECKLIST_ID
from caseaudit.problems import Problem, bad_input
from caseaudit.store import exemplars, filesystem, packs
from caseaudit.store.library import TABLES, Library
from caseaudit.store.names import is_reserved
from caseaudit.store.places import shipped_checklists

OF_THEIR_TIME = (
    "The documents that criteria cite, of 2014, 2019 and 2020, describe Newham's services as they were then. "
    "Ofsted judged them good in 2022 and outstanding in 2025-26."
)
"""Said wherever the library introduces itself, so that nobody takes 2019 for today."""


class Difference(NamedTuple):
    """What became of one criterion from one version to the next."""

    criterion: str
    what: str
    """`added`, `removed`, or which keys changed."""
    carries: bool
    """Whether an answer to the old wording still answers the new one."""


def check(library: Library, path: Path) -> list[Problem]:
    """Return everything wrong with a file of a checklist, of packs or of exemplars, or with a folder of them."""
    if not path.exists():
        raise bad_input(str(path), "does not exist", "Check the name")
    if exemplars.holds_exemplars(path):
        return exemplars.problems(library, path)
    tables = packs.problems(library, path / packs.FILE if path.is_dir() else path)
    begun = checklist_template.untouched(path, _START)
    return library.problems(path) + begun + tables + _problems_of_exemplars(library, path / exemplars.FOLDER)


def _problems_of_exemplars(library: Library, folder: Path) -> list[Problem]:
    return exemplars.problems(library, folder) if folder.is_dir() else []


def find(library: Library, name: str) -> Checklist:
    """Return a checklist by its id, or by the path of its file."""
    path = Path(name)
    return library.read(path) if name.endswith(".toml") and path.is_file() else library.get(name)


def differences(old: Checklist, new: Checklist) -> list[Difference]:
    """Return what changed between two versions of a checklist, criterion by criterion."""
    before = {criterion.id: criterion for criterion in old.criteria}
    after = {criterion.id: criterion for criterion in new.criteria}
    found = []
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            found.append(Difference(name, "removed", carries=False))
        elif name not in before:
            found.append(Difference(name, "added", carries=False))
        elif before[name] != after[name]:
            changed = [
                key for key in before[name].__struct_fields__ if getattr(before[name], key) != getattr(after[name], key)
            ]
            carries = before[name].wording == after[name].wording
            found.append(Difference(name, f"changed: {', '.join(changed)}", carries=carries))
    return [*found, *_differences_of_facts(old, new)]


def _differences_of_facts(old: Checklist, new: Checklist) -> list[Difference]:
    """Return what became of the facts; what was noted in an audit stays there as it was asked."""
    before, after = ({fact.id: fact for fact in one.facts} for one in (old, new))
    found = []
    for name in dict.fromkeys([*before, *after]):
        if name not in after or name not in before:
            found.append(Difference(f"fact {name}", "added" if name in after else "removed", carries=False))
        elif before[name] != after[name]:
            fields = before[name].__struct_fields__
            changed = [key for key in fields if getattr(before[name], key) != getattr(after[name], key)]
            carries = not {"kind", "choices", "label"} & {*changed}
            found.append(Difference(f"fact {name}", f"changed: {', '.join(changed)}", carries=carries))
    return found


def begin(folder: Path, checklist_id: str) -> Path:
    """Write a checklist to start from and return its file.

    Raises `BadInput` if it is there already, and for the id of one that ships: it would take that one's place.
    """
    if not CHECKLIST_ID.fullmatch(checklist_id):
        raise bad_input(
            "id", "is not formed like an id", 'Use lower-case letters, digits and hyphens: "case-recording"'
        )
    path = folder / f"{checklist_id}.toml"
    if path.name in TABLES or is_reserved(checklist_id):
        raise bad_input("id", "is a name that is needed for something else", "Choose another id")
    if (shipped_checklists() / path.name).is_file():
        what = f"is that of a checklist that comes with the program: yours would take the place of {checklist_id}"
        raise bad_input("id", what, f"Choose another id: {checklist_id}-local")
    filesystem.make_folder(folder)
    if not filesystem.publish_new(path, _START.replace("ID", checklist_id).encode()):
        raise bad_input(str(path), "exists already", "Choose another id, or change that file")
    return path


_START = """format = 1
id = "ID"
title = "Your title"
version = "0.1"
status = "draft"
audited = "case-file"
cohorts = ["child-in-need"]
areas = ["cin-planning"]
scale = "ofsted"
about = "What this checklist judges, what to have open, and what it leaves out."

[[section]]
id = "first"
title = "First section"

[[section.criterion]]
id = "NEW-01"
question = "One question that a file can answer?"
focus = "quality"
weight = 1
look_for = "Where in the file, and what to read."
good_looks_like = "What an auditor sees when it is done well."
weak_looks_like = "What an auditor sees when it is not."

[section.criterion.descriptors]
outstanding = "The lasting difference for the child that the file shows."
good = "The work, and its effect, as the file shows them."
requires-improvement = "The minimum is there; say what is missing."
inadequate = "What failure looks like in one case."

[section.criterion.lift]
requires-improvement = "What would lift the work from inadequate."
good = "What would lift it to good."
outstanding = "What would lift it from good."

[[section.criterion.sources]]
document = "ofsted-2014"
paragraph = 1
role = "extension"
"""
