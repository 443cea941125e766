"""Scopes of changes: a shop hears of itself, a warehouse of itself, a station that is both of both."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text

from cloud_api.catalogue.service import put_catalogue
from cloud_api.exchange.feeds import change_page, feed_query, feeds_of
from cloud_api.http.callers import Caller
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import EVENING, Cloud, DeskKit, Shop, catalogue

SCOPES = [(None, None), ("W1", None), ("W2", None), ("W1", "P1"), ("W1", "P2"), ("W2", "Q1")]
OTHERS = 8_000
"""Rows of each kind that do not concern who asks."""


def _caller(*roles: Role, warehouse: str | None = "W1", point: str | None = None) -> Caller:
    return Caller(new_uuid(), "x", frozenset(roles), warehouse, point)


CALLERS: dict[str, tuple[Caller, set[tuple[str | None, str | None]]]] = {
    "desk": (_caller(Role.WAREHOUSE), {(None, None), ("W1", None)}),
    "dispatch": (_caller(Role.DISPATCH), {(None, None), ("W1", None)}),
    "till": (_caller(Role.PICKUP, point="P1"), {("W1", "P1")}),
    "both": (_caller(Role.DISPATCH, Role.PICKUP, point="P1"), {(None, None), ("W1", None), ("W1", "P1")}),
    "other till": (_caller(Role.PICKUP, warehouse="W2", point="Q1"), {("W2", "Q1")}),
    "integrator": (_caller(Role.INTEGRATOR, warehouse=None), set(SCOPES)),
}


@pytest.fixture
def placed(engine: Engine) -> Engine:
    """Warehouses and shops, and no change told yet."""
    with writing(engine) as connection:
        put_catalogue(connection, Catalogue.model_validate(catalogue()), EVENING)
        connection.execute(text("DELETE FROM changes"))
    return engine


def _tell(connection: Connection, scopes: Sequence[tuple[str | None, str | None]]) -> None:
    news = [
        NewChange(ChangeKind.STOP, {"place": number, "scope": list(scope)}, *scope)
        for number, scope in enumerate(scopes)
    ]
    write_changes(connection, news, EVENING)


def _pull_all(connection: Connection, caller: Caller, limit: int) -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = []
    cursor, more = 0, True
    while more:
        page = change_page(connection, caller, cursor, limit, EVENING).message()
        assert len(page.changes) <= limit
        last = page.changes[-1].cursor if page.more else page.last_cursor
        assert page.next_cursor == last
        bodies += [change.body for change in page.changes]
        cursor, more = page.next_cursor, page.more
    return bodies


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.sampled_from(SCOPES), max_size=30), limit=st.integers(1, 7))
def test_everybody_gets_exactly_what_concerns_them_in_order(
    placed: Engine, told: list[tuple[str | None, str | None]], limit: int
) -> None:
    """Whatever was told to whom, and however small the pages are."""
    with writing(placed) as connection:
        connection.execute(text("DELETE FROM changes"))
        _tell(connection, told)
    with reading(placed) as connection:
        for caller, concerning in CALLERS.values():
            got = _pull_all(connection, caller, limit)
            assert [body["place"] for body in got] == [
                place for place, scope in enumerate(told) if scope in concerning
            ]


def _plan(connection: Connection, caller: Caller) -> list[str]:
    """How the database would read each feed of a caller, in its own words."""
    prefix = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    plans = []
    for feed in feeds_of(caller):
        query = feed_query(feed, 10, 500).compile(connection, compile_kwargs={"literal_binds": True})
        rows = connection.exec_driver_sql(prefix + str(query).replace("%", "%%")).all()
        plans.append("\n".join(str(row[-1]) for row in rows))
    return plans


@pytest.mark.parametrize("who", ["desk", "till", "both"])
def test_a_feed_is_read_by_its_index_and_never_past_the_rows_of_others(placed: Engine, who: str) -> None:
    with writing(placed) as connection:
        _tell(connection, [("W2", "Q1"), ("W2", None)] * OTHERS + SCOPES * 20)
    with writing(placed) as connection:
        connection.execute(text("ANALYZE changes"))
    names = {"everybody": "ix_changes_for_everybody", "warehouse": "ix_changes_for_warehouse"}
    expected = {
        "desk": list(names.values()),
        "till": ["ix_changes_for_shop"],
        "both": [*names.values(), "ix_changes_for_shop"],
    }[who]
    with reading(placed) as connection:
        plans = _plan(connection, CALLERS[who][0])
    for plan, name in zip(plans, expected, strict=True):
        assert name in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def _pull(station: DeskKit, after: int = 0) -> dict[str, Any]:
    page: dict[str, Any] = station.call("GET", "/v1/changes", params={"after": after}).json()
    return page


def _bodies(station: DeskKit, kind: str, after: int = 0) -> list[dict[str, Any]]:
    return [change["body"] for change in _pull(station, after)["changes"] if change["kind"] == kind]


def _clerk(number: int, **other: Any) -> dict[str, Any]:
    return {
        "id": f"01976b1e-5f00-7000-8000-0000000001{number:02d}",
        "name": f"店员 {number}",
        "badge": with_check_digit(f"7700001{number:02d}"),
        "warehouse": "W1",
        **other,
    }


def test_over_http_a_shop_hears_of_itself_alone(shop: Shop) -> None:
    cloud: Cloud = shop.cloud
    till, other = cloud.till("P1"), cloud.till("P2")
    both = cloud.station(Role.WAREHOUSE, Role.PICKUP, warehouse=None, point="P1")
    shop.call("PUT", "/v1/catalogue", json={"operators": [_clerk(1, pickup_point="P1"), _clerk(2)]})
    told = [(change["kind"], change["body"].get("code")) for change in _pull(till)["changes"]]
    assert told == [("pickup_point", "P1"), ("operator", None)]
    assert [body["name"] for body in _bodies(till, "operator")] == ["店员 1"]
    assert _bodies(other, "operator") == []
    assert [body["name"] for body in _bodies(cloud.desk(), "operator")] == ["李师傅", "店员 2"]
    assert [body["name"] for body in _bodies(both, "operator")] == ["李师傅", "店员 1", "店员 2"]


def test_an_operator_who_goes_elsewhere_may_not_sign_in_here_any_more(shop: Shop) -> None:
    tills = [shop.cloud.till(point) for point in ("P1", "P2")]
    desk = shop.cloud.desk()
    shop.call("PUT", "/v1/catalogue", json={"operators": [_clerk(1, pickup_point="P1", supervisor=True)]})
    cursors = [_pull(station)["next_cursor"] for station in (*tills, desk)]
    for scope in ({"pickup_point": "P2"}, {"pickup_point": None}):
        answer = shop.call("PUT", "/v1/catalogue", json={"operators": [_clerk(1, **scope)]})
        assert answer.json()["operators"] == 1
    told = [
        [body["active"] for body in _bodies(station, "operator", cursor)]
        for station, cursor in zip((*tills, desk), cursors, strict=True)
    ]
    assert told == [[False], [True, False], [True]]
