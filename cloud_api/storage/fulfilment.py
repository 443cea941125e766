"""What became of the products of an order: packed, weighed, replaced, charged; derived from facts anew."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Result, Row, select

from cloud_api.storage.amendments import AmendmentKind, OrderSide, amendment_body
from cloud_api.storage.charging import Portion, charge, grams_of, portions_of, shared_out
from cloud_api.storage.goods import PackedLine, packed_of_crate, packed_of_order
from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import LIVE, amendments, line_prices, order_lines, orders
from cloud_api.storage.tables.waves import puts
from cloud_api.wire.orders import Fulfilled, Instead

Pair = tuple[str, str]
"""A product and what stands in for it."""
_EXCHANGES = (AmendmentKind.SUBSTITUTED, AmendmentKind.RESTORED)


@dataclass(frozen=True)
class _Order:
    """All an order's fulfilment is told from."""

    lines: Mapping[str, int]
    """Pieces by SKU as they stand: with what stands in."""
    portions: Mapping[str, Sequence[Portion]]
    """Each piece that was packed."""
    pairs: Mapping[Pair, int]
    prices: Mapping[str, Row[Any]]
    nominal_g: Mapping[str, int]


def fulfilment_of(
    connection: Connection, order_id: UUID, *, charge_overweight: bool = False
) -> tuple[Fulfilled, ...]:
    """By SKU, of an order whose wave is completed."""
    order = _read(connection, order_id, packed_of_order(connection, order_id))
    told = _Telling(order, charge_overweight)
    return tuple(told.line(sku) for sku in told.skus())


class _Telling:
    """Shares what was packed of each product between its own lines and those it stands in for."""

    def __init__(self, order: _Order, charge_overweight: bool) -> None:
        self._order = order
        self._may_exceed = charge_overweight
        stand_ins: Counter[str] = Counter()
        for (_, instead), quantity in order.pairs.items():
            stand_ins[instead] += quantity
        self._own = {sku: max(0, quantity - stand_ins[sku]) for sku, quantity in order.lines.items()}
        self._left = {
            sku: list(portions[self._own.get(sku, 0) :]) for sku, portions in order.portions.items()
        }

    def skus(self) -> list[str]:
        """Products that were ordered, also those of which nothing is left."""
        ordered = {sku for sku, quantity in self._own.items() if quantity}
        return sorted(ordered | {sku for sku, _ in self._order.pairs} | set(self._order.prices))

    def line(self, sku: str) -> Fulfilled:
        """One product; to be asked in the order of `skus`, for portions that stand in are given away."""
        mine = list(self._order.portions.get(sku, ()))[: self._own.get(sku, 0)]
        instead = self._instead(sku)
        replaced = sum(quantity for (short, _), quantity in self._order.pairs.items() if short == sku)
        price = self._order.prices.get(sku)
        ordered = self._own.get(sku, 0) + replaced if price is None else price.quantity
        told = Fulfilled(
            sku=sku, ordered=ordered, packed=len(mine), weight_g=self._weight_g(sku, mine), instead=instead
        )
        if price is None:
            return told
        stood_in = sum(each.quantity for each in instead)
        grams = grams_of(mine, price.nominal_g) + stood_in * price.nominal_g
        money = charge(price.paid_fen, price.quantity * price.nominal_g, grams, may_exceed=self._may_exceed)
        fen = {"paid_fen": money.paid_fen, "charged_fen": money.charged_fen, "refund_fen": money.refund_fen}
        return told.model_copy(update=fen)

    def _instead(self, sku: str) -> tuple[Instead, ...]:
        found = []
        for (short, other), quantity in sorted(self._order.pairs.items()):
            left = self._left.get(other, [])
            if short == sku and quantity:
                given, left[:] = left[:quantity], left[quantity:]
                weight_g = self._weight_g(other, given)
                found.append(Instead(sku=other, quantity=len(given), weight_g=weight_g))
        return tuple(found)

    def _weight_g(self, sku: str, portions: Sequence[Portion]) -> int:
        """Those nobody weighed count as what they are to weigh; 0 where none was weighed."""
        if all(weight_g is None for weight_g in portions):
            return 0
        return grams_of(portions, self._order.nominal_g[sku])


