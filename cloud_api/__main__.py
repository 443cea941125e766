"""The command line of the service: python -m cloud_api serve | worker | migrate | import | cut-off | …"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import SecretStr, ValidationError

from cloud_api import verbs
from cloud_api.http.logs import LogFormat, LogLevel, write_logs
from cloud_api.imports.by_hand import Corrections
from cloud_api.settings import DEFAULT_PORT, Settings
from cloud_api.storage.roles import STATION_ROLES
from cloud_api.wire.imports import ImportKind
from cloud_api.wire.stations import Role

_DONE = 0
_REFUSED = 1
_MOST_HOURS = 24 * 14

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
    "import": "python -m cloud_api import day.json --json\n  python -m cloud_api import orders.csv "
    "--warehouse W1 --cycle-name 端午团 --cut-off-at 2026-06-18T23:00:00+08:00\n"
    "  python -m cloud_api import vans.xlsx\n"
    "  python -m cloud_api import export.xlsx --preview --columns phone=联系电话 --default pickup_point=P001",
    "export": "python -m cloud_api export products products.xlsx",
    "cut-off": "python -m cloud_api cut-off\n"
    "  python -m cloud_api cut-off 01976b1e-5f00-7000-8000-000000000001",
    "enrol-code": "python -m cloud_api enrol-code --warehouse W1 --role warehouse\n"
    "  python -m cloud_api enrol-code --role warehouse --role dispatch --warehouse W1\n"
    "  python -m cloud_api enrol-code --role pickup --pickup-point P001\n"
    "  python -m cloud_api enrol-code --role integrator",
    "manager": "python -m cloud_api manager --name 王经理 --badge 7700000015 --warehouse W1",
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
    except verbs.RefusedError as refusal:
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
        raise verbs.RefusedError(
            f"A setting does not fit: {faults}. Correct the option, or the variable YOULIN_CLOUD_…"
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cloud_api", description="The HTTP service of Youlin Station 优邻站."
    )
    adding = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    _add_serve(_verb(adding, "serve", "answer stations and shop systems over HTTP", _serve))
    _add_worker(_verb(adding, "worker", "do the jobs of a service of several processes", _worker))
    _verb(adding, "migrate", "bring the database to the form of this release", _migrate, result=True)
    _add_import(
        _verb(adding, "import", "import orders, a catalogue or a whole day from a file", _import, result=True)
    )
    _add_export(_verb(adding, "export", "write master data to a file", _export, result=True))
    _add_cut_off(_verb(adding, "cut-off", "freeze cycles into waves", _cut_off, result=True))
    _add_enrol_code(_verb(adding, "enrol-code", "a one-time code for a station", _enrol_code, result=True))
    _add_backup(_verb(adding, "backup", "copy the database while it is served", _backup, result=True))
    _add_restore(_verb(adding, "restore", "put a backup in the place of the database", _restore, result=True))
    _add_address(_verb(adding, "metrics", "print the metrics of the service that runs here", _metrics))
    _add_manager(_verb(adding, "manager", "give a manager a badge and a PIN", _manager, result=True))
    _verb(adding, "stations", "every station with its state", _stations, result=True)
    _add_revocation(_verb(adding, "revoke-station", "shut a station out at once", _revoke, result=True))
    _add_audit(_verb(adding, "audit", "prove the trail of who did what", _audit, result=True))
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


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a new file; FILE.json beside it says what it is")


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file made by backup, with its FILE.json")
    parser.add_argument(
        "--force", action="store_true", help="also where a database with rows stands; it is kept beside"
    )


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address it listens on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help=f"its port (default {DEFAULT_PORT})")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help=f"port (default {DEFAULT_PORT}; 0 takes any free one)")
    parser.add_argument("--ready-file", type=Path, help="write the base URL here once requests are answered")

    parser.add_argument(
        "--worker",
        action=argparse.BooleanOptionalAction,
        help="do the jobs in this process too (default: on SQLite yes, on PostgreSQL no: start `worker`)",
    )
    _add_log_options(parser)


def _add_worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--name",
        dest="worker_name",
        help="this worker's own name (YOULIN_CLOUD_WORKER_NAME; default: the machine's). "
        "Jobs it had begun when it was killed go on when it starts again",
    )
    _add_log_options(parser)


def _add_log_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--log-format",
        type=LogFormat,
        choices=list(LogFormat),
        default=LogFormat.PLAIN,
        help="lines for people, or one JSON object a line (default plain)",
    )
    parser.add_argument(
        "--log-level",
        type=LogLevel,
        choices=list(LogLevel),
        help="from which level on (default: warning; with JSON info, which has every request)",
    )


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON, JSON Lines, CSV or XLSX")
    parser.add_argument("--warehouse", help="open a cycle first: of this warehouse")
    parser.add_argument("--cycle-name", help="open a cycle first: its name")
    parser.add_argument("--cut-off-at", help="open a cycle first: its cut-off, 2026-06-18T23:00:00+08:00")
    parser.add_argument(
        "--time-zone", default="Asia/Shanghai", help="of times without offset (default %(default)s)"
    )
    parser.add_argument(
        "--preview", action="store_true", help="only show how a CSV or XLSX file would be read"
    )
    parser.add_argument("--kind", type=ImportKind, choices=list(ImportKind), help="what the rows are")
    parser.add_argument("--sheet", help="the sheet that is taken")
    parser.add_argument(
        "--columns",
        metavar="FIELD=HEADING",
        type=_pair,
        action="append",
        default=[],
        help="the column a field is read from; as often as needed",
    )
    parser.add_argument(
        "--default",
        metavar="FIELD=TEXT",
        type=_pair,
        action="append",
        default=[],
        help="what a field is where the file tells nothing; as often as needed",
    )
    parser.set_defaults(parser=parser)


def _pair(told: str) -> tuple[str, str]:
    name, equals, text = told.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"FIELD=TEXT is wanted, not {told}")
    return name.strip(), text.strip()


def _add_export(parser: argparse.ArgumentParser) -> None:
    kinds = [kind for kind in ImportKind if kind is not ImportKind.ORDERS]
    parser.add_argument("kind", type=ImportKind, choices=kinds, help="what is written")
    parser.add_argument("file", type=Path, help="CSV or XLSX file; its ending says which")


def _add_cut_off(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cycle",
        nargs="?",
        type=UUID,
        help="id of a cycle to cut off now (default: all whose moment has passed)",
    )


def _add_enrol_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--role",
        type=Role,
        choices=STATION_ROLES,
        action="append",
        help="what the station is for, once for each of its roles (default warehouse)",
    )
    parser.add_argument("--warehouse", help="warehouse of the station; needed for warehouse and dispatch")
    parser.add_argument("--pickup-point", help="shop of the station; needed for pickup")
    parser.add_argument(
        "--hours", type=_hours, default=24, help="how long the code is good (default %(default)s)"
    )


def _add_manager(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="how people call the manager")
    parser.add_argument("--badge", required=True, help="the ten digits of the badge")
    parser.add_argument("--warehouse", required=True, help="the warehouse the manager runs")
    parser.add_argument(
        "--pin-stdin",
        action="store_true",
        help="read the PIN as one line from standard input; without it the PIN is asked for unseen",
    )


def _add_revocation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("station", type=UUID, help="id of the station: `python -m cloud_api stations`")


def _add_audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], help="follow the chain from its first act to its last")
    parser.add_argument("--head", help="NUMBER:HASH noted before: it must still stand in the trail")


def _hours(told: str) -> int:
    hours = int(told) if told.isdecimal() and len(told) <= len(str(_MOST_HOURS)) else 0
    if not 1 <= hours <= _MOST_HOURS:
        raise argparse.ArgumentTypeError(
            f"a whole number of hours from 1 to {_MOST_HOURS} is wanted, not {told}"
        )
    return hours


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    verbs.serve(settings, options.ready_file, options.worker)


def _worker(_options: argparse.Namespace, settings: Settings) -> None:
    verbs.work(settings)


def _migrate(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.migrate_database(settings))


def _import(options: argparse.Namespace, settings: Settings) -> None:
    told = {"warehouse": options.warehouse, "name": options.cycle_name, "cut_off_at": options.cut_off_at}
    given = [value for value in told.values() if value is not None]
    if given and len(given) < len(told):
        options.parser.error("--warehouse, --cycle-name and --cut-off-at go together")
    corrections = Corrections(
        options.time_zone, options.kind, options.sheet, dict(options.columns), dict(options.default)
    )
    if options.preview:
        _tell(options, verbs.preview_file(settings, options.file, corrections))
    else:
        _tell(options, verbs.take_file(settings, options.file, told if given else None, corrections))


def _export(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.export_file(settings, options.kind, options.file))


def _cut_off(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.cut_off_cycles(settings, options.cycle))


def _enrol_code(options: argparse.Namespace, settings: Settings) -> None:
    valid_for = timedelta(hours=options.hours)
    roles = options.role or [Role.WAREHOUSE]
    _tell(options, verbs.give_code(settings, roles, options.warehouse, options.pickup_point, valid_for))


def _backup(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.back_up_database(settings, options.file))


def _restore(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.restore_database(settings, options.file, options.force))


def _metrics(_options: argparse.Namespace, settings: Settings) -> None:
    print(verbs.show_metrics(settings).words)


def _manager(options: argparse.Namespace, settings: Settings) -> None:
    """A PIN on the command line would stand in the history of the shell and in the list of processes."""
    pin = sys.stdin.readline().strip() if options.pin_stdin else getpass.getpass("PIN: ").strip()
    _tell(
        options, verbs.make_manager(settings, options.name, options.badge, options.warehouse, SecretStr(pin))
    )


def _stations(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.list_all_stations(settings))


def _revoke(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.revoke_one(settings, options.station))


def _audit(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.verify_audit(settings, options.head))


def _openapi(_options: argparse.Namespace, settings: Settings) -> None:
    print(verbs.openapi_document(settings))


def _tell(options: argparse.Namespace, outcome: verbs.Outcome) -> None:
    print(json.dumps(outcome.values, ensure_ascii=False) if options.json else outcome.words)


if __name__ == "__main__":
    sys.exit(main())
