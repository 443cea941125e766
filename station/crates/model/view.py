"""All the crates room needs to draw itself, as frozen values."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from cloud_api.wire.crates import BoxCondition, CrateState
from station.crates.model.verdicts import Verdict
from station.kernel.messages import Message, Sound, Tone
from station.people.override import OverrideView


class Page(Enum):
    """What the room is about now."""

    CRATES = "crates"
    RETURNS = "returns"
    """Boxes and crates that came back, one scan each."""
    MISSING = "missing"
    """Boxes shops have not given back."""


class Press(StrEnum):
    """What a button asks for; the flow knows whether it can be done now."""

    CRATES = "crates"
    RETURNS = "returns"
    MISSING = "missing"
    WEIGH = "weigh"
    REOPEN = "reopen"
    REPACK = "repack"
    REPRINT = "reprint"
    ALLOW = "allow"
    EMPTIED = "emptied"
    TARE = "tare"
    SOUND = "sound"
    DAMAGED = "damaged"
    LOST = "lost"
    ENTER = "enter"
    BACK = "back"


STATE_WORDS = {
    CrateState.PLANNED: Message("Planned"),
    CrateState.OPEN: Message("Open"),
    CrateState.CLOSED: Message("Closed"),
    CrateState.LOADED: Message("On its van"),
    CrateState.DEPARTED: Message("On its way"),
    CrateState.RECEIVED: Message("At its shop"),
    CrateState.EMPTIED: Message("Emptied"),
    CrateState.RETURNED: Message("Back"),
    CrateState.VOID: Message("Void"),
}
STEP_WORDS = {
    "WaveStarted": Message("Planned"),
    "CrateClosed": Message("Closed"),
    "CrateWeighed": Message("Weighed"),
    "CrateReopened": Message("Opened again"),
    "CrateRepacked": Message("Packed anew"),
    "CrateLoaded": Message("Loaded"),
    "CrateUnloaded": Message("Taken off its van"),
    "VanDeparted": Message("Van departed"),
    "CrateReceived": Message("Received"),
    "ReceiptUndone": Message("Receipt taken back"),
    "CrateEmptied": Message("Emptied"),
    "BoxUsed": Message("Box taken"),
    "BoxReturned": Message("Box back"),
    "CrateEmptyingUndone": Message("Not empty after all"),
    "BoxReturnUndone": Message("Box not back after all"),
}
CONDITION_WORDS = {
    BoxCondition.OK: Message("Sound"),
    BoxCondition.DAMAGED: Message("Damaged"),
    BoxCondition.LOST: Message("Lost"),
}
DETAIL_WORDS = {
    "wrong_goods": Message("Wrong goods in it"),
    "too_few": Message("Pieces lack"),
    "too_many": Message("Pieces too many"),
    "other": Message("Another reason"),
    "damaged": Message("Damaged"),
}
"""Reasons and conditions as steps keep them."""
NOTHING = Message("")


@dataclass(frozen=True)
class GoodsRow:
    """A product in the crate shown."""

    key: str
    called: str
    put: int
    planned: int
    short: int
    weight_g: int
    is_suspect: bool
    """One piece of it would explain the scale."""


@dataclass(frozen=True)
class CountRow:
    """A product whose pieces are counted behind the scale; the planned number stays hidden."""

    key: str
    called: str
    counted: int


@dataclass(frozen=True)
class WaitingRow:
    """A crate that was closed here and not weighed."""

    key: str
    number: str
    shop: str
    closed_at: str
    differs_g: int | None = None
    """Its last weighing differed, and nobody let it pass; None: it was not weighed."""
    cancelled: str = ""
    """Cancelled orders whose goods are to come out of it; the scale comes after that."""


@dataclass(frozen=True)
class BoxRow:
    """A box: one that came back now, or one that is still out."""

    key: str
    box: str
    shop: str
    since: str
    condition: BoxCondition
    with_driver: str = ""
    """Since when, for one the shop gave back; empty for all others."""


Rows = tuple[GoodsRow, ...] | tuple[CountRow, ...] | tuple[WaitingRow, ...] | tuple[BoxRow, ...]


@dataclass(frozen=True)
class StepRow:
    """A step of the life of the crate shown."""

    at: str
    words: Message
    by: str
    detail: Message | str


@dataclass(frozen=True)
class Card:
    """The figure that matters, what it counts, and what it is about."""

    figure: str
    under: Message
    head: tuple[Message | str, ...] = ()
    done: bool = False


@dataclass(frozen=True)
class Answer:
    """The verdict of the act this view answers: colour, sound, words."""

    verdict: Verdict
    tone: Tone
    sound: Sound
    words: Message


@dataclass(frozen=True)
class ScanLine:
    """One of the last acts."""

    tone: Tone
    words: Message


@dataclass(frozen=True)
class CratesView:
    """The whole room at one moment; `serial` grows with every view of a flow."""

    serial: int
    page: Page
    question: Message
    card: Card
    rows: Rows = ()
    empty: Message = NOTHING
    steps: tuple[StepRow, ...] = ()
    can: frozenset[Press] = frozenset()
    next: Press | None = None
    condition: BoxCondition = BoxCondition.OK
    answer: Answer | None = None
    recent: tuple[ScanLine, ...] = ()
    notice: Message | None = None
    override: OverrideView | None = None
