"""Planning of waves: in which order, in which groups, at which desks."""

from station.waves.planner.rules import by_priority, pair_small_waves, release_groups
from station.waves.planner.sharing import share_waves

__all__ = ["by_priority", "pair_small_waves", "release_groups", "share_waves"]
