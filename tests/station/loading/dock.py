"""A night at the dock: routes as the cloud tells them, a loading desk on a real database file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Operator, PickupPoint, Van
from cloud_api.wire.exchange import ChangeKind, ChangePage
from cloud_api.wire.facts import FACT_BODIES, FactKind, VanDeparted
from cloud_api.wire.routes import (
    CrateMove,
    CrateMoved,
    PackState,
    Route,
    RouteDeparted,
    RoutePlan,
    RouteStop,
    Stop,
    StopCrate,
)
from hardware.codes import make_badge, make_route_code, make_sscc, read_code
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, RouteId, StationId, new_uuid
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.loading.commands.desk import Desk
from station.loading.flow import LoadingFlow
from station.loading.model.verdicts import Verdict
from station.loading.model.view import LoadingView
from station.people.badges import BadgeHolder
from station.people.override import OverrideTalk
from station.people.pins import PinDesk
from station.picking.commands.desk import Picker
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox, shipments
from tests.station.kit import CHEAP, SUPERVISOR_PIN, Door, at_once

STATION = StationId(UUID("01900000-0000-7000-8000-000000000011"))
OTHER_STATION = UUID("01900000-0000-7000-8000-000000000012")
LOADER = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000bb")), "赵强", make_badge(21))
CHIEF_ID = UUID("01900000-0000-7000-8000-0000000000cc")
CHIEF, HELPER = make_badge(31), make_badge(32)
GONE_HOME = make_badge(33)
ZONES = (Zone.AMBIENT, Zone.CHILLED, Zone.FROZEN)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class Shop:
    """A stop with its crates, as it is told and scanned."""

    stop: Stop

    def sscc(self, number: int) -> str:
        return self.stop.crates[number - 1].sscc

    def crate_id(self, number: int) -> UUID:
        return self.stop.crates[number - 1].crate_id

    def state(self, packing: PackState) -> Stop:
        """The same stop, as far as its wave is."""
        crates = () if packing is PackState.WAITING else self.stop.crates
        closed = packing is PackState.PACKED
        told = tuple(crate.model_copy(update={"closed": closed}) for crate in crates)
        return self.stop.model_copy(update={"state": packing, "crates": told})


def shop(number: int, crates: int, cycle_id: UUID, cycle: str = "6月18日 晚", serial: int = 0) -> Shop:
    """Shop `number` with packed crates; `serial` is that of its first one."""
    point = PickupPoint(code=f"P{number:03d}", name=f"{number}号店", warehouse="W1")
    told = Stop(
        wave_id=new_uuid(),
        number=number,
        cycle_id=cycle_id,
        cycle_name=cycle,
        pickup_point=point,
        orders=crates * 4,
        pieces=crates * 12,
        weight_g=crates * 8000,
        volume_ml=crates * 30000,
        zones=ZONES,
        state=PackState.PACKED,
        crates=tuple(
            StopCrate(
                crate_id=new_uuid(),
                sscc=make_sscc(0, "9520001", serial + each),
                number=each,
                zone=ZONES[each % 3],
                pieces=12,
                weight_g=8000,
                closed=True,
            )
            for each in range(1, crates + 1)
        ),
    )
    return Shop(told)


def route_of(number: int, shops: Sequence[Shop], departs_at: datetime) -> Route:
    """Route `number` of van V<number> to these shops in order."""
    return Route(
        route_id=new_uuid(),
        number=number,
        code=make_route_code(1000 + number),
        van=f"V{number}",
        departs_at=departs_at,
        returns_at=departs_at + timedelta(hours=4),
        metres=40_000,
        stops=tuple(
            RouteStop(
                wave_id=each.stop.wave_id,
                pickup_point=each.stop.pickup_point.code,
                arrives_at=departs_at + timedelta(minutes=20 * place),
                leaves_at=departs_at + timedelta(minutes=20 * place + 5),
                metres_before=4000,
                weight_g=each.stop.weight_g,
                volume_ml=each.stop.volume_ml,
            )
            for place, each in enumerate(shops, start=1)
        ),
    )


@cache
def _empty_database() -> bytes:
    """A database file with today's tables: migrating one for each test takes most of its time."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        Database(path).close()
        return path.read_bytes()


