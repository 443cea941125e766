"""The sync engine: a thread of its own sends facts, fetches changes, keeps leases; the desk never waits."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from cloud_api.wire.exchange import ChangePage, Fact, FactBatchResult, FactVerdict
from station.kernel.clock import Clock
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.storage.database import Records
from station.sync import clock_offset, inbox, leases, outbox
from station.sync.answers import CloudRefused, CloudSilent, Snapshot
from station.sync.client import CloudClient
from station.sync.listener import ChangeListener
from station.sync.pauses import Pauses

GATHER_S = 0.2
"""A round waits so long for more acts: it sends them together, and the screen draws its answer first."""
MOST_GATHERS = 10
"""A round begins between two scans rather than amidst them, but after two seconds at the latest."""
CHANGES_OF_A_NEW_STATION = 200
"""Applied in one act where nobody scans yet."""
FACTS_A_PUSH = 100
"""A scan may have to wait while so many are read, or their answers written: about 2 ms."""
RENEW_BEFORE = timedelta(minutes=20)
CLOCK_TOLERANCE = timedelta(seconds=120)

NOTHING_TO_TELL = Message("")


@dataclass(frozen=True)
class SyncState:
    """What the sync light tells."""

    connected: bool
    known: bool = True
    """False when the cloud does not know this station (any more): it must be enrolled again."""
    waiting: int = 0
    refused: int = 0
    detail: Message = NOTHING_TO_TELL
    clock_offset: timedelta = timedelta()
    """The cloud's clock minus this PC's."""
    last_contact: datetime | None = None

    @property
    def clock_is_wrong(self) -> bool:
        """Whether this PC's clock is off by more than a person would accept."""
        return abs(self.clock_offset) > CLOCK_TOLERANCE


