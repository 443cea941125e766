"""A button that asks back in its own place: no dialog can pop up where scans come in."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts
from station.shell.big_button import BigButton, ButtonKind

PATIENCE_MS = 5_000
"""How long the question stands before the button is as before."""
DOUBLE_CLICK_MS = 400
"""A second press sooner than this is the same press, not an answer."""


class ConfirmButton(BigButton):
    """Pressed once it asks; pressed again while it asks it acts."""

    def __init__(
        self,
        texts: Texts,
        name: str,
        message: Message,
        question: Message,
        on_confirm: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        self._calm = message
        self._question = question
        self._on_confirm = on_confirm
        self._asking = False
        super().__init__(texts, name, message, self._pressed, ButtonKind.DANGER, parent)
        self._patience = self._timer(PATIENCE_MS)
        self._patience.timeout.connect(self.calm_down)
        self._settled = self._timer(DOUBLE_CLICK_MS)

    @property
    def asking(self) -> bool:
        """Whether the next press acts."""
        return self._asking

    @property
    def settling(self) -> bool:
        """Whether a press now still counts as the first one."""
        return self._settled.isActive()

    def calm_down(self) -> None:
        """Ask no more."""
        self._asking = False
        self._patience.stop()
        self.say(self._calm)

    def _timer(self, span_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(span_ms)
        return timer

    def _pressed(self) -> None:
        if not self._asking:
            self._asking = True
            self._patience.start()
            self._settled.start()
            self.say(self._question)
        elif not self.settling:
            self.calm_down()
            self._on_confirm()
