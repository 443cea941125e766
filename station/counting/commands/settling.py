"""A supervisor decides about a difference: the book follows what was found, or somebody counts again."""

from uuid import UUID

from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import CountSettled, CountState
from station.counting.commands.desk import Desk
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.verdicts import Verdict
from station.people.override import Override
from station.stock import tasks


def settle(desk: Desk, count_id: UUID, override: Override, *, approved: bool) -> Ruling:
    """Write the supervisor's word and what it decides in one act; nobody decides about the own count."""
    with desk.act() as act:
        task = tasks.find_count(act.connection, count_id)
        if task is None or task.state is not CountState.TAKEN:
            return ruling(Verdict.NOT_NOW)
        if task.counted_by == override.supervisor_id:
            return ruling(Verdict.OWN_COUNT, name=override.supervisor, bin=task.bin)
        act.fact(FactKind.OVERRIDE_GIVEN, override.body())
        settled = CountSettled(
            count_id=count_id,
            approved=approved,
            supervisor_id=override.supervisor_id,
            reason=override.reason,
        )
        tasks.settle_count(act.connection, act.author, settled)
    return ruling(Verdict.APPROVED if approved else Verdict.COUNT_AGAIN, bin=task.bin)
