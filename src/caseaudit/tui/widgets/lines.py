"""A list that is drawn line by line: as fast with a hundred thousand lines as with ten."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple, Protocol

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from caseaudit.plaintext import one_line


class Piece(NamedTuple):
    """A piece of a line: text, and a tone: `""`, `muted`, `good`, `weak`, `failing`, `strong`."""

    text: str
    tone: str = ""


class Source(Protocol):
    """Where the lines come from."""

    def __len__(self) -> int:
        """Return how many lines there are."""

    def line(self, index: int, width: int) -> list[Piece]:
        """Return one line, for a list of this width in cells."""


class NoLines:
    """A source with nothing in it."""

    def __len__(self) -> int:
        return 0

    def line(self, _index: int, _width: int) -> list[Piece]:
        """Return an empty line."""
        return []


class LineList(ScrollView, can_focus=True):
    """A list with a cursor, drawn line by line."""

    DEFAULT_CSS = """
    LineList {
        height: 1fr; background: $background; overflow-x: hidden; scrollbar-size-vertical: 1;
        & > .lines--muted { color: $text-muted; }
        & > .lines--good { color: $text-success; }
        & > .lines--weak { color: $text-warning; }
        & > .lines--failing { color: $text-error; }
        & > .lines--strong { text-style: bold; }
        & > .lines--cursor { background: $block-cursor-blurred-background; }
        &:focus > .lines--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
    }
    """
    TONES: ClassVar[tuple[str, ...]] = ("muted", "good", "weak", "failing", "strong")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor", *(f"lines--{tone}" for tone in TONES)}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("home", "jump(0)", show=False),
        Binding("end", "jump(-1)", show=False),
    ]

    cursor = reactive(0, init=False, repaint=False)

    class Moved(Message):
        """The cursor is on another line."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Chosen(Message):
        """A line was clicked while the cursor was on it."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, source: Source | None = None, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.source: Source = source or NoLines()
        self._styles_of_tones: dict[str, Style] = {}

    def set_source(self, source: Source, cursor: int = 0) -> None:
        """Show other lines, with the cursor on one of them."""
        self.source = source
        self._measure()
        self.cursor = self.validate_cursor(cursor)
        self._keep_in_sight()
        self.refresh()

    def refresh_line(self, index: int) -> None:
        """Draw one line again."""
        self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Forget the styles of the theme before."""
        super().notify_style_update()
        self._styles_of_tones.clear()

    def on_resize(self, _: Resize) -> None:
        """Fit the lines to the new width, and keep the cursor in sight in the new height."""
        self._measure()
        self._keep_in_sight()

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width or 1, len(self.source))

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, len(self.source) - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Move the mark and keep it in sight."""
        self._keep_in_sight()
        self.refresh_line(before)
        self.refresh_line(after)
        self.post_message(self.Moved(after))

    def _keep_in_sight(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if self.cursor < top or self.cursor >= top + height:
            self.scroll_to(y=self.cursor if self.cursor < top else self.cursor - height + 1, animate=False)

    def action_move(self, by: int) -> None:
        """Move the cursor by some lines."""
        self.cursor += by

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self.cursor += direction * max(1, self.size.height - 1)

    def action_jump(self, to: int) -> None:
        """Move the cursor to the first or the last line."""
        self.cursor = to if to >= 0 else len(self.source) - 1

    def on_click(self, event: Click) -> None:
        """Move to the line clicked; choose it if the cursor is there already."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < len(self.source):
            if index == self.cursor:
                self.post_message(self.Chosen(index))
            self.cursor = index

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        index, width = y + self.scroll_offset.y, self.size.width
        if index >= len(self.source):
            return Strip.blank(width, self.rich_style)
        on_cursor = index == self.cursor
        segments = [self._segment(piece, on_cursor) for piece in self.source.line(index, width)]
        strip = Strip(segments).adjust_cell_length(width, self._style("cursor" if on_cursor else ""))
        return strip.simplify()

    def _segment(self, piece: Piece, on_cursor: bool) -> Segment:
        style = self._style(piece.tone)
        if on_cursor:
            style = self._style("cursor") + (Style(bold=True) if piece.tone == "strong" else Style())
        return Segment(one_line_kept(piece.text), style)

    def _style(self, tone: str) -> Style:
        if self.has_focus and tone == "cursor":
            return self.get_component_rich_style("lines--cursor")
        if tone not in self._styles_of_tones:
            found = self.get_component_rich_style(f"lines--{tone}") if tone else self.rich_style
            self._styles_of_tones[tone] = found
        return self._styles_of_tones[tone] if tone != "cursor" else self.get_component_rich_style("lines--cursor")


class Headings(Widget):
    """What the columns of a list are called, on the line above it."""

    DEFAULT_CSS = "Headings { height: 1; color: $text-muted; text-style: underline; }"

    def __init__(self, lines: LineList, words: Callable[[int], str]) -> None:
        """`words`: what stands above lines of this width."""
        super().__init__()
        self._lines, self._words = lines, words

    def render(self) -> Content:
        """Draw the line, as wide as those below it: beside them there may be a scrollbar."""
        return Content(self._words(self._lines.size.width or self.size.width))


def one_line_kept(text: str) -> str:
    """Return text made fit for one line, with the blanks of its layout kept."""
    return text if text.isascii() and text.isprintable() else _fit(text)


def _fit(text: str) -> str:
    body = text.strip(" ")
    if not body:
        return text
    start = text.index(body)
    return f"{text[:start]}{one_line(body)}{text[start + len(body) :]}"


def column(text: str, width: int) -> str:
    """Return text cut or filled to exactly `width` cells: an ellipsis where it was cut, and a blank at the end."""
    if width <= 1:
        return " " * max(0, width)
    words, room = one_line(text), width - 1
    if cell_len(words) > room:
        return f"{set_cell_size(words, room - 1)}… "
    return f"{set_cell_size(words, room)} "
