"""What of each order lies in which crate, and what of it was handed over: one arithmetic for all slices."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, ScalarSelect, Select, func, select

from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import collection_lines, collections
from cloud_api.storage.tables.waves import crate_lines, crate_parcels, crates, puts, shorts, waves


@dataclass(frozen=True)
class PackedLine:
    """Pieces of one product of an order in one crate, at least one."""

    crate_id: UUID
    order_id: UUID
    sku: str
    quantity: int


def packed_of_wave(connection: Connection, wave_id: UUID) -> list[PackedLine]:
    """What was packed for the orders of a wave; nothing while it is not completed."""
    return _packed(connection, _packed_crates().where(crates.c.wave_id == wave_id))


def packed_of_order(connection: Connection, order_id: UUID) -> list[PackedLine]:
    """What was packed for one order; nothing while its wave is not completed."""
    return packed_of_orders(connection, [order_id])


def packed_of_orders(connection: Connection, order_ids: Sequence[UUID]) -> list[PackedLine]:
    """What was packed for some orders; nothing for those whose wave is not completed."""
    touching = select(crate_lines.c.crate_id).where(among(connection, crate_lines.c.order_id, order_ids))
    alone = order_ids[0] if len(order_ids) == 1 else None
    packed = _packed(connection, _packed_crates().where(crates.c.id.in_(touching)), alone)
    wanted = set(order_ids)
    return [line for line in packed if line.order_id in wanted]


def packed_of_crate(connection: Connection, crate_id: UUID) -> list[PackedLine]:
    """What was packed into one crate; nothing while its wave is not completed."""
    return _packed(connection, _packed_crates().where(crates.c.id == crate_id))


def collected_of_order(connection: Connection, order_id: UUID) -> Counter[str]:
    """Pieces by product that were handed over and not taken back."""
    return collected_of_orders(connection, [order_id])[order_id]


def collected_of_orders(
    connection: Connection, order_ids: Collection[UUID]
) -> defaultdict[UUID, Counter[str]]:
    """By order, pieces by product that were handed over and not taken back."""
    order_id, sku = collections.c.order_id, collection_lines.c.sku
    query = (
        select(order_id, sku, func.sum(collection_lines.c.quantity).label("quantity"))
        .join(collections, collections.c.id == collection_lines.c.collection_id)
        .where(among(connection, order_id, order_ids), collections.c.undone_at.is_(None))
        .group_by(order_id, sku)
    )
    collected: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(query):
        collected[row.order_id][row.sku] = int(row.quantity)
    return collected


def live_crates(connection: Connection, wave_ids: list[UUID]) -> defaultdict[UUID, list[Row[Any]]]:
    """The crates that count of some waves, by number, each with `pieces`: planned less declared short."""
    planned = _sum_of(crate_lines.c.quantity, crate_lines.c.crate_id)
    short = _sum_of(shorts.c.quantity, shorts.c.crate_id)
    query = (
        select(crates, (planned - short).label("pieces"))
        .where(crates.c.wave_id.in_(wave_ids), crates.c.voided_at.is_(None))
        .order_by(crates.c.number)
    )
    of_wave: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for crate in connection.execute(query):
        of_wave[crate.wave_id] += [crate]
    return of_wave


def _sum_of(quantity: Any, crate_id: Any) -> ScalarSelect[Any]:
    return select(func.coalesce(func.sum(quantity), 0)).where(crate_id == crates.c.id).scalar_subquery()


def _packed_crates() -> Select[Any]:
    return (
        select(crates.c.id)
        .join(waves, waves.c.id == crates.c.wave_id)
        .where(crates.c.voided_at.is_(None), waves.c.completed_at.is_not(None))
    )


def _packed(connection: Connection, crate_ids: Select[Any], wanted: UUID | None = None) -> list[PackedLine]:
    """Packed lines of crates. Of the order `wanted` alone where nobody has to share what is short."""
    short = _short(connection, crate_ids)
    planned = select(crate_lines).where(crate_lines.c.crate_id.in_(crate_ids))
    if short:
        planned = planned.add_columns(orders.c.paid_at, orders.c.order_no)
        planned = planned.join(orders, orders.c.id == crate_lines.c.order_id)
    elif wanted is not None:
        planned = planned.where(crate_lines.c.order_id == wanted)
    sharers: defaultdict[tuple[UUID, str], list[Row[Any]]] = defaultdict(list)
    for line in connection.execute(planned):
        sharers[line.crate_id, line.sku] += [line]
    bagged = _in_parcels(connection, crate_ids) if short else None
    return [
        packed
        for key, rows in sharers.items()
        for packed in (
            _shared(rows, short[key]) if bagged is None or key[0] not in bagged else _bags(rows, bagged)
        )
    ]


def _in_parcels(connection: Connection, crate_ids: Select[Any]) -> dict[UUID, Counter[tuple[UUID, str]]]:
    """By crate that has parcels, pieces in them by order and product."""
    bagged: dict[UUID, Counter[tuple[UUID, str]]] = {
        crate_id: Counter()
        for crate_id in connection.scalars(
            select(crate_parcels.c.crate_id).where(crate_parcels.c.crate_id.in_(crate_ids)).distinct()
        )
    }
    if bagged:
        standing = select(puts.c.crate_id, puts.c.order_id, puts.c.sku, puts.c.quantity).where(
            puts.c.crate_id.in_(crate_ids), puts.c.undone_at.is_(None), puts.c.order_id.is_not(None)
        )
        for row in connection.execute(standing):
            bagged[row.crate_id][row.order_id, row.sku] += row.quantity
    return bagged


def _short(connection: Connection, crate_ids: Select[Any]) -> Counter[tuple[UUID, str]]:
    declared = select(shorts.c.crate_id, shorts.c.sku, shorts.c.quantity)
    short: Counter[tuple[UUID, str]] = Counter()
    for row in connection.execute(declared.where(shorts.c.crate_id.in_(crate_ids))):
        short[row.crate_id, row.sku] += row.quantity
    return short


def _bags(
    planned: Sequence[Row[Any]], bagged: Mapping[UUID, Counter[tuple[UUID, str]]]
) -> Iterable[PackedLine]:
    """Who has a parcel of his own has what was put into it."""
    for row in planned:
        quantity = bagged[row.crate_id][row.order_id, row.sku]
        if quantity:
            yield PackedLine(row.crate_id, row.order_id, row.sku, quantity)


def _shared(planned: Sequence[Row[Any]], short: int) -> Iterable[PackedLine]:
    """Who paid last goes without first, as the closing slip of the crate says."""
    left = short
    in_turn = sorted(planned, key=lambda row: (row.paid_at, row.order_no), reverse=True) if short else planned
    for row in in_turn:
        lacking = min(left, row.quantity)
        left -= lacking
        if row.quantity > lacking:
            yield PackedLine(row.crate_id, row.order_id, row.sku, row.quantity - lacking)
