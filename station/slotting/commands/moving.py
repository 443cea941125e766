"""The guided moves of the night: each scan brings a move on, and is on the disk when it is answered."""

from dataclasses import replace

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin, BinUse
from cloud_api.wire.floor import MoveReason, ProductSlotted, StockMoved
from station.kernel.ids import Sku, new_uuid
from station.slotting.commands.desk import Desk
from station.slotting.model.guided import (
    GuidedMove,
    MovedLot,
    MoveKind,
    MoveState,
    NightPlan,
    is_half_way,
    last_made,
    left_out,
    next_move,
)
from station.slotting.model.verdicts import Ruling, Verdict, ruling
from station.slotting.store import moves as rows
from station.slotting.store.codes import called
from station.slotting.store.floor import face_of
from station.stock.book import LotInBin, in_bin, place
from station.stock.moving import move as book_move
from station.stock.moving import slot
from station.sync.outbox import Act


def keep_plan(desk: Desk, plan: NightPlan) -> Ruling:
    """These are tonight's moves; not while goods of others are under way."""
    with desk.database.act() as connection:
        before = rows.plan(connection)
        if is_half_way(before):
            return _finish_first(connection, before)
        rows.keep_plan(connection, plan.moves)
    saved_m = round(plan.before_m - plan.after_m)
    if plan.moves:
        return ruling(Verdict.PLAN_FOUND, moves=len(plan.moves), saved=saved_m)
    return ruling(Verdict.STOPPED if plan.is_cut_short else Verdict.NOTHING_PAYS)


def may_plan(desk: Desk) -> Ruling | None:
    """Why no new moves may be looked for now; None when they may."""
    with desk.database.look() as connection:
        before = rows.plan(connection)
        return _finish_first(connection, before) if is_half_way(before) else None


def scan_bin(desk: Desk, seen: Bin) -> Ruling:
    """A bin's label during the moves: where goods are taken from, or where they were brought."""
    with desk.database.act() as connection:
        move = next_move(rows.plan(connection))
        if move is None:
            return ruling(Verdict.NOT_NOW)
        if move.state is not MoveState.IN_HAND:
            return _at_bin(connection, move, seen)
        if seen.code != move.to_bin:
            return ruling(Verdict.OTHER_BIN, other=seen.code, bin=move.to_bin)
    return _put(desk, move)


def scan_product(desk: Desk, sku: Sku) -> Ruling:
    """A product's code during the moves: the goods are in hand."""
    with desk.database.act() as connection:
        move = next_move(rows.plan(connection))
        if move is None:
            return ruling(Verdict.NOT_NOW)
        product = called(connection, move.sku)
        if move.state is MoveState.WAITING:
            return ruling(Verdict.SCAN_BIN_FIRST, bin=move.from_bin)
        if sku != move.sku:
            return ruling(Verdict.OTHER_PRODUCT, other=called(connection, sku), product=product)
        rows.keep(connection, replace(move, state=MoveState.IN_HAND))
    return ruling(Verdict.CARRY, product=product, to=move.to_bin)


def skip(desk: Desk) -> Ruling:
    """This move is not made, nor those that hang on it."""
    with desk.database.act() as connection:
        moves = rows.plan(connection)
        move = next_move(moves)
        if move is None:
            return ruling(Verdict.NOT_NOW)
        changed = left_out(moves, move)
        rows.keep(connection, *changed)
        others = sum(each.state is MoveState.SKIPPED for each in changed) - 1
        values = {"product": called(connection, move.sku), "bin": move.from_bin}
    if others:
        return ruling(Verdict.LEFT_OUT, **values, others=others)
    return ruling(Verdict.SKIPPED, **values)


def undo(desk: Desk) -> Ruling:
    """The last move is taken back: its lots by the book, and the bin it is picked from."""
    with desk.act() as act:
        moves = rows.plan(act.connection)
        move, begun = last_made(moves), next_move(moves)
        if begun is not None and begun.state is not MoveState.WAITING:
            rows.keep(act.connection, replace(begun, state=MoveState.WAITING))
        if move is None:
            return ruling(Verdict.NOTHING_TO_UNDO)
        other = _other_goods(act.connection, move.from_bin, move.sku)
        if other is not None:
            return ruling(Verdict.BIN_TAKEN, bin=move.from_bin, other=called(act.connection, other))
        count = sum(_carry(act, move.sku, move.to_bin, move.from_bin, lot) for lot in move.moved)
        _slot(act, move.sku, move.from_bin)
        rows.keep(act.connection, replace(move, state=MoveState.WAITING, moved=()))
        return ruling(
            Verdict.UNDONE, count=count, product=called(act.connection, move.sku), bin=move.from_bin
        )


