"""A stop under the pointer: what it carries, and the hint that tells what a drop would come to."""

from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QColor, QDrag, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from station.dispatch.model.view import DispatchView, MovePreview
from station.dispatch.screen.gestures import DispatchGestures
from station.kernel.ids import WaveId
from station.kernel.messages import Texts, Tone
from station.shell.look import Look, colour_words, font
from station.shell.theme import SCALE, tone_look

MIME = "application/x-youlin-stop"
BESIDE_POINTER = QPoint(18, 22)
TAG_PX = 28
TAG_GAP_PX = 8
MOST_TAG_PX = 220


def stop_to_drag(wave_id: WaveId) -> QMimeData:
    """What a drag carries."""
    carried = QMimeData()
    carried.setData(MIME, wave_id.bytes)
    return carried


def drag_stop(source: QWidget, look: Look, wave_id: WaveId, name: str) -> None:
    """Drag the stop until the button is let go; its name travels under the pointer."""
    drag = QDrag(source)
    drag.setMimeData(stop_to_drag(wave_id))
    tag = _tag(look, name, source.devicePixelRatioF())
    drag.setPixmap(tag)
    drag.setHotSpot(QPoint(-TAG_GAP_PX, TAG_PX + TAG_GAP_PX))
    drag.exec(Qt.DropAction.MoveAction)


def _tag(look: Look, name: str, ratio: float) -> QPixmap:
    """The name on a small card."""
    letters = font(SCALE.secondary_px, bold=True)
    metrics = QFontMetrics(letters)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, MOST_TAG_PX)
    wide = metrics.horizontalAdvance(shown) + 20
    tag = QPixmap(round(wide * ratio), round(TAG_PX * ratio))
    tag.setDevicePixelRatio(ratio)
    tag.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tag)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(look.tokens.line))
    painter.setBrush(QColor(look.tokens.card))
    painter.drawRoundedRect(1, 1, wide - 2, TAG_PX - 2, 6, 6)
    painter.setFont(letters)
    painter.setPen(QColor(look.tokens.ink))
    painter.drawText(0, 0, wide, TAG_PX, int(Qt.AlignmentFlag.AlignCenter), shown)
    painter.end()
    return tag


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

    def take_off(self, wave_id: WaveId) -> None:
        """The stop was let go on the stops left over."""
        ...

    def aim_off(self, wave_id: WaveId, at: QPoint) -> bool:
        """Tell what taking it off its route would come to; False when it cannot be."""
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

    def preview(self, wave_id: WaveId, van: str | None, position: int = 0) -> MovePreview | None:
        """What the move (a van of None: taking it off) would come to; None while nothing can be moved."""
        view = self._view
        if view is None or view.previewer is None or not view.can_edit:
            return None
        return view.previewer.preview(wave_id, van, position)

    def aim(self, wave_id: WaveId, van: str, position: int, at: QPoint) -> bool:
        """Tell what the drop would come to; False when it cannot be."""
        return self._tell(self.preview(wave_id, van, position), at)

    def aim_off(self, wave_id: WaveId, at: QPoint) -> bool:
        """Tell what taking it off its route would come to; False when it cannot be."""
        return self._tell(self.preview(wave_id, None), at)

    def _tell(self, preview: MovePreview | None, at: QPoint) -> bool:
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

    def take_off(self, wave_id: WaveId) -> None:
        """The stop was let go on the stops left over."""
        self.forget()
        self._gestures.take_off(wave_id)

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
