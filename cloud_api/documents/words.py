"""What documents call things, and numbers and moments as people read them."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cloud_api.documents.heads import Content
from cloud_api.storage.clock import local
from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Datum, Goods, PickupPoint
from cloud_api.wire.documents import DocumentHead, DocumentKind, PurchaseLine, PurchaseOrder, RevisionSlip

KIND_WORDS = {
    DocumentKind.PURCHASE_ORDER: "采购指令单",
    DocumentKind.PICK_SHEET: "分拣任务单",
    DocumentKind.DELIVERY_SHEET: "配送任务单",
}
ZONE_WORDS = {Zone.AMBIENT: "常温", Zone.CHILLED: "冷藏", Zone.FROZEN: "冷冻"}
GOODS_WORDS = {Goods.PIECE: "", Goods.WEIGHT: "称重"}
CHANGE_WORDS = {
    "cancelled": "取消",
    "resumed": "恢复",
    "moved": "更换自提点",
    "address_changed": "更改地址",
    "shortened": "缺货减量",
    "substituted": "换货",
    "restored": "缺货撤回",
}
NO_CATEGORY = "其他"
_DATUM_WORDS = {Datum.WGS_84: "WGS-84", Datum.GCJ_02: "GCJ-02"}


def title_of(head: DocumentHead) -> str:
    """What a document is called: 采购指令单, or 采购指令单 变更单 2."""
    kind = KIND_WORDS[head.kind]
    return f"{kind} 变更单 {head.revision}" if head.revision else kind


def recipient_name(content: Content) -> str:
    """Whom a document is for; the code where no name is told."""
    if isinstance(content, RevisionSlip):
        name = content.recipient_name
    elif isinstance(content, PurchaseOrder):
        name = content.supplier.name
    else:
        name = content.pickup_point.name
    return name.strip() or content.head.recipient


def kilograms(weight_g: int) -> str:
    """Grams for people."""
    return f"{weight_g / 1000:,.2f} kg"


def litres(volume_ml: int) -> str:
    """Millilitres for people: from a cubic metre on in cubic metres."""
    return f"{volume_ml / 1e6:,.2f} m³" if volume_ml >= 1_000_000 else f"{volume_ml / 1000:,.1f} L"


def yuan(fen: int) -> str:
    """Fen for people."""
    return f"{fen / 100:,.2f}"


def unpriced_words(order: PurchaseOrder) -> str:
    """（8 种未定价）, so that nobody takes a part for the whole sum; nothing where all have a price."""
    return f"（{order.unpriced:,} 种未定价）" if order.unpriced else ""


def clock_of(head: DocumentHead) -> tzinfo:
    """The wall clock of the warehouse; UTC where its zone is not known on this machine."""
    try:
        return ZoneInfo(head.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment(head: DocumentHead, at: datetime) -> str:
    """A moment by the wall clock of the warehouse."""
    return f"{local(at, clock_of(head)):%Y-%m-%d %H:%M}"


def position(point: PickupPoint) -> str:
    """Latitude, longitude and what they are measured against; "" where the position is not known."""
    if point.latitude is None or point.longitude is None:
        return ""
    return f"{point.latitude:.6f}, {point.longitude:.6f}（{_DATUM_WORDS[point.datum]}）"


def window(point: PickupPoint) -> str:
    """When the shop takes deliveries."""
    match point.receive_from, point.receive_until:
        case None, None:
            return "全天"
        case None, until:
            return f"{until} 前"
        case start, None:
            return f"{start} 后"
        case start, until:
            return f"{start}–{until}"


def in_cases(line: PurchaseLine) -> str:
    """Pieces told in cases: 5 箱 + 3; "" where the product comes in pieces only."""
    if line.unit is None:
        return ""
    parts = [f"{line.cases:,} {line.unit.name}"] if line.cases else []
    if line.loose:
        parts.append(f"{line.loose:,} 件")
    return " + ".join(parts)
