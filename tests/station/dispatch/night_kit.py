"""A night for tests of dispatch: shops in a row north of the warehouse, vans, a desk on a real database."""

import shutil
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import PickupPoint, Van, Warehouse
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import PackState, RoutePlan, Stop, StopCrate
from hardware.check_digits import make_sscc
from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.commands.planning import OnBetter, PlanRoutes
from station.dispatch.commands.sheets import SheetOrder
from station.dispatch.commands.ways import Measure, measure_by
from station.dispatch.flow import DispatchFlow, SheetOutput
from station.dispatch.model.evaluator import evaluate
from station.dispatch.model.plan import Plan, Reason
from station.dispatch.model.problem import Locks, Problem
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import DispatchView, RouteView, StopView
from station.kernel.clock import SettableClock
from station.kernel.ids import CycleId, OperatorId, StationId, WaveId
from station.kernel.messages import Texts
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.storage import tables
from station.storage.database import Database
from station.sync import shipments

T = TypeVar("T")
RESOURCES = Path(__file__).parents[3] / "resources"
STATION = StationId(UUID("01900000-0000-7000-8000-0000000000d1"))
CYCLE = CycleId(UUID("01900000-0000-7000-8000-00000000c001"))
CUT_OFF = datetime(2026, 6, 18, 14, 0, tzinfo=UTC)
"""22:00 in Beijing: the delivery day is 19 June."""
ZONE = ZoneInfo("Asia/Shanghai")
LI = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000bb")), "李梅", "7700000020")
SITE = Warehouse(code="W1", name="朝阳仓", latitude=39.90, longitude=116.40)
STEP_DEGREES = 0.02
"""About 2.2 km to the north, from shop to shop."""


def wave(number: int) -> WaveId:
    """The wave of stop `number`."""
    return WaveId(UUID(int=(0x01900000_0000_7000_8000 << 48) + number))


def crate_id(number: int, crate: int) -> UUID:
    """A crate of stop `number`."""
    return UUID(int=(0x01900000_0000_7000_8000 << 48) + number * 1_000 + crate + 0xC0000)


def van(number: int, **values: Any) -> Van:
    """Van `number`: 500 kg, 3 m³, 04:00 to 11:00."""
    known: dict[str, Any] = {"plate": f"京A·2130{number}"}
    known |= {"weight_g": 500_000, "volume_ml": 3_000_000, "driver": f"司机{number}", "phone": "13800138000"}
    return Van(code=f"V{number}", warehouse="W1", **{**known, **values})


def stop(number: int, *, crates: int = 0, weight_g: int = 100_000, **values: Any) -> Stop:
    """Stop `number`: its shop lies that many steps north; values of a PickupPoint may be given."""
    place = {"latitude": 39.90 + STEP_DEGREES * number, "longitude": 116.40}
    return Stop(
        wave_id=wave(number),
        number=number,
        cycle_id=CYCLE,
        cycle_name="6月18日 晚",
        pickup_point=PickupPoint(
            code=f"P{number:03d}", name=f"店{number}", warehouse="W1", **{**place, **values}
        ),
        orders=10,
        pieces=40,
        weight_g=weight_g,
        volume_ml=400_000,
        zones=(Zone.AMBIENT, Zone.CHILLED),
        state=PackState.PACKED if crates else PackState.WAITING,
        crates=tuple(
            StopCrate(
                crate_id=crate_id(number, each),
                sscc=make_sscc(0, "9520001", number * 100 + each),
                number=each,
                zone=Zone.AMBIENT,
                pieces=10,
                weight_g=9_000,
                closed=True,
            )
            for each in range(1, crates + 1)
        ),
        cut_off_at=CUT_OFF,
    )


def body(message: Any) -> dict[str, Any]:
    """As it comes from the cloud."""
    found: dict[str, Any] = message.model_dump(mode="json")
    return found


def in_turn(
    problem: Problem,
    seconds: float,
    on_better: OnBetter,
    stop: threading.Event,
    start: Plan | None,
    locks: Locks,
) -> Plan:
    """A plain planner: locks first, then each stop to the van with the fewest, heaviest ignored."""
    kept = start or Plan(tuple(() for _ in problem.vans))
    routes = [list(route) if at in locks.vans else [] for at, route in enumerate(kept.routes)]
    placed = {stop for route in routes for stop in route}
    pins = dict(locks.stops)
    free = [at for at in range(len(problem.vans)) if at not in locks.vans]
    unserved: list[tuple[int, Reason]] = []
    for at, each in enumerate(problem.stops):
        if at in placed:
            continue
        if at in locks.left_out:
            unserved.append((at, Reason.LEFT_OUT))
        elif not each.has_position:
            unserved.append((at, Reason.NO_POSITION))
        elif each.weight_g > max((one.weight_g for one in problem.vans), default=0):
            unserved.append((at, Reason.TOO_HEAVY))
        elif at in pins:
            routes[pins[at]].append(at)
        elif free:
            routes[min(free, key=lambda one: len(routes[one]))].append(at)
        else:
            unserved.append((at, Reason.NO_ROOM))
    plan = Plan(tuple(map(tuple, routes)), tuple(unserved))
    on_better(plan, evaluate(problem, plan))
    return plan


def blank_database(folder: Path) -> Path:
    """A database in `folder`; the tables are made once for all tests of a session, which takes a while."""
    path, blank = folder / "station.db", folder.parent / "blank-station.db"
    if not blank.exists():
        Database(blank).close()
    if not path.exists():
        shutil.copyfile(blank, path)
    return path


