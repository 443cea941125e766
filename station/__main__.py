"""The command line of the station: run, demo, enrol, plan-routes, doctor, command-sheet."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from station.kernel.messages import Message, Texts
from station.kernel.trouble import Trouble

_DONE = 0
_REFUSED = 1

RESOURCES = Path(__file__).parent.parent / "resources"

_EXAMPLES = {
    "run": "python -m station run\n  python -m station run --settings /etc/youlin/station.toml",
    "enrol": 'python -m station enrol --cloud https://cloud.example.cn --name "工位 1"\n'
    '  python -m station enrol --cloud https://cloud.example.cn --code 12345678 --name "工位 1"',
    "demo": "python -m station demo\n  python -m station demo --orders 50000 --waves 3 --no-window",
    "doctor": "python -m station doctor\n  python -m station doctor --json --bundle support.zip",
    "command-sheet": "python -m station command-sheet --room picking --out picking.pdf",
    "plan-routes": "python -m station plan-routes day.json --seconds 10 --json\n"
    "  python -m station plan-routes --vrplib X-n101-k25.vrp --seconds 10 --out X-n101-k25.sol",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns its exit code: 0 done, 1 refused with a reason on stderr (2: wrong usage)."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Trouble as trouble:
        texts = Texts(RESOURCES / "texts")
        words = Message("{what}. {remedy}", what=trouble.what, remedy=trouble.remedy)
        print(texts.say(words), file=sys.stderr)
        return _REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m station", description="Youlin Station 优邻站: the desk of warehouse and shop."
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    run = _verb(verbs, "run", "open the station's window on this PC")
    run.set_defaults(run=_run)
    enrol = _verb(verbs, "enrol", "make this PC a station, with a code shown here or one of the cloud")
    enrol.add_argument("--cloud", required=True, help="address of the cloud")
    enrol.add_argument(
        "--code",
        help="the 8 digits of `python -m cloud_api enrol-code`; without it a manager types a code shown here",
    )
    enrol.add_argument("--name", required=True, help="how people call this desk")
    enrol.set_defaults(run=_enrol)
    _demo_verb(verbs)
    _plan_routes_verb(verbs)
    _doctor_verb(verbs)
    _command_sheet_verb(verbs)
    return parser


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name,
        help=what,
        description=f"{what[0].upper()}{what[1:]}.",
        epilog=f"examples:\n  {_EXAMPLES[name]}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--settings", type=Path, help="settings file (default: station.toml of this user)")
    return parser


def _demo_verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = _verb(verbs, "demo", "pick tonight's real orders with simulated devices")
    demo.add_argument("--orders", type=int, default=2_000, help="orders of the day (default %(default)s)")
    demo.add_argument("--pickup-points", type=int, default=200, help="shops (1 to 200, default all)")
    demo.add_argument("--waves", type=int, default=2, help="waves picked without a display (default 2)")
    demo.add_argument("--seed", type=int, default=1, help="of the day and of the mistakes (default 1)")
    demo.add_argument("--folder", type=Path, help="where everything is kept (default build/demo)")
    demo.add_argument("--no-window", action="store_true", help="run by itself even where a display is")
    demo.add_argument("--json", action="store_true", help="print the summary as JSON")
    demo.set_defaults(run=_demo)


def _plan_routes_verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    routes = _verb(
        verbs, "plan-routes", "plan the routes of a day or of a routing benchmark, without a window"
    )
    what = routes.add_mutually_exclusive_group(required=True)
    what.add_argument("day", type=Path, nargs="?", metavar="DAY.json", help="a day: docs/plan-routes.md")
    what.add_argument("--vrplib", type=Path, metavar="FILE", help="a CVRP, VRPTW, HFVRP or Solomon instance")
    routes.add_argument("--seconds", type=_seconds, default=10.0, help="time to search (default %(default)s)")
    routes.add_argument("--seed", type=_whole, default=1, help="another seed, other routes (default 1)")
    routes.add_argument(
        "--iterations", type=_whole, help="a search of this length: the same routes each time"
    )
    routes.add_argument("--out", type=Path, metavar="FILE", help="write the routes there (.json, .sol)")
    routes.add_argument("--json", action="store_true", help="print the routes as JSON")
    roundings = ("nearest", "tenths", "thousandths")
    routes.add_argument(
        "--rounding", choices=roundings, help="of a benchmark's lengths (default: its custom)"
    )
    routes.set_defaults(run=_plan_routes)


def _doctor_verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doctor = _verb(verbs, "doctor", "say how this PC, its devices, its data and its cloud are")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")
    doctor.add_argument(
        "--bundle", type=Path, metavar="FILE.zip", help="keep them for support, without personal data"
    )
    doctor.set_defaults(run=_doctor)


def _command_sheet_verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sheet = _verb(verbs, "command-sheet", "write a room's keys as codes to scan, to be printed on A4")
    floor = ("picking", "inbound", "loading", "pickup", "dispatch", "counting", "slotting", "waves", "crates")
    rooms = (*floor, "packing", "printing", "sync", "devices", "door")
    sheet.add_argument("--room", required=True, choices=rooms, help="the room, or the door before all rooms")
    sheet.add_argument("--out", required=True, type=Path, metavar="FILE.pdf", help="where to write it")
    sheet.set_defaults(run=_command_sheet)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text} is no time to search: 0 to 86400 seconds")
    return seconds


def _whole(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 10**9:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1000000000")
    return number


def _run(options: argparse.Namespace) -> int:
    gc.disable()  # a tenth of the start; the bootstrap turns it on again
    from station.bootstrap.main import run

    return run(options.settings, RESOURCES)


def _enrol(options: argparse.Namespace) -> int:
    from station.bootstrap.enrolment import enrol, enrol_by_screen

    if options.code is None:
        station = enrol_by_screen(options.settings, options.cloud, options.name, sys.stdout)
    else:
        station = enrol(options.settings, options.cloud, options.code, options.name)
    print(f"{station.name}: {station.warehouse_name}, {station.cloud_url}")
    return _DONE


def _demo(options: argparse.Namespace) -> int:
    from station.demo.show import show

    return show(options, RESOURCES)


def _plan_routes(options: argparse.Namespace) -> int:
    from station.bootstrap.plan_routes import plan_routes

    return plan_routes(options, RESOURCES)


def _doctor(options: argparse.Namespace) -> int:
    from station.bootstrap.doctor import doctor

    return doctor(options, RESOURCES)


def _command_sheet(options: argparse.Namespace) -> int:
    from station.bootstrap.command_pages import command_sheet

    command_sheet(options, RESOURCES)
    print(options.out)
    return _DONE


if __name__ == "__main__":
    sys.exit(main())
