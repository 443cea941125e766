"""Facts: each once and in order, applied exactly, refused with a reason and kept."""

import json
from typing import Any
from uuid import UUID

import pytest

from cloud_api.storage.ids import new_uuid
from cloud_api.wire.waves import Lease
from tests.cloud_api.kit import (
    SQLITE_ONLY,
    DeskKit,
    Shop,
    changed,
    closing,
    completion,
    order,
    put,
    sscc,
    verdicts,
)


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    """A desk of W1, after a cut-off that left two waves."""
    shop.send(order("A", "P1", PEACH=2, MILK=1), order("B", "P1", RICE=3), order("C", "P2", PEACH=1))
    shop.cut_off()
    return shop.cloud.desk()


def _start(desk: DeskKit) -> tuple[Lease, dict[str, Any]]:
    lease = desk.lease()
    plan = desk.plan(lease)
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    return lease, plan


def _refusal(desk: DeskKit, kind: str, body: dict[str, Any]) -> str:
    result = desk.report(kind, body)
    assert result["verdict"] == "refused"
    reason: str = result["reason"]
    return reason


def test_a_wave_picked_whole_packs_its_orders(shop: Shop, desk: DeskKit) -> None:
    _, plan = _start(desk)
    facts = [desk.fact(kind, body) for kind, body in desk.picking(plan)]
    result = desk.push(*facts)
    assert set(verdicts(result)) == {"accepted"}
    assert result["expected_seq"] == desk.seq + 1
    state = shop.call("GET", "/v1/orders/A").json()
    assert (state["status"], state["crates"]) == ("packed", [plan["crates"][0]["sscc"]])
    assert [step["status"] for step in state["timeline"]] == ["paid", "packed"]
    assert shop.call("GET", "/v1/orders/C").json()["status"] == "paid"
    assert [wave["state"] for wave in shop.waves()] == ["completed", "free"]
    assert "completed already" in _refusal(desk, "CrateClosed", closing(plan["wave_id"], plan["crates"][0]))
    reprint = {"document": "label", "reason": "smudged", "copy_number": 2}
    named = {"crate_id": plan["crates"][0]["crate_id"], "sscc": plan["crates"][0]["sscc"]}
    assert desk.report("LabelReprinted", {**named, **reprint})["verdict"] == "accepted"
    assert "has the number" in _refusal(desk, "LabelReprinted", {**named, "sscc": "0" * 18, **reprint})
    nowhere = {**named, "crate_id": str(new_uuid()), **reprint}
    assert "There is no crate" in _refusal(desk, "LabelReprinted", nowhere)


def test_repeats_are_a_success_and_change_nothing(shop: Shop, desk: DeskKit) -> None:
    lease = desk.lease()
    plan = desk.plan(lease)
    facts = [desk.fact("WaveStarted", plan), *(desk.fact(k, b) for k, b in desk.picking(plan))]
    assert set(verdicts(desk.push(*facts))) == {"accepted"}
    again = desk.push(*facts)
    assert set(verdicts(again)) == {"repeated"}
    assert again["expected_seq"] == len(facts) + 1
    assert [wave["state"] for wave in shop.waves()] == ["completed", "free"]


def test_a_gap_keeps_nothing_and_says_where_to_go_on(desk: DeskKit) -> None:
    lease = desk.lease()
    plan = desk.plan(lease)
    facts = [desk.fact("WaveStarted", plan), *(desk.fact(k, b) for k, b in desk.picking(plan))]
    early = desk.push(*facts[1:])
    assert set(verdicts(early)) == {"out_of_order"}
    assert early["expected_seq"] == 1
    mixed = desk.push(facts[0], facts[2], facts[1])
    assert verdicts(mixed) == ["accepted", "out_of_order", "accepted"]
    assert set(verdicts(desk.push(*facts[2:]))) == {"accepted"}


def test_a_broken_chain_is_refused_kept_and_goes_on(desk: DeskKit) -> None:
    _, plan = _start(desk)
    wave_id, crate = plan["wave_id"], plan["crates"][0]
    broken = desk.fact("ItemPut", put(wave_id, crate, "PEACH", 1), previous_hash="f" * 64)
    result = desk.push(broken, desk.fact("ItemPut", put(wave_id, crate, "PEACH", 2)))
    assert verdicts(result) == ["refused", "accepted"]
    assert "chain is broken" in result["results"][0]["reason"]
    assert result["expected_seq"] == 4
    repeated = desk.push(broken)
    assert repeated["results"][0] == result["results"][0]


