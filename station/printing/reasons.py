"""Why a label is not printed, as sentences of the catalogue: hardware speaks plain English only."""

from enum import StrEnum

from hardware.errors import Reason
from station.kernel.messages import N_, Message


class StationReason(StrEnum):
    """Reasons of the station's own, kept with a job like those of the printer."""

    INTERRUPTED = N_("The station stopped while it sent this label. Look at what was printed.")
    NOT_DRAWN = N_("This label cannot be drawn. Call IT; the other labels print on.")
    DOES_NOT_FIT = N_(
        "This label does not fit the paper of its printer. Choose another printer for it in the devices room."
    )


NEVER_DRAWN = (StationReason.NOT_DRAWN, StationReason.DOES_NOT_FIT)
"""What is no trouble of the printer: it does not print these labels however often it is asked."""


HARDWARE_WORDS: dict[Reason, str] = {
    Reason.OUT_OF_PAPER: N_("The printer is out of paper. Load a new roll and close the cover."),
    Reason.OUT_OF_RIBBON: N_("The printer is out of ribbon. Put in a new one."),
    Reason.HEAD_OPEN: N_("The print head is open. Close the cover."),
    Reason.JAMMED: N_("The paper is jammed. Open the cover, take it out and close the cover."),
    Reason.REPORTS_ERROR: N_("The printer reports an error. Look at its lamps or its display."),
    Reason.PAUSED: N_("The printer is paused. Press its pause button."),
    Reason.OVERHEATED: N_("The print head is too hot. Let it cool down."),
    Reason.BUFFER_FULL: N_("The printer still has too much to do. Wait a moment."),
    Reason.STOPPED_IN_JOB: N_(
        "The printer stopped during this label and may print it later. Look at what it printed."
    ),
    Reason.NO_CONNECTION: N_("The device cannot be reached. Check that it is on and that its cable is in."),
    Reason.CONNECTION_BROKE: N_("The connection broke during the job. Look at what was printed."),
    Reason.NO_ANSWER: N_("The device does not answer. Look at it, and switch it off and on if it hangs."),
    Reason.NO_CONFIRMATION: N_("The printer took the label but did not say that it printed it. Look at it."),
    Reason.STOPPED_READING: N_(
        "The printer stopped taking data. Look at it, and switch it off and on if it hangs."
    ),
    Reason.STILL_PRINTING: N_("The printer has not finished in time. Look at what it printed."),
    Reason.STRANGE_ANSWER: N_(
        "The device gives answers that make no sense. Check that its address is right."
    ),
    Reason.PORT_GONE: N_("The port is gone. Check that the device is plugged in."),
    Reason.PORT_TAKEN: N_("The port is used by another program. Close that program."),
    Reason.FOLDER_NOT_WRITABLE: N_("The folder for labels cannot be written. Check the disk and its rights."),
    Reason.NO_SUCH_QUEUE: N_(
        "This PC has no printer of that name. Check the name in the settings of this PC."
    ),
    Reason.QUEUE_REFUSED: N_(
        "This PC did not take the label. Look at the printer in the settings of this PC."
    ),
    Reason.NO_PRINT_SYSTEM: N_(
        "This PC has nothing to print documents with. Save the document and print it elsewhere."
    ),
    Reason.DOCUMENT_REFUSED: N_(
        "The document was not taken. Look at the printer in the settings of this PC."
    ),
    Reason.DOCUMENT_GONE: N_("The document is not there any more. Make it again."),
    Reason.DOCUMENTS_NOT_WRITABLE: N_(
        "The folder for documents cannot be written. Check the disk and its rights."
    ),
    Reason.QUEUE_STOPPED: N_("This PC has stopped the printer. Start it in the printer settings of this PC."),
    Reason.NO_STANDARD_PRINTER: N_(
        "This PC has no standard printer. Choose one in the printer settings of this PC."
    ),
    Reason.SLIP_NOT_CONFIRMED: N_(
        "The printer took the slip but did not say that it printed it. Look at it."
    ),
    Reason.STOPPED_IN_SLIP: N_(
        "The printer stopped during this slip and may print it later. Look at what it printed."
    ),
    Reason.SLIP_REFUSED: N_("This PC did not take the slip. Look at the printer in the settings of this PC."),
    Reason.SLIPS_NOT_WRITABLE: N_("The folder for slips cannot be written. Check the disk and its rights."),
    Reason.SLIP_TOO_WIDE: N_(
        "The slip is wider than the paper. Set the width of the printer's paper in its settings."
    ),
    Reason.NOT_SET_UP: N_("No device is set up. Choose one in the settings."),
}
"""The sentence of the catalogue for each reason of a device."""


def reason_words(reason: str) -> Message:
    """A reason as it lies in the print queue or comes from a printer, as a sentence that is translated."""
    known = next((words for each, words in HARDWARE_WORDS.items() if each.value == reason), reason)
    return Message(known)
