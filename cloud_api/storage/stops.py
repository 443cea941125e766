"""What each pickup point gets in a cycle, as dispatch is told of it; the cut-off and the waves both tell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, func, select

from cloud_api.storage.changes import NewChange
from cloud_api.storage.tables.catalogue import pickup_points, products
from cloud_api.storage.tables.crates import crate_labels, crate_weighings
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines, orders
from cloud_api.storage.tables.waves import IS_WHOLE, crate_lines, crate_parcels, crates, shorts, waves
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import PickupPoint
from cloud_api.wire.crates import Weighed
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import PackState, Stop, StopCrate


@dataclass
class _Load:
    """What is to be carried."""

    pieces: int = 0
    weight_g: int = 0
    volume_ml: int = 0
    zones: set[Zone] = field(default_factory=set)


@dataclass(frozen=True)
class _Crates:
    """What is told of crates by their ids."""

    void_labels: Mapping[UUID, Sequence[str]]
    weighed: Mapping[UUID, Weighed]
    cancelled: Mapping[UUID, Sequence[str]]


def stop_news(connection: Connection, which: ColumnElement[bool]) -> list[NewChange]:
    """A change STOP for the warehouse of each whole wave for which `which` holds, by number.

    Read in the writer's turn: of two who tell the same stop, the later one sees what the earlier one wrote.
    """
    lock_exclusive(connection, Lock.CHANGES)
    which &= IS_WHOLE
    heads = connection.execute(
        select(waves, cycles.c.name.label("cycle_name"), cycles.c.cut_off_at, _bags().label("bags"))
        .join(cycles, cycles.c.id == waves.c.cycle_id)
        .where(which)
        .order_by(waves.c.number)
    ).all()
    points = _points(connection, which)
    ordered = _ordered(connection, which)
    packed = _crates(connection, which)
    about = _Crates(
        _void_labels(connection, which), _weighed(connection, which), _cancelled(connection, which)
    )
    return [
        NewChange(
            ChangeKind.STOP,
            _stop(
                head,
                points[head.pickup_point],
                ordered[head.id],
                [_crate(row, about) for row in packed[head.id]],
                sum(int(row.volume_ml) for row in packed[head.id]),
            ).model_dump(mode="json"),
            head.warehouse,
        )
        for head in heads
    ]


def _bags() -> ScalarSelect[int]:
    """How many bags the crates of a wave have room for."""
    return (
        select(func.count())
        .select_from(crate_parcels)
        .join(crates, crates.c.id == crate_parcels.c.crate_id)
        .where(crates.c.wave_id == waves.c.id, crates.c.voided_at.is_(None))
        .correlate(waves)
        .scalar_subquery()
    )


def _points(connection: Connection, which: ColumnElement[bool]) -> dict[str, PickupPoint]:
    query = (
        select(pickup_points)
        .join(waves, waves.c.pickup_point == pickup_points.c.code)
        .where(which)
        .distinct()
    )
    return {
        row["code"]: PickupPoint.model_validate(dict(row)) for row in connection.execute(query).mappings()
    }


def _ordered(connection: Connection, which: ColumnElement[bool]) -> defaultdict[UUID, _Load]:
    """What was ordered, summed by the database: a day has 80,000 lines and more.

    Summed first and joined to the waves afterwards, so that no wave is looked up for each line.
    """
    quantity, here = order_lines.c.quantity, select(waves.c.cycle_id).where(which)
    points = select(waves.c.pickup_point).where(which)
    summed = (
        select(
            order_lines.c.cycle_id,
            order_lines.c.pickup_point,
            products.c.zone,
            func.sum(quantity).label("pieces"),
            func.sum(quantity * products.c.weight_g).label("weight_g"),
            func.sum(quantity * products.c.volume_ml).label("volume_ml"),
        )
        .join(products, products.c.sku == order_lines.c.sku)
        .where(order_lines.c.cycle_id.in_(here), order_lines.c.pickup_point.in_(points), LIVE)
        .group_by(order_lines.c.cycle_id, order_lines.c.pickup_point, products.c.zone)
        .subquery()
    )
    query = (
        select(waves.c.id, summed.c.zone, summed.c.pieces, summed.c.weight_g, summed.c.volume_ml)
        .join(
            summed,
            (summed.c.cycle_id == waves.c.cycle_id) & (summed.c.pickup_point == waves.c.pickup_point),
        )
        .where(which)
    )
    loads: defaultdict[UUID, _Load] = defaultdict(_Load)
    for row in connection.execute(query):
        load = loads[row.id]
        load.pieces += int(row.pieces)
        load.weight_g += int(row.weight_g)
        load.volume_ml += int(row.volume_ml)
        load.zones.add(Zone(row.zone))
    return loads


def _crates(connection: Connection, which: ColumnElement[bool]) -> defaultdict[UUID, list[Row[Any]]]:
    """Crates that count by wave and number, with what is planned for them and what they lack."""
    planned, lacking = _sums_by_crate(crate_lines, which), _sums_by_crate(shorts, which)
    query = (
        select(
            crates,
            (planned.c.pieces - func.coalesce(lacking.c.pieces, 0)).label("pieces"),
            (planned.c.weight_g - func.coalesce(lacking.c.weight_g, 0)).label("expected_g"),
            (planned.c.volume_ml - func.coalesce(lacking.c.volume_ml, 0)).label("volume_ml"),
        )
        .join(waves, waves.c.id == crates.c.wave_id)
        .join(planned, planned.c.crate_id == crates.c.id)
        .outerjoin(lacking, lacking.c.crate_id == crates.c.id)
        .where(which, crates.c.voided_at.is_(None))
        .order_by(crates.c.number)
    )
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.wave_id] += [row]
    return found


def _sums_by_crate(table: Any, which: ColumnElement[bool]) -> Any:
    summed: Select[Any] = (
        select(
            table.c.crate_id,
            func.sum(table.c.quantity).label("pieces"),
            func.sum(table.c.quantity * products.c.weight_g).label("weight_g"),
            func.sum(table.c.quantity * products.c.volume_ml).label("volume_ml"),
        )
        .join(products, products.c.sku == table.c.sku)
        .join(crates, crates.c.id == table.c.crate_id)
        .join(waves, waves.c.id == crates.c.wave_id)
        .where(which)
        .group_by(table.c.crate_id)
    )
    return summed.subquery()


def _void_labels(connection: Connection, which: ColumnElement[bool]) -> Mapping[UUID, list[str]]:
    """Labels crates had before they were packed anew."""
    query = (
        select(crate_labels.c.crate_id, crate_labels.c.sscc)
        .join(crates, crates.c.id == crate_labels.c.crate_id)
        .join(waves, waves.c.id == crates.c.wave_id)
        .where(which)
        .order_by(crate_labels.c.voided_at)
    )
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for crate_id, sscc in connection.execute(query):
        found[crate_id].append(sscc)
    return found


def _stop(
    head: Row[Any],
    point: PickupPoint,
    ordered: _Load,
    boxes: Sequence[StopCrate],
    volume_ml: int,
) -> Stop:
    """`volume_ml` is that of the goods that were not short."""
    state = _state(head, boxes)
    load = _packed_load(boxes, volume_ml) if state is PackState.PACKED else ordered
    return Stop(
        wave_id=head.id,
        number=head.number,
        cycle_id=head.cycle_id,
        cycle_name=head.cycle_name,
        pickup_point=point,
        orders=head.orders,
        pieces=load.pieces,
        weight_g=load.weight_g,
        volume_ml=load.volume_ml,
        zones=tuple(zone for zone in Zone if zone in load.zones),
        state=state,
        crates=tuple(boxes),
        cut_off_at=head.cut_off_at,
        bags=head.bags,
    )


def _weighed(connection: Connection, which: ColumnElement[bool]) -> Mapping[UUID, Weighed]:
    """What the scale said last of each crate since it was closed; a difference let pass is none."""
    told = crate_weighings.c
    query = (
        select(told.crate_id, told.verdict, told.override_id)
        .join(crates, crates.c.id == told.crate_id)
        .join(waves, waves.c.id == crates.c.wave_id)
        .where(which, told.weighed_at >= crates.c.closed_at)
        .order_by(told.weighed_at)
    )
    return {
        row.crate_id: Weighed.OK if row.override_id is not None else Weighed(row.verdict)
        for row in connection.execute(query)
    }


def _state(head: Row[Any], boxes: Sequence[StopCrate]) -> PackState:
    if head.completed_at is not None:
        return PackState.PACKED
    return PackState.PACKING if boxes else PackState.WAITING


def _cancelled(connection: Connection, which: ColumnElement[bool]) -> Mapping[UUID, list[str]]:
    """Cancelled orders that crates still have in their plans."""
    query = (
        select(crate_lines.c.crate_id, orders.c.order_no)
        .join(orders, orders.c.id == crate_lines.c.order_id)
        .join(crates, crates.c.id == crate_lines.c.crate_id)
        .join(waves, waves.c.id == crates.c.wave_id)
        .where(which, orders.c.cancelled_at.is_not(None))
        .order_by(orders.c.order_no)
        .distinct()
    )
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for crate_id, order_no in connection.execute(query):
        found[crate_id].append(order_no)
    return found


def _crate(row: Row[Any], about: _Crates) -> StopCrate:
    return StopCrate(
        crate_id=row.id,
        sscc=row.sscc,
        number=row.number,
        zone=Zone(row.zone),
        pieces=int(row.pieces),
        weight_g=int(row.expected_g) if row.closed_at is None else row.weight_g,
        closed=row.closed_at is not None,
        void_labels=tuple(about.void_labels.get(row.id, ())),
        weighed=about.weighed.get(row.id),
        cancelled=tuple(about.cancelled.get(row.id, ())),
    )


def _packed_load(boxes: Sequence[StopCrate], volume_ml: int) -> _Load:
    """What the closing slips say."""
    return _Load(
        pieces=sum(box.pieces for box in boxes),
        weight_g=sum(box.weight_g for box in boxes),
        volume_ml=volume_ml,
        zones={box.zone for box in boxes},
    )