def test_a_forked_station_is_refused_without_harm(shop: Shop, desk: DeskKit) -> None:
    """The same station runs twice, from a copy of its database."""
    _, plan = _start(desk)
    wave_id, crate = plan["wave_id"], plan["crates"][0]
    copy = DeskKit(desk.cloud, desk.station_id, desk.token, desk.seq, desk.last_hash)
    assert desk.report("ItemPut", put(wave_id, crate, "PEACH", 1))["verdict"] == "accepted"
    fork = copy.fact("ItemPut", put(wave_id, crate, "PEACH", 2))
    for _ in range(2):
        result = copy.push(fork)
        assert verdicts(result) == ["refused"]
        assert "taken by another fact" in result["results"][0]["reason"]
    assert desk.report("ItemPut", put(wave_id, crate, "PEACH", 1))["verdict"] == "accepted"
    kept = desk.call("GET", "/v1/facts/refused").json()["items"]
    assert [row["fact"]["id"] for row in kept] == [fork["id"]]


def test_a_fact_id_used_twice_is_refused_and_the_chain_goes_on(desk: DeskKit) -> None:
    _, plan = _start(desk)
    wave_id, crate = plan["wave_id"], plan["crates"][0]
    first = desk.fact("ItemPut", put(wave_id, crate, "PEACH", 1))
    second = desk.fact("ItemPut", put(wave_id, crate, "PEACH", 1), id=first["id"])
    third = desk.fact("ItemPut", put(wave_id, crate, "PEACH", 1))
    result = desk.push(first, second, third)
    assert verdicts(result) == ["accepted", "refused", "accepted"]
    assert "was used before" in result["results"][1]["reason"]


def test_what_cannot_be_used_is_refused_and_kept(shop: Shop, desk: DeskKit) -> None:
    _, plan = _start(desk)
    wave_id, crate = plan["wave_id"], plan["crates"][0]
    item = put(wave_id, crate, "PEACH", 1)
    told = [
        _refusal(desk, "TeaMade", {}),
        desk.push(desk.fact("ItemPut", item, version=2))["results"][0]["reason"],
        _refusal(desk, "ItemPut", {"wave_id": "no"}),
        _refusal(desk, "ItemPut", changed(item, wave_id=str(new_uuid()))),
        _refusal(desk, "ItemPut", changed(item, crate_id=str(new_uuid()))),
        _refusal(desk, "ItemPut", changed(item, quantity=3)),
        _refusal(desk, "ItemPut", changed(item, sku="RICE")),
        _refusal(desk, "ItemPut", changed(item, sku="PE\0ACH")),
        _refusal(desk, "PutUndone", {k: v for k, v in item.items() if k not in ("sku", "quantity")}),
        _refusal(desk, "WaveStarted", plan),
        _refusal(desk, "CrateClosed", closing(wave_id, crate)),
        _refusal(desk, "WaveCompleted", completion(wave_id, 2, 6)),
    ]
    expected = [
        "TeaMade",
        "version 2",
        "does not fit",
        "no wave",
        "no crate",
        "still takes 2",
        "still takes 0",
    ]
    expected += ["NUL", "no put", "started already", "neither put nor", "still open"]
    for reason, words in zip(told, expected, strict=True):
        assert words in reason
    kept = shop.call("GET", "/v1/facts/refused").json()["items"]
    assert [row["reason"] for row in reversed(kept)] == told
    assert {row["station_name"] for row in kept} == {"工位 1"}
    assert shop.cloud.desk("工位 2").call("GET", "/v1/facts/refused").json()["items"] == []


def test_undo_and_short_are_counted_exactly(desk: DeskKit) -> None:
    _, plan = _start(desk)
    wave_id, (first, second) = plan["wave_id"], plan["crates"]
    item = put(wave_id, first, "PEACH", 2)
    undone = {key: item[key] for key in ("wave_id", "crate_id", "put_id")}
    assert desk.report("ItemPut", item)["verdict"] == "accepted"
    assert "known from another" in _refusal(
        desk, "ItemPut", changed(put(wave_id, first, "MILK", 1), put_id=item["put_id"])
    )
    assert desk.report("PutUndone", undone)["verdict"] == "accepted"
    assert "no put" in _refusal(desk, "PutUndone", undone)
    assert desk.report("ItemPut", put(wave_id, first, "PEACH", 1))["verdict"] == "accepted"
    short = {"wave_id": wave_id, "sku": "PEACH", "missing": [{"crate_id": first["crate_id"], "quantity": 2}]}
    assert "only 1 are still to come" in _refusal(desk, "ProductShort", short)
    short["missing"][0]["quantity"] = 1
    assert desk.report("ProductShort", short)["verdict"] == "accepted"
    assert "still takes 0" in _refusal(desk, "ItemPut", put(wave_id, first, "PEACH", 1))
    for crate, sku, quantity in ((first, "MILK", 1), (second, "RICE", 3)):
        assert desk.report("ItemPut", put(wave_id, crate, sku, quantity))["verdict"] == "accepted"
    assert "says 3 pieces, its facts 2" in _refusal(desk, "CrateClosed", closing(wave_id, first))
    heavy = changed(closing(wave_id, first, 2), weight_g=10**12)
    assert "no crate weighs" in _refusal(desk, "CrateClosed", heavy)
    for crate, pieces in ((first, 2), (second, 3)):
        assert desk.report("CrateClosed", closing(wave_id, crate, pieces))["verdict"] == "accepted"
    assert "closed already" in _refusal(desk, "ItemPut", put(wave_id, first, "PEACH", 1))
    assert "its facts say 2, 5, 1" in _refusal(desk, "WaveCompleted", completion(wave_id, 2, 6))
    assert desk.report("WaveCompleted", completion(wave_id, 2, 5, 1))["verdict"] == "accepted"


