"""One crate fewer by small exchanges: found on most waves in a blink, where a solver needs seconds."""

import math
import time
from random import Random

from station.picking.model.plan import CrateLimits
from station.picking.planner.parts import Packing, Part

CHECK_EVERY = 1024
"""Exchanges between two looks at the clock."""

LENIENCE = 0.0002
"""Overload, as a share of a crate, that an exchange may add now and then: the way out of dead ends."""

SWAPS = 0.7
"""Share of exchanges that swap two parts; the others move one."""

ASTRAY = 0.3
"""Share of exchanges that start in any crate, not in an overloaded one."""


def squeeze(
    packing: Packing, limits: CrateLimits, *, exchanges: int, deadline: float, seed: int
) -> Packing | None:
    """A packing of the same parts into one crate fewer, or None when none was found.

    The emptiest crate is shared out over the others beyond their limits; then moves and swaps bring the
    overload down. `exchanges` bounds the effort, so the same packing ends the same way; `deadline` is a
    time of the monotonic clock, in seconds, that ends it in any case.
    """
    if len(packing) < 3:
        return None  # two crates into one: the bound has already told
    random = Random(seed)  # noqa: S311 - a search, no secret
    return _Overload(packing, limits, random).run(exchanges, deadline)


class _Overload:
    """Crates that may hold too much, and how much too much that is."""

    def __init__(self, packing: Packing, limits: CrateLimits, random: Random) -> None:
        self._draw = random.random
        self._limits = limits
        self._room_g, self._room_ml = max(limits.weight_g, 1), max(limits.volume_ml, 1)
        *kept, shared_out = sorted(packing, key=lambda parts: -sum(map(self._share, parts)))
        self._crates = [list(parts) for parts in kept]
        self._weight_g = [sum(part.weight_g for part in parts) for parts in kept]
        self._volume_ml = [sum(part.volume_ml for part in parts) for parts in kept]
        for part in shared_out:
            self._put(part, min(range(len(kept)), key=self._fullness))
        self._over = [self._overload(crate, 0, 0, 0) for crate in range(len(kept))]
        self._overloaded = self._find_overloaded()

    def run(self, exchanges: int, deadline: float) -> Packing | None:
        """The packing once nothing is overloaded; None when it stays so."""
        for turn in range(exchanges):
            if not self._overloaded or (turn % CHECK_EVERY == 0 and time.monotonic() >= deadline):
                break
            self._exchange()
        return None if self._overloaded else [parts for parts in self._crates if parts]

    def _exchange(self) -> None:
        source, target = self._source(), self._pick(len(self._crates))
        if source == target or not self._crates[source]:
            return
        there, back = self._crates[source], self._crates[target]
        at = self._pick(len(there))
        part, other, where = there[at], None, -1
        if back and self._draw() < SWAPS:
            where = self._pick(len(back))
            other = back[where]
        weight_g = part.weight_g - (other.weight_g if other else 0)
        volume_ml = part.volume_ml - (other.volume_ml if other else 0)
        count = 0 if other else 1
        over_source = self._overload(source, -weight_g, -volume_ml, -count)
        over_target = self._overload(target, weight_g, volume_ml, count)
        worse = over_source + over_target - self._over[source] - self._over[target]
        if worse > 0 and self._draw() >= math.exp(-worse / LENIENCE):
            return
        self._take(source, at, target, where)
        self._shift(source, target, weight_g, volume_ml)
        self._over[source], self._over[target] = over_source, over_target
        self._overloaded = self._find_overloaded()

    def _take(self, source: int, at: int, target: int, where: int) -> None:
        there, back = self._crates[source], self._crates[target]
        if where >= 0:
            there[at], back[where] = back[where], there[at]
        else:
            back.append(there[at])
            there[at] = there[-1]
            there.pop()

    def _shift(self, source: int, target: int, weight_g: int, volume_ml: int) -> None:
        self._weight_g[source] -= weight_g
        self._weight_g[target] += weight_g
        self._volume_ml[source] -= volume_ml
        self._volume_ml[target] += volume_ml

    def _source(self) -> int:
        if self._draw() < ASTRAY:
            return self._pick(len(self._crates))
        return self._overloaded[self._pick(len(self._overloaded))]

    def _pick(self, count: int) -> int:
        return int(self._draw() * count)

    def _overload(self, crate: int, weight_g: int, volume_ml: int, count: int) -> float:
        """What a crate would hold too much, with so much more in it."""
        over_g = self._weight_g[crate] + weight_g - self._limits.weight_g
        over_ml = self._volume_ml[crate] + volume_ml - self._limits.volume_ml
        over = (over_g / self._room_g if over_g > 0 else 0.0) + (
            over_ml / self._room_ml if over_ml > 0 else 0.0
        )
        if self._limits.max_orders > 0:
            over += (
                max(0, len(self._crates[crate]) + count - self._limits.max_orders) / self._limits.max_orders
            )
        return over

    def _find_overloaded(self) -> list[int]:
        return [crate for crate, over in enumerate(self._over) if over > 0]

    def _put(self, part: Part, crate: int) -> None:
        self._crates[crate].append(part)
        self._weight_g[crate] += part.weight_g
        self._volume_ml[crate] += part.volume_ml

    def _fullness(self, crate: int) -> float:
        return max(self._weight_g[crate] / self._room_g, self._volume_ml[crate] / self._room_ml)

    def _share(self, part: Part) -> float:
        return max(part.weight_g / self._room_g, part.volume_ml / self._room_ml)
