"""A small evening for the dispatcher: shops around the warehouse, two vans, what the cloud knows of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import requests

from cloud_api.wire.catalogue import Van, Warehouse
from cloud_api.wire.routes import RoutePlan
from tests.journeys.kit import WAREHOUSE, FedCloud, SmallDay, fed_cloud, small_day

SHOPS, VANS = 6, 2
MOST_STOPS = 4
"""Both vans are needed, and each has room for one stop more than the half."""
DEPOT = (39.90, 116.40)
RING_DEGREES = 0.08
"""About 9 km: the shops lie evenly around the warehouse, so that none is as good as another for a van."""
HTTP_TIMEOUT_S = 30.0


def evening() -> SmallDay:
    """Six shops on a ring, open from 5 to 11, and two vans that start at 4."""
    day = small_day(points=SHOPS, orders_a_point=1)
    latitude, longitude = DEPOT
    shops = tuple(
        shop.model_copy(
            update={
                "latitude": latitude + RING_DEGREES * sin(number * 2 * pi / SHOPS),
                "longitude": longitude + RING_DEGREES * cos(number * 2 * pi / SHOPS),
                "receive_from": "05:00",
                "receive_until": "11:00",
                "phone": f"1540000000{number}",
            }
        )
        for number, shop in enumerate(day.catalogue.pickup_points)
    )
    site = Warehouse(code=WAREHOUSE, name="一号仓", latitude=latitude, longitude=longitude)
    vans = tuple(
        Van(
            code=f"V{number}",
            plate=f"京A·OI10{number}",
            warehouse=WAREHOUSE,
            driver=name,
            weight_g=1_000_000,
            volume_ml=8_000_000,
            max_stops=MOST_STOPS,
        )
        for number, name in enumerate(("张强", "陈立"), start=1)
    )
    catalogue = day.catalogue.model_copy(update={"warehouses": (site,), "pickup_points": shops, "vans": vans})
    return replace(day, catalogue=catalogue)


@dataclass(frozen=True)
class DispatchCloud:
    """A cloud with the evening in it, asked for its routes as the shop system would."""

    cloud: FedCloud
    token: str

    def desk_code(self) -> str:
        """A one-time code for one dispatch desk."""
        return self.cloud.service.enrol_code("dispatch", warehouse=WAREHOUSE)

    def routes(self) -> RoutePlan | None:
        """What is published; None before anything is."""
        answer = requests.get(
            f"{self.cloud.url}/v1/routes",
            params={"cycle_id": self.cloud.cycle_id},
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=HTTP_TIMEOUT_S,
        )
        return RoutePlan.model_validate(answer.json()) if answer.status_code == requests.codes.ok else None


@contextmanager
def dispatch_cloud(folder: Path) -> Iterator[DispatchCloud]:
    """The real cloud as a process with the evening in it, and a token of the shop system."""
    with fed_cloud(folder, evening()) as cloud:
        request: dict[str, Any] = {"code": cloud.service.enrol_code("integrator"), "name": "看路线的系统"}
        answer = requests.post(f"{cloud.url}/v1/enrolment", json=request, timeout=HTTP_TIMEOUT_S)
        answer.raise_for_status()
        yield DispatchCloud(cloud, str(answer.json()["token"]))
