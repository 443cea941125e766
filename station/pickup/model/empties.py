"""What goes back with the driver: boxes the shop still has, those given now, crates that are empty."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from station.kernel.ids import CrateId

RUN_ENDS = timedelta(hours=1)
"""A driver who comes later than that after the last scan begins a count of their own."""


@dataclass(frozen=True)
class BoxRow:
    """A box of the shop; `given_at` is there once the driver has it."""

    box: str
    crate: int | None
    """Number of the crate it brought, where known."""
    cycle: str
    since: datetime | None
    """When it came."""
    given_at: datetime | None = None


@dataclass(frozen=True)
class EmptiesCard:
    """What the driver takes back; Step.EMPTIES."""

    here: tuple[BoxRow, ...]
    """Boxes the shop still has, the one that is here longest first."""
    given: tuple[BoxRow, ...]
    """Boxes given to the driver in this run, newest first."""
    emptied: int
    """Crates told empty in this run."""
    can_undo: bool


@dataclass(frozen=True)
class Gone:
    """One scan of a run: a box given to the driver, a crate told empty, or a box with its crate."""

    at: datetime
    box: BoxRow | None = None
    crate_id: CrateId | None = None
    crate: int | None = None
    """Number of the crate that was told empty with this scan."""


@dataclass
class EmptiesRun:
    """The scans since a driver came, newest last."""

    gone: list[Gone] = field(default_factory=list)

    def is_over(self, now: datetime) -> bool:
        """Whether the next scan belongs to another driver."""
        return bool(self.gone) and now - self.gone[-1].at > RUN_ENDS

    def given(self) -> tuple[BoxRow, ...]:
        """Boxes given in it, newest first."""
        return tuple(each.box for each in reversed(self.gone) if each.box is not None)

    def emptied(self) -> int:
        """Crates told empty in it."""
        return sum(each.crate is not None for each in self.gone)
