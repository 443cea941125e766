"""Changes of accepted orders: what may still change, what everybody concerned is told, and what is kept."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.http.callers import Caller
from cloud_api.orders.amending import amend_orders
from cloud_api.storage.amendments import AmendmentKind, amendment_body
from cloud_api.storage.audit import broken_links
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.tables.orders import amendments
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import SQLITE_ONLY, Shop, order, pickup_point, wave_orders
from tests.cloud_api.together import all_at_once


def cancel(shop: Shop, order_no: str, **body: Any) -> Any:
    return shop.call("POST", f"/v1/orders/{order_no}/cancellation", json=body)


def resume(shop: Shop, order_no: str) -> Any:
    return shop.call("POST", f"/v1/orders/{order_no}/resumption")


def move(shop: Shop, order_no: str, point: str) -> Any:
    return shop.call("PUT", f"/v1/orders/{order_no}/pickup-point", json={"pickup_point": point})


def readdress(shop: Shop, order_no: str, address: str) -> Any:
    return shop.call("PUT", f"/v1/orders/{order_no}/address", json={"address": address})


def batch(shop: Shop, *rows: Any) -> list[dict[str, Any]]:
    answer = shop.call("POST", "/v1/orders/amendments", json={"amendments": list(rows)})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def told(answer: Any) -> tuple[str, bool]:
    assert answer.status_code == 200, answer.text
    return answer.json()["verdict"], answer.json()["slip"]


def refused_changes(shop: Shop) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = shop.call("GET", "/v1/orders/amendments/refused").json()["items"]
    return rows


def pieces(shop: Shop, by: str = "pickup_point") -> dict[str, int]:
    rows = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/totals", params={"by": by}).json()
    return {row["key"]: row["pieces"] for row in rows}


def waves(shop: Shop) -> dict[str, tuple[int, int, int]]:
    return {wave["pickup_point"]: (wave["number"], wave["orders"], wave["pieces"]) for wave in shop.waves()}


def trail(shop: Shop) -> list[Any]:
    with reading(shop.cloud.engine) as connection:
        return list(connection.execute(select(amendments).order_by(amendments.c.made_at, amendments.c.id)))


def stops(shop: Shop) -> dict[str, tuple[int, int]]:
    """Orders and pieces of each stop as the warehouse was told last."""
    dispatch = shop.cloud.station(Role.DISPATCH)
    page = dispatch.call("GET", "/v1/changes", params={"after": 0}).json()
    changes = [change["body"] for change in page["changes"] if change["kind"] == "stop"]
    return {body["pickup_point"]["code"]: (body["orders"], body["pieces"]) for body in changes}


def test_before_the_cut_off_an_order_is_cancelled_and_resumed_at_once(shop: Shop) -> None:
    shop.send(order("A/1", PEACH=2, MILK=1), order("B", PEACH=3))
    assert told(cancel(shop, "A/1", reason="顾客不要了")) == ("accepted", False)
    assert told(cancel(shop, "A/1")) == ("repeated", False)
    assert pieces(shop) == {"P1": 3}
    state = shop.call("GET", "/v1/orders/A/1").json()
    assert (state["status"], [step["status"] for step in state["timeline"]]) == (
        "cancelled",
        ["paid", "cancelled"],
    )
    assert shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()["orders"] == 1
    assert told(resume(shop, "A/1")) == ("accepted", False)
    assert told(resume(shop, "A/1")) == ("repeated", False)
    assert pieces(shop, "product") == {"MILK": 1, "PEACH": 5}
    assert shop.call("GET", "/v1/orders/A/1").json()["status"] == "paid"
    rows = trail(shop)
    assert [(row.kind, row.reason, row.made_by) for row in rows] == [
        ("cancelled", "顾客不要了", "商城"),
        ("resumed", "", "商城"),
    ]
    assert all(row.slipped_at == row.made_at for row in rows)


def test_a_cancelled_order_sent_again_stays_cancelled_and_says_so(shop: Shop) -> None:
    shop.send(order("A"))
    cancel(shop, "A")
    result = shop.send(order("A"))["results"][0]
    assert result["verdict"] == "repeated"
    assert "resumption" in result["reason"]
    assert pieces(shop) == {}


def test_before_the_cut_off_an_order_changes_its_point_and_address(shop: Shop) -> None:
    shop.send(order("A", PEACH=2), order("B", "P2", RICE=1))
    assert told(move(shop, "A", "P2")) == ("accepted", False)
    assert told(move(shop, "A", "P2")) == ("repeated", False)
    assert told(readdress(shop, "A", "3 号楼")) == ("accepted", False)
    assert told(readdress(shop, "A", "3 号楼")) == ("repeated", False)
    assert pieces(shop) == {"P2": 3}
    state = shop.call("GET", "/v1/orders/A").json()
    assert (state["pickup_point"], state["address"]) == ("P2", "3 号楼")
    assert shop.verdicts(order("A", PEACH=2)) == ["repeated"]
    bodies = [amendment_body(row) for row in trail(shop)]
    assert (bodies[0].before.pickup_point, bodies[0].after.pickup_point) == ("P1", "P2")
    assert (bodies[1].before.address, bodies[1].after.address) == ("", "3 号楼")


REFUSED_MOVES = [("P9", "is not known"), ("Q1", "belongs to warehouse W2"), ("P3", "takes no orders now")]


def test_an_order_cannot_move_to_a_point_that_does_not_take_it(shop: Shop) -> None:
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": [pickup_point("P3", active=False)]})
    shop.send(order("A"))
    for point, reason in REFUSED_MOVES:
        answer = move(shop, "A", point)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:youlin:problem:amendment-refused")
        assert reason in answer.json()["detail"]
    kept = [(row["order_no"], row["kind"]) for row in refused_changes(shop)]
    assert kept == [("A", "pickup_point")] * len(REFUSED_MOVES)


def test_a_refused_change_is_gone_once_it_is_accepted_or_settled(shop: Shop) -> None:
    assert cancel(shop, "A").status_code == cancel(shop, "A").status_code == 404
    assert resume(shop, "B").status_code == 404
    assert {(row["order_no"], row["times"]) for row in refused_changes(shop)} == {("A", 2), ("B", 1)}
    shop.send(order("A"))
    assert told(cancel(shop, "A")) == ("accepted", False)
    left = refused_changes(shop)
    assert [row["order_no"] for row in left] == ["B"]
    path = f"/v1/orders/amendments/refused/{left[0]['digest']}/settlement"
    settled = shop.call("POST", path, json={"note": "顾客打错了号"}).json()
    assert (settled["order_no"], settled["settled_by"], settled["note"]) == ("B", "商城", "顾客打错了号")
    assert shop.call("POST", path, json={"note": "又一次"}).json() == settled
    assert refused_changes(shop) == []
    assert shop.call("POST", path.replace(left[0]["digest"], "0" * 64), json={"note": "x"}).status_code == 404


def test_after_the_cut_off_waves_and_stops_follow_and_slips_are_due(shop: Shop) -> None:
    shop.send(order("A", PEACH=2), order("B", PEACH=3), order("C", "P2", RICE=4))
    shop.cut_off()
    assert told(cancel(shop, "A")) == ("accepted", True)
    assert waves(shop) == {"P1": (1, 1, 3), "P2": (2, 1, 4)}
    assert told(move(shop, "B", "P2")) == ("accepted", True)
    assert waves(shop) == {"P1": (1, 0, 0), "P2": (2, 2, 7)}
    assert stops(shop) == {"P1": (0, 0), "P2": (2, 7)}
    cycle = shop.call("GET", f"/v1/cycles/{shop.cycle_id}").json()
    assert (cycle["orders"], cycle["lines"], cycle["pieces"]) == (2, 2, 7)
    assert [(row.kind, row.slipped_at) for row in trail(shop)] == [("cancelled", None), ("moved", None)]
    wave = shop.cloud.desk().lease().wave
    assert (wave.number, wave_orders(wave)) == (2, ["B", "C"])


def test_a_wave_whose_orders_are_all_cancelled_is_lent_to_nobody(shop: Shop) -> None:
    shop.send(order("A"))
    shop.cut_off()
    cancel(shop, "A")
    desk = shop.cloud.desk()
    assert desk.ask_lease().status_code in (204, 404)
    asked = desk.ask_lease(wave_id=UUID(shop.waves()[0]["id"]))
    assert "All orders of wave 1 are cancelled" in asked.json()["detail"]
    assert told(resume(shop, "A")) == ("accepted", True)
    assert wave_orders(desk.lease().wave) == ["A"]


def test_a_resumption_after_the_cut_off_makes_the_wave_that_is_missing(shop: Shop) -> None:
    shop.send(order("A", "P1", PEACH=2), order("B", "P3", PEACH=3))
    cancel(shop, "A")
    assert shop.cut_off()["waves"] == 1
    assert told(resume(shop, "A")) == ("accepted", True)
    assert waves(shop) == {"P3": (1, 1, 3), "P1": (2, 1, 2)}
    assert stops(shop) == {"P3": (1, 3), "P1": (1, 2)}
    assert told(move(shop, "B", "P2")) == ("accepted", True)
    assert waves(shop)["P2"] == (3, 1, 3)
    dispatch = shop.cloud.station(Role.DISPATCH)
    changes = dispatch.call("GET", "/v1/changes", params={"after": 0}).json()["changes"]
    assert [change["body"]["waves"] for change in changes if change["kind"] == "waves_ready"] == [1, 1, 1]


def test_of_a_wave_at_a_desk_orders_may_only_be_cancelled(shop: Shop) -> None:
    shop.send(order("A", PEACH=2), order("B", PEACH=3), order("C", "P2", RICE=1))
    shop.cut_off()
    desk = shop.cloud.desk()
    lease = desk.lease()
    assert told(cancel(shop, "A")) == ("accepted", True)
    for answer in (resume(shop, "A"), move(shop, "B", "P2"), move(shop, "C", "P1")):
        assert answer.status_code == 409
        assert "A desk is picking wave 1 already" in answer.json()["detail"]
    assert told(readdress(shop, "B", "3 号楼")) == ("accepted", True)
    assert amendment_body(trail(shop)[0]).in_crates
    assert waves(shop)["P1"] == (1, 1, 3)
    again = desk.ask_lease(lease.lease_id).json()
    assert [each["order_no"] for each in again["wave"]["orders"]] == ["A", "B"]


def _pack(shop: Shop, cancelled: str) -> Any:
    """Lend wave 1, cancel one of its orders, pack it as it was lent; its desk."""
    desk = shop.cloud.desk()
    plan = desk.plan(desk.lease())
    assert told(cancel(shop, cancelled)) == ("accepted", True)
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    for kind, body in desk.picking(plan):
        assert desk.report(kind, body)["verdict"] == "accepted"
    return desk


def test_a_desk_packs_the_plan_it_was_lent_and_the_shop_never_sees_what_was_cancelled(shop: Shop) -> None:
    shop.send(order("A", PEACH=2), order("B", PEACH=3))
    shop.cut_off()
    till = shop.cloud.till("P1")
    _pack(shop, "A")
    changes = till.call("GET", "/v1/changes", params={"after": 0}).json()["changes"]
    assert [c["body"]["order_no"] for c in changes if c["kind"] == "pickup_order"] == ["B"]
    assert [c["body"]["orders"] for c in changes if c["kind"] == "delivery"] == [1]
    assert shop.call("GET", "/v1/orders/A").json()["status"] == "cancelled"
    page = shop.call("GET", "/v1/orders/A").json()["page"]
    html = shop.cloud.call("GET", page).text
    assert "已取消" in html
    assert "缺" not in html
    assert "取货码" not in html.split("商品</h2>")[0]


def test_of_a_packed_wave_nothing_changes(shop: Shop) -> None:
    shop.send(order("A", PEACH=2), order("B", PEACH=3), order("C", PEACH=1))
    shop.cut_off()
    _pack(shop, "A")
    for answer in (cancel(shop, "B"), resume(shop, "A"), move(shop, "B", "P2"), readdress(shop, "B", "x")):
        assert answer.status_code == 409
        assert "make a claim" in answer.json()["detail"]
    assert len(refused_changes(shop)) == 4
    assert shop.call("GET", "/v1/orders/B").json()["status"] == "packed"


def test_the_next_desk_plans_without_what_was_cancelled_meanwhile(shop: Shop) -> None:
    shop.send(order("A", PEACH=2), order("B", PEACH=3))
    shop.cut_off()
    first = shop.cloud.desk("工位 1")
    lease = first.lease()
    cancel(shop, "A")
    shop.cloud.clock.forward(hours=1)
    second = shop.cloud.desk("工位 2")
    taken = second.lease()
    assert taken.wave.id == lease.wave.id
    assert wave_orders(taken.wave) == ["B"]
    assert second.report("WaveStarted", second.plan(taken))["verdict"] == "accepted"


def test_a_batch_goes_row_by_row_in_its_order(shop: Shop) -> None:
    shop.send(order("A", PEACH=2), order("B", PEACH=3))
    results = batch(
        shop,
        {"order_no": "A", "kind": "cancellation"},
        {"order_no": "A", "kind": "pickup_point", "pickup_point": "P2"},
        {"order_no": "A", "kind": "resumption"},
        {"order_no": "A", "kind": "pickup_point", "pickup_point": "P2"},
        {"order_no": "B", "kind": "address"},
        {"order_no": "B", "kind": "burning"},
        {"order_no": "NONE", "kind": "cancellation"},
        {"order_no": "B\0", "kind": "cancellation"},
        None,
        {"order_no": "B", "kind": "address", "address": "3 号楼"},
    )
    assert [result["verdict"] for result in results] == [
        "accepted",
        "refused",
        "accepted",
        "accepted",
        "refused",
        "refused",
        "refused",
        "refused",
        "refused",
        "accepted",
    ]
    assert "Resume it first" in results[1]["reason"]
    assert pieces(shop) == {"P1": 3, "P2": 2}
    assert [row.kind for row in trail(shop)] == ["cancelled", "resumed", "moved", "address_changed"]
    kept = {(row["order_no"], row["kind"]) for row in refused_changes(shop)}
    assert kept == {("B", "burning"), ("NONE", "cancellation"), ("B", "cancellation"), ("", "")}
    with reading(shop.cloud.engine) as connection:
        acts = connection.execute(select(audit).where(audit.c.action == "amend orders")).all()
        assert [(act.about, act.actor_name) for act in acts] == [("4 orders", "商城")]
        assert list(broken_links(connection)) == []


@SQLITE_ONLY
def test_only_shop_systems_and_managers_change_orders(shop: Shop) -> None:
    shop.send(order("A"))
    desk = shop.cloud.desk()
    answer = desk.call("POST", "/v1/orders/A/cancellation")
    assert answer.status_code == 403
    assert desk.call("GET", "/v1/orders").status_code == 403


def test_documents_are_fixed_before_a_change_and_slips_are_promised_with_it(shop: Shop) -> None:
    """The hook sees the order as it was, and the job is told the cycle."""
    shop.send(order("A", PEACH=2), order("B", "P2"))
    shop.cut_off()
    seen: list[tuple[UUID, list[str], int]] = []
    promised: list[tuple[Job, str]] = []

    def before(connection: Connection, cycle_id: UUID, points: Collection[str]) -> None:
        seen.append((cycle_id, list(points), len(connection.execute(select(amendments)).all())))

    def enqueue(_connection: Connection, job: Job, key: str) -> None:
        promised.append((job, key))

    hooks = Hooks(enqueue=enqueue, before_amendment=(before,))
    caller = Caller(UUID(int=1), "经理", frozenset({Role.INTEGRATOR}), None)
    rows = [{"order_no": "A", "kind": "pickup_point", "pickup_point": "P2"}]
    with writing(shop.cloud.engine) as connection:
        results = amend_orders(connection, rows, caller, hooks, shop.cloud.clock())
        assert connection.scalar(select(amendments.c.kind)) == AmendmentKind.MOVED
    assert [result.slip for result in results] == [True]
    assert seen == [(UUID(shop.cycle_id), ["P1", "P2"], 0)]
    assert promised == [(Job.MAKE_SLIPS, shop.cycle_id)]


def test_changes_of_one_order_at_the_same_moment_follow_one_another(shop: Shop) -> None:
    shop.send(*(order(f"A{number}", PEACH=1) for number in range(6)))
    rows = [{"order_no": f"A{number}", "kind": "cancellation"} for number in range(6)]
    work = [lambda part=part: batch(shop, *part) for part in (rows, rows[::-1], rows, rows[::-1])]
    told_by = [[result["verdict"] for result in results] for results in all_at_once(work)]
    assert sum(verdicts.count("accepted") for verdicts in told_by) == 6
    assert sum(verdicts.count("repeated") for verdicts in told_by) == 18
    assert pieces(shop) == {}
    assert len(trail(shop)) == 6
