"""All a pickup screen needs to draw itself, as frozen values; moments are in the shop's own time zone."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import DeliveryState
from station.kernel.ids import CollectionId, CrateId, OrderId, Sku, WaveId
from station.kernel.messages import Message, Sound, Tone
from station.pickup.model.empties import EmptiesCard
from station.pickup.model.verdicts import Verdict


class Step(Enum):
    """What the desk is about now: one page each."""

    DAY = "day"
    """Nobody is served: the shop's day, and the field that always listens."""
    RECEIVING = "receiving"
    """Crates come off the van: so many of so many."""
    CHOOSE = "choose"
    """Several customers fit the digits: choose one among masked names."""
    CUSTOMER = "customer"
    """A customer is known and goods are here: fetch, then confirm."""
    NOT_HERE = "not_here"
    """A customer is known, but nothing of theirs is here yet."""
    HANDED = "handed"
    """Just handed over; may be taken back."""
    ALREADY = "already"
    """This code was used: by whom, when, where; may be taken back for a while."""
    EMPTIES = "empties"
    """The driver takes boxes back, crates are told empty."""


class Left(StrEnum):
    """Why a line that is here does not go with the customer now; it stays, not collected."""

    NOT_FOUND = "not_found"
    REFUSED = "refused"
    """The customer does not want it."""


class LineState(StrEnum):
    """How a line of the customer on the screen stands."""

    TICKED = "ticked"
    """Goes with the customer on confirm."""
    NOT_FOUND = "not_found"
    REFUSED = "refused"


class TileState(StrEnum):
    """How a crate of a delivery stands."""

    EXPECTED = "expected"
    RECEIVED = "received"
    LEFT_BEHIND = "left_behind"
    """Its van is known to have left without it."""
    MISSING = "missing"
    """Declared missing when the receipt was completed."""


class Arrival(StrEnum):
    """How much of an order is here."""

    NOTHING = "nothing"
    PARTLY = "partly"
    ALL = "all"


class UndoReason(StrEnum):
    """Reasons to take a handover back that need no typing; any other text may be given instead."""

    WRONG_CUSTOMER = "wrong_customer"
    WRONG_GOODS = "wrong_goods"
    CHANGED_MIND = "changed_mind"
    CONFIRMED_TOO_EARLY = "confirmed_too_early"


@dataclass(frozen=True)
class LineKey:
    """A line on the screen: pieces of one product of one order in one crate."""

    order_id: OrderId
    sku: Sku
    crate_id: CrateId


@dataclass(frozen=True)
class GoodsLine:
    """Goods to hand over out of one crate; tap to leave it or to take it again."""

    key: LineKey
    order_no: str
    name: str
    spec: str
    quantity: int
    state: LineState


@dataclass(frozen=True)
class Place:
    """A crate to fetch from; places come in walking order, frozen last."""

    crate_id: CrateId
    number: int
    zone: Zone
    cycle: str
    pieces: int
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True)
class AbsentLine:
    """Goods of the customer that cannot be handed over, and why: on the way, left behind, never packed."""

    order_no: str
    name: str
    spec: str
    quantity: int
    why: Message


@dataclass(frozen=True)
class CustomerOrder:
    """One of the customer's waiting orders."""

    order_id: OrderId
    order_no: str
    cycle: str
    arrival: Arrival
    pieces: int
    """Packed and not yet collected."""
    pieces_here: int
    """Of those, how many can go now."""
    pieces_collected: int


@dataclass(frozen=True)
class CustomerCard:
    """The customer at the counter, all waiting orders together; Step.CUSTOMER and Step.NOT_HERE."""

    key: str
    name: str
    """Masked: 王**; may be empty."""
    phone: str
    """Masked: 138****1234; may be empty."""
    tail: str
    """The phone's last four digits where known, else the order number's: the biggest thing on the screen."""
    orders: tuple[CustomerOrder, ...]
    places: tuple[Place, ...]
    absent: tuple[AbsentLine, ...]
    ticked_lines: int
    ticked_pieces: int
    left_lines: int
    can_confirm: bool


@dataclass(frozen=True)
class CustomerRow:
    """A customer to choose: never more than masks."""

    key: str
    name: str
    phone: str
    order_nos: tuple[str, ...]
    """Last six characters of each order number."""
    pieces: int
    """Waiting; 0 where everything was collected."""
    arrival: Arrival


@dataclass(frozen=True)
class ChooseCard:
    """Customers who fit the digits typed; Step.CHOOSE."""

    digits: str
    customers: tuple[CustomerRow, ...]
    more: bool
    """There are further ones: ask for the six-digit code or the order number."""


@dataclass(frozen=True)
class HandedLine:
    """Goods that were handed over."""

    name: str
    spec: str
    quantity: int


