"""What a scanner's set-up found, in words: what it is, and what to do about it."""

from hardware.identify import Finding, Heard, Medium, Prefix, Suffix
from hardware.layouts import KeyboardLayout
from hardware.trial_codes import TrialKind
from station.kernel.messages import Message

CODE_WORDS = {
    TrialKind.EAN13: Message("Product code (EAN-13)"),
    TrialKind.EAN8: Message("Short product code (EAN-8)"),
    TrialKind.LETTERS: Message("Letters and signs (Code 128)"),
    TrialKind.GS1_128: Message("Product with lot and serial number (GS1-128)"),
    TrialKind.DATA_MATRIX: Message("Product with lot and serial number (GS1 DataMatrix)"),
    TrialKind.DIGITAL_LINK: Message("Web address of a product (QR)"),
    TrialKind.CRATE: Message("Crate label (GS1-128)"),
}
MEDIUM_WORDS = {
    Medium.KEYBOARD: Message("It types like a keyboard"),
    Medium.SERIAL: Message("It talks through a serial port (USB-COM)"),
}
PREFIX_WORDS = {
    Prefix.NONE: Message("none"),
    Prefix.STX: Message("STX"),
    Prefix.F13: Message("F13"),
}
SUFFIX_WORDS = {
    Suffix.NONE: Message("none"),
    Suffix.CR: Message("CR (Enter)"),
    Suffix.LF: Message("LF"),
    Suffix.CRLF: Message("CR LF"),
    Suffix.TAB: Message("Tab"),
}
LAYOUT_WORDS = {
    KeyboardLayout.FRENCH: Message("French"),
    KeyboardLayout.GERMAN: Message("German"),
    KeyboardLayout.OTHER: Message("another one than the scanner's"),
}
WHAT = {
    Finding.OTHER_CODE: Message("That was another code, or too much of it is wrong"),
    Finding.INPUT_METHOD: Message("The Chinese input method took letters of the scan"),
    Finding.LAYOUT_WRONG: Message("The keyboard layout of this PC changed characters"),
    Finding.FIRST_LOST: Message("The first character is missing"),
    Finding.LAST_LOST: Message("The last character is missing"),
    Finding.NO_CHECK_DIGIT: Message("The check digit is missing"),
    Finding.ADDED_FRONT: Message("Something stands before the code that is not of it"),
    Finding.ADDED_BEHIND: Message("Something stands behind the code that is not of it"),
    Finding.CASE_CHANGED: Message("Small and capital letters are changed"),
    Finding.GS_LOST: Message("The separator (GS) is lost: lot and serial number run together"),
    Finding.GS_REPLACED: Message("The separator (GS) came as another character"),
    Finding.GS_AS_F8: Message("The separator (GS) came as the key F8"),
    Finding.NO_SUFFIX: Message("Nothing ends the scan"),
    Finding.TOO_SLOW: Message("The scanner types slower than this PC waits"),
    Finding.PREFIX_EXPECTED: Message("This PC waits for a prefix, and the scanner sends none"),
    Finding.FULL_WIDTH: Message("The characters came in full width; the station puts that right"),
    Finding.CAPS_LOCK: Message("CapsLock is on; the station puts that right"),
    Finding.AIM_OFF: Message("The scanner does not say which kind of code it read"),
    Finding.PREFIX_ADVISED: Message("It sends no prefix"),
}
REMEDY = {
    Finding.OTHER_CODE: Message("Scan just the code shown here, once more"),
    Finding.INPUT_METHOD: Message(
        "Switch the input method to English, or better: set the scanner to USB-COM"
    ),
    Finding.LAYOUT_WRONG: Message(
        "Set the keyboard of Windows to Chinese or English (US), or the scanner's keyboard country to it; "
        "USB-COM needs neither"
    ),
    Finding.FIRST_LOST: Message("Set a pause between keys of 5 to 10 ms in the scanner, or use USB-COM"),
    Finding.LAST_LOST: Message("Switch off in the scanner that it leaves out the last character"),
    Finding.NO_CHECK_DIGIT: Message("Switch on in the scanner: transmit check digit, for EAN and UPC"),
    Finding.ADDED_FRONT: Message(
        "Remove prefixes and code IDs of the maker in the scanner; keep STX and AIM IDs"
    ),
    Finding.ADDED_BEHIND: Message("Remove all suffixes in the scanner but CR"),
    Finding.CASE_CHANGED: Message("Set letter case in the scanner to: as in the code"),
    Finding.GS_LOST: Message(
        "Switch on control characters (Ctrl with a letter) in the scanner, or use USB-COM"
    ),
    Finding.GS_REPLACED: Message("Switch off in the scanner that it replaces the character GS (1D)"),
    Finding.GS_AS_F8: Message(
        "Choose Ctrl with a letter instead of function keys for control characters in the scanner"
    ),
    Finding.NO_SUFFIX: Message("Set the suffix CR (Enter) in the scanner"),
    Finding.TOO_SLOW: Message("Press Save below: this PC waits longer then. Better is a prefix or USB-COM"),
    Finding.PREFIX_EXPECTED: Message("Set the prefix STX in the scanner, or press Save below to go without"),
    Finding.FULL_WIDTH: Message("Switch the input method to half width"),
    Finding.CAPS_LOCK: Message("Switch CapsLock off"),
    Finding.AIM_OFF: Message(
        "Better: switch on AIM IDs in the scanner, so that no code is taken for another"
    ),
    Finding.PREFIX_ADVISED: Message("Better: set the prefix STX in the scanner, or use USB-COM"),
}


def heard_words(heard: Heard) -> Message:
    """How the scanner sent it, on one line."""
    if heard.gap_ms is None:
        return Message("{medium} · prefix {prefix} · suffix {suffix} · AIM ID {aim}", **_parts(heard))
    return Message(
        "{medium} · prefix {prefix} · suffix {suffix} · AIM ID {aim} · at most {gap} ms between keys",
        gap=heard.gap_ms,
        **_parts(heard),
    )


def finding_words(finding: Finding, heard: Heard) -> Message:
    """What was found, with the layout or the characters it is about, and what to do."""
    what = WHAT[finding]
    if finding is Finding.LAYOUT_WRONG and heard.layout is not None:
        what = Message("{what} (it is {layout})", what=what, layout=LAYOUT_WORDS[heard.layout])
    elif heard.added and finding in (Finding.ADDED_FRONT, Finding.ADDED_BEHIND, Finding.GS_REPLACED):
        what = Message("{what}: {added}", what=what, added=plain(heard.added))
    return Message("{what}. {remedy}", what=what, remedy=REMEDY[finding])


def plain(text: str) -> str:
    """Characters as people can see them: control characters by their number."""
    return "".join(c if c.isprintable() else f"<{ord(c):02X}>" for c in text)


def _parts(heard: Heard) -> dict[str, object]:
    return {
        "medium": MEDIUM_WORDS[heard.medium],
        "prefix": PREFIX_WORDS[heard.prefix],
        "suffix": SUFFIX_WORDS[heard.suffix],
        "aim": heard.aim or Message("none"),
    }
