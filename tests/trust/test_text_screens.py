"""Every screen, over a service whose every text is hostile (promise A8, and A7 for the app).

No text is taken for markup, none makes a link or an action, none reaches the terminal with what could drive it, and
each stands there to the letter. The table says how each screen is reached; one that nobody has put into it fails the
first test.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unicodedata import category

import pytest
from msgspec.structs import replace
from rich.cells import set_cell_size
from textual.screen import Screen
from textual.visual import visualize
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

import caseaudit.tui
from caseaudit.desk import exemplars, grading, making, moderating, packs, summarising, training
from caseaudit.desk.behind import Figure
from caseaudit.desk.grading import Sheet
from caseaudit.desk.listing import Wanted
from caseaudit.desk.session import Sitting
from caseaudit.domain.audit import Audit, Judgement
from caseaudit.domain.merging import Overlap
from caseaudit.plaintext import one_line, visible
from caseaudit.tui.screens.page import TopLine
from caseaudit.tui.screens.summary.filters import Choices, Filters
from caseaudit.tui.screens.summary.handing_over import Order
from caseaudit.tui.screens.training.choosing import Offered
from caseaudit.tui.screens.training.papers import Paper
from caseaudit.tui.show import text as shown_text
from caseaudit.tui.widgets.lines import LineList
from caseaudit.tui.widgets.rubric import Rubric
from terminal.emulated import Sequence, sequences, terminal
from trust.texts_everywhere import HARMLESS, OPEN_ID, SESSION_ID, TEXTS, Service, laid_out, may_stand_in_an_exemplar
from tui.person import Person, somebody, squeezed

pytestmark = pytest.mark.timeout(400)  # one run of everything; a machine may be busy

WHOLE = "every text, whole"
MOST = "every text that an exemplar is not refused for"
BEGUN = "the beginning of every text, as far as its column goes"
OWN = "words of its own, and here and there a text"
"""What a screen shows of the texts."""
TOGETHER = 6
"""How many texts are one, where a screen shows one criterion at a time."""
PACKED = tuple(" · ".join(TEXTS[start : start + TOGETHER]) for start in range(0, len(TEXTS), TOGETHER))
"""Every text once, in fewer and longer ones."""
HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"


class Place:
    """A service, opened, and what screens are made of."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.desk = service.workspace

    def audit(self, audit_id: str) -> Audit:
        """Return an audit."""
        return self.desk.register.load(audit_id)

    @cached_property
    def everything(self) -> Audit:
        """The audit in progress that holds every text."""
        return self.audit(self.service.everything)

    @cached_property
    def in_the_making(self) -> making.View:
        """An exemplar that is being made of the signed-off audit that holds every text."""
        return making.show(self.desk, making.begin(self.desk, self.service.first).id)

    @property
    def long(self) -> str:
        """Every text in one."""
        return "\n".join(self.service.texts)


class Reached(NamedTuple):
    """What a screen is made of, and what it shows."""

    given: Callable[[Place], tuple[Any, ...]] = lambda _: ()
    """What it is made of."""
    shows: str = OWN
    packed: bool = False
    """Whether it is reached over the service of fewer and longer texts."""
    walk: str = ""
    """The key that goes on to the next criterion, extract or page."""
    steps: int = 8
    """How often, at the most, it is pressed."""


def _decided(place: Place) -> Sitting:
    sitting = Sitting(place.desk, place.service.everything)
    sitting.working = replace(sitting.working, judgement=Judgement("good", "inadequate", place.long, place.long))
    return sitting


def _overlaps(place: Place) -> tuple[Overlap, ...]:
    mine, theirs = (replace(place.everything.answers[0], reason=place.long, evidence=words) for words in ("", "x"))
    return (Overlap(place.service.texts[0], None, mine, theirs),)


def _choices(place: Place) -> Choices:
    return Choices(place.service.texts, {f"id-{n}": text for n, text in enumerate(place.service.texts)}, ())


def _rubric(place: Place) -> exemplars.Rubric:
    return exemplars.rubric(place.desk.library, "short")


def _slides(rubric: exemplars.Rubric) -> Iterator[exemplars.Slide]:
    return exemplars.slides(rubric, rubric.found.exemplars[0])


