"""Writes down where a crate has come, in the one form warehouse and shop are told it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from cloud_api.storage.changes import NewChange
from cloud_api.storage.reports import Report
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import CrateMove, CrateMoved


def crate_moved(
    report: Report[Any], crate: Row[Any], move: CrateMove, route_id: UUID | None, at: datetime
) -> CrateMoved:
    """Body of the change CRATE_MOVED for a row of crates, as the reporting station saw it."""
    return CrateMoved(
        crate_id=crate.id,
        sscc=crate.sscc,
        wave_id=crate.wave_id,
        move=move,
        route_id=route_id,
        at=at,
        station_id=report.station_id,
        station_name=report.station_name,
    )


def moved_change(moved: CrateMoved, warehouse: str, pickup_point: str | None = None) -> NewChange:
    """The change for the stations of a warehouse, or of one shop of it."""
    return NewChange(ChangeKind.CRATE_MOVED, moved.model_dump(mode="json"), warehouse, pickup_point)
