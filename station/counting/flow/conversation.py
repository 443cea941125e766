"""The conversation at the stock desk: a scan, a key or a button in, a view out; on the store thread."""

from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from hardware.codes import RefusedCode, ScannedCode
from station.counting.commands import counting
from station.counting.commands.desk import Desk
from station.counting.flow import reading
from station.counting.flow.carry_page import CarryPage
from station.counting.flow.count_page import LONGEST_NUMBER, CountPage
from station.counting.flow.difference_page import DifferencePage, waiting
from station.counting.flow.look_up_page import LookUpPage
from station.counting.flow.page import Page, Room, step_key
from station.counting.flow.task_page import TaskPage
from station.counting.model.goods import Seen
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.verdicts import VERDICTS, Verdict
from station.counting.model.view import Answer, CountingView, Part, Press, ScanLine, Step, Typed
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.people.override import Override, OverrideReason, OverrideRequest, OverrideTalk
from station.sync import outbox

RECENT_SCANS = 5
OF_STOCK = frozenset(
    {ChangeKind.STOCK, ChangeKind.COUNT, ChangeKind.PICK_FACE, ChangeKind.BIN, ChangeKind.PRODUCT}
)
"""Changes of the cloud after which this desk may look different."""
REPORTS = frozenset(
    str(kind)
    for kind in (FactKind.COUNT_ASKED, FactKind.COUNT_TAKEN, FactKind.COUNT_SETTLED, FactKind.STOCK_MOVED)
)
TABS = {Press.TASKS: Step.TASKS, Press.LOOK_UP: Step.LOOK_UP, Press.DIFFERENCES: Step.DIFFERENCES}


