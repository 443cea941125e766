"""The label looked at, drawn dot for dot as the printer would print it, made to fit its place."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hardware.protocols import RasterLabel
from station.kernel.messages import Message, Texts
from station.shell.look import Look, font
from station.shell.speech import keep_told
from station.shell.theme import SCALE, WHITE

BLACK_RGB, WHITE_RGB = 0xFF000000, 0xFFFFFFFF


def raster_image(raster: RasterLabel) -> QImage:
    """The dots of a label as a picture of one bit a dot."""
    row_bytes = (raster.width_dots + 7) // 8
    image = QImage(raster.rows, raster.width_dots, raster.height_dots, row_bytes, QImage.Format.Format_Mono)
    image.setColorTable([WHITE_RGB, BLACK_RGB])
    return image.copy()  # the bytes of the raster belong to Python


class LabelPicture(QWidget):
    """Paper with a label on it; without one it says what to do."""

    def __init__(self, texts: Texts, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._texts = texts
        self._look = look
        self._raster: RasterLabel | None = None
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)
        keep_told(self, texts, self.update)

    def show_label(self, raster: RasterLabel | None) -> None:
        """Show `raster`, or nothing."""
        if raster is not self._raster:
            self._raster = raster
            self._image = None if raster is None else raster_image(raster)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(280, 420)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(QColor(self._look.tokens.ink_soft))
            painter.setFont(font(SCALE.secondary_px))
            words = self._texts.say(Message("Choose a label to look at it"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)
        else:
            self._paint_paper(painter, self._image)
        painter.end()

    def _paint_paper(self, painter: QPainter, image: QImage) -> None:
        scale = min(self.width() / image.width(), self.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        paper = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        ratio = self.devicePixelRatioF()
        # Scaled as grey first: dots dropped by a plain scaling would make small print unreadable.
        smooth = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(
            round(width * ratio),
            round(height * ratio),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.fillRect(paper, QColor(WHITE))
        painter.drawImage(paper, smooth)
        painter.setPen(QColor(self._look.tokens.line))
        painter.drawRect(paper.adjusted(0, 0, -1, -1))
