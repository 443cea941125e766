"""Sends what is due, with a bounded number of threads; what is left is found again by whoever asks next."""

import logging
import secrets
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Select, case, func, select
from sqlalchemy.exc import OperationalError

from cloud_api.deliveries.addresses import host_of
from cloud_api.deliveries.claims import Taken, set_aside, settle, take
from cloud_api.deliveries.files import File, FileOf, read_file
from cloud_api.deliveries.lanes import Lanes
from cloud_api.deliveries.mail import MailWriter
from cloud_api.deliveries.mail_server import LONGEST_S, MailServer
from cloud_api.deliveries.rules import LEASE, MOST_WAIT_S, Answer, Draw, is_due
from cloud_api.deliveries.webhooks import WebhookPost, document_event
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock
from cloud_api.storage.tables.deliveries import deliveries, recipients
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.deliveries import AttemptOutcome, Channel
from cloud_api.wire.documents import FileFormat

_ATTACHED = (FileFormat.PDF, FileFormat.XLSX)
_MOST_DUE = 2_000
_ASIDE_S = 60.0
"""How long the others of a host that does not answer wait before one of them tries again."""
_BEGIN_WITHIN_S = LEASE.total_seconds() - LONGEST_S - 15
"""A message begun later than this after its delivery was taken could still be on its way when the lease is
over and another one begins it anew."""
_SETTLE_AGAIN_S = (0.2, 1.0, 5.0)
_LOG = logging.getLogger(__name__)

_Host = tuple[Channel, str]


@dataclass(frozen=True)
class SendReport:
    """What a pass over the deliveries did: tries by how they went."""

    outcomes: Mapping[AttemptOutcome, int]

    @property
    def sent(self) -> int:
        """Deliveries that were taken by their receivers."""
        return self.outcomes.get(AttemptOutcome.SENT, 0)


def send_due(
    engine: Engine,
    settings: Settings,
    clock: Clock,
    file_of: FileOf,
    *,
    cycle_id: UUID | None = None,
    delivery_id: UUID | None = None,
    stop: threading.Event | None = None,
    draw: Draw | None = None,
) -> SendReport:
    """Send every delivery whose moment has come (of one cycle, or one delivery), and return.

    What failed waits for its next moment, `next_due_at`. Any number of processes may do this at once. `stop`
    ends it after the tries under way; `draw` (0 to 1) spreads the waits.
    """
    with MailServer(settings) as mail_server:
        sender = _Sender(engine, settings, clock, file_of, mail_server, stop, draw)
        while not sender.stopped:
            due = _due(engine, clock(), cycle_id, delivery_id)
            if not due or not sender.send(due):
                break
        return SendReport(sender.outcomes)


def replay(
    engine: Engine, settings: Settings, clock: Clock, file_of: FileOf, delivery_id: UUID
) -> SendReport:
    """Send one delivery a person asked to send again."""
    return send_due(engine, settings, clock, file_of, delivery_id=delivery_id)


def next_due_at(
    engine: Engine, *, cycle_id: UUID | None = None, delivery_id: UUID | None = None
) -> datetime | None:
    """When something (of one cycle, or one delivery) is to be sent next.

    A moment that has passed means now, None that nothing waits.
    """
    table = deliveries.c
    moment = case((table.leased_until > table.next_try_at, table.leased_until), else_=table.next_try_at)
    query = _among(select(func.min(moment)).where(table.next_try_at.is_not(None)), cycle_id, delivery_id)
    with reading(engine) as connection:
        due: datetime | None = connection.scalar(query)
    return due


def _due(
    engine: Engine, now: datetime, cycle_id: UUID | None, delivery_id: UUID | None
) -> Mapping[_Host, list[UUID]]:
    table = deliveries.c
    query = (
        select(table.id, table.channel, recipients.c.address)
        .join(recipients, recipients.c.id == table.recipient_id)
        .where(is_due(now))
        .order_by(table.next_try_at, table.id)
        .limit(_MOST_DUE)
    )
    query = _among(query, cycle_id, delivery_id)
    found: dict[_Host, list[UUID]] = defaultdict(list)
    with reading(engine) as connection:
        for row in connection.execute(query):
            channel = Channel(row.channel)
            host = host_of(row.address) if channel is Channel.WEBHOOK else ""
            found[channel, host].append(row.id)
    return found


def _among(query: Select[Any], cycle_id: UUID | None, delivery_id: UUID | None) -> Select[Any]:
    """The same query over the deliveries of one cycle, or over one delivery."""
    if delivery_id is not None:
        query = query.where(deliveries.c.id == delivery_id)
    if cycle_id is not None:
        of_cycle = select(documents.c.id).where(documents.c.cycle_id == cycle_id)
        query = query.where(deliveries.c.document_id.in_(of_cycle))
    return query


