"""What the sync room shows at one moment: frozen, translated only where it is drawn."""

from dataclasses import dataclass
from datetime import datetime

from station.kernel.messages import Message, Tone


@dataclass(frozen=True)
class RefusedLine:
    """A record the cloud refused: `reason` in the cloud's words, `at` by the warehouse's clock."""

    seq: int
    at: datetime
    kind: Message
    reason: str


@dataclass(frozen=True)
class NoticeLine:
    """Something the cloud told this station, in words; `at` by the warehouse's clock."""

    at: datetime
    tone: Tone
    words: Message


@dataclass(frozen=True)
class SyncView:
    """The whole sync room."""

    station: str
    cloud: str
    """Address of the cloud."""
    connected: bool
    since: datetime | None
    """Since when it is connected, or is not, by the warehouse's clock; None before the first round."""
    last_contact: datetime | None
    waiting: int
    refused: tuple[RefusedLine, ...]
    detail: Message
    """Why there is no connection; empty when there is one."""
    clock_warning: Message | None
    notices: tuple[NoticeLine, ...]
    known: bool = True
    """False when the cloud does not let this station in any more."""
    busy: bool = False
    """A round that a person asked for is under way."""
    answer: Message | None = None
    """What became of the last gesture, where it could not be done."""
