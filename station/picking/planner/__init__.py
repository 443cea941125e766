"""Planning of crates: which order part of a wave goes into which crate."""

from station.picking.planner.plan import plan_crates

__all__ = ["plan_crates"]
