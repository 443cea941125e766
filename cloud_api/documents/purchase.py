"""What a purchase order 采购指令单 says: its lines were fixed at the cut-off."""

from typing import Any

from sqlalchemy import Connection, Row, select

from cloud_api.documents.goods import ZONES, Products, largest_unit, named
from cloud_api.documents.heads import Letterhead
from cloud_api.storage.tables.catalogue import suppliers
from cloud_api.storage.tables.documents import purchase_lines
from cloud_api.wire.catalogue import Supplier
from cloud_api.wire.documents import WITHOUT_SUPPLIER, PurchaseLine, PurchaseOrder

NO_SUPPLIER_NAME = "未指定供应商"


def purchase_order(
    connection: Connection, letterhead: Letterhead, of_products: Products, document: Row[Any]
) -> PurchaseOrder:
    """The content of a purchase order: by temperature zone, category and SKU."""
    query = select(purchase_lines).where(purchase_lines.c.document_id == document.id)
    rows = sorted(connection.execute(query), key=lambda row: _place(of_products[row.sku]))
    lines = tuple(_line(row, of_products[row.sku]) for row in rows)
    return PurchaseOrder(
        head=letterhead.of(document),
        supplier=read_supplier(connection, document.recipient),
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        weight_g=sum(line.weight_g for line in lines),
        volume_ml=sum(line.volume_ml for line in lines),
        amount_fen=sum(line.amount_fen for line in lines),
        unpriced=sum(not line.cost_fen for line in lines),
    )


def read_supplier(connection: Connection, code: str) -> Supplier:
    """The supplier with this code; one without a name where products name none."""
    if code == WITHOUT_SUPPLIER:
        return Supplier(code=code, name=NO_SUPPLIER_NAME)
    row = connection.execute(select(suppliers).where(suppliers.c.code == code)).mappings().one()
    return Supplier.model_validate(dict(row))


def _place(product: Row[Any]) -> tuple[Any, ...]:
    return ZONES.index(product.zone), product.category, product.sku


def _line(row: Row[Any], product: Row[Any]) -> PurchaseLine:
    unit = largest_unit(product)
    cases, loose = divmod(row.quantity, unit.pieces) if unit else (0, row.quantity)
    return PurchaseLine(
        **named(product, row.quantity),
        gtin=next(iter(product.gtins), None),
        unit=unit,
        cases=cases,
        loose=loose,
        weight_g=row.quantity * product.weight_g,
        volume_ml=row.quantity * product.volume_ml,
        cost_fen=row.cost_fen,
        amount_fen=row.quantity * row.cost_fen,
    )
