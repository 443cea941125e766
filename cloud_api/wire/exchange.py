"""Facts go up, changes come down."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Message, Moment, ToldWhole
from cloud_api.wire.facts import FactKind

MAX_FACTS = 500
GENESIS_HASH = "0" * 64
"""What stands as the hash before a station's first fact."""


class Fact(Message):
    """A fact 事实: something that happened at a station, in the order of its `seq`."""

    id: UUID
    seq: Annotated[int, Field(ge=1, le=2**62), ToldWhole]
    operator_id: UUID | None
    happened_at: Moment
    kind: FactKind | str
    version: Annotated[int, Field(ge=0, le=2**31 - 1), ToldWhole] = 1
    body: dict[str, Any]
    previous_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def fact_hash(
    *,
    fact_id: UUID,
    station_id: UUID,
    seq: int,
    operator_id: UUID | None,
    happened_at: datetime,
    kind: str,
    version: int,
    body: Mapping[str, Any],
    previous_hash: str,
) -> str:
    """SHA-256 (hex) over the fact's canonical JSON: the link the next fact carries.

    Raises ValueError for what JSON cannot hold.
    """
    return link_hash(
        fact_id=fact_id,
        station_id=station_id,
        seq=seq,
        operator_id=operator_id,
        happened_at=happened_at,
        kind=kind,
        version=version,
        body_text=canonical_json(body),
        previous_hash=previous_hash,
    )


def canonical_json(body: Mapping[str, Any]) -> str:
    """A body as it is hashed: names sorted, no blanks. Raises ValueError for what JSON cannot hold."""
    return _CANONICAL.encode(body)


