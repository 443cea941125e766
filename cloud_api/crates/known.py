"""Finds the crate a fact is about and says whose it is: the same words for every kind of fact."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from cloud_api.storage.reports import Report
from cloud_api.storage.tables.waves import crates, waves


def crate_here(report: Report[Any], crate_id: UUID) -> Row[Any] | str:
    """A crate of the reporting warehouse or shop, or why it is none of theirs.

    With columns of what its desk took, and `packed_at`: since when all of its wave is packed.
    """
    whole = waves.alias("whole")
    query = (
        select(
            crates,
            waves.c.pickup_point,
            waves.c.warehouse,
            waves.c.station_id,
            waves.c.completed_at,
            whole.c.completed_at.label("packed_at"),
            waves.c.lease_id.label("held_lease"),
            waves.c.number.label("wave_number"),
        )
        .join(waves, waves.c.id == crates.c.picked_wave_id)
        .join(whole, whole.c.id == crates.c.wave_id)
        .where(crates.c.id == crate_id)
    )
    crate = report.connection.execute(query).first()
    if report.pickup_point is not None:
        return _of_shop(report.pickup_point, crate, crate_id)
    if crate is None or crate.warehouse != report.warehouse:
        return f"There is no crate {crate_id} in this warehouse."
    return crate


def counting_crate(report: Report[Any], crate_id: UUID) -> Row[Any] | str:
    """As crate_here, but not one whose wave was started anew with other crates."""
    crate = crate_here(report, crate_id)
    if isinstance(crate, str) or crate.voided_at is None:
        return crate
    return f"Crate {crate.sscc} is void: wave {crate.wave_number} was started anew with other crates."


def _of_shop(shop: str, crate: Row[Any] | None, crate_id: UUID) -> Row[Any] | str:
    if crate is None:
        return f"There is no crate {crate_id}. Put it aside and tell the warehouse."
    if crate.pickup_point != shop:
        return f"Crate {crate.sscc} belongs to shop {crate.pickup_point}. Put it aside for the driver."
    return crate
