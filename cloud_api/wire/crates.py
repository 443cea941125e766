"""The life of a crate 集货箱 after it was picked, and the boxes 周转箱 that carry crates again and again."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Message, Moment, Text, Zone
from cloud_api.wire.floor import Grams

CrateLabel = Annotated[str, Field(pattern=r"^[0-9]{18}$")]
"""The SSCC on a crate's label."""
BoxNumber = Annotated[str, Field(pattern=r"^[0-9]{8}$")]
"""What stands between prefix and check digit of a box's permanent code."""


class Weighed(StrEnum):
    """What the scale says of a closed crate."""

    OK = "ok"
    DIFFERS = "differs"


class BoxCondition(StrEnum):
    """How a re-usable box came back, or that nobody finds it."""

    OK = "ok"
    DAMAGED = "damaged"
    LOST = "lost"


class CrateWeighed(Message):
    """A crate was weighed whole; all in grams, the empty crate included.

    `override_id` names the word of a supervisor who let a difference pass.
    """

    crate_id: UUID
    weight_g: Grams
    planned_g: Grams
    tolerance_g: Grams
    verdict: Weighed
    override_id: UUID | None = None
    miscounted: tuple[Code, ...] = ()
    """Products too light for the scale whose pieces were counted and are not as many as planned."""


class CrateReopened(Message):
    """A closed crate is open again at the desk that picked it: what is wrong in it is put right."""

    wave_id: UUID
    crate_id: UUID
    reason: Text
    override_id: UUID | None = None


class CrateRepacked(Message):
    """The goods of a damaged crate lie in another one: `label` counts from now on, `old_label` is void."""

    crate_id: UUID
    old_label: CrateLabel
    label: CrateLabel
    reason: Text = ""


class CrateEmptied(Message):
    """The crate is empty: at its shop, or back in its warehouse."""

    crate_id: UUID


class BoxUsed(Message):
    """A re-usable box carries this crate."""

    box: BoxNumber
    crate_id: UUID


class BoxReturned(Message):
    """A shop gave a box to the driver, or a warehouse has it back; `lost`: nobody finds it."""

    box: BoxNumber
    condition: BoxCondition = BoxCondition.OK
    crate_id: UUID | None = None
    """What it carried last, where the station knows."""


class CrateEmptyingUndone(Message):
    """A crate that was told empty is not: the shop scanned the wrong one."""

    crate_id: UUID


class BoxReturnUndone(Message):
    """A box that was told given to the driver is still at its shop."""

    box: BoxNumber


class Box(Message):
    """A re-usable box and where it is; body of the change BOX."""

    warehouse: Code
    number: BoxNumber
    condition: BoxCondition
    crate_id: UUID | None = None
    """What it carries, or carried last."""
    label: str | None = None
    pickup_point: Code | None = None
    pickup_point_name: Text = ""
    used_at: Moment | None = None
    out_since: Moment | None = None
    """When it left the warehouse; None while it is in it."""
    given_back_at: Moment | None = None
    """When its shop gave it to a driver."""
    returned_at: Moment | None = None


class BoxPage(Message):
    """Boxes by number; `next` goes on as `after`."""

    items: tuple[Box, ...]
    next: BoxNumber | None = None


class BoxesOut(Message):
    """What one pickup point has not given back, the longest out first."""

    pickup_point: Code
    pickup_point_name: Text
    out_since: Moment
    """Of the box that is out longest."""
    boxes: tuple[Box, ...]


class CrateState(StrEnum):
    """How far a crate has come in its life."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    LOADED = "loaded"
    DEPARTED = "departed"
    RECEIVED = "received"
    EMPTIED = "emptied"
    RETURNED = "returned"
    """Its box is back in the warehouse."""
    VOID = "void"
    """Its wave was started anew with other crates."""


class CrateContent(Message):
    """Pieces of one product in a crate."""

    sku: Code
    name: Text
    spec: Text
    planned: int
    put: int
    short: int
    weight_g: int
    """Of one piece by the catalogue."""
    weighed_g: int
    """What scales and codes said of the pieces that were weighed; 0: none was."""


class ParcelInside(Message):
    """The bag of one order in a crate."""

    place: Annotated[int, Field(ge=1, examples=[1])]
    code: Text
    """On its label."""
    order_no: Text
    pieces: Annotated[int, Field(ge=0, examples=[4])]
    """That lie in it."""


class Weighing(Message):
    """One weighing of a crate."""

    at: Moment
    station_name: Text
    weight_g: int
    planned_g: int
    tolerance_g: int
    verdict: Weighed
    let_pass: bool
    """A supervisor let the difference pass."""


class CrateStep(Message):
    """One step of a crate's life: the kind of the fact that told it."""

    at: Moment
    kind: Text
    station_name: Text
    operator: Text = ""
    detail: Text = ""
    """A reason, a label, a box, a weight: as people read it."""


class CrateLife(Message):
    """All that is known of a crate, its steps in the order they happened."""

    crate_id: UUID
    label: CrateLabel
    void_labels: tuple[CrateLabel, ...]
    """Labels it had before it was packed anew."""
    is_asked_by_void_label: bool
    state: CrateState
    warehouse: Code
    wave_id: UUID
    wave_number: int
    wave_part: int = 0
    cycle_name: Text
    pickup_point: Code
    pickup_point_name: Text
    number: int
    of: int
    """The last number of the crates that count, as it stands on their labels."""
    zone: Zone
    station_name: Text
    """The desk that has or had its wave."""
    weight_g: int | None
    """Of the goods, as the closing slip says."""
    box: BoxNumber | None
    contents: tuple[CrateContent, ...]
    parcels: tuple[ParcelInside, ...] = ()
    """Where its pickup point wants each order in a bag of its own."""
    weighings: tuple[Weighing, ...]
    steps: tuple[CrateStep, ...]
