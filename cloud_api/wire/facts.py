"""Bodies of the facts a station reports; version 1 of each."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Message, Zone

Sscc = Annotated[str, Field(pattern=r"^[0-9]{18}$")]
Count = Annotated[int, Field(ge=0)]
Quantity = Annotated[int, Field(ge=1)]


class FactKind(StrEnum):
    """Kinds of fact; the class of each body stands beside it."""

    WAVE_STARTED = "WaveStarted"
    ITEM_PUT = "ItemPut"
    PUT_UNDONE = "PutUndone"
    PRODUCT_SHORT = "ProductShort"
    CRATE_CLOSED = "CrateClosed"
    WAVE_COMPLETED = "WaveCompleted"
    LABEL_REPRINTED = "LabelReprinted"


class PlannedLine(Message):
    """So many pieces of a product for one order in one crate."""

    order_id: UUID
    sku: Code
    quantity: Quantity


class PlannedCrate(Message):
    """A crate of a started wave and what is meant for it."""

    crate_id: UUID
    sscc: Sscc
    number: Annotated[int, Field(ge=1)]
    zone: Zone
    lines: tuple[PlannedLine, ...]


class WaveStarted(Message):
    """The crate plan 装箱方案 the desk works by."""

    wave_id: UUID
    lease_id: UUID
    crates: tuple[PlannedCrate, ...]


class ItemPut(Message):
    """Pieces of a product were put into a crate."""

    wave_id: UUID
    crate_id: UUID
    put_id: UUID
    sku: Code
    quantity: Quantity


class PutUndone(Message):
    """A put was taken back whole."""

    wave_id: UUID
    crate_id: UUID
    put_id: UUID


class Missing(Message):
    """Pieces a crate will not get."""

    crate_id: UUID
    quantity: Quantity


class ProductShort(Message):
    """The rest of a product is not to be had; declared once for the whole wave."""

    wave_id: UUID
    sku: Code
    missing: tuple[Missing, ...]


class CrateClosed(Message):
    """A crate is closed with its closing slip."""

    wave_id: UUID
    crate_id: UUID
    orders: Count
    pieces: Count
    weight_g: Count


class WaveCompleted(Message):
    """Every crate of the wave is closed; `verdicts` counts what was scanned on the way."""

    wave_id: UUID
    crates: Count
    pieces: Count
    short_pieces: Count
    verdicts: dict[str, int]


class LabelReprinted(Message):
    """A crate label or closing slip was printed again, and why."""

    crate_id: UUID
    sscc: Sscc
    document: str
    reason: str
    copy_number: Annotated[int, Field(ge=2)]


FACT_BODIES: dict[FactKind, type[Message]] = {
    FactKind.WAVE_STARTED: WaveStarted,
    FactKind.ITEM_PUT: ItemPut,
    FactKind.PUT_UNDONE: PutUndone,
    FactKind.PRODUCT_SHORT: ProductShort,
    FactKind.CRATE_CLOSED: CrateClosed,
    FactKind.WAVE_COMPLETED: WaveCompleted,
    FactKind.LABEL_REPRINTED: LabelReprinted,
}
