"""A wave under work: crates, what each is to hold, what lies in the operator's hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from cloud_api.wire.base import ScanRule, Zone
from station.kernel.ids import CrateId, OrderId, PutId, Sku, Sscc, WaveId
from station.picking.model.cancelled import CancelledLine
from station.picking.model.look_alikes import Alike, Named
from station.picking.model.lots import LotTag, Taken
from station.picking.model.parcels import Bag, Share, divided


@dataclass(frozen=True)
class Product:
    """A product as the desk picks it; `path` is the position of its bin along the walk."""

    sku: Sku
    name: str
    spec: str
    zone: Zone
    weight_g: int
    volume_ml: int
    bin: str
    path: int
    rule: ScanRule
    by_weight: bool = False
    """称重: each portion has its own weight, and `weight_g` is what it is to weigh."""
    has_plu: bool = False
    """Its packs bear in-store codes that tell their weight."""
    is_loose: bool = False
    """It bears no code at all, so that no scan can tell it from others."""
    tolerance_percent: int | None = None
    """How far a portion may be from that; None: as this desk is set."""
    substitutes: tuple[Sku, ...] = ()
    """What may stand in for it where it is short, the best first."""


COLD_LAST = {Zone.AMBIENT: 0, Zone.CHILLED: 1, Zone.FROZEN: 2}
"""What must stay cold leaves its store as late as can be."""


class CrateState(StrEnum):
    """Where a crate is in its life at the desk."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass
class Slot:
    """What one crate gets of one product: pieces planned, put, and declared short."""

    planned: int
    put: int = 0
    short: int = 0

    @property
    def wanted(self) -> int:
        """Pieces still to be put."""
        return self.planned - self.put - self.short


@dataclass
class Crate:
    """A crate of a wave under work; `slots` holds one entry a product."""

    id: CrateId
    wave_id: WaveId
    sscc: Sscc
    number: int
    zone: Zone
    orders: int
    slots: dict[Sku, Slot]
    state: CrateState = CrateState.OPEN
    was_reopened: bool = False
    """A supervisor had it opened again: what lies in it can be taken back."""
    bags: list[Bag] = field(default_factory=list)
    """One an order by its place, where the pickup point wants parcels; else none."""
    point: str = ""
    """The pickup point it goes to, where crates of two stand at the wall."""

    @property
    def planned(self) -> int:
        """Pieces planned."""
        return sum(slot.planned for slot in self.slots.values())

    @property
    def put(self) -> int:
        """Pieces that lie in the crate."""
        return sum(slot.put for slot in self.slots.values())

    @property
    def wanted(self) -> int:
        """Pieces still to be put, over all products."""
        return sum(slot.wanted for slot in self.slots.values())

    def wants(self, sku: Sku) -> int:
        """Pieces of `sku` still to be put; 0 when closed or not meant for this crate."""
        slot = self.slots.get(sku)
        return slot.wanted if slot and self.state is CrateState.OPEN else 0

    def shares(self, sku: Sku, quantity: int) -> list[Share]:
        """Which of its bags get so many pieces of `sku`, as far as it wants them."""
        return divided(self.number, self.bags, sku, min(quantity, self.wants(sku)))

    def bag_of(self, order_id: OrderId | None) -> Bag | None:
        """The bag of an order; None where there is none."""
        return next((bag for bag in self.bags if bag.order_id == order_id), None)


@dataclass(frozen=True)
class Put:
    """Pieces of a product that were put into a crate by one scan of the crate."""

    id: PutId
    crate_id: CrateId
    sku: Sku
    quantity: int
    fresh: int
    """What was fresh in the hand before: undo gives it back."""
    tag: LotTag | None = None
    """The lot the pack's code told."""
    taken: tuple[Taken, ...] = ()
    """Out of which bins; none where the warehouse keeps no book of this product."""
    weight_g: int = 0
    """Of a portion that was weighed; 0: it was not."""
    handed: bool = False
    """Another desk made it, and handed the wave over: undo leaves it, a crate opened again gives it back."""
    order_id: OrderId | None = None
    """Into whose bag; None where the crate has none."""


