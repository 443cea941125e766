"""The rules of the dock: what may be recorded, and what is asked before; decided without touching it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cloud_api.wire.catalogue import Bin, BinUse
from station.inbound.model.card import CONDITION_WORDS, WHY_WORDS, Card
from station.inbound.model.goods import Goods, Seen
from station.inbound.model.orders import OrderLine
from station.inbound.model.verdicts import Verdict
from station.kernel.messages import Message

Values = Mapping[str, Any]
ZONE_WORDS = {
    "ambient": Message("Ambient"),
    "chilled": Message("Chilled"),
    "frozen": Message("Frozen"),
}


@dataclass(frozen=True)
class Ruling:
    """A verdict with the values its words need."""

    verdict: Verdict
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Shelf:
    """How long goods must still be good when they come in."""

    today: date
    margin_days: int
    """After the day they are collected, which is tomorrow."""

    def judge(self, expiry: date | None) -> Verdict | None:
        """EXPIRED or EXPIRES_SOON; None for what may come in."""
        if expiry is None:
            return None
        if expiry < self.today:
            return Verdict.EXPIRED
        soon = expiry < self.today + timedelta(days=1 + self.margin_days)
        return Verdict.EXPIRES_SOON if soon else None


def seen_again(card: Card, seen: Seen) -> Verdict | None:
    """Why more of the same product is not simply another piece; None where it is."""
    other_lot = seen.lot and card.lot and seen.lot != card.lot
    other_day = seen.expiry and card.expiry and seen.expiry != card.expiry
    return Verdict.OTHER_LOT if other_lot or other_day else None


def ready(card: Card, line: OrderLine | None, shelf: Shelf) -> Ruling | None:
    """What is still to be said before the card may be recorded; None when nothing is."""
    goods = card.goods
    if not card.quantity:
        return Ruling(Verdict.QUANTITY_WANTED)
    if not card.is_good:
        return Ruling(Verdict.WHY_WANTED) if card.why is None else None
    if goods.by_weight and not card.weight_g:
        return Ruling(Verdict.WEIGHT_WANTED, {"product": goods.called})
    if card.bin is None:
        return Ruling(Verdict.BIN_WANTED)
    fault = shelf.judge(card.expiry)
    if fault is not None and card.word is None:
        return Ruling(fault, {"expiry": told_day(card.expiry)})
    more = over(card, line)
    if more and not card.over_confirmed:
        return Ruling(Verdict.MORE_THAN_ORDERED, {"more": more})
    return None


def over(card: Card, line: OrderLine | None) -> int:
    """Pieces more than were ordered, these among them; 0 for goods nobody ordered and for refused ones."""
    if line is None or not card.is_good:
        return 0
    return max(0, line.good + card.quantity - line.ordered)


def recorded(card: Card, line: OrderLine | None) -> Ruling:
    """How a receipt is told; `line` is as it was before."""
    goods = card.goods.called
    if not card.is_good:
        values = {
            "quantity": card.quantity,
            "product": goods,
            "condition": CONDITION_WORDS[card.condition],
        }
        return Ruling(Verdict.SET_APART, values)
    more = over(card, line)
    values = {"quantity": card.quantity, "product": goods, "bin": card.bin or ""}
    if more:
        return Ruling(Verdict.RECEIVED_OVER, {**values, "more": more})
    lacks = line.lacks - card.quantity if line is not None else 0
    if lacks or line is None:
        return Ruling(Verdict.RECEIVED, {**values, "lacks": lacks})
    return Ruling(Verdict.LINE_COMPLETE, values)


def fits(bin_: Bin | None, goods: Goods) -> Ruling | None:
    """Why goods must not go into a bin; None where they may."""
    if bin_ is None:
        return Ruling(Verdict.UNKNOWN_BIN)
    if not bin_.active:
        return Ruling(Verdict.BIN_NOT_IN_USE, {"bin": bin_.code})
    if bin_.use is BinUse.BLOCKED:
        return Ruling(Verdict.BIN_BLOCKED, {"bin": bin_.code})
    if goods.zone is not None and bin_.zone is not goods.zone:
        values = {"product": goods.called, "bin": bin_.code, "zone": ZONE_WORDS[bin_.zone.value]}
        return Ruling(Verdict.WRONG_ZONE, values)
    return None


def condition_told(card: Card) -> Ruling:
    """What is about to be set apart or refused."""
    if card.why is None:
        return Ruling(Verdict.WHY_WANTED)
    if not card.quantity:
        return Ruling(Verdict.QUANTITY_WANTED)
    values = {
        "quantity": card.quantity,
        "product": card.goods.called,
        "condition": CONDITION_WORDS[card.condition],
        "why": WHY_WORDS[card.why],
    }
    return Ruling(Verdict.CONDITION_SET, values)


def told_day(day: date | None) -> str:
    """A date as people at the dock read it."""
    return day.isoformat() if day else ""


def told_weight(weight_g: int) -> str:
    """Kilograms with three places: what scales show."""
    return f"{weight_g / 1000:.3f} kg"
