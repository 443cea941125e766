"""What needs a person now, wherever in the house it waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import Connection, func, select

from cloud_api.console.refusals import count_refusals
from cloud_api.console.visit import Visit
from cloud_api.deliveries.recipients import list_recipients
from cloud_api.deliveries.rules import in_state
from cloud_api.devices.decisions import waiting_grants
from cloud_api.exchange.refusals import count_open
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.deliveries import deliveries
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.imports import import_files
from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.storage.tables.pickup import conflicts
from cloud_api.wire.deliveries import DeliveryState

_STILL_MATTERS = timedelta(days=7)
"""What nobody looked at for a week has been settled otherwise; its page still shows it."""
_MOST = 1_000


@dataclass(frozen=True)
class Need:
    """One thing that waits for a person, and where to see to it."""

    count: int
    words: str
    path: str
    urgent: bool = False


def needs(connection: Connection, visit: Visit) -> list[Need]:
    """All that waits in this warehouse, the urgent first; empty when nothing is amiss."""
    found = [
        *_failed(connection, visit),
        Need(_dead(connection, visit), "个收件方地址失效", "/console/recipients", urgent=True),
        Need(_conflicts(connection, visit), "个订单重复交付", "/console/conflicts", urgent=True),
        Need(count_open(connection, visit.warehouse), "条站点记录被拒", "/console/facts/refused"),
        Need(count_refusals(connection, visit), "个订单或更改被拒收", "/console/orders?refused=1"),
        Need(len(waiting_grants(connection, visit.service.now())), "台电脑等待接入", "/console/stations"),
        Need(_files(connection, visit), "个文件还没确认导入", "/console/imports"),
    ]
    return [need for need in found if need.count]


def _failed(connection: Connection, visit: Visit) -> Iterator[Need]:
    """Documents that did not arrive, cycle by cycle."""
    query = (
        select(cycles.c.id, cycles.c.name, func.count().label("failed"))
        .join(documents, documents.c.cycle_id == cycles.c.id)
        .join(deliveries, deliveries.c.document_id == documents.c.id)
        .where(
            cycles.c.warehouse == visit.warehouse,
            cycles.c.frozen_at > visit.service.now() - _STILL_MATTERS,
            in_state(DeliveryState.FAILED),
        )
        .group_by(cycles.c.id, cycles.c.name)
        .order_by(cycles.c.id.desc())
    )
    for row in connection.execute(query):
        path = f"/console/deliveries?{urlencode({'cycle': row.id, 'state': 'failed'})}"
        yield Need(row.failed, f"份单据没送到（{row.name}）", path, urgent=True)


def _dead(connection: Connection, visit: Visit) -> int:
    found = list_recipients(connection, visit.warehouse, None, _MOST, dead=True)
    return sum(each.active for each in found.items)


def _conflicts(connection: Connection, visit: Visit) -> int:
    query = (
        select(func.count())
        .select_from(conflicts)
        .join(orders, orders.c.id == conflicts.c.order_id)
        .join(pickup_points, pickup_points.c.code == orders.c.pickup_point)
        .where(conflicts.c.settled_at.is_(None), pickup_points.c.warehouse == visit.warehouse)
    )
    return connection.scalar(query) or 0


def _files(connection: Connection, visit: Visit) -> int:
    query = select(func.count()).where(
        import_files.c.warehouse == visit.warehouse,
        import_files.c.started_at.is_(None),
        import_files.c.done_at.is_(None),
        import_files.c.uploaded_at > visit.service.now() - _STILL_MATTERS,
    )
    return connection.scalar(query) or 0
