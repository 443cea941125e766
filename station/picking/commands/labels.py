"""Whether the labels of the wave's crates came out of their printer, as the print queue knows it."""

from station.kernel.ids import CrateId, WaveId
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


_WORST_FIRST = [LabelState.FAILED, LabelState.UNSURE, LabelState.PRINTING, LabelState.PRINTED]


def label_states(desk: Desk) -> dict[CrateId, LabelState]:
    """By crate of the wave under work, the worst of its label and those of its bags; none without a wave.

    Crates of another desk came with theirs.
    """
    if desk.work is None:
        return {}
    with desk.database.look() as connection:
        crate_ids = [crate.id for crate in desk.work.crates]
        states, bags = queue.latest_states(connection, crate_ids), queue.bag_states(connection, crate_ids)
    told = {
        crate_id: min((_STATES[each] for each in (state, *bags.get(crate_id, ()))), key=_WORST_FIRST.index)
        for crate_id, state in states.items()
    }
    came = [WaveId(each.wave.id) for each in desk.waves() if each.came_from is not None]
    printed = {crate.id: LabelState.PRINTED for wave_id in came for crate in desk.work.crates_of(wave_id)}
    return printed | told
