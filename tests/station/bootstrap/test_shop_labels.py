"""A shop's PC has no printing room, and prints the names of its shelves all the same."""

from pathlib import Path
from uuid import uuid4

from cloud_api.wire.stations import Enrolled, Role
from hardware.labels import LabelKind
from station.devices.flow import DevicesFlow
from station.devices.model.view import DevicesView
from station.kernel.clock import SettableClock
from tests.journeys.kit import until
from tests.station.recovery.desk import HeadlessDesk, headless_settings
from tests.station.sync.kit import ScriptedCloud, reply

SHOP = Enrolled(
    station_id=uuid4(),
    token="token",
    roles=(Role.PICKUP,),
    warehouse="W1",
    warehouse_name="一号仓",
    pickup_point="P001",
    pickup_point_name="三元梅园1店",
    time_zone="Asia/Shanghai",
    brand="优邻站",
)


def name_and_print(flow: DevicesFlow) -> DevicesView:
    flow.labels.seen()
    flow.labels.choose_kind(LabelKind.SHELF)
    flow.labels.take_range("A1", "A3")
    return flow.labels.print()


def test_shelves_of_a_shop_are_printed(tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock) -> None:
    papers = tmp_path / "labels"
    desk = HeadlessDesk(headless_settings(tmp_path / "station", f"folder:{papers}"), clock)
    desk.core.start()
    try:
        cloud.script("/v1/enrolment", reply(SHOP))
        desk.enrol(cloud.url, "12345678", "收银台")
        desk.core.devices(name_and_print)
        until("three labels", lambda: len(list(papers.glob("*.png"))) == 3)
    finally:
        desk.core.stop()
