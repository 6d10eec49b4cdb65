"""The rubric of one criterion: the question, what each grade looks like, and guidance."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from caseaudit.domain.audit import UNGRADED, Answer, Audit
from caseaudit.domain.checklist import Criterion, Document, Grade, Scale
from caseaudit.tui.show import line, paragraphs, text


class GradeCard(Static):
    """One grade: its number, its name, what it looks like here."""

    class Picked(Message):
        """The card was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int) -> None:
        super().__init__(markup=False, id=f"grade-{number}", classes="grade")
        self.number = number

    def describe(self, grade: Grade, descriptor: str, *, chosen: bool) -> None:
        """Show a grade with its descriptor, marked if it is the answer."""
        self.set_class(chosen, "-chosen")
        style = "bold reverse" if chosen else "bold"
        mark = "✓" if chosen else grade.mark
        title = Content.assemble((f" {self.number} {mark} {grade.label} ", style))
        self.update(Content.assemble(title, "\n", text(descriptor or grade.meaning)))

    def mark_chosen(self, grade: Grade, descriptor: str, *, chosen: bool) -> None:
        """Change only the mark, without laying anything out again."""
        self.set_class(chosen, "-chosen")
        style = "bold reverse" if chosen else "bold"
        mark = "✓" if chosen else grade.mark
        title = Content.assemble((f" {self.number} {mark} {grade.label} ", style))
        self.update(Content.assemble(title, "\n", text(descriptor or grade.meaning)), layout=False)

    def on_click(self) -> None:
        """Pick this grade."""
        self.post_message(self.Picked(self.number))


class Rubric(VerticalScroll, can_focus=True):
    """The question, the grades and the guidance of one criterion."""

    MOST_GRADES = 4

    def __init__(self) -> None:
        super().__init__(id="rubric")
        self._shown: tuple[Scale | None, Criterion | None] = (None, None)
        self._chosen = ""
        self._said: str | None = None

    def compose(self) -> list[Widget]:
        """Lay the rubric out."""
        cards = [GradeCard(number + 1) for number in range(self.MOST_GRADES)]
        return [
            Static(id="question", markup=False),
            Static(id="state", markup=False),
            Widget(*cards, id="cards"),
            Static(id="guidance", markup=False),
        ]

    def ask(self, criterion: Criterion, scale: Scale | None, chosen: str, documents: dict[str, Document]) -> None:
        """Show a criterion."""
        self._shown, self._chosen = (scale, criterion), chosen
        self._draw_question()
        grades = scale.grades if scale else ()
        for card in self.query(GradeCard):
            card.display = card.number <= len(grades)
            if card.display:
                grade = grades[card.number - 1]
                card.describe(grade, criterion.descriptors.get(grade.id, ""), chosen=grade.id == chosen)
        self.query_one("#guidance", Static).update(guidance(criterion, documents))
        self.scroll_home(animate=False)

    def mark(self, chosen: str) -> None:
        """Show another grade as the answer."""
        scale, criterion = self._shown
        if scale is None or criterion is None or chosen == self._chosen:
            return
        changed, self._chosen = {chosen, self._chosen}, chosen
        self._draw_question(layout=False)
        for card in self.query(GradeCard):
            if card.number <= len(scale.grades) and scale.grades[card.number - 1].id in changed:
                grade = scale.grades[card.number - 1]
                card.mark_chosen(grade, criterion.descriptors.get(grade.id, ""), chosen=grade.id == chosen)

    def _draw_question(self, *, layout: bool = True) -> None:
        """Show the question, with the answer beside its id: on a narrow screen its card may be out of sight."""
        scale, criterion = self._shown
        grade = scale.grade(self._chosen) if scale else None
        if criterion:
            answer = f"✓ {grade.label}" if grade else ""
            self.query_one("#question", Static).update(_question(criterion, answer), layout=layout)

    def say(self, words: Content) -> None:
        """Show the state of the answer, where it is not a grade."""
        if words.plain != self._said:
            self._said = words.plain
            state = self.query_one("#state", Static)
            state.display = bool(words.plain)
            state.update(words)


def _question(criterion: Criterion, answer: str) -> Content:
    tags = [criterion.focus, *([f"critical: {criterion.critical}"] if criterion.critical != "none" else [])]
    tagged = (f"  {' · '.join(tags)}   ", "$text-muted")
    head = Content.assemble((criterion.id, "bold $text-primary"), tagged, line(answer, "bold $text-accent"))
    return Content.assemble(head, "\n", text(criterion.question, "bold"))


def state_of(audit: Audit, answer: Answer) -> Content:
    """Return what to know about an answer beside its grade: nothing, most of the time."""
    section = audit.section(answer.section)
    words = ""
    if not section.on:
        words = f"This section is off. Press s to switch it on: {section.applies_when}"
    elif answer.state in UNGRADED:
        words = f"{answer.state.replace('-', ' ').capitalize()}. The reason says why."
    elif answer.kind == "count":
        words = f"A number: {answer.count if answer.count is not None else 'press enter to give it'}"
    return line(words, "bold $text-warning")


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
