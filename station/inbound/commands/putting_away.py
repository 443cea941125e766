"""Goods go from where they were received to the bin they are picked from."""

from cloud_api.wire.catalogue import Bin, BinUse
from cloud_api.wire.floor import MoveReason, ProductSlotted, StockMoved
from station.inbound.commands.desk import Desk
from station.inbound.model import rules
from station.inbound.model.put_away import Waiting
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict
from station.inbound.store.bins import stands_at
from station.kernel.ids import new_uuid
from station.stock.book import pick_face
from station.stock.moving import move, slot
from station.sync.outbox import Act


def put_away(desk: Desk, waiting: Waiting, quantity: int, target: Bin | None) -> Ruling:
    """So many pieces of a lot were put into `target`; refused where they must not lie there."""
    fault = rules.fits(target, waiting.goods)
    if fault is not None or target is None:
        return fault or Ruling(Verdict.UNKNOWN_BIN)
    if target.code == waiting.bin:
        return Ruling(Verdict.SCAN_GOODS_FIRST)
    with desk.act() as act:
        standing = next((each for each in desk.waiting if each.key == waiting.key), None)
        if standing is None:
            return Ruling(Verdict.NOT_IN_LIST, {"product": waiting.goods.called})
        taken = min(quantity, standing.quantity)
        _slot(act, standing, target)
        move(act.connection, act.author, _movement(standing, taken, target))
    values = {"quantity": taken, "product": waiting.goods.called, "bin": target.code}
    if waiting.proposed in (None, target.code):
        return Ruling(Verdict.PUT_AWAY, values)
    return Ruling(Verdict.PUT_ELSEWHERE, {**values, "proposed": waiting.proposed})


def _slot(act: Act, standing: Waiting, target: Bin) -> None:
    """Goods are picked where they lie: an empty pick bin of theirs gives way to the one they are put into."""
    sku = standing.goods.sku
    face = pick_face(act.connection, sku)
    if target.use is not BinUse.PICK or face == target.code:
        return
    if face is None or not stands_at(act.connection, face, sku):
        body = ProductSlotted(sku=sku, bin=target.code, from_bin=face)
        slot(act.connection, act.author, body)


def _movement(standing: Waiting, taken: int, target: Bin) -> StockMoved:
    """Of a part of weight goods the weight goes with it in proportion; the last part takes the rest."""
    return StockMoved(
        movement_id=new_uuid(),
        sku=standing.goods.sku,
        lot=standing.lot,
        expiry=standing.expiry,
        from_bin=standing.bin,
        to_bin=target.code,
        quantity=taken,
        weight_g=max(0, standing.weight_g) * taken // standing.quantity,
        why=MoveReason.PUT_AWAY,
        note=_note(standing, target),
    )


def _note(standing: Waiting, target: Bin) -> str:
    """Another bin than the proposed one was chosen: the ledger says which that was."""
    if standing.proposed in (None, target.code):
        return ""
    return f"proposed: {standing.proposed}"