SCREENS: dict[str, Reached] = {
    "audits.AuditsScreen": Reached(shows=BEGUN),
    "audit.screen.AuditScreen": Reached(
        lambda at: (Sitting(at.desk, at.service.everything),), WHOLE, packed=True, walk="n"
    ),
    "header.NewAudit": Reached(lambda at: (at.desk,), WHOLE),
    "header.Details": Reached(lambda at: (at.desk, replace(at.everything, case=at.long)), WHOLE),
    "dates.DatesForm": Reached(
        lambda at: (at.desk, at.everything, "HOS-001", at.desk.library.timescale("clock-all")), WHOLE
    ),
    "facts.FactsForm": Reached(lambda at: (at.desk, at.everything), WHOLE),
    "action.ActionForm": Reached(lambda at: (at.desk, at.everything, "HOS-001", {"good": at.long})),
    "escalation.IsTheChildSafe": Reached(lambda at: (at.desk, at.everything, "HOS-001")),
    "packs.WhichApply": Reached(lambda at: (packs.find(at.desk.library, "pack-all"),)),
    "review.Review": Reached(lambda at: (_decided(at),), WHOLE),
    "making.listing.SignedAudits": Reached(shows=BEGUN),
    "making.screen.MakingScreen": Reached(lambda at: (at.in_the_making,), walk="n", steps=20),
    "making.asking.SecondPerson": Reached(lambda at: (at.desk, at.in_the_making)),
    "making.listing.MakingsScreen": Reached(),
    "mine.MineScreen": Reached(shows=BEGUN),
    "actions.ActionsScreen": Reached(shows=BEGUN, walk="down"),
    "moderation.waiting.ModerationScreen": Reached(shows=BEGUN),
    "moderation.agreeing.AgreeingScreen": Reached(
        lambda at: (moderating.compared(at.desk, at.service.first),), WHOLE, packed=True, walk="n"
    ),
    "checklists.ChecklistsScreen": Reached(walk="down"),
    "reading.Reading": Reached(
        lambda at: (at.desk.library.get("hostile"), at.desk.library), WHOLE, packed=True, walk="n"
    ),
    "summary.screen.SummaryScreen": Reached(walk="v"),
    "summary.filters.Narrow": Reached(lambda at: (at.desk, Filters(team=at.long), _choices(at)), WHOLE),
    "summary.behind.BehindScreen": Reached(
        lambda at: (Figure(Wanted(), "HOS-001"), at.long, summarising.summarise(at.desk)), WHOLE
    ),
    "summary.handing_over.HandOver": Reached(lambda at: (at.desk, Wanted(), at.long), WHOLE),
    "summary.writing.Writing": Reached(lambda at: (at.desk, Order("json", Wanted(), at.service.folder / "[/].json"))),
    "dialogs.AskText": Reached(lambda at: (at.long, at.long, at.long), WHOLE),
    "dialogs.AskAndKeep": Reached(lambda at: (at.long, at.long, at.long, str, list), WHOLE),
    "dialogs.Confirm": Reached(lambda at: (at.long, shown_text(at.long)), WHOLE),
    "dialogs.Settle": Reached(lambda at: (_overlaps(at), at.long), WHOLE),
    "help.Help": Reached(lambda _: ("words", (), {})),
    "welcome.Welcome": Reached(),
    "folder.WhichFolder": Reached(lambda at: (at.long, Path(at.service.texts[0].replace("\0", "")), str)),
    "training.screen.TrainingScreen": Reached(walk="down"),
    "training.extract.ExtractScreen": Reached(lambda at: (_rubric(at),), MOST, walk="space"),
    "training.looking.LookingUp": Reached(lambda at: (at.desk.library,), BEGUN, walk="down"),
    "training.presenting.Presentation": Reached(lambda at: (_slides(_rubric(at)),), walk="right", steps=30),
    "training.presenting.RevealedPresentation": Reached(
        lambda at: (training.show(at.desk, SESSION_ID),), walk="right", steps=20
    ),
    "training.revealed.RevealedScreen": Reached(lambda at: (training.show(at.desk, SESSION_ID),), WHOLE, walk="n"),
    "training.choosing.ChoosingScreen": Reached(
        lambda at: ([Offered(_rubric(at), letter) for letter in "ABCD"],), walk="down"
    ),
    "training.choosing.NameForm": Reached(lambda _: (3,)),
    "training.sessions.SessionsScreen": Reached(walk="down"),
    "training.turns.TurnsScreen": Reached(lambda at: (grading.standing(at.desk, OPEN_ID),), BEGUN),
    "training.turns.WhoseTurn": Reached(),
    "training.turns.FileForm": Reached(lambda at: (at.desk, at.service.texts[0])),
    "training.grading.GradingScreen": Reached(
        lambda at: (Sheet(at.desk, OPEN_ID, at.service.texts[0]),), MOST, walk="n"
    ),
    "training.over_time.OverTime": Reached(walk="down"),
    "training.over_time.WhoseCalibration": Reached(),
    "training.papers.PaperForm": Reached(
        lambda at: (at.desk, [Paper(text, text, lambda _: (b"", 0)) for text in at.service.texts]), WHOLE
    ),
}
"""What each screen is made of, and what it shows. A new screen goes in here."""


