"""The look of a purchase order 采购指令单."""

from collections.abc import Iterator
from dataclasses import replace

from cloud_api.documents.drawing.heads import letterhead, recipient, sums
from cloud_api.documents.drawing.table import Cells, Column, Fill, Table, blank_fields
from cloud_api.documents.paper.flow import Flow, Piece, kept_together
from cloud_api.documents.paper.typeface import Typefaces
from cloud_api.documents.words import (
    GOODS_WORDS,
    in_cases,
    kilograms,
    litres,
    recipient_name,
    unpriced_words,
    yuan,
)
from cloud_api.wire.documents import PurchaseLine, PurchaseOrder

_COLUMNS = (
    Column("序", 9.5, Fill.NUMBER, 8),
    Column("", 10.5, Fill.ZONE),
    Column("商品 / 规格", 60),
    Column("编码 / 条码", 31, size=8),
    Column("件数", 17, Fill.NUMBER, 11, bold=True),
    Column("箱数", 22, Fill.NUMBER, 8.5),
    Column("重量 kg", 16, Fill.NUMBER, 8.5),
    Column("金额 元", 20, Fill.NUMBER, 8.5),
)


def draw_purchase_order(flow: Flow, faces: Typefaces, order: PurchaseOrder) -> None:
    """Draw a purchase order."""
    supplier, head = order.supplier, order.head
    flow.put([letterhead(faces, head)])
    to = f"{head.warehouse_name} {head.warehouse_address}".strip()
    contact = f"{supplier.contact} {supplier.phone}".strip()
    facts = (("联系", contact), ("地址", supplier.address), ("送至", to))
    flow.put(recipient(faces, "供应商", recipient_name(order), facts))
    amount = f"¥{yuan(order.amount_fen)}" if order.amount_fen else "未定价"
    told = (
        ("品种", f"{len(order.lines):,}"),
        ("件数", f"{order.pieces:,}"),
        ("重量", kilograms(order.weight_g)),
        ("体积", litres(order.volume_ml)),
        (f"金额{unpriced_words(order)}" if order.amount_fen else "金额", amount),
    )
    flow.put([sums(faces, told), Piece(2, lambda _page, _x, _y: None)])
    table = Table(faces, _COLUMNS)
    flow.put(_rows(table, order), table.head())


def _rows(table: Table, order: PurchaseOrder) -> Iterator[Piece]:
    rows = kept_together([table.row(_cells(place, line)) for place, line in enumerate(order.lines, 1)])
    yield from rows[:-1]
    if rows:
        yield replace(rows[-1], glued=True)
    yield blank_fields(("供应商确认", "送货日期", "收货人", "收货日期"))


def _cells(place: int, line: PurchaseLine) -> Cells:
    spec = " · ".join(filter(None, (GOODS_WORDS[line.goods], line.spec.strip())))
    price = f"@{yuan(line.cost_fen)}" if line.cost_fen else ""
    unit = f"每{line.unit.name} {line.unit.pieces:,} 件" if line.unit else ""
    return (
        str(place),
        line.zone,
        (line.name.strip() or line.sku, spec),
        (line.sku, line.gtin or ""),
        f"{line.quantity:,}",
        (in_cases(line), unit),
        f"{line.weight_g / 1000:,.2f}",
        (yuan(line.amount_fen) if line.cost_fen else "—", price),
    )
