"""Where goods that came in are put: the bin with what speaks for it, the next best, and what fits nowhere."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import BinUse
from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.slotting.commands.advising import Advisor
from station.slotting.model.demand import Demand
from station.slotting.model.known import NO_DEMAND, read_demand
from station.slotting.model.slots import SlotProduct
from station.slotting.model.standing import Standing
from station.slotting.planner import advise
from tests.station.slotting.floor_kit import a_bin, demand, product, two_aisles
from tests.station.slotting.room import FAST, Room, said

RESERVE = a_bin("R0", 500, 250, 9, aisle="B", use=BinUse.RESERVE)


def standing(
    faces: dict[str, str] | None = None, holds: dict[str, dict[str, int]] | None = None, **other: SlotProduct
) -> Standing:
    goods = {Sku(sku): other.get(sku, product(sku)) for sku in "abcd"}
    return Standing(
        [*two_aisles(), RESERVE],
        goods,
        {Sku(sku): sku for sku in "abcd"},
        {Sku(sku): code for sku, code in (faces or {}).items()},
        {code: {Sku(sku): n for sku, n in lying.items()} for code, lying in (holds or {}).items()},
    )


def bins(floor: Standing, sku: str, quantity: int = 10, known: Demand = NO_DEMAND) -> list[tuple[str, int]]:
    advice = advise(floor.products[Sku(sku)], quantity, floor, known)
    return [(each.bin, each.quantity) for each in advice.ranked]


def why(floor: Standing, sku: str, known: Demand = NO_DEMAND, quantity: int = 10) -> list[str]:
    """What is said for the best bin."""
    advice = advise(floor.products[Sku(sku)], quantity, floor, known)
    return [said(reason) for reason in advice.ranked[0].reasons]


def test_without_demand_goods_go_where_they_are_picked_else_to_the_nearest_empty_bin() -> None:
    assert bins(standing({"a": "B1"}), "a")[0] == ("B1", 10)
    assert why(standing({"a": "B1"}), "a") == [
        "Nothing is known of what is ordered: the bin it is picked from"
    ]
    floor = standing({"b": "A0"}, {"A1": {"c": 3}})
    assert bins(floor, "a") == [("A2", 10), ("B0", 10), ("B1", 10)]
    assert "the nearest empty bin" in why(floor, "a")[0]


def test_goods_of_which_some_lies_there_stay_together_and_the_rest_goes_into_reserve() -> None:
    floor = with_bin(standing({"a": "B1"}, {"B1": {"a": 4}}), "B1", volume_ml=6_000)
    assert bins(floor, "a", known=demand("ab")) == [("B1", 8), ("R0", 10)]
    assert why(floor, "a", demand("ab")) == ["It is picked from there, and some lies there already"]
    full = replace(floor, holds={"B1": {Sku("a"): 12}, "R0": {Sku("a"): 1}})
    assert bins(full, "a", known=demand("ab")) == [("R0", 10)]
    assert why(full, "a", demand("ab")) == ["A reserve bin where more of it lies"]


def test_a_fast_mover_without_a_bin_gets_the_one_that_is_walked_to_least() -> None:
    floor = standing({"b": "A1"}, {"A0": {"d": 1}})
    advice = advise(floor.products[Sku("a")], 5, floor, demand("ab", "ab", "a"))
    assert advice.ranked[0].bin == "A2"
    told = [said(reason) for reason in advice.ranked[0].reasons]
    assert told[0] == "Picked on 3.0 tours a night"
    assert len(advice.ranked) == 3
    assert "A0" not in {each.bin for each in advice.ranked}, "other goods lie there"


def test_an_empty_pick_bin_gives_way_only_where_one_night_pays_its_sign() -> None:
    much = demand(*["a"] * 9)
    best, *others = advise(product("a"), 5, standing({"a": "B0"}), much).ranked
    assert (best.bin, others[-1].bin) == ("A0", "B0")
    assert best.saved_m is not None
    assert best.saved_m > 0
    assert others[-1].saved_m is None
    on_the_way = standing({"a": "A1", "b": "A2"}, {"A2": {"b": 1}})
    assert bins(on_the_way, "a", known=demand("ab"))[0] == ("A1", 10)
    assert why(on_the_way, "a", demand("ab"))[0] == "It is picked from there"


def test_a_bin_takes_what_it_carries_and_heavy_goods_stay_low() -> None:
    floor = with_bin(standing(a=product("a", weight_g=6_000)), "A0", level=3)
    for code in ("A1", "A2", "B0", "B1", "B2"):
        floor = with_bin(floor, code, most_weight_g=20_000)
    assert bins(floor, "a", 10, demand("a"))[0] == ("A1", 3)
    frozen = replace(floor, products={Sku("a"): product("a", zone=Zone.FROZEN)})
    advice = advise(frozen.products[Sku("a")], 1, frozen, demand("a"))
    assert advice.ranked == ()
    assert said(advice.why) == "No pick bin is in its temperature zone"
    taken = standing({"b": "A0", "c": "A1", "d": "A2", "e": "B0", "f": "B1", "g": "B2"})
    full = advise(taken.products[Sku("a")], 10, taken, demand("a"))
    assert (full.ranked, said(full.why)) == ((), "All 6 bins that would do are taken")
    lying = replace(taken, holds={code: {Sku("z"): 1} for code in ("A0", "A1", "A2", "B0", "B1", "B2")})
    assert bins(lying, "a", known=demand("a")) == [("R0", 10)]
    assert why(lying, "a", demand("a")) == ["No pick bin is free for it"]


def with_bin(floor: Standing, code: str, **other: Any) -> Standing:
    """The floor with a bin that is another one."""
    changed = [each.model_copy(update=other) if each.code == code else each for each in floor.bins]
    return replace(floor, bins=changed)


def test_advice_is_worked_out_aside_and_looked_at_again_when_the_floor_changes(room: Room) -> None:
    told: list[int] = []
    known = read_demand(FAST)
    advisor = Advisor(lambda: known, room.aside, lambda: told.append(1))
    with room.database.look() as connection:
        assert advisor.advice(connection, "SALT", 5) is None
        assert advisor.advice(connection, "PEACH", 5) is None
        assert len(room.waiting) == 1, "one at a time"
    room.work()
    with room.database.look() as connection:
        salt = advisor.advice(connection, "SALT", 5)
        assert advisor.advice(connection, "PEACH", 5) is None
    assert salt is not None
    assert salt.ranked
    room.work()
    assert len(told) == 2
    with room.database.look() as connection:
        assert advisor.advice(connection, "SALT", 5) is salt
        assert advisor.advice(connection, "PEACH", 5) is not None
    assert room.waiting == []
    advisor.floor_changed()
    with room.database.look() as connection:
        assert advisor.advice(connection, "SALT", 5) is salt, "what was said stands until the new word"
        assert advisor.advice(connection, "NEW", 5) is None
    room.work()
    with room.database.look() as connection:
        assert advisor.advice(connection, "SALT", 5) is not None
        advisor.advice(connection, "NEW", 5)
    room.work()
    with room.database.look() as connection:
        new = advisor.advice(connection, "NEW", 5)
    assert new is not None
    assert new.ranked == ()


def test_an_advisor_that_failed_works_on(room: Room) -> None:
    failures: list[Callable[[Trouble], None]] = []

    def failing(work: Any, done: Any, failed: Callable[[Trouble], None]) -> None:
        failures.append(failed)

    advisor = Advisor(lambda: None, failing, lambda: None)
    with room.database.look() as connection:
        advisor.advice(connection, "SALT", 5)
        failures[0](Trouble(Message("Broken"), Message("Try again"), retry_helps=True))
        advisor.advice(connection, "SALT", 5)
    assert len(failures) == 2
