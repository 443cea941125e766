"""Crates on to the van and off it again: rows and fact in one act."""

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from station.loading.commands.desk import Desk
from station.loading.model import rules
from station.loading.model.board import LoadCrate
from station.loading.model.rules import Ruling
from station.loading.model.verdicts import Verdict
from station.loading.store import moves
from station.sync.outbox import Act


def carry_out(desk: Desk, act: Act, ruling: Ruling) -> None:
    """Write what follows from a ruling, inside an act under way."""
    if ruling.load is not None:
        _load(desk, act, ruling.load)
    if ruling.take_off is not None:
        _take_off(desk, act, ruling.take_off)


def undo(desk: Desk) -> Ruling:
    """Take the last crate this desk loaded off the van again."""
    with desk.act() as act:
        crate = last_load(desk)
        if crate is None:
            return Ruling(Verdict.NOTHING_TO_UNDO)
        ruling = rules.undone(desk.board, crate)
        _take_off(desk, act, crate)
        act.then(lambda: setattr(desk, "just_used", None))
        act.then(desk.calm_down)
    return ruling


def last_load(desk: Desk) -> LoadCrate | None:
    """The last crate this desk loaded that is still on the van, if the van is still here."""
    route = desk.chosen
    if route is None or route.departed_at is not None:
        return None
    for crate_id in reversed(desk.loads):
        crate = desk.board.crate(crate_id)
        if crate is not None and crate.on == route.id:
            return crate
    return None


def _load(desk: Desk, act: Act, crate: LoadCrate) -> None:
    """The crate goes on the van of the chosen route, off any other it was booked on."""
    route_id = desk.chosen_id
    assert route_id is not None, "a crate is loaded on a chosen route"
    if crate.on is not None:
        act.fact(FactKind.CRATE_UNLOADED, facts.CrateUnloaded(route_id=crate.on, crate_id=crate.id))
    moves.put_on(act.connection, crate.id, route_id, act.author.at, desk.station_name)
    act.fact(FactKind.CRATE_LOADED, facts.CrateLoaded(route_id=route_id, crate_id=crate.id))

    def apply() -> None:
        crate.on = route_id
        desk.loads.append(crate.id)

    act.then(apply)


def _take_off(desk: Desk, act: Act, crate: LoadCrate) -> None:
    assert crate.on is not None, "only a crate on a van comes off it"
    moves.take_off(act.connection, crate.id, act.author.at, desk.station_name)
    act.fact(FactKind.CRATE_UNLOADED, facts.CrateUnloaded(route_id=crate.on, crate_id=crate.id))

    def apply() -> None:
        crate.on = None
        desk.loads = [each for each in desk.loads if each != crate.id]

    act.then(apply)
