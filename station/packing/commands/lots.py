"""Which lot a part is taken from, first expired first out; packs that do not keep long enough are refused."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from cloud_api.wire.catalogue import BinUse
from cloud_api.wire.floor import CountReason
from cloud_api.wire.gift_boxes import BoxPart
from hardware.codes import ScannedCode
from station.kernel.ids import Sku
from station.packing.commands.desk import Desk
from station.packing.model.box import Box, Need
from station.packing.model.lots import LotTag
from station.packing.model.ruling import Ruling, ruling
from station.packing.model.verdicts import Verdict
from station.stock import book, fefo
from station.stock.asking import ask_count
from station.stock.book import LotInBin
from station.stock.fefo import FefoVerdict
from station.sync.outbox import Act

PICKED_FROM = (BinUse.PICK,)


def judged(
    desk: Desk, connection: Connection, need: Need, quantity: int, tag: LotTag | None, box: Box | None
) -> Ruling | None:
    """Why this pack is not to be taken; None when it may be."""
    lots = lots_left(connection, need.sku, box)
    if tag is None:
        choice = fefo.choose(lots, quantity, desk.pickup_day, desk.margin_days)
    else:
        choice = fefo.judge(lots, tag.lot, tag.expiry, desk.pickup_day, desk.margin_days)
    if choice.verdict is FefoVerdict.EXPIRES_TOO_SOON:
        expiry = tag.expiry if tag else _latest(lots)
        return ruling(Verdict.LOT_EXPIRES, product=need.name, expiry=str(expiry or ""))
    if choice.verdict is FefoVerdict.EARLIER_LOT_FIRST and desk.lot_insisted != (need.sku, tag):
        assert choice.first is not None
        desk.lot_insisted = (need.sku, tag)
        first = choice.first
        return ruling(Verdict.EARLIER_LOT_FIRST, product=need.name, first=str(first.expiry), bin=first.bin)
    return None


def taken_for(
    desk: Desk, connection: Connection, sku: Sku, quantity: int, tag: LotTag | None, box: Box | None
) -> tuple[BoxPart, ...]:
    """Out of which bins pieces come: of the lot their code told, else of what expires first.

    Without a bin where the warehouse keeps no book of the product. What the book does not have comes out of
    the pick bin all the same: its balance falls below zero, and the cloud asks for a count.
    """
    lots = lots_left(connection, sku, box)
    like = [lot for lot in lots if tag is None or (lot.lot, lot.expiry) == (tag.lot, tag.expiry)]
    choice = fefo.choose(like, quantity, desk.pickup_day, desk.margin_days)
    taken = [_part(sku, take.lot.bin, take.lot.lot, take.lot.expiry, take.quantity) for take in choice.takes]
    if choice.missing:
        known = tag or LotTag("", None)
        taken.append(_part(sku, bin_of(connection, sku), known.lot, known.expiry, choice.missing))
    return tuple(taken)


def lots_left(connection: Connection, sku: Sku, box: Box | None) -> list[LotInBin]:
    """What there is of a product in bins that are picked from, without what is in the begun box."""
    used: dict[tuple[str | None, str, date | None], int] = {}
    for part in box.parts if box else ():
        if part.sku == sku:
            used[part.bin, part.lot, part.expiry] = part.quantity
    return [
        replace(lot, quantity=lot.quantity - used.get((lot.bin, lot.lot, lot.expiry), 0))
        for lot in book.lots_of(connection, sku, PICKED_FROM)
    ]


def first_lot(desk: Desk, connection: Connection, sku: Sku, box: Box | None) -> LotInBin | None:
    """The lot to go for; None where the book tells nothing of the product, or nothing good."""
    return fefo.choose(lots_left(connection, sku, box), 1, desk.pickup_day, desk.margin_days).first


def bin_of(connection: Connection, sku: Sku) -> str | None:
    """The bin a product is picked from by the book; None where the warehouse keeps none of it."""
    lots = book.lots_of(connection, sku, PICKED_FROM)
    return book.pick_face(connection, sku) or (lots[0].bin if lots else None)


def ask_for_count(act: Act, sku: Sku) -> None:
    """A part is not to be found: where the warehouse keeps a book, somebody is to look what there is."""
    lots = book.lots_of(act.connection, sku, PICKED_FROM)
    bin_code = lots[0].bin if lots else book.pick_face(act.connection, sku)
    if bin_code is not None:
        ask_count(act, bin_code, sku, CountReason.SHORT)


def told(code: ScannedCode) -> LotTag | None:
    """What a pack's code tells of its lot."""
    expiry = code.expiry or code.best_before
    return LotTag(code.lot or "", expiry) if code.lot or expiry else None


def _part(sku: Sku, bin_code: str | None, lot: str, expiry: date | None, quantity: int) -> BoxPart:
    return BoxPart(bin=bin_code, sku=sku, lot=lot, expiry=expiry, quantity=quantity)


def _latest(lots: list[LotInBin]) -> date | None:
    return max((lot.expiry for lot in lots if lot.expiry and lot.quantity > 0), default=None)
