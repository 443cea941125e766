"""A whole shop's desk without a window: handed over, the slip comes out of a printer on the network."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from cloud_api.wire.exchange import Change, ChangeKind
from cloud_api.wire.stations import Enrolled, Role
from hardware.codes import make_badge
from hardware.errors import Reason
from hardware.faults import Fault
from hardware.receipts.simulated import SimulatedReceiptPrinter
from station.kernel.clock import SettableClock
from station.kernel.settings import Settings, SlipWish
from station.pickup.model.view import PickupView, Step
from tests.station.pickup.kit import MORNING, SHOP, CrateSpec, OrderSpec, delivery
from tests.station.recovery.desk import HeadlessDesk, headless_settings
from tests.station.sync.kit import ScriptedCloud, reply

BADGE = make_badge(1)
OPERATOR = {
    "id": str(uuid4()),
    "name": "李店长",
    "badge": BADGE,
    "warehouse": "W1",
    "pickup_point": SHOP,
}
ENROLLED = Enrolled(
    station_id=uuid4(),
    token="token",
    roles=(Role.PICKUP,),
    warehouse="W1",
    warehouse_name="一号仓",
    time_zone="Asia/Shanghai",
    brand="优邻站",
    pickup_point=SHOP,
    pickup_point_name="三元梅园",
)
CRATE = CrateSpec(1)
ORDERS = (OrderSpec(1, {("S1", CRATE): 2}), OrderSpec(2, {("S1", CRATE): 1}, phone="13900005678"))


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(MORNING)


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[SimulatedReceiptPrinter]:
    with SimulatedReceiptPrinter(folder=tmp_path / "slips") as made:
        yield made


def settings_of(tmp_path: Path, twin: SimulatedReceiptPrinter) -> Settings:
    plain = headless_settings(tmp_path / "station")
    return plain.model_copy(update={"receipt_printer": twin.address, "receipt_on_handover": SlipWish.ALWAYS})


@pytest.fixture
def desk(
    tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock, twin: SimulatedReceiptPrinter
) -> Iterator[HeadlessDesk]:
    bodies = [
        (ChangeKind.OPERATOR, OPERATOR),
        (ChangeKind.DELIVERY, delivery((CRATE,), orders=2).model_dump(mode="json")),
        *((ChangeKind.PICKUP_ORDER, order.change().model_dump(mode="json")) for order in ORDERS),
    ]
    cloud.changes = [
        Change(cursor=place, kind=kind, body=body) for place, (kind, body) in enumerate(bodies, start=1)
    ]
    made = HeadlessDesk(settings_of(tmp_path, twin), clock)
    made.core.start()
    cloud.script("/v1/enrolment", reply(ENROLLED))
    made.enrol(cloud.url, "12345678", "柜台 1")
    made.sign_in(BADGE)
    made.core.enter("pickup")
    made.core.scan(CRATE.sscc, 1.0, "script")
    at(made, Step.RECEIVING)
    yield made
    made.core.stop()


def at(desk: HeadlessDesk, step: Step) -> PickupView:
    def there(_: object) -> PickupView | None:
        view = desk.seen.pickup
        return view if view is not None and view.step is step else None

    return desk.wait(f"the step {step}", there)


def hand_over(desk: HeadlessDesk, tail: str) -> None:
    desk.core.hand_over(lambda flow: flow.typed(tail))
    view = at(desk, Step.CUSTOMER)
    desk.core.hand_over(lambda flow: flow.confirm(view.serial))
    at(desk, Step.HANDED)


def test_the_slip_comes_out_and_a_second_one_is_a_reprint(
    desk: HeadlessDesk, twin: SimulatedReceiptPrinter, tmp_path: Path
) -> None:
    hand_over(desk, "1234")
    assert twin.jobs.wait_for(1, 20)

    def is_copy(_: object) -> bool:
        card = desk.seen.pickup.handed if desk.seen.pickup else None
        return card is not None and card.slip is not None and card.slip.is_copy

    desk.wait("the end of the first slip", is_copy)
    desk.core.hand_over(lambda flow: flow.print_slip())
    assert twin.jobs.wait_for(2, 20)
    first, second = ((tmp_path / "slips" / f"00000{n}.png").read_bytes() for n in (1, 2))
    assert first != second
    assert desk.seen.bugs == []


def test_a_printer_without_paper_keeps_nobody_waiting(
    desk: HeadlessDesk, twin: SimulatedReceiptPrinter
) -> None:
    twin.set_fault(Fault.OUT_OF_PAPER)
    hand_over(desk, "1234")
    hand_over(desk, "5678")

    def told(_: object) -> bool:
        notice = desk.seen.pickup.notice if desk.seen.pickup else None
        return notice is not None and notice.words.values["reason"].text == Reason.OUT_OF_PAPER

    desk.wait("the word about the paper", told)
    assert len(twin.jobs) == 0
    assert desk.seen.troubles == []
    assert desk.seen.bugs == []
