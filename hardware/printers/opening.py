"""Addresses of label printers: a way, a language, and the paper that lies in the printer."""

import re
from pathlib import Path

from hardware.absent import AbsentPrinter
from hardware.errors import BadAddress
from hardware.languages.choice import language_named
from hardware.languages.language import Language, LanguageName
from hardware.printers.driver import PrinterDriver
from hardware.printers.folder import FolderPrinter
from hardware.protocols import LabelPrinter, Media
from hardware.transports.opening import TRANSPORT_ADDRESSES, split_options, transport_at
from hardware.transports.serial import Flow

PRINTER_ADDRESSES = (
    f"{TRANSPORT_ADDRESSES}, folder:PATH (labels as pictures), each perhaps with options as in "
    "?language=tspl&dpi=300&size=60x40 (language zpl, tspl or escpos; dpi 203 or 300; size in mm, width x "
    "height; flow=xon not with tspl), none"
)
_DOTS_PER_MM = {"203": 8, "300": 12}
_SIZE = re.compile(r"([1-9]\d{1,2})x([1-9]\d{1,2})", re.ASCII)


def label_printer_at(address: str) -> LabelPrinter:
    """The label printer at an address; it is not contacted yet. Raises BadAddress."""
    text = address.strip()
    if text == "none":
        return AbsentPrinter()
    try:
        where, options = split_options(text)
        _check_flow(options)
        language, media = _language(options), _media(options)
        printer = _printer_at(where, options, language, media)
    except (ValueError, BadAddress) as error:
        raise BadAddress(text, PRINTER_ADDRESSES) from error
    if options:
        raise BadAddress(text, PRINTER_ADDRESSES)
    return printer


def _printer_at(where: str, options: dict[str, str], language: Language, media: Media) -> LabelPrinter:
    folder = where.removeprefix("folder:")
    if folder == where:
        return PrinterDriver(transport_at(where, options), language, media)
    if not folder:
        raise ValueError("no folder")
    try:
        return FolderPrinter(Path(folder).expanduser(), language, media)
    except RuntimeError as error:  # a home folder of nobody
        raise ValueError(folder) from error


def _check_flow(options: dict[str, str]) -> None:
    """Raises ValueError where the printer's answers may hold XON and XOFF: a TSPL status is any byte."""
    if options.get("flow") == Flow.XON and options.get("language") == LanguageName.TSPL:
        raise ValueError("a status would be lost")


def _language(options: dict[str, str]) -> Language:
    """Raises ValueError for a language nobody knows."""
    return language_named(LanguageName(options.pop("language", LanguageName.ZPL)))


def _media(options: dict[str, str]) -> Media:
    """Raises ValueError for a size or a fineness that no label has."""
    size, dpi = _SIZE.fullmatch(options.pop("size", "100x150")), options.pop("dpi", "203")
    if size is None or dpi not in _DOTS_PER_MM:
        raise ValueError("no such media")
    return Media(int(size[1]), int(size[2]), _DOTS_PER_MM[dpi])
