"""Shows at a glance in the top strip whether a device wants a hand."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from station.devices.model.view import DevicesView
from station.kernel.messages import Message, Texts, Tone
from station.shell.icons import with_gap
from station.shell.look import Look
from station.shell.shapes import shape_pixmap
from station.shell.speech import keep_told
from station.shell.theme import tone_look

_DISC_PX = 24
_GAP_PX = 6


class DevicesLight(QPushButton):
    """Out of sight while all is well; else shape, colour and words, and a way to the devices room."""

    def __init__(
        self, texts: Texts, look: Look, on_click: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._look = look
        self._count = 0
        self.setObjectName("devices_light")
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setIconSize(QSize(_DISC_PX + _GAP_PX, _DISC_PX))
        self.clicked.connect(lambda _checked=False: on_click())
        self.hide()
        look.changed.connect(self._tell)
        keep_told(self, texts, self._tell)

    def show_view(self, view: DevicesView) -> None:
        """Show how many devices want a hand; free when that has not changed."""
        if view.trouble_count != self._count:
            self._count = view.trouble_count
            self.setVisible(self._count > 0)
            self._tell()

    def _tell(self) -> None:
        colours = tone_look(self._look.tokens, Tone.ASK)
        ratio = self.devicePixelRatioF()
        disc = shape_pixmap(Tone.ASK, _DISC_PX, colours.mark, colours.on_mark, ratio)
        words = self._texts.say(Message("Devices to look at: {count}", count=self._count))
        self.setIcon(QIcon(with_gap(disc, _GAP_PX)))
        self.setText(words)
        self.setAccessibleName(words)
