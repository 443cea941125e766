"""Views of the devices room to draw: trouble, a device looked at, one being added, the other pages."""

from datetime import UTC, datetime
from uuid import UUID

from hardware.errors import Reason
from hardware.labels import LabelKind
from hardware.protocols import DeviceState, Reading, ReadingState, ScaleOrder
from station.devices.flow.lines import keyboard_line, lines_of, weight_part
from station.devices.model.device import DeviceHealth, DeviceKind, DeviceSpec, FoundDevice
from station.devices.model.layouts import LayoutPreview
from station.devices.model.told import Told
from station.devices.model.view import (
    Answer,
    DevicesView,
    FormPart,
    LabelChoiceLine,
    LayoutsPart,
    ReadLine,
)
from station.devices.model.ways import FieldName, Way, fields_of, ways_of
from station.kernel.messages import Message, Tone
from tests.station.devices.kit import BEIJING

AT = datetime(2026, 6, 18, 2, 14, tzinfo=UTC)
PRINTER = UUID(int=1)
SCALE = UUID(int=2)
SHOP = UUID(int=3)


def _health(
    number: UUID | None,
    kind: DeviceKind,
    name: str,
    address: str,
    state: DeviceState | None = DeviceState.READY,
    reason: str = "",
) -> DeviceHealth:
    return DeviceHealth(DeviceSpec(number, kind, name, address), state, reason, AT if state else None)


DEVICES = (
    _health(None, DeviceKind.SCANNER, "", "serial:COM3"),
    _health(
        UUID(int=4), DeviceKind.SCANNER, "装车口扫码枪", "usb:0C2E:0901", DeviceState.LOST, Reason.PORT_GONE
    ),
    _health(
        PRINTER,
        DeviceKind.LABEL_PRINTER,
        "箱标打印机",
        "tcp://192.0.2.10:9100",
        DeviceState.NEEDS_HELP,
        Reason.OUT_OF_PAPER,
    ),
    _health(UUID(int=5), DeviceKind.LABEL_PRINTER, "货架标打印机", "cups:shelf?size=60x40&dpi=300"),
    _health(SHOP, DeviceKind.RECEIPT_PRINTER, "小票机", "tcp://192.0.2.11:9100"),
    _health(None, DeviceKind.DOCUMENT_PRINTER, "", "system", None),
    _health(SCALE, DeviceKind.SCALE, "称重台", "serial:COM4?protocol=sma"),
)
LINES = (keyboard_line(AT.astimezone(BEIJING)), *lines_of(DEVICES, BEIJING, ()))
PRINTERS = (("tcp://192.0.2.10:9100", "箱标打印机"), ("cups:shelf?size=60x40&dpi=300", "货架标打印机"))
LABELS = tuple(LabelChoiceLine(kind, PRINTERS[1][0] if kind is LabelKind.SHELF else "") for kind in LabelKind)
LAYOUTS = LayoutsPart(("28PPPPPWWWWWC", "26PPPPPAAAAAWWWWWC"), False, None, "", None, False)
READS = (
    ReadLine(AT, "装车口扫码枪", "6901234567892", Tone.OK, Message("Product")),
    ReadLine(
        AT,
        Message("Keyboard scanner"),
        "7892",
        Tone.ASK,
        Message("Read well, but no code this station knows"),
    ),
)


def view(**parts: object) -> DevicesView:
    """A room with seven devices, two of them in trouble."""
    whole: dict[str, object] = {
        "devices": LINES,
        "labels": LABELS,
        "printers": PRINTERS,
        "layouts": LAYOUTS,
        "trouble_count": 2,
        **parts,
    }
    return DevicesView(**whole)  # type: ignore[arg-type]  # parts by name, as the class takes them


def form(**parts: object) -> FormPart:
    """A label printer on the network being added."""
    kind, way = DeviceKind.LABEL_PRINTER, Way.NETWORK
    whole: dict[str, object] = {
        "is_new": True,
        "kind": kind,
        "way": way,
        "ways": ways_of(kind, on_windows=False),
        "fields": fields_of(kind, way),
        "values": {
            FieldName.PORT: "9100",
            FieldName.LANGUAGE: "zpl",
            FieldName.DPI: "203",
            FieldName.SIZE: "100x150",
        },
        "name": "标签打印机 3",
        "address": "",
        "found": FOUND,
        "told": Told(Tone.INFO, Message("Fill in: {field}", field=Message("Network address"))),
        **parts,
    }
    return FormPart(**whole)  # type: ignore[arg-type]  # parts by name, as the class takes them


FOUND = (
    FoundDevice(Way.CUPS, ((FieldName.QUEUE, "ZDesigner_GK888t"),), "ZDesigner_GK888t"),
    FoundDevice(Way.SERIAL, ((FieldName.SERIAL_PORT, "COM7"),), "COM7", "0C2E:0901 · Honeywell Xenon 1900"),
)


def sample_views() -> dict[str, DevicesView]:
    stable = Reading(ReadingState.STABLE, 1285, 0.0, 15)
    return {
        "fresh": DevicesView(devices=(LINES[0],), layouts=LAYOUTS, labels=LABELS),
        "list": view(reads=READS),
        "printer": view(
            chosen=str(PRINTER),
            test=Told(Tone.REFUSED, Message("It did not print")),
            answer=Answer(Tone.OK, Message("{name} is in use now", name="箱标打印机")),
        ),
        "receipt": view(chosen=str(SHOP), undo=Message("Take {name} back", name="旧秤")),
        "scale": view(
            chosen=str(SCALE),
            weight=weight_part(stable, tuple(ScaleOrder)),
            test=Told(Tone.OK, Message("The load is the tare now")),
        ),
        "scale_by_hand": view(chosen=str(SCALE), weight=weight_part(stable, ())),
        "scanner": view(chosen=str(UUID(int=4)), reads=READS),
        "fixed": view(chosen="scanner serial:COM3"),
        "keyboard": view(chosen="keyboard"),
        "form": view(form=form()),
        "form_ready": view(
            form=form(
                values={**form().values, FieldName.HOST: "192.0.2.12"},
                address="tcp://192.0.2.12:9100",
                told=Told(Tone.OK, Message("It is there and ready")),
                can_save=True,
            )
        ),
        "form_change": view(form=form(is_new=False, found=())),
        "labels": view(),
        "labels_none": view(printers=()),
        "layouts": view(
            layouts=LayoutsPart(
                LAYOUTS.layouts,
                False,
                None,
                "2812345012340",
                LayoutPreview(Tone.OK, Message("The check digit is right"), ((Message("Weight"), "1234 g"),)),
                True,
            )
        ),
    }
