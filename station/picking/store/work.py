"""The work of a started wave, as rows: crates, slots, puts, the operator's hand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from cloud_api.wire.base import Zone
from station.kernel.ids import CrateId, OrderId, PutId, Sku, Sscc, WaveId
from station.kernel.scan import Scan
from station.picking.model.lots import LotTag, Taken
from station.picking.model.plan import PackedLine
from station.picking.model.work import Crate, CrateState, Hand, Product, Put, Slot, WaveWork
from station.picking.store import parcels
from station.picking.store.alikes import found_alike
from station.picking.store.cancelled import cancelled_lines
from station.picking.store.exchanges import catalogue_product
from station.picking.store.waves import StoredWave, picked, products_of
from station.stock.moving import written
from station.storage import tables

# Statements of every put are built once: building them anew was half of the time they took.
_PUT = insert(tables.put)
_TAKEN = insert(tables.put_taken)
_ADD_TO_SLOT = (
    update(tables.slot)
    .where(tables.slot.c.crate_id == bindparam("crate"), tables.slot.c.sku == bindparam("product"))
    .values(
        put=tables.slot.c.put + bindparam("more_put"), short=tables.slot.c.short + bindparam("more_short")
    )
)
_SET_HAND = (
    update(tables.wave)
    .where(tables.wave.c.id == bindparam("wave"))
    .values(
        hand_sku=bindparam("sku"),
        hand_quantity=bindparam("quantity"),
        hand_fresh=bindparam("fresh"),
        hand_lot=bindparam("lot"),
        hand_expiry=bindparam("expiry"),
        hand_weight_g=bindparam("weight_g"),
    )
)


@dataclass(frozen=True)
class NewBag:
    """One order's bag at its place in a crate."""

    place: int
    order_id: OrderId
    code: str


@dataclass(frozen=True)
class NewCrate:
    """A planned crate with its identity."""

    id: CrateId
    sscc: Sscc
    number: int
    zone: Zone
    lines: tuple[PackedLine, ...]
    bags: tuple[NewBag, ...] = ()


def insert_crates(connection: Connection, wave_id: WaveId, crates: Iterable[NewCrate]) -> None:
    """The crate plan, as rows."""
    for crate in crates:
        connection.execute(
            insert(tables.crate).values(
                id=crate.id,
                wave_id=wave_id,
                sscc=crate.sscc,
                number=crate.number,
                zone=crate.zone.value,
                state=CrateState.OPEN.value,
            )
        )
        planned: dict[Sku, int] = {}
        for line in crate.lines:
            planned[line.sku] = planned.get(line.sku, 0) + line.quantity
        connection.execute(
            insert(tables.crate_line),
            [
                {"crate_id": crate.id, "order_id": line.order_id, "sku": line.sku, "quantity": line.quantity}
                for line in crate.lines
            ],
        )
        connection.execute(
            insert(tables.slot),
            [
                {"crate_id": crate.id, "sku": sku, "planned": pieces, "put": 0, "short": 0}
                for sku, pieces in planned.items()
            ],
        )
        parcels.insert_bags(connection, crate.id, crate.bags)


def crate_lines(connection: Connection, crate_id: CrateId) -> list[PackedLine]:
    """What was meant for a crate, order by order."""
    rows = connection.execute(select(tables.crate_line).where(tables.crate_line.c.crate_id == crate_id))
    return [PackedLine(OrderId(row.order_id), Sku(row.sku), row.quantity) for row in rows]


def close_crate(connection: Connection, crate_id: CrateId, at: datetime) -> None:
    """The crate takes nothing more."""
    connection.execute(
        update(tables.crate)
        .where(tables.crate.c.id == crate_id)
        .values(state=CrateState.CLOSED.value, closed_at=at)
    )


def crate_states(
    connection: Connection, wave_ids: Collection[WaveId]
) -> dict[CrateId, tuple[Sscc, CrateState]]:
    """Label and state of each crate of these waves."""
    crate = tables.crate.c
    found = connection.execute(select(crate.id, crate.sscc, crate.state).where(crate.wave_id.in_(wave_ids)))
    return {CrateId(row.id): (Sscc(row.sscc), CrateState(row.state)) for row in found}


