"""Scans at the dock: each is answered once, and its answer is on the disk before it is shown."""

from hardware.codes import Refusal, RefusedCode, ScannedCode
from station.kernel.ids import CrateId, Sscc
from station.kernel.scan import Scan
from station.loading.commands import departing, moving, stopped
from station.loading.commands.desk import Desk
from station.loading.model import rules
from station.loading.model.board import LoadCrate, LoadRoute
from station.loading.model.rules import Ruling
from station.loading.model.verdicts import UNPASSED, VERDICTS, Verdict
from station.loading.store import scans
from station.loading.store.board import find_stranger, label_instead
from station.sync.outbox import Act

JUST_USED_S = 1.5
"""Within this the same label again is a slip of the trigger, not a second wish."""


def answer_scan(desk: Desk, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling:
    """Answer a scan, durably. The very same scan again changes nothing."""
    with desk.act() as act:
        if scans.was_scanned(act.connection, scan):
            return Ruling(Verdict.REPEATED)
        ruling = _rule(desk, act, scan, code)
        moving.carry_out(desk, act, ruling)
        tone = VERDICTS[ruling.verdict].tone
        logged = scans.LoggedScan(act.author.at, desk.chosen_id, tone, ruling.verdict, ruling.values)
        scans.log_scan(act.connection, scan, logged, act.author.operator_id)
    return ruling


def _rule(desk: Desk, act: Act, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling:
    if isinstance(code, RefusedCode):
        if code.why is Refusal.BAD_CHECK_DIGIT:
            return Ruling(Verdict.BAD_CHECK_DIGIT)
        return Ruling(Verdict.UNKNOWN_CODE, {"code": code.text[:40]})
    if code.route is not None:
        return _sheet(desk, act, scan, code.route)
    if code.badge is not None:
        return Ruling(Verdict.BADGE_SCANNED)
    if code.sscc is not None:
        return _crate(desk, act, scan, Sscc(code.sscc))
    if code.gtin is not None:
        return Ruling(Verdict.PRODUCT_SCANNED)
    return Ruling(Verdict.UNKNOWN_CODE, {"code": code.text[:40]})


def _crate(desk: Desk, act: Act, scan: Scan, sscc: Sscc) -> Ruling:
    crate = desk.board.crates.get(sscc)
    if crate is None:
        instead = label_instead(act.connection, sscc)
        if instead is not None:
            return Ruling(Verdict.VOID_LABEL, {"crate": instead[0], "end": instead[1][-6:]})
        tonight = {route.cycle_id for route in desk.board.routes}
        return rules.stranger_scanned(find_stranger(act.connection, sscc, tonight, act.author.at))
    just_used = _just_used(desk, scan)
    asked = desk.departure if _is_one_of_many(desk, crate) else None
    ruling = stopped.crate_scanned(desk, crate, just_used)
    if ruling.verdict is not Verdict.REPEATED:
        act.then(lambda: _ask_nothing_more(desk, ruling, crate.id))
    if ruling.load or ruling.take_off:
        act.then(desk.calm_down)
        act.then(lambda: setattr(desk, "departure", asked))
        act.then(lambda: setattr(desk, "just_used", (crate.id, scan.at)))
    return ruling


def _is_one_of_many(desk: Desk, crate: LoadCrate) -> bool:
    """Whether more crates come down for the departure under way: it goes on until the last one."""
    return stopped.is_to_come_down(desk, crate) and len(stopped.to_take_down(desk, desk.chosen)) > 1


def _ask_nothing_more(desk: Desk, ruling: Ruling, crate_id: CrateId) -> None:
    """Whatever was asked is over; what a supervisor may let on is kept in mind."""
    desk.departure = desk.asked_about = None
    desk.stopped = crate_id if ruling.verdict in UNPASSED else None


def _just_used(desk: Desk, scan: Scan) -> CrateId | None:
    if desk.just_used is None or not 0 <= scan.at - desk.just_used[1] < JUST_USED_S:
        return None
    return desk.just_used[0]


def _sheet(desk: Desk, act: Act, scan: Scan, code: str) -> Ruling:
    """The sheet of another route chooses it; that of a complete one is the hand on the Depart button."""
    route = desk.board.route_by_code(code)
    if route is None:
        return Ruling(Verdict.UNKNOWN_ROUTE)
    last, desk.last_sheet = desk.last_sheet, (route.id, scan.at)
    if last is not None and last[0] == route.id and 0 <= scan.at - last[1] < JUST_USED_S:
        return Ruling(Verdict.REPEATED)
    if route.id == desk.chosen_id and route.departed_at is None and _is_about_to_leave(desk, route):
        return departing.press(desk, act)
    act.then(lambda: desk.choose(route.id))
    return rules.route_chosen(route)


def _is_about_to_leave(desk: Desk, route: LoadRoute) -> bool:
    return desk.departure is not None or route.is_complete()
