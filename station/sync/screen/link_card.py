"""The head of the sync room: is the cloud there, since when, and what waits to go up."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton, ButtonKind
from station.shell.key_button import with_key
from station.shell.look import Look, colour_words, font
from station.shell.shapes import draw_shape
from station.shell.speech import SpokenLabel
from station.shell.theme import SCALE, tone_look
from station.sync.view import SyncView

_RADIUS_PX = 12
_DISC_PX = 56
_LEFT_PX = 100
SYNC_KEY = "F9"
NEVER = Message("not yet")


def headline(view: SyncView) -> Message:
    """What there is to know at a glance."""
    if view.since is None:
        return Message("Asking the cloud…")
    if not view.known:
        return Message("The cloud does not let this desk in any more")
    at = moment_words(view.since)
    if view.connected:
        return Message("Connected since {time}", time=at)
    return Message("No connection since {time}", time=at)


def explanation(view: SyncView) -> Message:
    """What it means for the work."""
    if view.connected and not view.waiting:
        return Message("Everything recorded here has reached the cloud")
    if view.connected:
        return Message("Records on their way: {count}", count=view.waiting)
    if view.since is None:
        return Message("")
    if not view.known:
        return Message(
            "Work on. Ask a manager to let it in again: nothing is lost. Records kept here: {count}",
            count=view.waiting,
        )
    return Message("Work on. Records kept here until the cloud is back: {count}", count=view.waiting)


def moment_words(moment: datetime | None) -> Message | str:
    """A moment by the wall clock of the warehouse, or that it was never."""
    return NEVER if moment is None else f"{moment:%m-%d %H:%M}"


class LinkCard(QWidget):
    """Shape, words, facts about the connection, and a button to ask at once."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        on_sync_now: Callable[[], None],
        on_enrol: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sync.link")
        self._look = look
        self._tone: Tone | None = None
        self._headline = self._label(texts, "headline", SCALE.heading_px, bold=True)
        self._explanation = self._label(texts, "explanation", SCALE.base_px)
        self._detail = self._label(texts, "detail", SCALE.secondary_px)
        self._names = [self._label(texts, f"name_{at}", SCALE.secondary_px) for at in range(len(_FACT_NAMES))]
        self._values = [
            self._label(texts, f"value_{at}", SCALE.secondary_px) for at in range(len(_FACT_NAMES))
        ]
        self.now = BigButton(
            texts, "sync.now", with_key(Message("Sync now"), SYNC_KEY), on_sync_now, ButtonKind.PLAIN
        )
        self.enrol = BigButton(
            texts,
            "sync.enrol",
            with_key(Message("Connect this desk again"), SYNC_KEY),
            on_enrol,
            ButtonKind.NEXT,
        )
        self._lay_out()
        look.changed.connect(self._dress)
        self._dress()

    def show_view(self, view: SyncView) -> None:
        """Show how the station stands with the cloud."""
        self._tone = None if view.since is None else Tone.OK if view.connected else Tone.ASK
        self._headline.say(headline(view))
        self._explanation.say(explanation(view))
        self._detail.say(view.detail)
        self._detail.setVisible(bool(view.detail.text))
        facts = (view.station, view.cloud, moment_words(view.last_contact))
        for label, value in zip(self._values, facts, strict=True):
            # A name or a time is said as it is: no sentence of the catalogue equals it.
            label.say(value if isinstance(value, Message) else Message(value))
        self.now.say(Message("Syncing…") if view.busy else with_key(Message("Sync now"), SYNC_KEY))
        self.now.setEnabled(not view.busy)
        self.now.setVisible(view.known)
        self.enrol.setVisible(not view.known)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.line))
        painter.setBrush(QColor(tokens.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)
        mark, stroke = tokens.on_dim, tokens.card
        if self._tone is not None:
            mark, stroke = tone_look(tokens, self._tone).mark, tone_look(tokens, self._tone).on_mark
        disc = QRectF(24, 24, _DISC_PX, _DISC_PX)
        draw_shape(painter, disc, self._tone or Tone.INFO, mark, stroke)
        painter.end()

    def _label(self, texts: Texts, name: str, size_px: int, *, bold: bool = False) -> SpokenLabel:
        label = SpokenLabel(texts)
        label.setObjectName(f"sync.link.{name}")
        label.setFont(font(size_px, bold=bold))
        return label

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._headline, self._explanation, self._detail):
            label.setWordWrap(True)
            words.addWidget(label)
        words.addStretch(1)
        facts = QGridLayout()
        facts.setHorizontalSpacing(14)
        facts.setVerticalSpacing(2)
        for at, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            name.say(_FACT_NAMES[at])
            facts.addWidget(name, at, 0)
            facts.addWidget(value, at, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT_PX, 18, 20, 18)
        row.setSpacing(28)
        row.addLayout(words, 1)
        row.addLayout(facts)
        row.addWidget(self.now)
        row.addWidget(self.enrol)

    def _dress(self) -> None:
        for label in (self._detail, *self._names):
            colour_words(label, self._look.tokens.ink_soft)
        self.update()


_FACT_NAMES = (Message("This station"), Message("Cloud"), Message("Last contact"))
