"""How an accepted order may be changed, and what became of each change."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from cloud_api.wire.base import NOT_BLANK, Code, Message, Moment, Text
from cloud_api.wire.orders import MAX_BATCH, OrderVerdict


class AmendmentWish(StrEnum):
    """What a shop system or a manager may ask for."""

    CANCELLATION = "cancellation"
    RESUMPTION = "resumption"
    ADDRESS = "address"
    PICKUP_POINT = "pickup_point"


class Why(Message):
    """Why an order is cancelled or resumed; it stands on the revision slip."""

    reason: Text = ""


class NewAddress(Why):
    """Where the goods go from the pickup point; an empty text takes the address away."""

    address: Text


class NewPickupPoint(Why):
    """The pickup point that hands the order out, of the same warehouse."""

    pickup_point: Code


class WantedAmendment(Message):
    """One row of a batch."""

    order_no: Code
    kind: AmendmentWish
    address: Text | None = None
    """Of the kind address."""
    pickup_point: Code | None = None
    """Of the kind pickup_point."""
    reason: Text = ""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        if self.kind is AmendmentWish.ADDRESS and self.address is None:
            raise ValueError("the kind address needs an `address`")
        if self.kind is AmendmentWish.PICKUP_POINT and self.pickup_point is None:
            raise ValueError("the kind pickup_point needs a `pickup_point`")
        return self


class AmendmentBatch(Message):
    """Up to 1,000 changes; rows are checked one by one in their order, a bad one never fails the others."""

    amendments: Annotated[list[Any], Field(min_length=1, max_length=MAX_BATCH)]


class AmendmentResult(Message):
    """The answer for one change; `reason` says why it was refused and what to do."""

    order_no: str
    kind: str
    verdict: OrderVerdict
    slip: bool = False
    """The cut-off has passed: those concerned get a revision slip."""
    reason: str | None = None


class AmendmentBatchResult(Message):
    """Counts, and a verdict a row in the order they were sent."""

    accepted: int
    repeated: int
    refused: int
    results: list[AmendmentResult]


class RefusedAmendment(Message):
    """A change that was refused; gone from the list once it is accepted, or settled by a person."""

    digest: str
    order_no: str
    kind: str
    reason: str
    refused_at: Moment
    times: int
    amendment: Any


class RefusedAmendmentPage(Message):
    """Refused changes, the latest first; `next` is what to send as `after`, None at the end."""

    items: list[RefusedAmendment]
    next: str | None = None


class SettlementNote(Message):
    """What a person did about a refused order or change."""

    note: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=NOT_BLANK)
    ]


class Settlement(Message):
    """A refusal nobody has to look at any more."""

    digest: str
    order_no: str
    settled_at: Moment
    settled_by: str
    note: str
