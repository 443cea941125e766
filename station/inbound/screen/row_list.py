"""The list down the left side: suppliers, products of an order, or goods to be put away."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from station.inbound.model.view import Row
from station.kernel.messages import Message, Texts
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look, font
from station.shell.scrolling import quiet_scroll, turn_page
from station.shell.shapes import draw_shape
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE, tone_look

WIDTH_PX = 392
ROW_PX = 66
PAD_PX = 14
FIGURE_PX = 104
SHAPE_PX = 20


class RowButton(QAbstractButton):
    """One row: title and what stands under it, with its figure at the right; tapped, it is chosen."""

    def __init__(self, texts: Texts, look: Look, place: int, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName(f"inbound.rows.row_{place}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(ROW_PX)
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._row: Row | None = None
        self._choose = choose
        self.clicked.connect(self._tapped)

    def show_row(self, row: Row) -> None:
        """Draw `row`; free when nothing of it has changed."""
        if row != self._row:
            self._row = row
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """Title, what stands under it, figure."""
        row = self._row
        return [row.title or "—", self._texts.say(row.under), row.figure] if row else []

    def _tapped(self) -> None:
        if self._row is not None:
            self._choose(self._row.key)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(WIDTH_PX, ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        row, tokens = self._row, self._look.tokens
        if row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 3.5, -1.5, -3.5)
        ground = tokens.pressed if self.isDown() else tokens.accent_soft if row.chosen else tokens.card
        painter.setPen(QPen(QColor(tokens.accent if row.chosen else tokens.line), 2 if row.chosen else 1))
        painter.setBrush(QColor(tokens.dim if row.done and not row.chosen else ground))
        painter.drawRoundedRect(box, 12, 12)
        self._paint_words(painter, box.adjusted(PAD_PX, 0, -PAD_PX, 0), row)

    def _paint_words(self, painter: QPainter, box: QRectF, row: Row) -> None:
        tokens = self._look.tokens
        title, under, figure = self.words()
        ink = tokens.on_dim if row.done and not row.chosen else tokens.ink
        soft = tokens.on_dim if row.done and not row.chosen else tokens.ink_soft
        left = QRectF(box.left(), box.top() + 7, box.width() - FIGURE_PX, 28)
        painter.setPen(QColor(ink))
        self._fitter.draw(painter, title, left, Type(13, 18, bold=True), LEFT)
        lower = QRectF(box.left(), box.top() + 34, box.width() - FIGURE_PX, 22)
        if row.tone is not None:
            tone = tone_look(tokens, row.tone)
            mark = QRectF(lower.left(), lower.top() + 1, SHAPE_PX, SHAPE_PX)
            draw_shape(painter, mark, row.tone, tone.mark, tone.on_mark)
            lower.setLeft(lower.left() + SHAPE_PX + 6)
            soft = tone.words
        painter.setPen(QColor(soft))
        self._fitter.draw(painter, under, lower, Type(12, 15), LEFT)
        painter.setPen(QColor(tokens.ok.words if row.done else ink))
        place = QRectF(box.right() - FIGURE_PX, box.top(), FIGURE_PX, box.height())
        self._fitter.draw(
            painter, f"✓ {figure}" if row.done else figure, place, Type(13, 22, bold=True), RIGHT
        )


class RowList(QWidget):
    """A heading and a button for each row; the chosen one is always in sight."""

    def __init__(self, texts: Texts, look: Look, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("inbound.rows")
        self.setFixedWidth(WIDTH_PX)
        self._texts = texts
        self._look = look
        self._choose = choose
        self._rows: tuple[Row, ...] = ()
        self._buttons: list[RowButton] = []
        self._heading = SpokenLabel(texts)
        self._heading.setObjectName("inbound.rows.heading")
        self._heading.setFont(font(SCALE.base_px, bold=True))
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(2)
        self._column.addStretch(1)
        self._scroll = quiet_scroll("inbound.rows.scroll", self._inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(6)
        page.addWidget(self._heading)
        page.addWidget(self._scroll, 1)

    def show_rows(self, heading: Message, rows: tuple[Row, ...]) -> None:
        """Draw `rows` under their heading."""
        before, self._rows = self._rows, rows
        self._heading.say(heading)
        while len(self._buttons) < len(rows):
            self._add_button()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(rows))
            if place < len(rows):
                button.show_row(rows[place])
        if _chosen(before) != _chosen(rows):
            self._show_chosen()

    def turn_page(self, step: int) -> None:
        """Show more rows, below or above."""
        turn_page(self._scroll, step)

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        for button in self._buttons:
            button.redraw()

    def _add_button(self) -> None:
        button = RowButton(self._texts, self._look, len(self._buttons) + 1, self._choose)
        button.setParent(self._inside)
        self._column.insertWidget(len(self._buttons), button)
        self._buttons.append(button)

    def _show_chosen(self) -> None:
        place = next((place for place, row in enumerate(self._rows) if row.chosen), None)
        if place is not None:
            button = self._buttons[place]
            # Once the layouts have settled: a row made just now has no place yet.
            QTimer.singleShot(0, button, lambda: self._scroll.ensureWidgetVisible(button, 0, 40))


def _chosen(rows: tuple[Row, ...]) -> object:
    return next((row.key for row in rows if row.chosen), None)
