"""A stop under the pointer: what it carries, and the hint that tells what a drop would come to."""

from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from station.dispatch.model.view import DispatchView, MovePreview
from station.dispatch.screen.gestures import DispatchGestures
from station.kernel.ids import WaveId
from station.kernel.messages import Texts, Tone
from station.shell.look import Look, colour_words, font
from station.shell.theme import SCALE, tone_look

MIME = "application/x-youlin-stop"
BESIDE_POINTER = QPoint(18, 22)


def stop_to_drag(wave_id: WaveId) -> QMimeData:
    """What a drag carries."""
    carried = QMimeData()
    carried.setData(MIME, wave_id.bytes)
    return carried


def dragged_stop(carried: QMimeData) -> WaveId | None:
    """The stop a drag carries, or None when it is something else."""
    content = bytes(carried.data(MIME).data())
    return WaveId(UUID(bytes=content)) if len(content) == 16 else None


class StopDrop(Protocol):
    """Where lists and bars report a stop over them and a stop let go."""

    def aim(self, wave_id: WaveId, van: str, position: int, at: QPoint) -> bool:
        """Tell what the drop would come to; False when it cannot be."""
        ...

    def drop(self, wave_id: WaveId, van: str, position: int) -> None:
        """The stop was let go here."""
        ...

    def forget(self) -> None:
        """The stop is over nothing."""
        ...


class DropHint(QLabel):
    """A line beside the pointer: the difference in money and metres, and what would break."""

    def __init__(self, texts: Texts, look: Look, gestures: DispatchGestures, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dispatch.drop_hint")
        self._texts = texts
        self._look = look
        self._gestures = gestures
        self._view: DispatchView | None = None
        self._tone = Tone.OK
        self.setFont(font(SCALE.secondary_px, bold=True))
        self.setContentsMargins(12, 7, 12, 7)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def use(self, view: DispatchView) -> None:
        """Previews are asked of this view from now on."""
        self._view = view

    def preview(self, wave_id: WaveId, van: str, position: int) -> MovePreview | None:
        """What the move would come to; None while nothing can be moved."""
        view = self._view
        if view is None or view.previewer is None or not view.can_edit:
            return None
        return view.previewer.preview(wave_id, van, position)

    def aim(self, wave_id: WaveId, van: str, position: int, at: QPoint) -> bool:
        """Tell what the drop would come to; False when it cannot be."""
        preview = self.preview(wave_id, van, position)
        if preview is None:
            return False
        self._tone = preview.tone
        self.setText(self._texts.say(preview.words))
        colour_words(self, tone_look(self._look.tokens, self._tone).on_fill)
        self.adjustSize()
        self._stand_beside(at)
        self.raise_()
        self.show()
        self.update()
        return preview.is_possible

    def drop(self, wave_id: WaveId, van: str, position: int) -> None:
        """The stop was let go here."""
        self.forget()
        self._gestures.move(wave_id, van, position)

    def forget(self) -> None:
        """The stop is over nothing."""
        self.hide()

    def _stand_beside(self, at: QPoint) -> None:
        window = self.parentWidget()
        assert window is not None
        place = window.mapFromGlobal(at) + BESIDE_POINTER
        place.setX(max(0, min(place.x(), window.width() - self.width())))
        place.setY(max(0, min(place.y(), window.height() - self.height())))
        self.move(place)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone_look(self._look.tokens, self._tone).fill))
        painter.drawRoundedRect(self.rect(), 8, 8)
        painter.end()
        super().paintEvent(event)
