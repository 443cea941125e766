"""Zero and tare pressed here instead of on the scale: what they are called, and what came of them."""

from enum import StrEnum

from hardware.protocols import ScaleOrder
from station.devices.model.told import Told
from station.kernel.messages import Message, Tone


class OrderVerdict(StrEnum):
    """What came of an order to a scale."""

    OBEYED = "obeyed"
    """Its weight says so."""
    NOT_SEEN = "not_seen"
    """It was told, and its weight did not follow in time: most likely it refused."""
    SILENT = "silent"
    """It was told, and says nothing that means a weight."""
    NO_WORD = "no_word"
    """Its protocol has no word for that, or the scale is not in use."""


ORDER_WORDS = {
    ScaleOrder.ZERO: Message("Zero"),
    ScaleOrder.TARE: Message("Tare"),
    ScaleOrder.CLEAR_TARE: Message("Clear tare"),
}
NO_ORDERS = Message("This scale takes no orders over its cable: press zero and tare on the scale itself")
UNDER_WAY = Told(Tone.INFO, Message("The scale was told. Wait until it is still"))
_OBEYED = {
    ScaleOrder.ZERO: Message("The scale stands at zero"),
    ScaleOrder.TARE: Message("The load is the tare now"),
    ScaleOrder.CLEAR_TARE: Message("The tare is cleared"),
}
_NOT_SEEN = {
    ScaleOrder.ZERO: Message(
        "The scale did not go to zero. Clear the pan and the tare, wait until it is still, and try again"
    ),
    ScaleOrder.TARE: Message(
        "The scale took no tare. Put the empty box on it, wait until it is still, and try again"
    ),
    ScaleOrder.CLEAR_TARE: Message("The weight did not change: the scale had no tare, or is not still"),
}
_SILENT = Message("The scale does not answer. Check that it is on and that its cable is in")


def told_of_order(order: ScaleOrder, verdict: OrderVerdict) -> Told:
    """What to tell of an order."""
    match verdict:
        case OrderVerdict.OBEYED:
            return Told(Tone.OK, _OBEYED[order])
        case OrderVerdict.NOT_SEEN:
            return Told(Tone.ASK, _NOT_SEEN[order])
        case OrderVerdict.SILENT:
            return Told(Tone.REFUSED, _SILENT)
        case OrderVerdict.NO_WORD:
            return Told(Tone.ASK, NO_ORDERS)
