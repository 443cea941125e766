"""What a crate's label and its closing slip say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cloud_api.wire.base import Zone
from cloud_api.wire.waves import Wave
from hardware.labels import SLIP_ROWS, ClosingSlip, CrateLabel, ParcelLabel, SlipRow, ZoneMark
from station.kernel.ids import OrderId, Sku
from station.kernel.messages import Message, Texts
from station.picking.model.charged import grams_by_order
from station.picking.model.parcels import Bag, bag_name
from station.picking.model.plan import PackedLine
from station.picking.model.work import Crate, WaveWork, last_number

ZONE_WORDS = {
    Zone.AMBIENT: Message("Ambient"),
    Zone.CHILLED: Message("Chilled"),
    Zone.FROZEN: Message("Frozen"),
}


@dataclass(frozen=True)
class Letterhead:
    """What every paper of this station bears; `texts` gives the language, `time_zone` the wall clock."""

    texts: Texts
    brand: str
    time_zone: ZoneInfo
    operator: str
    at: datetime

    def say(self, text: Message) -> str:
        """A sentence in the language of the paper."""
        return self.texts.say(text)

    def moment(self) -> str:
        """When it is printed, by the wall clock."""
        return self.at.astimezone(self.time_zone).strftime("%m-%d %H:%M")


def crate_title(wave: Wave, work: WaveWork, crate: Crate) -> str:
    """What the print queue calls a crate's papers."""
    return f"{wave.pickup_point.name} {crate.number}/{last_number(work, crate.wave_id)}"


def crate_label(
    head: Letterhead, wave: Wave, work: WaveWork, crate: Crate, copy_number: int = 1
) -> CrateLabel:
    """The label of a crate: where it goes, which of how many, how it must travel."""
    weight_g = sum(work.products[sku].weight_g * slot.planned for sku, slot in crate.slots.items())
    return CrateLabel(
        brand=head.brand,
        pickup_point=wave.pickup_point.name,
        pickup_code=wave.pickup_point.code,
        address=wave.pickup_point.address,
        number=crate.number,
        total=last_number(work, crate.wave_id),
        zone=ZoneMark(crate.zone.value),
        zone_text=head.say(ZONE_WORDS[crate.zone]),
        route=wave.pickup_point.route or "",
        facts=(
            f"{_in_crate(head, crate)} · {head.say(Message('{pieces} pieces', pieces=crate.planned))}",
            f"{weight_g / 1000:.1f} kg",
        ),
        cycle=wave.cycle_name,
        sscc=crate.sscc,
        copy_mark=_copy_mark(head, copy_number),
    )


def parcel_title(wave: Wave, crate: Crate, bag: Bag) -> str:
    """What the print queue calls the label of a bag."""
    return f"{wave.pickup_point.name} {bag_name(crate.number, bag)}"


def parcel_label(
    head: Letterhead, wave: Wave, work: WaveWork, crate: Crate, bag: Bag, copy_number: int = 1
) -> ParcelLabel:
    """The label of one order's bag: whose it is, in which crate at which place."""
    order = next((order for order in wave.orders if order.order_id == bag.order_id), None)
    weight_g = sum(work.products[sku].weight_g * quantity for sku, quantity in bag.planned.items())
    pieces = head.say(Message("{pieces} pieces", pieces=sum(bag.planned.values())))
    return ParcelLabel(
        brand=head.brand,
        pickup_point=wave.pickup_point.name,
        order_no=bag.order_no,
        customer=order.customer if order else "",
        phone_tail=order.phone_tail if order else "",
        parcel=bag_name(crate.number, bag),
        crate=head.say(
            Message("Crate {number}/{total}", number=crate.number, total=last_number(work, crate.wave_id))
        ),
        zone=ZoneMark(crate.zone.value),
        zone_text=head.say(ZONE_WORDS[crate.zone]),
        facts=(*_which_of(head, work, bag), pieces, f"{weight_g / 1000:.1f} kg"),
        cycle=wave.cycle_name,
        code=bag.code,
        copy_mark=_copy_mark(head, copy_number),
    )