def load_work(connection: Connection, stored: Sequence[StoredWave]) -> WaveWork:
    """The started wave, or two that are picked together, as they stood at the last commit."""
    wave_ids = tuple(WaveId(each.wave.id) for each in stored)
    crates = [crate for each in stored for crate in _crates(connection, each, several=len(stored) > 1)]
    products = {sku: product for each in stored for sku, product in products_of(each.wave).items()}
    products |= _stand_ins(connection, {sku for crate in crates for sku in crate.slots} - products.keys())
    found, alikes = found_alike(connection, products.values())
    return WaveWork(
        wave_ids=wave_ids,
        title=" + ".join(each.wave.title for each in stored),
        products=products,
        crates=crates,
        hand=_hand(connection, wave_ids),
        puts=_puts(connection, wave_ids),
        look_alikes=found,
        alikes=alikes,
        cancelled=[line for wave_id in wave_ids for line in cancelled_lines(connection, wave_id)],
    )


def _crates(connection: Connection, stored: StoredWave, *, several: bool) -> list[Crate]:
    """Those of one wave by number; they name their pickup point where there are `several` waves."""
    wave_id = WaveId(stored.wave.id)
    slots = _slots(connection, wave_id)
    orders = _order_counts(connection, wave_id)
    order_nos = {OrderId(order.order_id): order.order_no for order in stored.wave.orders}
    bags = parcels.load_bags(connection, wave_id, order_nos)
    rows = connection.execute(
        select(tables.crate).where(tables.crate.c.wave_id == wave_id).order_by(tables.crate.c.number)
    )
    return [
        Crate(
            id=CrateId(row.id),
            wave_id=wave_id,
            sscc=Sscc(row.sscc),
            number=row.number,
            zone=Zone(row.zone),
            orders=orders.get(CrateId(row.id), 0),
            slots=slots.get(CrateId(row.id), {}),
            state=CrateState(row.state),
            was_reopened=row.reopened_at is not None,
            bags=bags.get(CrateId(row.id), []),
            point=stored.wave.pickup_point.name if several else "",
        )
        for row in rows
    ]


def _stand_ins(connection: Connection, skus: Iterable[Sku]) -> dict[Sku, Product]:
    """Products nobody ordered, which stand in for others: as the catalogue has them."""
    told = {sku: catalogue_product(connection, sku) for sku in skus}
    return {sku: picked(product) for sku, product in told.items() if product is not None}


def insert_put(connection: Connection, wave_id: WaveId, put: Put, scan: Scan) -> None:
    """Pieces went into a crate of a wave."""
    row = {
        "id": put.id,
        "wave_id": wave_id,
        "crate_id": put.crate_id,
        "sku": put.sku,
        "quantity": put.quantity,
        "fresh": put.fresh,
        "scan_id": scan.id,
        "weight_g": put.weight_g,
        "order_id": put.order_id,
        **_tag_row(put.tag),
    }
    connection.execute(_PUT, row)
    if put.taken:
        connection.execute(_TAKEN, [_taken_row(put, ordinal) for ordinal in range(len(put.taken))])
    _add_to_slot(connection, put.crate_id, put.sku, put=put.quantity)


def undo_put(connection: Connection, put: Put, at: datetime) -> None:
    """A put was taken back."""
    connection.execute(update(tables.put).where(tables.put.c.id == put.id).values(undone_at=at))
    _add_to_slot(connection, put.crate_id, put.sku, put=-put.quantity)


def add_short(connection: Connection, sku: Sku, missing: Iterable[tuple[CrateId, int]]) -> None:
    """Pieces that will not come."""
    for crate_id, quantity in missing:
        _add_to_slot(connection, crate_id, sku, short=quantity)


def set_hand(connection: Connection, wave_ids: Sequence[WaveId], hand: Hand) -> None:
    """What the operator holds now: it stands with the first wave, and with no other."""
    for wave_id in wave_ids:
        held = hand if wave_id == wave_ids[0] else Hand()
        now = {
            "wave": wave_id,
            "sku": held.sku,
            "quantity": held.quantity,
            "fresh": held.fresh,
            "weight_g": held.weight_g,
            **_tag_row(held.tag),
        }
        connection.execute(_SET_HAND, now)


