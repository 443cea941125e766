"""The shop a fact is about: each handler holds it, so that its desks are heard one after the other."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import pickup_points, warehouses

NO_SHOP = "This station stands in no shop. Enrol it with a code for a pickup point."


def hold_shop(report: Report[Any]) -> str | None:
    """The code of the reporting station's shop, held to the end of the transaction; None without a shop."""
    query = select(pickup_points.c.code).where(pickup_points.c.code == report.pickup_point)
    code: str | None = report.connection.scalar(query.with_for_update(key_share=True))
    return code


def local_time(connection: Connection, pickup_point: str, at: datetime) -> str:
    """A moment as the clock of the shop shows it: 2026-06-19 11:03."""
    query = (
        select(warehouses.c.time_zone)
        .join(pickup_points, pickup_points.c.warehouse == warehouses.c.code)
        .where(pickup_points.c.code == pickup_point)
    )
    zone = ZoneInfo(connection.execute(query).scalar_one())
    try:
        shown = at.astimezone(zone)
    except OverflowError:
        # A station with a broken clock may tell a moment at the very end of the calendar.
        shown = at
    return f"{shown:%Y-%m-%d %H:%M}"
