"""The rubric of one criterion: the question, what each grade looks like, and guidance."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style as RichStyle
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from caseaudit.domain.audit import UNGRADED, Answer, Audit
from caseaudit.domain.checklist import Criterion, Document, Scale
from caseaudit.domain.escalation import calls_for_one, latest, said_in_words
from caseaudit.domain.moderation import agreed_on, counting
from caseaudit.tui.show import line, paragraphs, text
from caseaudit.tui.widgets.cards import Card, Grid, Styles, cards_of, draw, grid, width_of_card


class Rubric(ScrollView, can_focus=True):
    """The question, the grades and the guidance of one criterion.

    One widget that draws its lines itself: a widget for every grade would cost a sixth of the first paint.
    """

    DEFAULT_CSS = """
    Rubric {
        overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; background: $background;
        & > .rubric--bar { color: $panel; }
        & > .rubric--chosen-bar { color: $accent; }
        & > .rubric--chosen { background: $surface; color: $foreground; }
    }
    """
    auto_links = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rubric--bar", "rubric--chosen-bar", "rubric--chosen"}

    class Picked(Message):
        """The card of a grade was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__(id="rubric")
        self._criterion: Criterion | None = None
        self._scale: Scale | None = None
        self._chosen = ""
        self._said = Content("")
        self._guidance = Content("")
        self.guided = True
        self.head: list[Strip] = []
        """The lines of the question and of the answer's state."""
        self.cards = Grid([], [])
        """The grades."""
        self.foot: list[Strip] = []
        """The lines of the guidance; none while it is put away."""
        self._question: list[Strip] = []
        self._width = 0
        """For how many cells it is laid out."""
        self._drawn: dict[Card, list[Strip]] = {}
        self._styles = Styles(RichStyle(), RichStyle(), RichStyle(), RichStyle())

    # ── what is shown ────────────────────────────────────────────────────────

    def ask(self, criterion: Criterion, scale: Scale | None, chosen: str, documents: dict[str, Document]) -> None:
        """Show a criterion, from its first line."""
        self._criterion, self._scale, self._chosen = criterion, scale, chosen
        self._guidance = guidance(criterion, documents)
        self._draw_again()
        self.scroll_home(animate=False)

    def time(self, clock: str) -> None:
        """Add to the guidance what the law or a policy says about when."""
        self._guidance = Content("\n").join([self._guidance, paragraphs(("Clock", clock))])
        self._draw_again()

    def mark(self, chosen: str) -> None:
        """Show another grade as the answer, and draw only what that changes."""
        if chosen == self._chosen:
            return
        changed, self._chosen, before = {self._chosen, chosen}, chosen, self._height
        self._draw_head()
        self._draw_cards()
        if self._height != before or not self._scale:
            self._measure()
            return
        top = -self.scroll_offset.y
        self.refresh(Region(0, top, self._width, len(self.head) - len(self._question)))
        for place in self.cards.places:
            if self._scale.grades[place.number - 1].id in changed:
                self.refresh(Region(place.left, top + len(self.head) + place.top, place.width, place.height))

    def say(self, words: Content) -> None:
        """Show the state of the answer, where it is not a grade."""
        if words.plain != self._said.plain:
            self._said = words
            self._draw_again()

    def toggle_guidance(self) -> None:
        """Show or hide the guidance."""
        self.guided = not self.guided
        self._draw_again()

    # ── laying it out ────────────────────────────────────────────────────────

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _height(self) -> int:
        return len(self.head) + len(self.cards.lines) + len(self.foot)

    def on_resize(self, _: Resize) -> None:
        """Wrap the words to the new width, unless drawing has done so already."""
        if self._width != self._room:
            self._lay_out()
        self._measure()

    def notify_style_update(self) -> None:
        """Take on the colours of another theme."""
        super().notify_style_update()
        if self._width and self._take_styles() != self._styles:
            self._draw_again()

    def _draw_again(self) -> None:
        if self._room > 0:
            self._lay_out()
            self._measure()

    def _lay_out(self) -> None:
        self._width = self._room
        self._drawn.clear()
        self._styles = self._take_styles()
        if self._criterion:
            between = [] if self._columns == 1 else [Content("")]
            said = [self._said] if self._said else []
            self._question = self._block(text(self._criterion.question, "bold"), *said, *between)
        self._draw_head()
        self._draw_cards()
        self.foot = self._block(Content(""), self._guidance) if self.guided else []

    def _measure(self) -> None:
        self.virtual_size = Size(self._width, self._height)
        self.refresh()

    def _draw_head(self) -> None:
        """Draw the line above the question, with the answer in it: on a narrow screen its card may be out of sight."""
        grade = self._scale.grade(self._chosen) if self._scale else None
        if self._criterion:
            self.head = self._block(_title(self._criterion, f"✓ {grade.label}" if grade else "")) + self._question

    def _block(self, *parts: Content) -> list[Strip]:
        """Return parts as lines of the whole width; an empty one is an empty line."""
        lines = [line for part in parts for line in (self._wrap(part, self._width) if part else [Strip([])])]
        return [strip.adjust_cell_length(self._width, self._styles.page).simplify() for strip in lines]

    def _draw_cards(self) -> None:
        cards = cards_of(self._scale.grades, self._criterion, self._chosen) if self._scale and self._criterion else []
        self.cards = grid(cards, [self._card(card) for card in cards], self._width, self._columns, self._styles)

    def _card(self, card: Card) -> list[Strip]:
        """Return the lines of a card, which are kept: a change of mind draws it again."""
        if card not in self._drawn:
            self._drawn[card] = draw(card, width_of_card(self._width, self._columns), self._wrap, self._styles)
        return self._drawn[card]

    @property
    def _columns(self) -> int:
        """Four grades stand side by side on a wide terminal, one below the other on a narrow one."""
        screen = self.screen
        return 1 if screen.has_class("-narrow") else 2 if screen.has_class("-normal") else 4

    def _wrap(self, words: Content, width: int, chosen: bool = False) -> list[Strip]:
        style = self.visual_style
        if chosen:
            style += Style.from_styles(self.get_component_styles("rubric--chosen"))
        return Visual.to_strips(self, words, width, None, style, apply_selection=False)

    def _take_styles(self) -> Styles:
        page, part = self.rich_style, self.get_component_rich_style
        bar, chosen_bar = (page + RichStyle(color=part(f"rubric--{name}").color) for name in ("bar", "chosen-bar"))
        return Styles(page, page + part("rubric--chosen"), bar, chosen_bar)

    # ── drawing and clicking ─────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window. The first paint comes before the first resize, and is to show the question."""
        if not self._width:
            self._lay_out()
        index = y + self.scroll_offset.y
        for block in (self.head, self.cards.lines, self.foot):
            if index < len(block):
                return block[index]
            index -= len(block)
        return Strip.blank(self._width, self._styles.page)

    def on_click(self, event: Click) -> None:
        """Pick the grade whose card was clicked."""
        at = event.get_content_offset(self)
        if at is None:
            return
        row = at.y + self.scroll_offset.y - len(self.head)
        for place in self.cards.places:
            if place.holds(at.x, row):
                self.post_message(self.Picked(place.number))