def test_a_plan_must_hold_exactly_what_was_ordered(desk: DeskKit) -> None:
    lease = desk.lease()
    plan = desk.plan(lease)
    less, twice, foreign, number, empty = (changed(plan) for _ in range(5))
    less["crates"][0]["lines"][0]["quantity"] += 1
    twice["crates"][1]["sscc"] = twice["crates"][0]["sscc"]
    foreign["crates"][0]["lines"][0]["order_id"] = str(UUID(int=1))
    number["crates"][1]["number"] = number["crates"][0]["number"]
    empty["crates"] = []
    assert "ordered," in _refusal(desk, "WaveStarted", less)
    assert "SSCC" in _refusal(desk, "WaveStarted", twice)
    assert "0 ordered" in _refusal(desk, "WaveStarted", foreign)
    assert "crate number" in _refusal(desk, "WaveStarted", number)
    assert "0 planned" in _refusal(desk, "WaveStarted", empty)
    assert "another lease" in _refusal(desk, "WaveStarted", changed(plan, lease_id=str(new_uuid())))
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    other = desk.plan(desk.lease())
    other["crates"][0]["sscc"] = plan["crates"][0]["sscc"]
    assert "known from another plan" in _refusal(desk, "WaveStarted", other)


def test_an_order_may_be_planned_into_several_crates(desk: DeskKit) -> None:
    plan = desk.plan(desk.lease())
    part = changed(plan["crates"][0], crate_id=str(new_uuid()), sscc=sscc("9" * 17), number=9)
    part["lines"] = [changed(plan["crates"][0]["lines"][0], quantity=1)] * 1
    for line in plan["crates"][0]["lines"]:
        if line["sku"] == part["lines"][0]["sku"]:
            line["quantity"] -= 1
    plan["crates"][0]["lines"] = [line for line in plan["crates"][0]["lines"] if line["quantity"]]
    plan["crates"].append(part)
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"


def test_facts_regain_an_expired_lease_nobody_took(shop: Shop, desk: DeskKit) -> None:
    lease, plan = _start(desk)
    shop.cloud.clock.forward(hours=5)
    assert shop.waves()[0]["state"] == "free"
    assert (
        desk.report("ItemPut", put(plan["wave_id"], plan["crates"][0], "PEACH", 1))["verdict"] == "accepted"
    )
    assert shop.waves()[0]["state"] == "leased"
    assert desk.act("renew", lease).status_code == 200


def test_facts_of_a_desk_that_lost_its_wave_name_who_has_it(shop: Shop, desk: DeskKit) -> None:
    _, plan = _start(desk)
    other = shop.cloud.desk("工位 2")
    other.lease()
    shop.cloud.clock.forward(hours=5)
    taken, extra = other.lease(), other.lease()
    lease = taken if str(taken.wave.id) == plan["wave_id"] else extra
    item = put(plan["wave_id"], plan["crates"][0], "PEACH", 1)
    assert "is now with 工位 2" in _refusal(desk, "ItemPut", item)
    anew = other.plan(lease)
    assert other.report("WaveStarted", anew)["verdict"] == "accepted"
    facts = [other.fact(kind, body) for kind, body in other.picking(anew)]
    assert set(verdicts(other.push(*facts))) == {"accepted"}
    assert shop.call("GET", "/v1/orders/A").json()["crates"] == [anew["crates"][0]["sscc"]]


@SQLITE_ONLY
def test_a_batch_that_is_no_batch_is_a_problem(desk: DeskKit) -> None:
    fact = desk.fact("TeaMade", {})
    wild = [
        {"facts": []},
        {"facts": [fact] * 501},
        {"facts": [changed(fact, seq=2**70)]},
        {"facts": [changed(fact, version=2**40)]},
        {"facts": [changed(fact, body={"a": "\ud800"})]},
        {"facts": [changed(fact, kind="K" * 65)]},
    ]
    for message in wild:
        assert desk.call("POST", "/v1/facts", json=message).status_code == 422
    infinite = json.dumps({"facts": [changed(fact, body={"a": float("inf")})]})
    headers = {"Content-Type": "application/json"}
    assert desk.call("POST", "/v1/facts", data=infinite, headers=headers).status_code == 422
    assert desk.push(fact)["expected_seq"] == 2
