"""A night up to the dock: three shops, two vans, every crate packed, routes published, sheets on paper."""

import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import zxingcpp
from PIL import Image

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Operator, Van
from cloud_api.wire.orders import Order, PaidLine
from hardware.codes import make_box_code, read_code
from station.crates.flow.conversation import CratesFlow
from station.crates.model.view import Press as CratesPress
from station.demo.autopilot import right_code
from station.dispatch.flow import DispatchFlow
from station.dispatch.model.verdicts import Verdict as DispatchVerdict
from station.dispatch.model.view import Step as DispatchStep
from station.kernel.ids import WaveId, new_uuid
from station.kernel.scan import Scan
from station.picking.model.view import Step
from tests.journeys.kit import WAREHOUSE, FedCloud, SmallDay, badge, count, fed_cloud, rows, small_day, until
from tests.station.recovery.desk import HeadlessDesk, headless_settings

ORDERS_A_SHOP = 10
FIRST_SHOP, SECOND_SHOP, OUR_SHOP = "P001", "P002", "P003"
ROUTES = {"V1": (FIRST_SHOP, SECOND_SHOP), "V2": (OUR_SHOP,)}
"""The dock's van goes to the first two; the third is the shop whose PC is worked."""
DEPOT = (39.90, 116.40)
"""Latitude and longitude in degrees."""
WITH_FROZEN = (1, 10)
"""Numbers of the orders with something frozen: they alone wait for the frozen crate."""
ALIKE = {4: "15400002222", 5: "15410002222"}
"""Two customers whose phones end alike."""
SUPERVISOR, SHOPKEEPER = badge(3), badge(4)
SUPERVISOR_PIN = "704916"
SHOPKEEPER_NAME = "郑云芳"
CRATE_ORDERS = 4
DPI = "150"


def order_no(shop: str, number: int) -> str:
    """The shop system's number of an order."""
    return f"{shop}-{number:03d}"


def phone_of(number: int) -> str:
    """The phone of whoever made an order."""
    return ALIKE.get(number, f"1540000{1000 + max(number, 2):04d}")


def tail(number: int) -> str:
    """The last four digits of the phone of an order."""
    return phone_of(number)[-4:]


def night_day() -> SmallDay:
    """Thirty orders; the first two of each shop are one customer's."""
    day = small_day(points=sum(map(len, ROUTES.values())), orders_a_point=1)
    shops = [
        shop.model_copy(update={"latitude": DEPOT[0] + 0.02 * number, "longitude": DEPOT[1]})
        for number, shop in enumerate(day.catalogue.pickup_points, start=1)
    ]
    sites = [
        site.model_copy(update={"latitude": DEPOT[0], "longitude": DEPOT[1]})
        for site in day.catalogue.warehouses
    ]
    more: dict[str, Iterable[Any]] = {
        "operators": _people(day),
        "vans": _vans(),
        "warehouses": sites,
        "pickup_points": shops,
    }
    changed = {name: tuple(each) for name, each in more.items()}
    orders = (_order(day, shop.code, number) for shop in shops for number in range(1, ORDERS_A_SHOP + 1))
    return replace(day, catalogue=day.catalogue.model_copy(update=changed), orders=tuple(orders))


def _people(day: SmallDay) -> Iterator[Operator]:
    yield from day.catalogue.operators
    yield _person("何国强", SUPERVISOR, supervisor=True)
    yield _person(SHOPKEEPER_NAME, SHOPKEEPER, pickup_point=OUR_SHOP)


def _vans() -> Iterator[Van]:
    for number, (code, driver) in enumerate(zip(ROUTES, ("张强", "陈立"), strict=True), start=1):
        yield Van(
            code=code,
            plate=f"京A·NI10{number}",
            warehouse=WAREHOUSE,
            driver=driver,
            weight_g=1_000_000,
            volume_ml=8_000_000,
        )


def _person(name: str, code: str, **more: Any) -> Operator:
    return Operator(id=new_uuid(), name=name, badge=code, warehouse=WAREHOUSE, **more)


