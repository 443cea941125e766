"""Fetches what products look like from the cloud, behind all other work, and says where the files are."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import Connection, select

from station.storage import tables
from station.storage.database import Records
from station.sync.answers import CloudRefused
from station.sync.client import CloudClient
from station.sync.errand import BackgroundErrand
from station.sync.picture_files import LARGEST_BYTES, PictureFiles

TRY_AGAIN_S = 60.0
"""A picture is a help, not the work: whoever is silent is asked again this much later."""
BREATH_S = 0.02
"""Between two pictures, so that a scan never waits for its turn behind two thousand of them."""

FOLDER = "pictures"
"""Within the data folder of the station."""


class PictureFetcher(BackgroundErrand):
    """An errand of its own; the names of files may be asked for from any thread."""

    def __init__(
        self,
        records: Records,
        files: PictureFiles,
        new_client: Callable[[], CloudClient],
        on_news: Callable[[frozenset[str]], None],
        on_bug: Callable[[Exception], None],
        try_again_s: float = TRY_AGAIN_S,
    ) -> None:
        """`on_news` hears, on the thread of the errand, the SKUs that look otherwise from now on."""
        super().__init__("pictures", new_client, on_bug, try_again_s)
        self._records = records
        self._files = files
        self._on_news = on_news
        self._told: Mapping[str, str] = {}
        self._asked: set[str] = set()
        self._fetched_again: set[str] = set()
        self._unknown: set[str] = set()

    def find(self, sku: str) -> Path | None:
        """The file of a product's picture, where it is here; one that is not comes before all others."""
        digest = self._told.get(sku)
        if digest is None:
            return None
        path = self._files.path(digest)
        if path.exists():
            return path
        self._asked.add(digest)
        return None

    def broken(self, sku: str) -> None:
        """The file cannot be drawn: it is fetched once more, and then never again in this run."""
        digest = self._told.get(sku)
        if digest is not None and digest not in self._fetched_again:
            self._fetched_again.add(digest)
            self._files.drop(digest)
            self.wake()

    def _do_all(self) -> None:
        self._look()
        self._fetch_all()

    def _look(self) -> None:
        """Read which product is shown by which picture, and forget those of none."""
        told = self._records.act(_told_pictures)
        before, self._told = self._told, told
        if told != before:
            self._unknown.clear()
            self._files.prune(frozenset(told.values()))
            self._on_news(frozenset(sku for sku, _ in told.items() ^ before.items()))

    def _fetch_all(self) -> None:
        """What is missing, until the cloud falls silent, knows this station no more, or the disk is full."""
        missing = {
            digest: sku
            for sku, digest in self._told.items()
            if digest not in self._unknown and not self._files.path(digest).exists()
        }
        if not missing:
            return
        room = self._files.room_bytes()
        with suppress(OSError), self._line() as client:
            while missing and room >= LARGEST_BYTES and not self._ends(BREATH_S):
                digest = next((each for each in self._asked if each in missing), next(iter(missing)))
                self._asked.discard(digest)
                room -= self._fetch(client, digest, missing.pop(digest))

    def _fetch(self, client: CloudClient, digest: str, sku: str) -> int:
        """How many bytes are kept of it now."""
        try:
            data = client.picture(sku)
        except CloudRefused as refusal:
            if refusal.status != HTTPStatus.NOT_FOUND:
                raise
            self._unknown.add(digest)  # the word that it has gone is on its way
            return 0
        if not self._files.keep(digest, data):
            self._unknown.add(digest)  # the word of another one is on its way
            return 0
        self._on_news(frozenset(each for each, shown in self._told.items() if shown == digest))
        return len(data)


def _told_pictures(connection: Connection) -> dict[str, str]:
    product = tables.product.c
    query = select(product.sku, product.picture).where(product.picture.is_not(None))
    return {row.sku: row.picture for row in connection.execute(query)}
