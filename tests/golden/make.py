"""Writes the golden files of a release, which then never change: `python -m tests.golden.make 0.1.0`."""

import contextlib
import json
import sqlite3
import sys
import tempfile
from pathlib import Path

from station.sync import outbox
from tests.station.kit import Bench, gtin, lease_of, product

HERE = Path(__file__).parent


def main(release: str) -> None:
    """A desk in the middle of a wave: its database as SQL, its wire messages as JSON."""
    folder = HERE / release
    folder.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch))
        lease = lease_of([product(1), product(2)], [{"S1": 2}, {"S1": 1, "S2": 1}], bench.clock)
        bench.lender.leases.append(lease)
        view = bench.take()
        bench.scan(gtin(1))
        bench.scan(view.crates[0].sscc)
        bench.scan(gtin(1))
        with bench.desk.database.look() as connection:
            facts = [fact.model_dump(mode="json") for fact in outbox.waiting(connection, 100)]
        bench.close()
        with contextlib.closing(sqlite3.connect(bench.path)) as database:
            (folder / "station.sql").write_text("\n".join(database.iterdump()) + "\n", encoding="utf-8")
    wire = {"lease": lease.model_dump(mode="json"), "facts": facts}
    text = json.dumps(wire, ensure_ascii=False, indent=1)
    (folder / "wire.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
