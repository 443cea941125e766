"""What the light in the top strip shows of a state of the sync."""

from station.shell.sync_light import LightState, Link
from station.sync.engine import SyncState


def light_state(state: SyncState) -> LightState:
    """The light for `state`."""
    lost = Link.OFFLINE if state.known else Link.REFUSED
    return LightState(Link.CONNECTED if state.connected else lost, state.waiting, state.refused, state.detail)