def _order(day: SmallDay, shop: str, number: int) -> Order:
    goods = day.catalogue.products
    thawed = [item for item in goods if item.zone is not Zone.FROZEN]
    chosen = [thawed[number % len(thawed)], thawed[(number + 2) % len(thawed)]]
    if number in WITH_FROZEN:
        chosen += [item for item in goods if item.zone is Zone.FROZEN]
    return Order(
        order_no=order_no(shop, number),
        pickup_point=shop,
        paid_at=day.orders[0].paid_at,
        customer=f"{'王李张刘陈杨黄赵吴周'[max(number, 2) - 1]}小明",
        phone=phone_of(number),
        lines=tuple(PaidLine(sku=item.sku, quantity=1 + number % 3) for item in chosen),
    )


class WarehouseDesk(HeadlessDesk):
    """Packs and plans what the window under test does not."""

    def beam(self, code: str) -> None:
        """Let a scanner read a code, and wait for nothing."""
        self._at += 2.0
        self.core.scan(code, self._at, "script")

    def pack(self, waves: int, gtins: dict[str, str]) -> None:
        """Take one wave after the other and pack it."""
        for _ in range(waves):
            view = self.take_wave()
            while view.step is not Step.WAVE_DONE:
                code = right_code(view, gtins)
                assert code is not None, view
                view = self.scan(code)


@dataclass(frozen=True)
class Night:
    """What is there when the vans are loaded."""

    cloud: FedCloud
    warehouse: WarehouseDesk
    file: Path
    """Database of the warehouse's desk."""
    sheets: dict[str, str]
    """For each van the number a scanner reads off its sheet."""

    @property
    def picker(self) -> str:
        """The badge of an operator of the warehouse."""
        return self.cloud.day.badges[0]

    def crates(self, shop: str, zone: Zone | None = None) -> list[str]:
        """What a scanner reads off the labels of a shop's crates, by number."""
        query = (
            "SELECT c.sscc, c.zone FROM stop_crate c JOIN stop s ON s.wave_id = c.wave_id "
            "WHERE s.pickup_point = ? ORDER BY c.number"
        )
        found = rows(self.file, query, shop)
        return [f"00{row['sscc']}" for row in found if zone is None or row["zone"] == zone.value]

    def statuses(self, shop: str) -> dict[int, str]:
        """The status of each order of a shop by its number, as the cloud says."""
        numbers = range(1, ORDERS_A_SHOP + 1)
        return {each: str(self.cloud.service.order(order_no(shop, each))["status"]) for each in numbers}

    def put_into_boxes(self, shop: str, first: int) -> list[str]:
        """Pair each crate of a shop with a re-usable box, numbered from `first`; the codes of the boxes."""
        codes = [make_box_code(first + place) for place in range(len(self.crates(shop)))]
        desk = self.warehouse
        for box, label in zip(codes, self.crates(shop), strict=True):
            for code in (label, box):
                scan = Scan(code, float(first), "script")
                desk.core.crate(partial(CratesFlow.scan, scan=scan, code=read_code(code)))
        paired = "SELECT count(*) FROM boxes WHERE number >= ? AND number < ?"
        span = (f"{first:08d}", f"{first + len(codes):08d}")
        until("the boxes", lambda: count(self.cloud.file, paired, *span) == len(codes))
        return codes

    def box_came_back(self, code: str) -> None:
        """Scan an empty box at the warehouse."""
        desk = self.warehouse
        desk.core.crate(lambda flow: flow.press(CratesPress.RETURNS))
        scan = Scan(code, 0.0, "script")
        desk.core.crate(partial(CratesFlow.scan, scan=scan, code=read_code(code)))

    def leave(self, van: str) -> None:
        """Load a van with all its crates at the desk without a window, and let it go."""
        desk = self.warehouse
        desk.beam(self.sheets[van])
        for shop in reversed(ROUTES[van]):
            for code in self.crates(shop):
                desk.beam(code)
        wanted = self.statuses_of(van)
        assert set(wanted) == {"packed"}

        def pressed() -> bool:
            desk.core.load(lambda flow: flow.depart())
            return (
                count(self.file, "SELECT count(*) FROM route WHERE van = ? AND departed_at <> ''", van) == 1
            )

        until(f"the departure of {van}", pressed)
        until("the cloud to know it", lambda: set(self.statuses_of(van)) == {"departed"})

    def statuses_of(self, van: str) -> list[str]:
        """The statuses of all orders on a van."""
        return [status for shop in ROUTES[van] for status in self.statuses(shop).values()]


