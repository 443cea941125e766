"""The row of actions that opens at a touched crate: close it, or print its label again and say why."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.picking.model.view import CrateTile, TileState
from station.picking.screen.gestures import Gestures
from station.printing.view import ReprintReason
from station.shell.big_button import BigButton, ButtonKind
from station.shell.key_button import with_key
from station.shell.look import Look, font
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

REASON_WORDS = {
    ReprintReason.DAMAGED: Message("Damaged"),
    ReprintReason.LOST: Message("Lost"),
    ReprintReason.NEVER_CAME_OUT: Message("Never came out"),
}


CLOSE_KEY, DISMISS_KEY = "F10", "Esc"
REASON_KEYS = {
    ReprintReason.DAMAGED: "F2",
    ReprintReason.LOST: "F3",
    ReprintReason.NEVER_CAME_OUT: "F4",
}


class CrateActions(QWidget):
    """Buttons for one crate, laid over the wall beside it; a scan or a second touch puts them away."""

    LEAST_HEIGHT_PX = 64

    def __init__(
        self, parent: QWidget, texts: Texts, look: Look, gestures: Gestures, on_done: Callable[[], None]
    ) -> None:
        """`on_done` is called when a button was pressed and the row should go."""
        super().__init__(parent)
        self.setObjectName("picking.crate_actions")
        self._look = look
        self._gestures = gestures
        self._on_done = on_done
        self._tile: CrateTile | None = None
        self.close_crate = self._button(texts, "close", Message("Close crate"), self._close_it)
        self._why = SpokenLabel(texts, Message("Print label again:"))
        self._why.setObjectName("picking.crate_actions.why")
        self.dismiss = self._button(
            texts, "dismiss", with_key(Message("Back"), DISMISS_KEY), on_done, ButtonKind.QUIET
        )
        self.reprint = {
            reason: self._button(
                texts, f"reprint_{reason}", with_key(words, REASON_KEYS[reason]), self._reprint_for(reason)
            )
            for reason, words in REASON_WORDS.items()
        }
        self._why.setFont(font(SCALE.secondary_px))
        self._lay_out()
        self.hide()

    def _button(
        self,
        texts: Texts,
        name: str,
        words: Message,
        on_click: Callable[[], None],
        kind: ButtonKind = ButtonKind.PLAIN,
    ) -> BigButton:
        button = BigButton(texts, f"picking.crate_actions.{name}", words, on_click, kind, self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFont(font(SCALE.secondary_px))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.close_crate)
        row.addStretch(1)
        row.addWidget(self._why)
        for button in self.reprint.values():
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.dismiss)

    def open_for(self, tile: CrateTile) -> None:
        """Show the row for this crate."""
        self._tile = tile
        self.close_crate.say(with_key(Message("Close crate {number}", number=tile.number), CLOSE_KEY))
        self.close_crate.setEnabled(tile.state is not TileState.CLOSED)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.tokens.ink), 3))
        painter.setBrush(QColor(self._look.tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 10, 10)

    def _close_it(self) -> None:
        if self._tile is not None:
            self._gestures.close_crate(self._tile.crate_id)
        self._on_done()

    def _reprint_for(self, reason: ReprintReason) -> Callable[[], None]:
        def reprint() -> None:
            if self._tile is not None:
                self._gestures.reprint(self._tile.crate_id, reason)
            self._on_done()

        return reprint