def made(name: str, *given: Any) -> Screen[Any]:
    """Return a screen by its words: `audits.AuditsScreen`."""
    module, _, kind = name.rpartition(".")
    return getattr(importlib.import_module(f"caseaudit.tui.screens.{module}"), kind)(*given)  # type: ignore[no-any-return]


def _every_screen() -> Iterator[type[Screen[Any]]]:
    """Yield every kind of screen of ours that can be shown: those that no other one is a kind of."""
    for module in pkgutil.walk_packages(caseaudit.tui.__path__, "caseaudit.tui."):
        importlib.import_module(module.name)
    waiting: list[type[Screen[Any]]] = [Screen]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("caseaudit.tui.") and not _only_a_base(kind):
                yield kind


def _only_a_base(kind: type[Screen[Any]]) -> bool:
    return kind.__name__ in BASES


BASES = {"Page", "WritingPage", "ReadAside", "CountingPage", "Box", "Form", "Keeping", "Asking"}
"""Kinds of screens that are never shown as such."""


def test_every_screen_is_reached() -> None:
    """A screen that is new has to say how it is reached, or nobody tries it with these texts."""
    known = {f"{kind.__module__.removeprefix('caseaudit.tui.screens.')}.{kind.__name__}" for kind in _every_screen()}
    assert known - {*SCREENS} == set(), (
        "new screens: say in SCREENS of tests/trust/test_text_screens.py how each is reached"
    )
    assert {*SCREENS} - known == set(), "SCREENS of tests/trust/test_text_screens.py names screens that there are not"


# ── one look at everything ───────────────────────────────────────────────────


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A service whose every text is hostile."""
    return Place(laid_out(tmp_path_factory.mktemp("screens")))


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same with several texts in one."""
    return Place(laid_out(tmp_path_factory.mktemp("packed"), PACKED))


HOLDS: dict[type[Widget], Callable[[Any], Iterable[object]]] = {
    Static: lambda widget: [widget.visual],
    TopLine: lambda widget: [widget.render()],
    LineList: lambda widget: ("".join(piece.text for piece in widget.source.line(n, 200))
                              for n in range(len(widget.source))),
    Input: lambda widget: [widget.value, widget.placeholder],
    TextArea: lambda widget: [widget.text],
    Select: lambda widget: (visualize(widget, prompt) for prompt, _ in widget._options),
    Rubric: lambda widget: ("\n".join(strip.text for strip in strips) for strips in (widget.head, widget.foot)),
}  # fmt: skip
"""The words that a widget of each kind holds, as it draws them, whether in sight or not."""


def _held(widget: Widget) -> Iterator[str]:
    for kind, words in HOLDS.items():
        if isinstance(widget, kind):
            yield from map(str, words(widget))


def _cards(person: Person) -> Iterator[str]:
    """Yield the cards of every rubric, each by itself: two stand side by side."""
    for rubric in person.screen.query(Rubric):
        for place in rubric.cards.places:
            lines = rubric.cards.lines[place.top : place.top + place.height]
            yield "".join(strip.crop(place.left + 1, place.left + place.width - 1).text for strip in lines)


