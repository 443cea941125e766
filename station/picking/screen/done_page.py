"""The finished wave at a glance, and the way to the next one."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.picking.model.view import DoneSummary, PickingView
from station.picking.screen.start_page import take_button
from station.picking.screen.text_fitting import FIGURES, TypeStyle, draw, fit
from station.picking.screen.verdict_banner import VerdictBanner
from station.shell.look import Look

CENTRE = Qt.AlignmentFlag.AlignHCenter
MARGIN_PX = 16
BANNER_PX = 124
BUTTON_PX = 96
WORD_PX = 34


class DonePage(QWidget):
    """Six figures of the wave just done, and the button for the next."""

    def __init__(self, texts: Texts, look: Look, take_wave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("picking.done")
        self._texts = texts
        self._banner = VerdictBanner(texts, look)
        self._banner.setObjectName("picking.done.banner")
        self._banner.setParent(self)
        self._figures = DoneFigures(self, texts, look)
        self.take = take_button(texts, "picking.take_next_wave", take_wave, self)

    def show_view(self, view: PickingView, *, flashing: bool) -> None:
        """Draw the summary of `view`."""
        self._banner.show_moment(view.question, view.answer, flashing=flashing)
        if view.done is not None:
            self._figures.show_summary(view.done)

    def rest(self) -> None:
        """End the flash."""
        self._banner.rest()

    def redraw(self) -> None:
        """Say everything again, in the look and language of now."""
        self._banner.redraw()
        self._figures.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        inner = self.rect().adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
        self._banner.setGeometry(inner.left(), inner.top(), inner.width(), BANNER_PX)
        top = inner.top() + BANNER_PX + MARGIN_PX
        button_top = inner.bottom() + 1 - BUTTON_PX
        self._figures.setGeometry(inner.left(), top, inner.width(), button_top - MARGIN_PX - top)
        self.take.setGeometry((self.width() - 420) // 2, button_top, 420, BUTTON_PX)


class DoneFigures(QWidget):
    """The figures themselves, painted in two rows of three."""

    def __init__(self, parent: QWidget, texts: Texts, look: Look) -> None:
        super().__init__(parent)
        self.setObjectName("picking.done.figures")
        self._texts = texts
        self._look = look
        self._summary: DoneSummary | None = None

    def show_summary(self, summary: DoneSummary) -> None:
        """Draw `summary`."""
        if summary != self._summary:
            self._summary = summary
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        if self._summary is not None:
            figures = self._figures(self._summary)
            self.setAccessibleName(" · ".join(f"{figure} {words}" for figure, words, _ in figures))
        self.update()

    def _figures(self, done: DoneSummary) -> list[tuple[int, str, bool]]:
        """Figure, its words, and whether it asks for a second look."""
        say = self._texts.say
        return [
            (done.crates, say(Message("crates")), False),
            (done.orders, say(Message("orders")), False),
            (done.pieces, say(Message("pieces")), False),
            (done.minutes, say(Message("minutes")), False),
            (done.errors_caught, say(Message("mistakes caught")), False),
            (done.short, say(Message("pieces short")), done.short > 0),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._summary is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
        width, height = self.width() / 3, (self.height() - 32) / 2
        for index, (figure, words, marked) in enumerate(self._figures(self._summary)):
            row, column = divmod(index, 3)
            cell = QRectF(column * width, 16 + row * height, width, height)
            self._paint_figure(painter, cell, figure, words, tokens.ask.words if marked else tokens.ink)

    def _paint_figure(self, painter: QPainter, cell: QRectF, figure: int, words: str, ink: str) -> None:
        """Figure and word as one block in the middle of the cell."""
        style = TypeStyle(range(40, 109), bold=True, pitch=FIGURES)
        fitted = fit(str(figure), cell.width() - 32, cell.height() * 0.55, style)
        block = fitted.height + WORD_PX
        upper = QRectF(cell.left(), cell.center().y() - block / 2, cell.width(), fitted.height)
        painter.setPen(QColor(ink))
        draw(painter, fitted, upper, CENTRE)
        lower = QRectF(cell.left(), upper.bottom() + 4, cell.width(), WORD_PX)
        painter.setPen(QColor(self._look.tokens.ink_soft))
        draw(
            painter,
            fit(words, lower.width() - 32, WORD_PX, TypeStyle(range(15, 23))),
            lower,
            CENTRE,
        )
