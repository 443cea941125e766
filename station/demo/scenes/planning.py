"""The second scene: the day is planned for its vans, published, and its sheets are printed."""

from collections.abc import Callable
from uuid import UUID

from station.bootstrap.roles import DISPATCH
from station.demo.scenes.scene import Hands, Scene
from station.dispatch.flow import DispatchFlow
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import DispatchView, RouteView, Step

PLANNED = (Verdict.PLANNED, Verdict.PLANNED_IN_PART, Verdict.PLAN_STOPPED)


class PlanningScene(Scene):
    """Plans all stops, asks the cloud to tell the shops, prints a sheet for each van."""

    room = DISPATCH

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self.routes: tuple[RouteView, ...] = ()
        self._asked_to_plan = False
        self._asked_to_print = False

    def begin(self) -> None:
        self.hands.go_to(DISPATCH)
        self._dispatch(lambda flow: flow.view())

    def see(self, view: DispatchView) -> None:
        self.hands.shoot(f"dispatch-{view.step.value}{'-routes' if view.routes else ''}")
        verdict = view.answer.verdict if view.answer is not None else None
        if view.step is Step.READY and view.can_plan and not self._asked_to_plan:
            self._asked_to_plan = True
            self._dispatch(lambda flow: flow.plan())
        elif view.step is Step.DRAFT and (verdict in PLANNED or verdict is Verdict.CONFIRM_WINDOWS):
            self._dispatch(lambda flow: flow.publish())
        elif view.step is Step.PUBLISHED and view.published is not None and view.published.is_told:
            self._published(view)
        if verdict is Verdict.SHEETS_PRINTED:
            self.done = True

    def route_to(self, pickup_point: str) -> RouteView:
        """The route a shop stands on."""
        return next(route for route in self.routes for stop in route.stops if stop.code == pickup_point)

    def _published(self, view: DispatchView) -> None:
        if self._asked_to_print or view.totals is None:
            return
        self._asked_to_print = True
        self.routes = view.routes
        totals = view.totals
        self.hands.report.routes = {
            "vans": totals.routes,
            "stops": totals.served,
            "stops_left_over": totals.unserved,
            "stops_on_time": totals.served - totals.late,
            "km": round(totals.metres / 1_000, 1),
            "cost_yuan": round(totals.cost_fen / 100),
        }
        self._dispatch(lambda flow: flow.print_sheets())

    def _dispatch(self, gesture: Callable[[DispatchFlow], DispatchView]) -> None:
        self.hands.window.core.dispatch(gesture)


def waves_of(route: RouteView) -> list[UUID]:
    """The waves of a route in the order the van comes to them."""
    return [stop.wave_id for stop in route.stops]
