"""The conversation at the dock."""

from station.inbound.flow.conversation import OF_RECEIVING, ReceivingFlow
from station.inbound.flow.photo_talk import Paths

__all__ = ["OF_RECEIVING", "Paths", "ReceivingFlow"]
