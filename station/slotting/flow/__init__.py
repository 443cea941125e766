"""The conversation at the slotting desk."""

from station.slotting.flow.conversation import SlottingFlow

__all__ = ["SlottingFlow"]
