"""What a supervisor may let pass at the put-wall: a lot near its expiry, a crate closed before it is full."""

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from station.kernel.ids import CrateId, Sku
from station.kernel.messages import Message
from station.people.override import Override, OverrideReason, OverrideRequest
from station.picking.commands.closing import close_crate
from station.picking.commands.desk import Desk
from station.picking.commands.lots import ask_for_count
from station.picking.model import rules
from station.picking.model.rules import Ruling
from station.picking.model.stopped import LotStopped, Stopped
from station.picking.model.verdicts import VERDICTS, Verdict
from station.picking.model.work import CrateState
from station.picking.store import work as rows
from station.sync.outbox import Act

LOT_REASONS = (
    OverrideReason("sold_today", Message("It is sold in time")),
    OverrideReason("label_wrong", Message("The label is wrong")),
    OverrideReason("office_agreed", Message("The office has agreed")),
    OverrideReason("other", Message("Another reason")),
)
CRATE_REASONS = (
    OverrideReason("van_waits", Message("The van waits")),
    OverrideReason("goods_not_found", Message("The goods are not to be found")),
    OverrideReason("office_agreed", Message("The office has agreed")),
    OverrideReason("other", Message("Another reason")),
)


def request(desk: Desk, stopped: Stopped) -> OverrideRequest:
    """What a supervisor is asked."""
    wave_id = desk.working().wave_id
    if isinstance(stopped, LotStopped):
        values = {"product": stopped.product, "expiry": stopped.expiry}
        words = Message(VERDICTS[Verdict.LOT_EXPIRES].words, **values)
        return OverrideRequest("expiring_lot_picked", words, LOT_REASONS, wave_id)
    crate = desk.working().crate(stopped)
    question = Message(
        "Close crate {crate} although {quantity} pieces are missing?",
        crate=crate.number,
        quantity=crate.wanted,
    )
    return OverrideRequest("crate_closed_short", question, CRATE_REASONS, crate.id)


def let_pass(desk: Desk, stopped: Stopped, word: Override) -> Ruling:
    """Write the word of the supervisor together with what it lets pass."""
    if isinstance(stopped, LotStopped):
        with desk.act() as act:
            act.fact(FactKind.OVERRIDE_GIVEN, word.body())
            act.then(lambda: desk.let_pass.add((stopped.sku, stopped.tag)))
        values = {"name": word.supervisor, "product": stopped.product}
        return Ruling(Verdict.LOT_ALLOWED, values)
    return _close_short(desk, stopped, word)


def may_ask(desk: Desk, ruling: Ruling, crate_id: CrateId | None) -> Stopped | None:
    """What of an answer a supervisor may let pass; None for most."""
    if ruling.verdict is Verdict.LOT_EXPIRES:
        return desk.stopped
    is_hand_empty = desk.work is not None and not desk.work.hand.quantity
    return crate_id if ruling.verdict is Verdict.CRATE_NOT_FULL and is_hand_empty else None


def _close_short(desk: Desk, crate_id: CrateId, word: Override) -> Ruling:
    """What the crate still wants is short, in one act with the word; then it is closed as any full one."""
    work = desk.working()
    crate = work.crate(crate_id)
    missing = {sku: slot.wanted for sku, slot in crate.slots.items() if slot.wanted}
    if work.hand.quantity or crate.state is CrateState.CLOSED:
        return rules.crate_closed(crate, work.cancelled)
    with desk.act() as act:
        act.fact(FactKind.OVERRIDE_GIVEN, word.body())
        for sku, quantity in missing.items():
            _lack(desk, act, sku, crate_id, quantity)
    return close_crate(desk, crate_id)


def _lack(desk: Desk, act: Act, sku: Sku, crate_id: CrateId, quantity: int) -> None:
    work, lacking = desk.working(), [(crate_id, quantity)]
    rows.add_short(act.connection, sku, lacking)
    body = facts.ProductShort(
        wave_id=work.crate(crate_id).wave_id,
        sku=sku,
        missing=(facts.Missing(crate_id=crate_id, quantity=quantity),),
    )
    act.fact(FactKind.PRODUCT_SHORT, body)
    ask_for_count(act, sku)
    act.then(lambda: work.apply_short(sku, lacking))
