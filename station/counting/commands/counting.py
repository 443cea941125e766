"""Counting a bin, blind: each scan is an entry on the disk, and the whole is told in one act."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from cloud_api.wire.floor import CountAsked, CountReason, CountState, CountTaken, CountTask
from hardware.protocols import ReadingState
from station.counting.commands.desk import Desk
from station.counting.model.count import TO_COUNT, Entry, Work, found, may_count, summed
from station.counting.model.goods import MOST_COUNTED, MOST_COUNTED_G, Goods, Seen
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.shelf_life import read_day
from station.counting.model.verdicts import Verdict
from station.counting.store import lines
from station.counting.store.goods import goods_of, operator_name
from station.kernel.ids import ScanId, Sku, new_uuid
from station.stock import tasks
from station.sync.outbox import Act

LONGEST_LOT = 40


def open_bin(desk: Desk, bin: Bin) -> Ruling:
    """Count this bin: what somebody asked for, or all that lies in it."""
    with desk.database.look() as connection:
        open_here = [task for task in tasks.counts(connection, TO_COUNT) if task.bin == bin.code]
        waits = any(
            task.bin == bin.code and task.sku is None
            for task in tasks.counts(connection, (CountState.TAKEN,))
        )
    desk.here = bin.path
    if open_here:
        whole = [task for task in open_here if task.sku is None]
        return open_task(desk, (whole or open_here)[0].count_id)
    if waits:
        return ruling(Verdict.WAITS_FOR_SUPERVISOR, bin=bin.code)
    desk.work = Work(new_uuid(), bin.code, None, CountReason.ASKED, asked=False)
    return ruling(Verdict.COUNT_OPENED, bin=bin.code)


def open_task(desk: Desk, count_id: UUID) -> Ruling:
    """Take up a count that was asked for; what was counted of it here before is still there."""
    with desk.act() as act:
        task = tasks.find_count(act.connection, count_id)
        if task is None or task.state not in TO_COUNT:
            return ruling(Verdict.COUNTED_MEANWHILE, bin=task.bin if task else "")
        if not may_count(task, desk.operator_id):
            return ruling(Verdict.COUNTED_BEFORE, bin=task.bin)
        stranger = _stranger(act.connection, desk, count_id)
        if stranger is not None and desk.anew != count_id:
            desk.anew = count_id
            return ruling(Verdict.BEGUN_BY_ANOTHER, bin=task.bin, name=stranger)
        if stranger is not None:
            lines.drop_all(act.connection, count_id)
        work = _work_of(act.connection, task)
        act.then(lambda: _take_up(desk, work))
    return ruling(Verdict.COUNT_OPENED, bin=task.bin)


def resume(desk: Desk) -> bool:
    """Take up the count this operator left half done, the one worked at last; whether there is one."""
    with desk.database.look() as connection:
        for begun in lines.begun(connection):
            task = tasks.find_count(connection, begun.count_id)
            if begun.operator_id == desk.operator_id and task is not None and task.state in TO_COUNT:
                _take_up(desk, _work_of(connection, task))
                return True
    return False


def count(desk: Desk, scan_id: ScanId | None, seen: Seen) -> Ruling:
    """One more entry: a product was scanned or typed."""
    work = _at_hand(desk)
    product = seen.goods.words
    if work.sku not in (None, seen.goods.sku):
        return _other_product(desk, work.sku or Sku(""))
    with desk.act() as act:
        ended = _ended(desk, act, work)
        if ended is not None:
            return ended
        if scan_id is not None and lines.was_counted(act.connection, scan_id):
            return ruling(Verdict.REPEATED)
        _ask_if_new(act, work)
        entry = lines.add(act.connection, work.count_id, scan_id, act.author, seen)
        after = replace(work, asked=True, entries=(*work.entries, entry))
        act.then(lambda: setattr(desk, "work", after))
    if seen.goods.by_weight and not entry.weight_g:
        return ruling(Verdict.WEIGHT_WANTED, product=product)
    return ruling(Verdict.COUNTED, product=product, count=pieces_of(after, seen.goods.sku))


def set_pieces(desk: Desk, typed: str) -> Ruling:
    """The last entry stands for so many pieces."""
    pieces = _number(typed, MOST_COUNTED)
    if pieces is None:
        return ruling(Verdict.BAD_NUMBER, typed=typed[:20])
    return _change(desk, lambda entry, _: replace(entry, quantity=pieces), _counted)


def set_grams(desk: Desk, typed: str) -> Ruling:
    """The last entry weighs so much."""
    grams = _number(typed, MOST_COUNTED_G)
    if grams is None:
        return ruling(Verdict.BAD_NUMBER, typed=typed[:20])
    return _weighed(desk, grams)


def set_expiry(desk: Desk, typed: str) -> Ruling:
    """The last entry expires on a day, as typed."""
    day = read_day(typed, desk.today)
    if day is None:
        return ruling(Verdict.BAD_DAY, typed=typed[:20])
    return _change(
        desk,
        lambda entry, _: replace(entry, expiry=day),
        lambda goods, _, __: ruling(Verdict.EXPIRY_SET, product=goods.words, day=day.isoformat()),
    )


def set_lot(desk: Desk, typed: str) -> Ruling:
    """The last entry is of a lot."""
    lot = "".join(sign for sign in typed.strip() if sign.isprintable())
    if not 0 < len(lot) <= LONGEST_LOT:
        return ruling(Verdict.BAD_LOT)
    return _change(
        desk,
        lambda entry, _: replace(entry, lot=lot),
        lambda goods, _, __: ruling(Verdict.LOT_SET, product=goods.words, lot=lot),
    )


def weigh(desk: Desk) -> Ruling:
    """The last entry weighs what the scale shows, once it has come to rest."""
    grams = weighed_g(desk)
    return grams if isinstance(grams, Ruling) else _weighed(desk, grams)


def weighed_g(desk: Desk) -> int | Ruling:
    """What lies on the scale in grams, or why that cannot be told."""
    reading = desk.weigh()
    if reading is None or reading.state is ReadingState.STALE:
        return ruling(Verdict.NO_SCALE)
    if reading.state is ReadingState.MOVING:
        return ruling(Verdict.SCALE_MOVING)
    if reading.state is not ReadingState.STABLE or not reading.weight_g or reading.weight_g < 0:
        return ruling(Verdict.SCALE_EMPTY)
    return reading.weight_g


def undo(desk: Desk) -> Ruling:
    """Take the last entry back."""
    work = desk.work
    last = work.last if work else None
    if work is None or last is None:
        return ruling(Verdict.NOTHING_TO_UNDO)
    with desk.act() as act:
        goods = goods_of(act.connection, [last.sku])[last.sku]
        lines.drop(act.connection, last.id)
        after = replace(work, entries=work.entries[:-1])
        act.then(lambda: setattr(desk, "work", after))
    return ruling(Verdict.UNDONE, product=goods.words, count=last.quantity)


def ready(desk: Desk) -> Ruling:
    """Whether the count may be told: asks once more, or names what still lacks its weight."""
    work = _at_hand(desk)
    if not work.entries:
        return ruling(Verdict.CONFIRM_EMPTY, bin=work.bin)
    with desk.database.look() as connection:
        goods = goods_of(connection, {entry.sku for entry in work.entries})
    for lot in summed(work.entries):
        if goods[lot.sku].by_weight and lot.quantity and not lot.weight_g:
            return ruling(Verdict.WEIGHT_WANTED, product=goods[lot.sku].words)
    return ruling(Verdict.CONFIRM_COUNT)


def tell(desk: Desk) -> Ruling:
    """The count is done: one fact with all that was found, and the entries go."""
    work = _at_hand(desk)
    with desk.act() as act:
        ended = _ended(desk, act, work)
        if ended is not None:
            return ended
        _ask_if_new(act, work)
        taken = CountTaken(count_id=work.count_id, bin=work.bin, sku=work.sku, found=found(work.entries))
        tasks.take_count(act.connection, act.author, taken)
        lines.drop_all(act.connection, work.count_id)
        act.then(lambda: setattr(desk, "work", None))
    return ruling(Verdict.COUNT_DONE, bin=work.bin)


def ended_elsewhere(desk: Desk) -> Ruling | None:
    """Whether another desk has told the count at hand meanwhile; then it is dropped here."""
    if desk.work is None:
        return None
    with desk.act() as act:
        return _ended(desk, act, desk.work)


def pieces_of(work: Work, sku: Sku) -> int:
    """Pieces of a product counted so far, of all its lots."""
    return sum(entry.quantity for entry in work.entries if entry.sku == sku)


def _weighed(desk: Desk, grams: int) -> Ruling:
    return _change(
        desk,
        lambda entry, goods: replace(entry, weight_g=grams) if goods.by_weight else None,
        lambda goods, _, __: ruling(Verdict.WEIGHT_SET, product=goods.words, weight=grams),
    )


def _counted(goods: Goods, work: Work, entry: Entry) -> Ruling:
    return ruling(Verdict.QUANTITY_SET, product=goods.words, count=pieces_of(work, entry.sku))


def _change(
    desk: Desk,
    new: Callable[[Entry, Goods], Entry | None],
    told: Callable[[Goods, Work, Entry], Ruling],
) -> Ruling:
    """The last entry becomes `new`; None where the product has no use for that."""
    work = desk.work
    last = work.last if work else None
    if work is None or last is None:
        return ruling(Verdict.NOT_NOW)
    with desk.act() as act:
        goods = goods_of(act.connection, [last.sku])[last.sku]
        entry = new(last, goods)
        if entry is None:
            return ruling(Verdict.NOT_BY_WEIGHT, product=goods.words)
        lines.change(act.connection, entry)
        after = replace(work, entries=(*work.entries[:-1], entry))
        act.then(lambda: setattr(desk, "work", after))
    return told(goods, after, entry)


def _number(typed: str, most: int) -> int | None:
    digits = typed.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(most)):
        return None
    return int(digits) if 1 <= int(digits) <= most else None


def _at_hand(desk: Desk) -> Work:
    assert desk.work is not None, "a bin is being counted"
    return desk.work


def _take_up(desk: Desk, work: Work) -> None:
    desk.work, desk.anew = work, None


def _work_of(connection: Connection, task: CountTask) -> Work:
    sku = None if task.sku is None else Sku(task.sku)
    entries = lines.entries(connection, task.count_id)
    return Work(task.count_id, task.bin, sku, task.why, asked=True, entries=entries)


def _stranger(connection: Connection, desk: Desk, count_id: UUID) -> str | None:
    """The name of somebody else who has begun this count here."""
    for begun in lines.begun(connection):
        if begun.count_id == count_id and begun.operator_id != desk.operator_id:
            return operator_name(connection, begun.operator_id) or "?"
    return None


def _ended(desk: Desk, act: Act, work: Work) -> Ruling | None:
    """Another desk was quicker: what was counted here is not needed any more."""
    task = tasks.find_count(act.connection, work.count_id)
    if not work.asked or (task is not None and task.state in TO_COUNT):
        return None
    lines.drop_all(act.connection, work.count_id)
    act.then(lambda: setattr(desk, "work", None))
    return ruling(Verdict.COUNTED_MEANWHILE, bin=work.bin)


def _ask_if_new(act: Act, work: Work) -> None:
    if not work.asked:
        asked = CountAsked(count_id=work.count_id, bin=work.bin, sku=work.sku, why=work.why)
        tasks.ask_count(act.connection, act.author, asked)


def _other_product(desk: Desk, sku: Sku) -> Ruling:
    with desk.database.look() as connection:
        return ruling(Verdict.OTHER_PRODUCT, product=goods_of(connection, [sku])[sku].words)
