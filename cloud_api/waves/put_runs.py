"""Applies puts that follow each other with a few statements for all: most facts of a night are puts."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, String, Table, cast, func, literal_column, select, union_all

from cloud_api.storage.key_lists import among
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.waves import crate_lines, puts, shorts
from cloud_api.waves.crates import Holdings, crates_by_id, held_waves, too_many, unusable_crate
from cloud_api.waves.parcels import ParcelRooms
from cloud_api.wire.facts import ItemPut

PutsTaken = Callable[[Sequence[Report[ItemPut]]], None]
"""Hears of puts that stand, within the transaction of their facts: at least one."""


def apply_puts(reports: Sequence[Report[ItemPut]], lease: timedelta, on_puts: PutsTaken) -> list[str | None]:
    """Store the puts that fit and answer why the others are refused, each as if it had come alone.

    Nobody else changes these waves meanwhile (Lock.WAVES), so what was read once stays true and only the
    puts of the run itself have to be counted.
    """
    run = _Run(reports, lease)
    faults = [run.fault(report) for report in reports]
    insert_rows(reports[0].connection, puts, run.rows)
    standing = [report for report, fault in zip(reports, faults, strict=True) if fault is None]
    if standing:
        on_puts(standing)
    return faults


@dataclass(slots=True)
class _Room:
    """Pieces of one product in one crate, counted on while the run goes."""

    planned: int = 0
    put: int = 0
    short: int = 0

    def holdings(self) -> Holdings:
        return Holdings(self.planned, self.put, self.short)


_Rooms = defaultdict[str, _Room]
"""By product."""


class _Run:
    """What a run of puts is checked against, and what of it is to be stored."""

    def __init__(self, reports: Sequence[Report[ItemPut]], lease: timedelta) -> None:
        connection = reports[0].connection
        bodies = [report.body for report in reports]
        self._waves = held_waves(reports, lease)
        self._crates = crates_by_id(connection, {body.crate_id for body in bodies})
        self._rooms = _rooms(connection, self._crates, sorted({body.sku for body in bodies}))
        self._parcels = ParcelRooms(connection, bodies)
        known = select(puts.c.id).where(among(connection, puts.c.id, [body.put_id for body in bodies]))
        self._known = set(connection.scalars(known))
        self.rows: list[dict[str, Any]] = []

    def fault(self, report: Report[ItemPut]) -> str | None:
        """Why a put is refused; one that is not counts from now on."""
        body = report.body
        wave = self._waves[body.wave_id]
        if isinstance(wave, str):
            return wave
        crate = self._crates.get(body.crate_id)
        reason = unusable_crate(wave, crate, body.crate_id)
        if reason is not None:
            return reason
        assert crate is not None
        room = self._rooms[crate.id][body.sku]
        if body.quantity > room.planned - room.put - room.short:
            return too_many(body, crate, room.holdings())
        if body.put_id in self._known:
            return f"The put {body.put_id} is known from another fact; each put has an id of its own."
        reason = self._parcels.fault(body, crate.sscc)
        if reason is not None:
            return reason
        self._known.add(body.put_id)
        room.put += body.quantity
        self._keep(report, crate)
        return None

    def _keep(self, report: Report[ItemPut], crate: Row[Any]) -> None:
        body = report.body
        self.rows.append(
            {
                "id": body.put_id,
                "crate_id": crate.id,
                "sku": body.sku,
                "quantity": body.quantity,
                "put_at": report.happened_at,
                "weight_g": body.weight_g,
                "order_id": body.order_id,
            }
        )


def _rooms(
    connection: Connection, crates_here: dict[UUID, Row[Any]], skus: list[str]
) -> defaultdict[UUID, _Rooms]:
    """What each of these crates takes and holds of some products, read with one statement."""
    crate_ids = list(crates_here)
    query = union_all(
        _sums(connection, "planned", crate_lines, crate_ids, skus),
        _sums(connection, "put", puts, crate_ids, skus).where(puts.c.undone_at.is_(None)),
        _sums(connection, "short", shorts, crate_ids, skus),
    )
    by_text: defaultdict[str, _Rooms] = defaultdict(_no_rooms)
    for what, crate, sku, pieces in connection.execute(query):
        setattr(by_text[crate][sku], what, int(pieces))
    return defaultdict(_no_rooms, {UUID(crate): rooms for crate, rooms in by_text.items()})


def _no_rooms() -> _Rooms:
    return defaultdict(_Room)


def _sums(
    connection: Connection, what: str, table: Table, crate_ids: list[UUID], skus: list[str]
) -> Select[Any]:
    crate = cast(table.c.crate_id, String)  # a text: some hundred rows are of some dozen crates
    return (
        select(literal_column(f"'{what}'"), crate, table.c.sku, func.sum(table.c.quantity))
        .where(among(connection, table.c.crate_id, crate_ids), among(connection, table.c.sku, skus))
        .group_by(table.c.crate_id, table.c.sku)
    )
