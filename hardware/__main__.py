"""Try devices, codes and labels from a command line, without the station."""

import argparse
import dataclasses
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, TextIO

from hardware.codes import RefusedCode, ScannedCode, read_code
from hardware.errors import HardwareError
from hardware.faults import Fault
from hardware.printers.simulated import SimulatedZplServer
from hardware.printers.zpl import encode_zpl
from hardware.raster import LabelPainter, raster_png
from hardware.samples import sample_labels

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_FAULT_WORDS = ", ".join(Fault)
_LONGEST_LABEL_S = 3600.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; 0 done, 1 failed with a reason on stderr, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except HardwareError as error:
        print(f"{error.what} {error.remedy}", file=sys.stderr)
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hardware", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    codes = verbs.add_parser(
        "codes",
        help="read codes from standard input, one a line, and print one JSON object a line",
        description="Reads codes from standard input, one a line (GS as the character 0x1D, an AIM "
        "identifier such as ]C1 in front where there is one), and prints one JSON object a line: "
        "ok, kind, gtin, sscc, badge, route, pickup_qr, lot, serial, expiry, best_before, produced, "
        "weight_g, quantity, or why it is refused.",
    )
    codes.set_defaults(verb=_codes)
    label = verbs.add_parser("label", help="draw a sample label, or all of them")
    label.add_argument("--sample", choices=[*sample_labels(), "all"], default="crate")
    label.add_argument("--out", type=Path, required=True, help="x.png or x.zpl; a folder for --sample all")
    label.add_argument("--fonts", type=Path, default=FONTS, help="folder with Noto Sans SC")
    label.set_defaults(verb=_label)
    printer = verbs.add_parser(
        "simulated-printer",
        help="a ZPL printer on a TCP port that keeps its labels as files",
        description="Prints one JSON object a line: first the port when ready, then each printed label. "
        f"Lines on standard input change its behaviour: {_FAULT_WORDS}; paper N or paper endless; "
        "label-time SECONDS. It runs until it is ended by a signal or the line quit.",
    )
    printer.add_argument("--port", type=_port, default=9100, help="0 takes any free port")
    printer.add_argument("--folder", type=Path, help="where labels are kept as .zpl and .png")
    printer.add_argument("--fault", choices=list(Fault), type=Fault, default=Fault.READY)
    printer.set_defaults(verb=_simulated_printer)
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"{text} is not a port from 0 to 65535")
    return int(text)


def _codes(_: argparse.Namespace) -> int:
    read_lines(sys.stdin.buffer, sys.stdout)
    return 0


def read_lines(source: BinaryIO, out: TextIO) -> None:
    """Say for each line of bytes what code it is, as a line of JSON in ASCII."""
    for line in source:
        code = read_code(line.decode("utf-8", "replace").rstrip("\r\n"))
        print(json.dumps(as_json(code)), file=out, flush=True)


def as_json(code: ScannedCode | RefusedCode) -> dict[str, object]:
    """A code as plain JSON values; what is not known is left out, dates are ISO 8601."""
    ok = isinstance(code, ScannedCode)
    fields = {key: value for key, value in dataclasses.asdict(code).items() if value is not None}
    return {"ok": ok} | {
        key: value if isinstance(value, int) else str(value) for key, value in fields.items()
    }


def _label(options: argparse.Namespace) -> int:
    painter = LabelPainter(options.fonts)
    samples = sample_labels()
    wanted = {options.out: options.sample}
    if options.sample == "all":
        options.out.mkdir(parents=True, exist_ok=True)
        wanted = {options.out / f"{name}.png": name for name in samples}
    for path, name in wanted.items():
        raster = painter.paint(samples[name])
        path.write_bytes(encode_zpl(raster) if path.suffix == ".zpl" else raster_png(raster))
        print(path)
    return 0


def _simulated_printer(options: argparse.Namespace) -> int:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())

    def on_printed(path: Path | None) -> None:
        _say({"printed": str(path) if path else None})

    with SimulatedZplServer(options.port, options.folder, on_printed) as printer:
        printer.set_fault(options.fault)
        _say({"ready": True, "host": printer.host, "port": printer.port, "address": printer.address})
        threading.Thread(target=_obey, args=(printer, ended), daemon=True).start()
        while not ended.wait(0.5):
            pass
    return 0


def _obey(printer: SimulatedZplServer, ended: threading.Event) -> None:
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            ended.set()
        elif words and not obey_line(printer, words):
            _say({"error": f"not understood: {' '.join(words)}", "allowed": _FAULT_WORDS})


def obey_line(printer: SimulatedZplServer, words: list[str]) -> bool:
    """Change a simulated printer as the words say; False when they mean nothing."""
    try:
        match words:
            case ["paper", count]:
                printer.load_paper(None if count == "endless" else _sheets(count))
            case ["label-time", seconds]:
                printer.set_label_time(_seconds(seconds))
            case [fault]:
                printer.set_fault(Fault(fault))
            case _:
                return False
    except ValueError:
        return False
    return True


def _sheets(text: str) -> int:
    if (count := int(text)) < 0:
        raise ValueError(f"{text} is less than no paper")
    return count


def _seconds(text: str) -> float:
    if not 0 <= (seconds := float(text)) <= _LONGEST_LABEL_S:
        raise ValueError(f"{text} is no time a label takes")
    return seconds


def _say(event: dict[str, object]) -> None:
    print(json.dumps(event), flush=True)


if __name__ == "__main__":
    sys.exit(main())
