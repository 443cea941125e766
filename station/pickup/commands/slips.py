"""The slip of what is on the screen, read from the database; and whatever puts it on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.protocols import PrintReport
from hardware.receipt import Receipt
from station.kernel.ids import CollectionId
from station.kernel.messages import Texts
from station.kernel.settings import SlipWish
from station.pickup.commands.desk import Desk
from station.pickup.documents import SlipContent, SlipHead, handover_slip
from station.pickup.model.goods import CustomerGoods
from station.pickup.store import handovers, orders


class SlipPress(Protocol):
    """Puts slips on paper; implemented where drivers may be chosen."""

    def is_there(self) -> bool:
        """Whether this desk has a receipt printer now; asks no device."""
        ...

    def print(self, receipt: Receipt) -> PrintReport:
        """Draw and print; as slow as the printer, so never on the store thread. Raises Trouble."""
        ...


@dataclass(frozen=True)
class SlipGround:
    """What slips of this desk are made of."""

    press: SlipPress
    texts: Texts
    brand: str
    shop: str
    wish: SlipWish


@dataclass(frozen=True)
class OrderedSlip:
    """A slip that may leave the store thread."""

    receipt: Receipt
    collections: frozenset[CollectionId]
    tail: str
    """How the customer is called on the screen."""


def order_slip(
    desk: Desk, ground: SlipGround, collections: Sequence[CollectionId], *, is_copy: bool
) -> OrderedSlip | None:
    """The slip of these handovers; None where none of them stands any more."""
    with desk.database.look() as connection:
        given = handovers.handovers(connection, collections)
        if all(each.undone for each in given):
            return None
        order_ids = dict.fromkeys(each.order_id for each in given)
        read = (orders.order(connection, order_id) for order_id in order_ids)
        goods = [customer for customer in read if customer is not None]
    head = SlipHead(ground.texts, desk.moments(), ground.brand, ground.shop, is_copy)
    receipt = handover_slip(head, SlipContent(given, goods, desk.handed_left))
    return OrderedSlip(receipt, frozenset(collections), _tail(goods))


def _tail(goods: Sequence[CustomerGoods]) -> str:
    return goods[0].tail
