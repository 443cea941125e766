"""How devices are told to people: names of kinds, where they are, how they are."""

from hardware.labels import LabelKind
from hardware.protocols import DeviceState, ReadingState
from station.devices.model.kinds import DeviceKind
from station.devices.model.ways import FieldName, Way, decompose
from station.kernel.messages import N_, Message, Tone

KIND_WORDS = {
    DeviceKind.SCANNER: Message("Scanner"),
    DeviceKind.LABEL_PRINTER: Message("Label printer"),
    DeviceKind.RECEIPT_PRINTER: Message("Receipt printer"),
    DeviceKind.DOCUMENT_PRINTER: Message("Document printer"),
    DeviceKind.SCALE: Message("Scale"),
}
KIND_ICONS = {
    DeviceKind.SCANNER: "hand_scanner",
    DeviceKind.LABEL_PRINTER: "label_printer",
    DeviceKind.RECEIPT_PRINTER: "receipt_printer",
    DeviceKind.DOCUMENT_PRINTER: "document_printer",
    DeviceKind.SCALE: "scale",
}
WAY_WORDS = {
    Way.NETWORK: Message("Network"),
    Way.SPOOLER: Message("Print queue of Windows"),
    Way.CUPS: Message("Print queue of this PC"),
    Way.SERIAL: Message("Serial port (USB-COM)"),
    Way.USB: Message("USB socket"),
    Way.USB_ID: Message("Serial port, found by vendor and product"),
    Way.SYSTEM: Message("Printer of this PC"),
    Way.FOLDER: Message("Folder (files instead of paper)"),
    Way.SIMULATED: Message("Simulated"),
    Way.TYPED: Message("Address typed by hand"),
}
LABEL_WORDS = {
    LabelKind.CRATE: Message("Crate label"),
    LabelKind.SLIP: Message("Closing slip"),
    LabelKind.PARCEL: Message("Parcel label"),
    LabelKind.SHELF: Message("Shelf label"),
    LabelKind.BIN: Message("Bin label"),
    LabelKind.PRODUCT: Message("Product label"),
    LabelKind.GIFT_BOX: Message("Gift box label"),
    LabelKind.BADGE: Message("Badge"),
    LabelKind.OPERATOR_SHEET: Message("Operator sheet"),
}
STATE_WORDS = {
    DeviceState.READY: Message("Ready"),
    DeviceState.NEEDS_HELP: Message("Needs help"),
    DeviceState.LOST: Message("Not reached"),
}
STATE_TONES = {
    DeviceState.READY: Tone.OK,
    DeviceState.NEEDS_HELP: Tone.ASK,
    DeviceState.LOST: Tone.REFUSED,
}
NOT_ASKED = Message("Not asked yet")
READING_WORDS = {
    ReadingState.STABLE: Message("Stable"),
    ReadingState.MOVING: Message("Moving: wait until it is still"),
    ReadingState.OVERLOAD: Message("Too heavy for this scale"),
    ReadingState.UNDERLOAD: Message("Below zero: clear the pan and press zero on the scale"),
    ReadingState.STALE: Message("Silent: this weight means nothing. Check the scale and its cable"),
}
READING_TONES = {
    ReadingState.STABLE: Tone.OK,
    ReadingState.MOVING: Tone.INFO,
    ReadingState.OVERLOAD: Tone.REFUSED,
    ReadingState.UNDERLOAD: Tone.ASK,
    ReadingState.STALE: Tone.REFUSED,
}
KEYBOARD = "keyboard"
"""The name scans of keyboard scanners come under, and the address of the line that stands for them."""


def place_words(kind: DeviceKind, address: str) -> Message:
    """Where a device is, in plain words."""
    if address == KEYBOARD:
        return Message("Any scanner that types like a keyboard; needs no setting")
    if address.strip() == "none":
        return Message("None")
    way, values = decompose(kind, address)
    if way is Way.NETWORK:
        return Message(
            "Network, {host}, port {port}", host=values[FieldName.HOST], port=values[FieldName.PORT]
        )
    if way is Way.SYSTEM and not values[FieldName.QUEUE]:
        return Message("The standard printer of this PC")
    words, name = _PLACES[way]
    return Message(words, value=values[name])


_PLACES = {
    Way.SPOOLER: (N_("Print queue {value}"), FieldName.QUEUE),
    Way.CUPS: (N_("Print queue {value}"), FieldName.QUEUE),
    Way.SYSTEM: (N_("Print queue {value}"), FieldName.QUEUE),
    Way.SERIAL: (N_("Serial port {value}"), FieldName.SERIAL_PORT),
    Way.USB: (N_("USB, {value}"), FieldName.PATH),
    Way.USB_ID: (N_("USB device {value}"), FieldName.USB_ID),
    Way.FOLDER: (N_("Folder {value}"), FieldName.PATH),
    Way.SIMULATED: (N_("Simulated device {value}"), FieldName.CALLED),
    Way.TYPED: (N_("Address {value}"), FieldName.ADDRESS),
}


def setting_words(kind: DeviceKind, address: str) -> str:
    """What a device was told to be: language, dots, sizes; the same in every language."""
    if address == KEYBOARD:
        return ""
    way, values = decompose(kind, address)
    if way is Way.TYPED:
        return ""
    said = [
        values.get(FieldName.LANGUAGE, "").upper(),
        _with_unit(values.get(FieldName.DPI), "dpi"),
        _with_unit(values.get(FieldName.SIZE, "").replace("x", "×"), "mm"),
        _with_unit(values.get(FieldName.WIDTH), "mm"),
        _with_unit(values.get(FieldName.BAUD) if way is Way.SERIAL else "", "baud"),
        values.get(FieldName.PROTOCOL, "") if kind is DeviceKind.SCALE else "",
    ]
    return " · ".join(each for each in said if each)


def _with_unit(value: str | None, unit: str) -> str:
    return f"{value} {unit}" if value else ""
