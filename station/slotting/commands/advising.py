"""Advice for goods at the dock, worked out beside the store thread so that no scan waits for it."""

from collections.abc import Callable

from sqlalchemy import Connection

from station.kernel.aside import Aside
from station.kernel.ids import Sku
from station.kernel.trouble import Trouble
from station.slotting.model.advice import PutAwayAdvice
from station.slotting.model.demand import Demand
from station.slotting.model.known import NO_DEMAND, KnownDemand
from station.slotting.store.floor import FloorRows, read_floor

Asked = tuple[Sku, int]


class Advisor:
    """Says what it knows at once, and works out aside what it does not; on the store thread."""

    def __init__(
        self, known: Callable[[], KnownDemand | None], aside: Aside, told: Callable[[], None]
    ) -> None:
        """`told` hears that advice is there which was not before."""
        self._known = known
        self._aside = aside
        self._told = told
        self._turn = 0
        self._advice: dict[Asked, tuple[int, PutAwayAdvice]] = {}
        self._wanted: dict[Asked, None] = {}
        self._is_working = False

    def floor_changed(self) -> None:
        """Bins, pick bins or the demand are others now: what was said is looked at again."""
        self._turn += 1

    def advice(self, connection: Connection, sku: str, quantity: int) -> PutAwayAdvice | None:
        """What is known now of where so many pieces are best put; None while it is worked out."""
        asked = (Sku(sku), quantity)
        turn, advice = self._advice.get(asked, (-1, None))
        if turn != self._turn:
            self._wanted[asked] = None
            self._begin(connection)
        return advice

    def _begin(self, connection: Connection) -> None:
        """One at a time: what is asked meanwhile comes with the next."""
        if self._is_working:
            return
        self._is_working = True
        rows, known, turn = read_floor(connection), self._known(), self._turn
        demand = known.demand if known else NO_DEMAND
        wanted = self._wanted
        self._wanted = {}

        def work() -> list[PutAwayAdvice]:
            return _advise_all(list(wanted), rows, demand)

        def done(found: list[PutAwayAdvice]) -> None:
            self._is_working = False
            fresh = {asked: (turn, advice) for asked, advice in zip(wanted, found, strict=True)}
            kept = {asked: each for asked, each in self._advice.items() if each[0] == self._turn}
            self._advice = kept | fresh
            self._told()

        def failed(_trouble: Trouble) -> None:
            self._is_working = False

        self._aside(work, done, failed)


def _advise_all(wanted: list[Asked], rows: FloorRows, demand: Demand) -> list[PutAwayAdvice]:
    # The solver takes half a second to load: not before it is needed, and not on the store thread.
    from station.slotting.planner.putting_away import advise

    floor = rows.standing()
    found = []
    for sku, quantity in wanted:
        product = floor.products.get(sku)
        found.append(PutAwayAdvice(sku, ()) if product is None else advise(product, quantity, floor, demand))
    return found
