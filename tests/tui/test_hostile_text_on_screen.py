"""Text is data: a message, a paste or a link in a text does nothing, and what is looked at stays as it is.

That every screen shows every text to the letter is tested in `tests/trust/test_text_screens.py`.
"""

from __future__ import annotations

from unicodedata import category

import pytest
import tomli_w
from msgspec.structs import replace

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain.audit import Action, Audit
from caseaudit.problems import bad_input
from caseaudit.store.register import Stamp
from conftest import HEADER, NOON
from hostile import HOSTILE
from tui.person import Person, somebody

TEXTS = [
    *(text for text in HOSTILE if "\ud800" not in text),
    "no\u00a0break, wide\u3000blank, soft\u00adhyphen",
    "[link=http://example.invalid]press[/link] [b]bold[/b]",
    "private \ue000 use and \u2028 line \u2029 end",
]
"""No file can hold half a surrogate pair; that text is pasted instead."""
THIRDS = tuple(" · ".join(TEXTS[start::3]) for start in range(3))
"""Every text once, in three long ones."""
HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")


# ── a workspace in which every word is hostile ───────────────────────────────


def _checklist() -> str:
    """A checklist of one criterion for each text, which stands in every place where a criterion has words."""
    criteria = [
        {
            "id": f"HOS-{n:02}",
            "question": text,
            "focus": "quality",
            "look_for": text,
            "good_looks_like": text,
            "weak_looks_like": text,
            "critical": "harm",
            "critical_reason": text,
            "descriptors": dict.fromkeys(GRADES, text),
            "lift": dict.fromkeys(GRADES[:3], text),
            "sources": [{"document": "ofsted-2014", "paragraph": 44, "role": "finding"}],
        }
        for n, text in enumerate(TEXTS, 1)
    ]
    head = {"format": 1, "id": "hostile", "version": "1.0", "status": "published", "audited": "case-file"}
    words = {"title": " ".join(TEXTS[:9]), "about": " ".join(TEXTS), "scale": "ofsted", "cohorts": ["child-in-need"]}
    section = {"id": "all", "title": TEXTS[3], "criterion": criteria}
    return tomli_w.dumps({**head, **words, "section": [section]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose checklist is hostile."""
    places = make(str(tmp_path_factory.mktemp("hostile") / "workspace"), name="[/] \x1b[31m [Child A]")
    places.checklists.mkdir()
    (places.checklists / "hostile.toml").write_text(_checklist(), encoding="utf-8")
    return Workspace(places, "A. Auditor", clock=lambda: NOON)


@pytest.fixture(scope="module")
def audit(folder: Workspace) -> Audit:
    """One audit in which everything that anybody writes is hostile, as a tampered file would have it."""
    begun = auditing.begin(folder, "hostile", HEADER)
    answers = tuple(
        replace(answer, state="graded", grade="good", reason=text, evidence=text, impact=text)
        for answer, text in zip(begun.answers, TEXTS, strict=True)
    )
    actions = tuple(Action(f"A{n}", text, text, "2026-12-01", text) for n, text in enumerate(TEXTS, 1))
    return _put(folder, replace(begun, answers=answers, actions=actions))


def _put(folder: Workspace, audit: Audit) -> Audit:
    """Save a record past everything that would clean it."""
    return folder.register.save(audit, Stamp("[/] \x1b", "2026-11-20T12:00:00Z", "[/]"))


def _another(folder: Workspace, audit: Audit, audit_id: str) -> Audit:
    """The same audit once more, under another id."""
    return _put(folder, replace(audit, id=audit_id, revision=replace(audit.revision, number=0)))


def _harmless(person: Person) -> None:
    """Assert that what is on screen drives nothing: no control, no direction, no link, no action of a text's own."""
    for strip in person.screen._compositor.render_strips():
        for segment in strip:
            odd = [c for c in segment.text if category(c) in HARMFUL and c not in JOINERS]
            assert not odd, segment.text
            assert segment.style is None or (segment.style.link is None and "@click" not in segment.style.meta)


# ── a message ────────────────────────────────────────────────────────────────


async def test_a_message(folder: Workspace, audit: Audit) -> None:
    """A problem may name a file or a key that somebody chose."""
    async with somebody(folder, size=(120, 60)) as person:
        person.app.complain(bad_input(THIRDS[0], THIRDS[1], THIRDS[2]))
        await person.quiet()
        _harmless(person)
        assert "[@click=app.quit]press" in "".join(person.told.split(" "))


# ── what somebody pastes ─────────────────────────────────────────────────────


@pytest.mark.parametrize("where", ["reason", "form", "filter", "question"])
async def test_whatever_is_pasted(workspace: Workspace, begun: Audit, where: str) -> None:
    """A paste with escape and bidirectional characters is shown harmlessly wherever it lands."""
    ways = {"reason": ("enter", "e"), "form": ("n",), "filter": ("slash",), "question": ("enter", "n", "n", "enter")}
    async with somebody(workspace, size=(120, 40)) as person:
        await person.press(*ways[where])
        for text in HOSTILE:
            await person.pastes(text)
            _harmless(person)


async def test_what_is_pasted_into_the_form_is_cleaned_on_the_way_in(workspace: Workspace) -> None:
    """No escape character reaches a record through a one-line field."""
    async with somebody(workspace) as person:
        await person.press("n")
        await person.pastes("EB-1 \x1b[31mred \x9b \x07")
        await person.press("enter", "tab")
        await person.types("North")
        await person.press("enter")
        await person.types("W. Worker")
        await person.press("f2")
        assert person.place == "AuditScreen"
    (path,) = workspace.register.files()
    assert workspace.register.read(path).case == "EB-1 ␛[31mred � ␇"


async def test_a_link_in_a_text_is_not_a_link(workspace: Workspace, begun: Audit) -> None:
    """`[@click=app.quit]` in a reason or a question is words: a click on it does not quit."""
    words = "[@click=app.quit]press me[/]"
    auditing.answer(workspace, begun.id, "HND-01", "good", reason=words)
    shown = replace(workspace.register.load(begun.id), id="20261120-clickme")
    first = replace(shown.answers[0], question=words)
    _put(workspace, replace(shown, answers=(first, *shown.answers[1:]), revision=replace(shown.revision, number=0)))
    async with somebody(workspace, "20261120-clickme", size=(120, 40)) as person:
        await person.press("p")
        assert words in person.page
        for x, y in _cells_of(person, "press me"):
            await person.pilot.click(offset=(x, y))
        await person.quiet()
        assert person.place == "AuditScreen"
        assert not person.app._exit


def _cells_of(person: Person, words: str) -> list[tuple[int, int]]:
    rows = person.page.splitlines()
    return [(row.index(words) + 2, y) for y, row in enumerate(rows) if words in row]


async def test_text_that_is_opened_and_left_is_the_same_to_the_letter(folder: Workspace, audit: Audit) -> None:
    """Looking at hostile text, criterion by criterion, changes no byte of the record."""
    looked_at = _another(folder, audit, "20261120-lookedat")
    before = folder.register.path(looked_at).read_bytes()
    async with somebody(folder, looked_at.id) as person:
        await person.burst(*["n"] * (len(TEXTS) - 1))
        assert f"HOS-{len(TEXTS)}" in person.page
        await person.press("escape")
    assert folder.register.path(looked_at).read_bytes() == before


async def test_typing_into_a_text_leaves_the_rest_of_it_as_it_was(workspace: Workspace, begun: Audit) -> None:
    """Line ends at the end, tabs, blanks and direction marks stay where they are."""
    words = "\t two\n\nlines \u202eevil\u202c \u200b \n\n"
    auditing.answer(workspace, begun.id, "HND-01", "good", reason=words)
    async with somebody(workspace, begun.id) as person:
        await person.press("p", "e")
        await person.types("x")
        await person.press("escape", "escape")
    assert workspace.register.load(begun.id).answer("HND-01").reason == f"{words}x"
