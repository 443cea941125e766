"""Puts together all that is known of one crate: what it is, how far it came, what is in it, its steps."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Result, Row, func, select

from cloud_api.storage.tables.catalogue import operators, pickup_points, products
from cloud_api.storage.tables.crates import boxes, crate_labels, crate_steps, crate_weighings
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.storage.tables.waves import crate_lines, crate_parcels, crates, puts, shorts, waves
from cloud_api.wire.base import Zone
from cloud_api.wire.crates import (
    CrateContent,
    CrateLife,
    CrateState,
    CrateStep,
    ParcelInside,
    Weighed,
    Weighing,
)


def find_crate(connection: Connection, label: str) -> Row[Any] | None:
    """The crate that has this label, or had it before it was packed anew; with columns of its wave."""
    had = select(crate_labels.c.crate_id).where(crate_labels.c.sscc == label)
    picked = waves.alias("picked")
    query = (
        select(
            crates,
            waves.c.warehouse,
            waves.c.pickup_point,
            waves.c.number.label("wave_number"),
            picked.c.part.label("wave_part"),
            cycles.c.name.label("cycle_name"),
            pickup_points.c.name.label("pickup_point_name"),
            stations.c.name.label("station_name"),
        )
        .join(waves, waves.c.id == crates.c.wave_id)
        .join(cycles, cycles.c.id == waves.c.cycle_id)
        .join(pickup_points, pickup_points.c.code == waves.c.pickup_point)
        .join(picked, picked.c.id == crates.c.picked_wave_id)
        .outerjoin(stations, stations.c.id == picked.c.station_id)
        .where((crates.c.sscc == label) | crates.c.id.in_(had))
    )
    return connection.execute(query).first()


def crate_life(connection: Connection, crate: Row[Any], asked: str) -> CrateLife:
    """All of it; `crate` is a row of find_crate, `asked` the label it was found by."""
    contents = _contents(connection, crate.id)
    void = select(crate_labels.c.sscc).where(crate_labels.c.crate_id == crate.id)
    living = (crates.c.picked_wave_id == crate.picked_wave_id, crates.c.voided_at.is_(None))
    return CrateLife(
        crate_id=crate.id,
        label=crate.sscc,
        void_labels=tuple(connection.scalars(void.order_by(crate_labels.c.voided_at))),
        is_asked_by_void_label=asked != crate.sscc,
        state=_state(crate, contents),
        warehouse=crate.warehouse,
        wave_id=crate.wave_id,
        wave_number=crate.wave_number,
        wave_part=crate.wave_part,
        cycle_name=crate.cycle_name,
        pickup_point=crate.pickup_point,
        pickup_point_name=crate.pickup_point_name,
        number=crate.number,
        of=connection.scalar(select(func.max(crates.c.number)).where(*living)) or 0,
        zone=Zone(crate.zone),
        station_name=crate.station_name or "",
        weight_g=crate.weight_g,
        box=connection.scalar(select(boxes.c.number).where(boxes.c.crate_id == crate.id).limit(1)),
        contents=contents,
        parcels=_parcels(connection, crate.id),
        weighings=_weighings(connection, crate.id),
        steps=_steps(connection, crate.id),
    )


def _state(crate: Row[Any], contents: Sequence[CrateContent]) -> CrateState:
    reached = (
        (crate.voided_at, CrateState.VOID),
        (crate.returned_at, CrateState.RETURNED),
        (crate.emptied_at, CrateState.EMPTIED),
        (crate.received_at, CrateState.RECEIVED),
        (crate.departed_at, CrateState.DEPARTED),
        (crate.loaded_at, CrateState.LOADED),
        (crate.closed_at, CrateState.CLOSED),
        (any(content.put for content in contents) or None, CrateState.OPEN),
    )
    return next((state for moment, state in reached if moment is not None), CrateState.PLANNED)


def _parcels(connection: Connection, crate_id: UUID) -> tuple[ParcelInside, ...]:
    held = (
        select(func.coalesce(func.sum(puts.c.quantity), 0))
        .where(
            puts.c.crate_id == crate_parcels.c.crate_id,
            puts.c.order_id == crate_parcels.c.order_id,
            puts.c.undone_at.is_(None),
        )
        .scalar_subquery()
    )
    query = (
        select(crate_parcels.c.place, crate_parcels.c.code, orders.c.order_no, held.label("pieces"))
        .join(orders, orders.c.id == crate_parcels.c.order_id)
        .where(crate_parcels.c.crate_id == crate_id)
        .order_by(crate_parcels.c.place)
    )
    rows: Result[Any] = connection.execute(query)
    return tuple(
        ParcelInside(place=row.place, code=row.code, order_no=row.order_no, pieces=int(row.pieces))
        for row in rows
    )


def _contents(connection: Connection, crate_id: UUID) -> tuple[CrateContent, ...]:
    planned = _sums(connection, crate_lines, crate_id)
    short = _sums(connection, shorts, crate_id)
    put: Counter[str] = Counter()
    weighed: Counter[str] = Counter()
    standing = select(puts.c.sku, puts.c.quantity, puts.c.weight_g)
    for row in connection.execute(standing.where(puts.c.crate_id == crate_id, puts.c.undone_at.is_(None))):
        put[row.sku] += row.quantity
        weighed[row.sku] += row.weight_g
    skus = sorted({*planned, *put})
    known = {
        row.sku: row for row in connection.execute(select(products).where(products.c.sku.in_(skus))).all()
    }
    return tuple(
        CrateContent(
            sku=sku,
            name=known[sku].name,
            spec=known[sku].spec,
            planned=planned[sku],
            put=put[sku],
            short=short[sku],
            weight_g=known[sku].weight_g,
            weighed_g=weighed[sku],
        )
        for sku in skus
    )


def _sums(connection: Connection, table: Any, crate_id: UUID) -> Counter[str]:
    query = select(table.c.sku, func.sum(table.c.quantity)).where(table.c.crate_id == crate_id)
    return Counter({sku: int(pieces) for sku, pieces in connection.execute(query.group_by(table.c.sku))})


def _weighings(connection: Connection, crate_id: UUID) -> tuple[Weighing, ...]:
    told = crate_weighings.c
    query = (
        select(crate_weighings, stations.c.name.label("station_name"))
        .join(stations, stations.c.id == told.station_id)
        .where(told.crate_id == crate_id)
        .order_by(told.weighed_at, told.id)
    )
    return tuple(
        Weighing(
            at=row.weighed_at,
            station_name=row.station_name,
            weight_g=row.weight_g,
            planned_g=row.planned_g,
            tolerance_g=row.tolerance_g,
            verdict=Weighed(row.verdict),
            let_pass=row.override_id is not None,
        )
        for row in connection.execute(query)
    )


def _steps(connection: Connection, crate_id: UUID) -> tuple[CrateStep, ...]:
    told = crate_steps.c
    query = (
        select(crate_steps, stations.c.name.label("station_name"), operators.c.name.label("operator"))
        .join(stations, stations.c.id == told.station_id)
        .outerjoin(operators, operators.c.id == told.operator_id)
        .where(told.crate_id == crate_id)
        .order_by(told.happened_at, told.fact_id)
    )
    return tuple(
        CrateStep(
            at=row.happened_at,
            kind=row.kind,
            station_name=row.station_name,
            operator=row.operator or "",
            detail=row.detail,
        )
        for row in connection.execute(query)
    )
