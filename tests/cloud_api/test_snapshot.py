"""Snapshots: what a new station must know, once each, in an order in which it can be applied."""

import json
from typing import Any

from sqlalchemy import Engine

from cloud_api.exchange.horizon import move_horizon
from cloud_api.exchange.snapshot import snapshot
from cloud_api.storage.changes import KEY_FIELDS, LASTING, NewChange, change_key, write_changes
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.exchange import ChangeKind, SnapshotEnd, SnapshotHead
from tests.cloud_api.kit import EVENING, SQLITE_ONLY, DeskKit, Shop, operator, order, pickup_point, product
from tests.cloud_api.test_scopes import CALLERS


def take(station: DeskKit) -> tuple[SnapshotHead, list[dict[str, Any]]]:
    """The snapshot of a station, checked to be whole."""
    answer = station.call("GET", "/v1/snapshot")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    lines = answer.content.splitlines()
    head, end = SnapshotHead.model_validate_json(lines[0]), SnapshotEnd.model_validate_json(lines[-1])
    told = [json.loads(line) for line in lines[1:-1]]
    assert head.changes == end.changes == len(told)
    return head, told


def test_every_kind_of_change_says_what_it_is_about() -> None:
    assert set(KEY_FIELDS) == set(ChangeKind)
    assert set(ChangeKind) > LASTING
    assert change_key(ChangeKind.PRODUCT, {"sku": "PEACH"}) == "PEACH"
    assert change_key(ChangeKind.CRATE_MOVED, {"crate_id": "x"}) is None
    assert change_key(ChangeKind.PRODUCT, {}) is None


def test_a_new_station_is_told_everything_once_as_it_is_now(shop: Shop) -> None:
    desk, till = shop.cloud.desk(), shop.cloud.till("P1")
    shop.call("PUT", "/v1/catalogue", json={"products": [product("PEACH", name="蜜桃", weight_g=1)]})
    shop.call("PUT", "/v1/catalogue", json={"products": [product("PEACH", name="蜜桃", weight_g=2)]})
    shop.send(order("A"))
    shop.cut_off()
    head, told = take(desk)
    page = desk.call("GET", "/v1/changes").json()
    assert head.cursor == page["next_cursor"] == page["last_cursor"]
    kinds = [change["kind"] for change in told]
    assert kinds == [
        "warehouse",
        *["product"] * 3,
        *["pickup_point"] * 3,
        "operator",
        "purchase",
        "waves_ready",
        "stop",
    ]
    newest = {change["cursor"]: change for change in page["changes"]}
    assert all(newest[change["cursor"]] == change for change in told)
    assert [change["body"]["weight_g"] for change in told if change["body"].get("name") == "蜜桃"] == [2]
    assert [(change["kind"], change["body"]["code"]) for change in take(till)[1]] == [("pickup_point", "P1")]
    after = desk.call("GET", "/v1/changes", params={"after": head.cursor}).json()
    assert (after["changes"], after["more"], after["next_cursor"]) == ([], False, head.cursor)


def test_a_station_of_two_places_is_told_the_later_word(shop: Shop) -> None:
    """An operator who goes to the shop is told gone from the warehouse and there in the shop."""
    both = CALLERS["both"][0]
    shop.call("PUT", "/v1/catalogue", json={"operators": [operator(pickup_point="P1")]})
    with reading(shop.cloud.engine) as connection:
        lines = [json.loads(line) for line in snapshot(connection, both, EVENING).splitlines()[1:-1]]
    assert [line["body"]["active"] for line in lines if line["kind"] == "operator"] == [True]
    _, told = take(shop.cloud.desk())
    assert [line["body"]["active"] for line in told if line["kind"] == "operator"] == [False]


def test_steps_without_a_key_are_all_told_behind_what_they_belong_to(engine: Engine, shop: Shop) -> None:
    moves = [NewChange(ChangeKind.CRATE_MOVED, {"crate_id": "c", "n": n}, "W1") for n in range(3)]
    stop = NewChange(ChangeKind.STOP, {"wave_id": "w", "state": "packed"}, "W1")
    with writing(engine) as connection:
        write_changes(connection, [*moves, stop], EVENING)
    told = [change for change in take(shop.cloud.desk())[1] if change["kind"] in ("stop", "crate_moved")]
    assert [change["body"].get("n") for change in told] == [None, 0, 1, 2]


def test_who_is_below_the_horizon_is_sent_to_the_snapshot(engine: Engine, shop: Shop) -> None:
    desk = shop.cloud.desk()
    with writing(engine) as connection:
        move_horizon(connection, 5, EVENING)
        move_horizon(connection, 3, EVENING)
    gone = desk.call("GET", "/v1/changes", params={"after": 4})
    assert (gone.status_code, gone.json()["type"]) == (410, "urn:youlin:problem:cursor-below-horizon")
    assert "/v1/snapshot" in gone.json()["detail"]
    assert desk.call("GET", "/v1/changes", params={"after": 5}).status_code == 200


@SQLITE_ONLY
def test_a_cursor_goes_on_past_what_concerns_others(shop: Shop) -> None:
    """A quiet shop must not fall below the horizon because of the noise of others."""
    till = shop.cloud.till("P1")
    before = till.call("GET", "/v1/changes").json()["next_cursor"]
    shop.call("PUT", "/v1/catalogue", json={"pickup_points": [pickup_point("P2", name="别处")]})
    page = till.call("GET", "/v1/changes", params={"after": before}).json()
    assert page["changes"] == []
    assert page["next_cursor"] == page["last_cursor"] > before


@SQLITE_ONLY
def test_a_snapshot_needs_a_token(shop: Shop) -> None:
    assert shop.cloud.call("GET", "/v1/snapshot").status_code == 401
