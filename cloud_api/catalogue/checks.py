"""Holds rows of master data against what is known, and says in plain words what does not fit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, select

from cloud_api.catalogue.gift_boxes import gift_box_fault
from cloud_api.catalogue.kinds import KEY_SEPARATOR, Row, named
from cloud_api.catalogue.known import Known, gtins_of
from cloud_api.storage.check_digits import is_complete
from cloud_api.storage.tables.catalogue import vans
from cloud_api.wire.catalogue import Bin, Datum, Operator, PickupPoint, Product, Van, Warehouse

_MAX_PATH = 2**31 - 1
_LATITUDES_OF_CHINA = (3.0, 54.0)
"""From the Zengmu shoal to the Heilongjiang, rounded outwards."""
_LONGITUDES_OF_CHINA = (73.0, 136.0)
"""From the Pamirs to the Ussuri, rounded outwards."""


class CatalogueRefusedError(Exception):
    """The catalogue contradicts itself or the rows kept; nothing was changed. The message names the row."""


def fault_of(row: Row, known: Known) -> str | None:
    """What is wrong with a row, or None."""
    if _has_nul(row.model_dump()):
        return f"{named(row)}: a text holds the character NUL. Remove it."
    if isinstance(row, Warehouse):
        return _time_zone_fault(row) or _position_fault(row)
    if isinstance(row, Product):
        return _path_fault(row) or _product_fault(row, known)
    if isinstance(row, Bin):
        return _path_fault(row) or _warehouse_fault(row, known) or _bin_fault(row, known)
    if isinstance(row, PickupPoint):
        return _position_fault(row) or _warehouse_fault(row, known)
    if isinstance(row, Operator):
        return _warehouse_fault(row, known) or _shop_fault(row, known) or _badge_fault(row, known)
    return _warehouse_fault(row, known) if isinstance(row, Van) else None


def last_manager_fault(row: Row, known: Known) -> str | None:
    """Why the only one who may sign in stays one."""
    if isinstance(row, Operator) and known.is_last_manager(row):
        return f"{named(row)} is the last manager. Make another operator a manager first."
    return None


def check_all(rows: Sequence[Row], known: Known) -> None:
    """Raise CatalogueRefusedError for the first row that cannot be kept; the others count as accepted."""
    managers = set(known.managers)
    told = {row.sku: row for row in rows if isinstance(row, Product)}
    known.free_gtins(told.keys())
    for sku, product in told.items():
        known.hold_plu(sku, None)
        known.zones[sku] = product.zone
    for row in rows:
        fault = fault_of(row, known)
        if fault is not None:
            raise CatalogueRefusedError(fault)
        known.accept(row)
    if managers and not known.managers:
        raise CatalogueRefusedError(
            "After this nobody could sign in at the console. Make another operator a manager first."
        )


def check_own_vans(connection: Connection, told: Iterable[Van], warehouse: str) -> None:
    """Raise CatalogueRefusedError unless all these vans are of `warehouse`, before and after."""
    wanted = list(told)
    query = select(vans.c.code, vans.c.warehouse).where(vans.c.code.in_([van.code for van in wanted]))
    kept = {row.code: row.warehouse for row in connection.execute(query)}
    for van in wanted:
        other = {van.warehouse, kept.get(van.code, warehouse)} - {warehouse}
        if other:
            raise CatalogueRefusedError(
                f"Van {van.code} belongs to warehouse {min(other)}, this station to {warehouse}. "
                "Ask IT to move the van, or give it another code."
            )


def warnings_of(row: Row, known: Known) -> tuple[str, ...]:
    """What is kept as told and is likely to be a slip."""
    if isinstance(row, Product):
        return _unknown_bin(row, known) + _unknown_substitutes(row, known)
    if not isinstance(row, Warehouse | PickupPoint) or row.latitude is None or row.longitude is None:
        return ()
    south, north = _LATITUDES_OF_CHINA
    west, east = _LONGITUDES_OF_CHINA
    if south <= row.latitude <= north and west <= row.longitude <= east:
        return ()
    swapped = south <= row.longitude <= north and west <= row.latitude <= east
    doubt = "Latitude and longitude look swapped." if swapped else "Look whether it is right."
    shift = " GCJ-02 means nothing there." if row.datum is Datum.GCJ_02 else ""
    return (f"{named(row)}: {row.latitude}, {row.longitude} lies outside China. {doubt}{shift}",)


def _unknown_bin(product: Product, known: Known) -> tuple[str, ...]:
    if not known.bin_codes or product.bin in known.bin_codes:
        return ()
    return (
        f"{named(product)}: no warehouse has a bin {product.bin} in use. "
        "Correct it, or add the bin, so that pickers find the product.",
    )


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(item) for item in value.values())
    return isinstance(value, list | tuple) and any(_has_nul(item) for item in value)


def _time_zone_fault(warehouse: Warehouse) -> str | None:
    try:
        ZoneInfo(warehouse.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return (
            f"{named(warehouse)}: there is no time zone {warehouse.time_zone!r}. Name one like Asia/Shanghai."
        )
    return None


def _position_fault(place: Warehouse | PickupPoint) -> str | None:
    if (place.latitude is None) != (place.longitude is None):
        return (
            f"{named(place)}: a position is latitude and longitude, one of them is missing. "
            "Send both, or neither."
        )
    if place.latitude == 0 and place.longitude == 0:
        return f"{named(place)}: the position 0, 0 lies in the sea. Leave both out where none is known."
    return None


def _path_fault(row: Product | Bin) -> str | None:
    return f"{named(row)}: path {row.path} is above {_MAX_PATH}." if row.path > _MAX_PATH else None


def _bin_fault(place: Bin, known: Known) -> str | None:
    if KEY_SEPARATOR in place.warehouse:
        return (
            f"{named(place)}: the code of its warehouse holds a colon, which ends it in the names of bins. "
            "Give the warehouse a code without one."
        )
    holder = known.numbers.get(place.number, place.key)
    if holder != place.key:
        return (
            f"{named(place)}: number {place.number} belongs to bin {holder}. "
            "Send 0 to be given a free one, or correct it."
        )
    return None


def _product_fault(product: Product, known: Known) -> str | None:
    if product.supplier is not None and product.supplier not in known.suppliers:
        return (
            f"{named(product)}: there is no supplier {product.supplier}. "
            "Send the supplier first or in the same catalogue, or correct its code."
        )
    return (
        _gtin_fault(product, known)
        or _plu_fault(product, known)
        or _substitute_fault(product, known)
        or gift_box_fault(product, known)
    )


def _plu_fault(product: Product, known: Known) -> str | None:
    """Of products in use, a scale's number names one."""
    if product.plu is None or not product.active:
        return None
    holder = known.plus.get(product.plu, product.sku)
    if holder == product.sku:
        return None
    return (
        f"{named(product)}: PLU {product.plu} belongs to product {holder}. "
        "Take it from that product first, or correct it."
    )


