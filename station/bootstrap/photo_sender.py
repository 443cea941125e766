"""Sends photos of goods to the cloud, one after the other, as often as needed; resumes after a restart."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import Connection, select, update

from station.kernel.clock import Clock
from station.storage import tables
from station.storage.database import Records
from station.sync.answers import CloudRefused
from station.sync.client import CloudClient
from station.sync.errand import BackgroundErrand

TRY_AGAIN_S = 60.0
"""A photo is proof for next week, not for tonight: whoever is silent is asked again this much later."""

_OF_THE_PHOTO = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
"""Refusals that no later try turns into anything else."""


class PhotoSender(BackgroundErrand):
    """An errand of its own: a large photo on a slow line must hold up neither facts nor scans."""

    def __init__(
        self,
        records: Records,
        new_client: Callable[[], CloudClient],
        clock: Clock,
        on_bug: Callable[[Exception], None],
        try_again_s: float = TRY_AGAIN_S,
    ) -> None:
        super().__init__("photos", new_client, on_bug, try_again_s)
        self._records = records
        self._clock = clock

    def _do_all(self) -> None:
        """Each photo that waits, oldest first, until the cloud falls silent or knows this station no more."""
        waiting = self._records.act(_waiting)
        if not waiting:
            return
        with self._line() as client:
            for digest, path in waiting:
                if self._ends():
                    return
                self._send(client, digest, Path(path))

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
