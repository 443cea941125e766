"""The conversation at the board of waves: a scan or a key in, a view out; on the store thread."""

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from cloud_api.wire.board import (
    WaveAssignment,
    WaveAssignments,
    WaveCrates,
    WavesChanged,
    WavesChosen,
)
from cloud_api.wire.handing import WavesWanted
from hardware.codes import RefusedCode, ScannedCode
from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.ids import WaveId
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.waves.commands.cloud import BoardCloud
from station.waves.commands.proposing import Night, find_pairs
from station.waves.commands.sharing import NightSharing, Post
from station.waves.commands.watching import BoardWatch
from station.waves.flow import picture
from station.waves.flow.choices import Moment, next_press, possible
from station.waves.flow.dividing import DivideTalk
from station.waves.flow.picture import Clockface
from station.waves.flow.sight import Sight
from station.waves.model.night import STILL_TO_BEGIN, Limits, title_of
from station.waves.model.proposals import PairAtDesk, SharedOut
from station.waves.model.verdicts import VERDICTS, Ruling, Verdict, ruling
from station.waves.model.view import FILTERS, Answer, Figure, Press, Step, WavesView
from station.waves.model.work import LookAlikes
from station.waves.planner.outlook import free_desks


class WavesFlow:
    """One board of waves.

    Steps: BOARD → (Enter) WAVE → (divide) DIVIDING; BOARD → (share) SHARING → PLAN; BOARD → (pairs) PAIRS.
    Nothing is kept on this PC: the cloud holds what a foreman says. Every public method runs on the store
    thread and returns the view to show; what ends later comes through `show`.
    """

    def __init__(
        self,
        cloud: BoardCloud,
        clock: Clock,
        zone: ZoneInfo,
        limits: Limits,
        aside: Aside,
        post: Post,
        show: Callable[[WavesView], None],
        look_alikes: Callable[[], LookAlikes],
    ) -> None:
        """`look_alikes` tells, on the store thread, which products are easily taken for each other."""
        self._cloud = cloud
        self._clockface = Clockface(zone)
        self._limits, self._aside = limits, aside
        self._show, self._look_alikes = show, look_alikes
        self._watch = BoardWatch(cloud, clock, aside, limits, self._board_came)
        self._sight = Sight(self._watch, self._clockface)
        self._sharing = NightSharing(aside, post, clock, lambda: show(self.view()))
        self._dividing = DivideTalk(cloud, aside, self._parted, self._failed)
        self._operator: BadgeHolder | None = None
        self._step, self._serial = Step.BOARD, 0
        self._answer: Answer | None = None
        self._plan: SharedOut | None = None
        self._pairs: tuple[PairAtDesk, ...] = ()
        self._is_asked = False
        """Something was said to the cloud and its answer is awaited."""

    def open(self) -> WavesView:
        """The board; it is asked for when somebody looks."""
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> WavesView:
        """Somebody else (or nobody) works here."""
        self._operator, self._answer = holder, None
        return self.view()

    def stop(self) -> None:
        """The station ends: nobody waits for a search."""
        self._sharing.end()

    def look(self) -> WavesView:
        """Ask for the newest board; the one there is stays on show meanwhile."""
        self._watch.look(self._sight.cursor if self._step is Step.WAVE else None)
        return self.view()

    def scan(self, code: ScannedCode | RefusedCode) -> WavesView:
        """A crate label jumps to its wave."""
        return self._ruled(lambda: self._scanned(code))

    def find(self, text: str) -> WavesView:
        """What is typed narrows the board: a pickup point, its code, or the number of a wave."""
        self._sight.search = text
        self._keep_cursor()
        return self.view()

    def walk(self, down: int) -> WavesView:
        """The arrows: so many rows down, or up."""
        if self._step is Step.BOARD:
            self._sight.walk(down)
        return self.view()

    def choose(self, wave_id: WaveId) -> WavesView:
        """A row was touched."""
        self._sight.cursor = wave_id
        return self.view()

    def press(self, press: Press) -> WavesView:
        """A button, or its key."""
        if press not in self._possible():
            return self._ruled(lambda: ruling(Verdict.NOT_NOW))
        if press in FILTERS:
            self._sight.shown = None if press is self._sight.shown else press
            self._keep_cursor()
            return self._ruled(lambda: None)
        acts: dict[Press, Callable[[], Ruling | None]] = {
            Press.RELEASE: self._release,
            Press.HOLD: self._hold,
            Press.WANT: self._want,
            Press.DIVIDE: self._divide,
            Press.SHARE: self._share,
            Press.PAIRS: self._find_pairs,
            Press.ENTER: self._enter,
            Press.BACK: self._back,
        }
        return self._ruled(acts[press])

    def view(self) -> WavesView:
        """The room as it is now."""
        self._serial += 1
        board, watch, sight = self._watch.board, self._watch, self._sight
        counts = {shown: picture.count(sight.waves, watch.reckoning.waves, shown) for shown in FILTERS}
        wave, can = sight.wave, self._possible()
        card = None
        if self._step is Step.WAVE and wave is not None:
            beside = "" if board is None else picture.pairs_of(board).get(wave.id, "")
            reckoned = self._watch.reckoning.waves[WaveId(wave.id)]
            row = picture.row_of(wave, reckoned, self._clockface, beside)
            card = picture.card_of(wave, row, watch.crates, self._clockface)
        has_plan = self._plan is not None and board is not None and self._step is Step.PLAN
        return WavesView(
            serial=self._serial,
            step=self._step,
            question=picture.question_of(self._step, board, counts[Press.LATE], card),
            figure=self._figure(),
            rows=sight.rows(),
            cursor=sight.cursor,
            shown=sight.shown,
            counts=counts,
            search=sight.search,
            card=card,
            plan=picture.plan_view(self._plan, board, self._clockface)
            if has_plan and self._plan is not None and board is not None
            else None,
            pairs=() if board is None else picture.pair_rows(self._pairs, board),
            division=self._dividing.view() if self._step is Step.DIVIDING else None,
            divide=self._dividing.key_words(wave),
            answer=self._answer,
            notice=picture.notice_of(watch.age, watch.trouble is not None, self._watch.reckoning.pace, board),
            is_old=board is None or watch.age > picture.OLD,
            release=len(self._watch.reckoning.group),
            can=can,
            next=next_press(self._step, can),
        )

    # What is done

    def _scanned(self, code: ScannedCode | RefusedCode) -> Ruling | None:
        if not isinstance(code, ScannedCode) or (code.sscc is None and code.badge is None):
            return ruling(Verdict.UNKNOWN_CODE)
        if code.sscc is None:
            return ruling(Verdict.BADGE_SCANNED)
        sscc = code.sscc
        self._aside(lambda: self._cloud.crates(sscc=sscc), self._found, self._failed)
        return None

    def _found(self, told: WaveCrates) -> None:
        wave = next((each for each in self._sight.waves if each.id == told.wave_id), None)
        if wave is None:
            self._show(self._ruled(lambda: ruling(Verdict.OTHER_NIGHT)))
            return
        self._watch.crates, self._step = told, Step.WAVE
        self._sight.widen(WaveId(wave.id))
        self._show(self._ruled(lambda: ruling(Verdict.FOUND, wave=title_of(wave))))

    def _release(self) -> Ruling | None:
        wave = self._sight.wave if self._step is Step.WAVE else None
        chosen = self._watch.reckoning.group if wave is None else (WaveId(wave.id),)
        if not chosen:
            return ruling(Verdict.NOTHING_WAITS)
        told = WavesChosen(wave_ids=chosen, operator_id=self._who())
        return self._ask(
            lambda: self._cloud.release(told), lambda done: ruling(Verdict.RELEASED, count=len(done))
        )

    def _hold(self) -> Ruling | None:
        wave = self._sight.wave
        if wave is None:
            return ruling(Verdict.NOT_NOW)
        told, title = WavesChosen(wave_ids=(wave.id,), operator_id=self._who()), title_of(wave)
        return self._ask(lambda: self._cloud.hold(told), lambda _: ruling(Verdict.HELD, wave=title))

    def _want(self) -> Ruling | None:
        wave = self._sight.wave
        assert wave is not None  # the step shows one
        called_off, title = picture.is_wanted(wave), title_of(wave)
        told = WavesWanted(wave_ids=(wave.id,), operator_id=self._who(), called_off=called_off)
        verdict = Verdict.KEPT if called_off else Verdict.WANTED
        return self._ask(lambda: self._cloud.want(told), lambda _: ruling(verdict, wave=title))

    def _divide(self) -> Ruling | None:
        """Propose parts, or other parts; of a wave that is divided, make it whole."""
        wave, board = self._sight.wave, self._watch.board
        assert wave is not None  # the step shows one
        assert board is not None
        if wave.part:
            told = WavesChosen(wave_ids=(wave.id,), operator_id=self._who())
            return self._ask(
                lambda: self._cloud.rejoin(told), lambda _: ruling(Verdict.REJOINED, wave=wave.number)
            )
        self._is_asked = True
        if self._step is Step.DIVIDING:
            self._dividing.another()
        else:
            self._dividing.begin(wave, board, self._watch.reckoning.pace.rates)
        return ruling(Verdict.WORKING)

    def _parted(self, parts: int) -> None:
        self._is_asked, self._step = False, Step.DIVIDING
        self._show(self._ruled(lambda: ruling(Verdict.PARTED, parts=parts)))

    def _confirm_division(self) -> Ruling | None:
        told, number = self._dividing.told(self._who()), self._dividing.number
        words = ruling(Verdict.DIVIDED, wave=number, parts=len(told.parts))
        return self._ask(lambda: self._cloud.divide(told), lambda _: words)

    def _share(self) -> Ruling | None:
        night = self._night()
        if night is None or not any(wave.stage in STILL_TO_BEGIN for wave in night.board.waves):
            return ruling(Verdict.NOTHING_TO_SHARE)
        if not free_desks(night.board, night.pace.rates):
            return ruling(Verdict.NO_DESKS)
        self._step = Step.SHARING
        self._sharing.begin(night, self._shared, self._failed)
        return None

    def _shared(self, plan: SharedOut) -> None:
        self._plan, self._step = plan, Step.PLAN
        verdict = Verdict.STOPPED if plan.was_stopped else Verdict.PLANNED
        self._show(self._ruled(lambda: ruling(verdict)))

    def _find_pairs(self) -> Ruling | None:
        night = self._night()
        if night is None or not free_desks(night.board, night.pace.rates):
            return ruling(Verdict.NO_DESKS)
        self._is_asked = True
        self._aside(partial(find_pairs, night, self._look_alikes()), self._paired, self._failed)
        return ruling(Verdict.WORKING)

    def _paired(self, pairs: tuple[PairAtDesk, ...]) -> None:
        self._is_asked = False
        self._pairs, self._step = pairs, Step.PAIRS if pairs else Step.BOARD
        verdict = Verdict.PAIRS_FOUND if pairs else Verdict.NO_PAIRS
        self._show(self._ruled(lambda: ruling(verdict, count=len(pairs))))

    def _enter(self) -> Ruling | None:
        if self._step is Step.PLAN:
            return self._confirm_plan()
        if self._step is Step.PAIRS:
            return self._confirm_pairs()
        if self._step is Step.DIVIDING:
            return self._confirm_division()
        if self._step is Step.BOARD:
            self._open_wave()
        return None

    def _open_wave(self) -> None:
        self._sight.keep_cursor()
        self._step, self._watch.crates = Step.WAVE, None
        self._watch.look(self._sight.cursor)

    def _confirm_plan(self) -> Ruling | None:
        assert self._plan is not None  # the step shows one
        desks = sum(bool(queue.waves) for queue in self._plan.queues)
        return self._assign(
            self._plan.assignments(), lambda count: ruling(Verdict.ASSIGNED, count=count, desks=desks)
        )

    def _confirm_pairs(self) -> Ruling | None:
        wanted = tuple(each for pair in self._pairs for each in pair.assignments())
        return self._assign(wanted, lambda count: ruling(Verdict.PAIRED, count=count // 2))

    def _assign(self, wanted: tuple[WaveAssignment, ...], done: Callable[[int], Ruling]) -> Ruling | None:
        told = WaveAssignments(assignments=wanted, operator_id=self._who())
        return self._ask(lambda: self._cloud.assign(told), lambda waves: done(len(waves)))

    def _ask(
        self, call: Callable[[], WavesChanged], words: Callable[[tuple[Any, ...]], Ruling]
    ) -> Ruling | None:
        """Say it to the cloud; the board is asked for again once it has answered."""

        def answered(changed: WavesChanged) -> None:
            self._is_asked = False
            self._go_home()
            self._show(self._ruled(lambda: _told(changed, words)))
            self._watch.look()

        self._is_asked = True
        self._aside(call, answered, self._failed)
        return ruling(Verdict.WORKING)

    def _failed(self, trouble: Trouble) -> None:
        self._is_asked = False
        if self._step is Step.SHARING:
            self._go_home()
        values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
        self._show(self._ruled(lambda: Ruling(Verdict.NOT_DONE, values)))

    def _back(self) -> None:
        if self._sharing.is_on:
            self._sharing.end()
        elif self._step is not Step.BOARD:
            self._go_home()
        else:
            self._sight.widen()

    def _go_home(self) -> None:
        self._step, self._plan, self._pairs = Step.BOARD, None, ()
        self._dividing.end()

    def _board_came(self) -> None:
        """On the store thread: the cloud told a newer board, or nothing."""
        if self._watch.trouble is None:
            self._keep_cursor()
        self._show(self.view())

    # What is shown

    def _night(self) -> Night | None:
        board = self._watch.board
        return (
            None
            if board is None
            else Night(board, self._watch.goods, self._limits, self._watch.reckoning.pace)
        )

    def _keep_cursor(self) -> None:
        if self._step not in (Step.WAVE, Step.DIVIDING):
            self._sight.keep_cursor()

    def _figure(self) -> Figure:
        if self._step is Step.SHARING:
            return Figure(f"{self._sharing.share:.0%}", Message("of the time it may take"))
        wave = self._sight.wave
        if self._step in (Step.WAVE, Step.DIVIDING) and wave is not None:
            return Figure(title_of(wave), Message("Wave"), (wave.pickup_point_name, wave.pickup_point))
        if self._step is Step.PLAN and self._plan is not None:
            return Figure(str(sum(len(queue.waves) for queue in self._plan.queues)), Message("waves"))
        if self._step is Step.PAIRS:
            return Figure(str(len(self._pairs)), Message("pairs"))
        return picture.figure_of(self._watch.board, self._watch.reckoning.pace)

    def _possible(self) -> frozenset[Press]:
        return possible(
            Moment(
                self._step,
                self._sight.wave,
                has_board=bool(self._sight.waves),
                has_rows=bool(self._sight.rows()),
                has_division=self._dividing.proposal is not None,
                has_group=bool(self._watch.reckoning.group),
                is_asked=self._is_asked,
            )
        )

    def _who(self) -> Any:
        return None if self._operator is None else self._operator.id

    def _ruled(self, act: Callable[[], Ruling | None]) -> WavesView:
        """Do it, tell what came of it, and show all of it."""
        ruled = act()
        self._answer = None
        if ruled is not None:
            telling = VERDICTS[ruled.verdict]
            words = Message(telling.words, **ruled.values)
            self._answer = Answer(ruled.verdict, telling.tone, telling.sound, words)
        return self.view()


def _told(changed: WavesChanged, words: Callable[[tuple[Any, ...]], Ruling]) -> Ruling:
    if not changed.left:
        return words(changed.done)
    done, left = len(changed.done), changed.left
    return ruling(Verdict.PARTLY, done=done, left=len(left), detail=left[0].detail)
