"""Takes crates in at their shop: what is scanned there is there, whatever was told before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, bindparam, insert, select, update

from cloud_api.pickup.shops import NO_SHOP
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.crate_moves import crate_moved, moved_change
from cloud_api.storage.goods import collected_of_order, packed_of_crate, packed_of_order
from cloud_api.storage.key_lists import among
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.pickup import receipts
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.wire.facts import CrateReceived, ReceiptCompleted, ReceiptUndone
from cloud_api.wire.routes import CrateMove

_AboutCrate = TypeVar("_AboutCrate", CrateReceived, ReceiptUndone)


def apply_crate_received(report: Report[CrateReceived]) -> str | None:
    """As apply_crates_received, for one."""
    return apply_crates_received([report])[0]


def apply_crates_received(reports: Sequence[Report[CrateReceived]]) -> list[str | None]:
    """Note that crates are in their shop; the same crate twice is said once.

    A crate that was never scanned on to a van, or whose van is not told departed, is here all the same.
    """
    known = _crates(reports)
    faults = [_fault(report, known.get(report.body.crate_id)) for report in reports]
    arrived: dict[UUID, tuple[Report[Any], Row[Any]]] = {}
    for report, fault in zip(reports, faults, strict=True):
        crate = known.get(report.body.crate_id)
        if fault is None and crate is not None and crate.received_at is None:
            arrived.setdefault(crate.id, (report, crate))
    _set_received(list(arrived.values()), CrateMove.RECEIVED)
    return faults


def apply_receipt_undone(report: Report[ReceiptUndone]) -> str | None:
    """Note that a crate is not here after all; refused when goods of it were handed over."""
    crate = _crates([report]).get(report.body.crate_id)
    fault = _fault(report, crate)
    if fault is not None or crate is None or crate.received_at is None:
        return fault
    reason = _handed_over(report, crate)
    if reason is None:
        _set_received([(report, crate)], CrateMove.NOT_RECEIVED)
    return reason


def apply_receipt_completed(report: Report[ReceiptCompleted]) -> str | None:
    """Keep what a shop found missing and too much."""
    body, shop = report.body, report.pickup_point
    if shop is None:
        return NO_SHOP
    wave = report.connection.execute(select(waves).where(waves.c.id == body.wave_id)).first()
    if wave is None or wave.pickup_point != shop:
        return f"There is no wave {body.wave_id} for shop {shop}."
    known = set(report.connection.scalars(select(crates.c.id).where(crates.c.wave_id == wave.id)))
    foreign = next((each for each in (*body.received, *body.missing) if each not in known), None)
    if foreign is not None:
        return f"The crate {foreign} does not belong to this delivery."
    report.connection.execute(
        insert(receipts).values(
            id=report.fact_id,
            wave_id=wave.id,
            station_id=report.station_id,
            completed_at=report.happened_at,
            missing=[str(crate_id) for crate_id in body.missing],
            surplus=[surplus.model_dump(mode="json") for surplus in body.surplus],
        )
    )
    return None


def _crates(reports: Sequence[Report[_AboutCrate]]) -> dict[UUID, Row[Any]]:
    """The crates reports are about, each with its shop; those that are not known are left out."""
    connection = reports[0].connection
    query = select(crates, waves.c.pickup_point, waves.c.warehouse).join(
        waves, waves.c.id == crates.c.wave_id
    )
    these = among(connection, crates.c.id, {report.body.crate_id for report in reports})
    return {row.id: row for row in connection.execute(query.where(these))}


def _fault(report: Report[_AboutCrate], crate: Row[Any] | None) -> str | None:
    """Why a crate cannot be received; None for one of the reporting shop that counts."""
    if report.pickup_point is None:
        return NO_SHOP
    if crate is None:
        return f"There is no crate {report.body.crate_id}. Put it aside and tell the warehouse."
    if crate.pickup_point != report.pickup_point:
        return f"Crate {crate.sscc} belongs to shop {crate.pickup_point}. Put it aside for the driver."
    if crate.voided_at is not None:
        return f"Crate {crate.sscc} is void: its wave was packed anew in other crates. Tell the warehouse."
    return None


def _handed_over(report: Report[ReceiptUndone], crate: Row[Any]) -> str | None:
    """Which order could not have got its goods without this crate."""
    here = _received_crates(report, crate.wave_id) - {crate.id}
    for order_id in sorted({line.order_id for line in packed_of_crate(report.connection, crate.id)}):
        collected = collected_of_order(report.connection, order_id)
        elsewhere: Counter[str] = Counter()
        for line in packed_of_order(report.connection, order_id):
            elsewhere[line.sku] += line.quantity if line.crate_id in here else 0
        if any(collected[sku] > elsewhere[sku] for sku in collected):
            order_no = report.connection.scalar(select(orders.c.order_no).where(orders.c.id == order_id))
            return f"Goods of crate {crate.sscc} were handed over with order {order_no}; it was here."
    return None


def _received_crates(report: Report[Any], wave_id: UUID) -> set[UUID]:
    query = select(crates.c.id).where(crates.c.wave_id == wave_id, crates.c.received_at.is_not(None))
    return set(report.connection.scalars(query))


def _set_received(moved: Sequence[tuple[Report[Any], Row[Any]]], move: CrateMove) -> None:
    """Write where crates of one shop are, and tell it and its warehouse."""
    if not moved:
        return
    connection, received = moved[0][0].connection, move is CrateMove.RECEIVED
    rows = [
        {
            "crate": crate.id,
            "at": report.happened_at if received else None,
            "station": report.station_id if received else None,
        }
        for report, crate in moved
    ]
    connection.execute(
        update(crates)
        .where(crates.c.id == bindparam("crate"))
        .values(received_at=bindparam("at"), received_by=bindparam("station")),
        rows,
    )
    news = [change for report, crate in moved for change in _news(report, crate, move)]
    write_changes(connection, news, moved[0][0].now)


def _news(report: Report[Any], crate: Row[Any], move: CrateMove) -> Iterable[NewChange]:
    told = crate_moved(report, crate, move, crate.route_id, report.happened_at)
    return moved_change(told, crate.warehouse), moved_change(told, crate.warehouse, crate.pickup_point)
