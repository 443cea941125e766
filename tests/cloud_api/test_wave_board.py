"""The board of waves: what a foreman reads on it, and what desks get after the foreman spoke."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from cloud_api.settings import Settings, WaveRelease
from cloud_api.storage.ids import new_uuid
from cloud_api.wire.board import BoardGoods, BoardWave, WaveBoard, WaveCrates, WaveStage
from cloud_api.wire.stations import Role
from cloud_api.wire.waves import Lease
from tests.cloud_api.kit import (
    SQLITE_ONLY,
    DeskKit,
    SetClock,
    Shop,
    closing,
    completion,
    open_shop,
    operator,
    order,
    put,
    running,
)
from tests.cloud_api.night_kit import open_night

LI = operator()["id"]


@pytest.fixture
def by_people(engine: Engine, clock: SetClock) -> Iterator[Shop]:
    """A cloud whose waves wait for a foreman."""
    settings = Settings(database="unused.db", wave_release=WaveRelease.BY_PEOPLE)
    with running(engine, clock, settings) as cloud:
        yield frozen(open_shop(cloud))


def frozen(shop: Shop) -> Shop:
    """Three waves; the second is the largest."""
    shop.send(order("A", "P1", PEACH=2), order("B", "P2", PEACH=3, MILK=1), order("C", "P3", RICE=5))
    shop.cut_off()
    return shop


def board(desk: DeskKit, **wanted: Any) -> WaveBoard:
    answer = desk.call("GET", "/v1/waves/board", params=wanted)
    assert answer.status_code == 200, answer.text
    return WaveBoard.model_validate(answer.json())


def stages(desk: DeskKit) -> list[str]:
    return [wave.stage.value for wave in board(desk).waves]


def wave(desk: DeskKit, number: int) -> BoardWave:
    return next(each for each in board(desk).waves if each.number == number)


def chosen(desk: DeskKit, *numbers: int) -> dict[str, Any]:
    return {"wave_ids": [str(wave(desk, number).id) for number in numbers], "operator_id": LI}


def meant(desk: DeskKit, *wanted: tuple[int, DeskKit | None, int]) -> dict[str, Any]:
    told = [
        {
            "wave_id": str(wave(desk, number).id),
            "station_id": None if of is None else str(of.station_id),
            "place": place,
        }
        for number, of, place in wanted
    ]
    return {"assignments": told, "operator_id": LI}


def acts(shop: Shop) -> list[tuple[str, Any]]:
    rows = shop.call("GET", "/v1/audit").json()["items"]
    return [(row["action"], row["detail"]) for row in rows if row["action"].endswith(("waves", "back"))]


def test_the_board_follows_a_wave_from_the_cut_off_to_its_last_crate(shop: Shop) -> None:
    desk, office = frozen(shop).cloud.desk(), shop.cloud.station(Role.DISPATCH, name="调度")
    told = board(office)
    assert (told.cycle_name, told.by_people, len(told.waves)) == ("端午团", False, 3)
    assert [(each.name, each.in_sight) for each in told.desks] == [("工位 1", False)]
    assert {each.stage for each in told.waves} == {WaveStage.FREE}
    lease = desk.lease()
    taken = wave(office, 1)
    assert (taken.stage, taken.station_name, taken.lease_until) == (WaveStage.LEASED, "工位 1", lease.until)
    assert taken.taken_at == shop.cloud.clock()
    plan = desk.plan(lease)
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    crate, wave_id = plan["crates"][0], plan["wave_id"]
    assert desk.report("ItemPut", put(wave_id, crate, "PEACH", 1))["verdict"] == "accepted"
    missing = [{"crate_id": crate["crate_id"], "quantity": 1}]
    short = {"wave_id": wave_id, "sku": "PEACH", "missing": missing}
    assert desk.report("ProductShort", short)["verdict"] == "accepted"
    now = wave(office, 1)
    assert (now.stage, now.pieces, now.pieces_put, now.short_pieces) == (WaveStage.STARTED, 2, 1, 1)
    assert (now.crates, now.crates_closed) == (1, 0)
    found = office.call("GET", "/v1/waves/crates", params={"sscc": crate["sscc"]}).json()
    assert WaveCrates.model_validate(found).crates[0].pieces_put == 1
    assert found == office.call("GET", "/v1/waves/crates", params={"wave_id": str(now.id)}).json()
    assert desk.report("CrateClosed", closing(wave_id, crate, 1))["verdict"] == "accepted"
    assert desk.report("WaveCompleted", completion(wave_id, 1, 1, 1))["verdict"] == "accepted"
    done = wave(office, 1)
    assert (done.stage, done.pieces_put, done.crates_closed) == (WaveStage.COMPLETED, 1, 1)
    assert (done.station_name, done.lease_until) == ("工位 1", None)
    assert board(desk).desks[0].in_sight
    shop.cloud.clock.forward(minutes=6)
    assert not board(office).desks[0].in_sight


def test_waves_wait_until_a_foreman_releases_them(by_people: Shop) -> None:
    desk, office = by_people.cloud.desk(), by_people.cloud.station(Role.DISPATCH, name="调度")
    assert stages(desk) == ["waiting"] * 3
    assert desk.ask_lease().status_code == 204
    asked = desk.ask_lease(wave_id=wave(desk, 2).id)
    assert (asked.status_code, asked.json()["detail"]) == (
        409,
        "Wave 2 is not released yet. Whoever runs the floor releases it on the board of waves.",
    )
    told = [office.call("POST", "/v1/waves/release", json=chosen(desk, 2, 3)) for _ in range(2)]
    assert [answer.status_code for answer in told] == [200, 200]
    assert told[0].json() == told[1].json()
    assert stages(desk) == ["waiting", "free", "free"]
    assert wave(desk, 2).released_at == by_people.cloud.clock()
    assert desk.lease().wave.number == 2
    held = office.call("POST", "/v1/waves/hold", json=chosen(desk, 2, 3)).json()
    assert [UUID(each) for each in held["done"]] == [wave(desk, 3).id]
    assert held["left"][0]["detail"] == (
        "Wave 2 is with 工位 1. It can be held back once that desk gives it back."
    )
    assert stages(desk) == ["waiting", "leased", "waiting"]
    refused = office.call("POST", "/v1/waves/hold", json=chosen(desk, 2))
    assert (refused.status_code, refused.json()["detail"]) == (409, held["left"][0]["detail"])
    assert acts(by_people) == [
        ("hold waves", {"waves": [3], "operator": LI}),
        ("release waves", {"waves": [2, 3], "operator": LI}),
    ]


@SQLITE_ONLY
def test_a_wave_taken_before_it_was_held_goes_on_when_its_desk_dies(shop: Shop) -> None:
    desk, other = frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    lease = desk.lease()
    shop.cloud.clock.forward(minutes=31)
    assert desk.call("POST", "/v1/waves/hold", json=chosen(desk, 1, 2, 3)).json()["left"] != []
    assert stages(desk) == ["free", "waiting", "waiting"]
    assert other.lease().wave.id == lease.wave.id
    assert other.ask_lease().status_code == 204


def test_a_desk_gets_its_own_waves_first_and_those_of_a_dead_desk_last(shop: Shop) -> None:
    desk, dead = frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    told = meant(desk, (3, desk, 0), (1, dead, 0))
    assert desk.call("POST", "/v1/waves/assign", json=told).status_code == 200
    assert desk.call("POST", "/v1/waves/assign", json=told).status_code == 200
    assert [(each.desk_name, each.desk_place) for each in board(desk).waves] == [
        ("工位 2", 0),
        (None, None),
        ("工位 1", 0),
    ]
    assert [desk.lease().wave.number for _ in range(3)] == [3, 2, 1]
    assert wave(desk, 1).station_name == "工位 1"
    assert [action for action, _ in acts(shop)] == ["assign waves"]


def test_a_desk_gets_its_waves_in_the_order_it_was_given_and_loses_them_again(shop: Shop) -> None:
    desk, other = frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    told = meant(desk, (1, desk, 2), (2, desk, 1), (3, desk, 0))
    assert desk.call("POST", "/v1/waves/assign", json=told).status_code == 200
    assert desk.lease().wave.number == 3
    assert desk.call("POST", "/v1/waves/assign", json=meant(desk, (2, None, 0))).status_code == 200
    assert (wave(desk, 2).desk_id, wave(desk, 2).desk_place) == (None, None)
    assert other.lease().wave.number == 2
    assert desk.lease().wave.number == 1


def beside(desk: DeskKit, one: int, other: int) -> dict[str, Any]:
    """Two waves for one walk of this desk."""
    told = meant(desk, (one, desk, 0), (other, desk, 1))
    told["assignments"][0]["beside_id"] = str(wave(desk, other).id)
    return told


def test_two_waves_for_one_walk_are_told_with_the_lease_of_the_first(shop: Shop) -> None:
    desk = frozen(shop).cloud.desk()
    assert desk.call("POST", "/v1/waves/assign", json=beside(desk, 1, 3)).status_code == 200
    third = wave(desk, 3).id
    assert [each.beside_id for each in board(desk).waves] == [third, None, None]
    asked = new_uuid()
    for _ in range(2):  # the same question again has the same answer
        lease = Lease.model_validate(desk.ask_lease(lease_id=asked).json())
        assert (lease.wave.number, lease.beside_id) == (1, third)
    follower = Lease.model_validate(desk.ask_lease(wave_id=third).json())
    assert (follower.wave.number, follower.beside_id) == (3, None)
    assert Lease.model_validate(desk.ask_lease(lease_id=asked).json()).beside_id is None


@SQLITE_ONLY
def test_a_wave_beside_that_went_elsewhere_is_not_told(shop: Shop) -> None:
    desk, other = frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    assert desk.call("POST", "/v1/waves/assign", json=beside(desk, 1, 3)).status_code == 200
    assert desk.call("POST", "/v1/waves/assign", json=meant(desk, (3, other, 0))).status_code == 200
    first = desk.lease()
    assert (first.wave.number, first.beside_id) == (1, None)
    assert desk.act("return", first).status_code == 204
    assert desk.call("POST", "/v1/waves/assign", json=beside(desk, 1, 2)).status_code == 200
    assert desk.call("POST", "/v1/waves/assign", json=meant(desk, (1, desk, 0))).status_code == 200
    assert desk.lease().beside_id is None


@SQLITE_ONLY
def test_a_wave_beside_has_to_be_meant_for_the_same_desk(shop: Shop) -> None:
    desk, other = frozen(shop).cloud.desk(), shop.cloud.desk("工位 2")
    told = beside(desk, 1, 3)
    told["assignments"][1]["station_id"] = str(other.station_id)
    answer = desk.call("POST", "/v1/waves/assign", json=told)
    assert [left["detail"] for left in answer.json()["left"]] == [
        "Wave 1: name the wave beside it for 工位 1 too."
    ]
    assert [each.beside_id for each in board(desk).waves] == [None, None, None]


@SQLITE_ONLY
def test_what_cannot_be_assigned_is_told_wave_by_wave(shop: Shop) -> None:
    desk, office = frozen(shop).cloud.desk(), shop.cloud.station(Role.DISPATCH, name="调度")
    foreign = shop.cloud.desk("外仓工位", warehouse="W2")
    assert desk.report("WaveStarted", desk.plan(desk.lease()))["verdict"] == "accepted"
    told = meant(desk, (1, desk, 0), (2, office, 0), (3, foreign, 0))
    told["assignments"].append({"wave_id": str(new_uuid()), "station_id": None})
    refused = desk.call("POST", "/v1/waves/assign", json=told)
    assert refused.status_code == 409
    assert [
        words in refused.json()["detail"]
        for words in ("Wave 1 is being picked by 工位 1.", "Wave 2: 调度 picks no waves.", "There is no wave")
    ] == [True, True, True]
    assert f"Wave 3: there is no desk {foreign.station_id} in this warehouse." in refused.json()["detail"]
    assert [action for action, _ in acts(shop)] == []


@SQLITE_ONLY
def test_nobody_steers_a_night_of_others_or_without_a_name(shop: Shop) -> None:
    desk, foreign = frozen(shop).cloud.desk(), shop.cloud.desk("外仓工位", warehouse="W2")
    told = chosen(desk, 1)
    answers = [
        desk.call("POST", "/v1/waves/release", json={"wave_ids": told["wave_ids"]}),
        desk.call("POST", "/v1/waves/release", json=told | {"operator_id": str(new_uuid())}),
        foreign.call("POST", "/v1/waves/release", json=told),
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "scan your badge" in answers[0].json()["detail"]
    assert "Scan a badge of this warehouse" in answers[1].json()["detail"]
    till = shop.cloud.till("P1")
    assert till.call("POST", "/v1/waves/release", json=told).status_code == 403
    assert till.call("GET", "/v1/waves/board").status_code == 403
    assert foreign.call("GET", "/v1/waves/board", params={"cycle_id": shop.cycle_id}).status_code == 404
    wave_id = {"wave_id": told["wave_ids"][0]}
    assert foreign.call("GET", "/v1/waves/crates", params=wave_id).status_code == 404
    assert desk.call("GET", "/v1/waves/crates").status_code == 409
    assert shop.call("GET", "/v1/waves/board").status_code == 409
    assert shop.call("POST", "/v1/waves/release", json={"wave_ids": told["wave_ids"]}).status_code == 200


@SQLITE_ONLY
def test_a_warehouse_without_a_night_shows_its_desks(shop: Shop) -> None:
    desk = shop.cloud.desk()
    told = board(desk)
    assert (told.cycle_id, told.waves, len(told.desks)) == (None, (), 1)
    assert shop.call("GET", "/v1/waves/board", params={"warehouse": "W2"}).json()["desks"] == []


def test_the_goods_of_all_waves_name_each_product_once(shop: Shop) -> None:
    desk = frozen(shop).cloud.desk()
    told = desk.call("GET", "/v1/waves/board/goods", params={"cycle_id": shop.cycle_id}).json()
    goods = BoardGoods.model_validate(told)
    assert [sorted(goods.skus[place] for place in each.skus) for each in goods.waves] == [
        ["PEACH"],
        ["MILK", "PEACH"],
        ["RICE"],
    ]
    assert [(each.weight_g, each.volume_ml) for each in goods.waves] == [
        (1_040, 1_800),
        (2_080, 3_600),
        (2_600, 4_500),
    ]


@SQLITE_ONLY
def test_the_board_asks_as_often_for_three_waves_as_for_one(shop: Shop, engine: Engine) -> None:
    desk = frozen(shop).cloud.desk()

    def statements() -> int:
        board(desk)
        counted = 0

        def count(*_: Any) -> None:
            nonlocal counted
            counted += 1

        event.listen(engine, "before_cursor_execute", count)
        board(desk)
        event.remove(engine, "before_cursor_execute", count)
        return counted

    before = statements()
    for _ in range(3):
        assert desk.report("WaveStarted", desk.plan(desk.lease()))["verdict"] == "accepted"
    assert statements() == before


def test_the_board_tells_the_van_of_a_wave_and_of_one_van_the_larger_wave_goes_first(shop: Shop) -> None:
    orders = [order("A", "P1", PEACH=2), order("B", "P2", PEACH=3, MILK=1), order("C", "P3", RICE=5)]
    night = open_night(shop, *orders)
    plan = night.route_plan(1, ("V1", ["P1", "P2"]))
    night.publish(plan)
    told = board(night.desk).waves
    assert [(each.van, each.route_code, each.departs_at) for each in told] == [
        ("V1", plan["routes"][0]["code"], shop.cloud.clock()),
        ("V1", plan["routes"][0]["code"], shop.cloud.clock()),
        (None, None, None),
    ]
    assert [night.desk.lease().wave.number for _ in told] == [2, 1, 3]
