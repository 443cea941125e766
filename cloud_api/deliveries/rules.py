"""Rules of a delivery, free of database and network: how far it came, when to try again, when to give up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from cloud_api.storage.tables.deliveries import deliveries
from cloud_api.wire.deliveries import AttemptOutcome, DeliveryState

_MINUTE, _HOUR = 60, 3600
WAITS_S = (
    5,
    5 * _MINUTE,
    30 * _MINUTE,
    2 * _HOUR,
    5 * _HOUR,
    10 * _HOUR,
    14 * _HOUR,
    20 * _HOUR,
    24 * _HOUR,
)
"""How long to wait after each try that failed, as Standard Webhooks recommends; then it is given up."""
MOST_WAIT_S = 24 * _HOUR
"""The longest Retry-After that is honoured."""
_JITTER = 0.2
LEASE = timedelta(seconds=180)
"""Longer than any try may take, so that nobody sends what another one is still sending."""
_BEYOND_LEASES = 2 * LEASE
_BEYOND_WAITS = timedelta(seconds=2 * MOST_WAIT_S)
"""Moments further ahead than these were written by a clock that was wrong, and count as come: or what was
taken while a clock stood a year ahead would wait for that year."""

Draw = Callable[[], float]
"""Answers a number from 0 to 1, so that many waits do not end together."""


@dataclass(frozen=True)
class Answer:
    """What became of one try."""

    outcome: AttemptOutcome
    detail: str
    retry_after_s: float | None = None
    """What the receiver asked for."""
    host_stuck: bool = False
    """The whole host does not answer, or asks to be left alone: the next one there would wait in vain."""


def next_try(tries: int, answer: Answer, now: datetime, draw: Draw) -> datetime | None:
    """When to try again after `tries` tries that failed; None: not any more."""
    if answer.outcome in (AttemptOutcome.REFUSED, AttemptOutcome.DEAD) or tries > len(WAITS_S):
        return None
    wait_s = WAITS_S[tries - 1] * (1 + _JITTER * draw())
    asked_s = min(answer.retry_after_s or 0.0, MOST_WAIT_S)
    return now + timedelta(seconds=max(wait_s, asked_s))


def state_of(row: Any) -> DeliveryState:
    """How far a row of `deliveries` came. Who opened it by its link has it, even where sending failed."""
    if row.confirmed_at is not None:
        return DeliveryState.CONFIRMED
    if row.opened_at is not None:
        return DeliveryState.OPENED
    if row.sent_at is not None:
        return DeliveryState.SENT
    return DeliveryState.QUEUED if row.failed_at is None else DeliveryState.FAILED


def is_due(now: datetime) -> ColumnElement[bool]:
    """The rows of `deliveries` whose moment has come and that nobody has in hand."""
    next_try_at = deliveries.c.next_try_at
    return and_(or_(next_try_at <= now, next_try_at > now + _BEYOND_WAITS), is_free(now))


def is_free(now: datetime) -> ColumnElement[bool]:
    """The rows of `deliveries` nobody has in hand."""
    until = deliveries.c.leased_until
    return or_(until.is_(None), until <= now, until > now + _BEYOND_LEASES)


def in_state(state: DeliveryState) -> ColumnElement[bool]:
    """The rows of `deliveries` that `state_of` says are in `state`."""
    table = deliveries.c
    confirmed, opened = table.confirmed_at.is_not(None), table.opened_at.is_not(None)
    sent, failed = table.sent_at.is_not(None), table.failed_at.is_not(None)
    return {
        DeliveryState.CONFIRMED: confirmed,
        DeliveryState.OPENED: and_(~confirmed, opened),
        DeliveryState.SENT: and_(~confirmed, ~opened, sent),
        DeliveryState.FAILED: and_(~confirmed, ~opened, ~sent, failed),
        DeliveryState.QUEUED: and_(~confirmed, ~opened, ~sent, ~failed),
    }[state]