class Dock:
    """A desk with its flow on a real database file; `restart` is what a crash leaves behind."""

    def __init__(
        self,
        folder: Path,
        crates: Sequence[Sequence[int]] = ((2, 1, 2), (1, 1)),
        *,
        enrolled: bool = False,
    ) -> None:
        """`crates` counts those of each stop of each route, in driving order.

        `enrolled` says that the database in `folder` knows its station already.
        """
        self.path = folder / "station.db"
        self.clock = SettableClock()
        self.shown: list[LoadingView] = []
        self.acts = 0
        self.at = 0.0
        self.cursor = 0
        self.cycle_id = new_uuid()
        self.shops = self._shops(crates)
        departs_at = self.clock.now() + timedelta(hours=3)
        self.routes = [
            route_of(number, shops, departs_at + timedelta(minutes=10 * number))
            for number, shops in enumerate(self.shops, start=1)
        ]
        self.version = 0
        if not enrolled:
            self.path.write_bytes(_empty_database())
        self._open()
        if not enrolled:
            self._enrol()

    def _shops(self, crates: Sequence[Sequence[int]]) -> list[list[Shop]]:
        numbers = iter(range(1, 1000))
        return [
            [shop(number := next(numbers), count, self.cycle_id, serial=number * 100) for count in counts]
            for counts in crates
        ]

    def _enrol(self) -> None:
        with self.desk.database.act() as connection:
            connection.execute(
                insert(tables.station).values(
                    id=STATION,
                    name="月台 1",
                    role="warehouse",
                    warehouse="W1",
                    warehouse_name="一号仓",
                    time_zone="Asia/Shanghai",
                    brand="优邻站",
                    cloud_url="http://127.0.0.1:1",
                    enrolled_at=self.clock.now(),
                )
            )
        for name, badge, supervisor, active in (
            ("陈主管", CHIEF, True, True),
            ("小周", HELPER, False, True),
            ("老孙", GONE_HOME, True, False),
        ):
            person = Operator(
                id=CHIEF_ID if badge == CHIEF else new_uuid(),
                name=name,
                badge=badge,
                warehouse="W1",
                supervisor=supervisor,
                active=active,
            )
            self.tell((ChangeKind.OPERATOR, person))

    def publish(self, routes: Sequence[Route] | None = None) -> LoadingView:
        """The cloud tells vans, stops and the newest plan."""
        self.routes = list(routes) if routes is not None else self.routes
        self.version += 1
        vans = [
            Van(code=f"V{n}", plate=f"京A{n:05d}", driver=f"司机{n}", warehouse="W1", weight_g=1, volume_ml=1)
            for n in range(1, len(self.routes) + 1)
        ]
        plan = RoutePlan(
            plan_id=new_uuid(), cycle_id=self.cycle_id, version=self.version, routes=tuple(self.routes)
        )
        stops = [each.stop for shops in self.shops for each in shops]
        told: list[tuple[ChangeKind, BaseModel]] = [(ChangeKind.VAN, van) for van in vans]
        told += [(ChangeKind.STOP, stop) for stop in stops] if self.version == 1 else []
        return self.tell(*told, (ChangeKind.ROUTES, plan))

    def tell(self, *changes: tuple[ChangeKind, BaseModel], quietly: bool = False) -> LoadingView:
        """The cloud tells changes; `quietly` leaves out the call that says so to the flow."""
        appliers = shipments.appliers()
        with self.desk.database.act() as connection:
            for kind, body in changes:
                self.cursor += 1
                appliers[kind](connection, body.model_dump(mode="json"), self.clock.now())
            page = ChangePage(changes=[], next_cursor=self.cursor, more=False, now=self.clock.now())
            inbox.apply_page(connection, page, self.clock.now())
        if not quietly:
            self.flow.changes_applied({kind.value for kind, _ in changes})
        return self.flow.view()

    def moved(self, where: Shop, number: int, move: CrateMove, route: Route | None) -> LoadingView:
        """Another desk scanned a crate."""
        body = CrateMoved(
            crate_id=where.crate_id(number),
            sscc=where.sscc(number),
            wave_id=where.stop.wave_id,
            move=move,
            route_id=route.route_id if route else None,
            at=self.clock.now(),
            station_id=OTHER_STATION,
            station_name="月台 2",
        )
        return self.tell((ChangeKind.CRATE_MOVED, body))

    def left(self, route: Route) -> LoadingView:
        """Another desk let a van leave."""
        body = RouteDeparted(
            route_id=route.route_id,
            cycle_id=self.cycle_id,
            at=self.clock.now(),
            station_id=OTHER_STATION,
            station_name="月台 2",
        )
        return self.tell((ChangeKind.ROUTE_DEPARTED, body))

    def scan(self, code: str, after_s: float = 2.0) -> LoadingView:
        """Scan a code `after_s` seconds after the last scan."""
        self.wait(after_s)
        return self.flow.scan(Scan(code, self.at, "test"), read_code(code))

    def wait(self, seconds: float) -> None:
        self.at += seconds
        self.clock.advance(seconds)

    def choose(self, number: int = 1) -> LoadingView:
        """Scan the sheet of a route."""
        return self.scan(self.routes[number - 1].code)

    def load(self, route: int = 1, leave: int = 0) -> LoadingView:
        """Choose a route and load it in order, but for the last `leave` crates."""
        view = self.choose(route)
        codes = [
            each.sscc(crate.number) for each in reversed(self.shops[route - 1]) for crate in each.stop.crates
        ]
        for code in codes[: len(codes) - leave]:
            view = self.scan(code)
        return view

    def depart(self, after_s: float = 2.0) -> LoadingView:
        """Press Depart."""
        self.wait(after_s)
        return self.flow.depart()

    def facts(self) -> list[tuple[FactKind, BaseModel]]:
        """All facts in order, read as the cloud reads them."""
        with self.desk.database.look() as connection:
            rows = connection.execute(select(tables.fact).order_by(tables.fact.c.seq)).all()
        return [
            (FactKind(row.kind), FACT_BODIES[FactKind(row.kind)].model_validate_json(row.body))
            for row in rows
        ]

    def kinds(self) -> list[str]:
        return [kind.value for kind, _ in self.facts()]

    def departure(self) -> VanDeparted:
        """The last departure."""
        body = self.facts()[-1][1]
        assert isinstance(body, VanDeparted)
        return body

    def restart(self) -> LoadingView:
        """Forget everything that is not on the disk and start again."""
        self.close()
        return self._open()

    def close(self) -> None:
        self.desk.database.close()

    def _open(self) -> LoadingView:
        self.desk = Desk(Database(self.path), self.clock, STATION, "月台 1", SHANGHAI, operator=LOADER)
        self.flow = LoadingFlow(self.desk, self._talk, self.shown.append, self._acted)
        return self.flow.open()

    def _talk(self, changed: Callable[[], None]) -> OverrideTalk:
        """A talk with supervisors; the cloud is there and knows the PIN of the chief."""
        pins = PinDesk(Door(Picker(OperatorId(CHIEF_ID), "陈主管", CHIEF)), lambda: b"key", CHEAP)
        return OverrideTalk(self.desk.database, pins, self.clock, at_once, changed)

    def supervise(self, reason: str) -> LoadingView:
        """The chief comes with badge and PIN, and says why."""
        self.scan(CHIEF)
        return self.answer(self.flow.pin(SUPERVISOR_PIN), reason)

    def answer(self, view: LoadingView, reason: str) -> LoadingView:
        """Choose a reason where one is asked for."""
        assert view.supervised is not None
        chosen = next(each for each in view.supervised.talk.reasons if each.code == reason)
        return self.flow.choose_reason(chosen)

    def _acted(self) -> None:
        self.acts += 1


def verdict(view: LoadingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def said(message: Message) -> str:
    """The English sentence with its values."""
    return message.text.format(**message.values)


def told(view: LoadingView) -> str:
    """The words of the answer in English."""
    assert view.answer is not None
    return said(view.answer.words)


def route_id(route: Route) -> RouteId:
    return RouteId(route.route_id)
