"""What the slip says that a customer takes home: what was handed over, what is still to come, by whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hardware.receipt import Align, Blank, Cell, Columns, Line, Receipt, Rule, Size, Text
from station.kernel.messages import Message, Texts
from station.pickup.model.goods import CustomerGoods, OrderGoods, Portion
from station.pickup.model.picture import ORDER_TAIL
from station.pickup.model.records import StoredHandover
from station.pickup.model.rules import called
from station.pickup.model.view import Left, LineKey
from station.pickup.model.words import Moments

STAYS_WORDS = {
    None: Message("Still to be collected"),
    Left.NOT_FOUND: Message("Not found"),
    Left.REFUSED: Message("Not wanted, stays here"),
}
NAME_SHARE, COUNT_SHARE = 5, 1


@dataclass(frozen=True)
class SlipHead:
    """What every slip of this desk bears; `texts` gives the language, `moments` the clock on the wall."""

    texts: Texts
    moments: Moments
    brand: str
    shop: str
    is_copy: bool = False

    def say(self, words: Message) -> str:
        """A sentence in the language of the slip."""
        return self.texts.say(words)


@dataclass(frozen=True)
class SlipContent:
    """Handovers of one customer with what the shop knows of their orders, and what was left on purpose.

    Of the person nothing goes on paper but the last four digits of the phone, or of the order number.
    """

    handovers: Sequence[StoredHandover]
    goods: Sequence[CustomerGoods]
    """Each order of the handovers, once, as it stands after them."""
    left: Mapping[LineKey, Left] = field(default_factory=dict)


def handover_slip(head: SlipHead, content: SlipContent) -> Receipt:
    """The slip of one or several handovers."""
    return Receipt((*_title(head, content), *_orders(head, content), *_foot(head, content)))


def _title(head: SlipHead, content: SlipContent) -> Iterator[Line]:
    customer = content.goods[0]
    yield Text(head.brand, Size.LARGE, bold=True, align=Align.CENTRE)
    yield Text(head.say(Message("Handover slip")), Size.LARGE, align=Align.CENTRE)
    if head.is_copy:
        yield Text(head.say(Message("Reprint")), Size.LARGE, bold=True, align=Align.CENTRE)
    yield Rule(bold=True)
    what = head.say(Message("Phone ending in")) if customer.phone else head.say(Message("Order ending in"))
    yield Columns((Cell(what, 2), Cell(customer.tail, 1, Align.RIGHT)), Size.LARGE, bold=True)
    yield Text(head.shop)


def _orders(head: SlipHead, content: SlipContent) -> Iterator[Line]:
    for goods in content.goods:
        for order in goods.orders:
            yield Rule()
            yield from _order(head, content, order)


def _order(head: SlipHead, content: SlipContent, order: OrderGoods) -> Iterator[Line]:
    given = [each for each in content.handovers if each.order_id == order.id]
    number = head.say(Message("Order …{number}", number=order.order_no[-ORDER_TAIL:]))
    at = min(each.at for each in given)
    moment = head.moments.local(at).strftime("%m-%d %H:%M")
    yield Columns((Cell(number, 3), Cell(moment, 2, Align.RIGHT)), Size.SMALL)
    for each in given:
        if not each.undone:
            yield from (_row(called(line.name, line.spec), line.quantity) for line in each.lines)
    yield from _stays(head, content, order)
    yield from _part(
        head.say(Message("Not packed, refunded")),
        [(called(line.name, line.spec), line.quantity) for line in order.missing],
    )
    back = [line for each in given if each.undone for line in each.lines]
    yield from _part(
        head.say(Message("Taken back")), [(called(line.name, line.spec), line.quantity) for line in back]
    )


def _stays(head: SlipHead, content: SlipContent, order: OrderGoods) -> Iterator[Line]:
    """What was packed and did not go along, by why."""
    open_portions = (*order.here(), *order.absent())
    for why, words in STAYS_WORDS.items():
        portions = [each for each in open_portions if _why(content, each) is why]
        rows = [(called(each.line.name, each.line.spec), each.quantity) for each in portions]
        yield from _part(head.say(words), rows)


def _why(content: SlipContent, portion: Portion) -> Left | None:
    return content.left.get(portion.line.key) if portion.line.received else None


def _part(title: str, rows: Sequence[tuple[str, int]]) -> Iterator[Line]:
    if rows:
        yield Blank()
        yield Text(title, bold=True)
        yield from (_row(name, quantity) for name, quantity in rows)


def _row(name: str, quantity: int) -> Line:
    return Columns((Cell(name, NAME_SHARE), Cell(f"×{quantity}", COUNT_SHARE, Align.RIGHT)))


def _foot(head: SlipHead, content: SlipContent) -> Iterator[Line]:
    standing = [each for each in content.handovers if not each.undone]
    pieces = sum(line.quantity for each in standing for line in each.lines)
    yield Rule()
    yield Columns((Cell(head.say(Message("Handed over")), 2), Cell(f"×{pieces}", 1, Align.RIGHT)), bold=True)
    by = {each.operator or each.station: None for each in content.handovers}
    yield Text(head.say(Message("Handed over by {name}", name=" · ".join(by))), Size.SMALL)
    yield Text(head.say(Message("Printed {moment}", moment=head.moments.printed())), Size.SMALL)
