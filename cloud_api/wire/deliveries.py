"""Whom documents go to, and how far each delivery came."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from cloud_api.wire.base import NO_NUL, Code, Exact, Message, Moment, Text
from cloud_api.wire.documents import DocumentKind

_PLAIN = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
PersonName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_PLAIN),
]
"""Who confirms, as typed by whoever holds the link."""


class RecipientKind(StrEnum):
    """What a recipient stands for."""

    SUPPLIER = "supplier"
    PICKUP_POINT = "pickup_point"
    WAREHOUSE = "warehouse"


class Channel(StrEnum):
    """How a document reaches a recipient."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    DOWNLOAD = "download"
    """Nothing is sent: it lies ready behind its link and in the console."""


class DeliveryState(StrEnum):
    """How far a delivery came; it never goes back, only a failed one may be sent again."""

    QUEUED = "queued"
    SENT = "sent"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    FAILED = "failed"


class AttemptOutcome(StrEnum):
    """How one try went."""

    STARTED = "started"
    """Under way."""
    SENT = "sent"
    DELAYED = "delayed"
    """The receiver did not take it this time."""
    HELD = "held"
    """Our own mail server did not take it: no fault of the recipient."""
    REFUSED = "refused"
    """The receiver will not take this one; the next document may go through."""
    DEAD = "dead"
    """The address says there is nobody."""
    UNKNOWN = "unknown"
    """The process ended in the middle of it."""


MAY_GET: Mapping[RecipientKind, tuple[DocumentKind, ...]] = {
    RecipientKind.SUPPLIER: (DocumentKind.PURCHASE_ORDER,),
    RecipientKind.PICKUP_POINT: (DocumentKind.DELIVERY_SHEET,),
    RecipientKind.WAREHOUSE: tuple(DocumentKind),
}
"""Which documents a recipient may get."""


class NewRecipient(Exact):
    """A recipient to add: a supplier, pickup point or warehouse by its code, and where it wants documents."""

    kind: RecipientKind
    recipient: Code
    """Code of the supplier, pickup point or warehouse; the supplier "-" gets the order of all products
    without one."""
    channel: Channel
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=NO_NUL)] = ""
    """An e-mail address or the URL of a webhook; empty for download."""
    documents: tuple[DocumentKind, ...] | None = None
    """Which documents it gets; None: a supplier purchase orders, a pickup point delivery sheets, a warehouse
    pick sheets and delivery sheets."""
    active: bool = True


class Recipient(Message):
    """A recipient as lists show it; no secret is in it, the query of a URL is left out."""

    id: UUID
    kind: RecipientKind
    recipient: Code
    name: Text
    channel: Channel
    address: str
    documents: tuple[DocumentKind, ...]
    active: bool
    added_at: Moment
    failing_since: Moment | None = None
    dead_at: Moment | None = None
    """Since when nothing is sent any more."""
    dead_because: str | None = None


class RecipientAdded(Message):
    """A recipient with the secret its webhooks are signed with, shown this once."""

    recipient: Recipient
    secret: str | None = None


class NewSecret(Message):
    """A fresh secret; the one before it signs too until `old_until`."""

    secret: str
    old_until: Moment


class RecipientsPage(Message):
    """Recipients in the order they were added; `next` is the `after` of the next page."""

    items: list[Recipient]
    next: str | None = None


class TrialResult(Message):
    """How a test message went."""

    outcome: AttemptOutcome
    detail: str


class DeliveredDocument(Message):
    """The document of a delivery."""

    id: UUID
    cycle_id: UUID
    number: int
    kind: DocumentKind
    recipient: str
    """Code of the supplier or pickup point it is about."""
    revision: int


class Delivery(Message):
    """A document on its way to one recipient."""

    id: UUID
    document: DeliveredDocument
    recipient_id: UUID | None = None
    """None: nobody was set up; the document lies ready for download."""
    channel: Channel
    address: str
    state: DeliveryState
    queued_at: Moment
    attempts: int
    next_try_at: Moment | None = None
    sent_at: Moment | None = None
    opened_at: Moment | None = None
    confirmed_at: Moment | None = None
    confirmed_by: str | None = None
    failed_at: Moment | None = None
    last_error: str | None = None


class Attempt(Message):
    """One try to send."""

    attempt: int
    started_at: Moment
    took_ms: int
    outcome: AttemptOutcome
    detail: str


class DeliveryDetail(Message):
    """A delivery with each try, and the link that opens its document for whoever holds it."""

    delivery: Delivery
    link: str
    tries: list[Attempt]


class DeliveriesPage(Message):
    """Deliveries, newest first; `next` is the `after` of the next page."""

    items: list[Delivery]
    next: str | None = None


class DeliveryCounts(Message):
    """How many deliveries of a cycle are in each state."""

    cycle_id: UUID
    queued: int
    sent: int
    opened: int
    confirmed: int
    failed: int


class Confirmation(Message):
    """A recipient's word that it has the document; `token` is the last part of the link, behind the dot."""

    token: Annotated[str, Field(max_length=64)]
    name: PersonName


class Confirmed(Message):
    """What is kept of a confirmation; a second one answers the first."""

    id: UUID
    state: DeliveryState
    confirmed_at: Moment
    confirmed_by: str


class WebhookData(Message):
    """A document that is ready, what it says, and where to confirm it."""

    delivery_id: UUID
    document: DeliveredDocument
    cycle: Text
    made_at: Moment
    orders: int
    lines: int
    pieces: int
    link: str
    """Opens the document in a browser; its last part, behind the dot, is the token of a confirmation."""
    content: dict[str, Any]
    """What the document says, in the form its JSON file has."""


class WebhookEvent(Message):
    """The body of a webhook, as Standard Webhooks shapes it."""

    type: Literal["document.ready", "webhook.test"]
    timestamp: Moment
    data: WebhookData | None = None
    """None in a test."""