def _read(connection: Connection, order_id: UUID, packed: Sequence[PackedLine]) -> _Order:
    lines = select(order_lines.c.sku, order_lines.c.quantity).where(order_lines.c.order_id == order_id, LIVE)
    standing = {row.sku: row.quantity for row in connection.execute(lines)}
    prices = connection.execute(select(line_prices).where(line_prices.c.order_id == order_id))
    portions = _portions(connection, order_id, packed)
    weights = select(products.c.sku, products.c.weight_g).where(products.c.sku.in_(sorted(portions)))
    return _Order(
        lines=standing,
        portions=portions,
        pairs=_pairs(connection, order_id),
        prices={row.sku: row for row in prices},
        nominal_g={row.sku: row.weight_g for row in connection.execute(weights)},
    )


def _portions(
    connection: Connection, order_id: UUID, packed: Sequence[PackedLine]
) -> dict[str, list[Portion]]:
    found: defaultdict[str, list[Portion]] = defaultdict(list)
    for crate_id in sorted({line.crate_id for line in packed}):
        skus = sorted({line.sku for line in packed if line.crate_id == crate_id})
        for sku, grams in _of_crate(connection, crate_id, order_id, skus).items():
            found[sku] += grams
    return dict(found)


def _of_crate(
    connection: Connection, crate_id: UUID, order_id: UUID, skus: Sequence[str]
) -> dict[str, list[Portion]]:
    """The order's portions in one crate: one for each of its pieces."""
    query = select(puts.c.sku, puts.c.quantity, puts.c.weight_g, puts.c.order_id)
    standing = (puts.c.crate_id == crate_id, puts.c.sku.in_(skus), puts.c.undone_at.is_(None))
    put_here: Result[Any] = connection.execute(query.where(*standing).order_by(puts.c.put_at, puts.c.id))
    rows = put_here.all()
    in_crate: defaultdict[str, list[Portion]] = defaultdict(list)
    if any(row.order_id is not None for row in rows):
        return _of_parcel([row for row in rows if row.order_id == order_id], skus)
    for row in rows:
        in_crate[row.sku] += portions_of(row.quantity, row.weight_g)
    sharers = _sharers(connection, crate_id)
    shares: dict[str, list[Portion]] = {}
    for sku in skus:
        of_sku = [line for line in sharers if line.sku == sku]
        share = shared_out(in_crate[sku], [line.quantity for line in of_sku])
        place = next(at for at, line in enumerate(of_sku) if line.order_id == order_id)
        lacking = of_sku[place].quantity - len(share[place])
        shares[sku] = [*share[place], *[None] * lacking]
    return shares


def _of_parcel(own: Sequence[Row[Any]], skus: Sequence[str]) -> dict[str, list[Portion]]:
    """Of an order with a parcel of its own: the very portions that were put into it."""
    portions: dict[str, list[Portion]] = {sku: [] for sku in skus}
    for row in own:
        portions[row.sku] += portions_of(row.quantity, row.weight_g)
    return portions


def _sharers(connection: Connection, crate_id: UUID) -> list[PackedLine]:
    """What the orders of a crate get of it, who paid first before the others."""
    lines = packed_of_crate(connection, crate_id)
    ids = list({line.order_id for line in lines})
    paid = select(orders.c.id, orders.c.paid_at, orders.c.order_no)
    rank = {
        row.id: (row.paid_at, row.order_no)
        for row in connection.execute(paid.where(among(connection, orders.c.id, ids)))
    }
    return sorted(lines, key=lambda line: rank[line.order_id])


def _pairs(connection: Connection, order_id: UUID) -> dict[Pair, int]:
    """What stands in for what, whoever exchanged it: a rule before the picking, or a desk."""
    query = select(amendments).where(
        amendments.c.order_id == order_id, amendments.c.kind.in_([str(kind) for kind in _EXCHANGES])
    )
    pairs: Counter[Pair] = Counter()
    for row in connection.execute(query.order_by(amendments.c.made_at, amendments.c.id)):
        body = amendment_body(row)
        less, more = _differences(body.before, body.after)
        if row.kind == AmendmentKind.SUBSTITUTED:
            for short in less:
                for instead, quantity in more.items():
                    pairs[short, instead] += quantity
        else:
            for instead, quantity in less.items():
                _take_back(pairs, instead, more, quantity)
    return dict(+pairs)


def _differences(before: OrderSide, after: OrderSide) -> tuple[Counter[str], Counter[str]]:
    was = Counter({line.sku: line.quantity for line in before.lines})
    told = Counter({line.sku: line.quantity for line in after.lines})
    return was - told, told - was


def _take_back(pairs: Counter[Pair], instead: str, restored: Mapping[str, int], quantity: int) -> None:
    for short in sorted(restored):
        back = min(quantity, pairs[short, instead])
        pairs[short, instead] -= back
        quantity -= back
