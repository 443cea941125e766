"""How a bin is inked: shade by how often it is walked to, hatch and letter by class, hollow where free."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from cloud_api.wire.catalogue import Turnover
from station.shell.fitting import CENTRE, Fitter, Type
from station.shell.theme import Tokens, contrast
from station.slotting.model.heat import BinHeat, Cell

LETTER = Type(9, 17, bold=True)
LEAST_LETTER_PX = 11
INSET_PX = 1.0
HATCH = {Turnover.B: Qt.BrushStyle.BDiagPattern, Turnover.C: Qt.BrushStyle.Dense7Pattern}
"""A is plain: what matters most is read most easily."""
MARKS = {Cell.RESERVE: "≡", Cell.RECEIVING: "↓", Cell.BLOCKED: "✕"}
HATCH_ALPHA = 90


class MapInk:
    """Draws single bins in the look of now."""

    def __init__(self) -> None:
        self._fitter = Fitter()

    def draw(self, painter: QPainter, tokens: Tokens, box: QRectF, heat: BinHeat) -> None:
        """A bin in its cell."""
        inner = box.adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX)
        ground = ground_of(tokens, heat)
        painter.setPen(QPen(QColor(tokens.ink_soft if heat.cell is Cell.FREE else tokens.line), 1))
        if heat.cell is Cell.FREE:
            painter.setPen(QPen(QColor(tokens.on_dim), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else QColor(ground))
        painter.drawRect(inner)
        ink = tokens.ink_soft if ground is None else on_ground(tokens, ground)
        if heat.turnover in HATCH:
            self._hatch(painter, inner, ink, HATCH[heat.turnover])
        self._letter(painter, inner, ground or tokens.card, ink, letter_of(heat))
        if heat.is_below_zero:
            self._corner(painter, inner, tokens)

    def _hatch(self, painter: QPainter, box: QRectF, ink: str, pattern: Qt.BrushStyle) -> None:
        colour = QColor(ink)
        colour.setAlpha(HATCH_ALPHA)
        painter.fillRect(box, QBrush(colour, pattern))

    def _letter(self, painter: QPainter, box: QRectF, ground: str, ink: str, letter: str) -> None:
        if not letter or min(box.width(), box.height()) < LEAST_LETTER_PX:
            return
        side = min(box.height() - 2, 20.0)
        plate = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        painter.fillRect(plate, QColor(ground))
        painter.setPen(QColor(ink))
        self._fitter.draw(painter, letter, plate, LETTER, CENTRE)

    def _corner(self, painter: QPainter, box: QRectF, tokens: Tokens) -> None:
        """Less than nothing by the book: a corner turned down, with a minus where there is room."""
        side = min(box.width(), box.height()) * 0.62
        corner = box.topRight()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.refused.mark))
        painter.drawPolygon(QPolygonF([corner, corner + QPointF(-side, 0), corner + QPointF(0, side)]))
        painter.setPen(QPen(QColor(tokens.refused.on_mark), 2))
        middle = corner + QPointF(-side * 0.3, side * 0.3)
        painter.drawLine(middle + QPointF(-side * 0.16, 0), middle + QPointF(side * 0.16, 0))


def ground_of(tokens: Tokens, heat: BinHeat) -> str | None:
    """The colour a bin is filled with; None: it is hollow."""
    if heat.cell is Cell.FREE:
        return None
    if heat.cell is not Cell.USED:
        return tokens.dim
    return tokens.heat[heat.heat - 1] if heat.heat else tokens.card


def on_ground(tokens: Tokens, ground: str) -> str:
    """Ink that reads on it."""
    return max((tokens.ink, tokens.ground), key=lambda ink: contrast(ink, ground))


def letter_of(heat: BinHeat) -> str:
    """Class of what is picked there, or what else the bin is for."""
    return MARKS.get(heat.cell) or (heat.turnover.value if heat.turnover else "")
