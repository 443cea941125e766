"""Planning of waves: in which order, in which groups, at which desks, and when they will be ready."""

from station.waves.planner.dividing import divide_orders
from station.waves.planner.outlook import free_desks, outlook
from station.waves.planner.pace import pace_of
from station.waves.planner.rules import by_priority, first_group, pair_small_waves, release_groups
from station.waves.planner.sharing import share_waves

__all__ = [
    "by_priority",
    "divide_orders",
    "first_group",
    "free_desks",
    "outlook",
    "pace_of",
    "pair_small_waves",
    "release_groups",
    "share_waves",
]
