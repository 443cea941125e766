"""The chosen refused record: what it is, why the cloud refused it, and the press that settles it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts
from station.shell.confirm_button import ConfirmButton
from station.shell.key_button import with_key
from station.shell.look import Look, colour_words, font
from station.shell.speech import NOTHING, SpokenLabel
from station.shell.theme import SCALE
from station.sync.view import RefusedLine

SETTLE_KEY = "F8"


class RefusedPanel(QFrame):
    """Right side of the room."""

    def __init__(
        self, texts: Texts, look: Look, on_settle: Callable[[int], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sync.record")
        self.setProperty("card", "true")
        self._look = look
        self._on_settle = on_settle
        self._seq: int | None = None
        self._title = self._label(texts, "title", SCALE.base_px, bold=True)
        self._when = self._label(texts, "when", SCALE.secondary_px)
        self._reason = self._label(texts, "reason", SCALE.base_px)
        self._what_to_do = self._label(texts, "what_to_do", SCALE.secondary_px)
        self.settle = ConfirmButton(
            texts,
            "sync.record.settle",
            with_key(Message("Settled"), SETTLE_KEY),
            with_key(Message("Press again: it was put right"), SETTLE_KEY),
            self._settle_now,
        )
        self._lay_out()
        look.changed.connect(self._dress)
        self._dress()
        self.show_record(None)

    def show_record(self, record: RefusedLine | None) -> None:
        """Show `record`, or what to do to see one."""
        seq = record.seq if record else None
        if seq != self._seq:
            self.settle.calm_down()
        self._seq = seq
        self.settle.setVisible(record is not None)
        self._when.setVisible(record is not None)
        self._reason.setVisible(record is not None)
        if record is None:
            self._title.say(NOTHING)
            self._what_to_do.say(Message("Choose a record to read why it was refused"))
            return
        self._title.say(record.kind)
        when = Message("Record {seq}, {time}", seq=record.seq, time=f"{record.at:%m-%d %H:%M}")
        self._when.say(when)
        self._reason.say(Message(record.reason))  # the cloud's own words, as they came
        self._what_to_do.say(
            Message("Put it right with the office, then press Settled. The record itself is kept")
        )

    def _label(self, texts: Texts, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(texts)
        label.setObjectName(f"sync.record.{name}")
        label.setFont(font(size_px, bold=bold))
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for label in (self._title, self._when, self._reason):
            column.addWidget(label)
        column.addStretch(1)
        column.addWidget(self._what_to_do)
        column.addWidget(self.settle)

    def _dress(self) -> None:
        for label in (self._when, self._what_to_do):
            colour_words(label, self._look.tokens.ink_soft)

    def _settle_now(self) -> None:
        if self._seq is not None:
            self._on_settle(self._seq)
