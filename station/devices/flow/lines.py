"""Devices and their health as lines of the room."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from hardware.errors import Reason
from hardware.protocols import DeviceState, Reading, ScaleOrder
from station.devices.model.device import DeviceHealth, DeviceKind, DeviceSpec
from station.devices.model.view import NOTHING, DeviceLine, Test, WeightPart
from station.devices.model.words import (
    KEYBOARD,
    KIND_WORDS,
    NOT_ASKED,
    READING_TONES,
    READING_WORDS,
    STATE_TONES,
    STATE_WORDS,
    place_words,
    setting_words,
)
from station.kernel.messages import Message, Tone
from station.printing.reasons import reason_words

TESTS = {
    DeviceKind.LABEL_PRINTER: (Test.PRINT,),
    DeviceKind.RECEIPT_PRINTER: (Test.PRINT, Test.DRAWER),
    DeviceKind.DOCUMENT_PRINTER: (Test.PRINT,),
}
ORDER = tuple(DeviceKind)


def key_of(spec: DeviceSpec) -> str:
    """What names a device in gestures: it stays while the device is changed."""
    return str(spec.id) if spec.id is not None else f"{spec.kind} {spec.address}"


def names_of(specs: Iterable[DeviceSpec]) -> dict[str, str | Message]:
    """What each device is called, by its key; those of the settings file have no name of their own."""
    specs = tuple(specs)
    names: dict[str, str | Message] = {}
    for spec in specs:
        nameless = [one for one in specs if one.kind is spec.kind and not one.name]
        words = KIND_WORDS[spec.kind]
        if len(nameless) > 1 and not spec.name:
            words = Message("{kind} {number}", kind=words, number=nameless.index(spec) + 1)
        names[key_of(spec)] = spec.name or words
    return names


def lines_of(
    health: Iterable[DeviceHealth], time_zone: ZoneInfo, busy: Collection[str]
) -> tuple[DeviceLine, ...]:
    """Every device in the order of its kinds."""
    health = sorted(health, key=lambda one: ORDER.index(one.spec.kind))
    names = names_of(one.spec for one in health)
    return tuple(_line(one, names[key_of(one.spec)], time_zone, busy) for one in health)


def _line(
    health: DeviceHealth, name: str | Message, time_zone: ZoneInfo, busy: Collection[str]
) -> DeviceLine:
    spec, state = health.spec, health.state
    not_set_up = health.reason == Reason.NOT_SET_UP
    words = Message("Not set up") if not_set_up else NOT_ASKED if state is None else STATE_WORDS[state]
    return DeviceLine(
        key=key_of(spec),
        kind=spec.kind,
        name=name,
        place=place_words(spec.kind, spec.address),
        settings=setting_words(spec.kind, spec.address),
        tone=None if state is None else STATE_TONES[state],
        words=words,
        remedy=NOTHING if state is DeviceState.READY else reason_words(health.reason),
        seen_at=None if health.seen_at is None else health.seen_at.astimezone(time_zone),
        is_fixed=spec.is_fixed,
        is_busy=key_of(spec) in busy,
        tests=TESTS.get(spec.kind, ()),
    )


def keyboard_line(seen_at: datetime | None) -> DeviceLine:
    """The line of all scanners that type like a keyboard: they can neither be found nor lost."""
    return DeviceLine(
        key=KEYBOARD,
        kind=DeviceKind.SCANNER,
        name=Message("Keyboard scanner"),
        place=place_words(DeviceKind.SCANNER, KEYBOARD),
        settings="",
        tone=Tone.OK,
        words=Message("Listens"),
        remedy=NOTHING,
        seen_at=seen_at,
        is_fixed=True,
    )


def weight_part(reading: Reading | None, orders: Collection[ScaleOrder]) -> WeightPart:
    """What a scale says, in words, and which of the orders it knows."""
    known = tuple(order for order in ScaleOrder if order in orders)
    if reading is None:
        words = Message("The scale said nothing yet. Put something on it")
        return WeightPart(Tone.INFO, words, None, orders=known)
    state = reading.state
    return WeightPart(READING_TONES[state], READING_WORDS[state], reading.weight_g, reading.tare_g, known)


def suggested_name(kind: DeviceKind, specs: Iterable[DeviceSpec]) -> Message:
    """A name for one more device of this kind."""
    number = 1 + sum(spec.kind is kind for spec in specs)
    return Message("{kind} {number}", kind=KIND_WORDS[kind], number=number)


def spec_of(specs: Iterable[DeviceSpec], key: str) -> DeviceSpec | None:
    """The device a gesture means; None where it is gone meanwhile."""
    return next((spec for spec in specs if key_of(spec) == key), None)
