"""The sync engine: a thread of its own sends facts, fetches changes, keeps leases; the desk never waits."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus

from cloud_api.wire.exchange import MAX_FACTS, Fact, FactBatchResult, FactVerdict
from station.kernel.clock import Clock
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.storage.database import Records
from station.sync import inbox, leases, outbox
from station.sync.client import CloudClient, CloudRefused

POLL_S = 5.0
GATHER_S = 0.2
"""A round waits so long for more acts: it sends them together, and the screen draws its answer first."""
FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 60.0
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
    """Rounds of push, pull and renew; after a failure the pause between rounds grows up to a minute."""

    def __init__(
        self,
        client: CloudClient,
        records: Records,
        clock: Clock,
        *,
        on_state: Callable[[SyncState], None],
        on_changes: Callable[[set[str]], None],
        on_bug: Callable[[Exception], None],
    ) -> None:
        """`on_state` and `on_bug` are called from the engine's thread, `on_changes` on the store thread.

        `clock` is the PC's own, not one set right: its offset to the cloud's is measured here.
        """
        self._client = client
        self._records = records
        self._clock = clock
        self._on_state = on_state
        self._on_changes = on_changes
        self._on_bug = on_bug
        self._wake = threading.Event()
        self._hurry = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._failures = 0
        self.state = SyncState(connected=False)

    def start(self) -> None:
        """Begin to sync; the first round runs at once."""
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        """There is something to send: start a round now rather than at the next poll."""
        self._wake.set()

    def hurry(self) -> None:
        """A person asks: start a round now, however often it failed before."""
        self._hurry.set()
        self._wake.set()

    def stop(self, timeout_s: float = 5.0) -> None:
        """End after the round under way."""
        self._stopping.set()
        self.hurry()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        self._client.close()

    def round(self) -> None:
        """One round; a Trouble becomes the state that is told, never an exception."""
        try:
            self._push()
            self._pull()
            self._keep_leases()
        except Trouble as trouble:
            self._failures += 1
            self._tell(connected=False, known=not _is_stranger(trouble), detail=trouble.what)
        except Exception as bug:  # noqa: BLE001 - one bad answer must not end the sync for the whole night
            self._failures += 1
            self._on_bug(bug)
        else:
            self._failures = 0
            self._tell(connected=True, detail=NOTHING_TO_TELL, last_contact=self._now())

    def pause_s(self) -> float:
        """Seconds until the next round: the poll, or twice as long after each failure, with jitter."""
        if not self._failures:
            return POLL_S
        longest = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(self._failures - 1, 10))
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret

    def _run(self) -> None:
        while True:
            # Acts keep waking the engine; a dead network is still asked only now and then.
            (self._hurry if self._failures else self._wake).wait(self.pause_s())
            if self._stopping.wait(GATHER_S):
                return
            self._wake.clear()
            self._hurry.clear()
            self.round()

    def _push(self) -> None:
        from_seq = 0
        while facts := self._records.act(outbox.waiting, MAX_FACTS, from_seq):
            answer = self._client.push(facts)
            self._measure(answer.now)
            self._records.act(outbox.record_answers, answer.results)
            from_seq = _next_from(facts[0], answer, from_seq)

    def _pull(self) -> None:
        more = True
        while more:
            after = self._records.act(inbox.cursor)
            page = self._client.changes(after)
            self._measure(page.now)
            if page.changes:
                self._on_changes_applied(self._records.act(inbox.apply_page, page, self._now()))
            # A cursor that stands still would ask for the same page for ever.
            more = page.more and page.next_cursor > after

    def _on_changes_applied(self, kinds: set[str]) -> None:
        self._records.submit(lambda: self._on_changes(kinds))

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
            self._records.act(leases.lose, lease, refused.detail)
        else:
            self._records.act(leases.extend, lease, renewed.until)
        self._on_changes_applied({"lease"})

    def _now(self) -> datetime:
        """The moment by the cloud's clock: a lease must not be lost because this PC's clock is slow."""
        return self._clock.now() + self.state.clock_offset

    def _measure(self, cloud_now: datetime) -> None:
        self.state = replace(self.state, clock_offset=cloud_now - self._clock.now())

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


def _stuck(expected: int) -> Trouble:
    return Trouble(
        Message("The cloud waits for record {seq}, which this station does not have", seq=expected),
        Message("Call IT: two PCs may use the same enrolment"),
        retry_helps=False,
    )