@contextmanager
def packing_desk(folder: Path, cloud: FedCloud, **settings: Any) -> Iterator[WarehouseDesk]:
    """A desk without a window, signed in; `settings` by their names in station.toml, data in warehouse/."""
    told = {"crate_orders": CRATE_ORDERS, **settings}
    desk = WarehouseDesk(headless_settings(folder / "warehouse").model_copy(update=told))
    desk.core.start()
    try:
        code = cloud.service.enrol_code("warehouse", "dispatch", warehouse=WAREHOUSE)
        desk.enrol(cloud.url, code, "备货 1")
        desk.sign_in(cloud.day.badges[0])
        yield desk
        assert desk.seen.bugs == []
    finally:
        desk.core.stop()


@contextmanager
def night(folder: Path) -> Iterator[Night]:
    """The cloud as a process, everything packed and published by a desk without a window."""
    with fed_cloud(folder / "cloud", night_day()) as cloud, packing_desk(folder, cloud) as desk:
        (chief,) = (each.id for each in cloud.day.catalogue.operators if each.badge == SUPERVISOR)
        cloud.service.set_pin(str(chief), SUPERVISOR_PIN)
        file = folder / "warehouse" / "station.db"
        desk.pack(sum(map(len, ROUTES.values())), cloud.day.gtins)
        until("the cloud to know the waves", cloud.all_waves_completed)
        packed = "SELECT count(*) FROM stop WHERE state = 'packed'"
        until("the packed stops", lambda: count(file, packed) == sum(map(len, ROUTES.values())))
        publish(desk, file, ROUTES)
        printed = sheets(desk, folder / "sheets")
        assert desk.seen.bugs == []
        yield Night(cloud, desk, file, dict(zip(ROUTES, printed, strict=True)))


def publish(desk: WarehouseDesk, file: Path, routes: Mapping[str, Sequence[str]]) -> None:
    """Put each stop on its van by hand, and tell everybody."""
    desk.core.dispatch(lambda flow: flow.view())
    desk.wait("the ways", lambda seen: seen.dispatch and seen.dispatch.step is DispatchStep.READY)
    waves = {row["pickup_point"]: WaveId(UUID(row["wave_id"])) for row in rows(file, "SELECT * FROM stop")}
    for van, shops in routes.items():
        for place, shop in enumerate(shops, start=1):
            desk.core.dispatch(partial(DispatchFlow.move, wave_id=waves[shop], van=van, position=place))
    desk.core.dispatch(lambda flow: flow.publish())
    desk.wait("the routes", lambda seen: seen.dispatch and seen.dispatch.published)


def sheets(desk: WarehouseDesk, folder: Path) -> list[str]:
    """What a scanner reads off the head of each route's sheet, by route."""
    desk.core.dispatch(lambda flow: flow.save_sheets(folder))
    answered = DispatchVerdict.SHEETS_SAVED
    desk.wait(
        "the sheets", lambda s: s.dispatch and s.dispatch.answer and s.dispatch.answer.verdict is answered
    )
    (paper,) = folder.glob("*.pdf")
    command = ["pdftoppm", "-r", DPI, "-gray", "-png", str(paper), str(folder / "page")]
    subprocess.run(command, check=True)
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found: list[str] = []
    for page in sorted(folder.glob("page*.png")):
        read = zxingcpp.read_barcodes(Image.open(page), formats=formats)
        found += [code.text for code in read if code.text.startswith("75") and code.text not in found]
    return found
