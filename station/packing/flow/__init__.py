"""The conversation at the packing desk."""

from station.packing.flow.conversation import PackingFlow

__all__ = ["PackingFlow"]
