"""The words that go with each verb of the command line: its arguments, and what they mean."""

import argparse
from pathlib import Path
from uuid import UUID

from cloud_api.http.logs import LogFormat, LogLevel
from cloud_api.settings import DEFAULT_PORT
from cloud_api.storage.roles import STATION_ROLES
from cloud_api.wire.imports import ImportKind
from cloud_api.wire.stations import Role

_MOST_HOURS = 24 * 14


def add_backup(parser: argparse.ArgumentParser) -> None:
    """Words of `backup`."""
    parser.add_argument("file", type=Path, help="a new file; FILE.json beside it says what it is")


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Words of `restore`."""
    parser.add_argument("file", type=Path, help="a file made by backup, with its FILE.json")
    parser.add_argument(
        "--force", action="store_true", help="also where a database with rows stands; it is kept beside"
    )


def add_address(parser: argparse.ArgumentParser) -> None:
    """Where a running service listens."""
    parser.add_argument("--host", help="address it listens on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help=f"its port (default {DEFAULT_PORT})")


def add_serve(parser: argparse.ArgumentParser) -> None:
    """Words of `serve`."""
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help=f"port (default {DEFAULT_PORT}; 0 takes any free one)")
    parser.add_argument("--ready-file", type=Path, help="write the base URL here once requests are answered")

    parser.add_argument(
        "--worker",
        action=argparse.BooleanOptionalAction,
        help="do the jobs in this process too (default: on SQLite yes, on PostgreSQL no: start `worker`)",
    )
    _add_log_options(parser)


def add_worker(parser: argparse.ArgumentParser) -> None:
    """Words of `worker`."""
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


def add_import(parser: argparse.ArgumentParser) -> None:
    """Words of `import`."""
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


def add_export(parser: argparse.ArgumentParser) -> None:
    """Words of `export`."""
    kinds = [kind for kind in ImportKind if kind is not ImportKind.ORDERS]
    parser.add_argument("kind", type=ImportKind, choices=kinds, help="what is written")
    parser.add_argument("file", type=Path, help="CSV or XLSX file; its ending says which")


def add_cut_off(parser: argparse.ArgumentParser) -> None:
    """Words of `cut-off`."""
    parser.add_argument(
        "cycle",
        nargs="?",
        type=UUID,
        help="id of a cycle to cut off now (default: all whose moment has passed)",
    )


def add_enrol_code(parser: argparse.ArgumentParser) -> None:
    """Words of `enrol-code`."""
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


def add_manager(parser: argparse.ArgumentParser) -> None:
    """Words of `manager`; the PIN is none of them."""
    parser.add_argument("--name", required=True, help="how people call the manager")
    parser.add_argument("--badge", required=True, help="the ten digits of the badge")
    parser.add_argument("--warehouse", required=True, help="the warehouse the manager runs")
    parser.add_argument(
        "--pin-stdin",
        action="store_true",
        help="read the PIN as one line from standard input; without it the PIN is asked for unseen",
    )


def add_revocation(parser: argparse.ArgumentParser) -> None:
    """Words of `revoke-station`."""
    parser.add_argument("station", type=UUID, help="id of the station: `python -m cloud_api stations`")


def add_audit(parser: argparse.ArgumentParser) -> None:
    """Words of `audit`."""
    parser.add_argument("what", choices=["verify"], help="follow the chain from its first act to its last")
    parser.add_argument("--head", help="NUMBER:HASH noted before: it must still stand in the trail")


def _hours(told: str) -> int:
    hours = int(told) if told.isdecimal() and len(told) <= len(str(_MOST_HOURS)) else 0
    if not 1 <= hours <= _MOST_HOURS:
        raise argparse.ArgumentTypeError(
            f"a whole number of hours from 1 to {_MOST_HOURS} is wanted, not {told}"
        )
    return hours
