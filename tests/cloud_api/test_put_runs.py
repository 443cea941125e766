"""Puts applied in runs end as if each had come alone, whatever is wrong with some of them."""

from typing import Any

import pytest
from sqlalchemy import select

from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.waves import puts
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import DeskKit, Shop, changed, closing, order, put


def _facts_of(plan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Good puts and all kinds of bad ones, with other kinds between them."""
    wave_id, (first, second) = plan["wave_id"], plan["crates"]
    once = put(wave_id, first, "PEACH", 2)
    return [
        ("ItemPut", once),
        ("ItemPut", changed(once, quantity=1)),
        ("ItemPut", put(wave_id, first, "PEACH", 3)),
        ("ItemPut", put(wave_id, first, "PEACH", 2)),
        ("ItemPut", put(wave_id, first, "PEACH", 1)),
        ("ItemPut", changed(put(wave_id, first, "MILK", 1), crate_id=str(new_uuid()))),
        ("ItemPut", changed(put(wave_id, first, "MILK", 1), wave_id=str(new_uuid()))),
        ("PutUndone", {key: once[key] for key in ("wave_id", "crate_id", "put_id")}),
        ("ItemPut", put(wave_id, first, "PEACH", 2)),
        ("ItemPut", {"wave_id": "no"}),
        ("ItemPut", put(wave_id, first, "MILK", 1)),
        ("CrateClosed", closing(wave_id, first, 5)),
        ("ItemPut", put(wave_id, first, "MILK", 1)),
        ("ItemPut", put(wave_id, second, "RICE", 1)),
        ("ItemPut", put(wave_id, second, "RICE", 1)),
    ]


@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_a_run_of_puts_ends_as_if_each_had_come_alone(shop: Shop, at_once: int) -> None:
    shop.send(order("A", "P1", PEACH=4, MILK=1), order("B", "P1", RICE=1))
    shop.cut_off()
    desk: DeskKit = shop.cloud.desk()
    plan = desk.plan(desk.lease())
    assert desk.report("WaveStarted", plan)["verdict"] == "accepted"
    facts = [desk.fact(kind, body) for kind, body in _facts_of(plan)]
    parts = [facts[start : start + at_once] for start in range(0, len(facts), at_once)]
    results = [result for part in parts for result in desk.push(*part)["results"]]
    words = [_word(result) for result in results]
    assert words == [
        "",
        "known from another",
        "still takes 2",
        "",
        "still takes 0",
        "There is no crate",
        "There is no wave",
        "",
        "",
        "does not fit",
        "",
        "",
        "closed already",
        "",
        "still takes 0",
    ]
    with reading(shop.cloud.engine) as connection:
        kept = connection.execute(select(puts.c.sku, puts.c.quantity, puts.c.undone_at)).all()
    assert sorted((row.sku, row.quantity) for row in kept if row.undone_at is None) == [
        ("MILK", 1),
        ("PEACH", 2),
        ("PEACH", 2),
        ("RICE", 1),
    ]


def _word(result: dict[str, Any]) -> str:
    """The part of a reason by which it is known; the whole of one nobody expected."""
    known = ["known from another", "still takes 2", "still takes 0", "There is no crate", "There is no wave"]
    known += ["does not fit", "closed already"]
    reason = result["reason"] or ""
    return next((word for word in known if word in reason), reason)
