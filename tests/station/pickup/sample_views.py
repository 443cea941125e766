"""Views of the pickup desk for screens under test: one step each, with the goods of an invented shop."""

from dataclasses import replace
from datetime import timedelta

from cloud_api.wire.base import Zone
from station.kernel.messages import Message, Tone
from station.pickup.model.empties import BoxRow, EmptiesCard
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import (
    ChooseCard,
    DayCard,
    LineState,
    LockCard,
    Notice,
    PickupView,
    ReceivingCard,
    Step,
    TileState,
)
from station.pickup.model.words import PLACES
from tests.station.pickup.sample_parts import (
    ABSENT,
    ARRIVALS,
    CUSTOMER,
    DAY,
    FOUND,
    HANDED,
    NOW,
    SECOND_ORDER,
    answer,
    customer_row,
    delivery,
    goods,
    order,
    place,
    surplus,
    tile,
    view,
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


def empties() -> PickupView:
    since = NOW - timedelta(days=2)
    here = tuple(
        BoxRow(f"{4700 + each:08d}", each + 1, "6月17日 晚", since + timedelta(hours=9 * each))
        for each in range(5)
    )
    given = (
        BoxRow("00004811", 7, "6月18日 晚", NOW, NOW),
        BoxRow("00004810", None, "", NOW - timedelta(days=4), NOW),
    )
    told = answer(Verdict.BOX_GIVEN, box="00004811", left=len(here))
    return view(Step.EMPTIES, empties=EmptiesCard(here, given, 1, can_undo=True), answer=told)


def no_empties() -> PickupView:
    told = answer(Verdict.BOX_OF_SHOP, box="00004999", shop="团结湖")
    return view(Step.EMPTIES, empties=EmptiesCard((), (), 0, can_undo=False), answer=told)


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
    empties,
    no_empties,
)
"""Every step and what may stand on it."""
