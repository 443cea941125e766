"""A night on the board with what is reckoned from it: when each wave will be ready, and how late that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

from cloud_api.wire.board import BoardGoods, BoardWave, WaveBoard, WaveGoods, WaveStage
from cloud_api.wire.waves import wave_title
from station.kernel.ids import Sku, WaveId
from station.waves.model.work import OrderPart, Rates, WaveLoad

STILL_TO_BEGIN = frozenset({WaveStage.WAITING, WaveStage.FREE, WaveStage.HALF_PICKED})
"""For a desk to begin; of one half picked, its rest."""
AT_A_DESK = frozenset({WaveStage.LEASED, WaveStage.STARTED})


@dataclass(frozen=True)
class Pace:
    """How fast desks work tonight."""

    rates: Rates
    lines_an_hour: int
    """Of one desk."""
    is_measured: bool
    """Else nothing is known of tonight yet, and a published figure stands in."""


@dataclass(frozen=True)
class Reckoned:
    """What is expected of a wave."""

    ready_at: datetime | None
    """None: no desk is in sight that could pick it."""
    late_s: int = 0
    """By so much its van has to wait; 0: it does not, or nobody knows when it leaves."""


@dataclass(frozen=True)
class Limits:
    """What a crate and a put-wall hold at this warehouse."""

    crate_weight_g: int
    crate_volume_ml: int
    crate_orders: int
    """0: no limit."""
    wall_places: int


@dataclass(frozen=True)
class Goods:
    """What is in the waves of a cycle."""

    skus: tuple[str, ...]
    of_wave: Mapping[UUID, WaveGoods]

    @classmethod
    def read(cls, told: BoardGoods) -> "Goods":
        """As the cloud tells them."""
        return cls(told.skus, {each.wave_id: each for each in told.waves})

    def products(self, wave_id: UUID) -> frozenset[Sku]:
        """Products of a wave; none where the cloud told nothing of it."""
        found = self.of_wave.get(wave_id)
        return frozenset() if found is None else frozenset(Sku(self.skus[place]) for place in found.skus)

    def crates(self, wave: BoardWave, limits: Limits) -> int:
        """So many crates it takes at the least; more where an order does not fit beside another."""
        found = self.of_wave.get(wave.id)
        by_orders = ceil(wave.orders / limits.crate_orders) if limits.crate_orders else 1
        if found is None:
            return max(1, by_orders)
        by_weight = ceil(found.weight_g / limits.crate_weight_g)
        return max(1, by_orders, by_weight, ceil(found.volume_ml / limits.crate_volume_ml))


NO_GOODS = Goods((), {})


def title_of(wave: BoardWave) -> str:
    """What people call it."""
    return wave_title(wave.number, wave.part)


def share_done(wave: BoardWave) -> float:
    """Part of a wave that is put or declared short, 0 to 1."""
    return min((wave.pieces_put + wave.short_pieces) / max(wave.pieces, 1), 1.0)


def rest_of(wave: BoardWave) -> tuple[OrderPart, ...]:
    """What the next desk has to pick of a wave: all, or what the last one left."""
    left = 1 - share_done(wave) if wave.stage is WaveStage.HALF_PICKED else 1
    return (OrderPart(None, None, ceil(wave.lines * left), ceil(wave.pieces * left)),)


def load_of(wave: BoardWave, board: WaveBoard, goods: Goods, limits: Limits) -> WaveLoad:
    """A wave, or a part of a divided one, as the planner takes it; no desk is told of less."""
    departs_s = None if wave.departs_at is None else round((wave.departs_at - board.told_at).total_seconds())
    return WaveLoad(
        WaveId(wave.id),
        wave.number,
        departs_s,
        rest_of(wave),
        goods.products(wave.id),
        goods.crates(wave, limits),
        wave.part,
    )
