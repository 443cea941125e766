"""One of tonight's routes as a button: number, van, time, how far it is loaded."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from station.kernel.ids import RouteId
from station.kernel.messages import Message, Texts
from station.loading.model.view import RouteRow
from station.loading.screen.lateness import lateness, time_ink
from station.shell.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.shell.look import Look

ROW_PX = 76
NUMBER_PX = 44
PAD_PX = 12


class RouteButton(QAbstractButton):
    """Taps choose the route; a departed one is told as such and stays quiet."""

    def __init__(
        self, texts: Texts, look: Look, place: int, choose: Callable[[RouteId], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"loading.routes.row_{place}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(ROW_PX)
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._row: RouteRow | None = None
        self._now = datetime.min.replace(tzinfo=UTC)
        self._choose = choose
        self.clicked.connect(self._tapped)

    def show_row(self, row: RouteRow, now: datetime) -> None:
        """Draw `row` at the moment `now`; free when nothing of it has changed."""
        before = (self._row, self.words())
        self._row, self._now = row, now
        words = self.words()
        if before != (row, words):
            self.setAccessibleName(" · ".join([str(row.number), *words]))
            self.update()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join([str(self._row.number), *self.words()]) if self._row else "")
        self.update()

    def _tapped(self) -> None:
        if self._row is not None:
            self._choose(self._row.route_id)

    def words(self) -> list[str]:
        """Van, time, crates: what is written."""
        row = self._row
        if row is None:
            return []
        say = self._texts.say
        if row.departed:
            return [row.plate, say(Message("left {time}", time=row.departed)), f"{row.on}"]
        late = lateness(row.departs_at, self._now)[1]
        if row.crates:
            crates = f"{row.on}/{row.crates}" + ("+" if row.stops_waiting else "")
        else:
            crates = say(Message("not packed yet"))
        return [row.plate, say(late) if late else row.departs, crates]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(280, ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        row, tokens = self._row, self._look.tokens
        if row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 3.5, -1.5, -3.5)
        ground = tokens.pressed if self.isDown() else tokens.accent_soft if row.chosen else tokens.card
        painter.setPen(QPen(QColor(tokens.accent if row.chosen else tokens.line), 2 if row.chosen else 1))
        painter.setBrush(QColor(tokens.dim if row.departed and not row.chosen else ground))
        painter.drawRoundedRect(box, 12, 12)
        self._paint_number(painter, box, row)
        self._paint_words(painter, box, row)
        if row.crates and not row.departed:
            self._paint_bar(painter, box, row)

    def _paint_number(self, painter: QPainter, box: QRectF, row: RouteRow) -> None:
        tokens = self._look.tokens
        disc = QRectF(box.left() + PAD_PX, box.center().y() - NUMBER_PX / 2, NUMBER_PX, NUMBER_PX)
        full = not row.stops_waiting and row.on == row.crates > 0 and not row.departed
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ok.mark if full else tokens.dim if row.departed else tokens.pressed))
        painter.drawRoundedRect(disc, 10, 10)
        painter.setPen(QColor(tokens.ok.on_mark if full else tokens.on_dim if row.departed else tokens.ink))
        self._fitter.draw(painter, str(row.number), disc, Type(14, 24, bold=True), CENTRE)

    def _paint_words(self, painter: QPainter, box: QRectF, row: RouteRow) -> None:
        tokens = self._look.tokens
        plate, time, crates = self.words()
        left = box.left() + 2 * PAD_PX + NUMBER_PX
        upper = QRectF(left, box.top() + 8, box.right() - PAD_PX - left, 26)
        lower = QRectF(left, box.top() + 36, upper.width(), 24)
        painter.setPen(QColor(tokens.on_dim if row.departed else tokens.ink))
        self._fitter.draw(painter, plate, upper.adjusted(0, 0, -92, 0), Type(13, 18, bold=True), LEFT)
        tone = None if row.departed else lateness(row.departs_at, self._now)[0]
        painter.setPen(QColor(tokens.on_dim if row.departed else time_ink(tokens, tone)))
        times = upper.adjusted(upper.width() - 92, 0, 0, 0)
        self._fitter.draw(painter, time, times, Type(12, 16, bold=tone is not None), RIGHT)
        painter.setPen(QColor(tokens.on_dim if row.departed else tokens.ink_soft))
        self._fitter.draw(painter, crates, lower, Type(12, 15), RIGHT)
        if row.departed:
            self._fitter.draw(painter, row.driver, lower.adjusted(0, 0, -60, 0), Type(12, 15), LEFT)

    def _paint_bar(self, painter: QPainter, box: QRectF, row: RouteRow) -> None:
        tokens = self._look.tokens
        left = box.left() + 2 * PAD_PX + NUMBER_PX
        bar = QRectF(left, box.top() + 44, box.right() - PAD_PX - left - 62, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(bar, 4, 4)
        if row.on:
            bar.setWidth(max(8.0, bar.width() * row.on / max(row.crates, 1)))
            painter.setBrush(QColor(tokens.ok.mark))
            painter.drawRoundedRect(bar, 4, 4)
