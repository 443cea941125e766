"""One desk of the simulated floor as a process of its own, to be killed; run by tests.floor.night.

It takes one JSON line on standard input (who, where, how often to err, what lies in the crates already), a
second line when it may begin, and
prints one JSON line when its operator is signed in, for each mistake, each change of its crates and its end.
"""

import json
import sys
import traceback
from pathlib import Path
from random import Random
from typing import Any

from tests.floor.goods import Goods
from tests.floor.picker import Assortment, Picker
from tests.station.recovery.desk import HeadlessDesk, Seen, headless_settings


class FloorDesk(HeadlessDesk):
    """A bug of the station is told, not kept; on a PC shared with many desks a plan takes its time."""

    patience_s = 300.0

    def bug(self, error: Exception) -> None:
        tell({"bug": "".join(traceback.format_exception(error))})
        super().bug(error)


def tell(news: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(news) + "\n")
    sys.stdout.flush()


def work(order: dict[str, Any]) -> None:
    folder = Path(order["folder"])
    desk = FloorDesk(headless_settings(folder))
    goods = Goods()
    goods.take_json(order["goods"])
    desk.core.start()
    if order["code"]:
        desk.enrol(order["url"], order["code"], order["name"])
    desk.sign_in(order["badge"])
    tell({"signed_in": True})
    sys.stdin.readline()
    shelves = Assortment(order["gtins"], order["grams"], order["names"])
    picker = Picker(
        desk,
        folder / "station.db",
        shelves,
        order["share"],
        Random(order["seed"]),
        tell,
        order["counts_all"],
        goods,
    )
    picker.work()
    desk.wait("the end of sending", _all_is_sent, order["patience_s"])
    desk.core.stop()
    tell({"finished": True})


def _all_is_sent(seen: Seen) -> bool:
    return seen.sync is not None and seen.sync.connected and not seen.sync.waiting


def main() -> int:
    # The solver is the slowest import: every desk has it behind it when the night begins.
    import station.picking.planner  # noqa: F401

    tell({"ready": True})
    line = sys.stdin.readline()
    if line:
        work(json.loads(line))
    return 0


if __name__ == "__main__":
    sys.exit(main())
