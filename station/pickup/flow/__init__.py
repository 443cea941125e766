"""The conversation at the pickup desk: a scan, typed digits or a button in, a view out."""

from station.pickup.flow.conversation import PickupFlow

__all__ = ["PickupFlow"]
