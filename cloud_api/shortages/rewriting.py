"""Changes the lines of very many orders; its rows are laid out first, so that nobody waits for them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    and_,
    delete,
    insert,
    literal,
    select,
    text,
    true,
    tuple_,
)

from cloud_api.storage.amendments import (
    AmendmentBody,
    AmendmentKind,
    NewAmendment,
    OrderSide,
    amendment_rows,
)
from cloud_api.storage.audit import Actor
from cloud_api.storage.key_lists import among
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.tables.orders import LIVE, amendments, order_lines, orders
from cloud_api.storage.transaction import begin_reading
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.orders import OrderLine

Lines = Mapping[str, int]
"""Pieces of an order by SKU."""


class Standing(NamedTuple):
    """An order nobody cancelled, with its live lines."""

    order_id: UUID
    order_no: str
    pickup_point: str
    address: str
    lines: Lines


class Rewritten(NamedTuple):
    """An order with the lines it is to have."""

    order: Standing
    kind: AmendmentKind
    after: Lines


class Told(NamedTuple):
    """Who changes orders, when and why."""

    by: Actor
    at: datetime
    reason: str


_LAID_OUT = MetaData()
_LINES = Table(
    "laid_out_lines",
    _LAID_OUT,
    Column("order_id", Uuid, primary_key=True),
    Column("sku", String(64), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("pickup_point", String(64), nullable=False),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
_AMENDMENTS = Table(
    "laid_out_amendments",
    _LAID_OUT,
    *(Column(column.name, column.type) for column in amendments.c),
    prefixes=["TEMPORARY"],
)


def read_standing(connection: Connection, cycle_id: UUID, order_nos: Collection[str]) -> dict[str, Standing]:
    """Those of the orders that are not cancelled, by number, with one query for their heads and one for their
    lines: turning 150,000 ids of lines into UUIDs takes longer than all else."""
    of_orders = (
        orders.c.cycle_id == cycle_id,
        orders.c.cancelled_at.is_(None),
        among(connection, orders.c.order_no, order_nos),
    )
    heads = select(orders.c.id, orders.c.order_no, orders.c.pickup_point, orders.c.address).where(*of_orders)
    lines: dict[str, dict[str, int]] = {}
    of_lines = and_(order_lines.c.order_id == orders.c.id, LIVE)
    query = select(orders.c.order_no, order_lines.c.sku, order_lines.c.quantity)
    for order_no, sku, quantity in connection.execute(query.join(order_lines, of_lines).where(*of_orders)):
        lines.setdefault(order_no, {})[sku] = quantity
    return {
        order_no: Standing(order_id, order_no, point, address, lines.get(order_no, {}))
        for order_id, order_no, point, address in connection.execute(heads)
    }


@contextmanager
def laying_out(engine: Engine) -> Iterator[Connection]:
    """A connection with tables of its own for rows to come; to fill them keeps nobody waiting."""
    with engine.connect() as connection:
        with begin_reading(connection):
            _LAID_OUT.create_all(connection, checkfirst=False)
        try:
            yield connection
        finally:
            with begin_reading(connection):
                _LAID_OUT.drop_all(connection, checkfirst=False)


def lay_out(connection: Connection, cycle_id: UUID, changed: Sequence[Rewritten], told: Told) -> None:
    """Put the rows of these changes in the place of those laid out before."""
    for table in (_LINES, _AMENDMENTS):
        connection.execute(delete(table))
    insert_rows(connection, _LINES, list(_line_rows(changed)))
    rows = amendment_rows(_new_amendments(cycle_id, changed, told))
    insert_rows(connection, _AMENDMENTS, rows, as_text=("body",))
    if connection.dialect.name != "sqlite":
        # Nobody else counts the rows of such a table, and without their number its lines are sought in all.
        connection.execute(text(f"ANALYZE {_LINES.name}"))


def _line_rows(changed: Iterable[Rewritten]) -> Iterator[dict[str, Any]]:
    """Lines that differ; a quantity of 0 is a line that goes."""
    for order, _, after in changed:
        for sku in sorted({*order.lines, *after}):
            if after.get(sku, 0) != order.lines.get(sku, 0):
                yield {
                    "order_id": order.order_id,
                    "sku": sku,
                    "quantity": after.get(sku, 0),
                    "pickup_point": order.pickup_point,
                }


def _new_amendments(cycle_id: UUID, changed: Iterable[Rewritten], told: Told) -> list[NewAmendment]:
    side = _Sides()
    return [
        NewAmendment(
            cycle_id=cycle_id,
            order_id=order.order_id,
            kind=kind,
            body=AmendmentBody(
                order_no=order.order_no, before=side.of(order, order.lines), after=side.of(order, after)
            ),
            reason=told.reason,
            made_by=told.by.name,
            made_at=told.at,
            needs_slip=True,
        )
        for order, kind, after in changed
    ]


class _Sides:
    """Makes the sides of many orders; they share their lines, for most order the same few things."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int], OrderLine] = {}

    def of(self, order: Standing, lines: Lines) -> OrderSide:
        """An order with these lines, by SKU."""
        told = tuple(self._line(*line) for line in sorted(lines.items()))
        return OrderSide(pickup_point=order.pickup_point, address=order.address, lines=told)

    def _line(self, sku: str, quantity: int) -> OrderLine:
        known = self._lines.get((sku, quantity))
        if known is None:
            known = self._lines[sku, quantity] = OrderLine(sku=sku, quantity=quantity)
        return known


def write_amendments_laid_out(connection: Connection) -> None:
    """Write the trail; it may stand before anybody is kept waiting, for it is seen with the commit only."""
    rows = select(_AMENDMENTS).order_by(_AMENDMENTS.c.id)
    names = [column.name for column in _AMENDMENTS.c]
    connection.execute(insert(amendments).from_select(names, rows, include_defaults=False))


def write_lines_laid_out(connection: Connection, cycle_id: UUID) -> None:
    """Write the lines; one that comes to nothing goes whole.

    Lines that are only not live count again when a desk has the order and it is cancelled: frozen_lines.
    """
    gone = select(_LINES.c.order_id, _LINES.c.sku).where(_LINES.c.quantity == 0)
    key = tuple_(order_lines.c.order_id, order_lines.c.sku)
    connection.execute(delete(order_lines).where(key.in_(gone)))
    stays = select(_LINES, literal(cycle_id, Uuid), true()).where(_LINES.c.quantity > 0)
    added = conflict_insert(connection, order_lines).from_select(
        ["order_id", "sku", "quantity", "pickup_point", "cycle_id", "live"], stays, include_defaults=False
    )
    taken = {"quantity": added.excluded.quantity, "live": True}
    connection.execute(
        added.on_conflict_do_update(index_elements=[order_lines.c.order_id, order_lines.c.sku], set_=taken)
    )
