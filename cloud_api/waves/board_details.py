"""What the board asks for now and then: the products of all waves, and the crates of one."""

from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import LIVE, order_lines, orders
from cloud_api.storage.tables.waves import IS_PICKED, IS_WHOLE, crates, waves
from cloud_api.waves.crates import holdings_by_crate
from cloud_api.wire.board import BoardCrate, BoardGoods, WaveCrates, WaveGoods


def goods_of(connection: Connection, cycle_id: UUID) -> BoardGoods:
    """Products, weight and volume of each wave of a cycle: lines still to be picked, or picked."""
    lines = select(order_lines.c.sku, func.sum(order_lines.c.quantity).label("pieces"))
    lines = lines.where(order_lines.c.cycle_id == cycle_id, LIVE)
    of_points = lines.add_columns(order_lines.c.pickup_point).group_by(
        order_lines.c.pickup_point, order_lines.c.sku
    )
    of_parts = lines.join(orders, orders.c.id == order_lines.c.order_id)
    of_parts = of_parts.where(orders.c.part_id.is_not(None)).add_columns(orders.c.part_id)
    points = of_points.subquery()
    in_parts = of_parts.group_by(orders.c.part_id, order_lines.c.sku).subquery()
    picked = (waves.c.cycle_id == cycle_id) & IS_PICKED
    rows = [
        *connection.execute(
            _wave_goods(points, (points.c.pickup_point == waves.c.pickup_point) & IS_WHOLE).where(picked)
        ),
        *connection.execute(_wave_goods(in_parts, in_parts.c.part_id == waves.c.id).where(picked)),
    ]
    rows.sort(key=lambda row: (row.number, row.part, row.sku))
    places: dict[str, int] = {}
    told = tuple(
        _goods(wave_id, list(of_wave), places) for wave_id, of_wave in groupby(rows, key=lambda row: row.id)
    )
    # Not validated once more: the rows are our own, and there are tens of thousands of numbers.
    return BoardGoods.model_construct(cycle_id=cycle_id, skus=tuple(places), waves=told)


def _wave_goods(sums: Any, which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            waves.c.id,
            waves.c.number,
            waves.c.part,
            sums.c.sku,
            sums.c.pieces,
            products.c.weight_g,
            products.c.volume_ml,
        )
        .join(sums, which)
        .join(products, products.c.sku == sums.c.sku)
    )


def _goods(wave_id: UUID, rows: list[Row[Any]], places: dict[str, int]) -> WaveGoods:
    return WaveGoods.model_construct(
        wave_id=wave_id,
        skus=tuple(places.setdefault(row.sku, len(places)) for row in rows),
        weight_g=sum(int(row.pieces) * row.weight_g for row in rows),
        volume_ml=sum(int(row.pieces) * row.volume_ml for row in rows),
    )


def crates_of(connection: Connection, wave_id: UUID) -> WaveCrates:
    """The crates of a wave that count; none before it is started."""
    query = select(crates).where(crates.c.picked_wave_id == wave_id, crates.c.voided_at.is_(None))
    rows = connection.execute(query.order_by(crates.c.number)).all()
    held = holdings_by_crate(connection, [row.id for row in rows])
    return WaveCrates(
        wave_id=wave_id,
        crates=tuple(
            BoardCrate(
                crate_id=row.id,
                number=row.number,
                sscc=row.sscc,
                zone=row.zone,
                pieces=held[row.id].planned,
                pieces_put=held[row.id].put,
                short_pieces=held[row.id].short,
                closed_at=row.closed_at,
            )
            for row in rows
        ),
    )


def wave_of_crate(connection: Connection, sscc: str, warehouse: str | None) -> UUID | None:
    """The wave of a crate label, also of one that a desk which lost the wave had printed."""
    query = (
        select(waves.c.id).join(crates, crates.c.picked_wave_id == waves.c.id).where(crates.c.sscc == sscc)
    )
    if warehouse is not None:
        query = query.where(waves.c.warehouse == warehouse)
    found: UUID | None = connection.scalar(query)
    return found
