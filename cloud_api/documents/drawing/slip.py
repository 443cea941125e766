"""The look of a revision slip 变更单: sums before and after, then each change with its reason."""

from collections.abc import Iterator
from dataclasses import replace

from cloud_api.documents.drawing.heads import letterhead, recipient
from cloud_api.documents.drawing.table import Cells, Column, Fill, Table, blank_fields, section
from cloud_api.documents.paper.flow import Flow, Piece, kept_together
from cloud_api.documents.paper.typeface import Typefaces
from cloud_api.documents.words import CHANGE_WORDS, moment, recipient_name
from cloud_api.wire.documents import ChangedOrder, ChangedProduct, DocumentKind, RevisionSlip

_SUMS = (
    Column("", 10.5, Fill.ZONE),
    Column("商品 / 规格", 88),
    Column("编码", 33.5, size=8),
    Column("原数量", 18, Fill.NUMBER),
    Column("现数量", 18, Fill.NUMBER, 11, bold=True),
    Column("增减", 18, Fill.NUMBER, 10, bold=True),
)
_CHANGES = (
    Column("", 6.5, Fill.TICK),
    Column("变更", 24, bold=True),
    Column("订单", 41, size=8.5),
    Column("内容", 72, size=8.5),
    Column("原因 / 经办", 42.5, size=8.5),
)


def draw_slip(flow: Flow, faces: Typefaces, slip: RevisionSlip) -> None:
    """Draw a revision slip."""
    base = (f"变更原单 {slip.base_code}",) if slip.base_code else ()
    flow.put([letterhead(faces, slip.head, base)])
    label = "供应商" if slip.head.kind is DocumentKind.PURCHASE_ORDER else "自提点"
    flow.put(recipient(faces, label, recipient_name(slip), (("编码", slip.head.recipient),)))
    if slip.products:
        table = Table(faces, _SUMS)
        above = section(faces, "数量变更", f"{len(slip.products):,} 种")
        flow.put(kept_together([table.row(_sum_cells(each)) for each in slip.products]), table.head(), above)
    table = Table(faces, _CHANGES)
    above = section(faces, "变更明细", f"{len(slip.changes):,} 项")
    flow.put(_changes(table, slip), table.head(), above)


def _changes(table: Table, slip: RevisionSlip) -> Iterator[Piece]:
    rows = kept_together([table.row(_change_cells(slip, change)) for change in slip.changes])
    yield from rows[:-1]
    if rows:
        yield replace(rows[-1], glued=True)
    yield blank_fields(("经办", "确认", "时间"))


def _sum_cells(product: ChangedProduct) -> Cells:
    return (
        product.zone,
        (product.name.strip() or product.sku, product.spec.strip()),
        product.sku,
        f"{product.before:,}",
        f"{product.after:,}",
        f"{product.after - product.before:+,}",
    )


def _change_cells(slip: RevisionSlip, change: ChangedOrder) -> Cells:
    what = CHANGE_WORDS.get(change.kind, change.kind)
    who = " · ".join(filter(None, (change.customer, change.phone)))
    goods = [
        f"{each.before:,} → {each.after:,} 件 · {each.name.strip() or each.sku}" for each in change.products
    ]
    by = f"{change.made_by} {moment(slip.head, change.made_at)}"
    return (
        None,
        (what, "已装箱，请取出" if change.in_crates else ""),
        (change.order_no, who),
        "\n".join(filter(None, (_way(change), *goods))),
        (change.reason.strip() or "未说明", by),
    )


def _way(change: ChangedOrder) -> str:
    if change.moved_to:
        return f"转至自提点 {change.moved_to}"
    if change.moved_from:
        return f"自提点 {change.moved_from} 转来"
    if change.address_before or change.address_after:
        return f"地址 {change.address_before or '无'} → {change.address_after or '无'}"
    return ""
