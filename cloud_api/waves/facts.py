"""Applies the facts of picking to waves and crates; each handler writes, or says why it refuses."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, update

from cloud_api.settings import Settings
from cloud_api.storage.changes import write_changes
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.reports import Handler, Report, RunHandler
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.waves import puts, shorts, waves
from cloud_api.storage.upsert import conflict_insert
from cloud_api.storage.wave_parts import complete_whole
from cloud_api.waves.closing_runs import apply_crate_closed, apply_crates_closed
from cloud_api.waves.crates import (
    crate_holdings,
    held_wave,
    live_crates,
    open_crate,
    too_many,
    total_holdings,
)
from cloud_api.waves.handing import apply_wave_handed_over
from cloud_api.waves.intercepting import apply_order_intercepted
from cloud_api.waves.parcels import ParcelRooms
from cloud_api.waves.put_runs import PutsTaken, apply_puts
from cloud_api.waves.reprints import apply_reprint, apply_reprints
from cloud_api.waves.start import apply_wave_started
from cloud_api.waves.substituting import (
    Changing,
    apply_product_substituted,
    apply_substitution_undone,
)
from cloud_api.wire.facts import (
    FactKind,
    ItemPut,
    ProductShort,
    PutUndone,
    WaveCompleted,
)

WavePacked = Callable[[Connection, UUID, datetime], None]
"""Hears of a wave that is packed, within the transaction of the fact: its id, and the present moment."""
PutGone = Callable[[Report[PutUndone]], None]
"""Hears of a put that was taken back, within the transaction of the fact."""


@dataclass(frozen=True)
class Listeners:
    """Other slices that hear of what is picked."""

    on_packed: WavePacked
    on_puts: PutsTaken
    on_put_undone: PutGone
    on_changing: Changing


def fact_handlers(settings: Settings, listeners: Listeners) -> Mapping[FactKind, Handler]:
    """A handler for each kind of fact about waves and crates."""
    lease = timedelta(minutes=settings.lease_minutes)
    return {
        FactKind.WAVE_STARTED: partial(apply_wave_started, lease=lease),
        FactKind.ITEM_PUT: partial(_item_put, lease=lease, on_puts=listeners.on_puts),
        FactKind.PUT_UNDONE: partial(_put_undone, lease=lease, on_undone=listeners.on_put_undone),
        FactKind.PRODUCT_SHORT: partial(_product_short, lease=lease),
        FactKind.PRODUCT_SUBSTITUTED: partial(
            apply_product_substituted, lease=lease, changing=listeners.on_changing
        ),
        FactKind.SUBSTITUTION_UNDONE: partial(
            apply_substitution_undone, lease=lease, changing=listeners.on_changing
        ),
        FactKind.ORDER_INTERCEPTED: partial(apply_order_intercepted, lease=lease),
        FactKind.CRATE_CLOSED: partial(apply_crate_closed, lease=lease),
        FactKind.WAVE_COMPLETED: partial(_wave_completed, lease=lease, on_packed=listeners.on_packed),
        FactKind.WAVE_HANDED_OVER: partial(apply_wave_handed_over, lease=lease),
        FactKind.LABEL_REPRINTED: apply_reprint,
    }


def run_handlers(settings: Settings, on_puts: PutsTaken) -> Mapping[FactKind, RunHandler]:
    """Handlers for kinds that come in long runs."""
    lease = timedelta(minutes=settings.lease_minutes)
    return {
        FactKind.ITEM_PUT: partial(apply_puts, lease=lease, on_puts=on_puts),
        FactKind.CRATE_CLOSED: partial(apply_crates_closed, lease=lease),
        FactKind.LABEL_REPRINTED: apply_reprints,
    }


def _held_crate(report: Report[Any], wave_id: UUID, crate_id: UUID, lease: timedelta) -> Row[Any] | str:
    wave = held_wave(report, wave_id, lease)
    return wave if isinstance(wave, str) else open_crate(report.connection, wave, crate_id)


def _item_put(report: Report[ItemPut], lease: timedelta, on_puts: PutsTaken) -> str | None:
    body = report.body
    crate = _held_crate(report, body.wave_id, body.crate_id, lease)
    if isinstance(crate, str):
        return crate
    holdings = crate_holdings(report.connection, crate.id, body.sku)
    if body.quantity > holdings.open:
        return too_many(body, crate, holdings)
    reason = ParcelRooms(report.connection, [body]).fault(body, crate.sscc)
    if reason is not None:
        return reason
    row = {
        "id": body.put_id,
        "crate_id": crate.id,
        "sku": body.sku,
        "quantity": body.quantity,
        "put_at": report.happened_at,
        "weight_g": body.weight_g,
        "order_id": body.order_id,
    }
    unless_known = conflict_insert(report.connection, puts).on_conflict_do_nothing(index_elements=[puts.c.id])
    if report.connection.execute(unless_known.returning(puts.c.id), row).first() is None:
        return f"The put {body.put_id} is known from another fact; each put has an id of its own."
    on_puts([report])
    return None


def _put_undone(report: Report[PutUndone], lease: timedelta, on_undone: PutGone) -> str | None:
    body = report.body
    crate = _held_crate(report, body.wave_id, body.crate_id, lease)
    if isinstance(crate, str):
        return crate
    undone = report.connection.execute(
        update(puts)
        .where(puts.c.id == body.put_id, puts.c.crate_id == crate.id, puts.c.undone_at.is_(None))
        .values(undone_at=report.happened_at)
    )
    if undone.rowcount == 0:
        return f"Crate {crate.sscc} holds no put {body.put_id} that could be taken back."
    on_undone(report)
    return None


def _product_short(report: Report[ProductShort], lease: timedelta) -> str | None:
    body = report.body
    wave = held_wave(report, body.wave_id, lease)
    if isinstance(wave, str):
        return wave
    missing: Counter[UUID] = Counter()
    for item in body.missing:
        missing[item.crate_id] += item.quantity
    for crate_id, quantity in missing.items():
        crate = open_crate(report.connection, wave, crate_id)
        if isinstance(crate, str):
            return crate
        holdings = crate_holdings(report.connection, crate_id, body.sku)
        if quantity > holdings.open:
            return (
                f"{quantity} of product {body.sku} declared short for crate {crate.sscc}, "
                f"but only {holdings.open} are still to come."
            )
    _store_shorts(report, missing)
    return None


def _store_shorts(report: Report[ProductShort], missing: Mapping[UUID, int]) -> None:
    rows = [
        {
            "id": new_uuid(),
            "crate_id": crate_id,
            "sku": report.body.sku,
            "quantity": quantity,
            "declared_at": report.happened_at,
        }
        for crate_id, quantity in missing.items()
    ]
    if rows:
        report.connection.execute(insert(shorts), rows)


def _wave_completed(report: Report[WaveCompleted], lease: timedelta, on_packed: WavePacked) -> str | None:
    wave = held_wave(report, report.body.wave_id, lease)
    if isinstance(wave, str):
        return wave
    reason = _completion_fault(report, wave)
    if reason is not None:
        return reason
    report.connection.execute(
        update(waves).where(waves.c.id == wave.id).values(completed_at=report.happened_at)
    )
    whole_id = wave.whole_id or wave.id
    if wave.whole_id is None or complete_whole(report.connection, whole_id):
        on_packed(report.connection, whole_id, report.now)
    write_changes(report.connection, stop_news(report.connection, waves.c.id == whole_id), report.now)
    return None


def _completion_fault(report: Report[WaveCompleted], wave: Row[Any]) -> str | None:
    body = report.body
    live = live_crates(report.connection, wave.id)
    still_open = sorted(crate.sscc for crate in live if crate.closed_at is None)
    if still_open or not live:
        return f"Wave {wave.number} is not complete: crates still open: {', '.join(still_open) or 'all'}."
    holdings = total_holdings(report.connection, [crate.id for crate in live])
    told = (body.crates, body.pieces, body.short_pieces)
    counted = (len(live), holdings.put, holdings.short)
    if told != counted:
        return (
            f"Wave {wave.number} is told complete with {told[0]} crates, {told[1]} pieces, {told[2]} short; "
            f"its facts say {counted[0]}, {counted[1]}, {counted[2]}."
        )
    return None
