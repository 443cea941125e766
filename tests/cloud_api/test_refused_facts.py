"""Refused facts: listed page by page, settled by one person, tried again once their reason has gone."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from cloud_api.storage.tables.exchange import facts, refused_facts
from cloud_api.storage.tables.people import audit
from cloud_api.storage.tables.waves import puts
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop, closing, operator, order, put
from tests.cloud_api.night_kit import (
    Night,
    collection,
    open_night,
    packed_night,
    receive,
    refusal,
    start_next,
)
from tests.cloud_api.test_people import BADGE, OPERATOR, PIN
from tests.cloud_api.together import all_at_once

PATH = "/v1/facts/refused"


@pytest.fixture
def night(shop: Shop) -> Night:
    """One wave of P1, started: order A with three pieces of rice."""
    night = open_night(shop, order("A", "P1", RICE=3))
    start_next(night)
    return night


def manager(shop: Shop) -> str:
    """The token of a manager of W1."""
    assert shop.call("PUT", "/v1/catalogue", json={"operators": [operator(manager=True)]}).status_code == 200
    assert shop.call("PUT", f"/v1/operators/{OPERATOR}/pin", json={"pin": PIN}).status_code == 204
    told = {"badge": BADGE, "pin": PIN, "bearer": True}
    token: str = shop.cloud.call("POST", "/v1/session", json=told).json()["token"]
    return token


def put_of(night: Night, quantity: int) -> dict[str, Any]:
    plan = night.plans["P1"]
    return put(plan["wave_id"], plan["crates"][0], "RICE", quantity)


def undo(night: Night, told: dict[str, Any]) -> None:
    body = {name: told[name] for name in ("wave_id", "crate_id", "put_id")}
    assert night.desk.report("PutUndone", body)["verdict"] == "accepted"


def one_too_many(night: Night, quantity: int = 1) -> tuple[dict[str, Any], dict[str, Any]]:
    """The crate is full, and so many more are refused: the put that fills it, and the refused fact."""
    filling = put_of(night, 3)
    assert night.desk.report("ItemPut", filling)["verdict"] == "accepted"
    fact = night.desk.fact("ItemPut", put_of(night, quantity))
    assert night.desk.push(fact)["results"][0]["verdict"] == "refused"
    return filling, fact


def listed(caller: Shop | DeskKit, **params: Any) -> list[dict[str, Any]]:
    answer = caller.call("GET", PATH, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def try_again(shop: Shop, refusal_id: str, **rest: Any) -> dict[str, Any]:
    answer = shop.call("POST", f"{PATH}/{refusal_id}/again", **rest)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def settle(shop: Shop, refusal_id: str, note: str) -> dict[str, Any]:
    answer = shop.call("POST", f"{PATH}/{refusal_id}/settlement", json={"note": note})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def acts(shop: Shop, action: str) -> list[dict[str, Any]]:
    with reading(shop.cloud.engine) as connection:
        return list(connection.scalars(select(audit.c.detail).where(audit.c.action == action)))


def told_changes(caller: DeskKit, kind: str = "fact_settled") -> list[dict[str, Any]]:
    changes = caller.call("GET", "/v1/changes").json()["changes"]
    return [change["body"] for change in changes if change["kind"] == kind]


def in_crate(shop: Shop) -> int:
    with reading(shop.cloud.engine) as connection:
        query = select(func.coalesce(func.sum(puts.c.quantity), 0)).where(puts.c.undone_at.is_(None))
        return int(connection.execute(query).scalar_one())


def test_the_list_goes_page_by_page_and_by_station_warehouse_and_state(shop: Shop, night: Night) -> None:
    other, till = shop.cloud.desk("工位 2", "W2"), shop.cloud.till("Q1")
    for _ in range(5):
        refusal(night.desk, "TeaMade", {})
    refusal(other, "TeaMade", {})
    refusal(till, "TeaMade", {})
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        page = shop.call("GET", PATH, params={"limit": 3, **after}).json()
        found += page["items"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert [each["station_name"] for each in found] == ["收银台", "工位 2", *["工位 1"] * 5]
    assert [each["fact"]["seq"] for each in found] == [1, 1, 6, 5, 4, 3, 2]
    assert [each["warehouse"] for each in found] == ["W2", "W2", *["W1"] * 5]
    settle(shop, found[0]["id"], "茶不算")
    assert [each["id"] for each in listed(shop, warehouse="W2")] == [found[1]["id"]]
    assert [each["id"] for each in listed(shop, state="settled")] == [found[0]["id"]]
    assert len(listed(shop, state="all")) == 7
    assert len(listed(shop, station=str(night.desk.station_id))) == 5
    assert [each["id"] for each in listed(till, state="all")] == [found[0]["id"]]
    assert listed(till, station=str(other.station_id)) == []
    assert shop.call("GET", PATH, params={"after": "x"}).status_code == 422


@SQLITE_ONLY
def test_a_manager_sees_and_settles_those_of_the_own_warehouse(shop: Shop, night: Night) -> None:
    other = shop.cloud.desk("工位 2", "W2")
    refusal(night.desk, "TeaMade", {})
    refusal(other, "TeaMade", {})
    foreign, own = listed(shop)
    boss = Shop(shop.cloud, manager(shop), shop.cycle_id)
    assert [each["id"] for each in listed(boss, state="all")] == [own["id"]]
    assert listed(boss, warehouse="W2") == []
    for act, told in (("settlement", {"note": "好"}), ("again", None)):
        for refusal_id in (foreign["id"], str(uuid4())):
            answer = boss.call("POST", f"{PATH}/{refusal_id}/{act}", json=told)
            assert (answer.status_code, answer.json()["type"]) == (404, "urn:youlin:problem:refusal-unknown")
        assert night.desk.call("POST", f"{PATH}/{own['id']}/{act}", json=told).status_code == 403
    assert settle(boss, own["id"], "好")["settled_by"] == "李师傅"


def test_a_person_settles_one_with_a_note_and_the_first_word_stands(shop: Shop, night: Night) -> None:
    _, fact = one_too_many(night)
    (item,) = listed(shop)
    for note in (" ", "a\0b"):
        assert shop.call("POST", f"{PATH}/{item['id']}/settlement", json={"note": note}).status_code == 422
    settled = settle(shop, item["id"], "已取出一件")
    assert (settled["settled_by"], settled["settled_how"], settled["note"]) == (
        "商城",
        "by_hand",
        "已取出一件",
    )
    assert settle(shop, item["id"], "另一种说法") == settled
    assert try_again(shop, item["id"]) == {"verdict": "settled", "refusal": settled}
    assert listed(shop) == []
    (act,) = acts(shop, "fact settled")
    assert (act["station"], act["seq"], act["kind"]) == ("工位 1", fact["seq"], "ItemPut")
    assert (act["note"], act["because"]) == ("已取出一件", item["reason"])
    expected = {"station_id": str(night.desk.station_id), "fact_id": fact["id"], "kind": "ItemPut"}
    expected |= {"how": "by_hand", "by": "商城", "note": "已取出一件"}
    assert told_changes(night.desk) == [expected]
    assert in_crate(shop) == 3
    assert night.desk.push(fact)["results"][0]["verdict"] == "refused"


def test_what_was_refused_is_taken_once_its_reason_has_gone(shop: Shop, night: Night) -> None:
    filling, _ = one_too_many(night, 2)
    (item,) = listed(shop)
    still = try_again(shop, item["id"])
    assert (still["verdict"], still["refusal"]["reason"]) == ("refused", item["reason"])
    assert still["refusal"]["tried_again_at"] is not None
    undo(night, filling)
    headers = {"Idempotency-Key": "again-1"}
    tried = try_again(shop, item["id"], headers=headers)
    assert (tried["verdict"], tried["refusal"]["settled_how"]) == ("accepted", "applied")
    assert try_again(shop, item["id"], headers=headers) == tried
    assert try_again(shop, item["id"])["verdict"] == "settled"
    assert (in_crate(shop), listed(shop)) == (2, [])
    assert [change["how"] for change in told_changes(night.desk)] == ["applied"]
    assert [len(acts(shop, action)) for action in ("fact tried again", "fact applied again")] == [1, 1]


def test_the_chain_stays_and_the_station_hears_that_it_counts(shop: Shop, night: Night) -> None:
    filling, fact = one_too_many(night)
    (item,) = listed(shop)
    undo(night, filling)
    try_again(shop, item["id"])
    repeated = night.desk.push(fact)
    assert (repeated["results"][0]["verdict"], repeated["expected_seq"]) == ("repeated", night.desk.seq + 1)
    chain = shop.call("GET", f"/v1/stations/{night.desk.station_id}/chain").json()
    assert (chain["broken_at"], chain["last_seq"]) == (None, night.desk.seq)
    with reading(shop.cloud.engine) as connection:
        row = connection.execute(select(facts).where(facts.c.applied_again_at.is_not(None))).one()
    assert (row.seq, row.refused_because) == (fact["seq"], item["reason"])


@SQLITE_ONLY
def test_another_reason_takes_the_place_of_the_first(shop: Shop, night: Night) -> None:
    one_too_many(night)
    plan = night.plans["P1"]
    night.desk.report("CrateClosed", closing(plan["wave_id"], plan["crates"][0]))
    (item,) = listed(shop)
    tried = try_again(shop, item["id"])["refusal"]
    assert "still takes 0" in item["reason"]
    assert "is closed already" in tried["reason"]
    assert [each["reason"] for each in listed(shop)] == [tried["reason"]]
    assert in_crate(shop) == 3


@SQLITE_ONLY
def test_a_fact_that_holds_no_place_in_the_chain_can_only_be_settled_by_hand(
    shop: Shop, night: Night
) -> None:
    desk = night.desk
    copy = DeskKit(desk.cloud, desk.station_id, desk.token, desk.seq, desk.last_hash)
    first = desk.fact("ItemPut", put_of(night, 1))
    assert desk.push(first)["results"][0]["verdict"] == "accepted"
    fork = copy.fact("ItemPut", put_of(night, 1))
    broken = desk.fact("ItemPut", put_of(night, 1), previous_hash="f" * 64)
    twice = desk.fact("ItemPut", put_of(night, 1), id=first["id"])
    for sender, fact in ((copy, fork), (desk, broken), (desk, twice)):
        assert sender.push(fact)["results"][0]["verdict"] == "refused"
    for item in listed(shop):
        tried = try_again(shop, item["id"])
        assert (tried["verdict"], tried["refusal"]["reason"]) == ("refused", item["reason"])
        assert settle(shop, item["id"], "已清点")["settled_how"] == "by_hand"
    assert in_crate(shop) == 1


@SQLITE_ONLY
def test_what_a_newer_version_reported_is_still_not_known_and_a_role_may_be_given(shop: Shop) -> None:
    night = packed_night(shop, order("A", "P1", RICE=1))
    desk = night.desk
    desk.push(desk.fact("CrateReceived", {"crate_id": night.crates("P1")[0]}))
    desk.push(desk.fact("CrateClosed", {}, version=2))
    newer, other_role = listed(shop)
    for item in (newer, other_role):
        tried = try_again(shop, item["id"])
        assert (tried["verdict"], tried["refusal"]["reason"]) == ("refused", item["reason"])


def test_a_handover_is_taken_after_its_crates_came_and_the_shop_is_told(shop: Shop) -> None:
    night = packed_night(shop)
    first, second = shop.cloud.till("P1", "一号台"), shop.cloud.till("P1", "二号台")
    told = collection(night.order_id("B"), RICE=3)
    assert "received here" in refusal(first, "OrderCollected", told)
    (item,) = listed(first)
    receive(second, *night.crates("P1"))
    assert try_again(shop, item["id"])["verdict"] == "accepted"
    assert night.status("B") == ["collected"]
    assert [each["collection_id"] for each in told_changes(second, "collected")] == [told["collection_id"]]
    assert [each["fact_id"] for each in told_changes(first)] == [item["fact"]["id"]]
    assert told_changes(night.desk) == []


def test_a_second_handover_that_is_taken_after_all_settles_its_conflict(shop: Shop) -> None:
    night = packed_night(shop)
    first, second = shop.cloud.till("P1", "一号台"), shop.cloud.till("P1", "二号台")
    receive(first, *night.crates("P1"))
    told = collection(night.order_id("B"), RICE=3)
    assert first.report("OrderCollected", told)["verdict"] == "accepted"
    refusal(second, "OrderCollected", collection(night.order_id("B"), RICE=3))
    (item,) = listed(shop)
    assert try_again(shop, item["id"])["verdict"] == "refused"
    assert len(shop.call("GET", "/v1/conflicts").json()["items"]) == 1
    undone = {name: told[name] for name in ("collection_id", "order_id")} | {"reason": "wrong_customer"}
    assert first.report("CollectionUndone", undone)["verdict"] == "accepted"
    assert try_again(shop, item["id"])["verdict"] == "accepted"
    (conflict,) = shop.call("GET", "/v1/conflicts").json()["items"]
    assert (conflict["settled_by"], conflict["settled_how"]) == ("商城", "Tried again and taken.")
    sides = shop.call("GET", f"/v1/conflicts/{conflict['conflict_id']}").json()
    assert sides["refused"]["station_name"] == "二号台"
    assert night.status("B") == ["collected"]


@SQLITE_ONLY
def test_settling_a_handover_by_hand_settles_its_conflict(shop: Shop) -> None:
    night = packed_night(shop)
    first, second = shop.cloud.till("P1", "一号台"), shop.cloud.till("P1", "二号台")
    receive(first, *night.crates("P1"))
    for till in (first, second):
        till.report("OrderCollected", collection(night.order_id("B"), RICE=3))
    (item,) = listed(shop)
    settle(shop, item["id"], "已向顾客收回")
    (conflict,) = shop.call("GET", "/v1/conflicts").json()["items"]
    assert conflict["settled_how"] == "已向顾客收回"


def test_many_people_at_once_settle_a_fact_once(shop: Shop, night: Night) -> None:
    filling, _ = one_too_many(night, 2)
    undo(night, filling)
    (item,) = listed(shop)

    def trying() -> str:
        return str(try_again(shop, item["id"])["verdict"])

    def settling(who: int) -> str:
        return str(settle(shop, item["id"], f"第 {who} 人")["settled_how"])

    work = [trying] * 4 + [lambda who=who: settling(who) for who in range(4)]
    answers = all_at_once(work)
    (settled,) = listed(shop, state="settled")
    applied = settled["settled_how"] == "applied"
    assert sorted(answers[:4]) == (["accepted"] if applied else ["settled"]) + ["settled"] * 3
    assert set(answers[4:]) == {settled["settled_how"]}
    assert in_crate(shop) == (2 if applied else 0)
    done = len(acts(shop, "fact applied again")), len(acts(shop, "fact settled"))
    assert done == ((1, 0) if applied else (0, 1))
    assert len(told_changes(night.desk)) == 1


def test_what_many_try_at_once_never_fills_a_crate_above_its_plan(shop: Shop, night: Night) -> None:
    filling = put_of(night, 3)
    assert night.desk.report("ItemPut", filling)["verdict"] == "accepted"
    for _ in range(5):
        refusal(night.desk, "ItemPut", put_of(night, 1))
    undo(night, filling)
    waiting = [item["id"] for item in listed(shop)]
    work = [lambda each=each: try_again(shop, each)["verdict"] for each in [*waiting, *reversed(waiting)]]
    reported = [lambda: night.desk.report("LabelReprinted", {})["verdict"]]
    answers = all_at_once(work + reported)
    assert answers.count("accepted") == 3
    assert in_crate(shop) == 3
    with reading(shop.cloud.engine) as connection:
        open_ones = select(func.count()).where(
            refused_facts.c.settled_at.is_(None), refused_facts.c.station_id == night.desk.station_id
        )
        assert connection.scalar(open_ones) == 2 + 1
    assert len(acts(shop, "fact applied again")) == 3
