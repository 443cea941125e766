"""Bench of the pickup desk: from a code, a QR or the end of a phone to the customer's View, commit included.

A lookup counts from the moment the store thread is given the input until the view is there to be drawn; the
input's row is on the disk by then. All orders wait and all their crates are here: the most there is to read.
"""

import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import (
    Delivery,
    DeliveryCrate,
    DeliveryState,
    PickupLine,
    PickupOrder,
    pickup_mac,
)
from hardware.codes import make_pickup_qr, make_sscc, read_code
from station.kernel.clock import SystemClock
from station.kernel.ids import OperatorId, StationId
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.pickup.commands.desk import Desk
from station.pickup.flow import PickupFlow
from station.pickup.model.view import PickupView, Step
from station.pickup.store import changes, crates
from station.storage import tables
from station.storage.database import Database
from tests.bench.machine import commit_ms, computing_ms
from tests.bench.rows import percentile, row

ORDERS = 20_000
WAVES = 80
"""250 orders a wave, as on the reference day: the shop's last eleven weeks."""
CRATES_A_WAVE = 30
PHONES = 12_000
LOOKUPS = 2_000
FRAME_MS = 1000 / 60
KEY = b"the key of the shop of the bench"
NOW = datetime(2026, 6, 19, 3, tzinfo=UTC)


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for each way to identify a customer, beside a bare point lookup and a bare commit."""
    desk = _desk(scratch)
    try:
        print(f"  {ORDERS} orders", file=sys.stderr, flush=True)
        with desk.database.act() as connection:
            _fill(connection)
        flow = PickupFlow(desk, lambda view: None, lambda: None)
        flow.open()
        rows = []
        commit = commit_ms(scratch)
        for name, texts in _inputs().items():
            print(f"  {LOOKUPS} lookups by {name}", file=sys.stderr, flush=True)
            taken = _lookups(desk, flow, texts)
            rows += _rows(name, taken, _bare_ms(desk.database.path), commit)
        return rows
    finally:
        desk.database.close()


def _rows(name: str, taken: list[float], bare: list[float], commit: list[float]) -> list[dict[str, Any]]:
    title = f"pickup: {name} → customer's view, {ORDERS:,} orders, {LOOKUPS:,} lookups"
    p50, p99 = percentile(taken, 0.5), percentile(taken, 0.99)
    computing = computing_ms(p50)
    late = 100 * sum(each > FRAME_MS for each in taken) / len(taken)
    even = 100 * sum(each > FRAME_MS for each in computing) / len(computing)
    equal = "computing as long as the p50"
    return [
        row(f"{title}, p50", p50, "ms", "bare SQLite point lookup, p50", percentile(bare, 0.5)),
        row(f"{title}, p99", p99, "ms", "bare SQLite point lookup, p99", percentile(bare, 0.99)),
        row(f"{title}, p99", p99, "ms", "bare commit, p99", percentile(commit, 0.99)),
        row(f"{title}, p99", p99, "ms", f"{equal}, p99", percentile(computing, 0.99)),
        {
            "name": f"{title}, above {FRAME_MS:.1f} ms",
            "value": round(late, 3),
            "unit": "%",
            "beside": f"{equal}: {even:.3g} %",
            "ratio": round(late / even, 3) if even else None,
        },
    ]


def _lookups(desk: Desk, flow: PickupFlow, texts: list[str]) -> list[float]:
    taken = []
    for number, text in enumerate(texts):
        scan, code = Scan(text, float(number), "bench"), read_code(text)
        begun = time.perf_counter()
        view = flow.scan(scan, code)
        taken.append((time.perf_counter() - begun) * 1000)
        _check(view)
        desk.go(Step.DAY)
    return taken


def _check(view: PickupView) -> None:
    assert view.step in (Step.CUSTOMER, Step.CHOOSE), view.answer
    assert view.customer is None or view.customer.can_confirm


def _bare_ms(path: Path) -> list[float]:
    """Milliseconds of each of as many lookups of one order by an indexed column, without anything else."""
    taken = []
    with closing(sqlite3.connect(path)) as connection:
        for number in _drawn():
            mac = pickup_mac(KEY, _code(number))
            begun = time.perf_counter()
            found = connection.execute("SELECT order_id FROM pickup_order WHERE code_mac = ?", (mac,))
            assert found.fetchone() is not None
            taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _inputs() -> dict[str, list[str]]:
    return {
        "code": [_code(number) for number in _drawn()],
        "QR": [make_pickup_qr(number) for number in _drawn()],
        "phone tail": [_phone(number)[-4:] for number in _drawn()],
    }


def _drawn() -> list[int]:
    return random.Random(1).sample(range(ORDERS), LOOKUPS)


def _code(number: int) -> str:
    return f"{(number * 49_999 + 13) % 1_000_000:06d}"


def _phone(number: int) -> str:
    return f"138{(number % PHONES) * 7_919 % 100_000_000:08d}"


def _id(kind: int, number: int) -> UUID:
    return UUID(int=kind << 100 | number)


def _desk(scratch: Path) -> Desk:
    return Desk(
        database=Database(scratch / "station.db"),
        clock=SystemClock(),
        station_id=StationId(_id(1, 1)),
        station_name="柜台 1",
        pickup_point="P001",
        time_zone=ZoneInfo("Asia/Shanghai"),
        key=lambda: KEY,
        operator=BadgeHolder(OperatorId(_id(2, 1)), "李店长", "7700000013"),
    )


def _fill(connection: Connection) -> None:
    """The shop's orders as the cloud tells them; in bulk, since one by one they take minutes."""
    connection.execute(
        insert(tables.station).values(
            id=_id(1, 1),
            name="柜台 1",
            role="pickup",
            roles="pickup",
            pickup_point="P001",
            warehouse="W1",
            warehouse_name="一号仓",
            time_zone="Asia/Shanghai",
            brand="优邻站",
            cloud_url="http://127.0.0.1:1",
            enrolled_at=NOW,
        )
    )
    for wave in range(WAVES):
        changes.keep_delivery(connection, _delivery(wave).model_dump(mode="json"), NOW)
        for number in range(CRATES_A_WAVE):
            crates.set_received(connection, _crate(wave, number), NOW, "柜台 1")
    orders = list(_orders())
    for start in range(0, ORDERS, 500):
        chunk = orders[start : start + 500]
        connection.execute(insert(tables.pickup_order), [_row(order) for order in chunk])
        lines = [{"order_id": each.order_id, **line.model_dump()} for each in chunk for line in each.lines]
        connection.execute(insert(tables.pickup_line), lines)


