"""Rows, cards and answers of an invented shop, of which the views of the pickup desk under test are made."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import DeliveryState
from station.kernel.ids import CollectionId, CrateId, OrderId, Sku, WaveId
from station.kernel.messages import Message, Tone
from station.pickup.model.verdicts import VERDICTS, Verdict
from station.pickup.model.view import (
    AbsentLine,
    Answer,
    Arrival,
    CrateTile,
    CustomerCard,
    CustomerOrder,
    CustomerRow,
    DayCard,
    DeliveryCard,
    GoodsLine,
    HandedCard,
    HandedLine,
    HandedOrder,
    LineKey,
    LineState,
    PickupView,
    Place,
    ScanLine,
    Step,
    SurplusRow,
    TileState,
)
from station.pickup.model.words import QUESTIONS

NOW = datetime(2026, 6, 19, 10, 42, tzinfo=ZoneInfo("Asia/Shanghai"))


ORDER = OrderId(UUID(int=0x0A))


SECOND_ORDER = OrderId(UUID(int=0x0B))


WAVE = WaveId(UUID(int=0x77))


ZONES = (Zone.AMBIENT,) * 7 + (Zone.CHILLED,) * 4 + (Zone.FROZEN,) * 3


GOODS = (
    ("嘎啦苹果", "500g", 2),
    ("东北长粒香大米", "5kg", 1),
    ("纯牛奶", "250ml × 12 盒", 1),
    ("鲜鸡蛋", "30枚", 2),
    ("速冻三鲜水饺", "1kg", 3),
)


def answer(verdict: Verdict, **values: object) -> Answer:
    """The answer of a verdict, as the flow makes it."""
    telling = VERDICTS[verdict]
    return Answer(verdict, telling.tone, telling.sound, Message(telling.words, **values))


FOUND = answer(Verdict.CUSTOMER_FOUND, pieces=9, crates=3)


RECENT = (
    ScanLine(NOW, "••••42", Tone.OK, FOUND.words),
    ScanLine(
        NOW - timedelta(minutes=1),
        "••••17",
        Tone.REFUSED,
        answer(Verdict.UNKNOWN_PICKUP_CODE).words,
    ),
    ScanLine(
        NOW - timedelta(minutes=3), "••••08", Tone.OK, answer(Verdict.HANDED_OVER, pieces=4, orders=1).words
    ),
    ScanLine(
        NOW - timedelta(minutes=5),
        "6901234567892",
        Tone.REFUSED,
        answer(Verdict.PRODUCT_SCANNED).words,
    ),
    ScanLine(NOW - timedelta(minutes=8), "••••4", Tone.INFO, answer(Verdict.HALF_CODE, missing=3).words),
)


def view(step: Step, **parts: object) -> PickupView:
    """A view of `step` with the cards given."""
    bare = PickupView(serial=41, at=NOW, step=step, question=QUESTIONS[step], recent=RECENT)
    return replace(bare, **parts)  # type: ignore[arg-type]  # the fields of a view by name


def delivery(wave: int, *, received: int = 0, expected: int = 14, **changes: object) -> DeliveryCard:
    """What comes in a cycle."""
    card = DeliveryCard(
        wave_id=WaveId(UUID(int=wave)),
        cycle="6月18日 晚团",
        state=DeliveryState.DEPARTED,
        van="京A·OI003",
        arrives_at=NOW + timedelta(minutes=8),
        departed_at=NOW - timedelta(hours=5),
        received=received,
        expected=expected,
        left_behind=0,
        completed_at=None,
        orders=212,
        orders_waiting=212,
        orders_collected=0,
    )
    return replace(card, **changes)  # type: ignore[arg-type]  # the fields of a card by name


def customer_row(number: int, arrival: Arrival = Arrival.ALL, tail: str = "4711") -> CustomerRow:
    """A customer by masks."""
    surnames = "王李张刘陈杨赵黄周吴徐孙"
    return CustomerRow(
        key=f"customer {number}",
        name=f"{surnames[number % len(surnames)]}**",
        phone=f"13{number % 10}****{tail}",
        order_nos=(f"A{30_000 + number * 7}",),
        pieces=3 + number,
        arrival=arrival,
    )


ARRIVALS = (Arrival.ALL, Arrival.ALL, Arrival.PARTLY, Arrival.NOTHING)


DAY = DayCard(
    deliveries=(
        delivery(1, received=12),
        delivery(
            2,
            received=9,
            expected=9,
            cycle="6月17日 晚团",
            completed_at=NOW - timedelta(hours=23),
            orders_waiting=4,
            orders_collected=140,
        ),
        delivery(3, state=DeliveryState.EXPECTED, cycle="6月19日 午团", expected=6, departed_at=None, van=""),
    ),
    orders_waiting=216,
    orders_ready=188,
    orders_collected=37,
    search="",
    customers=tuple(customer_row(at, ARRIVALS[at % 4], f"{4700 + at}") for at in range(12)),
    more=True,
)


def tile(number: int, state: TileState) -> CrateTile:
    here = state is TileState.RECEIVED
    return CrateTile(
        crate_id=CrateId(UUID(int=number)),
        number=number,
        zone=ZONES[number - 1],
        pieces=12,
        state=state,
        received_at=NOW if here else None,
        received_by="柜台1" if here else "",
    )


def surplus() -> tuple[SurplusRow, ...]:
    return (
        SurplusRow("095200010000000317", "果园环岛店", NOW, ours=False),
        SurplusRow("095200010000000324", "", NOW, ours=False),
        SurplusRow("095200010000000331", "", NOW, ours=True),
    )


def goods(at: int, crate: int, state: LineState = LineState.TICKED, order: OrderId = ORDER) -> GoodsLine:
    name, spec, quantity = GOODS[at]
    key = LineKey(order, Sku(f"sku {at}"), CrateId(UUID(int=crate)))
    return GoodsLine(key, "2026061800030117", name, spec, quantity, state)


def place(crate: int, *lines: GoodsLine) -> Place:
    pieces = sum(line.quantity for line in lines)
    return Place(CrateId(UUID(int=crate)), crate, ZONES[crate - 1], "6月18日 晚团", pieces, lines)


def order(here: int, of: int, number: OrderId = ORDER) -> CustomerOrder:
    arrival = Arrival.ALL if here == of else Arrival.PARTLY if here else Arrival.NOTHING
    return CustomerOrder(number, "2026061800030117", "6月18日 晚团", arrival, of, here, 0)


CUSTOMER = CustomerCard(
    key="customer 1",
    name="王**",
    phone="138****4711",
    tail="4711",
    orders=(order(9, 9),),
    places=(place(3, goods(0, 3), goods(1, 3)), place(9, goods(2, 9), goods(3, 9)), place(13, goods(4, 13))),
    absent=(),
    ticked_lines=5,
    ticked_pieces=9,
    left_lines=0,
    can_confirm=True,
)


ABSENT = (
    AbsentLine(
        "2026061800030117",
        "速冻三鲜水饺",
        "1kg",
        3,
        Message("on its way, expected about {at}", at="10:50"),
    ),
    AbsentLine(
        "2026061800030117",
        "鲜活大闸蟹",
        "4只 / 约600g",
        1,
        Message("could not be packed, settled with a refund"),
    ),
    AbsentLine(
        "2026061900040228",
        "嘎啦苹果",
        "500g",
        2,
        Message("crate {crate} was left behind by the van", crate=4),
    ),
)


def handover(number: int, *lines: int) -> HandedOrder:
    goods_of = tuple(HandedLine(*GOODS[at]) for at in lines)
    return HandedOrder(CollectionId(UUID(int=number)), "2026061800030117", NOW, "李店长", "柜台1", goods_of)


HANDED = HandedCard(
    name="王**",
    phone="138****4711",
    tail="4711",
    handovers=(handover(1, 0, 1, 2), handover(2, 3, 4)),
    pieces=9,
    can_undo=True,
    undo_until=NOW + timedelta(hours=2),
    waiting_orders=0,
)
