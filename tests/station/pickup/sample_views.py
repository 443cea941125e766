"""Views of the pickup desk for screens under test: one step each, with the goods of an invented shop."""

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
    ChooseCard,
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
    LockCard,
    Notice,
    PickupView,
    Place,
    ReceivingCard,
    ScanLine,
    Step,
    SurplusRow,
    TileState,
)
from station.pickup.model.words import PLACES, QUESTIONS

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


def day() -> PickupView:
    return view(Step.DAY, day=DAY)


def day_searched() -> PickupView:
    return view(Step.DAY, day=replace(DAY, search="王", customers=(customer_row(0),), more=False))


def nobody_found() -> PickupView:
    nothing = answer(Verdict.NOTHING_FOUND, looked_for="欧阳")
    return view(Step.DAY, day=replace(DAY, search="欧阳", customers=(), more=False), answer=nothing)


def day_empty() -> PickupView:
    card = DayCard((), 0, 0, 0, "", (), more=False)
    return view(Step.DAY, day=card, recent=())


def half_code() -> PickupView:
    return view(Step.DAY, day=DAY, answer=answer(Verdict.HALF_CODE, missing=3), digits_missing=3)


def unknown_code() -> PickupView:
    return view(Step.DAY, day=DAY, answer=answer(Verdict.UNKNOWN_PICKUP_CODE))


def locked() -> PickupView:
    lock = LockCard(NOW + timedelta(seconds=87), 6)
    span = Message("{count} seconds", count=87)
    return view(Step.DAY, day=DAY, lock=lock, answer=answer(Verdict.LOCKED, span=span))


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


def receiving() -> PickupView:
    tiles = tuple(
        tile(number, TileState.EXPECTED if number in (7, 13) else TileState.RECEIVED)
        for number in range(1, 15)
    )
    card = ReceivingCard(
        delivery=delivery(1, received=12),
        tiles=tiles,
        surplus=(),
        missing=(7, 13),
        left_behind=(),
        last=tiles[11],
        can_undo=True,
        can_complete=True,
        complete_asked=False,
    )
    place = PLACES[Zone.FROZEN]
    told = answer(Verdict.CRATE_RECEIVED, crate=12, received=12, expected=14, place=place)
    return view(Step.RECEIVING, receiving=card, answer=told)


def surplus() -> tuple[SurplusRow, ...]:
    return (
        SurplusRow("095200010000000317", "果园环岛店", NOW, ours=False),
        SurplusRow("095200010000000324", "", NOW, ours=False),
        SurplusRow("095200010000000331", "", NOW, ours=True),
    )


def complete_asked() -> PickupView:
    base = receiving()
    assert base.receiving is not None
    tiles = (*base.receiving.tiles[:3], tile(4, TileState.LEFT_BEHIND), *base.receiving.tiles[4:])
    card = replace(
        base.receiving,
        delivery=delivery(1, received=11, expected=13, left_behind=1),
        tiles=tiles,
        left_behind=(4,),
        surplus=surplus(),
        complete_asked=True,
    )
    return replace(base, receiving=card, answer=answer(Verdict.CONFIRM_MISSING, crates="7, 13"))


def all_received() -> PickupView:
    tiles = tuple(tile(number, TileState.RECEIVED) for number in range(1, 15))
    place = PLACES[Zone.FROZEN]
    card = ReceivingCard(
        delivery(1, received=14),
        tiles,
        (),
        (),
        (),
        tiles[13],
        can_undo=True,
        can_complete=True,
        complete_asked=False,
    )
    told = answer(Verdict.LAST_RECEIVED, crate=14, expected=14, place=place)
    return view(Step.RECEIVING, receiving=card, answer=told)


def foreign_crates() -> PickupView:
    card = ReceivingCard(
        None, (), surplus(), (), (), None, can_undo=True, can_complete=False, complete_asked=False
    )
    told = answer(Verdict.SHOP_CRATE, tail="0317", shop="果园环岛店")
    return view(Step.RECEIVING, receiving=card, answer=told)


def choose() -> PickupView:
    card = ChooseCard("4711", tuple(customer_row(at, ARRIVALS[at % 4]) for at in range(5)), more=False)
    return view(Step.CHOOSE, choose=card, answer=answer(Verdict.CHOOSE_CUSTOMER, count="5"))


def choose_two() -> PickupView:
    card = ChooseCard("4711", (customer_row(0), customer_row(1)), more=False)
    return view(Step.CHOOSE, choose=card, answer=answer(Verdict.CHOOSE_CUSTOMER, count="2"))


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


def customer() -> PickupView:
    return view(Step.CUSTOMER, customer=CUSTOMER, answer=FOUND)


