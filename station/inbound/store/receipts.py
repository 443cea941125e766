"""Receipts of this desk and their photos, as rows."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cloud_api.wire.facts import FactKind
from cloud_api.wire.inbound import GoodsReceived
from station.kernel.ids import OperatorId
from station.storage import tables
from station.sync.outbox import FactState

OF_RECEIVING = (
    FactKind.GOODS_RECEIVED,
    FactKind.GOODS_RECEIPT_UNDONE,
    FactKind.PURCHASE_CLOSED,
    FactKind.PURCHASE_REOPENED,
)


@dataclass(frozen=True)
class Refusals:
    """How many reports of this dock the cloud did not take, and why it refused the newest."""

    count: int
    reason: str


def insert_receipt(
    connection: Connection, seq: int, body: GoodsReceived, operator_id: OperatorId | None, at: datetime
) -> None:
    """Goods that came in, with the number of their fact."""
    row = body.model_dump(mode="json", exclude={"receipt_id", "document_id", "expiry"})
    connection.execute(
        insert(tables.goods_receipt).values(
            id=body.receipt_id,
            seq=seq,
            document_id=body.document_id,
            expiry=body.expiry.isoformat() if body.expiry else "",
            operator_id=operator_id,
            at=at,
            **row,
        )
    )


def last_receipt(connection: Connection) -> GoodsReceived | None:
    """The latest receipt of this desk that stands; None where there is none."""
    receipt = tables.goods_receipt.c
    query = select(tables.goods_receipt).where(receipt.undone_at.is_(None)).order_by(receipt.seq.desc())
    row = connection.execute(query.limit(1)).first()
    return None if row is None else _body(row)


def undo_receipt(connection: Connection, receipt_id: UUID, at: datetime, seq: int) -> None:
    """A receipt counts no more; `seq` is the number of the fact of that."""
    this = tables.goods_receipt.c.id == receipt_id
    connection.execute(update(tables.goods_receipt).where(this).values(undone_at=at, undone_seq=seq))


def keep_photo(connection: Connection, digest: str, path: Path, at: datetime) -> None:
    """A photo that is to be sent; one that was kept before stays as it is."""
    values = {"hash": digest, "path": str(path), "taken_at": at}
    connection.execute(upsert(tables.photo).values(values).on_conflict_do_nothing())


def refusals(connection: Connection) -> Refusals:
    """Reports of receiving that stand refused and that nobody has settled."""
    fact = tables.fact.c
    row = connection.execute(
        select(func.count(), fact.reason)
        .where(fact.state == FactState.REFUSED.value, fact.kind.in_([kind.value for kind in OF_RECEIVING]))
        .having(func.max(fact.seq).is_not(None))
    ).first()
    return Refusals(0, "") if row is None else Refusals(row[0], row[1] or "")


def _body(row: Row[Any]) -> GoodsReceived:
    return GoodsReceived(
        receipt_id=row.id,
        document_id=row.document_id,
        sku=row.sku,
        lot=row.lot,
        expiry=date.fromisoformat(row.expiry) if row.expiry else None,
        quantity=row.quantity,
        weight_g=row.weight_g,
        condition=row.condition,
        reason=row.reason,
        photo=row.photo,
        bin=row.bin,
    )
