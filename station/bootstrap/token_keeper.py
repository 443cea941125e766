"""Keeps this station's token fresh: asks for a new one in time, keeps it first, then uses it."""

import secrets
import threading
from collections.abc import Callable

from station.bootstrap.identity import TokenStore
from station.kernel.clock import Clock
from station.kernel.ids import StationId
from station.kernel.trouble import Trouble
from station.sync.client import CloudClient

ASK_EVERY_S = 6 * 3600.0
AFTER_TROUBLE_S = 600.0


class TokenKeeper:
    """The token as it is now; callable from any thread.

    The cloud lets the old token in for a day beside the new one, so a power cut at any moment is harmless.
    """

    def __init__(
        self,
        tokens: TokenStore,
        station_id: StationId,
        token: str,
        new_client: Callable[[str], CloudClient],
        clock: Clock,
    ) -> None:
        self._tokens = tokens
        self._station_id = station_id
        self._token = token
        self._new_client = new_client
        self._clock = clock
        self._users: list[Callable[[str], None]] = []
        self._next_at = 0.0
        self._client: CloudClient | None = None
        self._closed = False
        self._asking = threading.Lock()
        """Held by the one who asks: two new tokens at once would be one too many."""

    @property
    def token(self) -> str:
        """What to come in with."""
        return self._token

    def tell(self, user: Callable[[str], None]) -> None:
        """Call `user` with every later token."""
        self._users.append(user)

    def use(self, token: str) -> None:
        """Come in with this token, which is kept already, from now on."""
        self._token = token
        for user in self._users:
            user(token)

    def close(self) -> None:
        """End a call under way: nobody waits for the cloud."""
        self._closed = True
        if self._client is not None:
            self._client.close()

    def wants_asking(self) -> bool:
        """Whether the cloud should be asked how long the token is good."""
        return self._next_at <= self._clock.monotonic() and not self._asking.locked()

    def renew(self) -> None:
        """Ask, and replace the token when half its time is over. Never on the store thread."""
        if not self.wants_asking() or not self._asking.acquire(blocking=False):
            return
        try:
            self._renew()
            self._next_at = self._clock.monotonic() + ASK_EVERY_S
        except Trouble:
            # A cloud of before, or none at this moment: the token is good as it is.
            self._next_at = self._clock.monotonic() + AFTER_TROUBLE_S
        finally:
            self._asking.release()

    def _renew(self) -> None:
        client = self._client = self._new_client(self._token)
        if self._closed:
            client.close()
        try:
            state = client.token_state()
            if state.rotate_from is None or self._clock.now() < state.rotate_from:
                return
            token = client.rotate(secrets.token_urlsafe(32)).token
        finally:
            client.close()
        self._tokens.save(self._station_id, token)
        self.use(token)
