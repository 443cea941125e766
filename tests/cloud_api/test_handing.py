"""A wave half picked goes to another desk: kept as it is, lent with all that was done."""

from typing import Any
from uuid import UUID

from cloud_api.storage.ids import new_uuid
from cloud_api.wire.board import WaveStage
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.handing import PickedWave
from cloud_api.wire.waves import Lease
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, changed, closing, completion, operator, order, put
from tests.cloud_api.stock_kit import changes_of, furnish, moved, reason, tell
from tests.cloud_api.test_wave_board import acts, board, by_people, chosen, meant, wave

__all__ = ["by_people"]
SPRING, SUMMER = "春批", "夏批"


def begun(shop: Shop, desk: DeskKit) -> tuple[Lease, dict[str, Any]]:
    """A wave with three orders, a crate each, started and not touched."""
    shop.send(order("A", "P1", PEACH=5, MILK=1), order("B", "P1", PEACH=2), order("C", "P1", RICE=3))
    shop.cut_off()
    lease = desk.lease()
    plan = desk.plan(lease)
    tell(desk, "WaveStarted", plan)
    return lease, plan


def left(lease: Lease, pieces: int, *, closed: int = 0, short: int = 0, crates: int = 3) -> dict[str, Any]:
    """The body of WaveHandedOver."""
    return {
        "wave_id": str(lease.wave.id),
        "lease_id": str(lease.lease_id),
        "crates": crates,
        "crates_closed": closed,
        "pieces": pieces,
        "short_pieces": short,
    }


def picked(lease: Lease) -> PickedWave:
    assert lease.picked is not None
    return lease.picked


def test_the_next_desk_is_lent_what_the_last_one_did(shop: Shop) -> None:
    furnish(shop)
    first, second = shop.cloud.desk(), shop.cloud.desk("工位 2")
    tell(first, "StockMoved", moved(lot=SPRING, quantity=3), moved(lot=SUMMER, quantity=9))
    lease, plan = begun(shop, first)
    wave_id, (one, two, three) = plan["wave_id"], plan["crates"]
    of_one_lot = {**put(wave_id, one, "PEACH", 2), "bin": "A-01", "lot": SPRING}
    of_two_lots = put(wave_id, one, "PEACH", 3)
    weighed = {**put(wave_id, three, "RICE", 1), "weight_g": 512}
    wrong = put(wave_id, two, "PEACH", 2)
    tell(first, "ItemPut", of_one_lot, of_two_lots, weighed, wrong)
    ref = of_two_lots["put_id"]
    tell(
        first,
        "StockMoved",
        *(
            moved(from_bin="A-01", lot=lot, quantity=pieces, why="pick", ref=ref)
            for lot, pieces in ((SPRING, 1), (SUMMER, 2))
        ),
    )
    tell(first, "PutUndone", {key: wrong[key] for key in ("wave_id", "crate_id", "put_id")})
    missing = [{"crate_id": one["crate_id"], "quantity": 1}]
    tell(first, "ProductShort", {"wave_id": wave_id, "sku": "MILK", "missing": missing})
    tell(first, "CrateClosed", closing(wave_id, one, 5))
    exchanged = {
        "substitution_id": str(new_uuid()),
        "wave_id": wave_id,
        "sku": "PEACH",
        "instead": "RICE",
        "lines": [{"crate_id": two["crate_id"], "order_id": two["lines"][0]["order_id"], "quantity": 1}],
    }
    tell(first, "ProductSubstituted", exchanged)
    tell(first, "WaveHandedOver", left(lease, 6, closed=1, short=1))

    waits = wave(second, 1)
    assert (waits.stage, waits.station_name, waits.handed_by) == (WaveStage.HALF_PICKED, None, "工位 1")
    assert (waits.pieces_put, waits.short_pieces, waits.crates_closed) == (6, 1, 1)
    again = second.lease()
    told = picked(again)
    assert (again.wave.id, told.handed_by) == (lease.wave.id, "工位 1")
    assert [(c.number, c.sscc, c.closed_at is not None) for c in told.crates] == [
        (number, crate["sscc"], number == 1) for number, crate in enumerate((one, two, three), start=1)
    ]
    made = {str(each.put_id): each for crate in told.crates for each in crate.puts}
    assert made.keys() == {of_one_lot["put_id"], of_two_lots["put_id"], weighed["put_id"]}
    taken = {key: [(lot.bin, lot.lot, lot.quantity) for lot in each.taken] for key, each in made.items()}
    assert taken[of_one_lot["put_id"]] == [("A-01", SPRING, 2)]
    assert taken[ref] == [("A-01", SPRING, 1), ("A-01", SUMMER, 2)]
    assert (taken[weighed["put_id"]], made[weighed["put_id"]].weight_g) == ([], 512)
    assert [(short.sku, short.quantity) for short in told.crates[0].short] == [("MILK", 1)]
    assert {(line.sku, line.quantity) for line in told.crates[1].lines} == {("PEACH", 1), ("RICE", 1)}
    assert second.ask_lease(again.lease_id).json()["picked"] == told.model_dump(mode="json")
    assert wave(first, 1).stage is WaveStage.STARTED

    started = "was started already"
    assert started in reason(second, "WaveStarted", changed(plan, lease_id=str(again.lease_id)))
    assert second.act("return", again).status_code == 409
    for crate, sku, pieces in ((two, "PEACH", 1), (two, "RICE", 1), (three, "RICE", 2)):
        tell(second, "ItemPut", put(wave_id, crate, sku, pieces))
    tell(second, "CrateClosed", closing(wave_id, two, 2), closing(wave_id, three, 3))
    tell(second, "WaveCompleted", completion(wave_id, 3, 10, 1))
    done = wave(second, 1)
    assert (done.stage, done.station_name, done.handed_by) == (WaveStage.COMPLETED, "工位 2", "工位 1")
    reopening = {
        "wave_id": wave_id,
        "crate_id": one["crate_id"],
        "reason": "x",
        "override_id": str(new_uuid()),
    }
    assert "open crate" in reason(first, "CrateReopened", reopening)
    tell(second, "CrateReopened", reopening)


