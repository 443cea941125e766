"""What the desk says of a wave: the strip on top, the product and the wall, what it came to at its end."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from cloud_api.wire.base import ScanRule
from station.kernel.ids import CrateId
from station.kernel.messages import Message, Tone
from station.picking.commands import hand, intercepting, substituting, weighing
from station.picking.commands.desk import Desk
from station.picking.commands.lots import first_lot
from station.picking.model import picture
from station.picking.model.rules import Ruling
from station.picking.model.verdicts import VERDICTS, Verdict
from station.picking.model.view import DoneSummary, LabelState, PickingView, ScanLine, Step, WaveHead
from station.picking.model.work import CrateState, WaveWork
from station.picking.store import scans, waves
from station.picking.store.cancelled import cancelled_orders
from station.stock.book import LotInBin


def words(ruling: Ruling) -> Message:
    """What a ruling says to people."""
    return Message(VERDICTS[ruling.verdict].words, **ruling.values)


def lines(connection: Connection, count: int) -> list[ScanLine]:
    """The last scans, newest first."""
    last = scans.last_scans(connection, count)
    return [
        ScanLine(scan.at, scan.code, scan.tone, words(Ruling(scan.verdict, scan.values))) for scan in last
    ]


def head(desk: Desk) -> WaveHead:
    """The strip on top."""
    stored, work, waves_here = desk.held(), desk.work, [each.wave for each in desk.waves()]
    orders = [order for each in waves_here for order in each.orders]
    ordered = work.pieces if work else sum(line.quantity for order in orders for line in order.lines)
    crates = work.crates if work else []
    return WaveHead(
        title=" + ".join(each.title for each in waves_here),
        pickup_point=" + ".join(each.pickup_point.name for each in waves_here),
        pickup_code=" + ".join(each.pickup_point.code for each in waves_here),
        cycle=stored.wave.cycle_name,
        put=sum(crate.put for crate in crates),
        planned=ordered,
        short=picture.shorts(work) if work else 0,
        crates_closed=sum(crate.state is CrateState.CLOSED for crate in crates),
        crates=len(crates),
        lease_until=min(each.lease.until for each in desk.waves()),
        lease_lost=stored.lease.is_lost,
        lease_lost_to=stored.lease.lost_to or "",
        lease_over=stored.lease.until < desk.clock.now(),
        started=work is not None,
        wanted_by=next((each.wanted_by for each in desk.waves() if each.wanted_by is not None), None),
    )


def done(desk: Desk, work: WaveWork) -> DoneSummary:
    """What a finished wave came to."""
    with desk.database.look() as connection:
        stored = waves.stored_wave(connection, work.wave_id)
        counts = scans.verdict_counts(connection, work.wave_id)
        gone = cancelled_orders(connection, work.wave_id)
    caught = sum(
        count for verdict, count in counts.items() if VERDICTS[Verdict(verdict)].tone is Tone.REFUSED
    )
    started_at, ended_at = stored.started_at, stored.ended_at
    assert started_at is not None
    assert ended_at is not None
    orders = sum(order.order_id not in gone for order in stored.wave.orders)
    return picture.summary(work, orders, started_at, ended_at, caught)


def with_work(
    desk: Desk, base: PickingView, work: WaveWork, labels: Mapping[CrateId, LabelState]
) -> PickingView:
    """The view of a started wave; `base` has all that does not depend on its goods."""
    picking = base.step in (Step.SCAN_PRODUCT, Step.PUT)
    lot = _first_lot(desk, work)
    card = picture.product_card(work, lot, weighing.shown(desk, work.current()))
    return replace(
        base,
        question=picture.question(base.step, work, lot),
        product=card,
        following=picture.following(work),
        take_out=picture.take_out(work, scanned=intercepting.is_scanned(desk)),
        crates=picture.tiles(work, labels),
        can_undo=_can_undo(desk, work) and base.step is not Step.WAVE_DONE,
        can_put_off=picking and not work.hand.quantity,
        can_short=picking and not work.hand.quantity,
        can_damage=picking and work.hand.fresh > 0,
        can_set_hand=bool(card and card.in_hand and card.rule is ScanRule.ONCE and card.weighing is None),
        can_weigh=picking and bool(card and card.weighing),
        substitute=desk.offered.instead.name if desk.offered else "",
        done=done(desk, work) if base.step is Step.WAVE_DONE else None,
    )


def _first_lot(desk: Desk, work: WaveWork) -> LotInBin | None:
    """The lot to go for, where the warehouse keeps a book of the product shown."""
    product = work.current()
    if product is None:
        return None
    with desk.database.look() as connection:
        return first_lot(desk, connection, product.sku)


def _can_undo(desk: Desk, work: WaveWork) -> bool:
    put = hand.put_to_undo(work)
    return bool(work.hand.fresh or put or desk.damaged or substituting.can_take_back(desk))
