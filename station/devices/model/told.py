"""What became of something, as every part of the devices room tells it."""

from dataclasses import dataclass

from station.kernel.messages import Message, Tone


@dataclass(frozen=True)
class Told:
    """What became of something, in its tone."""

    tone: Tone
    words: Message
