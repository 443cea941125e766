"""The look of a delivery sheet 配送任务单: two columns of orders, so that a shop gets half the paper."""

from collections.abc import Iterator
from dataclasses import replace

from cloud_api.documents.drawing.heads import cold_shares, letterhead, recipient, sums
from cloud_api.documents.drawing.table import baseline, blank_fields, draw_zone, paragraph_height
from cloud_api.documents.paper.flow import Flow, Piece
from cloud_api.documents.paper.page import POINTS_MM, Page
from cloud_api.documents.paper.typeface import Typefaces
from cloud_api.documents.words import kilograms, litres, position, recipient_name, window
from cloud_api.wire.base import Zone
from cloud_api.wire.documents import DeliveryLine, DeliveryOrder, DeliverySheet
from cloud_api.wire.maps import map_link

_COLUMNS, _GAP_MM = 2, 6.0
_NUMBER_MM, _QUANTITY_MM, _MARK_MM = 9.0, 9.0, 10.0
_SIZE, _SMALL = 8.5, 8.0
_LEAST_TOGETHER = 3
"""Lines of an order that stay with its number even where the order goes on over the page."""


def draw_delivery_sheet(flow: Flow, faces: Typefaces, sheet: DeliverySheet) -> None:
    """Draw a delivery sheet."""
    point = sheet.pickup_point
    wave = () if sheet.wave is None else (f"波次 {sheet.wave}",)
    bags = ("每单一袋",) if point.parcels else ()
    flow.put([letterhead(faces, sheet.head, (*wave, *bags))])
    facts = (
        ("地址", point.address),
        ("联系", f"{point.contact} {point.phone}".strip()),
        ("收货时间", window(point)),
        ("位置", position(point)),
        ("编码 / 路线", " · ".join(filter(None, (point.code, (point.route or "").strip())))),
    )
    flow.put(recipient(faces, "自提点", recipient_name(sheet), facts, map_link(point)))
    told = (
        ("订单", f"{len(sheet.orders):,}"),
        ("件数", f"{sheet.pieces:,}"),
        ("重量", kilograms(sheet.weight_g)),
        ("体积", litres(sheet.volume_ml)),
    )
    signed = blank_fields(("送达箱数", "送货人", "收货人", "时间"))
    flow.put([sums(faces, told), *cold_shares(sheet.zones), signed])
    flow.set_columns(_COLUMNS, _GAP_MM)
    block = _OrderBlock(faces, flow.width)
    for place, order in enumerate(sheet.orders, 1):
        flow.put(block.pieces(place, order))


class _OrderBlock:
    """Makes the pieces of one order after the other."""

    def __init__(self, faces: Typefaces, width: float) -> None:
        self._faces = faces
        self._width = width

    def pieces(self, place: int, order: DeliveryOrder) -> Iterator[Piece]:
        """Number and customer, then its lines; all together where a column holds them."""
        head = self._head(str(place), order)
        again = self._head(str(place), order, again=True)
        lines = [self._line(line) for line in order.lines]
        yield replace(head, glued=bool(lines))
        for number, line in enumerate(lines, 1):
            is_last = number == len(lines)
            together = len(lines) <= 2 * _LEAST_TOGETHER or not (
                _LEAST_TOGETHER <= number < len(lines) - _LEAST_TOGETHER + 1
            )
            yield replace(line, glued=together and not is_last, again=again)

    def _head(self, place: str, order: DeliveryOrder, *, again: bool = False) -> Piece:
        room = self._width - _NUMBER_MM - 15
        regular, bold = self._faces.regular, self._faces.bold
        number = bold.lines(
            f"{order.order_no}（续）" if again else order.order_no, _scaled(room, _SIZE + 0.5)
        )
        who = " · ".join(filter(None, (order.customer, order.phone, order.address.strip())))
        about = regular.lines(who, _scaled(self._width - _NUMBER_MM, _SMALL)) if who and not again else ()
        height = 1.6 + paragraph_height(len(number), _SIZE + 0.5) + paragraph_height(len(about), _SMALL)

        def draw(page: Page, x: float, y: float) -> None:
            page.shade(x, y + 0.8, self._width, paragraph_height(len(number), _SIZE + 0.5) + 0.6)
            base = y + 1.1 + baseline(_SIZE + 0.5)
            page.text(x + 1, base, place, _SIZE + 0.5, bold=True)
            page.text_right(x + self._width - 1, base, f"{order.pieces:,} 件", _SIZE)
            for line in number:
                page.text(x + _NUMBER_MM, base, line, _SIZE + 0.5, bold=True)
                base += paragraph_height(1, _SIZE + 0.5)
            for line in about:
                page.text(x + _NUMBER_MM, base, line, _SMALL)
                base += paragraph_height(1, _SMALL)

        return Piece(height, draw)

    def _line(self, line: DeliveryLine) -> Piece:
        weight = kilograms(line.weight_g) if line.weight_g else ""
        name = " · ".join(filter(None, (line.name.strip() or line.sku, line.spec.strip(), weight)))
        mark = 0.0 if line.zone is Zone.AMBIENT else _MARK_MM
        room = self._width - _NUMBER_MM - _QUANTITY_MM - mark
        lines = self._faces.regular.lines(name, _scaled(room, _SIZE))
        height = paragraph_height(len(lines), _SIZE) + 0.5

        def draw(page: Page, x: float, y: float) -> None:
            base = y + baseline(_SIZE)
            page.text_right(x + _NUMBER_MM + 6.4, base, f"{line.quantity}×", _SIZE, bold=True)
            draw_zone(page, x + self._width - mark + 0.8, base, line.zone, _SIZE - 1.5)
            for text in lines:
                page.text(x + _NUMBER_MM + _QUANTITY_MM - 1, base, text, _SIZE)
                base += paragraph_height(1, _SIZE)

        return Piece(height, draw)


def _scaled(width: float, size: float) -> float:
    return width * POINTS_MM / size
