"""One wave picked at several desks at once: each part is a wave for its desk, the pickup point gets one."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.orders import order_lines, orders
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import reading
from cloud_api.wire.board import BoardWave, WaveStage
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.waves import Lease, wave_title
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, order, wave_orders
from tests.cloud_api.night_kit import Night, changes_of, open_night, receive, refusal
from tests.cloud_api.stock_kit import tell
from tests.cloud_api.test_amendments import cancel, move, resume, told
from tests.cloud_api.test_shortages import _ask
from tests.cloud_api.test_wave_board import LI, board


@pytest.fixture
def night(shop: Shop) -> Night:
    """Four orders at P1, one at P2; every P1 order is of P1's wave, number 1."""
    return open_night(
        shop,
        order("A", "P1", PEACH=2, MILK=1),
        order("B", "P1", PEACH=3, RICE=1),
        order("C", "P1", RICE=2),
        order("D", "P1", MILK=4),
        order("E", "P2", PEACH=1),
    )


def ask(night: Night, *parts: list[str], point: str = "P1", office: DeskKit | None = None) -> Any:
    """Divide a wave so that each part has the orders of these numbers."""
    body = {
        "wave_id": night.wave_ids[point],
        "parts": [[night.order_id(number) for number in part] for part in parts],
        "operator_id": LI,
    }
    return (office or night.desk).call("POST", "/v1/waves/divide", json=body)


def divided(night: Night) -> None:
    answer = ask(night, ["A", "C"], ["B", "D"])
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"done": [night.wave_ids["P1"]], "left": []}


def whole_again(night: Night, wave_id: object) -> Any:
    body = {"wave_ids": [str(wave_id)], "operator_id": LI}
    return night.desk.call("POST", "/v1/waves/rejoin", json=body)


def parts(night: Night) -> dict[str, BoardWave]:
    return {wave_title(each.number, each.part): each for each in board(night.desk).waves}


def part_of(lease: Lease) -> tuple[str, list[str]]:
    return lease.wave.title, sorted(each.order_no for each in lease.wave.orders)


def begin(desk: DeskKit, numbered_from: int) -> dict[str, Any]:
    """Take and start the next wave, its crates numbered as a desk numbers those of a part."""
    plan = desk.plan(desk.lease())
    for number, crate in enumerate(plan["crates"], start=numbered_from):
        crate["number"] = number
    tell(desk, "WaveStarted", plan)
    return plan


def pick(desk: DeskKit, plan: dict[str, Any]) -> None:
    for kind, body in desk.picking(plan):
        tell(desk, kind, body)


def stop(night: Night) -> dict[str, Any]:
    """What dispatch knows of P1 by now."""
    return [
        each for each in changes_of(night.dispatch, ChangeKind.STOP) if each["pickup_point"]["code"] == "P1"
    ][-1]


def test_two_desks_pick_one_wave_and_it_goes_to_its_point_as_one(night: Night) -> None:
    divided(night)
    made = parts(night)
    assert list(made) == ["1-1", "1-2", "2"]
    assert [(each.orders, each.lines, each.pieces) for each in made.values()] == [
        (2, 3, 5),
        (2, 3, 8),
        (1, 1, 1),
    ]
    assert stop(night)["orders"] == 4
    other = night.shop.cloud.desk("工位 2")
    first, second = begin(night.desk, 101), begin(other, 201)
    assert {first["wave_id"], second["wave_id"]} == {str(made["1-1"].id), str(made["1-2"].id)}
    assert stop(night)["wave_id"] == night.wave_ids["P1"]
    assert [crate["number"] for crate in stop(night)["crates"]] == [101, 102, 201, 202]

    pick(night.desk, first)
    assert stop(night)["state"] == "packing"
    assert night.status("A", "B") == ["paid", "paid"]
    till = night.shop.cloud.till("P1")
    assert changes_of(till, ChangeKind.DELIVERY) == []
    pick(other, second)
    assert (stop(night)["state"], stop(night)["pieces"]) == ("packed", 13)
    assert night.status("A", "B", "E") == ["packed", "packed", "paid"]
    assert {each.stage for each in parts(night).values()} == {WaveStage.COMPLETED, WaveStage.FREE}

    route = night.publish(night.route_plan(1, ("V1", ["P1"])))["routes"][0]
    ids = [crate["crate_id"] for plan in (first, second) for crate in plan["crates"]]
    night.load(route, *ids)
    assert night.depart(route, ids)["verdict"] == "accepted"
    (delivery,) = [each for each in changes_of(till, ChangeKind.DELIVERY) if each["state"] == "departed"]
    assert (delivery["wave_id"], len(delivery["crates"])) == (night.wave_ids["P1"], 4)
    receive(till, *ids)
    assert night.status("A", "B", "C", "D") == ["arrived"] * 4
    counts = night.shop.call("GET", f"/v1/cycles/{night.shop.cycle_id}").json()
    assert (counts["orders"], counts["pieces"]) == (5, 14)


