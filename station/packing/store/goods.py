"""Gift boxes and their parts as the list of products has them."""

from sqlalchemy import Connection, select

from cloud_api.wire.catalogue import Product
from hardware.codes import ScannedCode
from station.kernel.ids import Sku
from station.packing.model.box import Need, Recipe
from station.stock.book import pick_face
from station.stock.codes import by_scale_number, sku_by_gtin
from station.storage import tables


def recipe_of(connection: Connection, sku: str) -> Recipe | None:
    """The gift box with this SKU; None where the list has none, or it is packed from nothing."""
    told = _product(connection, sku)
    if told is None or not told.components:
        return None
    needs = tuple(_need(connection, Sku(part.sku), part.quantity) for part in told.components)
    return Recipe(Sku(told.sku), _called(told), told.gtins, needs, pick_face(connection, sku) or told.bin)


def product_of(connection: Connection, code: ScannedCode) -> Sku | None:
    """The product a scanned code names; None where the list has none. A case is no piece."""
    if code.gtin is not None:
        sku = sku_by_gtin(connection, code.gtin)
        return None if sku is None else Sku(sku)
    row = None if code.plu is None else by_scale_number(connection, code.plu)
    return None if row is None else Sku(row.sku)


def called(connection: Connection, sku: str) -> str:
    """A product as it is called on the screen; by its SKU where the list has it not."""
    product = tables.product.c
    row = connection.execute(select(product.name, product.spec).where(product.sku == sku)).first()
    return sku if row is None else f"{row.name} {row.spec}".strip()


def _need(connection: Connection, sku: Sku, quantity: int) -> Need:
    told = _product(connection, sku)
    if told is None:
        return Need(sku, called(connection, sku), quantity)
    return Need(sku, _called(told), quantity, told.scan_rule, told.bin)


def _product(connection: Connection, sku: str) -> Product | None:
    body = connection.execute(select(tables.product.c.body).where(tables.product.c.sku == sku)).scalar()
    return None if body is None else Product.model_validate_json(body)


def _called(told: Product) -> str:
    return f"{told.name} {told.spec}".strip()
