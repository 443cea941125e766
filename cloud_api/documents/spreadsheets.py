"""Documents as tables: CSV and XLSX that Excel and WPS open, and that can do nothing but be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cloud_api.documents.heads import Content
from cloud_api.documents.words import (
    CHANGE_WORDS,
    GOODS_WORDS,
    ZONE_WORDS,
    moment,
    position,
    recipient_name,
    title_of,
    unpriced_words,
    window,
)
from cloud_api.sheets import Sheet, Value, write_csv, write_xlsx
from cloud_api.wire.catalogue import PickupPoint
from cloud_api.wire.documents import (
    DeliverySheet,
    DocumentLine,
    PickSheet,
    PurchaseOrder,
    RevisionSlip,
    ZoneShare,
)

_GRAMS, _FEN = 1000, 100


@dataclass(frozen=True)
class _Listed:
    """The lines of a document as a table, and what else it says."""

    header: Sequence[str]
    widths: Sequence[float]
    rows: list[Sequence[Value]]
    facts: list[tuple[str, Value]]


def as_csv(content: Content) -> bytes:
    """The lines of a document; its number and recipient stand in each row, so that files can be joined."""
    listed = _listed(content)
    known = (content.head.code, content.head.revision, content.head.recipient, recipient_name(content))
    rows = ((*known, *row) for row in listed.rows)
    return write_csv(("单号", "变更次数", "对象编码", "对象", *listed.header), rows)


def as_xlsx(content: Content) -> bytes:
    """A sheet of the lines, and one of whose document it is and its sums."""
    listed, head = _listed(content), content.head
    facts: list[tuple[str, Value]] = [
        ("单据", title_of(head)),
        ("单号", head.code),
        ("品牌", head.brand),
        ("团期", head.cycle_name),
        ("截单", moment(head, head.cut_off_at)),
        ("制单", moment(head, head.made_at)),
        ("时区", head.time_zone),
        ("仓库", f"{head.warehouse_name} {head.warehouse_address}".strip()),
        ("对象编码", head.recipient),
        ("对象", recipient_name(content)),
        *listed.facts,
    ]
    return write_xlsx(
        [
            Sheet("明细", listed.header, listed.rows, listed.widths),
            Sheet("单据", ("项目", "内容"), facts, (14, 60)),
        ]
    )


def _listed(content: Content) -> _Listed:
    match content:
        case PurchaseOrder():
            return _purchase(content)
        case PickSheet():
            return _pick(content)
        case DeliverySheet():
            return _delivery(content)
        case _:
            return _slip(content)


def _product(line: DocumentLine) -> tuple[Value, ...]:
    return line.sku, line.name, line.spec, ZONE_WORDS[line.zone], GOODS_WORDS[line.goods]


_PRODUCT = ("编码", "商品", "规格", "温层", "计量")
_PRODUCT_WIDTHS = (14, 36, 16, 8, 8)


def _purchase(order: PurchaseOrder) -> _Listed:
    rows: list[Sequence[Value]] = [
        (
            *_product(line),
            line.gtin or "",
            line.quantity,
            line.unit.name if line.unit else "",
            line.unit.pieces if line.unit else None,
            line.cases,
            line.loose,
            line.weight_g / _GRAMS,
            line.cost_fen / _FEN if line.cost_fen else None,
            line.amount_fen / _FEN if line.cost_fen else None,
        )
        for line in order.lines
    ]
    header = (*_PRODUCT, "条码", "件数", "箱规", "每箱件数", "整箱", "散件", "重量kg", "单价元", "金额元")
    supplier = order.supplier
    facts: list[tuple[str, Value]] = [
        ("联系人", supplier.contact),
        ("电话", supplier.phone),
        ("地址", supplier.address),
        ("品种", len(order.lines)),
        ("件数", order.pieces),
        ("重量kg", order.weight_g / _GRAMS),
        ("体积L", order.volume_ml / 1000),
        (f"金额元{unpriced_words(order)}", order.amount_fen / _FEN),
    ]
    return _Listed(header, (*_PRODUCT_WIDTHS, 16, 8), rows, facts)


def _pick(sheet: PickSheet) -> _Listed:
    rows: list[Sequence[Value]] = [
        (
            group.category,
            line.bin,
            *_product(line),
            line.gtin or "",
            line.quantity,
            line.orders,
            line.weight_g / _GRAMS,
            line.volume_ml / 1000,
        )
        for group in sheet.groups
        for line in group.lines
    ]
    header = ("分类", "库位", *_PRODUCT, "条码", "件数", "订单数", "重量kg", "体积L")
    facts: list[tuple[str, Value]] = [
        ("波次", sheet.wave),
        ("订单", sheet.orders),
        *_sums(sheet.pieces, sheet.weight_g, sheet.volume_ml),
        *_shares(sheet.zones),
    ]
    return _Listed(header, (14, 12, *_PRODUCT_WIDTHS, 16, 8), rows, facts)


def _delivery(sheet: DeliverySheet) -> _Listed:
    rows: list[Sequence[Value]] = [
        (
            place,
            order.order_no,
            order.customer,
            order.phone,
            order.address,
            *_product(line),
            line.quantity,
            line.weight_g / 1000 if line.weight_g else None,
        )
        for place, order in enumerate(sheet.orders, 1)
        for line in order.lines
    ]
    header = ("序", "订单号", "客户", "电话", "地址", *_PRODUCT, "件数", "称重商品（kg）")
    facts: list[tuple[str, Value]] = [
        *_point(sheet.pickup_point),
        ("波次", sheet.wave),
        ("订单", len(sheet.orders)),
        *_sums(sheet.pieces, sheet.weight_g, sheet.volume_ml),
        *_shares(sheet.zones),
    ]
    return _Listed(header, (6, 24, 10, 14, 24, *_PRODUCT_WIDTHS, 8, 14), rows, facts)


def _slip(slip: RevisionSlip) -> _Listed:
    rows: list[Sequence[Value]] = []
    for change in slip.changes:
        told: tuple[Value, ...] = (
            CHANGE_WORDS.get(change.kind, change.kind),
            change.order_no,
            change.reason,
            change.made_by,
            moment(slip.head, change.made_at),
            "是" if change.in_crates else "",
            change.moved_from,
            change.moved_to,
            change.address_before,
            change.address_after,
        )
        lines: Iterable[tuple[Value, ...]] = [
            (each.sku, each.name, each.spec, ZONE_WORDS[each.zone], each.before, each.after)
            for each in change.products
        ]
        rows += [(*told, *line) for line in lines or [("", "", "", "", None, None)]]
    of_change = (
        "变更",
        "订单号",
        "原因",
        "经办",
        "时间",
        "已装箱",
        "原自提点",
        "新自提点",
        "原地址",
        "新地址",
    )
    of_product = ("编码", "商品", "规格", "温层", "原数量", "现数量")
    facts: list[tuple[str, Value]] = [("变更原单", slip.base_code or "")]
    facts += [(each.name or each.sku, f"{each.before} → {each.after}") for each in slip.products]
    return _Listed((*of_change, *of_product), (12, 24, 24, 14, 18, 8, 12), rows, facts)


def _point(point: PickupPoint) -> list[tuple[str, Value]]:
    return [
        ("地址", point.address),
        ("联系人", point.contact),
        ("电话", point.phone),
        ("收货时间", window(point)),
        ("位置", position(point)),
        ("装法", "每单一袋" if point.parcels else ""),
    ]


def _sums(pieces: int, weight_g: int, volume_ml: int) -> list[tuple[str, Value]]:
    return [("件数", pieces), ("重量kg", weight_g / _GRAMS), ("体积L", volume_ml / 1000)]


def _shares(shares: Sequence[ZoneShare]) -> list[tuple[str, Value]]:
    return [(f"{ZONE_WORDS[share.zone]}件数", share.pieces) for share in shares]
