"""Sentences of the devices room that are made where they are drawn."""

from datetime import datetime

from station.devices.model.view import DeviceLine
from station.kernel.messages import Message

NEVER = Message("Never heard of yet")


def seen_words(line: DeviceLine) -> Message:
    """When a device last gave a sign of life, or that it is being asked."""
    if line.is_busy:
        return Message("Asking…")
    return NEVER if line.seen_at is None else Message("Last heard {time}", time=moment(line.seen_at))


def moment(at: datetime) -> str:
    """A moment by the wall clock."""
    return f"{at:%m-%d %H:%M}"


def spoken(name: str | Message) -> Message:
    """A name as a Message; a person's own word is said as it is."""
    return name if isinstance(name, Message) else Message("{name}", name=name)