@SQLITE_ONLY
def test_a_hand_over_the_cloud_does_not_believe_leaves_the_wave_where_it_is(shop: Shop) -> None:
    first, second = shop.cloud.desk(), shop.cloud.desk("工位 2")
    shop.send(order("A", "P1", PEACH=2))
    shop.cut_off()
    lease = first.lease()
    assert "has no crates yet" in reason(first, "WaveHandedOver", left(lease, 0, crates=0))
    plan = first.plan(lease)
    tell(first, "WaveStarted", plan)
    tell(first, "ItemPut", put(plan["wave_id"], plan["crates"][0], "PEACH", 1))
    body = left(lease, 1, crates=1)
    for other in ({"pieces": 2}, {"short_pieces": 1}, {"crates": 2}, {"crates_closed": 1}):
        assert "its facts 1/0/1/0" in reason(first, "WaveHandedOver", changed(body, **other))
    assert "another lease" in reason(first, "WaveHandedOver", changed(body, lease_id=str(new_uuid())))
    assert "is now with" in reason(second, "WaveHandedOver", body)
    assert second.ask_lease().status_code == 204
    tell(first, "WaveHandedOver", body)
    # Nothing behind it counts: the next desk may have it.
    late = put(plan["wave_id"], plan["crates"][0], "PEACH", 1)
    assert "was handed over" in reason(first, "ItemPut", late)
    assert "was handed over" in reason(first, "WaveHandedOver", body)
    assert "was handed over" in first.act("renew", lease).json()["detail"]
    taken = second.lease()
    assert [each.quantity for each in picked(taken).crates[0].puts] == [1]
    assert "is now with 工位 2" in reason(first, "ItemPut", late)


def test_a_half_picked_wave_goes_before_others_but_back_last(shop: Shop) -> None:
    shop.send(order("A", "P1", PEACH=1), order("B", "P2", PEACH=9), order("C", "P3", PEACH=9))
    shop.cut_off()
    first, second, third = (shop.cloud.desk(name) for name in ("工位 1", "工位 2", "工位 3"))
    lease = first.lease()
    tell(first, "WaveStarted", first.plan(lease))
    tell(first, "WaveHandedOver", left(lease, 0, crates=1))
    others = first.lease()
    assert others.wave.id != lease.wave.id
    assert first.act("return", others).status_code == 204
    # Meant for the third desk: the second one takes what is free before it.
    assert first.call("POST", "/v1/waves/assign", json=meant(first, (1, third, 0))).status_code == 200
    assert second.lease().wave.id != lease.wave.id
    again = third.lease()
    assert (again.wave.id, wave(third, 1).station_name) == (lease.wave.id, "工位 3")
    tell(third, "WaveHandedOver", left(again, 0, crates=1))
    back = first.lease()
    assert (back.wave.id, picked(back).handed_by) == (lease.wave.id, "工位 3")


@SQLITE_ONLY
def test_a_half_picked_wave_waits_for_no_release_and_is_not_held_back(by_people: Shop) -> None:
    desk = by_people.cloud.desk()
    assert desk.call("POST", "/v1/waves/release", json=chosen(desk, 1)).status_code == 200
    lease = desk.lease()
    tell(desk, "WaveStarted", desk.plan(lease))
    refused = desk.call("POST", "/v1/waves/hold", json=chosen(desk, 1))
    assert "is with 工位 1" in refused.json()["detail"]
    tell(desk, "WaveHandedOver", left(lease, 0, crates=1))
    refused = desk.call("POST", "/v1/waves/hold", json=chosen(desk, 1))
    assert "is half picked" in refused.json()["detail"]
    assert by_people.cloud.desk("工位 2").lease().wave.id == lease.wave.id


