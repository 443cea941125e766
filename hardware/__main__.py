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
from hardware.in_store import WeightLayout
from hardware.languages.choice import language_named
from hardware.languages.language import LanguageName
from hardware.printers.simulated import SimulatedPrinter
from hardware.protocols import Media, PrintOutcome, RasterLabel
from hardware.raster import Brand, LabelPainter, LabelRefused, raster_png
from hardware.receipt_raster import ReceiptPainter
from hardware.receipts.encoding import encode_slip
from hardware.receipts.opening import receipt_printer_at
from hardware.receipts.paper import WIDTH_DOTS, WIDTH_MM
from hardware.receipts.samples import sample_receipts
from hardware.receipts.simulated import SimulatedReceiptPrinter
from hardware.samples import Sample, all_samples

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
_FAULT_WORDS = ", ".join(Fault)
_LONGEST_LABEL_S = 3600.0
_DOTS_PER_MM = {203: 8, 300: 12}
_LARGEST_PAPER_MM = 300


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
        "weight_g, quantity, plu, amount_fen, or why it is refused.",
    )
    codes.add_argument(
        "--layout",
        action="append",
        default=[],
        type=_layout,
        help="an in-store weight code of this shop, such as 28PPPPPWWWWWC; may be given several times",
    )
    codes.set_defaults(verb=_codes)
    _add_label_verb(verbs)
    printer = verbs.add_parser(
        "simulated-printer",
        help="a label printer on a TCP port that keeps its labels as files",
        description="Prints one JSON object a line: first the port when ready, then each printed label. "
        f"Lines on standard input change its behaviour: {_FAULT_WORDS}; paper N or paper endless; "
        "label-time SECONDS. It runs until it is ended by a signal or the line quit.",
    )
    printer.add_argument("--port", type=_port, default=9100, help="0 takes any free port")
    printer.add_argument("--folder", type=Path, help="where labels are kept as jobs and as .png")
    printer.add_argument(
        "--language", choices=list(LanguageName), type=LanguageName, default=LanguageName.ZPL
    )
    printer.add_argument("--fault", choices=list(Fault), type=Fault, default=Fault.READY)
    printer.set_defaults(verb=_simulated_printer)
    _add_receipt_verbs(verbs)
    return parser


def _add_label_verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    label = verbs.add_parser("label", help="draw a sample label, or all of them")
    label.add_argument("--sample", choices=[*all_samples(), "all"], default="crate")
    label.add_argument(
        "--out", type=Path, required=True, help="x.png, x.zpl, x.tspl or x.escpos; a folder for --sample all"
    )
    label.add_argument("--size", type=_size, help="paper in mm such as 60x40; else what the kind is made for")
    label.add_argument("--dpi", type=int, choices=list(_DOTS_PER_MM), default=203)
    label.add_argument("--templates", type=Path, help="folder with label templates, else the program's own")
    label.add_argument("--brand", default="", help="words that stand for the brand")
    label.add_argument("--logo", type=Path, help="a PNG that stands for the brand where a template allows it")
    label.add_argument("--fonts", type=Path, default=FONTS, help="folder with Noto Sans SC")
    label.set_defaults(verb=_label)


def _add_receipt_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    receipt = verbs.add_parser("receipt", help="draw a sample slip of a receipt printer, or print it")
    receipt.add_argument("--sample", choices=[*sample_receipts()], default="handover")
    receipt.add_argument("--width", type=int, choices=[*WIDTH_DOTS], default=WIDTH_MM, help="of the roll, mm")
    receipt.add_argument("--out", type=Path, help="x.png, or x.escpos for the bytes of the job")
    receipt.add_argument("--printer", help="print it at this address, such as tcp://192.0.2.11")
    receipt.add_argument("--drawer", action="store_true", help="open the drawer with it")
    receipt.add_argument("--fonts", type=Path, default=FONTS, help="folder with Noto Sans SC")
    receipt.set_defaults(verb=_receipt)
    printer = verbs.add_parser(
        "simulated-receipt-printer",
        help="a receipt printer on a TCP port that keeps its slips as files",
        description="As simulated-printer; each job printed says whether it opened the drawer.",
    )
    printer.add_argument("--port", type=_port, default=9100, help="0 takes any free port")
    printer.add_argument("--folder", type=Path, help="where slips are kept as .escpos and as .png")
    printer.add_argument("--width", type=int, choices=[*WIDTH_DOTS], default=WIDTH_MM, help="of the roll, mm")
    printer.add_argument("--fault", choices=list(Fault), type=Fault, default=Fault.READY)
    printer.set_defaults(verb=_simulated_receipt_printer)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"{text} is not a port from 0 to 65535")
    return int(text)


