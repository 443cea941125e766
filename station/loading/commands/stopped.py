"""Crates the scale did not pass, or with goods of cancelled orders: what a supervisor may let on a van."""

from collections.abc import Sequence

from cloud_api.wire.facts import FactKind
from station.kernel.ids import CrateId
from station.kernel.messages import Message
from station.loading.commands.desk import Desk
from station.loading.commands.moving import carry_out
from station.loading.model import rules
from station.loading.model.board import LoadCrate, LoadRoute
from station.loading.model.rules import Ruling
from station.loading.model.verdicts import UNPASSED, Verdict
from station.people.override import Override, OverrideReason, OverrideRequest

CANCELLED, UNWEIGHED = "cancelled_crate_loaded", "unweighed_crate_loaded"
"""What a supervisor's word lets pass, as the trail keeps it."""
WEIGHT_REASONS = (
    OverrideReason("scale_broken", Message("The scale is broken")),
    OverrideReason("counted", Message("It was counted by hand")),
    OverrideReason("van_waits", Message("The van waits")),
    OverrideReason("other", Message("Another reason")),
)
CANCELLED_REASONS = (
    OverrideReason("taken_out", Message("The goods were taken out by hand")),
    OverrideReason("goods_stay", Message("The shop keeps the goods")),
    OverrideReason("van_waits", Message("The van waits")),
    OverrideReason("other", Message("Another reason")),
)


def crate_scanned(
    desk: Desk, crate: LoadCrate, just_used: CrateId | None, granted: str | None = None
) -> Ruling:
    """What a scan of a crate of tonight means here, with what supervisors let pass; `granted` just now."""
    allowed = {action for action in (CANCELLED, UNWEIGHED) if _pass(crate, action) in desk.allowed}
    allowed |= {granted} if granted else set()
    return rules.crate_scanned(
        desk.board,
        desk.chosen,
        crate,
        taking_off=desk.taking_off or is_to_come_down(desk, crate),
        just_used=just_used,
        to_be_weighed=desk.to_be_weighed and UNWEIGHED not in allowed,
        let_pass=CANCELLED in allowed,
    )


def to_take_down(desk: Desk, route: LoadRoute | None) -> list[LoadCrate]:
    """Crates on the van with goods of orders that were cancelled since, which no supervisor let pass."""
    if route is None or route.departed_at is not None:
        return []
    return [
        crate
        for stop in route.in_loading_order
        for crate in route.crates(stop)
        if crate.cancelled and route.has(crate) and _pass(crate, CANCELLED) not in desk.allowed
    ]


def is_to_come_down(desk: Desk, crate: LoadCrate) -> bool:
    """Whether the departure under way says that this crate comes off first: its scan takes it off."""
    return desk.departure is not None and any(each is crate for each in to_take_down(desk, desk.chosen))


def let_stay(desk: Desk, crates: Sequence[LoadCrate]) -> None:
    """A supervisor lets these crates leave with the goods of cancelled orders."""
    desk.allowed.update(_pass(crate, CANCELLED) for crate in crates)


def request(desk: Desk, crate: LoadCrate) -> OverrideRequest:
    """What a supervisor is asked about a crate that was stopped."""
    stop = desk.board.stop_of(crate.wave_id)
    shop = stop.name if stop else ""
    if crate_scanned(desk, crate, None).verdict is Verdict.HOLDS_CANCELLED:
        words = Message(
            "Load crate {crate} of {shop} with goods of cancelled order {order}?",
            crate=crate.number,
            shop=shop,
            order=crate.cancelled[0],
        )
        return OverrideRequest(CANCELLED, words, CANCELLED_REASONS, crate.id)
    words = Message(
        "Load crate {crate} of {shop} although the scale did not pass it?", crate=crate.number, shop=shop
    )
    return OverrideRequest(UNWEIGHED, words, WEIGHT_REASONS, crate.id)


def let_on(desk: Desk, crate_id: CrateId, word: Override) -> Ruling:
    """A supervisor lets the crate on, in one act with the word; what it was not given for still stops it."""
    with desk.act() as act:
        crate = desk.board.crate(crate_id)
        if crate is None:
            return Ruling(Verdict.UNKNOWN_CRATE)
        act.fact(FactKind.OVERRIDE_GIVEN, word.body())
        act.then(lambda: desk.allowed.add(_pass(crate, word.action)))
        ruling = crate_scanned(desk, crate, None, word.action)
        carry_out(desk, act, ruling)
        act.then(desk.calm_down)
        if ruling.verdict in UNPASSED:
            act.then(lambda: setattr(desk, "stopped", crate_id))
    return ruling


def _pass(crate: LoadCrate, action: str) -> tuple[CrateId, str, object]:
    """Good for the crate as it was looked at: another weighing, or another cancelled order, is asked anew."""
    return crate.id, action, crate.cancelled if action == CANCELLED else crate.weighed
