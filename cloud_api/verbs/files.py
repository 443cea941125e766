"""Verbs that bring a night in and take it on: import, export, cut-off."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from cloud_api.cycles.cut_off import cut_off_due, cut_off_now
from cloud_api.imports.by_hand import Corrections, import_path, preview_path, preview_words
from cloud_api.imports.day import ImportReport
from cloud_api.imports.day_files import ImportRefusedError
from cloud_api.imports.exports import write_export
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.hooks import Hooks
from cloud_api.verbs.outcomes import Outcome, RefusedError, database
from cloud_api.wire.cycles import CutOffResult
from cloud_api.wire.imports import ImportKind
from cloud_api.wiring import hooks_of


def take_file(
    settings: Settings, path: Path, cycle: dict[str, Any] | None, corrections: Corrections
) -> Outcome:
    """Import a file; progress goes to stderr."""
    try:
        with database(settings) as engine:
            report = import_path(engine, system_clock, path, cycle, corrections, _show_progress)
    except ImportRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    return Outcome(report.as_json(), _import_words(report))


def preview_file(settings: Settings, path: Path, corrections: Corrections) -> Outcome:
    """How a sheet would be read; nothing is kept."""
    try:
        with database(settings) as engine:
            shown = preview_path(engine, system_clock, path, corrections)
    except ImportRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    return Outcome(shown.model_dump(mode="json"), preview_words(shown))


def export_file(settings: Settings, kind: ImportKind, path: Path) -> Outcome:
    """Write all rows of a kind of master data to a CSV or XLSX file."""
    try:
        with database(settings) as engine:
            rows = write_export(engine, kind, path)
    except ImportRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    values = {"kind": kind.value, "file": str(path), "rows": rows}
    return Outcome(values, f"{rows} {kind.value.replace('_', ' ')} are in {path}.")


def _show_progress(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\rtaken {done} of {total}{end}")
    sys.stderr.flush()


def _import_words(report: ImportReport) -> str:
    changed = ", ".join(
        f"{count} {name.replace('_', ' ')}" for name, count in report.catalogue_changes.items()
    )
    lines = [
        f"Catalogue: {changed or 'nothing'} new or changed.",
        f"Orders: {report.accepted} accepted, {report.repeated} repeated, {len(report.refused)} refused.",
    ]
    lines += [f"Note: {remark}" for remark in report.remarks]
    lines += [f"  order {row.row} ({row.order_no or 'no number'}): {row.reason}" for row in report.refused]
    if report.refused:
        lines.append("Refused orders are kept; GET /v1/orders/refused lists them.")
    return "\n".join(lines)


def cut_off_cycles(settings: Settings, cycle_id: UUID | None) -> Outcome:
    """Cut one cycle off now, or all whose moment has passed."""
    with database(settings) as engine:
        now = system_clock()
        hooks = hooks_of(settings)
        if cycle_id is None:
            results = cut_off_due(engine, now, hooks)
        else:
            results = [_cut_off_one(engine, cycle_id, now, hooks)]
    values = [result.model_dump(mode="json") for result in results]
    words = [
        f"Cycle {result.cycle_id}: {result.waves} waves, {result.orders} orders, {result.lines} lines, "
        f"{result.pieces} pieces{' (it was frozen before)' if result.already_frozen else ''}."
        for result in results
    ]
    return Outcome(values, "\n".join(words) or "No cycle is due.")


def _cut_off_one(engine: Engine, cycle_id: UUID, now: datetime, hooks: Hooks) -> CutOffResult:
    result = cut_off_now(engine, cycle_id, now, hooks)
    if result is None:
        raise RefusedError(f"There is no cycle {cycle_id}. GET /v1/cycles lists them.")
    return result
