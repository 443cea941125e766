"""A painted row one can tap: nothing a scanner types can press it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from station.kernel.messages import Texts
from station.shell.fitting import Fitter
from station.shell.look import Look

RADIUS_PX = 12


class TapRow(QAbstractButton):
    """Ground and edge of a row; what is written on it is painted by those who inherit."""

    def __init__(self, texts: Texts, look: Look, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.texts = texts
        self.look = look
        self.fitter = Fitter()
        self.marked = False
        """Whether it is the one the keys act on."""

    def mark(self, *, marked: bool) -> None:
        """Make it the one the keys act on, or not."""
        if marked != self.marked:
            self.marked = marked
            self.update()

    def words(self) -> list[str]:
        """What is written."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(word for word in self.words() if word))
        self.update()

    def paint_words(self, painter: QPainter, box: QRectF) -> None:
        """Paint what is written into the row's `box`."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self.look.tokens
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        pressed = self.isDown() or self.underMouse()
        ground = tokens.pressed if pressed and self.isEnabled() else tokens.card
        painter.setPen(QPen(QColor(tokens.accent if self.marked else tokens.line), 3 if self.marked else 1))
        painter.setBrush(QColor(tokens.accent_soft if self.marked else ground))
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
        self.paint_words(painter, box)
