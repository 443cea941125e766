"""Who looks at a page, and by which clock they live."""

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends
from sqlalchemy import select

from cloud_api.http.callers import Caller, ManagerSession
from cloud_api.http.context import Context, Service
from cloud_api.storage.tables.catalogue import warehouses
from cloud_api.storage.transaction import reading


@dataclass(frozen=True)
class Visit:
    """A manager signed in at the console of one warehouse."""

    service: Context
    caller: Caller
    warehouse: str
    warehouse_name: str
    zone: ZoneInfo


def _visit(service: Service, caller: ManagerSession) -> Visit:
    assert caller.warehouse is not None, "every operator has a warehouse"
    query = select(warehouses.c.name, warehouses.c.time_zone).where(warehouses.c.code == caller.warehouse)
    with reading(service.engine) as connection:
        row = connection.execute(query).one()
    return Visit(service, caller, caller.warehouse, row.name, ZoneInfo(row.time_zone))


Visitor = Annotated[Visit, Depends(_visit)]
"""Whoever is signed in; anybody else is sent to sign in."""
