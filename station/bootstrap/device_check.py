"""The doctor's look at each device: what the devices room shows."""

import re
from datetime import datetime

from hardware.errors import BadAddress
from hardware.protocols import DeviceState, DeviceStatus
from station.bootstrap.finding import Area, Fact, Finding
from station.bootstrap.opened import Openers, ask_once
from station.bootstrap.state_file import KeptState
from station.devices.model.device import DeviceSpec
from station.devices.model.reasons import DeviceReason
from station.devices.model.ways import OPTIONS, FieldName, Way, decompose, fields_of
from station.devices.model.words import KIND_WORDS, NOT_ASKED, STATE_WORDS, place_words
from station.kernel.messages import Message
from station.printing.reasons import HARDWARE_WORDS, reason_words

IP_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*", re.IGNORECASE)
PORT_NAME = re.compile(r"COM\d{1,3}|/dev/(tty[A-Z]{0,4}\d{1,3}|usb/lp\d{1,2})")
USB_ID = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}", re.IGNORECASE)
LEFT_OUT = "…"


def ask_device(spec: DeviceSpec, openers: Openers) -> DeviceStatus:
    """How a device is that no station holds just now."""
    try:
        return ask_once(spec, openers)
    except BadAddress:
        return DeviceStatus(spec.address, DeviceState.LOST, DeviceReason.BAD_ADDRESS)


def kept_state(spec: DeviceSpec, kept: tuple[KeptState, ...]) -> KeptState | None:
    """What the running station told of a device; None where it told nothing."""
    return next((one for one in kept if (one.kind, one.address) == (spec.kind, spec.address)), None)


def kept_status(state: KeptState | None) -> DeviceStatus | None:
    """How a device was when the station told; None where it had not heard of it by then."""
    if state is None or state.state is None:
        return None
    return DeviceStatus(state.address, state.state, state.reason)


def station_finding(kept: tuple[KeptState, ...], now: datetime, *, running: bool) -> Finding:
    """Whether a station holds the devices just now: what follows is its word then, and how old that is."""
    if not running:
        words = Message("No station is running on this PC: each device was asked now")
        return Finding(Area.STATION, True, words, facts={"running": False})
    told_at = max((one.told_at for one in kept), default=None)
    if told_at is None:
        words = Message("A station is running and holds the devices: none was asked, and it told nothing yet")
        return Finding(Area.STATION, True, words, facts={"running": True, "told_at": None})
    minutes = max(0, int((now - told_at).total_seconds() // 60))
    words = Message(
        "A station is running and holds the devices: none was asked. What follows is what it told at "
        "{told_at}, {minutes} minutes ago; it tells each change",
        told_at=f"{told_at.astimezone():%Y-%m-%d %H:%M:%S}",
        minutes=minutes,
    )
    facts: dict[str, Fact] = {"running": True, "told_at": told_at.isoformat(timespec="seconds")}
    return Finding(Area.STATION, True, words, facts=facts)


def device_finding(
    spec: DeviceSpec, status: DeviceStatus | None, seen_at: datetime | None, number: int
) -> Finding:
    """One device in words, and without names in figures; `number` counts the devices of this PC."""
    name = spec.name or KIND_WORDS[spec.kind]
    state = NOT_ASKED if status is None else STATE_WORDS[status.state]
    seen = "—" if seen_at is None else f"{seen_at.astimezone():%Y-%m-%d %H:%M}"
    words = Message(
        "{name} ({place}): {state}; last heard {seen}",
        name=name,
        place=place_words(spec.kind, spec.address),
        state=state,
        seen=seen,
    )
    is_well = status is None or status.state is DeviceState.READY
    remedy = Message("") if status is None or is_well else reason_words(status.reason)
    facts: dict[str, Fact] = {
        "number": number,
        "kind": spec.kind.value,
        "address": plain_address(spec),
        "state": None if status is None else status.state.value,
        "reason": "" if status is None else _plain_reason(status.reason),
        "seen_at": None if seen_at is None else seen_at.isoformat(timespec="minutes"),
    }
    return Finding(Area.DEVICE, is_well, words, remedy, facts)


def plain_address(spec: DeviceSpec) -> str:
    """An address as far as it can name nobody: numbers, ports, choices; names of people's giving left out."""
    way, values = decompose(spec.kind, spec.address)
    if way is Way.TYPED:
        return way.value
    choices = {
        field.name: values[field.name]
        for field in fields_of(spec.kind, way)
        if field.name in OPTIONS and values.get(field.name) in field.choices
    }
    said = "&".join(f"{name}={value}" for name, value in choices.items())
    return f"{way}:{_plain_place(values)}" + (f"?{said}" if said else "")


def _plain_place(values: dict[FieldName, str]) -> str:
    host, port = values.get(FieldName.HOST, ""), values.get(FieldName.PORT, "")
    if host:
        named = host if IP_ADDRESS.fullmatch(host) else LEFT_OUT
        return f"{named}:{port if port.isascii() and port.isdigit() and len(port) <= 5 else LEFT_OUT}"
    for name in (FieldName.SERIAL_PORT, FieldName.PATH):
        if PORT_NAME.fullmatch(values.get(name, "")):
            return values[name]
    if usb := USB_ID.match(values.get(FieldName.USB_ID, "")):
        return usb[0]
    return LEFT_OUT


def _plain_reason(reason: str) -> str:
    known = {str(each) for each in (*HARDWARE_WORDS, *DeviceReason)}
    return reason if reason in known else LEFT_OUT if reason else ""
