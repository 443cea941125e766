"""What slices that do not know each other do in one transaction; wired together above them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.storage.changes import NewChange


class Job(StrEnum):
    """Work for the background. What is to do stands in rows; a job repeated does what is left."""

    FILL_DOCUMENTS = "fill_documents"
    """Key: cycle id. Writes what the documents of a cut-off say, then queues their deliveries."""
    MAKE_SLIPS = "make_slips"
    """Key: cycle id. Turns amendments without a slip into numbered revision slips."""
    DELIVER = "deliver"
    """Key: cycle id. Sends every delivery of the cycle that is under way."""
    REPLAY = "replay"
    """Key: delivery id. Sends one delivery again because a person asked for it."""
    SHARE_OUT = "share_out"
    """Key: document id. Shares out what lacks of a purchase order that was closed, or takes that back."""
    RUN_IMPORT = "run_import"
    """Key: import file id. Checks the rows of a file, or takes them in once a person said so."""


Enqueue = Callable[[Connection, Job, str], None]
"""Promises a job with the caller's transaction: it runs after the commit, and never without it."""

OnFrozen = Callable[[Connection, UUID, datetime], None]
"""Told the cycle and the moment, in the transaction of its cut-off."""
NewsOfCutOff = Callable[[Connection, UUID], Sequence[NewChange]]
"""Answers what stations are told of a cycle's cut-off besides its waves, in the same transaction."""
BeforeAmendment = Callable[[Connection, UUID, Collection[str]], None]
"""Told a frozen cycle and the pickup points whose orders are about to change."""
OnDocuments = Callable[[Connection, Collection[UUID], datetime], None]
"""Told documents that say all they will ever say, and the moment. May be told the same ones again after an
outage; Lock.DOCUMENTS is held."""

OnPacked = Callable[[Connection, UUID, datetime], None]
"""Told a wave of which nothing is left to be picked, and the moment."""
OnShopKey = Callable[[Connection, str, datetime], None]
"""Told a shop whose key was changed, and the moment; its stations must hear of it."""


def leave_to_sweep(_connection: Connection, _job: Job, _key: str) -> None:
    """Where no worker is at hand the rows wait; the sweep of the next worker finds them."""


@dataclass(frozen=True)
class Hooks:
    """What else happens when a cycle freezes or changes afterwards."""

    enqueue: Enqueue = leave_to_sweep
    on_frozen: tuple[OnFrozen, ...] = ()
    news_of_cut_off: tuple[NewsOfCutOff, ...] = ()
    before_amendment: tuple[BeforeAmendment, ...] = ()
    on_documents: tuple[OnDocuments, ...] = ()
    on_shop_key: tuple[OnShopKey, ...] = ()
    on_packed: tuple[OnPacked, ...] = ()

    def frozen(self, connection: Connection, cycle_id: UUID, now: datetime) -> None:
        """A cycle was frozen in this transaction."""
        for act in self.on_frozen:
            act(connection, cycle_id, now)

    def cut_off_news(self, connection: Connection, cycle_id: UUID) -> list[NewChange]:
        """What else stations are told of a cycle that was frozen in this transaction."""
        return [change for tell in self.news_of_cut_off for change in tell(connection, cycle_id)]

    def amending(self, connection: Connection, cycle_id: UUID, points: Collection[str]) -> None:
        """Orders of these points of a frozen cycle are about to change in this transaction."""
        for act in self.before_amendment:
            act(connection, cycle_id, points)

    def documents_ready(self, connection: Connection, document_ids: Collection[UUID], now: datetime) -> None:
        """These documents have their contents; whoever sends them queues that in this transaction."""
        for act in self.on_documents:
            act(connection, document_ids, now)

    def packed(self, connection: Connection, wave_id: UUID, now: datetime) -> None:
        """The last part of a divided wave lost all its orders in this transaction."""
        for act in self.on_packed:
            act(connection, wave_id, now)

    def shop_key_turned(self, connection: Connection, pickup_point: str, now: datetime) -> None:
        """The key of this shop was changed in this transaction."""
        for act in self.on_shop_key:
            act(connection, pickup_point, now)
