"""A key that presses a button of its page: it knows whether there is anything to press now."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget


class PressKey(QShortcut):
    """Presses the first of its buttons that is on show and can be pressed; held down it counts once."""

    def __init__(self, key: str, page: QWidget, *buttons: QAbstractButton) -> None:
        """`key` as it stands on the key cap."""
        super().__init__(QKeySequence(key), page)
        self._buttons = buttons
        self.setAutoRepeat(False)
        self.activated.connect(self._press)

    @property
    def buttons(self) -> tuple[QAbstractButton, ...]:
        """What it may press, in the order they are looked at."""
        return self._buttons

    @property
    def can_press(self) -> bool:
        """Whether pressing the key does anything now."""
        return self._ready() is not None

    def _press(self) -> None:
        button = self._ready()
        if button is not None:
            button.click()

    def _ready(self) -> QAbstractButton | None:
        pressable = (button for button in self._buttons if button.isVisible() and button.isEnabled())
        return next(pressable, None)
