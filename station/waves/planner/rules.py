"""Rules a foreman could apply by hand: priority, release in groups, two pickup points at one wall."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from station.kernel.ids import Sku
from station.waves.model.answers import ReleaseGroup, WallPair
from station.waves.model.work import LookAlikes, WaveLoad


def by_priority(waves: Iterable[WaveLoad]) -> list[WaveLoad]:
    """Earliest departure first (those without one last), then the most lines and pieces; else as given."""
    return sorted(waves, key=lambda wave: (*_departure(wave), -wave.lines, -wave.pieces))


def release_groups(waves: Iterable[WaveLoad], size: int) -> tuple[ReleaseGroup, ...]:
    """All waves in groups of at most `size` that leave together; in a group they share many products.

    Each group begins with the first wave by priority and takes whichever has most products in common
    with it. Raises ValueError for a size below 1.
    """
    if size < 1:
        raise ValueError("A group holds one wave at the least.")
    waiting = by_priority(waves)
    groups: list[ReleaseGroup] = []
    while waiting:
        groups.append(_take_group(waiting, size))
    return tuple(groups)


def first_group(waves: Iterable[WaveLoad], size: int) -> ReleaseGroup | None:
    """The first of `release_groups`, without the work for all others; None of no waves."""
    if size < 1:
        raise ValueError("A group holds one wave at the least.")
    waiting = by_priority(waves)
    return _take_group(waiting, size) if waiting else None


def _take_group(waiting: list[WaveLoad], size: int) -> ReleaseGroup:
    """Takes its waves out of `waiting`, which stand there by priority."""
    group = [waiting.pop(0)]
    held = set(group[0].products)
    while len(group) < size:
        together = [wave for wave in waiting if wave.departs_s == group[0].departs_s]
        if not together:
            break
        akin = max(together, key=lambda wave: _alike(wave.products, held))
        waiting.remove(akin)
        group.append(akin)
        held |= akin.products
    return ReleaseGroup(tuple(wave.wave_id for wave in group), _shared(group))


def pair_small_waves(waves: Iterable[WaveLoad], places: int, look_alikes: LookAlikes) -> tuple[WallPair, ...]:
    """Pairs of waves for one put-wall of so many places, no wave twice.

    They leave at the same time and their crates fit the wall together. First those that bring the fewest
    look-alikes together, each product of one beside another of the other; then most products in common.
    """
    ranked = by_priority(waves)
    fitting = [
        (one, other)
        for one, other in combinations(ranked, 2)
        if one.departs_s == other.departs_s and one.crates + other.crates <= places
    ]
    fitting.sort(key=lambda pair: _wish(pair[0].products, pair[1].products, look_alikes))
    paired: set[object] = set()
    pairs: list[WallPair] = []
    for one, other in fitting:
        if paired.isdisjoint((one.wave_id, other.wave_id)):
            paired |= {one.wave_id, other.wave_id}
            pairs.append(WallPair(one.wave_id, other.wave_id, len(one.products & other.products)))
    return tuple(pairs)


def _departure(wave: WaveLoad) -> tuple[bool, int]:
    return wave.departs_s is None, wave.departs_s or 0


def _alike(products: frozenset[Sku], held: set[Sku]) -> float:
    """Products in common as a share of all products of both."""
    either = len(products | held)
    return len(products & held) / either if either else 0.0


def _shared(group: Sequence[WaveLoad]) -> int:
    counts = Counter(sku for wave in group for sku in wave.products)
    return sum(count > 1 for count in counts.values())


def _wish(one: frozenset[Sku], other: frozenset[Sku], look_alikes: LookAlikes) -> tuple[int, int]:
    """The least is the best pair."""
    alike = sum(len(look_alikes[sku] & other) for sku in one if sku in look_alikes)
    return alike, -len(one & other)
