"""Waves: lent to one desk at a time, with serials nobody else gets."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Engine, update

from cloud_api.http.callers import Desk
from cloud_api.settings import Settings
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.waves import serial_blocks
from cloud_api.storage.transaction import reading, writing
from cloud_api.waves.leases import LeaseRefusal, lease_wave
from cloud_api.waves.serials import SerialsUsedUpError, give_block
from cloud_api.wire.stations import Role
from cloud_api.wire.waves import Lease, LeaseRequest
from tests.cloud_api.kit import Shop, order, pickup_point, sscc, wave_orders
from tests.cloud_api.together import all_at_once


def _frozen(shop: Shop) -> Shop:
    shop.send(order("A", "P1", PEACH=2, MILK=1), order("B", "P1", RICE=3), order("C", "P2", PEACH=1))
    shop.cut_off()
    return shop


def test_a_lease_carries_all_a_desk_needs(shop: Shop) -> None:
    lease = _frozen(shop).cloud.desk().lease(serials_held=0)
    wave = lease.wave
    assert (wave.number, wave.cycle_name, wave.pickup_point.name) == (1, "端午团", "自提点 P1")
    assert wave_orders(wave) == ["A", "B"]
    assert {(line.sku, line.quantity) for line in wave.orders[0].lines} == {("PEACH", 2), ("MILK", 1)}
    assert {product.sku for product in wave.products} == {"PEACH", "MILK", "RICE"}
    assert (lease.until - shop.cloud.clock()).total_seconds() == 30 * 60
    assert lease.serials is not None
    assert (lease.serials.company_prefix, lease.serials.first, lease.serials.last) == ("9520001", 0, 999)


def test_the_same_lease_id_answers_the_same_wave_and_serials(shop: Shop) -> None:
    desk, other = _frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    lease_id = new_uuid()
    first, again = (desk.ask_lease(lease_id, serials_held=0).json() for _ in range(2))
    assert first == again
    stolen = other.ask_lease(lease_id)
    assert stolen.status_code == 409
    assert "another station" in stolen.json()["detail"]


def test_a_desk_may_ask_for_one_wave_and_hears_who_has_it(shop: Shop) -> None:
    shop.send(order("A", "P1", PEACH=2), order("B", "P2", PEACH=1))
    shop.cut_off()
    desk, other = shop.cloud.desk(), shop.cloud.desk("工位 2")
    first, second = shop.waves()
    wanted = UUID(second["id"])
    lease = desk.ask_lease(wave_id=wanted)
    assert lease.json()["wave"]["id"] == str(wanted)
    taken = other.ask_lease(wave_id=wanted)
    assert (taken.status_code, taken.json()["detail"]) == (
        409,
        f"Wave {second['number']} is taken by 工位 1. Ask for the next one.",
    )
    assert other.ask_lease(wave_id=new_uuid()).status_code == 409
    assert other.lease().wave.id == UUID(first["id"])


def test_serials_come_only_when_few_are_left_and_never_twice(shop: Shop) -> None:
    desk, other = _frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    first, second = desk.lease(serials_held=199).serials, other.lease(serials_held=0).serials
    assert first is not None
    assert second is not None
    assert (first.last, second.first) == (999, 1000)
    shop.cloud.clock.forward(minutes=31)
    assert desk.lease(serials_held=200).serials is None


def test_a_wave_of_more_pieces_than_serials_brings_enough_for_a_crate_each(shop: Shop) -> None:
    shop.send(
        order("A", "P1", PEACH=400),
        order("B", "P2", PEACH=400),
        order("C", "P3", PEACH=600),
        order("D", "P3", MILK=600),
    )
    shop.cut_off()
    desk = shop.cloud.desk()
    enough, fresh, large = desk.lease(serials_held=400), desk.lease(serials_held=399), desk.lease()
    assert enough.serials is None
    assert fresh.serials is not None
    assert (fresh.serials.first, fresh.serials.last) == (0, 999)
    assert large.serials is not None
    assert (large.serials.first, large.serials.last) == (1_000, 2_199)


def test_serials_begin_behind_those_on_crates_of_a_time_before_a_restore(shop: Shop) -> None:
    desk = _frozen(shop).cloud.desk()
    plan = desk.plan(desk.lease())
    plan["crates"][0]["sscc"] = sscc("0" + "9520001" + "000001234")
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    serials = shop.cloud.desk("工位 2").lease(serials_held=0).serials
    assert serials is not None
    assert (serials.first, serials.last) == (1_235, 2_234)


def test_serials_used_up_are_told(engine: Engine, shop: Shop) -> None:
    desk = _frozen(shop).cloud.desk()
    first, second = desk.lease(), desk.lease()
    with writing(engine) as connection:
        given = give_block(connection, Settings(database="unused.db"), first.lease_id, shop.cloud.clock())
        connection.execute(update(serial_blocks).values(last=10**9 - 1))
    assert given.first == 0
    with writing(engine) as connection, pytest.raises(SerialsUsedUpError, match="EXTENSION_DIGIT"):
        give_block(connection, Settings(database="unused.db"), second.lease_id, shop.cloud.clock())
    assert desk.call("POST", f"/v1/waves/{first.wave.id}/lease/{first.lease_id}/return").status_code == 204
    refused = desk.ask_lease(serials_held=0)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:youlin:problem:serials-used-up")


def test_no_free_wave_answers_204(shop: Shop) -> None:
    desk = shop.cloud.desk()
    assert desk.ask_lease().status_code == 204
    _frozen(shop)
    assert {desk.lease().wave.number, desk.lease().wave.number} == {1, 2}
    assert desk.ask_lease().status_code == 204
    assert shop.cloud.desk(warehouse="W2").ask_lease().status_code == 204


def test_renewal_holds_longer_and_regains_what_nobody_took(shop: Shop) -> None:
    desk = _frozen(shop).cloud.desk()
    lease = desk.lease()
    shop.cloud.clock.forward(minutes=45)
    assert [wave["state"] for wave in shop.waves()] == ["free", "free"]
    assert desk.act("renew", lease).status_code == 200
    told = [(wave["state"], wave["station_name"]) for wave in shop.waves()]
    assert told == [("leased", "工位 1"), ("free", None)]


def test_an_expired_lease_goes_to_another_desk_and_its_holder_is_told(shop: Shop) -> None:
    desk, other = _frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    lost, _second = desk.lease(), desk.lease()
    shop.cloud.clock.forward(minutes=31)
    desk.act("renew", _second)
    taken = other.lease()
    assert taken.wave.id == lost.wave.id
    refused = desk.act("renew", lost)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:youlin:problem:lease-refused")
    assert "is now with 工位 2" in refused.json()["detail"]
    changes = desk.call("GET", "/v1/changes").json()["changes"]
    assert [change["body"] for change in changes if change["kind"] == "lease_lost"] == [
        {
            "wave_id": str(lost.wave.id),
            "lease_id": str(lost.lease_id),
            "station_id": str(desk.station_id),
            "taken_by": "工位 2",
        }
    ]


def test_untouched_waves_are_lent_before_expired_ones(shop: Shop) -> None:
    desk, other = _frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    first = desk.lease()
    shop.cloud.clock.forward(minutes=31)
    assert other.lease().wave.id != first.wave.id


def test_a_wave_not_started_can_be_given_back(shop: Shop) -> None:
    desk = _frozen(shop).cloud.desk()
    lease = desk.lease()
    assert [desk.act("return", lease).status_code for _ in range(2)] == [204, 204]
    assert desk.act("renew", lease).status_code == 409
    assert shop.cloud.desk("工位 2").lease().wave.id == lease.wave.id
    started = desk.lease()
    assert desk.report("WaveStarted", desk.plan(started))["verdict"] == "accepted"
    refused = desk.act("return", started)
    assert refused.status_code == 409
    assert "started" in refused.json()["detail"]


def test_leases_of_others_and_of_nothing_are_refused(shop: Shop) -> None:
    desk, foreign = _frozen(shop).cloud.desk(), shop.cloud.desk(warehouse="W2")
    lease = desk.lease()
    for path in ("renew", "return"):
        assert foreign.act(path, lease).status_code == 409
        unknown = desk.call("POST", f"/v1/waves/{UUID(int=1)}/lease/{UUID(int=2)}/{path}")
        assert unknown.status_code == 409
    assert desk.call("GET", "/v1/waves", params={"cycle_id": shop.cycle_id}).json() != []
    assert foreign.call("GET", "/v1/waves", params={"cycle_id": shop.cycle_id}).json() == []


def test_many_desks_at_once_never_get_the_same_wave_or_serials(
    open_database: Callable[[], Engine], shop: Shop
) -> None:
    points = [pickup_point(f"R{number:02d}") for number in range(20)]
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": points})
    shop.send(*(order(point["code"], point["code"]) for point in points))
    shop.cut_off()
    desks = [shop.cloud.desk(f"工位 {number}") for number in range(6)]
    engines = [open_database() for _ in range(2)]
    settings = Settings(database="unused.db")

    def take_all(place: int) -> list[Lease]:
        desk = Desk(desks[place].station_id, f"工位 {place}", frozenset({Role.WAREHOUSE}), "W1")
        taken: list[Lease] = []
        while True:
            request = LeaseRequest(lease_id=new_uuid(), serials_held=0)
            with writing(engines[place % 2]) as connection:
                lease = lease_wave(connection, desk, request, settings, shop.cloud.clock())
            assert not isinstance(lease, LeaseRefusal)
            if lease is None:
                return taken
            taken.append(lease)

    leases = [
        lease
        for taken in all_at_once([lambda place=place: take_all(place) for place in range(6)])
        for lease in taken
    ]
    assert len(leases) == len({lease.wave.id for lease in leases}) == 20
    assert len({lease.serials.first for lease in leases if lease.serials}) == 20
    with reading(engines[0]) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM leases").scalar() == 20
