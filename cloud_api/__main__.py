"""The command line of the service: python -m cloud_api serve | migrate | import | cut-off | …"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from cloud_api import verbs
from cloud_api.settings import DEFAULT_PORT, Settings
from cloud_api.wire.stations import Role

_DONE = 0
_REFUSED = 1
_MOST_HOURS = 24 * 14

_EXAMPLES = {
    "serve": "python -m cloud_api serve\n"
    "  python -m cloud_api serve --database day.db --port 0 --ready-file url.txt",
    "migrate": "python -m cloud_api migrate --database postgresql+psycopg://youlin@db/youlin",
    "import": "python -m cloud_api import day.json --json\n  python -m cloud_api import orders.csv "
    "--warehouse W1 --cycle-name 端午团 --cut-off-at 2026-06-18T23:00:00+08:00\n"
    "  python -m cloud_api import vans.csv",
    "cut-off": "python -m cloud_api cut-off\n"
    "  python -m cloud_api cut-off 01976b1e-5f00-7000-8000-000000000001",
    "enrol-code": "python -m cloud_api enrol-code --warehouse W1 --role warehouse\n"
    "  python -m cloud_api enrol-code --role warehouse --role dispatch --warehouse W1\n"
    "  python -m cloud_api enrol-code --role pickup --pickup-point P001\n"
    "  python -m cloud_api enrol-code --role integrator",
    "openapi": "python -m cloud_api openapi > openapi.json",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; answers its exit code: 0 done, 1 refused with a reason on stderr (2: wrong usage)."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    options = _parser().parse_args(arguments)
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


def _settings(options: argparse.Namespace) -> Settings:
    told = {name: getattr(options, name, None) for name in ("database", "host", "port")}
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
    _verb(adding, "migrate", "bring the database to the form of this release", _migrate, result=True)
    _add_import(
        _verb(adding, "import", "import a catalogue, a cycle and orders from a file", _import, result=True)
    )
    _add_cut_off(_verb(adding, "cut-off", "freeze cycles into waves", _cut_off, result=True))
    _add_enrol_code(_verb(adding, "enrol-code", "a one-time code for a station", _enrol_code, result=True))
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
    if name != "openapi":
        parser.add_argument(
            "--database",
            help="SQLite file or database URL (YOULIN_CLOUD_DATABASE; default: a file in your data folder)",
        )
    if result:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help=f"port (default {DEFAULT_PORT}; 0 takes any free one)")
    parser.add_argument("--ready-file", type=Path, help="write the base URL here once requests are answered")


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="JSON, JSON Lines, or CSV of order lines or of vans")
    parser.add_argument("--warehouse", help="open a cycle first: of this warehouse")
    parser.add_argument("--cycle-name", help="open a cycle first: its name")
    parser.add_argument("--cut-off-at", help="open a cycle first: its cut-off, 2026-06-18T23:00:00+08:00")
    parser.add_argument(
        "--time-zone", default="Asia/Shanghai", help="of times without offset in a CSV (default %(default)s)"
    )
    parser.set_defaults(parser=parser)


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
        choices=list(Role),
        action="append",
        help="what the station is for, once for each of its roles (default warehouse)",
    )
    parser.add_argument("--warehouse", help="warehouse of the station; needed for warehouse and dispatch")
    parser.add_argument("--pickup-point", help="shop of the station; needed for pickup")
    parser.add_argument(
        "--hours", type=_hours, default=24, help="how long the code is good (default %(default)s)"
    )


def _hours(told: str) -> int:
    hours = int(told) if told.isdecimal() and len(told) <= len(str(_MOST_HOURS)) else 0
    if not 1 <= hours <= _MOST_HOURS:
        raise argparse.ArgumentTypeError(
            f"a whole number of hours from 1 to {_MOST_HOURS} is wanted, not {told}"
        )
    return hours


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    verbs.serve(settings, options.ready_file)


def _migrate(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.migrate_database(settings))


def _import(options: argparse.Namespace, settings: Settings) -> None:
    told = {"warehouse": options.warehouse, "name": options.cycle_name, "cut_off_at": options.cut_off_at}
    given = [value for value in told.values() if value is not None]
    if given and len(given) < len(told):
        options.parser.error("--warehouse, --cycle-name and --cut-off-at go together")
    _tell(options, verbs.import_day(settings, options.file, told if given else None, options.time_zone))


def _cut_off(options: argparse.Namespace, settings: Settings) -> None:
    _tell(options, verbs.cut_off_cycles(settings, options.cycle))


def _enrol_code(options: argparse.Namespace, settings: Settings) -> None:
    valid_for = timedelta(hours=options.hours)
    roles = options.role or [Role.WAREHOUSE]
    _tell(options, verbs.give_code(settings, roles, options.warehouse, options.pickup_point, valid_for))


def _openapi(_options: argparse.Namespace, settings: Settings) -> None:
    print(verbs.openapi_document(settings))


def _tell(options: argparse.Namespace, outcome: verbs.Outcome) -> None:
    print(json.dumps(outcome.values, ensure_ascii=False) if options.json else outcome.words)


if __name__ == "__main__":
    sys.exit(main())
