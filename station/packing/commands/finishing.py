"""A full box: its label, its end in one act, and both undone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.wire.facts import FactKind
from cloud_api.wire.gift_boxes import GiftBoxMade, GiftBoxUndone
from station.packing.commands import lots
from station.packing.commands.desk import UNDONE_WITHIN, Desk
from station.packing.documents import box_label
from station.packing.model.box import Box, Recipe, expiry_of, open_needs
from station.packing.model.ruling import Ruling, ruling
from station.packing.model.verdicts import Verdict
from station.packing.store import boxes
from station.packing.store import jobs as rows
from station.packing.store.goods import called, recipe_of
from station.printing import batch, queue
from station.stock import moving
from station.stock.book import place
from station.sync.outbox import Act


def label_if_full(desk: Desk, act: Act) -> Ruling | None:
    """The last part is in: queue the label of the box; None while parts are missing."""
    box = boxes.box_under_work(act.connection)
    recipe = recipe_of(act.connection, box.sku) if box else None
    if box is None or recipe is None or open_needs(recipe, box):
        return None
    _queue_label(desk, act, recipe, box.id, expiry_of(box.parts), act.at)
    return ruling(Verdict.BOX_FULL, box=recipe.name)


def finish(desk: Desk) -> Ruling:
    """The box bears its label, by a key."""
    with desk.act() as act:
        box = boxes.box_under_work(act.connection)
        recipe = recipe_of(act.connection, box.sku) if box else None
        if recipe is None:
            return ruling(Verdict.NOT_NOW)
        return finish_scanned(desk, act, recipe, box)


def finish_scanned(desk: Desk, act: Act, recipe: Recipe, box: Box | None) -> Ruling:
    """The box's own label was scanned: it is done, told and in the book, or what it still lacks is named."""
    left = open_needs(recipe, box)
    missing = next(((need, left[need.sku]) for need in recipe.needs if left.get(need.sku, 0) > 0), None)
    if box is None or missing is not None:
        need, count = missing or (recipe.needs[0], recipe.needs[0].quantity)
        return ruling(Verdict.BOX_NOT_FULL, count=count, product=need.name)
    if left or box.label is None:
        return ruling(Verdict.CONTENTS_CHANGED, box=recipe.name)
    body = GiftBoxMade(
        box_id=box.id,
        cycle_id=box.cycle_id,
        sku=box.sku,
        parts=box.parts,
        bin=recipe.bin if place(act.connection, recipe.bin) else None,
        expiry=expiry_of(box.parts),
    )
    seq = act.fact(FactKind.GIFT_BOX_MADE, body)
    moving.note_box(act.connection, seq, body)
    boxes.finish(act.connection, act.author, body, seq)
    return _done(desk, act, box, recipe)


def undo(desk: Desk) -> Ruling:
    """The last part is taken out again; with an empty box the one packed before, once it was asked back."""
    with desk.act() as act:
        box = boxes.box_under_work(act.connection)
        if box is not None and box.portions:
            return _undo_part(desk, act, box)
        return _undo_box(desk, act)


def leave(desk: Desk, recipe: Recipe, missing: str) -> Ruling:
    """A part is not to be found: it is counted, what is in the box goes back, and the job waits."""
    need = next(need for need in recipe.needs if need.sku == missing)
    if desk.asked != need.sku:
        desk.asked = need.sku
        return ruling(Verdict.CONFIRM_MISSING, product=need.name, box=recipe.name)
    with desk.act() as act:
        assert desk.job is not None
        lots.ask_for_count(act, need.sku)
        job = rows.job_of(act.connection, act.at, *desk.job)
        if job is not None:
            rows.keep_missing(act.connection, job, need.sku)
        box = boxes.box_under_work(act.connection)
        goods = _goods(act.connection, box)
        if box is not None:
            boxes.drop(act.connection, box.id, act.at)

        def apply() -> None:
            desk.job = desk.asked = None

        act.then(apply)
    if goods:
        return ruling(Verdict.LEFT_AND_PUT_BACK, box=recipe.name, goods=goods)
    return ruling(Verdict.LEFT, box=recipe.name, product=need.name)


