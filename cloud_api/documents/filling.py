"""The job after a cut-off: writes what each document says, draws it, then tells who sends it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, func, select

from cloud_api.documents.contents import unwritten_documents, write_contents
from cloud_api.documents.files import draw_documents
from cloud_api.documents.goods import Products
from cloud_api.documents.heads import Content, Letterhead
from cloud_api.documents.press import Press
from cloud_api.documents.purchase import purchase_order
from cloud_api.documents.sheets_of_points import PointGoods
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.documents import documents, purchase_lines
from cloud_api.storage.transaction import Lock, lock_exclusive, reading, writing
from cloud_api.wire.documents import DocumentKind

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many; a document is written in one step and drawn in another."""


def fill_documents(
    engine: Engine,
    cycle_id: UUID,
    clock: Clock,
    hooks: Hooks,
    brand: str,
    press: Press,
    progress: Progress = lambda _done, _of: None,
) -> None:
    """Write and draw all documents of a frozen cycle, then tell hooks.on_documents of those of the cut-off.

    May be called again at any time, also by two at once: it does what is left. Raises NotDrawnError when
    some could not be drawn; those that send them are told all the same.
    """
    with reading(engine) as connection:
        total = _count(connection, cycle_id)
        if not total:
            return
        unwritten = list(unwritten_documents(connection, cycle_id))
        letterhead = Letterhead.read(connection, cycle_id, brand)
        of_products = _products_of_cycle(connection, cycle_id) if unwritten else {}
    steps = _Steps(progress, total - len(unwritten), 2 * total)
    for documents_of_one in _by_recipient(unwritten):
        _write(engine, letterhead, of_products, documents_of_one)
        steps.more(len(documents_of_one))
    try:
        draw_documents(engine, cycle_id, clock, press, steps.more)
    finally:
        _tell(engine, cycle_id, clock, hooks)
    steps.all_done()


class _Steps:
    """Counts for whoever watches."""

    def __init__(self, progress: Progress, done: int, of: int) -> None:
        self._progress = progress
        self._done = done
        self._of = of
        progress(done, of)

    def more(self, count: int) -> None:
        """So many steps more are done."""
        self._done = min(self._done + count, self._of)
        self._progress(self._done, self._of)

    def all_done(self) -> None:
        """Whatever was drawn before counts as well."""
        self.more(self._of - self._done)


def _count(connection: Connection, cycle_id: UUID) -> int:
    return connection.scalar(select(func.count()).where(documents.c.cycle_id == cycle_id)) or 0


def _products_of_cycle(connection: Connection, cycle_id: UUID) -> dict[str, Row[Any]]:
    """All products bought at the cut-off, read once for all documents."""
    bought = (
        select(purchase_lines.c.sku)
        .join(documents, documents.c.id == purchase_lines.c.document_id)
        .where(documents.c.cycle_id == cycle_id)
    )
    rows = connection.execute(select(products).where(products.c.sku.in_(bought)))
    return {row.sku: row for row in rows}


def _by_recipient(unwritten: list[Row[Any]]) -> list[list[Row[Any]]]:
    """Both sheets of a pickup point are written from one reading of its orders."""
    groups: defaultdict[tuple[bool, str], list[Row[Any]]] = defaultdict(list)
    for document in unwritten:
        groups[document.kind == DocumentKind.PURCHASE_ORDER, document.recipient].append(document)
    return list(groups.values())


def _write(engine: Engine, letterhead: Letterhead, of_products: Products, of_one: list[Row[Any]]) -> None:
    """Read first, then write: who changes orders in between has written these contents before."""
    with reading(engine) as connection:
        contents = _contents(connection, letterhead, of_products, of_one)
    with writing(engine) as connection:
        write_contents(connection, contents)


def _contents(
    connection: Connection, letterhead: Letterhead, of_products: Products, of_one: list[Row[Any]]
) -> list[tuple[Row[Any], Content]]:
    if of_one[0].kind == DocumentKind.PURCHASE_ORDER:
        return [(each, purchase_order(connection, letterhead, of_products, each)) for each in of_one]
    goods = PointGoods.read(connection, letterhead, of_one[0].recipient, of_products)
    return [(each, goods.sheet(each)) for each in of_one]


def _tell(engine: Engine, cycle_id: UUID, clock: Clock, hooks: Hooks) -> None:
    with writing(engine) as connection:
        lock_exclusive(connection, Lock.DOCUMENTS)
        query = select(documents.c.id).where(
            documents.c.cycle_id == cycle_id, documents.c.revision == 0, documents.c.content.is_not(None)
        )
        ready = list(connection.scalars(query.order_by(documents.c.number)))
        hooks.documents_ready(connection, ready, clock())