@SQLITE_ONLY
def test_the_foreman_asks_a_desk_for_its_wave(shop: Shop) -> None:
    first, second = shop.cloud.desk(), shop.cloud.desk("工位 2")
    shop.send(order("A", "P1", PEACH=2), order("B", "P2", PEACH=1))
    shop.cut_off()

    def refused(**other: Any) -> str:
        answer = second.call("POST", "/v1/waves/hand-over", json={**chosen(second, 1), **other})
        assert answer.status_code == 409, answer.text
        return str(answer.json()["detail"])

    assert "is with no desk" in refused()
    lease = first.lease()
    assert "工位 1 has not begun wave 1" in refused()
    plan = first.plan(lease)
    tell(first, "WaveStarted", plan)
    nobody = {**chosen(second, 1), "operator_id": None}
    unnamed = second.call("POST", "/v1/waves/hand-over", json=nobody)
    assert (unnamed.status_code, unnamed.json()["detail"][:15]) == (409, "Say who asks: s")
    for _ in range(2):
        assert second.call("POST", "/v1/waves/hand-over", json=chosen(second, 1)).status_code == 200
    wanted = {
        "wave_id": str(lease.wave.id),
        "lease_id": str(lease.lease_id),
        "asked_by": operator()["name"],
        "called_off": False,
    }
    assert changes_of(first, ChangeKind.WAVE_WANTED)[-1] == wanted
    assert wave(second, 1).wanted_at == shop.cloud.clock()
    assert acts(shop)[0][0] == "ask for waves"
    for _ in range(2):
        answer = second.call("POST", "/v1/waves/hand-over", json={**chosen(second, 1), "called_off": True})
        assert answer.json()["done"] == [str(lease.wave.id)]
    told = changes_of(first, ChangeKind.WAVE_WANTED)
    assert (told[-1], len(told)) == ({**wanted, "called_off": True}, 3), "one who is not asked hears nothing"
    assert wave(second, 1).wanted_at is None
    assert acts(shop)[0][0] == "keep waves"
    assert second.call("POST", "/v1/waves/hand-over", json=chosen(second, 1)).status_code == 200
    tell(first, "WaveHandedOver", left(lease, 0, crates=1))
    assert "is handed over already" in refused()
    assert "is handed over already" in refused(called_off=True)
    assert wave(second, 1).wanted_at is None
    again = second.lease()
    tell(second, "ItemPut", put(plan["wave_id"], plan["crates"][0], "PEACH", 2))
    tell(second, "CrateClosed", closing(plan["wave_id"], plan["crates"][0], 2))
    tell(second, "WaveCompleted", completion(plan["wave_id"], 1, 2))
    assert again.wave.id == lease.wave.id
    assert "is packed already" in refused()


def test_orders_cancelled_before_and_between_reach_the_next_desk(shop: Shop) -> None:
    first, second = shop.cloud.desk(), shop.cloud.desk("工位 2")
    lease, plan = begun(shop, first)
    tell(first, "ItemPut", put(plan["wave_id"], plan["crates"][1], "PEACH", 1))

    def cancel(order_no: str) -> None:
        answer = shop.call("POST", f"/v1/orders/{order_no}/cancellation", json={"reason": "不要了"})
        assert answer.status_code == 200, answer.text

    cancel("B")
    tell(first, "WaveHandedOver", left(lease, 1))
    for order_no in ("A", "C"):
        cancel(order_no)
    # All orders are cancelled, and yet a crate with goods stands on the floor.
    assert [each.stage for each in board(second).waves] == [WaveStage.HALF_PICKED]
    again = second.lease()
    assert {order.order_no for order in again.wave.orders} == {"A", "B", "C"}
    assert {each.order_no for each in picked(again).cancelled} == {"A", "B", "C"}
    ids = {each.order_no: str(each.order_id) for each in picked(again).cancelled}
    for crate, order_no in zip(plan["crates"], "ABC", strict=True):
        gone = [
            {"crate_id": crate["crate_id"], "sku": line["sku"], "quantity": line["quantity"]}
            for line in crate["lines"]
        ]
        body = {"wave_id": plan["wave_id"], "order_id": ids[order_no], "lines": gone}
        if order_no == "B":
            assert "1 still lie in it" in reason(second, "OrderIntercepted", body)
            told: UUID = picked(again).crates[1].puts[0].put_id
            undone = {"wave_id": plan["wave_id"], "crate_id": crate["crate_id"], "put_id": str(told)}
            tell(second, "PutUndone", undone)
        tell(second, "OrderIntercepted", body)
        tell(second, "CrateClosed", closing(plan["wave_id"], crate, 0))
    tell(second, "WaveCompleted", completion(plan["wave_id"], 3, 0))
