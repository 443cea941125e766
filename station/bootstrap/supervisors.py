"""What supervisors are let in by: the cloud, and without it a proof that needs a secret of the key store."""

import secrets
from collections.abc import Callable

from station.bootstrap.identity import PIN_SECRET, TokenStore
from station.bootstrap.threads import Workers
from station.kernel.clock import Clock
from station.kernel.ids import OperatorId, StationId
from station.people.override import OverrideTalk
from station.people.pins import PinDesk
from station.storage.database import Database
from station.sync.client import CloudClient


class Supervisors:
    """Begins talks for the desks of one PC; each desk has its own."""

    def __init__(
        self,
        database: Database,
        workers: Workers,
        tokens: TokenStore,
        station_id: StationId,
        clock: Clock,
        new_client: Callable[[], CloudClient],
    ) -> None:
        self._database = database
        self._workers = workers
        self._tokens = tokens
        self._station_id = station_id
        self._clock = clock
        self._new_client = new_client

    def talk(self, changed: Callable[[], None]) -> OverrideTalk:
        """A talk for a desk; `changed` hears on the store thread of what ended later."""
        pins = PinDesk(self, self._secret)
        return OverrideTalk(self._database, pins, self._clock, self._workers.aside, changed)

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        """Whose badge and PIN they are. Never on the store thread. Raises CloudRefused and CloudSilent."""
        client = self._new_client()
        try:
            return client.supervisor(badge, pin)
        finally:
            client.close()

    def _secret(self) -> bytes:
        """Made once a station; the key store may take its time, so never on the store thread."""
        kept = self._tokens.load(self._station_id, PIN_SECRET)
        if not kept:
            kept = secrets.token_hex(32)
            self._tokens.save(self._station_id, kept, PIN_SECRET)
        return bytes.fromhex(kept)
