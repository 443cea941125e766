"""Crates as rows: those picked here with all that lies in them, those of other desks as the cloud told."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.crates import BoxCondition, CrateState
from cloud_api.wire.facts import FactKind
from cloud_api.wire.routes import CrateMove, Stop
from cloud_api.wire.waves import Wave
from station.crates.model.known import Known, LifeStep, Line
from station.crates.store.cancelled import cancelled_in
from station.kernel.ids import CrateId, Sscc, WaveId
from station.storage import tables

COMPLETED = "completed"
"""A wave of this station whose crates are all closed."""
HANDED_OVER = "handed_over"
"""Another desk goes on with it: what this one knows of its crates grows old."""


def crate_known(connection: Connection, crate_id: UUID) -> Known | None:
    """A crate of this warehouse; None when this station was never told of it."""
    return _own(connection, crate_id) or _told(connection, crate_id)


def crate_labelled(connection: Connection, label: str) -> UUID | None:
    """Whose label that counts this is."""
    for crate_id, sscc in (
        (tables.crate.c.id, tables.crate.c.sscc),
        (tables.stop_crate.c.crate_id, tables.stop_crate.c.sscc),
    ):
        found: UUID | None = connection.execute(select(crate_id).where(sscc == label)).scalar()
        if found is not None:
            return found
    return None


def void_of(connection: Connection, label: str) -> UUID | None:
    """Which crate had this label before it was packed anew."""
    query = select(tables.void_label.c.crate_id).where(tables.void_label.c.sscc == label)
    found: UUID | None = connection.execute(query).scalar()
    return found


def cycles_now(connection: Connection, since: datetime) -> frozenset[str]:
    """Names of the cycles this station was told of since then."""
    stop, wave = tables.stop.c, tables.wave.c
    name = func.json_extract(stop.body, "$.cycle_name")
    own = func.json_extract(wave.body, "$.cycle_name")
    told = connection.execute(select(name).where(stop.told_at >= since)).scalars()
    taken = connection.execute(select(own).where(wave.taken_at >= since)).scalars()
    return frozenset((*told, *taken))


def keep_step(
    connection: Connection, crate_id: UUID, at: datetime, kind: FactKind, by: str, detail: str = ""
) -> None:
    """Note a step this station tells."""
    row = {"crate_id": crate_id, "at": at, "kind": kind.value, "by": by, "detail": detail}
    connection.execute(insert(tables.crate_step).values(row))


def _own(connection: Connection, crate_id: UUID) -> Known | None:
    crate, wave = tables.crate, tables.wave
    row = connection.execute(
        select(crate, wave.c.body, wave.c.state.label("wave_state"))
        .join(wave, wave.c.id == crate.c.wave_id)
        .where(crate.c.id == crate_id, wave.c.state != HANDED_OVER)
    ).first()
    if row is None:
        return None
    told = Wave.model_validate_json(row.body)
    lines = _lines(connection, crate_id, told)
    of_wave = select(func.max(crate.c.number)).where(crate.c.wave_id == row.wave_id)
    steps = _steps(connection, crate_id)
    if row.closed_at is not None:
        steps.append(LifeStep(row.closed_at, FactKind.CRATE_CLOSED.value, ""))
    return Known(
        id=CrateId(row.id),
        label=Sscc(row.sscc),
        number=row.number,
        of=connection.execute(of_wave).scalar_one(),
        zone=Zone(row.zone),
        wave_id=WaveId(row.wave_id),
        wave_title=told.title,
        pickup_point=told.pickup_point.code,
        pickup_point_name=told.pickup_point.name,
        cycle_name=told.cycle_name,
        state=_state_here(connection, row, lines),
        picked_here=True,
        is_done_here=row.wave_state == COMPLETED,
        cancelled=cancelled_in(connection, crate_id),
        box=_box(connection, crate_id),
        bags=_bags(connection, crate_id),
        lines=lines,
        steps=tuple(sorted((*steps, *_moves(connection, crate_id)), key=lambda step: step.at)),
    )


def _bags(connection: Connection, crate_id: UUID) -> int:
    of_crate = select(func.count()).select_from(tables.parcel).where(tables.parcel.c.crate_id == crate_id)
    return connection.execute(of_crate).scalar_one()


def _told(connection: Connection, crate_id: UUID) -> Known | None:
    crate, stop = tables.stop_crate, tables.stop
    row = connection.execute(
        select(crate, stop.c.body)
        .join(stop, stop.c.wave_id == crate.c.wave_id)
        .where(crate.c.crate_id == crate_id)
    ).first()
    if row is None:
        return None
    told = Stop.model_validate_json(row.body)
    closed = CrateState.CLOSED if row.closed else CrateState.OPEN
    steps = (*_steps(connection, crate_id), *_moves(connection, crate_id))
    return Known(
        id=CrateId(row.crate_id),
        label=Sscc(row.sscc),
        number=row.number,
        of=max(each.number for each in told.crates),
        zone=Zone(row.zone),
        wave_id=WaveId(row.wave_id),
        wave_title=str(told.number),
        pickup_point=told.pickup_point.code,
        pickup_point_name=told.pickup_point.name,
        cycle_name=told.cycle_name,
        state=_moved_to(connection, crate_id) or closed,
        picked_here=False,
        cancelled=tuple(json.loads(row.cancelled)),
        box=_box(connection, crate_id),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
    )


def _state_here(connection: Connection, row: Row[Any], lines: tuple[Line, ...]) -> CrateState:
    moved = _moved_to(connection, row.id)
    if moved is not None:
        return moved
    if row.state == CrateState.CLOSED:
        return CrateState.CLOSED
    return CrateState.OPEN if any(line.put for line in lines) else CrateState.PLANNED


def _moved_to(connection: Connection, crate_id: UUID) -> CrateState | None:
    """How far it came behind its closing, by what this station did and was told; None: not further."""
    own = {step.kind for step in _steps(connection, crate_id) if not step.detail.endswith(BoxCondition.LOST)}
    if FactKind.BOX_RETURNED in own:
        return CrateState.RETURNED
    if FactKind.CRATE_EMPTIED in own:
        return CrateState.EMPTIED
    crate, route = tables.stop_crate, tables.route
    row = connection.execute(
        select(crate.c.moved, route.c.departed_at)
        .outerjoin(route, route.c.id == crate.c.route_id)
        .where(crate.c.crate_id == crate_id)
    ).first()
    if row is None:
        return None
    if row.moved == CrateMove.RECEIVED:
        return CrateState.RECEIVED
    if row.departed_at is not None:
        return CrateState.DEPARTED
    return CrateState.LOADED if row.moved == CrateMove.LOADED else None


def _lines(connection: Connection, crate_id: UUID, told: Wave) -> tuple[Line, ...]:
    known = {each.sku: (f"{each.name} {each.spec}".strip(), each.weight_g) for each in told.products}
    weighed: Counter[str] = Counter()
    put = tables.put.c
    standing = select(put.sku, put.weight_g).where(put.crate_id == crate_id, put.undone_at.is_(None))
    for sku, grams in connection.execute(standing):
        weighed[sku] += grams
    query = select(tables.slot).where(tables.slot.c.crate_id == crate_id).order_by(tables.slot.c.sku)
    slots = connection.execute(query).all()
    known |= _catalogue(connection, {row.sku for row in slots} - known.keys())
    made = []
    for row in slots:
        called, piece_g = known.get(row.sku, (row.sku, 0))
        made.append(Line(row.sku, called, row.planned, row.put, row.short, piece_g, weighed[row.sku]))
    return tuple(made)


def _catalogue(connection: Connection, skus: set[str]) -> Mapping[str, tuple[str, int]]:
    """Name and grams of products that stand in for others."""
    product = tables.product.c
    weight = func.json_extract(product.body, "$.weight_g")
    query = select(product.sku, product.name, product.spec, weight).where(product.sku.in_(skus))
    return {
        sku: (f"{name} {spec}".strip(), grams or 0) for sku, name, spec, grams in connection.execute(query)
    }


def _steps(connection: Connection, crate_id: UUID) -> list[LifeStep]:
    step = tables.crate_step
    query = select(step).where(step.c.crate_id == crate_id).order_by(step.c.ordinal)
    return [LifeStep(row.at, row.kind, row.by, row.detail) for row in connection.execute(query)]


_KINDS = {
    CrateMove.LOADED: FactKind.CRATE_LOADED,
    CrateMove.UNLOADED: FactKind.CRATE_UNLOADED,
    CrateMove.RECEIVED: FactKind.CRATE_RECEIVED,
    CrateMove.NOT_RECEIVED: FactKind.RECEIPT_UNDONE,
}


def _moves(connection: Connection, crate_id: UUID) -> list[LifeStep]:
    """Where it was scanned last, as this station was told."""
    crate = tables.stop_crate.c
    query = select(crate.moved, crate.moved_at, crate.moved_by).where(
        crate.crate_id == crate_id, crate.moved.is_not(None)
    )
    return [
        LifeStep(row.moved_at, _KINDS[CrateMove(row.moved)].value, row.moved_by)
        for row in connection.execute(query)
    ]


def _box(connection: Connection, crate_id: UUID) -> str | None:
    query = select(tables.box.c.number).where(tables.box.c.crate_id == crate_id).limit(1)
    number: str | None = connection.execute(query).scalar()
    return number
