"""A small day, the real cloud as a process to send it to, and a look into a station's file from outside."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from cloud_api.wire.base import ScanRule, Zone
from cloud_api.wire.catalogue import Catalogue, Operator, PickupPoint, Product, Warehouse
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.orders import Order, PaidLine
from hardware.codes import gs1_check_digit
from station.demo.cloud import DemoCloud
from station.kernel.ids import new_uuid
from tests.station.kit import product

PATIENCE_S = 30.0
POLL_S = 0.02
ANSWERED_S = 3.0
WAREHOUSE = "W1"

T = TypeVar("T")


def until(what: str, ask: Callable[[], T], patience_s: float = PATIENCE_S) -> T:
    """Ask again and again until the answer is true in Python's sense; `what` says what did not come."""
    deadline = time.monotonic() + patience_s
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"{what} did not come within {patience_s:.0f} s; last: {answer!r}"
        time.sleep(POLL_S)
    return answer


def until_after(what: str, act: Callable[[], object], ask: Callable[[], bool]) -> None:
    """Act, and act again only where no answer came for ANSWERED_S: a scale needs time, and acts may count."""

    def answered() -> bool:
        act()
        deadline = time.monotonic() + ANSWERED_S
        while not ask() and time.monotonic() < deadline:
            time.sleep(POLL_S)
        return ask()

    until(what, answered)


def badge(number: int) -> str:
    """The badge of operator `number`."""
    digits = f"77{number:07d}"
    return f"{digits}{gs1_check_digit(digits)}"


@dataclass(frozen=True)
class SmallDay:
    """A cycle of few orders, and who picks it."""

    catalogue: Catalogue
    cycle: NewCycle
    orders: tuple[Order, ...]

    @property
    def gtins(self) -> dict[str, str]:
        """For each SKU the code on its pack, 13 digits as a scanner reads it."""
        return {item.sku: item.gtins[0][1:] for item in self.catalogue.products}

    @property
    def badges(self) -> list[str]:
        """Badges of the warehouse's operators."""
        return [person.badge for person in self.catalogue.operators if person.pickup_point is None]

    @property
    def pieces(self) -> int:
        """Pieces ordered."""
        return sum(line.quantity for order in self.orders for line in order.lines)


def assortment() -> tuple[Product, ...]:
    """Six products: each zone, and both scan rules."""
    return (
        product(1, rule=ScanRule.EACH, weight_g=500),
        product(2, rule=ScanRule.ONCE, weight_g=900),
        product(3, rule=ScanRule.EACH, zone=Zone.CHILLED, weight_g=300),
        product(4, rule=ScanRule.ONCE, zone=Zone.CHILLED, weight_g=1_000),
        product(5, rule=ScanRule.ONCE, zone=Zone.FROZEN, weight_g=700),
        product(6, rule=ScanRule.EACH, weight_g=1_200),
    )


def small_day(*, points: int, orders_a_point: int, seed: int = 1) -> SmallDay:
    """A day of `points` waves; the same arguments give the same goods."""
    random = Random(seed)
    now = datetime.now(UTC)
    goods = assortment()
    places = tuple(
        PickupPoint(
            code=f"P{number:03d}", name=f"三元梅园{number}店", warehouse=WAREHOUSE, address="北京市海淀区"
        )
        for number in range(1, points + 1)
    )
    orders = tuple(
        Order(
            order_no=f"{place.code}-{number:03d}",
            pickup_point=place.code,
            paid_at=now - timedelta(hours=2),
            lines=_lines(goods, number, random),
        )
        for place in places
        for number in range(1, orders_a_point + 1)
    )
    people = tuple(
        Operator(id=new_uuid(), name=name, badge=badge(number), warehouse=WAREHOUSE)
        for number, name in enumerate(("王芳", "李强"), start=1)
    )
    return SmallDay(
        catalogue=Catalogue(
            warehouses=(Warehouse(code=WAREHOUSE, name="一号仓"),),
            products=goods,
            pickup_points=places,
            operators=people,
        ),
        cycle=NewCycle(warehouse=WAREHOUSE, name="今晚", cut_off_at=now + timedelta(hours=1)),
        orders=orders,
    )


def _lines(goods: Sequence[Product], number: int, random: Random) -> tuple[PaidLine, ...]:
    """The first order of a point has every product, the others two or three."""
    chosen = goods if number == 1 else random.sample(goods, random.choice((2, 3)))
    return tuple(PaidLine(sku=item.sku, quantity=random.randint(1, 3)) for item in chosen)


@contextmanager
def fed_cloud(folder: Path, day: SmallDay) -> Iterator["FedCloud"]:
    """The real cloud as a process, fed with `day` over HTTP and cut off."""
    folder.mkdir(parents=True, exist_ok=True)
    cloud = DemoCloud(folder)
    try:
        cycle_id = feed(cloud, day)
        yield FedCloud(cloud, cycle_id, day, folder / "cloud.db")
    finally:
        cloud.stop()


def feed(cloud: DemoCloud, day: SmallDay) -> str:
    """Send the day and cut it off; returns the cycle's id."""
    cloud.sign_in_as_shop_system()
    cloud.send_catalogue(day.catalogue.model_dump(mode="json"))
    cycle_id = cloud.open_cycle(day.cycle.model_dump(mode="json"))
    refused = cloud.send_orders([order.model_dump(mode="json") for order in day.orders], lambda *_: None)
    assert refused == []
    cloud.cut_off(cycle_id)
    return cycle_id


@dataclass(frozen=True)
class FedCloud:
    """A cloud with a day in it; what it knows is read over HTTP, its list of facts from its file."""

    service: DemoCloud
    cycle_id: str
    day: SmallDay
    file: Path

    @property
    def url(self) -> str:
        """Its address."""
        return self.service.url

    def desk_code(self) -> str:
        """A one-time code for one warehouse desk."""
        return self.service.enrol_code("warehouse", warehouse=WAREHOUSE)

    def waves(self) -> list[dict[str, Any]]:
        """The waves by number."""
        return self.service.waves(self.cycle_id)

    def all_waves_completed(self) -> bool:
        """Whether every wave is."""
        return all(wave["state"] == "completed" for wave in self.waves())

    def order_statuses(self) -> set[str]:
        """All statuses an order of the day has now."""
        return {str(self.service.order(order.order_no)["status"]) for order in self.day.orders}


def rows(file: Path, query: str, *values: object) -> list[sqlite3.Row]:
    """What a SQLite file says, seen from outside while its owner works on it."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(query, values).fetchall()


def count(file: Path, query: str, *values: object) -> int:
    """The number a query answers with."""
    return int(rows(file, query, *values)[0][0])
