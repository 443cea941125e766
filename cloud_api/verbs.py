"""What each verb of the command line does; __main__ only reads the words."""

import json
import logging
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import SecretStr, ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError

from cloud_api.app import create_app, release
from cloud_api.catalogue.checks import CatalogueRefusedError
from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.cut_off import cut_off, cut_off_due
from cloud_api.devices.placing import CodeRefusedError
from cloud_api.devices.service import issue_code
from cloud_api.devices.stations import StationVerdict, list_stations, revoke
from cloud_api.http.callers import Caller
from cloud_api.http.problems import explain
from cloud_api.imports.by_hand import Corrections, import_path, preview_path, preview_words
from cloud_api.imports.day import ImportReport
from cloud_api.imports.day_files import ImportRefusedError
from cloud_api.imports.exports import write_export
from cloud_api.imports.run import run_import
from cloud_api.jobs.alone import work as work_alone
from cloud_api.jobs.dbos_setup import make_job_tables
from cloud_api.jobs.turns import WorkerTakenError
from cloud_api.people.pins import PinKeeper
from cloud_api.people.service import WeakPinError, check_pin, keep_pin, operator_with_badge
from cloud_api.server import PortTakenError, ReadyFileError, ask_metrics
from cloud_api.server import serve as serve_http
from cloud_api.settings import Settings
from cloud_api.storage.audit import SERVICE, START, Head, Proof, trail_head, verify_trail
from cloud_api.storage.backup import back_up, manifest_path, restore
from cloud_api.storage.clock import system_clock
from cloud_api.storage.copying import CopyRefusedError
from cloud_api.storage.engine import open_engine
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.roles import role_names
from cloud_api.storage.schema import SchemaRefusedError, migrate, require_current
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue, Operator
from cloud_api.wire.cycles import CutOffResult
from cloud_api.wire.imports import ImportKind
from cloud_api.wire.people import PinChange
from cloud_api.wire.stations import KnownStation, Role
from cloud_api.wiring import hooks_of

_STATIONS_A_PAGE = 500


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


def serve(settings: Settings, ready_file: Path | None, with_worker: bool | None) -> None:
    """Serve until told to stop; the jobs are done here too, unless told otherwise or on PostgreSQL."""
    with _database(settings) as engine:
        if with_worker is None:
            with_worker = engine.dialect.name == "sqlite"
        try:
            ended = serve_http(settings, engine, ready_file, with_worker=with_worker)
        except (PortTakenError, ReadyFileError) as trouble:
            raise RefusedError(str(trouble)) from trouble
    if not ended:
        _leave_at_once()


def work(settings: Settings) -> None:
    """Do jobs until told to stop."""
    with _database(settings) as engine:
        try:
            ended = work_alone(settings, engine, run_import)
        except WorkerTakenError as taken:
            raise RefusedError(str(taken)) from taken
    if not ended:
        _leave_at_once()


def back_up_database(settings: Settings, path: Path) -> Outcome:
    """Copy the database to a new file while it is served."""
    with _copying(settings) as engine:
        manifest = back_up(engine, path, release(), system_clock())
    words = (
        f"{path} holds the database of {manifest.made_at}, {manifest.bytes} bytes. "
        f"Keep {manifest_path(path).name} beside it: restore reads both."
    )
    return Outcome({"file": str(path), **asdict(manifest)}, words)


def restore_database(settings: Settings, path: Path, force: bool) -> Outcome:
    """Put a backup in the place of the database."""
    with _copying(settings) as engine:
        restored = restore(engine, path, system_clock(), force=force)
    lines = [f"The database is that of {restored.manifest.made_at} again."]
    if restored.kept is not None:
        lines.append(f"What was there before is kept: {restored.kept}.")
    lines.append(
        "Now set YOULIN_CLOUD_EXTENSION_DIGIT to a digit not used before, start the service, and let the "
        "stations in before the shop system: they notice and send their facts again."
    )
    values = {"file": str(path), "kept": restored.kept, **asdict(restored.manifest)}
    return Outcome(values, "\n".join(lines))


@contextmanager
def _copying(settings: Settings) -> Iterator[Engine]:
    try:
        with _database(settings, prepared=False) as engine:
            yield engine
    except CopyRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal


def show_metrics(settings: Settings) -> Outcome:
    """Ask a running service of this machine for its metrics."""
    told = ask_metrics(settings)
    if told is None:
        raise RefusedError(
            f"No service answers on {settings.host} port {settings.port}, or it keeps its metrics to itself. "
            "Name another --host and --port, or set YOULIN_CLOUD_METRICS_TOKEN as the service has it."
        )
    return Outcome(told, told.rstrip())


def _leave_at_once() -> None:
    """Python would wait for the step of a job that is still under way; the next worker does it again."""
    logging.getLogger(__name__).warning("a job is left half done; the next worker goes on with it")
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


def migrate_database(settings: Settings) -> Outcome:
    """Bring the database to the form of this release."""
    with _database(settings, prepared=False) as engine:
        before = migrate(engine)
        make_job_tables(engine)
    return Outcome({"before": before, "now": "current"}, f"The database was {before} and is current now.")


