"""Takes what desks report of moved goods and of products that are picked from another bin."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from cloud_api.stock.entries import Entry, entry_of_move
from cloud_api.stock.known import bin_fault, known_bins, known_skus, sku_fault, supervisor_fault
from cloud_api.stock.ledger import enter
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.key_lists import among
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.floor import movements, pick_faces
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import MoveReason, PickFaceTold, ProductSlotted, StockMoved

_BETWEEN_BINS = frozenset({MoveReason.PUT_AWAY, MoveReason.REFILL, MoveReason.RESLOT})
_OUT_OF_A_BIN = frozenset({MoveReason.PICK, MoveReason.DAMAGE, MoveReason.EXPIRED})
_INTO_A_BIN = frozenset({MoveReason.RECEIPT, MoveReason.PUT_BACK, MoveReason.RETURN})


def apply_move(report: Report[StockMoved]) -> str | None:
    """As apply_moves, for one."""
    return apply_moves([report])[0]


def apply_moves(reports: Sequence[Report[StockMoved]]) -> list[str | None]:
    """Enter the movements that fit and answer why the others are refused, each as if it had come alone.

    A movement that is known already, with the same words, is a success and changes nothing.
    """
    run = _Run(reports)
    faults = [run.take(report) for report in reports]
    first = reports[0]
    enter(first.connection, first.warehouse, list(run.new.values()), first.now)
    return faults


class _Run:
    """What a run of movements is checked against, and what of it is to be entered."""

    def __init__(self, reports: Sequence[Report[StockMoved]]) -> None:
        connection, warehouse = reports[0].connection, reports[0].warehouse
        bodies = [report.body for report in reports]
        touched = [code for body in bodies for code in (body.from_bin, body.to_bin)]
        self._bins = known_bins(connection, warehouse, touched)
        self._skus = known_skus(connection, {body.sku for body in bodies})
        supervisors = {body.supervisor_id for body in bodies}
        self._supervisors = {each: supervisor_fault(connection, each, warehouse) for each in supervisors}
        ids = [body.movement_id for body in bodies]
        known = select(movements).where(among(connection, movements.c.id, ids))
        self._known = {row.id: row for row in connection.execute(known)}
        self.new: dict[UUID, Entry] = {}

    def take(self, report: Report[StockMoved]) -> str | None:
        """Why a movement is refused; one that is not is entered with the run."""
        body = report.body
        if body.movement_id in self._known or body.movement_id in self.new:
            return self._repeated(report)
        fault = (
            _sense_fault(body)
            or bin_fault(body.from_bin, self._bins, report.warehouse)
            or bin_fault(body.to_bin, self._bins, report.warehouse)
            or sku_fault(body.sku, self._skus)
            or self._supervisors[body.supervisor_id]
        )
        if fault is None:
            self.new[body.movement_id] = entry_of_move(report)
        return fault

    def _repeated(self, report: Report[StockMoved]) -> str | None:
        entry, row = entry_of_move(report), self._known.get(report.body.movement_id)
        before = self.new.get(entry.movement_id)
        same = entry == before if row is None else _same(entry, row, report.warehouse)
        if same:
            return None
        return f"The movement {entry.movement_id} is known with other words; each has an id of its own."


def _same(entry: Entry, row: Row[Any], warehouse: str) -> bool:
    """Who told it does not matter: a movement may be told again by the desk it was done at."""
    return row.warehouse == warehouse and all(
        getattr(entry, name) == getattr(row, name)
        for name in ("sku", "lot", "expiry", "from_bin", "to_bin", "quantity", "weight_g", "why")
    )


def _sense_fault(body: StockMoved) -> str | None:
    if body.why is MoveReason.COUNT:
        return "A difference found by counting goes through a count and a supervisor, not as a movement."
    if not body.quantity and not body.weight_g:
        return f"The movement {body.movement_id} of product {body.sku} moves nothing."
    if body.from_bin is None and body.to_bin is None:
        return f"The movement {body.movement_id} of product {body.sku} names no bin."
    if body.from_bin == body.to_bin:
        return f"Product {body.sku} cannot move from bin {body.from_bin} to the same bin."
    from_wanted = body.why in _BETWEEN_BINS | _OUT_OF_A_BIN and body.from_bin is None
    if from_wanted or (body.why in _BETWEEN_BINS | _INTO_A_BIN and body.to_bin is None):
        return f"A movement {body.why} of product {body.sku} wants the bin it goes {_way(from_wanted)}."
    return None


def _way(from_wanted: bool) -> str:
    return "out of" if from_wanted else "into"


def apply_slotted(report: Report[ProductSlotted]) -> str | None:
    """From now on the product is picked from another bin; of two desks' words the later act counts."""
    body, connection, warehouse = report.body, report.connection, report.warehouse
    fault = bin_fault(body.bin, known_bins(connection, warehouse, [body.bin]), warehouse)
    fault = fault or sku_fault(body.sku, known_skus(connection, [body.sku]))
    if fault is not None:
        return fault
    insertion = conflict_insert(connection, pick_faces).values(
        warehouse=warehouse, sku=body.sku, bin=body.bin, slotted_at=report.happened_at
    )
    told = {"bin": insertion.excluded.bin, "slotted_at": insertion.excluded.slotted_at}
    connection.execute(
        insertion.on_conflict_do_update(
            index_elements=[pick_faces.c.warehouse, pick_faces.c.sku],
            set_=told,
            where=pick_faces.c.slotted_at <= insertion.excluded.slotted_at,
        )
    )
    this = (pick_faces.c.warehouse == warehouse, pick_faces.c.sku == body.sku)
    bin_now = connection.scalars(select(pick_faces.c.bin).where(*this)).one()
    # The desk whose word came too late is told too: it shows its own until then.
    face = PickFaceTold(warehouse=warehouse, sku=body.sku, bin=bin_now).model_dump(mode="json")
    write_changes(connection, [NewChange(ChangeKind.PICK_FACE, face, warehouse)], report.now)
    return None
