"""What is shown of crates and boxes: cards, rows and questions, made from what is known."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from cloud_api.wire.crates import Box, BoxCondition, CrateState
from station.crates.model.known import GONE, Known, LifeStep
from station.crates.model.piece_count import PieceCount
from station.crates.model.view import (
    DETAIL_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    BoxRow,
    Card,
    CountRow,
    GoodsRow,
    Press,
    StepRow,
    WaitingRow,
)
from station.crates.store.cancelled import HoldsCancelled
from station.crates.store.weighings import Unweighed
from station.kernel.messages import Message

MOST_STEPS = 14
TABS = frozenset({Press.CRATES, Press.RETURNS, Press.MISSING})


def crate_card(known: Known) -> Card:
    """Which crate this is and how far it came."""
    box: tuple[Message | str, ...] = (Message("Box {box}", box=known.box),) if known.box else ()
    bags = (Message("{count} bags", count=known.bags),) if known.bags else ()
    wave = Message("Wave {wave}", wave=known.wave_title)
    return Card(
        figure=f"{known.number}/{known.of}",
        under=STATE_WORDS[known.state],
        head=(known.pickup_point_name, wave, known.cycle_name, *box, *bags),
        done=known.state in GONE,
    )


def goods_rows(known: Known, suspects: Collection[str]) -> tuple[GoodsRow, ...]:
    """What lies in it; products of which one piece would explain the scale stand on top."""
    rows = [
        GoodsRow(
            key=line.sku,
            called=line.called,
            put=line.put,
            planned=line.planned,
            short=line.short,
            weight_g=line.weighed_g or line.put * line.piece_g,
            is_suspect=line.sku in suspects,
        )
        for line in known.lines or ()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.is_suspect, row.called)))


def count_rows(known: Known, count: PieceCount) -> tuple[CountRow, ...]:
    """What is counted by hand, as far as it was scanned."""
    rows = (CountRow(sku, known.called(sku), count.counted[sku]) for sku in count.expected)
    return tuple(sorted(rows, key=lambda row: row.called))


def step_rows(steps: Sequence[LifeStep], zone: ZoneInfo) -> tuple[StepRow, ...]:
    """The newest steps of its life, the last one on top."""
    return tuple(
        StepRow(
            moment(each.at, zone), STEP_WORDS.get(each.kind) or Message(each.kind), each.by, _detail(each)
        )
        for each in reversed(steps[-MOST_STEPS:])
    )


def _detail(step: LifeStep) -> Message | str:
    return DETAIL_WORDS.get(step.detail) or step.detail


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """By the wall clock of the warehouse."""
    return "" if at is None else at.astimezone(zone).strftime("%m-%d %H:%M")


def waiting_rows(
    holding: Sequence[HoldsCancelled], waiting: Sequence[Unweighed], zone: ZoneInfo
) -> tuple[WaitingRow, ...]:
    """Crates out of which goods are to come, then those that want the scale."""
    to_open = (
        WaitingRow(
            key=str(each.crate_id),
            number=f"{each.number}/{each.of}",
            shop=each.shop,
            closed_at=moment(each.closed_at, zone),
            cancelled=" / ".join(each.orders),
        )
        for each in holding
    )
    to_weigh = (
        WaitingRow(
            key=str(each.crate_id),
            number=f"{each.number}/{each.of}",
            shop=each.shop,
            closed_at=moment(each.closed_at, zone),
            differs_g=each.differs_g,
        )
        for each in waiting
    )
    return (*to_open, *to_weigh)


def missing_rows(boxes: Sequence[Box], zone: ZoneInfo) -> tuple[BoxRow, ...]:
    """Boxes that are out: by shop, the shop with the longest absent one first; who has each."""
    first = {box.pickup_point_name: box.out_since for box in reversed(boxes)}
    rows = sorted(
        boxes, key=lambda box: (str(first[box.pickup_point_name]), box.pickup_point_name, box.number)
    )
    return tuple(
        BoxRow(
            box.number,
            box.number,
            box.pickup_point_name,
            moment(box.out_since, zone),
            box.condition,
            moment(box.given_back_at, zone),
        )
        for box in rows
    )


def can_do(known: Known, *, differs: bool) -> frozenset[Press]:
    """What may be done with the crate shown; each act says itself why it may not be now."""
    if known.state is CrateState.VOID:
        return TABS | {Press.BACK}
    can = set(TABS) | {Press.BACK, Press.REPRINT}
    if known.state in GONE:
        return frozenset(can | {Press.EMPTIED})
    if known.state in (CrateState.CLOSED, CrateState.LOADED):
        can |= {Press.WEIGH, Press.REOPEN, Press.EMPTIED, Press.ENTER}
    if known.state is not CrateState.LOADED:
        can.add(Press.REPACK)
    if differs:
        can.add(Press.ALLOW)
    return frozenset(can)


CONDITIONS = {
    Press.SOUND: BoxCondition.OK,
    Press.DAMAGED: BoxCondition.DAMAGED,
    Press.LOST: BoxCondition.LOST,
}
"""What boxes scanned next are written down as."""