def _page(person: Person) -> str:
    """Return every word of the screen on top, without blanks."""
    held = [words for widget in person.screen.walk_children() for words in _held(widget)]
    return "\n".join(squeezed(words) for words in (*held, *_cards(person), person.told))


def _harmful(person: Person) -> list[str]:
    """Return what on the screen drives anything: a control, a direction, a link or an action of a text's own."""
    found = []
    for strip in person.screen._compositor.render_strips():
        for segment in strip:
            odd = [c for c in segment.text if category(c) in HARMFUL and c not in JOINERS]
            linked = segment.style and (segment.style.link or "@click" in segment.style.meta)
            found += [segment.text] if odd or linked else []
    return found


class Seen(NamedTuple):
    """What stood on a screen, on all its pages."""

    page: str
    harmful: list[str]
    steps: int


async def _looked_at(person: Person, place: Place, name: str, reached: Reached) -> Seen:
    """Go to a screen, walk through it, and come back."""
    below = len(person.app.screen_stack)
    person.app.push_screen(made(name, *reached.given(place)))
    await person.quiet()
    await person.catches_up()
    pages, harmful, steps = [_page(person)], _harmful(person), 1
    for _ in range(len(place.service.texts) if reached.packed else reached.steps if reached.walk else 0):
        await person.press(reached.walk)
        pages.append(_page(person))
        harmful += _harmful(person)
        steps += 1
    while len(person.app.screen_stack) > below:
        person.app.pop_screen()
        await person.quiet()
    return Seen("\n".join(pages), harmful, steps)


def _as_shown(text: str) -> str:
    """Return what of a text can be seen at all, without blanks."""
    return squeezed("".join(c for c in visible(text) if category(c) not in HARMFUL or c in JOINERS))


def _beginning(text: str) -> str:
    """Return what of a text any column has room for."""
    return squeezed(set_cell_size(one_line(text), 8))


def _missing(seen: Seen, reached: Reached, texts: tuple[str, ...]) -> list[str]:
    if reached.shows == OWN:
        return []
    if reached.shows == MOST:
        texts = tuple(text for text in texts if may_stand_in_an_exemplar(text))
    wanted = (_beginning(text) if reached.shows == BEGUN else _as_shown(text) for text in texts)
    return [text for text, words in zip(texts, wanted, strict=True) if words not in seen.page]


async def _all_of(place: Place, *, packed: bool) -> dict[str, Seen]:
    """Look at every screen that is reached over a service, in one sitting."""
    async with somebody(place.desk, size=(160, 50)) as person:
        return {
            name: await _looked_at(person, place, name, reached)
            for name, reached in SCREENS.items()
            if reached.packed == packed
        }


async def test_every_text_stands_on_the_screens_that_show_it(plain: Place, packed: Place, figure: Any) -> None:
    """To the letter, in every place, with nothing taken for markup; and nothing of it drives anything."""
    seen = await _all_of(plain, packed=False) | await _all_of(packed, packed=True)
    missing = {name: left for name, found in seen.items() if (left := _missing(found, SCREENS[name], TEXTS))}
    assert missing == {}
    assert {name: found.harmful for name, found in seen.items() if found.harmful} == {}
    figure.at_least("Screens opened over hostile texts", len(seen))
    figure("Texts on those screens that were not shown to the letter", len(missing))
    figure("Texts on a screen that were taken for markup, a link or an action", 0)


# ── thousands that nobody thought of ─────────────────────────────────────────

SIGNS = "[]/\\@='\"$#" * 3 + "(){}<>:;,.|~`^&*!?%+-_ab1 \t\x00\x07\x1b\x7f\x9b\u202e\u200b\u2066\ud800é中👩‍"
BATCH = 2_000
MADE_UP = 20_000
RUBRIC = 300
"""How many of a batch stand in a rubric, which takes its time over each line."""


def _made_up(seed: int) -> list[str]:
    """Return texts of signs that markup is made of, the same for the same seed."""
    dice = Random(seed)
    return ["".join(dice.choices(SIGNS, k=dice.randint(1, 9))) for _ in range(BATCH)]