def test_a_desk_gets_the_lines_of_its_part_and_no_other_plan_is_taken(night: Night) -> None:
    divided(night)
    lease = night.desk.lease()
    assert part_of(lease) == ("1-1", ["A", "C"])
    plan = night.desk.plan(lease)
    other = night.desk.plan(night.shop.cloud.desk("工位 2").lease())
    wrong = {**plan, "crates": plan["crates"] + other["crates"]}
    for number, crate in enumerate(wrong["crates"], start=1):
        crate["number"] = number
    assert refusal(night.desk, "WaveStarted", wrong).startswith(
        "The crate plan of wave 1 is not what was ordered"
    )


def test_a_division_is_taken_back_while_no_desk_has_a_part(night: Night) -> None:
    divided(night)
    lease = night.desk.lease()
    refused = whole_again(night, parts(night)["1-2"].id)
    assert (refused.status_code, "A desk has a part of wave 1" in refused.text) == (409, True)
    assert night.desk.act("return", lease).status_code == 204
    answer = whole_again(night, parts(night)["1-2"].id)
    assert answer.json()["done"] == [night.wave_ids["P1"]]
    assert list(parts(night)) == ["1", "2"]
    again = night.desk.lease()
    assert part_of(again) == ("1", ["A", "B", "C", "D"])
    assert "Wave 2 is whole." in whole_again(night, night.wave_ids["P2"]).text


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ((["A", "C"], ["B"]), "orders changed"),
        ((["A", "C"], ["B", "D", "A"]), "orders changed"),
        ((["A", "C"], ["B", "D", "E"]), "orders changed"),
    ],
)
def test_parts_are_exactly_the_orders_of_their_wave(
    night: Night, numbers: tuple[list[str], ...], why: str
) -> None:
    refused = ask(night, *numbers)
    assert (refused.status_code, why in refused.json()["detail"]) == (409, True)
    assert list(parts(night)) == ["1", "2"]


def test_a_wave_is_not_divided_twice_nor_once_a_desk_has_it(night: Night) -> None:
    divided(night)
    assert "divided already" in ask(night, ["A", "C"], ["B", "D"]).text
    assert whole_again(night, night.wave_ids["P1"]).status_code == 200
    lease = night.desk.lease()
    assert "is with 工位 1" in ask(night, ["A", "C"], ["B", "D"]).text
    tell(night.desk, "WaveStarted", night.desk.plan(lease))
    assert "half picked" in ask(night, ["A", "C"], ["B", "D"]).text
    till = night.shop.cloud.till("P1")
    assert ask(night, ["A", "C"], ["B", "D"], office=till).status_code == 403


def test_orders_change_in_their_part_until_its_desk_begins(night: Night) -> None:
    divided(night)
    begin(night.desk, 101)
    assert told(cancel(night.shop, "C")) == ("accepted", True)
    (news,) = changes_of(night.desk, ChangeKind.WAVE_CHANGED)
    assert (news["wave_id"], news["order_no"]) == (str(parts(night)["1-1"].id), "C")
    assert "A desk is picking wave 1" in resume(night.shop, "C").text
    assert told(cancel(night.shop, "B")) == ("accepted", True)
    assert parts(night)["1-2"].orders == 1
    assert told(resume(night.shop, "B")) == ("accepted", True)
    assert told(move(night.shop, "E", "P1")) == ("accepted", True)
    lease = night.shop.cloud.desk("工位 2").lease()
    assert part_of(lease) == ("1-2", ["B", "D", "E"])


def test_a_part_all_of_whose_orders_are_cancelled_holds_nobody_up(night: Night) -> None:
    divided(night)
    pick(night.desk, begin(night.desk, 101))
    assert night.status("A") == ["paid"]
    for number in ("B", "D"):
        assert told(cancel(night.shop, number)) == ("accepted", True)
    assert night.status("A", "C") == ["packed", "packed"]
    assert stop(night)["state"] == "packed"
    assert len(changes_of(night.shop.cloud.till("P1"), ChangeKind.PICKUP_ORDER)) == 2


def test_a_shortage_counts_what_each_part_takes(night: Night, engine: Engine) -> None:
    divided(night)
    plan = begin(night.desk, 101)
    crate = next(each for each in plan["crates"] if each["lines"][0]["sku"] != "RICE")
    missing = [{"crate_id": crate["crate_id"], "quantity": 1}]
    tell(night.desk, "ProductShort", {"wave_id": plan["wave_id"], "sku": "PEACH", "missing": missing})
    preview = _ask(night, {"sku": "PEACH", "available": 4, "rule": "first_come"})
    assert {point["pickup_point"]: point["being_picked"] for point in preview["points"]} == {
        "P1": True,
        "P2": False,
    }
    assert (preview["ordered"], preview["being_picked"]) == (6, 1 + 3)
    goods = night.desk.call("GET", "/v1/waves/board/goods", params={"cycle_id": night.shop.cycle_id}).json()
    named = {wave["wave_id"]: {goods["skus"][place] for place in wave["skus"]} for wave in goods["waves"]}
    assert named[str(parts(night)["1-2"].id)] == {"PEACH", "RICE", "MILK"}
    assert night.wave_ids["P1"] not in named


