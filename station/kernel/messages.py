"""Sentences for people, as values: translated only where they are drawn, so the language may change."""

import gettext
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

DOMAIN = "youlin"
LANGUAGES = ("zh_CN", "en")


@dataclass(frozen=True)
class Message:
    """A sentence of the catalogue (its English text is its key) and the values of its fields.

    A value may itself be a Message. The class is the extraction keyword of Babel: write
    ``Message("Put {quantity} into crate {number}", quantity=2, number=3)``.
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def __init__(self, text: str, **values: Any) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "values", values)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "extract, do not translate here"
    """Mark `text` as a sentence of the catalogue where no Message can be built yet."""
    return text


class Tone(StrEnum):
    """The four colours (each with its own shape) a verdict or a notice can wear."""

    OK = "ok"
    ASK = "ask"
    REFUSED = "refused"
    INFO = "info"


class Sound(StrEnum):
    """The sounds of the station; each has a file of its name in resources/sounds."""

    OK = "ok"
    PUT_DONE = "put_done"
    WRONG = "wrong"
    ASK = "ask"
    WAVE_DONE = "wave_done"


@dataclass(frozen=True)
class Telling:
    """How a verdict is told: colour, sound, words."""

    tone: Tone
    sound: Sound
    words: str
    """Message text whose fields the flow fills."""


class Texts:
    """The catalogue in the language chosen now; screens ask to be told when it changes."""

    def __init__(self, folder: Path, language: str = "zh_CN") -> None:
        """`folder` holds <language>/LC_MESSAGES/youlin.mo; English needs no file."""
        self._folder = folder
        self._listeners: list[Callable[[], None]] = []
        self.language = ""
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        self.use(language)

    def use(self, language: str) -> None:
        """Switch to `language` (one of LANGUAGES) and tell every listener."""
        if language not in LANGUAGES:
            language = LANGUAGES[0]
        self._catalogue = (
            gettext.NullTranslations()
            if language == "en"
            else gettext.translation(DOMAIN, self._folder, [language])
        )
        self.language = language
        for listener in list(self._listeners):
            listener()

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each switch, until the returned function is called."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def say(self, message: Message) -> str:
        """The sentence in the language chosen now."""
        values = {
            name: self.say(value) if isinstance(value, Message) else value
            for name, value in message.values.items()
        }
        text = self._catalogue.gettext(message.text) if message.text else ""
        return text.format(**values) if values else text
