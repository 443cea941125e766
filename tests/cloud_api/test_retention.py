"""Retention: what goes is what nobody needs, and who was away ends where who never stopped is."""

import json
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text, update

from cloud_api.exchange import retention
from cloud_api.exchange.chain import check_chain
from cloud_api.exchange.feeds import CursorBelowHorizonError, change_page
from cloud_api.exchange.horizon import horizon
from cloud_api.exchange.retention import prune, prune_changes
from cloud_api.exchange.snapshot import snapshot
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.retention import Keep, prune_all
from cloud_api.storage.tables.exchange import changes, facts
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wiring import prunings
from tests.cloud_api.kit import EVENING, SQLITE_ONLY, Shop
from tests.cloud_api.test_scopes import CALLERS

KEEP = Keep(changes=timedelta(days=14))
KINDS = (ChangeKind.PRODUCT, ChangeKind.OPERATOR, ChangeKind.STOP, ChangeKind.CRATE_MOVED)
FIELDS = {
    ChangeKind.PRODUCT: "sku",
    ChangeKind.OPERATOR: "id",
    ChangeKind.STOP: "wave_id",
    ChangeKind.CRATE_MOVED: "crate_id",
}
SCOPES = ((None, None), ("W1", None), ("W2", None), ("W1", "P1"))


class Follower:
    """Keeps the newest body of each thing, as a station does, and a list of what is told step by step."""

    def __init__(self, who: str) -> None:
        self.caller = CALLERS[who][0]
        self.cursor = 0
        self.known: dict[tuple[str, str], int] = {}
        self.snapshots = 0

    def follow(self, engine: Engine, pages: int) -> None:
        """Pull at most so many pages of two."""
        for _ in range(pages):
            with reading(engine) as connection:
                try:
                    page = change_page(connection, self.caller, self.cursor, 2, EVENING).message()
                except CursorBelowHorizonError:
                    self._skip(engine)
                    continue
            for change in page.changes:
                self._apply(change.kind, change.body)
            self.cursor = page.next_cursor
            if not page.more:
                return

    def _skip(self, engine: Engine) -> None:
        with reading(engine) as connection:
            head, *told, _ = (
                json.loads(line) for line in snapshot(connection, self.caller, EVENING).splitlines()
            )
        for change in told:
            self._apply(change["kind"], change["body"])
        self.cursor = head["cursor"]
        self.snapshots += 1

    def _apply(self, kind: str, body: dict[str, Any]) -> None:
        key = kind, body[FIELDS[ChangeKind(kind)]]
        self.known[key] = max(body["n"], self.known.get(key, 0)) if kind == "crate_moved" else body["n"]


_step = st.one_of(
    st.tuples(st.just("tell"), st.sampled_from(KINDS), st.integers(0, 2), st.sampled_from(SCOPES)),
    st.tuples(st.just("days"), st.integers(1, 9)),
    st.tuples(st.just("prune")),
    st.tuples(st.just("follow"), st.integers(1, 3)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_step, min_size=5, max_size=50), who=st.sampled_from(sorted(CALLERS)))
def test_whoever_stops_and_whatever_goes_the_end_is_the_same(
    engine: Engine, shop: Shop, steps: list[Any], who: str
) -> None:
    """But for what belonged to nights long past, which nobody is told any more."""
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM changes"))
        connection.execute(text("DELETE FROM change_horizons"))
    steady, stopping, number, now = Follower(who), Follower(who), 0, EVENING
    told_at: dict[tuple[str, str], Any] = {}
    for step in steps:
        if step[0] == "tell":
            number += 1
            _, kind, thing, scope = step
            body = {FIELDS[kind]: f"{thing}", "n": number}
            told_at[kind.value, f"{thing}"] = now
            with writing(engine) as connection:
                write_changes(connection, [NewChange(kind, body, *scope)], now)
            steady.follow(engine, 9)
        elif step[0] == "days":
            now += timedelta(days=step[1])
        elif step[0] == "prune":
            prune(engine, now, KEEP)
            steady.follow(engine, 9)
        else:
            stopping.follow(engine, step[1])
    stopping.follow(engine, 99)
    assert steady.snapshots == 0
    lasting = {"product", "operator"}
    alive = {key for key in steady.known if key[0] in lasting or told_at[key] >= now - KEEP.changes}
    assert {key: stopping.known[key] for key in alive} == {key: steady.known[key] for key in alive}
    assert stopping.cursor == steady.cursor


def _tell(engine: Engine, days_ago: float, *news: NewChange) -> None:
    with writing(engine) as connection:
        write_changes(connection, list(news), EVENING - timedelta(days=days_ago))


