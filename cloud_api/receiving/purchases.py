"""Purchase orders as the docks see them: what was ordered by all papers, and what came at any desk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, func, select

from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.check_digits import document_code
from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.catalogue import suppliers
from cloud_api.storage.tables.documents import documents, purchase_lines
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.receiving import goods_receipts, purchase_gaps, purchases
from cloud_api.wire.documents import DocumentKind
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.inbound import Condition, Purchase, PurchaseHeld, ReceivedLine, SharedLine

_IS_ORDER = documents.c.kind == DocumentKind.PURCHASE_ORDER
_OURS = frozenset({"warehouse", "lacks"})
_PLAIN = (
    *(documents.c[name] for name in ("id", "number", "cycle_id", "recipient", "revision", "made_at")),
    cycles.c.warehouse,
    cycles.c.name.label("cycle_name"),
)


@dataclass(frozen=True)
class Papers:
    """What one supplier was sent of one cycle: the paper of the cut-off, then its revision slips."""

    rows: tuple[Row[Any], ...]

    @property
    def first(self) -> Row[Any]:
        """The paper the purchase order is known by."""
        return self.rows[0]


def find_papers(connection: Connection, document_id: UUID) -> Papers | None:
    """The papers this one belongs to; None where it is no purchase order."""
    query = select(documents.c.cycle_id, documents.c.recipient).where(
        _IS_ORDER, documents.c.id == document_id
    )
    found = connection.execute(query).first()
    if found is None:
        return None
    papers = read_papers(connection, documents.c.cycle_id == found.cycle_id)
    return next(each for each in papers if each.first.recipient == found.recipient)


def read_papers(connection: Connection, which: ColumnElement[bool]) -> list[Papers]:
    """All papers of purchase orders for which `which` holds, by number."""
    query = select(*_PLAIN).join(cycles, cycles.c.id == documents.c.cycle_id).where(_IS_ORDER, which)
    found: defaultdict[tuple[UUID, str], list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(documents.c.revision)):
        found[row.cycle_id, row.recipient].append(row)
    return sorted((Papers(tuple(rows)) for rows in found.values()), key=lambda each: each.first.number)


def read_purchases(connection: Connection, papers: Collection[Papers]) -> list[PurchaseHeld]:
    """These purchase orders as they are now, in this order."""
    if not papers:
        return []
    known = _Known.read(connection, papers)
    return [known.purchase(each) for each in papers]


def purchase_news(connection: Connection, papers: Collection[Papers]) -> list[NewChange]:
    """What the stations of their warehouses are told of these purchase orders."""
    return [
        NewChange(ChangeKind.PURCHASE, _told(purchase).model_dump(mode="json"), purchase.warehouse)
        for purchase in read_purchases(connection, papers)
    ]


def news_of_cut_off(connection: Connection, cycle_id: UUID) -> list[NewChange]:
    """The hook of a cut-off: what its suppliers are to bring."""
    return purchase_news(connection, read_papers(connection, documents.c.cycle_id == cycle_id))


def tell_revised(connection: Connection, document_ids: Collection[UUID], now: datetime) -> None:
    """The hook for documents that are ready: a revision slip changes what a supplier is to bring.

    As the last of its hooks: changes are written last of all.
    """
    slips = select(documents.c.cycle_id, documents.c.recipient).where(
        _IS_ORDER, documents.c.revision > 0, among(connection, documents.c.id, document_ids)
    )
    concerned = {(row.cycle_id, row.recipient) for row in connection.execute(slips)}
    if not concerned:
        return
    of_cycles = read_papers(connection, documents.c.cycle_id.in_({cycle_id for cycle_id, _ in concerned}))
    revised = [each for each in of_cycles if (each.first.cycle_id, each.first.recipient) in concerned]
    write_changes(connection, purchase_news(connection, revised), now)


def _told(purchase: PurchaseHeld) -> Purchase:
    return Purchase.model_validate(purchase.model_dump(exclude=set(_OURS)))


@dataclass(frozen=True)
class _Known:
    """All that is known of some purchase orders, read with one query a table."""

    ordered: Mapping[UUID, list[Row[Any]]]
    """Lines by paper."""
    came: Mapping[UUID, Mapping[str, Mapping[str, int]]]
    """Pieces by first paper, product and condition."""
    states: Mapping[UUID, Row[Any]]
    gaps: Mapping[UUID, list[Row[Any]]]
    names: Mapping[str, str]

    @classmethod
    def read(cls, connection: Connection, papers: Iterable[Papers]) -> "_Known":
        firsts = [each.first.id for each in papers]
        every = [row.id for each in papers for row in each.rows]
        codes = {each.first.recipient for each in papers}
        lines = select(purchase_lines).where(among(connection, purchase_lines.c.document_id, every))
        states = select(purchases).where(among(connection, purchases.c.document_id, firsts))
        gaps = select(purchase_gaps).where(among(connection, purchase_gaps.c.document_id, firsts))
        names = select(suppliers.c.code, suppliers.c.name).where(among(connection, suppliers.c.code, codes))
        return cls(
            ordered=_by_document(connection.execute(lines.order_by(purchase_lines.c.sku))),
            came=_came(connection, firsts),
            states={row.document_id: row for row in connection.execute(states)},
            gaps=_by_document(connection.execute(gaps.order_by(purchase_gaps.c.sku))),
            names={row.code: row.name for row in connection.execute(names)},
        )

    def purchase(self, papers: Papers) -> PurchaseHeld:
        first = papers.first
        state, gaps = self.states.get(first.id), self.gaps.get(first.id, [])
        lines = self._lines(papers)
        return PurchaseHeld(
            document_id=first.id,
            number=first.number,
            code=document_code(first.number),
            supplier=first.recipient,
            supplier_name=self.names.get(first.recipient, ""),
            cycle_id=first.cycle_id,
            cycle_name=first.cycle_name,
            lines=lines,
            closed_at=state.closed_at if state else None,
            revision=papers.rows[-1].revision,
            slip_codes=tuple(document_code(row.number) for row in papers.rows[1:]),
            settled_at=state.settled_at if state else None,
            shared=tuple(_shared(gap) for gap in gaps if gap.withdrawn_at is None),
            warehouse=first.warehouse,
            lacks=sum(max(0, line.ordered - line.good) for line in lines),
        )

    def _lines(self, papers: Papers) -> tuple[ReceivedLine, ...]:
        came = self.came.get(papers.first.id, {})
        ordered = {
            row.sku: int(row.quantity) for each in papers.rows for row in self.ordered.get(each.id, ())
        }
        for gap in self.gaps.get(papers.first.id, ()):
            if gap.withdrawn_at is None or papers.rows[-1].made_at < gap.withdrawn_at:
                ordered[gap.sku] = max(gap.ordered, ordered.get(gap.sku, 0))
        return tuple(
            ReceivedLine(
                sku=sku,
                ordered=ordered.get(sku, 0),
                **{str(condition): came.get(sku, {}).get(condition, 0) for condition in Condition},
            )
            for sku in sorted({*ordered, *came})
        )


def _came(connection: Connection, document_ids: Collection[UUID]) -> dict[UUID, dict[str, dict[str, int]]]:
    query = (
        select(
            goods_receipts.c.document_id,
            goods_receipts.c.sku,
            goods_receipts.c.condition,
            func.sum(goods_receipts.c.quantity).label("pieces"),
        )
        .where(
            among(connection, goods_receipts.c.document_id, document_ids),
            goods_receipts.c.undone_at.is_(None),
        )
        .group_by(goods_receipts.c.document_id, goods_receipts.c.sku, goods_receipts.c.condition)
    )
    came: dict[UUID, dict[str, dict[str, int]]] = {}
    for row in connection.execute(query):
        came.setdefault(row.document_id, {}).setdefault(row.sku, {})[row.condition] = int(row.pieces)
    return came


def _by_document(rows: Iterable[Row[Any]]) -> dict[UUID, list[Row[Any]]]:
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    return found


def _shared(gap: Row[Any]) -> SharedLine:
    return SharedLine(
        sku=gap.sku,
        ordered=gap.ordered,
        came=gap.came,
        missing=gap.missing,
        orders=gap.orders,
        note=gap.note,
    )
