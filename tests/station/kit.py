"""A small day for tests of the station: products, a leased wave, a desk on a real database file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import insert

from cloud_api.wire.base import ScanRule, Zone
from cloud_api.wire.catalogue import PickupPoint, Product
from cloud_api.wire.orders import OrderLine
from cloud_api.wire.waves import Lease, LeaseRenewal, LeaseRequest, SerialBlock, Wave, WaveOrder
from hardware.codes import gs1_check_digit, make_badge, read_code
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, OrderId, Sku, StationId, new_uuid
from station.kernel.messages import Texts
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.override import OverrideTalk
from station.people.pins import PinDesk
from station.picking.commands.desk import Desk, Picker
from station.picking.flow import PickingFlow
from station.picking.model.plan import (
    CratePlan,
    CratePlanned,
    ItemSize,
    OrderToPack,
    PackedLine,
    PlanMethod,
)
from station.picking.model.view import PickingView
from station.storage import tables
from station.storage.database import Database

STATION = StationId(UUID("01900000-0000-7000-8000-000000000001"))
PICKER = Picker(OperatorId(UUID("01900000-0000-7000-8000-0000000000aa")), "王芳", "7700000013")
SUPERVISOR = Picker(OperatorId(UUID("01900000-0000-7000-8000-0000000000bb")), "陈主管", make_badge(17))
SUPERVISOR_PIN = "2468"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
T = TypeVar("T")
RESOURCES = Path(__file__).parents[2] / "resources"


def english() -> Texts:
    """Texts that need no catalogue file."""
    return Texts(RESOURCES / "texts", "en")


def gtin(number: int) -> str:
    """A GTIN-13 of ours."""
    digits = f"690{number:09d}"
    return f"{digits}{gs1_check_digit(digits)}"


def product(
    number: int, *, rule: ScanRule = ScanRule.EACH, zone: Zone = Zone.AMBIENT, weight_g: int = 500
) -> Product:
    """Product `number`; its bin is the number-th along the path."""
    return Product(
        sku=f"S{number}",
        name=f"商品{number}",
        spec=f"{weight_g}g",
        gtins=(gtin(number).zfill(14),),
        zone=zone,
        weight_g=weight_g,
        volume_ml=weight_g,
        bin=f"A-01-{number:02d}",
        path=number,
        scan_rule=rule,
    )


def lease_of(
    products: Sequence[Product], orders: Sequence[Mapping[str, int]], clock: SettableClock, number: int = 1
) -> Lease:
    """A leased wave; each order maps a SKU to its quantity."""
    wave = Wave(
        id=new_uuid(),
        number=number,
        cycle_id=new_uuid(),
        cycle_name="6月18日 晚",
        pickup_point=PickupPoint(code="P001", name="三元梅园", warehouse="W1", address="北京市海淀区"),
        orders=tuple(
            WaveOrder(
                order_id=new_uuid(),
                order_no=f"26061800000{index:05d}",
                paid_at=clock.now() - timedelta(hours=2, minutes=-index),
                lines=tuple(OrderLine(sku=sku, quantity=pieces) for sku, pieces in order.items()),
            )
            for index, order in enumerate(orders, start=1)
        ),
        products=tuple(products),
    )
    serials = SerialBlock(extension_digit=0, company_prefix="9520001", first=1, last=1000)
    return Lease(lease_id=new_uuid(), until=clock.now() + timedelta(minutes=30), wave=wave, serials=serials)


def an_order_a_crate(orders: Sequence[OrderToPack], items: Mapping[Sku, ItemSize]) -> CratePlan:
    """The plainest plan: a crate for each order and zone."""
    crates = []
    for zone in Zone:
        for order in orders:
            lines = tuple(
                PackedLine(OrderId(order.order_id), sku, pieces)
                for sku, pieces in order.lines
                if items[sku].zone is zone
            )
            if lines:
                crates.append(CratePlanned(zone, lines, 0, 0))
    return CratePlan(tuple(crates), PlanMethod.FALLBACK)


class ScriptedLender:
    """Lends the waves it was given, one after the other; can be out of reach."""

    def __init__(self, leases: Sequence[Lease], clock: SettableClock) -> None:
        self.leases = list(leases)
        self.clock = clock
        self.renewed: list[UUID] = []
        self.requests: list[LeaseRequest] = []
        self.given_back: list[UUID] = []
        self.trouble: Trouble | None = None

    def lease(self, request: LeaseRequest) -> Lease | None:
        if self.trouble:
            raise self.trouble
        self.requests.append(request)
        return self.leases.pop(0) if self.leases else None

    def renew(self, wave_id: UUID, lease_id: UUID) -> LeaseRenewal:
        if self.trouble:
            raise self.trouble
        self.renewed.append(wave_id)
        return LeaseRenewal(until=self.clock.now() + timedelta(minutes=30))

    def give_back(self, wave_id: UUID, lease_id: UUID) -> None:
        if self.trouble:
            raise self.trouble
        self.given_back.append(wave_id)


def at_once(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]) -> None:
    """What would go on aside is done before anything else."""
    try:
        result = work()
    except Trouble as trouble:
        failed(trouble)
    else:
        done(result)


class Door:
    """The cloud: knows the PIN of one supervisor."""

    def __init__(self, knows: Picker = SUPERVISOR) -> None:
        self._knows = knows

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        assert (badge, pin) == (self._knows.badge, SUPERVISOR_PIN)
        return self._knows.id


class Bench:
    """A desk with its flow on a real database file; `restart` is what a crash leaves behind."""

    def __init__(
        self,
        folder: Path,
        leases: Sequence[Lease] = (),
        clock: SettableClock | None = None,
        *,
        enrolled: bool = False,
    ) -> None:
        """`enrolled` says that the database in `folder` knows its station already."""
        self.path = folder / "station.db"
        self.clock = clock or SettableClock()
        self.lender = ScriptedLender(leases, self.clock)
        self.shown: list[PickingView] = []
        self.acts = 0
        self.at = 0.0
        self._open()
        if not enrolled:
            self._enrol()

    def _enrol(self) -> None:
        with self.desk.database.act() as connection:
            connection.execute(
                insert(tables.station).values(
                    id=STATION,
                    name="工位 1",
                    role="warehouse",
                    warehouse="W1",
                    warehouse_name="一号仓",
                    time_zone="Asia/Shanghai",
                    brand="优邻站",
                    cloud_url="http://127.0.0.1:1",
                    enrolled_at=self.clock.now(),
                )
            )

    def restart(self) -> PickingView:
        """Forget everything that is not on the disk and start again."""
        self.close()
        return self._open()

    def close(self) -> None:
        self.desk.database.close()

    def scan(self, code: str, after_s: float = 2.0) -> PickingView:
        """Scan a code `after_s` seconds after the last scan."""
        self.at += after_s
        self.clock.advance(after_s)
        return self.flow.scan(Scan(code, self.at, "test"), read_code(code))

    def take(self) -> PickingView:
        """Take the next wave; plan and start happen at once."""
        self.flow.take_wave()
        return self.flow.view()

    def _database(self) -> Database:
        return Database(self.path)

    def _open(self) -> PickingView:
        self.desk = Desk(
            database=self._database(),
            clock=self.clock,
            station_id=STATION,
            texts=english(),
            brand="优邻站",
            time_zone=ZoneInfo("Asia/Shanghai"),
            picker=PICKER,
        )
        self.flow = PickingFlow(
            self.desk, self.lender, an_order_a_crate, at_once, self.shown.append, self._acted, self._talk
        )
        return self.flow.open()

    def _talk(self, changed: Callable[[], None]) -> OverrideTalk:
        """A talk with supervisors; the cloud knows the PIN of one."""
        pins = PinDesk(Door(), lambda: b"of the key store", CHEAP)
        return OverrideTalk(self.desk.database, pins, self.clock, at_once, changed)

    def _acted(self) -> None:
        self.acts += 1