@dataclass(frozen=True)
class Hand:
    """What the operator holds: nothing, or pieces of one product.

    `fresh` counts the pieces scanned since the last put: what undo takes out of the hand.
    """

    sku: Sku | None = None
    quantity: int = 0
    fresh: int = 0
    tag: LotTag | None = None
    """The lot the packs' codes told; pieces of another lot wait until the hand is empty."""
    weight_g: int | None = None
    """Of the one portion in hand, 0 while it waits for the scale; None where nothing is weighed."""

    @property
    def waits_for_weight(self) -> bool:
        """No crate takes it before it is weighed."""
        return self.weight_g == 0

    def __post_init__(self) -> None:
        assert 0 <= self.fresh <= self.quantity
        assert (self.sku is None) == (self.quantity == 0)

    def after_put(self, quantity: int) -> "Hand":
        """The hand when `quantity` pieces have left it."""
        left = self.quantity - quantity
        return Hand(self.sku, left, tag=self.tag) if left else Hand()

    def after_undo(self, put: Put) -> "Hand":
        """The hand when a put came back into it."""
        # Fewer may have been in the hand than one scan assumed: what is fresh is in it.
        quantity = self.quantity + put.quantity
        return Hand(put.sku, quantity, min(put.fresh, quantity), put.tag, put.weight_g or None)


