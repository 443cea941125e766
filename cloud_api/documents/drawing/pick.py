"""The look of a pick sheet 分拣任务单."""

from collections.abc import Iterator
from dataclasses import replace

from cloud_api.documents.drawing.heads import cold_shares, letterhead, recipient, sums
from cloud_api.documents.drawing.table import Cells, Column, Fill, Table, blank_fields, section
from cloud_api.documents.paper.flow import Flow, Piece, kept_together
from cloud_api.documents.paper.typeface import Typefaces
from cloud_api.documents.words import GOODS_WORDS, NO_CATEGORY, kilograms, litres, recipient_name
from cloud_api.wire.documents import PickGroup, PickLine, PickSheet

_COLUMNS = (
    Column("", 6.5, Fill.TICK),
    Column("库位", 25, size=10.5, bold=True),
    Column("", 10.5, Fill.ZONE),
    Column("商品 / 规格", 73),
    Column("条码", 27, size=8),
    Column("件数", 17, Fill.NUMBER, 12, bold=True),
    Column("订单", 12, Fill.NUMBER, 8.5),
    Column("重量 kg", 15, Fill.NUMBER, 8.5),
)


def draw_pick_sheet(flow: Flow, faces: Typefaces, sheet: PickSheet) -> None:
    """Draw a pick sheet."""
    wave = () if sheet.wave is None else (f"波次 {sheet.wave}",)
    bags = ("每单一袋",) if sheet.pickup_point.parcels else ()
    flow.put([letterhead(faces, sheet.head, (*wave, *bags))])
    facts = (("编码", sheet.pickup_point.code), ("路线", sheet.pickup_point.route or ""))
    flow.put(recipient(faces, "自提点", recipient_name(sheet), facts))
    told = (
        ("订单", f"{sheet.orders:,}"),
        ("品种", f"{sheet.lines:,}"),
        ("件数", f"{sheet.pieces:,}"),
        ("重量", kilograms(sheet.weight_g)),
        ("体积", litres(sheet.volume_ml)),
    )
    flow.put([sums(faces, told), *cold_shares(sheet.zones)])
    table = Table(faces, _COLUMNS)
    flow.put(_pieces(faces, table, sheet), table.head())


def _pieces(faces: Typefaces, table: Table, sheet: PickSheet) -> Iterator[Piece]:
    pieces = [piece for group in sheet.groups for piece in _group(faces, table, group)]
    yield from pieces[:-1]
    if pieces:
        yield replace(pieces[-1], glued=True)
    yield blank_fields(("分拣人", "复核人", "完成时间"))


def _group(faces: Typefaces, table: Table, group: PickGroup) -> Iterator[Piece]:
    """A category with its lines; where a page turns in it, its name is said again."""
    name = group.category.strip() or NO_CATEGORY
    yield replace(section(faces, name, f"{len(group.lines):,} 种 · {group.pieces:,} 件"), glued=True)
    again = section(faces, f"{name}（续）")
    for row in kept_together([table.row(_cells(line)) for line in group.lines]):
        yield replace(row, again=again)


def _cells(line: PickLine) -> Cells:
    spec = " · ".join(filter(None, (GOODS_WORDS[line.goods], line.spec.strip(), line.sku)))
    return (
        None,
        line.bin,
        line.zone,
        (line.name.strip() or line.sku, spec),
        line.gtin or "",
        f"{line.quantity:,}",
        f"{line.orders:,}",
        f"{line.weight_g / 1000:,.2f}",
    )
