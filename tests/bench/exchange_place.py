"""A warehouse and a shop whose stations have nights to report, for the bench of the exchange."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Connection, Engine, Float, Integer, String, Uuid, insert, update

from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.metadata import UtcMoment
from cloud_api.storage.tables.catalogue import pickup_points, products, warehouses
from cloud_api.storage.tables.devices import stations, tokens
from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.storage.tables.waves import crate_lines, crates, leases, waves
from cloud_api.storage.token_hashes import token_hash
from cloud_api.storage.transaction import writing
from cloud_api.wire.exchange import GENESIS_HASH, fact_hash
from cloud_api.wire.facts import FactKind

NOW = datetime.now(UTC)
WAVES = 55
CRATES = 12
"""Of a wave, as 250 orders of 1.6 lines fill them."""
PRODUCTS = 30
"""In a crate, one piece of each."""
LINES_AN_ORDER = 3

Bodies = Iterator[dict[str, Any]]


@dataclass
class Sender:
    """A station and the end of its chain of facts."""

    token: str
    roles: str
    pickup_point: str | None = None
    station_id: UUID = field(default_factory=uuid4)
    seq: int = 0
    last_hash: str = GENESIS_HASH

    def batch(self, kind: FactKind, bodies: list[dict[str, Any]]) -> bytes:
        """The next facts of this station, as they are sent."""
        facts = [self._fact(kind, body) for body in bodies]
        return json.dumps({"facts": facts}, default=_plain, ensure_ascii=False).encode()

    def _fact(self, kind: FactKind, body: dict[str, Any]) -> dict[str, Any]:
        self.seq += 1
        fact_id = new_uuid()
        fact: dict[str, Any] = {
            "seq": self.seq,
            "operator_id": None,
            "happened_at": NOW,
            "kind": kind.value,
            "version": 1,
            "body": body,
            "previous_hash": self.last_hash,
        }
        self.last_hash = fact_hash(fact_id=fact_id, station_id=self.station_id, **fact)
        return {"id": fact_id, **fact}


@dataclass(frozen=True)
class Wave:
    """A wave with its crates, and the orders in each of them."""

    wave_id: UUID
    cycle_id: UUID
    lease_id: UUID
    crates: dict[UUID, list[UUID]]


class Place:
    """A desk that holds waves for a shop with a till, night after night."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.desk = Sender("bench", "warehouse")
        self.till = Sender("bench-till", "pickup", "P1")
        self.waves = [
            Wave(
                uuid4(), uuid4(), uuid4(), {uuid4(): _ids(PRODUCTS // LINES_AN_ORDER) for _ in range(CRATES)}
            )
            for _ in range(WAVES)
        ]
        self.skus = [f"SKU{number:03d}" for number in range(PRODUCTS)]
        with writing(engine) as connection:
            self._write_places(connection)
            for number, wave in enumerate(self.waves, 1):
                self._write_wave(connection, number, wave)

    def _write_places(self, connection: Connection) -> None:
        _add(connection, warehouses, code="W1", name="朝阳仓", time_zone="Asia/Shanghai")
        _add(connection, pickup_points, code="P1", name="自提点", warehouse="W1", datum="WGS-84")
        for path, sku in enumerate(self.skus):
            _add(connection, products, sku=sku, name="桃", zone="ambient", path=path)
        for sender in (self.desk, self.till):
            _add(connection, stations, id=sender.station_id, name="工位", warehouse="W1", roles=sender.roles,
                 pickup_point=sender.pickup_point)  # fmt: skip
            _add(connection, tokens, token_hash=token_hash(sender.token), station_id=sender.station_id)

    def _write_wave(self, connection: Connection, number: int, wave: Wave) -> None:
        station_id = self.desk.station_id
        _add(connection, cycles, id=wave.cycle_id, warehouse="W1", name=f"团 {number}", frozen_at=NOW,
             stops_told_at=NOW)  # fmt: skip
        _add(connection, waves, id=wave.wave_id, cycle_id=wave.cycle_id, warehouse="W1", pickup_point="P1",
             number=number)  # fmt: skip
        _add(connection, leases, id=wave.lease_id, wave_id=wave.wave_id, station_id=station_id)
        held = {"lease_id": wave.lease_id, "station_id": station_id, "lease_until": NOW + timedelta(hours=9)}
        connection.execute(update(waves).where(waves.c.id == wave.wave_id).values(held))
        for of_wave, (crate_id, order_ids) in enumerate(wave.crates.items(), 1):
            serial = number * CRATES + of_wave
            _add(connection, crates, id=crate_id, wave_id=wave.wave_id, picked_wave_id=wave.wave_id,
                 lease_id=wave.lease_id, sscc=f"{serial:018d}", number=of_wave, zone="ambient")  # fmt: skip
            for order_id in order_ids:
                _add(connection, orders, id=order_id, cycle_id=wave.cycle_id, pickup_point="P1",
                     order_no=str(order_id))  # fmt: skip
            lines = [
                {"crate_id": crate_id, "order_id": order_id, "sku": sku, "quantity": 1}
                for order_id, skus in zip(order_ids, self._orders_skus(), strict=True)
                for sku in skus
            ]
            connection.execute(insert(crate_lines), lines)

    def _orders_skus(self) -> list[list[str]]:
        starts = range(0, PRODUCTS, LINES_AN_ORDER)
        return [self.skus[start : start + LINES_AN_ORDER] for start in starts]

    def reports(self) -> list[tuple[FactKind, Sender, Bodies]]:
        """What is reported night after night, in an order in which each can be accepted."""
        return [
            (FactKind.ITEM_PUT, self.desk, self._puts()),
            (FactKind.LABEL_REPRINTED, self.desk, self._reprints()),
            (FactKind.CRATE_CLOSED, self.desk, self._closings()),
            (FactKind.CRATE_RECEIVED, self.till, self._receipts()),
            (FactKind.ORDER_COLLECTED, self.till, self._handovers()),
        ]

    def _puts(self) -> Bodies:
        """Along the pick path: a product into each crate of the wave that takes it, then the next one."""
        for wave in self.waves:
            for sku in self.skus:
                for crate_id in wave.crates:
                    told = {"wave_id": wave.wave_id, "crate_id": crate_id, "put_id": new_uuid()}
                    yield {**_texts(told), "sku": sku, "quantity": 1}

    def _reprints(self) -> Bodies:
        told = {"document": "label", "reason": "smudged", "copy_number": 2}
        for _ in range(PRODUCTS):
            for serial, crate_id in enumerate(self._crates(), CRATES + 1):
                yield {"crate_id": str(crate_id), "sscc": f"{serial:018d}", **told}

    def _closings(self) -> Bodies:
        slip = {"orders": PRODUCTS // LINES_AN_ORDER, "pieces": PRODUCTS, "weight_g": 9_000}
        for wave in self.waves:
            for crate_id in wave.crates:
                yield {**_texts({"wave_id": wave.wave_id, "crate_id": crate_id}), **slip}

    def _receipts(self) -> Bodies:
        self._complete_waves()
        for crate_id in self._crates():
            yield {"crate_id": str(crate_id)}

    def _handovers(self) -> Bodies:
        for wave in self.waves:
            for order_ids in wave.crates.values():
                for order_id, skus in zip(order_ids, self._orders_skus(), strict=True):
                    lines = [{"sku": sku, "quantity": 1} for sku in skus]
                    told = _texts({"collection_id": new_uuid(), "order_id": order_id})
                    yield {**told, "lines": lines, "means": "code"}

    def _crates(self) -> Iterator[UUID]:
        return (crate_id for wave in self.waves for crate_id in wave.crates)

    def _complete_waves(self) -> None:
        """What the desk tells when its crates are closed; without it nothing can be handed over."""
        with writing(self.engine) as connection:
            connection.execute(update(waves).values(completed_at=NOW))

    def tell_at(self, at: datetime, news: list[NewChange]) -> None:
        """Write changes as of a moment."""
        with writing(self.engine) as connection:
            write_changes(connection, news, at)


def batches(sender: Sender, kind: FactKind, bodies: Bodies, size: int) -> list[bytes]:
    """All these facts as bodies of requests."""
    return [sender.batch(kind, part) for part in iter(lambda: list(islice(bodies, size)), [])]


def _wave() -> Wave:
    filled = {uuid4(): _ids(PRODUCTS // LINES_AN_ORDER) for _ in range(CRATES)}
    return Wave(uuid4(), uuid4(), uuid4(), filled)


def _add(connection: Connection, table: Any, **told: Any) -> None:
    """A row with a value for every column that must have one."""
    for column in table.columns:
        if column.name in told or column.nullable or column.default or column.server_default is not None:
            continue
        told[column.name] = _any_value(column.type)
    connection.execute(insert(table).values(told))


def _any_value(kind: Any) -> Any:
    values = ((UtcMoment, NOW), (Boolean, False), (Integer, 0), (String, ""), (Float, 0.0), (Uuid, uuid4()))
    return next((value for each, value in values if isinstance(kind, each)), [])


def _texts(ids: dict[str, UUID]) -> dict[str, str]:
    return {name: str(each) for name, each in ids.items()}


def _ids(count: int) -> list[UUID]:
    return [uuid4() for _ in range(count)]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