@dataclass
class WaveWork:
    """A started wave, or two picked in one walk; changed only by `apply_*`, after the commit to disk."""

    wave_ids: tuple[WaveId, ...]
    """The one that was taken first before the other."""
    title: str
    products: dict[Sku, Product]
    crates: list[Crate]
    hand: Hand = field(default_factory=Hand)
    puts: list[Put] = field(default_factory=list)
    """Puts that count, oldest first: the undo stack."""
    put_off: list[Sku] = field(default_factory=list)
    look_alikes: Mapping[Sku, tuple[Named, ...]] = field(default_factory=dict)
    """Products each one may be taken for, of this wave or of the catalogue; most have none."""
    alikes: Mapping[Sku, tuple[Alike, ...]] = field(default_factory=dict)
    """The same, with what tells each apart."""
    cancelled: list[CancelledLine] = field(default_factory=list)
    """What crates still have of cancelled orders: of open ones it must come out."""
    pieces: int = field(init=False)
    """Planned over all crates; every view tells it."""
    _path: list[Product] = field(init=False, repr=False)
    _takers: dict[Sku, list[Crate]] = field(init=False, repr=False)
    """Crates that were planned to get the product."""
    _wanted: dict[Sku, int] = field(init=False, repr=False)
    """Kept, because every view asks for it some hundred times, and counting took longer than the commit."""

    def __post_init__(self) -> None:
        self._path = sorted(
            self.products.values(), key=lambda product: (COLD_LAST[product.zone], product.path)
        )
        self._takers = {sku: [crate for crate in self.crates if sku in crate.slots] for sku in self.products}
        self.pieces = sum(crate.planned for crate in self.crates)
        self._wanted = {}
        self._count(self.products)

    @property
    def wave_id(self) -> WaveId:
        """The wave that was taken first: with it stands what is in the hand."""
        return self.wave_ids[0]

    def by_wave(self, pieces: Iterable[tuple[CrateId, int]]) -> Mapping[WaveId, list[tuple[CrateId, int]]]:
        """What concerns several crates, told wave by wave."""
        found: dict[WaveId, list[tuple[CrateId, int]]] = {}
        for crate_id, quantity in pieces:
            found.setdefault(self.crate(crate_id).wave_id, []).append((crate_id, quantity))
        return found

    def crates_of(self, wave_id: WaveId) -> list[Crate]:
        """Those of one wave."""
        return [crate for crate in self.crates if crate.wave_id == wave_id]

    def crate(self, crate_id: CrateId) -> Crate:
        """The crate with this id; KeyError when it is not of this wave."""
        return next(crate for crate in self.crates if crate.id == crate_id)

    def crate_by_sscc(self, sscc: str) -> Crate | None:
        """The crate with this SSCC, if it is of this wave."""
        return next((crate for crate in self.crates if crate.sscc == sscc), None)

    @property
    def walk(self) -> Sequence[Product]:
        """All products in the order they are gone for: along the bins, cold goods last."""
        return self._path

    def wanted(self, sku: Sku) -> int:
        """Pieces of `sku` still to be put, over all crates."""
        return self._wanted[sku]

    def to_pick(self) -> Iterator[Product]:
        """Products that still miss pieces, in path order; those put off come last."""
        now = (product for product in self._path if product.sku not in self.put_off)
        later = [self.products[sku] for sku in self.put_off]
        return (product for product in chain(now, later) if self._wanted[product.sku] > 0)

    def current(self) -> Product | None:
        """The product to pick now: the one in hand, else the next along the path."""
        if self.hand.sku is not None:
            return self.products[self.hand.sku]
        return next(self.to_pick(), None)

    def lit(self) -> list[tuple[Crate, int]]:
        """Crates that take the product in hand, each with how many the next scan of it puts."""
        sku = self.hand.sku
        if sku is None or self.hand.waits_for_weight:
            return []
        return [
            (crate, min(self.hand.quantity, crate.wants(sku)))
            for crate in self.crates
            if crate.wants(sku) > 0
        ]

    def parcel(self, code: str) -> tuple[Crate, Bag] | None:
        """The bag with this code, and its crate, if it is of this wave."""
        return next(((crate, bag) for crate in self.crates for bag in crate.bags if bag.code == code), None)

    def lit_bags(self) -> list[Share]:
        """Bags that take the product in hand, each with how many the next scan of it puts."""
        sku = self.hand.sku
        if sku is None:
            return []
        return [share for crate, quantity in self.lit() for share in crate.shares(sku, quantity)]

    def apply_put(self, put: Put) -> None:
        """Pieces go from the hand into the crate."""
        self._move(put, put.quantity)
        self.puts.append(put)
        self.hand = self.hand.after_put(put.quantity)
        self._count([put.sku])

    def apply_undo(self, put: Put) -> None:
        """The last put goes back into the hand."""
        self.puts = [each for each in self.puts if each.id != put.id]
        self._move(put, -put.quantity)
        self.hand = self.hand.after_undo(put)
        self._count([put.sku])

    def apply_short(self, sku: Sku, missing: Iterable[tuple[CrateId, int]]) -> None:
        """Pieces that will not come are no longer wanted."""
        for crate_id, quantity in missing:
            self.crate(crate_id).slots[sku].short += quantity
        self.hand = Hand()
        self._count([sku])

    def apply_close(self, crate_id: CrateId) -> None:
        """The crate takes nothing more."""
        crate = self.crate(crate_id)
        crate.state = CrateState.CLOSED
        self._count(crate.slots)

    def apply_exchange(self, product: Product, sku: Sku, moved: Mapping[CrateId, int]) -> None:
        """So many pieces of `sku` still to come are pieces of `product` from now on, crate by crate."""
        self.products.setdefault(product.sku, product)
        for crate_id, quantity in moved.items():
            slots = self.crate(crate_id).slots
            slots[sku].planned -= quantity
            slots.setdefault(product.sku, Slot(0)).planned += quantity
        self.__post_init__()

    def last_own_put(self) -> Put | None:
        """The newest put of this desk: what undo takes back."""
        return next((put for put in reversed(self.puts) if not put.handed), None)

    def is_complete(self) -> bool:
        """Whether every crate is closed."""
        return all(crate.state is CrateState.CLOSED for crate in self.crates)

    def weight_g(self, crate: Crate) -> int:
        """Weight of the goods in the crate: of portions as they were weighed, of others by the catalogue."""
        planned = sum(self.products[sku].weight_g * slot.put for sku, slot in crate.slots.items())
        weighed = (put for put in self.puts if put.crate_id == crate.id and put.weight_g)
        return planned + sum(put.weight_g - put.quantity * self.products[put.sku].weight_g for put in weighed)

    def _move(self, put: Put, quantity: int) -> None:
        crate = self.crate(put.crate_id)
        crate.slots[put.sku].put += quantity
        bag = crate.bag_of(put.order_id)
        if bag is not None:
            bag.move(put.sku, quantity)

    def _count(self, skus: Iterable[Sku]) -> None:
        for sku in skus:
            self._wanted[sku] = sum(crate.wants(sku) for crate in self._takers[sku])


PART_STEP, WIDE_STEP = 100, 1000


def first_number(part: int, crates: int) -> int:
    """The number of a wave's first crate. At a pickup point no two crates of one night have the same number,
    and none at a put wall: those of part 2 stand from 201 on, or from 2001 on where they are a hundred and
    more; a whole wave that is picked beside another one stands as part 1 does."""
    step = PART_STEP if crates < PART_STEP else WIDE_STEP
    return part * step + 1


def last_number(work: WaveWork, wave_id: WaveId) -> int:
    """The highest number a crate of the wave has: what stands behind the stroke on its labels."""
    return max(crate.number for crate in work.crates_of(wave_id))
