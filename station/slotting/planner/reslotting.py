"""The few moves of a night that pay most: assignment in which every move has a price, then exact checks."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cloud_api.wire.catalogue import Bin
from station.kernel.ids import Sku
from station.kernel.messages import N_, Message
from station.slotting.model.demand import Demand
from station.slotting.model.results import BinMove, Exchange, Reslotting
from station.slotting.model.slots import SlotProduct, SlotRules
from station.slotting.planner.assignment import NOTHING, Cells, assign
from station.slotting.planner.floor import Floor, make_floor
from station.slotting.planner.rings import Ring, rings_of
from station.slotting.planner.walks import Walks

ROUNDS = 4
"""Assignments with what is left of the moves; a fifth found nothing on real baskets."""

PRICES = 8
"""Halvings of the price of a move: it is then met to a 250th of the greatest gain."""

ASKED_EVERY = 50
"""Products: a fraction of a second even for many tours."""

_SHARED = N_("{product} stays in bin {bin}, which other products share")
_OTHER_ZONE = N_("{product} stays: {bin} is of another temperature zone")
_NO_PICK_BIN = N_("{product} stays: {bin} is no pick bin in use")


@dataclass(frozen=True)
class MoveRules:
    """What re-slotting may cost."""

    most_moves: int = 20
    pays_within_nights: int = 7
    """The metres a move costs, once, must be saved within so many nights."""


GoOn = Callable[[float], bool]
"""Hears which part of the search is done, 0 to 1, and says whether to go on with it."""


@dataclass
class _Search:
    """How far the search is; once it was told to stop it is over."""

    go_on: GoOn
    steps: int = 0
    stopped: bool = False

    def step(self) -> bool:
        """One more assignment is about to be made: whether it may."""
        share = min(self.steps / (ROUNDS * PRICES), 1.0)
        self.steps += 1
        self.stopped = self.stopped or not self.go_on(share)
        return not self.stopped

    def wait(self) -> bool:
        """Whether to go on with what is under way, without a step."""
        self.stopped = self.stopped or not self.go_on(min(self.steps / (ROUNDS * PRICES), 1.0))
        return not self.stopped

    def end_round(self, rounds: int) -> None:
        """So many rounds are done, however few prices they took."""
        self.steps = rounds * PRICES


@dataclass
class _Night:
    """The floor as it would be after the exchanges found so far."""

    floor: Floor
    walks: Walks
    chosen: list[int]
    """The bin of each product; NOTHING where it cannot be moved."""
    rules: MoveRules
    settled: set[int] = field(default_factory=set)
    """Products that were moved, and by that their bins."""
    closed: set[int] = field(default_factory=set)
    """Bins that take nothing more."""
    rings: list[Ring] = field(default_factory=list)

    @property
    def moves_left(self) -> int:
        return self.rules.most_moves - sum(len(ring.steps) for ring in self.rings)


def reslot(
    products: Iterable[SlotProduct],
    bins: Sequence[Bin],
    current: Mapping[Sku, str],
    demand: Demand,
    *,
    move_rules: MoveRules | None = None,
    rules: SlotRules | None = None,
    start: tuple[int, int] | None = None,
    go_on: GoOn = lambda _: True,
) -> Reslotting:
    """At most `most_moves` moves for this night, each of its exchanges paying for itself in walking.

    `go_on` hears how far the search is; told to stop, it answers the exchanges found until then.
    `current` is the bin of each product. No exchange depends on another: any of them may be left out.
    Products without a known bin, in a bin not used for picking, or sharing one stay, and are told of.
    """
    floor = make_floor(products, bins, demand, rules or SlotRules(), start)
    chosen, problems = _standing(floor, current)
    limits = move_rules or MoveRules()
    night = _begin(floor, current, chosen, limits)
    before_cm = night.walks.total_cm()
    search = _Search(go_on)
    for done in range(1, ROUNDS + 1):
        if not _round(night, search):
            break
        search.end_round(done)
    best_first = sorted(night.rings, key=lambda ring: -ring.saved_cm)
    again = _begin(floor, current, chosen, limits)
    kept = [made for ring in best_first if (made := _made(again, ring))]
    exchanges = tuple(_told(again, ring) for ring in kept)
    after_m = demand.metres_a_night(again.walks.total_cm())
    return Reslotting(exchanges, demand.metres_a_night(before_cm), after_m, problems)


def _standing(floor: Floor, current: Mapping[Sku, str]) -> tuple[list[int], tuple[Message, ...]]:
    """The bin of each product that may be moved, and what is said of the others."""
    number = {each.code: place for place, each in enumerate(floor.bins)}
    shared = Counter(current.values())
    chosen, problems = [], []
    for product in floor.products:
        code = current.get(product.sku)
        at = None if code is None else number.get(code)
        is_home = at is not None and floor.bins[at].zone is product.zone
        if at is not None and is_home and shared[floor.bins[at].code] == 1:
            chosen.append(at)
            continue
        chosen.append(NOTHING)
        if code is not None:
            words = _SHARED if shared[code] > 1 else _NO_PICK_BIN if at is None else _OTHER_ZONE
            problems.append(Message(words, product=product.sku, bin=code))
    return chosen, tuple(problems)


def _begin(floor: Floor, current: Mapping[Sku, str], chosen: Sequence[int], rules: MoveRules) -> _Night:
    night = _Night(floor, floor.walks(), list(chosen), rules)
    for product, each in enumerate(floor.products):
        code = current.get(each.sku)
        if code is not None and code in floor.plan.stop_of:
            night.walks.put(product, floor.plan.stop_of[code])
    held = frozenset(current.values())
    ours = set(chosen)
    night.closed |= {p for p, each in enumerate(floor.bins) if each.code in held and p not in ours}
    return night


def _round(night: _Night, search: _Search) -> bool:
    """Assign anew with what is left of the moves; whether an exchange was kept."""
    if night.moves_left <= 0 or search.stopped:
        return False
    tables = [table for zone in night.floor.zones() if (table := _table(night, *zone, search)).products]
    if not search.wait():
        return False
    kept = False
    for ring in _best_rings(night, tables, search):
        made = _made(night, ring) if len(ring.steps) <= night.moves_left else None
        if made:
            night.rings.append(made)
            kept = True
    return kept


@dataclass(frozen=True)
class _Table:
    """A zone's movable products and bins, and what each product saves in each bin against where it is."""

    products: list[int]
    bins: list[int]
    here: list[int]
    """Place of each product's bin among the bins."""
    gains: Cells


