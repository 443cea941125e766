"""A wave half picked goes from desk to desk 交接: one leaves it, the next one is lent it as it is."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.waves import leases, waves
from cloud_api.waves.crates import held_wave, live_crates, total_holdings
from cloud_api.waves.steering import Foreman, chosen_waves, note_steered, told_changed, with_crates
from cloud_api.wire.board import WavesChanged
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.handing import WaveHandedOver, WavesWanted, WaveWanted


def apply_wave_handed_over(report: Report[WaveHandedOver], lease: timedelta) -> str | None:
    """Free the lease and keep all that was picked, or answer why the wave stays with its desk.

    What the cloud has heard must be what the desk has done: else the next one would pick it once more.
    """
    body, connection = report.body, report.connection
    wave = held_wave(report, body.wave_id, lease)
    if isinstance(wave, str):
        return wave
    fault = _fault(connection, wave, body)
    if fault is not None:
        return fault
    connection.execute(
        update(leases).where(leases.c.id == body.lease_id).values(returned_at=report.happened_at)
    )
    connection.execute(
        update(waves)
        .where(waves.c.id == wave.id)
        .values(
            lease_id=None,
            station_id=None,
            lease_until=None,
            wanted_at=None,
            handed_at=report.happened_at,
            handed_by=report.station_id,
            desk_id=None,
            desk_place=None,
        )
    )
    return None


def _fault(connection: Connection, wave: Row[Any], body: WaveHandedOver) -> str | None:
    if body.lease_id != wave.lease_id:
        return f"Wave {wave.number} is held on another lease than the one handed over."
    live = live_crates(connection, wave.id)
    if not live:
        return f"Wave {wave.number} has no crates yet. Give it back instead of handing it over."
    held = total_holdings(connection, [crate.id for crate in live])
    told = _figures(body.crates, body.crates_closed, body.pieces, body.short_pieces)
    closed = sum(crate.closed_at is not None for crate in live)
    counted = _figures(len(live), closed, held.put, held.short)
    if told == counted:
        return None
    return (
        f"Wave {wave.number}: its desk counts {told} crates/closed/pieces/short, its facts {counted}. "
        "Settle refused ones."
    )


def _figures(*counts: int) -> str:
    return "/".join(map(str, counts))


def ask_for_waves(connection: Connection, told: WavesWanted, by: Foreman) -> WavesChanged:
    """Tell desks that they shall hand these waves over; each does so once nothing is in the hand there.

    Or call it off: a desk keeps its wave unless it left it before it heard.
    """
    started = with_crates(connection, told.wave_ids)

    def why_not(row: Row[Any]) -> str | None:
        return _why_not_wanted(row, is_started=row.id in started)

    rows, left = chosen_waves(connection, told.wave_ids, by, why_not)
    news = [row for row in rows if row.wanted_at is not None] if told.called_off else rows
    if news:
        ids = [row.id for row in news]
        wanted_at = None if told.called_off else by.now
        connection.execute(update(waves).where(waves.c.id.in_(ids)).values(wanted_at=wanted_at))
        note_steered(connection, by, "keep waves" if told.called_off else "ask for waves", news)
        asker = _asker(connection, by)
        called_off = told.called_off
        write_changes(connection, [_news(row, asker, called_off=called_off) for row in news], by.now)
    return told_changed(rows, left)


def _why_not_wanted(row: Row[Any], *, is_started: bool) -> str | None:
    if row.completed_at is not None:
        return f"Wave {row.number} is packed already."
    if row.handed_at is not None:
        return f"Wave {row.number} is handed over already and waits for a desk."
    if row.station_id is None:
        return f"Wave {row.number} is with no desk."
    if not is_started:
        return f"{row.station_name} has not begun wave {row.number}: it can be given back there."
    return None


def _asker(connection: Connection, by: Foreman) -> str:
    if by.operator_id is not None:
        name = connection.scalar(select(operators.c.name).where(operators.c.id == by.operator_id))
        if name is not None:
            return str(name)
    return by.caller.name


def _news(row: Row[Any], asker: str, *, called_off: bool) -> NewChange:
    body = WaveWanted(wave_id=row.id, lease_id=row.lease_id, asked_by=asker, called_off=called_off)
    return NewChange(ChangeKind.WAVE_WANTED, body.model_dump(mode="json"), row.warehouse)
