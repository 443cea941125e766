"""Similar orders into the same crate, so that the picker scans fewer crates: a search by small exchanges."""

import math
import time
from collections import Counter
from random import Random

from station.picking.model.plan import CrateLimits
from station.picking.planner.parts import Packing, Part

CHECK_EVERY = 1024
"""Exchanges between two looks at the clock."""

WARM, COLD = 0.4, 0.1
"""Temperatures, in touches, at the start and the end: the best of those tried on realistic waves."""

STRAY = 0.1
"""Share of exchanges whose crate is drawn at random, not from those that hold a product of the part."""


def regroup(packing: Packing, limits: CrateLimits, *, exchanges: int, deadline: float, seed: int) -> Packing:
    """A packing with the same crates or fewer, and as few touches as found; never more than before.

    Simulated annealing over moves and swaps of parts, each kept within the limits. `exchanges` bounds the
    effort, so the same packing ends the same way; `deadline` is a time of the monotonic clock, in seconds,
    that ends it in any case.
    """
    if len(packing) < 2:
        return packing
    random = Random(seed)  # noqa: S311 - a search, no secret
    return _Exchange(packing, limits, random).run(exchanges, deadline)


class _Exchange:
    """The packing under change, held in lists of numbers: this is the hot loop of planning."""

    def __init__(self, packing: Packing, limits: CrateLimits, random: Random) -> None:
        self._draw = random.random
        self._limits = limits
        self._parts: list[Part] = [part for parts in packing for part in parts]
        self._home = [crate for crate, parts in enumerate(packing) for _ in parts]
        self._skus = self._numbered_skus()
        self._parts_with: list[list[int]] = [[] for _ in range(1 + max(map(max, self._skus)))]
        for part, skus in enumerate(self._skus):
            for sku in skus:
                self._parts_with[sku].append(part)
        self._held = [[0] * len(self._parts_with) for _ in packing]
        self._members: list[list[int]] = [[] for _ in packing]
        self._weight_left_g = [limits.weight_g] * len(packing)
        self._volume_left_ml = [limits.volume_ml] * len(packing)
        self._orders_left = [limits.max_orders or len(self._parts)] * len(packing)
        for part, crate in enumerate(self._home):
            self._join(part, crate)

    def run(self, exchanges: int, deadline: float) -> Packing:
        """The best packing met in this many exchanges."""
        gained, best_gained, best = 0, 0, list(self._home)
        savable = self._savable()
        cooling = (COLD / WARM) ** (1 / max(exchanges, 1))
        warmth = WARM
        for turn in range(exchanges):
            if best_gained >= savable or (turn % CHECK_EVERY == 0 and time.monotonic() >= deadline):
                break
            warmth *= cooling
            gained += self._exchange(warmth)
            if gained > best_gained:
                best_gained, best = gained, list(self._home)
        return self._packing(best)

    def _savable(self) -> int:
        """Touches too many for sure: a product needs one crate, or as many as it fills by itself."""
        wanted: Counter[int] = Counter()
        for part, skus in zip(self._parts, self._skus, strict=True):
            if len(skus) == 1:
                wanted[skus[0]] += part.weight_g
        now = sum(count > 0 for held in self._held for count in held)
        least = sum(
            max(1, -(-wanted[sku] // max(self._limits.weight_g, 1))) for sku in range(len(self._parts_with))
        )
        return now - least

    def _exchange(self, warmth: float) -> int:
        """Try one part in another crate; returns the touches saved, 0 when it stays."""
        part = int(self._draw() * len(self._parts))
        source, target = self._home[part], self._target(part)
        if source == target:
            return 0
        if self._has_room(target, self._parts[part].weight_g, self._parts[part].volume_ml, 1):
            return self._move(part, source, target, warmth)
        members = self._members[target]
        other = members[int(self._draw() * len(members))]
        if not self._may_swap(part, other, source, target):
            return 0
        return self._swap(part, other, warmth)

    def _target(self, part: int) -> int:
        if self._draw() < STRAY:
            return int(self._draw() * len(self._held))
        skus = self._skus[part]
        akin = self._parts_with[skus[int(self._draw() * len(skus))]]
        return self._home[akin[int(self._draw() * len(akin))]]

    def _has_room(self, crate: int, weight_g: int, volume_ml: int, orders: int) -> bool:
        return (
            weight_g <= self._weight_left_g[crate]
            and volume_ml <= self._volume_left_ml[crate]
            and orders <= self._orders_left[crate]
        )

    def _may_swap(self, part: int, other: int, source: int, target: int) -> bool:
        weight_g = self._parts[part].weight_g - self._parts[other].weight_g
        volume_ml = self._parts[part].volume_ml - self._parts[other].volume_ml
        return self._has_room(target, weight_g, volume_ml, 0) and self._has_room(
            source, -weight_g, -volume_ml, 0
        )

    def _move(self, part: int, source: int, target: int, warmth: float) -> int:
        gain = self._leave(part, source) + self._join(part, target)
        if self._accepts(gain, warmth):
            return gain
        self._leave(part, target)
        self._join(part, source)
        return 0

    def _swap(self, part: int, other: int, warmth: float) -> int:
        source, target = self._home[part], self._home[other]
        gain = self._leave(part, source) + self._leave(other, target)
        gain += self._join(part, target) + self._join(other, source)
        if self._accepts(gain, warmth):
            return gain
        self._leave(part, target)
        self._leave(other, source)
        self._join(part, source)
        self._join(other, target)
        return 0

    def _accepts(self, gain: int, warmth: float) -> bool:
        return gain >= 0 or self._draw() < math.exp(gain / warmth)

    def _leave(self, part: int, crate: int) -> int:
        """Take the part out; returns the touches it saves."""
        held, gain = self._held[crate], 0
        for sku in self._skus[part]:
            held[sku] -= 1
            if held[sku] == 0:
                gain += 1
        self._members[crate].remove(part)
        self._weight_left_g[crate] += self._parts[part].weight_g
        self._volume_left_ml[crate] += self._parts[part].volume_ml
        self._orders_left[crate] += 1
        return gain

    def _join(self, part: int, crate: int) -> int:
        """Put the part in; returns the touches it saves: 0 or less."""
        held, gain = self._held[crate], 0
        for sku in self._skus[part]:
            if held[sku] == 0:
                gain -= 1
            held[sku] += 1
        self._members[crate].append(part)
        self._home[part] = crate
        self._weight_left_g[crate] -= self._parts[part].weight_g
        self._volume_left_ml[crate] -= self._parts[part].volume_ml
        self._orders_left[crate] -= 1
        return gain

    def _numbered_skus(self) -> list[list[int]]:
        numbers: dict[str, int] = {}
        return [[numbers.setdefault(sku, len(numbers)) for sku, _ in part.lines] for part in self._parts]

    def _packing(self, home: list[int]) -> Packing:
        crates: Packing = [[] for _ in self._held]
        for part, crate in zip(self._parts, home, strict=True):
            crates[crate].append(part)
        return [parts for parts in crates if parts]
