"""What the rules stopped last and a supervisor may let pass."""

from dataclasses import dataclass

from station.kernel.ids import CrateId, Sku
from station.picking.model.lots import LotTag


@dataclass(frozen=True)
class LotStopped:
    """A pack of a lot that expires too soon; its word holds for the lot, as long as the wave is picked."""

    sku: Sku
    tag: LotTag | None
    product: str
    expiry: str


Stopped = LotStopped | CrateId
"""A lot, or a crate that is not full."""
