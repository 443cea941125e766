"""An order cancelled while a desk has its wave: the desk is told, and its crates stay exact."""

from typing import Any

from tests.cloud_api.kit import DeskKit, Shop, changed, closing, completion, order, put


def _news(desk: DeskKit) -> list[dict[str, Any]]:
    page = desk.call("GET", "/v1/changes", params={"after": 0}).json()
    return [change["body"] for change in page["changes"] if change["kind"] == "wave_changed"]


def _cancel(shop: Shop, order_no: str) -> None:
    answer = shop.call("POST", f"/v1/orders/{order_no}/cancellation", json={"reason": "不要了"})
    assert answer.status_code == 200, answer.text


def _refusal(desk: DeskKit, body: dict[str, Any]) -> str:
    result = desk.report("OrderIntercepted", body)
    assert result["verdict"] == "refused"
    return str(result["reason"])


def test_the_desk_is_told_and_leaves_the_order_out_of_its_crates(shop: Shop) -> None:
    shop.send(order("A", "P1", PEACH=2, MILK=1), order("B", "P1", PEACH=3), order("C", "P2", PEACH=1))
    shop.cut_off()
    desk = shop.cloud.desk()
    lease = desk.lease()
    plan = desk.plan(lease)
    # One crate for both orders: their peaches are alike.
    first, second = plan["crates"]
    both = {**first, "lines": first["lines"] + second["lines"]}
    assert desk.report("WaveStarted", {**plan, "crates": [both]})["verdict"] == "accepted"
    wave_id, order_b = plan["wave_id"], second["lines"][0]["order_id"]
    body = {
        "wave_id": wave_id,
        "order_id": order_b,
        "lines": [{"crate_id": both["crate_id"], "sku": "PEACH", "quantity": 1}],
    }
    assert "is not cancelled" in _refusal(desk, body)
    _cancel(shop, "C")
    assert _news(desk) == [], "nobody has its wave"
    _cancel(shop, "B")
    _cancel(shop, "B")
    assert _news(desk) == [{"wave_id": wave_id, "order_id": order_b, "order_no": "B", "kind": "cancelled"}]
    # Put before the news arrived: the cloud takes it as it took the plan.
    item = put(wave_id, both, "PEACH", 4)
    short = {"wave_id": wave_id, "sku": "PEACH", "missing": [{"crate_id": both["crate_id"], "quantity": 1}]}
    for kind, told in (
        ("ItemPut", item),
        ("ItemPut", put(wave_id, both, "MILK", 1)),
        ("ProductShort", short),
    ):
        assert desk.report(kind, told)["verdict"] == "accepted"
    assert "4 still lie in it" in _refusal(desk, body)
    assert _cancelled_in_crates(desk) == [("B",)], "the dock hears of it"
    line = body["lines"][0]
    assert "Only 1" in _refusal(desk, changed(body, lines=[{**line, "short_back": 2}]))
    assert "named 2 times" in _refusal(desk, changed(body, lines=[line, line]))
    assert "only 3 of this order" in _refusal(desk, changed(body, lines=[{**line, "quantity": 4}]))
    assert "There is no crate" in _refusal(desk, changed(body, lines=[{**line, "crate_id": order_b}]))
    gone = changed(body, lines=[{**line, "short_back": 1}])
    assert desk.report("OrderIntercepted", gone)["verdict"] == "accepted"
    # Two of the four come out: the put is undone whole, and what stays is put anew.
    undone = {key: item[key] for key in ("wave_id", "crate_id", "put_id")}
    rest = changed(body, lines=[{**line, "quantity": 2}])
    for kind, told in (("PutUndone", undone), ("ItemPut", put(wave_id, both, "PEACH", 2))):
        assert desk.report(kind, told)["verdict"] == "accepted"
    assert desk.report("OrderIntercepted", rest)["verdict"] == "accepted"
    assert desk.report("CrateClosed", closing(wave_id, both, 3))["verdict"] == "accepted"
    assert desk.report("WaveCompleted", completion(wave_id, 1, 3))["verdict"] == "accepted"
    assert _cancelled_in_crates(desk) == [()]


def _cancelled_in_crates(desk: DeskKit) -> list[tuple[str, ...]]:
    """Of each crate of the first pickup point, as dispatch and dock were told last."""
    page = desk.call("GET", "/v1/changes", params={"after": 0}).json()
    told = [change["body"] for change in page["changes"] if change["kind"] == "stop"]
    last = [stop for stop in told if stop["pickup_point"]["code"] == "P1"][-1]
    return [tuple(crate["cancelled"]) for crate in last["crates"]]