def reprint(desk: Desk) -> Ruling:
    """The label of the box under work once more, or of the one packed last."""
    with desk.act() as act:
        box = boxes.box_under_work(act.connection)
        if box is not None and box.label is None:
            return ruling(Verdict.NOT_NOW)
        last = boxes.last_made(act.connection, act.at - UNDONE_WITHIN)
        if box is None and last is None:
            return ruling(Verdict.NOT_NOW)
        of = box or last
        assert of is not None
        recipe = recipe_of(act.connection, of.sku)
        if recipe is None:
            return ruling(Verdict.NOT_NOW)
        expiry, at = (expiry_of(of.parts), act.at) if isinstance(of, Box) else (of.expiry, of.made_at)
        _queue_label(desk, act, recipe, of.id, expiry, at)
    return ruling(Verdict.LABEL_QUEUED, box=recipe.name)


def _done(desk: Desk, act: Act, box: Box, recipe: Recipe) -> Ruling:
    """Go on with the next box, or with the list when that was the last one."""
    job = rows.job_of(act.connection, act.at, box.cycle_id, box.sku)
    if job is not None and job.left:
        return ruling(Verdict.BOX_DONE, made=job.made, wanted=job.wanted, bin=recipe.bin)
    act.then(lambda: setattr(desk, "job", None))
    wanted = job.wanted if job else 0
    return ruling(Verdict.JOB_DONE, wanted=wanted, box=recipe.name, bin=recipe.bin)


def _undo_part(desk: Desk, act: Act, box: Box) -> Ruling:
    last = box.portions[-1]
    boxes.undo_portion(act.connection, last, act.at)
    if box.label is not None:
        batch.cancel_rest(act.connection, [range(box.label, box.label + 1)], act.at)
        boxes.keep_label(act.connection, box.id, None)
    if len(box.portions) == 1:
        boxes.drop(act.connection, box.id, act.at)

    def apply() -> None:
        desk.last_part = desk.asked = None

    act.then(apply)
    verdict = Verdict.PART_UNDONE if box.label is None else Verdict.LABEL_UNDONE
    return ruling(verdict, product=called(act.connection, last.sku))


def _undo_box(desk: Desk, act: Act) -> Ruling:
    made = boxes.last_made(act.connection, act.at - UNDONE_WITHIN)
    if made is None:
        return ruling(Verdict.NOTHING_TO_UNDO)
    name = called(act.connection, made.sku)
    if desk.asked != made.id:
        desk.asked = made.id
        time = made.made_at.astimezone(desk.time_zone).strftime("%H:%M")
        return ruling(Verdict.CONFIRM_UNDO, box=name, time=time)
    seq = act.fact(FactKind.GIFT_BOX_UNDONE, GiftBoxUndone(box_id=made.id))
    moving.note_box_undone(act.connection, seq, boxes.told_of(act.connection, made.id))
    boxes.undo(act.connection, made.id, act.at, seq)
    act.then(lambda: setattr(desk, "asked", None))
    return ruling(Verdict.BOX_UNDONE, box=name)


def _queue_label(
    desk: Desk,
    act: Act,
    recipe: Recipe,
    box_id: UUID,
    expiry: date | None,
    packed_at: datetime,
) -> None:
    label = box_label(desk.letterhead(), recipe, expiry, packed_at)
    copy = boxes.copies_of(act.connection, box_id) + 1
    places = queue.enqueue(act.connection, [queue.NewJob(recipe.name, None, label, copy)], act.at)
    boxes.keep_label(act.connection, box_id, places.start, copy)


def _goods(connection: Connection, box: Box | None) -> str:
    """What lies in the box, in words."""
    counts: dict[str, int] = {}
    for portion in box.portions if box else ():
        counts[portion.sku] = counts.get(portion.sku, 0) + portion.quantity
    return ", ".join(f"{count} × {called(connection, sku)}" for sku, count in counts.items())