class CountingFlow:
    """One stock desk.

    Steps: TASKS → (bin's label) COUNT → (done) CONFIRM → (done) TASKS; LOOK_UP → (move, damaged, expired,
    lost) CARRY → LOOK_UP; DIFFERENCES for supervisors. Every public method runs on the store thread and
    returns the view to show; what ends later comes through `show`.
    """

    def __init__(
        self,
        desk: Desk,
        new_talk: Callable[[Callable[[], None]], OverrideTalk],
        show: Callable[[CountingView], None],
        after_act: Callable[[], None],
    ) -> None:
        """`new_talk` begins this desk's talk with supervisors; `after_act` hears of queued facts."""
        self._desk = desk
        self._show = show
        self._after_act = after_act
        self._talk = new_talk(lambda: show(self.view()))
        self._step = Step.TASKS
        self._serial = 0
        self._answer: Answer | None = None
        self._notice: Message | None = None
        self._recent: deque[ScanLine] = deque(maxlen=RECENT_SCANS)
        room = Room(desk, self._go, self._look_at, self._ask_supervisor)
        carry = CarryPage(room)
        self._counting = CountPage(room)
        self._looking = LookUpPage(room, carry)
        self._pages: dict[Step, Page] = {
            Step.TASKS: TaskPage(room),
            Step.COUNT: self._counting,
            Step.LOOK_UP: self._looking,
            Step.CARRY: carry,
            Step.DIFFERENCES: DifferencePage(room),
        }

    @property
    def wants_badge(self) -> bool:
        """Whether the next badge is a supervisor's word here, not a sign-in."""
        return self._talk.wants_badge

    def open(self) -> CountingView:
        """Show the desk for the first time."""
        return self.view()

    def sign_in(self, holder: BadgeHolder | None) -> CountingView:
        """Somebody else (or nobody) works here; a count left half done by the same person goes on."""
        desk = self._desk
        desk.operator, desk.work, desk.anew = holder, None, None
        self._talk.cancel()
        self._answer = None
        self._go(Step.COUNT if holder is not None and counting.resume(desk) else Step.TASKS)
        return self.view()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> CountingView:
        """Answer a scan."""
        if self._talk.view() is not None:
            return self._at_talk(code)
        page = self._pages[self._step]
        if page.takes(code):
            return self._ruled(lambda: page.typed(code.text))
        return self._ruled(lambda: self._meant(lambda look: reading.scanned(look, code), scan))

    def typed(self, text: str) -> CountingView:
        """A number, a day, a lot, or a code whose label cannot be read."""
        if not text.strip() or self._talk.view() is not None:
            return self.view()
        page = self._pages[self._step]
        if page.wants() is Typed.CODE or (page.wants() is Typed.PIECES and not _is_number(text)):
            return self._ruled(lambda: self._meant(lambda look: reading.typed(look, text), None))
        return self._ruled(lambda: page.typed(text))

    def press(self, press: Press) -> CountingView:
        """A button, or its key."""
        if self._talk.view() is not None:
            return self.view()
        if press in TABS:
            return self._ruled(lambda: self._tab(press))
        if press is Press.BACK:
            return self._ruled(self._back)
        if press not in self._part().can:
            return self._ruled(lambda: ruling(Verdict.NOT_NOW))
        return self._ruled(lambda: self._pages[self._step].press(press))

    def choose(self, key: str) -> CountingView:
        """A row was tapped."""
        return self._ruled(lambda: self._pages[self._step].choose(key))

    def step_row(self, step: int) -> CountingView:
        """Choose the row `step` below the chosen one; above it when negative."""
        part = self._part()
        key = step_key(part.rows, part.chosen, step)
        return self.view() if key is None else self.choose(key)

    def pin(self, pin: str) -> CountingView:
        """The supervisor typed the PIN."""
        self._talk.pin(pin)
        return self.view()

    def choose_reason(self, reason: OverrideReason) -> CountingView:
        """The supervisor says why."""
        self._talk.choose(reason)
        return self.view()

    def cancel_override(self) -> CountingView:
        """Nothing is let pass."""
        self._talk.cancel()
        self._answer = None
        return self.view()

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync applied changes of these kinds, or another desk of this PC acted."""
        if not kinds & OF_STOCK:
            return
        ended = counting.ended_elsewhere(self._desk) if self._step is Step.COUNT else None
        if ended is not None:
            self._counting.enter()
            self._go(Step.TASKS)
            self._tell(ended)
        self._show(self.view())

    def sync_changed(self) -> None:
        """The cloud has answered facts."""
        with self._desk.database.look() as connection:
            notice = _refused(connection)
        if notice != self._notice:
            self._show(self.view())

    def view(self) -> CountingView:
        """The desk as it is now."""
        self._serial += 1
        with self._desk.database.look() as connection:
            self._notice = _refused(connection)
            return CountingView(
                serial=self._serial,
                part=self._pages[self._step].part(connection),
                answer=self._answer,
                recent=tuple(self._recent),
                differences=len(waiting(connection)),
                notice=self._notice,
                override=self._talk.view(),
            )

    def _part(self) -> Part:
        with self._desk.database.look() as connection:
            return self._pages[self._step].part(connection)

    def _go(self, step: Step) -> None:
        self._step = step
        if step is Step.COUNT:
            self._counting.enter()

    def _look_at(self, found: Bin | Seen) -> Ruling:
        self._go(Step.LOOK_UP)
        return self._looking.found(found, None) or ruling(Verdict.NOT_NOW)

    def _meant(self, read: Callable[[Connection], Bin | Seen | Ruling], scan: Scan | None) -> Ruling | None:
        with self._desk.database.look() as connection:
            found = read(connection)
        if isinstance(found, Ruling):
            return found
        return self._pages[self._step].found(found, scan)

    def _tab(self, press: Press) -> Ruling | None:
        """Another page; a count that is left stays half done."""
        operator = self._desk.operator
        if press is Press.DIFFERENCES and (operator is None or not operator.supervisor):
            return ruling(Verdict.NOT_SUPERVISOR)
        if self._step is Step.COUNT and press is Press.TASKS:
            return None
        self._go(TABS[press])
        if press is Press.TASKS and self._desk.work is not None:
            self._go(Step.COUNT)
        return None

    def _back(self) -> Ruling | None:
        if self._step is Step.COUNT:
            if not self._counting.back():
                self._go(Step.TASKS)
        elif self._step is Step.CARRY:
            self._go(Step.LOOK_UP)
        return None

    def _at_talk(self, code: ScannedCode | RefusedCode) -> CountingView:
        """While a supervisor is asked, only the badge is heard."""
        badge = code.badge if isinstance(code, ScannedCode) else None
        if badge is not None and self._talk.wants_badge:
            self._talk.badge(badge)
            return self.view()
        return self._ruled(lambda: ruling(Verdict.NOT_NOW))

    def _ask_supervisor(self, request: OverrideRequest, granted: Callable[[Override], Ruling]) -> None:
        def given(override: Override) -> None:
            self._tell(self._guarded(lambda: granted(override)))
            self._after_act()

        self._talk.begin(request, given)

    def _ruled(self, act: Callable[[], Ruling | None]) -> CountingView:
        """Do it, tell what came of it, and show all of it."""
        before = self._answer
        ruled = self._guarded(act)
        if ruled is not None:
            self._tell(ruled)
        elif before is self._answer:
            self._answer = None
        view = self.view()
        self._after_act()
        return view

    def _guarded(self, act: Callable[[], Ruling | None]) -> Ruling | None:
        """An act that could not be written down did not happen, and the operator hears that."""
        try:
            return act()
        except Trouble as trouble:
            values: dict[str, Any] = {"what": trouble.what, "remedy": trouble.remedy}
            return Ruling(Verdict.NOT_RECORDED, values)

    def _tell(self, ruled: Ruling | None) -> None:
        if ruled is None:
            return
        telling = VERDICTS[ruled.verdict]
        words = Message(telling.words, **ruled.values)
        self._answer = Answer(ruled.verdict, telling.tone, telling.sound, words)
        self._recent.appendleft(ScanLine(telling.tone, words))


def _is_number(text: str) -> bool:
    return text.strip().isdigit() and len(text.strip()) <= LONGEST_NUMBER


def _refused(connection: Connection) -> Message | None:
    """Reports of this desk the cloud did not take."""
    refused = [fact for fact in outbox.refused(connection) if fact.kind in REPORTS]
    if not refused:
        return None
    return Message(
        "The cloud refused {count} reports of this desk: {reason}. See Cloud",
        count=len(refused),
        reason=refused[-1].reason,
    )