def closing_slips(
    head: Letterhead,
    wave: Wave,
    work: WaveWork,
    crate: Crate,
    lines: Sequence[PackedLine],
    copy_number: int = 1,
) -> list[ClosingSlip]:
    """What lies in a closed crate, order by order; long lists go on to a further slip."""
    rows = _slip_rows(head, wave, work, crate, lines)
    pages = [rows[start : start + SLIP_ROWS] for start in range(0, len(rows), SLIP_ROWS)] or [[]]
    totals = (
        _in_crate(head, crate),
        head.say(Message("{pieces} pieces", pieces=crate.put)),
        f"{work.weight_g(crate) / 1000:.1f} kg",
    )
    return [
        ClosingSlip(
            brand=head.brand,
            title=head.say(Message("Closing slip")),
            pickup_point=wave.pickup_point.name,
            crate=f"{crate.number}/{last_number(work, crate.wave_id)}",
            zone=ZoneMark(crate.zone.value),
            zone_text=head.say(ZONE_WORDS[crate.zone]),
            columns=(
                head.say(Message("Order")),
                head.say(Message("Pieces")),
                head.say(Message("Note")),
            ),
            rows=tuple(page),
            more=_more(head, len(pages), index),
            totals=totals,
            printed=f"{head.moment()} {head.operator}".strip(),
            sscc=crate.sscc,
            copy_mark=_copy_mark(head, copy_number),
        )
        for index, page in enumerate(pages)
    ]


def short_by_order(wave: Wave, crate: Crate, lines: Sequence[PackedLine]) -> dict[OrderId, dict[Sku, int]]:
    """Which orders of a crate miss what: who paid first is served first."""
    paid = {order.order_id: (order.paid_at, order.order_no) for order in wave.orders}
    missing: dict[OrderId, dict[Sku, int]] = {}
    if crate.bags:
        return _missing_in_bags(crate)
    for sku, slot in crate.slots.items():
        left = slot.short
        mine = [line for line in lines if line.sku == sku]
        for line in sorted(mine, key=lambda line: paid[line.order_id], reverse=True):
            lacking = min(left, line.quantity)
            if lacking:
                missing.setdefault(line.order_id, {})[sku] = lacking
            left -= lacking
    return missing


def _missing_in_bags(crate: Crate) -> dict[OrderId, dict[Sku, int]]:
    """Each bag lacks what was not put into it."""
    return {
        bag.order_id: {sku: bag.lacks(sku) for sku in bag.planned if bag.lacks(sku)} for bag in crate.bags
    }


def _which_of(head: Letterhead, work: WaveWork, bag: Bag) -> tuple[str, ...]:
    """Bag 1 of 2, where an order has several."""
    mine = [each.code for crate in work.crates for each in crate.bags if each.order_id == bag.order_id]
    if len(mine) < 2:
        return ()
    return (head.say(Message("Bag {number} of {total}", number=mine.index(bag.code) + 1, total=len(mine))),)


def _in_crate(head: Letterhead, crate: Crate) -> str:
    """How many orders or bags a crate holds."""
    if crate.bags:
        return head.say(Message("{bags} bags", bags=sum(any(bag.planned.values()) for bag in crate.bags)))
    return head.say(Message("{orders} orders", orders=crate.orders))


def _slip_rows(
    head: Letterhead, wave: Wave, work: WaveWork, crate: Crate, lines: Sequence[PackedLine]
) -> list[SlipRow]:
    """Each order with its pieces, what it lacks, and the kilograms of its weight goods as charged."""
    missing = short_by_order(wave, crate, lines)
    ranked = sorted(wave.orders, key=lambda order: (order.paid_at, order.order_no))
    grams = grams_by_order(work, crate, lines, [OrderId(order.order_id) for order in ranked])
    rows = []
    for order in wave.orders:
        planned = sum(line.quantity for line in lines if line.order_id == order.order_id)
        if not planned:
            continue
        lacking = sum(missing.get(OrderId(order.order_id), {}).values())
        short = head.say(Message("{pieces} short", pieces=lacking)) if lacking else ""
        weighed_g = grams.get(OrderId(order.order_id), 0)
        note = " · ".join(filter(None, (short, f"{weighed_g / 1000:.3f} kg" if weighed_g else "")))
        bag = crate.bag_of(OrderId(order.order_id))
        name = f"{bag_name(crate.number, bag)}  {order.order_no}" if bag else order.order_no
        rows.append(SlipRow(name, str(planned - lacking), note))
    return rows


def _more(head: Letterhead, pages: int, index: int) -> str:
    if pages == 1:
        return ""
    return head.say(Message("Slip {page} of {pages}", page=index + 1, pages=pages))


def _copy_mark(head: Letterhead, copy_number: int) -> str:
    return head.say(Message("Copy {number}", number=copy_number)) if copy_number > 1 else ""
