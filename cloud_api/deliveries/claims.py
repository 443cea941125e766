"""Takes a delivery for one try and writes down how it went; each try is on the disk before it begins."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from cloud_api.deliveries.document import document_row
from cloud_api.deliveries.links import link_path
from cloud_api.deliveries.names import name_of
from cloud_api.deliveries.rules import LEASE, Answer, Draw, is_due, is_free, next_try
from cloud_api.storage.audit import SERVICE, note_act
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.deliveries import deliveries, delivery_attempts, recipients
from cloud_api.wire.deliveries import AttemptOutcome, Channel, RecipientKind

_DETAIL_LENGTH = 500


@dataclass(frozen=True)
class Taken:
    """A delivery taken for one try."""

    id: UUID
    attempt: int
    tries: int
    channel: Channel
    recipient_id: UUID
    recipient_name: str
    address: str
    secrets: tuple[str, ...]
    """Newest first; the one before it too while receivers change over."""
    document: Row[Any]
    """Row of `documents` without its content, with `cycle` (its name) and `time_zone`."""
    link: str
    """Path."""


def take(connection: Connection, delivery_id: UUID, now: datetime) -> Taken | None:
    """Take a delivery whose moment has come; None when another one has it or nothing is left to do."""
    table = deliveries.c
    taken = connection.execute(
        update(deliveries)
        .where(table.id == delivery_id, is_due(now))
        .values(leased_until=now + LEASE, attempts=table.attempts + 1, tries=table.tries + 1)
    )
    if taken.rowcount == 0:
        return None
    connection.execute(
        update(delivery_attempts)
        .where(
            delivery_attempts.c.delivery_id == delivery_id,
            delivery_attempts.c.outcome == AttemptOutcome.STARTED,
        )
        .values(outcome=AttemptOutcome.UNKNOWN, detail="the sending process ended in the middle of this try")
    )
    row = connection.execute(select(deliveries).where(table.id == delivery_id)).one()
    _note_start(connection, row, now)
    recipient = connection.execute(select(recipients).where(recipients.c.id == row.recipient_id)).one()
    return Taken(
        id=row.id,
        attempt=row.attempts,
        tries=row.tries,
        channel=Channel(row.channel),
        recipient_id=recipient.id,
        recipient_name=name_of(connection, RecipientKind(recipient.kind), recipient.recipient),
        address=recipient.address,
        secrets=_secrets(recipient, now),
        document=document_row(connection, row.document_id),
        link=link_path(connection, row.id),
    )


def settle(
    connection: Connection,
    taken: Taken,
    answer: Answer,
    now: datetime,
    *,
    took_ms: int,
    dead_after: timedelta,
    draw: Draw,
) -> None:
    """Write down how a try went, and what follows for the delivery and its recipient."""
    died_of = _judge_recipient(connection, taken.recipient_id, answer, now, dead_after)
    connection.execute(
        update(delivery_attempts)
        .where(delivery_attempts.c.delivery_id == taken.id, delivery_attempts.c.attempt == taken.attempt)
        .values(outcome=answer.outcome, detail=answer.detail[:_DETAIL_LENGTH], took_ms=took_ms)
    )
    if answer.outcome is AttemptOutcome.SENT:
        _settle_sent(connection, taken, now)
    else:
        due = next_try(taken.tries, answer, now, draw)
        _settle_not_sent(connection, taken, answer, now, due)
    if died_of is not None:
        detail = {"because": died_of}
        note_act(connection, SERVICE, "recipient-dead", str(taken.recipient_id), now, detail)


def set_aside(
    connection: Connection, delivery_ids: Collection[UUID], until: datetime, because: str, now: datetime
) -> None:
    """Let deliveries wait without a try, because their host does not answer now."""
    table = deliveries.c
    for part in parts(delivery_ids):
        waiting = select(table.id).where(table.id.in_(part), table.next_try_at < until, is_free(now))
        ids = connection.scalars(waiting.with_for_update(skip_locked=True)).all()
        values = {"next_try_at": until, "last_error": because[:_DETAIL_LENGTH]}
        connection.execute(update(deliveries).where(table.id.in_(ids)).values(values))


def _note_start(connection: Connection, row: Row[Any], now: datetime) -> None:
    values = {"delivery_id": row.id, "attempt": row.attempts, "started_at": now, "took_ms": 0}
    connection.execute(
        insert(delivery_attempts).values(**values, outcome=AttemptOutcome.STARTED.value, detail="")
    )


def _secrets(recipient: Row[Any], now: datetime) -> tuple[str, ...]:
    if recipient.old_secret is None or recipient.old_secret_until <= now:
        return (recipient.secret,)
    return (recipient.secret, recipient.old_secret)


def _settle_sent(connection: Connection, taken: Taken, now: datetime) -> None:
    sent = {"leased_until": None, "next_try_at": None, "failed_at": None, "last_error": None}
    own = deliveries.c.id == taken.id
    connection.execute(update(deliveries).where(own).values(sent))
    connection.execute(update(deliveries).where(own, deliveries.c.sent_at.is_(None)).values(sent_at=now))


def _settle_not_sent(
    connection: Connection, taken: Taken, answer: Answer, now: datetime, due: datetime | None
) -> None:
    """A death, in this transaction or of another try, has the last word: nothing is due any more."""
    own = (deliveries.c.id == taken.id) & (deliveries.c.attempts == taken.attempt)
    last_error = {"leased_until": None, "last_error": answer.detail[:_DETAIL_LENGTH]}
    connection.execute(update(deliveries).where(own).values(last_error))
    waiting = own & deliveries.c.next_try_at.is_not(None)
    if due is None:
        never_sent = deliveries.c.sent_at.is_(None)
        connection.execute(update(deliveries).where(waiting, never_sent).values(failed_at=now))
    connection.execute(update(deliveries).where(waiting).values(next_try_at=due))


def _judge_recipient(
    connection: Connection, recipient_id: UUID, answer: Answer, now: datetime, dead_after: timedelta
) -> str | None:
    """What a recipient died of just now, or None.

    It is locked before its deliveries are touched: all writers go in this order.
    """
    query = select(recipients).where(recipients.c.id == recipient_id)
    own = update(recipients).where(recipients.c.id == recipient_id)
    if answer.outcome is AttemptOutcome.SENT:
        if connection.execute(query).one().failing_since is not None:
            connection.execute(own.values(failing_since=None))
        return None
    row = connection.execute(query.with_for_update(key_share=True)).one()
    if row.dead_at is not None or answer.outcome in (AttemptOutcome.HELD, AttemptOutcome.REFUSED):
        return None
    since = row.failing_since or now
    if answer.outcome is AttemptOutcome.DEAD:
        return bury(connection, recipient_id, answer.detail, now)
    if now - since >= dead_after:
        because = f"nothing came through since {since:%Y-%m-%d}: {answer.detail}"
        return bury(connection, recipient_id, because, now)
    connection.execute(own.values(failing_since=since))
    return None


def bury(connection: Connection, recipient_id: UUID, because: str, now: datetime) -> str:
    """Send nothing to this recipient any more; what waited for it has failed and stays open for download.

    Answers the reason as it is kept. The recipient's row is locked before.
    """
    because = because[:_DETAIL_LENGTH]
    own = update(recipients).where(recipients.c.id == recipient_id)
    connection.execute(own.values(dead_at=now, dead_because=because))
    fail_waiting(connection, recipient_id, f"the recipient is dead: {because}", now)
    return because


def fail_waiting(connection: Connection, recipient_id: UUID, because: str, now: datetime) -> None:
    """Everything that waited for a recipient has failed, so that people see it; its row is locked before."""
    waiting = deliveries.c.recipient_id == recipient_id, deliveries.c.next_try_at.is_not(None)
    ids = connection.scalars(
        select(deliveries.c.id).where(*waiting).order_by(deliveries.c.id).with_for_update()
    ).all()
    for part in parts(ids):
        among = deliveries.c.id.in_(part)
        never_sent = deliveries.c.sent_at.is_(None)
        connection.execute(update(deliveries).where(among, never_sent).values(failed_at=now))
        values = {"next_try_at": None, "last_error": because[:_DETAIL_LENGTH]}
        connection.execute(update(deliveries).where(among).values(values))
