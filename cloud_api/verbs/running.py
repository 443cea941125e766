"""Verbs that run the service and keep its database: serve, worker, migrate, backup, restore, metrics."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Engine

from cloud_api.app import create_app, release
from cloud_api.jobs.alone import work as work_alone
from cloud_api.jobs.dbos_setup import make_job_tables
from cloud_api.jobs.turns import WorkerTakenError
from cloud_api.server import PortTakenError, ReadyFileError, ask_metrics, import_duties
from cloud_api.server import serve as serve_http
from cloud_api.settings import Settings
from cloud_api.storage.backup import back_up, manifest_path, restore
from cloud_api.storage.clock import system_clock
from cloud_api.storage.copying import CopyRefusedError
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.verbs.outcomes import Outcome, RefusedError, database


def serve(settings: Settings, ready_file: Path | None, with_worker: bool | None) -> None:
    """Serve until told to stop; the jobs are done here too, unless told otherwise or on PostgreSQL."""
    with database(settings) as engine:
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
    with database(settings) as engine:
        try:
            ended = work_alone(settings, engine, import_duties())
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
    with _copying(settings, in_new_folder=True) as engine:
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
def _copying(settings: Settings, *, in_new_folder: bool = False) -> Iterator[Engine]:
    try:
        with database(settings, prepared=False, in_new_folder=in_new_folder) as engine:
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
    with database(settings, prepared=False) as engine:
        before = migrate(engine)
        make_job_tables(engine)
    return Outcome({"before": before, "now": "current"}, f"The database was {before} and is current now.")


def openapi_document(settings: Settings) -> str:
    """The OpenAPI document as JSON; no database is touched."""
    app = create_app(settings, open_engine("sqlite://"))
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2)
