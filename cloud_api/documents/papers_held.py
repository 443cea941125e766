"""What the papers say that people hold now: those of the cut-off, and each slip since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.documents.goods import Products
from cloud_api.documents.heads import unpack
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.documents import documents, purchase_lines
from cloud_api.wire.documents import WITHOUT_SUPPLIER, DocumentKind, PickSheet, RevisionSlip


@dataclass(frozen=True)
class Party:
    """Who holds papers of one kind: a supplier or a pickup point, by its code."""

    kind: DocumentKind
    code: str


class PapersHeld:
    """The papers of one cycle. Reads each once."""

    def __init__(self, connection: Connection, cycle_id: UUID, of_products: Products) -> None:
        self._connection = connection
        self._cycle_id = cycle_id
        self._products = of_products
        self._suppliers: dict[str, str] | None = None
        self._at_points: dict[str, dict[str, int]] = {}

    def supplier_of(self, sku: str) -> str:
        """Who was asked for a product at the cut-off, else who is to be asked for it now."""
        if self._suppliers is None:
            self._suppliers = {row.sku: row.recipient for row in self._bought(sorted(self._products))}
        known = self._suppliers.get(sku)
        return known if known is not None else self._products[sku].supplier or WITHOUT_SUPPLIER

    def base(self, party: Party) -> int | None:
        """Number of the party's paper of the cut-off; None where it had none."""
        query = select(documents.c.number).where(
            documents.c.cycle_id == self._cycle_id,
            documents.c.kind == party.kind,
            documents.c.recipient == party.code,
            documents.c.revision == 0,
        )
        return self._connection.scalar(query)

    def pieces(self, party: Party, skus: Sequence[str]) -> dict[str, int]:
        """Pieces of products by the party's papers; 0 of what they do not name."""
        if party.kind is DocumentKind.PURCHASE_ORDER:
            told = {row.sku: int(row.quantity) for row in self._bought(skus) if row.recipient == party.code}
        else:
            told = self._pieces_at(party.code)
        return {sku: told.get(sku, 0) for sku in skus}

    def _bought(self, skus: Sequence[str]) -> list[Row[Any]]:
        """Lines of purchase orders and their slips, oldest first: the last one of a product holds."""
        found: list[Row[Any]] = []
        for some in parts(skus):
            query = (
                select(purchase_lines.c.sku, purchase_lines.c.quantity, documents.c.recipient)
                .join(documents, documents.c.id == purchase_lines.c.document_id)
                .where(documents.c.cycle_id == self._cycle_id, purchase_lines.c.sku.in_(some))
                .order_by(documents.c.revision)
            )
            found.extend(self._connection.execute(query))
        return found

    def _pieces_at(self, point: str) -> dict[str, int]:
        """Pieces of a point by its pick sheet and the slips of that, read once."""
        known = self._at_points.get(point)
        if known is None:
            known = self._at_points[point] = self._read_pieces_at(point)
        return known

    def _read_pieces_at(self, point: str) -> dict[str, int]:
        query = select(documents.c.content).where(
            documents.c.cycle_id == self._cycle_id,
            documents.c.kind == DocumentKind.PICK_SHEET,
            documents.c.recipient == point,
            documents.c.content.is_not(None),
        )
        pieces: dict[str, int] = {}
        for packed in self._connection.scalars(query.order_by(documents.c.revision)):
            content = unpack(bytes(packed))
            if isinstance(content, PickSheet):
                pieces |= {line.sku: line.quantity for group in content.groups for line in group.lines}
            elif isinstance(content, RevisionSlip):
                pieces |= {each.sku: each.after for each in content.products}
        return pieces
