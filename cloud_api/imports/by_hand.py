"""Imports a file named on the command line, and shows there how it would be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from cloud_api.imports.day import ImportReport, RefusedRow, import_cycle, import_day
from cloud_api.imports.day_files import ImportRefusedError, is_json, read_day
from cloud_api.imports.preview import preview
from cloud_api.imports.proposing import propose
from cloud_api.imports.refusals import list_refusals
from cloud_api.imports.remarks import no_moment
from cloud_api.imports.run import Progress, run_import, sheet_named
from cloud_api.imports.service import (
    ColumnsMissingError,
    Person,
    ReadingRefusedError,
    change,
    check_reading,
    keep,
    start_file,
)
from cloud_api.imports.store import KeptFile, find_file
from cloud_api.sheets import SheetRefusedError, read_tables
from cloud_api.storage.audit import Actor
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import leave_to_sweep
from cloud_api.storage.transaction import reading
from cloud_api.wire.imports import ImportFile, ImportKind, ImportPreview, Reading, SheetRead

_PERSON = Person(Actor("service", "command line"))
_REFUSALS_A_READ = 1_000
_NAME_THEM = "Name each with --columns FIELD=HEADING, or what it always is with --default FIELD=TEXT."


@dataclass(frozen=True)
class Corrections:
    """What a person says of a file besides its name."""

    time_zone: str = "Asia/Shanghai"
    kind: ImportKind | None = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)

    def applied(self, guessed: Reading) -> Reading:
        """The guessed reading with what the person said."""
        told = {"kind": self.kind, "sheet": self.sheet}
        return guessed.model_copy(
            update={
                **{name: value for name, value in told.items() if value is not None},
                "columns": {**guessed.columns, **self.columns},
                "defaults": {**guessed.defaults, **self.defaults},
            }
        )


def read_path(path: Path) -> bytes:
    """The bytes of a file. Raises ImportRefusedError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImportRefusedError(f"{path} cannot be read: {error.strerror}.") from error


def import_path(
    engine: Engine,
    clock: Clock,
    path: Path,
    cycle: dict[str, Any] | None,
    corrections: Corrections,
    progress: Progress,
) -> ImportReport:
    """Take a JSON day, or the rows of a CSV or XLSX file, in. Raises ImportRefusedError.

    A sheet of which nothing at all could be taken is refused, with the reasons of its rows.
    """
    data = read_path(path)
    if is_json(data):
        day = read_day(data, str(path))
        if cycle is not None:
            day.cycles.append(cycle)
        return import_day(engine, day, clock, progress)
    report = ImportReport()
    if cycle is not None:
        report.cycle_ids.append(import_cycle(engine, cycle, clock))
    try:
        _import_sheet(engine, clock, path.name, data, corrections, progress, report)
    except ColumnsMissingError as refusal:
        lacks = f"{path.name} lacks the columns {', '.join(refusal.missing)}."
        raise ImportRefusedError(f"{lacks} {_NAME_THEM} `--preview` shows how it is read.") from refusal
    except (SheetRefusedError, ReadingRefusedError) as refusal:
        raise ImportRefusedError(str(refusal)) from refusal
    return report


def _import_sheet(
    engine: Engine,
    clock: Clock,
    name: str,
    data: bytes,
    corrections: Corrections,
    progress: Progress,
    report: ImportReport,
) -> None:
    file_id = keep(engine, clock, _PERSON, name, data, corrections.time_zone)
    kept = _kept(engine, file_id)
    wanted = corrections.applied(kept.reading)
    if wanted != kept.reading:
        change(engine, clock, _PERSON, kept, wanted, leave_to_sweep)
        kept = _kept(engine, file_id)
    start_file(engine, clock, _PERSON, kept, None)
    run_import(engine, clock, kept.shown.id, progress)
    _report(engine, kept.shown, wanted, report)


def _kept(engine: Engine, file_id: UUID) -> KeptFile:
    with reading(engine) as connection:
        kept = find_file(connection, file_id, None)
    assert kept is not None
    return kept


def _report(engine: Engine, file: ImportFile, wanted: Reading, report: ImportReport) -> None:
    done = _kept(engine, file.id).shown
    if done.fault is not None:
        raise ImportRefusedError(done.fault)
    with reading(engine) as connection:
        after = 0
        told: set[str] = set()
        while part := list_refusals(connection, file.id, _REFUSALS_A_READ, after):
            for each in part:
                if not each.key or each.key not in told:
                    report.refused.append(RefusedRow(each.row, each.key, each.reason))
                told.add(each.key)
            after = part[-1].row
    if done.refused and not done.accepted and not done.repeated:
        reasons = "\n".join(f"  row {row.row} ({row.order_no}): {row.reason}" for row in report.refused[:20])
        raise ImportRefusedError(f"Nothing could be taken from {file.name}:\n{reasons}")
    if done.kind is ImportKind.ORDERS:
        report.remarks += no_moment(wanted)
        report.accepted, report.repeated = done.accepted, done.repeated
    else:
        report.catalogue_changes[done.kind.value] = done.accepted


def preview_path(engine: Engine, clock: Clock, path: Path, corrections: Corrections) -> ImportPreview:
    """How a CSV or XLSX file would be read; nothing is kept. Raises ImportRefusedError."""
    data = read_path(path)
    if is_json(data):
        raise ImportRefusedError(
            f"{path} is JSON: it tells itself what it holds. Preview CSV and XLSX files."
        )
    try:
        tables = read_tables(data, path.name)
        with reading(engine) as connection:
            guessed, _table = propose(connection, tables, path.name, None, clock(), corrections.time_zone)
            wanted = corrections.applied(guessed)
            table = sheet_named(tables, wanted.sheet)
            check_reading(wanted, SheetRead(name=table.name, header=list(table.header), rows=len(table.rows)))
            return preview(connection, tables, wanted, None, clock())
    except (SheetRefusedError, ReadingRefusedError) as refusal:
        raise ImportRefusedError(str(refusal)) from refusal


def preview_words(shown: ImportPreview) -> str:
    """A preview for people at a terminal."""
    lines = [f"Sheet {shown.reading.sheet}: {shown.reading.kind.value}."]
    lines += [f"  {column.field:<14} <- {column.heading}" for column in shown.columns if column.heading]
    lines += [f"  {name:<14} =  {text}" for name, text in shown.reading.defaults.items()]
    if shown.missing:
        lines.append(f"Missing: {', '.join(shown.missing)}. {_NAME_THEM}")
    lines += [f"Note: {remark}" for remark in shown.remarks]
    for what, unmatched in (("Product", shown.unmatched_products), ("Pickup point", shown.unmatched_points)):
        lines += [
            f"{what} not in the catalogue: {each.told} ({each.rows} rows; "
            f"like {', '.join(each.nearest) or 'none'})"
            for each in unmatched
        ]
    lines += [
        f"  row {row.rows[0]}: {row.verdict.value} {row.key}" + (f": {row.reason}" if row.reason else "")
        for row in shown.rows
    ]
    counts = ", ".join(f"{count} {verdict.value}" for verdict, count in shown.counts.items())
    return "\n".join([*lines, f"In all: {counts}."])
