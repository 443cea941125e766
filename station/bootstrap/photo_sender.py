"""Sends photos of goods to the cloud, one after the other, as often as needed; resumes after a restart."""

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import Connection, select, update

from station.kernel.clock import Clock
from station.storage import tables
from station.storage.database import Records
from station.sync.answers import CloudRefused, CloudSilent
from station.sync.client import CloudClient

TRY_AGAIN_S = 60.0
"""A photo is proof for next week, not for tonight: whoever is silent is asked again this much later."""

_OF_THE_PHOTO = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
"""Refusals that no later try turns into anything else."""


class PhotoSender:
    """A thread of its own: a large photo on a slow line must hold up neither facts nor scans."""

    def __init__(
        self,
        records: Records,
        new_client: Callable[[], CloudClient],
        clock: Clock,
        on_bug: Callable[[Exception], None],
        try_again_s: float = TRY_AGAIN_S,
    ) -> None:
        self._records = records
        self._new_client = new_client
        self._clock = clock
        self._on_bug = on_bug
        self._try_again_s = try_again_s
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._client: CloudClient | None = None
        self._thread = threading.Thread(target=self._run, name="photos", daemon=True)

    def start(self) -> None:
        """Begin with what an earlier run left."""
        self._news.set()
        self._thread.start()

    def wake(self) -> None:
        """There may be a new photo, or the network is back."""
        self._news.set()

    def stop(self) -> None:
        """End; a photo under way is sent again by the next run. Never on the store thread."""
        self._stopping.set()
        self._news.set()
        client = self._client
        if client is not None:
            client.close()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.wait(self._try_again_s)
            self._news.clear()
            try:
                self._send_all()
            except Exception as error:  # noqa: BLE001 - told whole; the next photo is tried all the same
                self._on_bug(error)

    def _send_all(self) -> None:
        """Each photo that waits, oldest first, until the cloud falls silent or knows this station no more."""
        waiting = self._records.act(_waiting)
        if not waiting:
            return
        # The station's key may have been renewed since the last round.
        with closing(self._new_client()) as self._client, suppress(CloudSilent, CloudRefused):
            for digest, path in waiting:
                if self._stopping.is_set():
                    return
                self._send(self._client, digest, Path(path))

    def _send(self, client: CloudClient, digest: str, path: Path) -> None:
        try:
            client.put_photo(digest, path.read_bytes())
        except OSError as error:
            self._records.act(_note, digest, refused=type(error).__name__)
        except CloudRefused as refusal:
            if refusal.status not in _OF_THE_PHOTO:
                raise
            self._records.act(_note, digest, refused=refusal.detail)
        else:
            self._records.act(_note, digest, sent_at=self._clock.now())


def _waiting(connection: Connection) -> list[tuple[str, str]]:
    photo = tables.photo.c
    waits = photo.sent_at.is_(None) & photo.refused.is_(None)
    query = select(photo.hash, photo.path).where(waits).order_by(photo.taken_at)
    return [(row.hash, row.path) for row in connection.execute(query)]


def _note(connection: Connection, /, digest: str, **values: object) -> None:
    connection.execute(update(tables.photo).where(tables.photo.c.hash == digest).values(**values))