class SyncEngine:
    """Rounds of renewing, pushing and pulling; after a failure the pause between rounds grows for a while."""

    def __init__(
        self,
        client: CloudClient,
        records: Records,
        clock: Clock,
        *,
        on_state: Callable[[SyncState], None],
        on_changes: Callable[[set[str]], None],
        on_bug: Callable[[Exception], None],
        offset: timedelta = timedelta(),
        appliers: Mapping[str, inbox.Apply] = inbox.NO_MORE,
        at_end: inbox.AtEnd = inbox.nothing_at_end,
    ) -> None:
        """All callbacks are called from the engine's thread; `appliers` are the slices' own kinds of change.

        `at_end` is done in an act of its own behind the last page of changes.

        `clock` is the PC's own, not one set right: its offset to the cloud's is measured here, and was
        `offset` when it was measured last.
        """
        self._client = client
        self._records = records
        self._clock = clock
        self._on_state = on_state
        self._on_changes = on_changes
        self._on_bug = on_bug
        self._appliers = appliers
        self._at_end = at_end
        self._ended_with: int | None = None
        """What the last page told that `at_end` was done for."""
        self._end_is_due = True
        """Something was applied since."""
        self._wake = threading.Event()
        self._hurry = threading.Event()
        self._stopping = threading.Event()
        self._told = threading.Event()
        """The cloud says that there are changes: nobody's hands are on them, so nothing is gathered first."""
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._reached = 0
        self._listener = ChangeListener(
            lambda: client.listen(self._reached), on_news=self._news, on_line=self.hurry, on_gone=self.wake
        )
        self._pauses = Pauses()
        self._forgotten_from = 0
        """From which fact on the cloud, restored from a backup, wants them again; 0: from none."""
        self._kept_offset = offset
        self.state = SyncState(connected=False, clock_offset=offset)

    @property
    def listens(self) -> bool:
        """Whether the cloud is heard on the stream that tells of changes."""
        return self._listener.hears

    def start(self) -> None:
        """Begin to sync; the first round runs at once."""
        self._wake.set()
        self._thread.start()
        self._listener.start()

    def wake(self) -> None:
        """There is something to send: start a round now rather than at the next poll."""
        self._wake.set()

    def hurry(self) -> None:
        """A person asks, or the network is back: start a round now, however often it failed before."""
        self._pauses.forget()
        self._hurry.set()
        self._wake.set()

    def stop(self, timeout_s: float = 5.0) -> None:
        """End at once: a call under way is not waited for, and nothing is told any more."""
        self._stopping.set()
        self._listener.stop()
        self.hurry()
        self._client.close()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def round(self) -> None:
        """One round; no step starves the others, and the first Trouble becomes the state that is told."""
        tried = [self._tried(step) for step in (self._keep_leases, self._push, self._pull)]
        trouble = next((each for each in tried if each is not None), None)
        asked_s = (each.retry_after_s for each in tried if isinstance(each, CloudSilent))
        self._pauses.left_alone_s = max(asked_s, default=0.0)
        self._tried(lambda: self._end_round(trouble))

    def pause_s(self) -> float:
        """Seconds until the next round."""
        return self._pauses.next_s(listens=self._listener.hears)

    def _run(self) -> None:
        while True:
            # Acts keep waking the engine; a dead network is still asked only now and then.
            (self._hurry if self._pauses.failures else self._wake).wait(self.pause_s())
            if self._gathered():
                return
            self._wake.clear()
            self._hurry.clear()
            self._told.clear()
            self.round()

    def _news(self) -> None:
        self._told.set()
        self._wake.set()

    def _gathered(self) -> bool:
        """Wait until no act has come for a moment; whether the engine is to stop."""
        for _ in range(MOST_GATHERS):
            self._wake.clear()
            if self._told.is_set():
                break
            if self._stopping.wait(GATHER_S):
                return True
            if self._hurry.is_set() or not self._wake.is_set():
                break
        return self._stopping.is_set()

    def _tried(self, step: Callable[[], None]) -> Trouble | None:
        """What hinders a step; nothing once the engine is told to stop, when the store may be gone."""
        try:
            if not self._stopping.is_set():
                step()
        except Trouble as trouble:
            return trouble
        except Exception as bug:  # noqa: BLE001 - one bad answer must not end the sync for the whole night
            if not self._stopping.is_set():
                self._on_bug(bug)
            return _mistake()
        return None

    def _end_round(self, trouble: Trouble | None) -> None:
        if trouble is None:
            self._pauses.forget()
            self._tell(connected=True, detail=NOTHING_TO_TELL, last_contact=self._now())
        else:
            self._pauses.failed()
            self._tell(connected=False, known=not _is_stranger(trouble), detail=trouble.what)

    def _push(self) -> None:
        """Send what waits, and what a cloud that was restored from a backup forgot."""
        from_seq = self._forgotten_from
        while rows := self._records.act(outbox.waiting_rows, FACTS_A_PUSH, from_seq):
            facts = outbox.messages(rows)
            answer = self._client.push(facts)
            self._measure(answer.now)
            self._records.act(outbox.record_answers, answer.results)
            next_from = _next_from(facts[0], answer, from_seq)
            if next_from and not from_seq:
                self._records.act(inbox.rewind)
            from_seq = next_from
        self._forgotten_from = 0

    def _pull(self) -> None:
        after = self._records.act(inbox.cursor)
        page = self._page(after)
        if page is not None and self._is_restored(page, after):
            self._records.act(inbox.rewind)
            after, page = 0, self._page(0)
        if page is None or (not after and page.more):
            after, page = self._skipped_to(page)
        self._apply(page, after)
        # A cursor that stands still would ask for the same page for ever.
        while page.more and page.next_cursor > after:
            after, page = page.next_cursor, self._next_page(page.next_cursor)
            self._apply(page, after)
        self._reached = page.next_cursor
        if not page.more:
            self._end_pull(page.expected_seq)

    def _end_pull(self, expected_seq: int | None) -> None:
        """A fact that changed nothing leads to no change, yet from now on the cloud has it."""
        if self._end_is_due or expected_seq != self._ended_with:
            kinds = self._records.act(self._at_end, expected_seq)
            self._ended_with, self._end_is_due = expected_seq, False
            if kinds:
                self._on_changes(kinds)

    def _is_restored(self, page: ChangePage, after: int) -> bool:
        return self._forgot_facts(page) or (page.last_cursor is not None and page.last_cursor < after)

    def _page(self, after: int) -> ChangePage | None:
        """The page behind a cursor; None when the cloud keeps it no more."""
        try:
            return self._next_page(after)
        except CloudRefused as refused:
            if refused.status != HTTPStatus.GONE:
                raise
            return None

    def _next_page(self, after: int) -> ChangePage:
        page = self._client.changes(after)
        self._measure(page.now)
        return page

    def _skipped_to(self, first: ChangePage | None) -> tuple[int, ChangePage]:
        """Take a snapshot and go on behind it; where the cloud has none, with the first page of all."""
        try:
            told = self._client.snapshot()
        except CloudRefused as refused:
            if first is None or refused.status != HTTPStatus.NOT_FOUND:
                raise
            return 0, first
        self._measure(told.head.now)
        self._take(told)
        return told.head.cursor, self._next_page(told.head.cursor)

    def _take(self, told: Snapshot) -> None:
        an_act = CHANGES_OF_A_NEW_STATION if self._records.act(inbox.is_new) else inbox.CHANGES_AN_ACT
        kinds: set[str] = set()
        self._end_is_due = True
        try:
            for part in inbox.batches(told.changes, an_act):
                kinds |= self._records.act(inbox.apply_snapshot, part, self._now(), self._appliers)
            self._records.act(inbox.finish_snapshot, told.head.cursor)
        finally:
            if kinds:
                self._on_changes(kinds)

    def _forgot_facts(self, page: ChangePage) -> bool:
        """Whether the page is the first to tell that the cloud forgot facts; the next round sends them."""
        expected = page.expected_seq
        if expected is None or expected > self._records.act(outbox.last_answered):
            return False
        is_news, self._forgotten_from = not self._forgotten_from, expected
        self._wake.set()
        return is_news

    def _apply(self, page: ChangePage, after: int) -> None:
        if not page.changes and page.next_cursor <= after:
            return
        self._end_is_due = True
        kinds: set[str] = set()
        try:
            for part in inbox.slices(page):
                kinds |= self._records.act(inbox.apply_page, part, self._now(), self._appliers)
        finally:
            if kinds:
                self._on_changes(kinds)

    def _keep_leases(self) -> None:
        cloud_now = self._clock.now() + self.state.clock_offset
        for lease in self._records.act(leases.held):
            if lease.until - cloud_now < RENEW_BEFORE:
                self._renew(lease)

    def _renew(self, lease: leases.HeldLease) -> None:
        try:
            renewed = self._client.renew(lease.wave_id, lease.lease_id)
        except CloudRefused as refused:
            if refused.status != HTTPStatus.CONFLICT:
                raise
            self._records.act(leases.lose, lease, refused.detail, self._now())
        else:
            self._records.act(leases.extend, lease, renewed.until)
        self._on_changes({"lease"})

    def _now(self) -> datetime:
        """The moment by the cloud's clock: a lease must not be lost because this PC's clock is slow."""
        return self._clock.now() + self.state.clock_offset

    def _measure(self, cloud_now: datetime) -> None:
        offset = cloud_now - self._clock.now()
        if abs(offset) > clock_offset.IMPLAUSIBLE:
            raise _clocks_apart(offset)
        if abs(offset - self._kept_offset) >= clock_offset.WORTH_KEEPING:
            self._records.act(clock_offset.keep_offset, offset)
            self._kept_offset = offset
        self.state = replace(self.state, clock_offset=offset)

    def _tell(
        self, *, connected: bool, detail: Message, known: bool = True, last_contact: datetime | None = None
    ) -> None:
        try:
            waiting, refused = self._records.act(outbox.count)
        except Trouble:
            # The disk fails as well: what was counted last is still the best that can be told.
            waiting, refused = self.state.waiting, self.state.refused
        self.state = replace(
            self.state,
            connected=connected,
            known=known,
            waiting=waiting,
            refused=refused,
            detail=detail,
            last_contact=last_contact or self.state.last_contact,
        )
        self._on_state(self.state)


