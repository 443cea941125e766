"""The words of the customer's page: what each status means to whoever waits for their goods."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cloud_api.pages.content import Goods, OrderPage
from cloud_api.storage.clock import local
from cloud_api.wire.orders import OrderStatus, StatusStep

_STEPS = {
    OrderStatus.PAID: "已支付",
    OrderStatus.PACKED: "已打包",
    OrderStatus.DEPARTED: "已出发",
    OrderStatus.ARRIVED: "已到达",
    OrderStatus.COLLECTED: "已取货",
}
_HEADLINES = {
    OrderStatus.PAID: ("已支付", "我们收到了您的订单，截单后开始打包"),
    OrderStatus.PACKED: ("已打包", "商品已装箱，等待发车"),
    OrderStatus.DEPARTED: ("已出发", "商品正在送往自提点"),
    OrderStatus.ARRIVED: ("可以取货了", "商品已到自提点，凭取货码领取"),
    OrderStatus.PARTLY_COLLECTED: ("已取走一部分", "其余商品还在自提点，凭取货码领取"),
    OrderStatus.COLLECTED: ("已取货", "感谢您的光临"),
    OrderStatus.CANCELLED: ("已取消", "这个订单已经取消，不用来取货了；如有疑问，请联系自提点"),
}
_WORDS_ELSEWHERE = {OrderStatus.PARTLY_COLLECTED: "已取一部分", OrderStatus.CANCELLED: "已取消"}
"""Steps that stand in the place of others."""
_ALL_HERE = "在自提点，凭取货码领取"
_SOME_UNDER_WAY = "待取，有的还没到自提点，到店后凭取货码领取"
_NOTHING_PACKED = ("很抱歉，没能配齐", "这一单的商品都缺货，请联系自提点处理")


@dataclass(frozen=True)
class StepShown:
    """One step of the timeline: reached or still to come."""

    words: str
    moment: str
    reached: bool
    now: bool


@dataclass(frozen=True)
class GoodsShown:
    """One product with what the customer should know of it."""

    name: str
    spec: str
    quantity: int
    note: str
    missing: str


def headline(page: OrderPage) -> tuple[str, str]:
    """The status in big words, and what it means."""
    if page.goods and all(goods.packed == 0 for goods in page.goods):
        return _NOTHING_PACKED
    title, meaning = _HEADLINES[page.status]
    if page.status is OrderStatus.DEPARTED and page.expected_at is not None:
        meaning = f"{meaning}，预计 {moment(page.expected_at, page.zone)} 送到"
    if page.status is OrderStatus.PARTLY_COLLECTED:
        whole = any(step.status is OrderStatus.ARRIVED for step in page.timeline)
        meaning = f"还有 {page.waiting} 件{_ALL_HERE if whole else _SOME_UNDER_WAY}"
    return title, meaning


def code_hint(page: OrderPage) -> str:
    """When and how the code is used."""
    if page.status in (OrderStatus.PACKED, OrderStatus.DEPARTED):
        return "商品到店后，报取货码或出示二维码"
    return "到自提点报取货码，或出示二维码"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment by the wall clock of the warehouse: 6月19日 04:40."""
    there = local(at, zone)
    return f"{there.month}月{there.day}日 {there:%H:%M}"


def timeline(page: OrderPage) -> list[StepShown]:
    """The five steps; a collection of a part stands in the place of the last one until it is whole.

    A cancelled order has no more steps to come.
    """
    told = {step.status: step for step in page.timeline}
    order = [*_STEPS]
    if page.status is OrderStatus.CANCELLED:
        order = [OrderStatus.PAID, OrderStatus.CANCELLED]
    if page.status is OrderStatus.PARTLY_COLLECTED:
        order[-1] = OrderStatus.PARTLY_COLLECTED
    reached = max(order.index(status) for status in told if status in order)
    return [
        StepShown(
            words=_STEPS.get(status) or _WORDS_ELSEWHERE[status],
            moment=_moment_of(told.get(status), page.zone),
            reached=place <= reached,
            now=place == reached,
        )
        for place, status in enumerate(order)
    ]


def _moment_of(step: StatusStep | None, zone: ZoneInfo) -> str:
    return moment(step.at, zone) if step else ""


def goods_shown(goods: Goods) -> GoodsShown:
    """A product as a line of the page."""
    note = "，".join(_notes(goods))
    missing = f"很抱歉，缺 {goods.missing} 件" if goods.missing else ""
    return GoodsShown(goods.name, goods.spec, goods.ordered, note, missing)


def _notes(goods: Goods) -> list[str]:
    """What became of it: collected, its real weight, what goes back, what it stands in for."""
    notes = []
    if goods.collected:
        whole = goods.packed is not None and goods.collected >= goods.packed
        notes.append("已取" if whole else f"已取 {goods.collected} 件")
    if goods.weight_g:
        notes.append(f"实重 {goods.weight_g} 克")
    if goods.refund_fen:
        notes.append(f"应退 ¥{goods.refund_fen / 100:.2f}")
    if goods.stands_in_for:
        notes.append(f"替代缺货的{'、'.join(goods.stands_in_for)}")
    return notes
