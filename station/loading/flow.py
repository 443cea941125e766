"""The conversation at the loading desk: a scan or a button in, a view out; runs on the store thread."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from station.kernel.ids import CrateId, RouteId
from station.kernel.messages import Message, Tone
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.loading.commands import departing, moving, scanning, stopped
from station.loading.commands.desk import Desk
from station.loading.model import picture, rules
from station.loading.model.board import LoadRoute
from station.loading.model.rules import Ruling
from station.loading.model.verdicts import LOADS, VERDICTS, Verdict
from station.loading.model.view import (
    Answer,
    LoadingView,
    Notice,
    ScanLine,
    Step,
    SupervisedCard,
)
from station.loading.store import scans
from station.people.badges import BadgeHolder
from station.people.override import Override, OverrideReason, OverrideRequest, OverrideTalk

RECENT_SCANS = 5
UNDO_REACHES = 50
"""So many scans back a restarted desk looks for loads it can undo."""
TAKEN_UP_WITHIN = timedelta(hours=12)
"""A route scanned longer ago is not the work of this shift."""

OF_LOADING = frozenset(
    {
        ChangeKind.STOP,
        ChangeKind.VAN,
        ChangeKind.ROUTES,
        ChangeKind.ROUTE_DEPARTED,
        ChangeKind.CRATE_MOVED,
        ChangeKind.WAVE_CHANGED,
    }
)
"""Changes of the cloud after which this desk may look different."""


class LoadingFlow:
    """One loading desk.

    Steps: CHOOSE → (sheet or tap) LOADING → COMPLETE → (depart) CONFIRM → (again) DEPARTED. With crates
    missing, or on the van that should come down, depart leads LOADING → SUPERVISOR → (badge, PIN, reason)
    DEPARTED; a crate scanned, or cancel, leads back. Every public method runs on the store thread and
    returns the view to show; what other desks do comes through `show`.
    """

    def __init__(
        self,
        desk: Desk,
        new_talk: Callable[[Callable[[], None]], OverrideTalk],
        show: Callable[[LoadingView], None],
        after_act: Callable[[], None],
    ) -> None:
        """`after_act` is told after each act that may have queued a fact."""
        self._desk = desk
        self._show = show
        self._after_act = after_act
        self._talk = new_talk(lambda: show(self.view()))
        self._asked: OverrideRequest | None = None
        self._serial = 0
        self._offline = False
        self._answer: Answer | None = None
        self._notice: Notice | None = None
        self._latest: CrateId | None = None
        self._refused = scans.Refusals(0, "")
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_SCANS)

    @property
    def wants_badge(self) -> bool:
        """Whether the next badge is a supervisor's word here, not a sign-in."""
        return self._step() is Step.SUPERVISOR and self._talk.wants_badge

    def open(self) -> LoadingView:
        """Take up the work where the last scan left it."""
        with self._desk.database.look() as connection:
            self._desk.refresh(connection)
            self._refused = scans.refusals(connection)
            logged = scans.last_scans(connection, UNDO_REACHES)
        for scan in reversed(logged[:RECENT_SCANS]):
            words = self._words(Ruling(scan.verdict, scan.values))
            self._recent.appendleft(ScanLine(scan.at, scan.tone, words))
        self._take_up(logged)
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> LoadingView:
        """Somebody else (or nobody) works here from now on."""
        self._desk.operator = holder
        self._desk.calm_down()
        self._answer = None
        return self.view()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> LoadingView:
        """Answer a scan of a crate, a route sheet or a supervisor's badge."""
        if isinstance(code, ScannedCode) and code.badge is not None and self.wants_badge:
            self._talk.badge(code.badge)
            return self.view()
        ruling = self._guarded(lambda: scanning.answer_scan(self._desk, scan, code))
        line = ScanLine(self._desk.clock.now(), VERDICTS[ruling.verdict].tone, self._words(ruling))
        self._recent.appendleft(line)
        return self._answered(ruling)

    def choose_route(self, route_id: RouteId) -> LoadingView:
        """Load (or look at) a route by a tap."""
        route = self._desk.board.route(route_id)
        if route is None or route_id == self._desk.chosen_id:
            return self.view()
        self._desk.choose(route_id)
        return self._answered(rules.route_chosen(route)) if route.departed_at is None else self._quiet()

    def step_route(self, step: int) -> LoadingView:
        """Choose the route `step` places below (or, below zero, above) the chosen one in the list."""
        routes = self._desk.board.routes
        if not routes:
            return self.view()
        places = [place for place, route in enumerate(routes) if route.id == self._desk.chosen_id]
        place = places[0] + step if places else (0 if step > 0 else len(routes) - 1)
        return self.choose_route(routes[min(max(place, 0), len(routes) - 1)].id)

    def undo(self) -> LoadingView:
        """Take the last load back."""
        return self._answered(self._guarded(lambda: moving.undo(self._desk)))

    def take_off(self) -> LoadingView:
        """The next crate scanned comes off the van; pressed again, it does not."""
        if not self._may_take_off():
            return self._answered(Ruling(Verdict.NOT_NOW))
        wanted = not self._desk.taking_off
        self._desk.calm_down()
        self._desk.taking_off = wanted
        self._desk.just_used = None
        return self._quiet()

    def depart(self) -> LoadingView:
        """The van leaves: asked for by the first press, done by the one that answers the question."""
        return self._answered(self._guarded(lambda: departing.depart(self._desk)))

    def pin(self, pin: str) -> LoadingView:
        """The supervisor typed the PIN."""
        self._talk.pin(pin)
        return self.view()

    def choose_reason(self, reason: OverrideReason) -> LoadingView:
        """The supervisor says why the van leaves incomplete; with that it leaves."""
        self._talk.choose(reason)
        return self.view()

    def ask_supervisor(self) -> LoadingView:
        """A supervisor is asked about the crate the scale did not pass."""
        if self._desk.stopped is None:
            return self._answered(Ruling(Verdict.NOT_NOW))
        self._desk.asked_about = self._desk.stopped
        return self.view()

    def cancel(self) -> LoadingView:
        """Neither departure nor taking off: go on loading."""
        self._desk.calm_down()
        return self._quiet()

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync applied changes of these kinds, or dispatch published routes on this PC."""
        if not kinds & OF_LOADING:
            return
        before, was_chosen = self._desk.board, self._desk.chosen
        with self._desk.database.look() as connection:
            self._desk.forget_board()
            self._desk.refresh(connection)
        if self._desk.board == before:
            return
        self._follow(was_chosen)
        self._show(self.view())

    def sync_changed(self, *, offline: bool) -> None:
        """The network went or came back, or the cloud has answered facts."""
        with self._desk.database.look() as connection:
            refused = scans.refusals(connection)
        if (offline, refused) != (self._offline, self._refused):
            self._offline, self._refused = offline, refused
            self._show(self.view())

    def view(self) -> LoadingView:
        """The desk as it is now."""
        self._serial += 1
        desk, step = self._desk, self._step()
        route = desk.chosen
        self._follow_talk(step, route)
        return LoadingView(
            serial=self._serial,
            at=desk.clock.now(),
            step=step,
            question=self._question(step, route),
            routes=picture.rows(desk.board, desk.chosen_id, desk.time_zone),
            route=None if route is None else picture.card(route, desk.time_zone, self._latest),
            supervised=self._supervised(route),
            answer=self._answer,
            recent=tuple(self._recent),
            taking_off=desk.taking_off,
            can_undo=moving.last_load(desk) is not None,
            can_take_off=self._may_take_off(),
            can_ask=desk.stopped is not None and desk.asked_about is None,
            can_depart=route is not None and not route.departed_at and step is not Step.SUPERVISOR,
            notice=self._told(),
        )

    def _question(self, step: Step, route: LoadRoute | None) -> Message:
        if step is Step.DEPARTED and all(each.departed_at for each in self._desk.board.routes):
            step = Step.ALL_DEPARTED
        return picture.question(step, route, taking_off=self._desk.taking_off)

    def _step(self) -> Step:
        route, board = self._desk.chosen, self._desk.board
        if not board.routes:
            return Step.NO_ROUTES
        if route is None:
            return Step.ALL_DEPARTED if all(each.departed_at for each in board.routes) else Step.CHOOSE
        if route.departed_at is not None:
            return Step.DEPARTED
        return self._step_here(route)

    def _step_here(self, route: LoadRoute) -> Step:
        """The step of a route whose van stands at the dock."""
        if self._desk.asked_about is not None:
            return Step.SUPERVISOR
        is_asked = self._desk.departure is not None
        if route.is_complete() and not (is_asked and stopped.to_take_down(self._desk, route)):
            return Step.CONFIRM if is_asked else Step.COMPLETE
        return Step.SUPERVISOR if is_asked else Step.LOADING

    def _supervised(self, route: LoadRoute | None) -> SupervisedCard | None:
        talk = self._talk.view()
        if talk is None or route is None:
            return None
        if self._desk.asked_about is not None:
            return SupervisedCard((), talk)
        down = picture.to_come_down(route, stopped.to_take_down(self._desk, route))
        return SupervisedCard(() if down else picture.missing(route), talk, down)

    def _follow_talk(self, step: Step, route: LoadRoute | None) -> None:
        """A supervisor is asked as long as something stops the van or the crate, and no longer."""
        desk = self._desk
        if step is not Step.SUPERVISOR or route is None:
            self._talk.cancel()
            return
        crate = desk.board.crate(desk.asked_about) if desk.asked_about else None
        request = departing.request(desk, route) if crate is None else stopped.request(desk, crate)
        if self._talk.view() is not None and request == self._asked:
            return
        self._asked = request
        let_pass = departing.let_pass if crate is None else partial(stopped.let_on, crate_id=crate.id)
        self._talk.begin(request, self._granted(let_pass))

    def _granted(self, act: Callable[..., Ruling]) -> Callable[[Override], None]:
        """What a word is good for, done as any other act."""

        def do(word: Override) -> None:
            self._answered(self._guarded(lambda: act(self._desk, word=word)))

        return do

    def _may_take_off(self) -> bool:
        route = self._desk.chosen
        if route is None or route.departed_at is not None:
            return False
        return any(route.has(crate) for crate in self._desk.board.crates.values())

    def _told(self) -> Notice | None:
        """What stands over the work: a refusal of the cloud, a change of plan, no network."""
        if self._refused.count:
            words = Message(
                "The cloud refused {count} reports of this dock: {reason}. See Sync",
                count=self._refused.count,
                reason=self._refused.reason,
            )
            return Notice(Tone.REFUSED, words)
        down = stopped.to_take_down(self._desk, self._desk.chosen)
        if down and self._desk.departure is None:
            words = Message(
                "On this van lie {crates} crates with goods of cancelled orders. Depart says which",
                crates=len(down),
            )
            return Notice(Tone.ASK, words)
        if self._notice is not None or not self._offline:
            return self._notice
        words = Message("No network. Load on: everything is kept here. What other desks load is not seen")
        return Notice(Tone.ASK, words)

    def _follow(self, was_chosen: LoadRoute | None) -> None:
        """Other people changed the board: what was begun for a route may be over."""
        desk = self._desk
        if was_chosen is None:
            return
        route = desk.chosen
        if route is None:
            desk.choose(None)
            self._answer = None
            words = Message("The routes were planned anew. Scan the route sheet again")
            self._notice = Notice(Tone.ASK, words)
        elif route.departed_at is not None and was_chosen.departed_at is None:
            self._answer = None

    def _take_up(self, logged: list[scans.LoggedScan]) -> None:
        """Choose the route of the last scan, if its van still stands here."""
        if not logged or logged[0].at < self._desk.clock.now() - TAKEN_UP_WITHIN:
            return
        route = self._desk.board.route(logged[0].route_id)
        if route is None or route.departed_at is not None:
            return
        self._desk.choose(route.id)
        self._desk.loads = [
            CrateId(UUID(str(scan.values["crate_id"])))
            for scan in reversed(logged)
            if scan.verdict in LOADS and scan.route_id == route.id
        ]

    def _guarded(self, act: Callable[[], Ruling]) -> Ruling:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            return act()
        except Trouble as trouble:
            values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
            return Ruling(Verdict.NOT_RECORDED, values)

    def _quiet(self) -> LoadingView:
        """A new moment without a verdict."""
        self._answer = self._notice = self._latest = None
        return self.view()

    def _answered(self, ruling: Ruling) -> LoadingView:
        telling = VERDICTS[ruling.verdict]
        self._answer = Answer(ruling.verdict, telling.tone, telling.sound, self._words(ruling))
        self._latest = ruling.load.id if ruling.load else None
        self._notice = None
        if ruling.verdict is Verdict.DEPARTED:
            self._reread()
        view = self.view()
        self._after_act()
        return view

    def _reread(self) -> None:
        with self._desk.database.look() as connection:
            self._desk.refresh(connection)

    def _words(self, ruling: Ruling) -> Message:
        values = dict(ruling.values)
        left_at = values.pop("left_at", "")
        time = (
            picture.clock_time(datetime.fromisoformat(str(left_at)), self._desk.time_zone) if left_at else ""
        )
        return Message(VERDICTS[ruling.verdict].words, **values, time=time)