@dataclass(frozen=True)
class HandedOrder:
    """One handover of one order: who gave it out, when, at which desk."""

    collection_id: CollectionId
    order_no: str
    at: datetime
    operator: str
    station: str
    lines: tuple[HandedLine, ...]


@dataclass(frozen=True)
class SlipCard:
    """What can be done about the slip of a handover."""

    is_copy: bool
    """The next one would be a copy, and says so."""
    is_printing: bool
    is_asked: bool
    """The shop wants to be asked: printing it is the next action."""


@dataclass(frozen=True)
class HandedCard:
    """Goods that went to a customer; Step.HANDED and Step.ALREADY."""

    name: str
    phone: str
    tail: str
    handovers: tuple[HandedOrder, ...]
    pieces: int
    can_undo: bool
    undo_until: datetime | None
    """Until when it may be taken back at this desk."""
    waiting_orders: int
    """Other orders of the customer that still wait here."""
    slip: SlipCard | None = None
    """None where the desk has no receipt printer."""


@dataclass(frozen=True)
class CrateTile:
    """A crate of the delivery."""

    crate_id: CrateId
    number: int
    zone: Zone
    pieces: int
    state: TileState
    received_at: datetime | None
    received_by: str
    """Name of the station that scanned it."""


@dataclass(frozen=True)
class SurplusRow:
    """A crate that came and does not belong here."""

    sscc: str
    shop: str
    """Whose it is, where known; else empty."""
    at: datetime
    ours: bool
    """Told meanwhile that it does belong here: scan it again."""


@dataclass(frozen=True)
class DeliveryCard:
    """What comes in one cycle, and how far its receipt is."""

    wave_id: WaveId
    cycle: str
    state: DeliveryState
    van: str
    arrives_at: datetime | None
    departed_at: datetime | None
    received: int
    expected: int
    """Crates to come off the van; those it is known to have left behind are not among them."""
    left_behind: int
    completed_at: datetime | None
    orders: int
    orders_waiting: int
    orders_collected: int


@dataclass(frozen=True)
class ReceivingCard:
    """The count-down of a delivery; Step.RECEIVING."""

    delivery: DeliveryCard | None
    """None while nothing is expected: only surplus crates were scanned."""
    tiles: tuple[CrateTile, ...]
    surplus: tuple[SurplusRow, ...]
    missing: tuple[int, ...]
    """Numbers of the crates still to come."""
    left_behind: tuple[int, ...]
    last: CrateTile | None
    """The crate received last: its zone says where to put it."""
    can_undo: bool
    can_complete: bool
    complete_asked: bool
    """Complete was pressed with crates missing: the next press completes without them."""


@dataclass(frozen=True)
class DayCard:
    """The shop's day; Step.DAY. Customers are those waiting, or those found by `search`."""

    deliveries: tuple[DeliveryCard, ...]
    """Open ones and the newest completed ones, newest first."""
    orders_waiting: int
    """All goods or some of them are here or on their way."""
    orders_ready: int
    """Of those, how many have something here."""
    orders_collected: int
    """Collected today."""
    search: str
    customers: tuple[CustomerRow, ...]
    more: bool
    """The list is cut: search for the rest."""


@dataclass(frozen=True)
class LockCard:
    """Typed codes are locked after too many misses; a scanned QR and the phone's last four still work."""

    until: datetime
    misses: int


@dataclass(frozen=True)
class ScanLine:
    """One of the last inputs; codes are masked."""

    at: datetime
    shown: str
    tone: Tone
    words: Message


@dataclass(frozen=True)
class Answer:
    """The verdict of the act this view answers: colour, sound, words."""

    verdict: Verdict
    tone: Tone
    sound: Sound
    words: Message


@dataclass(frozen=True)
class Notice:
    """Something outside the act itself that the operator should know."""

    tone: Tone
    words: Message


@dataclass(frozen=True)
class PickupView:
    """The whole pickup desk at one moment; `serial` grows with every view of a flow.

    Exactly the card of the step is there: day, receiving, choose, customer, handed or empties.
    """

    serial: int
    at: datetime
    """When it was made, by the cloud's clock: what the count-down of a lock is counted by."""
    step: Step
    question: Message
    """What do I do now? The biggest words on the screen."""
    answer: Answer | None = None
    day: DayCard | None = None
    receiving: ReceivingCard | None = None
    choose: ChooseCard | None = None
    customer: CustomerCard | None = None
    handed: HandedCard | None = None
    empties: EmptiesCard | None = None
    lock: LockCard | None = None
    """There while typed codes are locked, on every step."""
    digits_missing: int = 0
    """Half a code was typed: keep the field as it is and wait for so many digits; 0 empties the field."""
    recent: tuple[ScanLine, ...] = ()
    notice: Notice | None = None
