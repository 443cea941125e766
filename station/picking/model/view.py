"""All a picking screen needs to draw itself, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum

from cloud_api.wire.base import ScanRule, Zone
from station.kernel.ids import CrateId
from station.kernel.messages import Message, Sound, Tone
from station.people.override import OverrideView
from station.picking.model.look_alikes import Alike
from station.picking.model.verdicts import Verdict
from station.picking.model.weights import Weighing


class Step(Enum):
    """The question the desk answers now."""

    NO_WAVE = "no_wave"
    """Take a wave."""
    TAKING = "taking"
    """The cloud is asked for a wave."""
    UNPLANNED = "unplanned"
    """A wave lies here, taken but not planned: go on with it."""
    PLANNING = "planning"
    """The crates are being planned."""
    SCAN_PRODUCT = "scan_product"
    """Walk to the bin, scan the product."""
    PUT = "put"
    """Put into the lit crates, scan each."""
    TAKE_OUT = "take_out"
    """An order was cancelled: take its goods out of the crate, scan product and crate."""
    CLOSE_CRATES = "close_crates"
    """Everything is put: scan each crate to close it."""
    WAVE_DONE = "wave_done"
    """All crates closed; look back, take the next."""


class TileState(StrEnum):
    """How a crate stands on the put-wall."""

    WAITING = "waiting"
    """Takes goods, but not now."""
    LIT = "lit"
    """Takes `quantity` of the product in hand."""
    OUT = "out"
    """Of it `quantity` pieces of a cancelled order come out now."""
    FULL = "full"
    """Has everything: scan it to close it."""
    CLOSED = "closed"


class LabelState(StrEnum):
    """Whether the crate's label came out of the printer."""

    PRINTING = "printing"
    PRINTED = "printed"
    UNSURE = "unsure"
    """Nobody knows: the operator looks."""
    FAILED = "failed"


@dataclass(frozen=True)
class CrateTile:
    """One crate on the put-wall; `quantity` is what the next scan puts, or what it wants of the product."""

    crate_id: CrateId
    number: int
    sscc: str
    zone: Zone
    state: TileState
    quantity: int
    put: int
    planned: int
    orders: int
    label: LabelState
    bag: str = ""
    """The bag the next scan is about, such as 3-2; empty where the crate has none."""
    bags_then: tuple[tuple[str, int], ...] = ()
    """Bags of it that get pieces of what is in the hand after that one, each with how many."""
    point: str = ""
    """The pickup point it goes to, where crates of two stand at the wall."""


@dataclass(frozen=True)
class ProductCard:
    """The product to pick now."""

    sku: str
    name: str
    spec: str
    bin: str
    zone: Zone
    rule: ScanRule
    wanted: int
    in_hand: int
    position: int
    """This product is number `position` of `products` along the path."""
    products: int
    lot: str = ""
    expiry: date | None = None
    """The lot to take: of those that may go the one that expires first."""
    look_alikes: tuple[str, ...] = ()
    """What it may be taken for, nearest first."""
    alikes: tuple[Alike, ...] = ()
    """The same, with what tells each apart."""
    weighing: Weighing | None = None
    """Of goods whose portions are weighed here: the band, and the weight there is."""


@dataclass(frozen=True)
class TakeOut:
    """Goods of a cancelled order that come out of a crate now."""

    order_no: str
    name: str
    spec: str
    quantity: int
    crate: int
    """Number of the crate."""
    bin: str
    """Where they go back to."""
    scanned: bool
    """The product was scanned: the crate comes next."""
    further: int
    """So many more such lines or bags wait behind this one."""
    bag: str = ""
    """The bag that comes out whole, where the order has one."""
    goods: tuple[str, ...] = ()
    """What lies in that bag, each with the bin it goes back to."""


@dataclass(frozen=True)
class NextProduct:
    """A glance at the product after this one."""

    name: str
    spec: str
    bin: str
    sku: str = ""


@dataclass(frozen=True)
class WaveHead:
    """The top strip: whose wave this is and how far it is."""

    title: str
    pickup_point: str
    pickup_code: str
    cycle: str
    put: int
    planned: int
    short: int
    crates_closed: int
    crates: int
    lease_until: datetime
    lease_lost: bool = False
    """The wave is no longer this desk's."""
    lease_lost_to: str = ""
    """Name of the station that took it over, where the cloud said so."""
    lease_over: bool = False
    started: bool = True
    wanted_by: str | None = None
    """Who asks for it to be handed over, by name where that is known; None while nobody does."""


@dataclass(frozen=True)
class ScanLine:
    """One of the last scans."""

    at: datetime
    code: str
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
class DoneSummary:
    """What a finished wave came to."""

    crates: int
    orders: int
    pieces: int
    short: int
    minutes: int
    errors_caught: int


@dataclass(frozen=True)
class Notice:
    """Something outside the act itself that the operator should know (no network, no waves)."""

    tone: Tone
    words: Message


class HandingState(StrEnum):
    """What the cloud said of a wave this desk handed over."""

    WAITING = "waiting"
    """Nothing yet: no other desk can have it."""
    TOLD = "told"
    REFUSED = "refused"


@dataclass(frozen=True)
class HandedOver:
    """The wave this desk left half picked; its crates stand here still."""

    wave: int
    state: HandingState
    reason: str = ""
    """Why the cloud refused it."""


@dataclass(frozen=True)
class PickingView:
    """The whole picking desk at one moment; `serial` grows with every view of a flow."""

    serial: int
    at: datetime
    """When it was made, by the cloud's clock: what leases are counted by."""
    step: Step
    question: Message
    """What do I do now? The biggest words on the screen."""
    answer: Answer | None = None
    wave: WaveHead | None = None
    product: ProductCard | None = None
    following: NextProduct | None = None
    crates: tuple[CrateTile, ...] = ()
    recent: tuple[ScanLine, ...] = ()
    can_undo: bool = False
    can_put_off: bool = False
    can_short: bool = False
    can_damage: bool = False
    can_return: bool = False
    can_hand_over: bool = False
    can_set_hand: bool = False
    can_weigh: bool = False
    substitute: str = ""
    """What is offered to stand in for the product whose shortage was announced."""
    take_out: TakeOut | None = None
    can_ask_supervisor: bool = False
    """A supervisor may let pass what was refused now."""
    override: OverrideView | None = None
    done: DoneSummary | None = None
    left: HandedOver | None = None
    notice: Notice | None = None
    large: bool = False
    """Little is shown, and that large: the desk is looked at from some metres away."""
