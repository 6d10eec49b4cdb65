"""Text is data: whatever a record, a checklist or a paste holds is shown as it is, and does nothing."""

from __future__ import annotations

from unicodedata import category

import pytest
import tomli_w
from msgspec.structs import replace
from textual.widgets import Input, Select, Static

from caseaudit.desk import auditing
from caseaudit.desk.workspace import Workspace, make
from caseaudit.domain.audit import Action, Audit
from caseaudit.domain.merging import Overlap
from caseaudit.plaintext import clean, one_line, visible
from caseaudit.problems import bad_input
from caseaudit.store.register import Stamp
from caseaudit.tui.screens.audit.screen import AuditScreen
from caseaudit.tui.screens.dialogs import AskText, Settle
from caseaudit.tui.screens.header import Details
from caseaudit.tui.screens.reading import Reading
from caseaudit.tui.screens.review import Review
from caseaudit.tui.widgets.words import Words
from conftest import HEADER, NOON
from hostile import HOSTILE
from tui.person import Person, drawn, somebody, squeezed

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


def _kept(text: str) -> str:
    """What of a text can be seen at all."""
    return squeezed("".join(c for c in text if category(c) not in HARMFUL or c in JOINERS))


def _one_line_end(text: str) -> str:
    """A text field knows one kind of line end; the rarer two of Unicode become it."""
    return text.replace("\u2028", "\n").replace("\u2029", "\n")


def _showing(text: str, shown: str) -> bool:
    return _kept(visible(text)) in squeezed(shown)


# ── screen by screen ─────────────────────────────────────────────────────────


async def test_the_list_of_audits(folder: Workspace, audit: Audit) -> None:
    """Case, team, worker and auditor of every line are hostile: each stands in its column, cut at most at its end."""
    place = Workspace(make(str(folder.places.workspace.with_name("list")), name="x"), "A. Auditor")
    for number, text in enumerate(TEXTS):
        one = replace(audit, id=f"20261120-hostil{number:02}", revision=replace(audit.revision, number=0))
        title = replace(audit.checklist, title=text)
        _put(place, replace(one, case=text, team=text, worker=text, auditor=text, checklist=title))
    async with somebody(place, size=(120, 60)) as person:
        _harmless(person)
        assert len(person.lines()) == len(TEXTS)
        for text in TEXTS:
            assert _kept(one_line(text)[:8]) in squeezed(person.page)


async def test_the_audit_screen(folder: Workspace, audit: Audit) -> None:
    """Question, descriptors, guidance and the three texts of every criterion."""
    async with somebody(folder, audit.id, size=(160, 60)) as person:
        screen = person.screen
        assert isinstance(screen, AuditScreen)
        for criterion, text in zip(audit.criteria, TEXTS, strict=True):
            screen.go_to(criterion)
            await person.quiet()
            _harmless(person)
            assert _showing(text, person.question)
            assert _showing(text, person.guidance)
            assert all(_showing(text, words.replace("▌", "")) for words in person.cards.values())
            area = person.finds("#reason", Words)
            assert area.text == _one_line_end(clean(text))
            assert squeezed(drawn(area)) == _kept(clean(text))[: len(squeezed(drawn(area)))]


async def test_the_form_of_the_header(folder: Workspace, audit: Audit) -> None:
    """Every field holds what the record says, on one line."""
    case, team, worker = THIRDS
    async with somebody(folder, audit.id) as person:
        person.app.push_screen(Details(folder, replace(audit, case=case, team=team, worker=worker)))
        await person.quiet()
        _harmless(person)
        for field, text in (("case", case), ("team", team), ("worker", worker)):
            assert person.finds(f"#{field}", Input).value == one_line(text)


async def test_the_top_line(folder: Workspace, audit: Audit) -> None:
    """The case reference of the audit that is open, cut at most at its end."""
    async with somebody(folder, audit.id, size=(160, 30)) as person:
        screen = person.screen
        assert isinstance(screen, AuditScreen)
        for text in TEXTS:
            screen.sitting.working = replace(audit, case=text)
            screen.draw_top()
            await person.quiet()
            _harmless(person)
            assert _kept(one_line(text)[:40]) in squeezed(person.page.splitlines()[0])