def _order_counts(connection: Connection, wave_id: WaveId) -> Mapping[CrateId, int]:
    line = tables.crate_line.c
    rows = connection.execute(
        select(line.crate_id, func.count(func.distinct(line.order_id)))
        .join(tables.crate, tables.crate.c.id == line.crate_id)
        .where(tables.crate.c.wave_id == wave_id)
        .group_by(line.crate_id)
    )
    return {CrateId(row[0]): row[1] for row in rows}


def _slots(connection: Connection, wave_id: WaveId) -> Mapping[CrateId, dict[Sku, Slot]]:
    rows = connection.execute(
        select(tables.slot)
        .join(tables.crate, tables.crate.c.id == tables.slot.c.crate_id)
        .where(tables.crate.c.wave_id == wave_id)
    )
    slots: dict[CrateId, dict[Sku, Slot]] = {}
    for row in rows:
        slots.setdefault(CrateId(row.crate_id), {})[Sku(row.sku)] = Slot(row.planned, row.put, row.short)
    return slots


def _hand(connection: Connection, wave_ids: Collection[WaveId]) -> Hand:
    wave = tables.wave.c
    what = (wave.hand_sku, wave.hand_quantity, wave.hand_fresh, wave.hand_weight_g)
    held = select(*what, wave.hand_lot, wave.hand_expiry).where(wave.id.in_(wave_ids), wave.hand_sku != "")
    row = connection.execute(held).first()
    if row is None:
        return Hand()
    tag = _tag(row.hand_lot, row.hand_expiry)
    return Hand(Sku(row.hand_sku), row.hand_quantity, row.hand_fresh, tag, row.hand_weight_g)


def _puts(connection: Connection, wave_ids: Collection[WaveId]) -> list[Put]:
    rows = connection.execute(
        select(tables.put)
        .where(tables.put.c.wave_id.in_(wave_ids), tables.put.c.undone_at.is_(None))
        .order_by(tables.put.c.ordinal)
    )
    taken = _taken(connection, wave_ids)
    return [
        Put(
            PutId(row.id),
            CrateId(row.crate_id),
            Sku(row.sku),
            row.quantity,
            row.fresh,
            _tag(row.lot, row.expiry),
            tuple(taken.get(PutId(row.id), ())),
            row.weight_g,
            row.handed,
            None if row.order_id is None else OrderId(row.order_id),
        )
        for row in rows
    ]


def _taken(connection: Connection, wave_ids: Collection[WaveId]) -> Mapping[PutId, list[Taken]]:
    taken, put = tables.put_taken, tables.put
    query = select(taken).join(put, put.c.id == taken.c.put_id).where(put.c.wave_id.in_(wave_ids))
    found: dict[PutId, list[Taken]] = {}
    for row in connection.execute(query.order_by(taken.c.put_id, taken.c.ordinal)):
        lot = Taken(row.bin, row.lot, date.fromisoformat(row.expiry) if row.expiry else None, row.quantity)
        found.setdefault(PutId(row.put_id), []).append(lot)
    return found


def _taken_row(put: Put, ordinal: int) -> dict[str, Any]:
    part = put.taken[ordinal]
    return {
        "put_id": put.id,
        "ordinal": ordinal,
        "bin": part.bin,
        "lot": part.lot,
        "expiry": written(part.expiry),
        "quantity": part.quantity,
    }


def _tag_row(tag: LotTag | None) -> dict[str, str | None]:
    return {"lot": None, "expiry": None} if tag is None else {"lot": tag.lot, "expiry": written(tag.expiry)}


def _tag(lot: str | None, expiry: str | None) -> LotTag | None:
    return None if lot is None else LotTag(lot, date.fromisoformat(expiry) if expiry else None)


def _add_to_slot(
    connection: Connection, crate_id: CrateId, sku: Sku, *, put: int = 0, short: int = 0
) -> None:
    more = {"crate": crate_id, "product": sku, "more_put": put, "more_short": short}
    connection.execute(_ADD_TO_SLOT, more)
