"""What the doctor finds: in words for people, and in figures that name nobody."""

from dataclasses import dataclass, field
from enum import StrEnum

from station.kernel.messages import Message

NOTHING = Message("")
Fact = str | int | float | bool | None


class Area(StrEnum):
    """What was looked at."""

    VERSIONS = "versions"
    SETTINGS = "settings"
    FONTS = "fonts"
    DISK = "disk"
    DATABASE = "database"
    CLOUD = "cloud"
    CLOCK = "clock"
    OUTBOX = "outbox"
    PRINTING = "printing"
    STATION = "station"
    """Whether one runs on this PC now, and what that means for what follows."""
    DEVICE = "device"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `facts` hold figures, states and versions only: never a name, number or text
    that came from people, since they go into the support bundle."""

    area: Area
    is_well: bool
    words: Message
    remedy: Message = NOTHING
    facts: dict[str, Fact] = field(default_factory=dict, hash=False)
