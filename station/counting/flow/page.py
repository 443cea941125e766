"""What the pages of the room have in common, and what they share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from hardware.codes import RefusedCode, ScannedCode
from station.counting.commands.desk import Desk
from station.counting.model.goods import Seen
from station.counting.model.ruling import Ruling
from station.counting.model.view import Part, Press, Step, Typed
from station.kernel.scan import Scan
from station.people.override import Override, OverrideRequest


@dataclass(frozen=True)
class Room:
    """What a page asks of the conversation it is part of."""

    desk: Desk
    go: Callable[[Step], None]
    look_at: Callable[[Bin | Seen], Ruling]
    """Go to the look-up and show this."""
    ask_supervisor: Callable[[OverrideRequest, Callable[[Override], Ruling]], None]

    def clock_time(self, at: datetime) -> str:
        """The time of day in the warehouse."""
        return f"{at.astimezone(self.desk.time_zone):%H:%M}"


class Page(Protocol):
    """One page of the room; what it answers with None was done without a word."""

    def found(self, found: Bin | Seen, scan: Scan | None) -> Ruling | None:
        """A bin or a product was scanned, or typed."""
        ...

    def wants(self) -> Typed:
        """What is typed here now."""
        ...

    def typed(self, text: str) -> Ruling | None:
        """Something that is no code was typed."""
        ...

    def takes(self, code: ScannedCode | RefusedCode) -> bool:
        """Whether this page wants the code as text, whatever else it may mean."""
        ...

    def press(self, press: Press) -> Ruling | None:
        """A button that can be pressed now."""
        ...

    def choose(self, key: str) -> Ruling | None:
        """A row was tapped, or the arrows came to it."""
        ...

    def part(self, connection: Connection) -> Part:
        """The page as it is now."""
        ...


def step_key(rows: Any, chosen: str | None, step: int) -> str | None:
    """The key of the row `step` below the chosen one, at most the last; None where there is no row."""
    keys = [row.key for row in rows]
    if not keys:
        return None
    if chosen not in keys:
        return str(keys[0 if step > 0 else -1])
    return str(keys[min(max(keys.index(chosen) + step, 0), len(keys) - 1)])
