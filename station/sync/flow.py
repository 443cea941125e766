"""The conversation in the sync room: how the station stands with the cloud, and what must be settled."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from station.kernel.clock import Clock
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.storage.database import Database
from station.sync import inbox, outbox
from station.sync.engine import SyncState
from station.sync.inbox import Notice
from station.sync.outbox import RefusedFact
from station.sync.view import NoticeLine, RefusedLine, SyncView
from station.sync.words import NOTICE_WORDS, clock_words, fact_words

__all__ = ["SyncFlow", "SyncView"]

NOTICES_SHOWN = 20


class SyncFlow:
    """One sync room; every public method runs on the store thread and shows the view that follows."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        time_zone: ZoneInfo,
        station: str,
        cloud: str,
        show: Callable[[SyncView], None],
        wake: Callable[[], None],
    ) -> None:
        """`station` and `cloud` are this station's name and its cloud's address.

        `wake` asks the engine for a round now; its end comes back through state_changed.
        """
        self._database = database
        self._clock = clock
        self._time_zone = time_zone
        self._station = station
        self._cloud = cloud
        self._show = show
        self._wake = wake
        self._state = SyncState(connected=False)
        self._since: datetime | None = None
        self._busy = False
        self._answer: Message | None = None

    def open(self) -> None:
        """Show the room as it is now."""
        self._tell()

    def state_changed(self, state: SyncState) -> None:
        """A round of the engine ended."""
        if self._since is None or state.connected != self._state.connected:
            self._since = self._clock.now()
        self._state, self._busy = state, False
        self._tell()

    def changes_applied(self) -> None:
        """The cloud told something: there may be new notices."""
        self._tell()

    def settle(self, seq: int) -> None:
        """A person has put the refused record right by hand."""
        try:
            with self._database.act() as connection:
                outbox.settle(connection, seq)
            self._answer = None
        except Trouble as trouble:
            self._answer = trouble.words()
        self._tell()
        self._wake()

    def sync_now(self) -> None:
        """Ask for a round at once."""
        self._busy = True
        self._tell()
        self._wake()

    def view(self) -> SyncView:
        """The room as it is now."""
        with self._database.look() as connection:
            waiting, _ = outbox.count(connection)
            refused = outbox.refused(connection)
            notices = inbox.recent_notices(connection, NOTICES_SHOWN)
        state = self._state
        return SyncView(
            station=self._station,
            cloud=self._cloud,
            connected=state.connected,
            since=self._local(self._since),
            last_contact=self._local(state.last_contact),
            waiting=waiting,
            refused=tuple(self._refused_line(each) for each in refused),
            detail=state.detail,
            clock_warning=clock_words(state.clock_offset) if state.clock_is_wrong else None,
            notices=tuple(self._notice_line(each) for each in notices if each.kind in NOTICE_WORDS),
            known=state.known,
            busy=self._busy,
            answer=self._answer,
        )

    def _tell(self) -> None:
        self._show(self.view())

    def _local(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(self._time_zone)

    def _refused_line(self, fact: RefusedFact) -> RefusedLine:
        at = fact.happened_at.astimezone(self._time_zone)
        return RefusedLine(fact.seq, at, fact_words(fact.kind), fact.reason)

    def _notice_line(self, notice: Notice) -> NoticeLine:
        tone, words = NOTICE_WORDS[notice.kind]
        return NoticeLine(notice.at.astimezone(self._time_zone), tone, words(notice.body))
