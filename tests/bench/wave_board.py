"""Bench of the board of waves: a night of 200 waves, read every few seconds and released at once."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, insert, update

from cloud_api.settings import Settings, WaveRelease
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.storage.tables.catalogue import pickup_points, products, vans, warehouses
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.orders import cycles, order_lines, orders
from cloud_api.storage.tables.routes import route_plans, route_stops, routes
from cloud_api.storage.tables.waves import crates, leases, puts, waves
from cloud_api.storage.transaction import writing
from cloud_api.wire.board import BoardGoods, WaveBoard
from cloud_api.wire.stations import Role
from station.kernel.ids import WaveId
from station.waves.commands.reckoning import reckon
from station.waves.flow.picture import Clockface, by_departure, row_of
from station.waves.model.night import Goods, Limits, Reckoned
from tests.bench.exchange_place import _add
from tests.bench.rows import row
from tests.cloud_api.kit import Cloud, SetClock, running

WAVES, DONE, RUNNING = 200, 100, 12
CRATES, PUTS_A_CRATE, SKUS = 25, 40, 300
"""A thousand puts a wave: the 50,000 orders of the day have 200,000 lines."""
ROUNDS = 15
LIMITS = Limits(15_000, 45_000, 0, 12)


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for reading the board, releasing all waves, and reckoning at the station."""
    engine = open_engine(str(scratch / "bench-board.db"))
    migrate(engine)
    clock = SetClock()
    cycle_id = _fill(engine, clock())
    settings = Settings(database="unused.db", wave_release=WaveRelease.BY_PEOPLE)
    with running(engine, clock, settings) as cloud:
        found = [*_reading(cloud, cycle_id), _releasing(cloud, engine, cycle_id)]
    engine.dispose()
    return found


def _reading(cloud: Cloud, cycle_id: UUID) -> list[dict[str, Any]]:
    token = cloud.enrol(Role.DISPATCH, "W1", "调度")["token"]

    def get(path: str) -> Any:
        answer = cloud.call("GET", path, token)
        assert answer.status_code == 200, answer.text
        return answer

    board = WaveBoard.model_validate_json(get("/v1/waves/board").content)
    goods = Goods.read(
        BoardGoods.model_validate_json(get(f"/v1/waves/board/goods?cycle_id={cycle_id}").content)
    )
    assert len(board.waves) == WAVES
    assert sum(wave.pieces_put > 0 for wave in board.waves) == DONE + RUNNING
    plain_ms = _ms(lambda: get(f"/v1/waves?cycle_id={cycle_id}"))
    board_ms = _ms(lambda: get("/v1/waves/board"))
    goods_ms = _ms(lambda: get(f"/v1/waves/board/goods?cycle_id={cycle_id}"))
    reckoned = reckon(board, goods, LIMITS)
    reckon_ms = _ms(lambda: reckon(board, goods, LIMITS))
    rows_ms = _ms(lambda: _rows(board, reckoned.waves))
    puts_told = (DONE + RUNNING) * CRATES * PUTS_A_CRATE
    name = f"board of {WAVES} waves and {puts_told} puts, over HTTP"
    return [
        row(name, board_ms, "ms", "plain list of waves", plain_ms),
        row(f"products of {WAVES} waves, over HTTP, once a night", goods_ms, "ms", "the board", board_ms),
        row(f"station: {WAVES} waves reckoned, aside", reckon_ms, "ms", "rows of the view", rows_ms),
    ]


def _rows(board: WaveBoard, reckoned: Mapping[WaveId, Reckoned]) -> list[object]:
    clock = Clockface(ZoneInfo("Asia/Shanghai"))
    return [row_of(wave, reckoned[WaveId(wave.id)], clock) for wave in by_departure(board)]


