"""Revision slips 变更单: each change after the cut-off reaches whoever holds a paper it makes wrong."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, func, insert, select, update

from cloud_api.documents.changes import Change, Pieces, read_changes
from cloud_api.documents.contents import write_contents
from cloud_api.documents.files import draw_documents
from cloud_api.documents.goods import Products, read_products
from cloud_api.documents.heads import Letterhead
from cloud_api.documents.numbering import document_code, next_number
from cloud_api.documents.papers_held import PapersHeld, Party
from cloud_api.documents.press import Press
from cloud_api.documents.purchase import read_supplier
from cloud_api.documents.sheets_of_points import read_point
from cloud_api.storage.clock import Clock
from cloud_api.storage.gift_boxes import Recipes, into_parts, read_recipes
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.documents import documents, purchase_lines
from cloud_api.storage.tables.orders import amendments
from cloud_api.storage.transaction import Lock, lock_exclusive, writing
from cloud_api.wire.documents import ChangedOrder, ChangedProduct, DocumentKind, RevisionSlip


def make_slips(
    engine: Engine, cycle_id: UUID, clock: Clock, hooks: Hooks, brand: str, press: Press
) -> list[UUID]:
    """One numbered slip for each paper that changes without a slip make wrong; ids of the new documents.

    All in one transaction, then their PDFs are drawn. Called again, or by two at once, it does what is left.
    Raises NotDrawnError when some could not be drawn.
    """
    with writing(engine) as connection:
        made = write_slips(connection, cycle_id, clock(), hooks, brand)
    if made:
        draw_documents(engine, cycle_id, clock, press)
    return made


def write_slips(
    connection: Connection, cycle_id: UUID, now: datetime, hooks: Hooks, brand: str
) -> list[UUID]:
    """Write the slips, mark their changes, and tell hooks.on_documents, all in the caller's transaction."""
    lock_exclusive(connection, Lock.DOCUMENTS)
    changes = read_changes(connection, cycle_id)
    if not changes:
        return []
    desk = _Desk.read(connection, cycle_id, changes, now, brand)
    made = [desk.write(news) for news in desk.news()]
    for some in parts([change.id for change in changes]):
        connection.execute(update(amendments).where(amendments.c.id.in_(some)).values(slipped_at=now))
    hooks.documents_ready(connection, made, now)
    return made


@dataclass(frozen=True)
class _News:
    """What one party has to be told."""

    party: Party
    changes: Sequence[tuple[Change, Pieces]]
    """Each with the pieces that concern the party."""
    sums: tuple[ChangedProduct, ...]


