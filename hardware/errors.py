"""What can go wrong with a device, in plain words, so that no foreign exception travels further."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a device is not ready or a job is not confirmed.

    A closed set of sentences without values in them, so that whoever shows them can translate them.
    """

    OUT_OF_PAPER = "The printer is out of paper. Load a new roll and close the cover."
    OUT_OF_RIBBON = "The printer is out of ribbon. Put in a new one."
    HEAD_OPEN = "The print head is open. Close the cover."
    JAMMED = "The paper is jammed. Open the cover, take it out and close the cover."
    REPORTS_ERROR = "The printer reports an error. Look at its lamps or its display."
    PAUSED = "The printer is paused. Press its pause button."
    OVERHEATED = "The print head is too hot. Let it cool down."
    BUFFER_FULL = "The printer still has too much to do. Wait a moment."
    STOPPED_IN_JOB = "The printer stopped during this label and may print it later. Look at what it printed."
    NO_CONNECTION = "The device cannot be reached. Check that it is on and that its cable is in."
    CONNECTION_BROKE = "The connection broke during the job. Look at what was printed."
    NO_ANSWER = "The device does not answer. Look at it, and switch it off and on if it hangs."
    NO_CONFIRMATION = "The printer took the label but did not say that it printed it. Look at it."
    STOPPED_READING = "The printer stopped taking data. Look at it, and switch it off and on if it hangs."
    STILL_PRINTING = "The printer has not finished in time. Look at what it printed."
    STRANGE_ANSWER = "The device gives answers that make no sense. Check that its address is right."
    PORT_GONE = "The port is gone. Check that the device is plugged in."
    PORT_TAKEN = "The port is used by another program. Close that program."
    FOLDER_NOT_WRITABLE = "The folder for labels cannot be written. Check the disk and its rights."
    NO_SUCH_QUEUE = "This PC has no printer of that name. Check the name in the settings of this PC."
    QUEUE_REFUSED = "This PC did not take the label. Look at the printer in the settings of this PC."
    NO_PRINT_SYSTEM = "This PC has nothing to print documents with. Save the document and print it elsewhere."
    DOCUMENT_REFUSED = "The document was not taken. Look at the printer in the settings of this PC."
    DOCUMENT_GONE = "The document is not there any more. Make it again."
    DOCUMENTS_NOT_WRITABLE = "The folder for documents cannot be written. Check the disk and its rights."
    QUEUE_STOPPED = "This PC has stopped the printer. Start it in the printer settings of this PC."
    NO_STANDARD_PRINTER = "This PC has no standard printer. Choose one in the printer settings of this PC."
    SLIP_NOT_CONFIRMED = "The printer took the slip but did not say that it printed it. Look at it."
    STOPPED_IN_SLIP = "The printer stopped during this slip and may print it later. Look at what it printed."
    SLIP_REFUSED = "This PC did not take the slip. Look at the printer in the settings of this PC."
    SLIPS_NOT_WRITABLE = "The folder for slips cannot be written. Check the disk and its rights."
    SLIP_TOO_WIDE = "The slip is wider than the paper. Set the width of the printer's paper in its settings."
    NOT_SET_UP = "No device is set up. Choose one in the settings."


class HardwareError(Exception):
    """Anything a device or its settings did wrong: `what` happened, `remedy`, whether retrying helps."""

    retry_helps = True

    def __init__(self, what: str, remedy: str, reason: Reason) -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy
        self.reason = reason


class DeviceLost(HardwareError):  # noqa: N818 - a state of the world, not a bug of ours
    """The device is unplugged, off or out of reach, or its connection broke."""

    def __init__(self, device: str, reason: Reason = Reason.NO_CONNECTION) -> None:
        super().__init__(f"{device} is lost.", str(reason), reason)


class DeviceSilent(HardwareError):  # noqa: N818 - a state of the world, not a bug of ours
    """The device is there and says nothing within the time it had."""

    def __init__(self, device: str) -> None:
        super().__init__(f"{device} is silent.", str(Reason.NO_ANSWER), Reason.NO_ANSWER)


class DeviceStalled(HardwareError):  # noqa: N818 - a state of the world, not a bug of ours
    """The device stopped taking data in the middle of a job."""

    def __init__(self, device: str) -> None:
        super().__init__(f"{device} takes no more data.", str(Reason.STOPPED_READING), Reason.STOPPED_READING)


class DeviceGarbled(HardwareError):  # noqa: N818 - a state of the world, not a bug of ours
    """The device answers, but not in the language it should speak."""

    def __init__(self, device: str) -> None:
        super().__init__(f"{device} cannot be understood.", str(Reason.STRANGE_ANSWER), Reason.STRANGE_ANSWER)


class DocumentNotPrinted(HardwareError):  # noqa: N818 - a state of the world, not a bug of ours
    """A document was not taken by its printer."""

    def __init__(self, printer: str, reason: Reason) -> None:
        super().__init__(f"{printer} did not print the document.", str(reason), reason)
        self.retry_helps = reason is not Reason.NOT_SET_UP


class SettingsError(HardwareError):
    """A setting names no device; a person must correct it."""

    retry_helps = False

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy, Reason.NOT_SET_UP)


class BadAddress(SettingsError):  # noqa: N818 - a state of the world, not a bug of ours
    """A device address that cannot be read; says which forms are allowed."""

    def __init__(self, address: str, allowed: str) -> None:
        super().__init__(f"'{address}' is not an address of a device.", f"Allowed: {allowed}")
        self.address = address


class FontsMissing(SettingsError):  # noqa: N818 - a state of the world, not a bug of ours
    """The fonts that labels are drawn with are not where they should be."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"No label fonts in {folder}.", "Install the program again.")