class _Sender:
    """One pass over what is due."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        clock: Clock,
        file_of: FileOf,
        mail_server: MailServer,
        stop: threading.Event | None,
        draw: Draw | None,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._file_of = file_of
        self._mail_server = mail_server
        self._writer = MailWriter(settings, clock)
        self._post = WebhookPost(settings, clock)
        self._stop = stop or threading.Event()
        self._draw = draw or secrets.SystemRandom().random
        self._database = threading.Lock()
        self._counting = threading.Lock()
        self.outcomes: Counter[AttemptOutcome] = Counter()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def send(self, due: Mapping[_Host, list[UUID]]) -> bool:
        """Try each; answers whether any was tried, so that what others hold is not asked for in a circle."""
        before = self.outcomes.total()
        lanes: Lanes[UUID] = Lanes()
        for host, ids in due.items():
            settings = self._settings
            most = settings.smtp_connections if host[0] is Channel.EMAIL else settings.sends_a_host
            lanes.fill(host, most, ids)
        threads = min(self._settings.send_threads, sum(len(ids) for ids in due.values()))
        with ThreadPoolExecutor(threads, thread_name_prefix="deliver") as pool:
            for working in [pool.submit(self._work, lanes) for _ in range(threads)]:
                working.result()
        return self.outcomes.total() > before

    def _work(self, lanes: Lanes[UUID]) -> None:
        try:
            while not self.stopped and (taken := lanes.take()) is not None:
                host, delivery_id = taken
                answer = self._try(delivery_id)
                stuck = answer is not None and answer.host_stuck
                asked = answer.retry_after_s if answer is not None and stuck else None
                left = lanes.done(host, stuck=stuck, at_once=asked is not None)
                if left and answer is not None:
                    self._set_aside(left, answer)
        finally:
            # Whoever stops, asked to or by a fault, must not leave the others waiting.
            if self.stopped:
                lanes.end()

    def _try(self, delivery_id: UUID) -> Answer | None:
        with self._act() as connection:
            taken = take(connection, delivery_id, self._clock())
        if taken is None:
            return None
        begun = time.monotonic()
        answer = self._answer(taken, begun + _BEGIN_WITHIN_S)
        self._settle(taken, answer, round((time.monotonic() - begun) * 1000))
        with self._counting:
            self.outcomes[answer.outcome] += 1
        return answer

    def _settle(self, taken: Taken, answer: Answer, took_ms: int) -> None:
        """Again while the database does not answer: an answer that is lost means a second message."""
        for wait_s in _SETTLE_AGAIN_S:
            try:
                self._settle_once(taken, answer, took_ms)
                return
            except OperationalError:
                self._stop.wait(wait_s)
        self._settle_once(taken, answer, took_ms)

    def _settle_once(self, taken: Taken, answer: Answer, took_ms: int) -> None:
        dead_after = timedelta(days=self._settings.dead_after_days)
        with self._act() as connection:
            settle(
                connection,
                taken,
                answer,
                self._clock(),
                took_ms=took_ms,
                dead_after=dead_after,
                draw=self._draw,
            )

    def _answer(self, taken: Taken, begin_by: float) -> Answer:
        try:
            return self._deliver(taken, begin_by)
        except Exception as error:  # noqa: BLE001 - one document that cannot be drawn must not stop the others
            _LOG.exception("delivery %s could not be sent", taken.id)
            return Answer(AttemptOutcome.HELD, f"a fault of this service: {type(error).__name__}")

    def _deliver(self, taken: Taken, begin_by: float) -> Answer:
        if taken.channel is Channel.EMAIL:
            files = [self._file(taken, form) for form in _ATTACHED]
            return self._mail_server.send(lambda: self._writer.document(taken, files), begin_by)
        content = self._file(taken, FileFormat.JSON).data
        body = document_event(taken, content, self._settings.link_base, self._clock())
        return self._post.send(taken.id, taken.address, body, taken.secrets)

    def _file(self, taken: Taken, form: FileFormat) -> File:
        return read_file(self._engine, self._file_of, taken.document, form)

    def _set_aside(self, delivery_ids: list[UUID], answer: Answer) -> None:
        now = self._clock()
        wait_s = min(max(_ASIDE_S, answer.retry_after_s or 0.0), MOST_WAIT_S)
        with self._act() as connection:
            until = now + timedelta(seconds=wait_s)
            set_aside(connection, delivery_ids, until, f"waits for its host: {answer.detail}", now)

    @contextmanager
    def _act(self) -> Iterator[Connection]:
        """A transaction. SQLite lets one writer in at a time: its own way of waiting is polling, a lock is
        not."""
        if self._engine.dialect.name != "sqlite":
            with writing(self._engine) as connection:
                yield connection
            return
        with self._database, writing(self._engine) as connection:
            yield connection
