"""What the pick sheet 分拣任务单 and the delivery sheet 配送任务单 of a pickup point say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.documents.goods import Products, named, read_products, zone_shares
from cloud_api.documents.heads import Letterhead
from cloud_api.storage.phones import masked_name, masked_phone
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.wire.catalogue import Goods, PickupPoint
from cloud_api.wire.documents import (
    DeliveryLine,
    DeliveryOrder,
    DeliverySheet,
    DocumentKind,
    PickGroup,
    PickLine,
    PickSheet,
)


@dataclass(frozen=True)
class PointGoods:
    """The orders of one pickup point as they stand now, for the letterhead of their cycle."""

    letterhead: Letterhead
    point: PickupPoint
    wave: int | None
    orders: list[Row[Any]]
    lines: dict[UUID, list[tuple[str, int]]]
    """SKU and pieces of each order, along the way through the bins."""
    products: Products

    @classmethod
    def read(cls, connection: Connection, letterhead: Letterhead, code: str, known: Products) -> "PointGoods":
        """The goods of a point; products that are not `known` are read."""
        cycle_id = letterhead.cycle.id
        query = select(order_lines.c.order_id, order_lines.c.sku, order_lines.c.quantity).where(
            order_lines.c.cycle_id == cycle_id, order_lines.c.pickup_point == code, LIVE
        )
        rows = connection.execute(query).all()
        lacking = {row.sku for row in rows} - known.keys()
        of_products = {**known, **read_products(connection, lacking)} if lacking else known
        lines: defaultdict[UUID, list[tuple[str, int]]] = defaultdict(list)
        for row in rows:
            lines[row.order_id].append((row.sku, row.quantity))
        for line in lines.values():
            line.sort(key=lambda each: (of_products[each[0]].path, each[0]))
        wave = select(waves.c.number).where(
            waves.c.cycle_id == cycle_id, waves.c.pickup_point == code, IS_WHOLE
        )
        placed = _orders(connection, cycle_id, code)
        return cls(
            letterhead, read_point(connection, code), connection.scalar(wave), placed, lines, of_products
        )

    def sheet(self, document: Row[Any]) -> PickSheet | DeliverySheet:
        """The content of one of the point's two sheets."""
        is_pick_sheet = document.kind == DocumentKind.PICK_SHEET
        return self.pick_sheet(document) if is_pick_sheet else self.delivery_sheet(document)

    def pick_sheet(self, document: Row[Any]) -> PickSheet:
        """What is to be picked, by category and along the way through the bins."""
        groups = tuple(self._groups())
        shares = zone_shares(self.products, self._pieces())
        return PickSheet(
            head=self.letterhead.of(document),
            pickup_point=self.point,
            wave=self.wave,
            groups=groups,
            zones=shares,
            orders=len(self.orders),
            lines=sum(len(group.lines) for group in groups),
            pieces=sum(share.pieces for share in shares),
            weight_g=sum(share.weight_g for share in shares),
            volume_ml=sum(share.volume_ml for share in shares),
        )

    def delivery_sheet(self, document: Row[Any]) -> DeliverySheet:
        """Where the goods go, and every order with its lines, by order number."""
        shares = zone_shares(self.products, self._pieces())
        return DeliverySheet(
            head=self.letterhead.of(document),
            pickup_point=self.point,
            wave=self.wave,
            orders=tuple(self._order(row) for row in self.orders),
            zones=shares,
            lines=sum(len(lines) for lines in self.lines.values()),
            pieces=sum(share.pieces for share in shares),
            weight_g=sum(share.weight_g for share in shares),
            volume_ml=sum(share.volume_ml for share in shares),
        )

    def _pieces(self) -> Iterable[tuple[str, int]]:
        return (line for lines in self.lines.values() for line in lines)

    def _groups(self) -> Iterable[PickGroup]:
        """Categories in the order the way through the bins first meets them."""
        pieces: defaultdict[str, list[int]] = defaultdict(list)
        for sku, quantity in self._pieces():
            pieces[sku].append(quantity)
        of_category: defaultdict[str, list[PickLine]] = defaultdict(list)
        for sku in sorted(pieces, key=lambda each: (self.products[each].path, each)):
            of_category[self.products[sku].category].append(_pick_line(self.products[sku], pieces[sku]))
        for category, lines in of_category.items():
            total = sum(line.quantity for line in lines)
            yield PickGroup(category=category, lines=tuple(lines), pieces=total)

    def _order(self, row: Row[Any]) -> DeliveryOrder:
        lines = tuple(
            _delivery_line(self.products[sku], quantity) for sku, quantity in self.lines.get(row.id, ())
        )
        return DeliveryOrder(
            order_id=row.id,
            order_no=row.order_no,
            customer=masked_name(row.customer),
            phone=masked_phone(row.phone),
            address=row.address,
            lines=lines,
            pieces=sum(line.quantity for line in lines),
        )


def read_point(connection: Connection, code: str) -> PickupPoint:
    """The pickup point with this code."""
    query = select(pickup_points).where(pickup_points.c.code == code)
    return PickupPoint.model_validate(dict(connection.execute(query).mappings().one()))


def _orders(connection: Connection, cycle_id: UUID, code: str) -> list[Row[Any]]:
    """The orders of a point that nobody cancelled, by order number."""
    query = select(orders.c.id, orders.c.order_no, orders.c.customer, orders.c.phone, orders.c.address).where(
        orders.c.cycle_id == cycle_id, orders.c.pickup_point == code, orders.c.cancelled_at.is_(None)
    )
    return sorted(connection.execute(query), key=lambda row: row.order_no)


def _delivery_line(product: Row[Any], quantity: int) -> DeliveryLine:
    by_weight = product.goods == Goods.WEIGHT
    return DeliveryLine(**named(product, quantity), weight_g=quantity * product.weight_g if by_weight else 0)


def _pick_line(product: Row[Any], quantities: list[int]) -> PickLine:
    """An order holds a product in one line only, so lines count orders."""
    quantity = sum(quantities)
    return PickLine(
        **named(product, quantity),
        gtin=next(iter(product.gtins), None),
        bin=product.bin,
        orders=len(quantities),
        weight_g=quantity * product.weight_g,
        volume_ml=quantity * product.volume_ml,
    )