class ScriptedCloud:
    """Takes vans; can be out of reach."""

    def __init__(self) -> None:
        self.vans: list[Van] = []
        self.calls = 0
        self.trouble: Trouble | None = None

    def put_vans(self, vans: Sequence[Van]) -> None:
        self.calls += 1
        if self.trouble:
            raise self.trouble
        self.vans.extend(vans)


class KeptSheets:
    """Remembers what was to be saved or printed."""

    def __init__(self) -> None:
        self.orders: list[SheetOrder] = []

    def save(self, order: SheetOrder, folder: Path) -> Path:
        self.orders.append(order)
        return folder / "sheets.pdf"

    def print(self, order: SheetOrder) -> None:
        self.orders.append(order)


class NightDesk:
    """A dispatch desk with its flow on a real database file; `restart` is what a crash leaves behind."""

    def __init__(
        self,
        folder: Path,
        *,
        stops: Sequence[Stop] = (),
        vans: Sequence[Van] = (),
        site: Warehouse | None = SITE,
        plan_routes: PlanRoutes = in_turn,
        measure: Measure | None = None,
        held: bool = False,
        press: SheetOutput | None = None,
    ) -> None:
        """`held` keeps slow work waiting until `finish`; `press` makes the sheets, else they are kept."""
        self.path = blank_database(folder)
        self.clock = SettableClock(CUT_OFF)
        self.cloud = ScriptedCloud()
        self.sheets = KeptSheets()
        self._press: SheetOutput = press or self.sheets
        self.shown: list[DispatchView] = []
        self.acts = 0
        self.held = held
        self.waiting: list[Callable[[], None]] = []
        self._plan_routes = plan_routes
        self._measure = measure or measure_by("estimate")
        self._open(stops, vans, site)

    def restart(self) -> DispatchView:
        """Forget everything that is not on the disk and start again."""
        self.close()
        return self._open()

    def close(self) -> None:
        self.desk.database.close()

    def tell(self, kind: ChangeKind, message: Any) -> None:
        """A change comes down from the cloud."""
        self.clock.advance(1)
        with self.desk.database.act() as connection:
            shipments.appliers()[kind](connection, body(message), self.clock.now())
        self.flow.changes_applied({kind.value})

    def finish(self) -> None:
        """Do the slow work that was held."""
        waiting, self.waiting = self.waiting, []
        for work in waiting:
            work()

    def facts(self, kind: str) -> list[str]:
        """Bodies of the facts of a kind."""
        with self.desk.database.look() as connection:
            rows = select(tables.fact.c.body).where(tables.fact.c.kind == kind).order_by(tables.fact.c.seq)
            return list(connection.execute(rows).scalars())

    def _open(
        self, stops: Sequence[Stop] = (), vans: Sequence[Van] = (), site: Warehouse | None = None
    ) -> DispatchView:
        self.desk = DispatchDesk(
            Database(self.path), self.clock, STATION, "W1", ZONE, Texts(RESOURCES / "texts", "en"), LI
        )
        with self.desk.database.act() as connection:
            self._fill(connection, stops, vans, site)
        self.flow = DispatchFlow(
            self.desk,
            self._measure,
            self._plan_routes,
            self.cloud,
            self._press,
            self._aside,
            lambda work: work(),
            self.shown.append,
            self._acted,
            "优邻站",
            5.0,
        )
        return self.flow.open()

    def _fill(
        self, connection: Connection, stops: Sequence[Stop], vans: Sequence[Van], site: Warehouse | None
    ) -> None:
        now = self.clock.now()
        if site is not None:
            shipments.keep_warehouse(connection, body(site), now)
        for each in vans:
            shipments.keep_van(connection, body(each), now)
        for one in stops:
            shipments.keep_stop(connection, body(one), now)
        if connection.execute(select(tables.station.c.id)).first() is None:
            connection.execute(insert(tables.station).values(**_station(now)))

    def _acted(self) -> None:
        self.acts += 1

    def _aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except Trouble as trouble:
                failed(trouble)
            else:
                done(result)

        if self.held:
            self.waiting.append(run)
        else:
            run()


def _station(at: datetime) -> dict[str, Any]:
    return {
        "id": STATION,
        "name": "调度 1",
        "role": "dispatch",
        "roles": "dispatch",
        "warehouse": "W1",
        "warehouse_name": "朝阳仓",
        "time_zone": "Asia/Shanghai",
        "brand": "优邻站",
        "cloud_url": "http://127.0.0.1:1",
        "enrolled_at": at,
    }


def route(view: DispatchView, van: str) -> RouteView:
    """The route of a van."""
    return next(each for each in view.routes if each.van == van)


def waves(view: DispatchView, van: str) -> list[int]:
    """Numbers of the stops of a van, in order."""
    return [int(each.code[1:]) for each in route(view, van).stops]


def stop_view(view: DispatchView, number: int) -> StopView:
    """A stop on its route."""
    return next(each for one in view.routes for each in one.stops if each.wave_id == wave(number))


def left(view: DispatchView) -> dict[int, str]:
    """Numbers of the stops on no route, with the reason."""
    return {int(each.code[1:]): each.reason.text for each in view.unserved}


Make = Callable[..., NightDesk]


def verdict(view: DispatchView) -> Verdict:
    """What the desk answered last."""
    assert view.answer is not None
    return view.answer.verdict


def published(night: NightDesk) -> RoutePlan:
    """The plan of the latest fact."""
    return RoutePlan.model_validate_json(night.facts("RoutesPublished")[-1])
