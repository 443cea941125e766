"""Lists purchase orders for the buyer: what came, what lacks, and each receipt behind it."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select, true

from cloud_api.receiving.purchases import Papers, find_papers, read_papers, read_purchases
from cloud_api.receiving.receipts import told_of
from cloud_api.storage.tables.devices import stations
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.receiving import goods_receipts
from cloud_api.wire.documents import DocumentKind
from cloud_api.wire.inbound import PurchaseHeld, PurchasePage, PurchaseReceipts, ReceiptHeld


def list_purchases(
    connection: Connection,
    warehouse: str | None,
    cycle_id: UUID | None,
    supplier: str | None,
    before: int | None,
    limit: int,
) -> PurchasePage:
    """Purchase orders by the number of their first paper, the newest first."""
    of_order = documents.c.kind == DocumentKind.PURCHASE_ORDER
    which: list[ColumnElement[bool]] = [of_order, documents.c.revision <= 1]
    if warehouse is not None:
        which.append(cycles.c.warehouse == warehouse)
    if cycle_id is not None:
        which.append(documents.c.cycle_id == cycle_id)
    if supplier is not None:
        which.append(documents.c.recipient == supplier)
    if before is not None:
        which.append(documents.c.number < before)
    # A supplier's papers may begin with a slip: each is found by one of its first two.
    heads = select(documents.c.cycle_id, documents.c.recipient).join(
        cycles, cycles.c.id == documents.c.cycle_id
    )
    query = heads.where(*which).order_by(documents.c.number.desc()).limit(2 * limit + 2)
    found = dict.fromkeys((row.cycle_id, row.recipient) for row in connection.execute(query))
    papers = [each for each in _papers(connection, found) if before is None or each.first.number < before]
    page = papers[:limit]
    further = page[-1].first.number if len(papers) > limit else None
    return PurchasePage(items=read_purchases(connection, page), next=further)


def _papers(connection: Connection, wanted: dict[tuple[UUID, str], None]) -> list[Papers]:
    which = documents.c.cycle_id.in_({cycle_id for cycle_id, _ in wanted}) if wanted else ~true()
    every = read_papers(connection, which)
    chosen = [each for each in every if (each.first.cycle_id, each.first.recipient) in wanted]
    return sorted(chosen, key=lambda each: each.first.number, reverse=True)


def find_purchase(connection: Connection, document_id: UUID) -> PurchaseHeld | None:
    """The purchase order this paper belongs to, or None."""
    papers = find_papers(connection, document_id)
    return None if papers is None else read_purchases(connection, [papers])[0]


def receipts_of(connection: Connection, purchase: PurchaseHeld) -> PurchaseReceipts:
    """All receipts of a purchase order, the oldest first."""
    query = (
        select(goods_receipts, stations.c.name.label("station"))
        .join(stations, stations.c.id == goods_receipts.c.station_id)
        .where(goods_receipts.c.document_id == purchase.document_id)
        .order_by(goods_receipts.c.happened_at, goods_receipts.c.id)
    )
    held = [
        ReceiptHeld(
            **told_of(row),
            station=row.station,
            operator_id=row.operator_id,
            happened_at=row.happened_at,
            undone_at=row.undone_at,
        )
        for row in connection.execute(query)
    ]
    return PurchaseReceipts(purchase=purchase, receipts=held)
