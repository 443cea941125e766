"""The talk about one wave that shall be picked at several desks at once: how many, and who gets what."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from cloud_api.wire.board import BoardWave, WaveBoard, WaveDivision, WaveOrders
from cloud_api.wire.waves import MOST_PARTS
from station.kernel.aside import Aside
from station.kernel.ids import OrderId, Sku
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.waves.commands.cloud import BoardCloud
from station.waves.flow.picture import division_view
from station.waves.model.division import FEWEST_PARTS, Division, OrderLoad
from station.waves.model.view import DivisionView
from station.waves.model.work import Rates
from station.waves.planner import divide_orders


class DivideTalk:
    """One wave at a time; on the store thread but for the asking and the search."""

    def __init__(
        self,
        cloud: BoardCloud,
        aside: Aside,
        found: Callable[[int], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """`found` hears of how many parts there is a proposal, `failed` that the orders were not told."""
        self._cloud, self._aside = cloud, aside
        self._found, self._failed = found, failed
        self._orders: Sequence[OrderLoad] = ()
        self._rates = Rates(0, 0)
        self._most = FEWEST_PARTS
        self._wave: BoardWave | None = None
        self.proposal: Division | None = None

    @property
    def number(self) -> int:
        """Of the wave that is shown."""
        assert self._wave is not None
        return self._wave.number

    def begin(self, wave: BoardWave, board: WaveBoard, rates: Rates) -> None:
        """Propose as few parts as are picked before the van leaves, and no more than there are desks."""
        self._wave, self.proposal, self._rates = wave, None, rates
        desks = sum(desk.in_sight for desk in board.desks)
        self._most = max(FEWEST_PARTS, min(MOST_PARTS, desks, wave.orders))
        departs, now = wave.departs_at, board.told_at
        time_s = None if departs is None else round((departs - now).total_seconds())
        self._aside(partial(self._propose_first, wave.id, time_s), self._take, self._failed)

    def another(self) -> None:
        """Propose the next number of parts; after the most the fewest again."""
        orders, count = self._orders, self._next_count()
        self._aside(lambda: (orders, divide_orders(orders, count, self._rates)), self._take, self._failed)

    def told(self, operator_id: UUID | None) -> WaveDivision:
        """What is shown, as the cloud is told it."""
        assert self._wave is not None
        assert self.proposal is not None
        parts = tuple(part.orders for part in self.proposal.parts)
        return WaveDivision(wave_id=self._wave.id, parts=parts, operator_id=operator_id)

    def end(self) -> None:
        """Nothing is shown any more."""
        self._wave, self.proposal, self._orders = None, None, ()

    def view(self) -> DivisionView | None:
        """The proposal; None while there is none."""
        if self._wave is None or self.proposal is None:
            return None
        return division_view(self._wave, self.proposal)

    def key_words(self, wave: BoardWave | None) -> Message:
        """What the key does now."""
        if self.proposal is not None:
            return Message("In {parts} parts", parts=self._next_count())
        return Message("Make whole") if wave is not None and wave.part else Message("Divide")

    def _next_count(self) -> int:
        shown = FEWEST_PARTS - 1 if self.proposal is None else len(self.proposal.parts)
        return shown + 1 if shown < self._most else FEWEST_PARTS

    def _propose_first(self, wave_id: UUID, time_s: int | None) -> tuple[Sequence[OrderLoad], Division]:
        orders = _loads(self._cloud.wave_orders(wave_id))
        if len(orders) < FEWEST_PARTS:
            what = Message("Too few orders are left to divide this wave")
            raise Trouble(what, Message("One desk picks it"), retry_helps=False)
        rough = [
            divide_orders(orders, count, self._rates, budget_s=0)
            for count in range(FEWEST_PARTS, min(self._most, len(orders)) + 1)
        ]
        in_time = (each for each in rough if time_s is None or each.finish_s <= time_s)
        count = len(next(in_time, rough[-1]).parts)
        return orders, divide_orders(orders, count, self._rates)

    def _take(self, proposed: tuple[Sequence[OrderLoad], Division]) -> None:
        self._orders, self.proposal = proposed
        self._most = min(self._most, len(self._orders))
        self._found(len(self.proposal.parts))


def _loads(told: WaveOrders) -> list[OrderLoad]:
    return [
        OrderLoad(
            OrderId(order.order_id),
            frozenset(Sku(line.sku) for line in order.lines),
            sum(line.quantity for line in order.lines),
        )
        for order in told.orders
    ]
