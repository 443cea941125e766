"""What a product that is packed here from others has to be, and what the others have to stay."""

from cloud_api.catalogue.kinds import named
from cloud_api.catalogue.known import Known
from cloud_api.wire.catalogue import Goods, Product


def gift_box_fault(product: Product, known: Known) -> str | None:
    """Why a product can be no gift box, or is wanted as a component of one."""
    return _box_fault(product, known) if product.components else _part_fault(product, known)


def _box_fault(product: Product, known: Known) -> str | None:
    if not product.gtins:
        return f"{named(product)}: a gift box is scanned by its bar code. Give it a GTIN."
    if product.goods is not Goods.PIECE:
        return f"{named(product)}: a gift box is counted in pieces, not weighed. Correct one of them."
    if not product.active:
        return None
    skus = [part.sku for part in product.components]
    for sku in skus:
        if skus.count(sku) > 1:
            return f"{named(product)}: component {sku} stands twice. Write it once with all its pieces."
        if sku == product.sku or sku not in known.parts_goods:
            return (
                f"{named(product)}: component {sku} is no product in use that is counted in pieces. "
                "Send it first, or name another one; a gift box holds no gift boxes."
            )
        if known.zones[sku] != product.zone:
            return (
                f"{named(product)}: component {sku} is kept in another zone than the gift box. "
                "Name one of the same zone."
            )
    return _part_fault(product, known)


def _part_fault(product: Product, known: Known) -> str | None:
    boxes = [box for box in known.boxes_with(product.sku) if box != product.sku]
    is_part = product.active and product.goods is Goods.PIECE and not product.components
    if not boxes or is_part:
        return None
    return (
        f"{named(product)}: gift box {boxes[0]} is packed from it: it stays in use, counted in pieces, "
        "and no gift box. Take it out of that one first."
    )
