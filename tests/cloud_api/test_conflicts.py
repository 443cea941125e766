"""Conflicts: found once, laid side by side, settled by a person with a note, page by page."""

from typing import Any
from uuid import uuid4

from sqlalchemy import select

from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop
from tests.cloud_api.night_kit import CASHIER, Night, collection, packed_night, receive, refusal


def _twice(shop: Shop, times: int = 1) -> tuple[Night, DeskKit, DeskKit]:
    """Order A handed over at the first till, and again so often at the second."""
    night = packed_night(shop)
    first, second = shop.cloud.till("P1", "一号台"), shop.cloud.till("P1", "二号台")
    receive(first, *night.crates("P1"))
    body = collection(night.order_id("A"), PEACH=2, MILK=1)
    assert first.push(first.fact("OrderCollected", body, operator_id=CASHIER))["results"][0]["verdict"] == (
        "accepted"
    )
    for _ in range(times):
        refusal(second, "OrderCollected", collection(night.order_id("A"), PEACH=1))
    return night, first, second


def _page(caller: Shop | DeskKit, **params: Any) -> dict[str, Any]:
    answer = caller.call("GET", "/v1/conflicts", params=params)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_both_reports_lie_side_by_side(shop: Shop) -> None:
    _, first, second = _twice(shop)
    (item,) = _page(shop)["items"]
    sides = second.call("GET", f"/v1/conflicts/{item['conflict_id']}").json()
    assert sides["conflict"] == item
    assert (sides["refused"]["station_name"], sides["refused"]["seq"]) == ("二号台", second.seq)
    assert "was handed over already" in sides["refused"]["refused_because"]
    (standing,) = sides["standing"]
    assert (standing["station_name"], standing["operator_name"], standing["seq"]) == (
        "一号台",
        "陈店长",
        first.seq,
    )
    assert standing["body"]["collection_id"] == item["standing"][0]["collection_id"]
    other = shop.cloud.till("P2")
    assert other.call("GET", f"/v1/conflicts/{item['conflict_id']}").status_code == 404


def test_a_person_settles_it_with_a_note_and_the_first_word_stands(shop: Shop) -> None:
    _, first, _ = _twice(shop)
    (item,) = _page(shop)["items"]
    path = f"/v1/conflicts/{item['conflict_id']}/settle"
    assert first.call("POST", path, json={"note": "我来"}).status_code == 403
    assert shop.call("POST", path, json={"note": " "}).status_code == 422
    assert shop.call("POST", path, json={"note": "a\u0000b"}).status_code == 422
    settled = shop.call("POST", path, json={"note": "已向顾客收回"}).json()
    assert (settled["settled_by"], settled["settled_how"]) == ("商城", "已向顾客收回")
    again = shop.call("POST", path, json={"note": "另一种说法"}).json()
    assert again == settled
    assert _page(first)["items"] == [settled]
    with reading(shop.cloud.engine) as connection:
        acts = connection.execute(select(audit).where(audit.c.action == "conflict settled")).all()
    assert [(act.about, act.actor_name) for act in acts] == [(item["conflict_id"], "商城")]
    assert shop.call("POST", f"/v1/conflicts/{uuid4()}/settle", json={"note": "x"}).status_code == 404


def test_pages_go_from_open_ones_to_settled_ones_and_miss_none(shop: Shop) -> None:
    _twice(shop, times=5)
    items = _page(shop)["items"]
    for item in items[1:3]:
        shop.call("POST", f"/v1/conflicts/{item['conflict_id']}/settle", json={"note": "好"})
    expected = [items[n]["conflict_id"] for n in (0, 3, 4, 1, 2)]
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = _page(shop, limit=2, **after)
        found += [item["conflict_id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert found == expected


@SQLITE_ONLY
def test_a_place_nobody_named_is_refused(shop: Shop) -> None:
    for wrong in ("x", "open.", f"lost.{uuid4()}", "open." + "-" * 36):
        assert shop.call("GET", "/v1/conflicts", params={"after": wrong}).status_code == 422