@dataclass(frozen=True)
class _Desk:
    """All that is needed to write the slips of one cycle."""

    connection: Connection
    letterhead: Letterhead
    changes: Sequence[Change]
    products: Products
    held: PapersHeld
    now: datetime
    recipes: Recipes

    @classmethod
    def read(
        cls, connection: Connection, cycle_id: UUID, changes: Sequence[Change], now: datetime, brand: str
    ) -> "_Desk":
        recipes = read_recipes(connection)
        told = {sku for change in changes for sku in change.skus}
        of_products = read_products(connection, told | into_parts(recipes, dict.fromkeys(told, 1)).keys())
        held = PapersHeld(connection, cycle_id, of_products)
        letterhead = Letterhead.read(connection, cycle_id, brand)
        return cls(connection, letterhead, changes, of_products, held, now, recipes)

    def news(self) -> list[_News]:
        """For whose papers are wrong now: suppliers by code, then both papers of points by code.

        All is read before the first slip is written, so that each counts from the papers people hold.
        """
        at_suppliers, at_points = self._by_supplier(), self._by_point()
        orders = [
            self._news(Party(DocumentKind.PURCHASE_ORDER, c), at_suppliers[c]) for c in sorted(at_suppliers)
        ]
        picks = [
            self._news(Party(DocumentKind.PICK_SHEET, code), [each for each in at_points[code] if each[1]])
            for code in sorted(at_points)
        ]
        sheets = [self._news(Party(DocumentKind.DELIVERY_SHEET, c), at_points[c]) for c in sorted(at_points)]
        return [*(each for each in orders if each.sums), *(each for each in picks if each.changes), *sheets]

    def _by_supplier(self) -> dict[str, list[tuple[Change, Pieces]]]:
        found: defaultdict[str, list[tuple[Change, Pieces]]] = defaultdict(list)
        for change in self.changes:
            of_supplier: defaultdict[str, Pieces] = defaultdict(dict)
            for sku, both in change.bought(self.recipes).items():
                of_supplier[self.held.supplier_of(sku)][sku] = both
            for code, pieces in of_supplier.items():
                found[code].append((change, pieces))
        return found

    def _by_point(self) -> dict[str, list[tuple[Change, Pieces]]]:
        found: defaultdict[str, list[tuple[Change, Pieces]]] = defaultdict(list)
        for change in self.changes:
            for point in change.points:
                found[point].append((change, change.pieces_at(point)))
        return found

    def _news(self, party: Party, changes: Sequence[tuple[Change, Pieces]]) -> _News:
        """With the sums that differ after all changes: what was cancelled and resumed again is none."""
        deltas: Counter[str] = Counter()
        for _, pieces in changes:
            for sku, (before, after) in pieces.items():
                deltas[sku] += after - before
        held = self.held.pieces(party, sorted(deltas))
        sums = tuple(
            self._changed(sku, held[sku], held[sku] + deltas[sku])
            for sku in sorted(deltas, key=lambda each: (self.products[each].path, each))
            if deltas[sku]
        )
        return _News(party, changes, sums)

    def _changed(self, sku: str, before: int, after: int) -> ChangedProduct:
        product = self.products[sku]
        return ChangedProduct(
            sku=sku, name=product.name, spec=product.spec, zone=product.zone, before=before, after=after
        )

    def write(self, news: _News) -> UUID:
        """Number and write one slip; its id."""
        base = self.held.base(news.party)
        row = self._row(news)
        self.connection.execute(insert(documents).values(**row))
        document = self.connection.execute(select(documents).where(documents.c.id == row["id"])).one()
        slip = RevisionSlip(
            head=self.letterhead.of(document),
            base_code=document_code(base) if base is not None else None,
            recipient_name=self._name(news.party),
            products=news.sums,
            changes=tuple(self._told(news.party, change, pieces) for change, pieces in news.changes),
        )
        write_contents(self.connection, [(document, slip)])
        self._keep_quantities(news, row["id"])
        document_id: UUID = row["id"]
        return document_id

    def _told(self, party: Party, change: Change, pieces: Pieces) -> ChangedOrder:
        return change.told_to(party, [self._changed(sku, *both) for sku, both in sorted(pieces.items())])

    def _row(self, news: _News) -> dict[str, Any]:
        party, cycle_id = news.party, self.letterhead.cycle.id
        last = self.connection.scalar(
            select(func.max(documents.c.revision)).where(
                documents.c.cycle_id == cycle_id,
                documents.c.kind == party.kind,
                documents.c.recipient == party.code,
            )
        )
        is_order = party.kind is DocumentKind.PURCHASE_ORDER
        return {
            "id": new_uuid(),
            "number": next_number(self.connection),
            "cycle_id": cycle_id,
            "kind": party.kind,
            "recipient": party.code,
            "revision": (last or 0) + 1,
            "made_at": self.now,
            "orders": 0 if is_order else len({change.order_id for change, _ in news.changes}),
            "lines": len(news.sums),
            "pieces": sum(abs(each.after - each.before) for each in news.sums),
            "content": None,
        }

    def _name(self, party: Party) -> str:
        if party.kind is DocumentKind.PURCHASE_ORDER:
            return read_supplier(self.connection, party.code).name
        return read_point(self.connection, party.code).name

    def _keep_quantities(self, news: _News, document_id: UUID) -> None:
        """What a supplier is to bring now; the next slip counts from there."""
        if news.party.kind is not DocumentKind.PURCHASE_ORDER:
            return
        rows: list[dict[str, Any]] = [
            {
                "document_id": document_id,
                "sku": each.sku,
                "quantity": each.after,
                "cost_fen": self.products[each.sku].cost_fen,
            }
            for each in news.sums
        ]
        self.connection.execute(insert(purchase_lines), rows)
