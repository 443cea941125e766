"""Enrolling a PC, and enrolling it again: no code, no token, no record is lost on the way."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Connection, insert, select, update

from cloud_api.wire.stations import Enrolled, Role
from station.bootstrap.identity import (
    SHOP_KEY,
    NewEnrolment,
    TokenStore,
    become_station,
    load_identity,
    save_identity,
)
from station.kernel.clock import SettableClock
from station.kernel.ids import StationId
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.storage import tables
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.outbox import FactState
from tests.station.sync.kit import ScriptedCloud, problem, reply, write_fact

FIRST, SECOND = UUID(int=1), UUID(int=2)


class NewPc:
    """A PC that becomes a station, once or twice."""

    def __init__(self, folder: Path, cloud: ScriptedCloud, clock: SettableClock) -> None:
        self.records = Records(folder / "station.db")
        self.tokens = TokenStore(folder, in_file=True)
        self._cloud = cloud
        self._clock = clock

    def enrol(self, station_id: UUID, **place: object) -> None:
        told = enrolled(station_id).model_copy(update=place)
        self._cloud.script("/v1/enrolment", reply(told))
        self.ask()

    def ask(self) -> None:
        enrolment = NewEnrolment(self._cloud.url, "工位 1", self._clock.now())
        with closing(CloudClient(self._cloud.url)) as client:
            become_station(self.records, self.tokens, client, "12345678", enrolment)

    def station_id(self) -> UUID | None:
        identity = self.records.act(load_identity)
        return identity.id if identity else None

    def write(self, state: FactState) -> None:
        self.records.act(write_fact, self._clock)
        self.records.act(_answer_all, state)


def _answer_all(connection: Connection, state: FactState) -> None:
    connection.execute(update(tables.fact).values(state=state.value))


def enrolled(station_id: UUID) -> Enrolled:
    return Enrolled(
        station_id=station_id,
        token=f"token-of-{station_id}",
        roles=(Role.WAREHOUSE,),
        warehouse="W1",
        warehouse_name="一号仓",
        time_zone="Asia/Shanghai",
        brand="优邻站",
    )


SHOP = {"roles": (Role.PICKUP,), "pickup_point": "P001", "pickup_point_name": "望京社区店"}
CUSTOMER = "欧阳晓雪"


def _customer_waits(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA secure_delete=OFF")  # as SQLite is built on most PCs
    order_id = UUID(int=7)
    order = {"order_id": order_id, "order_no": "1", "wave_id": UUID(int=8), "missing": "[]"}
    masks = {"customer": CUSTOMER, "phone": "138****1234", "phone_tail": "1234"}
    macs = dict.fromkeys(("customer_mac", "code_mac", "qr_mac"), "ab" * 32)
    connection.execute(insert(tables.pickup_order), order | masks | macs)
    line = {"order_id": order_id, "sku": "A", "crate_id": UUID(int=9), "quantity": 1}
    goods = {"name": "桃", "spec": "500g", "zone": "ambient"}
    connection.execute(insert(tables.pickup_line), line | goods)


def _customers(connection: Connection) -> list[str]:
    return list(connection.execute(select(tables.pickup_order.c.customer)).scalars())


def _van_was_changed(connection: Connection) -> None:
    connection.execute(insert(tables.van).values(code="V1", body="{}", unsent=True))


@pytest.fixture
def pc(tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock) -> Iterator[NewPc]:
    made = NewPc(tmp_path, cloud, clock)
    yield made
    made.records.close()


def test_a_code_makes_the_pc_a_station(pc: NewPc) -> None:
    pc.enrol(FIRST)
    assert pc.station_id() == FIRST
    assert pc.tokens.load(StationId(FIRST)) == f"token-of-{FIRST}"


def test_the_pc_knows_what_it_is_for(pc: NewPc, clock: SettableClock) -> None:
    told = enrolled(FIRST).model_copy(
        update={
            "roles": (Role.WAREHOUSE, Role.PICKUP),
            "pickup_point": "P001",
            "pickup_point_name": "望京社区店",
        }
    )
    pc.records.act(save_identity, told, NewEnrolment("https://cloud.example.cn", "一体机", clock.now()))
    identity = pc.records.act(load_identity)
    assert identity is not None
    assert identity.roles == {Role.WAREHOUSE, Role.PICKUP}
    assert (identity.pickup_point, identity.pickup_point_name) == ("P001", "望京社区店")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (FactState.WAITING, "{count} records of this PC were not sent to the cloud yet"),
        (FactState.REFUSED, "{count} records of this PC were refused by the cloud and are not settled"),
    ],
)
def test_a_pc_with_open_records_is_not_enrolled_anew_and_its_code_stays_good(
    pc: NewPc, cloud: ScriptedCloud, state: FactState, words: str
) -> None:
    pc.enrol(FIRST)
    pc.write(state)
    with pytest.raises(Trouble) as caught:
        pc.enrol(SECOND)
    assert caught.value.what.text == words
    assert len(cloud.asked("/v1/enrolment")) == 1
    assert (pc.station_id(), pc.tokens.load(StationId(SECOND))) == (FIRST, "")


@pytest.mark.parametrize("state", [FactState.ACCEPTED, FactState.SETTLED])
def test_a_pc_whose_records_are_settled_is_enrolled_anew(pc: NewPc, state: FactState) -> None:
    pc.enrol(FIRST)
    pc.write(state)
    pc.enrol(SECOND)
    assert pc.station_id() == SECOND
    assert pc.tokens.load(StationId(SECOND)) == f"token-of-{SECOND}"


def test_a_wrong_code_leaves_the_station_as_it_is(pc: NewPc, cloud: ScriptedCloud) -> None:
    pc.enrol(FIRST)
    cloud.script("/v1/enrolment", problem(403, "This code was used."))
    with pytest.raises(Trouble):
        pc.ask()
    assert (pc.station_id(), pc.tokens.load(StationId(FIRST))) == (FIRST, f"token-of-{FIRST}")


def test_an_identity_that_cannot_be_written_leaves_the_old_station_with_its_token(
    pc: NewPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc.enrol(FIRST)

    def full(*_: object) -> None:
        raise Trouble(Message("The disk is full"), Message("Free some space"), retry_helps=True)

    with monkeypatch.context() as patch:
        patch.setattr("station.bootstrap.identity.save_identity", full)
        with pytest.raises(Trouble):
            pc.enrol(SECOND)
    assert (pc.station_id(), pc.tokens.load(StationId(FIRST))) == (FIRST, f"token-of-{FIRST}")


@pytest.mark.parametrize(
    "place",
    [
        pytest.param({}, id="a warehouse"),
        pytest.param(SHOP | {"pickup_point": "P002"}, id="another shop"),
        pytest.param(SHOP | {"warehouse": "W2"}, id="another warehouse's shop"),
        pytest.param(SHOP | {"roles": (Role.PICKUP, Role.DISPATCH)}, id="other tasks"),
    ],
)
def test_a_former_shops_pc_knows_no_customers(pc: NewPc, tmp_path: Path, place: dict[str, object]) -> None:
    pc.enrol(FIRST, **SHOP)
    pc.records.act(_customer_waits)
    pc.tokens.save(StationId(FIRST), "ab" * 32, SHOP_KEY)
    pc.enrol(SECOND, **place)
    assert pc.station_id() == SECOND
    assert pc.records.act(_customers) == []
    assert (pc.tokens.load(StationId(FIRST)), pc.tokens.load(StationId(FIRST), SHOP_KEY)) == ("", "")
    pc.records.close()
    left = b"".join(file.read_bytes() for file in tmp_path.glob("station.db*"))
    pc.records = Records(tmp_path / "station.db")
    assert CUSTOMER.encode() not in left


def test_the_same_place_keeps_its_day(pc: NewPc) -> None:
    pc.enrol(FIRST, **SHOP)
    pc.records.act(_customer_waits)
    pc.enrol(SECOND, **SHOP)
    assert pc.station_id() == SECOND
    assert pc.records.act(_customers) == [CUSTOMER]


def test_vans_changed_here_are_sent_before_the_pc_moves(pc: NewPc) -> None:
    pc.enrol(FIRST)
    pc.records.act(_van_was_changed)
    with pytest.raises(Trouble) as caught:
        pc.enrol(SECOND, warehouse="W2")
    assert caught.value.what.text == "{count} changes of vans on this PC were not sent to the cloud yet"
    assert (pc.station_id(), pc.tokens.load(StationId(FIRST))) == (FIRST, f"token-of-{FIRST}")
