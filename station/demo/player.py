"""Plays the night by itself through the real window: picked, planned, loaded, received, handed over."""

import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from station.bootstrap.core import DATABASE_FILE
from station.bootstrap.roles import DISPATCH, LOADING, PICKING, PICKUP
from station.bootstrap.window import StationWindow
from station.demo.report import DemoReport
from station.demo.scenes.colleagues import ColleagueScene
from station.demo.scenes.loading import LoadingScene
from station.demo.scenes.picking import PickingScene
from station.demo.scenes.planning import PlanningScene, waves_of
from station.demo.scenes.scene import PATIENCE_S, Hands, Scene
from station.demo.scenes.shop import HandoverScene, ReceivingScene
from station.demo.stage import PAGES_FOLDER, SHEETS_FOLDER, Stage

TICK_MS = 100
ROOMS = ("printing", "sync")
"""Rooms looked at when all is done."""


class Player:
    """Signs in, then goes through the scenes; each waits for the cloud to know what the one before did."""

    def __init__(
        self,
        app: QApplication,
        window: StationWindow,
        stage: Stage,
        resources: Path,
        *,
        waves: int,
        seed: int,
    ) -> None:
        self._app = app
        self._window = window
        self._stage = stage
        self._hands = Hands(app, window, stage, seed)
        self._badge = stage.day.catalogue.operators[0].badge
        self._planning = PlanningScene(self._hands)
        self._loading = LoadingScene(self._hands)
        self._colleagues = ColleagueScene(self._hands, resources)
        self._scenes: list[Scene] = [
            PickingScene(self._hands, waves),
            self._planning,
            self._colleagues,
            self._loading,
            ReceivingScene(self._hands),
            HandoverScene(self._hands),
        ]
        self._scene: Scene | None = None
        self.done = False
        for room in (PICKING, DISPATCH, LOADING, PICKUP):
            window.on_view(room, partial(self._seen, room))
        self._ticker = QTimer(window.window)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start(TICK_MS)

    def finish(self) -> DemoReport:
        """Count what cloud, station and folder hold at the end; the station is closed by then."""
        report, stage = self._hands.report, self._stage
        report.count_station(stage.settings.data_folder / DATABASE_FILE)
        report.labels = len(list((stage.folder / "labels").glob("*.zpl")))
        report.sheets = len(list((stage.folder / SHEETS_FOLDER).glob("*.pdf")))
        report.pages = len(list((stage.folder / PAGES_FOLDER).glob("*.html")))
        report.documents = stage.keep_documents()
        rows = stage.cloud.waves(stage.cycle_id)
        done = {wave["pickup_point"] for wave in rows if wave["completed_at"]}
        for order in stage.day.orders:
            if order.pickup_point in done:
                report.order_statuses[stage.cloud.order(order.order_no)["status"]] += 1
        report.order_statuses["paid"] += sum(order.pickup_point not in done for order in stage.day.orders)
        return report

    def _seen(self, room: str, view: object) -> None:
        self._hands.moved()
        if self._scene is not None and self._scene.room == room:
            self._scene.see(view)

    def _tick(self) -> None:
        if time.monotonic() - self._hands.moved_at > PATIENCE_S:
            self._app.quit()
        elif self._window.window.door is not None:
            self._hands.shoot("sign-in")
            self._hands.scanner.feed(self._badge)
        elif self._scene is None or (self._scene.done and self._is_settled()):
            self._next_scene()
        elif not self._scene.done:
            self._scene.tick()

    def _is_settled(self) -> bool:
        """The cloud has answered every fact: the light alone may tell of the round before."""
        return self._window.rooms.is_settled and not self._hands.rows.waiting_facts()

    def _next_scene(self) -> None:
        if not self._scenes:
            self._leave()
            return
        self._scene = self._scenes.pop(0)
        if self._scene is self._colleagues:
            route = self._loading.route = self._planning.route_to(self._stage.shop)
            self._colleagues.wanted = waves_of(route)
        self._scene.begin()

    def _leave(self) -> None:
        self._ticker.stop()
        for room in ROOMS:
            self._hands.go_to(room)
            self._hands.shoot(f"room-{room}")
        self.done = True
        self._app.quit()
