"""What the sync tells people, in words: kinds of record, what the cloud said, how wrong the clock is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from cloud_api.wire.refusals import FactSettlement
from station.kernel.messages import Message, Tone
from station.sync.leases import LEASE_REFUSED

FACT_WORDS: dict[str, Message] = {
    FactKind.WAVE_STARTED: Message("Wave started"),
    FactKind.ITEM_PUT: Message("Goods put into a crate"),
    FactKind.PUT_UNDONE: Message("Goods taken back out of a crate"),
    FactKind.PRODUCT_SHORT: Message("Product declared short"),
    FactKind.PRODUCT_SUBSTITUTED: Message("Another product stands in"),
    FactKind.SUBSTITUTION_UNDONE: Message("Substitution taken back"),
    FactKind.ORDER_INTERCEPTED: Message("Cancelled order left out of its wave"),
    FactKind.CRATE_CLOSED: Message("Crate closed"),
    FactKind.WAVE_COMPLETED: Message("Wave completed"),
    FactKind.WAVE_HANDED_OVER: Message("Wave handed over"),
    FactKind.LABEL_REPRINTED: Message("Label printed again"),
    FactKind.ROUTES_PUBLISHED: Message("Routes published"),
    FactKind.CRATE_LOADED: Message("Crate loaded on to its van"),
    FactKind.CRATE_UNLOADED: Message("Crate taken off its van"),
    FactKind.VAN_DEPARTED: Message("Van departed"),
    FactKind.CRATE_RECEIVED: Message("Crate received at the shop"),
    FactKind.RECEIPT_UNDONE: Message("Receipt of a crate taken back"),
    FactKind.RECEIPT_COMPLETED: Message("Delivery received"),
    FactKind.ORDER_COLLECTED: Message("Order handed over"),
    FactKind.COLLECTION_UNDONE: Message("Handover taken back"),
    FactKind.OVERRIDE_GIVEN: Message("Let pass by a supervisor"),
    FactKind.STOCK_MOVED: Message("Goods moved"),
    FactKind.PRODUCT_SLOTTED: Message("Product given another pick bin"),
    FactKind.GOODS_RECEIVED: Message("Goods received"),
    FactKind.GOODS_RECEIPT_UNDONE: Message("Receipt of goods taken back"),
    FactKind.PURCHASE_CLOSED: Message("Purchase order done"),
    FactKind.PURCHASE_REOPENED: Message("Purchase order opened again"),
    FactKind.COUNT_ASKED: Message("Count asked"),
    FactKind.COUNT_TAKEN: Message("Bin counted"),
    FactKind.COUNT_SETTLED: Message("Count decided by a supervisor"),
    FactKind.WORK_DONE: Message("Work of an hour"),
    FactKind.CRATE_WEIGHED: Message("Crate weighed"),
    FactKind.CRATE_REOPENED: Message("Crate opened again"),
    FactKind.CRATE_REPACKED: Message("Crate packed anew"),
    FactKind.CRATE_EMPTIED: Message("Crate emptied"),
    FactKind.BOX_USED: Message("Box taken for a crate"),
    FactKind.BOX_RETURNED: Message("Box came back"),
    FactKind.CRATE_EMPTYING_UNDONE: Message("Emptying taken back"),
    FactKind.BOX_RETURN_UNDONE: Message("Giving a box back undone"),
    FactKind.GIFT_BOX_MADE: Message("Gift box packed"),
    FactKind.GIFT_BOX_UNDONE: Message("Gift box taken apart"),
}

COLLECTED_TWICE = "collected_twice"
"""Notice: this station handed out pieces that another desk had handed out before."""
UNKNOWN_CHANGE = "unknown_change"
UNREADABLE_CHANGE = "unreadable_change"


def fact_words(kind: str) -> Message:
    """A kind of record as people call it; one of another version of the program by its own name."""
    return FACT_WORDS.get(kind) or Message("Record {kind}", kind=kind)


def _lease_lost(body: dict[str, Any]) -> Message:
    if taken_by := body.get("taken_by"):
        return Message("A wave of this desk was taken over by {station}", station=taken_by)
    return Message("A wave of this desk was given to another desk")


def _lease_refused(body: dict[str, Any]) -> Message:
    return Message("A wave of this desk was not kept for it: {why}", why=body.get("why", ""))


def _waves_ready(body: dict[str, Any]) -> Message:
    waves, cycle = body.get("waves", "?"), body.get("cycle_name", "")
    return Message("{waves} waves are ready: {cycle}", waves=waves, cycle=cycle)


def _fact_settled(body: dict[str, Any]) -> Message:
    by, what = body.get("by", ""), fact_words(str(body.get("kind", "")))
    if body.get("how") == FactSettlement.APPLIED:
        return Message("A refused record is accepted now, tried again by {by}: {record}", by=by, record=what)
    note = body.get("note", "")
    return Message("A refused record is settled by {by}: {record}. {note}", by=by, record=what, note=note)


def collected_twice(body: dict[str, Any]) -> Message:
    """Pieces that went out at two desks; `body` has order_no, operator (of here) and station (the other)."""
    return Message(
        "Order {order} was handed over twice: here by {operator}, and before at {station}. "
        "The one here does not count. Look for the goods",
        order=body.get("order_no", "?"),
        operator=body.get("operator", ""),
        station=body.get("station", ""),
    )


def _unknown_change(_body: dict[str, Any]) -> Message:
    return Message("The cloud told something this version does not know. Ask IT to update the station")


def _unreadable_change(_body: dict[str, Any]) -> Message:
    return Message("A message of the cloud could not be read; it is kept here. Tell IT")


NOTICE_WORDS: dict[str, tuple[Tone, Callable[[dict[str, Any]], Message]]] = {
    ChangeKind.LEASE_LOST: (Tone.REFUSED, _lease_lost),
    LEASE_REFUSED: (Tone.REFUSED, _lease_refused),
    ChangeKind.WAVES_READY: (Tone.INFO, _waves_ready),
    ChangeKind.FACT_SETTLED: (Tone.INFO, _fact_settled),
    COLLECTED_TWICE: (Tone.REFUSED, collected_twice),
    UNKNOWN_CHANGE: (Tone.ASK, _unknown_change),
    UNREADABLE_CHANGE: (Tone.ASK, _unreadable_change),
}


def clock_words(offset: timedelta) -> Message:
    """How far this PC's clock is off; `offset` is the cloud's clock minus this PC's."""
    slow, minutes = offset > timedelta(), round(abs(offset).total_seconds() / 60)
    span = _span(minutes)
    if slow:
        return Message("This PC's clock is {span} slow. Set it right", span=span)
    return Message("This PC's clock is {span} fast. Set it right", span=span)


def _span(minutes: int) -> Message:
    if minutes < 120:
        return Message("{count} minutes", count=minutes)
    if minutes < 48 * 60:
        return Message("{count} hours", count=round(minutes / 60))
    return Message("{count} days", count=round(minutes / 60 / 24))
