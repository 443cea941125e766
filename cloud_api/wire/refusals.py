"""What was refused and waits for a person to settle it."""

from typing import Any
from uuid import UUID

from cloud_api.wire.base import Message, Moment


class RefusedOrder(Message):
    """An order that was refused, as it was sent, until its number is accepted or a person settles it."""

    order_no: str
    reason: str
    refused_at: Moment
    times: int
    """How often exactly this was sent and refused."""
    order: Any
    digest: str = ""
    """What a settlement names it by."""


class RefusedOrderPage(Message):
    """Refused orders, the latest first; `next` is what to send as `after`, None at the end."""

    items: list[RefusedOrder]
    next: str | None = None


class RefusedFact(Message):
    """A fact that was refused, as its station sent it."""

    station_id: UUID
    station_name: str
    reason: str
    refused_at: Moment
    fact: dict[str, Any]
