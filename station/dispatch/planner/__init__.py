"""Planning of routes: which van goes where, in which order; travel times and benchmark files beside it."""

from station.dispatch.planner.planning import plan

__all__ = ["plan"]
