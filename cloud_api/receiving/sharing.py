"""The job behind a closed purchase order: what lacks is shared out by rule; reopened, that is taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, func, select, update

from cloud_api.receiving.purchases import Papers, find_papers, purchase_news, read_purchases
from cloud_api.storage.audit import Actor
from cloud_api.storage.changes import write_changes
from cloud_api.storage.clock import Clock
from cloud_api.storage.gift_boxes import BoxesWanted, boxes_with
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.receiving import goods_receipts, purchase_gaps, purchases
from cloud_api.storage.transaction import Lock, lock_exclusive, reading, writing
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.inbound import Condition, PurchaseHeld, ReceivedLine
from cloud_api.wire.shortages import Shortage

REASON = "采购单 {code} 到货不足"
"""What slips say of a shortage that follows from a purchase order."""


class Asked(NamedTuple):
    """A shortage to be shared out, or taken back."""

    cycle_id: UUID
    by: Actor
    at: datetime
    reason: str


Share = Callable[[Engine, Asked, str, int], Shortage | str]
"""Shares out so many pieces of a product; answers what was done, or in words why nothing was."""
Withdraw = Callable[[Engine, Asked, UUID], str | None]
"""Takes a shortage back; answers in words why it stays, None when it is withdrawn."""


@dataclass(frozen=True)
class Rule:
    """How goods that lack are shared out here; another slice does it."""

    share: Share
    withdraw: Withdraw


def share_out(engine: Engine, document_id: UUID, clock: Clock, rule: Rule) -> None:
    """Do what follows from the state of a purchase order, once; again, or by two at once, does what is left.

    Waves nobody has begun change before anyone picks them; desks that have begun declare what they lack.
    """
    with reading(engine) as connection:
        state = connection.execute(_state_of(document_id)).first()
        papers = find_papers(connection, document_id)
        if state is None or papers is None or state.settled_at is not None:
            return
        (purchase,) = read_purchases(connection, [papers])
        gaps = connection.execute(_standing(document_id)).all()
    work = _Work(engine, papers, purchase, state, clock, rule)
    if state.closed_at is None:
        work.take_back(gaps)
    else:
        work.share(gaps)
    work.settle()


@dataclass(frozen=True)
class _Work:
    """A closed or reopened purchase order under work."""

    engine: Engine
    papers: Papers
    purchase: PurchaseHeld
    state: Row[Any]
    clock: Clock
    rule: Rule

    def share(self, gaps: list[Row[Any]] | Any) -> None:
        """Share out each product that lacks, unless just that was done before."""
        done = {(gap.sku, gap.came) for gap in gaps}
        for line in self.purchase.lines:
            if line.good < line.ordered and (line.sku, line.good) not in done:
                self._share(line)

    def _share(self, line: ReceivedLine) -> None:
        cycle_id = self.purchase.cycle_id
        with reading(self.engine) as connection:
            came = _came_in_cycle(connection, cycle_id, line.sku)
            boxes = boxes_with(connection, cycle_id, line.sku)
        # A gift box is all or nothing, so that its parts come first; people say which boxes are not packed.
        in_boxes = sum(box.pieces for box in boxes)
        note = _boxes_note(line.sku, boxes, in_boxes - came)
        answer: Shortage | str = note
        if line.ordered > in_boxes:
            answer = self.rule.share(self.engine, self._asked(), line.sku, max(0, came - in_boxes))
        told: dict[str, Any] = {"note": answer, "missing": 0, "orders": 0}
        if isinstance(answer, Shortage):
            told = {
                "note": note,
                "missing": answer.missing,
                "orders": answer.orders,
                "shortage_id": answer.id,
            }
        told |= {"ordered": line.ordered, "came": line.good, "shared_at": self.clock(), "withdrawn_at": None}
        with writing(self.engine) as connection:
            insertion = conflict_insert(connection, purchase_gaps).values(
                document_id=self.papers.first.id, sku=line.sku, **told
            )
            keys = list(purchase_gaps.primary_key.columns)
            connection.execute(insertion.on_conflict_do_update(index_elements=keys, set_=told))

    def take_back(self, gaps: list[Row[Any]] | Any) -> None:
        """Give back what was shared out, where nobody picks by it yet; the last one first."""
        for gap in sorted(gaps, key=lambda each: each.shared_at, reverse=True):
            why = None
            if gap.shortage_id is not None:
                why = self.rule.withdraw(self.engine, self._asked(), gap.shortage_id)
            told = {"note": why} if why else {"withdrawn_at": self.clock()}
            this = (purchase_gaps.c.document_id == gap.document_id, purchase_gaps.c.sku == gap.sku)
            with writing(self.engine) as connection:
                connection.execute(update(purchase_gaps).where(*this).values(**told))

    def settle(self) -> None:
        """Say that it is done, unless the purchase order has another state by now: then its job does that."""
        same = (purchases.c.document_id == self.papers.first.id) & (
            purchases.c.changed_at == self.state.changed_at
        )
        with writing(self.engine) as connection:
            lock_exclusive(connection, Lock.WAVES, self.papers.first.warehouse)
            connection.execute(update(purchases).where(same).values(settled_at=self.clock()))
            write_changes(connection, purchase_news(connection, [self.papers]), self.clock())

    def _asked(self) -> Asked:
        actor = Actor("station", self.state.station_name, self.state.station_id)
        return Asked(self.purchase.cycle_id, actor, self.clock(), REASON.format(code=self.purchase.code))


def _boxes_note(sku: str, boxes: Sequence[BoxesWanted], lacking: int) -> str:
    """Which gift boxes cannot all be packed; empty where all can."""
    if lacking <= 0:
        return ""
    names = ", ".join(box.sku for box in boxes)
    return (
        f"Product {sku} lacks {lacking} pieces for gift boxes ({names}). "
        "Share out those gift boxes on the page of shortages."
    )


def _state_of(document_id: UUID) -> Any:
    return select(purchases).where(purchases.c.document_id == document_id)


def _standing(document_id: UUID) -> Any:
    return select(purchase_gaps).where(
        purchase_gaps.c.document_id == document_id, purchase_gaps.c.withdrawn_at.is_(None)
    )


def _came_in_cycle(connection: Connection, cycle_id: UUID, sku: str) -> int:
    """Pieces in good condition, whoever brought them: a product may have changed its supplier."""
    query = (
        select(func.sum(goods_receipts.c.quantity))
        .join(documents, documents.c.id == goods_receipts.c.document_id)
        .where(
            documents.c.cycle_id == cycle_id,
            goods_receipts.c.sku == sku,
            goods_receipts.c.condition == str(Condition.GOOD),
            goods_receipts.c.undone_at.is_(None),
        )
    )
    return int(connection.scalar(query) or 0)
