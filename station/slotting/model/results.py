"""What the slotting planner answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.slotting.model.slots import NotPlaced


@dataclass(frozen=True)
class Layout:
    """A bin for every product that has one; metres are walked a night."""

    bins: Mapping[Sku, str]
    without: tuple[NotPlaced, ...]
    walked_m: float


@dataclass(frozen=True)
class RankedBin:
    """A bin that would do, the metres a night its picks cost there, and what speaks for it.

    `saved_m` is what it saves a night against the next bin of the list; below 0 when the next would be
    nearer but is wanted by another product, or is higher up; 0 for the last.
    """

    bin: str
    walked_m: float
    saved_m: float
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class BinProposal:
    """Bins for a product, best first; empty with `without` told when there is none."""

    sku: Sku
    ranked: tuple[RankedBin, ...]
    without: NotPlaced | None = None


@dataclass(frozen=True)
class BinMove:
    """A product's goods go to another bin."""

    sku: Sku
    from_bin: str
    to_bin: str


@dataclass(frozen=True)
class Exchange:
    """Moves that belong together, in the order in which they are made: one, a swap, or a ring.

    Of one chain the last bin was free. When the bins only change hands (`needs_aside`), the goods that
    lie in the first move's target are put aside first.
    """

    moves: tuple[BinMove, ...]
    saved_m: float
    """Metres a night, once all of its moves and those of the exchanges before it are made."""
    cost_m: float
    """Metres to walk, once, to make the moves."""
    needs_aside: bool

    @property
    def aside(self) -> Sku | None:
        """The product whose goods are put aside first."""
        return self.moves[-1].sku if self.needs_aside else None


@dataclass(frozen=True)
class Reslotting:
    """The few exchanges that pay most, best first; `problems` tells what was left as it is, and why."""

    exchanges: tuple[Exchange, ...]
    before_m: float
    after_m: float
    problems: tuple[Message, ...] = ()

    @property
    def moves(self) -> int:
        """All of them together."""
        return sum(len(exchange.moves) for exchange in self.exchanges)
