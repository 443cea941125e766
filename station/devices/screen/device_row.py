"""One device as a row: its picture, name, place, and how it is in colour, shape and words."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from station.devices.model.view import DeviceLine
from station.devices.model.words import KIND_ICONS
from station.devices.screen.words import seen_words, spoken
from station.kernel.messages import Texts, Tone
from station.shell.fitting import LEFT, Fitter, Type
from station.shell.icons import Icons
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

ROW_PX = 72
STATE_PX = 236
_ICON_PX = 32
_TILE_PX = 48
_PAD_PX = 14
_DISC_PX = 28
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DeviceRow(QAbstractButton):
    """Pressed or entered it is the one looked at."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        icons: Icons,
        place: int,
        choose: Callable[[str], None],
        step: Callable[["DeviceRow", int], None],
        parent: QWidget,
    ) -> None:
        """`step` goes to the row above (-1) or below (1): a button by itself would only pass the focus on."""
        super().__init__(parent)
        self.setObjectName(f"devices.list.row_{place}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(ROW_PX)
        self._texts = texts
        self._look = look
        self._icons = icons
        self._step = step
        self._fitter = Fitter()
        self._line: DeviceLine | None = None
        self._chosen = False
        self.clicked.connect(lambda _checked=False: choose(self._line.key) if self._line else None)

    @property
    def line(self) -> DeviceLine | None:
        """The device shown."""
        return self._line

    def show_line(self, line: DeviceLine, *, chosen: bool) -> None:
        """Draw `line`; free when nothing of it has changed."""
        if (line, chosen) != (self._line, self._chosen):
            self._line, self._chosen = line, chosen
            self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """Name, place, state, last sign of life: what is written."""
        line, say = self._line, self._texts.say
        if line is None:
            return []
        place = " · ".join(filter(None, (say(line.place), line.settings)))
        return [say(spoken(line.name)), place, say(line.words), say(seen_words(line))]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._step(self, step)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(520, ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        line, tokens = self._line, self._look.tokens
        if line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        marked = self._chosen or self.hasFocus()
        ground = tokens.accent_soft if self._chosen else tokens.pressed if self.underMouse() else tokens.card
        painter.setPen(QPen(QColor(tokens.accent if marked else tokens.line), 2 if marked else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 12, 12)
        self._paint_picture(painter, box, line)
        self._paint_names(painter, box)
        self._paint_state(painter, box, line)
        painter.end()

    def _paint_picture(self, painter: QPainter, box: QRectF, line: DeviceLine) -> None:
        tokens = self._look.tokens
        tile = QRectF(box.left() + _PAD_PX, box.center().y() - _TILE_PX / 2, _TILE_PX, _TILE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.pressed))
        painter.drawRoundedRect(tile, 10, 10)
        picture = self._icons.pixmap(KIND_ICONS[line.kind], tokens.ink, _ICON_PX)
        gap = (_TILE_PX - _ICON_PX) // 2
        painter.drawPixmap(tile.topLeft().toPoint() + QPoint(gap, gap), picture)

    def _paint_names(self, painter: QPainter, box: QRectF) -> None:
        tokens = self._look.tokens
        name, place, _, _ = self.words()
        left = box.left() + 2 * _PAD_PX + _TILE_PX
        width = box.right() - STATE_PX - _PAD_PX - left
        painter.setPen(QColor(tokens.ink))
        upper = QRectF(left, box.top() + 7, width, 28)
        self._fitter.draw(painter, name, upper, Type(15, 20, bold=True), LEFT)
        painter.setPen(QColor(tokens.ink_soft))
        lower = QRectF(left, box.top() + 35, width, 24)
        self._fitter.draw(painter, place, lower, Type(12, 15), LEFT)

    def _paint_state(self, painter: QPainter, box: QRectF, line: DeviceLine) -> None:
        tokens = self._look.tokens
        _, _, state, seen = self.words()
        left = box.right() - STATE_PX
        disc = QRectF(left, box.center().y() - _DISC_PX / 2, _DISC_PX, _DISC_PX)
        tone = line.tone
        mark, stroke, ink = tokens.on_dim, tokens.card, tokens.ink_soft
        if tone is not None:
            colours = tone_look(tokens, tone)
            mark, stroke, ink = colours.mark, colours.on_mark, colours.words
        draw_shape(painter, disc, tone or Tone.INFO, mark, stroke)
        words = left + _DISC_PX + 12
        width = box.right() - _PAD_PX - words
        painter.setPen(QColor(ink))
        upper = QRectF(words, box.top() + 7, width, 28)
        self._fitter.draw(painter, state, upper, Type(13, 18, bold=True), LEFT)
        painter.setPen(QColor(tokens.ink_soft))
        self._fitter.draw(painter, seen, QRectF(words, box.top() + 35, width, 24), Type(12, 15), LEFT)
