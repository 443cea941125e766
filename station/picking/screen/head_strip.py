"""The strip on top: whose wave this is, how far it is, and how long the desk may keep it."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.picking.model.view import WaveHead
from station.picking.screen.text_fitting import TypeStyle
from station.picking.screen.text_memory import TextMemory
from station.shell.look import Look

HEIGHT_PX = 56
HURRY_MINUTES = 10
"""From here on the time left is told in the colour of a question."""
NAME = TypeStyle(range(16, 25), bold=True)
SMALL = TypeStyle(range(12, 16))
FACT = TypeStyle(range(14, 20), bold=True)
RIGHT = Qt.AlignmentFlag.AlignRight
AROUND = (0, 1, 4)
"""Places of the words beside the progress: pickup point, wave, time left."""


def minutes_left(wave: WaveHead, now: datetime) -> int:
    """Whole minutes the wave is still kept for this desk, rounded up; 0 when the time is over."""
    seconds = (wave.lease_until - now).total_seconds()
    return 0 if wave.lease_over else max(0, -int(-seconds // 60))


class HeadStrip(QWidget):
    """Pickup point, progress and time left, painted in one row."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("picking.head")
        self.setFixedHeight(HEIGHT_PX)
        self._texts = texts
        self._look = look
        self._memory = TextMemory()
        self._wave: WaveHead | None = None
        self._minutes = 0
        self._said: list[str] = []

    def show_wave(self, wave: WaveHead, now: datetime) -> None:
        """Draw `wave` at the moment `now`; free when nothing of it has changed."""
        minutes = minutes_left(wave, now)
        if (wave, minutes) != (self._wave, self._minutes):
            self._wave, self._minutes = wave, minutes
            before, self._said = self._said, self.words(wave)
            self.setAccessibleName(" · ".join(self._said))
            around = [self._said[part] == before[part] for part in AROUND] if before else [False]
            # Every put moves the progress and nothing else.
            self.update(self._progress_box().toAlignedRect() if all(around) else self.rect())

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        if self._wave is not None:
            self._said = self.words(self._wave)
            self.setAccessibleName(" · ".join(self._said))
        self.update()

    def words(self, wave: WaveHead) -> list[str]:
        """Everything the strip says: pickup point, wave, pieces, crates, time left."""
        say = self._texts.say
        wave_words = Message("Wave {number}  ·  {cycle}", number=wave.title, cycle=wave.cycle)
        pieces = Message("{put} / {planned} pcs", put=wave.put, planned=wave.planned)
        if wave.short:
            pieces = Message("{pieces}, {short} short", pieces=pieces, short=wave.short)
        crates = Message("{closed} / {crates} crates closed", closed=wave.crates_closed, crates=wave.crates)
        return [wave.pickup_point, say(wave_words), say(pieces), say(crates), say(self._time(wave))]

    def _time(self, wave: WaveHead) -> Message:
        """Time left; a lost or ended lease is told by a notice instead."""
        if wave.lease_lost or self._minutes == 0:
            return Message("")
        return Message("{minutes} min left", minutes=self._minutes)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._wave is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name, wave_words, pieces, crates, time_left = self._said
        self._paint_progress(painter, self._progress_box(), pieces, crates)
        if self._progress_box().toAlignedRect().contains(event.rect()):
            return
        width = self.width()
        place = QRectF(4, 0, width * 0.36, 34)
        painter.setPen(QColor(self._look.tokens.ink))
        self._memory.draw(painter, name, place, NAME)
        painter.setPen(QColor(self._look.tokens.ink_soft))
        under = QRectF(4, 34, width * 0.36, 20)
        self._memory.draw(painter, wave_words, under, SMALL)
        self._paint_time(painter, QRectF(width * 0.83, 0, width * 0.17 - 4, HEIGHT_PX), time_left)

    def _progress_box(self) -> QRectF:
        return QRectF(self.width() * 0.39, 2, self.width() * 0.42, 52)

    def _paint_progress(self, painter: QPainter, box: QRectF, pieces: str, crates: str) -> None:
        wave, tokens = self._wave, self._look.tokens
        assert wave is not None, "paintEvent draws nothing without a wave"
        words = QRectF(box.left(), box.top(), box.width(), 32)
        painter.setPen(QColor(tokens.ink))
        right = words.adjusted(words.width() * 0.55, 0, 0, 0)
        self._memory.draw(painter, pieces, words.adjusted(0, 0, -words.width() * 0.45, 0), FACT)
        self._memory.draw(painter, crates, right, FACT, RIGHT)
        bar = QRectF(box.left(), box.top() + 36, box.width(), 10)
        painter.setPen(Qt.PenStyle.NoPen)
        self._paint_bar(painter, bar, 1.0, tokens.line)
        settled = wave.put + wave.short
        self._paint_bar(painter, bar, settled / max(wave.planned, 1), tokens.ask.mark)
        self._paint_bar(painter, bar, wave.put / max(wave.planned, 1), tokens.ok.mark)

    def _paint_bar(self, painter: QPainter, bar: QRectF, part: float, colour: str) -> None:
        if part > 0:
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(
                QRectF(bar.left(), bar.top(), bar.width() * min(part, 1), bar.height()), 5, 5
            )

    def _paint_time(self, painter: QPainter, box: QRectF, words: str) -> None:
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.ask.words if self._minutes <= HURRY_MINUTES else tokens.ink))
        style = TypeStyle(range(15, 23), bold=True, max_lines=2)
        self._memory.draw(painter, words, box, style, RIGHT)
