"""Choosing bins: for one receipt, for a whole warehouse, and the few moves of a night that pay."""

from station.slotting.planner.comparison import by_hand, by_path, random_layout, walked_m
from station.slotting.planner.layout import slot_products
from station.slotting.planner.proposing import propose_bin
from station.slotting.planner.putting_away import advise
from station.slotting.planner.reslotting import reslot
from station.slotting.planner.tonight import plan_night

__all__ = [
    "advise",
    "by_hand",
    "by_path",
    "plan_night",
    "propose_bin",
    "random_layout",
    "reslot",
    "slot_products",
    "walked_m",
]
