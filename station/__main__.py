"""The command line of the station: python -m station run | demo | enrol."""

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
    "enrol": 'python -m station enrol --cloud https://cloud.example.cn --code 12345678 --name "工位 1"',
    "demo": "python -m station demo\n  python -m station demo --orders 50000 --waves 3 --no-window",
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
    enrol = _verb(verbs, "enrol", "make this PC a station, with a one-time code of the cloud")
    enrol.add_argument("--cloud", required=True, help="address of the cloud")
    enrol.add_argument("--code", required=True, help="the 8 digits of `python -m cloud_api enrol-code`")
    enrol.add_argument("--name", required=True, help="how people call this desk")
    enrol.set_defaults(run=_enrol)
    _demo_verb(verbs)
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


def _run(options: argparse.Namespace) -> int:
    gc.disable()  # a tenth of the start; the bootstrap turns it on again
    from station.bootstrap.main import run

    return run(options.settings, RESOURCES)


def _enrol(options: argparse.Namespace) -> int:
    from station.bootstrap.enrolment import enrol

    station = enrol(options.settings, options.cloud, options.code, options.name)
    print(f"{station.name}: {station.warehouse_name}, {station.cloud_url}")
    return _DONE


def _demo(options: argparse.Namespace) -> int:
    from station.demo.show import show

    return show(options, RESOURCES)


if __name__ == "__main__":
    sys.exit(main())
