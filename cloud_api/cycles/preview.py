"""What a cut-off now would make, so that a person sees it before pressing the button."""

from uuid import UUID

from sqlalchemy import Connection, func, select

from cloud_api.cycles.service import find_cycle
from cloud_api.storage.gift_boxes import into_parts, read_recipes
from cloud_api.storage.key_lists import among
from cloud_api.storage.refusals import count_open_refusals
from cloud_api.storage.tables.catalogue import pickup_points, products, suppliers
from cloud_api.storage.tables.orders import order_lines, refused_orders
from cloud_api.wire.cycles import CutOffPreview, CycleState, SupplierShare


def cut_off_preview(connection: Connection, cycle_id: UUID) -> CutOffPreview | None:
    """What would be frozen and what is amiss, counted now; None for an unknown cycle."""
    cycle = find_cycle(connection, cycle_id)
    if cycle is None:
        return None
    points = _points(connection, cycle_id)
    return CutOffPreview(
        cycle_id=cycle_id,
        already_frozen=cycle.state is CycleState.FROZEN,
        waves=len(points),
        orders=cycle.orders,
        lines=cycle.lines,
        pieces=cycle.pieces,
        suppliers=_suppliers(connection, cycle_id),
        refused_orders=count_open_refusals(connection, refused_orders, cycle.warehouse),
        points_without_position=sorted(code for code, placed in points.items() if not placed),
    )


def _points(connection: Connection, cycle_id: UUID) -> dict[str, bool]:
    """Pickup points with live lines, and whether each has a position."""
    with_lines = (
        select(order_lines.c.pickup_point)
        .where(order_lines.c.cycle_id == cycle_id, order_lines.c.live)
        .distinct()
    )
    query = select(pickup_points.c.code, pickup_points.c.latitude).where(pickup_points.c.code.in_(with_lines))
    return {row.code: row.latitude is not None for row in connection.execute(query)}


def _suppliers(connection: Connection, cycle_id: UUID) -> list[SupplierShare]:
    """The largest share first; of gift boxes what goes into them."""
    counted = (
        select(order_lines.c.sku, func.sum(order_lines.c.quantity))
        .where(order_lines.c.cycle_id == cycle_id, order_lines.c.live)
        .group_by(order_lines.c.sku)
    )
    ordered = {sku: int(quantity) for sku, quantity in connection.execute(counted)}
    wanted = into_parts(read_recipes(connection), ordered)
    query = (
        select(products.c.sku, products.c.supplier, suppliers.c.name)
        .outerjoin(suppliers, suppliers.c.code == products.c.supplier)
        .where(among(connection, products.c.sku, sorted(wanted)))
    )
    shares: dict[str | None, SupplierShare] = {}
    for row in connection.execute(query):
        known = shares.setdefault(
            row.supplier, SupplierShare(code=row.supplier, name=row.name or "", products=0, pieces=0)
        )
        shares[row.supplier] = known.model_copy(
            update={"products": known.products + 1, "pieces": known.pieces + wanted[row.sku]}
        )
    return sorted(shares.values(), key=lambda share: (-share.pieces, share.code or ""))
