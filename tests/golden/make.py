"""Writes the golden files of a release, which then never change: `python -m tests.golden.make 0.1.0`."""

import contextlib
import json
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.golden import changes, stations
from tests.golden.messages import example, messages
from tests.golden.stations import Left

HERE = Path(__file__).parent


def main(release: str) -> None:
    """Stations of each kind in the middle of their work: their databases as SQL, all messages as JSON."""
    folder = HERE / release
    folder.mkdir()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        desk, lease = stations.picking_desk(scratch)
        left = {
            "station": desk,
            "dispatch": stations.dispatch_desk(scratch),
            "loading": stations.loading_dock(scratch),
            "pickup": stations.shop_till(scratch),
        }
        for kind, each in left.items():
            _write_database(each, folder / f"{kind}.sql")
        chains = [*left.values(), stations.whole_wave(scratch), stations.floor_desk(scratch)]
        wire = {
            "lease": lease.model_dump(mode="json"),
            "facts": [{"station_id": str(each.station_id), "facts": each.facts} for each in chains],
            "changes": changes.page(scratch).model_dump(mode="json"),
            "enrolled": changes.enrolled().model_dump(mode="json"),
            "shop_key": changes.shop_key().model_dump(mode="json"),
        }
    _write_messages(wire, folder / "wire.json")
    _write_messages({name: example(each) for name, each in messages()}, folder / "messages.json")


def _write_messages(told: dict[str, Any], file: Path) -> None:
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _write_database(left: Left, file: Path) -> None:
    with contextlib.closing(sqlite3.connect(left.database)) as database:
        file.write_text("\n".join(database.iterdump()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
