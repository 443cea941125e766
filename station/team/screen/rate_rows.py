"""Draws rates an hour as bars with the usual one as a mark, each said in words beside it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.theme import SCALE
from station.team.model.view import FigureRow, Rate

ROW_PX, PAD_PX, BAR_PX, MARK_PX = 100, 16, 18, 9
TITLE_SHARE, RATE_SHARE, CAUGHT_SHARE = 0.30, 0.25, 0.12
RADIUS_PX = 10
USUAL_SHARE = 0.7
"""Where on a bar the usual rate stands."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RateRows(QWidget):
    """One row below the other; the row one has stepped to wears a frame."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("team.rows")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._texts, self._look = texts, look
        self._rows: tuple[FigureRow, ...] = ()
        self._cursor = 0

    def show_rows(self, rows: tuple[FigureRow, ...], cursor: int) -> None:
        """Draw `rows`."""
        self._rows, self._cursor = rows, cursor
        self.setFixedHeight(max(1, len(rows) * ROW_PX))
        self.redraw()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        spoken = (f"{self._say(row.title)}: {self._lines(row.lines)}" for row in self._rows)
        self.setAccessibleName("; ".join(spoken))
        self.update()

    def row_box(self, number: int) -> tuple[int, int]:
        """Where a row begins, and where it ends."""
        return number * ROW_PX, (number + 1) * ROW_PX

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._rows):
            box = QRectF(0, number * ROW_PX + 4, self.width(), ROW_PX - 8)
            self._ground(painter, box, chosen=number == self._cursor)
            self._row(painter, box.adjusted(PAD_PX, 8, -PAD_PX, -8), row)
        painter.end()

    def _ground(self, painter: QPainter, box: QRectF, *, chosen: bool) -> None:
        tokens = self._look.tokens
        painter.setPen(QPen(QColor(tokens.accent if chosen else tokens.line), 2 if chosen else 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)

    def _row(self, painter: QPainter, box: QRectF, row: FigureRow) -> None:
        wide = box.width()
        title = QRectF(box.left(), box.top(), wide * TITLE_SHARE - PAD_PX, box.height())
        self._titled(painter, title, row)
        left = box.left() + wide * TITLE_SHARE
        rate_wide = wide * RATE_SHARE - 2 * PAD_PX
        for rate, words in ((row.lines, self._lines(row.lines)), (row.pieces, self._pieces(row.pieces))):
            self._rate(painter, QRectF(left, box.top(), rate_wide, box.height()), rate, words)
            left += wide * RATE_SHARE
        caught = QRectF(left, box.top(), wide * CAUGHT_SHARE, box.height())
        self._caught(painter, caught, row.caught)
        worked = QRectF(caught.right(), box.top(), box.right() - caught.right(), box.height())
        self._pair(painter, worked, str(row.minutes), Message("min of work"))

    def _titled(self, painter: QPainter, box: QRectF, row: FigureRow) -> None:
        tokens = self._look.tokens
        self._write(
            painter, QRectF(box.left(), box.top(), box.width(), 28), self._say(row.title), tokens.ink, 20
        )
        for place, line in enumerate(row.under[:2]):
            line_box = QRectF(box.left(), box.top() + 29 + place * 20, box.width(), 20)
            self._write(painter, line_box, self._say(line), tokens.ink_soft, SCALE.secondary_px, bold=False)

    def _rate(self, painter: QPainter, box: QRectF, rate: Rate, words: str) -> None:
        """Each bar is held against its own usual rate, whose mark stands at one place."""
        tokens = self._look.tokens
        self._write(painter, QRectF(box.left(), box.top(), box.width(), 26), words, tokens.ink, SCALE.base_px)
        track = QRectF(box.left(), box.top() + 30, box.width(), BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.dim))
        painter.drawRoundedRect(track, 4, 4)
        usual = Message("too little to compare with yet")
        if rate.usual:
            usual = Message("usually {usual}", usual=rate.usual)
            part = min(1.0, (rate.an_hour or 0) / rate.usual * USUAL_SHARE)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), track.width() * part, BAR_PX), 4, 4)
            self._mark(painter, track.left() + track.width() * USUAL_SHARE, track)
        below = QRectF(box.left(), track.bottom() + 4, box.width(), 20)
        self._write(painter, below, self._say(usual), tokens.ink_soft, SCALE.secondary_px, bold=False)

    def _mark(self, painter: QPainter, at: float, track: QRectF) -> None:
        """A line over the bar with a wedge on it."""
        ink = QColor(self._look.tokens.ink)
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(at, track.top() - 2), QPointF(at, track.bottom() + 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        top = track.top() - 2
        half = MARK_PX / 2
        wedge = [QPointF(at - half, top - 4), QPointF(at + half, top - 4), QPointF(at, top + 4)]
        painter.drawPolygon(QPolygonF(wedge))

    def _caught(self, painter: QPainter, box: QRectF, caught: int) -> None:
        if caught:
            ok = self._look.tokens.ok
            draw_shape(painter, QRectF(box.left(), box.top() + 3, 22, 22), Tone.OK, ok.mark, ok.on_mark)
        self._pair(painter, box, str(caught), Message("caught by scan"), indent=30 if caught else 0)

    def _pair(self, painter: QPainter, box: QRectF, figure: str, words: Message, indent: int = 0) -> None:
        tokens = self._look.tokens
        self._write(
            painter, QRectF(box.left() + indent, box.top(), box.width() - indent, 28), figure, tokens.ink, 22
        )
        below = QRectF(box.left(), box.top() + 30, box.width(), 20)
        self._write(painter, below, self._say(words), tokens.ink_soft, SCALE.secondary_px, bold=False)

    def _write(
        self, painter: QPainter, box: QRectF, words: str, ink: str, size_px: int, *, bold: bool = True
    ) -> None:
        painter.setPen(QColor(ink))
        painter.setFont(font(size_px, bold=bold))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, LEFT, shown)

    def _lines(self, rate: Rate) -> str:
        if rate.an_hour is None:
            return self._say(Message("lines: under 30 min of work"))
        return self._say(Message("{lines} lines an hour", lines=rate.an_hour))

    def _pieces(self, rate: Rate) -> str:
        if rate.an_hour is None:
            return self._say(Message("pieces: under 30 min of work"))
        return self._say(Message("{pieces} pieces an hour", pieces=rate.an_hour))

    def _say(self, message: Message) -> str:
        return self._texts.say(message)
