"""What a shop is told in its own words: where a station belongs, and what its clock showed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from cloud_api.storage.clock import local
from cloud_api.storage.tables.catalogue import pickup_points, warehouses

NO_SHOP = "This station stands in no shop. Enrol it with a code for a pickup point."


def local_time(connection: Connection, pickup_point: str, at: datetime) -> str:
    """A moment as the clock of the shop shows it: 2026-06-19 11:03."""
    query = (
        select(warehouses.c.time_zone)
        .join(pickup_points, pickup_points.c.warehouse == warehouses.c.code)
        .where(pickup_points.c.code == pickup_point)
    )
    zone = ZoneInfo(connection.execute(query).scalar_one())
    return f"{local(at, zone):%Y-%m-%d %H:%M}"
