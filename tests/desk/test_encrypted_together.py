"""Several people at once in an encrypted workspace: every edit is kept, also while it is being encrypted."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

import pytest

pytest.importorskip("pyrage", reason="Encryption was not tested: pip install 'caseaudit[encrypt]'")

from caseaudit.desk import auditing, encrypting
from caseaudit.desk.workspace import Workspace, make
from encrypted import encrypt, files, keys_in
from made_up import header

PROGRAMS, EDITS = 3, 6


def edits(folder: str, audit_id: str, criterion: str) -> None:
    """What each program does: grade its own criterion again and again."""
    workspace = Workspace.open(folder, f"Auditor of {criterion}")
    for number in range(EDITS):
        auditing.answer(workspace, audit_id, criterion, "good", reason=f"{criterion} edit {number}")


def turns(folder: str, recovery: str) -> None:
    """What the quality lead does meanwhile: encrypt, decrypt, encrypt."""
    places = Workspace.open(folder, "Lead").places
    mine = encrypting.own_keys()[0].public
    encrypting.turn_on(places, [mine, recovery])
    encrypting.turn_off(places)
    encrypting.turn_on(places, [mine, recovery])


@pytest.mark.parametrize("is_turned_meanwhile", [False, True], ids=["encrypted", "while it is encrypted"])
def test_programs_at_once_lose_nothing(is_turned_meanwhile: bool, tmp_path: Path) -> None:
    """Each makes its edits in the same audit: all of them are in it and in its history, which is whole."""
    folder = str(tmp_path / "shared")
    workspace = Workspace(make(folder), "A. Auditor")
    audit = auditing.begin(workspace, "chronology", header())
    mine = [answer.criterion for answer in audit.asked if answer.kind == "grade"][:PROGRAMS]
    context = get_context("spawn")
    programs = [context.Process(target=edits, args=(folder, audit.id, name)) for name in mine]
    if is_turned_meanwhile:
        programs.append(context.Process(target=turns, args=(folder, keys_in(tmp_path).recovery)))
    else:
        encrypt(workspace)
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0] * len(programs)
    if encrypting.status(workspace.places).plain:
        encrypting.resume(workspace.places)
    final = workspace.register.load(audit.id)
    assert [final.answer(name).reason for name in mine] == [f"{name} edit {EDITS - 1}" for name in mine]
    history = workspace.register.history(audit.id)
    assert history.numbers() == [*range(1, 2 + PROGRAMS * EDITS)]
    assert history.broken() is None
    assert all(path.name.endswith(".age") for path in files(workspace.places))
