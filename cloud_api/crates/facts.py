"""Applies the facts of a crate's life after it was closed; each handler writes, or says why it refuses."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, update

from cloud_api.crates.boxes import apply_box_return_undone, apply_box_returned, apply_box_used
from cloud_api.crates.known import counting_crate
from cloud_api.crates.steps import keep_step
from cloud_api.settings import Settings
from cloud_api.storage.changes import write_changes
from cloud_api.storage.check_digits import is_complete
from cloud_api.storage.reports import Handler, Report
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.crates import crate_labels, crate_weighings
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.waves import crates, leases, waves
from cloud_api.wire.crates import (
    CrateEmptied,
    CrateEmptyingUndone,
    CrateReopened,
    CrateRepacked,
    CrateWeighed,
)
from cloud_api.wire.facts import FactKind

WaveTold = Callable[[Connection, UUID, datetime], None]
"""Tells a shop anew what comes to it, within the transaction of the fact."""


def fact_handlers(settings: Settings, tell_shop: WaveTold) -> Mapping[FactKind, Handler]:
    """A handler for each kind of fact this slice takes."""
    lease = timedelta(minutes=settings.lease_minutes)
    return {
        FactKind.CRATE_WEIGHED: _weighed,
        FactKind.CRATE_REOPENED: partial(_reopened, lease=lease),
        FactKind.CRATE_REPACKED: partial(_repacked, tell_shop=tell_shop),
        FactKind.CRATE_EMPTIED: _emptied,
        FactKind.BOX_USED: apply_box_used,
        FactKind.BOX_RETURNED: apply_box_returned,
        FactKind.CRATE_EMPTYING_UNDONE: _emptying_undone,
        FactKind.BOX_RETURN_UNDONE: apply_box_return_undone,
    }


def _weighed(report: Report[CrateWeighed]) -> str | None:
    """A weighing is kept however late it comes and wherever its crate is by now: it was so then."""
    body = report.body
    crate = counting_crate(report, body.crate_id)
    if isinstance(crate, str):
        return crate
    row = body.model_dump(exclude={"miscounted"}) | {
        "id": report.fact_id,
        "verdict": body.verdict.value,
        "station_id": report.station_id,
        "operator_id": report.operator_id,
        "weighed_at": report.happened_at,
    }
    report.connection.execute(insert(crate_weighings), [row])
    detail = f"{body.weight_g} g / {body.planned_g} g ± {body.tolerance_g} g"
    keep_step(report, FactKind.CRATE_WEIGHED, crate.id, "; ".join((detail, *body.miscounted)))
    write_changes(report.connection, stop_news(report.connection, waves.c.id == crate.wave_id), report.now)
    return None


def _reopened(report: Report[CrateReopened], lease: timedelta) -> str | None:
    """Open the crate for the desk that picked it; its wave is not complete any more.

    One that is open stays so. Refused once it is on a van, in its shop, or with another desk.
    """
    body = report.body
    crate = counting_crate(report, body.crate_id)
    if isinstance(crate, str):
        return crate
    fault = _reopening_fault(report, crate)
    if fault is not None or crate.closed_at is None:
        return fault
    connection = report.connection
    connection.execute(
        update(crates).where(crates.c.id == crate.id).values(closed_at=None, weight_g=None, emptied_at=None)
    )
    held = {"completed_at": None, "lease_until": func.coalesce(waves.c.lease_until, report.now)}
    connection.execute(update(waves).where(waves.c.id == crate.picked_wave_id).values(**held))
    connection.execute(update(waves).where(waves.c.id == crate.wave_id).values(completed_at=None))
    _hold(report, crate, lease)
    keep_step(report, FactKind.CRATE_REOPENED, crate.id, body.reason)
    write_changes(connection, stop_news(connection, waves.c.id == crate.wave_id), report.now)
    return None


def _reopening_fault(report: Report[CrateReopened], crate: Row[Any]) -> str | None:
    if crate.picked_wave_id != report.body.wave_id:
        return f"Crate {crate.sscc} is of another wave."
    if crate.station_id != report.station_id or crate.lease_id != crate.held_lease:
        name = report.connection.scalar(select(stations.c.name).where(stations.c.id == crate.station_id))
        return f"Wave {crate.wave_number} was picked by {name or 'nobody'}: open crate {crate.sscc} there."
    if crate.received_at is not None or crate.departed_at is not None:
        return f"Crate {crate.sscc} has left for {crate.pickup_point}; nothing in it can be changed here."
    if crate.route_id is not None:
        return f"Crate {crate.sscc} is on a van. Take it off first."
    return None


def _hold(report: Report[CrateReopened], crate: Row[Any], lease: timedelta) -> None:
    """Nobody else is lent the wave while its crate is put right."""
    until = report.now + lease
    shorter = (waves.c.id == crate.picked_wave_id, waves.c.lease_until < until)
    report.connection.execute(update(waves).where(*shorter).values(lease_until=until))
    report.connection.execute(update(leases).where(leases.c.id == crate.held_lease).values(returned_at=None))


def _repacked(report: Report[CrateRepacked], tell_shop: WaveTold) -> str | None:
    """Another label counts for the crate; the old one is void. The same again is said once."""
    body, connection = report.body, report.connection
    crate = counting_crate(report, body.crate_id)
    if isinstance(crate, str):
        return crate
    if crate.sscc == body.label:
        return None
    fault = _repacking_fault(report, crate)
    if fault is not None:
        return fault
    connection.execute(
        insert(crate_labels).values(sscc=crate.sscc, crate_id=crate.id, voided_at=report.happened_at)
    )
    connection.execute(update(crates).where(crates.c.id == crate.id).values(sscc=body.label))
    detail = f"{body.old_label} → {body.label} {body.reason}".strip()
    keep_step(report, FactKind.CRATE_REPACKED, crate.id, detail)
    if crate.packed_at is not None:
        tell_shop(connection, crate.wave_id, report.now)
    write_changes(connection, stop_news(connection, waves.c.id == crate.wave_id), report.now)
    return None


def _repacking_fault(report: Report[CrateRepacked], crate: Row[Any]) -> str | None:
    body = report.body
    if crate.sscc != body.old_label:
        return f"Label {body.old_label} is not the label of this crate any more; that is {crate.sscc}."
    if crate.departed_at is not None or crate.received_at is not None:
        return f"Crate {crate.sscc} has left for {crate.pickup_point}; it cannot be packed anew here."
    if crate.route_id is not None:
        return f"Crate {crate.sscc} is on a van. Take it off first."
    if not is_complete(body.label):
        return f"The check digit of label {body.label} is wrong."
    used = select(crates.c.sscc).where(crates.c.sscc == body.label)
    void = select(crate_labels.c.sscc).where(crate_labels.c.sscc == body.label)
    if report.connection.scalar(used.union_all(void)) is not None:
        return f"Label {body.label} is that of another crate; a crate number is used once."
    return None


def _emptied(report: Report[CrateEmptied]) -> str | None:
    """The crate is empty: its shop says so, or its warehouse has it back. The first word stands."""
    crate = counting_crate(report, report.body.crate_id)
    if isinstance(crate, str):
        return crate
    if crate.closed_at is None:
        return f"Crate {crate.sscc} is still being packed; it was not anywhere."
    if crate.emptied_at is not None:
        return None
    emptied = update(crates).where(crates.c.id == crate.id).values(emptied_at=report.happened_at)
    report.connection.execute(emptied)
    keep_step(report, FactKind.CRATE_EMPTIED, crate.id)
    return None


def _emptying_undone(report: Report[CrateEmptyingUndone]) -> str | None:
    """The crate is not empty after all; one that is back in its warehouse meanwhile stays so."""
    crate = counting_crate(report, report.body.crate_id)
    if isinstance(crate, str):
        return crate
    if crate.emptied_at is None or crate.emptied_at > report.happened_at or crate.returned_at is not None:
        return None
    report.connection.execute(update(crates).where(crates.c.id == crate.id).values(emptied_at=None))
    keep_step(report, FactKind.CRATE_EMPTYING_UNDONE, crate.id)
    return None
