"""How a wave is inked on the board, to be read at two metres: number, point, shape with words, bar, van."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from station.kernel.messages import Message, Texts, Tone
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look
from station.waves.model.view import WaveRow

ROW_PX = 68
PAD_PX = 14
BAR_PX = 16
SHAPE_PX = 26
NUMBER = Type(22, 32, bold=True)
NAME = Type(17, 23, bold=True)
NOTE = Type(14, 17)
TIME = Type(22, 30, bold=True)
SHARES = (0.08, 0.25, 0.16, 0.14, 0.25, 0.12)
"""Parts of the width: number, pickup point, how far, desk, progress, van."""


@dataclass(frozen=True)
class _Cells:
    """Where each part of a row stands."""

    number: QRectF
    point: QRectF
    state: QRectF
    desk: QRectF
    progress: QRectF
    van: QRectF


class RowInk:
    """Draws rows in the look and language of now."""

    def __init__(self, texts: Texts, look: Look) -> None:
        self._texts = texts
        self._look = look
        self._fitter = Fitter()

    def draw(self, painter: QPainter, box: QRectF, row: WaveRow, *, is_chosen: bool) -> None:
        """One wave."""
        tokens = self._look.tokens
        painter.fillRect(box, QColor(tokens.accent_soft if is_chosen else tokens.card))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(tokens.line))
        if is_chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 6, box.height()), QColor(tokens.accent))
        cells = _cells(box)
        self._words(painter, row.title, cells.number, NUMBER, tokens.ink, RIGHT)
        self._two(painter, cells.point, row.point, row.code)
        self._state(painter, cells.state, row)
        self._two(painter, cells.desk, row.desk or "–", self._meant(row))
        self._progress(painter, cells.progress, row)
        ready = self._texts.say(Message("ready {time}", time=row.ready)) if row.ready else ""
        self._two(painter, cells.van, row.departs or "–", ready, TIME)

    def _meant(self, row: WaveRow) -> str:
        if row.beside:
            return self._texts.say(Message("meant, with {wave}", wave=row.beside))
        return self._texts.say(Message("meant")) if row.is_meant else ""

    def _state(self, painter: QPainter, box: QRectF, row: WaveRow) -> None:
        tokens = self._look.tokens
        ink = tokens.ink_soft
        if row.tone is not None:
            colours = tone_look(tokens, row.tone)
            square = QRectF(box.left(), box.center().y() - SHAPE_PX / 2, SHAPE_PX, SHAPE_PX)
            draw_shape(painter, square, row.tone, colours.mark, colours.on_mark)
            ink = colours.words if row.tone is Tone.REFUSED else tokens.ink
        words = box.adjusted(SHAPE_PX + 8, 0, 0, 0)
        self._words(painter, self._texts.say(row.state), words, NAME, ink)

    def _progress(self, painter: QPainter, box: QRectF, row: WaveRow) -> None:
        """A bar of pieces, and the same in figures: pieces and crates."""
        tokens = self._look.tokens
        bar = QRectF(box.left(), box.top() + 14, box.width(), BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(tokens.dim))
        painter.drawRoundedRect(bar, 4, 4)
        part = min(row.pieces_put / max(row.pieces, 1), 1.0)
        if part > 0:
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(bar.width() * part, 6), BAR_PX), 4, 4)
        told = [self._texts.say(Message("{put}/{pieces} pieces", put=row.pieces_put, pieces=row.pieces))]
        if row.short_pieces:
            told.append(self._texts.say(Message("{pieces} short", pieces=row.short_pieces)))
        if row.crates:
            closed = Message("{closed}/{crates} crates", closed=row.crates_closed, crates=row.crates)
            told.append(self._texts.say(closed))
        under = QRectF(box.left(), bar.bottom() + 4, box.width(), box.bottom() - bar.bottom() - 10)
        self._words(painter, " · ".join(told), under, NOTE, tokens.ink_soft)

    def _two(self, painter: QPainter, box: QRectF, upper: str, lower: str, kind: Type = NAME) -> None:
        tokens = self._look.tokens
        if not lower:
            self._words(painter, upper, box, kind, tokens.ink)
            return
        cut = box.height() * 0.6
        self._words(painter, upper, box.adjusted(0, 6, 0, cut - box.height()), kind, tokens.ink)
        self._words(painter, lower, box.adjusted(0, cut - 4, 0, -8), NOTE, tokens.ink_soft)

    def _words(
        self,
        painter: QPainter,
        text: str,
        box: QRectF,
        kind: Type,
        colour: str,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        painter.setPen(QColor(colour))
        self._fitter.draw(painter, text, box, kind, align)


def _cells(box: QRectF) -> _Cells:
    wide = box.width() - 2 * PAD_PX
    left, cells = box.left() + PAD_PX, []
    for share in SHARES:
        cells.append(QRectF(left, box.top(), wide * share - PAD_PX, box.height()))
        left += wide * share
    return _Cells(*cells)