async def test_the_review(folder: Workspace, audit: Audit) -> None:
    """Actions, their owners, the reason for the judgement, and what may name the child."""
    reviewed = _another(folder, audit, "20261120-reviewed")
    async with somebody(folder, reviewed.id, size=(160, 60)) as person:
        await person.press("r")
        assert isinstance(person.screen, Review)
        _harmless(person)
        shown = person.reads("#actions")
        assert all(_kept(one_line(text)) in squeezed(shown) for text in TEXTS)
        for text in TEXTS[:8]:
            person.screen.sitting.working = auditing.decided(person.screen.audit, "inadequate", text)
            person.screen._draw()
            await person.quiet()
            _harmless(person)
            assert _showing(text, person.reads("#decided"))
        await person.press("2", "s")
        _harmless(person)


async def test_reading_the_checklist(folder: Workspace) -> None:
    """Every page of a hostile checklist."""
    checklist = folder.library.get("hostile")
    async with somebody(folder, size=(160, 60)) as person:
        await person.press("3")
        _harmless(person)
        person.app.push_screen(Reading(checklist, folder.library))
        await person.quiet()
        for text in TEXTS:
            _harmless(person)
            assert _showing(text, person.question)
            await person.press("n")


async def test_the_choice_of_a_checklist_and_of_names_used_before(folder: Workspace, audit: Audit) -> None:
    """The title in the drop-down, a team of another audit as a suggestion."""
    async with somebody(folder, size=(160, 40)) as person:
        await person.press("n")
        field = person.finds("#checklist", Select)
        field.value = "hostile"
        field.expanded = True
        await person.quiet()
        _harmless(person)
        assert _kept(one_line(TEXTS[0])) in squeezed(person.page)


async def test_the_summary(folder: Workspace, audit: Audit) -> None:
    """Title, questions and the name of a team, once the audit is signed."""
    place = Workspace(make(str(folder.places.workspace.with_name("summary")), name="x"), "A. Auditor")
    place.places.checklists.mkdir(exist_ok=True)
    (place.places.checklists / "hostile.toml").write_text(_checklist(), encoding="utf-8")
    signed = replace(audit, team=TEXTS[3], revision=replace(audit.revision, number=0))
    _put(place, replace(signed, sign_off=auditing.steps.SignOff("x", "2026-11-20T12:00:00Z", "x", "")))
    async with somebody(place, size=(160, 60)) as person:
        await person.press("2", "v", "t")
        _harmless(person)
        assert one_line(TEXTS[3]) in person.reads("#heading")
        assert len(person.lines()) == len(TEXTS)
        await person.press("v")
        _harmless(person)
        assert _kept(one_line(TEXTS[3])[:8]) in squeezed(person.page)
        for keys in (("enter",), ("escape", "v"), ("v",), ("e",), ("escape", "f")):
            await person.press(*keys)
            _harmless(person)


async def test_settling_an_overlap(folder: Workspace, audit: Audit) -> None:
    """Mine, theirs and the other's name."""
    mine, theirs, by = THIRDS
    sides = (replace(audit.answers[0], reason=text) for text in ("", mine, theirs))
    async with somebody(folder, audit.id, size=(120, 60)) as person:
        person.app.push_screen(Settle((Overlap("HOS-01", *sides),), by))
        await person.quiet()
        _harmless(person)
        assert _showing(mine, person.reads("#both"))
        assert _showing(theirs, person.reads("#both"))


async def test_a_question_asked_on_top(folder: Workspace, audit: Audit) -> None:
    """A count asks its own question, which is anybody's words."""
    title, words, before = THIRDS
    async with somebody(folder, audit.id, size=(120, 60)) as person:
        person.app.push_screen(AskText(title, words, before))
        await person.quiet()
        _harmless(person)
        assert _showing(title, str(person.screen.query(Static).first().content))
        assert person.finds(Words).text == _one_line_end(clean(before))


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
    assert workspace.register.load(begun.id).answer("HND-01").reason == f"x{words}"