def _title(criterion: Criterion, answer: str) -> Content:
    tags = [criterion.focus, *([f"critical: {criterion.critical}"] if criterion.critical != "none" else [])]
    tagged = (f"  {' · '.join(tags)}   ", "$text-muted")
    return Content.assemble((criterion.id, "bold $text-primary"), tagged, line(answer, "bold $text-accent"))


def state_of(audit: Audit, answer: Answer) -> Content:
    """Return what to know about an answer beside its grade: nothing, most of the time."""
    section = audit.section(answer.section)
    words = ""
    if audit.sign_off:
        signed = f"Signed off by {audit.sign_off.by} on {audit.sign_off.at[:10]}. {_after_signing(audit, answer)}"
        words = f"{_safety(audit, answer)} {signed}" if section.on and calls_for_one(audit, answer) else signed
    elif not section.on:
        words = f"This section is off. Press s to switch it on: {section.applies_when}"
    elif answer.state in UNGRADED:
        words = f"{answer.state.replace('-', ' ').capitalize()}. The reason says why."
    elif calls_for_one(audit, answer):
        words = _safety(audit, answer)
    elif answer.kind == "count":
        words = f"A number: {answer.count if answer.count is not None else 'press enter to give it'}"
    if answer.carried and not audit.sign_off:
        where = "the audit before" if answer.carried == audit.follows else "begun together with this one"
        carried = f"Carried from {answer.carried}, {where}. Change it if it does not fit."
        words = f"{words} {carried}".strip()
    dates = answer.timing.said if answer.timing else ""
    return line(" ".join(filter(None, (words, dates, _last_time(answer)))), "bold $text-warning")


def _last_time(answer: Answer) -> str:
    """Return, in a re-audit, what was said of this last time."""
    before = answer.before
    if before is None:
        return ""
    counted = "counted" if before.count is None else str(before.count)
    said = (before.grade or (counted if before.state == "graded" else before.state)).replace("-", " ")
    if before.wording != answer.wording:
        return f"Last time: {said}, to other words."
    return f"Last time: {said}. {before.reason}{'' if answer.carried else ' (= stands by it)'}"


def _after_signing(audit: Audit, answer: Answer) -> str:
    """Return what was agreed with the moderator, or what can be done next."""
    if audit.role == "second-grade":
        return "Press m to lay it beside the first."
    moderation = audit.moderation
    if moderation is None or not counting(audit):
        return "Press o to reopen it with a reason."
    agreed = agreed_on(audit, answer.criterion)
    if agreed is None:
        return f"Moderated by {moderation.by}. Press m to read it."
    verdict = str(agreed.count) if agreed.count is not None else agreed.grade or agreed.state
    return f"Agreed with {moderation.by}: {verdict.replace('-', ' ')}. {agreed.reason} Press m to read it."


def _safety(audit: Audit, answer: Answer) -> str:
    said = latest(audit).get(answer.criterion)
    if said is None:
        return "Is the child safe now? Press ! to say so, and who was told."
    return f"{said_in_words(said)}. Press ! to say more."


def guidance(criterion: Criterion, documents: dict[str, Document]) -> Content:
    """Return where to look, what good and weak look like, what would lift it, and where that comes from."""
    lift = [(f"To reach {grade.replace('-', ' ')}", words) for grade, words in criterion.lift.items()]
    critical = f"{criterion.critical_reason}" if criterion.critical != "none" else ""
    return paragraphs(
        ("Look for", criterion.look_for),
        ("Good looks like", criterion.good_looks_like),
        ("Weak looks like", criterion.weak_looks_like),
        *lift,
        (f"Critical ({criterion.critical})", critical),
        ("Sources", sources(criterion, documents)),
    )


def sources(criterion: Criterion, documents: dict[str, Document]) -> str:
    """Return the sources in words: `Ofsted 2014 ¶2 (finding)`; a news report is "as reported by"."""
    return "; ".join(
        f"{_cited(documents.get(source.document), source.document)} ¶{source.paragraph} ({source.role})"
        for source in criterion.sources
    )


def _cited(document: Document | None, name: str) -> str:
    if document is None:
        return name
    return f"as reported by {document.short}" if document.reported else document.short
