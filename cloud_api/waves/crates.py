"""Reads what is planned for, in and missing from crates; the exact arithmetic facts are checked against."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    Connection,
    Result,
    Row,
    Select,
    String,
    Table,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)

from cloud_api.storage.key_lists import among
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.waves import crate_lines, crates, puts, shorts
from cloud_api.waves.leases import find_wave, hold, taken_by_other
from cloud_api.wire.facts import CrateClosed, ItemPut

_InWave = TypeVar("_InWave", ItemPut, CrateClosed)


@dataclass(frozen=True)
class Holdings:
    """Pieces of one or all products in one crate or a whole wave."""

    planned: int
    put: int
    short: int

    @property
    def open(self) -> int:
        """Pieces neither put nor declared short."""
        return self.planned - self.put - self.short


def held_wave(report: Report[Any], wave_id: UUID, lease: timedelta) -> Row[Any] | str:
    """The wave when the reporting station holds it, or why not; a lease near its end is held longer."""
    wave = find_wave(report.connection, wave_id)
    if wave is None or wave.warehouse != report.warehouse:
        return f"There is no wave {wave_id} in this warehouse."
    if wave.completed_at is not None:
        return f"Wave {wave.number} is completed already; nothing more can be reported for it."
    if wave.station_id is None and wave.handed_at is not None:
        return f"Wave {wave.number} was handed over; the desk that left it reports nothing more of it."
    if wave.station_id is None:
        return f"Wave {wave.number} was given back and is with nobody. Take it again before going on."
    if wave.station_id != report.station_id:
        return taken_by_other(wave)
    if wave.lease_until < report.now + lease / 2:
        hold(report.connection, wave.id, wave.lease_id, wave.station_id, report.now + lease)
    return wave


def held_waves(reports: Sequence[Report[_InWave]], lease: timedelta) -> dict[UUID, Row[Any] | str]:
    """As held_wave, for each wave a run of reports is about."""
    first_of_wave = {report.body.wave_id: report for report in reversed(reports)}
    return {wave_id: held_wave(report, wave_id, lease) for wave_id, report in first_of_wave.items()}


def crates_by_id(connection: Connection, crate_ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """What `unusable_crate` asks of each of these crates, and its whole wave; unknown ones are left out."""
    told = crates.c
    query = select(told.id, told.wave_id, told.picked_wave_id, told.sscc, told.voided_at, told.closed_at)
    found: Result[Any] = connection.execute(query.where(among(connection, crates.c.id, crate_ids)))
    return {row.id: row for row in found}


def live_crates(connection: Connection, wave_id: UUID) -> list[Row[Any]]:
    """The crates of a wave that count: not those of a desk that lost it."""
    query = select(crates).where(crates.c.picked_wave_id == wave_id, crates.c.voided_at.is_(None))
    return list(connection.execute(query).all())


def open_crate(connection: Connection, wave: Row[Any], crate_id: UUID) -> Row[Any] | str:
    """The crate when it belongs to the wave and is still open, or why not."""
    crate = connection.execute(select(crates).where(crates.c.id == crate_id)).first()
    reason = unusable_crate(wave, crate, crate_id)
    if reason is not None:
        return reason
    assert crate is not None
    return crate


def unusable_crate(wave: Row[Any], crate: Row[Any] | None, crate_id: UUID) -> str | None:
    """Why nothing can be put into a crate of a wave; `crate` is the row found under `crate_id`."""
    if crate is None or crate.picked_wave_id != wave.id:
        return f"There is no crate {crate_id} in wave {wave.number}."
    if crate.voided_at is not None:
        return f"Crate {crate.sscc} is void: another desk started wave {wave.number} anew."
    if crate.closed_at is not None:
        return closed_already(crate)
    return None


def closed_already(crate: Row[Any]) -> str:
    """Plain words for a crate nothing can be put into any more."""
    return f"Crate {crate.sscc} is closed already."


def too_many(body: ItemPut, crate: Row[Any], holdings: Holdings) -> str:
    """Why a put does not fit into what its crate still takes."""
    return (
        f"{body.quantity} of product {body.sku} put into crate {crate.sscc}, which still takes "
        f"{holdings.open} (planned {holdings.planned}, in it {holdings.put}, short {holdings.short})."
    )


def crate_holdings(connection: Connection, crate_id: UUID, sku: str) -> Holdings:
    """What is planned, put and short of one product in one crate."""
    row = connection.execute(_holdings_query(), {"crate": crate_id, "product": sku}).one()
    return Holdings(*(int(value) for value in row))


@cache
def _holdings_query() -> Select[Any]:
    """Put together once: it is asked for every single put."""
    crate_id, sku = bindparam("crate", type_=Uuid()), bindparam("product", type_=String())
    planned, put, short = (
        select(func.coalesce(func.sum(table.c.quantity), 0)).where(
            table.c.crate_id == crate_id, table.c.sku == sku
        )
        for table in (crate_lines, puts, shorts)
    )
    standing = put.where(puts.c.undone_at.is_(None))
    return select(*(sums.scalar_subquery() for sums in (planned, standing, short)))


def total_holdings(connection: Connection, crate_ids: list[UUID]) -> Holdings:
    """What is planned, put and short of all products in these crates."""
    each = holdings_by_crate(connection, crate_ids).values()
    return Holdings(
        sum(told.planned for told in each), sum(told.put for told in each), sum(told.short for told in each)
    )


def holdings_by_crate(connection: Connection, crate_ids: Collection[UUID]) -> defaultdict[UUID, Holdings]:
    """What is planned, put and short of all products in each of these crates."""
    totals: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    query = union_all(
        _total(connection, "planned", crate_lines, crate_ids),
        _total(connection, "put", puts, crate_ids).where(puts.c.undone_at.is_(None)),
        _total(connection, "short", shorts, crate_ids),
    )
    for what, crate_id, pieces in connection.execute(query):
        totals[crate_id][what] = int(pieces)
    holdings = defaultdict(lambda: Holdings(0, 0, 0))
    for crate_id, told in totals.items():
        holdings[crate_id] = Holdings(told["planned"], told["put"], told["short"])
    return holdings


def _total(connection: Connection, what: str, table: Table, crate_ids: Collection[UUID]) -> Select[Any]:
    return (
        select(literal_column(f"'{what}'"), table.c.crate_id, func.sum(table.c.quantity))
        .where(among(connection, table.c.crate_id, crate_ids))
        .group_by(table.c.crate_id)
    )
