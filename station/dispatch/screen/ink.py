"""How vans, stops and moments are written and coloured, the same in map, bars and lists."""

from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from station.shell.big_button import BigButton, ButtonKind
from station.shell.theme import Tokens

Button = TypeVar("Button", bound=QWidget)

METRES_A_KM = 1_000
GRAMS_A_KG = 1_000
MILLILITRES_A_CUBIC_METRE = 1_000_000
FEN_A_YUAN = 100


def small(widget: Button) -> Button:
    """The size for a mouse: the dispatcher wears no gloves, and the list of stops needs the room."""
    widget.setProperty("small", "true")
    return widget


def weigh(button: BigButton, kind: ButtonKind) -> None:
    """Make it the next action, or not any more."""
    if button.property("kind") != kind.value:
        button.setProperty("kind", kind.value)
        button.style().unpolish(button)
        button.style().polish(button)
        button.updateGeometry()


def route_colour(tokens: Tokens, index: int) -> str:
    """The colour of a route; the palette repeats after its end, names stand beside it everywhere."""
    return tokens.routes[index % len(tokens.routes)]


def clock(moment: datetime) -> str:
    """08:40"""
    return f"{moment:%H:%M}"


def kilometres(metres: int) -> str:
    """12.3"""
    return f"{metres / METRES_A_KM:,.1f}"


def kilograms(grams: int) -> str:
    """1,234"""
    return f"{grams / GRAMS_A_KG:,.0f}"


def cubic_metres(millilitres: int) -> str:
    """3.4"""
    return f"{millilitres / MILLILITRES_A_CUBIC_METRE:,.1f}"


def yuan(fen: int) -> str:
    """1,234"""
    return f"{fen / FEN_A_YUAN:,.0f}"


def draw_padlock(painter: QPainter, box: QRectF, ink: str, ground: str) -> None:
    """A closed padlock in `ink` with an edge of `ground` (tokens), upright in `box`."""
    body = QRectF(box.left(), box.top() + box.height() * 0.45, box.width(), box.height() * 0.55)
    bow = QRectF(box.left() + box.width() * 0.2, box.top() + 1, box.width() * 0.6, box.height() * 0.8)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((ground, 5.0), (ink, 2.0)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawArc(bow, 0, 180 * 16)
    painter.setPen(QPen(QColor(ground), 1.5))
    painter.setBrush(QColor(ink))
    painter.drawRoundedRect(body, 2.5, 2.5)
    painter.restore()