def _releasing(cloud: Cloud, engine: Engine, cycle_id: UUID) -> dict[str, Any]:
    told = cloud.call("GET", "/v1/waves", cloud.integrator(), params={"cycle_id": str(cycle_id)}).json()
    ids = [wave["id"] for wave in told]
    token = cloud.integrator()
    began = time.perf_counter()
    answer = cloud.call("POST", "/v1/waves/release", token, json={"wave_ids": ids})
    released_ms = (time.perf_counter() - began) * 1000
    assert len(answer.json()["done"]) == WAVES
    began = time.perf_counter()
    with writing(engine) as connection:
        connection.execute(update(waves).values(released_at=cloud.clock()))
    plain_ms = (time.perf_counter() - began) * 1000
    return row(f"{WAVES} waves released, over HTTP", released_ms, "ms", "one UPDATE of the rows", plain_ms)


def _ms(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def _fill(engine: Engine, now: datetime) -> UUID:
    """A night in the middle: half packed, every desk at work."""
    cycle_id, desk, plan = uuid4(), uuid4(), uuid4()
    skus = [f"SKU{number:03d}" for number in range(SKUS)]
    with writing(engine) as connection:
        _add(connection, warehouses, code="W1", name="朝阳仓", time_zone="Asia/Shanghai")
        _add(connection, stations, id=desk, name="工位 1", warehouse="W1", roles="warehouse")
        _add(connection, cycles, id=cycle_id, warehouse="W1", name="团", frozen_at=now, stops_told_at=now)
        _add(connection, vans, code="V1", plate="京A12345", warehouse="W1")
        _add(connection, route_plans, id=plan, cycle_id=cycle_id, station_id=desk, version=1)
        route = uuid4()
        _add(connection, routes, id=route, cycle_id=cycle_id, plan_id=plan, code="7500100018", van="V1",
             departs_at=now + timedelta(hours=3))  # fmt: skip
        for path, sku in enumerate(skus):
            _add(connection, products, sku=sku, name="桃", zone="ambient", path=path)
        for number in range(WAVES):
            _write_wave(connection, number, Night(cycle_id, desk, route, skus, now))
    return cycle_id


@dataclass(frozen=True)
class Night:
    """What the waves of the night have in common."""

    cycle_id: UUID
    desk: UUID
    route: UUID
    skus: list[str]
    now: datetime


def _write_wave(connection: Connection, number: int, night: Night) -> None:
    point, order_id, wave_id = f"P{number:03d}", uuid4(), uuid4()
    _add(connection, pickup_points, code=point, name=f"点 {number}", warehouse="W1", datum="WGS-84")
    _add(connection, orders, id=order_id, cycle_id=night.cycle_id, pickup_point=point, order_no=point)
    lines = {"order_id": order_id, "cycle_id": night.cycle_id, "pickup_point": point, "quantity": 3}
    connection.execute(insert(order_lines), [{**lines, "sku": sku} for sku in night.skus])
    _add(connection, waves, id=wave_id, cycle_id=night.cycle_id, warehouse="W1", pickup_point=point,
         number=number + 1, orders=250, lines=1_000, pieces=1_500)  # fmt: skip
    _add(connection, route_stops, route_id=night.route, position=number, wave_id=wave_id)
    if number < DONE + RUNNING:
        _begin(connection, number, wave_id, night)


def _begin(connection: Connection, number: int, wave_id: UUID, night: Night) -> None:
    """Crates with what is in them; the first waves are packed."""
    lease_id = uuid4()
    _add(connection, leases, id=lease_id, wave_id=wave_id, station_id=night.desk, granted_at=night.now)
    ended = night.now if number < DONE else None
    held = {"lease_id": lease_id, "station_id": night.desk, "lease_until": night.now, "completed_at": ended}
    connection.execute(update(waves).where(waves.c.id == wave_id).values(held))
    made = [
        {"id": uuid4(), "sscc": f"{number * CRATES + place:018d}", "number": place} for place in range(CRATES)
    ]
    of_wave = {"wave_id": wave_id, "picked_wave_id": wave_id, "lease_id": lease_id, "zone": "ambient"}
    connection.execute(insert(crates), [{**of_wave, **each} for each in made])
    told = [
        {"id": uuid4(), "crate_id": each["id"], "sku": sku, "quantity": 1, "put_at": night.now}
        for each in made
        for sku in night.skus[:PUTS_A_CRATE]
    ]
    connection.execute(insert(puts), told)
