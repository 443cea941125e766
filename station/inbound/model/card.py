"""The goods in hand at the dock, until they are received."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from cloud_api.wire.inbound import Condition
from station.inbound.model.goods import Goods
from station.kernel.messages import Message
from station.people.override import Override


class Field(StrEnum):
    """What is typed into the one field of the card now."""

    QUANTITY = "quantity"
    EXPIRY = "expiry"
    LOT = "lot"
    WEIGHT = "weight"


class Why(StrEnum):
    """Why goods are set apart or sent back; recorded with the receipt."""

    CRUSHED = "crushed"
    LEAKING = "leaking"
    SPOILED = "spoiled"
    TOO_WARM = "too_warm"
    WRONG_GOODS = "wrong_goods"
    EXPIRES_SOON = "expires_soon"
    TOO_MANY = "too_many"
    OTHER = "other"


WHY_WORDS = {
    Why.CRUSHED: Message("Crushed or broken"),
    Why.LEAKING: Message("Leaking or open"),
    Why.SPOILED: Message("Spoiled or mouldy"),
    Why.TOO_WARM: Message("Too warm"),
    Why.WRONG_GOODS: Message("Wrong goods"),
    Why.EXPIRES_SOON: Message("Expired or nearly"),
    Why.TOO_MANY: Message("More than ordered"),
    Why.OTHER: Message("Another reason"),
}
CONDITION_WORDS = {
    Condition.GOOD: Message("Good"),
    Condition.DAMAGED: Message("Damaged"),
    Condition.REFUSED: Message("Refused"),
}


@dataclass(frozen=True)
class Card:
    """Goods of one product and one lot; a quantity of 0 is not told yet."""

    goods: Goods
    document_id: UUID | None
    """The purchase order; None for goods nobody ordered."""
    quantity: int = 0
    counted: bool = False
    """The quantity was counted by scanning: another scan is another piece. Typed, it stands."""
    weight_g: int = 0
    lot: str = ""
    expiry: date | None = None
    bin: str | None = None
    condition: Condition = Condition.GOOD
    why: Why | None = None
    photo: str | None = None
    """SHA-256 of a file that lies in the data folder."""
    field: Field = Field.QUANTITY
    over_confirmed: bool = False
    word: Override | None = None
    """A supervisor's, who lets an expiry pass."""

    @property
    def is_good(self) -> bool:
        """Whether the goods are taken in."""
        return self.condition is Condition.GOOD
