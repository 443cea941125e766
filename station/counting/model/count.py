"""A count as it grows: an entry a scan, summed up by product, lot and expiry; it never sees the book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cloud_api.wire.floor import CountedLot, CountReason, CountState, CountTask
from station.kernel.ids import OperatorId, Sku

TO_COUNT = (CountState.ASKED, CountState.REJECTED)
"""States in which somebody is to count."""


@dataclass(frozen=True)
class Entry:
    """What one scan, or one number typed behind it, added to a count."""

    id: int
    sku: Sku
    lot: str
    expiry: date | None
    quantity: int
    weight_g: int


@dataclass(frozen=True)
class Lot:
    """So much of a lot, of all its entries."""

    sku: Sku
    lot: str
    expiry: date | None
    quantity: int
    weight_g: int


@dataclass(frozen=True)
class Work:
    """The count at hand; `asked` is false until its first entry, for a bin nobody was asked to count."""

    count_id: UUID
    bin: str
    sku: Sku | None
    why: CountReason
    asked: bool
    entries: tuple[Entry, ...] = ()

    @property
    def last(self) -> Entry | None:
        """What an undo takes back, and what a typed number is about."""
        return self.entries[-1] if self.entries else None


def summed(entries: Iterable[Entry]) -> tuple[Lot, ...]:
    """Entries by lot, in the order the lots were first met; lots that came to nothing are left out."""
    sums: dict[tuple[Sku, str, date | None], list[int]] = {}
    for entry in entries:
        both = sums.setdefault((entry.sku, entry.lot, entry.expiry), [0, 0])
        both[0] += entry.quantity
        both[1] += entry.weight_g
    return tuple(Lot(*key, *both) for key, both in sums.items() if both != [0, 0])


def found(entries: Iterable[Entry]) -> tuple[CountedLot, ...]:
    """What is told of a count."""
    return tuple(
        CountedLot(sku=lot.sku, lot=lot.lot, expiry=lot.expiry, quantity=lot.quantity, weight_g=lot.weight_g)
        for lot in summed(entries)
    )


def may_count(task: CountTask, operator: OperatorId | None) -> bool:
    """Who counted and was not believed counts another bin."""
    return task.state is not CountState.REJECTED or (operator is not None and operator != task.counted_by)


def nearest(tasks: Iterable[tuple[CountTask, int]], here: int) -> list[CountTask]:
    """Tasks, each with its bin's place on the path: those nearest to `here` first, then those asked first."""
    return [
        task
        for task, _ in sorted(tasks, key=lambda each: (abs(each[1] - here), each[0].asked_at, each[0].bin))
    ]
