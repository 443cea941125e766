"""A shop's day for tests: deliveries, orders with codes, desks on real database files, a cloud in memory."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import insert

from cloud_api.wire.base import Zone
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import (
    Delivery,
    DeliveryCrate,
    DeliveryState,
    MissingLine,
    PickupLine,
    PickupOrder,
    pickup_mac,
)
from hardware.codes import make_pickup_qr, make_sscc, read_code
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.pickup.commands.desk import Desk
from station.pickup.flow import PickupFlow
from station.pickup.model.view import PickupView
from station.pickup.store.changes import APPLY
from station.storage import tables
from station.storage.database import Database

KEY = b"a key of one shop, 32 bytes long"
OTHER_KEY = b"a key of another shop, 32 bytes."
SHOP = "P001"
SHANGHAI = ZoneInfo("Asia/Shanghai")
OPERATOR = BadgeHolder(OperatorId(UUID(int=0xAA)), "李店长", "7700000013")
MORNING = datetime(2026, 6, 19, 10, 30, tzinfo=SHANGHAI)


def uid(*parts: object) -> UUID:
    """An id that is the same in every run."""
    return UUID(bytes=hashlib.sha256(repr(parts).encode()).digest()[:16])


def sscc(number: int) -> str:
    """The number under the bars of crate `number`."""
    return make_sscc(0, "9520001", number)


def qr(number: int) -> str:
    """The QR of order `number`."""
    return make_pickup_qr(10**16 + number)


def code(number: int) -> str:
    """The pickup code of order `number`."""
    return f"{(number * 7919 + 104729) % 1_000_000:06d}"


@dataclass(frozen=True)
class CrateSpec:
    """A crate of a delivery in a test."""

    number: int
    zone: Zone = Zone.AMBIENT
    left_behind: bool = False
    cycle: int = 1

    @property
    def id(self) -> UUID:
        return uid("crate", self.cycle, self.number)

    @property
    def sscc(self) -> str:
        return sscc(self.cycle * 1000 + self.number)


@dataclass(frozen=True)
class OrderSpec:
    """An order in a test: `lines` maps (sku, crate) to pieces."""

    number: int
    lines: Mapping[tuple[str, CrateSpec], int]
    phone: str = "13800001234"
    cycle: int = 1
    missing: tuple[MissingLine, ...] = ()

    @property
    def id(self) -> UUID:
        return uid("order", self.number)

    def change(self) -> PickupOrder:
        mac = pickup_mac(KEY, self.phone or str(self.id))
        return PickupOrder(
            order_id=self.id,
            order_no=f"26061900{self.number:06d}",
            wave_id=uid("wave", self.cycle),
            cycle_id=uid("cycle", self.cycle),
            pickup_point=SHOP,
            customer=f"{'王李张刘陈'[self.number % 5]}**",
            phone=f"{self.phone[:3]}****{self.phone[-4:]}" if self.phone else "",
            phone_tail=self.phone[-4:],
            customer_mac=mac,
            code_mac=pickup_mac(KEY, code(self.number)),
            qr_mac=pickup_mac(KEY, qr(self.number)),
            lines=tuple(
                PickupLine(
                    sku=sku,
                    name=f"商品{sku}",
                    spec="500g",
                    zone=crate.zone,
                    crate_id=crate.id,
                    quantity=pieces,
                )
                for (sku, crate), pieces in self.lines.items()
            ),
            missing=self.missing,
        )


def delivery(
    crates: Sequence[CrateSpec], *, cycle: int = 1, departed: bool = True, orders: int = 0
) -> Delivery:
    """What comes in a cycle; expected at 08:40."""
    at = datetime(2026, 6, 18 + cycle, 8, 40, tzinfo=SHANGHAI)
    return Delivery(
        wave_id=uid("wave", cycle),
        cycle_id=uid("cycle", cycle),
        cycle_name=f"6月{18 + cycle}日",
        pickup_point=SHOP,
        pickup_point_name="三元梅园",
        state=DeliveryState.DEPARTED if departed else DeliveryState.EXPECTED,
        van="京A12345 · 3",
        arrives_at=at,
        departed_at=at - timedelta(hours=2) if departed else None,
        orders=orders,
        crates=tuple(
            DeliveryCrate(
                crate_id=crate.id,
                sscc=crate.sscc,
                number=crate.number,
                zone=crate.zone,
                pieces=5,
                left_behind=crate.left_behind,
            )
            for crate in crates
        ),
    )


@dataclass
class Till:
    """A desk of the shop with its flow on a real database file; `restart` is what a crash leaves behind."""

    folder: Path
    empty_file: Path
    """A migrated database to begin with."""
    number: int = 1
    clock: SettableClock = field(default_factory=lambda: SettableClock(MORNING))
    key: bytes | None = KEY
    shown: list[PickupView] = field(default_factory=list)
    acts: int = 0
    at: float = 0.0
    enrolled: bool = False
    """Whether `empty_file` is not empty, but knows its station already."""

    def __post_init__(self) -> None:
        self.station_id = StationId(uid("station", self.number))
        self.name = f"柜台 {self.number}"
        shutil.copy(self.empty_file, self.folder / f"desk{self.number}.db")
        self._open()
        if not self.enrolled:
            self._enrol()

    def _enrol(self) -> None:
        with self.desk.database.act() as connection:
            connection.execute(
                insert(tables.station).values(
                    id=self.station_id,
                    name=self.name,
                    role="pickup",
                    roles="pickup",
                    pickup_point=SHOP,
                    pickup_point_name="三元梅园",
                    warehouse="W1",
                    warehouse_name="一号仓",
                    time_zone="Asia/Shanghai",
                    brand="优邻站",
                    cloud_url="http://127.0.0.1:1",
                    enrolled_at=self.clock.now(),
                )
            )

    def tell(self, kind: ChangeKind, body: BaseModel | dict[str, Any]) -> None:
        """A change of the cloud comes in."""
        content = body.model_dump(mode="json") if isinstance(body, BaseModel) else body
        with self.desk.database.act() as connection:
            APPLY[kind](connection, content, self.clock.now())
        self.flow.changes_applied({kind})

    def tell_day(self, crates: Sequence[CrateSpec], orders: Sequence[OrderSpec], **wishes: Any) -> None:
        """A delivery with its orders comes in."""
        self.tell(ChangeKind.DELIVERY, delivery(crates, orders=len(orders), **wishes))
        for order in orders:
            self.tell(ChangeKind.PICKUP_ORDER, order.change())

    def scan(self, text: str, after_s: float = 2.0) -> PickupView:
        """Scan a code `after_s` seconds after the last scan."""
        self.at += after_s
        self.clock.advance(after_s)
        return self.flow.scan(Scan(text, self.at, "test"), read_code(text))

    def receive(self, *crates: CrateSpec) -> PickupView:
        """Scan crates off the van."""
        view = self.flow.view()
        for crate in crates:
            view = self.scan(crate.sscc)
        return view

    def type(self, text: str) -> PickupView:
        self.clock.advance(1)
        return self.flow.typed(text)

    def confirm(self) -> PickupView:
        self.clock.advance(1)
        return self.flow.confirm(self.flow.view().serial)

    def restart(self) -> PickupView:
        self.close()
        return self._open()

    def close(self) -> None:
        self.desk.database.close()

    def _open(self) -> PickupView:
        self.desk = Desk(
            database=Database(self.folder / f"desk{self.number}.db"),
            clock=self.clock,
            station_id=self.station_id,
            station_name=self.name,
            pickup_point=SHOP,
            time_zone=SHANGHAI,
            key=lambda: self.key,
            operator=OPERATOR,
        )
        self.flow = PickupFlow(self.desk, self.shown.append, self._acted)
        return self.flow.open()

    def _acted(self) -> None:
        self.acts += 1
