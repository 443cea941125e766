"""The command line of the service: python -m cloud_api serve | worker | migrate | import | cut-off | …"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from pydantic import SecretStr, ValidationError

from cloud_api.http.logs import LogFormat, LogLevel, write_logs
from cloud_api.imports.by_hand import Corrections
from cloud_api.settings import Settings
from cloud_api.verbs import files, people, running, words
from cloud_api.verbs.outcomes import Outcome, RefusedError
from cloud_api.wire.stations import Role

_DONE = 0
_REFUSED = 1

_EXAMPLES = {
    "serve": "python -m cloud_api serve\n"
    "  python -m cloud_api serve --database postgresql+psycopg://youlin@db/youlin --host 0.0.0.0\n"
    "  python -m cloud_api serve --database day.db --port 0 --ready-file url.txt",
    "worker": "python -m cloud_api worker --database postgresql+psycopg://youlin@db/youlin --name worker-1",
    "backup": "python -m cloud_api backup /backup/cloud-20260618.db\n"
    "  python -m cloud_api backup cloud.dump --database postgresql+psycopg://youlin@db/youlin",
    "restore": "python -m cloud_api restore /backup/cloud-20260618.db --force",
    "metrics": "python -m cloud_api metrics --port 8750",
    "migrate": "python -m cloud_api migrate --database postgresql+psycopg://youlin@db/youlin",
    "import": "python -m cloud_api import orders.csv --columns quantity=件数 --default pickup_point=P001\n"
    "  python -m cloud_api import export.xlsx --preview --columns phone=联系电话\n"
    "  python -m cloud_api import vans.xlsx\n  python -m cloud_api import orders.csv "
    "--warehouse W1 --cycle-name 端午团 --cut-off-at 2026-06-18T23:00:00+08:00\n"
    "  python -m cloud_api import day.json --json",
    "export": "python -m cloud_api export products products.xlsx",
    "cut-off": "python -m cloud_api cut-off\n"
    "  python -m cloud_api cut-off 01976b1e-5f00-7000-8000-000000000001",
    "enrol-code": "python -m cloud_api enrol-code --warehouse W1 --role warehouse\n"
    "  python -m cloud_api enrol-code --role warehouse --role dispatch --warehouse W1\n"
    "  python -m cloud_api enrol-code --role pickup --pickup-point P001\n"
    "  python -m cloud_api enrol-code --role integrator",
    "manager": "python -m cloud_api manager --name 王经理 --badge 7700000019 --warehouse W1",
    "stations": "python -m cloud_api stations --json",
    "revoke-station": "python -m cloud_api revoke-station 01976b1e-5f00-7000-8000-000000000001",
    "audit": "python -m cloud_api audit verify\n  python -m cloud_api audit verify --head 1200:5f0c…",
    "openapi": "python -m cloud_api openapi > openapi.json",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; answers its exit code: 0 done, 1 refused with a reason on stderr (2: wrong usage)."""
    options = _parser().parse_args(arguments)
    _write_logs(options)
    run: Callable[[argparse.Namespace, Settings], None] = options.run
    try:
        run(options, _settings(options))
        sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()
    except RefusedError as refusal:
        print(refusal, file=sys.stderr)
        return _REFUSED
    except KeyboardInterrupt:
        return _DONE if options.verb == "serve" else _REFUSED
    return _DONE