def _table(night: _Night, zone_products: list[int], zone_bins: list[int], search: _Search) -> _Table:
    floor = night.floor
    products = [p for p in zone_products if night.chosen[p] != NOTHING and p not in night.settled]
    settled = {night.chosen[product] for product in night.settled}
    bins = [place for place in zone_bins if place not in night.closed and place not in settled]
    number = {place: column for column, place in enumerate(bins)}
    here = [number[night.chosen[product]] for product in products]
    cells = np.ix_(products, bins)
    costs = _costs_cm(night, products, search)[:, floor.stops[bins] - 1] + floor.lifts[cells]
    stay = costs[np.arange(len(products)), here]
    gains: Cells = stay[:, None] - costs
    worst = -int(gains.max(initial=0)) - 1
    gains[~floor.allowed[cells]] = worst
    return _Table(products, bins, here, gains)


def _costs_cm(night: _Night, products: list[int], search: _Search) -> Cells:
    """What each product costs at each stop: the longest part by far, so it is asked whether to go on.

    Once it is not, the rest of the rows is empty: the round is dropped.
    """
    parts = []
    for first in range(0, len(products), ASKED_EVERY):
        chunk = products[first : first + ASKED_EVERY]
        if search.wait():
            parts.append(night.walks.all_costs_cm(chunk))
        else:
            parts.append(np.zeros((len(chunk), night.floor.plan.stops), np.int64))
    return np.concatenate(parts) if parts else np.zeros((0, night.floor.plan.stops), np.int64)


def _best_rings(night: _Night, tables: Sequence[_Table], search: _Search) -> list[Ring]:
    """The rings of the assignment whose price of a move leaves as many moves as may be made, best first.

    The lower the price, the more moves are worth it; it is found by halving.
    """
    low, high = 0, max((int(table.gains.max(initial=0)) for table in tables), default=0)
    best: list[Ring] = []
    for _ in range(PRICES):
        if low >= high or not search.step():
            break
        price = (low + high) // 2
        rings = [ring for table in tables for ring in _rings_at(night, table, price)]
        if sum(len(ring.steps) for ring in rings) <= night.moves_left:
            best, high = rings, price
        else:
            low = price + 1
    return sorted(best, key=lambda ring: -ring.saved_cm / len(ring.steps))


def _rings_at(night: _Night, table: _Table, price: int) -> list[Ring]:
    rows = np.arange(len(table.products))
    costs = price - table.gains
    costs[rows, table.here] = 0
    # In a swap worth its price no product loses more than the other can gain beyond the price of both.
    possible = table.gains >= max(2 * price, 1) - int(table.gains.max(initial=0))
    possible[rows, table.here] = True
    found = assign(costs, possible)
    return rings_of(night.chosen, table.products, table.bins, found, table.gains)


def _made(night: _Night, ring: Ring) -> Ring | None:
    """Make the ring's moves; it is given back with what it truly saves. None: it does not pay, all stays."""
    floor = night.floor
    before = [(product, night.chosen[product]) for product, _ in ring.steps]
    lifted = sum(int(floor.lifts[product, place]) for product, place in ring.steps)
    lifted -= sum(int(floor.lifts[product, place]) for product, place in before)
    saved_cm = -night.walks.moved_cm([(product, int(floor.stops[place])) for product, place in ring.steps])
    nights = max(floor.demand.nights, 1)
    pays = saved_cm * night.rules.pays_within_nights > _cost_cm(night, ring) * nights
    if not (pays and saved_cm > max(lifted, 0)):
        for product, place in before:
            night.walks.put(product, int(floor.stops[place]))
        return None
    for product, place in ring.steps:
        night.chosen[product] = place
    night.settled |= {product for product, _ in ring.steps}
    night.closed |= {place for _, place in before}
    return replace(ring, saved_cm=saved_cm)


def _cost_cm(night: _Night, ring: Ring) -> int:
    """From the start to each product's bin, with its goods to the next, and back to the start."""
    stops = []
    for product, place in ring.steps:
        stops += [int(night.floor.stops[ring.origin[product]]), int(night.floor.stops[place])]
    return night.floor.plan.walk_cm(stops)


def _told(night: _Night, ring: Ring) -> Exchange:
    floor = night.floor
    moves = tuple(
        BinMove(floor.products[product].sku, floor.bins[ring.origin[product]].code, floor.bins[place].code)
        for product, place in ring.steps
    )
    saved_m = floor.demand.metres_a_night(ring.saved_cm)
    return Exchange(moves, saved_m, round(_cost_cm(night, ring) / 100, 2), ring.is_closed)