def _substitute_fault(product: Product, known: Known) -> str | None:
    if product.sku in product.substitutes:
        return f"{named(product)}: a product cannot stand in for itself. Name others as substitutes."
    for sku in product.substitutes:
        if known.zones.get(sku, product.zone) != product.zone:
            return (
                f"{named(product)}: substitute {sku} travels in another zone; "
                "crates of this one cannot take it. Name one of the same zone."
            )
    return None


def _unknown_substitutes(product: Product, known: Known) -> tuple[str, ...]:
    return tuple(
        f"{named(product)}: there is no product {sku} that could stand in for it. "
        "Correct the code, or add the product."
        for sku in product.substitutes
        if sku not in known.zones
    )


def _gtin_fault(product: Product, known: Known) -> str | None:
    gtins = gtins_of(product)
    for gtin, times in Counter(gtins).items():
        if not is_complete(gtin) or not gtin.strip("0"):
            return f"{named(product)}: GTIN {gtin} has a wrong check digit. Read it off the package again."
        if times > 1:
            return (
                f"{named(product)}: GTIN {gtin} stands twice. A piece and each of its units "
                "have numbers of their own."
            )
        holder = known.gtins.get(gtin, product.sku)
        if holder != product.sku:
            return (
                f"{named(product)}: GTIN {gtin} belongs to product {holder}. "
                "Take it from that product first, or correct it."
            )
    return None


def _warehouse_fault(row: Bin | PickupPoint | Operator | Van, known: Known) -> str | None:
    if row.warehouse in known.warehouses:
        return None
    return (
        f"{named(row)}: there is no warehouse {row.warehouse}. "
        "Send the warehouse first or in the same catalogue, or correct its code."
    )


def _shop_fault(operator: Operator, known: Known) -> str | None:
    """An operator of a shop belongs to the warehouse of that shop."""
    if operator.pickup_point is None:
        return None
    warehouse = known.shops.get(operator.pickup_point)
    if warehouse is None:
        return (
            f"{named(operator)}: there is no pickup point {operator.pickup_point}. "
            "Send the pickup point first or in the same catalogue, or correct its code."
        )
    if warehouse != operator.warehouse:
        return (
            f"{named(operator)}: pickup point {operator.pickup_point} belongs to warehouse {warehouse}, "
            f"not to {operator.warehouse}. Correct one of them."
        )
    return None


def _badge_fault(operator: Operator, known: Known) -> str | None:
    if not is_complete(operator.badge):
        return (
            f"{named(operator)}: badge {operator.badge} has a wrong check digit. Read it off the badge again."
        )
    if known.badges.get(operator.badge, operator.id) != operator.id:
        return (
            f"{named(operator)}: badge {operator.badge} belongs to another operator. "
            "Give a new badge; a badge is never used again."
        )
    return None
