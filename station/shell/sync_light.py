"""Shows at a glance whether this station's work reaches the cloud."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.shell.icons import with_gap
from station.shell.look import Look
from station.shell.shapes import shape_pixmap
from station.shell.speech import NOTHING, keep_told
from station.shell.theme import tone_look

_DISC_PX = 24
_GAP_PX = 6


class Link(StrEnum):
    """How the station stands with the cloud."""

    CONNECTED = "connected"
    OFFLINE = "offline"
    """No network, or the cloud does not answer: work goes on."""
    REFUSED = "refused"
    """The cloud does not know this station (any more): it must be enrolled."""


@dataclass(frozen=True)
class LightState:
    """All the light shows; `waiting` and `refused` count facts, `detail` tells more when pointed at."""

    link: Link
    waiting: int = 0
    refused: int = 0
    detail: Message = NOTHING


def light_tone(state: LightState) -> Tone:
    """The worst of what the light has to say."""
    if state.refused or state.link is Link.REFUSED:
        return Tone.REFUSED
    if state.link is Link.OFFLINE:
        return Tone.ASK
    # Work under way always has something on its way up: no reason to look.
    return Tone.INFO if state.waiting else Tone.OK


def light_words(state: LightState) -> Message:
    """The words beside the light."""
    if state.link is Link.REFUSED:
        return Message("Station not enrolled")
    if state.refused:
        return Message("{count} refused", count=state.refused)
    if state.link is Link.OFFLINE:
        return (
            Message("Offline, {count} waiting", count=state.waiting) if state.waiting else Message("Offline")
        )
    if state.waiting:
        return Message("{count} waiting", count=state.waiting)
    return Message("Connected")


class SyncLight(QPushButton):
    """The light in the top strip: shape, colour and words; a click asks for more."""

    def __init__(
        self, texts: Texts, look: Look, on_click: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._look = look
        self._state = LightState(Link.OFFLINE)
        self.setObjectName("sync_light")
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setIconSize(QSize(_DISC_PX + _GAP_PX, _DISC_PX))
        self.clicked.connect(lambda _checked=False: on_click())
        look.changed.connect(self._tell)
        keep_told(self, texts, self._tell)

    @property
    def state(self) -> LightState:
        """What is shown now."""
        return self._state

    def show_state(self, state: LightState) -> None:
        """Show `state`."""
        if state != self._state:
            self._state = state
            self._tell()

    def _tell(self) -> None:
        tone = light_tone(self._state)
        colours = tone_look(self._look.tokens, tone)
        ground, stroke = (colours.mark, colours.on_mark)
        if self._is_quiet():
            ground, stroke = (self._look.tokens.on_dim, self._look.tokens.card)
        disc = shape_pixmap(tone, _DISC_PX, ground, stroke, self.devicePixelRatioF())
        words = self._texts.say(light_words(self._state))
        self.setIcon(QIcon(with_gap(disc, _GAP_PX)))
        self.setText(words)
        self.setToolTip(self._texts.say(self._state.detail))
        self.setAccessibleName(words)

    def _is_quiet(self) -> bool:
        """Offline with nothing waiting is no alarm: grey."""
        state = self._state
        return state.link is Link.OFFLINE and not state.waiting and not state.refused
