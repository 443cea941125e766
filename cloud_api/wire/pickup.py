"""What a pickup point needs to receive crates and to hand orders over without a network."""

import hashlib
import hmac
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Message, Moment, Text, Zone

PickupCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
"""Six random digits, unique in the shop while the order waits there."""
PickupQr = Annotated[str, Field(pattern=r"^76[0-9]{18}$")]
"""Content of the customer's QR: 76, seventeen random digits, one GS1 modulo-10 check digit."""
Mac = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Quantity = Annotated[int, Field(ge=1)]


def pickup_mac(shop_key: bytes, text: str) -> str:
    """HMAC-SHA256 (hex) of a pickup code, a QR or a phone number under the key of one shop.

    Stations keep codes and phones in this form only: it can be compared, and not read.
    """
    return hmac.new(shop_key, text.encode(), hashlib.sha256).hexdigest()


class ShopKey(Message):
    """The key a shop's stations compare codes with; kept in the key store of the PC."""

    pickup_point: Code
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class DeliveryState(StrEnum):
    """Where the goods of a shop are."""

    EXPECTED = "expected"
    DEPARTED = "departed"


class DeliveryCrate(Message):
    """A crate a shop is to receive."""

    crate_id: UUID
    sscc: Annotated[str, Field(pattern=r"^[0-9]{18}$")]
    number: Annotated[int, Field(ge=1)]
    zone: Zone
    pieces: Annotated[int, Field(ge=0)]
    left_behind: bool = False
    """Its van departed without it."""


class Delivery(Message):
    """What comes to a shop in one cycle; told anew whenever it changes. Body of the change DELIVERY."""

    wave_id: UUID
    cycle_id: UUID
    cycle_name: Text
    pickup_point: Code
    pickup_point_name: Text
    state: DeliveryState
    van: Text | None = None
    """Plate and route number, for people."""
    arrives_at: Moment | None = None
    departed_at: Moment | None = None
    orders: Annotated[int, Field(ge=0)]
    crates: tuple[DeliveryCrate, ...]


class PickupLine(Message):
    """Pieces of one product of an order in one crate, as they were packed."""

    sku: Code
    name: Text
    spec: Text = ""
    zone: Zone
    crate_id: UUID
    quantity: Quantity


class MissingLine(Message):
    """Pieces that were ordered and could not be packed."""

    sku: Code
    name: Text
    spec: Text = ""
    quantity: Quantity


class OrderParcel(Message):
    """A bag with goods of one order 包裹, as its label names it."""

    code: Annotated[str, Field(pattern=r"^73[0-9]{20}$", examples=["7306901234000000001015"])]
    crate_id: UUID
    place: Annotated[int, Field(ge=1, le=99, examples=[1])]
    """The bags of a crate are numbered from 1."""


class PickupOrder(Message):
    """An order on its way to a shop; body of the change PICKUP_ORDER, told once its wave is packed."""

    order_id: UUID
    order_no: Code
    wave_id: UUID
    cycle_id: UUID
    pickup_point: Code
    customer: Text
    """Masked: 王**."""
    phone: Text
    """Masked: 138****1234."""
    phone_tail: Annotated[str, Field(pattern=r"^[0-9]{0,4}$")]
    customer_mac: Mac
    """Same for all orders of one phone number at one shop; of the order itself where there is no phone."""
    code_mac: Mac
    qr_mac: Mac
    lines: tuple[PickupLine, ...]
    missing: tuple[MissingLine, ...] = ()
    parcels: tuple[OrderParcel, ...] = ()
    """The bags it comes in, where the pickup point wants parcels."""


class Means(StrEnum):
    """How the customer showed who they are."""

    CODE = "code"
    QR = "qr"
    PHONE = "phone"
    """The phone's last four digits, chosen among masked names."""


class CollectedLine(Message):
    """Pieces of a product handed over."""

    sku: Code
    quantity: Quantity


class Collection(Message):
    """Goods of an order went to the customer; body of the change COLLECTED."""

    collection_id: UUID
    order_id: UUID
    lines: tuple[CollectedLine, ...]
    means: Means
    at: Moment
    operator_name: Text
    station_id: UUID
    station_name: Text


class CollectionGone(Message):
    """A collection was taken back; body of the change COLLECTION_UNDONE."""

    collection_id: UUID
    order_id: UUID
    reason: Text
    at: Moment
    station_id: UUID
    station_name: Text


class ConflictKind(StrEnum):
    """What two stations say that cannot both be."""

    COLLECTED_TWICE = "collected_twice"


class Conflict(Message):
    """A handover that was refused although its goods may have gone out; a person has to look at it."""

    conflict_id: UUID
    kind: ConflictKind
    order_no: Code
    pickup_point: Code
    refused: Collection
    """What the second desk told."""
    standing: tuple[Collection, ...]
    """The handovers that count: who, when, where."""
    found_at: Moment
    settled_at: Moment | None = None
    settled_by: Text | None = None
    """The person or shop system that settled it, or the second desk, which took its handover back."""
    settled_how: Text | None = None


class ConflictPage(Message):
    """Conflicts, open ones first, then the latest; `next` is what to send as `after` for more."""

    items: tuple[Conflict, ...]
    next: str | None = None


class ToldHandover(Message):
    """A handover as its station reported it."""

    station_id: UUID
    station_name: Text
    seq: int
    """Number of the fact in the station's chain."""
    happened_at: Moment
    received_at: Moment
    operator_id: UUID | None
    operator_name: Text
    body: Any
    """Body of the fact OrderCollected; null where it is not kept any more."""
    refused_because: str | None


class ConflictSides(Message):
    """A conflict with the facts of both desks side by side."""

    conflict: Conflict
    refused: ToldHandover
    standing: tuple[ToldHandover, ...]
