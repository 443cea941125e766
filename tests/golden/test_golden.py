"""What earlier releases wrote must still be read: databases of stations, messages on the wire."""

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from cloud_api.wire.exchange import GENESIS_HASH, ChangeKind, ChangePage, Fact, fact_hash
from cloud_api.wire.facts import FACT_BODIES, FactKind
from cloud_api.wire.pickup import ShopKey
from cloud_api.wire.stations import Enrolled, Role
from cloud_api.wire.waves import Lease
from hardware.codes import make_route_code
from station.kernel.clock import SettableClock
from station.kernel.ids import WaveId
from station.loading.model.verdicts import Verdict as Loading
from station.picking.model.view import Step
from station.pickup.model.verdicts import Verdict as Pickup
from station.pickup.store.changes import APPLY
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox, shipments
from tests.golden.changes import BODIES
from tests.golden.messages import example, messages
from tests.golden.stations import CRATES, GIVEN_OUT, WAITING
from tests.station.dispatch.night_kit import NightDesk, left, waves
from tests.station.kit import Bench, gtin
from tests.station.loading.dock import Dock
from tests.station.loading.dock import verdict as answer_of
from tests.station.pickup.kit import Till, code, uid
from tests.station.pickup.test_receiving import verdict

HERE = Path(__file__).parent
RELEASES = sorted(path.name for path in HERE.iterdir() if (path / "station.sql").exists())

NEW_ROWS = {
    "dispatch": {"stop": 5, "stop_crate": 7, "route_plan": 1, "route": 2, "operator": 1},
    "pickup": {"operator": 1, "collection": 1},
}
"""What the changes of a release add to the rows of its stations."""


def test_there_is_a_release() -> None:
    assert "0.1.0" in RELEASES


def _database(release: str, kind: str, file: Path) -> Path:
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.executescript((HERE / release / f"{kind}.sql").read_text(encoding="utf-8"))
    return file


