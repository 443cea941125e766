"""The chosen label: what it looks like, what became of it, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from station.kernel.ids import JobId
from station.kernel.messages import Message, Texts
from station.printing.screen.gestures import PrintingGestures
from station.printing.screen.label_picture import LabelPicture
from station.printing.view import JobLine, Preview, ReprintReason
from station.shell.big_button import BigButton
from station.shell.confirm_button import ConfirmButton
from station.shell.key_button import with_key
from station.shell.look import Look, font
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE

REASON_WORDS = {
    ReprintReason.DAMAGED: Message("Damaged"),
    ReprintReason.LOST: Message("Lost"),
    ReprintReason.NEVER_CAME_OUT: Message("Never came out"),
}
CANCEL_KEY = "F5"
REASON_KEYS = {
    ReprintReason.DAMAGED: "F2",
    ReprintReason.LOST: "F3",
    ReprintReason.NEVER_CAME_OUT: "F4",
}
NOTHING_CHOSEN = Message("")


class JobPanel(QFrame):
    """Right side of the room."""

    def __init__(
        self, texts: Texts, look: Look, gestures: PrintingGestures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("printing.job")
        self.setProperty("card", "true")
        self._gestures = gestures
        self._job_id: JobId | None = None
        self._picture = LabelPicture(texts, look, "printing.job.picture")
        self._title = self._label(texts, "title", SCALE.base_px, bold=True)
        self._reason = self._label(texts, "reason", SCALE.secondary_px)
        self._why = self._label(texts, "why", SCALE.secondary_px)
        self._why.say(Message("Print again, marked as a copy:"))
        self.again = {
            REASON_KEYS[reason]: BigButton(
                texts,
                f"printing.job.again_{reason}",
                with_key(words, REASON_KEYS[reason]),
                self._again_for(reason),
            )
            for reason, words in REASON_WORDS.items()
        }
        """The buttons that print it again, by their keys."""
        self.cancel = ConfirmButton(
            texts,
            "printing.job.cancel",
            with_key(Message("Do not print this label"), CANCEL_KEY),
            with_key(Message("Press again: it is not printed"), CANCEL_KEY),
            self._cancel_job,
        )
        self._lay_out()
        self.show_job(None, None)

    def show_job(self, job: JobLine | None, preview: Preview | None) -> None:
        """Show `job` with its picture, or nothing."""
        job_id = job.id if job else None
        if job_id != self._job_id:
            self.cancel.calm_down()
        self._job_id = job_id
        fits = job is not None and preview is not None and preview.job_id == job.id
        self._picture.show_label(preview.raster if fits and preview else None)
        self._title.say(_title(job))
        self._reason.say(job.reason if job else NOTHING_CHOSEN)
        self._reason.setVisible(job is not None and bool(job.reason.text))
        can_reprint = job is not None and job.can_reprint
        for widget in (self._why, *self.again.values()):
            widget.setVisible(can_reprint)
        self.cancel.setVisible(job is not None and job.can_cancel)

    def _label(self, texts: Texts, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(texts)
        label.setObjectName(f"printing.job.{name}")
        label.setFont(font(size_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(8)
        damaged, lost, never = self.again.values()
        buttons.addWidget(damaged, 0, 0)
        buttons.addWidget(lost, 0, 1)
        buttons.addWidget(never, 1, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._picture, 1)
        for widget in (self._title, self._reason, self._why):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addWidget(self.cancel)

    def _again_for(self, reason: ReprintReason) -> Callable[[], None]:
        def again() -> None:
            if self._job_id is not None:
                self._gestures.print_again(self._job_id, reason)

        return again

    def _cancel_job(self) -> None:
        if self._job_id is not None:
            self._gestures.cancel(self._job_id)


def _title(job: JobLine | None) -> Message:
    if job is None:
        return NOTHING_CHOSEN
    return Message("{document} {title}: {state}", document=job.document, title=job.title, state=job.words)
