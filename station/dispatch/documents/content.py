"""What a route sheet says, as values ready to draw: every word chosen, every moment by the wall clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import PickupPoint, Van, Warehouse
from cloud_api.wire.maps import map_link
from cloud_api.wire.routes import Route, RouteStop, Stop, StopCrate
from station.kernel.messages import Message, Texts

ZONE_WORDS = {
    Zone.AMBIENT: Message("Ambient"),
    Zone.CHILLED: Message("Chilled"),
    Zone.FROZEN: Message("Frozen"),
}
_TAIL_DIGITS = 4


@dataclass(frozen=True)
class Letterhead:
    """What every sheet bears: whose it is, and who printed it when."""

    texts: Texts
    brand: str
    warehouse: Warehouse
    printed_at: datetime
    printed_by: str

    def say(self, text: Message) -> str:
        """A sentence of the catalogue in the language of the sheet."""
        return self.texts.say(text)

    @property
    def zone(self) -> ZoneInfo:
        """The wall clock of the warehouse."""
        return ZoneInfo(self.warehouse.time_zone)


@dataclass(frozen=True)
class CrateRow:
    """The crates of one temperature zone: (number, tail of the SSCC) each."""

    zone: Zone
    label: str
    crates: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StopLines:
    """One stop as it is printed."""

    number: int
    arrives: str
    window: str
    facts: tuple[str, ...]
    name: str
    address: str
    contact: str
    rows: tuple[CrateRow, ...]
    note: str
    """Why crates are not listed, or may still change; mostly empty."""
    crates: int
    weight: str
    link: str


@dataclass(frozen=True)
class Sheet:
    """One route as it is printed."""

    number: int
    code: str
    van: str
    cycle: str
    driver: str
    facts: tuple[tuple[str, str], ...]
    """Label and value each."""
    stops: tuple[StopLines, ...]
    crates: int
    weight: str


def sheet_of(head: Letterhead, route: Route, stops: Mapping[UUID, Stop], vans: Mapping[str, Van]) -> Sheet:
    """What the sheet of `route` says; a stop or van unknown on this PC is printed by its code."""
    known = [stops.get(each.wave_id) for each in route.stops]
    weights_g = [stop_weight_g(each, stop) for each, stop in zip(route.stops, known, strict=True)]
    lines = tuple(_stop_lines(head, route, index, stop, weights_g[index]) for index, stop in enumerate(known))
    van = vans.get(route.van)
    cycles = dict.fromkeys(stop.cycle_name for stop in known if stop is not None)
    crates, weight = sum(line.crates for line in lines), kilograms(sum(weights_g))
    return Sheet(
        number=route.number,
        code=route.code,
        van=van.plate if van else route.van,
        cycle=", ".join(cycles),
        driver=f"{van.driver}  {van.phone}".strip() if van else "",
        facts=(
            (head.say(Message("Departs")), clock(head, route.departs_at)),
            (head.say(Message("Returns")), clock(head, route.returns_at, route.departs_at)),
            (head.say(Message("Distance")), kilometres(route.metres)),
            (head.say(Message("Stops")), str(len(route.stops))),
            (head.say(Message("Crates")), str(crates)),
            (head.say(Message("Weight")), weight),
        ),
        stops=lines,
        crates=crates,
        weight=weight,
    )


def stop_weight_g(planned: RouteStop, stop: Stop | None) -> int:
    """What is unloaded at a stop: its crates where they are known, else as it was ordered or planned."""
    if stop is None:
        return planned.weight_g
    return sum(crate.weight_g for crate in stop.crates) if stop.crates else stop.weight_g


def kilograms(weight_g: int) -> str:
    """Grams for people."""
    return f"{weight_g / 1000:.1f} kg"


def kilometres(metres: int) -> str:
    """Metres for people."""
    return f"{metres / 1000:.1f} km"


def clock(head: Letterhead, moment: datetime, day: datetime | None = None) -> str:
    """Time of day at the warehouse, the date in front of it unless it is that of `day`."""
    there = moment.astimezone(head.zone)
    same_day = day is not None and there.date() == day.astimezone(head.zone).date()
    return f"{there:%H:%M}" if same_day else f"{there:%m-%d %H:%M}"


def window_of(head: Letterhead, point: PickupPoint) -> str:
    """When the shop takes deliveries, "" where it always does."""
    match point.receive_from, point.receive_until:
        case None, None:
            return ""
        case None, until:
            return head.say(Message("Receives until {time}", time=until))
        case start, None:
            return head.say(Message("Receives from {time}", time=start))
        case start, until:
            return head.say(Message("Receives {start}–{until}", start=start, until=until))


def _stop_lines(head: Letterhead, route: Route, index: int, stop: Stop | None, weight_g: int) -> StopLines:
    planned = route.stops[index]
    point = stop.pickup_point if stop else None
    crates = stop.crates if stop else ()
    weight = kilograms(weight_g)
    return StopLines(
        number=index + 1,
        arrives=clock(head, planned.arrives_at, route.departs_at),
        window=window_of(head, point) if point else "",
        facts=(crate_count(head, len(crates)), weight, f"+{kilometres(planned.metres_before)}"),
        name=point.name if point else planned.pickup_point,
        address=point.address if point else "",
        contact=f"{point.contact}  {point.phone}".strip() if point else "",
        rows=_rows(head, crates),
        note=_note(head, stop),
        crates=len(crates),
        weight=weight,
        link=map_link(point) if point else "",
    )


def crate_count(head: Letterhead, crates: int) -> str:
    """So many crates, "" for none."""
    if crates == 1:
        return head.say(Message("1 crate"))
    return head.say(Message("{crates} crates", crates=crates)) if crates else ""


def _rows(head: Letterhead, crates: tuple[StopCrate, ...]) -> tuple[CrateRow, ...]:
    rows = []
    for zone in Zone:
        mine = sorted((crate for crate in crates if crate.zone is zone), key=lambda crate: crate.number)
        if mine:
            shown = tuple((str(each.number), each.sscc[-_TAIL_DIGITS:]) for each in mine)
            rows.append(CrateRow(zone, f"{head.say(ZONE_WORDS[zone])} {len(mine)}", shown))
    return tuple(rows)


def _note(head: Letterhead, stop: Stop | None) -> str:
    if stop is None:
        return head.say(Message("This PC does not know this stop: ask the desk for its address"))
    if not stop.crates:
        zones = " · ".join(head.say(ZONE_WORDS[zone]) for zone in stop.zones)
        told = head.say(Message("Not packed yet, crates follow: {pieces} pieces", pieces=stop.pieces))
        return f"{told} · {zones}" if zones else told
    still_open = sum(not crate.closed for crate in stop.crates)
    return head.say(Message("Crates not closed yet: {crates}", crates=still_open)) if still_open else ""