def _wire(release: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / release / "wire.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("release", RELEASES)
def test_a_picking_desk_goes_on_where_it_stopped(release: str, tmp_path: Path) -> None:
    _database(release, "station", tmp_path / "station.db")
    bench = Bench(tmp_path, enrolled=True)
    view = bench.flow.view()
    assert (view.step, [tile.put for tile in view.crates]) == (Step.PUT, [1, 0])
    assert view.product is not None
    assert (view.product.sku, view.product.in_hand) == ("S1", 1)
    view = bench.scan(view.crates[0].sscc)
    assert [tile.put for tile in view.crates] == [2, 0]
    assert bench.scan(gtin(1)).step is Step.PUT
    bench.close()


@pytest.mark.parametrize("release", RELEASES)
def test_a_dispatch_desk_knows_its_plan_and_what_was_moved_since(release: str, tmp_path: Path) -> None:
    _database(release, "dispatch", tmp_path / "station.db")
    night = NightDesk(tmp_path, site=None)
    view = night.flow.view()
    assert (waves(view, "V1"), waves(view, "V2"), left(view)) == ([3], [1, 2, 4], {})
    night.flow.publish()
    plans = [json.loads(body) for body in night.facts("RoutesPublished")]
    assert [plan["version"] for plan in plans] == [1, 2]
    night.close()


@pytest.mark.parametrize("release", RELEASES)
def test_a_loading_dock_goes_on_with_its_van(release: str, tmp_path: Path) -> None:
    _database(release, "loading", tmp_path / "station.db")
    dock = Dock(tmp_path, enrolled=True)
    view = dock.flow.view()
    assert [(row.number, row.on, row.crates) for row in view.routes] == [(1, 3, 5), (2, 1, 2)]
    assert [bool(row.departed) for row in view.routes] == [False, True]
    dock.scan(make_route_code(1001))
    first = dock.shops[0][0]
    assert [answer_of(dock.scan(first.sscc(number))) for number in (1, 2)] == [
        Loading.LOADED,
        Loading.ALL_LOADED,
    ]
    dock.close()


@pytest.mark.parametrize("release", RELEASES)
def test_a_till_knows_who_had_what(release: str, tmp_path: Path) -> None:
    till = Till(tmp_path, _database(release, "pickup", tmp_path / "golden.db"), enrolled=True)
    assert verdict(till.type(code(GIVEN_OUT.number))) is Pickup.COLLECTED_ALREADY
    assert verdict(till.type(code(WAITING.number))) is Pickup.CUSTOMER_FOUND
    assert verdict(till.confirm()) is Pickup.HANDED_OVER
    receipt = till.flow.receive(WaveId(uid("wave", 1))).receiving
    assert receipt is not None
    assert ([tile.number for tile in receipt.tiles], receipt.missing) == ([c.number for c in CRATES], ())
    till.close()


@pytest.mark.parametrize("release", RELEASES)
def test_leases_and_enrolments_of_a_release_are_understood(release: str) -> None:
    wire = _wire(release)
    assert Lease.model_validate(wire["lease"]).wave.orders
    assert Enrolled.model_validate(wire["enrolled"]).roles == (Role.WAREHOUSE, Role.DISPATCH, Role.PICKUP)
    assert len(bytes.fromhex(ShopKey.model_validate(wire["shop_key"]).key)) == 32


@pytest.mark.parametrize("release", RELEASES)
def test_changes_of_a_release_are_understood(release: str) -> None:
    for change in ChangePage.model_validate(_wire(release)["changes"]).changes:
        if change.kind in BODIES:
            understood = BODIES[change.kind].model_validate(change.body)
            assert understood.model_dump(mode="json", exclude_unset=True) == change.body


@pytest.mark.parametrize("release", RELEASES)
def test_facts_of_a_release_are_understood_and_their_chain_holds(release: str) -> None:
    for chain in _wire(release)["facts"]:
        previous = GENESIS_HASH
        for raw in chain["facts"]:
            fact = Fact.model_validate(raw)
            FACT_BODIES[FactKind(fact.kind)].model_validate(fact.body)
            assert fact.previous_hash == previous
            previous = _hash(fact, UUID(chain["station_id"]))


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("kind", ["dispatch", "pickup"])
def test_changes_of_a_release_are_applied(release: str, kind: str, tmp_path: Path) -> None:
    own_kinds = shipments.appliers() if kind == "dispatch" else APPLY
    appliers = {str(each): apply for each, apply in own_kinds.items()}
    told = ChangePage.model_validate(_wire(release)["changes"])
    own = [change for change in told.changes if change.kind in inbox.APPLY or change.kind in appliers]
    database = Database(_database(release, kind, tmp_path / "station.db"))
    before = _counts(database)
    with database.act() as connection:
        inbox.apply_page(
            connection, told.model_copy(update={"changes": own}), SettableClock().now(), appliers
        )
    with database.look() as connection:
        assert [notice.kind for notice in inbox.recent_notices(connection, 9)] == ["waves_ready"]
    more = {name: count - before[name] for name, count in _counts(database).items() if count > before[name]}
    assert more == NEW_ROWS[kind]
    database.close()


def test_the_newest_release_holds_every_kind_of_message() -> None:
    wire = _wire(RELEASES[-1])
    assert {fact["kind"] for chain in wire["facts"] for fact in chain["facts"]} == set(FactKind)
    assert {change["kind"] for change in wire["changes"]["changes"]} == set(ChangeKind)


def _counts(database: Database) -> dict[str, int]:
    """Rows of each table about routes, loading and handing over."""
    counted = (
        *(tables.warehouse_site, tables.van, tables.stop, tables.stop_crate, tables.route_plan, tables.route),
        *(tables.delivery, tables.delivery_crate, tables.pickup_order, tables.pickup_line),
        *(tables.collection, tables.operator),
    )
    with database.look() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in counted
        }


def _hash(fact: Fact, station_id: UUID) -> str:
    return fact_hash(
        fact_id=fact.id,
        station_id=station_id,
        seq=fact.seq,
        operator_id=fact.operator_id,
        happened_at=fact.happened_at,
        kind=fact.kind,
        version=fact.version,
        body=fact.body,
        previous_hash=fact.previous_hash,
    )


def _messages(release: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / release / "messages.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("release", RELEASES)
def test_every_message_of_a_release_is_still_read(release: str) -> None:
    known = dict(messages())
    for name, told in _messages(release).items():
        assert known[name].model_validate(told), name


def test_the_newest_release_holds_an_example_of_every_message() -> None:
    told = _messages(RELEASES[-1])
    assert told == {name: example(message) for name, message in messages()}