def _row(order: PickupOrder) -> dict[str, Any]:
    kept = {"order_id", "order_no", "wave_id", "customer", "phone", "phone_tail"}
    macs = {"customer_mac", "code_mac", "qr_mac"}
    return {**order.model_dump(include=kept | macs), "missing": "[]"}


def _delivery(wave: int) -> Delivery:
    return Delivery(
        wave_id=_id(3, wave),
        cycle_id=_id(4, wave),
        cycle_name=f"团期 {wave + 1}",
        pickup_point="P001",
        pickup_point_name="三元梅园",
        state=DeliveryState.DEPARTED,
        van="京A12345 · 3",
        arrives_at=NOW,
        departed_at=NOW,
        orders=ORDERS // WAVES,
        crates=tuple(
            DeliveryCrate(
                crate_id=_crate(wave, number),
                sscc=make_sscc(0, "9520001", wave * CRATES_A_WAVE + number),
                number=number + 1,
                zone=list(Zone)[number % 3],
                pieces=20,
            )
            for number in range(CRATES_A_WAVE)
        ),
    )


def _crate(wave: int, number: int) -> UUID:
    return _id(5, wave * CRATES_A_WAVE + number)


def _orders() -> Iterator[PickupOrder]:
    for number in range(ORDERS):
        wave, phone = number % WAVES, _phone(number)
        yield PickupOrder(
            order_id=_id(6, number),
            order_no=f"260619{number:08d}",
            wave_id=_id(3, wave),
            cycle_id=_id(4, wave),
            pickup_point="P001",
            customer="王**",
            phone=f"138****{phone[-4:]}",
            phone_tail=phone[-4:],
            customer_mac=pickup_mac(KEY, phone),
            code_mac=pickup_mac(KEY, _code(number)),
            qr_mac=pickup_mac(KEY, make_pickup_qr(number)),
            lines=tuple(
                PickupLine(
                    sku=f"S{(number + step) % 2_000}",
                    name="金龙鱼 东北大米",
                    spec="5kg",
                    zone=list(Zone)[step],
                    crate_id=_crate(wave, (number // WAVES % (CRATES_A_WAVE // 3)) * 3 + step),
                    quantity=1 + step,
                )
                for step in range(3)
            ),
        )
