"""How many crates any plan needs at the least, so that a good plan is known to be best without a search."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from station.picking.model.plan import CrateLimits
from station.picking.planner.parts import Pile

_Thing = tuple[int, int, int]
"""How large in one measure, how large in the other, how many."""

MAX_STEPS = 24
"""Steps tried by the bound that rounds down: beyond this it gained nothing on measured waves."""


def crates_at_least(piles: Iterable[Pile], orders: int, limits: CrateLimits) -> int:
    """A number of crates no plan can go below.

    `piles` are things that must not be divided further, each within the limits; `orders` counts how
    often an order must enter a crate, for `max_orders`.
    """
    by_weight = [(pile.weight_g, pile.volume_ml, pile.count) for pile in piles if pile.count]
    by_volume = [(volume_ml, weight_g, count) for weight_g, volume_ml, count in by_weight]
    return max(
        _ceil(orders, limits.max_orders) if limits.max_orders > 0 else 0,
        1 if by_weight else 0,
        _by_size([(weight_g, count) for weight_g, _, count in by_weight], limits.weight_g),
        _by_size([(volume_ml, count) for volume_ml, _, count in by_volume], limits.volume_ml),
        _beside_large(by_weight, limits.weight_g, limits.volume_ml),
        _beside_large(by_volume, limits.volume_ml, limits.weight_g),
    )


def _by_size(sizes: Sequence[tuple[int, int]], room: int) -> int:
    """The bound of one dimension: plain sum, large things pushed up, and sizes rounded down.

    The last two are the dual feasible functions of Fekete and Schepers, "New classes of fast lower
    bounds for bin packing problems", Mathematical Programming 91 (2001).
    """
    counted = sorted((size, count) for size, count in sizes if size > 0)
    if not counted:
        return 0
    return max(_with_large_pushed_up(counted, room), _with_sizes_rounded(counted, room))


def _with_large_pushed_up(sizes: Sequence[tuple[int, int]], room: int) -> int:
    """For every t up to half the room: larger than room - t counts as full, smaller than t as nothing."""
    counts = [0, *accumulate(count for _, count in sizes)]
    totals = [0, *accumulate(size * count for size, count in sizes)]
    best = _ceil(totals[-1], room)
    above = len(sizes)
    for low, (size, _) in enumerate(sizes):
        if 2 * size > room:
            break
        while above > 0 and sizes[above - 1][0] > room - size:
            above -= 1
        full = (counts[-1] - counts[above]) * room
        best = max(best, _ceil(full + totals[above] - totals[low], room))
    return max(best, sum(count for size, count in sizes if 2 * size > room))


def _with_sizes_rounded(sizes: Sequence[tuple[int, int]], room: int) -> int:
    """For k = 1, 2, ...: a size counts in steps of room / (k + 1), rounded down unless it is exact."""
    best = 0
    for k in range(1, MAX_STEPS + 1):
        steps = 0
        for size, count in sizes:
            whole, rest = divmod(size * (k + 1), room)
            # An exact size counts as itself: whole / (k + 1), here scaled by k * (k + 1).
            steps += count * (whole * (k + 1) if rest else whole * k)
        best = max(best, _ceil(steps, k * (k + 1)))
    return best


def _beside_large(things: Sequence[_Thing], room: int, other_room: int) -> int:
    """The plain sum of one measure, less what a large thing keeps others from filling.

    Things beyond half a crate in the same measure each have a crate of their own, and in it only so much
    fits beside them, in both measures.
    """
    best = 0
    for measure, half in ((0, room / 2), (1, other_room / 2)):
        large = [thing for thing in things if thing[measure] > half]
        crates = sum(thing[2] for thing in large)
        filled = sum(
            thing[2] * (thing[0] + _most_beside(things, room - thing[0], other_room - thing[1]))
            for thing in large
        )
        rest = sum(size * count for size, _, count in things) - filled
        best = max(best, crates + (_ceil(rest, room) if rest > 0 else 0))
    return best


def _most_beside(things: Sequence[_Thing], room: int, other_room: int) -> int:
    """The most of the first measure that fits into what is left of both; things may be cut, so never less."""
    filled, left = 0, other_room
    fitting = [thing for thing in things if 0 < thing[0] <= room and thing[1] <= other_room]
    for size, other, count in sorted(fitting, key=lambda thing: thing[1] / thing[0]):
        if other * count >= left:
            return min(room, filled + _ceil(size * left, other) if other else room)
        filled, left = filled + size * count, left - other * count
    return min(room, filled)


def _ceil(total: int, each: int) -> int:
    return -(-total // each)