def _leave_quietly() -> None:
    """Whoever read the output has seen enough (`| head`); Python must not complain of the rest at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _write_logs(options: argparse.Namespace) -> None:
    """Programs read every request, people what went wrong, unless told otherwise."""
    form: LogFormat = getattr(options, "log_format", LogFormat.PLAIN)
    usual = LogLevel.INFO if form is LogFormat.JSON else LogLevel.WARNING
    write_logs(form, getattr(options, "log_level", None) or usual)


def _settings(options: argparse.Namespace) -> Settings:
    told = {name: getattr(options, name, None) for name in ("database", "host", "port", "worker_name")}
    try:
        return Settings(**{name: value for name, value in told.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(f"{item['loc'][0]}: {item['msg']}" for item in error.errors())
        raise RefusedError(
            f"A setting does not fit: {faults}. Correct the option, or the variable YOULIN_CLOUD_…"
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cloud_api", description="The HTTP service of Youlin Station 优邻站."
    )
    adding = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    words.add_serve(_verb(adding, "serve", "answer stations and shop systems over HTTP", _serve))
    words.add_worker(_verb(adding, "worker", "do the jobs of a service of several processes", _worker))
    _verb(adding, "migrate", "bring the database to the form of this release", _migrate, result=True)
    words.add_import(
        _verb(adding, "import", "import orders, a catalogue or a whole day from a file", _import, result=True)
    )
    words.add_export(_verb(adding, "export", "write master data to a file", _export, result=True))
    words.add_cut_off(_verb(adding, "cut-off", "freeze cycles into waves", _cut_off, result=True))
    words.add_enrol_code(
        _verb(adding, "enrol-code", "a one-time code for a station", _enrol_code, result=True)
    )
    words.add_backup(_verb(adding, "backup", "copy the database while it is served", _backup, result=True))
    words.add_restore(
        _verb(adding, "restore", "put a backup in the place of the database", _restore, result=True)
    )
    words.add_address(_verb(adding, "metrics", "print the metrics of the service that runs here", _metrics))
    words.add_manager(_verb(adding, "manager", "give a manager a badge and a PIN", _manager, result=True))
    _verb(adding, "stations", "every station with its state", _stations, result=True)
    words.add_revocation(_verb(adding, "revoke-station", "shut a station out at once", _revoke, result=True))
    words.add_audit(_verb(adding, "audit", "prove the trail of who did what", _audit, result=True))
    _verb(adding, "openapi", "print the OpenAPI document", _openapi)
    return parser


def _verb(
    adding: Any,
    name: str,
    what: str,
    run: Callable[[argparse.Namespace, Settings], None],
    *,
    result: bool = False,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = adding.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog=f"examples:\n  {_EXAMPLES[name]}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    if name not in ("openapi", "metrics"):
        parser.add_argument(
            "--database",
            help="SQLite file or database URL (YOULIN_CLOUD_DATABASE; default: a file in your data folder)",
        )
    if result:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    running.serve(settings, options.ready_file, options.worker)


def _worker(_options: argparse.Namespace, settings: Settings) -> None:
    running.work(settings)


def _migrate(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, running.migrate_database(settings))


def _import(options: argparse.Namespace, settings: Settings) -> None:
    told = {"warehouse": options.warehouse, "name": options.cycle_name, "cut_off_at": options.cut_off_at}
    given = [value for value in told.values() if value is not None]
    if given and len(given) < len(told):
        options.parser.error("--warehouse, --cycle-name and --cut-off-at go together")
    corrections = Corrections(
        options.time_zone, options.kind, options.sheet, dict(options.columns), dict(options.default)
    )
    if options.preview:
        _tell(options, files.preview_file(settings, options.file, corrections))
    else:
        _tell(options, files.take_file(settings, options.file, told if given else None, corrections))


def _export(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, files.export_file(settings, options.kind, options.file))


def _cut_off(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, files.cut_off_cycles(settings, options.cycle))


def _enrol_code(options: argparse.Namespace, settings: Settings) -> None:
    valid_for = timedelta(hours=options.hours)
    roles = options.role or [Role.WAREHOUSE]
    _tell(options, people.give_code(settings, roles, options.warehouse, options.pickup_point, valid_for))


def _backup(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, running.back_up_database(settings, options.file))


def _restore(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, running.restore_database(settings, options.file, options.force))


def _metrics(_options: argparse.Namespace, settings: Settings) -> None:
    print(running.show_metrics(settings).words)


def _manager(options: argparse.Namespace, settings: Settings) -> None:
    """A PIN on the command line would stand in the history of the shell and in the list of processes."""
    pin = sys.stdin.readline().strip() if options.pin_stdin else getpass.getpass("PIN: ").strip()
    _tell(
        options, people.make_manager(settings, options.name, options.badge, options.warehouse, SecretStr(pin))
    )


def _stations(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, people.list_all_stations(settings))


def _revoke(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, people.revoke_one(settings, options.station))


def _audit(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, people.verify_audit(settings, options.head))


def _openapi(_options: argparse.Namespace, settings: Settings) -> None:
    print(running.openapi_document(settings))


def _tell(options: argparse.Namespace, outcome: Outcome) -> None:
    print(json.dumps(outcome.values, ensure_ascii=False) if options.json else outcome.words)


if __name__ == "__main__":
    sys.exit(main())
