"""Draws the put-wall as values: what stands on each tile and card for the wave as it is now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from station.kernel.ids import CrateId
from station.kernel.messages import Message
from station.picking.model import taking_out
from station.picking.model.cancelled import CancelledLine
from station.picking.model.taking_out import BagOut
from station.picking.model.view import (
    CrateTile,
    DoneSummary,
    LabelState,
    NextProduct,
    ProductCard,
    Step,
    TakeOut,
    TileState,
)
from station.picking.model.weights import Weighing
from station.picking.model.work import Crate, CrateState, Product, WaveWork
from station.stock.book import LotInBin

QUESTIONS = {
    Step.NO_WAVE: Message("Take the next wave"),
    Step.TAKING: Message("Asking the cloud for a wave"),
    Step.UNPLANNED: Message("A wave waits here. Go on with it"),
    Step.PLANNING: Message("Planning the crates"),
    Step.CLOSE_CRATES: Message("Everything is put: scan each lit crate to close it"),
    Step.WAVE_DONE: Message("Done. Take the next wave"),
}


def step_of(work: WaveWork) -> Step:
    """The question a started wave puts now."""
    if work.is_complete():
        return Step.WAVE_DONE
    if work.hand.quantity:
        return Step.PUT
    if taking_out.next_line(work) is not None:
        return Step.TAKE_OUT
    return Step.SCAN_PRODUCT if work.current() else Step.CLOSE_CRATES


def question(step: Step, work: WaveWork | None, lot: LotInBin | None = None) -> Message:
    """What the operator does now, in words; the way leads to the lot that is to be taken."""
    bag = taking_out.bag_out(work) if work and step is Step.TAKE_OUT else None
    if bag is not None:
        return Message(
            "Order {order} is cancelled: take bag {bag} out whole and scan it",
            order=bag.bag.order_no,
            bag=bag.name,
        )
    line = taking_out.next_line(work) if work and step is Step.TAKE_OUT else None
    if work and line is not None:
        return Message(
            "Order {order} is cancelled: take {quantity} out of crate {crate}",
            order=line.order_no,
            quantity=line.quantity,
            crate=work.crate(line.crate_id).number,
        )
    product = work.current() if work else None
    if step is Step.SCAN_PRODUCT and product:
        return Message("Go to bin {bin} and scan the product", bin=lot.bin if lot else product.bin)
    if step is Step.PUT and work and work.hand.waits_for_weight:
        return Message("Lay the portion on the scale, or scan its weight label")
    if step is Step.PUT and work and work.lit_bags():
        bags = ", ".join(f"{share.name} (+{share.quantity})" for share in work.lit_bags())
        return Message("Put into bag {bags} and scan each bag", bags=bags)
    if step is Step.PUT and work:
        crates = ", ".join(str(crate.number) for crate, _ in work.lit())
        return Message("Put into crate {crates} and scan each", crates=crates)
    return QUESTIONS[step]


def product_card(
    work: WaveWork, lot: LotInBin | None = None, weighing: Weighing | None = None
) -> ProductCard | None:
    """The product to pick now, and the lot of it to take where the book knows one."""
    product = work.current()
    if product is None:
        return None
    return ProductCard(
        sku=product.sku,
        name=product.name,
        spec=product.spec,
        bin=lot.bin if lot else product.bin,
        zone=product.zone,
        rule=product.rule,
        lot=lot.lot if lot else "",
        expiry=lot.expiry if lot else None,
        wanted=work.wanted(product.sku),
        in_hand=work.hand.quantity,
        position=work.walk.index(product) + 1,
        products=len(work.walk),
        weighing=weighing,
        look_alikes=tuple(other.words for other in work.look_alikes.get(product.sku, ())),
        alikes=tuple(work.alikes.get(product.sku, ())),
    )


def take_out(work: WaveWork, *, scanned: bool) -> TakeOut | None:
    """What is to come out of a crate now."""
    line, bag = taking_out.next_line(work), taking_out.bag_out(work)
    if line is None:
        return None
    if bag is not None:
        return _bag_out(work, bag)
    product = work.products[line.sku]
    return TakeOut(
        order_no=line.order_no,
        name=product.name,
        spec=product.spec,
        quantity=line.quantity,
        crate=work.crate(line.crate_id).number,
        bin=product.bin,
        scanned=scanned,
        further=len(taking_out.open_lines(work)) - 1,
    )


def _bag_out(work: WaveWork, out: BagOut) -> TakeOut:
    waiting = {(line.crate_id, line.order_id) for line in taking_out.open_lines(work)}
    return TakeOut(
        order_no=out.bag.order_no,
        name="",
        spec="",
        quantity=out.pieces,
        crate=out.crate.number,
        bin="",
        scanned=False,
        further=len(waiting) - 1,
        bag=out.name,
        goods=taking_out.goods(work, out),
    )


def following(work: WaveWork) -> NextProduct | None:
    """The product after the one shown."""
    now = work.current()
    after = next((product for product in work.to_pick() if product != now), None)
    return NextProduct(after.name, after.spec, after.bin, after.sku) if after else None


def tiles(work: WaveWork, labels: Mapping[CrateId, LabelState]) -> tuple[CrateTile, ...]:
    """The crates in the order they stand."""
    lit = {crate.id: quantity for crate, quantity in work.lit()}
    out = taking_out.next_line(work)
    if out is not None:
        return tuple(_out_tile(work, crate, labels, out) for crate in work.crates)
    shown = work.current()
    return tuple(
        _in_bags(
            work,
            crate,
            CrateTile(
                crate_id=crate.id,
                number=crate.number,
                sscc=crate.sscc,
                zone=crate.zone,
                state=_tile_state(crate, is_lit=crate.id in lit),
                quantity=lit.get(crate.id, _will_want(crate, shown)),
                put=crate.put,
                planned=crate.planned,
                orders=crate.orders,
                label=labels.get(crate.id, LabelState.PRINTING),
                point=crate.point,
            ),
        )
        for crate in work.crates
    )


def _in_bags(work: WaveWork, crate: Crate, tile: CrateTile) -> CrateTile:
    """A lit crate with bags shows the one that comes first, and those behind it."""
    sku = work.hand.sku
    if tile.state is not TileState.LIT or sku is None or not crate.bags:
        return tile
    first, *others = crate.shares(sku, work.hand.quantity)
    then = tuple((share.name, share.quantity) for share in others)
    return replace(tile, bag=first.name, quantity=first.quantity, bags_then=then)


def summary(
    work: WaveWork, orders: int, started_at: datetime, ended_at: datetime, errors_caught: int
) -> DoneSummary:
    """What the finished wave came to."""
    return DoneSummary(
        crates=len(work.crates),
        orders=orders,
        pieces=sum(crate.put for crate in work.crates),
        short=shorts(work),
        minutes=round((ended_at - started_at).total_seconds() / 60),
        errors_caught=errors_caught,
    )


def shorts(work: WaveWork) -> int:
    """Pieces declared short so far."""
    return sum(slot.short for crate in work.crates for slot in crate.slots.values())


def _out_tile(
    work: WaveWork, crate: Crate, labels: Mapping[CrateId, LabelState], out: CancelledLine
) -> CrateTile:
    """A crate while goods come out of one: nothing is put meanwhile."""
    here = crate.id == out.crate_id
    bag = taking_out.bag_out(work) if here else None
    return CrateTile(
        crate_id=crate.id,
        number=crate.number,
        sscc=crate.sscc,
        zone=crate.zone,
        state=TileState.OUT if here else _tile_state(crate, is_lit=False),
        quantity=bag.pieces if bag else out.quantity if here else 0,
        put=crate.put,
        planned=crate.planned,
        orders=crate.orders,
        label=labels.get(crate.id, LabelState.PRINTING),
        bag=bag.name if bag else "",
        point=crate.point,
    )


def _tile_state(crate: Crate, *, is_lit: bool) -> TileState:
    if crate.state is CrateState.CLOSED:
        return TileState.CLOSED
    if is_lit:
        return TileState.LIT
    return TileState.WAITING if crate.wanted else TileState.FULL


def _will_want(crate: Crate, product: Product | None) -> int:
    return crate.wants(product.sku) if product else 0
