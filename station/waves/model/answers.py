"""What the waves' planner answers."""

from dataclasses import dataclass
from enum import StrEnum

from station.kernel.ids import WaveId
from station.kernel.messages import Message
from station.waves.model.work import OrderPart


class SharingMethod(StrEnum):
    """How good a sharing is known to be."""

    OPTIMAL = "optimal"
    """No sharing is less late, and none of those ends earlier: proved."""
    FEASIBLE = "feasible"
    """The solver ran out of time; its best sharing."""
    FALLBACK = "fallback"
    """The rule alone: in the order of departure, each to the desk that is free first."""


@dataclass(frozen=True)
class Share:
    """A wave, or a part of one, at a desk; seconds from the moment of planning."""

    wave_id: WaveId
    desk: str
    begins_s: int
    ends_s: int
    parts: tuple[OrderPart, ...]


@dataclass(frozen=True)
class LateWave:
    """A wave that will not be ready when its van leaves."""

    wave_id: WaveId
    late_s: int
    words: Message


@dataclass(frozen=True)
class Sharing:
    """Who picks what, in the order in which each desk works; `notices` tell what was divided."""

    shares: tuple[Share, ...]
    finish_s: int
    """When the last desk is done."""
    late: tuple[LateWave, ...]
    method: SharingMethod
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True)
class ReleaseGroup:
    """Waves released together: they leave together and share products."""

    waves: tuple[WaveId, ...]
    shared_products: int
    """Products that at least two of them hold."""


@dataclass(frozen=True)
class WallPair:
    """Two pickup points picked at one put-wall in one walk."""

    one: WaveId
    other: WaveId
    shared_products: int
    """Stops walked once instead of twice."""