def _is_stranger(trouble: Trouble) -> bool:
    return isinstance(trouble, CloudRefused) and trouble.status in (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
    )


def _next_from(first: Fact, answer: FactBatchResult, from_seq: int) -> int:
    """From where to send next: 0 is what waits, a number is what a cloud that forgot facts asks for.

    Raises Trouble where sending on would turn in a circle.
    """
    expected = answer.expected_seq
    answered = any(
        result.id == first.id and result.verdict is not FactVerdict.OUT_OF_ORDER for result in answer.results
    )
    if expected > first.seq and answered:
        return expected if from_seq else 0
    if expected < first.seq and not from_seq:
        # The cloud knows less than it once said (restored from a backup): send again from there.
        return expected
    raise _stuck(expected)


def _mistake() -> Trouble:
    return Trouble(
        Message("The program made a mistake while syncing; a report was written"),
        Message("Try again; a report for IT was written"),
        retry_helps=True,
    )


def _clocks_apart(offset: timedelta) -> CloudSilent:
    return CloudSilent(
        Message("The clocks of this PC and of the cloud are {days} days apart", days=abs(offset).days),
        Message("Set the clock of this PC right; if it is right, call IT"),
        retry_helps=True,
    )


def _stuck(expected: int) -> Trouble:
    return Trouble(
        Message("The cloud waits for record {seq}, which this station does not have", seq=expected),
        Message("Call IT: two PCs may use the same enrolment"),
        retry_helps=False,
    )
