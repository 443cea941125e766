"""A whole day to try the station on, built from real baskets, barcodes and places, with its accounts.

The rules stand in the modules beside this one and, with their counts, in docs/demo-day.md. The same data,
arguments and `now` always give the same day.
"""

import csv
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.orders import Order
from station.demo import day_vans
from station.demo.day_bins import floor_bins
from station.demo.day_orders import SHANGHAI, draw, make_orders
from station.demo.day_people import operators, shopkeepers
from station.demo.day_places import Places, read_places
from station.demo.day_products import Assortment, rank_demand, read_barcodes, stock
from station.demo.day_report import DayReport, Made, report_of
from station.demo.day_source import COLUMNS, RefusedRow, fill_baskets, read_rows
from station.demo.day_suppliers import suppliers

BASKETS_FILE = "baskets.csv.gz"
PLACES_FILE = "places_beijing.csv"
BARCODES_FILE = "barcodes_real.csv"
IMPORT_FILE = "import.json"
REFUSED_FILE = "refused_rows.csv"
REPORT_FILE = "report.json"

_CUT_OFF_STEP_S = 15 * 60


@dataclass(frozen=True)
class Day:
    """Everything a cloud needs for one cycle, and the accounts of how it was made."""

    catalogue: Catalogue
    cycle: NewCycle
    orders: list[Order]
    report: DayReport
    refused: list[RefusedRow]
    """Rows of the baskets file that no order line was made of, in the order of the file."""

    def order_rows(self) -> list[dict[str, Any]]:
        """The orders as JSON rows, ready to be sent in batches."""
        return [order.model_dump(mode="json") for order in self.orders]

    def write(self, folder: Path) -> None:
        """Write import.json, refused_rows.csv and report.json into `folder`, which is made if missing."""
        folder.mkdir(parents=True, exist_ok=True)
        day = {
            "catalogue": self.catalogue.model_dump(mode="json"),
            "cycle": self.cycle.model_dump(mode="json"),
            "orders": self.order_rows(),
        }
        (folder / IMPORT_FILE).write_text(json.dumps(day, ensure_ascii=False), encoding="utf-8")
        report = json.dumps(asdict(self.report), ensure_ascii=False, indent=2)
        (folder / REPORT_FILE).write_text(report + "\n", encoding="utf-8")
        # the mark at the start lets Excel see that the file is UTF-8
        with (folder / REFUSED_FILE).open("w", encoding="utf-8-sig", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(("line", "reason", *COLUMNS))
            writer.writerows((row.line, row.reason.value, *row.fields) for row in self.refused)


def build_day(
    data: Path,
    *,
    orders: int,
    seed: int,
    now: datetime,
    warehouse: str = "W1",
    pickup_points: int | None = None,
) -> Day:
    """Build a day of `orders` orders (1 to 9,999,999) at the first `pickup_points` points (None: all 200).

    `data` holds the three source files; `now` (aware) is the moment the day is looked at: payments lie
    before it, the cut-off after. Raises OSError when a file is missing, ValueError when a number is out of
    range, `now` is naive, or a file is not what it should be.
    """
    if not 1 <= orders <= 9_999_999:
        raise ValueError("Ask for 1 to 9,999,999 orders.")
    if now.tzinfo is None:
        raise ValueError("The moment `now` needs a time zone.")
    places = _limit(read_places(data / PLACES_FILE, warehouse), pickup_points)
    source = read_rows(data / BASKETS_FILE)
    barcodes = read_barcodes(data / BARCODES_FILE)
    assortment = stock(rank_demand(source.usable), barcodes.usable)
    filled = fill_baskets(source.usable, frozenset(assortment.skus))
    random = Random(seed)  # noqa: S311 - a repeatable day, no secret
    drawn = draw(len(filled.baskets), orders, random)
    codes = [point.code for point in places.points]
    made = make_orders(filled.baskets, assortment.skus, codes, drawn, random=random, seed=seed, now=now)
    refused = sorted((*source.refused, *filled.refused), key=lambda row: row.line)
    return Day(
        catalogue=_catalogue(warehouse, assortment, places),
        cycle=_cycle(warehouse, now),
        orders=made,
        report=report_of(Made(source, barcodes, assortment, filled, places, refused, drawn, made)),
        refused=refused,
    )


def _limit(places: Places, wanted: int | None) -> Places:
    if wanted is None:
        return places
    if not 1 <= wanted <= len(places.points):
        raise ValueError(f"Ask for 1 to {len(places.points)} pickup points.")
    return places._replace(points=places.points[:wanted])


def _catalogue(warehouse: str, assortment: Assortment, places: Places) -> Catalogue:
    return Catalogue(
        warehouses=(day_vans.warehouse(warehouse),),
        suppliers=suppliers(),
        bins=floor_bins(assortment.products, warehouse),
        products=assortment.products,
        pickup_points=places.points,
        operators=(*operators(warehouse), *shopkeepers(places.points)),
        vans=day_vans.vans(warehouse),
    )


def _cycle(warehouse: str, now: datetime) -> NewCycle:
    """The cycle of the evening; its cut-off is the first full quarter of an hour at least 15 min away."""
    quarters = -(-now.timestamp() // _CUT_OFF_STEP_S) + 1
    cut_off = datetime.fromtimestamp(quarters * _CUT_OFF_STEP_S, UTC)
    return NewCycle(warehouse=warehouse, name=f"{now.astimezone(SHANGHAI):%Y-%m-%d} 晚团", cut_off_at=cut_off)
