"""The conversation in the devices room."""

from station.devices.flow.conversation import DevicesFlow, RoomGround
from station.devices.flow.label_desk import LabelMeans

__all__ = ["DevicesFlow", "LabelMeans", "RoomGround"]
