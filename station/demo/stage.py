"""Sets the scene: a day from real data, the cloud fed with it, a station with simulated devices."""

import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from station.bootstrap.resources import Resources
from station.demo.cloud import DemoCloud
from station.demo.customers import Customer, open_pages
from station.demo.day import Day, build_day
from station.demo.day_pictures import chosen, packed
from station.demo.report import DemoReport
from station.kernel.settings import Settings

WAREHOUSE = "W1"
ROLES = ("warehouse", "dispatch", "pickup")
PAGES_FOLDER = "pages"
SHEETS_FOLDER = "sheets"
DOCUMENTS_FOLDER = "documents"
MANAGER_PIN = "704916"
ROUTE_SECONDS = 6.0


@dataclass(frozen=True)
class Stage:
    """Everything that stands ready before the first scan."""

    folder: Path
    day: Day
    cloud: DemoCloud
    cycle_id: str
    report: DemoReport
    settings: Settings

    @property
    def gtins(self) -> Mapping[str, str]:
        """For each SKU the code on its pack, 13 digits as a scanner reads it."""
        return {product.sku: product.gtins[0][1:] for product in self.day.catalogue.products}

    @property
    def supervisor_badge(self) -> str:
        """The badge of who may let a van leave incomplete."""
        return next(one.badge for one in self.day.catalogue.operators if one.supervisor)

    @property
    def console(self) -> str:
        """The address of the console, where the supervisor signs in with MANAGER_PIN."""
        return f"{self.cloud.url}/console"

    def keep_documents(self) -> int:
        """Keep the documents of the cut-off; how many files."""
        return len(self.cloud.keep_documents(self.cycle_id, self.folder / DOCUMENTS_FOLDER))

    @property
    def shop(self) -> str:
        """The pickup point of the first wave: this PC is its till as well."""
        return str(min(self.cloud.waves(self.cycle_id), key=lambda wave: wave["number"])["pickup_point"])

    def customers(self) -> list[Customer]:
        """The shoppers of that shop, each with the page of an order on the phone; pages are kept."""
        orders = [order for order in self.day.orders if order.pickup_point == self.shop]
        return open_pages(self.cloud, orders, self.folder / PAGES_FOLDER)

    def enrol_code(self) -> str:
        """A code for the demonstration's PC: warehouse, dispatch and shop in one."""
        return self.cloud.enrol_code(*ROLES, warehouse=WAREHOUSE, pickup_point=self.shop)


def set_stage(folder: Path, resources: Resources, *, orders: int, pickup_points: int, seed: int) -> Stage:
    """Build the day, start the cloud, send the orders over HTTP, cut off.

    `folder` is emptied of an earlier demonstration. Raises Trouble when the cloud does not start.
    """
    _tell(f"building a day of {orders} orders from real baskets, products and places")
    now = datetime.now(UTC)
    day = build_day(resources.demo, orders=orders, seed=seed, now=now, pickup_points=pickup_points)
    day.write(folder)
    report = DemoReport(folder)
    cloud = DemoCloud(folder)
    try:
        cycle_id = _send(day, cloud, report, resources.fonts)
    except BaseException:
        cloud.stop()
        raise
    settings = Settings(
        data_folder=folder / "station",
        label_printer=f"folder:{folder / 'labels'}",
        document_printer=f"folder:{folder / SHEETS_FOLDER}",
        route_seconds=ROUTE_SECONDS,
        scanners=("simulated:",),
        token_in_file=True,
    )
    settings.data_folder.mkdir(parents=True)
    return Stage(folder, day, cloud, cycle_id, report, settings)


def _send(day: Day, cloud: DemoCloud, report: DemoReport, fonts: Path) -> str:
    cloud.sign_in_as_shop_system()
    cloud.send_catalogue(day.catalogue.model_dump(mode="json"))
    _send_pictures(day, cloud, fonts)
    manager = next(one for one in day.catalogue.operators if one.manager)
    cloud.set_pin(str(manager.id), MANAGER_PIN)
    _tell(f"console of the cloud: {cloud.url}/console, badge {manager.badge}, PIN {MANAGER_PIN}")
    cycle_id = cloud.open_cycle(day.cycle.model_dump(mode="json"))
    rows = day.order_rows()
    begun = time.monotonic()
    refused = cloud.send_orders(rows, _progress)
    sent_s = time.monotonic() - begun
    begun = time.monotonic()
    frozen = cloud.cut_off(cycle_id)
    report.intake = {
        "rows_read": day.report.rows_read,
        "rows_refused": {name: count for name, count in day.report.rows_refused.items() if count},
        "sent": len(rows),
        "accepted": len(rows) - len(refused),
        "refused": len(refused),
        "refused_why": refused,
        "intake_s": round(sent_s, 2),
        "cut_off_s": round(time.monotonic() - begun, 2),
        "waves": frozen["waves"],
        "pieces": frozen["pieces"],
    }
    _tell(
        f"{len(rows)} orders sent in {sent_s:.1f} s, {len(refused)} refused; "
        f"cut-off made {frozen['waves']} waves of {frozen['pieces']} pieces"
    )
    return cycle_id


def _send_pictures(day: Day, cloud: DemoCloud, fonts: Path) -> None:
    """Packs drawn by ourselves, of what is ordered most and of what it may be taken for."""
    wanted = Counter(line.sku for order in day.orders for line in order.lines)
    products = chosen(day.catalogue.products, wanted)
    refused = [each for pictures in packed(products, fonts) for each in cloud.send_pictures(pictures)]
    assert refused == [], refused
    _tell(f"{len(products)} products drawn, with those they may be taken for")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  orders {done} of {total}" + ("\n" if done == total else ""))
        sys.stderr.flush()


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
