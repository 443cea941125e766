"""Troubles under the top strip: what happened, what to do, and a second try where that helps."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.kernel.trouble import Trouble
from station.shell.big_button import BigButton, ButtonKind
from station.shell.look import Look, font
from station.shell.shapes import draw_shape
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE, tone_look

_SHOWN = 2
"""More than two at once push the work off the screen; the others come as these go."""

_TONE_WORDS = {
    Tone.OK: Message("Done"),
    Tone.ASK: Message("Attention"),
    Tone.REFUSED: Message("Error"),
    Tone.INFO: Message("Note"),
}


@dataclass(frozen=True)
class Notice:
    """One thing to tell; the same `key` is told once however often it happens."""

    key: str
    tone: Tone
    what: Message
    remedy: Message
    retry: Callable[[], None] | None = None


class _Disc(QWidget):
    """The shape of a notice's tone."""

    def __init__(self, texts: Texts, look: Look, tone: Tone) -> None:
        super().__init__()
        self._look = look
        self._tone = tone
        self.setFixedSize(QSize(36, 36))
        keep_told(self, texts, lambda: self.setAccessibleName(texts.say(_TONE_WORDS[tone])))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        colours = tone_look(self._look.tokens, self._tone)
        draw_shape(painter, QRectF(self.rect()), self._tone, colours.mark, colours.on_mark)
        painter.end()


class _Row(QFrame):
    """One notice with its buttons."""

    def __init__(
        self, texts: Texts, look: Look, notice: Notice, serial: int, on_dismiss: Callable[[], None]
    ) -> None:
        super().__init__()
        self._look = look
        self._tone = notice.tone
        self.setObjectName(f"notice_{serial}")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(_Disc(texts, look, notice.tone))
        row.addLayout(self._words(texts, notice, serial), 1)
        if notice.retry is not None:
            words = Message("Try again")
            row.addWidget(BigButton(texts, f"notice_{serial}_retry", words, notice.retry))
        dismiss = BigButton(
            texts, f"notice_{serial}_dismiss", Message("Dismiss"), on_dismiss, ButtonKind.QUIET
        )
        row.addWidget(dismiss)
        look.changed.connect(self.update)

    def _words(self, texts: Texts, notice: Notice, serial: int) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        for name, message, bold in (("what", notice.what, True), ("remedy", notice.remedy, False)):
            label = SpokenLabel(texts, message)
            label.setObjectName(f"notice_{serial}_{name}")
            label.setFont(font(SCALE.base_px, bold=bold))
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            column.addWidget(label)
        return column

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        colours = tone_look(self._look.tokens, self._tone)
        painter.fillRect(self.rect(), QColor(colours.soft))
        painter.fillRect(0, 0, 6, self.height(), QColor(colours.mark))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._look.tokens.line))
        painter.end()


class NoticeBar(QWidget):
    """Keeps what was told until it is dismissed, retried or over; shows the oldest two."""

    def __init__(self, texts: Texts, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self._texts = texts
        self._look = look
        self._notices: list[Notice] = []
        self._rows: dict[str, _Row] = {}
        self._serial = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that is told now, oldest first; only the first two are in sight."""
        return tuple(self._notices)

    def tell(self, trouble: Trouble, retry: Callable[[], None] | None = None) -> None:
        """Show `trouble`, with a button for `retry` when it says that a retry helps."""
        self.show_notice(
            Notice(
                key=trouble_key(trouble),
                tone=Tone.ASK,
                what=trouble.what,
                remedy=trouble.remedy,
                retry=retry if trouble.retry_helps else None,
            )
        )

    def tell_crash(self, report: Path) -> None:
        """Say that the program made a mistake, and where its report is."""
        self.show_notice(
            Notice(
                key="crash",
                tone=Tone.REFUSED,
                what=Message("Something went wrong in the program. Your work is saved"),
                remedy=Message("Please give this report to IT: {file}", file=str(report)),
            )
        )

    def show_notice(self, notice: Notice) -> None:
        """Show `notice`; one with the same key takes its place."""
        places = [at for at, told in enumerate(self._notices) if told.key == notice.key]
        if places:
            self._remove_row(notice.key)
            self._notices[places[0]] = notice
        else:
            self._notices.append(notice)
        self._arrange()

    def withdraw(self, key: str) -> None:
        """Take the notice with `key` away: it is over."""
        self._notices = [notice for notice in self._notices if notice.key != key]
        self._remove_row(key)
        self._arrange()

    def withdraw_trouble(self, trouble: Trouble) -> None:
        """Take `trouble` away: it is over."""
        self.withdraw(trouble_key(trouble))

    def _arrange(self) -> None:
        for at, notice in enumerate(self._notices[:_SHOWN]):
            if notice.key not in self._rows:
                self._column.insertWidget(at, self._make_row(notice))
        self.setVisible(bool(self._notices))

    def _make_row(self, notice: Notice) -> _Row:
        self._serial += 1
        retry = None if notice.retry is None else (lambda: self._retry(notice))
        told = Notice(notice.key, notice.tone, notice.what, notice.remedy, retry)
        row = _Row(self._texts, self._look, told, self._serial, lambda: self.withdraw(notice.key))
        self._rows[notice.key] = row
        return row

    def _retry(self, notice: Notice) -> None:
        self.withdraw(notice.key)
        assert notice.retry is not None
        notice.retry()

    def _remove_row(self, key: str) -> None:
        row = self._rows.pop(key, None)
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()


def trouble_key(trouble: Trouble) -> str:
    """What makes two troubles the same: their sentence and its values."""
    return f"{trouble.what.text} {sorted((name, str(value)) for name, value in trouble.what.values.items())}"
