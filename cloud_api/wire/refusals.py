"""What was refused and waits for a person to settle it."""

from typing import Any
from uuid import UUID

from cloud_api.wire.base import Message, Moment


class RefusedOrder(Message):
    """An order that was refused, as it was sent; gone from the list once its number is accepted."""

    order_no: str
    reason: str
    refused_at: Moment
    times: int
    """How often exactly this was sent and refused."""
    order: Any


class RefusedFact(Message):
    """A fact that was refused, as its station sent it."""

    station_id: UUID
    station_name: str
    reason: str
    refused_at: Moment
    fact: dict[str, Any]
