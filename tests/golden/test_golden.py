"""What earlier releases wrote must still be read: databases of stations, messages on the wire."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from cloud_api.wire.exchange import GENESIS_HASH, Fact, fact_hash
from cloud_api.wire.facts import FACT_BODIES, FactKind
from cloud_api.wire.waves import Lease
from station.picking.model.view import Step
from tests.station.kit import STATION, Bench, gtin

HERE = Path(__file__).parent
RELEASES = sorted(path.name for path in HERE.iterdir() if (path / "station.sql").exists())


def test_there_is_a_release() -> None:
    assert "0.1.0" in RELEASES


@pytest.mark.parametrize("release", RELEASES)
def test_a_station_goes_on_where_it_stopped(release: str, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "station.db")) as database:
        database.executescript((HERE / release / "station.sql").read_text(encoding="utf-8"))
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
def test_messages_of_a_release_are_understood(release: str) -> None:
    wire = json.loads((HERE / release / "wire.json").read_text(encoding="utf-8"))
    assert Lease.model_validate(wire["lease"]).wave.orders
    previous = GENESIS_HASH
    for raw in wire["facts"]:
        fact = Fact.model_validate(raw)
        FACT_BODIES[FactKind(fact.kind)].model_validate(fact.body)
        assert fact.previous_hash == previous
        previous = fact_hash(
            fact_id=fact.id,
            station_id=STATION,
            seq=fact.seq,
            operator_id=fact.operator_id,
            happened_at=fact.happened_at,
            kind=fact.kind,
            version=fact.version,
            body=fact.body,
            previous_hash=fact.previous_hash,
        )
