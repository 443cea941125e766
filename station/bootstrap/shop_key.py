"""The key a shop's codes are compared with: asked of the cloud once, kept in the key store, in no table."""

import threading
from collections.abc import Callable

from station.bootstrap.identity import SHOP_KEY, TokenStore
from station.kernel.clock import Clock
from station.kernel.ids import StationId
from station.kernel.trouble import Trouble
from station.sync.answers import CloudRefused
from station.sync.client import CloudClient

FIRST_PAUSE_S = 30.0
LONGEST_PAUSE_S = 900.0
"""A cloud that refuses the key is asked again ever more seldom: somebody may put its list of shops right."""


class ShopKeyring:
    """Answers at once with what is known; asks the cloud aside while nothing is."""

    def __init__(
        self,
        tokens: TokenStore,
        station_id: StationId,
        new_client: Callable[[], CloudClient],
        clock: Clock,
    ) -> None:
        self._tokens = tokens
        self._station_id = station_id
        self._new_client = new_client
        self._clock = clock
        self._key: bytes | None = None
        self._stale = False
        """Another PC of the shop was lost, and the key with it."""
        self._refusals = 0
        self._next_at = 0.0
        self._asking = threading.Lock()
        """Held by the one who asks: a slow cloud must not be asked twice at the same time."""

    def load(self) -> None:
        """Look into the key store, which may take its time."""
        kept = _bytes(self._tokens.load(self._station_id, SHOP_KEY))
        if self._key is None and kept is not None:
            # The word that the key was changed may have come just before the program ended.
            self._key, self._stale = kept, True

    def key(self) -> bytes | None:
        """The key, or None until the cloud gave it."""
        return self._key

    def renew(self) -> None:
        """The cloud gave the shop another key: ask for it, and use the old one until it is here."""
        self._stale = True
        self._next_at = 0.0

    def wants_asking(self) -> bool:
        """Whether the cloud should be asked for the key now."""
        waited = self._next_at <= self._clock.monotonic()
        return (self._key is None or self._stale) and waited and not self._asking.locked()

    def fetch(self) -> None:
        """Ask the cloud if that is wanted; silence leaves it as it is. Never on the store thread."""
        if not self.wants_asking() or not self._asking.acquire(blocking=False):
            return
        try:
            self._ask()
        except CloudRefused:
            pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(self._refusals, 10))
            self._refusals += 1
            self._next_at = self._clock.monotonic() + pause_s
        except Trouble:
            return  # asked again after the next round of the sync
        finally:
            self._asking.release()

    def _ask(self) -> None:
        client = self._new_client()
        try:
            self._stale = False  # a change told meanwhile asks once more
            told = client.shop_key().key
        except Trouble:
            self._stale = self._key is not None
            raise
        finally:
            client.close()
        self._tokens.save(self._station_id, told, SHOP_KEY)
        self._key = _bytes(told)


def _bytes(text: str) -> bytes | None:
    return bytes.fromhex(text) if text else None
