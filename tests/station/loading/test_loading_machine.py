"""Whatever is scanned in whatever order: one van a crate, no van changes once it left, facts tell it all."""

import tempfile
from pathlib import Path
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import CrateLoaded, CrateUnloaded, VanDeparted
from cloud_api.wire.floor import OverrideGiven
from cloud_api.wire.routes import CrateMove, PackState
from hardware.codes import make_sscc
from station.loading.commands.departing import REASONS
from station.loading.model.verdicts import LOADS, Verdict
from station.loading.model.view import LoadingView, TileState
from station.people.override import OverrideReason
from station.storage import tables
from tests.station.kit import SUPERVISOR_PIN
from tests.station.loading.dock import CHIEF, HELPER, Dock, Shop, route_id, verdict

PAUSES_S = st.sampled_from([0.01, 0.3, 2.0])
CRATES = st.lists(st.lists(st.integers(1, 2), min_size=1, max_size=2), min_size=2, max_size=2)
CHOICES = st.integers(0, 11)


class LoadingDock(RuleBasedStateMachine):
    """A loader who does anything at all, beside another desk, at a desk that may crash between two acts."""

    @initialize(crates=CRATES)
    def begin(self, crates: list[list[int]]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.dock = Dock(Path(self.folder.name), crates)
        self.view = self.dock.publish()
        self.read = 0
        self.stands: dict[UUID, UUID] = {}
        self.left: dict[UUID, frozenset[UUID]] = {}
        self.words = 0
        """Of supervisors, since the last departure."""

    def teardown(self) -> None:
        if hasattr(self, "dock"):
            self.dock.close()
            self.folder.cleanup()

    def crate(self, choice: int) -> tuple[Shop, int]:
        every = [
            (shop, crate.number) for shops in self.dock.shops for shop in shops for crate in shop.stop.crates
        ]
        return every[choice % len(every)]

    @rule(number=st.integers(1, 2), pause_s=PAUSES_S)
    def scan_sheet(self, number: int, pause_s: float) -> None:
        self.view = self.dock.scan(self.dock.routes[number - 1].code, pause_s)

    @rule(number=st.integers(1, 2))
    def tap_route(self, number: int) -> None:
        self.view = self.dock.flow.choose_route(route_id(self.dock.routes[number - 1]))

    @rule(choice=CHOICES, pause_s=PAUSES_S)
    def scan_crate(self, choice: int, pause_s: float) -> None:
        shop, number = self.crate(choice)
        before = self.stands.get(shop.crate_id(number))
        self.view = self.dock.scan(shop.sscc(number), pause_s)
        loaded = verdict(self.view) in LOADS
        self.follow()
        after = self.stands.get(shop.crate_id(number))
        assert (before is None and after is not None) == loaded
        assert (verdict(self.view) is Verdict.TAKEN_OFF) == (before is not None and after is None)

    @rule(pause_s=PAUSES_S)
    def load_as_the_desk_says(self, pause_s: float) -> None:
        code = _as_told(self.view, self.dock)
        if code:
            self.view = self.dock.scan(code, pause_s)

    @rule(code=st.sampled_from(["hello", "6901010117440", make_sscc(3, "9520001", 5), HELPER, "]C1"]))
    def scan_nonsense(self, code: str) -> None:
        self.view = self.dock.scan(code)

    @rule()
    def scan_supervisor(self) -> None:
        self.view = self.dock.scan(CHIEF)

    @rule()
    def undo(self) -> None:
        self.view = self.dock.flow.undo()

    @rule()
    def press_take_off(self) -> None:
        self.view = self.dock.flow.take_off()

    @rule(pin=st.sampled_from([SUPERVISOR_PIN, "12"]))
    def type_pin(self, pin: str) -> None:
        self.view = self.dock.flow.pin(pin)

    @rule(reason=st.sampled_from(REASONS))
    def choose_reason(self, reason: OverrideReason) -> None:
        self.view = self.dock.flow.choose_reason(reason)

    @rule(pause_s=PAUSES_S)
    def press_depart(self, pause_s: float) -> None:
        self.view = self.dock.depart(pause_s)

    @rule()
    def cancel(self) -> None:
        self.view = self.dock.flow.cancel()

    @rule()
    def crash(self) -> None:
        self.view = self.dock.restart()

    @rule(choice=CHOICES)
    def another_desk_moves_a_crate(self, choice: int) -> None:
        shop, number = self.crate(choice)
        crate_id = shop.crate_id(number)
        route = next(
            route for route, shops in zip(self.dock.routes, self.dock.shops, strict=True) if shop in shops
        )
        if route.route_id in self.left:
            return
        self.dock.wait(1)
        on = crate_id in self.stands
        self.view = self.dock.moved(shop, number, CrateMove.UNLOADED if on else CrateMove.LOADED, route)
        if on:
            del self.stands[crate_id]
        else:
            self.stands[crate_id] = route.route_id

    @rule(
        choice=CHOICES, packing=st.sampled_from([PackState.PACKING, PackState.PACKED]), quietly=st.booleans()
    )
    def a_stop_is_told_anew(self, choice: int, packing: PackState, quietly: bool) -> None:
        shop, _ = self.crate(choice)
        self.view = self.dock.tell((ChangeKind.STOP, shop.state(packing)), quietly=quietly)

    def follow(self) -> None:
        """Replay the facts written since: each must be possible after those before it."""
        facts = self.dock.facts()
        for _, body in facts[self.read :]:
            if isinstance(body, CrateLoaded):
                assert body.crate_id not in self.stands, "on two vans"
                assert body.route_id not in self.left, "on a van that left"
                self.stands[body.crate_id] = body.route_id
            elif isinstance(body, CrateUnloaded):
                assert self.stands.pop(body.crate_id) == body.route_id
                assert body.route_id not in self.left, "off a van that left"
            elif isinstance(body, VanDeparted):
                self.depart(body)
            else:
                assert isinstance(body, OverrideGiven)
                self.words += 1
        self.read = len(facts)

    def depart(self, body: VanDeparted) -> None:
        assert body.route_id not in self.left, "left twice"
        aboard = frozenset(crate for crate, on in self.stands.items() if on == body.route_id)
        assert aboard == frozenset(body.loaded)
        assert bool(body.missing) == (body.supervisor_id is not None) == bool(body.reason) == bool(self.words)
        self.words = 0
        self.left[body.route_id] = aboard

    @invariant()
    def facts_rows_and_screen_tell_the_same(self) -> None:
        self.follow()
        with self.dock.desk.database.look() as connection:
            crates = connection.execute(select(tables.stop_crate)).all()
            routes = connection.execute(select(tables.route)).all()
        assert {row.crate_id: row.route_id for row in crates if row.route_id} == self.stands
        assert {row.id for row in routes if row.departed_at} == set(self.left)
        for row in self.view.routes:
            aboard = sum(on == row.route_id for on in self.stands.values())
            assert (row.on, bool(row.departed)) == (aboard, row.route_id in self.left)

    @invariant()
    def a_van_that_left_stays_as_it_left(self) -> None:
        for route, aboard in self.left.items():
            assert frozenset(crate for crate, on in self.stands.items() if on == route) == aboard

    @invariant()
    def every_crate_on_the_chosen_van_belongs_there(self) -> None:
        for route, shops in zip(self.dock.routes, self.dock.shops, strict=True):
            own = {crate.crate_id for shop in shops for crate in shop.stop.crates}
            assert {crate for crate, on in self.stands.items() if on == route.route_id} <= own


def _as_told(view: LoadingView, dock: Dock) -> str | None:
    if view.route is None:
        return dock.routes[0].code
    wanted = {
        tile.crate_id
        for stop in view.route.stops
        for tile in stop.crates
        if stop.is_next and tile.state is TileState.WAITING
    }
    shops = [shop for each in dock.shops for shop in each]
    codes = [crate.sscc for shop in shops for crate in shop.stop.crates if crate.crate_id in wanted]
    return codes[0] if codes else None


TestLoadingDock = LoadingDock.TestCase
TestLoadingDock.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
