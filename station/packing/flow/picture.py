"""Draws the packing room's view: question of the step, figure, the boxes to pack, the parts of one."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from station.kernel.ids import Sku
from station.kernel.messages import Message, Tone
from station.packing.commands.desk import Desk
from station.packing.commands.lots import first_lot
from station.packing.model.box import Box, Need, Recipe
from station.packing.model.jobs import Job
from station.packing.model.view import Card, Item, Step
from station.packing.store.goods import called
from station.printing import batch
from station.printing.queue import JobState

EMPTY = Message("They come with the orders of the next cut-off")
_LABEL_WORDS = {
    JobState.WAITING: (Tone.INFO, Message("Label: waits for the printer")),
    JobState.SENT: (Tone.INFO, Message("Label: prints now")),
    JobState.CONFIRMED: (Tone.OK, Message("Label: printed")),
    JobState.UNKNOWN: (Tone.ASK, Message("Label: look whether it came out")),
    JobState.FAILED: (Tone.REFUSED, Message("Label: not printed yet. Look at the printer")),
    JobState.CANCELLED: (Tone.ASK, Message("Label: cancelled. Print it again")),
}


def job_items(connection: Connection, jobs: Sequence[Job], begun: Box | None) -> tuple[Item, ...]:
    """The boxes that are wanted; `begun` is the one that was left half packed."""
    return tuple(_job_item(connection, job, begun) for job in jobs)


def _job_item(connection: Connection, job: Job, begun: Box | None) -> Item:
    notes: list[Message | str] = [job.cycle_name] if job.cycle_name else []
    notes.append(Message("{made} of {wanted} packed", made=job.made, wanted=job.wanted))
    mark = None if job.left else Tone.OK
    if begun is not None and (begun.cycle_id, begun.sku) == (job.cycle_id, job.sku):
        notes.append(Message("one is begun"))
        mark = Tone.ASK
    if job.left and job.missing is not None:
        notes.append(Message("{product} is missing", product=called(connection, job.missing)))
        mark = Tone.ASK
    return Item(job.key, job.sku, called(connection, job.sku), tuple(notes), str(job.left), mark)


def part_items(
    desk: Desk, connection: Connection, recipe: Recipe, box: Box | None, left: Mapping[Sku, int]
) -> tuple[Item, ...]:
    """What belongs into the box, and what was put in that does not."""
    items = [_part_item(desk, connection, need, box, left.get(need.sku, 0)) for need in recipe.needs]
    strangers = [sku for sku, count in left.items() if count < 0 and recipe.need(sku) is None]
    for sku in strangers:
        out = Message("take {count} out again", count=-left[sku])
        items.append(Item(sku, sku, called(connection, sku), (out,), f"{-left[sku]}/0", Tone.ASK))
    return tuple(items)


def _part_item(desk: Desk, connection: Connection, need: Need, box: Box | None, left: int) -> Item:
    has = box.has(need.sku) if box else 0
    notes: list[Message | str] = []
    mark = Tone.OK
    if left < 0:
        notes.append(Message("take {count} out again", count=-left))
        mark = Tone.ASK
    elif left:
        lot = first_lot(desk, connection, need.sku, box)
        notes.append(lot.bin if lot else need.bin)
        if lot is not None and lot.expiry is not None:
            notes.append(Message("expires {day}", day=lot.expiry.isoformat()))
    return Item(
        need.sku,
        need.sku,
        need.name,
        tuple(note for note in notes if note),
        f"{has}/{need.quantity}",
        mark if left <= 0 else None,
    )


def jobs_card(jobs: Sequence[Job]) -> Card:
    """How many boxes are still to be packed."""
    left = sum(job.left for job in jobs)
    return Card(str(left), Message("boxes to pack"), done=bool(jobs) and not left)


def job_card(connection: Connection, recipe: Recipe, job: Job | None, box: Box | None) -> Card:
    """How far the job is, and how the label of the box under work is doing."""
    made, wanted = (job.made, job.wanted) if job else (0, 0)
    head: tuple[Message | str, ...] = (recipe.name,)
    if job is not None and job.cycle_name:
        head = (*head, job.cycle_name)
    tone, words = _label(connection, box)
    return Card(f"{made}/{wanted}", Message("boxes packed"), head, words, tone)


def which_box(jobs: Sequence[Job]) -> Message:
    """What is asked at the list."""
    if not jobs:
        return Message("No gift boxes are wanted now")
    if not any(job.left for job in jobs):
        return Message("All gift boxes are packed")
    return Message("Scan the code of a gift box, or choose one")


def which_part(step: Step, need: Need | None, count: int, lot_bin: str) -> Message:
    """What is asked of one box; `need` is the part that comes next, `count` how many of it are missing."""
    if step is Step.LABEL:
        return Message("Put the label on and scan it")
    if need is None:
        return Message("Take out what does not belong into the box")
    if lot_bin:
        return Message("Scan {count} × {product} from {bin}", count=count, product=need.name, bin=lot_bin)
    return Message("Scan {count} × {product}", count=count, product=need.name)


def _label(connection: Connection, box: Box | None) -> tuple[Tone | None, Message | None]:
    if box is None or box.label is None:
        return None, None
    states = batch.states_of(connection, [range(box.label, box.label + 1)])
    return next((_LABEL_WORDS[state] for state in states), (None, None))