def line_left() -> PickupView:
    places = (CUSTOMER.places[0], place(9, goods(2, 9, LineState.NOT_FOUND), goods(3, 9)), CUSTOMER.places[2])
    card = replace(CUSTOMER, places=places, ticked_lines=4, ticked_pieces=8, left_lines=1)
    told = answer(Verdict.LINE_LEFT, product="纯牛奶 250ml × 12 盒", why=Message("not found"))
    return view(Step.CUSTOMER, customer=card, answer=told)


def nothing_ticked() -> PickupView:
    places = (place(3, goods(0, 3, LineState.REFUSED)),)
    card = replace(CUSTOMER, places=places, ticked_lines=0, ticked_pieces=0, left_lines=1, can_confirm=False)
    return view(Step.CUSTOMER, customer=card, answer=answer(Verdict.NOTHING_TICKED))


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


def partly() -> PickupView:
    card = replace(
        CUSTOMER,
        orders=(order(6, 9), order(0, 2, SECOND_ORDER)),
        places=CUSTOMER.places[:2],
        absent=ABSENT,
        ticked_pieces=6,
        ticked_lines=4,
    )
    return view(Step.CUSTOMER, customer=card, answer=answer(Verdict.PARTLY_HERE, pieces=6, absent=6))


def many_places() -> PickupView:
    second = [goods(at, 2, order=SECOND_ORDER) for at in range(5)]
    places = (
        place(2, *second),
        place(3, goods(0, 3), goods(1, 3)),
        place(8, goods(2, 8, order=SECOND_ORDER)),
        place(9, goods(2, 9), goods(3, 9)),
        place(12, goods(4, 12, order=SECOND_ORDER)),
        place(13, goods(4, 13)),
    )
    card = replace(
        CUSTOMER,
        orders=(order(9, 9), order(12, 12, SECOND_ORDER)),
        places=places,
        ticked_lines=12,
        ticked_pieces=21,
    )
    return view(Step.CUSTOMER, customer=card, answer=answer(Verdict.CUSTOMER_FOUND, pieces=21, crates=6))


def not_here() -> PickupView:
    when = Message("on its way, expected about {at}", at="10:50")
    card = replace(
        CUSTOMER,
        orders=(order(0, 6),),
        places=(),
        absent=ABSENT,
        ticked_lines=0,
        ticked_pieces=0,
        can_confirm=False,
    )
    return view(Step.NOT_HERE, customer=card, answer=answer(Verdict.NOT_HERE_YET, when=when))


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


def handed() -> PickupView:
    return view(Step.HANDED, handed=HANDED, answer=answer(Verdict.HANDED_OVER, pieces=9, orders=2))


def handed_partly() -> PickupView:
    card = replace(HANDED, handovers=HANDED.handovers[:1], pieces=4, waiting_orders=1)
    return view(Step.HANDED, handed=card, answer=answer(Verdict.HANDED_PARTLY, pieces=4, left=5))


def already() -> PickupView:
    told = answer(Verdict.COLLECTED_ALREADY, operator="李店长", at="10:42", station="柜台1")
    return view(Step.ALREADY, handed=replace(HANDED, handovers=HANDED.handovers[:1]), answer=told)


def already_late() -> PickupView:
    told = answer(Verdict.COLLECTED_ALREADY, operator="李店长", at="06-17 18:05", station="柜台2")
    card = replace(HANDED, can_undo=False, undo_until=None)
    return view(Step.ALREADY, handed=card, answer=told)


def not_recorded() -> PickupView:
    told = answer(
        Verdict.NOT_RECORDED,
        what=Message("The disk is full: nothing was recorded for this act"),
        remedy=Message("Free some space on the disk, then do it again"),
    )
    return view(Step.CUSTOMER, customer=CUSTOMER, answer=told)


def noticed() -> PickupView:
    words = Message(
        "Order {order} was handed over twice: here by {operator}, and before at {station}. "
        "The one here does not count. Look for the goods",
        order="2026061800030117",
        operator="李店长",
        station="柜台2",
    )
    return view(Step.CUSTOMER, customer=CUSTOMER, notice=Notice(Tone.REFUSED, words))


ALL = (
    day,
    day_searched,
    nobody_found,
    day_empty,
    half_code,
    unknown_code,
    locked,
    receiving,
    complete_asked,
    all_received,
    foreign_crates,
    choose,
    choose_two,
    customer,
    line_left,
    nothing_ticked,
    partly,
    many_places,
    not_here,
    handed,
    handed_partly,
    already,
    already_late,
    not_recorded,
    noticed,
)
"""Every step and what may stand on it."""
