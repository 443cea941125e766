"""Bins as the dock needs them: where goods stand when they come in, and what waits there to be put away."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, func, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse
from cloud_api.wire.floor import Lot
from station.inbound.model.put_away import Proposal, Waiting
from station.inbound.store.goods import goods_of
from station.stock.book import in_bin, pick_face, place
from station.storage import tables

Propose = Callable[[Connection, str, int], Sequence[Proposal]]
"""Answers where so many pieces of a product (SKU) are best put, best first; none where nobody knows.

It must not take long: what is to be worked out is worked out aside, and told when it is there."""


def receiving_bin(connection: Connection, zone: Zone | None) -> str | None:
    """The receiving bin of a temperature zone, the first along the path; None where there is none."""
    told = tables.bin_place.c
    query = select(told.code).where(told.use == str(BinUse.RECEIVING), told.active.is_(True))
    if zone is not None:
        query = query.where(told.zone == zone.value)
    return connection.execute(query.order_by(told.path, told.code).limit(1)).scalar()


def bin_numbered(connection: Connection, number: int) -> Bin | None:
    """The bin with this number on its label; None where this warehouse has none."""
    told = tables.bin_place.c
    code = connection.execute(select(told.code).where(told.number == number)).scalar()
    return None if code is None else place(connection, code)


def bin_coded(connection: Connection, typed: str) -> Bin | None:
    """The bin with this code, however the letters were typed."""
    told = tables.bin_place.c
    code = connection.execute(select(told.code).where(func.upper(told.code) == typed.upper())).scalar()
    return None if code is None else place(connection, code)


def to_pick_face(connection: Connection, sku: str, quantity: int) -> list[Proposal]:
    """Where nobody proposes better: the bin the product is picked from."""
    face = pick_face(connection, sku)
    return [] if face is None else [Proposal(face, quantity)]


def waiting(connection: Connection, propose: Propose) -> list[Waiting]:
    """What stands in receiving bins by the book, whichever desk took it in; in the order of the path."""
    told = tables.bin_place.c
    bins = select(told.code).where(told.use == str(BinUse.RECEIVING)).order_by(told.path, told.code)
    lots = [lot for code in connection.scalars(bins) for lot in in_bin(connection, code) if lot.quantity > 0]
    goods = goods_of(connection, {lot.sku for lot in lots})
    found = []
    for lot in lots:
        advice = tuple(propose(connection, lot.sku, lot.quantity))
        best = next(iter(advice), None)
        found.append(
            Waiting(
                goods[lot.sku],
                lot.bin,
                lot.lot,
                lot.expiry,
                lot.quantity,
                lot.weight_g,
                best.bin if best else None,
                min(best.quantity, lot.quantity) if best else lot.quantity,
                advice,
            )
        )
    return found


def stands_in(connection: Connection, bin_code: str, lot: Lot) -> int:
    """Pieces of a lot in a bin by the book of this desk."""
    wanted = (lot.sku, lot.lot, lot.expiry)
    held = in_bin(connection, bin_code)
    return sum(each.quantity for each in held if (each.sku, each.lot, each.expiry) == wanted)


def stands_at(connection: Connection, bin_code: str, sku: str) -> int:
    """Pieces of a product in a bin, of all its lots, by the book of this desk."""
    return sum(
        each.quantity for each in in_bin(connection, bin_code) if each.sku == sku and each.quantity > 0
    )
