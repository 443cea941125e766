"""Where pages turn: pieces go down a page, those glued together stay together, heads are repeated."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cloud_api.documents.paper.page import HEIGHT_MM, LEFT_MM, MARGIN_MM, RIGHT_MM, Page, Paper
from cloud_api.documents.paper.typeface import LACKING

FOOT_MM = 8.0
BOTTOM_MM = HEIGHT_MM - MARGIN_MM - FOOT_MM
STRIP_MM = 9.0
_SMALL = 8.0
_LACKING_WORDS = f"{LACKING} 表示字库中没有的字"


@dataclass(frozen=True)
class Piece:
    """Something drawn whole: `draw(page, x, y)` with its upper left corner at x, y."""

    height: float
    draw: Callable[[Page, float, float], None]
    glued: bool = False
    """No page turns between this and the next piece."""
    again: "Piece | None" = None
    """What is drawn above it where a page turns before it: whose lines go on here."""


@dataclass(frozen=True)
class Strip:
    """What stands on the edge of each page: whose page it is."""

    title: str
    """Left above, from the second page on."""
    code: str
    """Right above, from the second page on."""
    foot: str
    """Left below on each page."""


class Flow:
    """The pages of one document in the making, one column a page or several."""

    def __init__(self, paper: Paper, strip: Strip) -> None:
        self._paper, self._strip = paper, strip
        self._first = len(paper)
        self._columns, self._gap, self._column = 1, 0.0, 0
        self._top = MARGIN_MM
        self._head: Piece | None = None
        self._page = paper.new_page()
        self._y = MARGIN_MM

    @property
    def width(self) -> float:
        """Millimetres across a column."""
        return (RIGHT_MM - LEFT_MM - self._gap * (self._columns - 1)) / self._columns

    def set_columns(self, columns: int, gap: float) -> None:
        """Go on in so many columns from here."""
        self._columns, self._gap, self._column = columns, gap, 0
        self._top = self._y

    def put(self, pieces: Iterable[Piece], head: Piece | None = None, above: Piece | None = None) -> None:
        """Place pieces one below the other; `head` above them here and on every page they go on to.

        `above` stands above the head once.
        """
        first = [replace(piece, glued=True) for piece in (above, head) if piece is not None]
        run: list[Piece] = []
        for piece in (*first, *pieces):
            run.append(piece)
            if not piece.glued:
                self._place(run)
                run, self._head = [], head
        self._place(run)
        self._head = None

    def _place(self, run: Sequence[Piece]) -> None:
        """What cannot stay together on one page goes on piece by piece."""
        if run and sum(piece.height for piece in run) > self._room and self._y > self._top:
            self._turn(run[0])
        for piece in run:
            if piece.height > self._room and self._y > self._top:
                self._turn(piece)
            self._draw(piece)

    @property
    def _room(self) -> float:
        return BOTTOM_MM - self._y

    def _draw(self, piece: Piece) -> None:
        left = LEFT_MM + self._column * (self.width + self._gap)
        piece.draw(self._page, left, self._y)
        self._y += piece.height

    def _turn(self, first: Piece) -> None:
        """Go on at the top of the next column or page, under what is repeated there."""
        if self._column + 1 < self._columns:
            self._column += 1
        else:
            self._column = 0
            self._page = self._paper.new_page()
            self._draw_strip()
            self._top = MARGIN_MM + STRIP_MM
        self._y = self._top
        for repeated in (self._head, first.again):
            if repeated is not None:
                self._draw(repeated)

    def _draw_strip(self) -> None:
        page, base = self._page, MARGIN_MM + 4
        left = page.text_right(RIGHT_MM, base, self._strip.code, _SMALL + 1)
        title = page.face(bold=True).one_line(self._strip.title, left - LEFT_MM - 6, 10)
        page.text(LEFT_MM, base, title, 10, bold=True)

    def finish(self) -> None:
        """Number the pages, now that their count is known."""
        pages = self._paper.pages_since(self._first)
        for number, page in enumerate(pages, 1):
            base = HEIGHT_MM - MARGIN_MM
            left = page.text_right(RIGHT_MM, base, f"第 {number} 页 / 共 {len(pages)} 页", _SMALL)
            lacking = _LACKING_WORDS if page.lacks else ""
            room = left - LEFT_MM - 6 - (page.width(lacking, _SMALL) + 6 if lacking else 0)
            foot = page.face(bold=False).one_line(self._strip.foot, room, _SMALL)
            page.text(LEFT_MM, base, foot, _SMALL)
            page.text(LEFT_MM + page.width(foot, _SMALL) + 6, base, lacking, _SMALL)


def kept_together(pieces: Sequence[Piece], first: int = 2, last: int = 2) -> list[Piece]:
    """The pieces with the first and the last few glued, so that no page ends or begins with one alone."""
    count = len(pieces)
    return [
        replace(piece, glued=True)
        if place < min(first, count) - 1 or count - last <= place < count - 1
        else piece
        for place, piece in enumerate(pieces)
    ]