def test_a_reopened_crate_of_a_part_opens_the_whole_wave(night: Night) -> None:
    divided(night)
    other = night.shop.cloud.desk("工位 2")
    first, second = begin(night.desk, 101), begin(other, 201)
    pick(night.desk, first)
    pick(other, second)
    crate = first["crates"][0]
    body = {
        "wave_id": first["wave_id"],
        "crate_id": crate["crate_id"],
        "reason": "weight",
        "override_id": str(new_uuid()),
    }
    tell(night.desk, "CrateReopened", body)
    assert (stop(night)["state"], night.status("A", "D")) == ("packing", ["paid", "paid"])
    assert {title: each.stage.value for title, each in parts(night).items()} == {
        "1-1": "started",
        "1-2": "completed",
        "2": "free",
    }


def test_orders_of_a_wave_are_told_to_whoever_divides_it(night: Night) -> None:
    answer = night.desk.call("GET", "/v1/waves/orders", params={"wave_id": night.wave_ids["P1"]}).json()
    assert [each["order_id"] for each in answer["orders"]] == [night.order_id(number) for number in "ABCD"]
    assert answer["orders"][1]["lines"] == [{"sku": "PEACH", "quantity": 3}, {"sku": "RICE", "quantity": 1}]
    unknown = night.desk.call("GET", "/v1/waves/orders", params={"wave_id": str(new_uuid())})
    assert unknown.status_code == 404
    assert wave_orders(night.desk.lease().wave)


@SQLITE_ONLY
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_changed_each_order_stands_in_one_part(night: Night, engine: Engine, seed: int) -> None:
    """Orders are cancelled, resumed and moved while waves are divided and made whole; desks take some."""
    random = Random(seed)
    numbers, points = list("ABCDE"), ["P1", "P2", "P3"]
    leases: list[Lease] = []

    def divide_at(point: str) -> None:
        with reading(engine) as connection:
            standing = select(orders.c.id).where(
                orders.c.pickup_point == point, orders.c.cancelled_at.is_(None)
            )
            ids = [str(order_id) for order_id in connection.scalars(standing.order_by(orders.c.order_no))]
            whole = select(waves.c.id).where(waves.c.pickup_point == point, waves.c.part == 0)
            wave_id = connection.scalar(whole)
        body = {"wave_id": str(wave_id), "parts": [ids[:1], ids[1:]], "operator_id": LI}
        if wave_id is not None and len(ids) > 1:
            night.desk.call("POST", "/v1/waves/divide", json=body)

    def take() -> None:
        answer = night.desk.ask_lease()
        if answer.status_code == 200:
            leases.append(Lease.model_validate(answer.json()))

    acts: list[Callable[[], object]] = [
        lambda: cancel(night.shop, random.choice(numbers)),
        lambda: resume(night.shop, random.choice(numbers)),
        lambda: move(night.shop, random.choice(numbers), random.choice(points)),
        lambda: divide_at(random.choice(points)),
        lambda: whole_again(night, random.choice(list(parts(night).values())).id) if parts(night) else None,
        take,
        lambda: night.desk.act("return", leases.pop()) if leases else None,
    ]
    for _ in range(40):
        random.choice(acts)()
        _check_parts(engine)


def _check_parts(engine: Engine) -> None:
    """A divided wave is its parts, to the order and piece; a whole one has none."""
    live = (
        select(orders.c.pickup_point, orders.c.part_id, orders.c.id, func.sum(order_lines.c.quantity))
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(order_lines.c.live, orders.c.cancelled_at.is_(None))
        .group_by(orders.c.id)
    )
    with reading(engine) as connection:
        rows = connection.execute(select(waves)).all()
        standing = connection.execute(live).all()
    for row in rows:
        mine = [each for each in standing if each.pickup_point == row.pickup_point]
        if row.part:
            mine = [each for each in mine if each.part_id == row.id]
        elif row.divided_at is None:
            assert {each.part_id for each in mine} <= {None}
        assert (row.orders, row.pieces) == (len(mine), sum(int(each[3]) for each in mine))
    whole = {row.pickup_point: row for row in rows if not row.part}
    for point, row in whole.items():
        in_parts = [each for each in rows if each.whole_id == row.id]
        assert bool(in_parts) is (row.divided_at is not None)
        if in_parts:
            ids = {each.id for each in in_parts}
            assert all(each.part_id in ids for each in standing if each.pickup_point == point)
