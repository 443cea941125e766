"""What a gesture means for the routes: a verdict, and the draft that follows from it."""

from dataclasses import dataclass, field
from typing import Any

from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_night import Night
from station.dispatch.model.edit_words import REASONS
from station.dispatch.model.plan import Reason
from station.dispatch.model.verdicts import Verdict
from station.kernel.ids import WaveId


@dataclass(frozen=True)
class Ruling:
    """A verdict, the values its words need, and the draft from now on, if it changes."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict)
    draft: Draft | None = None


def move(night: Night, draft: Draft, wave_id: WaveId, van: str, position: int) -> Ruling:
    """Put a stop on a route; `position` counts as in MovePreviewer."""
    refused = _unknown(night, draft, wave_id) or _unmovable(night, draft, wave_id, van)
    if refused is not None:
        return refused
    slot = draft.slot_of(wave_id, van, position)
    moved = draft.placed(wave_id, van, slot)
    name = called(night, wave_id)
    if moved.routes == draft.routes:
        return Ruling(Verdict.SAME_PLACE, {"stop": name})
    return Ruling(Verdict.MOVED, {"stop": name, "position": slot + 1, "van": van}, moved)


def swap(night: Night, draft: Draft, one: WaveId, other: WaveId) -> Ruling:
    """Two stops change places, on one route or on two."""
    refused = _unknown(night, draft, one) or _unknown(night, draft, other)
    if refused is not None:
        return refused
    van, other_van = draft.van_of(one), draft.van_of(other)
    if van is None or other_van is None or one == other:
        return Ruling(Verdict.NOT_NOW)
    refused = _unmovable(night, draft, one, other_van) or _unmovable(night, draft, other, van)
    if refused is not None:
        return refused
    swapped = draft.swapped(one, other)
    position = swapped.routes[other_van].index(one) + 1
    values = {"stop": called(night, one), "position": position, "van": other_van}
    return Ruling(Verdict.MOVED, values, swapped)


def take_off(night: Night, draft: Draft, wave_id: WaveId) -> Ruling:
    """A stop goes on no route, also when planned again."""
    refused = _unknown(night, draft, wave_id)
    if refused is not None:
        return refused
    name = called(night, wave_id)
    if draft.unserved.get(wave_id) is Reason.LEFT_OUT:
        return Ruling(Verdict.SAME_PLACE, {"stop": name})
    if wave_id in draft.locked_stops:
        return Ruling(Verdict.STOP_IS_LOCKED, {"stop": name})
    refused = _closed_route(night, draft, draft.van_of(wave_id))
    return refused or Ruling(Verdict.TAKEN_OFF, {"stop": name}, draft.taken_off(wave_id))


def lock_stop(night: Night, draft: Draft, wave_id: WaveId, *, locked: bool) -> Ruling:
    """Hold a stop to its van or let it go; a stop taken off by hand may be planned again."""
    refused = _unknown(night, draft, wave_id)
    if refused is not None:
        return refused
    van, name = draft.van_of(wave_id), called(night, wave_id)
    if van is None:
        if locked or draft.unserved[wave_id] is not Reason.LEFT_OUT:
            return Ruling(Verdict.NOT_NOW)
        return Ruling(Verdict.UNLOCKED, {"stop": name}, draft.taken_off(wave_id, Reason.NOT_PLANNED))
    if night.has_left(van):
        return Ruling(Verdict.ROUTE_HAS_LEFT, {"van": van})
    if locked == (wave_id in draft.locked_stops):
        return Ruling(Verdict.NOT_NOW)
    verdict = Verdict.LOCKED if locked else Verdict.UNLOCKED
    return Ruling(verdict, {"stop": name, "van": van}, draft.with_stop_lock(wave_id, locked=locked))


def lock_route(night: Night, draft: Draft, van: str, *, locked: bool) -> Ruling:
    """Hold a whole route, order and all, or let it go."""
    if van not in draft.routes:
        return Ruling(Verdict.UNKNOWN_VAN, {"van": van})
    if night.has_left(van):
        return Ruling(Verdict.ROUTE_HAS_LEFT, {"van": van})
    if locked == (van in draft.locked_vans):
        return Ruling(Verdict.NOT_NOW)
    verdict = Verdict.ROUTE_LOCKED if locked else Verdict.ROUTE_UNLOCKED
    return Ruling(verdict, {"van": van}, draft.with_route_lock(van, locked=locked))


def called(night: Night, wave_id: WaveId) -> str:
    """The stop as people call it: by its shop."""
    return night.stop(wave_id).stop.pickup_point.name


def _unknown(night: Night, draft: Draft, wave_id: WaveId) -> Ruling | None:
    known = wave_id in night.day.stop_index and draft.knows(wave_id)
    return None if known else Ruling(Verdict.UNKNOWN_STOP)


def _unmovable(night: Night, draft: Draft, wave_id: WaveId, van: str) -> Ruling | None:
    """Why a stop may not go to a place on that van's route."""
    if van not in draft.routes:
        return _not_driving(night, van)
    source, name = draft.van_of(wave_id), called(night, wave_id)
    if night.stop(wave_id).at is None:
        reason, remedy = REASONS[Reason.NO_POSITION]
        return Ruling(Verdict.CANNOT_BE_ROUTED, {"stop": name, "reason": reason, "remedy": remedy})
    if wave_id in draft.locked_stops and source != van:
        return Ruling(Verdict.STOP_IS_LOCKED, {"stop": name})
    return _closed_route(night, draft, source) or _closed_route(night, draft, van)


def _not_driving(night: Night, van: str) -> Ruling:
    known = {each.van.code for each in night.day.known_vans}
    return Ruling(Verdict.VAN_IS_AWAY if van in known else Verdict.UNKNOWN_VAN, {"van": van})


def _closed_route(night: Night, draft: Draft, van: str | None) -> Ruling | None:
    if night.has_left(van):
        return Ruling(Verdict.ROUTE_HAS_LEFT, {"van": van})
    if van in draft.locked_vans:
        return Ruling(Verdict.ROUTE_IS_LOCKED, {"van": van})
    return None