def _all_shown(texts: list[str], page: str) -> list[str]:
    """Return the texts that do not stand on a page, one after the other."""
    at, left = 0, []
    for text in texts:
        words = _as_shown(text)
        found = page.find(words, at)
        if found < 0:
            left.append(text)
        else:
            at = found + len(words)
    return left


def _of_made_up(place: Place, texts: list[str]) -> Iterator[Screen[Any]]:
    """Yield a screen of each way in which text is drawn: words that wrap, words to edit, a choice, a rubric."""
    long = "\n".join(texts)
    short = place.desk.library.get("short")
    some = "\n".join(texts[:RUBRIC])
    criterion = replace(short.sections[0].criteria[0], question=some, look_for=some, critical_reason=some)
    asked = replace(short, sections=(replace(short.sections[0], criteria=(criterion,)),))
    yield made("dialogs.AskText", long, long, long)
    yield made("dialogs.Confirm", long, shown_text(long))
    yield made("training.papers.PaperForm", place.desk, [Paper(text, text, lambda _: (b"", 0)) for text in texts])
    yield made("reading.Reading", asked, place.desk.library)


async def test_thousands_of_made_up_texts_stand_on_screen_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, figure: Any
) -> None:
    """Brackets, quotes, backslashes, controls and half letters in any order, hundreds on a screen."""
    place, tried, left = Place(laid_out(tmp_path_factory.mktemp("made-up"), HARMLESS)), 0, []
    async with somebody(place.desk, size=(160, 50)) as person:
        for seed in range(MADE_UP // BATCH):
            texts = _made_up(seed)
            for each in _of_made_up(place, texts):
                person.app.push_screen(each)
                await person.quiet()
                left += _all_shown(texts[: RUBRIC if person.place == "Reading" else BATCH], _page(person))
                left += _harmful(person)
                person.app.pop_screen()
                await person.quiet()
            tried += len(texts)
    assert left == []
    figure("Made-up texts of markup signs and controls shown to the letter", tried)


# ── the whole app in a real terminal ─────────────────────────────────────────

WALK = (
    *("n", "n", "g", "g", "h", "escape", "a", "escape", "r", "escape", "escape"),
    *("down", "down", "enter", "n", "r", "escape", "m", "escape", "escape"),
    *("w", "down", "escape", "m", "down", "enter", "n", "escape", "escape", "n", "escape", "/", "escape"),
    *("2", "v", "v", "v", "t", "f", "escape", "enter", "escape", "e", "escape"),
    *("3", "down", "c", "c", "escape", "4", "down", "enter", " ", " ", "n", "escape", "s", "down", "enter", "escape"),
    *("escape", "5", "down", "enter", "n", "escape", "f1", "escape", "1"),
)
"""Through every tab, into what is listed there, and back; a key that does nothing on a screen does no harm."""


def _walked(service: Service) -> bytes:
    """Walk through the app in a terminal; return every byte that it sent."""
    folder = str(service.places.workspace)
    with terminal("--workspace", folder, "audit", "open", service.everything, size=(100, 30)) as person:
        person.shows("HOS-001", "caseaudit")
        for key in WALK:
            person.press(key)
            person.settles(0.12)
        person.press("ctrl+q")
        person.settles()
        person.press("ctrl+q")
        assert person.ends() == 0
        return person.raw


def test_the_app_sends_no_sequence_that_harmless_texts_would_not_cause(
    plain: Place, tmp_path: Path, figure: Any
) -> None:
    """The same walk over the same service, once with plain words: every kind of sequence is Textual's own."""
    allowed = sequences(_walked(laid_out(tmp_path, HARMLESS)))
    sent = sequences(_walked(plain.service))
    assert {each for each in sent if each.kind == "character" and drives(each)} == set()
    assert {each for each in sent if each.kind != "character"} <= allowed
    assert not any(kind == "OSC" and detail in ("", "0", "1", "2", "8", "52") for kind, detail in sent)
    figure("Control sequences of a text that the app sent to the terminal", 0)


def drives(each: Sequence) -> bool:
    """Return whether a character that is not printable could drive a terminal, hide or turn a line."""
    return category(chr(int(each.detail[2:], 16))) in HARMFUL
