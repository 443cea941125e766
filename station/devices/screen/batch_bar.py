"""What became of the labels printed last, and what a person can do about it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.devices.model.label_page import Batch
from station.devices.screen.label_gestures import LabelGestures
from station.devices.screen.told_card import ToldCard
from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton
from station.shell.look import Look


class BatchBar(QWidget):
    """One line under the list; out of sight while nothing was printed."""

    def __init__(self, texts: Texts, look: Look, gestures: LabelGestures) -> None:
        super().__init__()
        self.setObjectName("devices.print.progress")
        self._told = ToldCard(texts, look, "devices.print.batch")
        self._cancel = BigButton(
            texts, "devices.print.cancel", Message("Cancel what waits"), gestures.labels_cancel
        )
        self._came_out = BigButton(
            texts, "devices.print.came_out", Message("It is there"), lambda: gestures.labels_settle(True)
        )
        self._missing = BigButton(
            texts, "devices.print.missing", Message("Print again"), lambda: gestures.labels_settle(False)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._told, 1)
        for button in (self._came_out, self._missing, self._cancel):
            row.addWidget(button)
        self.hide()

    def show_batch(self, batch: Batch | None) -> None:
        """Draw `batch`; None hides the line."""
        self.setVisible(batch is not None)
        if batch is None:
            return
        self._told.tell(_tone(batch), _words(batch))
        self._cancel.setVisible(bool(batch.waiting or batch.stopped))
        for button in (self._came_out, self._missing):
            button.setVisible(batch.unseen > 0)


def _tone(batch: Batch) -> Tone:
    if batch.stopped:
        return Tone.REFUSED
    if batch.unseen:
        return Tone.ASK
    return Tone.OK if batch.is_over else Tone.INFO


def _words(batch: Batch) -> Message:
    printed = Message("{printed} of {total} printed", printed=batch.printed, total=batch.total)
    if batch.stopped:
        rest = Message("The printer is not ready; they print by themselves once it is")
    elif batch.unseen:
        rest = Message("{count} were sent: look whether they came out", count=batch.unseen)
    else:
        return printed
    return Message("{printed}. {rest}", printed=printed, rest=rest)
