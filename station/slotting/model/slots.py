"""What a product needs of a bin, and why a bin will not do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse
from station.kernel.ids import Sku
from station.kernel.messages import N_, Message


@dataclass(frozen=True)
class SlotProduct:
    """A product that wants a bin: what a piece is like, and how many pieces are to lie there at once."""

    sku: Sku
    zone: Zone
    weight_g: int
    """Of one piece."""
    volume_ml: int
    pieces: int = 1

    @property
    def load_g(self) -> int:
        """What the bin carries."""
        return self.weight_g * self.pieces

    @property
    def load_ml(self) -> int:
        """Room the goods take."""
        return self.volume_ml * self.pieces


@dataclass(frozen=True)
class SlotRules:
    """What the warehouse wants beyond short walks."""

    heavy_g: int = 5_000
    """A piece from this weight on lies on `heavy_level` or lower."""
    heavy_level: int = 2
    lift_cm: int = 2
    """Walking people would take on rather than lift one kilogram one board higher, for each pick."""


class Misfit(StrEnum):
    """Why a bin will not do for a product; the first that holds is told."""

    INACTIVE = "inactive"
    USE = "use"
    ZONE = "zone"
    WEIGHT = "weight"
    VOLUME = "volume"
    LEVEL = "level"
    """The piece is too heavy to be lifted that high."""


MISFIT_WORDS = {
    Misfit.INACTIVE: N_("No bin is in use"),
    Misfit.USE: N_("No bin is meant for picking"),
    Misfit.ZONE: N_("No pick bin is in its temperature zone"),
    Misfit.WEIGHT: N_("No bin of its temperature zone carries {load_g} g"),
    Misfit.VOLUME: N_("No bin that carries it has room for {load_ml} ml"),
    Misfit.LEVEL: N_("A piece weighs {weight_g} g, and no bin that takes it is low enough"),
}
"""Said where no bin got further than this."""


@dataclass(frozen=True)
class NotPlaced:
    """A product that gets no bin, and why."""

    sku: Sku
    why: Message


def misfit(product: SlotProduct, place: Bin, rules: SlotRules) -> Misfit | None:
    """Why the product may not lie in the bin; None when it may."""
    checks = (
        (Misfit.INACTIVE, not place.active),
        (Misfit.USE, place.use is not BinUse.PICK),
        (Misfit.ZONE, place.zone is not product.zone),
        (Misfit.WEIGHT, 0 < place.most_weight_g < product.load_g),
        (Misfit.VOLUME, 0 < place.volume_ml < product.load_ml),
        (Misfit.LEVEL, product.weight_g >= rules.heavy_g and place.level > rules.heavy_level),
    )
    return next((reason for reason, holds in checks if holds), None)


def without_bin(product: SlotProduct, bins: Sequence[Bin], rules: SlotRules) -> NotPlaced:
    """Why none of the bins was found for the product."""
    values = {"load_g": product.load_g, "load_ml": product.load_ml, "weight_g": product.weight_g}
    reasons = Counter(misfit(product, each, rules) for each in bins)
    if reasons[None]:
        taken = Message("All {bins} bins that would do are taken", bins=reasons[None])
        return NotPlaced(product.sku, taken)
    if not bins:
        return NotPlaced(product.sku, Message("The warehouse has no bins"))
    return NotPlaced(product.sku, Message(MISFIT_WORDS[_furthest(reasons)], **values))


def _furthest(reasons: Counter[Misfit | None]) -> Misfit:
    """The last hurdle any bin came to."""
    return [reason for reason in Misfit if reasons[reason]][-1]