def test_old_changes_go_but_for_the_newest_word_on_what_lasts(
    engine: Engine, shop: Shop, monkeypatch: Any
) -> None:
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 3)
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM changes"))
    for days_ago, price in ((40, 1), (30, 2), (20, 3)):
        _tell(engine, days_ago, NewChange(ChangeKind.PRODUCT, {"sku": "A", "n": price}, None))
        _tell(engine, days_ago, NewChange(ChangeKind.OPERATOR, {"id": "x", "n": price}, "W1", "P1"))
        _tell(engine, days_ago, NewChange(ChangeKind.STOP, {"wave_id": str(price)}, "W1"))
    _tell(engine, 35, NewChange(ChangeKind.OPERATOR, {"id": "x", "n": 9}, "W1"))
    _tell(engine, 1, NewChange(ChangeKind.PRODUCT, {"sku": "A", "n": 4}, None))
    _tell(engine, 1, NewChange(ChangeKind.STOP, {"wave_id": "3"}, "W1"))
    gone = prune_all(engine, EVENING, KEEP, prunings())
    assert gone["changes"] == 8
    with reading(engine) as connection:
        left = connection.execute(select(changes.c.kind, changes.c.body).order_by(changes.c.cursor)).all()
        newest = connection.scalar(select(func.max(changes.c.cursor)))
        assert horizon(connection) == (newest or 0) - 2
    assert [(row.kind, row.body.get("n", row.body.get("wave_id"))) for row in left] == [
        ("operator", 3),
        ("operator", 9),
        ("product", 4),
        ("stop", "3"),
    ]
    assert prune_changes(engine, EVENING, KEEP) == 0


@SQLITE_ONLY
def test_nothing_is_touched_where_nothing_is_old(engine: Engine, shop: Shop) -> None:
    with reading(engine) as connection:
        before = connection.scalar(select(func.count()).select_from(changes))
    assert dict(prune(engine, shop.cloud.clock(), KEEP)) == {"changes": 0}
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(changes)) == before
        assert horizon(connection) == 0


def test_what_facts_said_goes_only_when_asked_and_the_chain_holds(shop: Shop, monkeypatch: Any) -> None:
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 2)
    desk, engine, clock = shop.cloud.desk(), shop.cloud.engine, shop.cloud.clock
    desk.push(*(desk.fact("TeaMade", {"cup": n}) for n in range(5)))
    clock.forward(days=20)
    desk.push(*(desk.fact("TeaMade", {"cup": n}) for n in range(2)))
    assert "fact_bodies" not in prune(engine, clock(), KEEP)
    keep = Keep(fact_bodies=timedelta(days=10))
    assert [prune(engine, clock(), keep)["fact_bodies"] for _ in range(2)] == [5, 0]
    chain = desk.call("GET", f"/v1/stations/{desk.station_id}/chain").json()
    told = (chain["checked_to"], chain["last_seq"], chain["broken_at"], chain["bodies_gone"])
    assert told == (7, 7, None, 5)


def test_a_row_that_was_touched_breaks_the_chain_where_it_was(shop: Shop) -> None:
    desk, engine = shop.cloud.desk(), shop.cloud.engine
    path = f"/v1/stations/{desk.station_id}/chain"
    assert shop.call("GET", path).json()["checked_to"] == 0
    desk.push(*(desk.fact("TeaMade", {"cup": n, "茶": 0.1}) for n in range(6)))
    assert [shop.call("GET", path, params={"after": n}).json()["broken_at"] for n in (0, 2, 6)] == [None] * 3
    assert shop.cloud.desk("工位 2").call("GET", path).status_code == 404
    with reading(engine) as connection:
        parts = [check_chain(connection, desk.station_id, after, 2) for after in (0, 2, 4)]
    assert [(part.checked_from, part.checked_to, part.broken_at) for part in parts] == [
        (1, 2, None),
        (3, 4, None),
        (5, 6, None),
    ]
    with writing(engine) as connection:
        connection.execute(update(facts).where(facts.c.seq == 4).values(body={"cup": 9}))
    broken = shop.call("GET", path).json()
    assert (broken["broken_at"], "was changed since" in broken["why"]) == (4, True)
    with writing(engine) as connection:
        connection.execute(facts.delete().where(facts.c.seq == 2))
    broken = shop.call("GET", path).json()
    assert (broken["broken_at"], "are missing" in broken["why"]) == (3, True)


def test_a_fact_that_never_fitted_is_named(shop: Shop) -> None:
    desk = shop.cloud.desk()
    desk.push(desk.fact("TeaMade", {}), desk.fact("TeaMade", {}, previous_hash="f" * 64))
    broken = shop.call("GET", f"/v1/stations/{desk.station_id}/chain").json()
    assert (broken["broken_at"], "refused when it came" in broken["why"]) == (2, True)
