"""What was refused and waits for a person to settle it."""

from enum import StrEnum
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


class FactSettlement(StrEnum):
    """How a refused fact came to need nobody any more."""

    BY_HAND = "by_hand"
    """A person put things right and wrote down how."""
    APPLIED = "applied"
    """Its reason had gone: it was tried again as it was sent, and taken."""


class RefusedFact(Message):
    """A fact that was refused, as its station sent it, and how it was settled."""

    id: UUID
    """What a settlement names it by."""
    station_id: UUID
    station_name: str
    warehouse: str | None
    """Of the station; of a till the one its shop belongs to now."""
    reason: str
    """Why it was refused; after another try, why then."""
    refused_at: Moment
    fact: dict[str, Any]
    tried_again_at: Moment | None = None
    settled_at: Moment | None = None
    settled_by: str | None = None
    settled_how: FactSettlement | None = None
    note: str | None = None


class RefusedFactPage(Message):
    """Refused facts, the latest first; `next` is what to send as `after`, None at the end."""

    items: tuple[RefusedFact, ...]
    next: UUID | None = None


class TryVerdict(StrEnum):
    """What came of trying a refused fact again."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """Still: nothing was changed but the reason."""
    SETTLED = "settled"
    """It was settled before; nothing was done."""


class FactTried(Message):
    """The answer to another try."""

    verdict: TryVerdict
    refusal: RefusedFact
