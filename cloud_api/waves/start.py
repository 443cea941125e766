"""Takes the crate plan of a started wave: it must hold exactly the lines frozen at the cut-off."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, or_, select, update

from cloud_api.storage.changes import write_changes
from cloud_api.storage.check_digits import is_complete, parcel_code
from cloud_api.storage.reports import Report
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.waves import crate_lines, crate_parcels, crates, waves
from cloud_api.waves.content import frozen_lines
from cloud_api.waves.crates import held_wave, live_crates
from cloud_api.wire.facts import PlannedCrate, WaveStarted

_MAX_CRATE_NUMBER = 9_999


def apply_wave_started(report: Report[WaveStarted], lease: timedelta) -> str | None:
    """Store crates and their planned lines, or answer why the plan is refused.

    Crates of a desk that held the wave before are void from now on.
    """
    body = report.body
    wave = held_wave(report, body.wave_id, lease)
    if isinstance(wave, str):
        return wave
    reason = _lease_fault(report, wave) or _plan_fault(report.connection, wave, body.crates)
    if reason is not None:
        return reason
    report.connection.execute(
        update(crates)
        .where(crates.c.picked_wave_id == wave.id, crates.c.voided_at.is_(None))
        .values(voided_at=report.now)
    )
    whole_id = wave.whole_id or wave.id
    _store(report.connection, body, whole_id)
    write_changes(report.connection, stop_news(report.connection, waves.c.id == whole_id), report.now)
    return None


def _lease_fault(report: Report[WaveStarted], wave: Row[Any]) -> str | None:
    if report.body.lease_id != wave.lease_id:
        return f"Wave {wave.number} is held on another lease than the plan names. Take the wave again."
    if any(crate.lease_id == wave.lease_id for crate in live_crates(report.connection, wave.id)):
        return f"Wave {wave.number} was started already; its first crate plan stands."
    return None


def _plan_fault(connection: Connection, wave: Row[Any], planned: Sequence[PlannedCrate]) -> str | None:
    return (
        _lines_fault(connection, wave, planned)
        or _repeated("crate id", [str(crate.crate_id) for crate in planned])
        or _repeated("SSCC", [crate.sscc for crate in planned])
        or _repeated("crate number", [str(crate.number) for crate in planned])
        or _numbers_fault(planned)
        or _check_digit_fault(planned)
        or _known_crate(connection, planned)
        or next(filter(None, map(_parcels_fault, planned)), None)
    )


def _lines_fault(connection: Connection, wave: Row[Any], planned: Sequence[PlannedCrate]) -> str | None:
    wanted = Counter(frozen_lines(connection, wave.id))
    told: Counter[tuple[UUID, str]] = Counter()
    for crate in planned:
        for line in crate.lines:
            told[line.order_id, line.sku] += line.quantity
    if told == wanted:
        return None
    order_id, sku = min(key for key in wanted.keys() | told.keys() if wanted[key] != told[key])
    return (
        f"The crate plan of wave {wave.number} is not what was ordered: order {order_id}, product {sku}: "
        f"{wanted[order_id, sku]} ordered, {told[order_id, sku]} planned."
    )


def _repeated(what: str, values: Sequence[str]) -> str | None:
    value, times = Counter(values).most_common(1)[0]
    return f"The crate plan names {what} {value} {times} times." if times > 1 else None


def _numbers_fault(planned: Sequence[PlannedCrate]) -> str | None:
    highest = max(crate.number for crate in planned)
    return f"Crate number {highest} is too high." if highest > _MAX_CRATE_NUMBER else None


def _check_digit_fault(planned: Sequence[PlannedCrate]) -> str | None:
    wrong = next((crate.sscc for crate in planned if not is_complete(crate.sscc)), None)
    return None if wrong is None else f"The check digit of crate {wrong} is wrong."


def _known_crate(connection: Connection, planned: Sequence[PlannedCrate]) -> str | None:
    ids = [crate.crate_id for crate in planned]
    ssccs = [crate.sscc for crate in planned]
    query = select(crates.c.sscc).where(or_(crates.c.id.in_(ids), crates.c.sscc.in_(ssccs))).limit(1)
    sscc = connection.scalar(query)
    return None if sscc is None else f"Crate {sscc} is known from another plan; a crate number is used once."


def _parcels_fault(crate: PlannedCrate) -> str | None:
    """A crate with parcels has one for each of its orders, each at a place of its own."""
    if not crate.parcels:
        return None
    bagged, meant = [each.order_id for each in crate.parcels], {line.order_id for line in crate.lines}
    if len(set(bagged)) < len(bagged) or set(bagged) != meant:
        return f"Crate {crate.sscc} is told with parcels, but not with one for each of its orders."
    if len({each.place for each in crate.parcels}) < len(bagged):
        return f"Two parcels of crate {crate.sscc} have the same place."
    return None


def _store(connection: Connection, body: WaveStarted, whole_id: UUID) -> None:
    rows = [
        {
            "id": crate.crate_id,
            "wave_id": whole_id,
            "picked_wave_id": body.wave_id,
            "lease_id": body.lease_id,
            "sscc": crate.sscc,
            "number": crate.number,
            "zone": crate.zone,
        }
        for crate in body.crates
    ]
    connection.execute(insert(crates), rows)
    lines: Counter[tuple[UUID, UUID, str]] = Counter()
    for crate in body.crates:
        for line in crate.lines:
            lines[crate.crate_id, line.order_id, line.sku] += line.quantity
    connection.execute(
        insert(crate_lines),
        [
            {"crate_id": crate_id, "order_id": order_id, "sku": sku, "quantity": quantity}
            for (crate_id, order_id, sku), quantity in lines.items()
        ],
    )
    _store_parcels(connection, body.crates)


def _store_parcels(connection: Connection, planned: Sequence[PlannedCrate]) -> None:
    rows = [
        {
            "crate_id": crate.crate_id,
            "place": parcel.place,
            "order_id": parcel.order_id,
            "code": parcel_code(crate.sscc, parcel.place),
        }
        for crate in planned
        for parcel in crate.parcels
    ]
    if rows:
        connection.execute(insert(crate_parcels), rows)
