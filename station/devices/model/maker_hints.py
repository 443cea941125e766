"""What the settings a desk needs are called in the makers' manuals.

No configuration code of a maker is printed: none of those needed stood in a public manual as the characters
its barcode holds, and a guessed one could set a scanner so that nobody finds the way back.
"""

from enum import StrEnum

from station.kernel.messages import Message


class Goal(StrEnum):
    """What is to be set in a scanner, the most useful first."""

    USB_COM = "usb_com"
    SUFFIX = "suffix"
    PREFIX = "prefix"
    AIM = "aim"
    SEPARATOR = "separator"


GOAL_WORDS = {
    Goal.USB_COM: Message("Best: serial mode over USB (USB-COM); then only a suffix CR is needed"),
    Goal.SUFFIX: Message("Suffix CR (Enter) behind each code"),
    Goal.PREFIX: Message("Prefix STX (02) before each code, for scanners that type like a keyboard"),
    Goal.AIM: Message("AIM identifiers on"),
    Goal.SEPARATOR: Message("The separator GS (1D) sent as it is: as Ctrl+] by scanners that type"),
}
NO_MAKER_CODES = Message(
    "Take the configuration codes from the scanner's own manual: they differ between models. "
    "Look for these names there"
)
MAKER_HINTS: dict[str, dict[Goal, Message]] = {
    "Honeywell": {
        Goal.USB_COM: Message("Programming the Interface: USB Serial, also called USB COM Emulation (130)"),
        Goal.SUFFIX: Message("Data Editing, Prefix/Suffix: Add Suffix, for all codes, CR (0D)"),
        Goal.PREFIX: Message("Data Editing, Prefix/Suffix: Add Prefix, for all codes, STX (02)"),
        Goal.AIM: Message("Data Editing, Prefix/Suffix: Add AIM I.D. prefix, for all codes"),
        Goal.SEPARATOR: Message("Keyboard Modifiers: Control + ASCII Mode On"),
    },
    "Zebra / Symbol": {
        Goal.USB_COM: Message("USB Interface, USB Device Type: Simple COM Port Emulation, or USB CDC Host"),
        Goal.SUFFIX: Message("Scan Data Transmission Format: data and suffix; Scan Suffix: Enter"),
        Goal.PREFIX: Message("Scan Data Transmission Format: with prefix; Scan Prefix: the value of STX"),
        Goal.AIM: Message("Transmit Code ID Character: AIM Code ID Character"),
        Goal.SEPARATOR: Message("USB Interface: Function Key Mapping, Disable"),
    },
    "Newland": {
        Goal.USB_COM: Message("USB Interface: USB COM Port Emulation, or USB CDC"),
        Goal.SUFFIX: Message("Data Formatting: Terminating Character Suffix, CR"),
        Goal.PREFIX: Message("Data Formatting: Custom Prefix, enabled, value 02"),
        Goal.AIM: Message("Data Formatting: AIM ID Prefix, Enable"),
        Goal.SEPARATOR: Message("USB HID-KBW: Function Key Mapping, Ctrl+ASCII Mode"),
    },
    "Datalogic": {
        Goal.USB_COM: Message("Interface Selection: USB-COM (USB-COM-STD)"),
        Goal.SUFFIX: Message("Data Format: Global Suffix, 0D"),
        Goal.PREFIX: Message("Data Format: Global Prefix, 02"),
        Goal.AIM: Message("Data Format: AIM ID, Enable for all symbologies"),
        Goal.SEPARATOR: Message("USB Keyboard: Keyboard Send Control Characters, Ctrl+Char"),
    },
}
"""By maker. The sentences keep the manuals' own names, which are English on the makers' sheets too."""
