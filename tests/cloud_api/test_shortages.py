"""Shortages over HTTP: seen first, applied once, and never for what a desk has begun."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, select

from cloud_api.shortages.applying import apply_shortage
from cloud_api.shortages.planning import Plan, plan_shortage
from cloud_api.shortages.rewriting import Told
from cloud_api.storage.amendments import amendment_body
from cloud_api.storage.audit import SERVICE
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.tables.orders import amendments, order_lines, orders
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.shortages import ShortageOrder, ShortageQuestion, ShortageRule
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import EVENING, Shop, order
from tests.cloud_api.night_kit import Night, changes_of, open_night, pack, pack_short, start_next
from tests.cloud_api.together import all_at_once

FIRST_COME: dict[str, Any] = {"sku": "PEACH", "available": 5, "rule": "first_come"}
SUBSTITUTE: dict[str, Any] = {
    "sku": "PEACH",
    "available": 2,
    "rule": "substitute",
    "substitute_sku": "RICE",
    "substitute_available": 3,
}


@pytest.fixture
def night(shop: Shop) -> Night:
    """Nine peaches ordered at two points: A and B at P1, C and D at P2; C has no other product."""
    return open_night(
        shop,
        order("A", "P1", PEACH=2, MILK=1),
        order("B", "P1", PEACH=3, RICE=1),
        order("C", "P2", PEACH=1),
        order("D", "P2", PEACH=3, MILK=2),
    )


def _ask(night: Night, question: dict[str, Any], **params: Any) -> dict[str, Any]:
    answer = night.shop.call("POST", f"{_address(night)}/preview", json=question, params=params)
    assert answer.status_code == 200, answer.text
    preview: dict[str, Any] = answer.json()
    return preview


def _address(night: Night) -> str:
    return f"/v1/cycles/{night.shop.cycle_id}/shortages"


def _apply(night: Night, question: dict[str, Any], preview_hash: str) -> Any:
    body = {**question, "preview_hash": preview_hash, "reason": "供应商少送"}
    return night.shop.call("POST", _address(night), json=body)


def _lines(engine: Engine) -> dict[str, dict[str, int]]:
    """Live pieces by order number and SKU."""
    query = (
        select(orders.c.order_no, order_lines.c.sku, order_lines.c.quantity)
        .join(order_lines, order_lines.c.order_id == orders.c.id)
        .where(order_lines.c.live.is_(True))
    )
    found: dict[str, dict[str, int]] = {}
    with reading(engine) as connection:
        for row in connection.execute(query):
            found.setdefault(row.order_no, {})[row.sku] = row.quantity
    return found


def test_what_was_seen_is_done_and_once(night: Night) -> None:
    engine = night.shop.cloud.engine
    before = _lines(engine)
    preview = _ask(night, FIRST_COME)
    assert (preview["ordered"], preview["shared"], preview["being_picked"], preview["missing"]) == (
        9,
        5,
        0,
        4,
    )
    assert [(row["order_no"], row["gets"], row["missing"]) for row in preview["orders"]] == [
        ("C", 0, 1),
        ("D", 0, 3),
    ]
    assert [(row["pickup_point"], row["gets"], row["missing"]) for row in preview["points"]] == [
        ("P1", 5, 0),
        ("P2", 0, 4),
    ]
    assert _lines(engine) == before
    done = _apply(night, FIRST_COME, preview["preview_hash"])
    assert done.status_code == 200, done.text
    after = {**before, "D": {"MILK": 2}}
    del after["C"]
    assert _lines(engine) == after
    for _ in range(2):
        assert _apply(night, FIRST_COME, preview["preview_hash"]).json() == done.json()
    assert _lines(engine) == after
    listed = night.shop.call("GET", _address(night)).json()
    assert (listed["items"], listed["next"]) == ([done.json()], None)
    assert (done.json()["orders"], done.json()["missing"], done.json()["applied_by"]) == (2, 4, "商城")


def test_waves_stops_desks_and_papers_follow(night: Night) -> None:
    preview = _ask(night, FIRST_COME)
    assert _apply(night, FIRST_COME, preview["preview_hash"]).status_code == 200
    waves = {wave["pickup_point"]: wave["pieces"] for wave in night.shop.waves()}
    assert waves == {"P1": 7, "P2": 2}
    stops = [body for body in changes_of(night.dispatch, ChangeKind.STOP) if body["number"] == 2]
    assert [body["pieces"] for body in stops] == [6, 2]
    with reading(night.shop.cloud.engine) as connection:
        rows = connection.execute(select(amendments)).all()
        noted = connection.scalars(select(audit.c.action)).all()
    assert [(row.kind, row.slipped_at, row.reason) for row in rows] == [("shortened", None, "供应商少送")] * 2
    first, second = sorted((amendment_body(row) for row in rows), key=lambda body: body.order_no)
    assert (first.order_no, len(first.before.lines), first.after.lines) == ("C", 1, ())
    assert {line.sku: line.quantity for line in second.before.lines} == {"MILK": 2, "PEACH": 3}
    assert {line.sku: line.quantity for line in second.after.lines} == {"MILK": 2}
    assert noted.count("apply shortage") == 1
    taken = [night.desk.lease().wave for _ in range(2)]
    assert [[each.order_no for each in wave.orders] for wave in taken] == [["A", "B"], ["D"]]


def test_another_product_stands_in(night: Night) -> None:
    engine = night.shop.cloud.engine
    preview = _ask(night, SUBSTITUTE)
    assert [
        (row["order_no"], row["gets"], row["substituted"], row["missing"]) for row in preview["orders"]
    ] == [
        ("B", 0, 3, 0),
        ("C", 0, 0, 1),
        ("D", 0, 0, 3),
    ]
    assert _apply(night, SUBSTITUTE, preview["preview_hash"]).status_code == 200
    lines = _lines(engine)
    assert (lines["A"], lines["B"]) == ({"PEACH": 2, "MILK": 1}, {"RICE": 4})
    with reading(engine) as connection:
        kinds = connection.scalars(select(amendments.c.kind).order_by(amendments.c.kind)).all()
    assert kinds == ["shortened", "shortened", "substituted"]
    desk_wave = night.desk.lease().wave
    assert {product.sku for product in desk_wave.products} == {"PEACH", "MILK", "RICE"}


def test_a_substitute_that_was_not_ordered_makes_a_new_line(night: Night) -> None:
    question = {**SUBSTITUTE, "substitute_sku": "MILK", "available": 5, "substitute_available": 4}
    preview = _ask(night, question)
    assert _apply(night, question, preview["preview_hash"]).status_code == 200
    lines = _lines(night.shop.cloud.engine)
    assert (lines["C"], lines["D"]) == ({"MILK": 1}, {"MILK": 5})


def test_money_is_told_where_a_cost_is_known(night: Night) -> None:
    for sku, cost in (("PEACH", 650), ("RICE", 400)):
        assert night.shop.call("PATCH", f"/v1/products/{sku}", json={"cost_fen": cost}).status_code == 200
    preview = _ask(night, SUBSTITUTE)
    assert (preview["missing_cost_fen"], preview["substitute_cost_fen"]) == (7 * 650, 3 * 400)


def test_what_a_desk_has_begun_is_left_and_comes_first(night: Night) -> None:
    assert start_next(night) == "P1"
    before = _lines(night.shop.cloud.engine)
    preview = _ask(night, {**FIRST_COME, "available": 6})
    assert (preview["being_picked"], preview["shared"], preview["desks_lack"]) == (5, 1, 0)
    assert [(row["pickup_point"], row["being_picked"], row["gets"]) for row in preview["points"]] == [
        ("P1", True, 5),
        ("P2", False, 1),
    ]
    assert _apply(night, {**FIRST_COME, "available": 6}, preview["preview_hash"]).status_code == 200
    after = _lines(night.shop.cloud.engine)
    assert {number: after.get(number) for number in "ABD"} == {
        **{n: before[n] for n in "AB"},
        "D": {"MILK": 2},
    }
    assert after["C"] == {"PEACH": 1}
    pack(night, "P1")
    assert _ask(night, {**FIRST_COME, "available": 3})["desks_lack"] == 2


def test_what_a_desk_declared_short_it_does_not_take(shop: Shop) -> None:
    night = open_night(shop, order("A", "P1", PEACH=4), order("B", "P2", PEACH=3))
    pack_short(night, start_next(night), "PEACH", 3)
    preview = _ask(night, {**FIRST_COME, "available": 2})
    assert (preview["being_picked"], preview["shared"], preview["missing"]) == (1, 1, 2)


def test_a_lease_alone_protects_a_wave(night: Night) -> None:
    preview = _ask(night, FIRST_COME)
    lease = night.desk.lease()
    late = _apply(night, FIRST_COME, preview["preview_hash"])
    assert (late.status_code, late.json()["type"]) == (409, "urn:youlin:problem:shortage-changed-meanwhile")
    assert night.desk.act("return", lease).status_code in (200, 204)
    assert _apply(night, FIRST_COME, preview["preview_hash"]).status_code == 200


def test_facts_that_changed_make_the_preview_void(night: Night) -> None:
    preview = _ask(night, FIRST_COME)
    for other in ({**FIRST_COME, "available": 4}, {**FIRST_COME, "rule": "proportional"}):
        assert _apply(night, other, preview["preview_hash"]).status_code == 409
    night.shop.call("PATCH", "/v1/products/PEACH", json={"cost_fen": 1})
    assert _apply(night, FIRST_COME, preview["preview_hash"]).status_code == 409
    assert len(_lines(night.shop.cloud.engine)) == 4


UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"sku": "PLUM"}, "PLUM is not known"),
    ({"rule": "substitute"}, "needs substitute_sku"),
    ({"substitute_sku": "RICE"}, "Leave them out"),
    ({**SUBSTITUTE, "substitute_sku": "PEACH"}, "cannot stand in for itself"),
    ({**SUBSTITUTE, "substitute_sku": "PLUM"}, "PLUM is not known"),
    ({"available": -1}, "available"),
    ({"available": True}, "available: not true or false"),
    ({"available": 10**12}, "available"),
    ({"rule": "luck"}, "rule"),
    ({"sku": "a\0"}, ""),
]


def test_what_cannot_be_shared_out_is_refused(night: Night) -> None:
    for change, told in UNFIT:
        answer = night.shop.call("POST", f"{_address(night)}/preview", json={**FIRST_COME, **change})
        assert answer.status_code in (409, 422), answer.text
        assert told in answer.json()["detail"]


def test_who_may_and_when(shop: Shop) -> None:
    address = f"/v1/cycles/{shop.cycle_id}/shortages"
    shop.send(order("A", "P1", PEACH=4))
    early = shop.call("POST", f"{address}/preview", json=FIRST_COME)
    assert (early.status_code, early.json()["type"]) == (409, "urn:youlin:problem:cycle-open")
    shop.cut_off()
    enough = shop.call("POST", f"{address}/preview", json=FIRST_COME).json()
    assert enough["orders"] == []
    nothing = shop.call("POST", address, json={**FIRST_COME, "preview_hash": enough["preview_hash"]})
    assert (nothing.status_code, "lacks anything" in nothing.json()["detail"]) == (409, True)
    unordered = shop.call("POST", f"{address}/preview", json={**FIRST_COME, "sku": "RICE"})
    assert (unordered.status_code, "Nobody ordered" in unordered.json()["detail"]) == (409, True)
    cloud = shop.cloud
    desk, away = cloud.desk(), cloud.desk("工位 2", "W2")
    dispatch, till = cloud.station(Role.DISPATCH), cloud.till("P1")
    asked = {
        who: station.call("POST", f"{address}/preview", json={**FIRST_COME, "available": 1}).status_code
        for who, station in (("desk", desk), ("away", away), ("dispatch", dispatch), ("till", till))
    }
    assert asked == {"desk": 200, "away": 404, "dispatch": 403, "till": 403}
    found = desk.call("POST", f"{address}/preview", json={**FIRST_COME, "available": 1}).json()
    body = {**FIRST_COME, "available": 1, "preview_hash": found["preview_hash"]}
    assert desk.call("POST", address, json=body).json()["applied_by"] == "工位 1"


def test_orders_come_in_pages_under_one_hash(night: Night) -> None:
    whole = _ask(night, {**FIRST_COME, "available": 0})
    first = _ask(night, {**FIRST_COME, "available": 0}, limit=3)
    last = _ask(night, {**FIRST_COME, "available": 0}, limit=3, after=first["next"])
    assert ([len(first["orders"]), len(last["orders"])], last["next"]) == ([3, 1], None)
    assert first["orders"] + last["orders"] == whole["orders"]
    assert {page["preview_hash"] for page in (first, last)} == {whole["preview_hash"]}


def test_what_a_desk_plans_of_cancelled_orders_is_taken_too(night: Night) -> None:
    assert night.desk.lease().wave.pickup_point.code == "P1"
    assert night.shop.call("POST", "/v1/orders/B/cancellation").status_code == 200
    preview = _ask(night, FIRST_COME)
    assert (preview["being_picked"], preview["shared"]) == (5, 0)
    assert night.shop.call("POST", "/v1/orders/A/cancellation").status_code == 200
    assert _ask(night, FIRST_COME)["being_picked"] == 5


@contextmanager
def _frozen(night: Night, question: ShortageQuestion) -> Iterator[tuple[UUID, Plan]]:
    cycle_id = UUID(night.shop.cycle_id)
    with reading(night.shop.cloud.engine) as connection:
        plan = plan_shortage(connection, cycle_id, question)
    assert isinstance(plan, Plan)
    yield cycle_id, plan


def test_documents_hear_of_it_before_and_slips_are_promised(night: Night) -> None:
    told: list[Any] = []

    def before(connection: Connection, cycle_id: UUID, points: Collection[str]) -> None:
        rows = connection.scalars(select(order_lines.c.quantity).where(order_lines.c.sku == "PEACH")).all()
        told.append((str(cycle_id), sorted(points), sum(rows)))

    def promise(_connection: Connection, job: Job, key: str) -> None:
        told.append((job, key))

    question = ShortageQuestion(sku="PEACH", available=5, rule=ShortageRule.FIRST_COME)
    with _frozen(night, question) as (cycle_id, plan):
        order_told = ShortageOrder(**question.model_dump(), preview_hash=plan.preview.preview_hash)
        hooks = Hooks(enqueue=promise, before_amendment=(before,))
        apply_shortage(night.shop.cloud.engine, cycle_id, order_told, Told(SERVICE, EVENING, ""), hooks)
    heard = (night.shop.cycle_id, ["P2"], 9)
    assert told == [heard, heard, (Job.MAKE_SLIPS, night.shop.cycle_id)]


def test_two_who_apply_together_apply_once(night: Night) -> None:
    preview = _ask(night, FIRST_COME)
    answers = all_at_once([lambda: _apply(night, FIRST_COME, preview["preview_hash"])] * 4)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert sum(lines.get("PEACH", 0) for lines in _lines(night.shop.cloud.engine).values()) == 5


def test_cancelling_and_resuming_do_not_bring_back_what_never_came(night: Night) -> None:
    preview = _ask(night, FIRST_COME)
    assert _apply(night, FIRST_COME, preview["preview_hash"]).status_code == 200
    for path in ("cancellation", "resumption"):
        answer = night.shop.call("POST", f"/v1/orders/D/{path}")
        assert answer.status_code == 200, answer.text
    assert _lines(night.shop.cloud.engine)["D"] == {"MILK": 2}
    assert start_next(night) == "P1"
    lease = night.desk.lease()
    plan = night.desk.plan(lease)
    assert night.shop.call("POST", "/v1/orders/D/cancellation").status_code == 200
    assert night.desk.report("WaveStarted", plan)["verdict"] == "accepted"
