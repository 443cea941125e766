"""The fourth scene: the van is loaded with its crates, scanned one by one, and leaves."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QTimer

from hardware.codes import gs1_check_digit
from station.bootstrap.roles import LOADING
from station.demo.next_code import loading_code
from station.demo.scenes.scene import Hands, Scene
from station.dispatch.model.view import RouteView
from station.kernel.ids import RouteId
from station.loading.model.view import LoadingView, Step

BETWEEN_SCANS_MS = 40
PRESS_AGAIN_MS = 600
"""A press that answers a question is not the first one's double."""


class LoadingScene(Scene):
    """Scans the sheet, then every crate the dock shows, errs three times, departs."""

    room = LOADING

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self.route: RouteView | None = None
        self._wrong: deque[str] = deque()
        self._done: set[str] = set()
        """What was scanned or pressed: news of other desks bring the same picture again."""

    def begin(self) -> None:
        self.hands.go_to(LOADING)
        route = self.route
        assert route is not None
        assert route.code is not None
        assert route.route_id is not None
        self._wrong.extend(self._mistakes(route.route_id))
        self.hands.scanner.feed(route.code)

    def _mistakes(self, route_id: RouteId) -> list[str]:
        """A crate of another van where one is packed, a misread label, a product."""
        others = self.hands.rows.of_other_routes(route_id)[:1]
        digits = "09520001000000001"
        misread = f"{digits}{(int(gs1_check_digit(digits)) + 1) % 10}"
        return [*others, misread, next(iter(self.hands.stage.gtins.values()))]

    def see(self, view: LoadingView) -> None:
        self.hands.shoot(f"loading-{view.step.value}-{view.answer.verdict.value if view.answer else ''}")
        if view.step is Step.LOADING:
            self._scan(view)
        elif view.step in (Step.COMPLETE, Step.CONFIRM):
            self._once(view.step.value, PRESS_AGAIN_MS, self._depart)
        elif view.step is Step.DEPARTED and view.route is not None:
            self.hands.report.crates_loaded = view.route.on
            self.done = True

    def _scan(self, view: LoadingView) -> None:
        """The next crate that stands there packed; mistakes after the first ones."""
        assert view.route is not None
        errs = view.route.on >= 2 and self._wrong
        code = self._wrong.popleft() if errs else loading_code(view, self.hands.rows)
        if code is not None:  # else crates are still being packed: their closing brings a new view
            self._once(code, BETWEEN_SCANS_MS, lambda: self.hands.scanner.feed(code))

    def _once(self, what: str, after_ms: int, act: Callable[[], None]) -> None:
        if what not in self._done:
            self._done.add(what)
            QTimer.singleShot(after_ms, act)

    def _depart(self) -> None:
        self.hands.window.core.load(lambda flow: flow.depart())
