"""Brings a day told in JSON into the database: catalogue, cycles and orders, through the services of HTTP."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Engine

from cloud_api.catalogue.checks import CatalogueRefusedError
from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.service import CycleRefusedError, open_cycle
from cloud_api.http.problems import explain
from cloud_api.imports.day_files import Day, ImportRefusedError
from cloud_api.orders.service import take_orders
from cloud_api.storage.clock import Clock
from cloud_api.storage.transaction import writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.orders import MAX_BATCH, OrderVerdict


@dataclass(frozen=True)
class RefusedRow:
    """An order of the file that was refused; `row` counts orders from 1."""

    row: int
    order_no: str
    reason: str


@dataclass
class ImportReport:
    """What became of a file."""

    catalogue_changes: dict[str, int] = field(default_factory=dict)
    cycle_ids: list[str] = field(default_factory=list)
    accepted: int = 0
    repeated: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What a person should know of how the file was taken."""

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)


def import_day(
    engine: Engine, content: Day, clock: Clock, progress: Callable[[int, int], None]
) -> ImportReport:
    """Catalogue, then cycles, then orders in batches, each committed; importing again repeats nothing.

    `progress` is told orders done and orders in all. Raises ImportRefusedError.
    """
    report = ImportReport()
    for catalogue in content.catalogues:
        _import_catalogue(engine, catalogue, clock, report)
    for cycle in content.cycles:
        report.cycle_ids.append(import_cycle(engine, cycle, clock))
    for start in range(0, len(content.orders), MAX_BATCH):
        _import_orders(engine, content.orders[start : start + MAX_BATCH], start, clock, report)
        progress(min(start + MAX_BATCH, len(content.orders)), len(content.orders))
    return report


def _import_catalogue(engine: Engine, body: Any, clock: Clock, report: ImportReport) -> None:
    try:
        catalogue = Catalogue.model_validate(body)
        with writing(engine) as connection:
            counts = put_catalogue(connection, catalogue, clock()).counts
    except ValidationError as error:
        raise ImportRefusedError(
            f"The catalogue does not fit: {explain(error)}. Nothing was done."
        ) from error
    except CatalogueRefusedError as error:
        raise ImportRefusedError(f"The catalogue was refused: {error}") from error
    for name, count in counts.items():
        report.catalogue_changes[name] = report.catalogue_changes.get(name, 0) + count


def import_cycle(engine: Engine, body: Any, clock: Clock) -> str:
    """Open a cycle, or find it open; its id. Raises ImportRefusedError."""
    try:
        new = NewCycle.model_validate(body)
        with writing(engine) as connection:
            cycle, _opened = open_cycle(connection, new, clock())
    except ValidationError as error:
        raise ImportRefusedError(f"The cycle does not fit: {explain(error)}. No order was taken.") from error
    except CycleRefusedError as error:
        raise ImportRefusedError(f"The cycle was refused: {error} No order was taken.") from error
    return str(cycle.id)


def _import_orders(
    engine: Engine, rows: Sequence[Any], start: int, clock: Clock, report: ImportReport
) -> None:
    for place, result in enumerate(take_orders(engine, rows, clock), start=start + 1):
        if result.verdict is OrderVerdict.ACCEPTED:
            report.accepted += 1
        elif result.verdict is OrderVerdict.REPEATED:
            report.repeated += 1
        else:
            report.refused.append(RefusedRow(place, result.order_no, result.reason or ""))
