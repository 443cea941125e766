"""Bench of a desk in a grown database: the rows of twelve desks' night lie in it, and scans go on as before.

A desk picks two waves; the rows of the first, which is done, are then laid into its file as often as twelve
desks of the reference night would have. The same desk goes on scanning, beside a fresh one.
"""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.machine import computing_ms
from tests.bench.rows import percentile, row
from tests.bench.scene import Scene, display, set_scene

ORDERS, PICKUP_POINTS = 6_000, 20
FIRST_SCANS, SCANS = 1_200, 1_500
NIGHT_SCANS = 250_000
"""Twelve desks, 200 waves, about two scans a put of 112,000, and the closing of crates."""
PAUSE_MS = (10, 30)
FRAME_MS = 1000 / 60
_AGAIN = "printf('%04x', :turn) || substr({column}, 5)"
"""The same id with another beginning: rows of one turn still name each other."""
_SSCC_AGAIN = "printf('%05d', :turn) || substr(sscc, 6)"
_OF_WAVE = "(SELECT id FROM wave WHERE state = 'completed')"
_OF_CRATE = f"(SELECT id FROM crate WHERE wave_id IN {_OF_WAVE})"
_OF_PUT = f"(SELECT id FROM put WHERE wave_id IN {_OF_WAVE})"
_COPIED = (
    ("wave", ("id",), f"id IN {_OF_WAVE}"),
    ("crate", ("id", "wave_id"), f"wave_id IN {_OF_WAVE}"),
    ("crate_line", ("crate_id",), f"crate_id IN {_OF_CRATE}"),
    ("slot", ("crate_id",), f"crate_id IN {_OF_CRATE}"),
    ("scan", ("id", "wave_id"), f"wave_id IN {_OF_WAVE}"),
    ("put", ("id", "wave_id", "crate_id", "scan_id"), f"wave_id IN {_OF_WAVE}"),
    ("put_taken", ("put_id",), f"put_id IN {_OF_PUT}"),
    ("print_job", ("id", "crate_id"), f"crate_id IN {_OF_CRATE}"),
    ("crate_step", ("crate_id",), f"crate_id IN {_OF_CRATE}"),
    ("fact", ("id",), "state = 'accepted'"),
)
"""Table, its ids, and which of its rows are laid in again."""


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for scans at the full desk, beside the same number at a fresh one in the same run."""
    with (
        set_scene(scratch / "scene", orders=ORDERS, pickup_points=PICKUP_POINTS) as scene,
        display(scratch / "display") as screen,
    ):
        os.environ["DISPLAY"], os.environ["QT_QPA_PLATFORM"] = screen.name, "xcb"
        settings = scene.new_desk(scratch / "full")
        scene.operator(settings, scans=FIRST_SCANS)
        file = scratch / "full" / "station.db"
        held = fill(file, NIGHT_SCANS)
        full = _scans(scene, settings, enrol_code="")
        fresh = _scans(scene, scene.new_desk(scratch / "fresh"))
        size_mb = file.stat().st_size / 1e6
    name = f"desk with {held} scans in its file ({size_mb:.0f} MB): scan → verdict painted, {SCANS} scans"
    return [
        *(
            row(f"{name}, {what}", percentile(full, share), "ms", "a fresh desk", percentile(fresh, share))
            for what, share in (("p50", 0.5), ("p99", 0.99))
        ),
        row(f"{name}, above {FRAME_MS:.1f} ms", _late(full), "%", "a fresh desk", max(_late(fresh), 0.001)),
        row(f"{name}, p99", percentile(full, 0.99), "ms", "computing as long as the p50, p99", _plain(full)),
    ]


def fill(file: Path, scans: int) -> int:
    """Lay the rows of the waves that are done into `file` again until it holds `scans`; how many it holds."""
    with closing(sqlite3.connect(file)) as database, database:
        done, held = (
            database.execute(f"SELECT count(*) FROM scan{where}").fetchone()[0]
            for where in (f" WHERE wave_id IN {_OF_WAVE}", "")
        )
        assert done, "no wave is done yet"
        turns = -(-(scans - held) // done)
        for table, ids, where in _COPIED:
            database.execute(f"CREATE TEMP TABLE again AS SELECT * FROM {table} WHERE {where}")
            names, values = _as_another(database, table, ids)
            for turn in range(1, turns + 1):
                database.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM again", {"turn": turn})
            database.execute("DROP TABLE again")
        held = database.execute("SELECT count(*) FROM scan").fetchone()[0]
        return int(held)


def _as_another(database: sqlite3.Connection, table: str, ids: tuple[str, ...]) -> tuple[str, str]:
    """Columns, and their values in another turn: ordinals are given anew, facts stand before the first."""
    values: Mapping[str, str] = {
        column: _AGAIN.format(column=column) if column in ids else f'"{column}"'
        for _, column, *_ in database.execute(f"PRAGMA table_info({table})")
        if column != "ordinal" or table == "put_taken"
    }
    own = {"sscc": _SSCC_AGAIN, "seq": "seq - :turn * 1000000"}
    changed = {column: own.get(column, value) for column, value in values.items()}
    return ", ".join(f'"{column}"' for column in changed), ", ".join(changed.values())


def _scans(scene: Scene, settings: Path, **wishes: Any) -> list[float]:
    taken = scene.operator(settings, scans=SCANS, pause_ms=PAUSE_MS, **wishes)["latencies_ms"]
    return list(taken)


def _late(taken: list[float]) -> float:
    return 100 * sum(each > FRAME_MS for each in taken) / len(taken)


def _plain(taken: list[float]) -> float:
    return percentile(computing_ms(percentile(taken, 0.5)), 0.99)
