"""Another product stands in for one that is short: offered with the shortage, declared once for the wave."""

from sqlalchemy import Connection

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from station.kernel.ids import CrateId, OrderId, Sku, WaveId, new_uuid
from station.picking.commands import lots
from station.picking.commands.desk import Desk
from station.picking.model.rules import Ruling, called
from station.picking.model.substitutes import Exchange, Offer, exchange_in_bags, exchanged_lines
from station.picking.model.verdicts import Verdict
from station.picking.model.work import Product, WaveWork
from station.picking.store import exchanges as rows
from station.picking.store.waves import picked
from station.picking.store.work import crate_lines
from station.stock import book


def offer_for(desk: Desk, product: Product) -> Offer | None:
    """The first allowed substitute of which the book has good pieces nobody here needs; None without one."""
    if not product.substitutes:
        return None
    wanted = desk.working().wanted(product.sku)
    with desk.database.look() as connection:
        for sku in product.substitutes:
            instead = _known(desk, connection, sku)
            free = _free(desk, connection, sku, wanted) if instead else 0
            if instead is not None and instead.zone is product.zone and free > 0:
                return Offer(product.sku, instead, min(wanted, free))
    return None


def substitute(desk: Desk) -> Ruling:
    """What was offered stands in from now on: crates and orders want it instead."""
    work, offer = desk.working(), desk.offered
    product = work.current()
    if offer is None or product is None or product.sku != offer.sku or work.hand.quantity:
        return Ruling(Verdict.NOT_NOW)
    exchange = _exchange(desk, offer)
    with desk.act() as act:
        rows.exchange(act.connection, exchange, offer.sku, offer.instead.sku)
        for wave_id in exchange.ids:
            act.fact(FactKind.PRODUCT_SUBSTITUTED, _body(work, exchange, wave_id))
        lots.ask_for_count(act, offer.sku)
        act.then(lambda: work.apply_exchange(offer.instead, offer.sku, exchange.by_crate()))
        act.then(lambda: exchange_in_bags(work, exchange.lines, offer.sku, offer.instead.sku))
        act.then(lambda: desk.exchanges.append(exchange))
    desk.offered = desk.short_asked = None
    values = {"quantity": offer.quantity, "instead": called(offer.instead), "product": called(product)}
    return Ruling(Verdict.SUBSTITUTED, values)


def can_take_back(desk: Desk) -> bool:
    """Whether the last step was a substitution of which nothing was put yet."""
    return bool(desk.exchanges) and desk.exchanges[-1].puts == len(desk.working().puts)


def take_back(desk: Desk) -> Ruling | None:
    """What stood in stands in no more; None where the last step was another one."""
    work = desk.working()
    if not can_take_back(desk):
        return None
    exchange = desk.exchanges[-1]
    product = work.products[exchange.sku]
    if any(
        work.crate(crate_id).wants(exchange.instead) < pieces
        for crate_id, pieces in exchange.by_crate().items()
    ):
        return None
    with desk.act() as act:
        rows.exchange(act.connection, exchange, exchange.instead, exchange.sku)
        for wave_id, told in exchange.ids.items():
            body = facts.SubstitutionUndone(substitution_id=told, wave_id=wave_id)
            act.fact(FactKind.SUBSTITUTION_UNDONE, body)
        act.then(lambda: work.apply_exchange(product, exchange.instead, exchange.by_crate()))
        act.then(lambda: exchange_in_bags(work, exchange.lines, exchange.instead, exchange.sku))
        act.then(lambda: desk.exchanges.remove(exchange))
    return Ruling(Verdict.NOT_SUBSTITUTED, {"product": called(product)})


def _known(desk: Desk, connection: Connection, sku: Sku) -> Product | None:
    """The substitute as it is picked here: from its own bin."""
    here = desk.working().products.get(sku)
    if here is not None:
        return here
    told = rows.catalogue_product(connection, sku)
    if told is None or not told.active:
        return None
    face = book.pick_face(connection, sku)
    place = None if face is None else book.place(connection, face)
    at_home = {} if place is None else {"bin": place.code, "path": place.path}
    return picked(told.model_copy(update=at_home))


def _free(desk: Desk, connection: Connection, sku: Sku, wanted: int) -> int:
    """Good pieces in the book that this wave does not need itself."""
    work = desk.working()
    own = work.wanted(sku) if sku in work.products else 0
    return lots.good_pieces(desk, connection, sku, own + wanted) - own


def _exchange(desk: Desk, offer: Offer) -> Exchange:
    work = desk.working()
    orders = [order for each in desk.waves() for order in each.wave.orders]
    rank = {OrderId(order.order_id): (order.paid_at, order.order_no) for order in orders}
    with desk.database.look() as connection:
        planned = {crate.id: crate_lines(connection, CrateId(crate.id)) for crate in work.crates}
    lines = exchanged_lines(work.crates, planned, rank, offer)
    ids = {work.crate(line.crate_id).wave_id: new_uuid() for line in lines}
    return Exchange(ids, offer.sku, offer.instead.sku, lines, len(work.puts))


def _body(work: WaveWork, exchange: Exchange, wave_id: WaveId) -> facts.ProductSubstituted:
    return facts.ProductSubstituted(
        substitution_id=exchange.ids[wave_id],
        wave_id=wave_id,
        sku=exchange.sku,
        instead=exchange.instead,
        lines=tuple(
            facts.SubstitutedLine(crate_id=line.crate_id, order_id=line.order_id, quantity=line.quantity)
            for line in exchange.lines
            if work.crate(line.crate_id).wave_id == wave_id
        ),
    )
