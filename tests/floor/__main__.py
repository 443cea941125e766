"""Run a night on the simulated floor and print what was found: `python -m tests.floor --orders 50000`."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from station.demo.day import build_day
from tests.floor.night import Plan, night
from tests.floor.truth import check_night
from tests.journeys.kit import SmallDay, fed_cloud

DATA = Path(__file__).parents[2] / "resources" / "demo"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.floor", description=__doc__)
    parser.add_argument(
        "--orders", type=int, default=2_000, help="orders of the night; the reference is 50000"
    )
    parser.add_argument("--points", type=int, default=200, help="pickup points, a wave each")
    parser.add_argument("--desks", type=int, default=12)
    parser.add_argument("--mistakes", type=float, default=0.05, help="share of acts that go wrong")
    parser.add_argument("--crashes", type=int, default=12, help="PCs that lose their power")
    parser.add_argument("--cuts", type=int, default=6, help="times the network goes away, 10 s each")
    parser.add_argument("--divided", type=int, default=10, help="of the largest waves, picked in two parts")
    parser.add_argument("--paired", type=int, default=10, help="pairs of the smallest waves, in one walk")
    parser.add_argument("--count-all", action="store_true", help="scan each piece behind the scale")
    parser.add_argument(
        "--limit-min", type=float, default=120, help="minutes after which the night has failed"
    )
    options = parser.parse_args()
    day = build_day(DATA, orders=options.orders, seed=1, now=datetime.now(UTC), pickup_points=options.points)
    limit_s = options.limit_min * 60
    plan = Plan(
        options.desks,
        options.mistakes,
        options.crashes,
        options.cuts,
        10.0,
        limit_s,
        divided=options.divided,
        paired=options.paired,
        counts_all=options.count_all,
    )
    with tempfile.TemporaryDirectory() as folder:
        small = SmallDay(day.catalogue, day.cycle, tuple(day.orders))
        with fed_cloud(Path(folder) / "cloud", small) as cloud, night(cloud, Path(folder), plan) as floor:
            sys.stdout.write(floor.account.table() + "\n")
            sys.stdout.write(check_night(floor).words() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