def take_file(
    settings: Settings, path: Path, cycle: dict[str, Any] | None, corrections: Corrections
) -> Outcome:
    """Import a file; progress goes to stderr."""
    try:
        with _database(settings) as engine:
            report = import_path(engine, system_clock, path, cycle, corrections, _show_progress)
    except ImportRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    return Outcome(report.as_json(), _import_words(report))


def preview_file(settings: Settings, path: Path, corrections: Corrections) -> Outcome:
    """How a sheet would be read; nothing is kept."""
    try:
        with _database(settings) as engine:
            shown = preview_path(engine, system_clock, path, corrections)
    except ImportRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    return Outcome(shown.model_dump(mode="json"), preview_words(shown))


def export_file(settings: Settings, kind: ImportKind, path: Path) -> Outcome:
    """Write all rows of a kind of master data to a CSV or XLSX file."""
    try:
        with _database(settings) as engine:
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


def make_manager(settings: Settings, name: str, badge: str, warehouse: str, pin: SecretStr) -> Outcome:
    """A manager with a PIN: the first one has nobody who could make him; or one who forgot his PIN."""
    try:
        told = PinChange(pin=pin).pin
        check_pin(told, badge)
        with _database(settings) as engine, writing(engine) as connection:
            known = operator_with_badge(connection, badge)
            operator = Operator(
                id=new_uuid() if known is None else known.id,
                name=name,
                badge=badge,
                warehouse=warehouse,
                pickup_point=None if known is None else known.pickup_point,
                supervisor=known is not None and known.supervisor,
                manager=True,
            )
            put_catalogue(connection, Catalogue(operators=(operator,)), system_clock())
            keep_pin(connection, operator.id, PinKeeper().hashed(told), SERVICE, system_clock())
    except ValidationError as error:
        raise RefusedError(f"Name, badge or PIN does not fit: {explain(error)}. Put it right.") from None
    except (WeakPinError, CatalogueRefusedError) as refusal:
        raise RefusedError(str(refusal)) from refusal
    values = {"id": str(operator.id), "badge": badge, "warehouse": warehouse}
    return Outcome(values, f"{name} may sign in at the console with badge {badge} and the PIN.")


def verify_audit(settings: Settings, noted: str | None) -> Outcome:
    """Whether the trail of acts is whole; answers its head, to be noted elsewhere."""
    number, _, hashed = (noted or "").partition(":")
    head = Head(int(number), hashed) if number.isdecimal() else START
    with _database(settings) as engine, reading(engine) as connection:
        proof, last = verify_trail(connection, head), trail_head(connection)
    if not proof.holds:
        raise RefusedError(
            f"The audit trail was tampered with: {_tampered(proof)}. Keep this database as it is, compare it "
            "with the last backup, and call whoever answers for your data."
        )
    values = {"acts": proof.acts, "head": f"{last.number}:{last.hash}"}
    return Outcome(
        values, f"{proof.acts} acts, each follows from the one before. Note: --head {values['head']}"
    )


def _tampered(proof: Proof) -> str:
    told = [f"act {number} does not follow from the one before" for number in proof.broken[:5]]
    if proof.end_is_missing:
        told.append("its end is not the one that was written last")
    if not proof.head_is_known:
        told.append("the head you noted is not in it")
    return "; ".join(told)


def list_all_stations(settings: Settings) -> Outcome:
    """Every station with its state."""
    found: list[KnownStation] = []
    with _database(settings) as engine, reading(engine) as connection:
        page = list_stations(connection, None, None, _STATIONS_A_PAGE, system_clock())
        found += page.items
        while page.next is not None:
            page = list_stations(connection, None, UUID(page.next), _STATIONS_A_PAGE, system_clock())
            found += page.items
    words = [
        f"{each.id}  {each.state:8}  {role_names(each.roles)}  {each.pickup_point or each.warehouse or '-'}  "
        f"{each.name}  {'never seen' if each.last_seen_at is None else f'{each.last_seen_at:%Y-%m-%d %H:%M}'}"
        for each in found
    ]
    return Outcome([each.model_dump(mode="json") for each in found], "\n".join(words) or "No station yet.")


def revoke_one(settings: Settings, station_id: UUID) -> Outcome:
    """Shut a station out at once."""
    administrator = Caller(new_uuid(), "command line", frozenset({Role.INTEGRATOR}), None)
    with _database(settings) as engine, writing(engine) as connection:
        verdict = revoke(connection, administrator, station_id, system_clock(), hooks_of(settings))
    if verdict is StationVerdict.UNKNOWN:
        raise RefusedError(f"There is no station {station_id}. `python -m cloud_api stations` lists them.")
    return Outcome({"revoked": str(station_id)}, f"Station {station_id} is shut out. Its records stay.")


def openapi_document(settings: Settings) -> str:
    """The OpenAPI document as JSON; no database is touched."""
    app = create_app(settings, open_engine("sqlite://"))
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2)
