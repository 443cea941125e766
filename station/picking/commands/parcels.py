"""Bags of single orders: their places in the crates of a wave that starts, and their labels."""

from collections.abc import Iterable
from dataclasses import replace

from cloud_api.wire.waves import Wave
from hardware.codes import make_parcel_code
from station.kernel.ids import OrderId, Sscc
from station.picking.documents import Letterhead, parcel_label, parcel_title
from station.picking.model.parcels import MOST_BAGS, in_lots_of
from station.picking.model.plan import CratePlan, CratePlanned
from station.picking.model.work import Crate, WaveWork
from station.picking.store.work import NewBag
from station.printing import queue


def in_small_crates(plan: CratePlan) -> CratePlan:
    """The plan with no more orders in a crate than there are places for bags."""
    crates = [part for planned in plan.crates for part in _parts(planned)]
    return replace(plan, crates=tuple(crates))


def placed(wave: Wave, planned: CratePlanned, sscc: Sscc) -> tuple[NewBag, ...]:
    """A bag for each order of a crate, who paid first stands first."""
    meant = {line.order_id for line in planned.lines}
    paid = sorted(wave.orders, key=lambda order: (order.paid_at, order.order_no))
    here = [OrderId(order.order_id) for order in paid if order.order_id in meant]
    return tuple(
        NewBag(place, order_id, make_parcel_code(sscc, place)) for place, order_id in enumerate(here, start=1)
    )


def label_jobs(
    head: Letterhead, wave: Wave, work: WaveWork, crate: Crate, copy_number: int = 1
) -> list[queue.NewJob]:
    """The labels of a crate's bags, which come out behind its own."""
    return [
        queue.NewJob(
            parcel_title(wave, crate, bag),
            crate.id,
            parcel_label(head, wave, work, crate, bag, copy_number),
            copy_number,
        )
        for bag in crate.bags
    ]


def _parts(planned: CratePlanned) -> Iterable[CratePlanned]:
    orders = list(dict.fromkeys(line.order_id for line in planned.lines))
    for part in in_lots_of(orders, MOST_BAGS):
        here = set(part)
        yield replace(planned, lines=tuple(line for line in planned.lines if line.order_id in here))
