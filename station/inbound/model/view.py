"""All a receiving screen needs to draw itself, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cloud_api.wire.base import Zone
from cloud_api.wire.inbound import Condition
from station.inbound.model.card import Field, Why
from station.inbound.model.verdicts import Verdict
from station.kernel.messages import Message, Sound, Tone
from station.people.override import OverrideView


class Step(StrEnum):
    """The question the dock answers now."""

    NO_ORDERS = "no_orders"
    """No cycle was cut off yet, or none is known here."""
    CHOOSE = "choose"
    """Which supplier stands at the dock?"""
    GOODS = "goods"
    """Scan what the lorry brought."""
    CARD = "card"
    """Goods are in hand: how many, good until when, where to?"""
    REASON = "reason"
    """Why are they set apart or sent back?"""
    CLOSING = "closing"
    """Something lacks: is the order done all the same?"""
    DONE = "done"
    """The order is done."""
    PUT_AWAY = "put_away"
    """Goods that stand at the dock go to their bins."""
    SUPERVISOR = "supervisor"
    """A supervisor is asked."""


@dataclass(frozen=True)
class Row:
    """A line of the list on the left: an order, a product of it, or goods to be put away."""

    key: str
    title: str
    under: Message
    figure: str
    done: bool = False
    chosen: bool = False
    tone: Tone | None = None


@dataclass(frozen=True)
class CardView:
    """The goods in hand."""

    sku: str
    name: str
    spec: str
    zone: Zone | None
    ordered: int
    came: int
    lacks: int
    was_ordered: bool
    quantity: int
    by_weight: bool
    weight_g: int
    lot: str
    expiry: str
    bin: str
    condition: Condition
    why: Why | None
    has_photo: bool
    field: Field


@dataclass(frozen=True)
class Lack:
    """A product that lacks, and what became of that once the order was closed."""

    name: str
    ordered: int
    came: int
    told: Message | None = None


@dataclass(frozen=True)
class AdviceRow:
    """A bin the goods in hand may go to: how many pieces, what it saves, what speaks for it."""

    bin: str
    pieces: int
    saved: Message | None
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class ScanLine:
    """One of the last scans."""

    at: datetime
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
class Figure:
    """The number that matters now, what it counts, and whose it is."""

    number: str
    under: Message
    head: str = ""
    done: bool = False


@dataclass(frozen=True)
class ReceivingView:
    """The whole dock at one moment; `serial` grows with every view of a flow."""

    serial: int
    at: datetime
    step: Step
    question: Message
    heading: Message
    rows: tuple[Row, ...] = ()
    figure: Figure | None = None
    card: CardView | None = None
    reasons: tuple[Why, ...] = ()
    reason: Why | None = None
    """The one Enter would choose."""
    lacking: tuple[Lack, ...] = ()
    answer: Answer | None = None
    recent: tuple[ScanLine, ...] = ()
    override: OverrideView | None = None
    notice: Notice | None = None
    is_open: bool = False
    """The chosen order still takes goods."""
    can_undo: bool = False
    can_finish: bool = False
    waiting: int = 0
    """Lots that wait to be put away."""
    advice: tuple[AdviceRow, ...] = ()
    """Bins for the lot that is carried, the best first; empty as long as it is not worked out."""
    asks_file: int = 0
    """Rises whenever a photo file is to be chosen by hand."""