def link_hash(
    *,
    fact_id: UUID,
    station_id: UUID,
    seq: int,
    operator_id: UUID | None,
    happened_at: datetime,
    kind: str,
    version: int,
    body_text: str,
    previous_hash: str,
) -> str:
    """As fact_hash, for a body whose canonical JSON is known already: an array of all, in this order."""
    operator = f'"{operator_id}"' if operator_id else "null"
    moment = happened_at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = (
        f'["{fact_id}","{station_id}",{seq:d},{operator},"{moment}",{_QUOTED(str(kind))},{version:d},'
        f"{body_text},{_QUOTED(previous_hash)}]"
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_QUOTED = json.JSONEncoder(ensure_ascii=False).encode
"""Text is encoded at once, without a walk."""


class FactBatch(Message):
    """Up to 500 facts in the order of their sequence numbers."""

    facts: Annotated[tuple[Fact, ...], Field(min_length=1, max_length=MAX_FACTS)]


class FactVerdict(StrEnum):
    """What the cloud made of one fact."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    """Known already: a success."""
    REFUSED = "refused"
    """Kept with its reason; a person has to settle it. Not to be sent again."""
    OUT_OF_ORDER = "out_of_order"
    """Facts before it are missing; nothing was kept. Send again from `expected_seq`."""


class FactResult(Message):
    """The answer for one fact."""

    id: UUID
    verdict: FactVerdict
    reason: str | None = None


class FactBatchResult(Message):
    """A verdict a fact, and the next sequence number the cloud expects of this station."""

    results: list[FactResult]
    expected_seq: int
    now: Moment


class ChangeKind(StrEnum):
    """Kinds of change 变更 the cloud tells stations; the body of each is named beside it."""

    PRODUCT = "product"
    """catalogue.Product"""
    PICKUP_POINT = "pickup_point"
    """catalogue.PickupPoint"""
    OPERATOR = "operator"
    """catalogue.Operator"""
    WAVES_READY = "waves_ready"
    """{"cycle_id", "cycle_name", "waves"}"""
    WAREHOUSE = "warehouse"
    """catalogue.Warehouse"""
    VAN = "van"
    """catalogue.Van"""
    BIN = "bin"
    """catalogue.Bin, of its warehouse."""
    STOCK = "stock"
    """floor.StockLine, of its warehouse: the whole balance, never a difference."""
    PICK_FACE = "pick_face"
    """floor.PickFaceTold, of its warehouse."""
    PURCHASE = "purchase"
    """inbound.Purchase, of its warehouse."""
    COUNT = "count"
    """floor.CountTask, of its warehouse."""
    STOP = "stop"
    """routes.Stop: of the warehouse; told at the cut-off, at the start of its wave, when crates of it are
    closed, weighed, opened again or packed anew, and when it is packed."""
    ROUTES = "routes"
    """routes.RoutePlan, of the warehouse."""
    ROUTE_DEPARTED = "route_departed"
    """routes.RouteDeparted, of the warehouse."""
    CRATE_MOVED = "crate_moved"
    """routes.CrateMoved: of the warehouse, and of the shop once it is about receiving."""
    DELIVERY = "delivery"
    """pickup.Delivery, of one shop."""
    PICKUP_ORDER = "pickup_order"
    """pickup.PickupOrder, of one shop."""
    COLLECTED = "collected"
    """pickup.Collection, of one shop."""
    COLLECTION_UNDONE = "collection_undone"
    """pickup.CollectionGone, of one shop."""
    SHOP_KEY = "shop_key"
    """{"pickup_point"}, of one shop: its key was changed, GET /v1/pickup/key tells the new one."""
    LEASE_LOST = "lease_lost"
    """{"wave_id", "lease_id", "station_id", "taken_by"}: another station works on a wave this one held."""
    WAVE_CHANGED = "wave_changed"
    """waves.WaveChanged, of the warehouse: an order of a wave that is with a desk."""
    GIFT_BOX = "gift_box"
    """gift_boxes.GiftBoxJob"""
    WAVE_WANTED = "wave_wanted"
    """handing.WaveWanted, of the warehouse: the desk that has it shall hand it over, or keep it."""
    BOX = "box"
    """crates.Box, of its warehouse."""
    FACT_SETTLED = "fact_settled"
    """{"station_id", "fact_id", "kind", "how" (refusals.FactSettlement), "by", "note"}: of a refused fact."""


class Change(Message):
    """One change; `cursor` grows and never skips."""

    cursor: int
    kind: str
    body: dict[str, Any]


class ChangePage(Message):
    """Changes after a cursor, oldest first; `more` asks to pull again at once.

    `last_cursor` and `expected_seq` tell a station that the cloud was restored from a backup: a number below
    what the station has from it is one the cloud forgot.
    """

    changes: list[Change]
    next_cursor: int
    more: bool
    now: Moment
    last_cursor: int | None = None
    """The newest cursor of the cloud, of any warehouse."""
    expected_seq: int | None = None
    """The next sequence number the cloud expects of the calling station; none of a caller without facts."""


class SnapshotHead(Message):
    """First line of a snapshot (NDJSON): so many lines of Change follow, then SnapshotEnd.

    Together they are all the caller must know now. Each stands behind what it refers to; their cursors do
    not rise.
    """

    cursor: int
    """Go on with the changes behind this one."""
    changes: Annotated[int, Field(ge=0)]
    now: Moment


class SnapshotEnd(Message):
    """Last line of a snapshot: without it the snapshot is not whole."""

    changes: Annotated[int, Field(ge=0)]


class CursorMoved(Message):
    """Data of the event `cursor` on the stream of changes: something up to here concerns the listener."""

    cursor: Annotated[int, Field(ge=0)]


class ChainState(Message):
    """What a look along the hash chain of a station's facts found."""

    station_id: UUID
    checked_from: int
    checked_to: int
    """Up to which fact this look came; 0 when there are none behind `after`."""
    last_seq: int
    """The newest fact kept."""
    broken_at: int | None = None
    """The first fact that does not follow from the one before it, or is not what was hashed."""
    why: str | None = None
    bodies_gone: int = 0
    """Facts whose bodies were given up for their age: of these only the links were looked at."""
