"""Scroll areas beside a scanner: they take neither the focus nor a key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def quiet_scroll(name: str, inside: QWidget) -> QScrollArea:
    """A scroll area that takes neither the focus nor the arrow keys."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area


def turn_page(area: QScrollArea, step: int) -> None:
    """Scroll `area` by nearly one page down, or up when `step` is negative."""
    bar = area.verticalScrollBar()
    bar.setValue(bar.value() + step * (bar.pageStep() * 9 // 10))
