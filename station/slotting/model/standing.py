"""The floor as it stands now: bins, what is picked from where, what lies in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cloud_api.wire.catalogue import Bin, BinUse
from station.kernel.ids import Sku
from station.slotting.model.slots import Misfit, SlotProduct, SlotRules, misfit

WITHOUT_LIMIT = 10_000_000
"""Pieces a bin without limits takes: more than anybody books at once."""


@dataclass(frozen=True)
class Standing:
    """What one look into the station's database tells of the floor."""

    bins: Sequence[Bin]
    products: Mapping[Sku, SlotProduct]
    """Told for one piece each."""
    names: Mapping[Sku, str]
    faces: Mapping[Sku, str]
    """The bin each product is picked from."""
    holds: Mapping[str, Mapping[Sku, int]]
    """Pieces by bin and product; what the book has below zero does not lie anywhere."""

    @cached_property
    def by_code(self) -> Mapping[str, Bin]:
        """The bins by their code."""
        return {each.code: each for each in self.bins}

    @cached_property
    def picked_from(self) -> Mapping[str, tuple[Sku, ...]]:
        """The products whose pick bin a bin is."""
        found: dict[str, list[Sku]] = {}
        for sku, code in self.faces.items():
            found.setdefault(code, []).append(sku)
        return {code: tuple(sorted(skus)) for code, skus in found.items()}

    def lying(self, bin_code: str, sku: Sku) -> int:
        """Pieces of a product in a bin."""
        return self.holds.get(bin_code, {}).get(sku, 0)

    def has_others(self, bin_code: str, sku: Sku) -> bool:
        """Whether goods of another product lie there."""
        return any(other != sku for other in self.holds.get(bin_code, ()))

    def is_free(self, bin_code: str) -> bool:
        """Whether nothing lies there and nothing is picked from there."""
        return not self.holds.get(bin_code) and bin_code not in self.picked_from

    def room_for(self, place: Bin, product: SlotProduct) -> int:
        """Pieces of a product a bin takes on top of what lies there of it."""
        lying = self.lying(place.code, product.sku)
        most = WITHOUT_LIMIT
        if place.most_weight_g and product.weight_g:
            most = min(most, place.most_weight_g // product.weight_g)
        if place.volume_ml and product.volume_ml:
            most = min(most, place.volume_ml // product.volume_ml)
        return max(0, most - lying)

    def nearest(
        self, product: SlotProduct, use: BinUse, to_path: int, rules: SlotRules
    ) -> list[tuple[Bin, int]]:
        """Bins of a use that take at least a piece, with how many, the nearest along the path first.

        Only those with nothing in them, or with nothing but this product.
        """
        found = []
        for place in self.bins:
            why = misfit(replace(product, pieces=1), place, rules)
            is_of_use = place.use is use and why in (None, Misfit.USE) and place.active
            if not is_of_use or place.zone is not product.zone:
                continue
            mine = self.lying(place.code, product.sku) and not self.has_others(place.code, product.sku)
            room = self.room_for(place, product)
            if room and (mine or self.is_free(place.code)):
                found.append((place, room))
        return sorted(found, key=lambda each: (abs(each[0].path - to_path), each[0].path, each[0].code))
