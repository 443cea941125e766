"""What was packed, weighed, replaced and charged: exact to the gram and to the fen, whatever came late."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cloud_api.storage.charging import charge, grams_of, portions_of, shared_out
from cloud_api.storage.ids import new_uuid
from tests.cloud_api.kit import DeskKit, Shop, closing, completion, order, product, put, sscc, verdicts

TOMATO = "TOMATO"


@given(
    puts=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 3_000)), max_size=12),
    cut=st.lists(st.integers(0, 60), max_size=6),
)
def test_every_gram_of_a_crate_is_one_orders(puts: list[tuple[int, int]], cut: list[int]) -> None:
    portions = [portion for quantity, weight_g in puts for portion in portions_of(quantity, weight_g)]
    assert len(portions) == sum(quantity for quantity, _ in puts)
    assert grams_of(portions, 0) == sum(weight_g for _, weight_g in puts)
    edges = sorted({0, len(portions), *(each for each in cut if each <= len(portions))})
    wanted = [end - start for start, end in pairwise(edges)]
    shares = shared_out(portions, wanted)
    assert [len(share) for share in shares] == wanted
    assert sum(grams_of(share, 500) for share in shares) == grams_of(portions, 500)


@given(
    paid=st.integers(0, 10**8),
    promised=st.integers(1, 10**6),
    packed=st.integers(0, 2 * 10**6),
    may_exceed=st.booleans(),
)
def test_money_is_what_was_charged_and_what_goes_back(
    paid: int, promised: int, packed: int, may_exceed: bool
) -> None:
    money = charge(paid, promised, packed, may_exceed=may_exceed)
    exact = 2 * paid * packed - 2 * money.charged_fen * promised
    if money.charged_fen < paid or may_exceed:
        assert -promised <= exact < promised, "half a fen up, never more than half a fen off"
    assert money.charged_fen + money.refund_fen == max(paid, money.charged_fen)
    assert may_exceed or money.charged_fen <= paid


def test_a_portion_is_never_charged_more_than_paid_unless_told() -> None:
    assert charge(1_000, 500, 495).charged_fen == 990
    assert charge(999, 500, 1).charged_fen == 2
    assert charge(1_000, 500, 505).charged_fen == 1_000
    assert charge(1_000, 500, 505, may_exceed=True).charged_fen == 1_010


def _priced(order_no: str, paid_at: str, price_fen: int | None, **quantities: int) -> dict[str, Any]:
    told = order(order_no, "P1", **quantities)
    lines = [{**line, "price_fen": price_fen} for line in told["lines"]]
    return {**told, "paid_at": paid_at, "lines": lines}


def _one_crate(shop: Shop, *orders: dict[str, Any]) -> tuple[DeskKit, dict[str, Any]]:
    """A started wave of P1 with all its orders in one crate."""
    tomato = product(TOMATO, goods="weight", weight_g=500, plu="00123", substitutes=["PEACH"])
    assert shop.call("PUT", "/v1/catalogue", json={"products": [tomato]}).status_code == 200
    assert shop.verdicts(*orders) == ["accepted"] * len(orders)
    shop.cut_off()
    desk = shop.cloud.desk()
    plan = desk.plan(desk.lease())
    lines = [line for crate in plan["crates"] for line in crate["lines"]]
    plan["crates"] = [{**plan["crates"][0], "lines": lines, "sscc": sscc("09520001000000001")}]
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    return desk, plan


def _told(shop: Shop, order_no: str) -> list[dict[str, Any]]:
    answer = shop.call("GET", f"/v1/orders/{order_no}")
    assert answer.status_code == 200, answer.text
    fulfilment: list[dict[str, Any]] = answer.json()["fulfilment"]
    return fulfilment


def _complete(desk: DeskKit, plan: dict[str, Any], pieces: int, short: int = 0) -> None:
    wave_id, (crate,) = plan["wave_id"], plan["crates"]
    closed = desk.fact("CrateClosed", closing(wave_id, crate, pieces))
    done = desk.fact("WaveCompleted", completion(wave_id, 1, pieces, short))
    assert verdicts(desk.push(closed, done)) == ["accepted"] * 2


def test_portions_are_charged_in_the_order_they_were_put(shop: Shop) -> None:
    late, early = "2026-06-18T19:30:00+08:00", "2026-06-18T19:00:00+08:00"
    desk, plan = _one_crate(
        shop,
        _priced("LATE", late, 999, TOMATO=1, RICE=2),
        _priced("EARLY", early, 999, TOMATO=2),
        _priced("FREE", late, None, TOMATO=1),
    )
    wave_id, (crate,) = plan["wave_id"], plan["crates"]
    slip = {**put(wave_id, crate, TOMATO, 1), "weight_g": 900}
    undone = {key: slip[key] for key in ("wave_id", "crate_id", "put_id")}
    assert desk.report("ItemPut", slip)["verdict"] == "accepted"
    assert desk.report("PutUndone", undone)["verdict"] == "accepted"
    for weight_g in (497, 520, 0, 480):
        shop.cloud.clock.forward(seconds=1)
        told = {**put(wave_id, crate, TOMATO, 1), "weight_g": weight_g}
        assert desk.report("ItemPut", told)["verdict"] == "accepted"
    assert desk.report("ItemPut", put(wave_id, crate, "RICE", 1))["verdict"] == "accepted"
    missing = {"wave_id": wave_id, "sku": "RICE", "missing": [{"crate_id": crate["crate_id"], "quantity": 1}]}
    assert desk.report("ProductShort", missing)["verdict"] == "accepted"
    assert _told(shop, "EARLY") == []
    _complete(desk, plan, 5, 1)
    (early_line,) = _told(shop, "EARLY")
    assert (early_line["packed"], early_line["weight_g"]) == (2, 497 + 520)
    assert [early_line[name] for name in ("paid_fen", "charged_fen", "refund_fen")] == [1_998, 1_998, 0]
    rice, tomato = _told(shop, "LATE")
    assert [tomato[name] for name in ("weight_g", "charged_fen", "refund_fen")] == [480, 959, 40]
    assert [rice[name] for name in ("ordered", "packed", "charged_fen", "refund_fen")] == [2, 1, 999, 999]
    page = shop.cloud.call("GET", shop.call("GET", "/v1/orders/LATE").json()["page"]).text
    assert "实重 480 克，应退 ¥0.40" in page
    (free,) = _told(shop, "FREE")
    assert (free["weight_g"], free["paid_fen"], free["charged_fen"]) == (0, None, None)


def _substitution(plan: dict[str, Any], *lines: tuple[str, int], instead: str = "PEACH") -> dict[str, Any]:
    crate_id = plan["crates"][0]["crate_id"]
    told = [{"crate_id": crate_id, "order_id": each, "quantity": quantity} for each, quantity in lines]
    head = {"substitution_id": str(new_uuid()), "wave_id": plan["wave_id"]}
    return {**head, "sku": TOMATO, "instead": instead, "lines": told}


def test_a_product_that_stands_in_is_the_orders_from_then_on(shop: Shop) -> None:
    paid_at = "2026-06-18T19:00:00+08:00"
    desk, plan = _one_crate(shop, _priced("A", paid_at, 700, TOMATO=3, PEACH=1))
    wave_id, (crate,) = plan["wave_id"], plan["crates"]
    order_id = crate["lines"][0]["order_id"]
    assert (
        desk.report("ItemPut", {**put(wave_id, crate, TOMATO, 1), "weight_g": 500})["verdict"] == "accepted"
    )
    for wrong, why in (
        (_substitution(plan, (order_id, 3)), "only 2 are still to come"),
        (_substitution(plan, (str(new_uuid()), 1)), "has 0 of product"),
        (_substitution(plan, (order_id, 1), instead="MILK"), "another zone"),
        (_substitution(plan, (order_id, 1), instead="NOTHING"), "no product NOTHING"),
    ):
        result = desk.report("ProductSubstituted", wrong)
        assert (result["verdict"], why in result["reason"]) == ("refused", True), result
    slip = _substitution(plan, (order_id, 2))
    undone = {key: slip[key] for key in ("substitution_id", "wave_id")}
    before = shop.call("GET", "/v1/orders/A").json()["lines"]
    assert desk.report("ProductSubstituted", slip)["verdict"] == "accepted"
    told = shop.call("GET", "/v1/orders/A").json()["lines"]
    assert told == [{"sku": "PEACH", "quantity": 3}, {"sku": TOMATO, "quantity": 1}]
    assert desk.report("SubstitutionUndone", undone)["verdict"] == "accepted"
    assert desk.report("SubstitutionUndone", undone)["verdict"] == "refused"
    assert shop.call("GET", "/v1/orders/A").json()["lines"] == before
    assert desk.report("ProductSubstituted", _substitution(plan, (order_id, 1)))["verdict"] == "accepted"
    assert desk.report("ItemPut", put(wave_id, crate, "PEACH", 2))["verdict"] == "accepted"
    missing = {"wave_id": wave_id, "sku": TOMATO, "missing": [{"crate_id": crate["crate_id"], "quantity": 1}]}
    assert desk.report("ProductShort", missing)["verdict"] == "accepted"
    _complete(desk, plan, 3, 1)
    peach, tomato = _told(shop, "A")
    assert [peach[name] for name in ("ordered", "packed", "charged_fen", "refund_fen")] == [1, 1, 700, 0]
    assert [tomato[name] for name in ("ordered", "packed", "weight_g")] == [3, 1, 500]
    assert tomato["instead"] == [{"sku": "PEACH", "quantity": 1, "weight_g": 0}]
    page = shop.cloud.call("GET", shop.call("GET", "/v1/orders/A").json()["page"]).text
    assert "替代缺货的商品 TOMATO" in page
    assert [tomato[name] for name in ("paid_fen", "charged_fen", "refund_fen")] == [2_100, 1_400, 700]


def test_master_data_of_weight_and_substitutes(shop: Shop) -> None:
    def keep(**fields: Any) -> tuple[int, str]:
        answer = shop.call("PUT", "/v1/catalogue", json={"products": [product(TOMATO, **fields)]})
        return answer.status_code, answer.text

    assert keep(plu="00123", weight_tolerance_percent=8, substitutes=["PEACH"])[0] == 200
    twice = shop.call("PUT", "/v1/catalogue", json={"products": [product("KIWI", plu="123")]})
    assert (twice.status_code, "PLU 123 belongs to product TOMATO" in twice.text) == (409, True), twice.text
    assert "cannot stand in for itself" in keep(substitutes=[TOMATO])[1]
    assert "travels in another zone" in keep(substitutes=["MILK"])[1]
    assert keep(active=False, plu="123")[0] == 200
    swapped = shop.call("PUT", "/v1/catalogue", json={"products": [product("KIWI", plu="123")]})
    assert swapped.status_code == 200, swapped.text