def _at_bin(connection: Connection, move: GuidedMove, seen: Bin) -> Ruling:
    if seen.code == move.to_bin and move.state is MoveState.AT_BIN:
        return ruling(Verdict.SCAN_PRODUCT, product=called(connection, move.sku))
    if seen.code != move.from_bin:
        return ruling(Verdict.OTHER_BIN, other=seen.code, bin=move.from_bin)
    product = called(connection, move.sku)
    has_some = bool(_lots(connection, move))
    face = face_of(connection, move.sku)
    if not has_some and face != move.from_bin and move.kind is not MoveKind.HOME:
        return ruling(Verdict.GONE, product=product, other=face or "–", bin=move.from_bin)
    rows.keep(connection, replace(move, state=MoveState.AT_BIN if has_some else MoveState.IN_HAND))
    if has_some:
        return ruling(Verdict.TAKE_GOODS, product=product)
    return ruling(Verdict.NOTHING_TO_CARRY, product=product, to=move.to_bin)


def _put(desk: Desk, move: GuidedMove) -> Ruling:
    """All lots go over, the product is picked from there, and the move is made: in one act."""
    with desk.act() as act:
        connection = act.connection
        other = _other_goods(connection, move.to_bin, move.sku)
        if other is not None:
            return ruling(Verdict.BIN_TAKEN, bin=move.to_bin, other=called(connection, other))
        moved = [MovedLot(lot.lot, lot.expiry, lot.quantity, lot.weight_g) for lot in _lots(connection, move)]
        count = sum(_carry(act, move.sku, move.from_bin, move.to_bin, lot) for lot in moved)
        _slot(act, move.sku, move.to_bin)
        rows.keep(connection, replace(move, state=MoveState.DONE, moved=tuple(moved)))
        left = next_move(rows.plan(connection))
        values = {"count": count, "product": called(connection, move.sku), "to": move.to_bin}
    made = Verdict.MOVED if count else Verdict.SIGN_MOVED
    return ruling(Verdict.ALL_MOVED if left is None else made, **values)


def _carry(act: Act, sku: Sku, from_bin: str, to_bin: str, lot: MovedLot) -> int:
    """Move what is still there of a lot, at most what it says; pieces that were moved."""
    there = [each for each in in_bin(act.connection, from_bin) if each.sku == sku]
    held = next((each for each in there if (each.lot, each.expiry) == (lot.lot, lot.expiry)), None)
    quantity = 0 if held is None else min(held.quantity, lot.quantity)
    if held is None or quantity <= 0:
        return 0
    weight_g = max(0, held.weight_g) * quantity // held.quantity
    body = StockMoved(
        movement_id=new_uuid(),
        sku=sku,
        lot=lot.lot,
        expiry=lot.expiry,
        from_bin=from_bin,
        to_bin=to_bin,
        quantity=quantity,
        weight_g=weight_g,
        why=MoveReason.RESLOT,
    )
    book_move(act.connection, act.author, body)
    return quantity


def _slot(act: Act, sku: Sku, to_bin: str) -> None:
    """It is picked from there from now on; goods put aside where nobody picks are still to come home."""
    before, target = face_of(act.connection, sku), place(act.connection, to_bin)
    if before == to_bin or target is None or target.use is not BinUse.PICK:
        return
    slot(act.connection, act.author, ProductSlotted(sku=sku, bin=to_bin, from_bin=before))


def _lots(connection: Connection, move: GuidedMove) -> list[LotInBin]:
    return [lot for lot in in_bin(connection, move.from_bin) if lot.sku == move.sku and lot.quantity > 0]


def _other_goods(connection: Connection, bin_code: str, sku: Sku) -> Sku | None:
    lots = in_bin(connection, bin_code)
    return next((Sku(lot.sku) for lot in lots if lot.sku != sku and lot.quantity > 0), None)


def _finish_first(connection: Connection, moves: tuple[GuidedMove, ...]) -> Ruling:
    move = next_move(moves)
    return ruling(Verdict.FINISH_FIRST, product=called(connection, move.sku) if move else "")
