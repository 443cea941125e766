"""Whether the labels of the wave's crates came out of their printer, as the print queue knows it."""

from station.kernel.ids import CrateId
from station.picking.commands.desk import Desk
from station.picking.model.view import LabelState
from station.printing import queue
from station.printing.queue import JobState

_STATES = {
    JobState.WAITING: LabelState.PRINTING,
    JobState.SENT: LabelState.PRINTING,
    JobState.CONFIRMED: LabelState.PRINTED,
    JobState.UNKNOWN: LabelState.UNSURE,
    JobState.FAILED: LabelState.FAILED,
    JobState.CANCELLED: LabelState.FAILED,
}


def label_states(desk: Desk) -> dict[CrateId, LabelState]:
    """By crate of the wave under work; none without one."""
    if desk.work is None:
        return {}
    with desk.database.look() as connection:
        states = queue.latest_states(connection, [crate.id for crate in desk.work.crates])
    return {crate_id: _STATES[state] for crate_id, state in states.items()}
