"""What facts about stock are held against: the bins, products and supervisors of a warehouse."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.catalogue import bins, operators, products


def known_bins(connection: Connection, warehouse: str, codes: Iterable[str | None]) -> set[str]:
    """Those of these codes that are bins of the warehouse, in use or not: goods may still lie in them."""
    asked = {code for code in codes if code is not None}
    here = select(bins.c.code).where(bins.c.warehouse == warehouse, among(connection, bins.c.code, asked))
    return set(connection.scalars(here)) if asked else set()


def known_skus(connection: Connection, skus: Collection[str]) -> set[str]:
    """Those of these products that are known."""
    return set(connection.scalars(select(products.c.sku).where(among(connection, products.c.sku, skus))))


def bin_fault(bin_code: str | None, known: Collection[str], warehouse: str) -> str | None:
    """Why a bin cannot be meant."""
    if bin_code is None or bin_code in known:
        return None
    return f"There is no bin {bin_code} in warehouse {warehouse}. Add it to the catalogue, or scan again."


def sku_fault(sku: str | None, known: Collection[str]) -> str | None:
    """Why a product cannot be meant."""
    if sku is None or sku in known:
        return None
    return f"There is no product {sku}. Add it to the catalogue, or scan again."


def supervisor_fault(connection: Connection, supervisor_id: UUID | None, warehouse: str) -> str | None:
    """Why somebody's word does not count as a supervisor's; None for nobody."""
    if supervisor_id is None:
        return None
    query = select(operators.c.name, operators.c.warehouse, operators.c.active, operators.c.supervisor)
    row = connection.execute(query.where(operators.c.id == supervisor_id)).first()
    if row is None or row.warehouse != warehouse:
        return f"The operator {supervisor_id} is not of this warehouse. Ask a supervisor of it."
    if not row.active:
        return f"{row.name} does not work here any more. Ask a supervisor of this warehouse."
    if not row.supervisor:
        return f"{row.name} is not a supervisor. Ask one of this warehouse."
    return None
