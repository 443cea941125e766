"""The key a shop's codes are compared with: asked of the cloud once, kept in the key store, in no table."""

from collections.abc import Callable

from station.bootstrap.identity import TokenStore
from station.kernel.ids import StationId
from station.kernel.trouble import Trouble
from station.sync.client import CloudClient

KIND = "shop-key"


class ShopKeyring:
    """Answers at once with what is known; asks the cloud aside while nothing is."""

    def __init__(
        self, tokens: TokenStore, station_id: StationId, new_client: Callable[[], CloudClient]
    ) -> None:
        self._tokens = tokens
        self._station_id = station_id
        self._new_client = new_client
        self._key: bytes | None = None

    def load(self) -> None:
        """Look into the key store, which may take its time."""
        self._key = _bytes(self._tokens.load(self._station_id, KIND))

    def key(self) -> bytes | None:
        """The key, or None until the cloud gave it."""
        return self._key

    def fetch(self) -> None:
        """Ask the cloud if there is none yet; silence leaves it as it is. Never on the store thread."""
        if self._key is not None:
            return
        client = self._new_client()
        try:
            told = client.shop_key().key
        except Trouble:
            return  # asked again after the next round of the sync
        finally:
            client.close()
        self._tokens.save(self._station_id, told, KIND)
        self._key = _bytes(told)


def _bytes(text: str) -> bytes | None:
    return bytes.fromhex(text) if text else None
