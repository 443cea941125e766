"""What came of a test print or of a drawer that was told to open, in words."""

from hardware.protocols import PrintOutcome, PrintReport
from station.devices.model.told import Told
from station.devices.model.view import Test
from station.kernel.messages import Message, Tone
from station.printing.reasons import reason_words

OUTCOME_TONES = {
    PrintOutcome.CONFIRMED: Tone.OK,
    PrintOutcome.UNKNOWN: Tone.ASK,
    PrintOutcome.FAILED: Tone.REFUSED,
}
OUTCOME_WORDS = {
    PrintOutcome.CONFIRMED: Message("The printer says that it printed it"),
    PrintOutcome.UNKNOWN: Message("It was sent. Look whether it came out"),
    PrintOutcome.FAILED: Message("It did not print"),
}


def told_of(test: Test, report: PrintReport) -> Told:
    """What to tell of `report`."""
    words = OUTCOME_WORDS[report.outcome]
    if test is Test.DRAWER:
        is_well = report.outcome is not PrintOutcome.FAILED
        words = Message("The drawer was told to open") if is_well else Message("The drawer was not opened")
    if report.reason:
        words = Message("{words}. {reason}", words=words, reason=reason_words(report.reason))
    return Told(OUTCOME_TONES[report.outcome], words)
