"""What each verb of the command line does; __main__ only reads the words."""

import json
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError

from cloud_api.app import create_app
from cloud_api.cycles.cut_off import cut_off, cut_off_due
from cloud_api.devices.placing import CodeRefusedError
from cloud_api.devices.service import issue_code
from cloud_api.imports.files import read_import_file
from cloud_api.imports.service import ImportReport, import_file
from cloud_api.imports.sheets import ImportRefusedError
from cloud_api.server import PortTakenError, ReadyFileError
from cloud_api.server import serve as serve_http
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.engine import open_engine
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.roles import role_names
from cloud_api.storage.schema import SchemaRefusedError, migrate, require_current
from cloud_api.storage.transaction import writing
from cloud_api.wire.cycles import CutOffResult
from cloud_api.wire.stations import Role
from cloud_api.wiring import hooks_of


class RefusedError(Exception):
    """A verb could not be done; the message says why and what to do."""


@dataclass(frozen=True)
class Outcome:
    """What a verb answers: for programs and for people."""

    values: Any
    words: str


@contextmanager
def _database(settings: Settings, *, prepared: bool = True) -> Iterator[Engine]:
    """The database, with a file brought to the newest form first; its troubles become refusals."""
    engine: Engine | None = None
    try:
        engine = open_engine(settings.database)
        if prepared and engine.dialect.name == "sqlite":
            migrate(engine)
        elif prepared:
            require_current(engine)
        yield engine
    except SchemaRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise RefusedError(
            f"--database cannot be understood ({error}). Name a SQLite file, "
            "or a URL like postgresql+psycopg://user@host/name with psycopg installed."
        ) from error
    except (DatabaseError, InterfaceError, OSError) as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise RefusedError(
            f"The database cannot be used: {cause}. Check --database, that it is reachable and may be "
            "written, and that the disk has room."
        ) from error
    finally:
        if engine is not None:
            engine.dispose()


def serve(settings: Settings, ready_file: Path | None) -> None:
    """Serve until told to stop."""
    with _database(settings) as engine:
        try:
            serve_http(settings, engine, ready_file)
        except (PortTakenError, ReadyFileError) as trouble:
            raise RefusedError(str(trouble)) from trouble


def migrate_database(settings: Settings) -> Outcome:
    """Bring the database to the form of this release."""
    with _database(settings, prepared=False) as engine:
        before = migrate(engine)
    return Outcome({"before": before, "now": "current"}, f"The database was {before} and is current now.")


def import_day(settings: Settings, path: Path, cycle: dict[str, Any] | None, time_zone: str) -> Outcome:
    """Import a file; progress goes to stderr."""
    try:
        content = read_import_file(path, time_zone)
        if cycle is not None:
            content.cycles.append(cycle)
        with _database(settings) as engine:
            report = import_file(engine, content, system_clock, _show_progress)
    except ImportRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    return Outcome(report.as_json(), _import_words(report))


def _show_progress(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    sys.stderr.write(f"\rorders {done} of {total}{end}")
    sys.stderr.flush()


def _import_words(report: ImportReport) -> str:
    changed = ", ".join(
        f"{count} {name.replace('_', ' ')}" for name, count in report.catalogue_changes.items()
    )
    lines = [
        f"Catalogue: {changed or 'nothing'} new or changed.",
        f"Orders: {report.accepted} accepted, {report.repeated} repeated, {len(report.refused)} refused.",
    ]
    lines += [f"  order {row.row} ({row.order_no or 'no number'}): {row.reason}" for row in report.refused]
    if report.refused:
        lines.append("Refused orders are kept; GET /v1/orders/refused lists them.")
    return "\n".join(lines)


def cut_off_cycles(settings: Settings, cycle_id: UUID | None) -> Outcome:
    """Cut one cycle off now, or all whose moment has passed."""
    with _database(settings) as engine:
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
    with writing(engine) as connection:
        result = cut_off(connection, cycle_id, now, hooks)
    if result is None:
        raise RefusedError(f"There is no cycle {cycle_id}. GET /v1/cycles lists them.")
    return result


def give_code(
    settings: Settings,
    roles: Collection[Role],
    warehouse: str | None,
    pickup_point: str | None,
    valid_for: timedelta,
) -> Outcome:
    """A one-time code to enrol one station with."""
    with _database(settings) as engine:
        try:
            with writing(engine) as connection:
                code = issue_code(
                    connection,
                    roles,
                    warehouse,
                    system_clock(),
                    pickup_point=pickup_point,
                    valid_for=valid_for,
                    key=settings.code_key,
                )
        except CodeRefusedError as refusal:
            raise RefusedError(str(refusal)) from refusal
    until = code.expires_at.isoformat(timespec="minutes")
    values = {
        "code": code.code,
        "roles": code.roles,
        "warehouse": code.warehouse,
        "pickup_point": code.pickup_point,
        "expires_at": code.expires_at.isoformat(),
    }
    words = (
        f"{code.code[:4]} {code.code[4:]}\n"
        f"Good for one station with the role {role_names(code.roles)}, until {until}."
    )
    return Outcome(values, words)


def openapi_document(settings: Settings) -> str:
    """The OpenAPI document as JSON; no database is touched."""
    app = create_app(settings, open_engine("sqlite://"))
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2)
