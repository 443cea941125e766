"""A text widget that chooses its own type size, so that a long name shrinks instead of being cut."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.picking.screen.large_figures import LargeFigures
from station.picking.screen.text_fitting import Fitted, Laid, TypeStyle, fit, lay


class FittedText(QWidget):
    """One text in the largest type that fits its place; its accessible name is the whole text."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        style: TypeStyle,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._style = style
        self._align = align
        self._text = ""
        self._ink = QColor()
        self._fitted: Fitted | None = None
        self._fitted_for = QSize()
        self._laid: Laid | None = None
        self._large = LargeFigures()

    def text(self) -> str:
        """The whole text, whatever of it is drawn."""
        return self._text

    def show_text(self, text: str) -> None:
        """Draw `text`; free when it is the text shown already."""
        if text != self._text:
            self._text = text
            self._fitted = None
            self.setAccessibleName(text)
            self.update()

    def set_ink(self, colour: str) -> None:
        """Draw in `colour` (a token)."""
        if self._ink != QColor(colour):
            self._ink = QColor(colour)
            self.update()

    def set_style(self, style: TypeStyle) -> None:
        """Choose the type size among those of `style` from now on."""
        if style != self._style:
            self._style = style
            self._fitted = None
            self.update()

    def fitted(self) -> Fitted:
        """The text as it is laid out now."""
        if self._fitted is None or self._fitted_for != self.size():
            self._fitted = fit(self._text, self.width(), self.height(), self._style)
            self._fitted_for = self.size()
            self._laid = None
        return self._fitted

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if not self._text:
            return
        fitted = self.fitted()
        if self._laid is None:
            self._laid = lay(fitted, self.width(), self.height(), self._align)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setPen(self._ink)
        if self._large.suit(self._laid):
            self._large.draw(painter, self._laid)
        else:
            self._laid.draw(painter, QPointF())
