"""The conversation in the devices room."""

from station.devices.flow.conversation import DevicesFlow, RoomGround

__all__ = ["DevicesFlow", "RoomGround"]
