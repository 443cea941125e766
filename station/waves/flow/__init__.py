"""The conversation at the board of waves."""

from station.waves.flow.conversation import WavesFlow

__all__ = ["WavesFlow"]