def _layout(text: str) -> WeightLayout:
    try:
        return WeightLayout(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not all(side.isascii() and side.isdigit() and len(side) <= 3 for side in (width, height)):
        raise argparse.ArgumentTypeError(f"{text} is not a paper in mm such as 100x150")
    if not all(0 < int(side) <= _LARGEST_PAPER_MM for side in (width, height)):
        raise argparse.ArgumentTypeError(f"a paper has 1 to {_LARGEST_PAPER_MM} mm a side, not {text}")
    return int(width), int(height)


def _codes(options: argparse.Namespace) -> int:
    read_lines(sys.stdin.buffer, sys.stdout, options.layout)
    return 0


def read_lines(source: BinaryIO, out: TextIO, layouts: Sequence[WeightLayout] = ()) -> None:
    """Say for each line of bytes what code it is, as a line of JSON in ASCII."""
    for line in source:
        code = read_code(line.decode("utf-8", "replace").rstrip("\r\n"), layouts)
        print(json.dumps(as_json(code)), file=out, flush=True)


def as_json(code: ScannedCode | RefusedCode) -> dict[str, object]:
    """A code as plain JSON values; what is not known is left out, dates are ISO 8601."""
    ok = isinstance(code, ScannedCode)
    fields = {key: value for key, value in dataclasses.asdict(code).items() if value is not None}
    return {"ok": ok} | {
        key: value if isinstance(value, int) else str(value) for key, value in fields.items()
    }


def _label(options: argparse.Namespace) -> int:
    painter = LabelPainter(options.fonts, options.templates, Brand(options.brand, options.logo))
    samples = all_samples()
    wanted = {options.out: options.sample}
    if options.sample == "all":
        options.out.mkdir(parents=True, exist_ok=True)
        wanted = {options.out / f"{name}.png": name for name in samples}
    try:
        for path, name in wanted.items():
            media = _media(painter, samples[name], options)
            raster = painter.paint(samples[name].label, media)
            path.write_bytes(_in_form(raster, path.suffix.removeprefix("."), media))
            print(path)
    except LabelRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def _media(painter: LabelPainter, sample: Sample, options: argparse.Namespace) -> Media:
    width, height = options.size or painter.sizes(sample.label.kind)[0]
    return Media(width, height, _DOTS_PER_MM[options.dpi])


def _in_form(raster: RasterLabel, suffix: str, media: Media) -> bytes:
    """A job in the language of that name, else a picture."""
    if suffix not in list(LanguageName):
        return raster_png(raster)
    return language_named(LanguageName(suffix)).encode(raster, media)


def _receipt(options: argparse.Namespace) -> int:
    slip = ReceiptPainter(options.fonts).paint(sample_receipts()[options.sample], WIDTH_DOTS[options.width])
    if options.out:
        is_job = options.out.suffix == f".{LanguageName.ESCPOS}"
        job = encode_slip(slip, cut=True, open_drawer=options.drawer) if is_job else raster_png(slip)
        options.out.write_bytes(job)
        print(options.out)
    if not options.printer:
        return 0
    report = receipt_printer_at(options.printer).print_slip(slip, open_drawer=options.drawer)
    print(f"{report.outcome} {report.reason}".strip(), file=sys.stderr if report.reason else sys.stdout)
    return 0 if report.outcome is PrintOutcome.CONFIRMED else 1


def _simulated_receipt_printer(options: argparse.Namespace) -> int:
    def on_printed(path: Path | None) -> None:
        is_opened = printer.drawer_openings > told.count(True)
        told.append(is_opened)
        _say({"printed": str(path) if path else None, "drawer": is_opened})

    told: list[bool] = []
    printer = SimulatedReceiptPrinter(options.port, options.folder, on_printed, options.width)
    return _serve(printer, options.fault)


def _simulated_printer(options: argparse.Namespace) -> int:
    def on_printed(path: Path | None) -> None:
        _say({"printed": str(path) if path else None})

    language = language_named(options.language)
    printer = SimulatedPrinter(options.port, options.folder, on_printed, language=language)
    return _serve(printer, options.fault)


def _serve(printer: SimulatedPrinter, fault: Fault) -> int:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with printer:
        printer.set_fault(fault)
        _say({"ready": True, "host": printer.host, "port": printer.port, "address": printer.address})
        threading.Thread(target=_obey, args=(printer, ended), daemon=True).start()
        while not ended.wait(0.5):
            pass
    return 0


def _obey(printer: SimulatedPrinter, ended: threading.Event) -> None:
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            ended.set()
        elif words and not obey_line(printer, words):
            _say({"error": f"not understood: {' '.join(words)}", "allowed": _FAULT_WORDS})


def obey_line(printer: SimulatedPrinter, words: list[str]) -> bool:
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
