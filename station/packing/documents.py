"""What the label of a gift box says."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hardware.labels import GiftBoxLabel
from station.kernel.messages import Message, Texts
from station.packing.model.box import Recipe

_EAN_DIGITS = 13


@dataclass(frozen=True)
class Letterhead:
    """What every label of this desk bears; `texts` gives the language, `time_zone` the wall clock."""

    texts: Texts
    brand: str
    time_zone: ZoneInfo
    operator: str


def box_label(head: Letterhead, recipe: Recipe, expiry: date | None, packed_at: datetime) -> GiftBoxLabel:
    """The label of one box; `expiry` is that of the part that expires first."""
    day = head.texts.say(Message("Use by {day}", day=expiry.isoformat())) if expiry else ""
    moment = packed_at.astimezone(head.time_zone).strftime("%Y-%m-%d %H:%M:%S")
    return GiftBoxLabel(
        brand=head.brand,
        name=recipe.name,
        contents=tuple(f"{need.quantity} × {need.name}" for need in recipe.needs),
        expiry=day,
        packed=" · ".join(each for each in (moment, head.operator) if each),
        gtin=number_of(recipe),
    )


def number_of(recipe: Recipe) -> str:
    """Its number as an EAN-13 has it; empty where none of its numbers is that short."""
    short = next((gtin for gtin in recipe.gtins if gtin.startswith("0")), "")
    return short[-_EAN_DIGITS:]
