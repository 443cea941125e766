"""Which route sheets are to be made, as values that may leave the store thread; and how they come out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cloud_api.wire.catalogue import Van, Warehouse
from cloud_api.wire.routes import Route, Stop
from hardware.documents import DocumentPrinter
from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.documents.content import Letterhead
from station.dispatch.documents.keeping import print_pdf, save_pdf
from station.dispatch.documents.sheets import route_sheets
from station.dispatch.documents.typeface import Typefaces
from station.kernel.messages import Message, Texts


@dataclass(frozen=True)
class SheetOrder:
    """The published routes to print, in the order of their numbers."""

    letterhead: Letterhead
    title: str
    routes: Sequence[Route]
    stops: Mapping[UUID, Stop]
    vans: Mapping[str, Van]


def sheet_order(desk: DispatchDesk, brand: str, van: str | None) -> SheetOrder | None:
    """The sheets of one van, or of all; None where no such route is published."""
    if desk.published is None or desk.day is None:
        return None
    out = sorted(
        (each.route for each in desk.published.routes.values() if van in (None, each.route.van)),
        key=lambda route: route.number,
    )
    if not out:
        return None
    return SheetOrder(
        letterhead=_letterhead(desk, brand),
        title=_title(desk.texts, desk.day.cycle_name, desk.published.version, out, van),
        routes=out,
        stops={stop.wave_id: stop.stop for stop in desk.day.stops},
        vans={known.van.code: known.van for known in desk.vans},
    )


class SheetPress:
    """Makes the sheets, saves and prints them; slow, so it works off the store thread."""

    def __init__(self, faces: Callable[[], Typefaces], printer: DocumentPrinter, folder: Path) -> None:
        """`faces` loads the fonts at the first sheet; what is printed is kept in `folder`."""
        self._load = faces
        self._faces: Typefaces | None = None
        self._printer = printer
        self._folder = folder

    def save(self, order: SheetOrder, folder: Path) -> Path:
        """Write the sheets as one PDF; the file. Raises Trouble."""
        self._faces = faces = self._faces or self._load()
        pdf = route_sheets(faces, order.letterhead, order.routes, order.stops, order.vans)
        return save_pdf(pdf, folder, order.title)

    def print(self, order: SheetOrder) -> None:
        """Print the sheets. Raises Trouble."""
        print_pdf(self._printer, self.save(order, self._folder), order.title)


def _letterhead(desk: DispatchDesk, brand: str) -> Letterhead:
    site = desk.day.site if desk.day else None
    return Letterhead(
        texts=desk.texts,
        brand=brand,
        warehouse=site or Warehouse(code=desk.warehouse, name=desk.warehouse, time_zone=desk.zone.key),
        printed_at=desk.clock.now(),
        printed_by=desk.dispatcher.name if desk.dispatcher else "",
    )


def _title(texts: Texts, cycle: str, version: int, routes: Sequence[Route], van: str | None) -> str:
    if van is None:
        words = Message("Route sheets {cycle} version {version}", cycle=cycle, version=version)
    else:
        number = routes[0].number
        words = Message(
            "Route sheet {number} van {van} version {version}", number=number, van=van, version=version
        )
    return texts.say(words)
