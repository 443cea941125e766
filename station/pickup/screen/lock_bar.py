"""Typed codes are locked: for how long, counted down, and what goes on meanwhile."""

from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.pickup.model.view import LockCard
from station.shell.fitting import CENTRE, LEFT, Fitter, Type
from station.shell.look import Look
from station.shell.shapes import draw_shape

WIDTH_PX = 440
SECONDS_PX = 104
PAD_PX = 14


class LockBar(QWidget):
    """Minutes and seconds beside the field, there only while the lock is."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.lock")
        self.setFixedWidth(WIDTH_PX)
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._lock: LockCard | None = None
        self._seconds = 0
        self.hide()

    @property
    def locked(self) -> bool:
        """Whether there is something to count."""
        return self._lock is not None

    def show_lock(self, lock: LockCard | None, now: datetime) -> None:
        """Count `lock` down from the moment `now`; None hides it."""
        self._lock = lock
        self.count(now)

    def count(self, now: datetime) -> None:
        """Show what is left at the moment `now`; it goes when nothing is."""
        left = (self._lock.until - now).total_seconds() if self._lock is not None else 0
        self._seconds = max(-int(-left // 1), 0)
        if not self._seconds:
            self._lock = None
        self.setVisible(self._lock is not None)
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()) if self._lock else "")
        self.update()

    def words(self) -> list[str]:
        """Time left, what is locked, what is not."""
        minutes, seconds = divmod(self._seconds, 60)
        say = self._texts.say
        return [
            f"{minutes}:{seconds:02d}",
            say(Message("Typing codes is locked")),
            say(Message("QR and the phone's last four still work")),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, box = self._look.tokens.refused, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(look.mark))
        painter.setBrush(QColor(look.soft))
        painter.drawRoundedRect(box, 10, 10)
        left, locked, open_ways = self.words()
        disc = QRectF(box.left() + PAD_PX, box.center().y() - 16, 32, 32)
        draw_shape(painter, disc, Tone.REFUSED, look.mark, look.on_mark)
        time = QRectF(disc.right() + 6, box.top(), SECONDS_PX, box.height())
        painter.setPen(QColor(look.words))
        self._fitter.draw(painter, left, time, Type(20, 38, bold=True), CENTRE)
        words = QRectF(
            time.right() + 6, box.top() + 6, box.right() - PAD_PX - time.right(), box.height() - 12
        )
        self._fitter.draw(
            painter, locked, words.adjusted(0, 0, 0, -words.height() / 2), Type(13, 19, bold=True), LEFT
        )
        painter.setPen(QColor(self._look.tokens.ink))
        self._fitter.draw(painter, open_ways, words.adjusted(0, words.height() / 2, 0, 0), Type(12, 16), LEFT)
