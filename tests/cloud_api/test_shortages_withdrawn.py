"""Shortages taken back: the state is that of before, unless a desk has begun to pick by them."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from cloud_api.shortages.applying import apply_shortage
from cloud_api.shortages.planning import ShortageRefusal, Why
from cloud_api.shortages.rewriting import Told
from cloud_api.storage.amendments import amendment_body
from cloud_api.storage.audit import SERVICE, broken_links
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.tables.orders import amendments, cycles, order_lines, orders
from cloud_api.storage.tables.people import audit
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.shortages import ShortageOrder
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import EVENING, Shop, order
from tests.cloud_api.night_kit import Night, changes_of, open_night, start_next
from tests.cloud_api.together import all_at_once

QUESTION: dict[str, Any] = {"sku": "PEACH", "available": 5, "rule": "first_come"}
SKUS = st.sampled_from(["PEACH", "MILK", "RICE"])


@pytest.fixture
def night(shop: Shop) -> Night:
    """Nine peaches at two points, five orders; C and E have no other product."""
    return open_night(
        shop,
        order("A", "P1", PEACH=2, MILK=1),
        order("B", "P1", PEACH=3, RICE=1),
        order("C", "P2", PEACH=1),
        order("D", "P2", PEACH=3, MILK=2),
        order("E", "P2", RICE=4),
    )


def _address(night: Night) -> str:
    return f"/v1/cycles/{night.shop.cycle_id}/shortages"


def _apply(night: Night, question: dict[str, Any]) -> Any:
    preview = night.shop.call("POST", f"{_address(night)}/preview", json=question).json()
    body = {**question, "preview_hash": preview["preview_hash"], "reason": "供应商少送"}
    return night.shop.call("POST", _address(night), json=body)


def _applied(night: Night, question: dict[str, Any]) -> dict[str, Any]:
    answer = _apply(night, question)
    assert answer.status_code == 200, answer.text
    shortage: dict[str, Any] = answer.json()
    return shortage


def _withdraw(night: Night, shortage: dict[str, Any]) -> Any:
    why = {"reason": "到货数录错了"}
    return night.shop.call("POST", f"{_address(night)}/{shortage['id']}/withdrawal", json=why)


def _state(night: Night) -> dict[str, Any]:
    """Lines whether live or not, counters of waves, and all totals."""
    lines = (
        select(
            orders.c.order_no,
            order_lines.c.sku,
            order_lines.c.quantity,
            order_lines.c.live,
            order_lines.c.pickup_point,
            order_lines.c.cycle_id,
        )
        .join(orders, orders.c.id == order_lines.c.order_id)
        .order_by(orders.c.order_no, order_lines.c.sku)
    )
    counters = select(waves.c.number, waves.c.orders, waves.c.lines, waves.c.pieces).order_by(waves.c.number)
    address = f"/v1/cycles/{night.shop.cycle_id}"
    with reading(night.shop.cloud.engine) as connection:
        told = {
            "lines": [tuple(row) for row in connection.execute(lines)],
            "waves": [tuple(row) for row in connection.execute(counters)],
        }
    for by in ("product", "pickup_point", "zone", "pickup_point_zone"):
        told[by] = night.shop.call("GET", f"{address}/totals", params={"by": by}).json()
    return {**told, "cycle": night.shop.call("GET", address).json()}


@given(
    st.data(), SKUS, st.integers(0, 9), st.sampled_from(["proportional", "first_come", "small_orders_first"])
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_applied_and_taken_back_is_as_before(
    night: Night, data: st.DataObject, sku: str, available: int, rule: str
) -> None:
    """One night serves all examples: each leaves it as it was."""
    question: dict[str, Any] = {"sku": sku, "available": available, "rule": rule}
    if data.draw(st.booleans(), "substitute"):
        other = data.draw(SKUS.filter(lambda each: each != sku), "substitute_sku")
        pieces = data.draw(st.integers(0, 9), "substitute_available")
        question |= {"rule": "substitute", "substitute_sku": other, "substitute_available": pieces}
    before = _state(night)
    answer = _apply(night, question)
    if answer.status_code == 409:
        assert _state(night) == before
        return
    assert _state(night) != before
    assert _withdraw(night, answer.json()).status_code == 200
    assert _state(night) == before


def test_it_is_told_slipped_noted_and_done_once(night: Night) -> None:
    shortage = _applied(night, QUESTION)
    answers = all_at_once([lambda: _withdraw(night, shortage)] * 3)
    assert [answer.status_code for answer in answers] == [200] * 3, [answer.text for answer in answers]
    assert len({str(answer.json()) for answer in answers}) == 1
    assert (answers[0].json()["withdrawn_by"], shortage["withdrawn_at"]) == ("商城", None)
    listed = night.shop.call("GET", _address(night)).json()["items"]
    assert listed == [answers[0].json()]
    with reading(night.shop.cloud.engine) as connection:
        rows = connection.execute(select(amendments).where(amendments.c.kind == "restored")).all()
        acts = list(connection.scalars(select(audit.c.action)))
        assert broken_links(connection) == ()
    assert acts.count("withdraw shortage") == 1
    assert [(row.reason, row.slipped_at, row.made_by) for row in rows] == [("到货数录错了", None, "商城")] * 2
    bodies = sorted((amendment_body(row) for row in rows), key=lambda body: body.order_no)
    assert [(body.order_no, len(body.before.lines), len(body.after.lines)) for body in bodies] == [
        ("C", 0, 1),
        ("D", 1, 2),
    ]
    stops = [body["pieces"] for body in changes_of(night.dispatch, ChangeKind.STOP) if body["number"] == 2]
    assert stops == [10, 6, 10]


def test_the_same_numbers_may_be_applied_anew_but_not_by_the_old_hash(night: Night) -> None:
    first = _applied(night, QUESTION)
    withdrawn = _withdraw(night, first).json()
    before = _state(night)
    late = {**QUESTION, "preview_hash": first["preview_hash"], "reason": ""}
    assert night.shop.call("POST", _address(night), json=late).json() == withdrawn
    assert _state(night) == before
    second = _applied(night, QUESTION)
    assert (second["id"] != first["id"], second["withdrawn_at"]) == (True, None)
    assert _state(night) != before


def test_a_wave_begun_since_keeps_it(night: Night) -> None:
    untouched = _applied(night, QUESTION)
    assert start_next(night) == "P1"
    assert _withdraw(night, untouched).status_code == 200
    shortage = _applied(night, {**QUESTION, "available": 6})
    assert night.desk.lease().wave.pickup_point.code == "P2"
    before = _state(night)
    refused = _withdraw(night, shortage)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:youlin:problem:shortage-not-withdrawn")
    assert "begun 1 of its waves: 2." in refused.json()["detail"]
    assert _state(night) == before


def test_the_later_one_goes_first(night: Night) -> None:
    before = _state(night)
    first = _applied(night, {**QUESTION, "available": 7})
    apart = _applied(night, {**QUESTION, "sku": "MILK", "available": 2})
    second = _applied(night, QUESTION)
    refused = _withdraw(night, first)
    assert (refused.status_code, "A later shortage of product PEACH" in refused.json()["detail"]) == (
        409,
        True,
    )
    for each in (second, first, apart):
        assert _withdraw(night, each).status_code == 200
    assert _state(night) == before


def test_an_order_cancelled_since_stays_as_it_was_cancelled(night: Night) -> None:
    shortage = _applied(night, {**QUESTION, "available": 2})
    assert night.shop.call("POST", "/v1/orders/D/cancellation").status_code == 200
    assert _withdraw(night, shortage).status_code == 200
    assert night.shop.call("POST", "/v1/orders/D/resumption").status_code == 200
    told = {(number, sku): quantity for number, sku, quantity, live, *_ in _state(night)["lines"] if live}
    assert (told["B", "PEACH"], told["C", "PEACH"]) == (3, 1)
    assert {sku: told[number, sku] for number, sku in told if number == "D"} == {"MILK": 2}


def test_an_order_moved_since_gets_its_pieces_where_it_is(night: Night) -> None:
    shortage = _applied(night, QUESTION)
    moved = night.shop.call("PUT", "/v1/orders/D/pickup-point", json={"pickup_point": "P1"})
    assert moved.status_code == 200, moved.text
    assert _withdraw(night, shortage).status_code == 200
    points = {(row[0], row[1]): row[4] for row in _state(night)["lines"]}
    assert (points["D", "PEACH"], points["C", "PEACH"]) == ("P1", "P2")
    assert [wave[3] for wave in _state(night)["waves"]] == [12, 5]


def test_who_may_and_what_is_not_there(night: Night) -> None:
    shortage = _applied(night, QUESTION)
    cloud = night.shop.cloud
    address = f"{_address(night)}/{shortage['id']}/withdrawal"
    assert cloud.station(Role.DISPATCH).call("POST", address).status_code == 403
    assert cloud.desk("工位 9", "W2").call("POST", address).status_code == 404
    unknown = night.shop.call("POST", f"{_address(night)}/{uuid4()}/withdrawal")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "urn:youlin:problem:shortage-unknown")
    assert night.shop.call("POST", address, json={"reason": "a\0"}).status_code == 422
    assert night.desk.call("POST", address).json()["withdrawn_by"] == "工位 1"


def _told(night: Night, question: dict[str, Any]) -> ShortageOrder:
    preview = night.shop.call("POST", f"{_address(night)}/preview", json=question).json()
    return ShortageOrder(**question, preview_hash=preview["preview_hash"])


def _order_changes(connection: Connection) -> None:
    connection.execute(cycles.update().values(amended=cycles.c.amended + 1))


def test_orders_changed_while_it_was_worked_out_make_it_worked_out_again(night: Night) -> None:
    """The hook runs between working out and writing, once for each try."""
    engine, tries = night.shop.cloud.engine, []

    def change(_connection: Connection, _cycle_id: UUID, points: Any) -> None:
        tries.append(list(points))
        if len(tries) == 1:
            _order_changes(_connection)

    cycle_id, told = UUID(night.shop.cycle_id), Told(SERVICE, EVENING, "")
    done = apply_shortage(engine, cycle_id, _told(night, QUESTION), told, Hooks(before_amendment=(change,)))
    assert not isinstance(done, ShortageRefusal)
    # Papers before the first writing, which fails, and the second, which tells them once more.
    assert tries == [["P2"]] * 3
    with reading(engine) as connection:
        assert len(connection.execute(select(amendments)).all()) == done.orders == 2


def test_where_orders_change_each_time_nothing_is_written(night: Night) -> None:
    engine = night.shop.cloud.engine

    def change(connection: Connection, _cycle_id: UUID, _points: Any) -> None:
        _order_changes(connection)

    before = _state(night)
    cycle_id, told = UUID(night.shop.cycle_id), Told(SERVICE, EVENING, "")
    done = apply_shortage(engine, cycle_id, _told(night, QUESTION), told, Hooks(before_amendment=(change,)))
    assert isinstance(done, ShortageRefusal)
    assert (done.why, "Do it again" in done.reason) == (Why.CHANGED_MEANWHILE, True)
    assert _state(night) == before
    with writing(engine) as connection:
        assert connection.execute(select(amendments)).all() == []
